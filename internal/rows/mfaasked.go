package rows

import (
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
)

// mfaClient signs in by password, SRP and choice.
func mfaClient() cip.CreateUserPoolClientInput {
	return flows(types.ExplicitAuthFlowsTypeAllowUserPasswordAuth, types.ExplicitAuthFlowsTypeAllowAdminUserPasswordAuth,
		types.ExplicitAuthFlowsTypeAllowUserSrpAuth, types.ExplicitAuthFlowsTypeAllowUserAuth, types.ExplicitAuthFlowsTypeAllowRefreshTokenAuth)
}

// askedRows are rows of what a sign-in asks for after the first factor: M60 to M74.
func askedRows() []Row {
	mail, phone := OtpUser("email", janesMail), OtpUser("phone_number", janesPhone)
	// in is a pool of these factors; the user is made while it is OPTIONAL.
	row := func(rules, name string, user func(*World), final cip.SetUserPoolMfaConfigInput, want Want) Row {
		first := allFactors(mfaOptional)
		return Row{Rules: rules, Name: name, Pool: AnyFactorPool(), App: mfaClient(), Prior: Then(WithMFA(first), user, WithMFA(final)), Call: signingIn, Want: want}
	}
	optional, on := allFactors(mfaOptional), allFactors(mfaOn)
	token := Then(Reachable, HasToken)
	tokenOn := Then(token, Turning(settings{tokenMFA: asOn}))
	two := Then(token, Turning(settings{tokenMFA: asOn, smsMFA: asOn}))
	recovering := func(r Row, ways ...types.RecoveryOptionNameType) Row {
		r.Pool = but(r.Pool, func(in *cip.CreateUserPoolInput) { in.AccountRecoverySetting = Recovering(ways...) })
		return r
	}
	call := func(r Row, call func(*World) (any, error)) Row {
		r.Call = call
		return r
	}
	otp := WithFactors(but(AnyFactorPool(), func(in *cip.CreateUserPoolInput) {
		in.AutoVerifiedAttributes = []types.VerifiedAttributeType{types.VerifiedAttributeTypeEmail, types.VerifiedAttributeTypePhoneNumber}
	}), Pwd, EmailOTP, SmsOTP)
	choosing := func(pairs ...string) func(*World) (any, error) {
		return func(w *World) (any, error) { return w.Choose("jane", pairs...) }
	}
	withPool := func(r Row, pool cip.CreateUserPoolInput) Row {
		r.Pool = pool
		return r
	}
	const three, tokenEmail = `["SMS_MFA","SOFTWARE_TOKEN_MFA","EMAIL_OTP"]`, `["SOFTWARE_TOKEN_MFA","EMAIL_OTP"]`
	return []Row{
		// Every way by which a password is proved.
		call(row("M60", "AdminInitiateAuth", tokenOn, optional, Want{Check: func(w *World, out any) {
			got := out.(*cip.AdminInitiateAuthOutput)
			require.Equal(w, tokenMFA, got.ChallengeName)
			require.Equal(w, forJane(), got.ChallengeParameters)
			require.NotNil(w, got.Session)
		}}), func(w *World) (any, error) { return w.AdminSignIn("jane", fixture.GoodPassword) }),
		call(row("M60", "SRP", tokenOn, optional, goesOn(tokenMFA, forJane())), func(w *World) (any, error) { return w.Prove("jane", fixture.GoodPassword, nil) }),
		call(row("M60 M72", "PASSWORD of USER_AUTH", tokenOn, optional, asksToken), choosing("PREFERRED_CHALLENGE", "PASSWORD", "PASSWORD", fixture.GoodPassword)),
		call(row("M60", "PASSWORD of USER_AUTH, answered", tokenOn, optional, goesOn(tokenMFA, forJane())), func(w *World) (any, error) {
			out, err := w.Choose("jane", "PREFERRED_CHALLENGE", "PASSWORD")
			require.NoError(w, err)
			require.Equal(w, password, out.ChallengeName)
			return w.answersMFA(password, out.Session, "PASSWORD", fixture.GoodPassword)
		}),
		call(row("M60", "PASSWORD of SELECT_CHALLENGE", tokenOn, optional, goesOn(tokenMFA, forJane())), func(w *World) (any, error) {
			return w.selecting("jane", "ANSWER", "PASSWORD", "PASSWORD", fixture.GoodPassword)
		}),
		call(row("M60 N32", "a wrong password", tokenOn, on, wrongPassword), func(w *World) (any, error) { return w.SignIn("jane", "wrong") }),
		call(row("M60", "a refresh", Reachable, MFA(mfaOptional, smsMFA), Want{}), func(w *World) (any, error) {
			tokens := w.Tokens("jane")
			Turning(settings{smsMFA: asPreferred})(w)
			out, err := w.Refresh(tokens.RefreshToken, "")
			require.NoError(w, err)
			require.NotNil(w, out.AuthenticationResult)
			return nil, nil
		}),
		{Rules: "M61 M68", Name: "NEW_PASSWORD_REQUIRED comes first", Pool: AnyFactorPool(), App: PasswordClient(), Prior: Then(WithMFA(MFA(mfaOn, tokenMFA)), Invited("jane")), Call: func(w *World) (any, error) {
			session := w.forced("jane")
			out, err := w.answersMFA(newPassword, session, "NEW_PASSWORD", otherPass)
			require.NotEqual(w, *session, *out.Session)
			_, again := w.answersMFA(newPassword, session, "NEW_PASSWORD", otherPass)
			sessionUsed.RequireError(w, again)
			return out, err
		}, Want: goesOn(mfaSetup, forJane("MFAS_CAN_SETUP", `["SOFTWARE_TOKEN_MFA"]`))},
		{Rules: "M61 M63", Name: "a phone number that comes with the new password", Pool: AnyFactorPool(), App: PasswordClient(), Prior: Then(WithMFA(MFA(mfaOn, smsMFA)), Invited("jane")),
			Call: answering("NEW_PASSWORD", otherPass, "userAttributes.phone_number", janesPhone),
			Want: goesOn(smsMFA, forJane("CODE_DELIVERY_DELIVERY_MEDIUM", "SMS", "CODE_DELIVERY_DESTINATION", "+*******0123"))},

		row("M62", "OFF, whatever is on", two, cip.SetUserPoolMfaConfigInput{MfaConfiguration: mfaOff}, signed),
		row("M63", "an app that the pool has switched off", tokenOn, MFA(mfaOptional, smsMFA), asksToken),
		row("M63", "an app that the pool has switched off, ON", Then(OtpUser(), HasToken), MFA(mfaOn, smsMFA), asksToken),
		row("M63", "text messages that the pool has switched off, ON", Then(phone, HasToken), MFA(mfaOn, tokenMFA), asksToken),
		row("M64", "nothing is on", OtpUser("email", janesMail, "email_verified", "true", "phone_number", janesPhone, "phone_number_verified", "true"), optional, signed),
		row("M64", "a verified token that is not on", token, optional, signed),
		row("M65", "the preferred one", Then(token, Turning(settings{tokenMFA: asOn, smsMFA: asOn, emailOTP: asPreferred})), optional, asksEmail),
		row("M65", "the only one, by an app", tokenOn, optional, asksToken),
		row("M65 M63", "the only one, by an unverified phone number", Then(Reachable, Turning(settings{smsMFA: asOn})), optional, asksSMS),
		row("M65 M63", "the only one, by an unverified address", Then(Reachable, Turning(settings{emailOTP: asOn})), optional, asksEmail),
		row("M65 M87", "several", two, optional, asksChoice(`["SMS_MFA","SOFTWARE_TOKEN_MFA"]`)),
		row("M65", "the preferred one is of no use", Then(token, Turning(settings{tokenMFA: asOn, smsMFA: asPreferred})), MFA(mfaOptional, tokenMFA), asksToken),

		row("M66", "ON: the preferred one", Then(token, Turning(settings{emailOTP: asPreferred})), on, asksEmail),
		row("M66", "ON: all that there are, on or not", token, on, asksChoice(three)),
		row("M66", "ON: one is on and not preferred", tokenOn, on, asksChoice(three)),
		row("M66", "ON: a phone number and a token", Then(phone, HasToken), MFA(mfaOn, smsMFA, tokenMFA), asksChoice(`["SMS_MFA","SOFTWARE_TOKEN_MFA"]`)),
		row("M67", "ON: a token alone", Then(OtpUser(), HasToken), on, asksToken),
		row("M67", "ON: a phone number alone", phone, on, asksSMS),
		row("M67", "ON: an address alone", mail, on, asksEmail),
		row("M68 M91", "ON: nothing", OtpUser(), on, asksSetup(three)),
		row("M68", "ON: no phone number, in a pool of text messages and apps", mail, MFA(mfaOn, smsMFA, tokenMFA), asksSetup(`["SMS_MFA","SOFTWARE_TOKEN_MFA"]`)),
		row("M68 M91", "ON: apps alone", Reachable, MFA(mfaOn, tokenMFA), asksSetup(`["SOFTWARE_TOKEN_MFA"]`)),
		row("M69", "ON: e-mails alone and no address", phone, MFA(mfaOn, emailOTP), asksSetup(`["EMAIL_OTP"]`)),
		row("M70", "ON: text messages alone and no phone number", mail, MFA(mfaOn, smsMFA), noFactor),
		call(row("M70 M61", "by an administrator", mail, MFA(mfaOn, smsMFA), noFactor), func(w *World) (any, error) { return w.AdminSignIn("jane", fixture.GoodPassword) }),
		row("M71", "OPTIONAL: the address is gone, and another factor is on", Then(token, Turning(settings{tokenMFA: asOn, smsMFA: asPreferred}), func(w *World) {
			_, err := w.DeleteAttributes("jane", "phone_number")
			require.NoError(w, err)
		}), optional, asksToken),
		row("M71 M66", "ON: the preferred one is of no use", Then(Reachable, Turning(settings{emailOTP: asPreferred})), MFA(mfaOn, smsMFA, tokenMFA), asksSMS),
		row("M71 M51", "OPTIONAL: the pool lacks the only one", Then(Reachable, Turning(settings{smsMFA: asPreferred})), MFA(mfaOptional, tokenMFA), signed),

		call(withPool(row("M72 N46", "OPTIONAL: one is on", Then(Reachable, Turning(settings{smsMFA: asOn})), optional, offered(srp, password)), otp), choosing()),
		call(withPool(row("M72 N49", "OPTIONAL: one is on, and EMAIL_OTP is preferred", Then(Reachable, Turning(settings{smsMFA: asOn})), optional, offered(srp, password)), otp),
			choosing("PREFERRED_CHALLENGE", "EMAIL_OTP")),
		call(withPool(row("M72", "OPTIONAL: nothing is on", Reachable, optional, offered(srp, password, emailOTP, smsOTP)), otp), choosing()),
		call(withPool(row("M72 N72", "OPTIONAL: one is on, and EMAIL_OTP is selected", Then(Reachable, Turning(settings{smsMFA: asOn})), optional,
			invalid("Selected challenge is not available")), otp), func(w *World) (any, error) { return w.selecting("jane", "ANSWER", "EMAIL_OTP") }),
		{Rules: "M73", Name: "the first sign-in", App: PasswordClient(), Prior: Then(WithMFA(MFA(mfaOn, tokenMFA)), Jane), Call: signingIn, Want: asksSetup(`["SOFTWARE_TOKEN_MFA"]`)},

		recovering(row("M74", "the phone recovers first", Then(phone, HasToken), MFA(mfaOn, smsMFA, tokenMFA), asksToken), byPhone, byEmail),
		recovering(row("M74", "the phone recovers first, and there are three", token, on, asksChoice(tokenEmail)), byPhone, byEmail),
		recovering(row("M74", "the address recovers first", Reachable, MFA(mfaOn, smsMFA, emailOTP), asksSMS), byEmail, byPhone),
		recovering(row("M74", "the phone recovers first, and is all there is", phone, on, asksSMS), byPhone, byEmail),
		recovering(row("M74", "the phone recovers first, and is preferred", Then(token, Turning(settings{smsMFA: asPreferred})), on, asksSMS), byPhone, byEmail),
		recovering(row("M74", "an administrator recovers", token, on, asksChoice(three)), byAdmin),
		row("M74", "nobody said who recovers", Reachable, MFA(mfaOn, smsMFA, emailOTP), asksChoice(`["SMS_MFA","EMAIL_OTP"]`)),
		recovering(row("M74 M65", "OPTIONAL: the user's own choice", two, optional, asksChoice(`["SMS_MFA","SOFTWARE_TOKEN_MFA"]`)), byPhone, byEmail),
	}
}
