// Package history remembers calls and messages, without their secrets, and
// writes the transcript.
package history

import (
	"context"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"sync"
	"time"

	"github.com/cognitofake/cognitofake/internal/awsjson"
	"github.com/cognitofake/cognitofake/internal/model"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/message"
)

// Record is one request, as it is remembered: input and output as on the
// wire, after their redaction. A raw body is never kept. Bytes, and not the
// SDK's structs, because a collector need not look into them.
type Record struct {
	Call
	seq    int
	types  Types
	input  []byte // nil if the body could not be read
	output []byte
	Made   bool             // the request made a user, whom another attempt of its call would find
	bytes  int              // what the record keeps in memory; 0 while the call is under way
	Silent bool             // functions that would have run were reset, and the call says so
	gone   bool             // the history has dropped it
	sent   []*messageRecord // for the observer; nil without one

	secrets []string // what functions may not be shown with; nil when the call has ended
}

// messageRecord is a message, and the call that sent it.
type messageRecord struct {
	message.Message
	call   int
	waited bool // WaitMessage has returned it
}

// maxHistoryBytes bounds what the calls of a history keep in memory: a request
// may have a mebibyte.
const maxHistoryBytes = 64 << 20

// Types are the structs of an operation's input and output.
type Types struct{ Input, Output reflect.Type }

// History remembers calls and messages, each up to a limit. Its mutex is the
// last to be taken.
type History struct {
	limit    int
	Observed bool // there is an observer

	mu       sync.Mutex
	lastCall int
	calls    bounded[*Record]
	bytes    int // of calls
	messages bounded[*messageRecord]
	notes    []string
	lacking  []string      // what was asked for and is not modelled
	arrived  chan struct{} // closed at the next message; nil while nobody waits
}

func New(limit int) *History {
	h := &History{limit: limit}
	h.Reset()
	return h
}

func (h *History) Reset() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.lastCall, h.bytes = 0, 0
	for _, c := range h.calls.items() {
		c.gone = true
	}
	h.calls = bounded[*Record]{limit: h.limit}
	h.messages = bounded[*messageRecord]{limit: h.limit}
	h.notes = nil
}

// Number is the call's in the transcript.
func (c *Record) Number() int { return c.seq }

// Begin remembers a request when it arrives.
func (h *History) Begin(op string, at time.Time, header http.Header, requestID string) *Record {
	c := &Record{Call: Call{Operation: op, At: at, RequestID: requestID, InvocationID: awsjson.InvocationID(header)}}
	c.Attempt, c.MaxAttempts = awsjson.Attempt(header)
	h.mu.Lock()
	defer h.mu.Unlock()
	h.lastCall++
	c.seq = h.lastCall
	if dropped, full := h.calls.add(c); full {
		h.forget(dropped)
	}
	return c
}

// forget is for a call that h.calls has dropped.
func (h *History) forget(c *Record) {
	c.gone = true
	h.bytes -= c.bytes
}

// weigh counts what a call that has ended keeps in memory, and makes
// room for it.
func (h *History) weigh(c *Record) {
	if c.gone {
		return
	}
	c.bytes = len(c.input) + len(c.output) + len(c.Operation) + len(c.ClientID) + len(c.PoolID) + len(c.Username) + len(c.Error)
	h.bytes += c.bytes
	for h.bytes > maxHistoryBytes && len(h.calls.items()) > 1 {
		h.forget(h.calls.drop())
	}
}

// Identify adds what the request is about.
func (h *History) Identify(c *Record, types Types, s model.Subject) {
	h.mu.Lock()
	defer h.mu.Unlock()
	c.types = types
	c.PoolID, c.ClientID, c.Username = s.Pool, s.Client, s.Username
}

