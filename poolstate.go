package cognitofake

import (
	"maps"
	"sync"
	"sync/atomic"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/random"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
)

// poolState is one user pool.
type poolState struct {
	ID, ARN string
	Region  string // that of its id, which may be another than the account's
	Seq     uint64 // order of creation in the account

	Triggers atomic.Pointer[triggerSet] // functions that a test has given the pool
	Handle   atomic.Value               // the one handle of the pool; set once

	account  *Account
	settings atomic.Pointer[poolSettings]
	made     *poolSettings // as a test's own code made it; nil for others
	madeApps []*appState

	mu      sync.Mutex // guards what follows
	deleted bool
	names   names
	order   []*user // in order of creation
	lastSeq uint64
}

// Settings is how the pool is configured now.
func (p *poolState) Settings() *poolSettings { return p.settings.Load() }

// Apps are the app clients of the pool, oldest first.
func (p *poolState) Apps() []*appState { return p.account.Apps(p) }

// Describe is the pool as DescribeUserPool shows it (N134).
func (p *poolState) Describe() *types.UserPoolType {
	d := opt.Copy(&p.Settings().describe)
	p.Look(func(tx *Tx) { d.EstimatedNumberOfUsers = int32(len(tx.Users())) })
	return d
}

// Configure replaces the pool's settings by those of a description.
func (p *poolState) Configure(change func(types.UserPoolType) (types.UserPoolType, *refusal.Error)) error {
	if err := p.configure(change); err != nil {
		return err
	}
	return nil
}

func (p *poolState) configure(change func(types.UserPoolType) (types.UserPoolType, *refusal.Error)) *refusal.Error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.deleted {
		return refusal.NoPool(p.ID)
	}
	d, err := change(p.Settings().describe)
	if err != nil {
		return err
	}
	s, err := newPoolSettings(d)
	if err != nil {
		return err
	}
	p.settings.Store(s)
	return nil
}

// KeepApp makes an app client one of those that Reset brings back as they are now.
func (p *poolState) KeepApp(app *appState) {
	p.mu.Lock()
	defer p.mu.Unlock()
	app.made = app.Settings()
	p.madeApps = append(p.madeApps, app)
}

// reset makes the pool what it was when a test's own code made it; the caller
// holds the account's lock.
func (p *poolState) reset() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.deleted = false
	p.names, p.order, p.lastSeq = newNames(), nil, 0
	p.settings.Store(p.made)
	p.account.pools[p.ID] = p
	_ = p.account.claimDomains(p, p.made) // they were the pool's when it was made
	for _, app := range p.madeApps {
		app.deleted = false
		app.settings.Store(app.made)
		p.account.apps[app.ID] = app
	}
}

// NewUser is a user of the pool who is not stored yet.
func (p *poolState) NewUser(username string, attrs attribute.List) newUser {
	n := newUser{sub: p.account.NewSub(), username: username, attrs: attrs}
	if p.Settings().usesUsernameAttributes() {
		n.username = n.sub // R64
	}
	return n
}

// HasTriggers reports whether any function could run for the pool.
func (p *poolState) HasTriggers() bool {
	return len(*p.Triggers.Load()) > 0 || p.Settings().lambdas != nil
}

// Issuer is who signs the pool's tokens: the service, whatever endpoint was
// called (N81).
func (p *poolState) Issuer() string {
	return "https://cognito-idp." + p.Region + ".amazonaws.com/" + p.ID
}

// Random is where the account's codes and ids come from.
func (p *poolState) Random() *random.Source { return p.account.Random }

// SetTrigger makes handler the function of a trigger; nil removes it.
func (p *poolState) SetTrigger(trigger string, handler lambda.Handler) {
	p.mu.Lock()
	defer p.mu.Unlock()
	set := maps.Clone(*p.Triggers.Load())
	set[trigger] = handler
	if handler == nil {
		delete(set, trigger)
	}
	p.Triggers.Store(&set)
}
