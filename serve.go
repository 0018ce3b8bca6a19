package cognitofake

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"

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

// Start answers on a loopback port until stop is called, and returns the URL:
// for a TestMain, for tests that run in parallel, and for programs in other
// languages. It changes no environment; [Fake.Environ] has the variables by
// which an SDK finds the URL. stop returns when nothing of the server runs any
// more, and may be called again. In a test of [NewT], or
// after [Fake.ResetAfter], it is called at the end.
//
// It is not for a testing/synctest bubble, where a network connection blocks
// the clock.
func (f *Fake) Start() (url string, stop func()) {
	server := httptest.NewServer(f)
	stop = func() {
		server.Config.Close() // who stops it waits for no answer
		server.Close()        // returns when nothing of the server runs any more
	}
	if of := f.of.Load(); of.goroutine != 0 {
		of.Cleanup(stop)
	}
	return server.URL, stop
}

// Serve is for code that makes its client by itself, with
// config.LoadDefaultConfig: it answers on a loopback port for the length of
// the test, points the SDK's environment at it, and returns its URL. Whatever
// the shell has configured for AWS is out of the way until the test ends.
//
// It changes the environment, so it is not for parallel tests, where it fails
// tb: use [Fake.Start] and its URL there.
func (f *Fake) Serve(tb TB) string {
	f.tb().Helper()
	if isNil(tb) {
		f.misuse("Serve(nil): give the test, whose environment it sets")
		return ""
	}
	tb.Helper()
	if !maySetenv(tb) {
		tb.Fatalf("cognitofake: Serve sets the environment, which a parallel test may not; use fake.Start() and fake.Environ(url)")
	}
	url, stop := f.Start()
	tb.Cleanup(stop)
	for _, variable := range f.Environ(url) {
		name, value, _ := strings.Cut(variable, "=")
		tb.Setenv(name, value)
	}
	return url
}

// Environ is what makes an SDK of any language find the Fake at url, and
// nothing but the Fake: variables in the form of os.Environ, for the Env of an
// exec.Cmd,
//
//	cmd.Env = append(os.Environ(), fake.Environ(url)...)
//
// or for os.Setenv in a TestMain. They are the endpoint of the service, the
// region and dummy keys, and what takes the shell's own configuration for AWS
// out of the way. The url is that of [Fake.Start] or of a
// [net/http/httptest.Server].
//
// The shell's AWS_PROFILE, if there is one, is made empty. That is none for
// most SDKs; the one for Python takes it for a name, and wants the variable
// to be removed.
func (f *Fake) Environ(url string) []string {
	missing := filepath.Join(string(filepath.Separator), "nonexistent", "cognitofake")
	variables := []string{
		"AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER=" + url,
		"AWS_REGION=" + f.config.Region,
		"AWS_DEFAULT_REGION=" + f.config.Region, // that of some SDKs
		"AWS_ACCESS_KEY_ID=" + accessKeyID,
		"AWS_SECRET_ACCESS_KEY=" + secretAccessKey, // with keys here no other source of credentials is asked
		"AWS_SESSION_TOKEN=",                       // the shell's would go out with these keys
		"AWS_EC2_METADATA_DISABLED=true",

		// A profile would bring its own endpoint, region, role or time-outs.
		"AWS_CONFIG_FILE=" + filepath.Join(missing, "config"),
		"AWS_SHARED_CREDENTIALS_FILE=" + filepath.Join(missing, "credentials"),

		// The shell's would keep the endpoint above from being used, or be
		// refused beside it.
		"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=false",
		"AWS_USE_FIPS_ENDPOINT=false",
		"AWS_USE_DUALSTACK_ENDPOINT=false",
		"AWS_CA_BUNDLE=",

		// How often a call is tried is not the shell's to say. These are what
		// the Go SDK does by itself; an empty one is an error in others.
		"AWS_RETRY_MODE=standard",
		"AWS_MAX_ATTEMPTS=3",
	}
	for _, name := range []string{"AWS_PROFILE", "AWS_DEFAULT_PROFILE"} {
		if os.Getenv(name) != "" {
			variables = append(variables, name+"=")
		}
	}
	return variables
}
