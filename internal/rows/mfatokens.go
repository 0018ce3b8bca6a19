package rows

import (
	"encoding/json"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/stretchr/testify/require"
)

var (
	tokenOff    = Want{Code: "SoftwareTokenMFANotFoundException", Message: "Software Token MFA has not been enabled by the userPool"}
	tokenWrong  = Want{Code: "EnableSoftwareTokenMFAException", Message: "Code mismatch and fail enable Software Token MFA"}
	tokenWrongS = Want{Code: "EnableSoftwareTokenMFAException", Message: "Code mismatch"}
	tokenUsed   = Want{Code: "ExpiredCodeException", Message: "Your software token has already been used once."}
	tokenBad    = Want{Code: "CodeMismatchException", Message: "Invalid code received for user"}
	sessionUsed = notAuthorized(TextUsed)
)

// softwareTokenRows are rows of AssociateSoftwareToken and VerifySoftwareToken
// by access token: M24 to M42.
func softwareTokenRows() []Row {
	optional := Then(WithMFA(MFA(mfaOptional, tokenMFA)), Jane)
	row := func(rules, name string, call func(w *World, token *string) (any, error), want Want) Row {
		return Row{Rules: rules, Name: name, App: PasswordClient(), Prior: optional, Call: func(w *World) (any, error) { return call(w, w.access()) }, Want: want}
	}
	userCode := func(code string) func(w *World, token *string) (any, error) {
		return func(w *World, token *string) (any, error) { return w.Verify(token, nil, code) }
	}
	at := func(constraints ...string) Want {
		want := Want{Code: "InvalidParameterException"}
		for _, c := range constraints {
			want.Entries = append(want.Entries, "Value at 'userCode' failed to satisfy constraint: Member must "+c)
		}
		return want
	}
	const digits, least, most = "satisfy regular expression pattern: [0-9]+", "have length greater than or equal to 6", "have length less than or equal to 6"
	missing := func(op, body, member string) Row {
		return Row{Rules: "M30", Name: op + " without " + member, Raw: func(w *World) string { return op + " " + strings.ReplaceAll(body, "POOL", w.PoolID) },
			Want: violating("Value null at '" + member + "' failed to satisfy constraint: Member must not be null")}
	}
	return []Row{
		row("M24 M25", "a secret", func(w *World, token *string) (any, error) { return w.Associate(token, nil) }, Want{Check: func(w *World, out any) {
			got := out.(*cip.AssociateSoftwareTokenOutput)
			require.Regexp(w, `^[A-Z2-7]{52}$`, *got.SecretCode)
			require.Nil(w, got.Session)
		}}),
		row("M25", "each call gives another one", func(w *World, token *string) (any, error) {
			first, err := w.Associate(token, nil)
			require.NoError(w, err)
			again, err := w.Associate(token, nil)
			require.NoError(w, err)
			require.NotEqual(w, *first.SecretCode, *again.SecretCode)
			return w.Verify(token, nil, w.TOTP(0))
		}, Want{}),
		{Rules: "M27", Choice: true, Name: "neither token nor session", Raw: func(*World) string { return "AssociateSoftwareToken {}" }, Want: invalid("AccessToken or Session is required.")},
		{Rules: "M27", Choice: true, Name: "neither token nor session to verify", Raw: func(*World) string { return `VerifySoftwareToken {"UserCode":"123456"}` },
			Want: invalid("AccessToken or Session is required.")},
		Choice(row("M27", "a token, and a session that is none", func(w *World, token *string) (any, error) { return w.Associate(token, aws.String(invented)) }, Want{Check: func(w *World, out any) {
			require.Nil(w, out.(*cip.AssociateSoftwareTokenOutput).Session)
		}})),
		{Rules: "M28 M31", Name: "the pool is OFF", App: PasswordClient(), Prior: Jane, Call: func(w *World) (any, error) { return w.Associate(w.access(), nil) }, Want: tokenOff},
		{Rules: "M28", Name: "the pool has text messages alone", App: PasswordClient(), Pool: mfaPool(mfaOptional), Prior: Jane,
			Call: func(w *World) (any, error) { return w.Associate(w.access(), nil) }, Want: tokenOff},
		{Rules: "M28", Name: "VerifySoftwareToken where the pool is OFF", App: PasswordClient(), Prior: Jane, Call: func(w *World) (any, error) { return w.Verify(w.access(), nil, "123456") }, Want: tokenOff},
		row("M29", "the old token is good until the new one is verified", func(w *World, token *string) (any, error) {
			HasToken(w)
			Turning(settings{tokenMFA: asOn})(w)
			old := w.TOTPSecret
			_, err := w.Associate(token, nil)
			require.NoError(w, err)
			newer := w.TOTPSecret
			session := w.Challenged(tokenMFA)
			_, err = w.answersMFA(tokenMFA, session, "SOFTWARE_TOKEN_MFA_CODE", w.TOTP(0))
			tokenBad.RequireError(w, err)
			w.TOTPSecret = old
			out, err := w.answersMFA(tokenMFA, session, "SOFTWARE_TOKEN_MFA_CODE", w.TOTP(1))
			require.NoError(w, err)
			Tokens(w, out)
			w.TOTPSecret = newer
			_, err = w.Verify(token, nil, w.TOTP(0))
			require.NoError(w, err)
			session = w.Challenged(tokenMFA)
			w.TOTPSecret = old
			_, err = w.answersMFA(tokenMFA, session, "SOFTWARE_TOKEN_MFA_CODE", w.TOTP(0))
			require.Error(w, err)
			w.TOTPSecret = newer
			return w.answersMFA(tokenMFA, session, "SOFTWARE_TOKEN_MFA_CODE", w.TOTP(1))
		}, signed),
		{Rules: "M30", Name: "a session of 19", Raw: func(*World) string { return `AssociateSoftwareToken {"Session":"` + strings.Repeat("s", 19) + `"}` },
			Want: violating("Value at 'session' failed to satisfy constraint: Member must have length greater than or equal to 20")},
		{Rules: "M30 N63", Name: "an invented session", Raw: func(*World) string { return `AssociateSoftwareToken {"Session":"` + invented + `"}` }, Want: notAuthorized(textSession)},
		{Rules: "M30 N63", Name: "an invented session to verify", Raw: func(*World) string { return `VerifySoftwareToken {"UserCode":"123456","Session":"` + invented + `"}` }, Want: notAuthorized(textSession)},
		missing("VerifySoftwareToken", `{"Session":"`+invented+`"}`, "userCode"),
		missing("SetUserMFAPreference", `{}`, "accessToken"),
		missing("AdminSetUserMFAPreference", `{"UserPoolId":"POOL"}`, "username"),
		missing("SetUserSettings", `{"AccessToken":"x"}`, "mFAOptions"),
		missing("AdminSetUserSettings", `{"UserPoolId":"POOL","Username":"jane"}`, "mFAOptions"),
		row("M32 M40", "the right code", func(w *World, token *string) (any, error) {
			_, err := w.Associate(token, nil)
			require.NoError(w, err)
			_, _, body := w.Post("VerifySoftwareToken", `{"AccessToken":"`+*token+`","UserCode":"`+w.TOTP(0)+`"}`)
			return string(body), nil
		}, Want{Check: func(w *World, out any) { require.JSONEq(w, `{"Status":"SUCCESS"}`, out.(string)) }}),
		row("M33", "a wrong code", func(w *World, token *string) (any, error) {
			_, err := w.Associate(token, nil)
			require.NoError(w, err)
			return w.Verify(token, nil, w.wrongTOTP())
		}, tokenWrong),
		row("M35", "letters", userCode("abcdef"), at(digits)),
		row("M35", "five digits", userCode("12345"), at(least)),
		row("M35", "seven digits", userCode("1234567"), at(most)),
		row("M35 P11", "letters and too few of them", userCode("abc"), Want{Code: "InvalidParameterException",
			Message: "2 validation errors detected: Value at 'userCode' failed to satisfy constraint: Member must " + least + "; Value at 'userCode' failed to satisfy constraint: Member must " + digits}),
		Choice(row("M36", "nothing was associated", userCode("123456"), Want{Code: "SoftwareTokenMFANotFoundException", Message: "Software token has not been associated with the user."})),
		row("M36", "nothing was associated, by its type", userCode("123456"), Want{Code: "SoftwareTokenMFANotFoundException", AnyText: true}),
		Choice(row("M36", "a verified token is verified again", func(w *World, token *string) (any, error) {
			HasToken(w)
			_, err := w.Verify(token, nil, w.wrongTOTP())
			tokenWrong.RequireError(w, err)
			return w.Verify(token, nil, w.TOTP(1))
		}, Want{})),
		row("M38 M64", "a verified token is not on", func(w *World, _ *string) (any, error) {
			HasToken(w)
			w.requireTurned("")
			return signingIn(w)
		}, signed),
		row("M42", "a code twice", func(w *World, token *string) (any, error) {
			_, err := w.Associate(token, nil)
			require.NoError(w, err)
			code := w.TOTP(0)
			_, err = w.Verify(token, nil, code)
			require.NoError(w, err)
			return w.Verify(token, nil, code)
		}, tokenUsed),
		row("M42 M83", "a code of VerifySoftwareToken to sign in", func(w *World, token *string) (any, error) {
			_, err := w.Associate(token, nil)
			require.NoError(w, err)
			code := w.TOTP(0)
			_, err = w.Verify(token, nil, code)
			require.NoError(w, err)
			Turning(settings{tokenMFA: asOn})(w)
			session := w.Challenged(tokenMFA)
			_, err = w.answersMFA(tokenMFA, session, "SOFTWARE_TOKEN_MFA_CODE", code)
			tokenUsed.RequireError(w, err)
			return w.answersMFA(tokenMFA, session, "SOFTWARE_TOKEN_MFA_CODE", w.TOTP(1))
		}, signed),
	}
}

