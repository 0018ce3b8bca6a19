package main

import (
	"bufio"
	"context"
	"encoding/json"
	"io/fs"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The page is its own: nothing in it is fetched from elsewhere, made markup of
// or run from a string, and the browser is told to hold it to that.
func TestPage(t *testing.T) {
	url, _, _ := start(t)
	for path, part := range pageFiles {
		if part.file == "" {
			continue
		}
		a := send(t, http.MethodGet, url+path, "")
		require.Equal(t, http.StatusOK, a.status, path)
		require.Equal(t, part.mediaType, a.header.Get("Content-Type"))
		require.Equal(t, "nosniff", a.header.Get("X-Content-Type-Options"))
		require.Equal(t, "same-origin", a.header.Get("Cross-Origin-Resource-Policy"))
		policy := a.header.Get("Content-Security-Policy")
		require.Contains(t, policy, "default-src 'none'")
		require.Contains(t, policy, "frame-ancestors 'none'")
		require.NotContains(t, policy, "unsafe")
		require.Empty(t, a.header.Get("Access-Control-Allow-Origin"))
	}
	require.NoError(t, fs.WalkDir(ui, "ui", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := ui.ReadFile(name)
		require.NoError(t, err)
		page := strings.ReplaceAll(string(text), "http://www.w3.org/2000/svg", "")
		for _, bad := range []string{"http:", "https:", "//cdn", "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "style=", "onclick", "<script>"} {
			require.NotContains(t, page, bad, name)
		}
		return nil
	}))
}

// watch opens the stream of the page and returns what reads one event.
func watch(t *testing.T, url, query string) (next func() view) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url+"/_cognitofake/inbox/live"+query, nil)
	require.NoError(t, err)
	response, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	t.Cleanup(func() { response.Body.Close() })
	require.Equal(t, "text/event-stream", response.Header.Get("Content-Type"))
	lines := bufio.NewReader(response.Body)
	return func() view {
		line, err := lines.ReadString('\n')
		require.NoError(t, err)
		data, ok := strings.CutPrefix(line, "data: ")
		require.True(t, ok, line)
		empty, err := lines.ReadString('\n')
		require.NoError(t, err)
		require.Equal(t, "\n", empty)
		var shown struct {
			view
			Calls []json.RawMessage `json:"calls"`
		}
		require.NoError(t, json.Unmarshal([]byte(data), &shown))
		v := shown.view
		v.Calls = make([]callView, len(shown.Calls))
		return v
	}
}

// A change is seen without a question, and nothing secret with it.
func TestLive(t *testing.T) {
	url, srv, _ := start(t, "-demo")
	next := watch(t, url, "")
	v := next()
	require.Equal(t, []poolView{{ID: demoPool, Name: "demo", Clients: []clientView{{ID: demoClient, Name: "demo"}}}}, v.Pools)
	require.Empty(t, v.Users)
	require.Empty(t, v.Messages)

	signUp(t, url, "jane")
	v = next()
	require.Len(t, v.Messages, 1)
	require.Equal(t, srv.fake.Messages()[0].Code, v.Messages[0].Code)
	require.EqualValues(t, "UNCONFIRMED", v.Users[0].Status)
	require.Len(t, v.Calls, 1)

	signUp(t, url, "john")
	for v.Total.Messages < 2 {
		v = next()
	}
	require.Equal(t, "john", v.Messages[0].Username, "newest first")
	require.Equal(t, "john", v.Users[0].Username)

	link := "/confirmUser/?client_id=" + demoClient + "&user_name=john&confirmation_code=" + v.Messages[0].Code
	require.Equal(t, http.StatusOK, send(t, http.MethodGet, url+link, "").status)
	for v.Users[0].Status != "CONFIRMED" {
		v = next()
	}

	mustCall(t, url, "CreateUserPoolClient", `{"UserPoolId":"`+demoPool+`","ClientName":"web","GenerateSecret":true}`)
	apps := srv.fake.Pools()[0].AppClients()
	text, err := json.Marshal(srv.view(query{}))
	require.NoError(t, err)
	require.Contains(t, string(text), apps[1].ID)
	require.NotContains(t, string(text), apps[1].Secret)
	require.NotContains(t, string(text), "pa$$W0rd")
}

