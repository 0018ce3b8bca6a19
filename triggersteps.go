package cognitofake

import (
	"cmp"
	"encoding/base64"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/model"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
)

// PreSignUp asks the pool's PreSignUp function, if there is one, about a user
// who is about to be made. source is SignUp or AdminCreateUser; the latter has
// no use for the answer (L110).
func (r *request) PreSignUp(on Target, source string, u newUser, validation []types.AttributeType, metadata map[string]string) (preSignUpResponse, error) {
	var answer preSignUpResponse
	p, app := on.on()
	fn := r.service.function(p, p.Settings(), triggerPreSignUp)
	if fn == nil {
		return answer, nil
	}
	e := newEvent(r.caller(p, app), u.username, triggerPreSignUp, source, preSignUpRequest{
		UserAttributes: suppliedAttributes(u.attrs),
		ValidationData: validationMap(validation),
		ClientMetadata: metadata,
	}, answer)
	err := r.run(fn, e, func(result []byte) (err *refusal.Error) {
		answer, err = readPreSignUp(result)
		if err == nil && source == purposeSignUp {
			err = answer.check(u.attrs)
		}
		return err
	})
	return answer, err
}

// PostConfirmation tells the pool's PostConfirmation function, if there is
// one, of a user who has been confirmed and stays so whatever it says (L123,
// L127). u is the user afterwards.
func (r *request) PostConfirmation(on Target, u userSnapshot, source string, metadata map[string]string) error {
	p, app := on.on()
	fn := r.service.function(p, p.Settings(), triggerPostConfirmation)
	if fn == nil {
		return nil
	}
	e := newEvent(r.caller(p, app), u.Username, triggerPostConfirmation, source, postConfirmationRequest{
		UserAttributes: u.eventAttributes(), ClientMetadata: metadata,
	}, emptyResponse{})
	return r.run(fn, e, func(result []byte) *refusal.Error {
		_, err := readResponse(result)
		return err
	})
}

// compose is the message of a draft. The pool's triggers may write its
// words, or send it themselves.
func (r *request) compose(p *draft) (outMessage, error) {
	sender := triggerCustomEmailSender
	if p.to.attribute == attribute.Phone {
		sender = triggerCustomSMSSender
	}
	if fn := r.service.function(p.pool, p.settings, sender); fn != nil {
		p.custom = true
		return r.handOver(p, fn), nil
	}
	t := p.templates()
	if fn := r.service.function(p.pool, p.settings, triggerCustomMessage); fn != nil {
		if err := r.customMessage(p, fn, &t); err != nil {
			return outMessage{}, err
		}
	}
	return r.write(p, t), nil
}

// customMessage lets a function replace the words of a draft (L114, L116).
func (r *request) customMessage(p *draft, fn *function, t *templates) error {
	req := customMessageRequest{
		UserAttributes: p.user.eventAttributes(),
		CodeParameter:  codePlaceholder, LinkParameter: linkParameter,
		ClientMetadata: p.metadata,
	}
	if p.purpose == purposeInvitation {
		req.UsernameParameter = opt.Of(usernamePlaceholder)
	}
	e := newEvent(r.caller(p.pool, p.app), p.user.Username, triggerCustomMessage, p.purpose, req, customMessageResponse{})
	return r.run(fn, e, func(result []byte) *refusal.Error {
		response, err := readResponse(result, "smsMessage", "emailMessage", "emailSubject")
		if err != nil {
			return err
		}
		var given templates
		if err := cmp.Or(
			response.member("smsMessage", &given.sms),
			response.member("emailMessage", &given.email),
			response.member("emailSubject", &given.subject),
		); err != nil {
			return err
		}
		return p.replace(t, given)
	})
}

