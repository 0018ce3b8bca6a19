package history

import (
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/model"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
)

var signUpTypes = Types{reflect.TypeFor[cip.SignUpInput](), reflect.TypeFor[cip.SignUpOutput]()}

// begun is a call under way.
func begun(h *History, about model.Subject) *Record {
	c := h.Begin("SignUp", time.Time{}, http.Header{}, "id")
	h.Identify(c, signUpTypes, about)
	return c
}

// What a call keeps in memory is weighed whole: bodies, names and errors.
func TestWeight(t *testing.T) {
	h := New(10)
	in := &cip.SignUpInput{Username: opt.Of("jane")}
	const body = `{"Username":"jane"}`
	about := model.Subject{Pool: strings.Repeat("p", 1000), Client: strings.Repeat("c", 200), Username: strings.Repeat("u", 30)}
	h.End(begun(h, about), in, nil, nil, nil, nil)
	want := len(body) + len("SignUp") + 1000 + 200 + 30
	require.Equal(t, want, h.bytes)

	told := refusal.InvalidParameter(strings.Repeat("e", 5000))
	h.End(begun(h, model.Subject{}), in, nil, nil, told, nil)
	want += len(body) + len("SignUp") + len(told.Error())
	require.Equal(t, want, h.bytes)

	out := &cip.SignUpOutput{UserConfirmed: true}
	encoded := []byte(`{"UserConfirmed":true}`)
	h.End(begun(h, model.Subject{}), in, out, encoded, nil, nil)
	require.Equal(t, want+len(body)+len("SignUp")+len(encoded), h.bytes)
}

// A call that is dropped while it is under way has no weight when it ends, and
// one that has ended gives its weight back.
func TestDroppedUnderWay(t *testing.T) {
	h := New(1)
	in := func() *cip.SignUpInput { return &cip.SignUpInput{Username: opt.Of("jane")} }
	slow := begun(h, model.Subject{})
	h.End(begun(h, model.Subject{}), in(), nil, nil, nil, nil)
	one := h.bytes
	require.Positive(t, one)
	h.End(slow, in(), nil, nil, nil, nil)
	require.Equal(t, one, h.bytes, "slow was dropped before it ended")
	h.End(begun(h, model.Subject{}), in(), nil, nil, nil, nil)
	require.Equal(t, one, h.bytes, "the one before it was forgotten")

	slow = begun(h, model.Subject{})
	h.Reset()
	h.End(slow, in(), nil, nil, nil, nil)
	require.Zero(t, h.bytes, "a reset drops too")
}

// The visit of a link is no call: what ran for it is a note.
func TestInvokedByALink(t *testing.T) {
	h := New(1)
	h.Invoked(nil, Invocation{Source: "PostConfirmation_ConfirmSignUp"})
	require.Contains(t, h.Transcript(1, nil), "note: a confirmation link ran PostConfirmation_ConfirmSignUp ok")
}

// Hints of one call stand side by side, whatever order they come in.
func TestHints(t *testing.T) {
	h := New(1)
	c := begun(h, model.Subject{})
	h.Hint(c, "first")
	h.Hint(c, "second")
	h.End(c, nil, nil, nil, refusal.InvalidParameter("no").WithHint("why"), nil)
	require.Equal(t, "why; first; second", h.Snapshots()[0].Hint)
}
