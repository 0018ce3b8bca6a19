package service

import (
	"cmp"
	"encoding/base64"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/history"
	"github.com/cognitofake/cognitofake/internal/model"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
	"github.com/cognitofake/cognitofake/internal/rule/message"
	"github.com/cognitofake/cognitofake/internal/rule/settings"
	"github.com/cognitofake/cognitofake/internal/rule/trigger"
	"github.com/cognitofake/cognitofake/internal/state"
)

// PreSignUp asks the pool's PreSignUp function, if there is one, about a user
// who is about to be made. source is SignUp or AdminCreateUser; the latter has
// no use for the answer (L110).
func (r *Request) PreSignUp(on state.Target, source string, u state.NewUser, validation []types.AttributeType, metadata map[string]string) (trigger.PreSignUpResponse, error) {
	var answer trigger.PreSignUpResponse
	p, app := on.On()
	fn := r.function(p, p.Settings(), trigger.PreSignUp)
	if fn == nil {
		return answer, nil
	}
	e := trigger.NewEvent(r.caller(p, app), u.Username, trigger.PreSignUp, source, trigger.PreSignUpRequest{
		UserAttributes: trigger.SuppliedAttributes(u.Attrs),
		ValidationData: trigger.ValidationMap(validation),
		ClientMetadata: metadata,
	}, answer)
	err := r.run(fn, e, func(result []byte) (err *refusal.Error) {
		answer, err = trigger.ReadPreSignUp(result)
		if err == nil && source == message.SignUp {
			err = answer.Check(u.Attrs)
		}
		return err
	})
	return answer, err
}

// PostConfirmation tells the pool's PostConfirmation function, if there is
// one, of a user who has been confirmed and stays so whatever it says (L123,
// L127). u is the user afterwards.
func (r *Request) PostConfirmation(on state.Target, u state.Snapshot, source string, metadata map[string]string) error {
	p, app := on.On()
	fn := r.function(p, p.Settings(), trigger.PostConfirmation)
	if fn == nil {
		return nil
	}
	e := trigger.NewEvent(r.caller(p, app), u.Username, trigger.PostConfirmation, source, trigger.PostConfirmationRequest{
		UserAttributes: u.EventAttributes(), ClientMetadata: metadata,
	}, trigger.EmptyResponse{})
	done := "the user is CONFIRMED all the same: trying again will be refused"
	if source == trigger.SourceConfirmForgotPassword {
		done = "the new password is set all the same: the code has been used"
	}
	return stays(r.run(fn, e, func(result []byte) *refusal.Error {
		_, err := trigger.ReadResponse(result)
		return err
	}), done)
}

// compose is the message of a draft. The pool's triggers may write its
// words, or send it themselves.
func (r *Request) compose(p *Draft) (message.Message, error) {
	sender := trigger.CustomEmailSender
	if p.to.Attribute == attribute.Phone {
		sender = trigger.CustomSMSSender
	}
	if fn := r.function(p.pool, p.settings, sender); fn != nil {
		p.custom = true
		return r.handOver(p, fn), nil
	}
	t := p.templates()
	if fn := r.function(p.pool, p.settings, trigger.CustomMessage); fn != nil {
		if err := r.customMessage(p, fn, &t); err != nil {
			if r.record != nil && r.record.Made {
				err = stays(err, "the user was made all the same")
			}
			return message.Message{}, err
		}
	}
	return r.write(p, t), nil
}

// customMessage lets a function replace the words of a draft (L114, L116).
func (r *Request) customMessage(p *Draft, fn *trigger.Function, t *message.Templates) error {
	req := trigger.CustomMessageRequest{
		UserAttributes: p.User.EventAttributes(),
		CodeParameter:  message.CodePlaceholder, LinkParameter: trigger.LinkParameter,
		ClientMetadata: p.metadata,
	}
	if p.purpose == message.Invitation {
		req.UsernameParameter = opt.Of(message.UsernamePlaceholder)
	}
	e := trigger.NewEvent(r.caller(p.pool, p.app), p.User.Username, trigger.CustomMessage, p.purpose, req, trigger.CustomMessageResponse{})
	return r.run(fn, e, func(result []byte) *refusal.Error {
		response, err := trigger.ReadResponse(result, "smsMessage", "emailMessage", "emailSubject")
		if err != nil {
			return err
		}
		var given message.Templates
		if err := cmp.Or(
			response.Member("smsMessage", &given.Sms),
			response.Member("emailMessage", &given.Email),
			response.Member("emailSubject", &given.Subject),
		); err != nil {
			return err
		}
		return p.replace(t, given)
	})
}

