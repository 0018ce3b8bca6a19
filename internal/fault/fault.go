// Package fault has everything that a test can break: it knows operations by
// name, and who a request is about, and nothing of what they do.
package fault

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

// Scope is what a fault is narrowed to; empty members narrow nothing.
type Scope struct {
	Pool, Client, Username string
	Delivery               bool
	Impossible             string // why nothing could be meant; empty for a good one
}

// covers reports whether a request about s is meant; names are further names
// of its user.
func (s *Scope) covers(about model.Subject, names ...string) bool {
	return (s.Pool == "" || s.Pool == about.Pool) &&
		(s.Client == "" || s.Client == about.Client) &&
		(s.Username == "" || s.Username == about.Username || slices.Contains(names, s.Username))
}

func (s *Scope) String() string {
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

// Fault is one thing that a test has broken.
type Fault struct {
	by      string // the method that made it
	at      string // where a test called it; "" where that is not known
	op      string
	Err     error
	Refusal *refusal.Error // what err says, if the service can say it; else err is of the transport
	where   Scope
	sticky  bool // stays until it is taken back
}

// Make judges a fault where it is given; one that could never happen is
// an error.
func Make(by, op string, err error, where Scope, sticky bool) (*Fault, error) {
	f := &Fault{by: by, at: origin(), op: op, Err: err, where: where, sticky: sticky}
	impossible := func(why string) (*Fault, error) {
		return nil, fmt.Errorf("%s(%s, %s): %s", by, op, f.name(), why)
	}
	if err == nil {
		return impossible("give an error, such as &types.TooManyRequestsException{}")
	}
	f.Refusal = refusal.Of(err)
	var wire *Network
	switch {
	case f.Refusal != nil && f.Refusal.Code == "":
		return impossible("the error has no code")
	case !refusal.Listed(op, err):
		return impossible(fmt.Sprintf("the service model does not list it for %s, so production never answers it; listed are %s."+
			" A *smithy.GenericAPIError may have any code", op, strings.Join(model.Lookup(op).Errors, ", ")))
	case errors.As(err, &wire) && where.Delivery:
		return impossible("it breaks the connection to the service, and cannot happen at delivery")
	case errors.Is(err, ErrLost) && !where.Delivery:
		return impossible("a message is lost at delivery: add AtDelivery()")
	}
	return f, nil
}

// Hint says of what the fault has broken who did.
func (f *Fault) Hint() string {
	if f.at == server {
		return "a fault that was set by " + server
	}
	hint := "a fault of this test: " + f.by
	if f.at != "" {
		hint += " at " + f.at
	}
	return hint
}

// name is the error as a sentence about the fault has it.
func (f *Fault) name() string {
	switch {
	case f.Err == nil:
		return "nil"
	case f.Refusal != nil:
		return f.Refusal.Code
	}
	return f.Err.Error()
}

// Faults is everything that a test has broken. Its mutex is held for no other.
type Faults struct {
	Armed atomic.Bool // something is set: all that a request pays when nothing is

	mu           sync.Mutex
	queue        []*Fault // in the order given
	holds        []*Hold
	overdue      []string // calls that nobody released
	delays       []*delay
	interceptors []*Interceptor
	awaited      []awaited
	quotas       map[string]float64 // as the options say
	limiters     map[string]*rate.Limiter
}

// New has quotas, in requests a second by category, and nothing broken.
func New(quotas map[string]float64) *Faults {
	fs := &Faults{quotas: quotas}
	fs.Reset()
	return fs
}

func (fs *Faults) Add(f *Fault) (restore func()) {
	fs.change(func() { fs.queue = append(fs.queue, f) })
	return func() { fs.change(func() { fs.queue = without(fs.queue, f) }) }
}

// change changes what is set.
func (fs *Faults) change(how func()) {
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

func (fs *Faults) arm() {
	fs.Armed.Store(len(fs.queue)+len(fs.holds)+len(fs.delays)+len(fs.interceptors)+len(fs.limiters) > 0)
}

// Clear takes back all but the options.
func (fs *Faults) Clear() {
	fs.change(func() {
		for _, h := range fs.holds {
			h.release()
		}
		fs.queue, fs.holds, fs.overdue, fs.delays, fs.interceptors = nil, nil, nil, nil, nil
	})
}

// Reset makes the faults what the options say, with quotas that nobody has used.
func (fs *Faults) Reset() {
	fs.Clear()
	fs.change(func() {
		fs.awaited = nil
		fs.fillQuotas()
	})
}

// Unmet has a sentence for each fault that was queued and met no attempt, for
// each call that was held and nobody released, and for each trigger that had to
// run and did not.
func (fs *Faults) Unmet() []string {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	sentences := slices.Clone(fs.overdue)
	for _, f := range fs.queue {
		if !f.sticky {
			sentences = append(sentences, fmt.Sprintf("FailNext(%s, %s) was never used: no attempt of %s%s met it", f.op, f.name(), f.op, &f.where))
			if f.at != "" {
				sentences[len(sentences)-1] += " (" + f.at + ")"
			}
		}
	}
	for _, a := range fs.awaited {
		sentences = append(sentences, a.String())
	}
	return sentences
}

// Pending is a fault that is set, and what is left of it.
type Pending struct {
	Operation string
	Error     string // the name of the exception, or what breaks the connection
	Times     int    // 0 until it is taken back
	Delivery  bool
}

// Pending are the faults that requests may still meet, in the order given;
// equal ones that follow each other are one.
func (fs *Faults) Pending() []Pending {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	var all []Pending
	for _, f := range fs.queue {
		p := Pending{Operation: f.op, Error: f.name(), Delivery: f.where.Delivery}
		if !f.sticky {
			p.Times = 1
		}
		if n := len(all); n > 0 && p.Times > 0 {
			last := all[n-1]
			if last.Times > 0 {
				last.Times = 1
			}
			if last == p {
				all[n-1].Times++
				continue
			}
		}
		all = append(all, p)
	}
	return all
}

// Take is the fault that a request meets now, nil for none. At arrival and at
// delivery faults wait for each other's turn; one that stays for good blocks
// nobody.
func (fs *Faults) Take(op string, delivery bool, about model.Subject, names ...string) *Fault {
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
