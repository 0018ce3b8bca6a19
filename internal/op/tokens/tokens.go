// Package tokens has the operations that renew and revoke tokens.
package tokens

import (
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/token"
	"github.com/cognitofake/cognitofake/internal/service"
	"github.com/cognitofake/cognitofake/internal/state"
)

// Operations are the operations that renew and revoke tokens.
var Operations = service.List(
	service.Op(getTokensFromRefreshToken),
	service.Op(revokeToken),
	service.Op(globalSignOut),
	service.Op(adminUserGlobalSignOut),
)

// getTokensFromRefreshToken works with rotation and without, whatever flows the
// client has (C138).
func getTokensFromRefreshToken(r *service.Request, in *cip.GetTokensFromRefreshTokenInput) (*cip.GetTokensFromRefreshTokenOutput, error) {
	app, err := r.App(in.ClientId)
	if err != nil {
		return nil, err
	}
	switch { // C139
	case app.Settings().HasSecret(opt.Value(in.ClientSecret)):
	case opt.Value(in.ClientSecret) == "":
		return nil, refusal.SecretHashNotReceived(app.ID).WithHint(hintSecret)
	default:
		return nil, refusal.SecretHashMismatch(app.ID).WithHint("ClientSecret is not the client's; give the secret itself, not a hash")
	}
	result, err := r.Refresh(app, *in.RefreshToken, opt.Value(in.DeviceKey), nil)
	if err != nil {
		return nil, err
	}
	return &cip.GetTokensFromRefreshTokenOutput{AuthenticationResult: result}, nil
}

const hintSecret = "the app client has a secret and the call has no ClientSecret; give the secret itself"

// revokeToken ends a sign-in by its refresh token (N102, N103, C143, C146, C147).
func revokeToken(r *service.Request, in *cip.RevokeTokenInput) (*cip.RevokeTokenOutput, error) {
	app, err := r.App(in.ClientId)
	if err != nil {
		return nil, err
	}
	switch {
	case !app.Settings().HasSecret(opt.Value(in.ClientSecret)):
		hint := "ClientSecret is not the client's; give the secret itself, not a hash"
		if opt.Value(in.ClientSecret) == "" {
			hint = hintSecret
		}
		return nil, refusal.UnauthorizedRevocation().WithHint(hint)
	case !opt.Value(app.Settings().Describe.EnableTokenRevocation):
		return nil, refusal.RevocationOff(app.ID).WithHint("EnableTokenRevocation of the app client is false")
	case token.IsJWT(*in.Token):
		return nil, refusal.RevokedTokenType().WithHint("this is an access or ID token; RevokeToken takes the refresh token of the same answer")
	}
	pool, ref := r.ReadRefresh(*in.Token)
	switch pool {
	case nil:
		r.Hint("nothing was revoked: " + service.HintNoRefresh(*in.Token))
		return &cip.RevokeTokenOutput{}, nil // C146
	case app.Pool:
	default:
		return nil, refusal.UnauthorizedRevocation().WithHint("the refresh token is of another pool, " + pool.ID)
	}
	between := false
	if err := r.Commit(app, func(tx *state.Tx) (func(), *refusal.Error) {
		_, f, err := tx.Family(ref)
		switch {
		case err != nil: // it is worth nothing already
			return nil, nil
		case f.ClientID != app.ID:
			return nil, refusal.UnauthorizedRevocation().WithHint("the refresh token is of another app client, " + f.ClientID)
		case !f.Revocable(ref.Generation): // C143
			between = true
			return nil, nil
		}
		return func() { tx.EndFamily(f, "RevokeToken") }, nil
	}); err != nil {
		return nil, err
	}
	if between {
		r.Hint("nothing was revoked: the token has been rotated out; the newest or the first one of the sign-in ends it (C143)")
	}
	return &cip.RevokeTokenOutput{}, nil
}

// globalSignOut revokes every token that the user of an access token has (N100).
func globalSignOut(r *service.Request, in *cip.GlobalSignOutInput) (*cip.GlobalSignOutOutput, error) {
	if err := r.CommitSignedIn(in.AccessToken, func(tx *state.Tx, _ *state.App, u *state.User) (func(), *refusal.Error) {
		return func() { tx.SignOut(u, "GlobalSignOut") }, nil
	}); err != nil {
		return nil, err
	}
	return &cip.GlobalSignOutOutput{}, nil
}

func adminUserGlobalSignOut(r *service.Request, in *cip.AdminUserGlobalSignOutInput) (*cip.AdminUserGlobalSignOutOutput, error) {
	p, err := r.Pool(in.UserPoolId)
	if err != nil {
		return nil, err
	}
	if err := r.Commit(p, func(tx *state.Tx) (func(), *refusal.Error) {
		u, err := tx.User(*in.Username)
		if err != nil {
			return nil, err
		}
		return func() { tx.SignOut(u, "AdminUserGlobalSignOut") }, nil
	}); err != nil {
		return nil, err
	}
	return &cip.AdminUserGlobalSignOutOutput{}, nil
}
