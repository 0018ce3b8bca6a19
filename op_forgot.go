package cognitofake

import (
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
)

// passwordOperations are the operations of passwords that are forgotten, set and reset.
var passwordOperations = listOf(
	entry(forgotPassword),
	entry(confirmForgotPassword),
	entry(adminSetUserPassword),
	entry(adminResetUserPassword),
)

// forgotPassword answers ForgotPassword.
func forgotPassword(r *request, in *cip.ForgotPasswordInput) (*cip.ForgotPasswordOutput, error) {
	app, err := r.CallingApp(in.ClientId, in.SecretHash, *in.Username)
	if err != nil {
		return nil, err
	}
	s := app.Pool.Settings()
	media := s.auto
	if s.describe.AccountRecoverySetting != nil {
		media = attribute.SetOf(s.recovery)
	}
	details, err := r.SendCode(app, codeRequest{
		username: *in.Username, purpose: purposeForgotPassword, grants: codeForReset, counts: attemptReset,
		recipient: resetRecipient, media: media,
		metadata: in.ClientMetadata,
	})
	if err != nil {
		return nil, err
	}
	return &cip.ForgotPasswordOutput{CodeDeliveryDetails: details}, nil
}

// resetRecipient is where the code of a forgotten password goes, for a user
// who may have one.
func resetRecipient(tx *Tx, u *user) (destination, *refusal.Error) {
	switch {
	case u.disabled:
		return destination{}, refusal.UserDisabled().RevealUser()
	case u.status == types.UserStatusTypeForceChangePassword, u.status == types.UserStatusTypeExternalProvider:
		return destination{}, refusal.CannotReset()
	}
	return tx.Settings.recoveryDestination(u.attrs)
}

// confirmForgotPassword answers ConfirmForgotPassword, in the order of N110.
func confirmForgotPassword(r *request, in *cip.ConfirmForgotPasswordInput) (*cip.ConfirmForgotPasswordOutput, error) {
	app, err := r.CallingApp(in.ClientId, in.SecretHash, *in.Username)
	if err != nil {
		return nil, err
	}
	var confirmed userSnapshot
	if err := r.Commit(app, func(tx *Tx) (func(), *refusal.Error) {
		u, err := tx.Caller(app, *in.Username, refusal.UserNotFoundForClient, refusal.CodeMismatch) // L66
		switch {
		case err != nil:
			return nil, err
		case u.disabled && app.Settings().hidesUsers:
			return nil, refusal.CodeMismatch().WithHint(tx.HintNoUser(*in.Username))
		case u.disabled:
			return nil, refusal.UserDisabled()
		case u.status == types.UserStatusTypeForceChangePassword:
			return nil, refusal.CannotReset() // choice: as ForgotPassword answers
		}
		if err := tx.CheckAttempts(u, attemptConfirmedReset); err != nil {
			return nil, err // N107
		}
		count := func() { tx.Count(u, attemptConfirmedReset) }
		code, err := tx.CheckCode(u, codeForReset, app.ID, *in.ConfirmationCode)
		if err != nil {
			return count, err
		}
		if err := tx.Settings.checkPolicy(*in.Password, refusal.NewPasswordPolicy); err != nil {
			return count, err // the code stays good
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
	if err := r.PostConfirmation(app, confirmed, sourceConfirmForgotPassword, in.ClientMetadata); err != nil {
		return nil, err // the new password stays
	}
	return &cip.ConfirmForgotPasswordOutput{}, nil
}

// adminSetUserPassword leads to CONFIRMED or FORCE_CHANGE_PASSWORD from any
// status, without message and trigger (N113, L139).
func adminSetUserPassword(r *request, in *cip.AdminSetUserPasswordInput) (*cip.AdminSetUserPasswordOutput, error) {
	if err := r.ChangeUser(in.UserPoolId, in.Username, func(tx *Tx, u *user) (func(), *refusal.Error) {
		if err := tx.Settings.checkPolicy(*in.Password, refusal.NewPasswordPolicy); err != nil {
			return nil, err
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
func adminResetUserPassword(r *request, in *cip.AdminResetUserPasswordInput) (*cip.AdminResetUserPasswordOutput, error) {
	var draft draft
	if err := r.ChangeUser(in.UserPoolId, in.Username, func(tx *Tx, u *user) (func(), *refusal.Error) {
		if u.disabled {
			return nil, refusal.ResetDisabled()
		}
		if u.status != types.UserStatusTypeConfirmed && u.status != types.UserStatusTypeResetRequired {
			return nil, refusal.CannotReset()
		}
		to, err := tx.Settings.recoveryDestination(u.attrs)
		if err != nil {
			return nil, err
		}
		return func() {
			tx.VoidPassword(u)
			code := tx.IssueCode(u, codeForReset, "", to.attribute)
			draft = r.Draft(tx, u, nil, purposeForgotPassword, to)
			draft.code = code
		}, nil
	}); err != nil {
		return nil, err
	}
	if err := r.Deliver(draft, in.ClientMetadata); err != nil {
		return nil, err
	}
	return &cip.AdminResetUserPasswordOutput{}, nil
}
