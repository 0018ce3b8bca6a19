package truth_test

import (
	"time"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
	"github.com/cognitofake/cognitofake/internal/rows"
)

// temporary is the password of users who are invited.
const temporary = "Temporary-1"

// startSRP starts a custom sign-in by a password.
func (w *world) startSRP(username string) (*fixture.SRP, *cip.InitiateAuthOutput, error) {
	c := fixture.NewSRP()
	out, err := w.Auth(customAuth, "USERNAME", username, "CHALLENGE_NAME", "SRP_A", "SRP_A", c.A())
	return c, out, err
}

// prove answers the PASSWORD_VERIFIER of a custom sign-in.
func (w *world) prove(c *fixture.SRP, password string, parameters map[string]string, session *string) (*cip.RespondToAuthChallengeOutput, error) {
	responses := c.Answer(w.PoolID, password, fixture.Timestamp(time.Now()), parameters)
	var pairs []string
	for name, v := range responses {
		pairs = append(pairs, name, v)
	}
	return w.Respond(verifier, session, pairs...)
}

// bySRP starts a custom sign-in by a password, and proves that.
func bySRP(username, password string) func(*rows.World) (any, error) {
	return call(func(w *world) (any, error) { return w.provedBy(username, password) })
}

func (w *world) provedBy(username, password string) (*cip.RespondToAuthChallengeOutput, error) {
	w.Helper()
	c, out, err := w.startSRP(username)
	require.NoError(w, err)
	require.Equal(w, verifier, out.ChallengeName)
	return w.prove(c, password, out.ChallengeParameters, out.Session)
}

