package main

import (
	"strconv"
	"strings"

	"github.com/cognitofake/cognitofake"
)

// callLine is one readable line for a call: who asked for what, how it ended,
// and what was sent.
func callLine(c cognitofake.Call, sent []cognitofake.Message) string {
	var b strings.Builder
	b.WriteString(string(c.Operation))
	if c.Operation == "" {
		b.WriteString("(no operation)")
	}
	if c.Attempt > 1 {
		b.WriteString(" (attempt " + strconv.Itoa(c.Attempt) + " of " + strconv.Itoa(c.MaxAttempts) + ")")
	}
	switch {
	case c.ClientID != "":
		b.WriteString("  client " + c.ClientID)
	case c.PoolID != "":
		b.WriteString("  pool " + c.PoolID)
	}
	if c.Username != "" {
		b.WriteString("  " + c.Username)
	}
	if c.Error == "" {
		b.WriteString("  ok")
	} else {
		b.WriteString("  " + c.Error)
	}
	for _, m := range sent {
		b.WriteString("  [" + string(m.Medium) + " to " + m.To)
		switch {
		case !m.Delivered:
			b.WriteString(", not delivered: " + m.Error)
		case m.Purpose == "AdminCreateUser": // its code is a password, which no log shows
			b.WriteString(", an invitation")
		case m.Link != "":
			b.WriteString(", link with code " + m.Code)
		default:
			b.WriteString(", code " + m.Code)
		}
		b.WriteString("]")
	}
	if c.Hint != "" {
		b.WriteString("  hint: " + c.Hint)
	}
	return oneLine(b.String())
}

// longestLine is how much of a line is logged: a name may have a mebibyte.
const longestLine = 4096

// oneLine escapes what would break a line or steer a terminal: names and
// operations are whatever a caller sent.
func oneLine(s string) string {
	if len(s) > longestLine {
		s = strings.ToValidUTF8(s[:longestLine], "") + " ..."
	}
	quoted := strconv.QuoteToGraphic(s)
	return strings.NewReplacer(`\"`, `"`, `\\`, `\`).Replace(quoted[1 : len(quoted)-1])
}
