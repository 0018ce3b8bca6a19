// Package rows is the truth table as far as the protocol alone can ask it:
// each row prepares, calls and looks through an SDK client, raw HTTP, and the
// ids of a pool and its app client. It knows no fake, so any endpoint can be
// asked.
package rows

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/smithy-go"
	"github.com/stretchr/testify/require"
)

// Row is one line of the truth table: what the rules of docs/behaviour.md
// promise of one call.
type Row struct {
	Rules  string // such as "R72 L137": what the row shows
	Choice bool   // the answer, or its words, is the fake's own
	Name   string

	Pool cip.CreateUserPoolInput
	App  cip.CreateUserPoolClientInput
	// Own is what a row asks for that not every endpoint can give; no row of
	// this package has any.
	Own any
	// Prior makes what the call meets.
	Prior func(w *World)

	// One of Call and Raw is the request itself.
	Call func(w *World) (any, error)
	// Raw is what no typed client can send: the operation, a space, and the body.
	Raw func(w *World) string

	Want Want
}

// Want is what the row's call answers. Without a code the call succeeds.
type Want struct {
	Code    string // the exception
	Message string // its exact words; with Prefix, how they start
	Prefix  bool
	AnyText bool // only the type is certain
	// Words is the message where it has an id of the world in it.
	Words func(w *World) string
	// Entries are the violations that a validation error lists, in any order (R13).
	Entries []string
	Status  int // 400 when 0
	// Check sees a call that succeeded, or what a refused one left behind.
	Check func(w *World, out any)
}

// Run prepares, calls, and compares the answer. The world has to have a pool
// and an app client.
func (r Row) Run(w *World) {
	w.Helper()
	if r.Prior != nil {
		r.Prior(w)
	}
	counts := r.Want.Code != "" && r.Want.Check == nil
	users := 0
	if counts {
		users = len(w.Users())
	}
	var out any
	if r.Raw != nil {
		out = r.runRaw(w)
	} else {
		var err error
		out, err = r.Call(w)
		if r.Want.Code == "" {
			require.NoError(w, err)
		} else {
			r.Want.RequireError(w, err)
		}
	}
	if r.Want.Check != nil {
		r.Want.Check(w, out)
	} else if counts {
		require.Len(w, w.Users(), users, "a refused call leaves nothing behind")
	}
}

// RequireError asserts the chain that production's SDK gives, down to the words.
func (want Want) RequireError(w *World, err error) {
	w.Helper()
	require.Error(w, err)
	var api smithy.APIError
	require.ErrorAs(w, err, &api)
	require.Equal(w, want.Code, api.ErrorCode(), api.ErrorMessage())
	want.RequireMessage(w, api.ErrorMessage())
	var operation *smithy.OperationError
	require.ErrorAs(w, err, &operation)
	require.Equal(w, "Cognito Identity Provider", operation.ServiceID)
	var response *awshttp.ResponseError
	require.ErrorAs(w, err, &response)
	require.Equal(w, want.HTTPStatus(), response.HTTPStatusCode())
	require.NotEmpty(w, response.RequestID)
	require.Contains(w, err.Error(), "RequestID: "+response.RequestID+", ")
}

// RequireMessage asserts the words of a refusal.
func (want Want) RequireMessage(w *World, got string) {
	w.Helper()
	switch {
	case want.AnyText:
	case want.Prefix:
		require.Truef(w, strings.HasPrefix(got, want.Message), "got %q", got)
	case want.Words != nil:
		require.Equal(w, want.Words(w), got)
	case want.Entries != nil:
		head, list, _ := strings.Cut(got, " detected: ")
		count := "1 validation error"
		if n := len(want.Entries); n > 1 {
			count = fmt.Sprintf("%d validation errors", n)
		}
		require.Equal(w, count, head)
		require.ElementsMatch(w, want.Entries, strings.Split(list, "; "))
	default:
		require.Equal(w, want.Message, got)
	}
}

// HTTPStatus is the status that a refusal comes with.
func (want Want) HTTPStatus() int {
	if want.Status == 0 {
		return http.StatusBadRequest
	}
	return want.Status
}

// runRaw sends the bytes of the row, and compares the answer as it is on the wire.
func (r Row) runRaw(w *World) any {
	op, body, _ := strings.Cut(r.Raw(w), " ")
	status, header, answer := w.Post(op, body)
	if r.Want.Code == "" {
		require.Equal(w, http.StatusOK, status, string(answer))
		return answer
	}
	require.Equal(w, r.Want.HTTPStatus(), status, string(answer))
	require.Equal(w, r.Want.Code+":", header.Get("X-Amzn-Errortype"))
	var e struct {
		Type    string  `json:"__type"`
		Message *string `json:"message"`
	}
	require.NoError(w, json.Unmarshal(answer, &e))
	require.Equal(w, r.Want.Code, e.Type)
	require.False(w, e.Message != nil && *e.Message == "", "an empty message is left out")
	r.Want.RequireMessage(w, aws.ToString(e.Message))
	return answer
}
