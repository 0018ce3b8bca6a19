// Package self has what signed-in users do with themselves, by their access token.
package self

import (
	"slices"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
	"github.com/cognitofake/cognitofake/internal/rule/code"
	"github.com/cognitofake/cognitofake/internal/service"
	"github.com/cognitofake/cognitofake/internal/state"
)

// Operations are the operations of signed-in users on themselves.
var Operations = service.List(
	service.Op(getUser),
	service.Op(updateUserAttributes),
	service.Op(deleteUserAttributes),
	service.Op(getUserAttributeVerificationCode),
	service.Op(verifyUserAttribute),
	service.Op(changePassword),
	service.Op(deleteUser),
)

// getUser shows sub and what the client may read (N99, C123).
func getUser(r *service.Request, in *cip.GetUserInput) (*cip.GetUserOutput, error) {
	out := &cip.GetUserOutput{}
	if err := r.LookSignedIn(in.AccessToken, func(_ *state.Tx, app *state.App, u *state.User) *refusal.Error {
		s := app.Settings()
		out.Username = opt.Of(u.Username)
		out.UserMFASettingList, out.PreferredMfaSetting = u.MFASettings()
		out.MFAOptions = u.MFAOptions()
		out.UserAttributes = slices.DeleteFunc(u.List(), func(a types.AttributeType) bool {
			return *a.Name != attribute.Sub && !s.MayRead(*a.Name)
		})
		return nil
	}); err != nil {
		return nil, err
	}
	return out, nil
}

// changePassword wants the present password, a wrong one only so often (N107,
// N111). Tokens stay good.
func changePassword(r *service.Request, in *cip.ChangePasswordInput) (*cip.ChangePasswordOutput, error) {
	if err := r.CommitSignedIn(in.AccessToken, func(tx *state.Tx, _ *state.App, u *state.User) (func(), *refusal.Error) {
		if u.Status == types.UserStatusTypeResetRequired {
			return nil, refusal.PasswordResetRequired() // choice
		}
		if err := tx.CheckAttempts(u, code.Change); err != nil {
			return nil, err
		}
		if err := tx.CheckPresent(u, in.PreviousPassword); err != nil {
			return func() { tx.Count(u, code.Change) }, err
		}
		if err := tx.Settings.CheckPolicy(*in.ProposedPassword, refusal.NewPasswordPolicy); err != nil {
			return nil, err
		}
		if err := tx.CheckHistory(u, *in.ProposedPassword); err != nil {
			return nil, err
		}
		return func() {
			tx.SetPassword(u, *in.ProposedPassword)
			tx.Touch(u)
		}, nil
	}); err != nil {
		return nil, err
	}
	return &cip.ChangePasswordOutput{}, nil
}

// deleteUser forgets the user; the name is free at once (N104).
func deleteUser(r *service.Request, in *cip.DeleteUserInput) (*cip.DeleteUserOutput, error) {
	if err := r.CommitSignedIn(in.AccessToken, func(tx *state.Tx, _ *state.App, u *state.User) (func(), *refusal.Error) {
		return func() { tx.Remove(u) }, nil
	}); err != nil {
		return nil, err
	}
	return &cip.DeleteUserOutput{}, nil
}
