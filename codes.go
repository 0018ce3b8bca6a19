package cognitofake

import (
	"crypto/subtle"
	"encoding/base64"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
	"github.com/cognitofake/cognitofake/internal/rule/password"
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
	address   string            // the attribute's value when the code was sent
	issued    time.Time
	purpose   codePurpose
	state     codeState
}

func (c *code) expired(now time.Time) bool { return now.Sub(c.issued) > c.purpose.validity() }

// keptCodes bounds what a user remembers.
const keptCodes = 8

// issueCodeLocked gives u a new code; every earlier one of the purpose is dead (L50).
func (p *Pool) issueCodeLocked(u *user, purpose codePurpose, clientID string, address attribute.Address) string {
	for i := range u.codes {
		if c := &u.codes[i]; c.purpose == purpose && c.state == codeLive {
			c.state = codeReplaced
		}
	}
	if len(u.codes) == keptCodes { // at most one is live for each purpose, so that a dead one is found
		dead := slices.IndexFunc(u.codes, func(c code) bool { return c.state != codeLive })
		u.codes = slices.Delete(u.codes, dead, dead+1)
	}
	c := code{
		value: p.fake.newCode(), purpose: purpose, clientID: clientID, issued: p.fake.now(),
		attribute: address, address: u.attrs.Get(string(address)),
	}
	u.codes = append(u.codes, c)
	return c.value
}

// takesLocked reports whether the service would still take c: a code of a
// sign-up is of no use to a user who is confirmed (L132), and one for a changed
// address of none to a user who is not, and so cannot sign in to give it back.
func (u *user) takesLocked(c *code, now time.Time) bool {
	if c.state != codeLive || c.expired(now) {
		return false
	}
	unconfirmed := u.status == types.UserStatusTypeUnconfirmed
	switch c.purpose {
	case codeForSignUp:
		return unconfirmed
	case codeForEmail, codeForPhone:
		return !unconfirmed
	}
	return true
}

// servesClient reports whether the code may come back by an app client. One
// that an administrator's operation sent, which names no client, may by any.
func (c *code) servesClient(id string) bool { return c.clientID == "" || c.clientID == id }

// liveCodeLocked is the newest live code of a purpose that clientID asked
// for, nil without one.
func (u *user) liveCodeLocked(purpose codePurpose, clientID string, now time.Time) *code {
	for i := len(u.codes) - 1; i >= 0; i-- {
		c := &u.codes[i]
		if c.purpose == purpose && c.servesClient(clientID) && c.state == codeLive && !c.expired(now) {
			return c
		}
	}
	return nil
}

// checkCodeLocked is the live code if given is it. A wrong code leaves it
// alive (L53).
func (u *user) checkCodeLocked(purpose codePurpose, clientID, given string, now time.Time) (*code, *refusal.Error) {
	live := u.liveCodeLocked(purpose, clientID, now)
	if live == nil {
		return nil, refusal.ExpiredCode().WithHint(u.hintCodeLocked(purpose, clientID, given, now))
	}
	if subtle.ConstantTimeCompare([]byte(live.value), []byte(given)) == 0 {
		return nil, refusal.CodeMismatch().WithHint(u.hintCodeLocked(purpose, clientID, given, now))
	}
	return live, nil
}

// session ties the steps of one sign-up or sign-in together.
type session struct {
	token    string
	clientID string
	expires  time.Time
	stage    sessionStage
	used     bool
}

type sessionStage uint8

const (
	sessionSignedUp  sessionStage = iota // from SignUp, for ConfirmSignUp (L23)
	sessionConfirmed                     // from ConfirmSignUp, for InitiateAuth (L81)
)

// keptSessions bounds what a user remembers.
const keptSessions = 4

// openSessionLocked gives u a session for its next step with the client.
func (p *Pool) openSessionLocked(u *user, app *AppClient, stage sessionStage) string {
	var random [96]byte
	p.fake.random.Fill(random[:])
	s := session{
		token:    base64.StdEncoding.EncodeToString(random[:]),
		clientID: app.ID,
		expires:  p.fake.now().Add(app.settings.Load().sessionValidity),
		stage:    stage,
	}
	if len(u.sessions) == keptSessions {
		u.sessions = append(u.sessions[:0], u.sessions[1:]...)
	}
	u.sessions = append(u.sessions, s)
	return s.token
}

// checkSessionLocked is the session of u that token names (L83 to L85).
func (u *user) checkSessionLocked(token string, app *AppClient, stage sessionStage, now time.Time) (*session, *refusal.Error) {
	for i := range u.sessions {
		s := &u.sessions[i]
		if subtle.ConstantTimeCompare([]byte(s.token), []byte(token)) == 0 {
			continue
		}
		switch {
		case s.clientID != app.ID || s.stage != stage:
			return nil, refusal.InvalidSession()
		case s.used:
			return nil, refusal.UsedSession()
		case now.After(s.expires):
			return nil, refusal.ExpiredSession()
		}
		return s, nil
	}
	return nil, refusal.InvalidSession()
}

// attemptWindows counts what the service allows a user only so often (L55).
type attemptWindows struct {
	confirm, resend       window // ConfirmSignUp, ResendConfirmationCode
	reset, confirmedReset window // ForgotPassword, ConfirmForgotPassword
	signIn                password.Lockout
}

// window counts calls from the first one on; an hour later it starts anew
// (choice: the documents do not say how the hour is counted).
type window struct {
	since time.Time
	count int
}

// Calls of one user in an hour (L55, N107).
const (
	confirmLimit        = 15
	resendLimit         = 5
	resetLimit          = 5
	confirmedResetLimit = 19
)

// takeLocked counts one call and refuses it when the window is full (L56).
func (w *window) takeLocked(limit int, now time.Time) *refusal.Error {
	if w.count == 0 || now.Sub(w.since) >= time.Hour {
		w.since, w.count = now, 0
	}
	if w.count >= limit {
		return refusal.AttemptLimit()
	}
	w.count++
	return nil
}

// windowsLocked is u's windows, made when first needed.
func (u *user) windowsLocked() *attemptWindows {
	if u.attempts == nil {
		u.attempts = &attemptWindows{}
	}
	return u.attempts
}
