package truth_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
	"github.com/cognitofake/cognitofake/internal/rows"
)

const (
	emailOTP = types.ChallengeNameTypeEmailOtp
	smsOTP   = types.ChallengeNameTypeSmsOtp
	selects  = types.ChallengeNameTypeSelectChallenge
)

// otpPool lets users in by password and by both kinds of one-time passwords.
func otpPool() cip.CreateUserPoolInput {
	in := twoMediaPool()
	in.Policies = &types.UserPoolPolicyType{SignInPolicy: &types.SignInPolicyType{AllowedFirstAuthFactors: []types.AuthFactorType{
		types.AuthFactorTypePassword, types.AuthFactorTypeEmailOtp, types.AuthFactorTypeSmsOtp,
	}}}
	return in
}

var otpJane = rows.OtpUser("email", "jane@example.com", "phone_number", "+12065550123")

// asked is the session of a one-time password that is on its way to jane.
func (w *world) asked(by types.ChallengeNameType) *string {
	w.Helper()
	out, err := w.Choose("jane", "PREFERRED_CHALLENGE", string(by))
	require.NoError(w, err)
	require.Equal(w, by, out.ChallengeName)
	return out.Session
}

func (w *world) giveEmailCode(session *string, code string) (any, error) {
	return w.Respond(emailOTP, session, "USERNAME", "jane", "EMAIL_OTP_CODE", code)
}

// lastSent is the newest message.
func (w *world) lastSent() cognitofake.Message {
	w.Helper()
	sent := w.fake.Messages()
	require.NotEmpty(w, sent)
	return sent[len(sent)-1]
}

var signsJaneIn = rows.Want{Check: rows.Tokens}

