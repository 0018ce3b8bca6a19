package cognitofake

import (
	"cmp"
	"net/url"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
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
	// SignUp, ResendCode, ForgotPassword, AdminCreateUser, UpdateUserAttribute.
	Purpose string `json:"purpose"`
	Subject string `json:"subject"` // empty in a text message
	Body    string `json:"body"`
	// Code is the one that ConfirmSignUp and its kin take; in an invitation
	// (AdminCreateUser) it is the temporary password.
	Code string `json:"code"`
	// Link confirms the user when it is visited; empty unless the pool's
	// DefaultEmailOption is CONFIRM_WITH_LINK.
	Link   string    `json:"link"`
	SentAt time.Time `json:"sentAt"`
	// Delivered is false for a message that never arrived; Error says why.
	Delivered bool   `json:"delivered"`
	Error     string `json:"error"`
}

// Placeholders of message templates (L31).
const (
	codePlaceholder     = "{####}"
	usernamePlaceholder = "{username}"
)

// Texts of messages for which the pool has no template.
const (
	defaultEmailSubject = "Your verification code"                                                       // L27
	defaultEmailBody    = "Your confirmation code is {####}"                                             // L27
	defaultResetBody    = "Your password reset code is {####}"                                           // L27
	defaultSMSBody      = "Your verification code is {####}"                                             // L29, choice
	defaultLinkSubject  = "Your verification link"                                                       // choice
	defaultLinkBody     = "Please click the link below to verify your email address. {##Verify Email##}" // choice
)

// Purposes of messages: the ends of their trigger sources.
const (
	purposeSignUp         = "SignUp"
	purposeResendCode     = "ResendCode"
	purposeForgotPassword = "ForgotPassword"
	purposeInvitation     = "AdminCreateUser"
	purposeUpdate         = "UpdateUserAttribute"
)

// destination is where a code of a user goes.
type destination struct {
	attribute attribute.Address
	address   string
}

// verificationDestination is where the code that verifies a new user goes: to
// the phone if the pool verifies it and there is one, else to the e-mail
// address likewise, else nowhere (L8 to L14).
func (s *poolSettings) verificationDestination(attrs attribute.List) (destination, bool) {
	for _, a := range []attribute.Address{attribute.Phone, attribute.Email} {
		if address := attrs.Get(string(a)); s.auto.Has(a) && address != "" {
			return destination{a, address}, true
		}
	}
	return destination{}, false
}

// checkLink refuses to send a link in a pool whose domain would have to take
// it and which has none (R94, L37).
func (s *poolSettings) checkLink(to destination, region string) *refusal.Error {
	if s.linkMode && to.attribute == attribute.Email && s.host(region) == "" {
		return refusal.NoDomain()
	}
	return nil
}

// details is what the caller is told of the destination (L15).
func (d destination) details() *types.CodeDeliveryDetailsType {
	mask := maskEmail
	if d.attribute == attribute.Phone {
		mask = maskPhone
	}
	return &types.CodeDeliveryDetailsType{
		AttributeName: opt.Of(string(d.attribute)), DeliveryMedium: d.attribute.Medium(), Destination: opt.Of(mask(d.address)),
	}
}

// maskEmail keeps the first character on either side of the @ (L16, L18).
func maskEmail(address string) string {
	local, domain, _ := strings.Cut(address, "@")
	return firstRune(local) + "***@" + firstRune(domain) + "***"
}

func firstRune(s string) string {
	for i := range s {
		if i > 0 {
			return s[:i]
		}
	}
	return s
}

// maskPhone keeps the plus and the last four digits (L19, L20).
func maskPhone(number string) string {
	digits := strings.TrimPrefix(number, "+")
	hidden := max(0, len(digits)-4)
	return "+" + strings.Repeat("*", hidden) + digits[hidden:]
}

// parcel is a message before it has its words.
type parcel struct {
	pool     *Pool
	settings *poolSettings
	app      *AppClient        // nil for an administrator's operation
	user     User              // as it was when the code was issued; Attributes may be nil without triggers
	metadata map[string]string // ClientMetadata of the call, for triggers
	to       destination
	purpose  string
	code     string
	name     string // what {username} becomes in an invitation
	custom   bool   // a trigger sends it by itself (L121)
}

