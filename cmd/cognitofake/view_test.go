package main

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The page's search looks at everything there is, and not only at the newest.
func TestSearch(t *testing.T) {
	base, srv, _ := start(t, "-demo")
	signUp(t, base, "Jane")
	for n := range shownUsers + 10 {
		signUp(t, base, fmt.Sprintf("other%d", n))
	}
	mustCall(t, base, "CreateUserPool", `{"PoolName":"second"}`)
	second := srv.fake.Pools()[1].ID
	post(t, base+"/_cognitofake/users", `{"poolId":"`+second+`","username":"joan","attributes":{"name":"Ülrike"}}`)
	call(t, base, "AdminGetUser", `{"UserPoolId":"`+second+`","Username":"nobody"}`)
	total := totals{Users: shownUsers + 12, Messages: shownUsers + 11, Calls: shownUsers + 13}

	for asked, want := range map[string]totals{
		"":                           total,
		"?q=":                        total,
		"?q=jane":                    {Users: 1, Messages: 1, Calls: 1},
		"?q=JANE@example.COM":        {Users: 1, Messages: 1, Calls: 1},
		"?q=jane%20unconfirmed":      {Users: 1}, // the status is of users alone
		"?q=unconfirmed%20demo":      {Users: shownUsers + 11},
		"?q=john":                    {},
		"?q=" + url.QueryEscape("ü"): {Users: 1},
		"?q=other&errors=1":          {Users: shownUsers + 10, Messages: shownUsers + 10},
		"?q=notfound":                {Calls: 1},
		"?errors=1":                  {Users: total.Users, Messages: total.Messages, Calls: 1},
		"?poolId=" + second:          {Users: 1, Calls: 1},
		"?q=invalid%20code":          {},
		"?q=" + srv.fake.Messages()[0].Code + "%20jane": {Messages: 1},
	} {
		v := watch(t, base, asked)()
		require.Equal(t, want, v.Found, asked)
		require.Equal(t, total, v.Total, asked)
		require.Len(t, v.Users, min(want.Users, shownUsers), asked)
		require.Len(t, v.Messages, min(want.Messages, shownMessages), asked)
		require.Len(t, v.Calls, min(want.Calls, shownCalls), asked)
	}
	require.Equal(t, "Jane", watch(t, base, "?q=jane")().Users[0].Username, "far below the newest")
}

func TestContains(t *testing.T) {
	for _, row := range []struct {
		text, word string
		want       bool
	}{
		{"", "", true}, {"a", "", true}, {"", "a", false}, {"Jane@Example.com", "e@ex", true}, {"aab", "ab", true}, {"ab", "abc", false},
		{"ÄRGER", "ä", true}, {"K", "ä", false}, {"[", "{", false},
	} {
		require.Equal(t, row.want, contains(row.text, row.word), row)
		require.Equal(t, row.want, contains([]byte(row.text), row.word), row)
	}
}

// The page is told of the clock and of the faults that are on.
func TestViewOfClockAndFaults(t *testing.T) {
	base, srv, _ := start(t, "-demo")
	v := srv.view(query{})
	require.Equal(t, "0s", v.Clock.Advanced)
	require.Empty(t, v.Faults)
	post(t, base+"/_cognitofake/clock", `{"advance":"24h"}`)
	post(t, base+"/_cognitofake/clock", `{"advance":"1s"}`)
	setFault(t, base, `{"operation":"SignUp","error":"TooManyRequestsException","times":3}`)
	setFault(t, base, `{"operation":"SignUp","error":"none","at":"delivery"}`)
	setFault(t, base, `{"operation":"ConfirmSignUp","error":"InternalErrorException","times":0}`)
	attempt(t, base, "jane")
	v = srv.view(query{})
	require.Equal(t, "24h0m1s", v.Clock.Advanced)
	require.WithinDuration(t, time.Now().Add(24*time.Hour+time.Second), v.Clock.Now, time.Minute)
	want := []faultView{
		{"SignUp", "TooManyRequestsException", 2, ""},
		{"SignUp", "none", 1, "delivery"},
		{"ConfirmSignUp", "InternalErrorException", 0, ""},
	}
	require.Equal(t, want, v.Faults)
	require.Equal(t, want, get[[]faultView](t, base+"/_cognitofake/faults"))
	require.Equal(t, v.Clock.Advanced, get[clockView](t, base+"/_cognitofake/clock").Advanced)
	post(t, base+"/_cognitofake/reset", "")
	v = srv.view(query{})
	require.Equal(t, "0s", v.Clock.Advanced)
	require.Empty(t, v.Faults)
}

func TestShort(t *testing.T) {
	for text, want := range map[string]string{"0s": "0s", "1s": "1s", "60s": "1m", "1h": "1h", "24h": "24h", "24h1s": "24h0m1s", "90m": "1h30m", "10m": "10m", "20h": "20h"} {
		d, err := time.ParseDuration(text)
		require.NoError(t, err)
		require.Equal(t, want, short(d))
		again, err := time.ParseDuration(short(d))
		require.NoError(t, err)
		require.Equal(t, d, again)
	}
}

