package rows

import (
	"strings"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
)

const (
	selects  = types.ChallengeNameTypeSelectChallenge
	password = types.ChallengeNameTypePassword
	srp      = types.ChallengeNameTypePasswordSrp
	verifier = types.ChallengeNameTypePasswordVerifier
	emailOTP = types.ChallengeNameTypeEmailOtp
	smsOTP   = types.ChallengeNameTypeSmsOtp
	smsMFA   = types.ChallengeNameTypeSmsMfa
	tokenMFA = types.ChallengeNameTypeSoftwareTokenMfa
)

// Choose starts USER_AUTH.
func (w *World) Choose(username string, pairs ...string) (*cip.InitiateAuthOutput, error) {
	return w.Auth(types.AuthFlowTypeUserAuth, append([]string{"USERNAME", username}, pairs...)...)
}

// choosing starts USER_AUTH as jane.
func choosing(pairs ...string) func(*World) (any, error) {
	return func(w *World) (any, error) { return w.Choose("jane", pairs...) }
}

// selecting answers the SELECT_CHALLENGE that a user is given.
func (w *World) selecting(username string, pairs ...string) (*cip.RespondToAuthChallengeOutput, error) {
	w.Helper()
	out, err := w.Choose(username)
	require.NoError(w, err)
	require.Equal(w, selects, out.ChallengeName)
	return w.Respond(selects, out.Session, append([]string{"USERNAME", username}, pairs...)...)
}

// answers selects as jane.
func answers(pairs ...string) func(*World) (any, error) {
	return func(w *World) (any, error) { return w.selecting("jane", pairs...) }
}

// OtpUser is jane in a pool of all factors, with what pairs say and the good
// password.
func OtpUser(pairs ...string) func(*World) {
	return func(w *World) {
		attributes := map[string]string{}
		for i := 0; i < len(pairs); i += 2 {
			attributes[pairs[i]] = pairs[i+1]
		}
		w.AddUser(NewUser{Username: "jane", Password: fixture.GoodPassword, Attributes: attributes})
	}
}

// factorPool allows passwords and both kinds of one-time passwords.
func factorPool() cip.CreateUserPoolInput {
	return WithFactors(Both(cip.CreateUserPoolInput{}), Pwd, EmailOTP, SmsOTP)
}

// hidingChooser is a ChoiceClient that does not tell who exists.
func hidingChooser() cip.CreateUserPoolClientInput {
	in := ChoiceClient()
	in.PreventUserExistenceErrors = types.PreventUserExistenceErrorTypesEnabled
	return in
}

// offered checks a SELECT_CHALLENGE with these challenges to choose from.
func offered(names ...types.ChallengeNameType) Want {
	return Want{Check: func(w *World, out any) {
		got := out.(*cip.InitiateAuthOutput)
		require.Equal(w, selects, got.ChallengeName)
		require.ElementsMatch(w, names, got.AvailableChallenges)
		require.NotNil(w, got.Session)
		require.Equal(w, map[string]string{}, got.ChallengeParameters)
		require.Nil(w, got.AuthenticationResult)
		w.RequireSent(0)
	}}
}

// begins checks a start of USER_AUTH with a challenge.
func begins(name types.ChallengeNameType, parameters map[string]string, available ...types.ChallengeNameType) Want {
	return Want{Check: func(w *World, out any) {
		got := out.(*cip.InitiateAuthOutput)
		require.Equal(w, name, got.ChallengeName)
		require.Equal(w, parameters, got.ChallengeParameters)
		require.ElementsMatch(w, available, got.AvailableChallenges)
		require.NotNil(w, got.Session)
	}}
}

// goesOn checks the next challenge of an answer.
func goesOn(name types.ChallengeNameType, parameters map[string]string) Want {
	return Want{Check: func(w *World, out any) {
		got := out.(*cip.RespondToAuthChallengeOutput)
		require.Equal(w, name, got.ChallengeName)
		require.Equal(w, parameters, got.ChallengeParameters)
		require.NotNil(w, got.Session)
		require.Nil(w, got.AuthenticationResult)
	}}
}

