package cognitofake

import (
	"cmp"
	"encoding/json"
	"iter"
	"reflect"
	"slices"
	"time"

	"github.com/cognitofake/cognitofake/internal/awsjson"
	"github.com/cognitofake/cognitofake/internal/history"
	"github.com/cognitofake/cognitofake/internal/rule/message"
)

// Call is a snapshot of one request that the Fake has received, for
// assertions: a copy that no later call changes. Passwords, client secrets,
// secret hashes, sessions and tokens in it are replaced by "REDACTED". A call
// that the SDK tried three times is three Calls with one InvocationID.
type Call struct {
	// Number counts the calls from 1, as the transcript does.
	Number    int
	Operation Operation
	At        time.Time
	PoolID    string
	ClientID  string
	// Username is as the request has it, not as the pool stores it.
	Username string
	// Input is a pointer to the SDK's input struct, such as
	// *cognitoidentityprovider.SignUpInput. It is nil if the body could not be
	// read, or if the fake does not model the operation.
	Input any
	// Output is a pointer to the SDK's output struct. It is nil if the call
	// failed.
	Output any
	// Error is what the caller was told, "<Exception>: <words>"; empty when
	// the call succeeded.
	Error string
	// Hint is what the fake knows of the reason. The service would not say it.
	Hint string
	// Attempt and MaxAttempts are the SDK's count; 0 for clients that send none.
	Attempt, MaxAttempts int
	InvocationID         string
	RequestID            string
	// Invocations are the triggers' functions that ran for the request, in order.
	Invocations []Invocation
}

// MarshalJSON writes the call with input and output as they are on the wire.
func (c Call) MarshalJSON() ([]byte, error) {
	head, err := json.Marshal(struct {
		Operation Operation `json:"operation"`
		At        time.Time `json:"at"`
		PoolID    string    `json:"poolId"`
		ClientID  string    `json:"clientId"`
		Username  string    `json:"username"`
		Error     string    `json:"error"`
		Hint      string    `json:"hint"`
	}{c.Operation, c.At, c.PoolID, c.ClientID, c.Username, c.Error, c.Hint})
	if err != nil {
		return nil, err
	}
	input, _ := c.Input.(json.RawMessage)
	output, _ := c.Output.(json.RawMessage)
	text := make([]byte, 0, len(head)+len(input)+len(output)+64)
	text = append(text, head[:len(head)-1]...)
	text = appendWire(append(text, `,"input":`...), c.Input)
	text = appendWire(append(text, `,"output":`...), c.Output)
	return append(text, '}'), nil
}

// appendWire adds an input or output as it is on the wire.
func appendWire(text []byte, v any) []byte {
	switch v := v.(type) {
	case nil:
		return append(text, "null"...)
	case json.RawMessage:
		return append(text, v...)
	default:
		return awsjson.Append(text, v)
	}
}

// String is one line for a log: the operation, whom it was about, and the error.
func (c Call) String() string {
	line := cmp.Or(string(c.Operation), "(no operation)")
	if c.Username != "" {
		line += " " + plainly(c.Username)
	}
	if c.Error != "" {
		line += ": " + c.Error
	}
	return oneLine(line)
}

// GoString is [Call.String].
func (c Call) GoString() string { return c.String() }

// Equal reports whether two calls say the same. It is how
// github.com/google/go-cmp compares them, since the SDK's structs within have
// fields that it must not read.
func (c Call) Equal(other Call) bool {
	same := c.At.Equal(other.At) && slices.EqualFunc(c.Invocations, other.Invocations, func(a, b Invocation) bool {
		same := a.At.Equal(b.At)
		a.At, b.At = time.Time{}, time.Time{}
		return same && a == b
	})
	c.At, other.At, c.Invocations, other.Invocations = time.Time{}, time.Time{}, nil, nil
	return same && reflect.DeepEqual(c, other)
}

