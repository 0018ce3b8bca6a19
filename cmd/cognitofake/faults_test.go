package main

import (
	"net/http"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

// setFault posts a fault that is taken.
func setFault(t *testing.T, url, fault string) {
	t.Helper()
	a := send(t, http.MethodPost, url+"/_cognitofake/faults", fault)
	require.Equal(t, http.StatusOK, a.status, a.body)
}

// attempt is how a sign-up ends: the exception and its words, "" for well.
func attempt(t *testing.T, url, name string) string {
	t.Helper()
	a := call(t, url, "SignUp", `{"ClientId":"`+demoClient+`","Username":"`+name+`","Password":"pa$$W0rd",
		"UserAttributes":[{"Name":"email","Value":"`+name+`@example.com"}]}`)
	if a.status == http.StatusOK {
		return ""
	}
	return strconv.Itoa(a.status) + " " + a.header.Get("X-Amzn-Errortype") + " " + a.header.Get("X-Amzn-Errormessage")
}

// Faults apply in the order given, as often as they say.
func TestFaults(t *testing.T) {
	url, _, log := start(t, "-demo")
	setFault(t, url, `{"operation":"SignUp","error":"TooManyRequestsException","message":"Slow down","times":2}`)
	setFault(t, url, `{"operation":"SignUp","error":"InternalErrorException"}`)
	setFault(t, url, `{"operation":"ConfirmSignUp","error":"CodeMismatchException"}`)
	setFault(t, url, `{"operation":"SignUp","error":"ThrottlingException","message":"Rate exceeded"}`)
	require.Equal(t, "400 TooManyRequestsException: Slow down", attempt(t, url, "jane"))
	require.Equal(t, "400 TooManyRequestsException: Slow down", attempt(t, url, "jane"))
	require.Contains(t, log.String(), "hint: a fault that was set by /_cognitofake/faults\n", "nobody has a test here")
	require.Contains(t, attempt(t, url, "jane"), "500 InternalErrorException: ")
	require.Equal(t, "400 ThrottlingException: Rate exceeded", attempt(t, url, "jane"))
	require.Empty(t, attempt(t, url, "jane"))
	a := call(t, url, "ConfirmSignUp", `{}`)
	require.Equal(t, "Invalid verification code provided, please try again.", a.header.Get("X-Amzn-Errormessage"), "before validation")

	setFault(t, url, `{"operation":"SignUp","error":"TooManyRequestsException","times":0}`)
	for range 5 {
		require.Equal(t, "400 TooManyRequestsException: Rate exceeded", attempt(t, url, "john"))
	}
	require.Equal(t, http.StatusOK, send(t, http.MethodDelete, url+"/_cognitofake/faults", "").status)
	require.Empty(t, attempt(t, url, "john"))

	setFault(t, url, `{"operation":"SignUp","error":"TooManyRequestsException","times":0}`)
	send(t, http.MethodPost, url+"/_cognitofake/reset", "")
	require.Empty(t, attempt(t, url, "john"))
}

// At delivery the user is made, and the outbox says what became of the message.
func TestFaultsAtDelivery(t *testing.T) {
	url, srv, _ := start(t, "-demo")
	setFault(t, url, `{"operation":"SignUp","error":"LimitExceededException","at":"delivery"}`)
	require.Contains(t, attempt(t, url, "jane"), "400 LimitExceededException: Exceeded daily email limit for the operation or the account.")
	setFault(t, url, `{"operation":"SignUp","error":"CodeDeliveryFailureException","message":"no such box","at":"delivery"}`)
	require.Equal(t, "400 CodeDeliveryFailureException: no such box", attempt(t, url, "john"))
	setFault(t, url, `{"operation":"SignUp","error":"none","at":"delivery"}`)
	require.Empty(t, attempt(t, url, "joan"))
	require.Len(t, srv.fake.Pools()[0].Users(), 3)
	messages := get[[]map[string]any](t, url+"/_cognitofake/messages")
	require.Len(t, messages, 3)
	for _, m := range messages {
		require.Equal(t, false, m["delivered"])
		require.NotEmpty(t, m["error"])
		require.NotEmpty(t, m["code"])
	}
}

func TestFaultsRefuse(t *testing.T) {
	url, _, _ := start(t, "-demo")
	for fault, want := range map[string]string{
		`{}`: `operation is \"\"`,
		`{"operation":"Frobnicate","error":"TooManyRequestsException"}`: `operation is \"Frobnicate\", which the server does not model`,
		`{"operation":"SignUp"}`:                                                   "error is missing",
		`{"operation":"SignUp","error":"TooManyRequestException"}`:                 `error is \"TooManyRequestException\", which SignUp does not answer; it answers CodeDeliveryFailureException, `,
		`{"operation":"SignUp","error":"none"}`:                                    `goes with \"at\":\"delivery\" alone`,
		`{"operation":"SignUp","error":"TooManyRequestsException","at":"noon"}`:    `at is \"noon\"`,
		`{"operation":"SignUp","error":"TooManyRequestsException","times":-1}`:     "times is -1",
		`{"operation":"SignUp","error":"TooManyRequestsException","times":1.5}`:    "times has to be of type whole number",
		`{"operation":"SignUp","error":"TooManyRequestsException","times":100000}`: "times is 100000",
		`{"operation":"SignUp","error":"TooManyRequestsException","until":"noon"}`: `unknown field \"until\"`,
		`["SignUp"]`: "it has to be of type object, not array",
	} {
		a := send(t, http.MethodPost, url+"/_cognitofake/faults", fault)
		require.Equal(t, http.StatusBadRequest, a.status, fault)
		require.Contains(t, a.body, want, fault)
	}
	require.Empty(t, attempt(t, url, "jane"))
}
