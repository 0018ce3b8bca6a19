package rows

import (
	"maps"
	"math/big"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
)

// Prove signs in by SRP; change may spoil the responses.
func (w *World) Prove(username, password string, change func(map[string]string)) (*cip.RespondToAuthChallengeOutput, error) {
	w.Helper()
	c := fixture.NewSRP()
	out, err := w.Auth(types.AuthFlowTypeUserSrpAuth, "USERNAME", username, "SRP_A", c.A())
	if err != nil {
		return nil, err
	}
	require.Equal(w, verifier, out.ChallengeName)
	return w.answer(c.Answer(w.PoolID, password, fixture.Timestamp(time.Now()), out.ChallengeParameters), change)
}

// answer answers PASSWORD_VERIFIER.
func (w *World) answer(responses map[string]string, change func(map[string]string)) (*cip.RespondToAuthChallengeOutput, error) {
	if w.Secret != "" {
		responses["SECRET_HASH"] = w.SecretHash(responses["USERNAME"])
	}
	if change != nil {
		change(responses)
	}
	return w.Client.RespondToAuthChallenge(w.Ctx, &cip.RespondToAuthChallengeInput{
		ClientId: &w.ClientID, ChallengeName: verifier, ChallengeResponses: responses,
	})
}

// proving signs jane in by SRP with the good password.
func proving(w *World) (any, error) { return w.Prove("jane", fixture.GoodPassword, nil) }

// spoilt signs jane in by SRP with an answer that change spoils.
func spoilt(change func(map[string]string)) func(*World) (any, error) {
	return func(w *World) (any, error) { return w.Prove("jane", fixture.GoodPassword, change) }
}

// stamped signs jane in by SRP with a timestamp of its own.
func stamped(timestamp string) func(*World) (any, error) {
	return func(w *World) (any, error) {
		c := fixture.NewSRP()
		out, err := w.Auth(types.AuthFlowTypeUserSrpAuth, "USERNAME", "jane", "SRP_A", c.A())
		require.NoError(w, err)
		return w.answer(c.Answer(w.PoolID, fixture.GoodPassword, timestamp, out.ChallengeParameters), nil)
	}
}

// public starts SRP with a public number.
func public(a string) func(*World) (any, error) {
	return func(w *World) (any, error) {
		return w.Auth(types.AuthFlowTypeUserSrpAuth, "USERNAME", "jane", "SRP_A", a)
	}
}

func byName(name string) func(*World) (any, error) {
	return func(w *World) (any, error) { return w.Prove(name, fixture.GoodPassword, nil) }
}

// srpClient signs in by SRP and by password.
func srpClient() cip.CreateUserPoolClientInput {
	return flows(types.ExplicitAuthFlowsTypeAllowUserSrpAuth, types.ExplicitAuthFlowsTypeAllowUserPasswordAuth)
}

const groupN = "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F1437" +
	"4FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF05" +
	"98DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B" +
	"E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA051015728E5A8AAAC42DAD33170D04507A33" +
	"A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864" +
	"D87602733EC86A64521F2B18177B200CBBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF"

