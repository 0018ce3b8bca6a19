package state

import (
	"crypto/sha256"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/code"
	"github.com/cognitofake/cognitofake/internal/rule/srp"
	"github.com/google/uuid"
)

// What a user has while a sign-in is under way: sessions, one-time passwords,
// exchanges of SRP, and a count of wrong passwords.

// OpenSession gives a user a session for the next step with an app client.
func (tx *Tx) OpenSession(u *User, app *App, stage code.Stage) string {
	return tx.Open(u, app, code.Session{Stage: stage})
}

// Open opens a session that asks for the next step with an app client, for a
// user or, where u is nil, for the nobody who is named in it.
func (tx *Tx) Open(u *User, app *App, s code.Session) string {
	s.ClientID, s.Name = app.ID, tx.Settings.Fold(s.Name)
	sessions, owner := &tx.pool.pretended, code.Owner{Pool: tx.pool.Seq}
	if u != nil {
		sessions, owner.User = &u.own().sessions, u.Seq
	}
	return sessions.Open(tx.pool.account.Random, owner, s, tx.Now, app.Settings().SessionValidity)
}

// Renew ends a session in which a user sets a factor up, and opens one in its
// place that lives as long; verified says that the user has proved a software
// token since.
func (tx *Tx) Renew(u *User, s *code.Session, verified bool) string {
	s.Use()
	next := *s
	next.Verified = next.Verified || verified
	return u.own().sessions.Open(tx.pool.account.Random, code.Owner{Pool: tx.pool.Seq, User: u.Seq}, next, tx.Now, s.Lifetime())
}

// SessionOwner is the user of a session, by whichever app client, in a request
// that names nobody.
func (tx *Tx) SessionOwner(token string, stage code.Stage) (*User, *code.Session, *refusal.Error) {
	owner, _ := code.OwnerOf(token)
	i, ok := position(tx.pool.order, owner.User)
	if !ok {
		return nil, nil, refusal.InvalidSession().WithHint("the session's user has been deleted")
	}
	u := tx.pool.order[i]
	s, err := tx.checkSession(u, token, code.Session{Stage: stage})
	return u, s, err
}

// CheckSession is the session of a user that token names.
func (tx *Tx) CheckSession(u *User, token string, app *App, stage code.Stage) (*code.Session, *refusal.Error) {
	return tx.checkSession(u, token, code.Session{Stage: stage, ClientID: app.ID})
}

// CheckPretended is the session of a nobody of that name.
func (tx *Tx) CheckPretended(name, token string, app *App, stage code.Stage) (*code.Session, *refusal.Error) {
	return tx.checkSession(nil, token, code.Session{Stage: stage, ClientID: app.ID, Name: tx.Settings.Fold(name)})
}

func (tx *Tx) checkSession(u *User, token string, asked code.Session) (*code.Session, *refusal.Error) {
	sessions := tx.pool.pretended
	if u != nil {
		sessions = u.rarely().sessions
	}
	s, err := sessions.Check(token, asked, tx.Now)
	if err != nil && err.Hint == "" {
		err = err.WithHint(tx.hintSession(token))
	}
	return s, err
}

// SessionOf is the session of a user that waits for a passkey to sign a
// challenge; nil for none.
func (tx *Tx) SessionOf(u *User, app *App, challenge string) *code.Session {
	return u.rarely().sessions.Waiting(app.ID, challenge, tx.Now)
}

// LoseSession forgets a session that was answered, of a user or of a nobody.
func (tx *Tx) LoseSession(u *User, token string) {
	sessions := tx.pool.pretended
	if u != nil {
		sessions = u.rarely().sessions
	}
	sessions.Lose(token)
}

// UseSession ends a session.
func (tx *Tx) UseSession(s *code.Session) { s.Use() }

// HintOneTimeCode says what is known of a code that a session does not wait for.
func (tx *Tx) HintOneTimeCode(u *User, s *code.Session, given string) string {
	return s.HintOther(given, u.rarely().sessions, u.codes)
}

// NewOneTimeCode is a code for a sign-in by it alone.
func (tx *Tx) NewOneTimeCode() string { return tx.pool.account.NewOneTimeCode() }

// NewSecondCode is a code for a sign-in beside a first factor, which is shorter
// (M102).
func (tx *Tx) NewSecondCode() string { return tx.pool.account.NewCode() }

