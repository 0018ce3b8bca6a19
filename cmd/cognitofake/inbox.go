package main

import (
	"cmp"
	"embed"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/smithy-go"

	"github.com/cognitofake/cognitofake"
)

//go:embed ui
var ui embed.FS

// pageFiles are the parts of the inbox.
var pageFiles = map[string]struct{ file, mediaType string }{
	"/":                        {"ui/inbox.html", "text/html; charset=utf-8"},
	"/_cognitofake/inbox.css":  {"ui/inbox.css", "text/css; charset=utf-8"},
	"/_cognitofake/inbox.js":   {"ui/inbox.js", script},
	"/_cognitofake/actions.js": {"ui/actions.js", script},
	"/_cognitofake/dom.js":     {"ui/dom.js", script},
	"/_cognitofake/items.js":   {"ui/items.js", script},
	"/_cognitofake/lines.js":   {"ui/lines.js", script},
	"/_cognitofake/mail.js":    {"ui/mail.js", script},
	"/_cognitofake/inbox.svg":  {"ui/inbox.svg", "image/svg+xml"},
	"/_cognitofake/inbox/live": {},
	mailPath:                   {},
}

const script = "text/javascript; charset=utf-8"

const mailPath = "/_cognitofake/inbox/mail"

// pagePolicy lets the page load and call nothing but its own parts.
const pagePolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';" +
	" frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// servePage answers a part of the inbox; it reports whether the request was for one.
func (s *server) servePage(w http.ResponseWriter, req *http.Request) bool {
	part, ok := pageFiles[req.URL.Path]
	switch {
	case !ok:
		return false
	case req.Method != http.MethodGet && req.Method != http.MethodHead:
		w.Header().Set("Allow", "GET")
		refuse(w, http.StatusMethodNotAllowed, req.URL.Path+" takes GET")
	case req.URL.Path == mailPath:
		s.mail(w, req)
	case part.file == "":
		s.events(w, req)
	default:
		text, err := ui.ReadFile(part.file)
		if err != nil {
			panic(err) // it is embedded
		}
		h := w.Header()
		h.Set("Content-Type", part.mediaType)
		h.Set("Content-Security-Policy", pagePolicy)
		h.Set("Referrer-Policy", "no-referrer")
		_, _ = w.Write(text)
	}
	return true
}

// mailPolicy keeps a mail from running, fetching or sending anything. It may
// have styles, as mails do, and links that open a page of their own.
const mailPolicy = "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none';" +
	" frame-ancestors 'self'"

// mailHead has the links of a mail open outside its frame.
const mailHead = `<!doctype html><base target="_blank">`

// mail is the body of a message for a frame of the page: the one of poolId,
// username and sentAt, which have to be as the page was told them.
func (s *server) mail(w http.ResponseWriter, req *http.Request) {
	form := req.URL.Query()
	sentAt, err := time.Parse(time.RFC3339Nano, form.Get("sentAt"))
	for _, m := range s.fake.Messages() {
		if err == nil && m.PoolID == form.Get("poolId") && m.Username == form.Get("username") && m.SentAt.Equal(sentAt) {
			h := w.Header()
			h.Set("Content-Type", "text/html; charset=utf-8")
			h.Set("Content-Security-Policy", mailPolicy)
			h.Set("Referrer-Policy", "no-referrer")
			_, _ = io.WriteString(w, mailHead+m.Body)
			return
		}
	}
	refuse(w, http.StatusNotFound, "there is no such message")
}

// pageHeader marks a request of the page's own script: no other page can send
// it without being asked for permission first, which it does not get.
const pageHeader = "X-Cognitofake-Inbox"

// userOf reads which user a button of the page is about.
func (s *server) userOf(req *http.Request) (pool *cognitofake.Pool, username string, err error) {
	if req.Header.Get(pageHeader) == "" {
		return nil, "", &badRequest{http.StatusForbidden, "this endpoint is for the inbox page; use the AWS protocol"}
	}
	var in struct {
		PoolID   string `json:"poolId"`
		Username string `json:"username"`
	}
	if err := readJSON(req, &in); err != nil {
		return nil, "", err
	}
	pools, err := s.poolsNamed(in.PoolID)
	if err != nil || len(pools) != 1 {
		return nil, "", cmp.Or(err, badf("poolId is missing"))
	}
	return pools[0], in.Username, nil
}

func (s *server) confirmUser(req *http.Request) (any, error) {
	pool, username, err := s.userOf(req)
	if err != nil {
		return nil, err
	}
	_, err = s.fake.AdminConfirmSignUp(req.Context(), &cognitoidentityprovider.AdminConfirmSignUpInput{
		UserPoolId: &pool.ID, Username: &username,
	})
	return done{}, said(err)
}

func (s *server) deleteUser(req *http.Request) (any, error) {
	pool, username, err := s.userOf(req)
	if err != nil {
		return nil, err
	}
	_, err = s.fake.AdminDeleteUser(req.Context(), &cognitoidentityprovider.AdminDeleteUserInput{
		UserPoolId: &pool.ID, Username: &username,
	})
	return done{}, said(err)
}

// resendCode sends another code for the app client that the last message was
// for, since a code is good for one client alone.
func (s *server) resendCode(req *http.Request) (any, error) {
	pool, username, err := s.userOf(req)
	if err != nil {
		return nil, err
	}
	app := lastClient(pool, username)
	if app == nil {
		return nil, badf("pool %s has no app client", pool.ID)
	}
	in := &cognitoidentityprovider.ResendConfirmationCodeInput{ClientId: &app.ID, Username: &username}
	if app.Secret != "" {
		hash := app.SecretHash(username)
		in.SecretHash = &hash
	}
	_, err = s.fake.ResendConfirmationCode(req.Context(), in)
	return done{}, said(err)
}

// lastClient is the app client of the newest message to a user, or the pool's
// first; nil without any.
func lastClient(pool *cognitofake.Pool, username string) *cognitofake.AppClient {
	apps := pool.AppClients()
	for _, m := range slices.Backward(pool.Messages()) {
		for _, app := range apps {
			if m.Username == username && m.ClientID == app.ID {
				return app
			}
		}
	}
	if len(apps) == 0 {
		return nil
	}
	return apps[0]
}

// said is an error as the service words it, without the SDK's chain around it.
func said(err error) error {
	var api smithy.APIError
	if errors.As(err, &api) {
		return errors.New(strings.TrimSuffix(api.ErrorCode()+": "+api.ErrorMessage(), ": "))
	}
	return err
}
