// Package state is what is kept: the account, pools, app clients and users. It
// has the only locks of state, and knows no requests.
package state

import (
	"cmp"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/model"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/random"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/code"
	"github.com/cognitofake/cognitofake/internal/rule/settings"
	"github.com/cognitofake/cognitofake/internal/rule/trigger"
	"github.com/google/uuid"
)

// Account is what one AWS account has in one region: pools, app clients and
// domains, the clock, and where codes and ids come from.
type Account struct {
	Config
	Random *random.Source

	advanced atomic.Int64 // nanoseconds that Advance has added

	mu      sync.RWMutex // guards what follows; taken before any pool's
	pools   map[string]*Pool
	apps    map[string]*App
	domains map[string]*domain
	made    []*Pool // by a test's own code, deleted ones too: Reset brings them back
	lastSeq uint64  // of a pool or an app client
}

// Config is what an account is told when it is made.
type Config struct {
	Region    string
	AccountID string
	Seed      uint64
	FixedCode string // "" for random ones
	Clock     func() time.Time
}

// NewAccount makes an account without pools.
func NewAccount(config Config) *Account {
	return &Account{
		Config: config, Random: random.New(config.Seed),
		pools: map[string]*Pool{}, apps: map[string]*App{}, domains: map[string]*domain{},
	}
}

// Now is the account's time. It has no monotonic reading: what is stored
// compares with ==.
func (a *Account) Now() time.Time {
	return a.Clock().Add(time.Duration(a.advanced.Load())).UTC().Round(0)
}

// Advance moves the account's time forward.
func (a *Account) Advance(d time.Duration) { a.advanced.Add(int64(d)) }

// Reset makes the account what a test's own code made of it.
func (a *Account) Reset() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.advanced.Store(0)
	a.Random.Reset(a.Seed)
	clear(a.pools)
	clear(a.apps)
	clear(a.domains)
	for _, p := range a.made {
		p.reset()
	}
}

// NewCode is six digits, leading zeros possible (L48), or the fixed code.
func (a *Account) NewCode() string {
	if a.FixedCode != "" {
		return a.FixedCode
	}
	return a.Random.Pick(6, random.Digits)
}

// NewOneTimeCode is eight digits (N55), or the fixed code.
func (a *Account) NewOneTimeCode() string {
	if a.FixedCode != "" {
		return a.FixedCode
	}
	return a.Random.Pick(8, random.Digits)
}

// NewSub is a UUID of the form that pools have had since 2024: the second
// group ends in 1, the third starts with 70 (L22).
func (a *Account) NewSub() string {
	var id uuid.UUID
	a.Random.Fill(id[:])
	return formSub(id)
}

// formSub gives a number the form of a sub.
func formSub(id uuid.UUID) string {
	id[5] = id[5]&0xf0 | 0x01
	id[6] = 0x70
	return id.String()
}

// NewSecret is a client secret (N136).
func (a *Account) NewSecret() string { return a.Random.Pick(51, random.Base32Digits) }

// NewPoolID is the id of a pool in a region (N134).
func (a *Account) NewPoolID(region string) string {
	return region + "_" + a.Random.Pick(9, random.Alphanumeric)
}

// NewClientID is the id of an app client (N136).
func (a *Account) NewClientID() string { return a.Random.Pick(26, random.Base32Digits) }

// NewSecretID names a secret of an app client.
func (a *Account) NewSecretID(clientID string) string {
	return clientID + "--" + a.Random.Pick(13, random.Digits)
}

// FunctionARN is an ARN for a function that has none.
func (a *Account) FunctionARN(name string) string {
	return "arn:aws:lambda:" + a.Region + ":" + a.AccountID + ":function:" + name
}

// HintApps names app clients that there are.
func (a *Account) HintApps() string {
	a.mu.RLock()
	defer a.mu.RUnlock()
	return hintNoApp(a.apps)
}

// HintPools names pools that there are.
func (a *Account) HintPools() string {
	a.mu.RLock()
	defer a.mu.RUnlock()
	return hintNoPool(a.pools)
}

// Pool is the pool of an id.
func (a *Account) Pool(id *string) (*Pool, error) {
	a.mu.RLock()
	defer a.mu.RUnlock()
	p := a.pools[opt.Value(id)]
	if p == nil {
		return nil, refusal.NoPool(opt.Value(id)).WithHint(hintNoPool(a.pools))
	}
	return p, nil
}

// App is the app client of an id.
func (a *Account) App(id *string) (*App, error) {
	a.mu.RLock()
	defer a.mu.RUnlock()
	app := a.apps[opt.Value(id)]
	if app == nil {
		return nil, refusal.NoClient(opt.Value(id)).WithHint(hintNoApp(a.apps))
	}
	return app, nil
}

