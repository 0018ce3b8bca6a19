package awsjson_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/awsjson"
)

func TestTarget(t *testing.T) {
	for target, want := range map[string][2]string{
		"AWSCognitoIdentityProviderService.SignUp": {"AWSCognitoIdentityProviderService", "SignUp"},
		"com.amazonaws.service_20250101.Do":        {"com.amazonaws.service_20250101", "Do"},
		"":                                         {},
		"SignUp":                                   {},
		".SignUp":                                  {},
		"AWSCognitoIdentityProviderService.":       {},
		".":                                        {},
	} {
		h := http.Header{}
		h.Set("x-amz-target", target)
		service, operation, ok := awsjson.Target(h)
		require.Equal(t, want, [2]string{service, operation}, target)
		require.Equal(t, want[0] != "", ok, target)
	}
	_, _, ok := awsjson.Target(nil)
	require.False(t, ok)
}

func TestAttempt(t *testing.T) {
	for value, want := range map[string][2]int{
		"attempt=1; max=3": {1, 3},
		"attempt=2;max=10": {2, 10},
		"ttl=20251121T090000Z; attempt=3; max=3; x=y": {3, 3},
		"max=3":                               {0, 3},
		"attempt=x; max=99999999999999999999": {},
		"attempt=-1; max":                     {},
		"":                                    {},
		";;=;":                                {},
	} {
		h := http.Header{}
		h.Set("amz-sdk-request", value)
		attempt, max := awsjson.Attempt(h)
		require.Equal(t, want, [2]int{attempt, max}, value)
	}
	h := http.Header{}
	h.Set("amz-sdk-request", "attempt=1; max=3")
	require.Zero(t, testing.AllocsPerRun(100, func() { awsjson.Attempt(h) }))
}

func TestInvocationID(t *testing.T) {
	h := http.Header{}
	require.Empty(t, awsjson.InvocationID(h))
	h.Set("amz-sdk-invocation-id", "id")
	require.Equal(t, "id", awsjson.InvocationID(h))
}

// The headers survive net/http, whatever a message quotes, and are the same as those that stay in memory.
func TestErrorHeaderOverHTTP(t *testing.T) {
	for message, want := range map[string]string{
		"User already exists":             "User already exists",
		"":                                "",
		" é\r\nX-Evil: 1\x00\x1b\x7f\t\n": "é  X-Evil: 1",
		"bad \xff":                        "bad \uFFFD",
		strings.Repeat("é", 5000):         strings.Repeat("é", 2048),
		"x" + strings.Repeat("é", 5000):   "x" + strings.Repeat("é", 2047),
		"\n":                              "",
	} {
		memory := http.Header{}
		awsjson.SetErrorHeader(memory, "id", "SomeException", message)

		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			awsjson.SetErrorHeader(w.Header(), "id", "SomeException", message)
			w.WriteHeader(http.StatusBadRequest)
		}))
		res, err := http.Get(server.URL)
		server.Close()
		require.NoError(t, err, "%q", message)
		res.Body.Close()
		for _, h := range []http.Header{memory, res.Header} {
			require.Equal(t, awsjson.ContentType, h.Get("Content-Type"))
			require.Equal(t, "id", h.Get("x-amzn-requestid"))
			require.Equal(t, "SomeException:", h.Get("x-amzn-errortype"))
			require.Equal(t, want, h.Get("x-amzn-errormessage"), "%q", message)
		}
		require.NotContains(t, res.Header, "X-Evil")
	}
}