// oneTimeRows are rows of one-time passwords: N55, N56, N69, N70, L86.
func oneTimeRows() []rows.Row {
	row := func(rules, name string, call func(w *world) (any, error), want rows.Want) rows.Row {
		return rows.Row{Rules: rules, Name: name, Pool: otpPool(), App: rows.ChoiceClient(), Prior: otpJane,
			Own: []cognitofake.Option{frozen()}, Call: func(w *rows.World) (any, error) { return call(w.Own.(*world)) }, Want: want}
	}
	expired := rows.Want{Code: "NotAuthorizedException", Message: textSessionExpired}
	wrong := rows.Want{Code: "CodeMismatchException", Message: rows.TextCode}
	return []rows.Row{
		row("N55 N70 L86", "a code by e-mail", func(w *world) (any, error) {
			session := w.asked(emailOTP)
			require.Regexp(w, `^[0-9]{8}$`, w.code("jane"))
			require.Equal(w, "false", w.user("jane").Attributes["email_verified"])
			return w.giveEmailCode(session, w.code("jane"))
		}, rows.Want{Check: check(func(w *world, out any) {
			rows.Tokens(w.World, out)
			require.Equal(w, "true", w.user("jane").Attributes["email_verified"])
			require.Equal(w, "false", w.user("jane").Attributes["phone_number_verified"])
			require.Equal(w, true, w.Claims(out.(*cip.RespondToAuthChallengeOutput).AuthenticationResult.IdToken)["email_verified"])
		})}),
		row("N55 N70 L86", "a code by text message", func(w *world) (any, error) {
			session := w.asked(smsOTP)
			return w.Respond(smsOTP, session, "USERNAME", "jane", "SMS_OTP_CODE", w.code("jane"))
		}, rows.Want{Check: check(func(w *world, out any) {
			rows.Tokens(w.World, out)
			require.Len(w, w.lastSent().Code, 8)
			require.Equal(w, "true", w.user("jane").Attributes["phone_number_verified"])
			require.Equal(w, "false", w.user("jane").Attributes["email_verified"])
		})}),
		row("N71 N70", "a code that is selected", func(w *world) (any, error) {
			out, err := w.Choose("jane")
			require.NoError(w, err)
			next, err := w.Respond(selects, out.Session, "USERNAME", "jane", "ANSWER", "EMAIL_OTP")
			require.NoError(w, err)
			require.NotEqual(w, *out.Session, *next.Session)
			return w.AdminRespond(emailOTP, next.Session, "USERNAME", "jane", "EMAIL_OTP_CODE", w.code("jane"))
		}, signsJaneIn),
		row("N69 N45", "six wrong codes and the right one", func(w *world) (any, error) {
			session := w.asked(emailOTP)
			for range 6 {
				_, err := w.giveEmailCode(session, rows.WrongCode)
				wrong.RequireError(w.World, err)
			}
			return w.giveEmailCode(session, w.code("jane"))
		}, signsJaneIn),
		row("N56 N70", "just in time", func(w *world) (any, error) {
			session, code := w.asked(emailOTP), w.code("jane")
			w.fake.Advance(3 * time.Minute)
			return w.giveEmailCode(session, code)
		}, signsJaneIn),
		row("N56 N61", "too late", func(w *world) (any, error) {
			session, code := w.asked(emailOTP), w.code("jane")
			w.fake.Advance(3*time.Minute + time.Second)
			require.Empty(w, w.pool.Code("jane"))
			return w.giveEmailCode(session, code)
		}, expired),
		{Rules: "N56", Name: "AuthSessionValidity is the client's", Pool: otpPool(), Prior: otpJane, Own: []cognitofake.Option{frozen()},
			App: func() cip.CreateUserPoolClientInput {
				in := rows.ChoiceClient()
				in.AuthSessionValidity = aws.Int32(15)
				return in
			}(),
			Call: call(func(w *world) (any, error) {
				session, code := w.asked(emailOTP), w.code("jane")
				w.fake.Advance(15 * time.Minute)
				return w.giveEmailCode(session, code)
			}), Want: signsJaneIn},
		rows.Choice(row("N51 N70", "a temporary password in the middle", func(w *world) (any, error) {
			session, code := w.asked(emailOTP), w.code("jane")
			_, err := w.SetPassword("jane", "Temporary-1", false)
			require.NoError(w, err)
			return w.giveEmailCode(session, code)
		}, rows.Want{Code: "NotAuthorizedException", Message: "Invalid session for the user.", Check: rows.Has("jane", types.UserStatusTypeForceChangePassword)})),
		row("N62 N70", "a code twice", func(w *world) (any, error) {
			session, code := w.asked(emailOTP), w.code("jane")
			_, err := w.giveEmailCode(session, code)
			require.NoError(w, err)
			return w.giveEmailCode(session, code)
		}, rows.Want{Code: "NotAuthorizedException", Message: rows.TextUsed}),
		row("N69", "the code of another sign-in", func(w *world) (any, error) {
			session, code := w.asked(emailOTP), w.code("jane")
			for w.asked(emailOTP); code == w.code("jane"); {
				w.asked(emailOTP)
			}
			return w.giveEmailCode(session, w.code("jane"))
		}, wrong),
		row("N70 N69", "two sign-ins side by side", func(w *world) (any, error) {
			session, code := w.asked(emailOTP), w.code("jane")
			other := w.asked(smsOTP)
			_, err := w.Respond(smsOTP, other, "USERNAME", "jane", "SMS_OTP_CODE", w.code("jane"))
			require.NoError(w, err)
			return w.giveEmailCode(session, code)
		}, signsJaneIn),
		row("N45 N70", "who is locked out may sign in by code", func(w *world) (any, error) {
			session, code := w.asked(emailOTP), w.code("jane")
			for range 5 {
				_, err := w.Choose("jane", "PREFERRED_CHALLENGE", "PASSWORD", "PASSWORD", "wrong")
				require.Error(w, err)
			}
			return w.giveEmailCode(session, code)
		}, signsJaneIn),
		rows.Choice(row("L86", "an address that changed meanwhile is not verified", func(w *world) (any, error) {
			session, code := w.asked(emailOTP), w.code("jane")
			_, err := w.Update("jane", "email", "joe@example.com", "email_verified", "false")
			require.NoError(w, err)
			return w.giveEmailCode(session, code)
		}, rows.Want{Check: rows.Has("jane", types.UserStatusTypeConfirmed, "email", "joe@example.com", "email_verified", "false")})),
		rows.Choice(row("N43 N73", "a locked user keeps the session of a password", func(w *world) (any, error) {
			out, err := w.Choose("jane", "PREFERRED_CHALLENGE", "PASSWORD")
			require.NoError(w, err)
			for range 5 {
				_, err := w.Choose("jane", "PREFERRED_CHALLENGE", "PASSWORD", "PASSWORD", "wrong")
				require.Error(w, err)
			}
			_, err = w.Respond(types.ChallengeNameTypePassword, out.Session, "USERNAME", "jane", "PASSWORD", fixture.GoodPassword)
			rows.Want{Code: "NotAuthorizedException", Message: textAttempts}.RequireError(w.World, err)
			w.fake.Advance(time.Second)
			return w.Respond(types.ChallengeNameTypePassword, out.Session, "USERNAME", "jane", "PASSWORD", fixture.GoodPassword)
		}, signsJaneIn)),
	}
}