// Invoked adds a trigger's function that ran for a request. The visit of a
// link is none: c is nil then, and a note is left.
func (h *History) Invoked(c *Record, inv Invocation) {
	if c == nil {
		h.Note("a confirmation link ran " + inv.line(""))
		return
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, text := range []*string{&inv.Event, &inv.Result} {
		*text = c.concealedJSON(*text)
	}
	inv.Error, inv.Hint = c.concealed(inv.Error), c.concealed(inv.Hint)
	c.Invocations = append(c.Invocations, inv)
}

// End adds what was asked, and how it was answered: encoded is out as it went
// over the wire. in and out are redacted in place; nobody reads them any more.
func (h *History) End(c *Record, in, out any, encoded []byte, refusal *refusal.Error, failure error) {
	var input, output []byte
	if in != nil {
		redact(in)
		input = awsjson.Append(make([]byte, 0, 256), in)
	}
	if out != nil {
		output = encoded
		if redact(out) || output == nil {
			output = awsjson.Append(nil, out)
		}
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	c.done = true
	c.input, c.output = input, output
	switch {
	case refusal != nil:
		h.lack(refusal.Lacks)
		c.Error, c.Hint = refusal.Error(), joined(refusal.Hint, c.Hint)
	case failure != nil:
		c.Error = failure.Error()
	}
	c.Error, c.Hint, c.secrets = c.concealed(c.Error), c.concealed(c.Hint), nil
	h.weigh(c)
}

// Hint adds what the fake knows to a call.
func (h *History) Hint(c *Record, hint string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	c.Hint = joined(c.Hint, hint)
}

// Unsent notes why a call that might have sent something sends nothing.
func (h *History) Unsent(c *Record, why string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	c.Unsent = why
}

// lack notes what was asked for and is not modelled; the caller holds the lock.
func (h *History) lack(what string) {
	if what != "" && !slices.Contains(h.lacking, what) {
		h.lacking = append(h.lacking, what)
	}
}

// Lacking is what calls were refused for, since it was last asked, because it
// is not modelled. Reset does not forget it.
func (h *History) Lacking() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	all := h.lacking
	h.lacking = nil
	return all
}

// joined is what two hints say.
func joined(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "; " + b
}

// Ended is a call that has ended, and what it sent.
func (h *History) Ended(c *Record) (Call, []message.Message) {
	h.mu.Lock()
	defer h.mu.Unlock()
	sent := make([]message.Message, len(c.sent))
	for i, m := range c.sent {
		sent[i] = m.Message
	}
	c.sent = nil
	return c.snapshot(), sent
}

// Note adds a line to the transcript that belongs to no call.
func (h *History) Note(line string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.notes) < 100 {
		h.notes = append(h.notes, line)
	}
}

// Send puts a message into the outbox and wakes who waits for one.
func (h *History) Send(c *Record, m message.Message) {
	record := &messageRecord{Message: m}
	if c != nil {
		record.call = c.seq
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	h.messages.add(record)
	if c != nil && h.Observed {
		c.sent = append(c.sent, record)
	}
	if h.arrived != nil {
		close(h.arrived)
		h.arrived = nil
	}
}

func (h *History) MessagesWhere(want func(*message.Message) bool) []message.Message {
	h.mu.Lock()
	defer h.mu.Unlock()
	result := []message.Message{}
	for _, m := range h.messages.items() {
		if want(&m.Message) {
			result = append(result, m.Message)
		}
	}
	return result
}

// TakeMessages empties the outbox; the dropped ones are forgotten too.
func (h *History) TakeMessages(want func(*message.Message) bool) []message.Message {
	h.mu.Lock()
	defer h.mu.Unlock()
	result := []message.Message{}
	kept := bounded[*messageRecord]{limit: h.limit}
	for _, m := range h.messages.items() {
		if want(&m.Message) {
			result = append(result, m.Message)
		} else {
			kept.add(m)
		}
	}
	h.messages = kept
	return result
}

// Wait is the oldest message to somebody that no earlier wait has returned.
// If ctx ends before, missing says what did not come.
func (h *History) Wait(ctx context.Context, to string) (m message.Message, missing string, err error) {
	for {
		h.mu.Lock()
		earlier := 0
		for _, m := range h.messages.items() {
			switch {
			case m.To != to && m.Username != to:
			case m.waited:
				earlier++
			default:
				m.waited = true
				h.mu.Unlock()
				return m.Message, "", nil
			}
		}
		if h.arrived == nil {
			h.arrived = make(chan struct{})
		}
		arrived := h.arrived
		h.mu.Unlock()
		select {
		case <-arrived:
		case <-ctx.Done():
			missing = "no message to " + printable(to)
			if earlier > 0 {
				missing = fmt.Sprintf("no further message to %s, after %d,", printable(to), earlier)
			}
			return message.Message{}, missing, ctx.Err()
		}
	}
}

// MadeBefore is the error of the earlier attempt of the same call that made a
// user; ok is false without one.
func (h *History) MadeBefore(c *Record) (err string, ok bool) {
	if c.Attempt < 2 || c.InvocationID == "" {
		return "", false
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, other := range slices.Backward(h.calls.items()) {
		if other.done && other.Made && other.InvocationID == c.InvocationID {
			return other.Error, true
		}
	}
	return "", false
}