// Users are shown, and made as Pool.AddUser makes them.
func TestUsers(t *testing.T) {
	base, srv, _ := start(t, "-demo")
	path := base + "/_cognitofake/users"
	require.JSONEq(t, `[]`, send(t, "GET", path, "").body)
	a := post(t, path, `{"username":"jane","sub":"6a7b8c9d-1e2f-4a3b-8c4d-5e6f7a8b9c0d","status":"FORCE_CHANGE_PASSWORD","disabled":true,
		"password":"Temp0rary!","attributes":{"email":"jane@example.com","email_verified":"true"}}`)
	require.NotContains(t, a.body, "Temp0rary!")
	post(t, path, `{"poolId":"`+demoPool+`","username":"joe"}`)
	users := get[[]map[string]any](t, path)
	require.Len(t, users, 2)
	jane := users[0]
	require.NotEmpty(t, jane["createdAt"])
	require.NotEmpty(t, jane["modifiedAt"])
	delete(jane, "createdAt")
	delete(jane, "modifiedAt")
	require.Equal(t, map[string]any{
		"poolId": demoPool, "username": "jane", "sub": "6a7b8c9d-1e2f-4a3b-8c4d-5e6f7a8b9c0d", "status": "FORCE_CHANGE_PASSWORD", "enabled": false,
		"attributes": map[string]any{"email": "jane@example.com", "email_verified": "true", "sub": "6a7b8c9d-1e2f-4a3b-8c4d-5e6f7a8b9c0d"},
	}, jane)
	require.Equal(t, "CONFIRMED", users[1]["status"])
	for asked, want := range map[string]int{
		"?username=jane": 1, "?username=jane@example.com": 1, "?username=jan": 0, "?poolId=" + demoPool: 2, "?poolId=" + demoPool + "&username=joe": 1,
	} {
		require.Len(t, get[[]any](t, path+asked), want, asked)
	}
	a = send(t, "GET", path+"?poolId=other", "")
	require.Equal(t, http.StatusBadRequest, a.status)
	require.JSONEq(t, `{"error":"poolId is \"other\", and there is no such pool"}`, a.body)

	for body, want := range map[string]string{
		`{"Username":"x","colour":"red"}`: `unknown field \"colour\"`,
		`{"username":"jane"}`:             "exists",
		`{}`:                              "username",
		`{"username":"x","attributes":{"age":"7"}}`:    "age",
		`{"username":"x","status":"SLEEPY"}`:           "SLEEPY",
		`{"username":"x","poolId":"other"}`:            `poolId is \"other\"`,
		`{"username":7}`:                               "username has to be of type string, not number",
		`[]`:                                           "it has to be of type object, not array",
		`{"username":"x","attributes":{"email":true}}`: "of type string",
	} {
		a := send(t, http.MethodPost, path, body)
		require.Equal(t, http.StatusBadRequest, a.status, body)
		require.Contains(t, strings.ToLower(a.body), strings.ToLower(want), body)
		require.NotContains(t, a.body, "cognitofake")
	}
	require.Len(t, srv.fake.Pools()[0].Users(), 2)

	mustCall(t, base, "CreateUserPool", `{"PoolName":"second"}`)
	require.JSONEq(t, `{"error":"poolId is missing: there are 2 pools"}`, send(t, http.MethodPost, path, `{"username":"x"}`).body)
	bare, _, _ := start(t)
	require.JSONEq(t, `{"error":"there is no pool to put a user into"}`, send(t, http.MethodPost, bare+"/_cognitofake/users", `{"username":"x"}`).body)
}

// A mail is shown as a mailbox would show it, in a frame where nothing of it
// runs and nothing is fetched.
func TestMail(t *testing.T) {
	base, srv, _ := start(t)
	pool := mustCall(t, base, "CreateUserPool", `{"PoolName":"p","AutoVerifiedAttributes":["email"],
		"EmailVerificationMessage":"<h1 style=\"color:red\">Grüße</h1><script>alert(1)</script>{####}"}`)["UserPool"].(map[string]any)
	app := mustCall(t, base, "CreateUserPoolClient", `{"UserPoolId":"`+pool["Id"].(string)+`","ClientName":"c"}`)["UserPoolClient"].(map[string]any)
	mustCall(t, base, "SignUp", `{"ClientId":"`+app["ClientId"].(string)+`","Username":"jane","Password":"pa$$W0rd","UserAttributes":[{"Name":"email","Value":"jane@example.com"}]}`)
	m := srv.fake.Messages()[0]
	path := base + "/_cognitofake/inbox/mail?" + url.Values{
		"poolId": {m.PoolID}, "username": {"jane"}, "sentAt": {m.SentAt.Format(time.RFC3339Nano)},
	}.Encode()
	a := send(t, http.MethodGet, path, "")
	require.Equal(t, http.StatusOK, a.status, a.body)
	require.Equal(t, mailHead+m.Body, a.body)
	require.Contains(t, a.body, "<script>")
	require.Equal(t, "text/html; charset=utf-8", a.header.Get("Content-Type"))
	require.Equal(t, mailPolicy, a.header.Get("Content-Security-Policy"))
	require.Regexp(t, `^sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none';`, mailPolicy)
	require.Equal(t, "nosniff", a.header.Get("X-Content-Type-Options"))
	require.Equal(t, "no-referrer", a.header.Get("Referrer-Policy"))
	require.Equal(t, http.StatusNotFound, send(t, http.MethodGet, path+"1", "").status)
	require.Equal(t, http.StatusForbidden, send(t, http.MethodGet, path, "", "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "iframe").status)
	require.Equal(t, http.StatusForbidden, send(t, http.MethodGet, path, "", "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document").status)
}
