package cognitofake

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
	"github.com/cognitofake/cognitofake/internal/rule/password"
)

// Tx is a transaction on one pool: while it lives, it holds the pool's lock,
// and the pool's users are reached through it alone. It has one reading of the
// settings and one of the clock, both from before the lock. It ends with the
// function that it was handed to, and is never kept beyond.
type Tx struct {
	Settings *poolSettings
	Now      time.Time
	pool     *poolState
}

// Target is what a transaction is on: a pool, or a pool by one of its app
// clients.
type Target interface {
	on() (*poolState, *appState)
}

func (p *poolState) on() (*poolState, *appState) { return p, nil }

func (a *appState) on() (*poolState, *appState) { return a.Pool, a }

// Do runs f in a transaction on target. A target that has been deleted
// meanwhile is refused in its own words (R21, N2).
func Do(target Target, f func(tx *Tx) *refusal.Error) error {
	p, app := target.on()
	tx := Tx{Settings: p.Settings(), Now: p.account.Now(), pool: p}
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case app != nil && (p.deleted || app.deleted):
		return refusal.NoClient(app.ID)
	case p.deleted:
		return refusal.NoPool(p.ID)
	}
	if err := f(&tx); err != nil {
		return err
	}
	return nil
}

// Look runs f in a transaction that refuses nothing and reads no clock, so
// that a clock may look at the pool: for handles.
func (p *poolState) Look(f func(tx *Tx)) {
	tx := Tx{Settings: p.Settings(), pool: p}
	p.mu.Lock()
	defer p.mu.Unlock()
	f(&tx)
}

// Region is that of the pool.
func (tx *Tx) Region() string { return tx.pool.Region }

// Touch notes that a user has been changed.
func (tx *Tx) Touch(u *user) { u.modified = tx.Now }

// Confirm makes a user CONFIRMED.
func (tx *Tx) Confirm(u *user) {
	u.status = types.UserStatusTypeConfirmed
	tx.Touch(u)
}

// Enable lets a user sign in, or not.
func (tx *Tx) Enable(u *user, enabled bool) { u.disabled = !enabled }

// SetPassword gives a user a password of their own; they are then CONFIRMED (N109).
func (tx *Tx) SetPassword(u *user, plain string) {
	u.password = password.Store(tx.pool.account.Random, plain)
	u.status = types.UserStatusTypeConfirmed
}

// SetTemporaryPassword gives a user a password that has to be changed at the
// next sign-in; its term begins anew (N38, N118).
func (tx *Tx) SetTemporaryPassword(u *user, plain string) {
	u.password = password.Store(tx.pool.account.Random, plain)
	u.temporarySince = tx.Now
	u.status = types.UserStatusTypeForceChangePassword
}

// VoidPassword leaves a user without one until it has been reset (N114).
func (tx *Tx) VoidPassword(u *user) {
	u.status = types.UserStatusTypeResetRequired
	u.password = password.Stored{}
}

// GeneratePassword is one that the pool's policy accepts.
func (tx *Tx) GeneratePassword() string { return tx.Settings.policy.Generate(tx.pool.account.Random) }

// IssueCode gives a user a new code that proves an address; clientID is ""
// for an administrator's operation.
func (tx *Tx) IssueCode(u *user, purpose codePurpose, clientID string, address attribute.Address) string {
	c := code{
		value: tx.pool.account.NewCode(), purpose: purpose, clientID: clientID, issued: tx.Now,
		attribute: address, address: u.attrs.Get(string(address)),
	}
	u.codes.issue(c)
	return c.value
}

// CheckCode is the live code of a user, if given is it.
func (tx *Tx) CheckCode(u *user, purpose codePurpose, clientID, given string) (*code, *refusal.Error) {
	return u.codes.check(purpose, clientID, given, tx.Now)
}

// UseCode ends a code.
func (tx *Tx) UseCode(c *code) { c.use() }

// OpenSession gives a user a session for the next step with an app client.
func (tx *Tx) OpenSession(u *user, app *appState, stage sessionStage) string {
	return u.sessions.open(tx.pool.account.Random, app.ID, stage, tx.Now.Add(app.Settings().sessionValidity))
}

// CheckSession is the session of a user that token names.
func (tx *Tx) CheckSession(u *user, token string, app *appState, stage sessionStage) (*session, *refusal.Error) {
	return u.sessions.check(token, app.ID, stage, tx.Now)
}

// UseSession ends a session.
func (tx *Tx) UseSession(s *session) { s.use() }

// CheckAttempts refuses one more attempt of a user when they have had too many.
func (tx *Tx) CheckAttempts(u *user, a attempt) *refusal.Error {
	if u.tried == nil {
		return nil
	}
	return u.tried.windows.check(a, tx.Now)
}

// Count counts an attempt of a user.
func (tx *Tx) Count(u *user, a attempt) { u.attempted().windows.take(a, tx.Now) }

// CheckPassword judges a password that a user signs in with: N32, N39 and N42
// to N45. With a wrong one comes what counts it.
func (tx *Tx) CheckPassword(u *user, plain string) (failed func(), err *refusal.Error) {
	if u.tried != nil {
		if err := u.tried.signIn.Check(tx.Now); err != nil {
			return nil, err
		}
	}
	if !u.password.Matches(plain) {
		return func() { u.attempted().signIn.Failed(tx.Now) }, refusal.Credentials().WithHint(u.hintPassword())
	}
	return nil, nil
}

// Proved forgets the wrong passwords of a user.
func (tx *Tx) Proved(u *user) {
	if u.tried != nil {
		u.tried.signIn.Proved()
	}
}

// tried is what a user has been counted for.
type tried struct {
	windows windows
	signIn  password.Lockout
}

// attempted is what u has been counted for, made when first needed.
func (u *user) attempted() *tried {
	if u.tried == nil {
		u.tried = &tried{}
	}
	return u.tried
}

// User is the user that an administrator's request names (N5, N6).
func (tx *Tx) User(name string) (*user, *refusal.Error) {
	u := tx.Find(name)
	if u == nil {
		return nil, refusal.UserNotFound().WithHint(tx.HintNoUser(name))
	}
	return u, nil
}

// Caller is the user that a request of an app client names. When there is
// none, unknown says so, and hidden where the client hides who exists.
func (tx *Tx) Caller(app *appState, name string, unknown, hidden func() *refusal.Error) (*user, *refusal.Error) {
	u := tx.Find(name)
	if u != nil {
		return u, nil
	}
	if app.Settings().hidesUsers {
		unknown = hidden
	}
	return nil, unknown().RevealUser().WithHint(tx.HintNoUser(name))
}

// Code is the newest code that would still be taken from a user at a time, who
// may be nil; without one why says the reason.
func (tx *Tx) Code(u *user, now time.Time) (value, why string) {
	if u != nil {
		if c := u.codes.taken(u.status == types.UserStatusTypeUnconfirmed, now); c != nil {
			return c.value, ""
		}
	}
	return "", tx.hintNoCode(u, now)
}

// Users are all users of the pool, in order of creation.
func (tx *Tx) Users() []*user { return tx.pool.order }

// BySub is the user who has a sub; nil for nobody.
func (tx *Tx) BySub(sub string) *user { return tx.pool.names.bySub[sub] }

// Pool is the pool of the transaction.
func (tx *Tx) Pool() *poolState { return tx.pool }
