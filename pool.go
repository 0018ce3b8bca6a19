package cognitofake

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/cognitofake/cognitofake/internal/model"
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

	fake        func() *Fake       // functions, so that what prints or compares a handle by
	state       func() *state.Pool // reflection ends here, and reads nothing that calls change
	notHonoured []string           // of an import
}

// AppClient is an app client of a [Pool]. [Pool.AddAppClient] makes one.
type AppClient struct {
	// ID is the client id that an application is configured with.
	ID string
	// Secret is the client secret that the app client was made with; empty
	// without one. JSON does not show it.
	Secret string `json:"-"`

	fake        func() *Fake // functions, as those of Pool
	state       func() *state.App
	notHonoured []string // of an import
}

// poolOf is the handle of a pool: the same pool has the same one always.
func (f *Fake) poolOf(p *state.Pool) *Pool {
	if p.Handle.Load() == nil {
		p.Handle.CompareAndSwap(nil, &Pool{ID: p.ID, ARN: p.ARN, fake: f.itself, state: p.Itself})
	}
	return p.Handle.Load().(*Pool)
}

// appOf is the handle of an app client, likewise.
func (f *Fake) appOf(a *state.App) *AppClient {
	if a.Handle.Load() == nil {
		a.Handle.CompareAndSwap(nil, &AppClient{ID: a.ID, Secret: a.Secret, fake: f.itself, state: a.Itself})
	}
	return a.Handle.Load().(*AppClient)
}

// String names the pool in a log: pool "customers" (us-east-1_Ab12Cd34E).
func (p *Pool) String() string { return fmt.Sprintf("pool %q (%s)", p.Name(), p.ID) }

// GoString is [Pool.String].
func (p *Pool) GoString() string { return p.String() }

// Equal reports whether both are the same pool, for github.com/google/go-cmp.
func (p *Pool) Equal(other *Pool) bool { return p == other }

// String names the app client in a log, without its secret: app client "web"
// (3n4b5urk1ft4fl3mg5e62d9ado).
func (a AppClient) String() string {
	return fmt.Sprintf("app client %q (%s)", a.Name(), a.ID)
}

// GoString is [AppClient.String].
func (a AppClient) GoString() string { return a.String() }

// Equal reports whether both are the same app client, for
// github.com/google/go-cmp.
func (a *AppClient) Equal(other *AppClient) bool { return a == other }

// AddOption changes what [Fake.AddPool] and [Pool.AddAppClient] make.
type AddOption func(*addOptions)

type addOptions struct {
	id     string
	chosen bool
}

// WithID chooses the id of a pool, such as us-east-1_myPool, or of an app
// client. Without it the id is random, as in production.
func WithID(id string) AddOption { return func(o *addOptions) { o.id, o.chosen = id, true } }

// chosenID is the id that options choose, "" for none. refused says that nothing
// could have it, and example shows one that would do.
func (f *Fake) chosenID(opts []AddOption, refused func(id string) bool, example string) string {
	f.tb().Helper()
	var o addOptions
	for _, opt := range opts {
		if opt == nil {
			f.misuse("an option is nil: leave it out")
			continue
		}
		opt(&o)
	}
	if o.chosen && refused(o.id) {
		f.misuse("WithID(%q): %s", o.id, example)
		return ""
	}
	return o.id
}

// AddPool makes a user pool as CreateUserPool does, with the same defaults
// where the input is silent; a nil PoolName is filled in. Settings that the
// service refuses, in whose words it says so, are a mistake of the test: see
// [NewT].
func (f *Fake) AddPool(in cip.CreateUserPoolInput, opts ...AddOption) *Pool {
	f.tb().Helper()
	id := f.chosenID(opts, func(id string) bool {
		return model.Check(&cip.DescribeUserPoolInput{UserPoolId: &id}) != ""
	}, "a pool's id has a region and a name, such as "+f.config.Region+"_myPool")
	in.PoolName = opt.Or(in.PoolName, opt.Of("pool"))
	p, err := pools.Add(f.service, &in, id)
	if err != nil {
		f.misuse("AddPool: %s", refusal.Advice(err))
		return f.AddPool(cip.CreateUserPoolInput{})
	}
	f.service.Account.KeepPool(p)
	return f.poolOf(p)
}

