package truth_test

import (
	"encoding/json"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/rows"
)

// customRoundRows are rows of the answers to custom challenges: docs/behaviour.md
// C42, C45 to C50, C68 to C76, C21.
func customRoundRows() []rows.Row {
	row := func(rules, name string, define any, call func(*rows.World) (any, error), want rows.Want) rows.Row {
		return rows.Row{Rules: rules, Name: name, Prior: led(define), Call: call, Want: want}
	}
	const asked = "CUSTOM_CHALLENGE"
	right, wrong := round(asked, true, "sum"), round(asked, false, "sum")
	once, twice := defines(asked, "tokens"), defines(asked, asked, asked, "tokens")
	verifying := func(response string) func(*rows.World) {
		return led(once, func(w *world) { w.pool.On(cognitofake.VerifyAuthChallengeResponse, responds(response)) })
	}
	// broken has a trigger fail in the answer; the session of before is answered again.
	broken := func(trigger cognitofake.Trigger) func(*rows.World) (any, error) {
		return call(func(w *world) (any, error) {
			out := w.begin()
			w.pool.On(trigger, fails(errRefused))
			_, err := w.reply(out.Session, "5")
			require.ErrorContains(w, err, string(trigger)+" failed with error refused.")
			w.lead(twice)
			w.pool.On(cognitofake.PostAuthentication, nil)
			return w.reply(out.Session, "5")
		})
	}
	lost := rows.Want{Code: "NotAuthorizedException", Message: textInvalid}
	return []rows.Row{
		row("C68 C71", "the right answer", once, replying("5"), rows.Want{Check: all(rows.Tokens, heard("[]", session(right)))}),
		row("C71 C47", "a wrong answer, which Define lets pass", once, replying("6"), rows.Want{Check: all(rows.Tokens, heard("[]", session(wrong)))}),
		row("C50 C71", "a wrong answer, and Define ends it", defines(asked, "fail"), replying("6"), incorrect),
		row("C73 C49", "a wrong answer brings another challenge", twice, replying("6"),
			rows.Want{Check: all(asks(customChallenge, question), heard("[]", session(wrong)))}),
		row("C57 C47 C73", "as many rounds as Define wants", twice, call(func(w *world) (any, error) {
			out, err := w.reply(w.begin().Session, "6")
			require.NoError(w, err)
			out, err = w.reply(out.Session, "5")
			require.NoError(w, err)
			return w.reply(out.Session, "7")
		}), rows.Want{Check: all(rows.Tokens, heard("[]", session(wrong), session(wrong, right), session(wrong, right, wrong)))}),
		row("C57", "no limit of attempts, and no lock-out", responding(func(map[string]json.RawMessage) string { return `{"challengeName":"CUSTOM_CHALLENGE"}` }),
			call(func(w *world) (any, error) {
				session := w.begin().Session
				for range 12 {
					out, err := w.reply(session, "6")
					require.NoError(w, err)
					require.Equal(w, customChallenge, out.ChallengeName)
					session = out.Session
				}
				w.lead(defines("tokens"))
				return starting()(w.World)
			}), rows.Want{Check: rows.Tokens}),
		{Rules: "C43", Name: "who is locked out signs in by custom challenges", App: cip.CreateUserPoolClientInput{ExplicitAuthFlows: []types.ExplicitAuthFlowsType{
			types.ExplicitAuthFlowsTypeAllowCustomAuth, types.ExplicitAuthFlowsTypeAllowUserPasswordAuth,
		}}, Own: []cognitofake.Option{frozen()}, Prior: led(once, func(w *world) { w.Fails(5) }), Call: replying("5"), Want: rows.Want{Check: rows.Tokens}},
		row("C47 C58", "CreateAuthChallenge hears of the rounds too", twice, replying("6"), rows.Want{Check: check(func(w *world, _ any) {
			require.Equal(w, []string{`{"challengeName":"CUSTOM_CHALLENGE","session":[]}`, `{"challengeName":"CUSTOM_CHALLENGE","session":` + session(wrong) + `}`},
				w.requests(cognitofake.CreateAuthChallenge))
		})}),
		{Rules: "C47", Name: "no metadata", Prior: led(once, func(w *world) {
			w.pool.On(cognitofake.CreateAuthChallenge, responds(`{"privateChallengeParameters":{"sum":"5"},"challengeMetadata":null}`))
		}), Call: replying("5"), Want: rows.Want{Check: all(rows.Tokens, heard("[]", session(round(asked, true, ""))))}},
		row("C69 C70 C60", "what VerifyAuthChallengeResponse is asked", once, replying(" \"5\" <&> "), rows.Want{Check: check(func(w *world, _ any) {
			require.Equal(w, []string{`{"challengeAnswer":" \"5\" \u003c\u0026\u003e ","privateChallengeParameters":{"sum":"5"}}`},
				w.requests(cognitofake.VerifyAuthChallengeResponse))
		})}),
		{Rules: "C70", Choice: true, Name: "no private parameters", Prior: led(once, func(w *world) { w.pool.On(cognitofake.CreateAuthChallenge, echo) }),
			Call: replying("5"), Want: rows.Want{Check: check(func(w *world, _ any) {
				require.Equal(w, []string{`{"challengeAnswer":"5","privateChallengeParameters":null}`}, w.requests(cognitofake.VerifyAuthChallengeResponse))
			})}},
		{Rules: "C72 C20", Choice: true, Name: "no verdict is a wrong answer", Prior: led(once, func(w *world) { w.pool.On(cognitofake.VerifyAuthChallengeResponse, echo) }),
			Call: replying("5"), Want: rows.Want{Check: all(rows.Tokens, heard("[]", session(wrong)), check(func(w *world, _ any) {
				require.Contains(w, lastHint(w.fake), "answered no answerCorrect")
			}))}},
		{Rules: "C72 C18", Name: "a verdict that is a string", Prior: verifying(`{"answerCorrect":"yes"}`), Call: replying("5"), Want: shapeless},
		{Rules: "C18", Name: "a verdict beside a session", Prior: verifying(`{"answerCorrect":true,"session":[]}`), Call: replying("5"), Want: shapeless},
		{Rules: "C15", Name: "an error of VerifyAuthChallengeResponse", Prior: led(once, func(w *world) {
			w.pool.On(cognitofake.VerifyAuthChallengeResponse, fails(errRefused))
		}), Call: replying("5"), Want: rows.Want{Code: "UserLambdaValidationException", Message: "VerifyAuthChallengeResponse failed with error refused."}},

		// ClientMetadata: what reaches whom.
		row("C8 C9 C75", "ClientMetadata of the start and of the answer", once, call(func(w *world) (any, error) {
			w.pool.On(cognitofake.PostAuthentication, echo)
			out, err := w.Client.InitiateAuth(w.Ctx, &cip.InitiateAuthInput{
				ClientId: &w.ClientID, AuthFlow: customAuth, AuthParameters: map[string]string{"USERNAME": "jane"}, ClientMetadata: map[string]string{"at": "start"},
			})
			require.NoError(w, err)
			return w.Client.RespondToAuthChallenge(w.Ctx, &cip.RespondToAuthChallengeInput{
				ClientId: &w.ClientID, ChallengeName: customChallenge, Session: out.Session,
				ChallengeResponses: map[string]string{"USERNAME": "jane", "ANSWER": "5"}, ClientMetadata: map[string]string{"at": "answer"},
			})
		}), rows.Want{Check: all(rows.Tokens, check(func(w *world, _ any) {
			for _, run := range w.runs(cognitofake.OpInitiateAuth) {
				require.NotContains(w, run.Event, "clientMetadata")
			}
			runs := w.runs(cognitofake.OpRespondToAuthChallenge)
			require.Len(w, runs, 3)
			for _, run := range runs {
				require.Contains(w, run.Event, `"clientMetadata":{"at":"answer"}`)
			}
		}))}),

		// Sessions.
		row("C74", "an answer that is sent twice", twice, call(func(w *world) (any, error) {
			out := w.begin()
			_, err := w.reply(out.Session, "6")
			require.NoError(w, err)
			return w.reply(out.Session, "5")
		}), rows.Want{Code: "NotAuthorizedException", Message: rows.TextUsed}),
		row("C74", "again after a refusal", defines(asked, "fail"), call(func(w *world) (any, error) {
			out := w.begin()
			_, err := w.reply(out.Session, "6")
			require.ErrorContains(w, err, textCredentials)
			return w.reply(out.Session, "5")
		}), rows.Want{Code: "NotAuthorizedException", Message: rows.TextUsed}),
		row("C74", "each answer brings another session", twice, call(func(w *world) (any, error) {
			out := w.begin()
			next, err := w.reply(out.Session, "6")
			require.NoError(w, err)
			require.NotEqual(w, *out.Session, *next.Session)
			return w.reply(next.Session, "5")
		}), rows.Want{Check: asks(customChallenge, question)}),
		{Rules: "C74", Name: "a session lives anew after each answer", Own: []cognitofake.Option{frozen()}, Prior: led(twice), Call: call(func(w *world) (any, error) {
			out := w.begin()
			w.fake.Advance(2 * time.Minute)
			next, err := w.reply(out.Session, "6")
			require.NoError(w, err)
			w.fake.Advance(2 * time.Minute)
			return w.reply(next.Session, "6")
		}), Want: rows.Want{Check: asks(customChallenge, question)}},
		{Rules: "C74 N61", Name: "a session that is too old", Own: []cognitofake.Option{frozen()}, Prior: led(once), Call: call(func(w *world) (any, error) {
			out := w.begin()
			w.fake.Advance(3*time.Minute + time.Second)
			return w.reply(out.Session, "5")
		}), Want: rows.Want{Code: "NotAuthorizedException", Message: textSessionExpired}},
		row("C74 N63", "another challenge than the one that is asked", once, call(func(w *world) (any, error) {
			return w.Respond(types.ChallengeNameTypeNewPasswordRequired, w.begin().Session, "USERNAME", "jane", "NEW_PASSWORD", "Another-good-1")
		}), rows.Want{Code: "NotAuthorizedException", Message: textInvalid}),
		{Rules: "C76 N63", Choice: true, Name: "another user than the session's", Prior: led(once, func(w *world) { w.AddUser(rows.NewUser{Username: "joe"}) }),
			Call: call(func(w *world) (any, error) {
				return w.Respond(customChallenge, w.begin().Session, "USERNAME", "joe", "ANSWER", "5")
			}), Want: rows.Want{Code: "NotAuthorizedException", Message: textInvalid}},
		row("C68 N59", "no Session", once, call(func(w *world) (any, error) { return w.reply(nil, "5") }), lacking("Session")),
		rows.Choice(row("C68", "no ANSWER", once, call(func(w *world) (any, error) {
			return w.Respond(customChallenge, w.begin().Session, "USERNAME", "jane")
		}), lacking("ANSWER"))),
		rows.Choice(row("C68", "no USERNAME", once, call(func(w *world) (any, error) {
			return w.Respond(customChallenge, w.begin().Session, "ANSWER", "5")
		}), lacking("USERNAME"))),
		rows.Choice(row("C68", "a missing ANSWER spends nothing", once, call(func(w *world) (any, error) {
			out := w.begin()
			_, err := w.Respond(customChallenge, out.Session, "USERNAME", "jane")
			require.Error(w, err)
			return w.reply(out.Session, "5")
		}), rows.Want{Check: rows.Tokens})),
		row("C21", "VerifyAuthChallengeResponse failed", once, broken(cognitofake.VerifyAuthChallengeResponse), lost),
		row("C21", "DefineAuthChallenge failed", once, broken(cognitofake.DefineAuthChallenge), lost),
		row("C21", "CreateAuthChallenge failed", twice, broken(cognitofake.CreateAuthChallenge), lost),
		row("C21 C32", "PostAuthentication failed", once, broken(cognitofake.PostAuthentication), lost),
		row("C40 N35", "who is disabled meanwhile", once, call(func(w *world) (any, error) {
			out := w.begin()
			_, err := w.Client.AdminDisableUser(w.Ctx, &cip.AdminDisableUserInput{UserPoolId: &w.PoolID, Username: aws.String("jane")})
			require.NoError(w, err)
			return w.reply(out.Session, "5")
		}), rows.Want{Code: "NotAuthorizedException", Message: "User is disabled."}),
		row("C40 N35", "whom a function disables", once, call(func(w *world) (any, error) {
			out := w.begin()
			w.pool.On(cognitofake.VerifyAuthChallengeResponse, bytesFunction(func(event string) (string, error) {
				_, err := w.fake.AdminDisableUser(w.Ctx, &cip.AdminDisableUserInput{UserPoolId: &w.PoolID, Username: aws.String("jane")})
				require.NoError(w, err)
				return verifies(event)
			}))
			return w.reply(out.Session, "5")
		}), rows.Want{Code: "NotAuthorizedException", Message: "User is disabled."}),
	}
}

