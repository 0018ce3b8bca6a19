package cognitofake

import (
	"cmp"
	"fmt"
	"slices"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/cognitofake/cognitofake/internal/op/clients"
	"github.com/cognitofake/cognitofake/internal/op/pools"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/message"
	"github.com/cognitofake/cognitofake/internal/rule/secret"
	"github.com/cognitofake/cognitofake/internal/state"
)

// Pool is one user pool of a [Fake]. [Fake.AddPool] makes one.
type Pool struct {
	// ID is the pool's id, such as us-east-1_Ab12Cd34E.
	ID string
	// ARN is the pool's Amazon Resource Name.
	ARN string

	fake        *Fake
	state       *state.Pool
	notHonoured []string // of an import
}

// AppClient is an app client of a [Pool]. [Pool.AddAppClient] makes one.
type AppClient struct {
	// ID is the client id that an application is configured with.
	ID string
	// Secret is the client secret that the app client was made with; empty
	// without one.
	Secret string

	state       *state.App
	notHonoured []string // of an import
}

// poolOf is the handle of a pool: the same pool has the same one always.
func (f *Fake) poolOf(p *state.Pool) *Pool {
	if p.Handle.Load() == nil {
		p.Handle.CompareAndSwap(nil, &Pool{ID: p.ID, ARN: p.ARN, fake: f, state: p})
	}
	return p.Handle.Load().(*Pool)
}

// appOf is the handle of an app client, likewise.
func appOf(a *state.App) *AppClient {
	if a.Handle.Load() == nil {
		a.Handle.CompareAndSwap(nil, &AppClient{ID: a.ID, Secret: a.Secret, state: a})
	}
	return a.Handle.Load().(*AppClient)
}

// AddOption changes what [Fake.AddPool] and [Pool.AddAppClient] make.
type AddOption func(*addOptions)

type addOptions struct{ id string }

// WithID chooses the id of a pool or of an app client. Without it the id is
// random, as in production.
func WithID(id string) AddOption { return func(o *addOptions) { o.id = id } }

func chosenID(opts []AddOption) string {
	var o addOptions
	for _, opt := range opts {
		opt(&o)
	}
	return o.id
}

// AddPool makes a user pool as CreateUserPool does, with the same defaults
// where the input is silent; a nil PoolName is filled in. Settings that the
// service refuses panic with its words.
func (f *Fake) AddPool(in cip.CreateUserPoolInput, opts ...AddOption) *Pool {
	in.PoolName = opt.Or(in.PoolName, opt.Of("pool"))
	p, err := pools.Add(f.service, &in, chosenID(opts))
	if err != nil {
		panic("cognitofake: AddPool: " + refusal.Advice(err))
	}
	f.service.Account.KeepPool(p)
	return f.poolOf(p)
}

// AddAppClient makes an app client of the pool as CreateUserPoolClient does,
// with the same defaults where the input is silent. A nil ClientName and
// UserPoolId are filled in. The secret is generated with GenerateSecret or
// chosen with ClientSecret (24 to 64 letters, digits, _ or +); without either
// the client has none. Settings that the service refuses panic with its words.
func (p *Pool) AddAppClient(in cip.CreateUserPoolClientInput, opts ...AddOption) *AppClient {
	in.ClientName = opt.Or(in.ClientName, opt.Of("client"))
	if in.UserPoolId != nil && *in.UserPoolId != p.ID {
		panic(fmt.Sprintf("cognitofake: AddAppClient: UserPoolId is %s; leave it out or give the pool's own, %s", *in.UserPoolId, p.ID))
	}
	in.UserPoolId = &p.ID
	a, err := clients.Add(p.fake.service, p.state, &in, chosenID(opts))
	if err != nil {
		panic("cognitofake: AddAppClient: " + refusal.Advice(err))
	}
	p.state.KeepApp(a)
	return appOf(a)
}

// Pools returns the handles of all pools, oldest first.
func (f *Fake) Pools() []*Pool {
	all := f.service.Account.Pools()
	pools := make([]*Pool, len(all))
	for i, p := range all {
		pools[i] = f.poolOf(p)
	}
	return pools
}

// Name is the pool's name, which need not be unique.
func (p *Pool) Name() string { return opt.Value(p.state.Settings().Describe.Name) }

// Name is the app client's name, which need not be unique.
func (a *AppClient) Name() string { return opt.Value(a.state.Settings().Describe.ClientName) }

// AppClients returns the handles of all app clients of the pool, oldest first.
func (p *Pool) AppClients() []*AppClient {
	var apps []*AppClient
	for _, a := range p.state.Apps() {
		apps = append(apps, appOf(a))
	}
	return apps
}

// SecretHash is what an application sends as SecretHash beside username
// (R26), made with the secret that the client was made with. It is empty for
// a client without one.
func (a *AppClient) SecretHash(username string) string {
	if a.Secret == "" {
		return ""
	}
	return secret.Hash(a.Secret, username+a.ID)
}

// User returns the user whom x names: a username, a sub, an e-mail address or
// a phone number, verified or not, for that is all that a test knows. If
// several match, the newest is returned. ok is false when none does.
func (p *Pool) User(x string) (u User, ok bool) {
	p.state.Look(func(tx *state.Tx) {
		if found := tx.Meant(x); found != nil {
			u, ok = User(tx.Snapshot(found)), true
		}
	})
	return u, ok
}

// Users returns all users of the pool, sorted by username.
func (p *Pool) Users() []User {
	users := []User{}
	p.state.Look(func(tx *state.Tx) {
		for _, u := range tx.Users() {
			users = append(users, User(tx.Snapshot(u)))
		}
	})
	slices.SortFunc(users, func(a, b User) int { return cmp.Compare(a.Username, b.Username) })
	return users
}

// DeleteUser removes the user whom x names, as [Pool.User] finds them. Their
// names are free at once. It reports whether there was such a user.
func (p *Pool) DeleteUser(x string) (found bool) {
	p.state.Look(func(tx *state.Tx) {
		if u := tx.Meant(x); u != nil {
			tx.Remove(u)
			found = true
		}
	})
	return found
}

// Code returns the newest code of any purpose that would still be taken from
// the user whom x names, as [Pool.User] finds it: a one-time code to sign in,
// for as long as its session lives, among them. Without one it returns "", and
// the transcript says why.
func (p *Pool) Code(x string) string {
	now, code, why := p.fake.Now(), "", ""
	p.state.Look(func(tx *state.Tx) { code, why = tx.Code(tx.Meant(x), now) })
	if why != "" {
		p.fake.service.History.Note(fmt.Sprintf("Code(%q) is empty: %s", x, why))
	}
	return code
}

// Messages returns the messages of the pool's users, oldest first.
func (p *Pool) Messages() []Message {
	return messagesOf(p.fake.service.History.MessagesWhere(func(m *message.Message) bool { return m.PoolID == p.ID }))
}
