package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/cognitofake/cognitofake"
)

// server is the Fake, and what stands around it.
type server struct {
	settings settings
	fake     *cognitofake.Fake
	log      *log.Logger
	changes  changes
	seeds    []seed          // users of the -user files
	mailer   *mailer         // nil without -smtp
	streams  chan struct{}   // one item for each open event stream
	waiting  chan struct{}   // one item for each request that waits
	closing  context.Context // ends when the server stops
	stop     context.CancelFunc
}

// Limits of a connection. Answers may wait for triggers, event streams for
// events: those set their own write limit.
const (
	headerTimeout = 5 * time.Second
	bodyTimeout   = 10 * time.Second
	answerTimeout = 2 * time.Minute
	idleTimeout   = 2 * time.Minute
	stopTimeout   = 5 * time.Second
	maxHeader     = 64 << 10
)

// newServer makes the Fake as the command line wants it.
func newServer(s settings, stderr io.Writer) (*server, error) {
	srv := &server{
		settings: s,
		log:      log.New(stderr, "", log.Ltime),
		streams:  make(chan struct{}, maxStreams),
		waiting:  make(chan struct{}, maxWaiting),
	}
	srv.closing, srv.stop = context.WithCancel(context.Background())
	options := []cognitofake.Option{
		cognitofake.WithObserver(srv.observe),
		cognitofake.WithInvoker(newLambdaEndpoint(s.lambda, srv.log).invoke),
	}
	if s.code != "" {
		options = append(options, cognitofake.WithFixedCode(s.code))
	}
	srv.fake = cognitofake.New(options...)
	if s.demo {
		addDemo(srv.fake)
	}
	for _, name := range s.pools {
		if err := srv.importPool(name); err != nil {
			return nil, err
		}
	}
	for _, name := range s.clients {
		if err := srv.importClient(name); err != nil {
			return nil, err
		}
	}
	for _, name := range s.users {
		users, err := readUsers(name)
		if err != nil {
			return nil, err
		}
		srv.seeds = append(srv.seeds, users...)
	}
	if err := srv.seed(); err != nil {
		return nil, err
	}
	if s.smtp != "" {
		srv.mailer = newMailer(s.smtp, srv.log)
	}
	return srv, nil
}

func (s *server) importPool(name string) error {
	text, err := os.ReadFile(name)
	if err != nil {
		return fileError("-pool", name, err)
	}
	if id := poolOfFile(text); id != "" {
		for _, p := range s.fake.Pools() {
			if p.ID == id {
				return usagef("-pool %s describes %s, which an earlier -pool file or -demo does too", name, id)
			}
		}
	}
	pool, err := s.fake.ImportPool(bytes.NewReader(text))
	if err != nil {
		return fileError("-pool", name, err)
	}
	s.warn("-pool "+name, pool.NotHonoured())
	return nil
}

// poolOfFile is the id in describe-user-pool's output; what is wrong with the
// file is for ImportPool to say.
func poolOfFile(text []byte) string {
	type pool struct{ Id string }
	var whole struct {
		pool
		UserPool pool
	}
	_ = json.Unmarshal(bytes.TrimPrefix(text, []byte("\ufeff")), &whole)
	return cmp.Or(whole.UserPool.Id, whole.Id)
}

// importClient adds a client to the pool that its file names.
func (s *server) importClient(name string) error {
	text, err := os.ReadFile(name)
	if err != nil {
		return fileError("-client", name, err)
	}
	id, err := poolOfClient(text)
	if err != nil {
		return fileError("-client", name, err)
	}
	pools := s.fake.Pools()
	at := slices.IndexFunc(pools, func(p *cognitofake.Pool) bool { return p.ID == id })
	if at < 0 {
		return usagef("-client %s: UserPoolClient.UserPoolId is %q, and no -pool file describes that pool", name, id)
	}
	app, err := pools[at].ImportAppClient(bytes.NewReader(text))
	if err != nil {
		return fileError("-client", name, err)
	}
	s.warn("-client "+name, app.NotHonoured())
	return nil
}

// poolOfClient is the pool that describe-user-pool-client's output names.
func poolOfClient(text []byte) (string, error) {
	type client struct{ UserPoolId *string }
	var whole struct {
		client
		UserPoolClient client
	}
	if err := json.Unmarshal(bytes.TrimPrefix(text, []byte("\ufeff")), &whole); err != nil {
		return "", errors.New(jsonProblem(err))
	}
	id := cmp.Or(whole.UserPoolClient.UserPoolId, whole.UserPoolId)
	if id == nil {
		return "", errors.New("UserPoolClient.UserPoolId is missing")
	}
	return *id, nil
}

