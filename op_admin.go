package cognitofake

import (
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"

	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
)

// userOperations are the operations of an administrator on users.
var userOperations = listOf(
	entry(adminCreateUser),
	entry(adminGetUser),
	entry(adminDeleteUser),
	entry(adminEnableUser),
	entry(adminDisableUser),
	entry(adminUpdateUserAttributes),
	entry(adminDeleteUserAttributes),
	entry(listUsers),
)

// Operations of an administrator on one user.

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
	if err := r.ChangeUser(in.UserPoolId, in.Username, func(tx *Tx, u *user) (func(), *refusal.Error) {
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
	return r.ChangeUser(poolID, name, func(tx *Tx, u *user) (func(), *refusal.Error) {
		return func() { tx.Enable(u, enabled) }, nil
	})
}
