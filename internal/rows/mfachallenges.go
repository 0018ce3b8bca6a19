package rows

import (
	"encoding/json"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
)

// secondFactorChallengeRows are rows of SOFTWARE_TOKEN_MFA, SELECT_MFA_TYPE and,
// as far as no code is needed, SMS_MFA and EMAIL_OTP: M75 to M90, M99 to M106.
func secondFactorChallengeRows() []Row {
	ready := Then(WithMFA(allFactors(mfaOptional)), Reachable, HasToken)
	by := func(rules, name string, s settings, call func(w *World) (any, error), want Want) Row {
		return Row{Rules: rules, Name: name, Pool: AnyFactorPool(), App: PasswordClient(), Prior: Then(ready, Turning(s)), Call: call, Want: want}
	}
	app, sms, email := settings{tokenMFA: asOn}, settings{smsMFA: asOn}, settings{emailOTP: asOn}
	all := settings{smsMFA: asOn, tokenMFA: asOn, emailOTP: asOn}
	token := func(rules, name string, call func(w *World, session *string) (any, error), want Want) Row {
		return by(rules, name, app, func(w *World) (any, error) { return call(w, w.Challenged(tokenMFA)) }, want)
	}
	code := func(w *World, session *string, code string) (*cip.RespondToAuthChallengeOutput, error) {
		return w.answersMFA(tokenMFA, session, "SOFTWARE_TOKEN_MFA_CODE", code)
	}
	selecting := func(answer string) func(w *World) (any, error) {
		return func(w *World) (any, error) { return w.answersMFA(selectMFA, w.Challenged(selectMFA), "ANSWER", answer) }
	}
	named := func(rules, name string, pool cip.CreateUserPoolInput, call func(w *World) (any, error), want Want) Row {
		pool.EmailConfiguration, pool.SmsConfiguration = AnyFactorPool().EmailConfiguration, AnyFactorPool().SmsConfiguration
		return Row{Rules: rules, Name: name, Pool: pool, App: PasswordClient(), Prior: WithMFA(allFactors(mfaOn)), Call: call, Want: want}
	}
	locked := notAuthorized("Password attempts exceeded")
	wrongFive := func(w *World, session *string) {
		w.Helper()
		for range 5 {
			_, err := code(w, session, w.wrongTOTP())
			tokenBad.RequireError(w, err)
		}
	}
	return []Row{
		by("M75", "the challenge on the wire", app, func(w *World) (any, error) {
			_, _, body := w.Post("InitiateAuth", `{"ClientId":"`+w.ClientID+`","AuthFlow":"USER_PASSWORD_AUTH","AuthParameters":{"USERNAME":"jane","PASSWORD":"`+fixture.GoodPassword+`"}}`)
			return body, nil
		}, Want{Check: func(w *World, out any) {
			var got map[string]any
			require.NoError(w, json.Unmarshal(out.([]byte), &got))
			require.Len(w, got, 3)
			require.Equal(w, "SOFTWARE_TOKEN_MFA", got["ChallengeName"])
			require.Equal(w, map[string]any{"USER_ID_FOR_SRP": "jane"}, got["ChallengeParameters"])
			require.NotEmpty(w, got["Session"])
		}}),
		named("M76", "the user of a pool whose usernames are addresses", Named(cip.CreateUserPoolInput{}, types.UsernameAttributeTypeEmail), func(w *World) (any, error) {
			w.AddUser(NewUser{Username: janesMail, Password: fixture.GoodPassword})
			return w.SignIn(janesMail, fixture.GoodPassword)
		}, Want{Check: func(w *World, out any) {
			require.Equal(w, w.User(janesMail).Sub, out.(*cip.InitiateAuthOutput).ChallengeParameters["USER_ID_FOR_SRP"])
		}}),
		named("M76 M78", "the user of a sign-in by alias", EmailAliasPool(), func(w *World) (any, error) {
			w.AddUser(NewUser{Username: "jane", Password: fixture.GoodPassword, Attributes: map[string]string{"phone_number": janesPhone, "email": janesMail, "email_verified": "true"}})
			Turning(settings{smsMFA: asPreferred})(w)
			return w.SignIn(janesMail, fixture.GoodPassword)
		}, asksSMS),
		by("M77 M89", "an app is selected", all, selecting("SOFTWARE_TOKEN_MFA"), goesOn(tokenMFA, forJane())),
		token("M80 M78", "the right code", func(w *World, session *string) (any, error) { return code(w, session, w.TOTP(1)) }, signed),
		token("M80", "by an administrator", func(w *World, session *string) (any, error) {
			return w.AdminRespond(tokenMFA, session, "USERNAME", "jane", "SOFTWARE_TOKEN_MFA_CODE", w.TOTP(1))
		}, signed),
		token("M78 N5", "by the user's sub", func(w *World, session *string) (any, error) {
			return w.Respond(tokenMFA, session, "USERNAME", w.User("jane").Sub, "SOFTWARE_TOKEN_MFA_CODE", w.TOTP(1))
		}, signed),
		token("M81", "a wrong code, and the right one", func(w *World, session *string) (any, error) {
			_, err := code(w, session, w.wrongTOTP())
			tokenBad.RequireError(w, err)
			return code(w, session, w.TOTP(1))
		}, signed),
		Choice(token("M82", "letters", func(w *World, session *string) (any, error) { return code(w, session, "abc") }, tokenBad)),
		Choice(token("M82", "five digits", func(w *World, session *string) (any, error) { return code(w, session, "12345") }, tokenBad)),
		token("M82 N26", "no code", func(w *World, session *string) (any, error) { return w.answersMFA(tokenMFA, session) }, invalid("Missing required parameter SOFTWARE_TOKEN_MFA_CODE")),
		token("M82 N59", "no session", func(w *World, _ *string) (any, error) { return code(w, nil, "123456") }, invalid("Missing required parameter Session")),
		{Rules: "M78 N60", Name: "a client with a secret", Pool: AnyFactorPool(), App: SecretPasswordClient(), Prior: Then(ready, Turning(app)),
			Call: func(w *World) (any, error) { return code(w, w.Challenged(tokenMFA), w.TOTP(1)) }, Want: signed},
		{Rules: "M85 M78", Choice: true, Name: "the hash comes before the session", Pool: AnyFactorPool(), App: SecretPasswordClient(), Prior: Then(ready, Turning(app)),
			Call: func(w *World) (any, error) {
				return w.Client.RespondToAuthChallenge(w.Ctx, &cip.RespondToAuthChallengeInput{ClientId: &w.ClientID, ChallengeName: tokenMFA, Session: aws.String(invented),
					ChallengeResponses: map[string]string{"USERNAME": "jane", "SOFTWARE_TOKEN_MFA_CODE": "123456"}})
			}, Want: Want{Code: "NotAuthorizedException", Words: func(w *World) string {
				return "Client " + w.ClientID + " is configured with secret but SECRET_HASH was not received"
			}}},
		token("M83 M42", "a code twice", func(w *World, session *string) (any, error) {
			given := w.TOTP(1)
			_, err := code(w, session, given)
			require.NoError(w, err)
			session = w.Challenged(tokenMFA)
			_, err = code(w, session, given)
			return nil, err
		}, tokenUsed),
		by("M84 N63", "the session of another challenge", sms, func(w *World) (any, error) { return code(w, w.Challenged(smsMFA), w.TOTP(1)) }, notAuthorized(textSession)),
		token("M85 N63", "another answer than was asked for", func(w *World, session *string) (any, error) {
			return w.answersMFA(smsMFA, session, "SMS_MFA_CODE", "123456")
		}, notAuthorized(textSession)),
		token("M85 N62", "answered twice", func(w *World, session *string) (any, error) {
			_, err := code(w, session, w.TOTP(1))
			require.NoError(w, err)
			return code(w, session, w.TOTP(1))
		}, sessionUsed),
		token("M85 N35", "the user has been disabled since", func(w *World, session *string) (any, error) {
			w.disables("jane")
			return code(w, session, w.TOTP(1))
		}, notAuthorized("User is disabled.")),
		Choice(token("M85 N63", "the user has been disabled since, and no such session", func(w *World, _ *string) (any, error) {
			w.disables("jane")
			return code(w, aws.String(invented), w.TOTP(1))
		}, notAuthorized(textSession))),
		token("M86 N42", "five wrong codes", func(w *World, session *string) (any, error) {
			wrongFive(w, session)
			return code(w, session, w.TOTP(1))
		}, locked),
		token("M86 N43", "five wrong codes, and the password", func(w *World, session *string) (any, error) {
			wrongFive(w, session)
			return signingIn(w)
		}, locked),
		by("M86", "wrong passwords and wrong codes", app, func(w *World) (any, error) {
			w.Fails(3)
			session := w.Challenged(tokenMFA)
			for range 2 {
				_, err := code(w, session, w.wrongTOTP())
				tokenBad.RequireError(w, err)
			}
			return code(w, session, w.TOTP(1))
		}, locked),
		by("M86", "wrong codes by text message", sms, func(w *World) (any, error) {
			session := w.Challenged(smsMFA)
			for range 5 {
				_, err := w.answersMFA(smsMFA, session, "SMS_MFA_CODE", "wrong")
				wrongCode.RequireError(w, err)
			}
			return w.answersMFA(smsMFA, session, "SMS_MFA_CODE", "wrong")
		}, locked),

		by("M87", "the choice", all, signingIn, asksChoice(`["SMS_MFA","SOFTWARE_TOKEN_MFA","EMAIL_OTP"]`)),
		by("M88 M89 M99", "text messages are selected", all, selecting("SMS_MFA"),
			goesOn(smsMFA, forJane("CODE_DELIVERY_DELIVERY_MEDIUM", "SMS", "CODE_DELIVERY_DESTINATION", "+*******0123"))),
		by("M88 M101", "e-mails are selected", all, selecting("EMAIL_OTP"), goesOn(emailOTP, forJane("CODE_DELIVERY_DELIVERY_MEDIUM", "EMAIL", "CODE_DELIVERY_DESTINATION", "j***@e***"))),
		by("M88", "e-mails are selected by their other name", all, selecting("EMAIL_MFA"), goesOn(emailOTP, forJane("CODE_DELIVERY_DELIVERY_MEDIUM", "EMAIL", "CODE_DELIVERY_DESTINATION", "j***@e***"))),
		by("M89", "a message is sent when it is selected", all, func(w *World) (any, error) {
			session := w.Challenged(selectMFA)
			w.RequireSent(0)
			out, err := w.answersMFA(selectMFA, session, "ANSWER", "SMS_MFA")
			w.RequireSent(1)
			require.NotEqual(w, *session, *out.Session)
			_, again := w.answersMFA(selectMFA, session, "ANSWER", "SMS_MFA")
			sessionUsed.RequireError(w, again)
			return out, err
		}, Want{}),
		Choice(by("M90", "what there is not", settings{smsMFA: asOn, tokenMFA: asOn}, selecting("EMAIL_OTP"), invalid("Selected challenge is not available"))),
		Choice(by("M90", "what does not exist", all, selecting("PIGEON"), invalid("Selected challenge is not available"))),
		Choice(by("M90", "nothing", all, func(w *World) (any, error) { return w.answersMFA(selectMFA, w.Challenged(selectMFA)) }, invalid("Missing required parameter ANSWER"))),
		Choice(by("M90", "and selected better", all, func(w *World) (any, error) {
			session := w.Challenged(selectMFA)
			_, err := w.answersMFA(selectMFA, session, "ANSWER", "PIGEON")
			require.Error(w, err)
			return w.answersMFA(selectMFA, session, "ANSWER", "SOFTWARE_TOKEN_MFA")
		}, goesOn(tokenMFA, forJane()))),

		by("M99", "a text message", sms, signingIn, asksSMS),
		by("M101", "an e-mail", email, signingIn, asksEmail),
		by("M100 N26", "no code of a text message", sms, func(w *World) (any, error) {
			return w.answersMFA(smsMFA, w.Challenged(smsMFA), "SMS_OTP_CODE", "123456")
		},
			invalid("Missing required parameter SMS_MFA_CODE")),
		by("M103", "a wrong code of a text message", sms, func(w *World) (any, error) {
			return w.answersMFA(smsMFA, w.Challenged(smsMFA), "SMS_MFA_CODE", "wrong")
		}, wrongCode),
		by("M103", "a wrong code of an e-mail", email, func(w *World) (any, error) {
			return w.answersMFA(emailOTP, w.Challenged(emailOTP), "EMAIL_OTP_CODE", "wrong")
		}, wrongCode),
		by("M106", "ResendConfirmationCode sends none", email, func(w *World) (any, error) {
			w.Challenged(emailOTP)
			_, err := w.Resend("jane")
			w.RequireSent(1)
			return nil, err
		}, Want{Code: "InvalidParameterException", AnyText: true}),
		by("M106", "another sign-in sends another", email, func(w *World) (any, error) {
			w.Challenged(emailOTP)
			w.Challenged(emailOTP)
			w.RequireSent(2)
			return nil, nil
		}, Want{}),
		Choice(by("M85 N51", "a temporary password in the middle", app, func(w *World) (any, error) {
			session := w.Challenged(tokenMFA)
			_, err := w.SetPassword("jane", temporary, false)
			require.NoError(w, err)
			return code(w, session, w.TOTP(1))
		}, notAuthorized(textSession))),
	}
}

