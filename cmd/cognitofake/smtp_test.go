package main

import (
	"bufio"
	"context"
	"io"
	"mime"
	"net"
	"net/mail"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
)

// mailbox is an SMTP server that takes everything; its letters come in the channel.
func mailbox(t *testing.T) (address string, letters <-chan string) {
	t.Helper()
	return mailboxSaying(t, "250 taken")
}

// mailboxSaying is one with a last word of its own on each letter.
func mailboxSaying(t *testing.T, verdict string) (address string, letters <-chan string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { listener.Close() })
	received := make(chan string, 10)
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			takeMail(conn, received, verdict)
		}
	}()
	return listener.Addr().String(), received
}

func takeMail(conn net.Conn, received chan<- string, verdict string) {
	defer conn.Close()
	in := bufio.NewReader(conn)
	say := func(line string) { _, _ = io.WriteString(conn, line+"\r\n") }
	say("220 ready")
	var letter strings.Builder
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		switch verb := strings.ToUpper(line[:4]); verb {
		case "EHLO", "HELO":
			say("250 hello")
		case "MAIL", "RCPT":
			letter.WriteString(line)
			say("250 ok")
		case "DATA":
			say("354 go on")
			for {
				line, err := in.ReadString('\n')
				if err != nil || line == ".\r\n" {
					break
				}
				letter.WriteString(line)
			}
			received <- letter.String()
			say(verdict)
		case "QUIT":
			say("221 bye")
			return
		}
	}
}

// Each e-mail that arrives in the outbox arrives in the mailbox too.
func TestSMTP(t *testing.T) {
	address, letters := mailbox(t)
	url, srv, _ := start(t, "-demo", "-smtp", address)
	signUp(t, url, "jane")
	letter := <-letters
	envelope, rest, _ := strings.Cut(letter, "From: ")
	require.Equal(t, "MAIL FROM:<no-reply@verificationemail.com>\r\nRCPT TO:<jane@example.com>\r\n", envelope)
	m, err := mail.ReadMessage(strings.NewReader("From: " + rest))
	require.NoError(t, err)
	require.Equal(t, "<jane@example.com>", m.Header.Get("To"))
	require.Equal(t, "Your verification code", m.Header.Get("Subject"))
	require.Equal(t, "text/html; charset=utf-8", m.Header.Get("Content-Type"))
	date, err := m.Header.Date()
	require.NoError(t, err)
	require.WithinDuration(t, srv.fake.Messages()[0].SentAt, date, time.Minute)
	body, err := io.ReadAll(m.Body)
	require.NoError(t, err)
	require.Contains(t, decode(t, body), srv.fake.Messages()[0].Code)
}

// Only an address reaches the mailbox, whatever passes for one in an attribute
// (S5, R78): what has more to it is logged and dropped.
func TestSMTPAddresses(t *testing.T) {
	for address, want := range map[string]string{
		"jane@example.com": "", "jane+tag@example.com": "", "jane@localhost": "", `"a b"@example.com`: "", "jane@[127.0.0.1]": "",
		"a@b.c>,<v@b.c":     "this is no address that mail can go to",
		"a@b.c> SIZE=1":     "this is no address that mail can go to",
		"a,b@example.com":   "this is no address that mail can go to",
		"a\x00@example.com": "this is no address that mail can go to",
		"a\x1b@example.com": "this is no address that mail can go to",
		"a@b.c\r\nDATA":     "this is no address that mail can go to",
		"":                  "this is no address that mail can go to",
		"<a@b.c>":           "there is more to it than an address",
		"Joe <a@b.c>":       "there is more to it than an address",
		"a@b.c (Joe)":       "there is more to it than an address",
		" a@b.c":            "there is more to it than an address",
	} {
		if err := addressable(address); want == "" {
			require.NoError(t, err, address)
		} else {
			require.EqualError(t, err, want, address)
		}
	}

	mailbox, letters := mailbox(t)
	url, srv, log := start(t, "-demo", "-smtp", mailbox)
	mustCall(t, url, "SignUp", `{"ClientId":"`+demoClient+`","Username":"eve","Password":"pa$$W0rd","UserAttributes":[{"Name":"email","Value":"a@b.c>,<v"}]}`)
	signUp(t, url, "jane")
	require.Contains(t, <-letters, "RCPT TO:<jane@example.com>\r\n")
	srv.mailer.close(t.Context())
	srv.mailer = nil // it is closed
	require.Empty(t, letters, "and no other letter")
	require.Contains(t, log.String(), "smtp: e-mail to a@b.c>,<v: this is no address that mail can go to; dropped")
	require.Len(t, srv.fake.Messages(), 2)
}

// A mailbox that refuses a letter when it has it costs a line of the log; one
// that takes it costs none.
func TestSMTPVerdict(t *testing.T) {
	for verdict, want := range map[string]string{"250 taken": "", "554 no such mailbox": "smtp: e-mail to jane@example.com: 554 \"no such mailbox\""} {
		address, letters := mailboxSaying(t, verdict)
		url, srv, log := start(t, "-demo", "-smtp", address)
		signUp(t, url, "jane")
		<-letters
		srv.mailer.close(t.Context())
		srv.mailer = nil // it is closed
		if want == "" {
			require.NotContains(t, log.String(), "smtp:")
		} else {
			require.Contains(t, log.String(), want)
			require.Equal(t, 1, strings.Count(log.String(), "smtp:"))
		}
	}
}

func decode(t *testing.T, base64 []byte) string {
	t.Helper()
	word := "=?utf-8?b?" + strings.ReplaceAll(strings.TrimSpace(string(base64)), "\r\n", "") + "?="
	text, err := new(mime.WordDecoder).Decode(word)
	require.NoError(t, err)
	return text
}

// What a template or a name has in it stays in its place.
func TestLetter(t *testing.T) {
	letter := string(letter(cognitofake.Message{
		To: "jane@example.com", Subject: "Grüße\r\nBcc: all@example.com", Body: strings.Repeat("ü\n.\n", 100),
	}))
	m, err := mail.ReadMessage(strings.NewReader(letter))
	require.NoError(t, err)
	require.Empty(t, m.Header.Get("Bcc"))
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	require.NoError(t, err)
	require.Contains(t, subject, "Grüße")
	for line := range strings.SplitSeq(letter, "\r\n") {
		require.LessOrEqual(t, len(line), 200)
		require.NotContains(t, line, "\n")
	}
}

// A mailbox that is not there, or never answers, costs a line of the log and
// no call; text messages are none of its business.
func TestSMTPFails(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	address := listener.Addr().String()
	listener.Close()
	url, srv, log := start(t, "-demo", "-smtp", address)
	signUp(t, url, "jane")
	srv.mailer.send([]cognitofake.Message{{Medium: "SMS", To: "+15550100", Delivered: true}, {Medium: "EMAIL", To: "lost@example.com"}})
	srv.mailer.close(t.Context())
	require.Regexp(t, `smtp: e-mail to jane@example\.com: .*refused`, log.String())
	require.Equal(t, 1, strings.Count(log.String(), "smtp:"))
	srv.mailer = nil // it is closed

	silent, err := net.Listen("tcp", "127.0.0.1:0") // accepts, by the kernel, and says nothing
	require.NoError(t, err)
	defer silent.Close()
	m := newMailer(silent.Addr().String(), srv.log)
	for range mailQueue + 2 {
		m.send([]cognitofake.Message{{Medium: "EMAIL", To: "jane@example.com", Delivered: true}})
	}
	require.Contains(t, log.String(), "256 others wait already; dropped")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	m.close(ctx) // abandons what it has
}
