package cognitofake

import (
	"context"
	"fmt"

	"github.com/cognitofake/cognitofake/internal/fault"
)

// Moment is a point on the way of a request at which [Fake.Hold] stops it.
type Moment string

const (
	// AtArrival is when the request has been read and nothing been checked.
	AtArrival Moment = fault.AtArrival
	// BeforeCommit is when every check has passed and every trigger that may
	// refuse has run, and nothing has been stored. The state may change while
	// a call is held here; it is checked again when the call goes on.
	// Operations that only read have no such moment.
	BeforeCommit Moment = fault.BeforeCommit
	// BeforeAnswer is when the operation has taken effect, or been refused,
	// and the caller has not been told.
	BeforeAnswer Moment = fault.BeforeAnswer
)

// Hold stops every attempt of an operation at a moment, so that a test can
// order calls that run side by side, or look at what is there meanwhile. It
// concerns requests that arrive from now on, attempts and not calls: what the
// SDK tries again is held again.
//
// A call whose context ends is held no longer: its caller gets the context's
// error, and the service finishes what it has begun, as in production. In a
// test of [NewT] calls that are held at its end go on.
//
// A call whose context has no deadline is held no longer than [WithWaitLimit]:
// then nobody is going to release it, as when a test waits for the call that it
// has stopped itself. It answers an error that says so, and fails a test of
// NewT.
func (f *Fake) Hold(op Operation, at Moment, where ...Scope) *Held {
	f.tb().Helper()
	scope, ok := f.place("Hold", op, where)
	hold := fault.NewHold(f.service.Faults, string(op), string(at), f.waitLimit, scope)
	switch {
	case !ok:
	case at != AtArrival && at != BeforeCommit && at != BeforeAnswer:
		f.misuse("Hold(%s, %q): the moments are AtArrival, BeforeCommit and BeforeAnswer", op, string(at))
	case scope.Delivery:
		f.misuse("Hold(%s, %q): AtDelivery is for faults; a message is held by WithDeliverer", op, string(at))
	default:
		f.service.Faults.AddHold(hold)
	}
	return &Held{f.itself, func() *fault.Hold { return hold }}
}

// Held is the calls that a [Fake.Hold] has stopped.
type Held struct {
	fake func() *Fake // a function, as that of Pool
	hold func() *fault.Hold
}

// String is one line for a log, such as
//
//	hold of SignUp before commit: 2 calls
func (h *Held) String() string { return h.hold().String() }

// GoString is [Held.String].
func (h *Held) GoString() string { return h.String() }

// Wait waits until a call is held. It fails when the hold is released, when ctx
// ends, and after [WithWaitLimit] if ctx has no deadline; the error says what
// happened instead.
func (h *Held) Wait(ctx context.Context) error { return h.WaitN(ctx, 1) }

// WaitN waits until n calls are held at once, and fails as [Held.Wait].
func (h *Held) WaitN(ctx context.Context, n int) error {
	if n < 1 {
		return fmt.Errorf("cognitofake: WaitN(%d): a wait is for one call at least", n)
	}
	return h.fake().wait(ctx, "Held.Wait", func(ctx context.Context) (missing string, err error) { return h.hold().Wait(ctx, n) })
}

// Count returns how many calls are held now.
func (h *Held) Count() int { return h.hold().Count() }

// ReleaseOne lets the call go on that has been held longest. The others stay
// held. It does nothing if no call is held.
func (h *Held) ReleaseOne() { h.hold().ReleaseOne() }

// Release lets all calls go on and ends the hold: later ones are not stopped.
func (h *Held) Release() { h.hold().ReleaseAll() }
