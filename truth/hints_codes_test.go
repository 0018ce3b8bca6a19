package truth_test

import (
	"encoding/json"
	"testing"
	"time"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
	"github.com/cognitofake/cognitofake/internal/rows"
)

// hint is what the Fake knew of the latest call.
func (w *world) hint() string {
	calls := w.fake.Calls()
	return calls[len(calls)-1].Hint
}

func TestHintsOfRefusedCodes(t *testing.T) {
	w := lone(t, fixture.EmailPool(), cip.CreateUserPoolClientInput{})
	w.MustSignUp("jane", "email", "jane@example.com")
	first, old := w.app, w.code("jane")

	w.by(w.pool.AddAppClient(cip.CreateUserPoolClientInput{}))
	_, err := w.Confirm("jane", old)
	require.Error(t, err)
	require.Contains(t, w.hint(), "for another app client, "+first.ID)

	w.by(first)
	for old == w.code("jane") {
		w.MustResend("jane")
	}
	_, err = w.Confirm("jane", old)
	require.Error(t, err)
	require.Contains(t, w.hint(), "of before a newer one was sent")

	code := w.code("jane")
	w.fake.Advance(26 * time.Hour)
	_, err = w.Confirm("jane", code)
	require.Error(t, err)
	require.Contains(t, w.hint(), "expired 2h0m0s ago; it lived 24h0m0s")

	_, err = w.Confirm("jane", rows.WrongCode)
	require.Error(t, err)
	require.Contains(t, w.hint(), "never sent to this user")

	w.pool.AddUser(cognitofake.NewUser{Username: "joe", Status: unconfirmed})
	_, err = w.Confirm("joe", rows.WrongCode)
	require.Error(t, err)
	require.Contains(t, w.hint(), "no code has been sent")
}

func TestHintsOfNamesThatFindNobody(t *testing.T) {
	for _, test := range []struct {
		pool       cip.CreateUserPoolInput
		name, want string
	}{
		{rows.EmailAliasPool(), "jane@example.com", "user Jane, who has not verified it: an unverified alias is no name"},
		{fixture.EmailPool(), "jane@example.com", "the pool has no AliasAttributes with email: give the username"},
		{fixture.EmailPool(), "jane", "user Jane differs in case, and the pool is case-sensitive"},
		{fixture.EmailPool(), "nobody", "the pool has no such user"},
	} {
		w := lone(t, test.pool, rows.Hiding())
		w.MustSignUp("Jane", "email", "jane@example.com")
		_, err := w.Confirm(test.name, "123456")
		require.ErrorContains(t, err, rows.TextMismatch)
		require.Contains(t, w.hint(), test.want)

		_, err = w.Resend(test.name) // succeeds, and sends nothing
		require.NoError(t, err)
		require.Contains(t, w.hint(), "nothing was sent")
		require.Contains(t, w.hint(), test.want)
	}
}

func TestHintsOfRefusedSignIns(t *testing.T) {
	w := lone(t, fixture.EmailPool(), rows.HidingPasswordClient())
	rows.Jane(w.World)
	_, err := w.SignIn("jane", "wrong")
	require.ErrorContains(t, err, rows.TextCredentials)
	require.Contains(t, w.hint(), "the password is wrong")
	_, err = w.SignIn("jane@example.com", fixture.GoodPassword)
	require.ErrorContains(t, err, rows.TextCredentials)
	require.Contains(t, w.hint(), "AliasAttributes")
	_, err = w.Auth(types.AuthFlowTypeUserAuth, "USERNAME", "jane")
	require.Error(t, err)
	require.Contains(t, w.hint(), "ALLOW_USER_AUTH")
}

// Nothing of a sign-in that would let somebody in is remembered.
func TestSignInLeavesNoSecrets(t *testing.T) {
	app := rows.ChoiceClient()
	app.GenerateSecret = true
	w := lone(t, passwordlessPool(), app)
	s1 := w.SignUpSession("jane")
	s2 := w.confirmSession("jane", s1)
	out, err := w.SignInBySession("jane", s2)
	require.NoError(t, err)
	chosen, err := w.Auth(types.AuthFlowTypeUserAuth, "USERNAME", "jane", "PREFERRED_CHALLENGE", "PASSWORD", "PASSWORD", fixture.GoodPassword)
	require.NoError(t, err)
	require.Contains(t, w.hint(), "PASSWORD is not open to the user")

	calls, err := json.Marshal(w.fake.Calls())
	require.NoError(t, err)
	tokens := out.AuthenticationResult
	for _, secret := range []string{
		s1, s2, *chosen.Session, *tokens.AccessToken, *tokens.IdToken, *tokens.RefreshToken, fixture.GoodPassword, w.app.Secret, w.app.SecretHash("jane"),
	} {
		require.NotContains(t, string(calls), secret)
		require.NotContains(t, w.fake.Transcript(), secret)
	}
	require.Contains(t, string(calls), "PREFERRED_CHALLENGE")
}

// The keys of a pool are its own by name, and a token names one of them.
func TestEachPoolNamesItsKeys(t *testing.T) {
	w := lone(t, cip.CreateUserPoolInput{}, rows.PasswordClient())
	keys := w.keySet()
	w.in(w.fake.AddPool(cip.CreateUserPoolInput{}))
	for kid := range w.keySet() {
		require.NotContains(t, keys, kid)
	}
}

// A refused link is explained in the transcript.
func TestRefusedLinkInTranscript(t *testing.T) {
	w := lone(t, rows.LinkPool(), cip.CreateUserPoolClientInput{})
	rows.WithDomain(w.World)
	w.MustSignUp("jane", "email", "jane@example.com")
	w.fake.Advance(25 * time.Hour)
	w.visited(w.link(), 400, rows.TextExpired)
	require.Contains(t, w.fake.Transcript(), "the link for jane was refused")
	require.Contains(t, w.fake.Transcript(), "expired 1h0m0s ago")
}
