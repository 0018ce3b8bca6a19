package cognitofake

import (
	"net/url"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognitofake/cognitofake/internal/rule/attribute"
)

// draft is a message before it has its words.
type draft struct {
	pool     *poolState
	settings *poolSettings
	app      *appState         // nil for an administrator's operation
	user     userSnapshot      // as it was when the code was issued; Attributes may be nil without triggers
	metadata map[string]string // ClientMetadata of the call, for triggers
	to       destination
	purpose  string
	code     string
	name     string // what {username} becomes in an invitation
	custom   bool   // a trigger sends it by itself (L121)
}

// Draft begins a message to a user: by an app client, or with nil by an
// administrator's operation.
func (r *request) Draft(tx *Tx, u *user, app *appState, purpose string, to destination) draft {
	return draft{pool: tx.Pool(), settings: tx.Settings, app: app, user: tx.Brief(u), purpose: purpose, to: to}
}

// linkMode reports whether the draft goes out as a link (L34).
func (d *draft) linkMode() bool {
	return d.settings.linkMode && d.to.attribute == attribute.Email &&
		(d.purpose == purposeSignUp || d.purpose == purposeResendCode)
}

// templates are the pool's words for the draft, or the service's.
func (d *draft) templates() templates {
	link := d.linkMode()
	return d.settings.templates(d.purpose, link).or(defaultTemplates(d.purpose, link, d.code != ""))
}

// fill puts the code into a template. {username} stays as it is (L31), but in
// an invitation.
func (d *draft) fill(template string) string {
	if d.purpose == purposeInvitation {
		return strings.NewReplacer(codePlaceholder, d.code, usernamePlaceholder, d.name).Replace(template)
	}
	return strings.ReplaceAll(template, codePlaceholder, d.code)
}

// clientID is the app client by which the draft was asked for, "" without one.
func (d *draft) clientID() string {
	if d.app == nil {
		return ""
	}
	return d.app.ID
}

// envelope is the message that the draft becomes, without its words.
func (r *request) envelope(d *draft) outMessage {
	return outMessage{
		PoolID: d.pool.ID, ClientID: d.clientID(), Username: d.user.Username,
		To: d.to.address, Medium: d.to.attribute.Medium(), Attribute: string(d.to.attribute),
		Purpose: d.purpose, Code: d.code, SentAt: r.service.Account.Now(), Delivered: true,
	}
}

// write is the message that the draft becomes with the words of t.
func (r *request) write(d *draft, t templates) outMessage {
	m := r.envelope(d)
	switch {
	case m.Medium == types.DeliveryMediumTypeSms:
		m.Body = d.fill(t.sms)
	case d.linkMode():
		m.Subject, m.Link = t.subject, d.link()
		m.Body = d.fill(t.email)
		if before, text, after, ok := cutLink(m.Body); ok {
			m.Body = before + `<a href="` + m.Link + `">` + text + `</a>` + after
		}
	default:
		m.Subject = t.subject
		m.Body = d.fill(t.email)
	}
	return m
}

// link confirms the user of the draft when visited (L35).
func (d *draft) link() string {
	return "https://" + d.settings.host(d.pool.Region) + confirmPath + "/?client_id=" + d.clientID() +
		"&user_name=" + url.QueryEscape(d.user.Username) + "&confirmation_code=" + url.QueryEscape(d.code)
}

// Deliver writes a message, or has a trigger write it, and hands it over.
func (r *request) Deliver(d draft, metadata map[string]string) error {
	d.metadata = metadata
	m, err := r.compose(&d)
	if err != nil {
		return err // L120
	}
	return r.post(&d, m)
}

// DeliverAll hands messages over, one after the other, until one fails.
func (r *request) DeliverAll(messages []draft, metadata map[string]string) error {
	for _, d := range messages {
		if err := r.Deliver(d, metadata); err != nil {
			return err
		}
	}
	return nil
}