// toEmail and toPhone are the parameters of a code that is on its way.
func toEmail(mask string) map[string]string {
	return map[string]string{"CODE_DELIVERY_DELIVERY_MEDIUM": "EMAIL", "CODE_DELIVERY_DESTINATION": mask}
}

func toPhone(mask string) map[string]string {
	return map[string]string{"CODE_DELIVERY_DELIVERY_MEDIUM": "SMS", "CODE_DELIVERY_DESTINATION": mask}
}

var (
	wrongCode     = Want{Code: "CodeMismatchException", Message: TextCode}
	wrongPassword = Want{Code: "NotAuthorizedException", Message: TextCredentials}
	unknownUser   = Want{Code: "UserNotFoundException", Message: TextNotFound}
)

// choiceRows are rows of USER_AUTH: N46 to N53, N71 to N73.
func choiceRows() []Row {
	mail, phone := []string{"email", "jane@example.com"}, []string{"phone_number", "+12065550123"}
	both := append(append([]string{}, mail...), phone...)
	row := func(rules, name string, prior func(*World), call func(*World) (any, error), want Want) Row {
		return Row{Rules: rules, Name: name, Pool: factorPool(), App: ChoiceClient(), Prior: prior, Call: call, Want: want}
	}
	hidden := func(rules, name string, call func(*World) (any, error), want Want) Row {
		return Row{Rules: rules, Name: name, Pool: factorPool(), App: hidingChooser(), Call: call, Want: want}
	}
	nobody := func(pairs ...string) func(*World) (any, error) {
		return func(w *World) (any, error) { return w.Choose("nobody@example.com", pairs...) }
	}
	otpOnly := WithFactors(fixture.EmailPool(), Pwd, EmailOTP)
	return []Row{
		row("N46 N47", "all that there is", OtpUser(both...), choosing(), offered(srp, password, emailOTP, smsOTP)),
		row("N47", "no phone number", OtpUser(mail...), choosing(), offered(srp, password, emailOTP)),
		row("N47", "no address", OtpUser(), choosing(), offered(srp, password)),
		{Rules: "N47", Name: "no one-time passwords in the pool", App: ChoiceClient(), Prior: OtpUser(both...), Call: choosing(), Want: offered(srp, password)},
		{Rules: "N47", Name: "passkeys are offered to nobody who has none", Pool: WithFactors(cip.CreateUserPoolInput{}, Pwd, webAuthn), App: ChoiceClient(),
			Prior: OtpUser(), Call: choosing(), Want: offered(srp, password)},
		{Rules: "N47 N48", Name: "no password", Pool: otpOnly, App: ChoiceClient(),
			Prior: func(w *World) { w.MustAdminCreate("jane", mail...) }, Call: choosing(), Want: Want{Check: func(w *World, out any) {
				require.Equal(w, []types.ChallengeNameType{emailOTP}, out.(*cip.InitiateAuthOutput).AvailableChallenges)
			}}},
		{Rules: "N47", Choice: true, Name: "nothing at all", Pool: otpOnly, App: ChoiceClient(),
			Prior: func(w *World) { w.MustAdminCreate("jane") }, Call: choosing(), Want: wrongPassword},
		{Rules: "M72 N49", Name: "MFA leaves passwords", Pool: func() cip.CreateUserPoolInput {
			in := factorPool()
			in.MfaConfiguration, in.Policies = types.UserPoolMfaTypeOn, nil // which takes no one-time codes (M15)
			return in
		}(), App: ChoiceClient(), Prior: OtpUser(both...), Call: choosing("PREFERRED_CHALLENGE", "EMAIL_OTP"), Want: offered(srp, password)},

		row("N48", "EMAIL_OTP is preferred", OtpUser(both...), choosing("PREFERRED_CHALLENGE", "EMAIL_OTP"),
			begins(emailOTP, toEmail("j***@e***"), srp, password, emailOTP, smsOTP)),
		row("N48 L19", "SMS_OTP is preferred", OtpUser(phone...), choosing("PREFERRED_CHALLENGE", "SMS_OTP"),
			begins(smsOTP, toPhone("+*******0123"), srp, password, smsOTP)),
		row("N48", "one message is sent", OtpUser(both...), choosing("PREFERRED_CHALLENGE", "SMS_OTP"), Want{Check: func(w *World, _ any) {
			w.RequireSent(1)
			if w.Sent != nil {
				require.Equal(w, "+12065550123", w.Sent()[0].To)
			}
		}}),
		row("N49", "WEB_AUTHN is preferred", OtpUser(mail...), choosing("PREFERRED_CHALLENGE", "WEB_AUTHN"), offered(srp, password, emailOTP)),
		row("N49", "SMS_OTP without a phone number", OtpUser(mail...), choosing("PREFERRED_CHALLENGE", "SMS_OTP"), offered(srp, password, emailOTP)),
		row("N49", "an invented challenge", OtpUser(mail...), choosing("PREFERRED_CHALLENGE", "PIGEON"), offered(srp, password, emailOTP)),
		row("N51 N49", "FORCE_CHANGE_PASSWORD", Invited("jane", both...), choosing("PREFERRED_CHALLENGE", "EMAIL_OTP"), offered(srp, password)),
		row("N51 N64", "FORCE_CHANGE_PASSWORD and the temporary password", Invited("jane"),
			choosing("PREFERRED_CHALLENGE", "PASSWORD", "PASSWORD", temporary), Want{Check: func(w *World, out any) {
				got := out.(*cip.InitiateAuthOutput)
				require.Equal(w, newPassword, got.ChallengeName)
				require.Nil(w, got.AvailableChallenges)
				require.Equal(w, "jane", got.ChallengeParameters["USER_ID_FOR_SRP"])
			}}),
		row("N52 N34", "UNCONFIRMED", func(w *World) { w.MustSignUp("jane") }, choosing(), Want{Code: "UserNotConfirmedException", Message: textNotConfirmed}),
		row("N26 N46", "no USERNAME", nil, func(w *World) (any, error) {
			return w.Auth(types.AuthFlowTypeUserAuth, "PREFERRED_CHALLENGE", "PASSWORD")
		},
			invalid("Missing required parameter USERNAME")),
		{Rules: "N48 N18", Name: "by AdminInitiateAuth", Pool: factorPool(), App: ChoiceClient(), Prior: OtpUser(both...),
			Call: func(w *World) (any, error) { return w.adminAuth(types.AuthFlowTypeUserAuth, "USERNAME", "jane") },
			Want: Want{Check: func(w *World, out any) {
				got := out.(*cip.AdminInitiateAuthOutput)
				require.Equal(w, selects, got.ChallengeName)
				require.Len(w, got.AvailableChallenges, 4)
			}}},

		// Passwords.
		Choice(row("N50", "PASSWORD alone is a challenge", OtpUser(), choosing("PREFERRED_CHALLENGE", "PASSWORD"), begins(password, map[string]string{}, srp, password))),
		Choice(row("N50", "PASSWORD_SRP alone is a challenge", OtpUser(), choosing("PREFERRED_CHALLENGE", "PASSWORD_SRP"), begins(srp, map[string]string{}, srp, password))),
		row("N50 N58", "the challenge PASSWORD, answered", OtpUser(), func(w *World) (any, error) {
			out, err := w.Choose("jane", "PREFERRED_CHALLENGE", "PASSWORD")
			require.NoError(w, err)
			return w.Respond(password, out.Session, "USERNAME", "jane", "PASSWORD", fixture.GoodPassword)
		}, Want{Check: Tokens}),
		row("N73", "the challenge PASSWORD, answered wrong", OtpUser(), func(w *World) (any, error) {
			out, err := w.Choose("jane", "PREFERRED_CHALLENGE", "PASSWORD")
			require.NoError(w, err)
			return w.Respond(password, out.Session, "USERNAME", "jane", "PASSWORD", "wrong")
		}, wrongPassword),
		Choice(row("N73 N62", "a wrong password spends the session", OtpUser(), func(w *World) (any, error) {
			out, err := w.Choose("jane")
			require.NoError(w, err)
			_, err = w.Respond(selects, out.Session, "USERNAME", "jane", "ANSWER", "PASSWORD", "PASSWORD", "wrong")
			wrongPassword.RequireError(w, err)
			return w.Respond(selects, out.Session, "USERNAME", "jane", "ANSWER", "PASSWORD", "PASSWORD", fixture.GoodPassword)
		}, Want{Code: "NotAuthorizedException", Message: TextUsed})),
		row("N39 L87", "no password in a password flow", func(w *World) { w.MustAdminCreate("jane", mail...) },
			choosing("PREFERRED_CHALLENGE", "PASSWORD", "PASSWORD", fixture.GoodPassword), offered(emailOTP)),

		// SELECT_CHALLENGE.
		row("N71 N58", "EMAIL_OTP is selected", OtpUser(both...), answers("ANSWER", "EMAIL_OTP"), goesOn(emailOTP, toEmail("j***@e***"))),
		row("N71", "SMS_OTP is selected", OtpUser(both...), answers("ANSWER", "SMS_OTP"), goesOn(smsOTP, toPhone("+*******0123"))),
		row("N71", "PASSWORD is selected, and given", OtpUser(), answers("ANSWER", "PASSWORD", "PASSWORD", fixture.GoodPassword), Want{Check: Tokens}),
		row("N71 N73", "PASSWORD is selected, and given wrong", OtpUser(), answers("ANSWER", "PASSWORD", "PASSWORD", "wrong"), wrongPassword),
		Choice(row("N71", "PASSWORD alone is selected", OtpUser(), answers("ANSWER", "PASSWORD"), goesOn(password, map[string]string{}))),
		Choice(row("N71", "PASSWORD_SRP alone is selected", OtpUser(), answers("ANSWER", "PASSWORD_SRP"), goesOn(srp, map[string]string{}))),
		row("N72", "what is not available is selected", OtpUser(mail...), answers("ANSWER", "SMS_OTP"), invalid("Selected challenge is not available")),
		row("N72", "what does not exist is selected", OtpUser(mail...), answers("ANSWER", "PIGEON"), invalid("Selected challenge is not available")),
		row("N59", "nothing is selected", OtpUser(mail...), answers(), invalid("Missing required parameter ANSWER")),
		Choice(row("N72", "and selected better", OtpUser(mail...), func(w *World) (any, error) {
			out, err := w.Choose("jane")
			require.NoError(w, err)
			_, err = w.Respond(selects, out.Session, "USERNAME", "jane", "ANSWER", "SMS_OTP")
			require.Error(w, err)
			return w.Respond(selects, out.Session, "USERNAME", "jane", "ANSWER", "EMAIL_OTP")
		}, goesOn(emailOTP, toEmail("j***@e***")))),
		row("N62", "two selections", OtpUser(mail...), func(w *World) (any, error) {
			out, err := w.Choose("jane")
			require.NoError(w, err)
			_, err = w.Respond(selects, out.Session, "USERNAME", "jane", "ANSWER", "EMAIL_OTP")
			require.NoError(w, err)
			return w.Respond(selects, out.Session, "USERNAME", "jane", "ANSWER", "PASSWORD")
		}, Want{Code: "NotAuthorizedException", Message: TextUsed}),

		// One-time passwords.
		row("N69", "six wrong codes", OtpUser(mail...), func(w *World) (any, error) {
			out, err := w.Choose("jane", "PREFERRED_CHALLENGE", "EMAIL_OTP")
			require.NoError(w, err)
			for range 5 {
				_, err := w.Respond(emailOTP, out.Session, "USERNAME", "jane", "EMAIL_OTP_CODE", "wrong")
				wrongCode.RequireError(w, err)
			}
			return w.Respond(emailOTP, out.Session, "USERNAME", "jane", "EMAIL_OTP_CODE", "wrong")
		}, wrongCode),
		row("N59", "no code", OtpUser(phone...), func(w *World) (any, error) {
			out, err := w.Choose("jane", "PREFERRED_CHALLENGE", "SMS_OTP")
			require.NoError(w, err)
			return w.Respond(smsOTP, out.Session, "USERNAME", "jane", "EMAIL_OTP_CODE", "12345678")
		}, invalid("Missing required parameter SMS_OTP_CODE")),

		// Nobody.
		row("N53 N33", "nobody", nil, nobody("PREFERRED_CHALLENGE", "EMAIL_OTP"), unknownUser),
		hidden("N53", "nobody, ENABLED", nobody("PREFERRED_CHALLENGE", "EMAIL_OTP"), Want{Check: func(w *World, out any) {
			begins(emailOTP, toEmail("n***@e***"), srp, password, emailOTP, smsOTP).Check(w, out)
			w.RequireSent(0)
		}}),
		hidden("N53", "nobody answers, ENABLED", func(w *World) (any, error) {
			out, err := w.Choose("nobody@example.com", "PREFERRED_CHALLENGE", "EMAIL_OTP")
			require.NoError(w, err)
			return w.Respond(emailOTP, out.Session, "USERNAME", "nobody@example.com", "EMAIL_OTP_CODE", "12345678")
		}, wrongCode),
		hidden("N53", "nobody by phone number, ENABLED", func(w *World) (any, error) {
			return w.Choose("+12065550177", "PREFERRED_CHALLENGE", "SMS_OTP")
		}, begins(smsOTP, toPhone("+*******0177"), srp, password, emailOTP, smsOTP)),
		hidden("N53", "nobody without a preference, ENABLED", nobody(), offered(srp, password, emailOTP, smsOTP)),
		hidden("N53", "nobody selects, ENABLED", func(w *World) (any, error) {
			return w.selecting("nobody@example.com", "ANSWER", "EMAIL_OTP")
		}, goesOn(emailOTP, toEmail("n***@e***"))),
		hidden("N53", "nobody selects a password, ENABLED", func(w *World) (any, error) {
			return w.selecting("nobody@example.com", "ANSWER", "PASSWORD", "PASSWORD", fixture.GoodPassword)
		}, wrongPassword),
		hidden("N53 N33", "nobody and a password, ENABLED", nobody("PREFERRED_CHALLENGE", "PASSWORD", "PASSWORD", fixture.GoodPassword), wrongPassword),
		Choice(hidden("N53 N63", "the session of one nobody for another", func(w *World) (any, error) {
			out, err := w.Choose("nobody", "PREFERRED_CHALLENGE", "SMS_OTP")
			require.NoError(w, err)
			return w.Respond(smsOTP, out.Session, "USERNAME", "noone", "SMS_OTP_CODE", "12345678")
		}, Want{Code: "NotAuthorizedException", Message: textSession})),
		Choice(hidden("N53", "nobody by a name that is no address has the same mask each time", func(w *World) (any, error) {
			first, err := w.Choose("nobody", "PREFERRED_CHALLENGE", "SMS_OTP")
			require.NoError(w, err)
			again, err := w.Choose("nobody", "PREFERRED_CHALLENGE", "SMS_OTP")
			require.NoError(w, err)
			require.Equal(w, first.ChallengeParameters, again.ChallengeParameters)
			return again, nil
		}, Want{Check: func(w *World, out any) {
			require.Regexp(w, `^\+\*{7}[0-9]{4}$`, out.(*cip.InitiateAuthOutput).ChallengeParameters["CODE_DELIVERY_DESTINATION"])
		}})),
		{Rules: "C29 N33", Name: "a long name", App: PasswordClient(),
			Call: func(w *World) (any, error) { return w.SignIn(strings.Repeat("n", 129), fixture.GoodPassword) }, Want: unknownUser},
		{Rules: "C29 N32", Name: "a long password", App: PasswordClient(), Prior: Jane,
			Call: func(w *World) (any, error) { return w.SignIn("jane", strings.Repeat("n", 257)) }, Want: wrongPassword},
		{Rules: "C29", Name: "an empty name", App: PasswordClient(),
			Call: func(w *World) (any, error) { return w.SignIn("", "x") }, Want: invalid("Missing required parameter USERNAME")},
	}
}