// PoolOfSession is the pool in which a session would be; nil for none.
func (a *Account) PoolOfSession(token string) *Pool {
	owner, ok := code.OwnerOf(token)
	if !ok {
		return nil
	}
	a.mu.RLock()
	defer a.mu.RUnlock()
	for _, p := range a.pools {
		if p.Seq == owner.Pool {
			return p
		}
	}
	return nil
}

// PoolOf is the id of the pool of an app client, "" for an unknown client.
func (a *Account) PoolOf(clientID string) string {
	a.mu.RLock()
	defer a.mu.RUnlock()
	if app := a.apps[clientID]; app != nil {
		return app.Pool.ID
	}
	return ""
}

// Pools are all pools, oldest first.
func (a *Account) Pools() []*Pool {
	a.mu.RLock()
	defer a.mu.RUnlock()
	return slices.SortedFunc(maps.Values(a.pools), func(a, b *Pool) int { return cmp.Compare(a.Seq, b.Seq) })
}

// Apps are the app clients of a pool, oldest first.
func (a *Account) Apps(of *Pool) []*App {
	a.mu.RLock()
	defer a.mu.RUnlock()
	var apps []*App
	for _, app := range a.apps {
		if app.Pool == of {
			apps = append(apps, app)
		}
	}
	slices.SortFunc(apps, func(a, b *App) int { return cmp.Compare(a.Seq, b.Seq) })
	return apps
}

// StorePool makes a pool from its whole configuration; id is "" for a random one.
func (a *Account) StorePool(d settings.Configuration, id string) (*Pool, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if id == "" {
		for id == "" || a.pools[id] != nil {
			id = a.NewPoolID(a.Region)
		}
	} else if message := model.Check(&cip.DescribeUserPoolInput{UserPoolId: &id}); message != "" {
		return nil, refusal.InvalidParameter(message)
	} else if a.pools[id] != nil {
		return nil, refusal.PoolExists(id)
	}
	region := settings.RegionOf(id, a.Region)
	arn := cmp.Or(opt.Value(d.Arn), "arn:aws:cognito-idp:"+region+":"+a.AccountID+":userpool/"+id)
	d.Id, d.Arn = &id, &arn
	s := settings.NewPool(d)
	p := &Pool{ID: id, ARN: arn, Region: region, account: a, names: newNames()}
	if err := a.claimDomains(p, s); err != nil {
		return nil, err
	}
	a.lastSeq++
	p.Seq = a.lastSeq
	p.settings.Store(s)
	p.Triggers.Store(&trigger.Set{})
	a.pools[id] = p
	return p, nil
}

// DeletePool forgets a pool, its users and its app clients (R21).
func (a *Account) DeletePool(id string) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	p := a.pools[id]
	if p == nil {
		return refusal.NoPool(id)
	}
	s := p.Settings()
	switch {
	case s.Describe.DeletionProtection == types.DeletionProtectionTypeActive:
		return refusal.PoolProtected()
	case s.Host(a.Region) != "":
		return refusal.PoolHasDomain()
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.deleted = true
	p.clear()
	delete(a.pools, id)
	maps.DeleteFunc(a.apps, func(_ string, app *App) bool { return app.Pool == p })
	return nil
}

// StoreApp makes an app client from its whole description; id is "" for a
// random one.
func (a *Account) StoreApp(p *Pool, d types.UserPoolClientType, id string) (*App, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.pools[p.ID] != p {
		return nil, refusal.NoPool(p.ID)
	}
	if id == "" {
		for id == "" || a.apps[id] != nil {
			id = a.NewClientID()
		}
	} else if message := model.Check(&cip.DescribeUserPoolClientInput{ClientId: &id, UserPoolId: &p.ID}); message != "" {
		return nil, refusal.InvalidParameter(message)
	} else if a.apps[id] != nil {
		return nil, refusal.ClientExists(id)
	}
	d.ClientId = &id
	a.lastSeq++
	app := &App{ID: id, Secret: opt.Value(d.ClientSecret), Pool: p, Seq: a.lastSeq}
	s := settings.NewClient(d)
	if app.Secret != "" {
		s.Secrets = []settings.Secret{{ID: a.NewSecretID(id), Value: app.Secret, Created: opt.Value(d.CreationDate)}}
	}
	app.settings.Store(s)
	a.apps[id] = app
	return app, nil
}

// DeleteApp forgets an app client.
func (a *Account) DeleteApp(app *App) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.apps[app.ID] != app {
		return refusal.NoClient(app.ID) // somebody else was faster
	}
	app.Pool.mu.Lock()
	defer app.Pool.mu.Unlock()
	app.deleted = true
	delete(a.apps, app.ID)
	return nil
}

// KeepPool makes p one of the pools that Reset brings back as they are now.
func (a *Account) KeepPool(p *Pool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	p.made = p.Settings()
	a.made = append(a.made, p)
}
