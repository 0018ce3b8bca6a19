package main

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// What stands in the table of the documentation.
func TestControlEndpoints(t *testing.T) {
	url, _, _ := start(t, "-demo")
	require.JSONEq(t, `[]`, send(t, "GET", url+"/_cognitofake/messages", "").body)
	require.JSONEq(t, `[]`, send(t, "GET", url+"/_cognitofake/calls", "").body)

	signUp(t, url, "jane")
	signUp(t, url, "john")
	messages := get[[]map[string]any](t, url+"/_cognitofake/messages")
	require.Len(t, messages, 2)
	require.Regexp(t, `^[0-9]{6}$`, messages[0]["code"])
	sentAt, err := time.Parse(time.RFC3339, messages[0]["sentAt"].(string))
	require.NoError(t, err)
	require.WithinDuration(t, time.Now(), sentAt, time.Minute)
	require.Equal(t, map[string]any{
		"poolId": demoPool, "clientId": demoClient, "username": "jane", "to": "jane@example.com",
		"medium": "EMAIL", "attribute": "email", "purpose": "SignUp",
		"subject": "Your verification code", "body": "Your confirmation code is " + messages[0]["code"].(string),
		"code": messages[0]["code"], "link": "", "sentAt": messages[0]["sentAt"], "delivered": true, "error": "",
	}, messages[0])

	for query, want := range map[string]int{
		"?username=jane": 1, "?username=jane@example.com": 1, "?username=jan": 0,
		"?poolId=" + demoPool: 2, "?poolId=other": 0, "?poolId=" + demoPool + "&username=john": 1, "?poolId=&username=": 2,
	} {
		require.Len(t, get[[]any](t, url+"/_cognitofake/messages"+query), want, query)
	}

	code := messages[0]["code"].(string)
	require.Equal(t, http.StatusOK, send(t, "DELETE", url+"/_cognitofake/messages", "").status)
	require.Empty(t, get[[]any](t, url+"/_cognitofake/messages"))
	mustCall(t, url, "ConfirmSignUp", `{"ClientId":"`+demoClient+`","Username":"jane","ConfirmationCode":"`+code+`"}`)

	require.Equal(t, http.StatusBadRequest, call(t, url, "SignUp", `{"ClientId":"`+demoClient+`","Username":"jane","Password":"pa$$W0rd"}`).status)
	calls := get[[]map[string]any](t, url+"/_cognitofake/calls")
	require.Len(t, calls, 4)
	last := calls[3]
	require.NotEmpty(t, last["at"])
	delete(last, "at")
	require.Equal(t, map[string]any{
		"operation": "SignUp", "poolId": demoPool, "clientId": demoClient, "username": "jane", "hint": "",
		"input":  map[string]any{"ClientId": demoClient, "Username": "jane", "Password": "REDACTED"},
		"output": nil, "error": "UsernameExistsException: User already exists",
	}, last)
	require.Equal(t, code, calls[2]["input"].(map[string]any)["ConfirmationCode"])
	require.Equal(t, false, calls[0]["output"].(map[string]any)["UserConfirmed"])
}

func TestClock(t *testing.T) {
	url, srv, _ := start(t, "-demo")
	signUp(t, url, "jane")
	before := srv.fake.Now()
	a := send(t, "POST", url+"/_cognitofake/clock", `{"advance":"24h1s"}`)
	require.Equal(t, http.StatusOK, a.status, a.body)
	var out struct{ Now time.Time }
	require.NoError(t, json.Unmarshal([]byte(a.body), &out))
	require.WithinDuration(t, before.Add(24*time.Hour+time.Second), out.Now, time.Minute)

	code := get[[]map[string]any](t, url+"/_cognitofake/messages")[0]["code"].(string)
	a = call(t, url, "ConfirmSignUp", `{"ClientId":"`+demoClient+`","Username":"jane","ConfirmationCode":"`+code+`"}`)
	require.Contains(t, a.body, "ExpiredCodeException")

	for body, want := range map[string]string{
		`{"advance":"-1s"}`:                 "advance is -1s: time goes forward only",
		`{"advance":"soon"}`:                `advance has to be a duration such as \"24h1s\", not \"soon\"`,
		`{"advance":"2000000h"}`:            "advance is 2000000h: the clock goes to the year 2250",
		`{"advance":5}`:                     "advance has to be of type string, not number",
		`{}`:                                "advance is missing",
		`null`:                              "advance is missing",
		`[]`:                                "it has to be of type object, not array",
		``:                                  "it ends too early",
		`{"advance":"1s"`:                   "it ends too early",
		`{"advance":"1s"} x`:                "something follows it",
		`{"advance":"1s","backwards":true}`: `unknown field \"backwards\"`,
	} {
		a := send(t, "POST", url+"/_cognitofake/clock", body)
		require.Equal(t, http.StatusBadRequest, a.status, body)
		require.Contains(t, a.body, want, body)
	}
	require.Less(t, srv.fake.Now().Sub(before), 25*time.Hour)
	for range 3 { // as far as it goes, and no overflow
		send(t, "POST", url+"/_cognitofake/clock", `{"advance":"1000000h"}`)
	}
	require.Greater(t, srv.fake.Now().Year(), before.Year()+100)
}