// lateRows are rows of sessions and locks that need the clock: N61, N42 to N45.
func lateRows() []rows.Row {
	srp := rows.PasswordClient()
	srp.ExplicitAuthFlows = append(srp.ExplicitAuthFlows, types.ExplicitAuthFlowsTypeAllowUserSrpAuth)
	row := func(rules, name string, call func(w *world) (any, error), want rows.Want) rows.Row {
		return rows.Row{Rules: rules, Name: name, App: srp, Own: []cognitofake.Option{frozen()}, Prior: rows.Jane,
			Call: func(w *rows.World) (any, error) { return call(w.Own.(*world)) }, Want: want}
	}
	locked := rows.Want{Code: "NotAuthorizedException", Message: textAttempts}
	return []rows.Row{
		{
			Rules: "N61", Name: "a new password too late", App: srp, Own: []cognitofake.Option{frozen()}, Prior: prior(janeIs(forced)),
			Call: call(func(w *world) (any, error) {
				out, err := w.SignIn("jane", fixture.GoodPassword)
				require.NoError(w, err)
				w.fake.Advance(3*time.Minute + time.Second)
				return w.Respond(types.ChallengeNameTypeNewPasswordRequired, out.Session, "USERNAME", "jane", "NEW_PASSWORD", fixture.GoodPassword)
			}),
			Want: rows.Want{Code: "NotAuthorizedException", Message: textSessionExpired, Check: rows.Has("jane", forced)},
		},
		rows.Choice(row("M160 N61", "SRP too late", func(w *world) (any, error) {
			return w.Prove("jane", fixture.GoodPassword, func(map[string]string) { w.fake.Advance(3*time.Minute + time.Second) })
		}, rows.Want{Code: "NotAuthorizedException", Message: textSessionExpired})),
		row("M158", "the secret block of another app client", func(w *world) (any, error) {
			return w.Prove("jane", fixture.GoodPassword, func(map[string]string) { w.by(w.pool.AddAppClient(srp)) })
		}, rows.Want{Code: "NotAuthorizedException", Message: rows.TextCredentials}),
		row("N45 N43", "wrong passwords by SRP count", func(w *world) (any, error) {
			for range 5 {
				_, err := w.Prove("jane", "wrong", nil)
				require.ErrorContains(w, err, rows.TextCredentials)
			}
			return w.SignIn("jane", fixture.GoodPassword)
		}, locked),
		rows.Choice(row("N43", "SRP does not start while locked", func(w *world) (any, error) {
			w.Fails(5)
			return w.Auth(types.AuthFlowTypeUserSrpAuth, "USERNAME", "jane", "SRP_A", fixture.NewSRP().A())
		}, locked)),
		row("N43 N42", "SRP that is locked before the answer", func(w *world) (any, error) {
			return w.Prove("jane", fixture.GoodPassword, func(map[string]string) { w.Fails(5) })
		}, locked),
		rows.Choice(row("N44", "a success by SRP starts the count anew", func(w *world) (any, error) {
			w.Fails(4)
			_, err := w.Prove("jane", fixture.GoodPassword, nil)
			require.NoError(w, err)
			w.Fails(4)
			return w.SignIn("jane", fixture.GoodPassword)
		}, signsJaneIn)),
		row("N32 N45", "a success by SRP after four wrong passwords", func(w *world) (any, error) {
			w.Fails(4)
			return w.Prove("jane", fixture.GoodPassword, nil)
		}, signsJaneIn),
	}
}

