package main

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"
)

// maxBody bounds a request.
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

// sameOrigin keeps pages of other origins away from the inbox and the control
// endpoints. Programs that are no browsers send none of these headers.
func sameOrigin(req *http.Request) bool {
	if origin := req.Header.Get("Origin"); origin != "" {
		u, err := url.Parse(origin)
		return err == nil && strings.EqualFold(u.Host, req.Host)
	}
	switch req.Header.Get("Sec-Fetch-Site") {
	case "", "none", "same-origin":
		return true
	}
	return false
}

// bufferBody reads the whole body, within the server's time limit for it, so
// that nothing behind it waits for a slow client. It answers itself, and
// returns false, when the body is too large or does not come.
func bufferBody(w http.ResponseWriter, req *http.Request) bool {
	var body []byte
	var err error
	if req.ContentLength > maxBody {
		err = &http.MaxBytesError{Limit: maxBody}
		w.Header().Set("Connection", "close") // or the server would read it after all
	} else {
		body, err = io.ReadAll(http.MaxBytesReader(w, req.Body, maxBody))
	}
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		refuse(w, http.StatusRequestEntityTooLarge, "a request has at most 1 MiB")
		return false
	case err != nil:
		w.Header().Set("Connection", "close")
		refuse(w, http.StatusRequestTimeout, "the body did not come whole, or not in time")
		return false
	}
	req.Body = io.NopCloser(bytes.NewReader(body))
	_ = http.NewResponseController(w).SetReadDeadline(time.Time{}) // the answer may take longer
	return true
}

// reachable is a URL of this machine for a server that listens on all of its addresses.
func reachable(listening string) string {
	u, err := url.Parse(listening)
	if err != nil {
		return listening
	}
	if ip, err := netip.ParseAddr(u.Hostname()); err == nil && ip.IsUnspecified() {
		u.Host = "127.0.0.1:" + u.Port()
	}
	return u.String()
}
