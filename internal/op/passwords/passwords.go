// Package passwords has the operations of passwords that are forgotten, set and
// reset.
package passwords

import (
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/code"
	"github.com/cognitofake/cognitofake/internal/rule/message"
	"github.com/cognitofake/cognitofake/internal/rule/trigger"
	"github.com/cognitofake/cognitofake/internal/service"
	"github.com/cognitofake/cognitofake/internal/state"
)

// Operations are the operations of passwords that are forgotten, set and reset.
var Operations = service.List(
	service.Op(forgotPassword),
	service.Op(confirmForgotPassword),
	service.Op(adminSetUserPassword),
	service.Op(adminResetUserPassword),
)

// forgotPassword answers ForgotPassword.
func forgotPassword(r *service.Request, in *cip.ForgotPasswordInput) (*cip.ForgotPasswordOutput, error) {
	app, err := r.CallingApp(in.ClientId, in.SecretHash, *in.Username)
	if err != nil {
		return nil, err
	}
	if err := migrate(r, app, in); err != nil {
		return nil, err
	}
	details, err := r.SendCode(app, service.CodeRequest{
		Username: *in.Username, Purpose: message.ForgotPassword, Grants: code.ForReset, Counts: code.Reset,
		Recipient: resetRecipient, Media: app.Pool.Settings().RecoveryMedia(),
		Metadata: in.ClientMetadata,
	})
	if err != nil {
		return nil, err
	}
	return &cip.ForgotPasswordOutput{CodeDeliveryDetails: details}, nil
}

// migrate asks UserMigration about a user whom the pool does not have (C77, C87).
func migrate(r *service.Request, app *state.App, in *cip.ForgotPasswordInput) error {
	if !app.Pool.HasTriggers() || !r.Runs(app.Pool, trigger.UserMigration) {
		return nil
	}
	unknown := false
	if err := state.Do(app, func(tx *state.Tx) *refusal.Error {
		unknown = tx.Find(*in.Username) == nil
		return nil
	}); err != nil || !unknown {
		return err
	}
	return r.Migrate(app, *in.Username, nil, nil, in.ClientMetadata)
}

// resetRecipient is where the code of a forgotten password goes, for a user
// who may have one.
func resetRecipient(tx *state.Tx, u *state.User) (message.Destination, *refusal.Error) {
	switch {
	case u.Disabled:
		return message.Destination{}, refusal.UserDisabled().RevealUser()
	case u.Status == types.UserStatusTypeForceChangePassword, u.Status == types.UserStatusTypeExternalProvider:
		return message.Destination{}, refusal.CannotReset()
	}
	return tx.RecoveryDestination(u)
}

// confirmForgotPassword answers ConfirmForgotPassword, in the order of N110.
func confirmForgotPassword(r *service.Request, in *cip.ConfirmForgotPasswordInput) (*cip.ConfirmForgotPasswordOutput, error) {
	app, err := r.CallingApp(in.ClientId, in.SecretHash, *in.Username)
	if err != nil {
		return nil, err
	}
	var confirmed state.Snapshot
	if err := r.Commit(app, func(tx *state.Tx) (func(), *refusal.Error) {
		u, err := tx.Caller(app, *in.Username, refusal.UserNotFoundForClient, refusal.CodeMismatch) // L66
		switch {
		case err != nil:
			return nil, err
		case u.Disabled && app.Settings().HidesUsers:
			return nil, refusal.CodeMismatch().WithHint(tx.HintNoUser(*in.Username))
		case u.Disabled:
			return nil, refusal.UserDisabled()
		case u.Status == types.UserStatusTypeForceChangePassword:
			return nil, refusal.CannotReset() // choice: as ForgotPassword answers
		}
		if err := tx.CheckAttempts(u, code.ConfirmedReset); err != nil {
			return nil, err // N107
		}
		count := func() { tx.Count(u, code.ConfirmedReset) }
		code, err := tx.CheckCode(u, code.ForReset, app.ID, *in.ConfirmationCode)
		if err != nil {
			return count, err
		}
		if err := tx.Settings.CheckPolicy(*in.Password, refusal.NewPasswordPolicy); err != nil {
			return count, err // the code stays good
		}
		if err := tx.CheckHistory(u, *in.Password); err != nil {
			return count, err // N112
		}
		return func() {
			count()
			tx.UseCode(code)
			tx.SetPassword(u, *in.Password) // N109
			tx.Touch(u)
			confirmed = tx.Brief(u)
		}, nil
	}); err != nil {
		return nil, err
	}
	if err := r.PostConfirmation(app, confirmed, trigger.SourceConfirmForgotPassword, in.ClientMetadata); err != nil {
		return nil, err // the new password stays
	}
	return &cip.ConfirmForgotPasswordOutput{}, nil
}

// adminSetUserPassword leads to CONFIRMED or FORCE_CHANGE_PASSWORD from any
// status, without message and trigger (N113, L139).
func adminSetUserPassword(r *service.Request, in *cip.AdminSetUserPasswordInput) (*cip.AdminSetUserPasswordOutput, error) {
	if err := r.ChangeUser(in.UserPoolId, in.Username, func(tx *state.Tx, u *state.User) (func(), *refusal.Error) {
		if err := tx.Settings.CheckPolicy(*in.Password, refusal.NewPasswordPolicy); err != nil {
			return nil, err
		}
		if err := tx.CheckHistory(u, *in.Password); err != nil {
			return nil, err // N112
		}
		return func() {
			if in.Permanent {
				tx.SetPassword(u, *in.Password)
			} else {
				tx.SetTemporaryPassword(u, *in.Password)
			}
		}, nil
	}); err != nil {
		return nil, err
	}
	return &cip.AdminSetUserPasswordOutput{}, nil
}

// adminResetUserPassword voids the password and sends a code (N114).
func adminResetUserPassword(r *service.Request, in *cip.AdminResetUserPasswordInput) (*cip.AdminResetUserPasswordOutput, error) {
	var draft service.Draft
	if err := r.ChangeUser(in.UserPoolId, in.Username, func(tx *state.Tx, u *state.User) (func(), *refusal.Error) {
		if u.Disabled {
			return nil, refusal.ResetDisabled()
		}
		if u.Status != types.UserStatusTypeConfirmed && u.Status != types.UserStatusTypeResetRequired {
			return nil, refusal.CannotReset()
		}
		to, err := tx.RecoveryDestination(u)
		if err != nil {
			return nil, err
		}
		return func() {
			tx.VoidPassword(u)
			code := tx.IssueCode(u, code.ForReset, "", to.Attribute)
			draft = r.Draft(tx, u, nil, message.ForgotPassword, to)
			draft.Code = code
		}, nil
	}); err != nil {
		return nil, err
	}
	if err := r.Deliver(draft, in.ClientMetadata); err != nil {
		return nil, err
	}
	return &cip.AdminResetUserPasswordOutput{}, nil
}
