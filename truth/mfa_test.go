package truth_test

import (
	"encoding/base64"
	"errors"
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
	smsMFA   = types.ChallengeNameTypeSmsMfa
	tokenMFA = types.ChallengeNameTypeSoftwareTokenMfa
	mfaSetup = types.ChallengeNameTypeMfaSetup
)

type mfaSettings = map[types.ChallengeNameType]types.SMSMfaSettingsType

var on1 = types.SMSMfaSettingsType{Enabled: true}

// secondRow is a row of a user whose second factor is by, in a pool that has
// all of them and stands still.
func secondRow(rules, name string, by types.ChallengeNameType, c func(w *world) (any, error), want rows.Want) rows.Row {
	return rows.Row{
		Rules: rules, Name: name, Pool: rows.AnyFactorPool(), App: rows.PasswordClient(), Own: []cognitofake.Option{frozen()},
		Prior: rows.Then(rows.WithMFA(rows.MFA(types.UserPoolMfaTypeOptional, smsMFA, tokenMFA, emailOTP)), rows.Reachable, rows.Turning(mfaSettings{by: on1})),
		Call:  call(c), Want: want,
	}
}

// answerKey is what carries the code of a second factor.
var answerKey = map[types.ChallengeNameType]string{
	smsMFA: "SMS_MFA_CODE", tokenMFA: "SOFTWARE_TOKEN_MFA_CODE", emailOTP: "EMAIL_OTP_CODE",
}

// gives answers a challenge of jane's with a code.
func (w *world) gives(by types.ChallengeNameType, session *string, code string) (*cip.RespondToAuthChallengeOutput, error) {
	return w.Respond(by, session, "USERNAME", "jane", answerKey[by], code)
}

