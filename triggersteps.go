package cognitofake

import (
	"cmp"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/model"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
)

// newcomer is a user who is about to be made, as PreSignUp sees them.
type newcomer struct {
	app        *AppClient     // nil for an administrator's operation
	username   string         // the one to be stored
	attrs      attribute.List // as supplied
	validation []types.AttributeType
	metadata   map[string]string
}

// preSignUp asks the pool's PreSignUp function, if there is one, about a
// newcomer. source is SignUp or AdminCreateUser; the latter has no use for
// the answer (L110).
func (p *Pool) preSignUp(r *request, s *poolSettings, source string, n newcomer) (preSignUpResponse, *refusal.Error) {
	var answer preSignUpResponse
	fn := p.function(s, PreSignUp)
	if fn == nil {
		return answer, nil
	}
	e := p.newEvent(r, n.app, n.username, PreSignUp, source, preSignUpRequest{
		UserAttributes: suppliedAttributes(n.attrs),
		ValidationData: validationMap(n.validation),
		ClientMetadata: n.metadata,
	}, answer)
	err := p.fake.run(r, fn, e, func(result []byte) (err *refusal.Error) {
		answer, err = readPreSignUp(result)
		if err == nil && source == purposeSignUp {
			err = answer.check(n.attrs)
		}
		return err
	})
	return answer, err
}

func readPreSignUp(result []byte) (answer preSignUpResponse, err *refusal.Error) {
	response, err := readResponse(result, "autoConfirmUser", "autoVerifyEmail", "autoVerifyPhone")
	if err != nil {
		return answer, err
	}
	err = cmp.Or(
		response.member("autoConfirmUser", &answer.AutoConfirmUser),
		response.member("autoVerifyEmail", &answer.AutoVerifyEmail),
		response.member("autoVerifyPhone", &answer.AutoVerifyPhone),
	)
	return answer, err
}

// check refuses flags that cannot be followed (L107, L108).
func (a preSignUpResponse) check(attrs attribute.List) *refusal.Error {
	switch {
	case (a.AutoVerifyEmail || a.AutoVerifyPhone) && !a.AutoConfirmUser:
		return refusal.AutoVerifyUnconfirmed()
	}
	for _, address := range attribute.Addresses {
		if a.verifies(address) && attrs.Get(string(address)) == "" {
			return refusal.AutoVerifyMissing(string(address))
		}
	}
	return nil
}

// verifies reports whether an address counts as verified (L106).
func (a preSignUpResponse) verifies(address attribute.Address) bool {
	return address == attribute.Email && a.AutoVerifyEmail || address == attribute.Phone && a.AutoVerifyPhone
}

// postConfirmation tells the pool's PostConfirmation function, if there is
// one, of a user who has been confirmed and stays so whatever it says (L123,
// L127). u is the user afterwards; app is nil for an administrator's
// operation.
func (p *Pool) postConfirmation(r *request, app *AppClient, u User, source string, metadata map[string]string) *refusal.Error {
	fn := p.function(p.settings.Load(), PostConfirmation)
	if fn == nil {
		return nil
	}
	e := p.newEvent(r, app, u.Username, PostConfirmation, source, postConfirmationRequest{
		UserAttributes: u.eventAttributes(), ClientMetadata: metadata,
	}, emptyResponse{})
	return p.fake.run(r, fn, e, func(result []byte) *refusal.Error {
		_, err := readResponse(result)
		return err
	})
}

// compose is the message of a parcel. The pool's triggers may write its
// words, or send it themselves.
func (f *Fake) compose(r *request, p *parcel) (Message, *refusal.Error) {
	sender := CustomEmailSender
	if p.to.attribute == attribute.Phone {
		sender = CustomSMSSender
	}
	if fn := p.pool.function(p.settings, sender); fn != nil {
		p.custom = true
		return f.handOver(r, p, fn), nil
	}
	t := p.templates()
	if fn := p.pool.function(p.settings, CustomMessage); fn != nil {
		if err := f.customMessage(r, p, fn, &t); err != nil {
			return Message{}, err
		}
	}
	return p.write(t), nil
}

// customMessage lets a function replace the words of a parcel (L114, L116).
func (f *Fake) customMessage(r *request, p *parcel, fn *function, t *templates) *refusal.Error {
	req := customMessageRequest{
		UserAttributes: p.user.eventAttributes(),
		CodeParameter:  codePlaceholder, LinkParameter: linkParameter,
		ClientMetadata: p.metadata,
	}
	if p.purpose == purposeInvitation {
		req.UsernameParameter = opt.Of(usernamePlaceholder)
	}
	e := p.pool.newEvent(r, p.app, p.user.Username, CustomMessage, p.purpose, req, customMessageResponse{})
	return f.run(r, fn, e, func(result []byte) *refusal.Error {
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
// that the parcel's medium has a use for (L116 to L118).
func (p *parcel) replace(t *templates, given templates) *refusal.Error {
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

// handOver lets a custom sender send a parcel. Nobody hears of its failure
// (L121, L122); the outbox does.
func (f *Fake) handOver(r *request, p *parcel, fn *function) Message {
	m := p.envelope()
	kind := "customEmailSenderRequestV1"
	if fn.trigger == CustomSMSSender {
		kind = "customSMSSenderRequestV1"
	}
	code, failed := f.encrypt(p.settings, p.pool.ID, p.code)
	if failed != nil {
		m.Delivered, m.Error = false, "the code could not be encrypted: "+failed.Error()
		return m
	}
	e := p.pool.newEvent(r, p.app, p.user.Username, fn.trigger, p.purpose, customSenderRequest{
		Type: kind, Code: code, ClientMetadata: p.metadata, UserAttributes: p.user.eventAttributes(),
	}, emptyResponse{})
	if err := f.run(r, fn, e, func([]byte) *refusal.Error { return nil }); err != nil {
		m.Delivered, m.Error = false, err.Error()
	}
	return m
}
