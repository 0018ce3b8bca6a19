package main

import (
	"embed"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"
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
	"/_cognitofake/inbox.js":   {"ui/inbox.js", "text/javascript; charset=utf-8"},
	"/_cognitofake/inbox.svg":  {"ui/inbox.svg", "image/svg+xml"},
	"/_cognitofake/inbox/live": {},
}

// pagePolicy lets the page load and call nothing but its own parts.
const pagePolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';" +
	" base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// servePage answers a part of the inbox; it reports whether the request was for one.
func (s *server) servePage(w http.ResponseWriter, req *http.Request) bool {
	part, ok := pageFiles[req.URL.Path]
	switch {
	case !ok:
		return false
	case req.Method != http.MethodGet && req.Method != http.MethodHead:
		w.Header().Set("Allow", "GET")
		refuse(w, http.StatusMethodNotAllowed, req.URL.Path+" takes GET")
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

// Bounds of what the page shows; the newest are kept.
const (
	shownMessages = 200
	shownUsers    = 200
	shownCalls    = 100
)

// view is what the page shows. It has no secret: not even whether one is right.
type view struct {
	Pools    []poolView            `json:"pools"`
	Users    []userView            `json:"users"`    // newest first
	Messages []cognitofake.Message `json:"messages"` // newest first
	Calls    []callView            `json:"calls"`    // newest first
	Total    totals                `json:"total"`
}

// totals count what the bounds leave out, too.
type totals struct {
	Users    int `json:"users"`
	Messages int `json:"messages"`
	Calls    int `json:"calls"`
}

type poolView struct {
	ID      string   `json:"id"`
	Name    string   `json:"name"`
	Clients []string `json:"clients"`
}

type userView struct {
	PoolID     string            `json:"poolId"`
	Username   string            `json:"username"`
	Status     string            `json:"status"`
	Enabled    bool              `json:"enabled"`
	Attributes map[string]string `json:"attributes"`
	CreatedAt  time.Time         `json:"createdAt"`
}

type callView struct {
	Number int              `json:"number"` // of all calls
	Call   cognitofake.Call `json:"call"`
	Hint   string           `json:"hint"`
}

func (s *server) view() view {
	messages := s.fake.Messages()
	calls, total := s.recent.list()
	v := view{
		Pools: []poolView{}, Users: []userView{}, Calls: calls,
		Messages: newest(messages, shownMessages),
		Total:    totals{Messages: len(messages), Calls: total},
	}
	for _, p := range s.fake.Pools() {
		shown := poolView{ID: p.ID, Name: p.Name(), Clients: []string{}}
		for _, app := range p.AppClients() {
			shown.Clients = append(shown.Clients, app.ID)
		}
		v.Pools = append(v.Pools, shown)
		users := p.Users()
		v.Total.Users += len(users)
		for _, u := range users {
			v.Users = append(v.Users, userView{
				PoolID: u.PoolID, Username: u.Username, Status: string(u.Status), Enabled: u.Enabled,
				Attributes: u.Attributes, CreatedAt: u.CreatedAt,
			})
		}
	}
	slices.SortStableFunc(v.Users, func(a, b userView) int { return b.CreatedAt.Compare(a.CreatedAt) })
	v.Users = v.Users[:min(len(v.Users), shownUsers)]
	return v
}

// recentCalls are the newest calls that have ended. They are kept here because
// the history of the Fake is long, and a page changes often.
type recentCalls struct {
	mu    sync.Mutex
	calls []callView
	total int
}

func (r *recentCalls) add(c cognitofake.Call) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.total++
	if len(r.calls) >= 2*shownCalls {
		r.calls = append([]callView(nil), r.calls[len(r.calls)-shownCalls:]...)
	}
	r.calls = append(r.calls, callView{r.total, c, c.Hint})
}

// list is the calls to show, and how many there have been.
func (r *recentCalls) list() ([]callView, int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return newest(r.calls, shownCalls), r.total
}

func (r *recentCalls) clear() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.calls, r.total = nil, 0
}

// newest is the end of a list, last item first.
func newest[T any](list []T, limit int) []T {
	list = append([]T{}, list[max(0, len(list)-limit):]...)
	slices.Reverse(list)
	return list
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
	pools := s.fake.Pools()
	at := slices.IndexFunc(pools, func(p *cognitofake.Pool) bool { return p.ID == in.PoolID })
	if at < 0 {
		return nil, "", badf("there is no pool %q", in.PoolID)
	}
	return pools[at], in.Username, nil
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
