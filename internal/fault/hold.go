package fault

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/cognitofake/cognitofake/internal/model"
	"github.com/cognitofake/cognitofake/internal/refusal"
)

// Moments at which a request may be held.
const (
	AtArrival    = "at arrival"
	BeforeCommit = "before commit"
	BeforeAnswer = "before answer"
)

// Hold is the calls of an operation that are stopped at a moment.
type Hold struct {
	faults *Faults
	op     string
	at     string
	limit  time.Duration // of a call whose context has no deadline
	where  Scope

	// The lock of faults guards what follows.
	waiting  []chan struct{} // one for each call that is held, oldest first; closed to let it go
	changed  chan struct{}   // closed at the next change
	released bool
}

// NewHold is a hold that stops nothing yet: each attempt of an operation at a
// moment, for no longer than limit if its context has no deadline.
func NewHold(fs *Faults, op, at string, limit time.Duration, where Scope) *Hold {
	return &Hold{faults: fs, op: op, at: at, limit: limit, where: where, changed: make(chan struct{})}
}

// AddHold sets a hold.
func (fs *Faults) AddHold(h *Hold) { fs.change(func() { fs.holds = append(fs.holds, h) }) }

// Wait waits until n calls are held at once. If ctx ends before, missing says
// which.
func (h *Hold) Wait(ctx context.Context, n int) (missing string, err error) {
	for {
		h.faults.mu.Lock()
		there, released, changed := len(h.waiting), h.released, h.changed
		h.faults.mu.Unlock()
		switch {
		case there >= n:
			return "", nil
		case released:
			return "", fmt.Errorf("Hold(%s, %q) has been released", h.op, h.at)
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return fmt.Sprintf("Hold(%s, %q): %d of %d calls are there", h.op, h.at, there, n), ctx.Err()
		}
	}
}

// String says what is held, and how many calls are there.
func (h *Hold) String() string {
	n, calls := h.Count(), "calls"
	if n == 1 {
		calls = "call"
	}
	return fmt.Sprintf("hold of %s%s %s: %d %s", h.op, &h.where, h.at, n, calls)
}

// Count is how many calls are held now.
func (h *Hold) Count() int {
	h.faults.mu.Lock()
	defer h.faults.mu.Unlock()
	return len(h.waiting)
}

// ReleaseOne lets the call go that has been held longest.
func (h *Hold) ReleaseOne() {
	h.faults.mu.Lock()
	defer h.faults.mu.Unlock()
	if len(h.waiting) > 0 {
		close(h.waiting[0])
		h.waiting = h.waiting[1:]
		h.change()
	}
}

// ReleaseAll lets all calls go and ends the hold.
func (h *Hold) ReleaseAll() {
	h.faults.change(func() {
		h.release()
		h.faults.holds = without(h.faults.holds, h)
	})
}

// release lets all calls go; the caller holds the lock of faults.
func (h *Hold) release() {
	for _, call := range h.waiting {
		close(call)
	}
	h.waiting, h.released = nil, true
	h.change()
}

// change wakes who waits for one; the caller holds the lock of faults.
func (h *Hold) change() {
	close(h.changed)
	h.changed = make(chan struct{})
}

// stop keeps the caller until it is let go, or its context ends. Where that has
// no end, and nobody lets the call go, the refusal says so.
func (h *Hold) stop(ctx context.Context) *refusal.Error {
	h.faults.mu.Lock()
	if h.released {
		h.faults.mu.Unlock()
		return nil
	}
	call := make(chan struct{})
	h.waiting = append(h.waiting, call)
	h.change()
	h.faults.mu.Unlock()
	var late <-chan time.Time
	if _, limited := ctx.Deadline(); !limited {
		timer := time.NewTimer(h.limit)
		defer timer.Stop()
		late = timer.C
	}
	var overdue *refusal.Error
	select {
	case <-call:
		return nil
	case <-ctx.Done():
	case <-late:
		overdue = refusal.Mistake(fmt.Sprintf("Hold(%s, %q): nobody released this call within %v (WithWaitLimit), and its context has no deadline", h.op, h.at, h.limit))
	}
	h.faults.mu.Lock()
	defer h.faults.mu.Unlock()
	if !slices.Contains(h.waiting, call) { // it was let go at the same time
		return nil
	}
	h.waiting = without(h.waiting, call)
	h.change()
	if overdue != nil {
		h.faults.overdue = append(h.faults.overdue, overdue.Message)
	}
	return overdue
}

// Hold stops a request at a moment for whoever wants it held. It is refused if
// nobody lets it go.
func (fs *Faults) Hold(ctx context.Context, op string, about model.Subject, at string) error {
	for _, h := range fs.holdsOf(op, about, at) {
		if overdue := h.stop(ctx); overdue != nil {
			return overdue
		}
	}
	return nil
}

// HoldsAt reports whether a request would be held at a moment.
func (fs *Faults) HoldsAt(op string, about model.Subject, at string) bool {
	return len(fs.holdsOf(op, about, at)) > 0
}

func (fs *Faults) holdsOf(op string, about model.Subject, at string) []*Hold {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	var holds []*Hold
	for _, h := range fs.holds {
		if h.at == at && h.op == op && h.where.covers(about) {
			holds = append(holds, h)
		}
	}
	return holds
}

// delay is how long answers of an operation take.
type delay struct {
	op    string
	d     time.Duration
	where Scope
}

// Slow makes every attempt of an operation slow to answer, until restore is called.
func (fs *Faults) Slow(op string, d time.Duration, where Scope) (restore func()) {
	s := &delay{op: op, d: d, where: where}
	fs.change(func() { fs.delays = append(fs.delays, s) })
	return func() { fs.change(func() { fs.delays = without(fs.delays, s) }) }
}

// Delay waits as long as the answer of a request takes, or until its context ends.
func (fs *Faults) Delay(ctx context.Context, op string, about model.Subject) {
	fs.mu.Lock()
	var total time.Duration
	for _, slow := range fs.delays {
		if slow.op == op && slow.where.covers(about) {
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
	case <-ctx.Done():
	}
}