// setUpTokenRows are rows of a software token that is set up in a sign-in: M24
// to M39, M91 to M93, M98.
func setUpTokenRows() []Row {
	row := func(rules, name string, call func(w *World, session *string) (any, error), want Want) Row {
		return Row{Rules: rules, Name: name, App: PasswordClient(), Prior: Then(WithMFA(MFA(mfaOn, tokenMFA)), Jane),
			Call: func(w *World) (any, error) { return call(w, w.Challenged(mfaSetup)) }, Want: want}
	}
	associated := func(w *World, session *string) *string {
		w.Helper()
		out, err := w.Associate(nil, session)
		require.NoError(w, err)
		require.NotEqual(w, *session, *out.Session)
		return out.Session
	}
	verified := func(w *World, session *string) *string {
		w.Helper()
		session = associated(w, session)
		out, err := w.Verify(nil, session, w.TOTP(0))
		require.NoError(w, err)
		require.NotEqual(w, *session, *out.Session)
		return out.Session
	}
	return []Row{
		row("M24 M26", "a secret and a session", func(w *World, session *string) (any, error) { return w.Associate(nil, session) }, Want{Check: func(w *World, out any) {
			got := out.(*cip.AssociateSoftwareTokenOutput)
			require.Regexp(w, `^[A-Z2-7]{52}$`, *got.SecretCode)
			require.NotEmpty(w, *got.Session)
		}}),
		row("M26 N62", "the session twice", func(w *World, session *string) (any, error) {
			associated(w, session)
			return w.Associate(nil, session)
		}, sessionUsed),
		{Rules: "M26 N63", Name: "the session of another challenge", App: PasswordClient(), Prior: Then(WithMFA(MFA(mfaOn, tokenMFA)), Invited("jane")),
			Call: func(w *World) (any, error) { return w.Associate(nil, w.forced("jane")) }, Want: notAuthorized(textSession)},
		row("M28", "the pool has switched codes of an app off since", func(w *World, session *string) (any, error) {
			WithMFA(MFA(mfaOn, smsMFA))(w)
			return w.Associate(nil, session)
		}, tokenOff),
		row("M30 N35", "the user has been disabled since", func(w *World, session *string) (any, error) {
			w.disables("jane")
			return w.Associate(nil, session)
		}, notAuthorized("User is disabled.")),
		row("M32", "the right code", func(w *World, session *string) (any, error) {
			session = associated(w, session)
			_, _, body := w.Post("VerifySoftwareToken", `{"Session":"`+*session+`","UserCode":"`+w.TOTP(0)+`","FriendlyDeviceName":"phone"}`)
			return body, nil
		}, Want{Check: func(w *World, out any) {
			var body map[string]string
			require.NoError(w, json.Unmarshal(out.([]byte), &body))
			require.Equal(w, "SUCCESS", body["Status"])
			require.NotEmpty(w, body["Session"])
			require.Len(w, body, 2)
		}}),
		row("M34", "a wrong code, and the right one", func(w *World, session *string) (any, error) {
			session = associated(w, session)
			for range 6 {
				_, err := w.Verify(nil, session, w.wrongTOTP())
				tokenWrongS.RequireError(w, err)
			}
			return w.Verify(nil, session, w.TOTP(0))
		}, Want{}),
		row("M35", "no code at all, and the right one", func(w *World, session *string) (any, error) {
			session = associated(w, session)
			_, err := w.Verify(nil, session, "12345")
			require.Error(w, err)
			return w.Verify(nil, session, w.TOTP(0))
		}, Want{}),
		Choice(row("M36", "nothing was associated in the sign-in", func(w *World, session *string) (any, error) { return w.Verify(nil, session, "123456") },
			Want{Code: "SoftwareTokenMFANotFoundException", Message: "Software token has not been associated with the user."})),
		row("M37 M79 M75", "a name is shown", func(w *World, session *string) (any, error) {
			session = associated(w, session)
			_, err := w.Client.VerifySoftwareToken(w.Ctx, &cip.VerifySoftwareTokenInput{Session: session, UserCode: aws.String(w.TOTP(0)), FriendlyDeviceName: aws.String("my phone")})
			require.NoError(w, err)
			return signingIn(w)
		}, asks(tokenMFA, forJane("FRIENDLY_DEVICE_NAME", "my phone"))),
		row("M38 M67", "verified and never answered", func(w *World, session *string) (any, error) {
			verified(w, session)
			return signingIn(w)
		}, asksToken),
		row("M39", "what GetUser shows afterwards", func(w *World, session *string) (any, error) {
			out, err := w.answersMFA(mfaSetup, verified(w, session))
			require.NoError(w, err)
			return w.GetUser(out.AuthenticationResult.AccessToken)
		}, Want{Check: func(w *World, out any) {
			got := out.(*cip.GetUserOutput)
			require.Equal(w, []string{"SOFTWARE_TOKEN_MFA"}, got.UserMFASettingList)
			require.Equal(w, "SOFTWARE_TOKEN_MFA", *got.PreferredMfaSetting)
			require.Nil(w, got.MFAOptions)
		}}),
		row("M92 M80", "tokens at once", func(w *World, session *string) (any, error) { return w.answersMFA(mfaSetup, verified(w, session)) }, signed),
		row("M92", "by an administrator", func(w *World, session *string) (any, error) {
			return w.AdminRespond(mfaSetup, verified(w, session), "USERNAME", "jane")
		}, signed),
		row("M93", "a code beside it", func(w *World, session *string) (any, error) {
			return w.answersMFA(mfaSetup, verified(w, session), "SOFTWARE_TOKEN_MFA_CODE", "000000")
		}, signed),
		row("M92 N62", "answered twice", func(w *World, session *string) (any, error) {
			session = verified(w, session)
			_, err := w.answersMFA(mfaSetup, session)
			require.NoError(w, err)
			return w.answersMFA(mfaSetup, session)
		}, sessionUsed),
		row("M92 N62", "answered with the session of AssociateSoftwareToken", func(w *World, session *string) (any, error) {
			session = associated(w, session)
			_, err := w.Verify(nil, session, w.TOTP(0))
			require.NoError(w, err)
			return w.answersMFA(mfaSetup, session)
		}, sessionUsed),
		row("M98", "associated twice", func(w *World, session *string) (any, error) {
			session = associated(w, session)
			old := w.TOTP(0)
			session = associated(w, session)
			_, err := w.Verify(nil, session, old)
			tokenWrongS.RequireError(w, err)
			_, err = w.Verify(nil, session, w.TOTP(0))
			return nil, err
		}, Want{}),
	}
}
