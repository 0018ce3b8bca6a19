package truth_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
)

// lone is a world with the embedded client, for a test that is no row.
func lone(t *testing.T, pool cip.CreateUserPoolInput, app cip.CreateUserPoolClientInput) *world {
	fake := cognitofake.NewT(t)
	w := &world{T: t, ctx: t.Context(), fake: fake, client: fake.Client, pool: fake.AddPool(pool)}
	w.app = w.pool.AddAppClient(app)
	return w
}

// Of many attempts with one code one confirms, and the others learn of it.
func TestOneCodeConfirmsOnce(t *testing.T) {
	w := lone(t, fixture.EmailPool(), cip.CreateUserPoolClientInput{})
	w.mustSignUp("jane", "email", "jane@example.com")
	code, errs := w.code("jane"), make(chan error)
	const tries = 12
	for range tries {
		go func() {
			_, err := w.confirm("jane", code)
			errs <- err
		}()
	}
	won := 0
	for range tries {
		if err := <-errs; err == nil {
			won++
		} else {
			require.ErrorContains(t, err, textConfirmed)
		}
	}
	require.Equal(t, 1, won)
}

// Of many users who verify one address with an alias, one owns it.
func TestOneOwnerOfAnAlias(t *testing.T) {
	w := lone(t, emailAliasPool(), cip.CreateUserPoolClientInput{})
	names := []string{"jane", "jan", "janet", "janice"}
	codes := map[string]string{}
	for _, name := range names {
		w.mustSignUp(name, "email", "jane@example.com")
		codes[name] = w.code(w.user(name).Sub)
	}
	errs := make(chan error)
	for i, name := range names {
		go func() {
			in := w.confirmInput(name, codes[name])
			in.ForceAliasCreation = i%2 == 0
			_, err := w.client.ConfirmSignUp(w.ctx, in)
			errs <- err
		}()
	}
	for range names {
		if err := <-errs; err != nil {
			require.ErrorContains(t, err, textAliasEmail)
		}
	}
	owners := 0
	for _, u := range w.pool.Users() {
		if u.Attributes["email_verified"] == "true" {
			owners++
			out, err := w.client.AdminGetUser(w.ctx, &cip.AdminGetUserInput{UserPoolId: &w.pool.ID, Username: aws.String("jane@example.com")})
			require.NoError(t, err)
			require.Equal(t, u.Username, *out.Username)
		}
	}
	require.Equal(t, 1, owners)
}

// A confirmation that the pool's deletion overtakes finds nobody.
func TestDeletedPoolConfirmsNobody(t *testing.T) {
	w := lone(t, fixture.EmailPool(), cip.CreateUserPoolClientInput{})
	w.mustSignUp("jane", "email", "jane@example.com")
	code := w.code("jane")
	_, err := w.client.DeleteUserPool(w.ctx, &cip.DeleteUserPoolInput{UserPoolId: &w.pool.ID})
	require.NoError(t, err)
	_, err = w.confirm("jane", code)
	fixture.RequireAs[*types.ResourceNotFoundException](t, err)
	_, err = w.adminConfirm("jane")
	fixture.RequireAs[*types.ResourceNotFoundException](t, err)
	_, err = w.resend("jane")
	fixture.RequireAs[*types.ResourceNotFoundException](t, err)
}

// hint is what the Fake knew of the latest call.
func (w *world) hint() string {
	calls := w.fake.Calls()
	return calls[len(calls)-1].Hint
}

func TestHintsOfRefusedCodes(t *testing.T) {
	w := lone(t, fixture.EmailPool(), cip.CreateUserPoolClientInput{})
	w.mustSignUp("jane", "email", "jane@example.com")
	first, old := w.app, w.code("jane")

	w.app = w.pool.AddAppClient(cip.CreateUserPoolClientInput{})
	_, err := w.confirm("jane", old)
	require.Error(t, err)
	require.Contains(t, w.hint(), "for another app client, "+first.ID)

	w.app = first
	for old == w.code("jane") {
		w.mustResend("jane")
	}
	_, err = w.confirm("jane", old)
	require.Error(t, err)
	require.Contains(t, w.hint(), "of before a newer one was sent")

	code := w.code("jane")
	w.fake.Advance(26 * time.Hour)
	_, err = w.confirm("jane", code)
	require.Error(t, err)
	require.Contains(t, w.hint(), "expired 2h0m0s ago; it lived 24h0m0s")

	_, err = w.confirm("jane", wrongCode)
	require.Error(t, err)
	require.Contains(t, w.hint(), "never sent to this user")

	w.pool.AddUser(cognitofake.NewUser{Username: "joe", Status: unconfirmed})
	_, err = w.confirm("joe", wrongCode)
	require.Error(t, err)
	require.Contains(t, w.hint(), "no code has been sent")
}

