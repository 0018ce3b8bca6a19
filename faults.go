package cognitofake

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/aws/smithy-go"
	"github.com/cognitofake/cognitofake/internal/model"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"golang.org/x/time/rate"
)

// FailNext fails one attempt of an operation: the next one that no fault
// queued before it takes. It strikes after the request has been read and
// before anything in it is checked, so that no trigger runs and nothing
// changes (R139). Faults of one operation apply in the order in which they
// were given.
//
// It counts attempts, not calls: the SDK tries a throttled call again, so one
// throttle is recovered unseen, and three are needed for an application to
// see one. [Fake.Throttle] is what an application sees.
//
// The error says what the caller is told:
//   - One of the SDK's types, such as &types.TooManyRequestsException{}, is
//     that refusal; a nil Message gets the service's words. One that the
//     service model does not list for the operation panics with those that it
//     lists. [Faults] has them all.
//   - A *smithy.GenericAPIError is a refusal of any code. An empty Message
//     gets the service's words if they are known.
//   - Any other error is a failure of the transport, and no answer at all:
//     see [ErrDroppedBefore] and its kin for those of production.
//
// A fault may be narrowed to a pool, an app client or a user. With
// [AtDelivery] the operation runs, and its next message fails.
//
// In a test of [NewT] a fault that no attempt has met fails the test.
func (f *Fake) FailNext(op Operation, err error, where ...Scope) {
	f.faults.queueUp(newFault("FailNext", op, err, where))
}

// Fail fails every attempt of an operation with err, as [Fake.FailNext] does
// one, until restore is called; faults that were queued before it are used
// first. It counts attempts, not calls: all attempts that the SDK makes fail,
// and the application sees the error.
func (f *Fake) Fail(op Operation, err error, where ...Scope) (restore func()) {
	return f.faults.queueUp(newFault("Fail", op, err, where).forGood())
}

// Throttle refuses every attempt of an operation with
// TooManyRequestsException, `Rate exceeded` (R120), until restore is called.
// Since it refuses attempts, not calls, the SDK's retries are in vain and the
// application sees the error, wrapped in *retry.MaxAttemptsError (R129).
func (f *Fake) Throttle(op Operation, where ...Scope) (restore func()) {
	throttled := &smithy.GenericAPIError{Code: refusal.CodeTooManyRequests} // of no type: every operation can be throttled
	return f.faults.queueUp(newFault("Throttle", op, throttled, where).forGood())
}

// ClearFaults takes back what FailNext, Fail, Throttle, Delay, Hold and
// Intercept have set; calls that are held go on. What options of [New] say
// stays: quotas, limits, a deliverer.
func (f *Fake) ClearFaults() { f.faults.clear() }

// Scope narrows a fault; a fault with several is met by what fits all.
type Scope func(*scope)

// InPool narrows a fault to requests about one pool, be it by UserPoolId or
// by an app client of the pool.
func InPool(p *Pool) Scope {
	if p == nil {
		panic("cognitofake: InPool(nil): give a pool, such as Fake.AddPool returns")
	}
	return func(s *scope) { s.pool = p.ID }
}

// ForClient narrows a fault to requests with one app client's id.
func ForClient(a *AppClient) Scope {
	if a == nil {
		panic("cognitofake: ForClient(nil): give an app client, such as Pool.AddAppClient returns")
	}
	return func(s *scope) { s.client = a.ID }
}

// ForUser narrows a fault to requests whose Username is exactly this one. At
// delivery the stored username and the address of the message count as well.
func ForUser(username string) Scope {
	if username == "" {
		panic(`cognitofake: ForUser(""): give a username, or leave the scope out`)
	}
	return func(s *scope) { s.username = username }
}

