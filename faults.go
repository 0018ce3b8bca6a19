package cognitofake

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/aws/smithy-go"
	"github.com/cognitofake/cognitofake/internal/fault"
	"github.com/cognitofake/cognitofake/internal/model"
	"github.com/cognitofake/cognitofake/internal/op"
	"github.com/cognitofake/cognitofake/internal/refusal"
)

// FailNext fails one attempt of an operation: the next one, or with several
// faults the next one for each, in the order in which they were given. The
// attempt fails after the request has been read and before anything in it is
// checked, so no trigger runs and nothing changes (R139).
//
// FailNext counts attempts, not calls. The SDK tries a throttled call again, so
// an application never sees one throttle: it takes three. [Fake.Throttle] is
// what an application sees.
//
// The error says what the caller is told:
//   - One of the SDK's types, such as &types.TooManyRequestsException{}, is
//     that refusal; a nil Message gets the service's words. One that the
//     service model does not list for the operation is a mistake of the test
//     ([NewT]), told with those that it lists. [Faults] has them all.
//   - A *smithy.GenericAPIError is a refusal of any code. An empty Message
//     gets the service's words if they are known.
//   - Any other error is a failure of the transport, and no answer at all:
//     see [ErrDroppedBefore], [ErrDroppedAfter], [ErrTruncated] and
//     [ErrNotJSON] for those of production.
//
// A fault may be narrowed to a pool, an app client or a user. With
// [AtDelivery] the operation runs, and its next message fails.
//
// In a test of [NewT] a fault that no attempt has met fails the test.
func (f *Fake) FailNext(op Operation, err error, where ...Scope) {
	f.tb().Helper()
	f.addFault("FailNext", op, err, where, false)
}

// Fail fails every attempt of an operation with err, as [Fake.FailNext] does
// one, until restore is called; faults that were queued before it are used
// first. It counts attempts, not calls: all attempts that the SDK makes fail,
// and the application sees the error.
func (f *Fake) Fail(op Operation, err error, where ...Scope) (restore func()) {
	f.tb().Helper()
	return f.addFault("Fail", op, err, where, true)
}

// Throttle refuses every attempt of an operation with
// TooManyRequestsException, `Rate exceeded` (R120), until restore is called.
// Since it refuses attempts, not calls, the SDK's retries do not help and the
// application sees the error, wrapped in *retry.MaxAttemptsError (R129).
func (f *Fake) Throttle(op Operation, where ...Scope) (restore func()) {
	f.tb().Helper()
	throttled := &smithy.GenericAPIError{Code: refusal.CodeTooManyRequests} // of no type: every operation can be throttled
	return f.addFault("Throttle", op, throttled, where, true)
}

// ClearFaults takes back what FailNext, Fail, Throttle, Delay, Hold and
// Intercept have set; calls that are held go on. What options of [New] say
// stays: quotas, limits, a deliverer.
func (f *Fake) ClearFaults() { f.service.Faults.Clear() }

// PendingFault is a fault of [Fake.FailNext], [Fake.Fail] or [Fake.Throttle]
// that attempts may still meet.
type PendingFault struct {
	Operation Operation
	Error     string // the name of the exception, or what breaks the connection
	Times     int    // attempts that will meet it; 0 for all, until it is taken back
	Delivery  bool   // see AtDelivery
}

// PendingFaults returns the faults that attempts may still meet, in the order
// in which they were given. Equal ones that follow each other are one.
func (f *Fake) PendingFaults() []PendingFault {
	all := []PendingFault{}
	for _, p := range f.service.Faults.Pending() {
		all = append(all, PendingFault{Operation: Operation(p.Operation), Error: p.Error, Times: p.Times, Delivery: p.Delivery})
	}
	return all
}

// Scope narrows a fault; a fault with several is met by what fits all.
type Scope func(*fault.Scope)

// InPool narrows a fault to requests about one pool: those with its UserPoolId,
// or with the id of one of its app clients.
func InPool(p *Pool) Scope {
	if p == nil {
		return noScope("InPool(nil): give a pool, such as Fake.AddPool returns")
	}
	return func(s *fault.Scope) { s.Pool = p.ID }
}

// ForClient narrows a fault to requests with one app client's id.
func ForClient(a *AppClient) Scope {
	if a == nil {
		return noScope("ForClient(nil): give an app client, such as Pool.AddAppClient returns")
	}
	return func(s *fault.Scope) { s.Client = a.ID }
}

// ForUser narrows a fault to requests whose Username is exactly this one. At
// delivery the stored username and the address of the message count as well.
func ForUser(username string) Scope {
	if username == "" {
		return noScope(`ForUser(""): give a username, or leave the scope out`)
	}
	return func(s *fault.Scope) { s.Username = username }
}

// AtDelivery moves a fault of FailNext or Fail to the operation's message: all
// checks pass, the user or the code is made, and then the message fails. The
// outbox keeps it with Delivered false and Error saying why. What was created
// stays (R122, L40, L41, L47). The caller gets the service's words for the
// message's medium; for an error that is not one of the SDK's types it gets
// CodeDeliveryFailureException, and for [ErrLost] no error.
func AtDelivery() Scope { return func(s *fault.Scope) { s.Delivery = true } }

// noScope is a scope that nothing could meet: the fault that gets it says so.
func noScope(why string) Scope { return func(s *fault.Scope) { s.Impossible = why } }

