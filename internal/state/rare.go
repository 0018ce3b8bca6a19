package state

import (
	"time"

	"github.com/cognitofake/cognitofake/internal/rule/code"
	"github.com/cognitofake/cognitofake/internal/rule/password"
	"github.com/cognitofake/cognitofake/internal/rule/srp"
	"github.com/cognitofake/cognitofake/internal/rule/token"
)

// rare is what a user lacks who has signed up and done no more: kept apart, so
// that it takes nothing there.
type rare struct {
	sessions  code.Sessions
	exchanges srp.Exchanges
	families  token.Families
	tried     *tried            // nil until something is counted
	passkeys  *passkeys         // nil without any
	devices   []*Device         // that are confirmed, oldest first
	lastSeq   uint64            // of devices
	events    []AuthEvent       // sign-ins that were watched, oldest first
	factors   *factors          // nil until there is one
	earlier   []password.Stored // passwords of before, oldest first, as many as the pool remembers (N112)

	void Password // that a user had whose password has to be reset (C67)

	signedOut time.Time // when all tokens were revoked at last; zero for never
	temporary time.Time // when a temporary password was set; zero for when the user was created
}

// rarely is the rare things of a user, to read.
func (u *User) rarely() rare {
	if u.rare == nil {
		return rare{}
	}
	return *u.rare
}

// own is the rare things of a user, to change: made when first needed.
func (u *User) own() *rare {
	if u.rare == nil {
		u.rare = &rare{}
	}
	return u.rare
}

// TemporarySince is when the user's temporary password was set; its validity
// counts from here.
func (u *User) TemporarySince() time.Time {
	if at := u.rarely().temporary; !at.IsZero() {
		return at
	}
	return u.Created
}

// tried is what a user has been counted for.
type tried struct {
	windows code.Windows
	signIn  password.Lockout
}

// counted is what u has been counted for, to change: made when first needed.
func (u *User) counted() *tried {
	r := u.own()
	if r.tried == nil {
		r.tried = &tried{}
	}
	return r.tried
}
