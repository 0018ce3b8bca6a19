package history

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/message"
)

// Users are those of a pool, for the end of a transcript.
type Users struct {
	PoolID string
	Count  int
	Newest []string // a line each, the newest first
}

// Transcript is what happened, to read after a failure. seed is that of the
// account, pools are those that have users.
func (h *History) Transcript(seed uint64, pools []Users) string {
	users := 0
	for _, p := range pools {
		users += p.Count
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	calls, messages := h.calls.items(), h.messages.items()
	var b strings.Builder
	fmt.Fprintf(&b, "cognitofake: %s, %s, %s (seed %d)\n", count(len(calls), "call"), count(len(messages), "message"), count(users, "user"), seed)
	if h.calls.dropped > 0 || h.messages.dropped > 0 {
		fmt.Fprintf(&b, "  older ones dropped: %s, %s; WithHistory keeps more\n", count(h.calls.dropped, "call"), count(h.messages.dropped, "message"))
	}
	sent := map[int][]*messageRecord{}
	for _, m := range messages {
		sent[m.call] = append(sent[m.call], m)
	}
	for len(calls) > 0 {
		same := 1
		for same < len(calls) && calls[0].repeats(calls[same], sent) {
			same++
		}
		calls[0].write(&b, sent[calls[0].seq], same)
		calls = calls[same:]
	}
	for _, note := range h.notes {
		wrap(&b, "  note: ", refusal.Cited(note))
	}
	for _, p := range pools {
		p.write(&b, len(pools) > 1)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// write adds the users to a transcript, of several pools with the pool's id.
func (p *Users) write(b *strings.Builder, several bool) {
	prefix := "  users: "
	if several {
		prefix = "  users of " + p.PoolID + ": "
	}
	for _, line := range p.Newest {
		wrap(b, prefix, line)
		prefix = strings.Repeat(" ", len(prefix))
	}
	if more := p.Count - len(p.Newest); more > 0 {
		wrap(b, prefix, fmt.Sprintf("and %d more", more))
	}
}

// repeats reports whether another call reads the same in a transcript, and
// neither has more than its line and its hint.
func (c *Record) repeats(other *Record, sent map[int][]*messageRecord) bool {
	bare := func(c *Record) bool { return c.done && len(c.Invocations) == 0 && len(sent[c.seq]) == 0 }
	return bare(c) && bare(other) && c.Operation == other.Operation && c.Attempt == other.Attempt && c.MaxAttempts == other.MaxAttempts &&
		c.PoolID == other.PoolID && c.ClientID == other.ClientID && c.Username == other.Username &&
		c.Hint == other.Hint && c.Unsent == other.Unsent && c.outcome() == other.outcome()
}

// write adds the call to a transcript; times is how often it happened in a row.
func (c *Record) write(b *strings.Builder, sent []*messageRecord, times int) {
	line := c.Operation
	if line == "" {
		line = "(no operation)"
	}
	if c.Attempt > 1 {
		line += fmt.Sprintf(" (attempt %d of %d)", c.Attempt, c.MaxAttempts)
	}
	switch {
	case c.ClientID != "":
		line += "  client " + c.ClientID[:min(8, len(c.ClientID))]
	case c.PoolID != "":
		line += "  pool " + c.PoolID
	}
	if c.Username != "" {
		line += "  " + c.Username
	}
	line += "  " + c.outcome()
	if times > 1 {
		line += fmt.Sprintf("  x%d", times)
	}
	wrap(b, fmt.Sprintf("%3d ", c.seq), line)
	for i := range c.Invocations {
		c.Invocations[i].write(b, &c.Call)
	}
	for _, m := range sent {
		text := fmt.Sprintf("%s to %s", m.Medium, m.To)
		switch {
		case m.Purpose == message.Invitation:
			text += ", an invitation"
		case m.Link != "":
			text += ", link with code " + m.Code
		default:
			text += ", code " + m.Code
		}
		if !m.Delivered {
			text += ", not delivered: " + m.Error
		}
		wrap(b, "      sent: ", text)
	}
	if c.Unsent != "" {
		wrap(b, "      sent: ", "nothing; "+refusal.Cited(c.Unsent))
	}
	if c.Hint != "" {
		wrap(b, "      hint: ", refusal.Cited(c.Hint))
	}
}

// outcome is the end of the call's line.
func (c *Record) outcome() string {
	switch {
	case c.Error != "":
		return c.Error
	case !c.done:
		return "under way"
	}
	switch out := c.snapshot().Output.(type) {
	case *cip.SignUpOutput:
		if out.UserConfirmed {
			return string(types.UserStatusTypeConfirmed)
		}
		return string(types.UserStatusTypeUnconfirmed)
	case *cip.InitiateAuthOutput:
		return challenge(out.ChallengeName)
	case *cip.AdminInitiateAuthOutput:
		return challenge(out.ChallengeName)
	case *cip.RespondToAuthChallengeOutput:
		return challenge(out.ChallengeName)
	case *cip.AdminRespondToAuthChallengeOutput:
		return challenge(out.ChallengeName)
	}
	return "ok"
}

// challenge is the end of a step of a sign-in.
func challenge(name types.ChallengeNameType) string {
	if name == "" {
		return "ok"
	}
	return "challenge " + string(name)
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// lineWidth is what fits a terminal beside the indent of go test.
const lineWidth = 110

// wrap writes text in lines that fit, under a first line that starts with prefix.
func wrap(b *strings.Builder, prefix, text string) {
	indent := strings.Repeat(" ", len(prefix))
	text = printable(text)
	for {
		cut := len(text)
		if room := lineWidth - len(prefix); cut > room {
			if cut = strings.LastIndexByte(text[:room+1], ' '); cut <= 0 { // a long word has its line
				if cut = strings.IndexByte(text[1:], ' ') + 1; cut == 0 {
					cut = len(text)
				}
			}
		}
		b.WriteString(prefix + strings.TrimRight(text[:cut], " ") + "\n")
		if cut == len(text) {
			return
		}
		text, prefix = text[cut+1:], indent
	}
}

// printable is text without characters that a terminal would obey.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return utf8.RuneError
		}
		return r
	}, strings.ReplaceAll(text, "\n", `\n`))
}