// addFault sets a fault, which has to be one that could happen.
func (f *Fake) addFault(by string, op Operation, err error, where []Scope, sticky bool) (restore func()) {
	f.tb().Helper()
	if isNil(err) {
		err = nil
	}
	if scope, ok := f.place(by, op, where); ok {
		made, impossible := fault.Make(by, string(op), err, scope, sticky)
		if impossible == nil {
			return f.service.Faults.Add(made)
		}
		f.misuse("%v", impossible)
	}
	return func() {}
}

// place is where a fault is set: an operation that the Fake models, narrowed
// to what there can be.
func (f *Fake) place(by string, op Operation, where []Scope) (s fault.Scope, ok bool) {
	f.tb().Helper()
	if why := noOperation(op); why != "" {
		f.misuse("%s: %s", by, why)
		return s, false
	}
	for _, narrow := range where {
		if narrow == nil {
			narrow = noScope("a scope is nil: leave it out")
		}
		narrow(&s)
	}
	if s.Impossible != "" {
		f.misuse("%s: %s", by, s.Impossible)
		return s, false
	}
	return s, true
}

// Operations returns the operations that the fake models, sorted. All others
// are answered with NotModelledException, unless a fault of the test or [Intercept]
// answers them.
func Operations() []Operation {
	names := make([]Operation, 0, len(op.All))
	for _, name := range slices.Sorted(maps.Keys(op.All)) {
		names = append(names, Operation(name))
	}
	return names
}

// noOperation is what is wrong with the name of an operation, "" for nothing.
func noOperation(operation Operation) string {
	name := string(operation)
	if op.Table[name] != nil {
		return ""
	}
	return fmt.Sprintf("%q is no operation%s", name, meant(name, slices.Collect(maps.Keys(op.Table)), "the constants Op... are all of them"))
}

// Delay makes every attempt of an operation slow to answer, until restore is
// called; what the operation does it has done before the wait. d is time of
// the machine, or of a testing/synctest bubble, and not of [WithClock].
// Several delays add up. Attempts are delayed, not calls: a client that gives
// up on each attempt after a while meets what its first one has done.
//
// A caller whose context ends gets the context's error at once.
func (f *Fake) Delay(op Operation, d time.Duration, where ...Scope) (restore func()) {
	f.tb().Helper()
	scope, ok := f.place("Delay", op, where)
	switch {
	case !ok:
	case d <= 0:
		f.misuse("Delay(%s, %v): give a time that is longer than nothing", op, d)
	case scope.Delivery:
		f.misuse("Delay(%s): AtDelivery is for faults", op)
	default:
		return f.service.Faults.Slow(string(op), d, scope)
	}
	return func() {}
}

// Faults returns every error that the service model lists for an operation,
// sorted by name: a sweep is
//
//	for _, fault := range cognitofake.Faults(cognitofake.OpSignUp) {
//		restore := fake.Fail(cognitofake.OpSignUp, fault)
//		...
//
// Each is the SDK's type with the service's words. Message is nil where they
// depend on the request, such as the client's id in ResourceNotFoundException:
// [Fake.FailNext] fills it in. It is nil as well where nobody has recorded
// any. [FaultName] names a subtest for each. A name that is no
// operation panics: there is no Fake here whose test could fail.
func Faults(op Operation) []error {
	if why := noOperation(op); why != "" {
		panic("cognitofake: Faults: " + why)
	}
	var all []error
	for _, name := range model.Lookup(string(op)).Errors {
		all = append(all, refusal.Exception(name, refusal.Words(string(op), name, model.Subject{})))
	}
	return all
}

// FaultName returns the name of the exception in err's chain, such as
// UsernameExistsException, or "" if there is none. Use it to name the subtest
// of a fault of [Faults].
func FaultName(err error) string {
	var api smithy.APIError
	if errors.As(err, &api) {
		return api.ErrorCode()
	}
	return ""
}

// Failures of the network, for [Fake.FailNext] and [Fake.Fail]. In memory and
// over HTTP the SDK meets what it meets on a real connection, so none of these
// values is in the chain of the caller's error.
var (
	// ErrDroppedBefore drops the connection before the service has read the
	// request: nothing happens. The SDK reads EOF and tries again.
	ErrDroppedBefore error = fault.DroppedBefore

	// ErrDroppedAfter drops the connection when the operation has taken
	// effect: its answer is lost. The SDK reads EOF and tries again, and the
	// second attempt finds what the first has done. The second attempt of
	// SignUp answers UsernameExistsException, about the user that the first
	// has made.
	ErrDroppedAfter error = fault.DroppedAfter

	// ErrTruncated cuts the answer in half when the operation has taken
	// effect. The SDK cannot decode it and does not try again. Where the model
	// has no answer, as for DeleteUserPool, the connection promises a byte that
	// never comes; today's SDK does not look, and its call succeeds.
	ErrTruncated error = fault.Truncated

	// ErrNotJSON is a page of HTML with status 200, as a proxy on the way may
	// answer: nothing happens. The SDK cannot decode it and does not try again.
	ErrNotJSON error = fault.NotJSON
)

// ErrLost makes a message vanish: the operation succeeds and says where the
// code went, but nothing arrives (L46). It is for FailNext and Fail with
// [AtDelivery], and for a deliverer. The outbox keeps the message with Delivered
// false. An error that wraps ErrLost does the same, and the message's Error has
// its text.
var ErrLost = fault.ErrLost

// ErrSMSSandbox is an [ErrLost]: Amazon SNS keeps new accounts in a sandbox,
// from which text messages go to verified numbers only.
var ErrSMSSandbox = fault.ErrSMSSandbox
