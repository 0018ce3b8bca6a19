package tokens

import (
	"fmt"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/token"
	"github.com/cognitofake/cognitofake/internal/service"
	"github.com/cognitofake/cognitofake/internal/state"
)

// SignIn gives tokens to the user whom x names, as if they had proved who they are.
func SignIn(app *state.App, x string) (*types.AuthenticationResultType, error) {
	var c token.Claims
	if err := state.Do(app, func(tx *state.Tx) *refusal.Error {
		u := tx.Meant(x)
		switch {
		case u == nil:
			return refusal.UserNotFound().WithHint(tx.HintNoUser(x))
		case u.Disabled:
			return refusal.UserDisabled()
		case u.Status == types.UserStatusTypeUnconfirmed:
			return refusal.UserNotConfirmed()
		case u.Status != types.UserStatusTypeConfirmed && u.Status != types.UserStatusTypeExternalProvider:
			return refusal.NotAuthorized(fmt.Sprintf("a user whose Status is %s gets no tokens", u.Status))
		}
		c = service.TokenClaims(tx, app, u, token.Device{})
		return nil
	}); err != nil {
		return nil, err
	}
	return service.Tokens(app, c), nil
}

// Revoke ends the sign-in of a refresh token, as RevokeToken does.
func Revoke(app *state.App, given string) error {
	return change(app, given, func(tx *state.Tx, f *token.Family) { tx.EndFamily(f, "the test") })
}

// Expire ends the life of a sign-in's refresh tokens.
func Expire(app *state.App, given string) error {
	return change(app, given, func(tx *state.Tx, f *token.Family) { tx.ExpireFamily(f) })
}

// change does something to the family of a refresh token of an app client.
func change(app *state.App, given string, do func(*state.Tx, *token.Family)) error {
	ref, ok := app.Pool.Seal().Read(given)
	if !ok {
		return refusal.InvalidRefreshToken().WithHint(service.HintNoRefresh(given))
	}
	return state.Do(app, func(tx *state.Tx) *refusal.Error {
		_, f, err := tx.FamilyBy(app, ref)
		if err != nil {
			return err
		}
		do(tx, f)
		return nil
	})
}