// secondFactorRows are rows of codes that are sent: M95, M99 to M110.
func secondFactorRows() []rows.Row {
	wrong := rows.Want{Code: "CodeMismatchException", Message: rows.TextCode}
	expired := rows.Want{Code: "NotAuthorizedException", Message: textSessionExpired}
	right := func(by types.ChallengeNameType) func(w *world) (any, error) {
		return func(w *world) (any, error) {
			session := w.Challenged(by)
			require.Regexp(w, `^[0-9]{6}$`, w.code("jane"))
			require.Equal(w, w.code("jane"), w.lastSent().Code)
			require.Equal(w, "Authentication", w.lastSent().Purpose)
			return w.gives(by, session, w.code("jane"))
		}
	}
	verified := func(phone, email string) rows.Want {
		return rows.Want{Check: check(func(w *world, out any) {
			rows.Tokens(w.World, out)
			require.Equal(w, phone, w.user("jane").Attributes["phone_number_verified"])
			require.Equal(w, email, w.user("jane").Attributes["email_verified"])
		})}
	}
	sent := func(subject, body string) rows.Want {
		return rows.Want{Check: check(func(w *world, _ any) {
			require.Equal(w, subject, w.lastSent().Subject)
			require.Equal(w, body+w.lastSent().Code+". ", w.lastSent().Body)
		})}
	}
	challenged := func(by types.ChallengeNameType) func(w *world) (any, error) {
		return func(w *world) (any, error) { return w.Challenged(by), nil }
	}
	texts := func(w *world) {
		in := rows.MFA(types.UserPoolMfaTypeOptional, smsMFA, emailOTP)
		in.UserPoolId = &w.PoolID
		in.SmsMfaConfiguration.SmsAuthenticationMessage = aws.String("Go: {####}. ")
		in.EmailMfaConfiguration = &types.EmailMfaConfigType{Message: aws.String("In: {####}. "), Subject: aws.String("Your way in")}
		_, err := w.Client.SetUserPoolMfaConfig(w.Ctx, &in)
		require.NoError(w, err)
	}
	withTexts := func(by types.ChallengeNameType) func(w *world) (any, error) {
		return func(w *world) (any, error) {
			texts(w)
			return w.Challenged(by), nil
		}
	}
	setUp := func(rules, name string, c func(w *world, session *string) (any, error), want rows.Want) rows.Row {
		return rows.Row{
			Rules: rules, Name: name, Pool: rows.DeveloperPool(), App: rows.PasswordClient(), Own: []cognitofake.Option{frozen()},
			Prior: rows.Then(rows.WithMFA(rows.MFA(types.UserPoolMfaTypeOn, emailOTP)), rows.OtpUser()),
			Call: call(func(w *world) (any, error) {
				out, err := w.Respond(mfaSetup, w.Challenged(mfaSetup), "USERNAME", "jane", "EMAIL", "jane@example.com")
				require.NoError(w, err)
				require.Equal(w, "jane@example.com", w.lastSent().To)
				return c(w, out.Session)
			}), Want: want,
		}
	}
	list := []rows.Row{
		secondRow("M102 M104 M100", "a code by text message", smsMFA, right(smsMFA), verified("true", "false")),
		secondRow("M102 M104 M101", "a code by e-mail", emailOTP, right(emailOTP), verified("false", "true")),
		secondRow("M103", "six digits that are wrong, and the right ones", smsMFA, func(w *world) (any, error) {
			session := w.Challenged(smsMFA)
			for range 4 {
				_, err := w.gives(smsMFA, session, rows.WrongCode)
				wrong.RequireError(w.World, err)
			}
			return w.gives(smsMFA, session, w.code("jane"))
		}, signsJaneIn),
		secondRow("M105", "just in time", smsMFA, func(w *world) (any, error) {
			session, code := w.Challenged(smsMFA), w.code("jane")
			w.fake.Advance(3 * time.Minute)
			return w.gives(smsMFA, session, code)
		}, signsJaneIn),
		secondRow("M105 N61", "too late", emailOTP, func(w *world) (any, error) {
			session, code := w.Challenged(emailOTP), w.code("jane")
			w.fake.Advance(3*time.Minute + time.Second)
			return w.gives(emailOTP, session, code)
		}, expired),
		rows.Choice(secondRow("M105 M103", "the code of another sign-in", emailOTP, func(w *world) (any, error) {
			session, code := w.Challenged(emailOTP), w.code("jane")
			for w.Challenged(emailOTP); code == w.code("jane"); {
				w.Challenged(emailOTP)
			}
			return w.gives(emailOTP, session, w.code("jane"))
		}, wrong)),
		secondRow("M104", "the phone number is another by now", smsMFA, func(w *world) (any, error) {
			session, code := w.Challenged(smsMFA), w.code("jane")
			_, err := w.Update("jane", "phone_number", "+12065559999")
			require.NoError(w, err)
			return w.gives(smsMFA, session, code)
		}, verified("false", "false")),
		{Rules: "M102 M104", Name: "the fixed code", Pool: rows.AnyFactorPool(), App: rows.PasswordClient(), Own: []cognitofake.Option{cognitofake.WithFixedCode("31415926")},
			Prior: rows.Then(rows.WithMFA(rows.MFA(types.UserPoolMfaTypeOn, smsMFA)), rows.Reachable),
			Call:  call(func(w *world) (any, error) { return w.gives(smsMFA, w.Challenged(smsMFA), "31415926") }), Want: signsJaneIn},

		secondRow("M108", "the words of a text message", smsMFA, challenged(smsMFA), sent("", "Your authentication code is ")),
		secondRow("M108", "the words of an e-mail", emailOTP, challenged(emailOTP), sent("Your authentication code", "Your authentication code is ")),
		secondRow("M108", "the pool's words of a text message", smsMFA, withTexts(smsMFA), sent("", "Go: ")),
		secondRow("M108", "the pool's words of an e-mail", emailOTP, withTexts(emailOTP), sent("Your way in", "In: ")),
		{Rules: "M108 N55", Name: "the pool's words of a first factor", App: rows.ChoiceClient(), Own: []cognitofake.Option{frozen()},
			Pool: func() cip.CreateUserPoolInput {
				in := otpPool()
				in.EmailConfiguration = rows.DeveloperPool().EmailConfiguration
				return in
			}(),
			Prior: rows.Then(prior(texts), otpJane), Call: call(func(w *world) (any, error) { return w.asked(emailOTP), nil }), Want: sent("Your way in", "In: ")},

		secondRow("M109 L114", "a function writes a text message", smsMFA, func(w *world) (any, error) {
			on(cognitofake.CustomMessage, words("Ho {####}. ", "", ""))(w)
			return w.Challenged(smsMFA), nil
		}, rows.Want{Check: check(func(w *world, _ any) {
			require.Equal(w, "Ho "+w.lastSent().Code+". ", w.lastSent().Body)
			runs := w.runs(cognitofake.OpInitiateAuth)
			require.Equal(w, []string{"CustomMessage_Authentication"}, sources(runs))
			require.Contains(w, runs[0].Event, `"codeParameter":"{####}"`)
		})}),
		secondRow("M109 L121", "a custom sender takes a text message", smsMFA, func(w *world) (any, error) {
			on(cognitofake.CustomSMSSender, func(any) {})(w)
			return w.Challenged(smsMFA), nil
		}, rows.Want{Check: check(func(w *world, _ any) { w.requireTaken("CustomSMSSender_Authentication") })}),
		secondRow("M109 L121", "a custom sender takes an e-mail", emailOTP, func(w *world) (any, error) {
			on(cognitofake.CustomEmailSender, func(any) {})(w)
			return w.Challenged(emailOTP), nil
		}, rows.Want{Check: check(func(w *world, _ any) { w.requireTaken("CustomEmailSender_Authentication") })}),
		secondRow("M109 L95", "a function that fails", smsMFA, func(w *world) (any, error) {
			on(cognitofake.CustomMessage, fails(errors.New("no words")))(w)
			return w.SignIn("jane", fixture.GoodPassword)
		}, rows.Want{Code: "UserLambdaValidationException", Message: "CustomMessage failed with error no words."}),

		setUp("M95 M101", "the address of a set-up", func(w *world, session *string) (any, error) { return w.gives(emailOTP, session, w.code("jane")) },
			rows.Want{Check: check(func(w *world, out any) {
				rows.Tokens(w.World, out)
				require.Equal(w, "jane@example.com", w.user("jane").Attributes["email"])
				require.Equal(w, "true", w.user("jane").Attributes["email_verified"])
				got, err := w.AdminGet("jane")
				require.NoError(w, err)
				require.Equal(w, []string{"EMAIL_OTP"}, got.UserMFASettingList)
			})}),
		setUp("M95 M103", "a wrong code of a set-up", func(w *world, session *string) (any, error) { return w.gives(emailOTP, session, rows.WrongCode) },
			rows.Want{Code: "CodeMismatchException", Message: rows.TextCode, Check: check(func(w *world, _ any) { require.NotContains(w, w.user("jane").Attributes, "email") })}),
	}
	return append(list, recoveryRows()...)
}

