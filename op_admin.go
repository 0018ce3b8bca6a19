package cognitofake

import (
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
)

// Operations of an administrator on one user.

// changeUser changes the user of a pool whom name finds. change checks what is
// wanted, and returns what does it.
func changeUser(r *request, poolID, name *string, change func(tx *Tx, u *user) (commit func(), err *refusal.Error)) error {
	p, err := r.Pool(poolID)
	if err != nil {
		return err
	}
	return r.Commit(p, func(tx *Tx) (func(), *refusal.Error) {
		u, err := tx.User(*name)
		if err != nil {
			return nil, err
		}
		commit, err := change(tx, u)
		if err != nil {
			return nil, err
		}
		return func() {
			commit()
			tx.Touch(u)
		}, nil
	})
}

func adminGetUser(r *request, in *cip.AdminGetUserInput) (*cip.AdminGetUserOutput, error) {
	p, err := r.Pool(in.UserPoolId)
	if err != nil {
		return nil, err
	}
	out := &cip.AdminGetUserOutput{}
	if err := Do(p, func(tx *Tx) *refusal.Error {
		u, err := tx.User(*in.Username)
		if err != nil {
			return err
		}
		*out = cip.AdminGetUserOutput{
			Username: opt.Of(u.username), UserAttributes: u.list(), UserStatus: u.status, Enabled: !u.disabled,
			UserCreateDate: opt.Of(u.created), UserLastModifiedDate: opt.Of(u.modified),
		}
		return nil
	}); err != nil {
		return nil, err
	}
	return out, nil
}

// adminDeleteUser forgets a user; the name is free at once (L136).
func adminDeleteUser(r *request, in *cip.AdminDeleteUserInput) (*cip.AdminDeleteUserOutput, error) {
	if err := changeUser(r, in.UserPoolId, in.Username, func(tx *Tx, u *user) (func(), *refusal.Error) {
		return func() { tx.Remove(u) }, nil
	}); err != nil {
		return nil, err
	}
	return &cip.AdminDeleteUserOutput{}, nil
}

func adminEnableUser(r *request, in *cip.AdminEnableUserInput) (*cip.AdminEnableUserOutput, error) {
	if err := enable(r, in.UserPoolId, in.Username, true); err != nil {
		return nil, err
	}
	return &cip.AdminEnableUserOutput{}, nil
}

func adminDisableUser(r *request, in *cip.AdminDisableUserInput) (*cip.AdminDisableUserOutput, error) {
	if err := enable(r, in.UserPoolId, in.Username, false); err != nil {
		return nil, err
	}
	return &cip.AdminDisableUserOutput{}, nil
}

// enable lets a user sign in, or not.
func enable(r *request, poolID, name *string, enabled bool) error {
	return changeUser(r, poolID, name, func(tx *Tx, u *user) (func(), *refusal.Error) {
		return func() { tx.Enable(u, enabled) }, nil
	})
}

// adminSetUserPassword leads to CONFIRMED or FORCE_CHANGE_PASSWORD from any
// status, without message and trigger (N113, L139).
func adminSetUserPassword(r *request, in *cip.AdminSetUserPasswordInput) (*cip.AdminSetUserPasswordOutput, error) {
	if err := changeUser(r, in.UserPoolId, in.Username, func(tx *Tx, u *user) (func(), *refusal.Error) {
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
	var message draft
	if err := changeUser(r, in.UserPoolId, in.Username, func(tx *Tx, u *user) (func(), *refusal.Error) {
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
			message = r.Draft(tx, u, nil, purposeForgotPassword, to)
			message.code = code
		}, nil
	}); err != nil {
		return nil, err
	}
	if err := r.Deliver(message, in.ClientMetadata); err != nil {
		return nil, err
	}
	return &cip.AdminResetUserPasswordOutput{}, nil
}
