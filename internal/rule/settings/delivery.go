package settings

import (
	"cmp"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
	"github.com/cognitofake/cognitofake/internal/rule/message"
)

// Host is where the pool's pages are, "" without a domain (L35).
func (s *Pool) Host(region string) string {
	for _, host := range s.Hosts(region) {
		return host
	}
	return ""
}

// Hosts are all where the pool's pages are, its custom domain first.
func (s *Pool) Hosts(region string) []string {
	var hosts []string
	if d := opt.Value(s.Describe.CustomDomain); d != "" {
		hosts = append(hosts, d)
	}
	if d := opt.Value(s.Describe.Domain); d != "" {
		hosts = append(hosts, d+".auth."+region+".amazoncognito.com")
	}
	return hosts
}

// HintCannotResend says which of two reasons it is.
func (s *Pool) HintCannotResend() string {
	if !s.Auto.Empty() {
		return "the user has no attribute that the pool verifies (L74)"
	}
	return "the pool has no AutoVerifiedAttributes (L73)"
}

// HintUnsent says why a new user whom [Pool.VerificationDestination] finds no
// address of is sent no code.
func (s *Pool) HintUnsent() string {
	if s.Auto.Empty() {
		return "the pool verifies no attribute: AutoVerifiedAttributes is empty (L9)"
	}
	var names []string
	for _, a := range attribute.Addresses {
		if s.Auto.Has(a) {
			names = append(names, string(a))
		}
	}
	return "the pool verifies " + strings.Join(names, " and ") + ", and the user has no " + strings.Join(names, " and no ") + " (L10, L11)"
}

// VerificationDestination is where the code that verifies a new user goes: to
// the phone if the pool verifies it and there is one, else to the e-mail
// address likewise, else nowhere (L8 to L14).
func (s *Pool) VerificationDestination(attrs attribute.List) (message.Destination, bool) {
	for _, a := range []attribute.Address{attribute.Phone, attribute.Email} {
		if address := attrs.Get(string(a)); s.Auto.Has(a) && address != "" {
			return message.Destination{Attribute: a, Address: address}, true
		}
	}
	return message.Destination{}, false
}

// CheckLink refuses to send a link in a pool whose domain would have to take
// it and which has none (R94, L37).
func (s *Pool) CheckLink(to message.Destination, region string) *refusal.Error {
	if s.LinkMode && to.Attribute == attribute.Email && s.Host(region) == "" {
		return refusal.NoDomain().WithHint("the pool confirms by link: give it a domain with CreateUserPoolDomain")
	}
	return nil
}

// Templates are the pool's words for a message of a purpose; what the pool
// does not set is empty.
func (s *Pool) Templates(purpose string, link bool) message.Templates {
	d := &s.Describe
	t := opt.Value(d.VerificationMessageTemplate)
	switch {
	case purpose == message.Invitation:
		set := opt.Value(opt.Value(d.AdminCreateUserConfig).InviteMessageTemplate)
		return message.Templates{Email: opt.Value(set.EmailMessage), Subject: opt.Value(set.EmailSubject), Sms: opt.Value(set.SMSMessage)}
	case purpose == message.Authentication:
		email := opt.Value(s.MFA.Email)
		return message.Templates{Email: opt.Value(email.Message), Subject: opt.Value(email.Subject), Sms: opt.Value(d.SmsAuthenticationMessage)} // M108
	case link:
		return message.Templates{Email: opt.Value(t.EmailMessageByLink), Subject: opt.Value(t.EmailSubjectByLink)}
	}
	return message.Templates{
		Email:   cmp.Or(opt.Value(t.EmailMessage), opt.Value(d.EmailVerificationMessage)),
		Subject: cmp.Or(opt.Value(t.EmailSubject), opt.Value(d.EmailVerificationSubject)),
		Sms:     cmp.Or(opt.Value(t.SmsMessage), opt.Value(d.SmsVerificationMessage)),
	}
}

// DefaultSender reports whether Amazon Cognito sends the pool's e-mail by itself.
func (s *Pool) DefaultSender() bool {
	c := s.Describe.EmailConfiguration
	return c == nil || c.EmailSendingAccount != types.EmailSendingAccountTypeDeveloper
}
