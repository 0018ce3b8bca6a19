package cognitofake

import (
	"context"
	"fmt"
	"time"
)

// Moment is a point on the way of a request at which [Fake.Hold] stops it.
type Moment string

const (
	// AtArrival is when the request has been read and nothing been checked.
	AtArrival Moment = "at arrival"
	// BeforeCommit is when every check has passed and every trigger that may
	// refuse has run, and nothing has been stored. The state may change while
	// a call is held here; it is checked again when the call goes on.
	// Operations that only read have no such moment.
	BeforeCommit Moment = "before commit"
	// BeforeAnswer is when the operation has taken effect, or been refused,
	// and the caller has not been told.
	BeforeAnswer Moment = "before answer"
)

// Hold stops every attempt of an operation at a moment, so that a test can
// order calls that run side by side, or look at what is there meanwhile. It
// concerns requests that arrive from now on, attempts and not calls: what the
// SDK tries again is held again.
//
// A call whose context ends is held no longer: its caller gets the context's
// error, and the service finishes what it has begun, as in production. In a
// test of [NewT] calls that are held at its end go on.
func (f *Fake) Hold(op Operation, at Moment, where ...Scope) *Held {
	requireOperation("Hold", op)
	h := &Held{faults: f.faults, op: string(op), at: at, where: newScope(where), changed: make(chan struct{})}
	switch {
	case at != AtArrival && at != BeforeCommit && at != BeforeAnswer:
		panic(fmt.Sprintf("cognitofake: Hold(%s, %q): the moments are AtArrival, BeforeCommit and BeforeAnswer", op, string(at)))
	case h.where.delivery:
		panic(fmt.Sprintf("cognitofake: Hold(%s, %q): AtDelivery is for faults; a message is held by WithDeliverer", op, string(at)))
	}
	h.faults.change(func() { h.faults.holds = append(h.faults.holds, h) })
	return h
}

// Held is the calls that a [Fake.Hold] has stopped.
type Held struct {
	faults *faults
	op     string
	at     Moment
	where  scope

	// The mutex of faults guards what follows.
	waiting  []chan struct{} // one for each call that is held, oldest first; closed to let it go
	changed  chan struct{}   // closed at the next change
	released bool
}

// Wait waits until a call is held. It fails when ctx ends before, or when the
// hold has been released.
func (h *Held) Wait(ctx context.Context) error { return h.WaitN(ctx, 1) }

// WaitN waits until n calls are held at once, and fails as [Held.Wait].
func (h *Held) WaitN(ctx context.Context, n int) error {
	for {
		h.faults.mu.Lock()
		there, released, changed := len(h.waiting), h.released, h.changed
		h.faults.mu.Unlock()
		switch {
		case there >= n:
			return nil
		case released:
			return fmt.Errorf("cognitofake: Hold(%s, %q) has been released", h.op, string(h.at))
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return fmt.Errorf("cognitofake: Hold(%s, %q): %d of %d calls are there: %w", h.op, string(h.at), there, n, ctx.Err())
		}
	}
}

// Count is how many calls are held now.
func (h *Held) Count() int {
	h.faults.mu.Lock()
	defer h.faults.mu.Unlock()
	return len(h.waiting)
}

// ReleaseOne lets the call go that has been held longest, and holds on to the
// others. It does nothing if none is there.
func (h *Held) ReleaseOne() {
	h.faults.mu.Lock()
	defer h.faults.mu.Unlock()
	if len(h.waiting) > 0 {
		close(h.waiting[0])
		h.waiting = h.waiting[1:]
		h.changeLocked()
	}
}

// Release lets all calls go and ends the hold: later ones are not stopped.
func (h *Held) Release() {
	h.faults.change(func() {
		h.releaseLocked()
		h.faults.holds = without(h.faults.holds, h)
	})
}

func (h *Held) releaseLocked() {
	for _, call := range h.waiting {
		close(call)
	}
	h.waiting, h.released = nil, true
	h.changeLocked()
}

func (h *Held) changeLocked() {
	close(h.changed)
	h.changed = make(chan struct{})
}

// stop keeps the caller until it is let go, or its context ends.
func (h *Held) stop(ctx context.Context) {
	h.faults.mu.Lock()
	if h.released {
		h.faults.mu.Unlock()
		return
	}
	call := make(chan struct{})
	h.waiting = append(h.waiting, call)
	h.changeLocked()
	h.faults.mu.Unlock()
	select {
	case <-call:
	case <-ctx.Done():
		h.faults.mu.Lock()
		defer h.faults.mu.Unlock()
		h.waiting = without(h.waiting, call)
		h.changeLocked()
	}
}

// hold stops a request at a moment for whoever wants it held.
func (fs *faults) hold(r *request, at Moment) {
	fs.mu.Lock()
	var holds []*Held
	for _, h := range fs.holds {
		if h.at == at && h.op == r.op.name && h.where.covers(r.about()) {
			holds = append(holds, h)
		}
	}
	fs.mu.Unlock()
	for _, h := range holds {
		h.stop(r.ctx)
	}
}

// beforeCommit is where an operation has passed its last check and stores
// nothing yet. No lock is held.
func (r *request) beforeCommit() {
	if r.faults != nil {
		r.faults.hold(r, BeforeCommit)
	}
}

// Delay makes every attempt of an operation slow to answer, until restore is
// called; what the operation does it has done before the wait. d is time of
// the machine, or of a testing/synctest bubble, and not of [WithClock].
// Several delays add up. Attempts are delayed, not calls: a client that gives
// up on each attempt after a while meets what its first one has done.
//
// A caller whose context ends gets the context's error at once.
func (f *Fake) Delay(op Operation, d time.Duration, where ...Scope) (restore func()) {
	requireOperation("Delay", op)
	slow := &delay{op: string(op), d: d, where: newScope(where)}
	switch {
	case d <= 0:
		panic(fmt.Sprintf("cognitofake: Delay(%s, %v): give a time that is longer than nothing", op, d))
	case slow.where.delivery:
		panic(fmt.Sprintf("cognitofake: Delay(%s): AtDelivery is for faults", op))
	}
	fs := f.faults
	fs.change(func() { fs.delays = append(fs.delays, slow) })
	return func() { fs.change(func() { fs.delays = without(fs.delays, slow) }) }
}

// delay is how long answers of an operation take.
type delay struct {
	op    string
	d     time.Duration
	where scope
}

// delay waits as long as the request's answer takes, or until its context ends.
func (fs *faults) delay(r *request) {
	fs.mu.Lock()
	var total time.Duration
	for _, slow := range fs.delays {
		if slow.op == r.op.name && slow.where.covers(r.about()) {
			total += slow.d
		}
	}
	fs.mu.Unlock()
	if total == 0 {
		return
	}
	timer := time.NewTimer(total)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-r.ctx.Done():
	}
}
