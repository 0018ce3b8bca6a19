// Package code has the codes and sessions of a user, and what they are allowed
// only so often. It knows no users.
package code

import (
	"crypto/subtle"
	"fmt"
	"slices"
	"time"

	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
)

// Codes and sessions: both are looked at when they are needed and never
// before; nothing ticks.

// Purpose is what a code is good for.
type Purpose uint8

const (
	ForSignUp Purpose = iota // SignUp and ResendConfirmationCode
	ForReset                 // ForgotPassword and AdminResetUserPassword
	ForEmail                 // an e-mail address that is verified by VerifyUserAttribute (N121, N123, N124)
	ForPhone                 // a phone number likewise
)

// ForAddress is the purpose of a code that verifies a changed address.
func ForAddress(a attribute.Address) Purpose {
	if a == attribute.Phone {
		return ForPhone
	}
	return ForEmail
}

// validity is how long a code of the purpose lives (L49).
func (p Purpose) validity() time.Duration {
	if p == ForReset {
		return time.Hour
	}
	return 24 * time.Hour
}

// words say for what a code of the purpose is sent.
func (p Purpose) words() string {
	switch p {
	case ForSignUp:
		return "to confirm the sign-up"
	case ForReset:
		return "to reset the password"
	}
	return "to verify a changed address"
}

// State is what became of a code. Dead codes are kept for hints alone.
type State uint8

const (
	live State = iota
	replaced
	used
)

// Code is one that was issued to a user.
type Code struct {
	Value     string
	ClientID  string            // codes are scoped to the client that asked (L58); "" when an administrator did
	Attribute attribute.Address // what the code proves, once it is given back (L60)
	Address   string            // the value of attribute when the code was sent
	Issued    time.Time
	Brings    bool // the user gets the address with the code, and did not have it before (N121)
	Purpose   Purpose
	state     State
}

func (c *Code) expired(now time.Time) bool { return now.Sub(c.Issued) > c.Purpose.validity() }

// Use makes the code dead: it has been given back.
func (c *Code) Use() { c.state = used }

// servesClient reports whether the code may come back by an app client. One
// that an administrator's operation sent, which names no client, may by any.
func (c *Code) servesClient(id string) bool { return c.ClientID == "" || c.ClientID == id }

// Codes are what a user was sent, oldest first.
type Codes []Code

// keptCodes bounds what a user remembers.
const keptCodes = 8

// Issue adds a code; every earlier one of its purpose is dead (L50).
func (cs *Codes) Issue(c Code) {
	list := *cs
	for i := range list {
		if old := &list[i]; old.Purpose == c.Purpose && old.state == live {
			old.state = replaced
		}
	}
	if len(list) == keptCodes { // at most one is live for each purpose, so that a dead one is found
		dead := slices.IndexFunc(list, func(c Code) bool { return c.state != live })
		list = slices.Delete(list, dead, dead+1)
	}
	*cs = append(list, c)
}

// Newest is the newest code that the service would still take; nil without one.
// A code of a sign-up is of no use to a user who is confirmed (L132), and one
// for a changed address of none to a user who is not, and so cannot sign in to
// give it back.
func (cs Codes) Newest(unconfirmed bool, now time.Time) *Code {
	for i := len(cs) - 1; i >= 0; i-- {
		c := &cs[i]
		if c.state != live || c.expired(now) {
			continue
		}
		switch c.Purpose {
		case ForSignUp:
			if !unconfirmed {
				continue
			}
		case ForEmail, ForPhone:
			if unconfirmed {
				continue
			}
		}
		return c
	}
	return nil
}

// live is the newest live code of a purpose that clientID asked for, nil
// without one.
func (cs Codes) live(purpose Purpose, clientID string, now time.Time) *Code {
	for i := len(cs) - 1; i >= 0; i-- {
		c := &cs[i]
		if c.Purpose == purpose && c.servesClient(clientID) && c.state == live && !c.expired(now) {
			return c
		}
	}
	return nil
}

// Check is the live code if given is it. A wrong code leaves it alive (L53).
func (cs Codes) Check(purpose Purpose, clientID, given string, now time.Time) (*Code, *refusal.Error) {
	live := cs.live(purpose, clientID, now)
	if live == nil {
		return nil, refusal.ExpiredCode().WithHint(cs.hint(purpose, clientID, given, now))
	}
	if subtle.ConstantTimeCompare([]byte(live.Value), []byte(given)) == 0 {
		return nil, refusal.CodeMismatch().WithHint(cs.hint(purpose, clientID, given, now))
	}
	return live, nil
}

// hint says what is known of a code that was refused.
func (cs Codes) hint(purpose Purpose, clientID, given string, now time.Time) string {
	for i := len(cs) - 1; i >= 0; i-- {
		c := &cs[i]
		if c.Value != given || c.Purpose != purpose {
			continue
		}
		switch {
		case c.state == used:
			return "this code has been used"
		case c.state == replaced:
			return "this code is of before a newer one was sent, which made it invalid (L50)"
		case !c.servesClient(clientID):
			return "this code was sent for another app client, " + c.ClientID + " (L58)"
		case c.expired(now):
			return fmt.Sprintf("this code expired %s ago; it lived %s (L49)",
				(now.Sub(c.Issued) - c.Purpose.validity()).Round(time.Second), c.Purpose.validity())
		}
	}
	for i := len(cs) - 1; i >= 0; i-- {
		if c := &cs[i]; c.Purpose == purpose && c.state == live && !c.servesClient(clientID) {
			return "the live code of this user was sent for another app client, " + c.ClientID + " (L58)"
		}
	}
	if len(cs) == 0 {
		return "no code has been sent to this user"
	}
	return "this code was never sent to this user"
}

// HintNone says why none of the codes, of which there is one, would be taken
// from a user of that status.
func (cs Codes) HintNone(status string, now time.Time) string {
	last := &cs[len(cs)-1]
	switch {
	case last.state == live && !last.expired(now) && last.Purpose != ForSignUp:
		return "the last code is for a changed address, which wants a user who can sign in; ResendConfirmationCode sends one for the sign-up"
	case last.state == live && !last.expired(now):
		return "the user is " + status + ": a code of the sign-up is of no use any more (L132)"
	case last.state == used:
		return "the last code has been used"
	}
	return fmt.Sprintf("the last code expired after %s (L49)", last.Purpose.validity())
}
