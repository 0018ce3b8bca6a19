package service

import (
	"net/url"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
	"github.com/cognitofake/cognitofake/internal/rule/message"
	"github.com/cognitofake/cognitofake/internal/rule/settings"
	"github.com/cognitofake/cognitofake/internal/state"
)

// Draft is a message before it has its words.
type Draft struct {
	pool     *state.Pool
	settings *settings.Pool
	app      *state.App        // nil for an administrator's operation
	User     state.Snapshot    // as it was when the code was issued; Attributes may be nil without triggers
	metadata map[string]string // ClientMetadata of the call, for triggers
	to       message.Destination
	purpose  string
	Code     string
	Name     string // what {username} becomes in an invitation
	custom   bool   // a trigger sends it by itself (L121)
}

// Draft begins a message to a user: by an app client, or with nil by an
// administrator's operation.
func (r *Request) Draft(tx *state.Tx, u *state.User, app *state.App, purpose string, to message.Destination) Draft {
	return Draft{pool: tx.Pool(), settings: tx.Settings, app: app, User: tx.Brief(u), purpose: purpose, to: to}
}

// linkMode reports whether the draft goes out as a link (L34).
func (d *Draft) linkMode() bool {
	return d.settings.LinkMode && d.to.Attribute == attribute.Email &&
		(d.purpose == message.SignUp || d.purpose == message.ResendCode)
}

// templates are the pool's words for the draft, or the service's.
func (d *Draft) templates() message.Templates {
	link := d.linkMode()
	return d.settings.Templates(d.purpose, link).Or(message.Default(d.purpose, link, d.Code != ""))
}

// fill puts the code into a template. {username} stays as it is (L31), but in
// an invitation.
func (d *Draft) fill(template string) string {
	if d.purpose == message.Invitation {
		return strings.NewReplacer(message.CodePlaceholder, d.Code, message.UsernamePlaceholder, d.Name).Replace(template)
	}
	return strings.ReplaceAll(template, message.CodePlaceholder, d.Code)
}

// clientID is the app client by which the draft was asked for, "" without one.
func (d *Draft) clientID() string {
	if d.app == nil {
		return ""
	}
	return d.app.ID
}

// envelope is the message that the draft becomes, without its words.
func (r *Request) envelope(d *Draft) message.Message {
	return message.Message{
		PoolID: d.pool.ID, ClientID: d.clientID(), Username: d.User.Username,
		To: d.to.Address, Medium: d.to.Attribute.Medium(), Attribute: string(d.to.Attribute),
		Purpose: d.purpose, Code: d.Code, SentAt: r.service.Account.Now(), Delivered: true,
	}
}

// write is the message that the draft becomes with the words of t.
func (r *Request) write(d *Draft, t message.Templates) message.Message {
	m := r.envelope(d)
	switch {
	case m.Medium == types.DeliveryMediumTypeSms:
		m.Body = d.fill(t.Sms)
	case d.linkMode():
		m.Subject, m.Link = t.Subject, d.link()
		m.Body = d.fill(t.Email)
		if before, text, after, ok := message.CutLink(m.Body); ok {
			m.Body = before + `<a href="` + m.Link + `">` + text + `</a>` + after
		}
	default:
		m.Subject = t.Subject
		m.Body = d.fill(t.Email)
	}
	return m
}

// link confirms the user of the draft when visited (L35).
func (d *Draft) link() string {
	return "https://" + d.settings.Host(d.pool.Region) + message.ConfirmPath + "/?client_id=" + d.clientID() +
		"&user_name=" + url.QueryEscape(d.User.Username) + "&confirmation_code=" + url.QueryEscape(d.Code)
}

// Deliver writes a message, or has a trigger write it, and hands it over.
func (r *Request) Deliver(d Draft, metadata map[string]string) error {
	d.metadata = metadata
	m, err := r.compose(&d)
	if err != nil {
		return err // L120
	}
	return r.post(&d, m)
}

// DeliverAll hands messages over, one after the other, until one fails.
func (r *Request) DeliverAll(messages []Draft, metadata map[string]string) error {
	for _, d := range messages {
		if err := r.Deliver(d, metadata); err != nil {
			return err
		}
	}
	return nil
}
