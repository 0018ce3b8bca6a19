package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

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

// Pages of other origins reach the protocol, and neither inbox nor control.
func TestOrigin(t *testing.T) {
	url, srv, _ := start(t, "-demo")
	signUp(t, url, "jane")
	foreign := [][]string{
		{"Origin", "https://example.com"}, {"Origin", "null"}, {"Origin", "http://127.0.0.1:1"}, {"Origin", "http://localhost"},
		{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site", "Sec-Fetch-Mode", "no-cors"},
		{"Origin", "https://example.com", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document"},
		{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "iframe"},
	}
	own := [][]string{{}, {"Origin", url}, {"Origin", url, "Sec-Fetch-Site", "same-origin"}, {"Sec-Fetch-Site", "none"}}
	var paths []string
	for path := range pageFiles {
		if path != "/_cognitofake/inbox/live" {
			paths = append(paths, path)
		}
	}
	for path := range control {
		paths = append(paths, path)
	}
	for _, path := range paths {
		for _, method := range []string{"GET", "POST", "DELETE", "OPTIONS"} {
			if path == "/" && method != "GET" || path == "/_cognitofake/reset" || method == "DELETE" && path == "/_cognitofake/messages" {
				continue
			}
			for _, headers := range foreign {
				a := send(t, method, url+path, "", headers...)
				require.Equal(t, http.StatusForbidden, a.status, "%s %s %v", method, path, headers)
				require.Empty(t, a.header.Get("Access-Control-Allow-Origin"))
			}
			for _, headers := range own {
				a := send(t, method, url+path, "", headers...)
				require.True(t, a.status != http.StatusForbidden || strings.Contains(path, "/inbox/"), "%s %s %v", method, path, headers)
			}
		}
	}
	for _, headers := range foreign {
		require.Equal(t, http.StatusForbidden, send(t, "GET", url+"/_cognitofake/inbox/live", "", headers...).status)
		require.Equal(t, http.StatusForbidden, send(t, "POST", url+"/_cognitofake/reset", "", headers...).status)
		require.Equal(t, http.StatusForbidden, send(t, "DELETE", url+"/_cognitofake/messages", "", headers...).status)
	}
	require.Len(t, srv.fake.Messages(), 1)

	// A link to the inbox on a page elsewhere may be followed.
	require.Equal(t, http.StatusOK, send(t, "GET", url+"/", "", "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document").status)

	a := send(t, "OPTIONS", url+"/", "", "Origin", "http://localhost:3000", "Access-Control-Request-Method", "POST")
	require.Equal(t, http.StatusOK, a.status)
	require.Equal(t, "*", a.header.Get("Access-Control-Allow-Origin"))
	a = send(t, "POST", url+"/", `{"ClientId":"x"}`, "Origin", "http://localhost:3000", "X-Amz-Target", "AWSCognitoIdentityProviderService.SignUp")
	require.Equal(t, http.StatusBadRequest, a.status)
	require.Equal(t, "*", a.header.Get("Access-Control-Allow-Origin"))
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

func TestReachable(t *testing.T) {
	require.Equal(t, "http://127.0.0.1:80", reachable("http://0.0.0.0:80"))
	require.Equal(t, "http://127.0.0.1:80", reachable("http://[::]:80"))
	require.Equal(t, "http://[::1]:80", reachable("http://[::1]:80"))
}
