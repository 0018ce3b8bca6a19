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

// everyFlow is a client of every flow, with a secret.
func everyFlow() cip.CreateUserPoolClientInput {
	return cip.CreateUserPoolClientInput{GenerateSecret: true, ExplicitAuthFlows: []types.ExplicitAuthFlowsType{
		types.ExplicitAuthFlowsTypeAllowUserPasswordAuth, types.ExplicitAuthFlowsTypeAllowUserAuth,
		types.ExplicitAuthFlowsTypeAllowUserSrpAuth, types.ExplicitAuthFlowsTypeAllowAdminUserPasswordAuth,
	}}
}

func TestHintsOfChallenges(t *testing.T) {
	w := lone(t, otpPool(), everyFlow())
	otpJane(w.World)
	hint := func(want string, err error) {
		t.Helper()
		require.Contains(t, hintOf(t, w.fake, err), want)
	}
	give := func(session *string, code string) error {
		_, err := w.giveEmailCode(session, code)
		return err
	}

	session, first := w.asked(emailOTP), w.app
	w.by(w.pool.AddAppClient(everyFlow()))
	hint("the session is of another app client, "+first.ID, give(session, "12345678"))
	w.by(first)
	_, err := w.Respond(smsOTP, session, "USERNAME", "jane", "SMS_OTP_CODE", "12345678")
	hint("the session is for EMAIL_OTP, not for SMS_OTP", err)
	w.pool.AddUser(cognitofake.NewUser{Username: "joe"})
	_, err = w.Respond(emailOTP, session, "USERNAME", "joe", "EMAIL_OTP_CODE", "12345678")
	hint("the session is of another user, jane", err)
	invented := forged
	hint("no such session has been issued", give(&invented, "12345678"))
	hint("the code is wrong; the session stays good", give(session, "wrong"))
	other := w.asked(emailOTP)
	hint("sent in another sign-in", give(session, w.code("jane")))
	require.NoError(t, give(other, w.code("jane")))
	hint("each step of a sign-in has a session of its own", give(other, "12345678"))
	w.fake.Advance(4 * time.Minute)
	hint("the session expired 1m0s ago; it lived 3m0s", give(session, "12345678"))
	require.Contains(t, w.fake.Transcript(), "AuthSessionValidity")

	// A code of something else.
	_, err = w.Forgot("jane")
	require.NoError(t, err)
	reset := w.code("jane")
	hint("this code was sent to reset the password, not to sign in", give(w.asked(emailOTP), reset))
	w.MustSignUp("ann", "email", "ann@example.com")
	signUp := w.code("ann")
	w.MustConfirm("ann", signUp)
	out, err := w.Choose("ann", "PREFERRED_CHALLENGE", "EMAIL_OTP")
	require.NoError(t, err)
	_, err = w.Respond(emailOTP, out.Session, "USERNAME", "ann", "EMAIL_OTP_CODE", signUp)
	hint("this code was sent to confirm the sign-up, not to sign in", err)

	out, err = w.Choose("ann")
	require.NoError(t, err)
	_, err = w.Respond(selects, out.Session, "USERNAME", "ann", "ANSWER", "SMS_OTP")
	hint("ANSWER may be PASSWORD_SRP, PASSWORD, EMAIL_OTP", err)
	_, err = w.Auth(types.AuthFlowTypeAdminUserPasswordAuth, "USERNAME", "ann", "PASSWORD", "x")
	hint("USER_PASSWORD_AUTH", err)
}

func TestHintsOfSRP(t *testing.T) {
	w := lone(t, rows.EmailAliasPool(), everyFlow())
	rows.OtpUser("email", "jane@example.com", "email_verified", "true")(w.World)
	prove := func(want, password string, change func(map[string]string)) {
		t.Helper()
		_, err := w.Prove("jane@example.com", password, change)
		require.Contains(t, hintOf(t, w.fake, err), want)
	}
	prove("the password is wrong, or the name that was hashed is not USER_ID_FOR_SRP", "wrong", nil)
	prove("of no challenge of this user and app client", fixture.GoodPassword, func(m map[string]string) { m["PASSWORD_CLAIM_SECRET_BLOCK"] = "AAAA" })
	prove("over another name of the user", fixture.GoodPassword, func(m map[string]string) { m["SECRET_HASH"] = w.SecretHash("jane@example.com") })
	prove("the password was changed after this SRP challenge was made", fixture.GoodPassword, func(map[string]string) {
		_, err := w.SetPassword("jane", fixture.GoodPassword+"2", true)
		require.NoError(t, err)
	})
	prove("the SRP challenge expired 1m0s ago; it lived 3m0s", fixture.GoodPassword+"2", func(map[string]string) { w.fake.Advance(4 * time.Minute) })
	prove("mind the padding of the day", fixture.GoodPassword+"2", func(m map[string]string) {
		c := fixture.NewSRP()
		out, err := w.Auth(types.AuthFlowTypeUserSrpAuth, "USERNAME", "jane", "SRP_A", c.A())
		require.NoError(t, err)
		for name, v := range c.Answer(w.PoolID, fixture.GoodPassword+"2", "Fri Sep 05 07:08:09 UTC 2025", out.ChallengeParameters) {
			m[name] = v
		}
	})
	_, err := w.Prove(w.user("jane").Sub, fixture.GoodPassword, nil)
	require.Contains(t, hintOf(t, w.fake, err), "names nobody in USER_SRP_AUTH")

	hiding := everyFlow()
	hiding.PreventUserExistenceErrors = types.PreventUserExistenceErrorTypesEnabled
	w.by(w.pool.AddAppClient(hiding))
	_, err = w.Auth(types.AuthFlowTypeUserSrpAuth, "USERNAME", "nobody", "SRP_A", "abc")
	require.NoError(t, err)
	require.Contains(t, w.hint(), "the challenge is pretended")
}

