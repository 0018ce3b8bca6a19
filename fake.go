package cognitofake

import (
	crand "crypto/rand"
	"encoding/binary"
	"fmt"
	"regexp"
	"sync"
	"sync/atomic"
	"time"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/cognitofake/cognitofake/internal/model"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/random"
	"github.com/google/uuid"
)

// Fake is Amazon Cognito user pools of one AWS account in one region, in memory.
//
// It embeds a real *cognitoidentityprovider.Client whose requests end in the
// Fake instead of the network. So a Fake, or its Client field, goes wherever
// code takes that client or any interface cut from it. [Fake.Config] is for
// code that takes an aws.Config, [Fake.Serve] for code that makes its client
// from the environment, and the Fake itself is an http.Handler.
//
// A Fake needs no clean-up: it starts no goroutine and opens no port. All of
// its methods may be called from several goroutines. Fakes share nothing.
// Make one with [New] or [NewT]; the zero value is not usable.
type Fake struct {
	*cognitoidentityprovider.Client

	region         string
	accountID      string
	fixedCode      string
	seed           uint64
	clock          func() time.Time
	triggerTimeout time.Duration
	invoker        Invoker       // nil without one
	encrypter      CodeEncrypter // nil without one
	observer       func(Call, []Message)

	advanced atomic.Int64 // nanoseconds that Advance has added
	random   *random.Source
	history  *history
	faults   *faults
	outlet   outlet

	compromised []string // passwords (R49)

	mu      sync.RWMutex // guards what follows; taken before any pool's
	pools   map[string]*Pool
	clients map[string]*AppClient
	domains map[string]*Pool
	lambdas map[string]lambda.Handler
	made    []*Pool // by handles, deleted ones too: Reset brings them back
	lastSeq uint64  // of a pool or an app client
}

// TB is the part of testing.TB that this package uses, so that it need not
// import testing.
type TB interface {
	Helper()
	Cleanup(func())
	Failed() bool
	Logf(format string, args ...any)
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
	Setenv(key, value string)
}

// New makes a Fake without pools. Impossible options panic with a sentence
// that names the option and the remedy.
func New(opts ...Option) *Fake {
	f := &Fake{
		region:         "us-east-1",
		accountID:      "123456789012",
		clock:          time.Now,
		triggerTimeout: 5 * time.Second, // L88
		pools:          map[string]*Pool{},
		clients:        map[string]*AppClient{},
		domains:        map[string]*Pool{},
		lambdas:        map[string]lambda.Handler{},
		history:        newHistory(defaultHistory),
		faults:         newFaults(),
	}
	var seed [8]byte
	crand.Read(seed[:]) // never fails
	f.seed = binary.LittleEndian.Uint64(seed[:])
	for _, opt := range opts {
		opt(f)
	}
	f.faults.reset()
	f.random = random.New(f.seed)
	f.history.observed = f.observer != nil
	f.Client = cognitoidentityprovider.NewFromConfig(f.Config())
	return f
}

// NewT makes a Fake for one test. When the test has failed, the transcript of
// all calls is logged at its end: see [Fake.Transcript]. A fault that was
// queued with [Fake.FailNext] and never met a request fails the test, for
// then it did not test what it meant to.
func NewT(tb TB, opts ...Option) *Fake {
	tb.Helper()
	f := New(opts...)
	tb.Cleanup(func() {
		tb.Helper()
		for _, unused := range f.faults.unused() {
			tb.Errorf("cognitofake: %s", unused)
		}
		f.ClearFaults() // calls that are held go on
		if tb.Failed() {
			tb.Logf("%s", f.Transcript())
		}
	})
	return f
}

// Option changes what [New] and [NewT] make.
type Option func(*Fake)

// WithSeed makes codes, subs and ids of the Fake the same in each run that
// makes the same calls in the same order. Without it the seed is random, so
// that no test comes to depend on codes by accident; the transcript prints it.
func WithSeed(seed uint64) Option { return func(f *Fake) { f.seed = seed } }

// WithRegion sets the AWS region; us-east-1 without it. Ids of new pools
// begin with it.
func WithRegion(region string) Option {
	if !regionPattern.MatchString(region) {
		panic(fmt.Sprintf("cognitofake: WithRegion(%q): not a region; give one such as eu-west-1", region))
	}
	return func(f *Fake) { f.region = region }
}

// WithAccountID sets the AWS account, twelve digits, that stands in ARNs;
// 123456789012 without it.
func WithAccountID(id string) Option {
	if !accountPattern.MatchString(id) {
		panic(fmt.Sprintf("cognitofake: WithAccountID(%q): an account id has twelve digits", id))
	}
	return func(f *Fake) { f.accountID = id }
}

