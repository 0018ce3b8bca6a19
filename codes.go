package cognitofake

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"
	"unicode"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/model"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/rule/message"
)

// Message is what the service would have sent to a user, as it stands in the
// outbox of the fake: a copy, with the code in clear. Production sends it by
// Amazon SES or SNS and keeps no copy.
type Message struct {
	PoolID   string `json:"poolId"`
	ClientID string `json:"clientId"` // empty when an administrator's operation sent it
	Username string `json:"username"` // the stored one: the sub in a pool with UsernameAttributes
	// To is the address in full, where CodeDeliveryDetails has a mask.
	To        string                   `json:"to"`
	Medium    types.DeliveryMediumType `json:"medium"`
	Attribute string                   `json:"attribute"` // email or phone_number
	// Purpose is the end of the trigger source that belongs to the message:
	// SignUp, ResendCode, ForgotPassword, AdminCreateUser, UpdateUserAttribute,
	// VerifyUserAttribute, or Authentication for a code to sign in.
	Purpose string `json:"purpose"`
	Subject string `json:"subject"` // empty in a text message
	Body    string `json:"body"`
	// Code is the one that the user gives back, to ConfirmSignUp for instance;
	// in an invitation (AdminCreateUser) it is the temporary password.
	Code string `json:"code"`
	// Link confirms the user when it is visited; empty unless the pool's
	// DefaultEmailOption is CONFIRM_WITH_LINK.
	Link   string    `json:"link"`
	SentAt time.Time `json:"sentAt"`
	// Delivered is false for a message that never arrived; Error says why.
	Delivered bool   `json:"delivered"`
	Error     string `json:"error"`
}

// String is one line for a log, such as
//
//	EMAIL to jane@example.com: Your verification code (123456)
//
// The temporary password of an invitation is not in it.
func (m Message) String() string {
	line := fmt.Sprintf("%s to %s: ", m.Medium, m.To)
	switch about := cmp.Or(m.Subject, m.Purpose); {
	case m.Purpose == message.Invitation:
		line += "an invitation"
	case m.Link != "":
		line += fmt.Sprintf("%s (link with code %s)", about, m.Code)
	default:
		line += fmt.Sprintf("%s (%s)", about, m.Code)
	}
	if !m.Delivered {
		line += ", not delivered: " + m.Error
	}
	return oneLine(line)
}

// GoString is [Message.String].
func (m Message) GoString() string { return m.String() }

// oneLine is text without characters that would leave its line in a log.
func oneLine(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, text)
}

// Messages returns all messages in the outbox, oldest first.
func (f *Fake) Messages() []Message {
	return messagesOf(f.service.History.MessagesWhere(func(*message.Message) bool { return true }))
}

// TakeMessages returns all messages in the outbox, oldest first, and empties
// it. Codes stay valid.
func (f *Fake) TakeMessages() []Message {
	return messagesOf(f.service.History.TakeMessages(func(*message.Message) bool { return true }))
}

// WaitMessage waits for a message to somebody, given by address or by stored
// username, for code that signs up in a goroutine. Of several it returns the
// oldest, and each only once: the next WaitMessage returns the next one. It
// fails when ctx ends, or after [WithWaitLimit] if ctx has no deadline, with an
// error that says what happened instead.
func (f *Fake) WaitMessage(ctx context.Context, to string) (m Message, err error) {
	err = f.wait(ctx, "WaitMessage", func(ctx context.Context) (missing string, err error) {
		found, missing, err := f.service.History.Wait(ctx, to)
		m = Message(found)
		return missing, err
	})
	return m, err
}

// messagesOf are messages as a test sees them.
func messagesOf(all []message.Message) []Message {
	messages := make([]Message, len(all))
	for i, m := range all {
		messages[i] = Message(m)
	}
	return messages
}

// WithFixedCode makes every code the given one, as it is. Without it a code
// is six random digits (L48).
func WithFixedCode(code string) Option {
	confirm := &cognitoidentityprovider.ConfirmSignUpInput{ClientId: opt.Of("x"), Username: opt.Of("x"), ConfirmationCode: &code}
	if message := model.Check(confirm); message != "" {
		return impossible("WithFixedCode(%q): ConfirmSignUp would refuse it: %s", code, message) // L54
	}
	return func(f *Fake) { f.config.FixedCode = code }
}

// WithDeliverer has deliver called with each message before it goes into the
// outbox, to hand it to a mailbox or to fail. It gets a context that does not
// end with the caller's. An error of the SDK's types is what the operation
// answers, in the service's words if it has none; one that wraps [ErrLost] is
// told to nobody; any other is CodeDeliveryFailureException (R126). What the
// operation has made stays. No lock is held: deliver may call the Fake.
func WithDeliverer(deliver func(ctx context.Context, m Message) error) Option {
	if deliver == nil {
		return impossible("WithDeliverer(nil): leave the option out to deliver to the outbox alone")
	}
	return func(f *Fake) {
		f.config.Outlet.Deliver = func(ctx context.Context, m message.Message) error { return deliver(ctx, Message(m)) }
	}
}