// AddAppClient makes an app client of the pool as CreateUserPoolClient does,
// with the same defaults where the input is silent. A nil ClientName and
// UserPoolId are filled in. The secret is generated with GenerateSecret or
// chosen with ClientSecret (24 to 64 letters, digits, _ or +); without either
// the client has none. Settings that the service refuses are a mistake of the
// test, as for [Fake.AddPool].
func (p *Pool) AddAppClient(in cip.CreateUserPoolClientInput, opts ...AddOption) *AppClient {
	p.fake().tb().Helper()
	id := p.fake().chosenID(opts, func(id string) bool {
		return model.Check(&cip.DescribeUserPoolClientInput{ClientId: &id, UserPoolId: &p.ID}) != ""
	}, "an app client's id has letters, digits, _ and + alone, such as myClient")
	in.ClientName = opt.Or(in.ClientName, opt.Of("client"))
	if in.UserPoolId != nil && *in.UserPoolId != p.ID {
		p.fake().misuse("AddAppClient: UserPoolId is %s; leave it out or give the pool's own, %s", *in.UserPoolId, p.ID)
		in = cip.CreateUserPoolClientInput{ClientName: in.ClientName}
	}
	in.UserPoolId = &p.ID
	a, err := clients.Add(p.fake().service, p.state(), &in, id)
	if err != nil {
		p.fake().misuse("AddAppClient: %s", refusal.Advice(err))
		return p.fake().AddPool(cip.CreateUserPoolInput{}).AddAppClient(cip.CreateUserPoolClientInput{})
	}
	p.state().KeepApp(a)
	return p.fake().appOf(a)
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
func (p *Pool) Name() string { return opt.Value(p.state().Settings().Describe.Name) }

// Name is the app client's name, which need not be unique.
func (a *AppClient) Name() string { return opt.Value(a.state().Settings().Describe.ClientName) }

// AppClients returns the handles of all app clients of the pool, oldest first.
func (p *Pool) AppClients() []*AppClient {
	var apps []*AppClient
	for _, a := range p.state().Apps() {
		apps = append(apps, p.fake().appOf(a))
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
	p.state().Look(func(tx *state.Tx) {
		if found := tx.Meant(x); found != nil {
			u, ok = User(tx.Snapshot(found)), true
		}
	})
	return u, ok
}

// MustUser is [Pool.User] for a test that goes nowhere without the user: that
// there is none is a mistake of the test, told with the users that there are.
func (p *Pool) MustUser(x string) User {
	p.fake().tb().Helper()
	u, ok := p.User(x)
	if !ok {
		p.fake().misuse("MustUser: %s", p.noUser(x))
	}
	return u
}

// noUser says that nobody is x, and who there is.
func (p *Pool) noUser(x string) string {
	var names []string
	for _, u := range p.Users() {
		names = append(names, u.name())
	}
	if len(names) == 0 {
		return fmt.Sprintf("no user %q; the pool has no users", x)
	}
	slices.Sort(names)
	return fmt.Sprintf("no user %q; users: %s", x, enumerate(names))
}

// enumerate is a list for a sentence, of which only so much is shown.
func enumerate(items []string) string {
	const shown = 10
	if more := len(items) - shown; more > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(items[:shown], ", "), more)
	}
	return strings.Join(items, ", ")
}

// Users returns all users of the pool, sorted by username.
func (p *Pool) Users() []User {
	users := []User{}
	p.state().Look(func(tx *state.Tx) {
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
	p.state().Look(func(tx *state.Tx) {
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
	code, why := p.code(x)
	if why != "" {
		p.fake().service.History.Note(fmt.Sprintf("Code(%q) is empty: %s", x, why))
	}
	return code
}

// code is the newest code of the user whom x names, or why there is none.
func (p *Pool) code(x string) (code, why string) {
	now := p.fake().Now()
	p.state().Look(func(tx *state.Tx) { code, why = tx.Code(tx.Meant(x), now) })
	return code, why
}

// MustCode is [Pool.Code] for a test that goes nowhere without the code: that
// there is none is a mistake of the test, told with the reason.
func (p *Pool) MustCode(x string) string {
	p.fake().tb().Helper()
	code, why := p.code(x)
	if _, ok := p.User(x); !ok {
		p.fake().misuse("MustCode: %s", p.noUser(x))
	} else if why != "" {
		p.fake().misuse("MustCode: no code of %q: %s", x, why)
	}
	return code
}

// LastMessage returns the newest message to somebody, given by an address or as
// [Pool.User] finds them, whether it was delivered or not. ok is false when
// there is none.
func (p *Pool) LastMessage(x string) (m Message, ok bool) {
	u, known := p.User(x)
	for _, m := range slices.Backward(p.Messages()) {
		if m.To == x || m.Username == x || known && m.Username == u.Username {
			return m, true
		}
	}
	return Message{}, false
}

// MustMessage is [Pool.LastMessage] for a test that goes nowhere without the
// message: that there is none is a mistake of the test, told with those that
// there are.
func (p *Pool) MustMessage(x string) Message {
	p.fake().tb().Helper()
	m, ok := p.LastMessage(x)
	if ok {
		return m
	}
	var sent []string
	for _, m := range p.Messages() {
		sent = append(sent, fmt.Sprintf("%s to %s", m.Purpose, m.To))
	}
	if len(sent) == 0 {
		p.fake().misuse("MustMessage: no message to %q; the pool has sent none", x)
	} else {
		p.fake().misuse("MustMessage: no message to %q; sent: %s", x, enumerate(sent))
	}
	return m
}

// Messages returns the messages of the pool's users, oldest first.
func (p *Pool) Messages() []Message {
	return messagesOf(p.fake().service.History.MessagesWhere(func(m *message.Message) bool { return m.PoolID == p.ID }))
}

// Invocations returns the runs of the pool's triggers, oldest first. The call
// that caused one has it too: see [Call].
func (p *Pool) Invocations() []Invocation {
	all := []Invocation{}
	for _, call := range p.fake().Calls() {
		if call.PoolID == p.ID {
			all = append(all, call.Invocations...)
		}
	}
	return all
}
