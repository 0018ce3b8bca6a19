package state

import (
	"strconv"
	"time"

	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/token"
	"github.com/google/uuid"
)

// BeginFamily is the tokens of a user who signs in now by an app client, with a
// device or with none.
func (tx *Tx) BeginFamily(u *User, app *App, device token.Device) *token.Family {
	random := tx.pool.account.Random
	return u.own().families.Begin(token.Family{
		ID: uuid.MustParse(random.UUID()), Event: uuid.MustParse(random.UUID()), ClientID: app.ID,
		Began: tx.Now, Expires: tx.Now.Add(app.Settings().RefreshValidity()), Device: device,
	})
}

// Family is what a refresh token belongs to: a user who is there, and a family
// of theirs, by whichever app client (N92).
func (tx *Tx) Family(r token.Refresh) (*User, *token.Family, *refusal.Error) {
	i, ok := position(tx.pool.order, r.User)
	if !ok {
		return nil, nil, refusal.InvalidRefreshToken().WithHint("the refresh token's user has been deleted")
	}
	u := tx.pool.order[i]
	f := u.rarely().families.Of(r.Family)
	switch {
	case f == nil && r.Ended(tx.Now):
		return nil, nil, refusal.RefreshTokenExpired().WithHint("the refresh token expired long ago")
	case f == nil:
		return nil, nil, refusal.InvalidRefreshToken().WithHint("the refresh token is of before a Reset")
	}
	return u, f, nil
}

// FamilyBy is Family for an app client, to which a token of another is none.
func (tx *Tx) FamilyBy(app *App, r token.Refresh) (*User, *token.Family, *refusal.Error) {
	u, f, err := tx.Family(r)
	if err == nil && f.ClientID != app.ID {
		return nil, nil, refusal.InvalidRefreshToken().WithHint("the refresh token is of another app client, " + f.ClientID)
	}
	return u, f, err
}

// Rotate gives the family of a refresh token a new one.
func (tx *Tx) Rotate(f *token.Family, generation uint32) { f.Rotate(generation, tx.Now) }

// EndFamily revokes the tokens of a family; by says who did.
func (tx *Tx) EndFamily(f *token.Family, by string) { f.End(by) }

// ExpireFamily ends the life of a family's refresh tokens.
func (tx *Tx) ExpireFamily(f *token.Family) { f.Expires = tx.Now }

// SignOut revokes every token that a user has (N100); by says who did.
func (tx *Tx) SignOut(u *User, by string) {
	for _, f := range u.rarely().families {
		f.End(by)
	}
	u.own().signedOut = tx.Now
}

// revokeAccess revokes a user's access tokens and leaves their refresh tokens (N15).
func (tx *Tx) revokeAccess(u *User) {
	for _, f := range u.rarely().families {
		f.Event = uuid.MustParse(tx.pool.account.Random.UUID())
	}
}

// Bearer is the user of an access token: there, enabled, and not signed out
// (N12, N15, N16).
func (tx *Tx) Bearer(b *token.Bearer) (*User, *refusal.Error) {
	u := tx.BySub(b.Sub)
	switch {
	case u == nil:
		return nil, refusal.UserNotFound().WithHint("the access token's user has been deleted")
	case u.Disabled:
		return nil, refusal.UserDisabled().WithHint("the user is disabled (AdminDisableUser)")
	}
	return u, u.rarely().families.CheckAccess(b)
}

// tokenNotBefore is cognito:token_nbf of a user who was signed out at a time:
// milliseconds since 1970 (C7).
func tokenNotBefore(at time.Time) string { return strconv.FormatInt(at.UnixMilli(), 10) }