// oneTimeMessageRows are rows of the messages of one-time passwords: M108, C8, L114.
func oneTimeMessageRows() []rows.Row {
	row := func(rules, name string, own func(*world), call func(w *world) (any, error), look func(w *world)) rows.Row {
		return rows.Row{Rules: rules, Name: name, Pool: otpPool(), App: rows.ChoiceClient(),
			Prior: func(w *rows.World) {
				otpJane(w)
				if own != nil {
					own(w.Own.(*world))
				}
			},
			Call: func(w *rows.World) (any, error) { return call(w.Own.(*world)) },
			Want: rows.Want{Check: check(func(w *world, _ any) { look(w) })},
		}
	}
	asks := func(by types.ChallengeNameType) func(w *world) (any, error) {
		return func(w *world) (any, error) { return w.asked(by), nil }
	}
	// metadata sends ClientMetadata at the start and with the selection.
	metadata := func(w *world) (any, error) {
		out, err := w.Client.InitiateAuth(w.Ctx, &cip.InitiateAuthInput{
			ClientId: &w.ClientID, AuthFlow: types.AuthFlowTypeUserAuth, AuthParameters: map[string]string{"USERNAME": "jane"},
			ClientMetadata: map[string]string{"at": "start"},
		})
		require.NoError(w, err)
		return w.Client.RespondToAuthChallenge(w.Ctx, &cip.RespondToAuthChallengeInput{
			ClientId: &w.ClientID, ChallengeName: selects, Session: out.Session,
			ChallengeResponses: map[string]string{"USERNAME": "jane", "ANSWER": "EMAIL_OTP"}, ClientMetadata: map[string]string{"at": "answer"},
		})
	}
	event := func(w *world, op cognitofake.Operation) map[string]any {
		runs := w.runs(op)
		require.Len(w, runs, 1)
		require.Equal(w, "CustomMessage_Authentication", runs[0].Source)
		var e map[string]any
		require.NoError(w, json.Unmarshal([]byte(runs[0].Event), &e))
		return e["request"].(map[string]any)
	}
	smsPool := otpPool()
	smsPool.SmsAuthenticationMessage = aws.String("Come in with {####}")
	return []rows.Row{
		row("M108", "by text message", nil, asks(smsOTP), func(w *world) {
			m := w.lastSent()
			require.Equal(w, "Your authentication code is "+m.Code+". ", m.Body)
			require.Equal(w, "Authentication", m.Purpose)
			require.Equal(w, "phone_number", m.Attribute)
		}),
		rows.Choice(row("M108", "by e-mail", nil, asks(emailOTP), func(w *world) {
			m := w.lastSent()
			require.Equal(w, "Your authentication code is "+m.Code+". ", m.Body)
			require.Equal(w, "Your authentication code", m.Subject)
		})),
		{Rules: "M108", Name: "SmsAuthenticationMessage", Pool: smsPool, App: rows.ChoiceClient(), Prior: otpJane,
			Call: call(asks(smsOTP)),
			Want: rows.Want{Check: check(func(w *world, _ any) { require.Equal(w, "Come in with "+w.lastSent().Code, w.lastSent().Body) })}},
		row("L114 C8", "CustomMessage at the start", on(cognitofake.CustomMessage, words("", "Hello {####}", "Hi")), func(w *world) (any, error) {
			return w.Client.InitiateAuth(w.Ctx, &cip.InitiateAuthInput{
				ClientId: &w.ClientID, AuthFlow: types.AuthFlowTypeUserAuth, ClientMetadata: map[string]string{"at": "start"},
				AuthParameters: map[string]string{"USERNAME": "jane", "PREFERRED_CHALLENGE": "EMAIL_OTP"},
			})
		}, func(w *world) {
			require.Equal(w, "Hello "+w.lastSent().Code, w.lastSent().Body)
			request := event(w, cognitofake.OpInitiateAuth)
			require.Equal(w, "{####}", request["codeParameter"])
			require.NotContains(w, request, "clientMetadata")
		}),
		row("C8 L114", "CustomMessage at the selection", on(cognitofake.CustomMessage, echo), metadata, func(w *world) {
			require.Equal(w, map[string]any{"at": "answer"}, event(w, cognitofake.OpRespondToAuthChallenge)["clientMetadata"])
		}),
		row("L121", "a custom sender", func(w *world) { w.pool.On(cognitofake.CustomEmailSender, func(any) {}) }, asks(emailOTP), func(w *world) {
			runs := w.runs(cognitofake.OpInitiateAuth)
			require.Len(w, runs, 1)
			require.Equal(w, "CustomEmailSender_Authentication", runs[0].Source)
		}),
	}
}

func TestChallengesInTheTranscript(t *testing.T) {
	w := lone(t, otpPool(), rows.ChoiceClient())
	otpJane(w.World)
	out, err := w.Choose("jane", "PREFERRED_CHALLENGE", "WEB_AUTHN")
	require.NoError(t, err)
	require.Contains(t, w.hint(), "WEB_AUTHN is not open to the user")
	next, err := w.Respond(selects, out.Session, "USERNAME", "jane", "ANSWER", "EMAIL_OTP")
	require.NoError(t, err)
	_, err = w.giveEmailCode(next.Session, w.code("jane"))
	require.NoError(t, err)

	transcript := w.fake.Transcript()
	for _, line := range []string{
		"  jane  challenge SELECT_CHALLENGE\n", "  jane  challenge EMAIL_OTP\n", "sent: EMAIL to jane@example.com, code " + w.lastSent().Code,
	} {
		require.Contains(t, transcript, line)
	}
	require.True(t, strings.HasSuffix(transcript, "  jane  ok\n  users: jane CONFIRMED, email (verified), phone_number (not verified)"), transcript)
	calls := w.fake.Calls()
	shown := calls[len(calls)-2].Output.(*cip.RespondToAuthChallengeOutput)
	require.Equal(t, "j***@e***", shown.ChallengeParameters["CODE_DELIVERY_DESTINATION"])
	require.NotEqual(t, *next.Session, *shown.Session)
}