// requireTaken asserts that a custom sender, and nobody else, has sent a code.
func (w *world) requireTaken(source string) {
	w.Helper()
	runs := w.runs(cognitofake.OpInitiateAuth)
	require.Equal(w, []string{source}, sources(runs))
	require.Contains(w, runs[0].Event, base64.StdEncoding.EncodeToString([]byte(w.code("jane"))))
	require.Empty(w, w.lastSent().Body)
}

// recoveryRows are rows of a forgotten password beside second factors: M110.
func recoveryRows() []rows.Row {
	row := func(rules, name string, s mfaSettings, ways []types.RecoveryOptionNameType, mfa cip.SetUserPoolMfaConfigInput, want rows.Want) rows.Row {
		pool := rows.AnyFactorPool()
		pool.AccountRecoverySetting = rows.Recovering(ways...)
		return rows.Row{Rules: rules, Name: name, Pool: pool, App: rows.PasswordClient(),
			Prior: rows.Then(rows.WithMFA(mfa), rows.OtpUser("email", "jane@example.com", "email_verified", "true", "phone_number", "+12065550123", "phone_number_verified", "true"), rows.Turning(s)),
			Call:  func(w *rows.World) (any, error) { return w.Forgot("jane") }, Want: want}
	}
	goes := func(to string) rows.Want {
		return rows.Want{Check: check(func(w *world, out any) {
			require.Equal(w, to, *out.(*cip.ForgotPasswordOutput).CodeDeliveryDetails.AttributeName)
			require.Equal(w, to, w.lastSent().Attribute)
		})}
	}
	const mail, phone, admin = "verified_email", "verified_phone_number", "admin_only"
	both := rows.MFA(types.UserPoolMfaTypeOptional, smsMFA, emailOTP)
	bothWays := []types.RecoveryOptionNameType{phone, mail}
	nothing := rows.Want{Code: "InvalidParameterException", Message: rows.TextNothingVerified}
	preferred := types.SMSMfaSettingsType{Enabled: true, PreferredMfa: true}
	return []rows.Row{
		row("M110 N105", "no factor is on", nil, bothWays, both, goes("phone_number")),
		row("M110", "text messages are on", mfaSettings{smsMFA: on1}, bothWays, both, goes("email")),
		row("M110", "text messages are preferred", mfaSettings{smsMFA: preferred}, bothWays, both, goes("email")),
		row("M110", "e-mails are on", mfaSettings{emailOTP: on1}, []types.RecoveryOptionNameType{mail, phone}, both, goes("phone_number")),
		rows.Choice(row("M110 N106", "both are on", mfaSettings{smsMFA: on1, emailOTP: on1}, bothWays, both, nothing)),
		rows.Choice(row("M110", "text messages are on, and no factor of the pool", mfaSettings{smsMFA: on1}, bothWays, rows.MFA(types.UserPoolMfaTypeOptional, emailOTP), goes("phone_number"))),
		row("M110 N106", "an administrator recovers", mfaSettings{smsMFA: on1}, []types.RecoveryOptionNameType{admin}, both,
			rows.Want{Code: "NotAuthorizedException", Message: "Contact administrator to reset password."}),
		func() rows.Row {
			r := row("M110 N114", "AdminResetUserPassword", mfaSettings{smsMFA: on1}, bothWays, both, rows.Want{Check: check(func(w *world, _ any) {
				require.Equal(w, "email", w.lastSent().Attribute)
			})})
			r.Call = func(w *rows.World) (any, error) { return w.ResetPassword("jane") }
			return r
		}(),
	}
}