func TestReset(t *testing.T) {
	url, srv, _ := start(t, "-demo")
	signUp(t, url, "jane")
	mustCall(t, url, "CreateUserPool", `{"PoolName":"other"}`)
	mustCall(t, url, "DeleteUserPoolClient", `{"UserPoolId":"`+demoPool+`","ClientId":"`+demoClient+`"}`)
	send(t, "POST", url+"/_cognitofake/clock", `{"advance":"48h"}`)
	require.Equal(t, http.StatusOK, send(t, "POST", url+"/_cognitofake/reset", "").status)

	require.Empty(t, get[[]any](t, url+"/_cognitofake/messages"))
	require.Empty(t, get[[]any](t, url+"/_cognitofake/calls"))
	require.WithinDuration(t, time.Now(), srv.fake.Now(), time.Minute)
	require.Len(t, srv.fake.Pools(), 1)
	require.Empty(t, srv.fake.Pools()[0].Users())
	signUp(t, url, "jane")
}

// Whatever is not there, not so or too much is said as a sentence in JSON.
func TestControlRefuses(t *testing.T) {
	url, _, _ := start(t)
	large := `{"advance":"` + strings.Repeat("1", maxBody) + `"}`
	for _, row := range []struct {
		method, path, body string
		status             int
		allow              string
	}{
		{"GET", "/_cognitofake/", "", 404, ""},
		{"GET", "/_cognitofake/nothing", "", 404, ""},
		{"GET", "/favicon.ico", "", 404, ""},
		{"POST", "/elsewhere", "", 404, ""},
		{"POST", "/_cognitofake/health", "", 405, "GET"},
		{"PUT", "/_cognitofake/messages", "", 405, "DELETE, GET"},
		{"DELETE", "/_cognitofake/calls", "", 405, "GET"},
		{"DELETE", "/_cognitofake/clock", "", 405, "GET, POST"},
		{"GET", "/_cognitofake/reset", "", 405, "POST"},
		{"OPTIONS", "/_cognitofake/reset", "", 405, "POST"},
		{"POST", "/_cognitofake/inbox.css", "", 405, "GET"},
		{"POST", "/_cognitofake/clock", large, 413, ""},
		{"GET", "/_cognitofake/health", large, 413, ""},
		{"POST", "/", large, 413, ""},
		{"PUT", "/", "", 405, "POST, OPTIONS"},
		{"POST", "/confirmUser", "", 405, "GET"},
		{"POST", "/us-east-1_x/.well-known/jwks.json", "", 405, "GET"},
	} {
		a := send(t, row.method, url+row.path, row.body)
		require.Equal(t, row.status, a.status, "%s %s", row.method, row.path)
		require.Equal(t, row.allow, a.header.Get("Allow"))
		if row.path != "/" {
			var out struct{ Error string }
			require.NoError(t, json.Unmarshal([]byte(a.body), &out), a.body)
			require.NotEmpty(t, out.Error)
		}
	}
	require.Equal(t, http.StatusOK, send(t, "HEAD", url+"/_cognitofake/health", "").status)
}

// Targets that are none, or none of the fake's, are answered by the protocol.
func TestProtocolRefuses(t *testing.T) {
	url, _, _ := start(t)
	a := call(t, url, "Frobnicate", `{}`)
	require.Equal(t, http.StatusBadRequest, a.status)
	require.Equal(t, "UnknownOperationException:", a.header.Get("X-Amzn-Errortype"))
	a = call(t, url, "StartUserImportJob", `{"UserPoolId":"us-east-1_x","JobId":"import-x"}`)
	require.Equal(t, http.StatusNotImplemented, a.status)
	require.Equal(t, "NotModelledException:", a.header.Get("X-Amzn-Errortype"))
	calls := get[[]map[string]any](t, url+"/_cognitofake/calls")
	require.Len(t, calls, 2)
	require.Nil(t, calls[0]["input"])
}
