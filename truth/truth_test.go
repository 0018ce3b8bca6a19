package truth_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/aws/smithy-go"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
)

// row is one line of the truth table: what the rules of docs/behaviour.md
// promise of one call. Every row is run through every way into the Fake.
type row struct {
	rules  string // such as "R72 L137": what the row shows
	choice bool   // the answer, or its words, is the fake's own
	name   string

	opts []cognitofake.Option
	pool cip.CreateUserPoolInput
	app  cip.CreateUserPoolClientInput
	// prior makes what the call meets.
	prior func(w *world)

	// One of call and raw is the request itself.
	call func(w *world) (any, error)
	// raw is what no typed client can send: the operation, a space, and the body.
	raw func(w *world) string

	want want
}

// want is what the row's call answers. Without a code the call succeeds.
type want struct {
	code    string // the exception
	message string // its exact words; with prefix, how they start
	prefix  bool
	anyText bool // only the type is certain
	// words is the message where it has an id of the world in it.
	words func(w *world) string
	// entries are the violations that a validation error lists, in any order (R13).
	entries []string
	status  int // 400 when 0
	// check sees a call that succeeded, or what a refused one left behind.
	check func(w *world, out any)
}

// world is what a row runs in.
type world struct {
	*testing.T
	ctx    context.Context
	fake   *cognitofake.Fake
	client *cip.Client // the way in that is being tried
	pool   *cognitofake.Pool
	app    *cognitofake.AppClient
	post   func(op, body string, header ...string) (int, http.Header, []byte) // header: names and values, "" for none
}

// truthTable is all rows; each truth_*_test.go adds its own.
var truthTable []row

func addRows(rows ...row) []row {
	truthTable = append(truthTable, rows...)
	return rows
}

// way is one way into a Fake.
type way struct {
	name string
	open func(t *testing.T, f *cognitofake.Fake) (*cip.Client, fixture.Doer, string)
}

var ways = []way{
	{"embedded", func(_ *testing.T, f *cognitofake.Fake) (*cip.Client, fixture.Doer, string) {
		return f.Client, f.Config().HTTPClient, "https://cognito-idp.us-east-1.amazonaws.com/"
	}},
	{"config", func(_ *testing.T, f *cognitofake.Fake) (*cip.Client, fixture.Doer, string) {
		return cip.NewFromConfig(f.Config()), f.Config().HTTPClient, "https://example.test/"
	}},
	{"http", func(t *testing.T, f *cognitofake.Fake) (*cip.Client, fixture.Doer, string) {
		server := httptest.NewServer(f)
		t.Cleanup(server.Close)
		cfg := f.Config()
		return cip.New(cip.Options{
			Region: f.Region(), BaseEndpoint: &server.URL, HTTPClient: server.Client(),
			Credentials: cfg.Credentials, Retryer: cfg.Retryer(),
		}), server.Client(), server.URL
	}},
}

func TestTruthTable(t *testing.T) {
	for _, r := range truthTable {
		for _, in := range ways {
			t.Run(strings.ReplaceAll(r.rules, " ", "+")+"/"+r.name+"/"+in.name, func(t *testing.T) {
				t.Parallel()
				r.run(newWorld(t, r, in))
			})
		}
	}
}

func newWorld(t *testing.T, r row, in way) *world {
	fake := cognitofake.NewT(t, r.opts...)
	client, doer, url := in.open(t, fake)
	w := &world{T: t, ctx: t.Context(), fake: fake, client: client}
	w.pool = fake.AddPool(r.pool)
	w.app = w.pool.AddAppClient(r.app)
	w.post = func(op, body string, header ...string) (int, http.Header, []byte) {
		return fixture.Post(t.Context(), t, doer, url, op, body, header...)
	}
	return w
}

func (r row) run(w *world) {
	if r.prior != nil {
		r.prior(w)
	}
	users := len(w.pool.Users())
	var out any
	if r.raw != nil {
		out = r.runRaw(w)
	} else {
		var err error
		out, err = r.call(w)
		if r.want.code == "" {
			require.NoError(w, err)
		} else {
			r.want.requireError(w, err)
		}
	}
	if r.want.check != nil {
		r.want.check(w, out)
	} else if r.want.code != "" {
		require.Len(w, w.pool.Users(), users, "a refused call leaves nothing behind")
	}
}

// requireError asserts the chain that production's SDK gives, down to the words.
func (want want) requireError(w *world, err error) {
	w.Helper()
	require.Error(w, err)
	var api smithy.APIError
	require.ErrorAs(w, err, &api)
	require.Equal(w, want.code, api.ErrorCode(), api.ErrorMessage())
	want.requireMessage(w, api.ErrorMessage())
	var operation *smithy.OperationError
	require.ErrorAs(w, err, &operation)
	require.Equal(w, "Cognito Identity Provider", operation.ServiceID)
	var response *awshttp.ResponseError
	require.ErrorAs(w, err, &response)
	require.Equal(w, want.httpStatus(), response.HTTPStatusCode())
	require.NotEmpty(w, response.RequestID)
	require.Contains(w, err.Error(), "RequestID: "+response.RequestID+", ")
}

