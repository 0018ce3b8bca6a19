package truth_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
)

// withDomain gives the pool a domain.
func (w *world) withDomain() {
	w.Helper()
	_, err := w.client.CreateUserPoolDomain(w.ctx, &cip.CreateUserPoolDomainInput{UserPoolId: &w.pool.ID, Domain: aws.String("shop")})
	require.NoError(w, err)
}

// link is the newest one that was sent.
func (w *world) link() string {
	w.Helper()
	messages := w.pool.Messages()
	require.NotEmpty(w, messages)
	link := messages[len(messages)-1].Link
	require.NotEmpty(w, link)
	return link
}

// visit opens a link as a browser does.
func (w *world) visit(link string) (int, string) {
	w.Helper()
	answer := httptest.NewRecorder()
	w.fake.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, link, nil))
	return answer.Code, answer.Body.String()
}

// visited asserts what a visitor was told.
func (w *world) visited(link string, status int, words string) {
	w.Helper()
	code, body := w.visit(link)
	require.Equal(w, status, code, body)
	require.Contains(w, body, words)
}

const textNoDomain = "Cannot perform specific action because there does not exist a valid use pool domain associated with the user pool"

// Rows of the confirmation link: L34 to L38.
var _ = addRows(
	row{
		rules: "L35 L36", name: "the link", pool: linkPool(), prior: (*world).withDomain,
		call: func(w *world) (any, error) { return w.signUp("jane", "email", "test@test.com") },
		want: want{check: func(w *world, out any) {
			require.Equal(w, details("email", types.DeliveryMediumTypeEmail, "t***@t***"), out.(*cip.SignUpOutput).CodeDeliveryDetails)
			require.Equal(w, "https://shop.auth.us-east-1.amazoncognito.com/confirmUser/?client_id="+w.app.ID+
				"&user_name=jane&confirmation_code="+w.code("jane"), w.link())
			require.Contains(w, w.pool.Messages()[0].Body, `<a href="`+w.link()+`">`)
		}},
	},
	row{
		rules: "L35 L38", name: "a visit confirms", pool: linkPool(), prior: (*world).withDomain,
		call: func(w *world) (any, error) {
			w.mustSignUp("jane", "email", "test@test.com")
			w.visited(w.link(), http.StatusOK, "confirmed")
			return w.confirm("jane", wrongCode)
		},
		want: want{code: "NotAuthorizedException", message: textConfirmed,
			check: has("jane", types.UserStatusTypeConfirmed, "email_verified", "true")},
	},
	row{
		rules: "L38 L72", name: "no new link after a visit", pool: linkPool(), prior: (*world).withDomain,
		call: func(w *world) (any, error) {
			w.mustSignUp("jane", "email", "test@test.com")
			w.visited(strings.Replace(w.link(), "/?", "?", 1), http.StatusOK, "confirmed")
			w.visited(w.link(), http.StatusBadRequest, textConfirmed)
			return w.resend("jane")
		},
		want: want{code: "InvalidParameterException", message: "User is already confirmed.", check: has("jane", types.UserStatusTypeConfirmed)},
	},
	row{
		rules: "L35", name: "the code of a link confirms by itself", pool: linkPool(), prior: (*world).withDomain,
		call: func(w *world) (any, error) {
			w.mustSignUp("jane", "email", "test@test.com")
			return w.confirm("jane", w.code("jane"))
		},
		want: want{check: has("jane", types.UserStatusTypeConfirmed, "email_verified", "true")},
	},
	row{
		rules: "L71 L34 L50", name: "a new link, the old one void", pool: linkPool(), prior: (*world).withDomain,
		call: func(w *world) (any, error) {
			w.mustSignUp("jane", "email", "test@test.com")
			old := w.link()
			out, err := w.resend("jane")
			for old == w.link() {
				w.mustResend("jane")
			}
			w.visited(old, http.StatusBadRequest, textMismatch)
			w.visited(w.link(), http.StatusOK, "confirmed")
			return out, err
		},
		want: want{check: has("jane", types.UserStatusTypeConfirmed, "email_verified", "true")},
	},
	row{
		rules: "L49 L52", name: "a link lives a day", pool: linkPool(), prior: (*world).withDomain,
		call: func(w *world) (any, error) {
			w.mustSignUp("jane", "email", "test@test.com")
			w.fake.Advance(24*time.Hour + time.Second)
			w.visited(w.link(), http.StatusBadRequest, textExpired)
			return w.confirm("jane", wrongCode)
		},
		want: want{code: "ExpiredCodeException", message: textExpired, check: still("jane")},
	},
	row{
		rules: "L35", choice: true, name: "what a visitor of a bad link reads", pool: linkPool(), prior: (*world).withDomain,
		call: func(w *world) (any, error) {
			w.mustSignUp("jane", "email", "test@test.com")
			link, err := url.Parse(w.link())
			require.NoError(w, err)
			for name, words := range map[string]string{
				"client_id": "User pool client x does not exist.", "user_name": textCombination, "confirmation_code": textMismatch,
			} {
				query := link.Query()
				query.Set(name, "x")
				w.visited("/confirmUser?"+query.Encode(), http.StatusBadRequest, words)
				query.Del(name)
				w.visited("/confirmUser?"+query.Encode(), http.StatusBadRequest, "incomplete")
			}
			w.visited("/confirmUser", http.StatusBadRequest, "incomplete")
			code, _ := w.visit("/confirmUser/more")
			require.Equal(w, http.StatusMethodNotAllowed, code)
			return nil, nil
		},
		want: want{check: still("jane")},
	},
	row{
		rules: "L35 L38", name: "a link needs no secret and escapes the name", pool: linkPool(), app: secretive(), prior: (*world).withDomain,
		call: func(w *world) (any, error) {
			w.mustSignUp("jané+&=%/?#x", "email", "test@test.com")
			w.visited(w.link(), http.StatusOK, "confirmed")
			return nil, nil
		},
		want: want{check: has("jané+&=%/?#x", types.UserStatusTypeConfirmed, "email_verified", "true")},
	},
	row{
		rules: "L35 L38", name: "a link in a pool of e-mail names", pool: named(linkPool(), types.UsernameAttributeTypeEmail), prior: (*world).withDomain,
		call: func(w *world) (any, error) {
			w.mustSignUp("test@test.com")
			require.Contains(w, w.link(), "user_name="+w.user("test@test.com").Sub)
			w.visited(w.link(), http.StatusOK, "confirmed")
			return nil, nil
		},
		want: want{check: has("test@test.com", types.UserStatusTypeConfirmed, "email_verified", "true")},
	},
	row{
		rules: "L38 L67", name: "a link does not take an alias from its owner", pool: aliased(linkPool(), types.AliasAttributeTypeEmail), prior: (*world).withDomain,
		call: func(w *world) (any, error) {
			w.confirmed("jane", "email", "test@test.com")
			w.mustSignUp("jan", "email", "test@test.com")
			w.visited(w.link(), http.StatusBadRequest, textAliasEmail)
			return nil, nil
		},
		want: want{check: still("jan")},
	},
	row{
		rules: "L38 L124 L127", name: "a visit tells PostConfirmation, and stands whatever that says", pool: linkPool(), prior: (*world).withDomain,
		call: func(w *world) (any, error) {
			told := 0
			w.pool.On(cognitofake.PostConfirmation, func(events.CognitoEventUserPoolsPostConfirmation) error {
				told++
				return errors.New("no greeting today")
			})
			w.mustSignUp("jane", "email", "test@test.com")
			w.visited(w.link(), http.StatusBadRequest, "PostConfirmation failed with error no greeting today.")
			require.Equal(w, 1, told)
			return w.confirm("jane", wrongCode)
		},
		want: want{code: "NotAuthorizedException", message: textConfirmed,
			check: has("jane", types.UserStatusTypeConfirmed, "email_verified", "true")},
	},
	row{
		rules: "R94 L37", name: "no domain, no link", pool: linkPool(),
		call: func(w *world) (any, error) { return w.signUp("jane", "email", "test@test.com") },
		want: want{code: "InvalidParameterException", message: textNoDomain},
	},
	row{
		rules: "R94 L37", name: "no domain any more, no new link", pool: linkPool(), prior: (*world).withDomain,
		call: func(w *world) (any, error) {
			w.mustSignUp("jane", "email", "test@test.com")
			_, err := w.client.DeleteUserPoolDomain(w.ctx, &cip.DeleteUserPoolDomainInput{UserPoolId: &w.pool.ID, Domain: aws.String("shop")})
			require.NoError(w, err)
			return w.resend("jane")
		},
		want: want{code: "InvalidParameterException", message: textNoDomain, check: func(w *world, out any) {
			w.mustConfirm("jane", w.code("jane")) // the old code lives
		}},
	},
)
