package cognitofake

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

// codePurpose is what a code is good for.
type codePurpose uint8

const (
	codeForSignUp codePurpose = iota // SignUp and ResendConfirmationCode
	codeForReset                     // ForgotPassword and AdminResetUserPassword
	codeForEmail                     // a changed e-mail address (N123); nothing takes it back: VerifyUserAttribute is not modelled
	codeForPhone                     // a changed phone number likewise
)

// codeForAddress is the purpose of a code that verifies a changed address.
func codeForAddress(a attribute.Address) codePurpose {
	if a == attribute.Phone {
		return codeForPhone
	}
	return codeForEmail
}

// validity is how long a code of the purpose lives (L49).
func (p codePurpose) validity() time.Duration {
	if p == codeForReset {
		return time.Hour
	}
	return 24 * time.Hour
}

// codeState is what became of a code. Dead codes are kept for hints alone.
type codeState uint8

const (
	codeLive codeState = iota
	codeReplaced
	codeUsed
)

// code is one that was issued to a user.
type code struct {
	value     string
	clientID  string            // codes are scoped to the client that asked (L58); "" when an administrator did
	attribute attribute.Address // what the code proves, once it is given back (L60)
	address   string            // the value of attribute when the code was sent
	issued    time.Time
	purpose   codePurpose
	state     codeState
}

func (c *code) expired(now time.Time) bool { return now.Sub(c.issued) > c.purpose.validity() }

// use makes the code dead: it has been given back.
func (c *code) use() { c.state = codeUsed }

// servesClient reports whether the code may come back by an app client. One
// that an administrator's operation sent, which names no client, may by any.
func (c *code) servesClient(id string) bool { return c.clientID == "" || c.clientID == id }

// codes are what a user was sent, oldest first.
type codes []code

// keptCodes bounds what a user remembers.
const keptCodes = 8

// issue adds a code; every earlier one of its purpose is dead (L50).
func (cs *codes) issue(c code) {
	list := *cs
	for i := range list {
		if old := &list[i]; old.purpose == c.purpose && old.state == codeLive {
			old.state = codeReplaced
		}
	}
	if len(list) == keptCodes { // at most one is live for each purpose, so that a dead one is found
		dead := slices.IndexFunc(list, func(c code) bool { return c.state != codeLive })
		list = slices.Delete(list, dead, dead+1)
	}
	*cs = append(list, c)
}

// taken is the newest code that the service would still take; nil without one.
// A code of a sign-up is of no use to a user who is confirmed (L132), and one
// for a changed address of none to a user who is not, and so cannot sign in to
// give it back.
func (cs codes) taken(unconfirmed bool, now time.Time) *code {
	for i := len(cs) - 1; i >= 0; i-- {
		c := &cs[i]
		if c.state != codeLive || c.expired(now) {
			continue
		}
		switch c.purpose {
		case codeForSignUp:
			if !unconfirmed {
				continue
			}
		case codeForEmail, codeForPhone:
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
func (cs codes) live(purpose codePurpose, clientID string, now time.Time) *code {
	for i := len(cs) - 1; i >= 0; i-- {
		c := &cs[i]
		if c.purpose == purpose && c.servesClient(clientID) && c.state == codeLive && !c.expired(now) {
			return c
		}
	}
	return nil
}

// check is the live code if given is it. A wrong code leaves it alive (L53).
func (cs codes) check(purpose codePurpose, clientID, given string, now time.Time) (*code, *refusal.Error) {
	live := cs.live(purpose, clientID, now)
	if live == nil {
		return nil, refusal.ExpiredCode().WithHint(cs.hint(purpose, clientID, given, now))
	}
	if subtle.ConstantTimeCompare([]byte(live.value), []byte(given)) == 0 {
		return nil, refusal.CodeMismatch().WithHint(cs.hint(purpose, clientID, given, now))
	}
	return live, nil
}

// hint says what is known of a code that was refused.
func (cs codes) hint(purpose codePurpose, clientID, given string, now time.Time) string {
	for i := len(cs) - 1; i >= 0; i-- {
		c := &cs[i]
		if c.value != given || c.purpose != purpose {
			continue
		}
		switch {
		case c.state == codeUsed:
			return "this code has been used"
		case c.state == codeReplaced:
			return "this code is of before a newer one was sent, which made it invalid (L50)"
		case !c.servesClient(clientID):
			return "this code was sent for another app client, " + c.clientID + " (L58)"
		case c.expired(now):
			return fmt.Sprintf("this code expired %s ago; it lived %s (L49)",
				(now.Sub(c.issued) - c.purpose.validity()).Round(time.Second), c.purpose.validity())
		}
	}
	for i := len(cs) - 1; i >= 0; i-- {
		if c := &cs[i]; c.purpose == purpose && c.state == codeLive && !c.servesClient(clientID) {
			return "the live code of this user was sent for another app client, " + c.clientID + " (L58)"
		}
	}
	if len(cs) == 0 {
		return "no code has been sent to this user"
	}
	return "this code was never sent to this user"
}

// hintNone says why none of the codes, of which there is one, would be taken
// from a user of that status.
func (cs codes) hintNone(status string, now time.Time) string {
	last := &cs[len(cs)-1]
	switch {
	case last.state == codeLive && !last.expired(now) && last.purpose != codeForSignUp:
		return "the last code is for a changed address, which wants a user who can sign in; ResendConfirmationCode sends one for the sign-up"
	case last.state == codeLive && !last.expired(now):
		return "the user is " + status + ": a code of the sign-up is of no use any more (L132)"
	case last.state == codeUsed:
		return "the last code has been used"
	}
	return fmt.Sprintf("the last code expired after %s (L49)", last.purpose.validity())
}
