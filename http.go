package cognitofake

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// ServeHTTP answers the AWS protocol for clients in other processes, such as
// those of [net/http/httptest.NewServer](fake): POST on any path, in the words
// of the embedded client's transport, with CORS for any origin as the service
// has it. A body over 1 MiB is refused with 413.
//
// Beside it GET answers two things that the service answers at hosts of its
// own, so only the path counts here: the confirmation link of a message
// ([Message].Link), and /<pool id>/.well-known/jwks.json, the keys by which
// the tokens of a pool are verified.
func (f *Fake) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	allowOrigin(w.Header())
	switch {
	case req.Method == http.MethodOptions:
		w.WriteHeader(http.StatusOK)
	case req.Method == http.MethodPost:
		f.servePost(w, req)
	case req.Method == http.MethodGet && isLink(req.URL.Path):
		f.serveLink(w, req)
	case req.Method == http.MethodGet && strings.HasSuffix(req.URL.Path, jwksPath):
		f.serveKeys(w, strings.Trim(strings.TrimSuffix(req.URL.Path, jwksPath), "/"))
	default:
		w.Header().Set("Allow", "POST, OPTIONS")
		http.Error(w, "cognitofake: the AWS protocol is POST", http.StatusMethodNotAllowed)
	}
}

// allowOrigin lets web apps of any origin call, as the service does.
func allowOrigin(h http.Header) {
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Allow-Methods", "POST, OPTIONS")
	h.Set("Access-Control-Allow-Headers", "x-amz-target, x-amz-user-agent, x-amz-date, x-amz-content-sha256, x-amz-security-token,"+
		" amz-sdk-invocation-id, amz-sdk-request, authorization, content-type, cache-control")
	h.Set("Access-Control-Expose-Headers", "x-amzn-errortype, x-amzn-errormessage, x-amzn-requestid")
	h.Set("Access-Control-Max-Age", "172800")
}

func (f *Fake) servePost(w http.ResponseWriter, req *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, req.Body, maxBody))
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		http.Error(w, "cognitofake: a request has at most 1 MiB", http.StatusRequestEntityTooLarge)
		return
	}
	if err != nil {
		return // the client is gone
	}
	a, err := f.serve(req.Context(), req.Header, body)
	if err != nil {
		panic(http.ErrAbortHandler) // a failure below the protocol: the connection drops
	}
	h := w.Header()
	for name, values := range a.header {
		h[name] = values
	}
	h.Set("Content-Length", strconv.Itoa(len(a.body)+a.missing)) // net/http drops the connection after a shorter body
	w.WriteHeader(a.status)
	w.Write(a.body)
}

// Serve is for code that makes its client by itself, with
// config.LoadDefaultConfig: it answers on a loopback port for the length of
// the test, points the SDK's environment at it, and returns its URL. Whatever
// the shell has configured for AWS is out of the way until the test ends.
//
// It changes the environment, so it is not for parallel tests: use
// [net/http/httptest.NewServer](fake) and its URL there. Nor is it for a
// testing/synctest bubble, where a network connection blocks the clock.
func (f *Fake) Serve(tb TB) string {
	tb.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatalf("cognitofake: Serve: %v", err)
	}
	server := &http.Server{Handler: f, ReadHeaderTimeout: 10 * time.Second}
	done := make(chan struct{})
	go func() {
		defer close(done)
		server.Serve(listener) // ends with ErrServerClosed
	}()
	tb.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		if server.Shutdown(ctx) != nil {
			server.Close()
		}
		<-done
	})
	url := "http://" + listener.Addr().String()
	missing := filepath.Join(string(filepath.Separator), "nonexistent", "cognitofake")
	for name, v := range map[string]string{
		"AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER": url,
		"AWS_REGION":                          f.region,
		"AWS_DEFAULT_REGION":                  f.region,
		"AWS_ACCESS_KEY_ID":                   "AKIDCOGNITOFAKE",
		"AWS_SECRET_ACCESS_KEY":               "cognitofake",
		"AWS_SESSION_TOKEN":                   "",
		"AWS_PROFILE":                         "",
		"AWS_DEFAULT_PROFILE":                 "",
		"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "",
		"AWS_EC2_METADATA_DISABLED":           "true",
		"AWS_CONFIG_FILE":                     filepath.Join(missing, "config"),
		"AWS_SHARED_CREDENTIALS_FILE":         filepath.Join(missing, "credentials"),
		// A proxy of the shell would be asked for the loopback address.
		"HTTP_PROXY": "", "http_proxy": "",
		"AWS_USE_FIPS_ENDPOINT": "", "AWS_USE_DUALSTACK_ENDPOINT": "",
		"AWS_CA_BUNDLE": "", "AWS_RETRY_MODE": "", "AWS_MAX_ATTEMPTS": "",
		"AWS_WEB_IDENTITY_TOKEN_FILE": "", "AWS_ROLE_ARN": "",
		"AWS_CONTAINER_CREDENTIALS_FULL_URI": "", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "",
	} {
		tb.Setenv(name, v)
	}
	return url
}
