package token

import (
	"fmt"
	"slices"
	"time"

	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/google/uuid"
)

// Family is the tokens of one sign-in: those that it gave and those of every
// refresh.
type Family struct {
	ID       uuid.UUID // origin_jti of its tokens (N84)
	Event    uuid.UUID // event_id of those of its access tokens that are good
	ClientID string
	Began    time.Time // auth_time (N85)
	Expires  time.Time // of its refresh tokens, whichever of them (C129, C140)
	Device   Device    // with which the user signed in; the zero value for none

	newest  uint32 // the generation of the newest refresh token
	parent  uint32 // that of the token which newest was given for; newest itself before a rotation
	rotated time.Time
	endedBy string // "" as long as its refresh tokens are good
}

// Device is the device of a sign-in.
type Device struct {
	Key      string
	New      bool // it was given out by the sign-in, and waits for ConfirmDevice
	Unproved bool // it can never be confirmed: the last challenge was answered by an alias (M117)
}

// lag is how long an access token may outlive its family's refresh tokens (N87).
const lag = 24 * time.Hour

// Families are those of a user, oldest first. What no token is left of goes
// when another begins.
type Families []*Family

// Begin adds a family, and drops the oldest ones that are over.
func (fs *Families) Begin(f Family) *Family {
	for len(*fs) > 0 && f.Began.After((*fs)[0].Expires.Add(lag)) {
		*fs = slices.Delete(*fs, 0, 1)
	}
	*fs = append(*fs, &f)
	return &f
}

// Of is the family of an id; nil without one.
func (fs Families) Of(id uuid.UUID) *Family {
	return fs.find(func(f *Family) bool { return f.ID == id })
}

func (fs Families) find(is func(*Family) bool) *Family {
	if i := slices.IndexFunc(fs, is); i >= 0 {
		return fs[i]
	}
	return nil
}

// End makes every token of the family worthless, by what it says.
func (f *Family) End(by string) {
	if f.endedBy == "" {
		f.endedBy = by
	}
}

// Refresh is the newest refresh token of the family of a user.
func (f *Family) Refresh(user uint64) *Refresh {
	return &Refresh{Family: f.ID, User: user, Generation: f.newest, Expires: f.Expires.Unix()}
}

// Check refuses a refresh token of the family that is not good any more: by
// sign-out, then by age (N93), then because it has been rotated out (C141,
// C142, C145).
func (f *Family) Check(generation uint32, grace time.Duration, now time.Time) *refusal.Error {
	switch {
	case f.endedBy != "":
		return refusal.RefreshTokenRevoked().WithHint(f.endedBy + " revoked the tokens of this sign-in")
	case !now.Before(f.Expires):
		return refusal.RefreshTokenExpired().WithHint(fmt.Sprintf("the refresh token expired %s ago; refreshing does not lengthen its life (C129)",
			now.Sub(f.Expires).Round(time.Second)))
	case generation == f.newest, generation == f.parent && now.Sub(f.rotated) < grace:
		return nil
	}
	return refusal.RefreshTokenReuse().WithHint(f.hintReuse(generation, grace, now))
}

// hintReuse says why a token that was rotated out is not taken.
func (f *Family) hintReuse(generation uint32, grace time.Duration, now time.Time) string {
	switch {
	case generation != f.parent:
		return "the refresh token has been rotated out: a newer one of the same sign-in has been used, or given in its place (C142)"
	case grace == 0:
		return "the refresh token has been used, and the app client has no RetryGracePeriodSeconds (C141)"
	}
	return fmt.Sprintf("the refresh token was used %s ago, and RetryGracePeriodSeconds are %d (C141)",
		now.Sub(f.rotated).Round(time.Second), int(grace.Seconds()))
}

// Rotate gives a new generation for one that Check has let pass. The time of
// grace counts from its first use.
func (f *Family) Rotate(generation uint32, now time.Time) {
	if generation == f.newest {
		f.parent, f.rotated = generation, now
	}
	f.newest++
}

// Revocable reports whether RevokeToken ends the family by a token of it: by
// the newest or the first one, not by one between them (C143).
func (f *Family) Revocable(generation uint32) bool { return generation == f.newest || generation == 0 }

// OfAccess is the family of an access token; nil without one.
func (fs Families) OfAccess(b *Bearer) *Family {
	return fs.find(func(f *Family) bool { return f.Event == b.Event })
}

// CheckAccess refuses an access token that has been revoked (N12).
func (fs Families) CheckAccess(b *Bearer) *refusal.Error {
	if f := fs.OfAccess(b); f != nil && f.endedBy == "" {
		return nil
	} else if f != nil {
		return refusal.AccessTokenRevoked().WithHint(f.endedBy + " revoked the tokens of this sign-in")
	}
	return refusal.AccessTokenRevoked().WithHint("AdminDisableUser revoked it (N15); enabling the user again does not bring it back")
}
