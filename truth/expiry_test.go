package truth_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/smithy-go"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
	"github.com/cognitofake/cognitofake/internal/rows"
)

// inBubble runs fn with a Fake whose clock is that of a testing/synctest
// bubble, and a world around it: nothing in the package waits or ticks, so
// the time of the bubble is all the time there is.
func inBubble(t *testing.T, pool cip.CreateUserPoolInput, app cip.CreateUserPoolClientInput, fn func(w *world)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		fake := cognitofake.NewT(t)
		w := worldOf(t, fake, fake.Client)
		w.in(fake.AddPool(pool))
		w.by(w.pool.AddAppClient(app))
		fn(w)
	})
}

func codeOf(err error) string {
	var api smithy.APIError
	if errors.As(err, &api) {
		return api.ErrorCode()
	}
	return ""
}

func TestCodesExpireByTheClockOfABubble(t *testing.T) {
	inBubble(t, rows.LinkPool(), cip.CreateUserPoolClientInput{}, func(w *world) {
		rows.WithDomain(w.World)
		w.MustSignUp("jane", "email", "jane@example.com")
		w.MustSignUp("joe", "email", "joe@example.com")
		janes, joes, link := w.code("jane"), w.code("joe"), w.link()
		time.Sleep(24 * time.Hour)
		w.MustConfirm("jane", janes) // the last moment
		time.Sleep(time.Nanosecond)
		_, err := w.Confirm("joe", joes)
		require.Equal(t, "ExpiredCodeException", codeOf(err))
		answer := httptest.NewRecorder()
		w.fake.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, link, nil))
		require.Equal(t, http.StatusBadRequest, answer.Code)
		require.Empty(t, w.pool.Code("joe"))
		w.MustResend("joe")
		w.MustConfirm("joe", w.code("joe"))
	})
}

func TestWindowsEndByTheClockOfABubble(t *testing.T) {
	inBubble(t, fixture.EmailPool(), cip.CreateUserPoolClientInput{}, func(w *world) {
		w.MustSignUp("jane", "email", "jane@example.com")
		for range 15 {
			_, err := w.Confirm("jane", rows.WrongCode)
			require.Equal(t, "CodeMismatchException", codeOf(err))
		}
		time.Sleep(time.Hour - time.Nanosecond)
		_, err := w.Confirm("jane", w.code("jane"))
		require.Equal(t, "LimitExceededException", codeOf(err))
		time.Sleep(time.Nanosecond)
		w.MustConfirm("jane", w.code("jane"))
	})
}

func TestSessionsExpireByTheClockOfABubble(t *testing.T) {
	inBubble(t, passwordlessPool(), rows.ChoiceClient(), func(w *world) {
		session := w.SignUpSession("jane")
		time.Sleep(3 * time.Minute)
		session = w.confirmSession("jane", session)
		time.Sleep(3*time.Minute + time.Nanosecond)
		_, err := w.SignInBySession("jane", session)
		require.ErrorContains(t, err, textSessionExpired)
	})
}

func TestLocksAndTokensGoByTheClockOfABubble(t *testing.T) {
	inBubble(t, cip.CreateUserPoolInput{}, rows.PasswordClient(), func(w *world) {
		rows.Jane(w.World)
		w.Fails(5)
		time.Sleep(time.Second - time.Nanosecond)
		_, err := w.SignIn("jane", fixture.GoodPassword)
		require.ErrorContains(t, err, textAttempts)
		time.Sleep(time.Nanosecond)
		out, err := w.SignIn("jane", fixture.GoodPassword)
		require.NoError(t, err)
		require.EqualValues(t, time.Now().Unix(), w.Claims(out.AuthenticationResult.AccessToken)["iat"])
	})
}

// Advance and the clock add up.
func TestAdvanceAddsToTheClock(t *testing.T) {
	inBubble(t, fixture.EmailPool(), cip.CreateUserPoolClientInput{}, func(w *world) {
		w.MustSignUp("jane", "email", "jane@example.com")
		code := w.code("jane")
		w.fake.Advance(12 * time.Hour)
		time.Sleep(12 * time.Hour)
		require.Equal(t, code, w.pool.Code("jane"))
		w.fake.Advance(1)
		require.Empty(t, w.pool.Code("jane"))
		_, err := w.Confirm("jane", code)
		require.Equal(t, "ExpiredCodeException", codeOf(err))
	})
}