// The page shows the newest of many, and says how many there are.
func TestViewIsBounded(t *testing.T) {
	url, srv, _ := start(t, "-demo")
	for range 2*shownCalls + 50 {
		call(t, url, "ListUserPools", `{"MaxResults":1}`)
	}
	v := srv.view(query{})
	require.Len(t, v.Calls, shownCalls)
	require.Equal(t, 2*shownCalls+50, v.Calls[0].Number)
	require.Equal(t, 2*shownCalls+50, v.Total.Calls)
	require.Equal(t, v.Total, v.Found, "nothing is searched for")
}

// The buttons of the page do what they say, in the service's own way.
func TestButtons(t *testing.T) {
	url, srv, _ := start(t, "-demo")
	press := func(button, username string, headers ...string) answer {
		body, err := json.Marshal(map[string]string{"poolId": demoPool, "username": username})
		require.NoError(t, err)
		return send(t, http.MethodPost, url+"/_cognitofake/inbox/"+button, string(body), append(headers, pageHeader, "1")...)
	}
	pool := srv.fake.Pools()[0]
	signUp(t, url, "jane")
	first := pool.Code("jane")

	require.Equal(t, http.StatusOK, press("resend", "jane").status)
	require.Len(t, srv.fake.Messages(), 2)
	require.NotEqual(t, first, pool.Code("jane"))

	require.Equal(t, http.StatusOK, press("confirm", "jane", "Origin", url).status)
	user, _ := pool.User("jane")
	require.EqualValues(t, "CONFIRMED", user.Status)
	a := press("confirm", "jane")
	require.Equal(t, http.StatusConflict, a.status)
	require.JSONEq(t, `{"error":"NotAuthorizedException: User cannot be confirmed. Current status is CONFIRMED"}`, a.body)
	a = press("resend", "jane")
	require.JSONEq(t, `{"error":"InvalidParameterException: User is already confirmed."}`, a.body)

	require.Equal(t, http.StatusOK, press("delete", "jane").status)
	require.Empty(t, pool.Users())
	require.JSONEq(t, `{"error":"UserNotFoundException: User does not exist."}`, press("delete", "jane").body)

	// Only the page may press them.
	for _, button := range []string{"confirm", "resend", "delete"} {
		path := url + "/_cognitofake/inbox/" + button
		require.Equal(t, http.StatusForbidden, send(t, http.MethodPost, path, `{}`).status)
		require.Equal(t, http.StatusForbidden, press(button, "jane", "Origin", "https://example.com").status)
		require.Equal(t, http.StatusBadRequest, send(t, http.MethodPost, path, `{"poolId":"none"}`, pageHeader, "1").status)
		require.Equal(t, http.StatusBadRequest, send(t, http.MethodPost, path, `x`, pageHeader, "1").status)
	}
}

// A new code goes out for the client that the last one was for, hash and all.
func TestResendKeepsTheClient(t *testing.T) {
	url, srv, _ := start(t, "-demo")
	mustCall(t, url, "CreateUserPoolClient", `{"UserPoolId":"`+demoPool+`","ClientName":"web","GenerateSecret":true}`)
	pool := srv.fake.Pools()[0]
	app := pool.AppClients()[1]
	mustCall(t, url, "SignUp", `{"ClientId":"`+app.ID+`","Username":"jane","Password":"pa$$W0rd","SecretHash":"`+app.SecretHash("jane")+`",
		"UserAttributes":[{"Name":"email","Value":"jane@example.com"}]}`)
	a := send(t, http.MethodPost, url+"/_cognitofake/inbox/resend", `{"poolId":"`+demoPool+`","username":"jane"}`, pageHeader, "1")
	require.Equal(t, http.StatusOK, a.status, a.body)
	require.Equal(t, app.ID, pool.Messages()[1].ClientID)

	mustCall(t, url, "CreateUserPool", `{"PoolName":"empty"}`)
	empty := srv.fake.Pools()[1]
	a = send(t, http.MethodPost, url+"/_cognitofake/inbox/resend", `{"poolId":"`+empty.ID+`","username":"jane"}`, pageHeader, "1")
	require.Equal(t, http.StatusBadRequest, a.status)
	require.Contains(t, a.body, "has no app client")
}

// There is an end to how many pages are kept up to date.
func TestStreamsAreBounded(t *testing.T) {
	url, srv, _ := start(t)
	for range maxStreams {
		srv.streams <- struct{}{}
	}
	require.Equal(t, http.StatusServiceUnavailable, send(t, http.MethodGet, url+"/_cognitofake/inbox/live", "").status)
	<-srv.streams
	watch(t, url, "")()
}