// customNobodyRows are rows of users who do not exist, where the client hides
// that: docs/behaviour.md C11, C42.
func customNobodyRows() []rows.Row {
	const asked = "CUSTOM_CHALLENGE"
	started := func(w *rows.World) (any, error) { return w.Auth(customAuth, "USERNAME", "nobody") }
	answered := call(func(w *world) (any, error) {
		out, err := w.Auth(customAuth, "USERNAME", "nobody")
		require.NoError(w, err)
		return w.Respond(customChallenge, out.Session, "USERNAME", "nobody", "ANSWER", "5")
	})
	row := func(rules, name string, define any, call func(*rows.World) (any, error), want rows.Want) rows.Row {
		return rows.Row{Rules: rules, Name: name, App: rows.Hiding(), Prior: led(define), Call: call, Want: want}
	}
	told := func(flag string) func(*rows.World, any) {
		return check(func(w *world, _ any) {
			for _, c := range w.fake.Calls() {
				for _, run := range c.Invocations {
					if flag == "" {
						require.NotContains(w, run.Event, "userNotFound")
					} else {
						require.Contains(w, run.Event, flag)
					}
				}
			}
		})
	}
	return []rows.Row{
		row("C42", "a challenge like any other", defines(asked, "tokens"), started,
			rows.Want{Check: asks(customChallenge, map[string]string{"USERNAME": "nobody", "question": "2 + 3"})}),
		row("C42 C11 C3", "functions are told", defines(asked, asked), answered, rows.Want{Check: all(
			asks(customChallenge, nil), functions("DefineAuthChallenge", "CreateAuthChallenge", "VerifyAuthChallengeResponse", "DefineAuthChallenge", "CreateAuthChallenge"),
			told(`"userNotFound":true}`), told(`"userName":"nobody"`), told(`"request":{"userAttributes":{},`))}),
		row("C11", "of a user who is there", defines(asked, "tokens"), replying("5"), rows.Want{Check: all(rows.Tokens, told(`"userNotFound":false}`))}),
		{Rules: "C11", Name: "not where the client tells who exists", Prior: led(defines(asked, "tokens")), Call: replying("5"), Want: rows.Want{Check: all(rows.Tokens, told(""))}},
		row("C42 C50", "Define refuses", defines(asked, "fail"), answered, incorrect),
		rows.Choice(row("C42", "Define lets nobody in", defines("tokens"), started, incorrect)),
		rows.Choice(row("C42", "Define lets nobody in after an answer", defines(asked, "tokens"), answered, incorrect)),
		row("C42 C74", "a session is spent", defines(asked, asked), call(func(w *world) (any, error) {
			out, err := w.Auth(customAuth, "USERNAME", "nobody")
			require.NoError(w, err)
			for range 2 {
				_, err = w.Respond(customChallenge, out.Session, "USERNAME", "nobody", "ANSWER", "5")
			}
			return nil, err
		}), rows.Want{Code: "NotAuthorizedException", Message: rows.TextUsed}),
		row("C42 C21", "a function failed", defines(asked, asked), call(func(w *world) (any, error) {
			out, err := w.Auth(customAuth, "USERNAME", "nobody")
			require.NoError(w, err)
			w.pool.On(cognitofake.VerifyAuthChallengeResponse, fails(errRefused))
			for range 2 {
				_, err = w.Respond(customChallenge, out.Session, "USERNAME", "nobody", "ANSWER", "5")
			}
			return nil, err
		}), rows.Want{Code: "NotAuthorizedException", Message: textInvalid}),
		row("C42 C63", "a password is asked, and nobody knows it", defines("", string(verifier)), bySRP("nobody", "pa$$W0rd"), incorrect),
	}
}