// replace puts given words into t where there are any, after a look at those
// that the draft's medium has a use for (L116 to L118).
func (p *Draft) replace(t *message.Templates, given message.Templates) *refusal.Error {
	t.Email, t.Subject, t.Sms = cmp.Or(given.Email, t.Email), cmp.Or(given.Subject, t.Subject), cmp.Or(given.Sms, t.Sms)
	sms, email := model.SMSCode, model.EmailCode
	switch {
	case p.linkMode():
		email = model.EmailLink
	case p.purpose == message.Invitation:
		sms, email = model.SMSInvite, model.EmailInvite
	}
	if p.to.Attribute == attribute.Phone {
		return p.checkWords(sms, "smsMessage", given.Sms)
	}
	if err := p.checkWords(email, "emailBody", given.Email); err != nil {
		return err
	}
	return p.checkWords(model.EmailSubject, "emailSubject", given.Subject)
}

// checkWords holds a text of a function against the model.
func (p *Draft) checkWords(kind model.Text, path, text string) *refusal.Error {
	if text == "" {
		return nil
	}
	broken := kind.Check(path, text)
	if broken == "" {
		return nil
	}
	return refusal.InvalidParameter(broken).WithHint(p.hintWords(kind, text))
}

// hintWords says which placeholder a text of a function lacks.
func (p *Draft) hintWords(kind model.Text, text string) string {
	const lacks = "the message has to contain event.Request."
	switch kind {
	case model.EmailLink:
		if _, _, _, ok := message.CutLink(text); !ok {
			return lacks + "LinkParameter, " + trigger.LinkParameter
		}
	case model.EmailCode, model.SMSCode:
		if !strings.Contains(text, message.CodePlaceholder) {
			return lacks + "CodeParameter, " + message.CodePlaceholder
		}
	}
	return ""
}

// handOver lets a custom sender send a draft. Nobody hears of its failure
// (L121, L122); the outbox does.
func (r *Request) handOver(p *Draft, fn *trigger.Function) message.Message {
	m := r.envelope(p)
	kind := "customEmailSenderRequestV1"
	if fn.Trigger == trigger.CustomSMSSender {
		kind = "customSMSSenderRequestV1"
	}
	plain := p.Code
	if p.purpose == message.Invitation {
		plain = strings.NewReplacer("<", "&lt;", ">", "&gt;", "&", "&amp;").Replace(plain) // C114
	}
	code, failed := r.service.encrypt(p.settings, p.pool.ID, plain)
	if failed != nil {
		m.Delivered, m.Error = false, "the code could not be encrypted: "+failed.Error()
		return m
	}
	if p.purpose == message.Invitation {
		r.Conceal(code)
	}
	e := trigger.NewEvent(r.caller(p.pool, p.app), p.User.Username, fn.Trigger, p.purpose, trigger.CustomSenderRequest{
		Type: kind, Code: &code, ClientMetadata: p.metadata, UserAttributes: p.User.EventAttributes(),
	}, nil)
	if err := r.run(fn, e, func([]byte) *refusal.Error { return nil }); err != nil {
		m.Delivered, m.Error = false, err.Error()
	}
	return m
}

// run calls a function, reads its answer with read, and records both.
func (r *Request) run(fn *trigger.Function, e trigger.Event, read func(answer []byte) *refusal.Error) error {
	payload := e.Encode()
	inv := history.Invocation{
		Trigger: fn.Trigger, Source: e.Source, Function: fn.Arn, At: r.service.Account.Now(), Event: string(payload),
	}
	start := time.Now()
	answer, attempts, err := fn.Invoke(r.ctx, trigger.Invocation{Timeout: r.service.config.TriggerTimeout, NewID: r.service.Account.Random.UUID}, payload)
	inv.Attempts, inv.Duration, inv.Result = attempts, time.Since(start), string(answer)
	var told *refusal.Error
	if err != nil {
		told = fn.Refusal(err)
	} else {
		told = read(answer)
	}
	if told != nil {
		inv.Error, inv.Hint = told.Error(), told.Hint
	}
	r.service.History.Invoked(r.record, inv)
	r.service.Faults.Ran(e.PoolID(), fn.Trigger)
	if told != nil {
		return told
	}
	return nil
}

// encrypt is a code as the event of a custom sender has it.
func (f *Service) encrypt(s *settings.Pool, poolID, code string) (string, error) {
	ciphertext := []byte(code)
	if f.config.Encrypter != nil {
		err := guard(func() (err error) {
			ciphertext, err = f.config.Encrypter(poolID, opt.Value(opt.Value(s.Describe.LambdaConfig).KMSKeyID), code)
			return err
		})
		if err != nil {
			return "", err
		}
	}
	return base64.StdEncoding.EncodeToString(ciphertext), nil
}

// caller is by whom and where a function is triggered; app is nil for an
// administrator's operation.
func (r *Request) caller(p *state.Pool, app *state.App) trigger.Caller {
	c := trigger.Caller{Region: p.Region, PoolID: p.ID, UserAgent: r.userAgent}
	if app != nil {
		c.ClientID = app.ID
	}
	return c
}
