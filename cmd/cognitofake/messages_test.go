package main

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
)

func TestMessagesByAddressAndTime(t *testing.T) {
	base, srv, _ := start(t, "-demo")
	path := base + "/_cognitofake/messages"
	signUp(t, base, "jane")
	signUp(t, base, "joe")
	first := srv.fake.Messages()[0].SentAt
	for query, want := range map[string][]string{
		"?to=jane@example.com":             {"jane"},
		"?to=jane":                         {},
		"?to=joe@example.com&username=joe": {"joe"},
		"?after=" + url.QueryEscape(first.Format(time.RFC3339Nano)):                                         {"joe"},
		"?after=" + url.QueryEscape(first.Add(-time.Nanosecond).Format(time.RFC3339Nano)):                   {"jane", "joe"},
		"?after=" + url.QueryEscape(first.In(time.FixedZone("", 7200)).Format(time.RFC3339Nano)):            {"joe"},
		"?after=" + url.QueryEscape(first.Format(time.RFC3339Nano)) + "&to=jane@example.com":                {},
		"?after=" + url.QueryEscape(first.Add(time.Hour).Format(time.RFC3339Nano)) + "&to=jane@example.com": {},
	} {
		names := []string{}
		for _, m := range get[[]cognitofake.Message](t, path+query) {
			names = append(names, m.Username)
		}
		require.Equal(t, want, names, query)
	}
	for query, want := range map[string]string{
		"?after=yesterday": `after is \"yesterday\"`,
		"?wait=soon":       `wait is \"soon\": give a duration such as 5s, of 1m0s at most`,
		"?wait=-1s":        `wait is \"-1s\"`,
		"?wait=61s":        `wait is \"61s\"`,
	} {
		a := send(t, http.MethodGet, path+query, "")
		require.Equal(t, http.StatusBadRequest, a.status, query)
		require.Contains(t, a.body, want)
	}
}

// A request that waits is answered when the message is there, and not before.
func TestWait(t *testing.T) {
	base, srv, _ := start(t, "-demo")
	type got struct {
		messages []cognitofake.Message
		code     string
	}
	answered := make(chan got)
	go func() {
		var g got
		g.messages = get[[]cognitofake.Message](t, base+"/_cognitofake/messages?to=jane@example.com&wait=60s")
		answered <- g
	}()
	go func() {
		answered <- got{code: send(t, http.MethodGet, base+"/_cognitofake/code?username=jane&wait=60s", "").body}
	}()
	waits(t, srv, 2)
	signUp(t, base, "joe")
	select {
	case g := <-answered:
		t.Fatalf("%+v: that is somebody else's", g)
	default:
	}
	signUp(t, base, "jane")
	code := srv.fake.Pools()[0].Code("jane")
	for range 2 {
		g := <-answered
		require.True(t, g.code == code || len(g.messages) == 1 && g.messages[0].Code == code, g)
	}
	require.Len(t, get[[]any](t, base+"/_cognitofake/messages?to=jane@example.com&wait=60s"), 1, "at once")
	require.Empty(t, get[[]any](t, base+"/_cognitofake/messages?to=ann@example.com&wait=20ms"), "when the time is over")
	require.Empty(t, srv.waiting)
}

// waits is until n requests wait.
func waits(t *testing.T, srv *server, n int) {
	t.Helper()
	require.Eventually(t, func() bool { return len(srv.waiting) == n }, 10*time.Second, time.Millisecond)
}

// A wait ends with its client, with the server, and when its time is over; and
// there is an end to how many there are.
func TestWaitEnds(t *testing.T) {
	base, srv, _ := start(t, "-demo")
	path := base + "/_cognitofake/messages?wait=60s"
	ctx, leave := context.WithCancel(t.Context())
	left := make(chan error)
	go func() {
		req, _ := http.NewRequestWithContext(ctx, http.MethodGet, path, nil)
		_, err := http.DefaultClient.Do(req)
		left <- err
	}()
	waits(t, srv, 1)
	leave()
	require.ErrorIs(t, <-left, context.Canceled)
	waits(t, srv, 0)

	for range maxWaiting {
		srv.waiting <- struct{}{}
	}
	require.Equal(t, http.StatusServiceUnavailable, send(t, http.MethodGet, path, "").status)
	for range maxWaiting {
		<-srv.waiting
	}

	stopped := make(chan int)
	go func() { stopped <- send(t, http.MethodGet, path, "").status }()
	waits(t, srv, 1)
	srv.stop()
	require.Equal(t, http.StatusOK, <-stopped)

	synctest.Test(t, func(t *testing.T) {
		srv, err := newServer(settings{}, &buffer{})
		require.NoError(t, err)
		defer srv.stop()
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "/?wait=60s", nil)
		require.NoError(t, err)
		start, looks := time.Now(), 0
		require.NoError(t, srv.await(req, func() bool { looks++; return false }))
		require.Equal(t, time.Minute, time.Since(start))
		require.Equal(t, 2, looks, "at the beginning and at the end")
	})
}

// The code is text, for a shell as for a test.
func TestCode(t *testing.T) {
	base, srv, _ := start(t, "-demo")
	path := base + "/_cognitofake/code"
	signUp(t, base, "jane")
	code := srv.fake.Messages()[0].Code
	for _, name := range []string{"jane", "jane@example.com"} {
		a := send(t, http.MethodGet, path+"?username="+name, "")
		require.Equal(t, http.StatusOK, a.status)
		require.Equal(t, code, a.body, "and no line feed")
		require.Equal(t, "text/plain; charset=utf-8", a.header.Get("Content-Type"))
	}
	mustCall(t, base, "ConfirmSignUp", `{"ClientId":"`+demoClient+`","Username":"jane","ConfirmationCode":"`+code+`"}`)
	for query, want := range map[string]string{
		"?username=jane":              `404 {"error":"\"jane\" has no code that would be taken: none was sent, or it has expired or been used"}`,
		"?username=ann":               `404 {"error":"there is no user \"ann\""}`,
		"":                            `400 {"error":"username is missing: whose code it is to be"}`,
		"?username=jane&poolId=other": `400 {"error":"poolId is \"other\", and there is no such pool"}`,
	} {
		a := send(t, http.MethodGet, path+query, "")
		require.Equal(t, want+"\n", fmt.Sprintf("%d %s", a.status, a.body), query)
	}

	// The same name in two pools.
	signUp(t, base, "joe")
	other := mustCall(t, base, "CreateUserPool", `{"PoolName":"other","AutoVerifiedAttributes":["email"]}`)["UserPool"].(map[string]any)["Id"].(string)
	app := mustCall(t, base, "CreateUserPoolClient", `{"UserPoolId":"`+other+`","ClientName":"c"}`)["UserPoolClient"].(map[string]any)["ClientId"].(string)
	mustCall(t, base, "SignUp", `{"ClientId":"`+app+`","Username":"joe","Password":"pa$$W0rd","UserAttributes":[{"Name":"email","Value":"joe@example.com"}]}`)
	a := send(t, http.MethodGet, path+"?username=joe", "")
	require.Equal(t, http.StatusBadRequest, a.status)
	require.JSONEq(t, `{"error":"\"joe\" has a code in 2 pools: add poolId, one of `+demoPool+`, `+other+`"}`, a.body)
	require.Equal(t, srv.fake.Messages()[2].Code, send(t, http.MethodGet, path+"?username=joe&poolId="+other, "").body)
}
