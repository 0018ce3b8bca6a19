package service

import (
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/token"
	"github.com/cognitofake/cognitofake/internal/state"
)

// ReadRefresh is what a refresh token stands for, and its pool; nil for what
// is none of the account's.
func (r *Request) ReadRefresh(given string) (*state.Pool, token.Refresh) {
	for _, p := range r.service.Account.Pools() {
		if ref, ok := p.Seal().Read(given); ok {
			return p, ref
		}
	}
	return nil, token.Refresh{}
}

// HintNoRefresh says of what is no refresh token of the account what it is.
func HintNoRefresh(given string) string {
	if token.IsJWT(given) {
		return "this is an access or ID token; give the refresh token of the same answer"
	}
	return "this Fake has given no such refresh token"
}

// Refresh gives new tokens for a refresh token (N91 to N94, C138 to C145), and
// where the client rotates them another one. prove may refuse whoever asks
// once it is known whose the token is; it runs in no transaction.
//
// device is the DEVICE_KEY that the request names, "" for none.
func (r *Request) Refresh(app *state.App, given, device string, prove func(username string) error) (*types.AuthenticationResultType, error) {
	ref, ok := app.Pool.Seal().Read(given)
	if !ok {
		hint := HintNoRefresh(given)
		if p, _ := r.ReadRefresh(given); p != nil {
			hint = "the refresh token is of another pool, " + p.ID
		}
		return nil, refusal.InvalidRefreshToken().WithHint(hint)
	}
	if prove != nil {
		var username string
		if err := state.Do(app, func(tx *state.Tx) *refusal.Error {
			u, _, err := tx.FamilyBy(app, ref)
			if err == nil {
				username = u.Username
			}
			return err
		}); err != nil {
			return nil, err
		}
		if err := prove(username); err != nil {
			return nil, err
		}
	}
	var c token.Claims
	if err := r.Commit(app, func(tx *state.Tx) (func(), *refusal.Error) {
		s := app.Settings()
		u, f, err := tx.FamilyBy(app, ref)
		switch {
		case err != nil:
			return nil, err
		case u.Disabled:
			return nil, refusal.UserDisabled().WithHint("the user is disabled (AdminDisableUser)") // N94
		}
		if err := f.Check(ref.Generation, s.Grace(), tx.Now); err != nil {
			return nil, err
		}
		if err := tx.CheckFamilyDevice(u, f, device); err != nil {
			return nil, err
		}
		return func() {
			c = familyClaims(tx, app, u, f)
			if s.Rotates() {
				tx.Rotate(f, ref.Generation)
				c.Refresh = f.Refresh(u.Seq)
			}
		}, nil
	}); err != nil {
		return nil, err
	}
	return Tokens(app, c), nil
}
