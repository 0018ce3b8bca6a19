package cognitofake

import (
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"regexp"
	"sync/atomic"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/cognitofake/cognitofake/internal/misuse"
	"github.com/cognitofake/cognitofake/internal/op"
	"github.com/cognitofake/cognitofake/internal/rule/settings"
	"github.com/cognitofake/cognitofake/internal/service"
	"github.com/cognitofake/cognitofake/internal/state"
)

// Fake is Amazon Cognito user pools of one AWS account in one region, in memory.
//
// It embeds a real *cognitoidentityprovider.Client whose requests end in the
// Fake instead of the network. So a Fake, or its Client field, goes wherever
// code takes that client or an interface of its methods. [Fake.Config] is for
// code that takes an aws.Config, [Fake.Serve] for code that makes its client
// from the environment, and the Fake itself is an http.Handler.
//
// A Fake needs no clean-up: it opens no port, and runs nothing in the background
// (but see [NewT] for a test with a deadline). All of its methods may be called
// from several goroutines. Fakes share nothing. Make one with [New] or [NewT];
// the zero value is not usable.
type Fake struct {
	*cognitoidentityprovider.Client

	config  service.Config
	service *service.Service

	of               atomic.Pointer[owner]
	waitLimit        time.Duration // of waits on a context without a deadline
	allowNotModelled bool
}

// owner is the test that a Fake belongs to: that of NewT or ResetAfter, or
// whoPanics.
type owner struct {
	TB
	goroutine uint64 // the test's own; 0 without a test
}

// tb is the test that the Fake belongs to now.
func (f *Fake) tb() TB { return f.of.Load().TB }

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

// New makes a Fake without pools, for code that has no test at hand, such as a
// TestMain. Whatever is a mistake of the test in a Fake of [NewT] panics in this
// one, with the same sentence.
func New(opts ...Option) *Fake { return newFake(&owner{TB: whoPanics{}}, opts) }

func newFake(of *owner, opts []Option) *Fake {
	of.TB.Helper()
	var seed [8]byte
	rand.Read(seed[:]) // never fails
	f := &Fake{waitLimit: 10 * time.Second, config: service.Config{
		Config: state.Config{
			Region: "us-east-1", AccountID: "123456789012", Seed: binary.LittleEndian.Uint64(seed[:]), Clock: time.Now,
		},
		History:        10_000,
		TriggerTimeout: 5 * time.Second, // L88
		Quotas:         map[string]float64{},
	}}
	f.of.Store(of)
	for _, opt := range opts {
		if opt == nil {
			f.misuse("an option is nil: leave it out")
			continue
		}
		opt(f)
	}
	f.service = service.New(f.config, op.Table)
	f.Client = cognitoidentityprovider.NewFromConfig(f.Config())
	return f
}

// NewT makes a Fake for one test. When the test has failed, the transcript of
// all calls is logged at its end: see [Fake.Transcript]. Three things fail a test
// at its end: a fault of [Fake.FailNext] that no attempt has met, and a trigger
// of [Pool.MustRun] that has not run, since then the test did not test it; and a
// call of what the fake does not model, since a test that expects an error would
// pass on NotModelledException (see [AllowNotModelled]).
//
// A mistake of the test fails that test and no other: a pool that the service
// would not make, an operation that does not exist, a name that is taken, an
// impossible option. On the test's goroutine it is tb.Fatalf at the line that
// made it. On any other goroutine it is tb.Errorf, and what goes on depends on
// whose goroutine it is:
//   - A trigger, deliverer or interceptor ends, and the call that ran it answers
//     an error with the sentence.
//   - A subtest goes on, since nobody else may end it. What the method returned
//     means nothing.
//   - Any other goroutine ends, as by [runtime.Goexit].
//
// If tb has a deadline, as a *testing.T has by the -timeout of go test, the
// transcript is also written shortly before it, so that a test that hangs
// shows where. That timer, which the end of the test stops, is all that a Fake
// ever does in the background.
func NewT(tb TB, opts ...Option) *Fake {
	if isNil(tb) {
		panic("cognitofake: NewT(nil): give the test, or make a Fake with New")
	}
	tb.Helper()
	f := newFake(&owner{tb, misuse.Goroutine()}, opts)
	stop := f.beforeDeadline()
	tb.Cleanup(func() {
		tb.Helper()
		stop()
		f.conclude(tb)
	})
	return f
}

