package cognitofake

import (
	"fmt"
	"strings"
	"time"
)

// Invocation is a snapshot of one run of a trigger's function, for assertions.
type Invocation struct {
	Trigger  Trigger
	Source   string // such as PreSignUp_SignUp
	Function string // its ARN
	// Event is the JSON that the function was called with, and Result what it
	// returned. The temporary password of an invitation is redacted in both.
	Event, Result string
	// Error is what the service makes of the outcome, "<Exception>: <words>";
	// empty for a success. Only a custom sender's error stays here: the
	// caller is told every other one.
	Error string
	// Attempts is how often the function was called: three times if no
	// answer came in time.
	Attempts int
	At       time.Time     // by the Fake's clock
	Duration time.Duration // of all attempts, in real time

	hint string
}

// hide takes a secret out of a record.
func (inv *Invocation) hide(secret string) {
	if secret == "" {
		return
	}
	for _, text := range []*string{&inv.Event, &inv.Result, &inv.Error} {
		*text = strings.ReplaceAll(*text, secret, redacted)
	}
}

// write adds the run to the transcript of its call.
func (inv *Invocation) write(b *strings.Builder, c *Call) {
	wrap(b, "      ran:  ", inv.line(c.Error))
	if inv.hint != "" && inv.hint != c.Hint {
		wrap(b, "      hint: ", inv.hint)
	}
}

// line says what ran and how it went; told is an error that has been said.
func (inv *Invocation) line(told string) string {
	line := inv.Source
	if inv.Attempts > 1 {
		line += fmt.Sprintf("  %d attempts", inv.Attempts)
	}
	if inv.Duration >= slowFunction {
		line += "  " + inv.Duration.Round(time.Millisecond).String()
	}
	switch inv.Error {
	case "":
		return line + "  ok"
	case told:
		return line + "  failed"
	}
	return line + "  " + inv.Error
}

// slowFunction is a duration worth a word in the transcript.
const slowFunction = 100 * time.Millisecond