// mfaSetupRows are rows of MFA_SETUP by e-mail, and with nothing done: M91, M94
// to M97.
func mfaSetupRows() []Row {
	row := func(rules, name string, user func(*World), mfa cip.SetUserPoolMfaConfigInput, pairs []string, want Want) Row {
		return Row{Rules: rules, Name: name, Pool: DeveloperPool(), App: PasswordClient(), Prior: Then(WithMFA(mfa), user),
			Call: func(w *World) (any, error) { return w.answersMFA(mfaSetup, w.Challenged(mfaSetup), pairs...) }, Want: want}
	}
	twice := func(rules, name string, mfa cip.SetUserPoolMfaConfigInput, first, then []string, want Want) Row {
		r := row(rules, name, OtpUser(), mfa, nil, want)
		r.Call = func(w *World) (any, error) {
			session := w.Challenged(mfaSetup)
			_, err := w.answersMFA(mfaSetup, session, first...)
			require.Error(w, err)
			return w.answersMFA(mfaSetup, session, then...)
		}
		return r
	}
	email, app := MFA(mfaOn, emailOTP, tokenMFA), MFA(mfaOn, tokenMFA)
	mail := []string{"EMAIL", janesMail}
	toJane := goesOn(emailOTP, forJane("CODE_DELIVERY_DELIVERY_MEDIUM", "EMAIL", "CODE_DELIVERY_DESTINATION", "j***@e***"))
	return []Row{
		row("M94", "nothing done, by its type", OtpUser(), app, nil, Want{Code: "NotAuthorizedException", AnyText: true}),
		Choice(row("M94", "nothing done, in a pool of apps", OtpUser(), app, nil, notAuthorized(textSession))),
		Choice(row("M94", "nothing done, in a pool of e-mails", OtpUser(), email, nil, invalid("Missing required parameter EMAIL"))),
		twice("M94 N62", "nothing done spends the session", email, nil, mail, sessionUsed),
		twice("M94 N62", "nothing done spends the session, in a pool of apps", app, nil, nil, sessionUsed),
		row("M95 M101", "an address", OtpUser(), email, mail, toJane),
		row("M95", "an address by its other name", OtpUser(), email, []string{"email", janesMail}, toJane),
		row("M95", "an address is not the user's before its code", OtpUser(), email, mail, Want{Check: func(w *World, out any) {
			toJane.Check(w, out)
			require.NotContains(w, w.User("jane").Attributes, "email")
			w.requireTurned("")
		}}),
		Choice(row("M96 R78", "no address", OtpUser(), email, []string{"EMAIL", "jane.example.com"}, invalid("Invalid email address format."))),
		Choice(twice("M96", "and a better one", email, []string{"EMAIL", "jane.example.com"}, mail, toJane)),
		Choice(row("M96 M94", "an address in a pool of apps", OtpUser(), app, mail, notAuthorized(textSession))),
		row("M97 M91", "a phone number sets nothing up", OtpUser(), MFA(mfaOn, smsMFA, tokenMFA), []string{"PHONE_NUMBER", janesPhone}, Want{Code: "NotAuthorizedException", AnyText: true}),
	}
}
