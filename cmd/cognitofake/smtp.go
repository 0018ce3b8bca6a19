package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"log"
	"mime"
	"net"
	"net/mail"
	"net/smtp"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognitofake/cognitofake"
)

const (
	// mailSender is who the service's own e-mails are from (L26).
	mailSender = "no-reply@verificationemail.com"
	// mailTimeout bounds one delivery.
	mailTimeout = 10 * time.Second
	// mailQueue bounds what waits for delivery.
	mailQueue = 256
)

// mailer hands e-mails to an SMTP server, one after the other, beside the
// calls that sent them: a mailbox that is slow or away costs a log line.
type mailer struct {
	address string
	log     *log.Logger
	queue   chan cognitofake.Message
	closing chan struct{}
	stopped chan struct{}
	ctx     context.Context // ends when nothing is waited for any more
	abandon context.CancelFunc
}

func newMailer(address string, log *log.Logger) *mailer {
	m := &mailer{
		address: address, log: log,
		queue:   make(chan cognitofake.Message, mailQueue),
		closing: make(chan struct{}), stopped: make(chan struct{}),
	}
	m.ctx, m.abandon = context.WithCancel(context.Background())
	go m.run()
	return m
}

func (m *mailer) run() {
	defer close(m.stopped)
	for {
		select {
		case message := <-m.queue:
			m.hand(message)
		case <-m.closing:
			for len(m.queue) > 0 && m.ctx.Err() == nil {
				m.hand(<-m.queue)
			}
			return
		}
	}
}

func (m *mailer) hand(message cognitofake.Message) {
	if err := deliver(m.ctx, m.address, message); err != nil {
		m.log.Print(oneLine(fmt.Sprintf("smtp: e-mail to %s: %v", message.To, err)))
	}
}

// send queues the e-mails among messages that arrived.
func (m *mailer) send(messages []cognitofake.Message) {
	for _, message := range messages {
		if message.Medium != types.DeliveryMediumTypeEmail || !message.Delivered {
			continue
		}
		if err := addressable(message.To); err != nil {
			m.log.Print(oneLine(fmt.Sprintf("smtp: e-mail to %s: %v; dropped", message.To, err)))
			continue
		}
		select {
		case m.queue <- message:
		default:
			m.log.Print(oneLine(fmt.Sprintf("smtp: e-mail to %s: %d others wait already; dropped", message.To, mailQueue)))
		}
	}
}

// addressable reports why an address cannot be handed to a mailbox: the rule
// for e-mail attributes is loose (R78), and what goes into a command of SMTP
// has to be an address and nothing beside it.
func addressable(address string) error {
	parsed, err := mail.ParseAddress(address)
	switch {
	case err != nil:
		return errors.New("this is no address that mail can go to")
	case (&mail.Address{Address: parsed.Address}).String() != "<"+address+">":
		return errors.New("there is more to it than an address")
	}
	return nil
}

// close ends the mailer, after what is queued as long as ctx lasts.
func (m *mailer) close(ctx context.Context) {
	close(m.closing)
	defer context.AfterFunc(ctx, m.abandon)()
	<-m.stopped
	m.abandon()
}

// deliver hands one e-mail over, without encryption or authentication.
func deliver(ctx context.Context, address string, m cognitofake.Message) error {
	ctx, cancel := context.WithTimeout(ctx, mailTimeout)
	defer cancel()
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", address)
	if err != nil {
		return err
	}
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { conn.Close() })()
	host, _, _ := net.SplitHostPort(address)
	client, err := smtp.NewClient(conn, host)
	if err != nil {
		return err
	}
	if err := client.Mail(mailSender); err != nil {
		return err
	}
	if err := client.Rcpt(m.To); err != nil {
		return err
	}
	w, err := client.Data()
	if err != nil {
		return err
	}
	if _, err := w.Write(letter(m)); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	return client.Quit()
}

// letter is an e-mail as it goes over the wire: HTML, as the service sends it.
func letter(m cognitofake.Message) []byte {
	var b bytes.Buffer
	header := func(name, value string) {
		b.WriteString(name + ": " + strings.NewReplacer("\r", " ", "\n", " ").Replace(value) + "\r\n")
	}
	header("From", mailSender)
	header("To", "<"+m.To+">") // which addressable has taken
	header("Subject", mime.QEncoding.Encode("utf-8", m.Subject))
	header("Date", m.SentAt.Format(time.RFC1123Z))
	header("MIME-Version", "1.0")
	header("Content-Type", "text/html; charset=utf-8")
	header("Content-Transfer-Encoding", "base64")
	b.WriteString("\r\n")
	body := base64.StdEncoding.EncodeToString([]byte(m.Body))
	for len(body) > 76 {
		b.WriteString(body[:76] + "\r\n")
		body = body[76:]
	}
	b.WriteString(body + "\r\n")
	return b.Bytes()
}
