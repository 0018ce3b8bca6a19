package state

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
	"github.com/cognitofake/cognitofake/internal/rule/code"
	"github.com/cognitofake/cognitofake/internal/rule/message"
	"github.com/cognitofake/cognitofake/internal/rule/settings"
)

// Tx is a transaction on one pool: while it lives, it holds the pool's lock,
// and the pool's users are reached through it alone. It has one reading of the
// settings and one of the clock, both from before the lock. It ends with the
// function that it was handed to, and is never kept beyond.
type Tx struct {
	Settings *settings.Pool
	Now      time.Time
	pool     *Pool
}

// Target is what a transaction is on: a pool, or a pool by one of its app
// clients.
type Target interface {
	On() (*Pool, *App)
}

func (p *Pool) On() (*Pool, *App) { return p, nil }

func (a *App) On() (*Pool, *App) { return a.Pool, a }

// Do runs f in a transaction on target. A target that has been deleted
// meanwhile is refused in its own words (R21, N2).
func Do(target Target, f func(tx *Tx) *refusal.Error) error {
	p, app := target.On()
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
func (p *Pool) Look(f func(tx *Tx)) {
	tx := Tx{Settings: p.Settings(), pool: p}
	p.mu.Lock()
	defer p.mu.Unlock()
	f(&tx)
}

// Region is that of the pool.
func (tx *Tx) Region() string { return tx.pool.Region }

// Touch notes that a user has been changed.
func (tx *Tx) Touch(u *User) { u.Modified = tx.Now }

// Confirm makes a user CONFIRMED.
func (tx *Tx) Confirm(u *User) {
	u.Status = types.UserStatusTypeConfirmed
	tx.Touch(u)
}

// Enable lets a user sign in, or not.
func (tx *Tx) Enable(u *User, enabled bool) {
	if !enabled {
		tx.revokeAccess(u)
	}
	u.Disabled = !enabled
}

// SetPassword gives a user a password of their own; they are then CONFIRMED (N109).
func (tx *Tx) SetPassword(u *User, plain string) {
	tx.rememberPassword(u)
	u.password = tx.pool.StorePassword(u.Username, plain)
	u.Status = types.UserStatusTypeConfirmed
}

// SetTemporaryPassword gives a user a password that has to be changed at the
// next sign-in; its term begins anew (N38, N118).
func (tx *Tx) SetTemporaryPassword(u *User, plain string) {
	tx.rememberPassword(u)
	u.password = tx.pool.StorePassword(u.Username, plain)
	u.own().temporary = tx.Now
	u.Status = types.UserStatusTypeForceChangePassword
}

// VoidPassword leaves a user without one until it has been reset (N114).
func (tx *Tx) VoidPassword(u *User) {
	tx.rememberPassword(u)
	if u.password.IsSet {
		u.own().void = u.password
	}
	u.Status = types.UserStatusTypeResetRequired
	u.password = Password{}
}

// GeneratePassword is one that the pool's policy accepts.
func (tx *Tx) GeneratePassword() string { return tx.Settings.Policy.Generate(tx.pool.account.Random) }

// IssueCode gives a user a new code that proves an address; clientID is ""
// for an administrator's operation.
func (tx *Tx) IssueCode(u *User, purpose code.Purpose, clientID string, address attribute.Address) string {
	return tx.IssueCodeFor(u, purpose, clientID, message.Destination{Attribute: address, Address: u.Attrs.Get(string(address))})
}

// IssueCodeFor is IssueCode for an address that the user may not have yet (N121).
func (tx *Tx) IssueCodeFor(u *User, purpose code.Purpose, clientID string, to message.Destination) string {
	c := code.Code{
		Value: tx.pool.account.NewCode(), Purpose: purpose, ClientID: clientID, Issued: tx.Now,
		Attribute: to.Attribute, Address: to.Address, Brings: to.Address != u.Attrs.Get(string(to.Attribute)),
	}
	u.codes.Issue(c)
	return c.Value
}

// CheckCode is the live code of a user, if given is it.
func (tx *Tx) CheckCode(u *User, purpose code.Purpose, clientID, given string) (*code.Code, *refusal.Error) {
	return u.codes.Check(purpose, clientID, given, tx.Now)
}

// UseCode ends a code.
func (tx *Tx) UseCode(c *code.Code) { c.Use() }

// CheckAttempts refuses one more attempt of a user when they have had too many.
func (tx *Tx) CheckAttempts(u *User, a code.Attempt) *refusal.Error {
	t := u.rarely().tried
	if t == nil {
		return nil
	}
	return t.windows.Check(a, tx.Now)
}

// Count counts an attempt of a user.
func (tx *Tx) Count(u *User, a code.Attempt) { u.counted().windows.Take(a, tx.Now) }

// User is the user that an administrator's request names (N5, N6).
func (tx *Tx) User(name string) (*User, *refusal.Error) {
	u := tx.Find(name)
	if u == nil {
		return nil, refusal.UserNotFound().WithHint(tx.HintNoUser(name))
	}
	return u, nil
}

// Caller is the user that a request of an app client names. When there is
// none, unknown says so, and hidden where the client hides who exists.
func (tx *Tx) Caller(app *App, name string, unknown, hidden func() *refusal.Error) (*User, *refusal.Error) {
	u := tx.Find(name)
	if u != nil {
		return u, nil
	}
	s := app.Settings()
	if s.HidesUsers {
		unknown = hidden
	}
	return nil, unknown().RevealUser().WithHint(tx.HintNoUser(name)).Also(s.Resets.Hint("PreventUserExistenceErrors"))
}

// Users are all users of the pool, in order of creation.
func (tx *Tx) Users() []*User { return tx.pool.order }

// BySub is the user who has a sub; nil for nobody.
func (tx *Tx) BySub(sub string) *User { return tx.pool.names.bySub[sub] }

// Pool is the pool of the transaction.
func (tx *Tx) Pool() *Pool { return tx.pool }
