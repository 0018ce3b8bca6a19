// Package users has an administrator's operations on users.
package users

import (
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/service"
	"github.com/cognitofake/cognitofake/internal/state"
)

// Operations are the operations of an administrator on users.
var Operations = service.List(
	service.Op(adminCreateUser),
	service.Op(adminGetUser),
	service.Op(adminDeleteUser),
	service.Op(adminEnableUser),
	service.Op(adminDisableUser),
	service.Op(adminUpdateUserAttributes),
	service.Op(adminDeleteUserAttributes),
	service.Op(listUsers),
)

// Operations of an administrator on one user.

func adminGetUser(r *service.Request, in *cip.AdminGetUserInput) (*cip.AdminGetUserOutput, error) {
	out := &cip.AdminGetUserOutput{}
	if err := r.LookUser(in.UserPoolId, in.Username, func(_ *state.Tx, u *state.User) *refusal.Error {
		*out = cip.AdminGetUserOutput{
			Username: opt.Of(u.Username), UserAttributes: u.List(), UserStatus: u.Status, Enabled: !u.Disabled,
			UserCreateDate: opt.Of(u.Created), UserLastModifiedDate: opt.Of(u.Modified), MFAOptions: u.MFAOptions(),
		}
		out.UserMFASettingList, out.PreferredMfaSetting = u.MFASettings()
		return nil
	}); err != nil {
		return nil, err
	}
	return out, nil
}

// adminDeleteUser forgets a user; the name is free at once (L136).
func adminDeleteUser(r *service.Request, in *cip.AdminDeleteUserInput) (*cip.AdminDeleteUserOutput, error) {
	if err := r.ChangeUser(in.UserPoolId, in.Username, func(tx *state.Tx, u *state.User) (func(), *refusal.Error) {
		return func() { tx.Remove(u) }, nil
	}); err != nil {
		return nil, err
	}
	return &cip.AdminDeleteUserOutput{}, nil
}

func adminEnableUser(r *service.Request, in *cip.AdminEnableUserInput) (*cip.AdminEnableUserOutput, error) {
	if err := enable(r, in.UserPoolId, in.Username, true); err != nil {
		return nil, err
	}
	return &cip.AdminEnableUserOutput{}, nil
}

func adminDisableUser(r *service.Request, in *cip.AdminDisableUserInput) (*cip.AdminDisableUserOutput, error) {
	if err := enable(r, in.UserPoolId, in.Username, false); err != nil {
		return nil, err
	}
	return &cip.AdminDisableUserOutput{}, nil
}

// enable lets a user sign in, or not.
func enable(r *service.Request, poolID, name *string, enabled bool) error {
	return r.ChangeUser(poolID, name, func(tx *state.Tx, u *state.User) (func(), *refusal.Error) {
		return func() { tx.Enable(u, enabled) }, nil
	})
}