func TestHintsOfNamesThatFindNobody(t *testing.T) {
	for _, test := range []struct {
		pool       cip.CreateUserPoolInput
		name, want string
	}{
		{emailAliasPool(), "jane@example.com", "user Jane, who has not verified it: an unverified alias is no name"},
		{fixture.EmailPool(), "jane@example.com", "the pool has no AliasAttributes with email: give the username"},
		{fixture.EmailPool(), "jane", "user Jane differs in case, and the pool is case-sensitive"},
		{fixture.EmailPool(), "nobody", "the pool has no such user"},
	} {
		w := lone(t, test.pool, hiding())
		w.mustSignUp("Jane", "email", "jane@example.com")
		_, err := w.confirm(test.name, "123456")
		require.ErrorContains(t, err, textMismatch)
		require.Contains(t, w.hint(), test.want)

		_, err = w.resend(test.name) // succeeds, and sends nothing
		require.NoError(t, err)
		require.Contains(t, w.hint(), "nothing was sent")
		require.Contains(t, w.hint(), test.want)
	}
}

func TestHintsOfRefusedSignIns(t *testing.T) {
	w := lone(t, fixture.EmailPool(), hidingPasswordClient())
	jane(w)
	_, err := w.signIn("jane", "wrong")
	require.ErrorContains(t, err, textCredentials)
	require.Contains(t, w.hint(), "the password is wrong")
	_, err = w.signIn("jane@example.com", fixture.GoodPassword)
	require.ErrorContains(t, err, textCredentials)
	require.Contains(t, w.hint(), "AliasAttributes")
	_, err = w.auth(types.AuthFlowTypeUserAuth, "USERNAME", "jane")
	require.Error(t, err)
	require.Contains(t, w.hint(), "ALLOW_USER_AUTH")
}

// Nothing of a sign-in that would let somebody in is remembered.
func TestSignInLeavesNoSecrets(t *testing.T) {
	app := choiceClient()
	app.GenerateSecret = true
	w := lone(t, passwordlessPool(), app)
	s1 := w.signUpSession("jane")
	s2 := w.confirmSession("jane", s1)
	out, err := w.signInBySession("jane", s2)
	require.NoError(t, err)
	_, err = w.auth(types.AuthFlowTypeUserAuth, "USERNAME", "jane", "PREFERRED_CHALLENGE", "PASSWORD", "PASSWORD", fixture.GoodPassword)
	require.Error(t, err)

	calls, err := json.Marshal(w.fake.Calls())
	require.NoError(t, err)
	tokens := out.AuthenticationResult
	for _, secret := range []string{
		s1, s2, *tokens.AccessToken, *tokens.IdToken, *tokens.RefreshToken, fixture.GoodPassword, w.app.Secret, w.app.SecretHash("jane"),
	} {
		require.NotContains(t, string(calls), secret)
		require.NotContains(t, w.fake.Transcript(), secret)
	}
	require.Contains(t, string(calls), "PREFERRED_CHALLENGE")
}

// The keys of a pool are its own by name, and a token names one of them.
func TestEachPoolNamesItsKeys(t *testing.T) {
	w := lone(t, cip.CreateUserPoolInput{}, passwordClient())
	keys := w.keySet()
	w.pool = w.fake.AddPool(cip.CreateUserPoolInput{})
	for kid := range w.keySet() {
		require.NotContains(t, keys, kid)
	}
}

// A refused link is explained in the transcript.
func TestRefusedLinkInTranscript(t *testing.T) {
	w := lone(t, linkPool(), cip.CreateUserPoolClientInput{})
	w.withDomain()
	w.mustSignUp("jane", "email", "jane@example.com")
	w.fake.Advance(25 * time.Hour)
	w.visited(w.link(), 400, textExpired)
	require.Contains(t, w.fake.Transcript(), "the link for jane was refused")
	require.Contains(t, w.fake.Transcript(), "expired 1h0m0s ago")
}
