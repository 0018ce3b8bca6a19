package cognitofake

import (
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strconv"

	"github.com/cognitofake/cognitofake/internal/giveway"
	"github.com/cognitofake/cognitofake/internal/hosted"
	"github.com/cognitofake/cognitofake/internal/service"
)

// ServeHTTP answers the AWS protocol for clients in other processes, such as
// those of [net/http/httptest.NewServer](fake): POST on any path, in the words
// of the embedded client's transport, with CORS for any origin as the service
// has it. A body over 1 MiB is refused with 413, here as in memory (R155).
//
// Beside it GET answers what the service answers at hosts of its own, so only
// the path counts here: the confirmation link of a message ([Message].Link),
// and /<pool id>/.well-known/jwks.json, the keys by which the tokens of a pool
// are verified, with openid-configuration beside it.
func (f *Fake) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Expose-Headers", "x-amzn-errortype, x-amzn-errormessage, x-amzn-requestid")
	switch {
	case req.Method == http.MethodOptions:
		allowOrigin(h)
		w.WriteHeader(http.StatusOK)
	case req.Method == http.MethodPost:
		f.servePost(w, req)
	case req.Method == http.MethodGet && hosted.IsLink(req.URL.Path):
		hosted.ServeLink(f.service, w, req)
	case req.Method == http.MethodGet && hosted.IsWellKnown(req.URL.Path):
		hosted.ServeWellKnown(f.service, w, req)
	default:
		h.Set("Allow", "POST, OPTIONS")
		http.Error(w, "cognitofake: the AWS protocol is POST", http.StatusMethodNotAllowed)
	}
}

// allowOrigin lets web apps of any origin call, as the service does.
func allowOrigin(h http.Header) {
	h.Set("Access-Control-Allow-Methods", "POST, OPTIONS")
	h.Set("Access-Control-Allow-Headers", "x-amz-target, x-amz-user-agent, x-amz-date, x-amz-content-sha256, x-amz-security-token,"+
		" amz-sdk-invocation-id, amz-sdk-request, authorization, content-type, cache-control")
	h.Set("Access-Control-Max-Age", "172800")
}

func (f *Fake) servePost(w http.ResponseWriter, req *http.Request) {
	body, err := service.ReadBody(req.Body, req.ContentLength)
	if err != nil {
		http.Error(w, "cognitofake: the request broke off", http.StatusBadRequest)
		return
	}
	if body.TooLarge {
		_ = http.NewResponseController(w).EnableFullDuplex() // drain reads after the answer
		w.Header().Set("Connection", "close")
		defer drain(w, req)
	}
	a, err := f.service.Serve(req.Context(), req.Header, body)
	if err != nil {
		panic(http.ErrAbortHandler) // a failure below the protocol: the connection drops
	}
	h, size := w.Header(), len(a.Body)
	for name, values := range a.Header {
		h[name] = values
		size += len(values[0]) // a refusal has its message there too
	}
	giveway.Before(req.UserAgent(), size)
	h.Set("Content-Length", strconv.Itoa(len(a.Body)+a.Missing)) // net/http drops the connection after a shorter body
	w.WriteHeader(a.Status)
	w.Write(a.Body)
}

// maxDrained bounds what is read of a request that has been refused already.
const maxDrained = 8 << 20

// drain answers at once, and then reads what the client goes on to send: a
// connection that is closed meanwhile would be reset, and the answer lost.
func drain(w http.ResponseWriter, req *http.Request) {
	if http.NewResponseController(w).Flush() == nil {
		_, _ = io.CopyN(io.Discard, req.Body, maxDrained)
	}
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
	server := httptest.NewServer(f)
	tb.Cleanup(func() {
		server.Config.Close() // at the end of a test nobody waits for an answer
		server.Close()        // returns when nothing of the server runs any more
	})
	for name, v := range f.environment(server.URL) {
		tb.Setenv(name, v)
	}
	return server.URL
}

// environment is what makes the SDK find the Fake, and nothing but the Fake.
func (f *Fake) environment(url string) map[string]string {
	missing := filepath.Join(string(filepath.Separator), "nonexistent", "cognitofake")
	return map[string]string{
		"AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER": url,
		"AWS_REGION":                f.config.Region,
		"AWS_ACCESS_KEY_ID":         accessKeyID,
		"AWS_SECRET_ACCESS_KEY":     secretAccessKey, // with keys here no other source of credentials is asked
		"AWS_EC2_METADATA_DISABLED": "true",

		// A profile would bring its own endpoint, region, role or time-outs.
		"AWS_CONFIG_FILE":             filepath.Join(missing, "config"),
		"AWS_SHARED_CREDENTIALS_FILE": filepath.Join(missing, "credentials"),
		"AWS_PROFILE":                 "",

		// The shell's would go out with the keys above, or keep the endpoint
		// above from being used, or be refused beside it.
		"AWS_SESSION_TOKEN":                   "",
		"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "",
		"AWS_USE_FIPS_ENDPOINT":               "",
		"AWS_USE_DUALSTACK_ENDPOINT":          "",
		"AWS_CA_BUNDLE":                       "",

		// How often a call is tried is not the shell's to say. "legacy", which
		// other SDKs know, is an error in Go.
		"AWS_RETRY_MODE":   "",
		"AWS_MAX_ATTEMPTS": "",

		// SDKs of other languages read these, in programs that a test starts.
		"AWS_DEFAULT_REGION":  f.config.Region,
		"AWS_DEFAULT_PROFILE": "",
	}
}
