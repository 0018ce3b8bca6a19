package history

import (
	"encoding/json"
	"slices"

	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
)

// Snapshots are all calls, oldest first.
func (h *History) Snapshots() []Call {
	h.mu.Lock()
	defer h.mu.Unlock()
	calls := make([]Call, 0, len(h.calls.items()))
	for _, record := range h.calls.items() {
		calls = append(calls, record.snapshot())
	}
	return calls
}

// Newest yields all calls, newest first. Nothing is decoded: Input and Output
// are the bytes that the history keeps, as json.RawMessage.
func (h *History) Newest(yield func(Call) bool) {
	h.mu.Lock()
	records := slices.Clone(h.calls.items())
	h.mu.Unlock()
	for _, record := range slices.Backward(records) {
		h.mu.Lock()
		c := record.raw()
		h.mu.Unlock()
		if !yield(c) {
			return
		}
	}
}

// raw is the call without its input and output decoded.
func (c *Record) raw() Call {
	s := c.Call
	s.Number = c.seq
	s.Invocations = slices.Clone(c.Invocations)
	if c.Unsent != "" {
		s.Hint = joined("nothing was sent: "+c.Unsent, c.Hint)
	}
	s.Hint = refusal.Cited(s.Hint)
	if c.input != nil {
		s.Input = json.RawMessage(c.input)
	}
	if c.output != nil {
		s.Output = json.RawMessage(c.output)
	}
	return s
}

// snapshot is the call as a test may see it.
func (c *Record) snapshot() Call {
	s := c.raw()
	if c.input != nil {
		s.Input = opt.Decode(c.types.Input, c.input)
	}
	if c.output != nil {
		s.Output = opt.Decode(c.types.Output, c.output)
	}
	return s
}
