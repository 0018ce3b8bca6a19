package service

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/fault"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/message"
)

// OutletConfig is what an account's way out for messages is told when it is made.
type OutletConfig struct {
	Sandbox    bool // text messages go to verified numbers alone
	Verified   []string
	Limited    bool // e-mails of the default sender
	DailyLimit int
	Deliver    func(context.Context, message.Message) error // nil without one
}

// outlet is the account's way out for messages.
type outlet struct {
	OutletConfig

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
	if o.sent >= o.DailyLimit {
		return false
	}
	o.sent++
	return true
}

// post sends a message on its way. The outbox has it in any case; the error is
// what the operation answers.
func (r *Request) post(p *Draft, m message.Message) error {
	s := r.service
	err := r.trySend(p, m)
	if err == nil {
		s.History.Send(r.record, m)
		return nil
	}
	m.Delivered, m.Error = false, err.Error()
	s.History.Send(r.record, m)
	if errors.Is(err, fault.ErrLost) || p.custom {
		return nil // L46, L122
	}
	return err
}

// trySend is why a message does not arrive: a refusal that the operation
// answers, an ErrLost, or nil when it does.
func (r *Request) trySend(p *Draft, m message.Message) error {
	s := r.service
	if r.faults != nil {
		if fault := r.faults.Take(r.op.name, true, r.about(), m.Username, m.To); fault != nil {
			return undelivered(r, m, fault.Err, fault.Hint())
		}
	}
	if p.custom {
		return nil
	}
	email := m.Medium == types.DeliveryMediumTypeEmail
	if !email && s.outlet.Sandbox && !slices.Contains(s.outlet.Verified, m.To) {
		return fault.ErrSMSSandbox
	}
	if email && s.outlet.Limited && p.settings.DefaultSender() && !s.outlet.takeEmail(s.Account.Now()) {
		return refusal.DailyEmailLimit().WithHint(fmt.Sprintf("the limit is %d a day; what the operation made stays (README, \"The retry trap\")", s.outlet.DailyLimit))
	}
	if s.outlet.Deliver != nil {
		if err := guard(func() error { return s.outlet.Deliver(context.WithoutCancel(r.ctx), m) }); err != nil {
			return undelivered(r, m, err, "the test's deliverer: "+err.Error())
		}
	}
	return nil
}

// undelivered is what the operation answers when its message fails with err.
func undelivered(r *Request, m message.Message, err error, hint string) error {
	if errors.Is(err, fault.ErrLost) {
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