// AtDelivery moves a fault of FailNext or Fail to the operation's message: all
// checks pass, the user or the code is made, and then the message fails. The
// outbox keeps it with Delivered false and Error saying why; what was created
// stays (R122, L40, L41, L47). The service's words are then those of the
// message's medium. An error that is none of the SDK's is told as
// CodeDeliveryFailureException, and [ErrLost] is told to nobody.
func AtDelivery() Scope { return func(s *scope) { s.delivery = true } }

// scope is what a fault is narrowed to; empty members narrow nothing.
type scope struct {
	pool, client, username string
	delivery               bool
}

func newScope(where []Scope) scope {
	var s scope
	for _, narrow := range where {
		narrow(&s)
	}
	return s
}

// covers reports whether a request about s is meant; names are further names
// of its user.
func (s *scope) covers(about model.Subject, names ...string) bool {
	return (s.pool == "" || s.pool == about.Pool) &&
		(s.client == "" || s.client == about.Client) &&
		(s.username == "" || s.username == about.Username || slices.Contains(names, s.username))
}

func (s *scope) String() string {
	var b strings.Builder
	for _, part := range [][2]string{{" in pool ", s.pool}, {" for client ", s.client}, {" for user ", s.username}} {
		if part[1] != "" {
			b.WriteString(part[0] + part[1])
		}
	}
	if s.delivery {
		b.WriteString(" at delivery")
	}
	return b.String()
}

// fault is one thing that a test has broken.
type fault struct {
	by      string // the method that made it
	op      string
	err     error
	refusal *refusal.Error // what err says, if the service can say it; else err is of the transport
	where   scope
	sticky  bool // stays until it is taken back
}

// newFault judges a fault where it is given; one that could never happen panics.
func newFault(by string, op Operation, err error, where []Scope) *fault {
	f := &fault{by: by, op: string(op), err: err, where: newScope(where)}
	requireOperation(by, op)
	if err == nil {
		f.reject("give an error, such as &types.TooManyRequestsException{}")
	}
	f.refusal = refusal.Of(err)
	wire := new(transportFault)
	switch {
	case f.refusal != nil && f.refusal.Code == "":
		f.reject("the error has no code")
	case !refusal.Listed(f.op, err):
		f.reject(fmt.Sprintf("the service model does not list it for %s, so production never answers it; listed are %s."+
			" A *smithy.GenericAPIError may have any code", op, strings.Join(model.Lookup(string(op)).Errors, ", ")))
	case errors.As(err, &wire) && f.where.delivery:
		f.reject("it breaks the connection to the service, and cannot happen at delivery")
	case errors.Is(err, ErrLost) && !f.where.delivery:
		f.reject("a message is lost at delivery: add AtDelivery()")
	}
	return f
}

func (f *fault) forGood() *fault {
	f.sticky = true
	return f
}

func (f *fault) reject(why string) {
	panic(fmt.Sprintf("cognitofake: %s(%s, %s): %s", f.by, f.op, f.name(), why))
}

// name is the error as a sentence about the fault has it.
func (f *fault) name() string {
	switch {
	case f.err == nil:
		return "nil"
	case f.refusal != nil:
		return f.refusal.Code
	}
	return f.err.Error()
}

// requireOperation panics unless the Fake models the operation.
func requireOperation(by string, op Operation) {
	if operations[string(op)] == nil {
		panic(fmt.Sprintf("cognitofake: %s(%q): the fake does not model this operation; it models %s", by, op, joinOperations()))
	}
}

func joinOperations() string {
	names := make([]string, 0, len(operations))
	for _, op := range Operations() {
		names = append(names, string(op))
	}
	return strings.Join(names, ", ")
}

// faults is everything that a test has broken. Its mutex is held for no other.
type faults struct {
	armed atomic.Bool // something is set: all that a request pays when nothing is

	mu           sync.Mutex
	queue        []*fault // in the order given
	holds        []*Held
	delays       []*delay
	interceptors []*interceptor
	quotas       map[Quota]float64 // as the options say
	limiters     map[Quota]*rate.Limiter
}

func newFaults() *faults { return &faults{quotas: map[Quota]float64{}} }