// Code is the newest code that would still be taken from a user at a time, who
// may be nil, to sign in or for anything else; without one why says the reason.
func (tx *Tx) Code(u *User, now time.Time) (value, why string) {
	if u == nil {
		return "", tx.hintNoCode(u, now)
	}
	value, at := u.rarely().sessions.Newest(now)
	if c := u.codes.Newest(u.Status == types.UserStatusTypeUnconfirmed, now); c != nil && !c.Issued.Before(at) {
		value = c.Value
	}
	if value == "" {
		why = tx.hintNoCode(u, now)
	}
	return value, why
}

// CheckPassword judges a password that a user signs in with: N32, N39 and N42
// to N45. With a wrong one comes what counts it.
func (tx *Tx) CheckPassword(u *User, plain string) (failed func(), err *refusal.Error) {
	if err := tx.CheckLocked(u); err != nil {
		return nil, err
	}
	if !u.password.Matches(plain) {
		return func() { tx.Failed(u) }, refusal.Credentials().WithHint(u.hintPassword())
	}
	return nil, nil
}

// CheckLocked refuses a user who has given too many wrong passwords (N43).
func (tx *Tx) CheckLocked(u *User) *refusal.Error {
	t := u.rarely().tried
	if t == nil {
		return nil
	}
	return t.signIn.Check(tx.Now)
}

// Failed counts a wrong password.
func (tx *Tx) Failed(u *User) { u.counted().signIn.Failed(tx.Now) }

// Proved forgets the wrong passwords of a user.
func (tx *Tx) Proved(u *User) {
	if t := u.rarely().tried; t != nil {
		t.signIn.Proved()
	}
}

// NewExchange answers the public number of somebody who signs in by SRP. For a
// user without a password, and for nobody, it is pretended: the same salt each
// time for the same name (N75, M160).
func (tx *Tx) NewExchange(u *User, name string, app *App, a srp.Public) (p *srp.Pending, salt srp.Salt) {
	if u != nil {
		if p := u.provable(); p.IsSet {
			salt = p.Salt()
			return srp.NewPending(tx.pool.account.Random, a, app.ID, p.identity, salt), salt
		}
		name = u.Username
	}
	pretended := tx.pretend(name)
	salt = srp.Salt(pretended[16:])
	salt[0] |= 1
	return srp.NewPending(tx.pool.account.Random, a, app.ID, srp.Identity(pretended), salt), salt
}

// OpenExchange keeps an exchange until it is answered.
func (tx *Tx) OpenExchange(u *User, app *App, p *srp.Pending) {
	u.own().exchanges.Open(p, tx.Now, app.Settings().SessionValidity)
}

// InSession reports whether an exchange of a user belongs to a custom sign-in,
// whose session its answer names.
func (tx *Tx) InSession(u *User, block string) bool { return u.rarely().exchanges.InSession(block) }

// CheckExchange judges an answer to an exchange. With a wrong one comes what
// counts it; prove ends the exchange of a right one.
func (tx *Tx) CheckExchange(u *User, answer srp.Answer) (prove func(), err *refusal.Error) {
	if err := tx.CheckLocked(u); err != nil {
		return nil, err
	}
	secret := u.provable()
	p, wrong, err := u.rarely().exchanges.Check(answer, secret.identity, tx.Now)
	if err == nil && !secret.IsSet {
		wrong, err = true, refusal.Credentials() // nobody knows the password that was pretended
	}
	switch {
	case wrong:
		if !secret.IsSet {
			err = err.WithHint(u.hintPassword())
		}
		return func() {
			if p != nil {
				p.Use()
			}
			tx.Failed(u)
		}, err
	case err != nil:
		return nil, err
	}
	return p.Use, nil
}

// pretend is the same for a name each time, and means nothing.
func (tx *Tx) pretend(name string) [sha256.Size]byte {
	return sha256.Sum256([]byte(tx.pool.ID + " " + tx.Settings.Fold(name)))
}

// PretendedSub is the sub that a nobody has where the client hides who exists:
// the same for a name each time (N75).
func (tx *Tx) PretendedSub(name string) string {
	sum := tx.pretend(name)
	return formSub(uuid.UUID(sum[:16]))
}