// tokenClockRows are rows of software tokens by the clock: M40 to M42, M84, M98.
func tokenClockRows() []rows.Row {
	start := func(f func(w *world) (any, error)) func(w *world) (any, error) {
		return func(w *world) (any, error) {
			tokens := w.Tokens("jane")
			_, err := w.Associate(tokens.AccessToken, nil)
			require.NoError(w, err)
			_, err = w.Verify(tokens.AccessToken, nil, w.shown(0))
			require.NoError(w, err)
			w.fake.Advance(time.Hour)
			rows.Turning(mfaSettings{tokenMFA: on1})(w.World)
			return f(w)
		}
	}
	row := func(rules, name string, c func(w *world) (any, error), want rows.Want) rows.Row {
		r := secondRow(rules, name, tokenMFA, start(c), want)
		r.Prior = rows.Then(rows.WithMFA(rows.MFA(types.UserPoolMfaTypeOptional, tokenMFA)), rows.Reachable)
		return r
	}
	at := func(off time.Duration) func(w *world) (any, error) {
		return func(w *world) (any, error) { return w.gives(tokenMFA, w.Challenged(tokenMFA), w.shown(off)) }
	}
	bad := rows.Want{Code: "CodeMismatchException", Message: "Invalid code received for user"}
	used := rows.Want{Code: "ExpiredCodeException", Message: "Your software token has already been used once."}
	return []rows.Row{
		row("M40 M41 M80", "the present step", at(0), signsJaneIn),
		row("M41", "the step before", at(-30*time.Second), signsJaneIn),
		row("M41", "the step after", at(30*time.Second), signsJaneIn),
		rows.Choice(row("M41", "two steps before", at(-60*time.Second), bad)),
		rows.Choice(row("M41", "two steps after", at(60*time.Second), bad)),
		row("M40", "the end of a step", func(w *world) (any, error) {
			session, code := w.Challenged(tokenMFA), w.shown(0)
			w.fake.Advance(59 * time.Second) // 29 seconds into the step after
			return w.gives(tokenMFA, session, code)
		}, signsJaneIn),
		rows.Choice(row("M40", "and a second later", func(w *world) (any, error) {
			session, code := w.Challenged(tokenMFA), w.shown(0)
			w.fake.Advance(60 * time.Second)
			return w.gives(tokenMFA, session, code)
		}, bad)),
		rows.Choice(row("M42", "an earlier step after a later one", func(w *world) (any, error) {
			_, err := at(30 * time.Second)(w)
			require.NoError(w, err)
			return at(-30 * time.Second)(w)
		}, signsJaneIn)),
		row("M42 M83", "a code that another sign-in has used, and the next", func(w *world) (any, error) {
			_, err := at(0)(w)
			require.NoError(w, err)
			session := w.Challenged(tokenMFA)
			_, err = w.gives(tokenMFA, session, w.shown(0))
			used.RequireError(w.World, err)
			w.fake.Advance(30 * time.Second)
			return w.gives(tokenMFA, session, w.shown(0))
		}, signsJaneIn),
		row("M42 M83", "a code that was used before another one", func(w *world) (any, error) {
			for _, off := range []time.Duration{0, 30 * time.Second} {
				_, err := at(off)(w)
				require.NoError(w, err)
			}
			return at(0)(w)
		}, used),
		rows.Choice(row("M42", "a used code that is old by now", func(w *world) (any, error) {
			code := w.shown(0)
			_, err := at(0)(w)
			require.NoError(w, err)
			w.fake.Advance(time.Minute)
			return w.gives(tokenMFA, w.Challenged(tokenMFA), code)
		}, bad)),
		row("M86 N44", "the lock ends", func(w *world) (any, error) {
			session := w.Challenged(tokenMFA)
			for range 5 {
				_, err := w.gives(tokenMFA, session, fixture.WrongTOTP(w.TOTPSecret, w.fake.Now()))
				bad.RequireError(w.World, err)
			}
			_, err := w.gives(tokenMFA, session, w.shown(0))
			rows.Want{Code: "NotAuthorizedException", Message: "Password attempts exceeded"}.RequireError(w.World, err)
			w.fake.Advance(2 * time.Second)
			return w.gives(tokenMFA, session, w.shown(0))
		}, signsJaneIn),
		{Rules: "M98", Name: "each session lives anew", App: rows.PasswordClient(), Own: []cognitofake.Option{frozen()},
			Prior: rows.Then(rows.WithMFA(rows.MFA(types.UserPoolMfaTypeOn, tokenMFA)), rows.OtpUser()),
			Call: call(func(w *world) (any, error) {
				session := w.Challenged(mfaSetup)
				w.fake.Advance(2 * time.Minute)
				associated, err := w.Associate(nil, session)
				require.NoError(w, err)
				w.fake.Advance(2 * time.Minute)
				verified, err := w.Verify(nil, associated.Session, w.shown(0))
				require.NoError(w, err)
				w.fake.Advance(3 * time.Minute)
				return w.Respond(mfaSetup, verified.Session, "USERNAME", "jane")
			}), Want: signsJaneIn},
		{Rules: "M98 N61", Name: "a session that is too old", App: rows.PasswordClient(), Own: []cognitofake.Option{frozen()},
			Prior: rows.Then(rows.WithMFA(rows.MFA(types.UserPoolMfaTypeOn, tokenMFA)), rows.OtpUser()),
			Call: call(func(w *world) (any, error) {
				session := w.Challenged(mfaSetup)
				w.fake.Advance(3*time.Minute + time.Second)
				return w.Associate(nil, session)
			}), Want: rows.Want{Code: "NotAuthorizedException", Message: textSessionExpired}},
	}
}