// srpRows are rows of sign-in by SRP: N74 to N76, M156 to M160.
func srpRows() []Row {
	row := func(rules, name string, call func(*World) (any, error), want Want) Row {
		return Row{Rules: rules, Name: name, App: srpClient(), Prior: Jane, Call: call, Want: want}
	}
	hiding, secretive := srpClient(), srpClient()
	hiding.PreventUserExistenceErrors = types.PreventUserExistenceErrorTypesEnabled
	secretive.GenerateSecret = true
	pretended := func(w *World, name string) map[string]string {
		out, err := w.Auth(types.AuthFlowTypeUserSrpAuth, "USERNAME", name, "SRP_A", fixture.NewSRP().A())
		require.NoError(w, err)
		require.Equal(w, verifier, out.ChallengeName)
		return out.ChallengeParameters
	}
	return []Row{
		row("N74", "a sign-in", proving, Want{Check: Tokens}),
		{Rules: "N74 N19", Name: "a default client", Prior: Jane, Call: proving, Want: Want{Check: Tokens}},
		{Rules: "N74 N60", Name: "a client with a secret", App: secretive, Prior: Jane, Call: proving, Want: Want{Check: Tokens}},
		{Rules: "N74 N25", Name: "a client of the old kind", App: flows(types.ExplicitAuthFlowsTypeAdminNoSrpAuth), Prior: Jane, Call: proving, Want: Want{Check: Tokens}},
		{Rules: "N60 N27", Name: "no hash in the answer", App: secretive, Prior: Jane, Call: spoilt(func(m map[string]string) { delete(m, "SECRET_HASH") }),
			Want: Want{Code: "NotAuthorizedException", Words: func(w *World) string {
				return "Client " + w.ClientID + " is configured with secret but SECRET_HASH was not received"
			}}},
		{
			Rules: "N74 M156 M159", Name: "the challenge", App: srpClient(), Prior: Jane,
			Call: func(w *World) (any, error) {
				return w.Auth(types.AuthFlowTypeUserSrpAuth, "USERNAME", "jane", "SRP_A", fixture.NewSRP().A())
			},
			Want: Want{Check: func(w *World, out any) {
				got := out.(*cip.InitiateAuthOutput)
				require.Nil(w, got.Session)
				require.Nil(w, got.AvailableChallenges)
				require.Len(w, got.ChallengeParameters, 5)
				require.Equal(w, "jane", got.ChallengeParameters["USERNAME"])
				require.Equal(w, "jane", got.ChallengeParameters["USER_ID_FOR_SRP"])
				require.Regexp(w, `^[0-9a-f]{32}$`, got.ChallengeParameters["SALT"])
				require.Regexp(w, `^[0-9a-f]{750,768}$`, got.ChallengeParameters["SRP_B"])
				require.InDelta(w, 1750, len(got.ChallengeParameters["SECRET_BLOCK"]), 20)
			}},
		},
		{
			Rules: "M156", Name: "by e-mail where that is the username", App: srpClient(), Pool: fixture.EmailNamePool(),
			Prior: func(w *World) {
				w.MustSignUp("jane@example.com")
				w.MustAdminConfirm("jane@example.com")
			},
			Call: byName("jane@example.com"), Want: Want{Check: Tokens},
		},
		{
			Rules: "M156 N5", Name: "by a verified alias", App: srpClient(), Pool: EmailAliasPool(),
			Prior: OtpUser("email", "jane@example.com", "email_verified", "true"),
			Call:  byName("jane@example.com"), Want: Want{Check: Tokens},
		},
		row("M157", "by sub", func(w *World) (any, error) { return w.Prove(w.User("jane").Sub, fixture.GoodPassword, nil) }, unknownUser),
		{Rules: "N77 N74", Choice: true, Name: "an administrator", App: srpClient(), Prior: Jane, Call: func(w *World) (any, error) {
			c := fixture.NewSRP()
			out, err := w.adminAuth(types.AuthFlowTypeUserSrpAuth, "USERNAME", "jane", "SRP_A", c.A())
			require.NoError(w, err)
			return w.Client.AdminRespondToAuthChallenge(w.Ctx, &cip.AdminRespondToAuthChallengeInput{
				UserPoolId: &w.PoolID, ClientId: &w.ClientID, ChallengeName: verifier,
				ChallengeResponses: c.Answer(w.PoolID, fixture.GoodPassword, fixture.Timestamp(time.Now()), out.ChallengeParameters),
			})
		}, Want: Want{Check: Tokens}},

		// Inside USER_AUTH.
		{Rules: "N50 N57", Name: "PASSWORD_SRP is preferred", App: ChoiceClient(), Prior: Jane, Call: func(w *World) (any, error) {
			c := fixture.NewSRP()
			out, err := w.Choose("jane", "PREFERRED_CHALLENGE", "PASSWORD_SRP", "SRP_A", c.A())
			require.NoError(w, err)
			require.Equal(w, verifier, out.ChallengeName)
			return w.answer(c.Answer(w.PoolID, fixture.GoodPassword, fixture.Timestamp(time.Now()), out.ChallengeParameters), nil)
		}, Want: Want{Check: Tokens}},
		{Rules: "N71", Name: "PASSWORD_SRP is selected", App: ChoiceClient(), Prior: Jane, Call: func(w *World) (any, error) {
			c := fixture.NewSRP()
			out, err := w.selecting("jane", "ANSWER", "PASSWORD_SRP", "SRP_A", c.A())
			require.NoError(w, err)
			require.Equal(w, verifier, out.ChallengeName)
			return w.answer(c.Answer(w.PoolID, fixture.GoodPassword, fixture.Timestamp(time.Now()), out.ChallengeParameters), nil)
		}, Want: Want{Check: Tokens}},
		{Rules: "N58 N71", Name: "the challenge PASSWORD_SRP", App: ChoiceClient(), Prior: Jane, Call: func(w *World) (any, error) {
			c := fixture.NewSRP()
			next, err := w.selecting("jane", "ANSWER", "PASSWORD_SRP")
			require.NoError(w, err)
			out, err := w.Respond(srp, next.Session, "USERNAME", "jane", "SRP_A", c.A())
			require.NoError(w, err)
			return w.answer(c.Answer(w.PoolID, "wrong", fixture.Timestamp(time.Now()), out.ChallengeParameters), nil)
		}, Want: wrongPassword},

		// What is wrong.
		row("N75", "a wrong password", func(w *World) (any, error) { return w.Prove("jane", "wrong", nil) }, wrongPassword),
		row("N75 N33", "nobody", byName("nobody"), unknownUser),
		{Rules: "N75", Name: "nobody, ENABLED", App: hiding, Call: byName("nobody"), Want: wrongPassword},
		{Rules: "N75", Name: "a pretended challenge is the same each time", App: hiding, Prior: Jane,
			Call: func(w *World) (any, error) {
				first, again, other := pretended(w, "nobody"), pretended(w, "nobody"), pretended(w, "noone")
				require.Regexp(w, `^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`, first["USER_ID_FOR_SRP"])
				for _, key := range []string{"SALT", "USER_ID_FOR_SRP"} {
					require.Equal(w, first[key], again[key])
					require.NotEqual(w, first[key], other[key])
				}
				for _, key := range []string{"SRP_B", "SECRET_BLOCK"} {
					require.NotEqual(w, first[key], again[key])
				}
				require.Equal(w, pretended(w, "jane")["SALT"], pretended(w, "jane")["SALT"], "as of a user")
				require.Len(w, first, len(pretended(w, "jane")))
				return nil, nil
			}},
		{Rules: "M157", Name: "by sub, ENABLED", App: hiding, Prior: Jane,
			Call: func(w *World) (any, error) { return w.Prove(w.User("jane").Sub, fixture.GoodPassword, nil) }, Want: wrongPassword},
		{Rules: "M160 N39", Choice: true, Name: "a user without a password", Pool: OtpPool(), App: srpClient(),
			Prior: func(w *World) { w.MustAdminCreate("jane", "email", "jane@example.com") }, Call: proving, Want: wrongPassword},
		{Rules: "L141", Name: "UNCONFIRMED", App: srpClient(), Prior: func(w *World) { w.MustSignUp("jane") },
			Call: public("abc"), Want: Want{Code: "UserNotConfirmedException", Message: textNotConfirmed}},
		{Rules: "N76", Name: "FORCE_CHANGE_PASSWORD", App: srpClient(), Prior: Invited("jane"), Call: func(w *World) (any, error) {
			out, err := w.Prove("jane", temporary, nil)
			require.NoError(w, err)
			require.Equal(w, newPassword, out.ChallengeName)
			return w.Respond(newPassword, out.Session, "USERNAME", "jane", "NEW_PASSWORD", otherPass)
		}, Want: signsIn()},
		{Rules: "N76 N37", Name: "FORCE_CHANGE_PASSWORD and a wrong password", App: srpClient(), Prior: Invited("jane"), Call: proving, Want: wrongPassword},
		{Rules: "N76 N36", Choice: true, Name: "RESET_REQUIRED is told at the answer", App: srpClient(), Prior: func(w *World) {
			OtpUser("email", "jane@example.com", "email_verified", "true")(w)
			_, err := w.ResetPassword("jane")
			require.NoError(w, err)
			_, err = public("abc")(w)
			require.NoError(w, err)
		}, Call: proving, Want: Want{Code: "PasswordResetRequiredException", Message: "Password reset required for the user"}},
		{Rules: "N35 N76", Choice: true, Name: "disabled", App: srpClient(), Prior: func(w *World) {
			w.AddUser(NewUser{Username: "jane", Disabled: true})
		}, Call: public("abc"), Want: Want{Code: "NotAuthorizedException", Message: "User is disabled."}},
		row("M158", "a signature that is none", spoilt(func(m map[string]string) { m["PASSWORD_CLAIM_SIGNATURE"] = "x" }), wrongPassword),
		row("M158", "an invented secret block", spoilt(func(m map[string]string) { m["PASSWORD_CLAIM_SECRET_BLOCK"] = "AAAA" }), wrongPassword),
		{Rules: "M158", Name: "the secret block of another user", App: srpClient(), Prior: func(w *World) {
			Jane(w)
			w.AddUser(NewUser{Username: "joe", Password: fixture.GoodPassword})
		}, Call: func(w *World) (any, error) {
			c := fixture.NewSRP()
			out, err := w.Auth(types.AuthFlowTypeUserSrpAuth, "USERNAME", "joe", "SRP_A", c.A())
			require.NoError(w, err)
			responses := c.Answer(w.PoolID, fixture.GoodPassword, fixture.Timestamp(time.Now()), out.ChallengeParameters)
			return w.answer(responses, func(m map[string]string) { m["USERNAME"] = "jane" })
		}, Want: wrongPassword},
		row("M158", "a padded day", stamped("Fri Sep 05 07:08:09 UTC 2025"), wrongPassword),
		row("M158", "a wrong day of the week", stamped("Mon Sep 5 07:08:09 UTC 2025"), wrongPassword),
		row("M158 N74", "a day of one digit", stamped("Fri Sep 5 07:08:09 UTC 2025"), Want{Check: Tokens}),
		row("M158", "a timestamp of another form", stamped("2025-09-05T07:08:09Z"), invalid("TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.")),
		row("N59", "no signature", spoilt(func(m map[string]string) { delete(m, "PASSWORD_CLAIM_SIGNATURE") }), invalid("Missing required parameter PASSWORD_CLAIM_SIGNATURE")),
		row("N59", "no timestamp", spoilt(func(m map[string]string) { delete(m, "TIMESTAMP") }), invalid("Missing required parameter TIMESTAMP")),
		Choice(row("N26", "no SRP_A", public(""), invalid("Missing required parameter SRP_A"))),
		row("M159", "SRP_A is no number", public("xyz"), Want{Code: "InvalidParameterException", AnyText: true}),
		Choice(row("M159", "SRP_A is 0", public("0"), invalid("SRP_A is not valid."))),
		Choice(row("M159", "SRP_A is N", public(groupN), invalid("SRP_A is not valid."))),
		Choice(row("M159", "SRP_A is 2N", public(doubled(groupN)), invalid("SRP_A is not valid."))),
		Choice(row("M160 N62", "an answer that is sent twice", func(w *World) (any, error) {
			var sent map[string]string
			_, err := w.Prove("jane", fixture.GoodPassword, func(m map[string]string) { sent = maps.Clone(m) })
			require.NoError(w, err)
			return w.answer(sent, nil)
		}, Want{Code: "NotAuthorizedException", Message: TextUsed})),
		Choice(row("M160", "a password that changes meanwhile", func(w *World) (any, error) {
			return w.Prove("jane", fixture.GoodPassword, func(map[string]string) {
				_, err := w.SetPassword("jane", otherPass, true)
				require.NoError(w, err)
			})
		}, wrongPassword)),
		row("N59", "a Session that is not needed is not looked at", func(w *World) (any, error) {
			c := fixture.NewSRP()
			out, err := w.Auth(types.AuthFlowTypeUserSrpAuth, "USERNAME", "jane", "SRP_A", c.A())
			require.NoError(w, err)
			return w.Client.RespondToAuthChallenge(w.Ctx, &cip.RespondToAuthChallengeInput{
				ClientId: &w.ClientID, ChallengeName: verifier, Session: aws.String(invented),
				ChallengeResponses: c.Answer(w.PoolID, fixture.GoodPassword, fixture.Timestamp(time.Now()), out.ChallengeParameters),
			})
		}, Want{Check: Tokens}),
	}
}

// doubled is twice a hexadecimal number.
func doubled(n string) string {
	v, _ := new(big.Int).SetString(n, 16)
	return v.Lsh(v, 1).Text(16)
}