func fileError(flag, name string, err error) error {
	var path *os.PathError
	if errors.As(err, &path) {
		err = path.Err // it has the name too
	} else if inner := errors.Unwrap(err); inner != nil {
		err = inner // without the name of the method
	}
	return usagef("%s %s: %v", flag, name, err)
}

func (s *server) warn(what string, notes []string) {
	for _, note := range notes {
		s.log.Printf("warning: %s: %s", what, note)
	}
}

// observe sees each call when it has ended.
func (s *server) observe(c cognitofake.Call, sent []cognitofake.Message) {
	s.log.Print(callLine(c, sent))
	if s.mailer != nil {
		s.mailer.send(sent)
	}
	s.changes.notify()
}

// web is the server's side of HTTP, with its limits.
func (s *server) web() *http.Server {
	return &http.Server{
		Handler: s, ErrorLog: s.log, MaxHeaderBytes: maxHeader,
		ReadHeaderTimeout: headerTimeout, ReadTimeout: bodyTimeout,
		WriteTimeout: answerTimeout, IdleTimeout: idleTimeout,
	}
}

// serve answers on listener until ctx ends, and then lets calls that are
// under way finish.
func (s *server) serve(ctx context.Context, listener net.Listener) error {
	web := s.web()
	failed := make(chan error, 1)
	go func() { failed <- web.Serve(listener) }()
	var err error
	select {
	case err = <-failed:
	case <-ctx.Done():
	}
	s.stop()
	limit, cancel := context.WithTimeout(context.Background(), stopTimeout)
	defer cancel()
	if web.Shutdown(limit) != nil {
		web.Close()
	}
	if s.mailer != nil {
		s.mailer.close(limit)
	}
	return err
}

// ServeHTTP answers every request there is.
func (s *server) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	if !s.hostAllowed(req) {
		refuse(w, http.StatusForbidden, "the Host header has to be loopback, such as 127.0.0.1; -allow-remote takes any")
		return
	}
	if !bufferBody(w, req) {
		return
	}
	switch path := req.URL.Path; {
	case isProtocol(req):
		s.serveProtocol(w, req)
	case isLink(path) || isWellKnown(path):
		s.servePublic(w, req)
	default:
		s.serveGuarded(w, req)
	}
}

// serveGuarded answers the inbox and the control endpoints, which pages of
// other origins cannot reach unless -origin names them.
func (s *server) serveGuarded(w http.ResponseWriter, req *http.Request) {
	from := s.senderOf(req)
	if from == foreign && !(req.URL.Path == "/" && isNavigation(req)) {
		refuse(w, http.StatusForbidden, "the inbox and the control endpoints are for pages of the same origin, and of those that -origin names")
		return
	}
	if from == named {
		if origin := req.Header.Get("Origin"); req.Method == http.MethodOptions {
			permit(w, origin, "GET, POST, DELETE, OPTIONS", "content-type")
			return
		} else {
			w.Header().Set("Access-Control-Allow-Origin", origin)
			w.Header().Set("Vary", "Origin")
		}
	}
	s.serveOwn(w, req)
}

func isLink(path string) bool { return path == "/confirmUser" || path == "/confirmUser/" }

// isWellKnown reports whether a path is that of a pool's keys, or of its discovery.
func isWellKnown(path string) bool {
	return strings.HasSuffix(path, "/.well-known/jwks.json") || strings.HasSuffix(path, "/.well-known/openid-configuration")
}

// servePublic answers what the service has at the hosts of a pool: confirmation
// links and keys. The Fake would take POST as the protocol, on any path.
func (s *server) servePublic(w http.ResponseWriter, req *http.Request) {
	if req.Method != http.MethodGet {
		w.Header().Set("Allow", http.MethodGet)
		refuse(w, http.StatusMethodNotAllowed, req.URL.Path+" takes GET")
		return
	}
	answer := &statusWriter{ResponseWriter: w}
	s.fake.ServeHTTP(answer, req)
	if isLink(req.URL.Path) { // no call of the protocol: the observer does not see it
		query := req.URL.Query()
		s.log.Print(oneLine(fmt.Sprintf("confirmation link  client %s  %s  %d %s",
			query.Get("client_id"), query.Get("user_name"), answer.status, http.StatusText(answer.status))))
		s.changes.notify()
	}
}

// statusWriter remembers the status of an answer.
type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

func (w *statusWriter) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	return w.ResponseWriter.Write(b)
}

// isNavigation reports whether somebody followed a link in a browser.
func isNavigation(req *http.Request) bool {
	return req.Header.Get("Origin") == "" && req.Header.Get("Sec-Fetch-Mode") == "navigate" && req.Header.Get("Sec-Fetch-Dest") == "document"
}
