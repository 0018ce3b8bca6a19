package history

import (
	"fmt"
	"strings"
	"time"

	"github.com/cognitofake/cognitofake/internal/refusal"
)

// Call is one request as it is remembered.
type Call struct {
	Number               int // of all calls, from 1
	Operation            string
	At                   time.Time
	PoolID, ClientID     string
	Username             string
	Input, Output        any
	Error, Hint          string
	Unsent               string // why nothing was sent by a call that might have; "" for others
	Attempt, MaxAttempts int
	InvocationID         string
	RequestID            string
	Invocations          []Invocation

	done bool
}

// Invocation is one run of a trigger's function.
type Invocation struct {
	Trigger, Source, Function string
	Event, Result, Error      string
	Attempts                  int
	At                        time.Time
	Duration                  time.Duration
	Hint                      string
}

// write adds the run to the transcript of its call.
func (inv *Invocation) write(b *strings.Builder, c *Call) {
	wrap(b, "      ran: ", inv.line(c.Error))
	if inv.Hint != "" && !strings.Contains(c.Hint, inv.Hint) {
		wrap(b, "      hint: ", refusal.Cited(inv.Hint))
	}
}

// line says what ran, how it went and what it answered; told is an error that
// has been said.
func (inv *Invocation) line(told string) string {
	line := inv.Source
	switch inv.Error {
	case "":
		line += " ok"
	case told:
		line += " failed"
	default:
		line += " " + inv.Error
	}
	if inv.Attempts > 1 {
		line += fmt.Sprintf(", %d attempts", inv.Attempts)
	}
	if inv.Duration >= slowFunction {
		line += ", " + inv.Duration.Round(time.Millisecond).String()
	}
	if names := answered(inv.Result); names != "" && inv.Error == "" {
		line += ", answered " + names
	}
	return line
}

// slowFunction is a duration worth a word in the transcript.
const slowFunction = 100 * time.Millisecond

// Last is the newest call and its outcome, in a line.
func (h *History) Last() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	calls := h.calls.items()
	if len(calls) == 0 {
		return "none"
	}
	c := calls[len(calls)-1]
	line := c.Operation
	if c.Username != "" {
		line += " " + c.Username
	}
	line += " " + c.outcome()
	if c.Hint != "" {
		line += " (" + c.Hint + ")"
	}
	return printable(line)
}
