package cognitofake

import (
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
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
		http.Error(w, "cognitofake: the request broke off", http.StatusBadRequest)
		return
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
	if overtakes(req, a) {
		giveWay()
	}
	w.WriteHeader(a.status)
	w.Write(a.body)
}