// WithClock sets the clock by which codes, sessions and windows expire and
// dates are written; time.Now without it. [Fake.Advance] adds to it.
func WithClock(now func() time.Time) Option {
	if now == nil {
		panic("cognitofake: WithClock(nil): leave the option out for time.Now")
	}
	return func(f *Fake) { f.clock = now }
}

// WithFixedCode makes every code the given one, as it is. Without it a code
// is six random digits (L48).
func WithFixedCode(code string) Option {
	confirm := &cognitoidentityprovider.ConfirmSignUpInput{ClientId: opt.Of("x"), Username: opt.Of("x"), ConfirmationCode: &code}
	if message := model.Check(confirm); message != "" {
		panic(fmt.Sprintf("cognitofake: WithFixedCode(%q): ConfirmSignUp would refuse it: %s", code, message)) // L54
	}
	return func(f *Fake) { f.fixedCode = code }
}

// WithHistory bounds how many calls, and how many messages, the Fake
// remembers; 10,000 of each without it. Older ones are dropped, and the
// transcript says how many. Calls are dropped sooner when they have more than
// 64 MiB in all.
func WithHistory(limit int) Option {
	if limit < 1 {
		panic(fmt.Sprintf("cognitofake: WithHistory(%d): at least one call has to be remembered", limit))
	}
	return func(f *Fake) { f.history = newHistory(limit) }
}

// WithTriggerTimeout changes how long one attempt of a trigger may take; 5
// seconds without it, as in production, where it cannot be changed (L88).
// 0 means no limit, for debuggers.
func WithTriggerTimeout(d time.Duration) Option {
	if d < 0 {
		panic(fmt.Sprintf("cognitofake: WithTriggerTimeout(%v): a time-out is not negative; 0 means none", d))
	}
	return func(f *Fake) { f.triggerTimeout = d }
}

// WithObserver calls fn after each request, on its goroutine and before its
// answer goes out, with the call as [Fake.Calls] has it and the messages that
// it sent: for logs, live pages and senders. fn may call the Fake, and may run
// on several goroutines at once.
func WithObserver(fn func(Call, []Message)) Option {
	if fn == nil {
		panic("cognitofake: WithObserver(nil): leave the option out to have none")
	}
	return func(f *Fake) { f.observer = fn }
}

const defaultHistory = 10_000

var (
	regionPattern  = regexp.MustCompile(`\A[a-z]{2,}(-[a-z]+)+-[0-9]+\z`)
	accountPattern = regexp.MustCompile(`\A[0-9]{12}\z`)
)

// Region is the AWS region of the Fake.
func (f *Fake) Region() string { return f.region }

// Now is the Fake's time: its clock, and all that [Fake.Advance] has added.
func (f *Fake) Now() time.Time { return f.now() }

// now has no monotonic reading: what is stored compares with ==.
func (f *Fake) now() time.Time {
	return f.clock().Add(time.Duration(f.advanced.Load())).UTC().Round(0)
}

// Advance moves the Fake's time forward, so that codes, links, sessions and
// windows expire without waiting. A negative d panics: time does not go back.
func (f *Fake) Advance(d time.Duration) {
	if d < 0 {
		panic(fmt.Sprintf("cognitofake: Advance(%v): time goes forward only", d))
	}
	f.advanced.Add(int64(d))
}

// Reset brings the Fake back to what the test's own code made of it, for a
// suite that shares one: pools and app clients made by [Fake.AddPool],
// [Pool.AddAppClient] and the imports are there as they were made, with the
// triggers of [Pool.On] and the functions of [Fake.Lambda]; users, messages,
// calls, faults, what was made or changed by API calls, and [Fake.Advance]
// are gone. It must not run while calls are under way.
func (f *Fake) Reset() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.advanced.Store(0)
	f.random.Reset(f.seed)
	f.history.reset()
	f.faults.reset()
	f.outlet.reset()
	clear(f.pools)
	clear(f.clients)
	clear(f.domains)
	for _, p := range f.made {
		p.resetLocked()
	}
}

// newCode is six digits, leading zeros possible (L48), or the fixed code.
func (f *Fake) newCode() string {
	if f.fixedCode != "" {
		return f.fixedCode
	}
	return f.random.Pick(6, random.Digits)
}

// newUUID is what the service uses for request ids: lower case, version 4.
func (f *Fake) newUUID() string {
	var id uuid.UUID
	f.random.Fill(id[:])
	id[6] = id[6]&0x0f | 0x40 // version 4
	id[8] = id[8]&0x3f | 0x80 // variant of RFC 9562
	return id.String()
}

// newSub is a UUID of the form that pools have had since 2024: the second
// group ends in 1, the third starts with 70 (L22).
func (f *Fake) newSub() string {
	var id uuid.UUID
	f.random.Fill(id[:])
	id[5] = id[5]&0xf0 | 0x01
	id[6] = 0x70
	return id.String()
}