// conclude tells a test at its end what it has to know.
func (f *Fake) conclude(tb TB) {
	tb.Helper()
	for _, unmet := range f.service.Faults.Unmet() {
		tb.Errorf("cognitofake: %s", unmet)
	}
	if lacking := f.service.History.Lacking(); !f.allowNotModelled {
		for _, what := range lacking {
			tb.Errorf("cognitofake: %s is not modelled, and was called; Intercept can answer it, AllowNotModelled lets it be refused", what)
		}
	}
	f.ClearFaults() // calls that are held go on
	if tb.Failed() {
		tb.Logf("%s", f.Transcript())
	}
}

// ResetAfter lends the Fake to a test until that test ends. It is for a suite
// that shares a Fake, made in TestMain or in a parent test. Meanwhile all that
// [NewT] says holds for this test: its mistakes fail it, so do faults that no
// attempt has met and calls of what is not modelled, and the transcript is
// logged if it has failed. At its end [Fake.Reset] makes the Fake ready for the
// next test. Call it on the test's own goroutine, and from one test at a time.
func (f *Fake) ResetAfter(tb TB) {
	f.tb().Helper()
	if isNil(tb) {
		f.misuse("ResetAfter(nil): give the test")
		return
	}
	tb.Helper()
	lender := f.of.Swap(&owner{tb, misuse.Goroutine()})
	stop := f.beforeDeadline()
	tb.Cleanup(func() {
		tb.Helper()
		stop()
		f.conclude(tb)
		f.Reset()
		f.of.Store(lender)
	})
}

// Option changes what [New] and [NewT] make. An impossible one is a mistake of
// the test: see [NewT].
type Option func(*Fake)

// WithSeed makes codes, subs and ids of the Fake the same in each run that
// makes the same calls in the same order. Without it the seed is random, so
// that no test comes to depend on codes by accident; the transcript prints it.
func WithSeed(seed uint64) Option { return func(f *Fake) { f.config.Seed = seed } }

// AllowNotModelled lets a test of [NewT] or [Fake.ResetAfter] call what the fake
// does not model, and be refused with NotModelledException. Without it such a
// call fails the test, unless an interceptor of [Intercept] or a fault answers in
// its place.
func AllowNotModelled() Option { return func(f *Fake) { f.allowNotModelled = true } }

// WithRegion sets the AWS region; us-east-1 without it. Ids of new pools
// begin with it.
func WithRegion(region string) Option {
	if !settings.RegionPattern.MatchString(region) {
		return impossible("WithRegion(%q): not a region; give one such as eu-west-1", region)
	}
	return func(f *Fake) { f.config.Region = region }
}

// WithAccountID sets the AWS account, twelve digits, that stands in ARNs;
// 123456789012 without it.
func WithAccountID(id string) Option {
	if !accountPattern.MatchString(id) {
		return impossible("WithAccountID(%q): an account id has twelve digits", id)
	}
	return func(f *Fake) { f.config.AccountID = id }
}

// WithClock sets the clock by which codes, sessions and windows expire and
// dates are written; time.Now without it. [Fake.Advance] adds to it.
func WithClock(now func() time.Time) Option {
	if now == nil {
		return impossible("WithClock(nil): leave the option out for time.Now")
	}
	return func(f *Fake) { f.config.Clock = now }
}

var accountPattern = regexp.MustCompile(`\A[0-9]{12}\z`)

func (f *Fake) itself() *Fake { return f }

// Region is the AWS region of the Fake.
func (f *Fake) Region() string { return f.config.Region }

// String names the Fake in a log: fake of us-east-1, 2 pools.
func (f *Fake) String() string {
	n, pools := len(f.service.Account.Pools()), "pools"
	if n == 1 {
		pools = "pool"
	}
	return fmt.Sprintf("fake of %s, %d %s", f.config.Region, n, pools)
}

// GoString is [Fake.String].
func (f *Fake) GoString() string { return f.String() }

// Now is the Fake's time: its clock, and all that [Fake.Advance] has added.
func (f *Fake) Now() time.Time { return f.service.Account.Now() }

// Advance moves the Fake's time forward, so that codes, links, sessions and
// windows expire without waiting. A negative d is a mistake of the test: time
// does not go back.
func (f *Fake) Advance(d time.Duration) {
	f.tb().Helper()
	if d < 0 {
		f.misuse("Advance(%v): time goes forward only", d)
		return
	}
	f.service.Account.Advance(d)
}

// Reset brings the Fake back to what the test's own code made of it, for a
// suite that shares one: pools and app clients made by [Fake.AddPool],
// [Pool.AddAppClient] and the imports are there as they were made, with the
// triggers of [Pool.On] and the functions of [Fake.Lambda]; users, messages,
// calls, faults, what was made or changed by API calls, and [Fake.Advance]
// are gone. It must not run while calls are under way.
func (f *Fake) Reset() { f.service.Reset() }