// shown is what jane's app shows, its clock being so far off the Fake's.
func (w *world) shown(off time.Duration) string {
	return fixture.TOTP(w.TOTPSecret, w.fake.Now().Add(off))
}

// Neither the secret of an app nor a code by which somebody signs in is in a
// transcript.
func TestTranscriptHidesSoftwareTokens(t *testing.T) {
	w := lone(t, cip.CreateUserPoolInput{}, rows.PasswordClient())
	rows.WithMFA(rows.MFA(types.UserPoolMfaTypeOn, tokenMFA))(w.World)
	rows.OtpUser()(w.World)
	session := w.Challenged(mfaSetup)
	out, err := w.Associate(nil, session)
	require.NoError(t, err)
	_, err = w.Verify(nil, out.Session, w.TOTP(0))
	require.NoError(t, err)
	given := w.TOTP(1)
	_, err = w.gives(tokenMFA, w.Challenged(tokenMFA), given)
	require.NoError(t, err)
	for _, secret := range []string{w.TOTPSecret, *session, *out.Session, given} {
		require.NotContains(t, w.fake.Transcript(), secret)
		for _, c := range w.fake.Calls() {
			text, err := c.MarshalJSON()
			require.NoError(t, err)
			require.NotContains(t, string(text), secret)
		}
	}
}