func (fs *faults) queueUp(f *fault) (restore func()) {
	fs.change(func() { fs.queue = append(fs.queue, f) })
	return func() { fs.change(func() { fs.queue = without(fs.queue, f) }) }
}

// change changes what is set.
func (fs *faults) change(how func()) {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	how()
	fs.armLocked()
}

// without is list without item, in a slice of its own: somebody may be
// walking the old one.
func without[T comparable](list []T, item T) []T {
	if i := slices.Index(list, item); i >= 0 {
		return slices.Concat(list[:i], list[i+1:])
	}
	return list
}

func (fs *faults) armLocked() {
	fs.armed.Store(len(fs.queue)+len(fs.holds)+len(fs.delays)+len(fs.interceptors)+len(fs.limiters) > 0)
}

// clear takes back all but the options.
func (fs *faults) clear() {
	fs.change(func() {
		for _, h := range fs.holds {
			h.releaseLocked()
		}
		fs.queue, fs.holds, fs.delays, fs.interceptors = nil, nil, nil, nil
	})
}

// reset makes the faults what the options say, with quotas that nobody has used.
func (fs *faults) reset() {
	fs.clear()
	fs.change(fs.fillQuotasLocked)
}

// unused has a sentence for each fault that was queued and met no attempt.
func (fs *faults) unused() []string {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	var sentences []string
	for _, f := range fs.queue {
		if !f.sticky {
			sentences = append(sentences, fmt.Sprintf("FailNext(%s, %s) was never used: no attempt of %s%s met it", f.op, f.name(), f.op, &f.where))
		}
	}
	return sentences
}

// take is the fault that strikes now, nil for none. At arrival and at
// delivery faults wait for each other's turn; one that stays for good blocks
// nobody.
func (fs *faults) take(op string, delivery bool, about model.Subject, names ...string) *fault {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	for _, f := range fs.queue {
		switch {
		case f.op != op || !f.where.covers(about, names...):
		case f.where.delivery == delivery:
			if !f.sticky {
				fs.queue = without(fs.queue, f)
				fs.armLocked()
			}
			return f
		case !f.sticky:
			return nil // its turn comes at another moment
		}
	}
	return nil
}

// answer is the way of a request through a Fake on which something is set.
func (f *Fake) answer(r *request, in any) (any, error) {
	r.faults = f.faults
	f.faults.hold(r, AtArrival)
	out, err := r.settle(f.intercept(r, in))
	f.faults.hold(r, BeforeAnswer)
	f.faults.delay(r)
	return out, err
}

// strike refuses a request by a quota or by a fault, or has it run.
func (f *Fake) strike(r *request, in any) (any, error) {
	if err := f.takeQuota(r.op.name, in); err != nil {
		return nil, err
	}
	fault := f.faults.take(r.op.name, false, r.about())
	if fault == nil {
		return f.perform(r, in)
	}
	if fault.refusal != nil {
		return nil, fault.refusal.Worded(r.op.name, r.about()).WithHint("a fault of this test: " + fault.by)
	}
	var wire *transportFault
	if errors.As(fault.err, &wire) && wire.after {
		out, err := f.perform(r, in)
		return out, errors.Join(fault.err, err)
	}
	return nil, fault.err
}

// settle turns how a request has ended into what serve knows: an output, a
// refusal, a network that fails, or an error of the transport.
func (r *request) settle(out any, err error) (any, error) {
	var wire *transportFault
	if errors.As(err, &wire) {
		r.network = wire
	}
	if refusal := refusal.Of(err); refusal != nil {
		return nil, refusal.Worded(r.op.name, r.about())
	}
	if r.network != nil {
		return out, nil
	}
	return out, err
}

// about is who and what the request concerns.
func (r *request) about() model.Subject {
	return model.Subject{Pool: r.record.PoolID, Client: r.record.ClientID, Username: r.record.Username}
}
