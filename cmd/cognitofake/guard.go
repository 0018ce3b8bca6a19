package main

import (
	"bytes"
	"cmp"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// maxBody bounds a request, as the Fake does.
const maxBody = 1 << 20

// hostAllowed keeps out pages that reach the server by a name of their own
// (DNS rebinding): without -allow-remote the Host has to be loopback.
func (s *server) hostAllowed(req *http.Request) bool {
	if s.settings.allowRemote {
		return true
	}
	host := (&url.URL{Host: req.Host}).Hostname()
	return isLoopback(host)
}

// Whose page, if any, has sent a request.
type sender int

const (
	ours    sender = iota // the inbox, or a program that is no browser
	named                 // a page of an -origin
	foreign               // any other page
)

// senderOf is who has sent a request. Programs that are no browsers send none
// of the headers that it looks at. An Origin has to be the server's own to the
// letter: a browser writes scheme, host and port, and nothing else.
func (s *server) senderOf(req *http.Request) sender {
	switch origins := req.Header["Origin"]; {
	case len(origins) > 1: // no browser sends two
		return foreign
	case len(origins) == 1 && strings.EqualFold(origins[0], "http://"+req.Host):
		return ours
	case len(origins) == 1 && slices.Contains(s.settings.origins, origins[0]):
		return named
	case len(origins) == 1:
		return foreign
	}
	switch req.Header.Get("Sec-Fetch-Site") {
	case "", "none", "same-origin":
		return ours
	}
	return foreign
}

// What a browser lets a page send to the protocol, once it has asked. Any page
// may call the operations that need no credentials, as the web apps of a team
// do with Amplify and its like. Those that sign their calls have to be named.
const (
	unsignedHeaders = "x-amz-target, x-amz-user-agent, x-amz-date, x-amz-content-sha256," +
		" amz-sdk-invocation-id, amz-sdk-request, content-type, cache-control"
	signedHeaders = unsignedHeaders + ", authorization, x-amz-security-token"
)

// serveProtocol answers the AWS protocol, and the question of a browser
// whether a page may send what it wants to.
func (s *server) serveProtocol(w http.ResponseWriter, req *http.Request) {
	from := s.senderOf(req)
	switch {
	case req.Method == http.MethodOptions && from == named:
		permit(w, req.Header.Get("Origin"), "POST, OPTIONS", signedHeaders)
	case req.Method == http.MethodOptions:
		permit(w, "*", "POST, OPTIONS", unsignedHeaders)
	case from == foreign && len(req.Header["Authorization"]) > 0:
		origin := req.Header.Get("Origin")
		s.log.Print(oneLine("refused a signed call of a page of " + cmp.Or(origin, "another site") + "; -origin " + cmp.Or(origin, "ORIGIN") + " lets it through"))
		refuse(w, http.StatusForbidden, "a page of another origin may call what needs no credentials, and nothing else, unless -origin names it")
	default:
		s.fake.ServeHTTP(w, req)
	}
}

// permit tells a browser what pages of an origin, or of any, may send. It is
// short-lived: another run of the server may have another -origin.
func permit(w http.ResponseWriter, origin, methods, headers string) {
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", origin)
	h.Set("Access-Control-Allow-Methods", methods)
	h.Set("Access-Control-Allow-Headers", headers)
	h.Set("Access-Control-Max-Age", "60")
	h.Set("Vary", "Origin")
	w.WriteHeader(http.StatusOK)
}

// bufferBody reads the whole body, within the server's time limit for it, so
// that nothing behind it waits for a slow client. It answers itself, and
// returns false, when the body is too large or does not come; what the
// protocol says of one that is too large, the Fake says.
func bufferBody(w http.ResponseWriter, req *http.Request) bool {
	var body []byte
	var err error
	tooLarge := req.ContentLength > maxBody
	if !tooLarge {
		body, err = io.ReadAll(io.LimitReader(req.Body, maxBody+1))
		tooLarge = len(body) > maxBody
	}
	switch {
	case err != nil:
		w.Header().Set("Connection", "close")
		refuse(w, http.StatusRequestTimeout, "the body did not come whole, or not in time")
		return false
	case tooLarge && isProtocol(req):
		req.Body = io.NopCloser(io.MultiReader(bytes.NewReader(body), req.Body))
		return true
	case tooLarge:
		w.Header().Set("Connection", "close") // or the server would read the rest after all
		refuse(w, http.StatusRequestEntityTooLarge, "a request has at most 1 MiB")
		return false
	}
	req.Body = io.NopCloser(bytes.NewReader(body))
	_ = http.NewResponseController(w).SetReadDeadline(time.Time{}) // the answer may take longer
	return true
}

// isProtocol reports whether a request is one of the AWS protocol.
func isProtocol(req *http.Request) bool {
	return req.URL.Path == "/" && req.Method != http.MethodGet && req.Method != http.MethodHead
}
