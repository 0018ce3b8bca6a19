package cognitofake

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/awsjson"
	"github.com/cognitofake/cognitofake/internal/model"
	"github.com/cognitofake/cognitofake/internal/opt"
)

// Call is a snapshot of one request that the Fake has received, for
// assertions: a copy that no later call changes. Passwords, client secrets,
// secret hashes, sessions and tokens in it are replaced by "REDACTED". A call
// that the SDK tried three times is three Calls with one InvocationID.
type Call struct {
	Operation Operation
	At        time.Time
	PoolID    string
	ClientID  string
	// Username is as the request has it, not as the pool stores it.
	Username string
	// Input is a pointer to the SDK's input struct, such as
	// *cognitoidentityprovider.SignUpInput; nil when the body could not be read.
	Input any
	// Output is a pointer to the SDK's output struct; nil when the call failed.
	Output any
	// Error is what the caller was told, "<Exception>: <words>"; empty when
	// the call succeeded.
	Error string
	// Hint is what the fake knows of the reason, and the service would not say.
	Hint string
	// Attempt and MaxAttempts are the SDK's count; 0 for clients that send none.
	Attempt, MaxAttempts int
	InvocationID         string
	RequestID            string
	// Invocations are the triggers' functions that ran for the request, in order.
	Invocations []Invocation

	done bool
}

// MarshalJSON writes the call with input and output as they are on the wire.
func (c Call) MarshalJSON() ([]byte, error) {
	wire := func(v any) json.RawMessage {
		if v == nil {
			return json.RawMessage("null")
		}
		return awsjson.Append(nil, v)
	}
	return json.Marshal(struct {
		Operation Operation       `json:"operation"`
		At        time.Time       `json:"at"`
		ClientID  string          `json:"clientId"`
		Username  string          `json:"username"`
		Input     json.RawMessage `json:"input"`
		Output    json.RawMessage `json:"output"`
		Error     string          `json:"error"`
	}{c.Operation, c.At, c.ClientID, c.Username, wire(c.Input), wire(c.Output), c.Error})
}

// Calls returns all remembered requests, oldest first. One that is still under
// way has neither Input, Output nor Error.
func (f *Fake) Calls() []Call {
	h := f.history
	h.mu.Lock()
	defer h.mu.Unlock()
	calls := make([]Call, 0, len(h.calls.items()))
	for _, record := range h.calls.items() {
		calls = append(calls, record.snapshot())
	}
	return calls
}

// snapshot is the call as a test may see it.
func (c *callRecord) snapshot() Call {
	s := c.Call
	s.Invocations = slices.Clone(c.Invocations)
	if c.input != nil {
		s.Input = opt.Decode(c.op.input, c.input)
	}
	if c.output != nil {
		s.Output = opt.Decode(c.op.output, c.output)
	}
	return s
}

// Messages returns all messages in the outbox, oldest first.
func (f *Fake) Messages() []Message {
	return f.history.messagesWhere(func(*Message) bool { return true })
}

// TakeMessages returns all messages in the outbox, oldest first, and empties
// it. Codes stay valid.
func (f *Fake) TakeMessages() []Message {
	return f.history.takeMessages(func(*Message) bool { return true })
}

// WaitMessage waits for a message to somebody, given by address or by stored
// username, for code that signs up in a goroutine. Of several it returns the
// oldest, and each only once: the next WaitMessage returns the next one. It
// fails only when ctx ends.
func (f *Fake) WaitMessage(ctx context.Context, to string) (Message, error) {
	return f.history.wait(ctx, to)
}

// Pools returns the handles of all pools, oldest first.
func (f *Fake) Pools() []*Pool { return f.sortedPools() }

// Name is the pool's name, which need not be unique.
func (p *Pool) Name() string { return opt.Value(p.settings.Load().describe.Name) }

// AppClients returns the handles of all app clients of the pool, oldest first.
func (p *Pool) AppClients() []*AppClient { return p.sortedApps() }

// Transcript is what happened, to read after a failure: each call with its
// outcome, the messages it sent, and under a refusal a hint if the fake knows
// more than the service says. It shows codes, and no passwords, secrets,
// hashes, sessions or tokens. [NewT] logs it when the test has failed.
func (f *Fake) Transcript() string {
	users := 0
	for _, p := range f.sortedPools() {
		p.mu.Lock()
		users += len(p.order)
		p.mu.Unlock()
	}
	h := f.history
	h.mu.Lock()
	defer h.mu.Unlock()
	calls, messages := h.calls.items(), h.messages.items()
	var b strings.Builder
	fmt.Fprintf(&b, "cognitofake: %s, %s, %s (seed %d)\n", count(len(calls), "call"), count(len(messages), "message"), count(users, "user"), f.seed)
	if h.calls.dropped > 0 || h.messages.dropped > 0 {
		fmt.Fprintf(&b, "  older ones dropped: %s, %s; WithHistory keeps more\n", count(h.calls.dropped, "call"), count(h.messages.dropped, "message"))
	}
	sent := map[int][]*messageRecord{}
	for _, m := range messages {
		sent[m.call] = append(sent[m.call], m)
	}
	for _, c := range calls {
		c.write(&b, sent[c.seq])
	}
	for _, note := range h.notes {
		wrap(&b, "  note: ", note)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// write adds the call to a transcript.
func (c *callRecord) write(b *strings.Builder, sent []*messageRecord) {
	line := string(c.Operation)
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
	wrap(b, fmt.Sprintf("%3d ", c.seq), line+"  "+c.outcome())
	for i := range c.Invocations {
		c.Invocations[i].write(b, &c.Call)
	}
	for _, m := range sent {
		text := fmt.Sprintf("%s to %s", m.Medium, m.To)
		switch {
		case m.Purpose == purposeInvitation:
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
	if c.Hint != "" {
		wrap(b, "      hint: ", c.Hint)
	}
}

// outcome is the end of the call's line.
func (c *callRecord) outcome() string {
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
	}
	return "ok"
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

// subjectOf reads who and what an input is about.
func (f *Fake) subjectOf(op *operation, in reflect.Value) model.Subject {
	s := op.subject.Read(in)
	if s.Pool == "" && s.Client != "" {
		f.mu.RLock()
		if a := f.clients[s.Client]; a != nil {
			s.Pool = a.pool.ID
		}
		f.mu.RUnlock()
	}
	return s
}
