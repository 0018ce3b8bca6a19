package state

import (
	"maps"
	"reflect"
	"sync"
	"sync/atomic"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/random"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
	"github.com/cognitofake/cognitofake/internal/rule/code"
	"github.com/cognitofake/cognitofake/internal/rule/settings"
	"github.com/cognitofake/cognitofake/internal/rule/token"
	"github.com/cognitofake/cognitofake/internal/rule/trigger"
)

// Pool is one user pool.
type Pool struct {
	ID, ARN string
	Region  string // that of its id, which may be another than the account's
	Seq     uint64 // order of creation in the account

	Triggers atomic.Pointer[trigger.Set] // functions that a test has given the pool
	Handle   atomic.Value                // the one handle of the pool; set once

	account  *Account
	settings atomic.Pointer[settings.Pool]
	made     *settings.Pool // as a test's own code made it; nil for others
	madeApps []*App

	mu      sync.Mutex // guards what follows
	deleted bool
	names   names
	order   []*User // in order of creation
	lastSeq uint64
	shelves map[reflect.Type]any // a *Shelf for each type of items

	membership membership

	pretended code.Sessions // of sign-ins of nobody, where an app client hides who exists
}

// Itself is what a handle keeps of it.
func (p *Pool) Itself() *Pool { return p }

// Settings is how the pool is configured now.
func (p *Pool) Settings() *settings.Pool { return p.settings.Load() }

// Apps are the app clients of the pool, oldest first.
func (p *Pool) Apps() []*App { return p.account.Apps(p) }

// Describe is the pool as DescribeUserPool shows it (N134).
func (p *Pool) Describe() *types.UserPoolType {
	d := opt.Copy(&p.Settings().Describe)
	p.Look(func(tx *Tx) { d.EstimatedNumberOfUsers = int32(len(tx.Users())) })
	return d
}

// Configure replaces the pool's settings by those of a configuration.
func (p *Pool) Configure(by settings.Change, change func(settings.Configuration) (settings.Configuration, *refusal.Error)) error {
	if err := p.configure(by, change); err != nil {
		return err
	}
	return nil
}

// Remake is Configure by a test's own code: Reset brings the pool back so.
func (p *Pool) Remake(change func(settings.Configuration) (settings.Configuration, *refusal.Error)) error {
	p.mu.Lock()
	made := p.made
	p.mu.Unlock()
	if made != nil {
		c, err := change(made.Configuration())
		if err != nil {
			return err
		}
		made = settings.NewPool(c)
	}
	if err := p.configure(settings.Change{}, change); err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.made = made
	return nil
}

func (p *Pool) configure(by settings.Change, change func(settings.Configuration) (settings.Configuration, *refusal.Error)) *refusal.Error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.deleted {
		return refusal.NoPool(p.ID)
	}
	old := p.Settings()
	c, err := change(old.Configuration())
	if err != nil {
		return err
	}
	s := settings.NewPool(c)
	s.Resets = old.Resets.With(by, &old.Describe, &s.Describe)
	p.settings.Store(s)
	return nil
}

// KeepApp makes an app client one of those that Reset brings back as they are now.
func (p *Pool) KeepApp(app *App) {
	p.mu.Lock()
	defer p.mu.Unlock()
	app.made = app.Settings()
	p.madeApps = append(p.madeApps, app)
}

// reset makes the pool what it was when a test's own code made it; the caller
// holds the account's lock.
func (p *Pool) reset() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.deleted = false
	p.clear()
	p.lastSeq = 0
	p.settings.Store(p.made)
	p.account.pools[p.ID] = p
	_ = p.account.claimDomains(p, p.made) // they were the pool's when it was made
	for _, app := range p.madeApps {
		app.deleted = false
		app.settings.Store(app.made)
		p.account.apps[app.ID] = app
	}
}

// clear forgets what is in the pool; the caller holds its lock.
func (p *Pool) clear() {
	p.names, p.order, p.shelves, p.membership, p.pretended = newNames(), nil, nil, membership{}, nil
}

// NewUser is a user of the pool who is not stored yet.
func (p *Pool) NewUser(username string, attrs attribute.List) NewUser {
	n := NewUser{Sub: p.account.NewSub(), Username: username, Attrs: attrs}
	if p.Settings().UsesUsernameAttributes() {
		n.Username = n.Sub // R64
	}
	return n
}

// HasTriggers reports whether any function could run for the pool.
func (p *Pool) HasTriggers() bool {
	return len(*p.Triggers.Load()) > 0 || p.Settings().Lambdas != nil
}

// Issuer is who signs the pool's tokens.
func (p *Pool) Issuer() string {
	return token.Issuer(p.Region, p.ID)
}

// Seal makes the pool's refresh tokens, and knows them again.
func (p *Pool) Seal() token.Seal { return token.NewSeal(p.account.Seed, p.ID) }

// Random is where the account's codes and ids come from.
func (p *Pool) Random() *random.Source { return p.account.Random }

// SetTrigger makes handler the function of a trigger; nil removes it.
func (p *Pool) SetTrigger(trigger string, handler lambda.Handler) {
	p.mu.Lock()
	defer p.mu.Unlock()
	set := maps.Clone(*p.Triggers.Load())
	set[trigger] = handler
	if handler == nil {
		delete(set, trigger)
	}
	p.Triggers.Store(&set)
}
