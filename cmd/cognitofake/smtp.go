package main

import (
	"bytes"
	"context"
	"encoding/base64"
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
}

func newMailer(address string, log *log.Logger) *mailer {
	m := &mailer{
		address: address, log: log,
		queue:   make(chan cognitofake.Message, mailQueue),
		closing: make(chan struct{}), stopped: make(chan struct{}),
	}
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
			for len(m.queue) > 0 {
				m.hand(<-m.queue)
			}
			return
		}
	}
}

func (m *mailer) hand(message cognitofake.Message) {
	if err := deliver(m.address, message); err != nil {
		m.log.Print(oneLine(fmt.Sprintf("smtp: e-mail to %s: %v", message.To, err)))
	}
}

// send queues the e-mails among messages that arrived.
func (m *mailer) send(messages []cognitofake.Message) {
	for _, message := range messages {
		if message.Medium != types.DeliveryMediumTypeEmail || !message.Delivered {
			continue
		}
		select {
		case m.queue <- message:
		default:
			m.log.Print(oneLine(fmt.Sprintf("smtp: e-mail to %s: %d others wait already; dropped", message.To, mailQueue)))
		}
	}
}

// close ends the mailer, after what is queued as long as ctx lasts.
func (m *mailer) close(ctx context.Context) {
	close(m.closing)
	select {
	case <-m.stopped:
	case <-ctx.Done():
	}
}

// deliver hands one e-mail over, without encryption or authentication.
func deliver(address string, m cognitofake.Message) error {
	conn, err := net.DialTimeout("tcp", address, mailTimeout)
	if err != nil {
		return err
	}
	defer conn.Close()
	if err := conn.SetDeadline(time.Now().Add(mailTimeout)); err != nil {
		return err
	}
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
	header("To", (&mail.Address{Address: m.To}).String())
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