func (want want) requireMessage(w *world, got string) {
	w.Helper()
	switch {
	case want.anyText:
	case want.prefix:
		require.Truef(w, strings.HasPrefix(got, want.message), "got %q", got)
	case want.words != nil:
		require.Equal(w, want.words(w), got)
	case want.entries != nil:
		head, list, _ := strings.Cut(got, " detected: ")
		count := "1 validation error"
		if n := len(want.entries); n > 1 {
			count = fmt.Sprintf("%d validation errors", n)
		}
		require.Equal(w, count, head)
		require.ElementsMatch(w, want.entries, strings.Split(list, "; "))
	default:
		require.Equal(w, want.message, got)
	}
}

func (want want) httpStatus() int {
	if want.status == 0 {
		return http.StatusBadRequest
	}
	return want.status
}

// runRaw sends the bytes of the row, and compares the answer as it is on the wire.
func (r row) runRaw(w *world) any {
	op, body, _ := strings.Cut(r.raw(w), " ")
	status, header, answer := w.post(op, body)
	if r.want.code == "" {
		require.Equal(w, http.StatusOK, status, string(answer))
		return answer
	}
	require.Equal(w, r.want.httpStatus(), status, string(answer))
	require.Equal(w, r.want.code+":", header.Get("X-Amzn-Errortype"))
	var e struct {
		Type    string  `json:"__type"`
		Message *string `json:"message"`
	}
	require.NoError(w, json.Unmarshal(answer, &e))
	require.Equal(w, r.want.code, e.Type)
	require.False(w, e.Message != nil && *e.Message == "", "an empty message is left out")
	r.want.requireMessage(w, aws.ToString(e.Message))
	return answer
}

// signUp signs up with a good password and, where the client has a secret, its hash.
func (w *world) signUp(username string, pairs ...string) (*cip.SignUpOutput, error) {
	return w.client.SignUp(w.ctx, w.signUpInput(username, pairs...))
}

func (w *world) signUpInput(username string, pairs ...string) *cip.SignUpInput {
	in := &cip.SignUpInput{
		ClientId: &w.app.ID, Username: &username, Password: aws.String(fixture.GoodPassword), UserAttributes: fixture.Attrs(pairs...),
	}
	if w.app.Secret != "" {
		in.SecretHash = aws.String(w.app.SecretHash(username))
	}
	return in
}

func (w *world) mustSignUp(username string, pairs ...string) *cip.SignUpOutput {
	w.Helper()
	out, err := w.signUp(username, pairs...)
	require.NoError(w, err)
	return out
}

// user is the snapshot of a user who must be there.
func (w *world) user(x string) cognitofake.User {
	w.Helper()
	u, ok := w.pool.User(x)
	require.True(w, ok, "no user %s", x)
	return u
}

// signingUp is the call of a row that signs username up.
func signingUp(username string, pairs ...string) func(*world) (any, error) {
	return func(w *world) (any, error) { return w.signUp(username, pairs...) }
}

// signingUpBut signs jane up with something about the request changed.
func signingUpBut(change func(w *world, in *cip.SignUpInput)) func(*world) (any, error) {
	return func(w *world) (any, error) {
		in := w.signUpInput("jane")
		change(w, in)
		return w.client.SignUp(w.ctx, in)
	}
}

// withPassword signs jane up with a password.
func withPassword(password string) func(*world) (any, error) {
	return signingUpBut(func(_ *world, in *cip.SignUpInput) { in.Password = &password })
}

// invalid is an InvalidParameterException in these words.
func invalid(message string) want { return want{code: "InvalidParameterException", message: message} }

// violating is a validation error with these entries.
func violating(entries ...string) want {
	return want{code: "InvalidParameterException", entries: entries}
}

func phoneNamePool() cip.CreateUserPoolInput {
	return cip.CreateUserPoolInput{UsernameAttributes: []types.UsernameAttributeType{types.UsernameAttributeTypePhoneNumber}}
}

func anyNamePool() cip.CreateUserPoolInput {
	return cip.CreateUserPoolInput{UsernameAttributes: []types.UsernameAttributeType{
		types.UsernameAttributeTypeEmail, types.UsernameAttributeTypePhoneNumber,
	}}
}

// aliasPool has these AliasAttributes.
func aliasPool(aliases ...types.AliasAttributeType) cip.CreateUserPoolInput {
	return cip.CreateUserPoolInput{AliasAttributes: aliases}
}

// folding is a pool made to compare names without case.
func folding(pool cip.CreateUserPoolInput) cip.CreateUserPoolInput {
	pool.UsernameConfiguration = &types.UsernameConfigurationType{CaseSensitive: aws.Bool(false)}
	return pool
}

func foldingPool() cip.CreateUserPoolInput { return folding(cip.CreateUserPoolInput{}) }

// frozen is a clock that Advance alone moves.
func frozen() cognitofake.Option {
	return cognitofake.WithClock(func() time.Time { return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC) })
}
