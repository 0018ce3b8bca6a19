package cognitofake

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/cognitofake/cognitofake/internal/model"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"golang.org/x/time/rate"
)

// faultScope is what a fault is narrowed to; empty members narrow nothing.
type faultScope struct {
	Pool, Client, Username string
	Delivery               bool
}

// covers reports whether a request about s is meant; names are further names
// of its user.
func (s *faultScope) covers(about model.Subject, names ...string) bool {
	return (s.Pool == "" || s.Pool == about.Pool) &&
		(s.Client == "" || s.Client == about.Client) &&
		(s.Username == "" || s.Username == about.Username || slices.Contains(names, s.Username))
}

func (s *faultScope) String() string {
	var b strings.Builder
	for _, part := range [][2]string{{" in pool ", s.Pool}, {" for client ", s.Client}, {" for user ", s.Username}} {
		if part[1] != "" {
			b.WriteString(part[0] + part[1])
		}
	}
	if s.Delivery {
		b.WriteString(" at delivery")
	}
	return b.String()
}

// oneFault is one thing that a test has broken.
type oneFault struct {
	by      string // the method that made it
	op      string
	err     error
	refusal *refusal.Error // what err says, if the service can say it; else err is of the transport
	where   faultScope
	sticky  bool // stays until it is taken back
}

// makeFault judges a fault where it is given; one that could never happen is
// an error.
func makeFault(by, op string, err error, where faultScope, sticky bool) (*oneFault, error) {
	f := &oneFault{by: by, op: op, err: err, where: where, sticky: sticky}
	impossible := func(why string) (*oneFault, error) {
		return nil, fmt.Errorf("%s(%s, %s): %s", by, op, f.name(), why)
	}
	if err == nil {
		return impossible("give an error, such as &types.TooManyRequestsException{}")
	}
	f.refusal = refusal.Of(err)
	var wire *network
	switch {
	case f.refusal != nil && f.refusal.Code == "":
		return impossible("the error has no code")
	case !refusal.Listed(op, err):
		return impossible(fmt.Sprintf("the service model does not list it for %s, so production never answers it; listed are %s."+
			" A *smithy.GenericAPIError may have any code", op, strings.Join(model.Lookup(op).Errors, ", ")))
	case errors.As(err, &wire) && where.Delivery:
		return impossible("it breaks the connection to the service, and cannot happen at delivery")
	case errors.Is(err, errLost) && !where.Delivery:
		return impossible("a message is lost at delivery: add AtDelivery()")
	}
	return f, nil
}

// name is the error as a sentence about the fault has it.
func (f *oneFault) name() string {
	switch {
	case f.err == nil:
		return "nil"
	case f.refusal != nil:
		return f.refusal.Code
	}
	return f.err.Error()
}

// faults is everything that a test has broken. Its mutex is held for no other.
type faults struct {
	armed atomic.Bool // something is set: all that a request pays when nothing is

	mu           sync.Mutex
	queue        []*oneFault // in the order given
	holds        []*hold
	delays       []*delay
	interceptors []*interceptor
	quotas       map[string]float64 // as the options say
	limiters     map[string]*rate.Limiter
}

// newFaults has quotas, in requests a second by category, and nothing broken.
func newFaults(quotas map[string]float64) *faults {
	fs := &faults{quotas: quotas}
	fs.reset()
	return fs
}

func (fs *faults) queueUp(f *oneFault) (restore func()) {
	fs.change(func() { fs.queue = append(fs.queue, f) })
	return func() { fs.change(func() { fs.queue = without(fs.queue, f) }) }
}

// change changes what is set.
func (fs *faults) change(how func()) {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	how()
	fs.arm()
}

// without is list without item, in a slice of its own: somebody may be
// walking the old one.
func without[T comparable](list []T, item T) []T {
	if i := slices.Index(list, item); i >= 0 {
		return slices.Concat(list[:i], list[i+1:])
	}
	return list
}

func (fs *faults) arm() {
	fs.armed.Store(len(fs.queue)+len(fs.holds)+len(fs.delays)+len(fs.interceptors)+len(fs.limiters) > 0)
}

// clear takes back all but the options.
func (fs *faults) clear() {
	fs.change(func() {
		for _, h := range fs.holds {
			h.release()
		}
		fs.queue, fs.holds, fs.delays, fs.interceptors = nil, nil, nil, nil
	})
}

// reset makes the faults what the options say, with quotas that nobody has used.
func (fs *faults) reset() {
	fs.clear()
	fs.change(fs.fillQuotas)
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
func (fs *faults) take(op string, delivery bool, about model.Subject, names ...string) *oneFault {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	for _, f := range fs.queue {
		switch {
		case f.op != op || !f.where.covers(about, names...):
		case f.where.Delivery == delivery:
			if !f.sticky {
				fs.queue = without(fs.queue, f)
				fs.arm()
			}
			return f
		case !f.sticky:
			return nil // its turn comes at another moment
		}
	}
	return nil
}