// replace puts given words into t where there are any, after a look at those
// that the draft's medium has a use for (L116 to L118).
func (p *draft) replace(t *templates, given templates) *refusal.Error {
	t.email, t.subject, t.sms = cmp.Or(given.email, t.email), cmp.Or(given.subject, t.subject), cmp.Or(given.sms, t.sms)
	sms, email := model.SMSCode, model.EmailCode
	switch {
	case p.linkMode():
		email = model.EmailLink
	case p.purpose == purposeInvitation:
		sms, email = model.SMSInvite, model.EmailInvite
	}
	if p.to.attribute == attribute.Phone {
		return checkWords(sms, "smsMessage", given.sms)
	}
	if err := checkWords(email, "emailBody", given.email); err != nil {
		return err
	}
	return checkWords(model.EmailSubject, "emailSubject", given.subject)
}

// checkWords holds a text of a function against the model.
func checkWords(kind model.Text, path, text string) *refusal.Error {
	if text == "" {
		return nil
	}
	if message := kind.Check(path, text); message != "" {
		return refusal.InvalidParameter(message)
	}
	return nil
}

// handOver lets a custom sender send a draft. Nobody hears of its failure
// (L121, L122); the outbox does.
func (r *request) handOver(p *draft, fn *function) outMessage {
	m := r.envelope(p)
	kind := "customEmailSenderRequestV1"
	if fn.trigger == triggerCustomSMSSender {
		kind = "customSMSSenderRequestV1"
	}
	code, failed := r.service.encrypt(p.settings, p.pool.ID, p.code)
	if failed != nil {
		m.Delivered, m.Error = false, "the code could not be encrypted: "+failed.Error()
		return m
	}
	e := newEvent(r.caller(p.pool, p.app), p.user.Username, fn.trigger, p.purpose, customSenderRequest{
		Type: kind, Code: code, ClientMetadata: p.metadata, UserAttributes: p.user.eventAttributes(),
	}, emptyResponse{})
	if err := r.run(fn, e, func([]byte) *refusal.Error { return nil }); err != nil {
		m.Delivered, m.Error = false, err.Error()
	}
	return m
}

// run calls a function, reads its answer with read, and records both.
func (r *request) run(fn *function, e event, read func(answer []byte) *refusal.Error) error {
	payload := e.encode()
	inv := historyInvocation{
		Trigger: fn.trigger, Source: e.TriggerSource, Function: fn.arn, At: r.service.Account.Now(), Event: string(payload),
	}
	start := time.Now()
	answer, attempts, err := fn.invoke(r.ctx, invocation{timeout: r.service.config.TriggerTimeout, newID: r.service.Account.Random.UUID}, payload)
	inv.Attempts, inv.Duration, inv.Result = attempts, time.Since(start), string(answer)
	var told *refusal.Error
	if err != nil {
		told = fn.refusal(err)
	} else {
		told = read(answer)
	}
	if told != nil {
		inv.Error, inv.Hint = told.Error(), told.Hint
	}
	if s, ok := e.Request.(customSenderRequest); ok && e.TriggerSource == fn.trigger+"_"+purposeInvitation {
		inv.hide(s.Code)
	}
	r.service.history.invoked(r.record, inv)
	if told != nil {
		return told
	}
	return nil
}

// encrypt is a code as the event of a custom sender has it.
func (f *Service) encrypt(s *poolSettings, poolID, code string) (string, error) {
	ciphertext := []byte(code)
	if f.config.Encrypter != nil {
		var err error
		if ciphertext, err = f.config.Encrypter(poolID, opt.Value(opt.Value(s.describe.LambdaConfig).KMSKeyID), code); err != nil {
			return "", err
		}
	}
	return base64.StdEncoding.EncodeToString(ciphertext), nil
}

// caller is by whom and where a function is triggered; app is nil for an
// administrator's operation.
func (r *request) caller(p *poolState, app *appState) caller {
	c := caller{region: p.Region, poolID: p.ID, userAgent: r.userAgent}
	if app != nil {
		c.clientID = app.ID
	}
	return c
}