// No answer to a challenge, and nothing that a challenge keeps, is remembered
// in clear.
func TestChallengesLeaveNoSecrets(t *testing.T) {
	w := lone(t, otpPool(), everyFlow())
	rows.Invited("jane", "email", "jane@example.com")(w.World)
	var secrets []string
	c := fixture.NewSRP()
	out, err := w.Auth(types.AuthFlowTypeUserSrpAuth, "USERNAME", "jane", "SRP_A", c.A())
	require.NoError(t, err)
	secrets = append(secrets, c.A(), out.ChallengeParameters["SRP_B"], out.ChallengeParameters["SALT"], out.ChallengeParameters["SECRET_BLOCK"])
	next, err := w.Prove("jane", "Temporary-1", func(m map[string]string) {
		secrets = append(secrets, m["PASSWORD_CLAIM_SIGNATURE"], m["PASSWORD_CLAIM_SECRET_BLOCK"], m["SECRET_HASH"])
	})
	require.NoError(t, err)
	got, err := w.Respond(types.ChallengeNameTypeNewPasswordRequired, next.Session, "USERNAME", "jane", "NEW_PASSWORD", fixture.GoodPassword)
	require.NoError(t, err)
	chosen, err := w.Choose("jane")
	require.NoError(t, err)
	_, err = w.Respond(selects, chosen.Session, "USERNAME", "jane", "ANSWER", "PASSWORD", "PASSWORD", "Wrong-password-1")
	require.Error(t, err)
	secrets = append(secrets, *next.Session, *chosen.Session, *got.AuthenticationResult.AccessToken, *got.AuthenticationResult.RefreshToken,
		"Temporary-1", fixture.GoodPassword, "Wrong-password-1")

	calls, err := json.Marshal(w.fake.Calls())
	require.NoError(t, err)
	user, err := json.Marshal(w.user("jane"))
	require.NoError(t, err)
	for _, secret := range secrets {
		require.NotContains(t, string(calls), secret)
		require.NotContains(t, string(user), secret)
		require.NotContains(t, w.fake.Transcript(), secret)
	}
	require.Contains(t, string(calls), "USER_ID_FOR_SRP")
}

// A session is good for one answer, however many come at once, and a held
// answer meets what has happened meanwhile.
func TestSessionsAtOnce(t *testing.T) {
	w := lone(t, otpPool(), everyFlow())
	otpJane(w.World)
	session, code := w.asked(emailOTP), w.code("jane")
	good := make(chan bool, 8)
	fixture.InParallel(8, func(int) {
		_, err := w.giveEmailCode(session, code)
		good <- err == nil
	})
	close(good)
	count := 0
	for ok := range good {
		if ok {
			count++
		}
	}
	require.Equal(t, 1, count)

	session, code = w.asked(emailOTP), w.code("jane")
	held := w.fake.Hold(cognitofake.OpRespondToAuthChallenge, cognitofake.BeforeCommit)
	late := make(chan error, 1)
	go func() {
		_, err := w.giveEmailCode(session, code)
		late <- err
	}()
	require.NoError(t, held.Wait(t.Context()))
	_, err := w.Client.AdminDisableUser(t.Context(), &cip.AdminDisableUserInput{UserPoolId: &w.PoolID, Username: &[]string{"jane"}[0]})
	require.NoError(t, err)
	held.Release()
	require.ErrorContains(t, <-late, textDisabled)

	w.fake.FailNext(cognitofake.OpRespondToAuthChallenge, &types.CodeMismatchException{}, cognitofake.ForUser("jane"))
	_, err = w.giveEmailCode(session, code)
	require.ErrorContains(t, err, rows.TextCode)
}