// linkMode reports whether the parcel goes out as a link (L34).
func (p *parcel) linkMode() bool {
	return p.settings.linkMode && p.to.attribute == attribute.Email &&
		(p.purpose == purposeSignUp || p.purpose == purposeResendCode)
}

// templates are the words of a message before its code is put in; an empty
// field is one that nobody has set.
type templates struct{ email, subject, sms string }

// templates are the pool's words for the parcel, or the service's (L27 to L30).
func (p *parcel) templates() templates {
	d := &p.settings.describe
	if p.purpose == purposeInvitation {
		return p.invitation()
	}
	t := opt.Value(d.VerificationMessageTemplate)
	if p.linkMode() {
		return templates{
			email:   cmp.Or(opt.Value(t.EmailMessageByLink), defaultLinkBody),
			subject: cmp.Or(opt.Value(t.EmailSubjectByLink), defaultLinkSubject),
		}
	}
	body := defaultEmailBody
	if p.purpose == purposeForgotPassword {
		body = defaultResetBody
	}
	return templates{
		email:   cmp.Or(opt.Value(t.EmailMessage), opt.Value(d.EmailVerificationMessage), body),
		subject: cmp.Or(opt.Value(t.EmailSubject), opt.Value(d.EmailVerificationSubject), defaultEmailSubject),
		sms:     cmp.Or(opt.Value(t.SmsMessage), opt.Value(d.SmsVerificationMessage), defaultSMSBody),
	}
}

// fill puts the code into a template. {username} stays as it is (L31), but in
// an invitation.
func (p *parcel) fill(template string) string {
	if p.purpose == purposeInvitation {
		return strings.NewReplacer(codePlaceholder, p.code, usernamePlaceholder, p.name).Replace(template)
	}
	return strings.ReplaceAll(template, codePlaceholder, p.code)
}

// envelope is the message that the parcel becomes, without its words.
func (p *parcel) envelope() Message {
	m := Message{
		PoolID: p.pool.ID, Username: p.user.Username,
		To: p.to.address, Medium: p.to.attribute.Medium(), Attribute: string(p.to.attribute),
		Purpose: p.purpose, Code: p.code, SentAt: p.pool.fake.now(), Delivered: true,
	}
	if p.app != nil {
		m.ClientID = p.app.ID
	}
	return m
}

// write is the message that the parcel becomes with the words of t.
func (p *parcel) write(t templates) Message {
	m := p.envelope()
	switch {
	case p.to.attribute == attribute.Phone:
		m.Body = p.fill(t.sms)
	case p.linkMode():
		m.Subject, m.Link = t.subject, p.link()
		m.Body = p.fill(t.email)
		if before, text, after, ok := cutLink(m.Body); ok {
			m.Body = before + `<a href="` + m.Link + `">` + text + `</a>` + after
		}
	default:
		m.Subject = t.subject
		m.Body = p.fill(t.email)
	}
	return m
}

// link confirms the user of the parcel when visited (L35).
func (p *parcel) link() string {
	clientID := ""
	if p.app != nil {
		clientID = p.app.ID
	}
	return "https://" + p.settings.host(p.pool.region()) + confirmPath + "/?client_id=" + clientID +
		"&user_name=" + url.QueryEscape(p.user.Username) + "&confirmation_code=" + url.QueryEscape(p.code)
}

// confirmPath is where a pool's domain takes confirmation links (L35).
const confirmPath = "/confirmUser"

// cutLink splits a template around its {##text##}; ok is false when it has
// none, or one without a text.
func cutLink(template string) (before, text, after string, ok bool) {
	for from := 0; ; {
		i := strings.Index(template[from:], "{##")
		if i < 0 {
			return template, "", "", false
		}
		start := from + i + len("{##")
		length := strings.Index(template[start:], "##}")
		if length < 0 {
			return template, "", "", false
		}
		if length > 0 {
			return template[:start-len("{##")], template[start : start+length], template[start+length+len("##}"):], true
		}
		from = start // that was the placeholder of a code
	}
}

// deliver writes the message of a parcel, or has a trigger write it, and
// hands it over.
func (f *Fake) deliver(r *request, p *parcel) error {
	m, err := f.compose(r, p)
	if err != nil {
		return err // L120
	}
	return f.post(r, p, m)
}