// customSRPRows are rows of passwords inside CUSTOM_AUTH: docs/behaviour.md C46,
// C53, C62 to C67, M61.
func customSRPRows() []rows.Row {
	const asked, password = "CUSTOM_CHALLENGE", "PASSWORD_VERIFIER"
	srpA, proved, right := round("SRP_A", true, ""), round(password, true, ""), round(asked, true, "sum")
	replaced := round("NEW_PASSWORD_REQUIRED", true, "")
	usual := defines("", password, asked, "tokens")
	renews := defines("", password, "NEW_PASSWORD_REQUIRED", asked, "tokens")
	row := func(rules, name string, define any, call func(*rows.World) (any, error), want rows.Want) rows.Row {
		return rows.Row{Rules: rules, Name: name, Prior: led(define), Call: call, Want: want}
	}
	of := func(user func(*world), define any) func(*rows.World) {
		return prior(func(w *world) { user(w); w.lead(define) })
	}
	invited := func(w *world) { rows.Invited("jane")(w.World) }
	start := call(func(w *world) (any, error) {
		_, out, err := w.startSRP("jane")
		return out, err
	})
	// renewing proves a password, replaces it, and answers the challenge that follows.
	renewing := func(old string) func(*rows.World) (any, error) {
		return call(func(w *world) (any, error) {
			out, err := w.provedBy("jane", old)
			require.NoError(w, err)
			require.Equal(w, types.ChallengeNameTypeNewPasswordRequired, out.ChallengeName)
			next, err := w.Respond(out.ChallengeName, out.Session, "USERNAME", "jane", "NEW_PASSWORD", "Another-good-1")
			require.NoError(w, err)
			asks(customChallenge, question)(w.World, next)
			return w.reply(next.Session, "5")
		})
	}
	renewed := rows.Want{Check: all(rows.Tokens, rows.Has("jane", types.UserStatusTypeConfirmed),
		heard(session(srpA), session(srpA, proved), session(srpA, proved, replaced), session(srpA, proved, replaced, right)))}
	return []rows.Row{
		row("C46 C62 C53 N74", "the challenge", usual, start, rows.Want{Check: all(asks(verifier, nil), functions("DefineAuthChallenge"), heard(session(srpA)),
			check(func(w *world, out any) {
				got := out.(*cip.InitiateAuthOutput).ChallengeParameters
				require.Len(w, got, 5)
				require.Equal(w, "jane", got["USER_ID_FOR_SRP"])
			}))}),
		row("C62", "no SRP_A", usual, starting("CHALLENGE_NAME", "SRP_A"), rows.Want{Code: "InvalidParameterException", Message: "Missing required parameter SRP_A"}),
		row("C63", "the right password leads to a challenge", usual, bySRP("jane", fixture.GoodPassword),
			rows.Want{Check: all(asks(customChallenge, question), heard(session(srpA), session(srpA, proved)))}),
		row("C63 C47", "the whole way", usual, call(func(w *world) (any, error) {
			out, err := w.provedBy("jane", fixture.GoodPassword)
			require.NoError(w, err)
			return w.reply(out.Session, "5")
		}), rows.Want{Check: all(rows.Tokens, heard(session(srpA), session(srpA, proved), session(srpA, proved, right)))}),
		row("C63 C51", "tokens right after the password", defines("", password, "tokens"), bySRP("jane", fixture.GoodPassword), rows.Want{Check: rows.Tokens}),
		{Rules: "C62 C34", Name: "a client with a secret", App: rows.Secretive(), Prior: led(defines("", password, "tokens")),
			Call: bySRP("jane", fixture.GoodPassword), Want: rows.Want{Check: rows.Tokens}},
		row("C64 N32", "a wrong password", usual, bySRP("jane", "wrong"),
			rows.Want{Code: "NotAuthorizedException", Message: textCredentials, Check: heard(session(srpA))}),
		row("C64", "a wrong password spends the session", usual, call(func(w *world) (any, error) {
			c, out, err := w.startSRP("jane")
			require.NoError(w, err)
			_, err = w.prove(c, "wrong", out.ChallengeParameters, out.Session)
			require.ErrorContains(w, err, textCredentials)
			return w.prove(c, fixture.GoodPassword, out.ChallengeParameters, out.Session)
		}), rows.Want{Code: "NotAuthorizedException", Message: rows.TextUsed}),
		{Rules: "C64 C43 N43", Name: "wrong passwords lock", Own: []cognitofake.Option{frozen()}, Prior: led(usual), Call: call(func(w *world) (any, error) {
			for range 5 {
				_, err := w.provedBy("jane", "wrong")
				require.ErrorContains(w, err, textCredentials)
			}
			_, out, err := w.startSRP("jane")
			return out, err
		}), Want: rows.Want{Code: "NotAuthorizedException", Message: "Password attempts exceeded"}},
		row("C65", "a challenge in place of the password", defines("", asked, "tokens"), call(func(w *world) (any, error) {
			_, out, err := w.startSRP("jane")
			require.NoError(w, err)
			asks(customChallenge, question)(w.World, out)
			return w.reply(out.Session, "5")
		}), rows.Want{Check: all(rows.Tokens, heard(session(srpA), session(srpA, right)))}),
		row("C53 C62", "the password after a challenge", defines("", asked, password, "tokens"), call(func(w *world) (any, error) {
			c, out, err := w.startSRP("jane")
			require.NoError(w, err)
			next, err := w.reply(out.Session, "5")
			require.NoError(w, err)
			require.Equal(w, verifier, next.ChallengeName)
			return w.prove(c, fixture.GoodPassword, next.ChallengeParameters, next.Session)
		}), rows.Want{Check: all(rows.Tokens, heard(session(srpA), session(srpA, right), session(srpA, right, proved)))}),
		row("C62 N59", "no Session in the answer", usual, call(func(w *world) (any, error) {
			c, out, err := w.startSRP("jane")
			require.NoError(w, err)
			return w.prove(c, fixture.GoodPassword, out.ChallengeParameters, nil)
		}), lacking("Session")),
		row("C62 N63", "the session of a challenge in the answer", usual, call(func(w *world) (any, error) {
			c, out, err := w.startSRP("jane")
			require.NoError(w, err)
			w.lead(defines(asked))
			return w.prove(c, fixture.GoodPassword, out.ChallengeParameters, w.begin().Session)
		}), rows.Want{Code: "NotAuthorizedException", Message: textInvalid}),
		row("C74", "the proof sent twice", defines("", password, asked), call(func(w *world) (any, error) {
			c, out, err := w.startSRP("jane")
			require.NoError(w, err)
			_, err = w.prove(c, fixture.GoodPassword, out.ChallengeParameters, out.Session)
			require.NoError(w, err)
			return w.prove(c, fixture.GoodPassword, out.ChallengeParameters, out.Session)
		}), rows.Want{Code: "NotAuthorizedException", Message: rows.TextUsed}),
		row("C8 C62", "ClientMetadata of the proof", usual, call(func(w *world) (any, error) {
			c, out, err := w.startSRP("jane")
			require.NoError(w, err)
			return w.Client.RespondToAuthChallenge(w.Ctx, &cip.RespondToAuthChallengeInput{
				ClientId: &w.ClientID, ChallengeName: verifier, Session: out.Session, ClientMetadata: map[string]string{"k": "v"},
				ChallengeResponses: c.Answer(w.PoolID, fixture.GoodPassword, fixture.Timestamp(time.Now()), out.ChallengeParameters),
			})
		}), rows.Want{Check: check(func(w *world, _ any) {
			for _, run := range w.runs(cognitofake.OpRespondToAuthChallenge) {
				require.Contains(w, run.Event, `"clientMetadata":{"k":"v"}`)
			}
		})}),

		// Passwords that have to be replaced.
		{Rules: "C67", Name: "FORCE_CHANGE_PASSWORD", Prior: of(invited, renews), Call: renewing(temporary), Want: renewed},
		{Rules: "C67", Name: "RESET_REQUIRED", Prior: of(resetJane, renews), Call: renewing(fixture.GoodPassword), Want: renewed},
		{Rules: "C67 C64", Name: "RESET_REQUIRED and a wrong password", Prior: of(resetJane, renews), Call: bySRP("jane", "wrong"), Want: incorrect},
		{Rules: "C67", Choice: true, Name: "a challenge in place of a new password", Prior: of(invited, usual), Call: call(func(w *world) (any, error) {
			out, err := w.provedBy("jane", temporary)
			require.NoError(w, err)
			return w.reply(out.Session, "5")
		}), Want: rows.Want{Check: all(rows.Tokens, rows.Has("jane", types.UserStatusTypeForceChangePassword))}},
		{Rules: "C67", Choice: true, Name: "a new password before the old one", Prior: of(invited, defines("", "NEW_PASSWORD_REQUIRED")), Call: start, Want: shapeless},
		{Rules: "C67 N66", Name: "a new password that the policy refuses spends nothing", Prior: of(invited, renews), Call: call(func(w *world) (any, error) {
			out, err := w.provedBy("jane", temporary)
			require.NoError(w, err)
			_, err = w.Respond(out.ChallengeName, out.Session, "USERNAME", "jane", "NEW_PASSWORD", "short")
			require.ErrorContains(w, err, "InvalidPasswordException")
			return w.Respond(out.ChallengeName, out.Session, "USERNAME", "jane", "NEW_PASSWORD", "Another-good-1")
		}), Want: rows.Want{Check: asks(customChallenge, question)}},

		// Second factors.
		{Rules: "M61 C48", Name: "the second factor comes between password and challenge", Pool: rows.AnyFactorPool(), Prior: rows.Then(
			rows.WithMFA(rows.MFA(types.UserPoolMfaTypeOn, types.ChallengeNameTypeSmsMfa)), rows.Reachable, prior(func(w *world) {
				w.lead(defines("", password, "", asked, "tokens"))
			})), Call: call(func(w *world) (any, error) {
			out, err := w.provedBy("jane", fixture.GoodPassword)
			require.NoError(w, err)
			require.Equal(w, types.ChallengeNameTypeSmsMfa, out.ChallengeName)
			next, err := w.Respond(out.ChallengeName, out.Session, "USERNAME", "jane", "SMS_MFA_CODE", w.code("jane"))
			require.NoError(w, err)
			return w.reply(next.Session, "5")
		}), Want: rows.Want{Check: all(rows.Tokens, heard(session(srpA), session(srpA, proved, round("SMS_MFA", true, "")),
			session(srpA, proved, round("SMS_MFA", true, ""), right)))}},
		{Rules: "M61", Name: "no second factor without a password", Pool: rows.AnyFactorPool(), Prior: rows.Then(
			rows.WithMFA(rows.MFA(types.UserPoolMfaTypeOn, types.ChallengeNameTypeSmsMfa)), rows.Reachable, prior(func(w *world) {
				w.lead(defines(asked, "tokens"))
			})), Call: replying("5"), Want: rows.Want{Check: rows.Tokens}},
	}
}
