package cognitofake

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/refusal"
)

// ErrLost is the fault of a message that is lost in silence, for FailNext and
// Fail with [AtDelivery] and for a deliverer: the operation succeeds and says
// where the code went, and nothing arrives (L46). The outbox keeps the message
// with Delivered false. An error that wraps it is lost alike, and Error says
// what it says.
var ErrLost = errors.New("lost on the way")

// ErrSMSSandbox is an [ErrLost]: Amazon SNS keeps new accounts in a sandbox,
// from which text messages go to verified numbers only.
var ErrSMSSandbox = fmt.Errorf("%w: the account is in the SMS sandbox, and the number is not verified", ErrLost)

// WithSMSSandbox keeps the account in the SMS sandbox: text messages to other
// numbers than these are lost in silence, as [ErrSMSSandbox] says (L46).
// Without the option all text messages arrive.
func WithSMSSandbox(verified ...string) Option {
	return func(f *Fake) { f.outlet.sandbox, f.outlet.verified = true, slices.Clone(verified) }
}

// WithDailyEmailLimit lets pools that send e-mail through Amazon Cognito
// itself (EmailSendingAccount COGNITO_DEFAULT, the default) send no more than
// n messages a day, all together; production has 50. Those beyond are refused
// with LimitExceededException, and what the operation has made stays: a user
// is there, UNCONFIRMED (L39, L40). The day begins at 09:00 UTC by the Fake's
// clock. Without the option there is no limit.
//
// The SDK tries LimitExceededException again: SignUp reaches the application
// as UsernameExistsException, said to its second attempt (R129).
func WithDailyEmailLimit(n int) Option {
	if n < 0 {
		panic(fmt.Sprintf("cognitofake: WithDailyEmailLimit(%d): a limit is not negative; leave the option out for none", n))
	}
	return func(f *Fake) { f.outlet.limited, f.outlet.dailyLimit = true, n }
}

// WithDeliverer has deliver called with each message before it goes into the
// outbox, to hand it to a mailbox or to fail. It gets a context that does not
// end with the caller's. An error of the SDK's types is what the operation
// answers, in the service's words if it has none; one that wraps [ErrLost] is
// told to nobody; any other is CodeDeliveryFailureException (R126). What the
// operation has made stays. No lock is held: deliver may call the Fake.
func WithDeliverer(deliver func(ctx context.Context, m Message) error) Option {
	if deliver == nil {
		panic("cognitofake: WithDeliverer(nil): leave the option out to deliver to the outbox alone")
	}
	return func(f *Fake) { f.outlet.deliver = deliver }
}

// outlet is the account's way out for messages.
type outlet struct {
	sandbox    bool
	verified   []string
	limited    bool
	dailyLimit int
	deliver    func(context.Context, Message) error

	mu   sync.Mutex
	day  time.Time // of sent
	sent int       // e-mails of the default sender
}

func (o *outlet) reset() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.day, o.sent = time.Time{}, 0
}

// takeEmail counts one e-mail of the default sender, unless the day's are used up.
func (o *outlet) takeEmail(now time.Time) bool {
	const begin = 9 * time.Hour // UTC (L39)
	day := now.Add(-begin).Truncate(24 * time.Hour)
	o.mu.Lock()
	defer o.mu.Unlock()
	if !day.Equal(o.day) {
		o.day, o.sent = day, 0
	}
	if o.sent >= o.dailyLimit {
		return false
	}
	o.sent++
	return true
}

// post sends a message on its way. The outbox has it in any case; the error is
// what the operation answers.
func (f *Fake) post(r *request, p *parcel, m Message) error {
	err := f.trySend(r, p, m)
	if err == nil {
		f.history.send(r.record, m)
		return nil
	}
	m.Delivered, m.Error = false, err.Error()
	f.history.send(r.record, m)
	if errors.Is(err, ErrLost) || p.custom {
		return nil // L46, L122
	}
	return err
}

// trySend is why a message does not arrive: an *apiError that the operation
// answers, an ErrLost, or nil when it does.
func (f *Fake) trySend(r *request, p *parcel, m Message) error {
	if r.faults != nil {
		if fault := r.faults.take(r.op.name, true, r.about(), m.Username, m.To); fault != nil {
			return undelivered(r, m, fault.err, "a fault of this test: "+fault.by)
		}
	}
	if p.custom {
		return nil
	}
	email := m.Medium == types.DeliveryMediumTypeEmail
	if !email && f.outlet.sandbox && !slices.Contains(f.outlet.verified, m.To) {
		return ErrSMSSandbox
	}
	if email && f.outlet.limited && p.settings.defaultSender() && !f.outlet.takeEmail(f.now()) {
		return refusal.DailyEmailLimit().WithHint(fmt.Sprintf("the limit is %d a day; what the operation made stays (README, \"The retry trap\")", f.outlet.dailyLimit))
	}
	if f.outlet.deliver != nil {
		if err := f.outlet.deliver(context.WithoutCancel(r.ctx), m); err != nil {
			return undelivered(r, m, err, "the test's deliverer: "+err.Error())
		}
	}
	return nil
}

// undelivered is what the operation answers when its message fails with err.
func undelivered(r *request, m Message, err error, hint string) error {
	if errors.Is(err, ErrLost) {
		return err
	}
	told := refusal.Of(err)
	if told == nil {
		told = refusal.New(refusal.CodeCodeDeliveryFailure, "")
		hint += ": " + err.Error()
	}
	if told.Message == "" {
		copied := *told
		told = &copied
		told.Message = refusal.WordsAtDelivery(told.Code, m.Medium)
	}
	return told.Worded(r.op.name, r.about()).WithHint(hint)
}

// defaultSender reports whether Amazon Cognito sends the pool's e-mail by itself.
func (s *poolSettings) defaultSender() bool {
	c := s.describe.EmailConfiguration
	return c == nil || c.EmailSendingAccount != types.EmailSendingAccountTypeDeveloper
}