// callOf is a call as a test sees it.
func callOf(c history.Call) Call {
	call := Call{
		Number: c.Number, Operation: Operation(c.Operation), At: c.At, PoolID: c.PoolID, ClientID: c.ClientID, Username: c.Username,
		Input: c.Input, Output: c.Output, Error: c.Error, Hint: c.Hint,
		Attempt: c.Attempt, MaxAttempts: c.MaxAttempts, InvocationID: c.InvocationID, RequestID: c.RequestID,
	}
	for _, i := range c.Invocations {
		call.Invocations = append(call.Invocations, Invocation{
			Trigger: Trigger(i.Trigger), Source: i.Source, Function: i.Function, Event: i.Event, Result: i.Result,
			Error: i.Error, Attempts: i.Attempts, At: i.At, Duration: i.Duration,
		})
	}
	return call
}

// Invocation is a snapshot of one run of a trigger's function, for assertions.
type Invocation struct {
	Trigger  Trigger
	Source   string // such as PreSignUp_SignUp
	Function string // its ARN
	// Event is the JSON that the function was called with, and Result what it
	// returned. The temporary password of an invitation is redacted in both, and
	// so is the password that UserMigration is told.
	Event, Result string
	// Error is what the service makes of the outcome, "<Exception>: <words>".
	// It is empty for a success. The caller gets every error but a custom
	// sender's.
	Error string
	// Attempts is how often the function was called: three times if no
	// answer came in time.
	Attempts int
	At       time.Time     // by the Fake's clock
	Duration time.Duration // of all attempts, in real time
}

// String is one line for a log: what ran, and the error.
func (i Invocation) String() string {
	if i.Error != "" {
		return oneLine(i.Source + ": " + i.Error)
	}
	return i.Source
}

// GoString is [Invocation.String].
func (i Invocation) GoString() string { return i.String() }

// Calls returns all remembered requests, oldest first. One that is still under
// way has neither Input, Output nor Error.
func (f *Fake) Calls() []Call {
	all := f.service.History.Snapshots()
	calls := make([]Call, len(all))
	for i, c := range all {
		calls[i] = callOf(c)
	}
	return calls
}

// RawCalls yields the calls that [Fake.Calls] returns, newest first and without
// decoding them: Input and Output are json.RawMessage, as they are on the wire,
// redacted, and not to be changed. It is for pages and logs of a long history,
// of which they may need the end alone.
func (f *Fake) RawCalls() iter.Seq[Call] {
	return func(yield func(Call) bool) {
		f.service.History.Newest(func(c history.Call) bool { return yield(callOf(c)) })
	}
}

// Transcript is what happened, to read after a failure: each call with its
// outcome, the messages it sent, and under a refusal a hint if the fake knows
// more than the service says. It shows codes, and no passwords, secrets,
// hashes, sessions or tokens. [NewT] logs it when the test has failed.
func (f *Fake) Transcript() string { return f.service.Transcript() }

// WithHistory bounds how many calls, and how many messages, the Fake
// remembers; 10,000 of each without it. Older ones are dropped, and the
// transcript says how many. Calls are dropped sooner when they have more than
// 64 MiB in all.
func WithHistory(limit int) Option {
	if limit < 1 {
		return impossible("WithHistory(%d): at least one call has to be remembered", limit)
	}
	return func(f *Fake) { f.config.History = limit }
}

// WithObserver calls fn after each request, on its goroutine and before its
// answer goes out, with the call as [Fake.Calls] has it and the messages that
// it sent: for logs, live pages and senders. fn may call the Fake, and may run
// on several goroutines at once.
func WithObserver(fn func(Call, []Message)) Option {
	if fn == nil {
		return impossible("WithObserver(nil): leave the option out to have none")
	}
	return func(f *Fake) {
		f.config.Observer = func(c history.Call, sent []message.Message) { fn(callOf(c), messagesOf(sent)) }
	}
}
