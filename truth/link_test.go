package truth_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-lambda-go/events"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/rows"
)

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

// The page of a link repeats what the link says, and is no HTML whatever that is.
func TestLinkPageIsNoHTML(t *testing.T) {
	w := lone(t, rows.LinkPool(), cip.CreateUserPoolClientInput{})
	rows.WithDomain(w.World)
	w.MustSignUp("jane", "email", "test@test.com")
	for _, link := range []string{
		"https://example.test/confirmUser", "https://example.test/confirmUser/?client_id=%3Cscript%3E&user_name=%3Cb%3E&confirmation_code=1", w.link(),
	} {
		answer := httptest.NewRecorder()
		w.fake.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, link, nil))
		require.Equal(t, "text/plain; charset=utf-8", answer.Header().Get("Content-Type"), link)
		require.Equal(t, "nosniff", answer.Header().Get("X-Content-Type-Options"), link)
		require.Equal(t, "no-store", answer.Header().Get("Cache-Control"), link)
		require.Equal(t, "no-referrer", answer.Header().Get("Referrer-Policy"), link)
		require.Contains(t, answer.Header().Get("Content-Security-Policy"), "default-src 'none'", link)
	}
}

// linkRows are rows of the confirmation link: L34 to L38.
func linkRows() []rows.Row {
	return []rows.Row{
		{
			Rules: "L35 L36", Name: "the link", Pool: rows.LinkPool(), Prior: rows.WithDomain,
			Call: func(w *rows.World) (any, error) { return w.SignUp("jane", "email", "test@test.com") },
			Want: rows.Want{Check: check(func(w *world, out any) {
				require.Equal(w, details("email", types.DeliveryMediumTypeEmail, "t***@t***"), out.(*cip.SignUpOutput).CodeDeliveryDetails)
				require.Equal(w, "https://"+w.Domain()+".auth.us-east-1.amazoncognito.com/confirmUser/?client_id="+w.app.ID+
					"&user_name=jane&confirmation_code="+w.code("jane"), w.link())
				require.Contains(w, w.pool.Messages()[0].Body, `<a href="`+w.link()+`">`)
			})},
		},
		{
			Rules: "L35 L38", Name: "a visit confirms", Pool: rows.LinkPool(), Prior: rows.WithDomain,
			Call: call(func(w *world) (any, error) {
				w.MustSignUp("jane", "email", "test@test.com")
				w.visited(w.link(), http.StatusOK, "confirmed")
				return w.Confirm("jane", rows.WrongCode)
			}),
			Want: rows.Want{Code: "NotAuthorizedException", Message: rows.TextConfirmed,
				Check: rows.Has("jane", types.UserStatusTypeConfirmed, "email_verified", "true")},
		},
		{
			Rules: "L38 L72", Name: "no new link after a visit", Pool: rows.LinkPool(), Prior: rows.WithDomain,
			Call: call(func(w *world) (any, error) {
				w.MustSignUp("jane", "email", "test@test.com")
				w.visited(strings.Replace(w.link(), "/?", "?", 1), http.StatusOK, "confirmed")
				w.visited(w.link(), http.StatusBadRequest, rows.TextConfirmed)
				return w.Resend("jane")
			}),
			Want: rows.Want{Code: "InvalidParameterException", Message: "User is already confirmed.", Check: rows.Has("jane", types.UserStatusTypeConfirmed)},
		},
		{
			Rules: "L35", Name: "the code of a link confirms by itself", Pool: rows.LinkPool(), Prior: rows.WithDomain,
			Call: call(func(w *world) (any, error) {
				w.MustSignUp("jane", "email", "test@test.com")
				return w.Confirm("jane", w.code("jane"))
			}),
			Want: rows.Want{Check: rows.Has("jane", types.UserStatusTypeConfirmed, "email_verified", "true")},
		},
		{
			Rules: "L71 L34 L50", Name: "a new link, the old one void", Pool: rows.LinkPool(), Prior: rows.WithDomain,
			Call: call(func(w *world) (any, error) {
				w.MustSignUp("jane", "email", "test@test.com")
				old := w.link()
				out, err := w.Resend("jane")
				for old == w.link() {
					w.MustResend("jane")
				}
				w.visited(old, http.StatusBadRequest, rows.TextMismatch)
				w.visited(w.link(), http.StatusOK, "confirmed")
				return out, err
			}),
			Want: rows.Want{Check: rows.Has("jane", types.UserStatusTypeConfirmed, "email_verified", "true")},
		},
		{
			Rules: "L49 L52", Name: "a link lives a day", Pool: rows.LinkPool(), Prior: rows.WithDomain,
			Call: call(func(w *world) (any, error) {
				w.MustSignUp("jane", "email", "test@test.com")
				w.fake.Advance(24*time.Hour + time.Second)
				w.visited(w.link(), http.StatusBadRequest, rows.TextExpired)
				return w.Confirm("jane", rows.WrongCode)
			}),
			Want: rows.Want{Code: "ExpiredCodeException", Message: rows.TextExpired, Check: rows.Still("jane")},
		},
		{
			Rules: "L35", Choice: true, Name: "what a visitor of a bad link reads", Pool: rows.LinkPool(), Prior: rows.WithDomain,
			Call: call(func(w *world) (any, error) {
				w.MustSignUp("jane", "email", "test@test.com")
				link, err := url.Parse(w.link())
				require.NoError(w, err)
				for name, words := range map[string]string{
					"client_id": "User pool client x does not exist.", "user_name": rows.TextCombination, "confirmation_code": rows.TextMismatch,
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
			}),
			Want: rows.Want{Check: rows.Still("jane")},
		},
		{
			Rules: "L35 L38", Name: "a link needs no secret and escapes the name", Pool: rows.LinkPool(), App: rows.Secretive(), Prior: rows.WithDomain,
			Call: call(func(w *world) (any, error) {
				w.MustSignUp("jané+&=%/?#x", "email", "test@test.com")
				w.visited(w.link(), http.StatusOK, "confirmed")
				return nil, nil
			}),
			Want: rows.Want{Check: rows.Has("jané+&=%/?#x", types.UserStatusTypeConfirmed, "email_verified", "true")},
		},
		{
			Rules: "L35 L38", Name: "a link in a pool of e-mail names", Pool: rows.Named(rows.LinkPool(), types.UsernameAttributeTypeEmail), Prior: rows.WithDomain,
			Call: call(func(w *world) (any, error) {
				w.MustSignUp("test@test.com")
				require.Contains(w, w.link(), "user_name="+w.user("test@test.com").Sub)
				w.visited(w.link(), http.StatusOK, "confirmed")
				return nil, nil
			}),
			Want: rows.Want{Check: rows.Has("test@test.com", types.UserStatusTypeConfirmed, "email_verified", "true")},
		},
		{
			Rules: "L38 L67", Name: "a link does not take an alias from its owner", Pool: rows.Aliased(rows.LinkPool(), types.AliasAttributeTypeEmail), Prior: rows.WithDomain,
			Call: call(func(w *world) (any, error) {
				w.confirmed("jane", "email", "test@test.com")
				w.MustSignUp("jan", "email", "test@test.com")
				w.visited(w.link(), http.StatusBadRequest, textAliasEmail)
				return nil, nil
			}),
			Want: rows.Want{Check: rows.Still("jan")},
		},
		{
			Rules: "L38 L124 L127", Name: "a visit tells PostConfirmation, and stands whatever that says", Pool: rows.LinkPool(), Prior: rows.WithDomain,
			Call: call(func(w *world) (any, error) {
				told := 0
				w.pool.On(cognitofake.PostConfirmation, func(events.CognitoEventUserPoolsPostConfirmation) error {
					told++
					return errors.New("no greeting today")
				})
				w.MustSignUp("jane", "email", "test@test.com")
				w.visited(w.link(), http.StatusBadRequest, "PostConfirmation failed with error no greeting today.")
				require.Equal(w, 1, told)
				return w.Confirm("jane", rows.WrongCode)
			}),
			Want: rows.Want{Code: "NotAuthorizedException", Message: rows.TextConfirmed,
				Check: rows.Has("jane", types.UserStatusTypeConfirmed, "email_verified", "true")},
		},
		{
			Rules: "R94 L37", Name: "no domain any more, no new link", Pool: rows.LinkPool(), Prior: rows.WithDomain,
			Call: func(w *rows.World) (any, error) {
				w.MustSignUp("jane", "email", "test@test.com")
				rows.WithoutDomain(w)
				return w.Resend("jane")
			},
			Want: rows.Want{Code: "InvalidParameterException", Message: rows.TextNoDomain, Check: check(func(w *world, out any) {
				w.MustConfirm("jane", w.code("jane")) // the old code lives
			})},
		},
	}
}
