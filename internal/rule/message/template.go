package message

import (
	"cmp"
	"strings"
)

// Placeholders of message templates (L31).
const (
	CodePlaceholder     = "{####}"
	UsernamePlaceholder = "{username}"
)

// Templates are the words of a message before its code is put in; an empty
// field is one that nobody has set.
type Templates struct{ Email, Subject, Sms string }

// Or is t, with what it leaves empty from others.
func (t Templates) Or(others Templates) Templates {
	return Templates{cmp.Or(t.Email, others.Email), cmp.Or(t.Subject, others.Subject), cmp.Or(t.Sms, others.Sms)}
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

// Texts of one-time passwords for which the pool has no template.
const (
	defaultSignInSubject = "Your authentication code"             // M108, choice
	defaultSignIn        = "Your authentication code is {####}. " // M108; by e-mail: choice
)

// Texts of invitations for which the pool has no template.
const (
	defaultInvitationSubject = "Your temporary password"                                        // N119
	defaultInvitation        = "Your username is {username} and temporary password is {####}. " // N119
	defaultWelcomeSubject    = "Your new account"                                               // choice: there is no password
	defaultWelcome           = "Your username is {username}. "                                  // choice, likewise
)

// Default are the service's words for a message of a purpose (L27 to
// L30, N119, M108). hasCode is false for an invitation without a password.
func Default(purpose string, link, hasCode bool) Templates {
	switch {
	case purpose == Invitation && !hasCode:
		return Templates{defaultWelcome, defaultWelcomeSubject, defaultWelcome}
	case purpose == Invitation:
		return Templates{defaultInvitation, defaultInvitationSubject, defaultInvitation}
	case link:
		return Templates{Email: defaultLinkBody, Subject: defaultLinkSubject}
	case purpose == Authentication:
		return Templates{defaultSignIn, defaultSignInSubject, defaultSignIn}
	case purpose == ForgotPassword:
		return Templates{defaultResetBody, defaultEmailSubject, defaultSMSBody}
	}
	return Templates{defaultEmailBody, defaultEmailSubject, defaultSMSBody}
}

// ConfirmPath is where a pool's domain takes confirmation links (L35).
const ConfirmPath = "/confirmUser"

// CutLink splits a template around its {##text##}; ok is false when it has
// none, or one without a text.
func CutLink(template string) (before, text, after string, ok bool) {
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
