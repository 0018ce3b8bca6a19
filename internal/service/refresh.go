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
// once it is known whose the token is; it runs in no transaction. source and
// metadata are for a function that changes the claims: where it refuses, nothing
// is rotated (C95; choice).
func (r *Request) Refresh(app *state.App, given, source string, metadata map[string]string, prove func(username string) error) (*types.AuthenticationResultType, error) {
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
	var (
		c    token.Claims
		who  Somebody
		asks = app.Pool.HasTriggers()
	)
	if err := r.Commit(app, func(tx *state.Tx) (func(), *refusal.Error) {
		u, f, err := refreshable(tx, app, ref)
		if err != nil {
			return nil, err
		}
		return func() {
			c = familyClaims(tx, app, u, f)
			if asks {
				who = r.Somebody(tx, app, u, u.Username)
				return
			}
			c.Refresh = rotated(tx, app, u, f, ref)
		}, nil
	}); err != nil {
		return nil, err
	}
	if asks {
		if err := r.TokenGeneration(who, source, metadata, &c); err != nil {
			return nil, err
		}
		if err := state.Do(app, func(tx *state.Tx) *refusal.Error {
			u, f, err := refreshable(tx, app, ref) // once more, for no lock was held
			if err == nil {
				c.Refresh = rotated(tx, app, u, f, ref)
			}
			return err
		}); err != nil {
			return nil, err
		}
	}
	return Tokens(app, c), nil
}

// refreshable is the user and the family of a refresh token that is good.
func refreshable(tx *state.Tx, app *state.App, ref token.Refresh) (*state.User, *token.Family, *refusal.Error) {
	u, f, err := tx.FamilyBy(app, ref)
	switch {
	case err != nil:
		return nil, nil, err
	case u.Disabled:
		return nil, nil, refusal.UserDisabled().WithHint("the user is disabled (AdminDisableUser)") // N94
	}
	return u, f, f.Check(ref.Generation, app.Settings().Grace(), tx.Now)
}

// rotated is the refresh token that takes the place of another; nil where the
// client does not rotate them.
func rotated(tx *state.Tx, app *state.App, u *state.User, f *token.Family, ref token.Refresh) *token.Refresh {
	if !app.Settings().Rotates() {
		return nil
	}
	tx.Rotate(f, ref.Generation)
	return f.Refresh(u.Seq)
}
