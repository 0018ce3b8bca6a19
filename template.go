package cognitofake

import (
	"cmp"
	"strings"
)

// Placeholders of message templates (L31).
const (
	codePlaceholder     = "{####}"
	usernamePlaceholder = "{username}"
)

// templates are the words of a message before its code is put in; an empty
// field is one that nobody has set.
type templates struct{ email, subject, sms string }

// or is t, with what it leaves empty from others.
func (t templates) or(others templates) templates {
	return templates{cmp.Or(t.email, others.email), cmp.Or(t.subject, others.subject), cmp.Or(t.sms, others.sms)}
}

// Texts of messages for which the pool has no template.
const (
	defaultEmailSubject = "Your verification code"                                                       // L27
	defaultEmailBody    = "Your confirmation code is {####}"                                             // L27
	defaultResetBody    = "Your password reset code is {####}"                                           // L27
	defaultSMSBody      = "Your verification code is {####}"                                             // L29, choice
	defaultLinkSubject  = "Your verification link"                                                       // choice
	defaultLinkBody     = "Please click the link below to verify your email address. {##Verify Email##}" // choice
)

// Texts of invitations for which the pool has no template.
const (
	defaultInvitationSubject = "Your temporary password"                                        // N119
	defaultInvitation        = "Your username is {username} and temporary password is {####}. " // N119
	defaultWelcomeSubject    = "Your new account"                                               // choice: there is no password
	defaultWelcome           = "Your username is {username}. "                                  // choice, likewise
)

// defaultTemplates are the service's words for a message of a purpose (L27 to
// L30, N119). hasCode is false for an invitation without a password.
func defaultTemplates(purpose string, link, hasCode bool) templates {
	switch {
	case purpose == purposeInvitation && !hasCode:
		return templates{defaultWelcome, defaultWelcomeSubject, defaultWelcome}
	case purpose == purposeInvitation:
		return templates{defaultInvitation, defaultInvitationSubject, defaultInvitation}
	case link:
		return templates{email: defaultLinkBody, subject: defaultLinkSubject}
	case purpose == purposeForgotPassword:
		return templates{defaultResetBody, defaultEmailSubject, defaultSMSBody}
	}
	return templates{defaultEmailBody, defaultEmailSubject, defaultSMSBody}
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
