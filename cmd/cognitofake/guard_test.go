package main

import (
	"io"
	"log"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Without -allow-remote the Host is loopback, or nothing is answered.
func TestHost(t *testing.T) {
	local, _, _ := start(t)
	remote, _, _ := start(t, "-allow-remote")
	port := local[strings.LastIndexByte(local, ':'):]
	for host, allowed := range map[string]bool{
		"127.0.0.1" + port: true, "localhost" + port: true, "LOCALHOST": true, "localhost.": true, "127.8.9.1": true, "[::1]" + port: true, "[::1]": true,
		"rebound.example" + port: false, "localhost.example": false, "127.0.0.1.example": false, "10.0.0.1" + port: false, "0.0.0.0" + port: false,
		"[::ffff:127.0.0.1]": true, "[fe80::1]": false,
	} {
		for _, path := range []string{"/", "/_cognitofake/messages", "/confirmUser?client_id=x"} {
			refused := send(t, "GET", local+path, "", "Host", host).status == http.StatusForbidden
			require.Equal(t, !allowed, refused, "%s %s", host, path)
			require.NotEqual(t, http.StatusForbidden, send(t, "GET", remote+path, "", "Host", host).status, "%s %s", host, path)
		}
		require.Equal(t, !allowed, send(t, "POST", local+"/", "{}", "Host", host).status == http.StatusForbidden, host)
	}
	require.False(t, (&server{}).hostAllowed(&http.Request{}), "no Host at all")
}

// foreignPages are what browsers say of pages elsewhere, and what no browser
// says: an Origin that only looks like the server's own (S7).
func foreignPages(url string) [][]string {
	host := strings.TrimPrefix(url, "http://")
	return [][]string{
		{"Origin", "https://example.com"}, {"Origin", "null"}, {"Origin", "http://127.0.0.1:1"}, {"Origin", "http://localhost"},
		{"Origin", "https://" + host}, {"Origin", "ftp://" + host}, {"Origin", "http://me@" + host}, {"Origin", "http://me:you@" + host},
		{"Origin", url + "/"}, {"Origin", url + "/page"}, {"Origin", url + "?x"}, {"Origin", url + "#x"}, {"Origin", "//" + host}, {"Origin", host},
		{"Origin", url, "Origin", "https://example.com"}, {"Origin", url, "Origin", url}, {"Origin", ""},
		{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site", "Sec-Fetch-Mode", "no-cors"},
		{"Origin", "https://example.com", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document"},
		{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "iframe"},
	}
}

// guarded is every path that only pages of the server itself may reach.
func guarded() []string {
	var paths []string
	for path := range pageFiles {
		if path != "/_cognitofake/inbox/live" {
			paths = append(paths, path)
		}
	}
	return slices.AppendSeq(paths, maps.Keys(control))
}

// A page elsewhere reaches neither the inbox nor a control endpoint.
func TestForeignPagesAndControl(t *testing.T) {
	url, srv, _ := start(t, "-demo", "-origin", "https://app.example")
	signUp(t, url, "jane")
	own := [][]string{{}, {"Origin", url}, {"Origin", strings.ToUpper(url)}, {"Origin", url, "Sec-Fetch-Site", "same-origin"}, {"Sec-Fetch-Site", "none"}}
	for _, path := range guarded() {
		for _, method := range []string{"GET", "POST", "DELETE", "OPTIONS"} {
			if path == "/" && method != "GET" {
				continue // the protocol
			}
			for _, headers := range foreignPages(url) {
				a := send(t, method, url+path, "", headers...)
				require.Equal(t, http.StatusForbidden, a.status, "%s %s %v", method, path, headers)
				require.Empty(t, a.header.Get("Access-Control-Allow-Origin"))
			}
			if path == "/_cognitofake/reset" || method == "DELETE" && path == "/_cognitofake/messages" {
				continue
			}
			for _, headers := range own {
				a := send(t, method, url+path, "", headers...)
				require.True(t, a.status != http.StatusForbidden || strings.Contains(path, "/inbox/"), "%s %s %v", method, path, headers)
				require.Empty(t, a.header.Get("Access-Control-Allow-Origin"))
				require.Equal(t, "same-origin", a.header.Get("Cross-Origin-Resource-Policy"), "%s %s", method, path)
			}
		}
	}
	for _, headers := range foreignPages(url) {
		require.Equal(t, http.StatusForbidden, send(t, "GET", url+"/_cognitofake/inbox/live", "", headers...).status)
	}
	require.Len(t, srv.fake.Messages(), 1)

	// A link to the inbox on a page elsewhere may be followed.
	require.Equal(t, http.StatusOK, send(t, "GET", url+"/", "", "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document").status)
}

// A page elsewhere calls what needs no credentials, as a web app does, and
// nothing that is signed: that would make pools, list users and send mail in
// the name of whoever visits it (S2).
func TestForeignPagesAndProtocol(t *testing.T) {
	url, srv, log := start(t, "-demo")
	const target = "AWSCognitoIdentityProviderService."
	for _, headers := range foreignPages(url) {
		a := send(t, "OPTIONS", url+"/", "", append(headers, "Access-Control-Request-Method", "POST", "Access-Control-Request-Headers", "authorization,x-amz-target")...)
		require.Equal(t, http.StatusOK, a.status)
		require.Equal(t, "*", a.header.Get("Access-Control-Allow-Origin"))
		require.Equal(t, "POST, OPTIONS", a.header.Get("Access-Control-Allow-Methods"))
		allowed := a.header.Get("Access-Control-Allow-Headers")
		for _, name := range []string{"x-amz-target", "x-amz-user-agent", "content-type", "cache-control", "amz-sdk-invocation-id", "amz-sdk-request"} {
			require.Contains(t, allowed, name)
		}
		require.NotContains(t, allowed, "authorization")
		require.NotContains(t, allowed, "security-token")

		a = send(t, "POST", url+"/", `{"ClientId":"x"}`, append(headers, "X-Amz-Target", target+"SignUp")...)
		require.Equal(t, http.StatusBadRequest, a.status, headers)
		require.Contains(t, a.body, "InvalidParameterException")
		require.Equal(t, "*", a.header.Get("Access-Control-Allow-Origin"))
		require.Contains(t, a.header.Get("Access-Control-Expose-Headers"), "x-amzn-errortype")

		for _, operation := range []string{"CreateUserPool", "ListUserPools", "AdminCreateUser", "SignUp"} {
			a = send(t, "POST", url+"/", `{"PoolName":"x","MaxResults":1}`, append(headers, "X-Amz-Target", target+operation, "Authorization", "any")...)
			require.Equal(t, http.StatusForbidden, a.status, "%s %v", operation, headers)
			require.Empty(t, a.header.Get("Access-Control-Allow-Origin"))
		}
		a = send(t, "POST", url+"/", `{"MaxResults":1}`, append(headers, "X-Amz-Target", target+"ListUserPools")...)
		require.Contains(t, a.body, "MissingAuthenticationTokenException", "without a signature the protocol refuses it")
	}
	require.Len(t, srv.fake.Pools(), 1)
	require.Contains(t, log.String(), "refused a signed call of a page of https://example.com; -origin https://example.com lets it through")

	// Links and keys are for everybody.
	for _, path := range []string{"/confirmUser?client_id=x&user_name=y&confirmation_code=z", "/" + demoPool + "/.well-known/jwks.json", "/" + demoPool + "/.well-known/openid-configuration"} {
		a := send(t, "GET", url+path, "", "Origin", "https://example.com")
		require.NotEqual(t, http.StatusForbidden, a.status, path)
		require.NotEqual(t, http.StatusNotFound, a.status, path)
		require.Equal(t, "*", a.header.Get("Access-Control-Allow-Origin"), path)
	}
}

// A page of an -origin does what a program may; the page's buttons stay its own.
func TestNamedOrigin(t *testing.T) {
	const origin = "https://app.example"
	url, srv, _ := start(t, "-demo", "-origin", "http://localhost:3000", "-origin", "https://APP.example:443")
	signUp(t, url, "jane")
	a := send(t, "OPTIONS", url+"/", "", "Origin", origin)
	require.Equal(t, http.StatusOK, a.status)
	require.Equal(t, origin, a.header.Get("Access-Control-Allow-Origin"))
	require.Equal(t, "Origin", a.header.Get("Vary"))
	require.Contains(t, a.header.Get("Access-Control-Allow-Headers"), "authorization")
	a = send(t, "POST", url+"/", `{"MaxResults":1}`, "Origin", origin, "X-Amz-Target", "AWSCognitoIdentityProviderService.ListUserPools", "Authorization", "any")
	require.Equal(t, http.StatusOK, a.status, a.body)
	require.NotEmpty(t, a.header.Get("Access-Control-Allow-Origin"))

	a = send(t, "OPTIONS", url+"/_cognitofake/messages", "", "Origin", origin)
	require.Equal(t, http.StatusOK, a.status)
	require.Equal(t, "GET, POST, DELETE, OPTIONS", a.header.Get("Access-Control-Allow-Methods"))
	require.Equal(t, "content-type", a.header.Get("Access-Control-Allow-Headers"), "and not the header of the page's buttons")
	a = send(t, "GET", url+"/_cognitofake/code?username=jane", "", "Origin", origin)
	require.Equal(t, http.StatusOK, a.status)
	require.Equal(t, srv.fake.Messages()[0].Code, a.body)
	require.Equal(t, origin, a.header.Get("Access-Control-Allow-Origin"))
	require.Equal(t, "Origin", a.header.Get("Vary"))
	for _, other := range []string{"http://app.example", "https://app.example:443", "https://app.example.evil.example", "https://localhost:3000"} {
		require.Equal(t, http.StatusForbidden, send(t, "GET", url+"/_cognitofake/messages", "", "Origin", other).status, other)
	}
}

// A connection that nobody uses is closed in the end, and so is each that is slow.
func TestConnectionLimits(t *testing.T) {
	s := &server{log: log.New(io.Discard, "", 0)}
	web := s.web()
	require.Equal(t, 2*time.Minute, web.IdleTimeout)
	require.Equal(t, 5*time.Second, web.ReadHeaderTimeout)
	require.Equal(t, 10*time.Second, web.ReadTimeout)
	require.Equal(t, 2*time.Minute, web.WriteTimeout)
	require.Equal(t, 64<<10, web.MaxHeaderBytes)
}

// A body that never comes whole is given up, and its connection too.
func TestBodyThatDoesNotCome(t *testing.T) {
	srv := &server{}
	srv.settings.allowRemote = true
	w := httptest.NewRecorder()
	srv.ServeHTTP(w, httptest.NewRequest("POST", "/", brokenReader{}))
	require.Equal(t, http.StatusRequestTimeout, w.Code)
	require.Equal(t, "close", w.Header().Get("Connection"))
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, http.ErrHandlerTimeout }
