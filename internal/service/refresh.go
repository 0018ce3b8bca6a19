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

// Refreshing is what a refresh is asked with.
type Refreshing struct {
	Token  string
	Device string // the DEVICE_KEY that the request names, "" for none
	// Prove may refuse whoever asks, once it is known whose the token is; it runs
	// in no transaction. nil asks for no proof.
	Prove func(username string) error
	// Source and Metadata are for the function that changes the claims.
	Source   string
	Metadata map[string]string
}

// Refresh gives new tokens for a refresh token (N91 to N94, C138 to C145), and
// where the client rotates them another one. It rotates nothing where the
// function that changes the claims refuses (C95; choice).
func (r *Request) Refresh(app *state.App, of Refreshing) (*types.AuthenticationResultType, error) {
	ref, ok := app.Pool.Seal().Read(of.Token)
	if !ok {
		hint := HintNoRefresh(of.Token)
		if p, _ := r.ReadRefresh(of.Token); p != nil {
			hint = "the refresh token is of another pool, " + p.ID
		}
		return nil, refusal.InvalidRefreshToken().WithHint(hint)
	}
	if of.Prove != nil {
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
		if err := of.Prove(username); err != nil {
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
		if err := tx.CheckFamilyDevice(u, f, of.Device); err != nil {
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
		if err := r.TokenGeneration(who, of.Source, of.Metadata, &c); err != nil {
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
