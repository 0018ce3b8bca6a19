package cognitofake

import (
	"cmp"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/model"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/random"
	"github.com/cognitofake/cognitofake/internal/refusal"
)

// Pool is one user pool of a [Fake]. [Fake.AddPool] makes one.
type Pool struct {
	// ID is the pool's id, such as us-east-1_Ab12Cd34E.
	ID string
	// ARN is the pool's Amazon Resource Name.
	ARN string

	fake     *Fake
	seq      uint64 // order of creation in the Fake
	settings atomic.Pointer[poolSettings]
	made     *poolSettings // as the test's own code made it; nil for a pool made by CreateUserPool
	madeApps []*AppClient
	triggers atomic.Pointer[triggerSet]

	notHonoured []string // of an import

	mu      sync.Mutex // guards what follows
	deleted bool
	names   names
	order   []*user // in order of creation
	lastSeq uint64
}

// AddOption changes what [Fake.AddPool] and [Pool.AddAppClient] make.
type AddOption func(*addOptions)

type addOptions struct{ id string }

// WithID chooses the id of a pool or of an app client. Without it the id is
// random, as in production.
func WithID(id string) AddOption { return func(o *addOptions) { o.id = id } }

// AddPool makes a user pool as CreateUserPool does, with the same defaults
// where the input is silent; a nil PoolName is filled in. Settings that the
// service refuses panic with its words.
func (f *Fake) AddPool(in cip.CreateUserPoolInput, opts ...AddOption) *Pool {
	var o addOptions
	for _, opt := range opts {
		opt(&o)
	}
	in.PoolName = opt.Or(in.PoolName, opt.Of("pool"))
	p, err := f.addPool(&in, o.id)
	if err != nil {
		panic("cognitofake: AddPool: " + err.Advice())
	}
	f.keep(p)
	return p
}

// keep makes p one of the pools that Reset brings back as they are now.
func (f *Fake) keep(p *Pool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	p.made = p.settings.Load()
	f.made = append(f.made, p)
}

// addPool makes a pool from a whole input; id is "" for a random one.
func (f *Fake) addPool(in *cip.CreateUserPoolInput, id string) (*Pool, *refusal.Error) {
	if message := model.Check(in); message != "" {
		return nil, refusal.InvalidParameter(message)
	}
	in = opt.Copy(in) // what the caller changes later changes no pool
	d, err := describeNew(in, f.now())
	if err != nil {
		return nil, err
	}
	if err := checkMFA(d); err != nil {
		return nil, err
	}
	return f.storePool(d, id)
}

// storePool makes a pool from its whole description.
func (f *Fake) storePool(d types.UserPoolType, id string) (*Pool, *refusal.Error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if id == "" {
		for id == "" || f.pools[id] != nil {
			id = f.region + "_" + f.random.Pick(9, random.Alphanumeric)
		}
	} else if message := model.Check(&cip.DescribeUserPoolInput{UserPoolId: &id}); message != "" {
		return nil, refusal.InvalidParameter(message)
	} else if f.pools[id] != nil {
		return nil, refusal.PoolExists(id)
	}
	arn := cmp.Or(opt.Value(d.Arn), "arn:aws:cognito-idp:"+regionOf(id, f.region)+":"+f.accountID+":userpool/"+id)
	d.Id, d.Arn = &id, &arn
	s, err := newPoolSettings(d)
	if err != nil {
		return nil, err
	}
	p := &Pool{ID: id, ARN: arn, fake: f, names: newNames()}
	if err := f.claimDomainsLocked(p, s); err != nil {
		return nil, err
	}
	f.lastSeq++
	p.seq = f.lastSeq
	p.settings.Store(s)
	p.triggers.Store(&triggerSet{})
	f.pools[id] = p
	return p, nil
}

// claimDomainsLocked makes the domains of a description, if any, the pool's:
// all or none.
func (f *Fake) claimDomainsLocked(p *Pool, s *poolSettings) *refusal.Error {
	domains := []string{opt.Value(s.describe.Domain), opt.Value(s.describe.CustomDomain)}
	for _, domain := range domains {
		if owner := f.domains[domain]; owner != nil && owner != p {
			return refusal.DomainTaken()
		}
	}
	for _, domain := range domains {
		if domain != "" {
			f.domains[domain] = p
		}
	}
	return nil
}

// pool is the one of an id.
func (f *Fake) pool(id *string) (*Pool, *refusal.Error) {
	f.mu.RLock()
	defer f.mu.RUnlock()
	p := f.pools[opt.Value(id)]
	if p == nil {
		return nil, refusal.NoPool(opt.Value(id)).WithHint(f.hintNoPoolLocked())
	}
	return p, nil
}

// sortedPools are all pools, oldest first.
func (f *Fake) sortedPools() []*Pool {
	f.mu.RLock()
	defer f.mu.RUnlock()
	pools := make([]*Pool, 0, len(f.pools))
	for _, p := range f.pools {
		pools = append(pools, p)
	}
	slices.SortFunc(pools, func(a, b *Pool) int { return cmp.Compare(a.seq, b.seq) })
	return pools
}

// configure replaces the pool's settings by those of a description.
func (p *Pool) configure(change func(types.UserPoolType) (types.UserPoolType, *refusal.Error)) *refusal.Error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.deleted {
		return refusal.NoPool(p.ID)
	}
	d, err := change(p.settings.Load().describe)
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

// resetLocked makes the pool what it was when a handle made it; the caller
// holds the Fake's mutex.
func (p *Pool) resetLocked() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.deleted = false
	p.names, p.order, p.lastSeq = newNames(), nil, 0
	p.settings.Store(p.made)
	p.fake.pools[p.ID] = p
	_ = p.fake.claimDomainsLocked(p, p.made) // they were the pool's when it was made
	for _, a := range p.madeApps {
		a.settings.Store(a.made)
		p.fake.clients[a.ID] = a
	}
}

// User returns the user whom x names: a username, a sub, an e-mail address or
// a phone number, verified or not, for that is all that a test knows. If
// several match, the newest is returned. ok is false when none does.
func (p *Pool) User(x string) (u User, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	found := p.searchLocked(x)
	if found == nil {
		return User{}, false
	}
	return p.snapshotLocked(found), true
}

// Users returns all users of the pool, sorted by username.
func (p *Pool) Users() []User {
	p.mu.Lock()
	defer p.mu.Unlock()
	users := make([]User, 0, len(p.order))
	for _, u := range p.order {
		users = append(users, p.snapshotLocked(u))
	}
	slices.SortFunc(users, func(a, b User) int { return cmp.Compare(a.Username, b.Username) })
	return users
}

// Code returns the newest code of any purpose that would still be taken from
// the user whom x names, as [Pool.User] finds it. Without one it returns "",
// and the transcript says why.
func (p *Pool) Code(x string) string {
	p.mu.Lock()
	u := p.searchLocked(x)
	var found *code
	if u != nil {
		for i := range u.codes {
			if c := &u.codes[i]; u.takesLocked(c, p.fake.now()) {
				found = c
			}
		}
	}
	result, why := "", ""
	if found != nil {
		result = found.value
	} else {
		why = p.hintNoCodeLocked(u)
	}
	p.mu.Unlock()
	if why != "" {
		p.fake.history.note(fmt.Sprintf("Code(%q) is empty: %s", x, why))
	}
	return result
}

// Messages returns the messages of the pool's users, oldest first.
func (p *Pool) Messages() []Message {
	return p.fake.history.messagesWhere(func(m *Message) bool { return m.PoolID == p.ID })
}
