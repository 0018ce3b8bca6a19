package rows

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
)

const (
	Pwd      = types.AuthFactorTypePassword
	EmailOTP = types.AuthFactorTypeEmailOtp
	SmsOTP   = types.AuthFactorTypeSmsOtp
	webAuthn = types.AuthFactorTypeWebAuthn
)

// WithFactors is a pool with these first factors.
func WithFactors(pool cip.CreateUserPoolInput, factors ...types.AuthFactorType) cip.CreateUserPoolInput {
	pool.Policies = &types.UserPoolPolicyType{SignInPolicy: &types.SignInPolicyType{AllowedFirstAuthFactors: factors}}
	return pool
}

// InTier is a pool of a tier.
func InTier(pool cip.CreateUserPoolInput, tier types.UserPoolTierType) cip.CreateUserPoolInput {
	pool.UserPoolTier = tier
	return pool
}

// Choosing is a client with choice-based sign-in.
var Choosing = cip.CreateUserPoolClientInput{ExplicitAuthFlows: []types.ExplicitAuthFlowsType{
	types.ExplicitAuthFlowsTypeAllowUserAuth, types.ExplicitAuthFlowsTypeAllowRefreshTokenAuth,
}}

// withoutPassword signs up without a password.
func withoutPassword(username string, pairs ...string) func(*World) (any, error) {
	return func(w *World) (any, error) {
		in := w.SignUpInput(username, pairs...)
		in.Password = nil
		return w.Client.SignUp(w.Ctx, in)
	}
}

// welcomed checks a sign-up without a password: a code to the attribute, and a session.
func welcomed(attribute string) Want {
	return Want{Check: func(w *World, out any) {
		got := out.(*cip.SignUpOutput)
		require.False(w, got.UserConfirmed)
		require.Equal(w, attribute, *got.CodeDeliveryDetails.AttributeName)
		w.RequireSent(1)
		require.GreaterOrEqual(w, len(*got.Session), 20)
		require.LessOrEqual(w, len(*got.Session), 2048)
		require.Equal(w, types.UserStatusTypeUnconfirmed, w.Users()[0].Status)
	}}
}

// missingPassword is R114: a choice, and marked so by the rows.
var missingPassword = invalid("1 validation error detected: Value null at 'password' failed to satisfy constraint: Member must not be null")

func hasSession(has bool) Want {
	return Want{Check: func(w *World, out any) { require.Equal(w, has, out.(*cip.SignUpOutput).Session != nil) }}
}

// passwordlessRows are rows of signing up without a password, and of the session: docs/behaviour.md
// R110 to R117, L23.
func passwordlessRows() []Row {
	return []Row{
		{Rules: "R110 R112 R7", Name: "by e-mail", Pool: WithFactors(fixture.EmailPool(), Pwd, EmailOTP), App: Choosing,
			Call: withoutPassword("jane", "email", "a@example.com"), Want: welcomed("email")},
		{Rules: "R110 R112", Name: "by text message", Pool: WithFactors(fixture.PhonePool(), Pwd, SmsOTP), App: Choosing,
			Call: withoutPassword("jane", "phone_number", "+12065550100"), Want: welcomed("phone_number")},
		{Rules: "R110 R112", Name: "with an empty password", Pool: WithFactors(fixture.EmailPool(), Pwd, EmailOTP), App: Choosing, Call: func(w *World) (any, error) {
			in := w.SignUpInput("jane", "email", "a@example.com")
			in.Password = aws.String("")
			return w.Client.SignUp(w.Ctx, in)
		}, Want: welcomed("email")},
		{Rules: "R110", Name: "by either, the phone number given", Pool: WithFactors(Both(cip.CreateUserPoolInput{}), Pwd, EmailOTP, SmsOTP), App: Choosing,
			Call: withoutPassword("jane", "phone_number", "+12065550100"), Want: welcomed("phone_number")},
		{Rules: "R110 L12", Name: "by e-mail, with the code by text message", Pool: WithFactors(Both(cip.CreateUserPoolInput{}), Pwd, EmailOTP), App: Choosing,
			Call: withoutPassword("jane", "phone_number", "+12065550100", "email", "a@example.com"), Want: welcomed("phone_number")},
		{Rules: "R110 R64", Name: "the e-mail as username", Pool: WithFactors(fixture.AutoVerifying(fixture.EmailNamePool(), types.VerifiedAttributeTypeEmail), Pwd, EmailOTP), App: Choosing,
			Call: withoutPassword("a@example.com"), Want: welcomed("email")},
		{Rules: "R110 R64", Name: "the phone number as username", Pool: WithFactors(fixture.AutoVerifying(anyNamePool(), types.VerifiedAttributeTypePhoneNumber), Pwd, SmsOTP), App: Choosing,
			Call: withoutPassword("+12065550100"), Want: welcomed("phone_number")},
		{Rules: "R110", Name: "in PLUS", Pool: InTier(WithFactors(fixture.EmailPool(), Pwd, EmailOTP), types.UserPoolTierTypePlus), App: Choosing,
			Call: withoutPassword("jane", "email", "a@example.com"), Want: welcomed("email")},

		// One condition is missing.
		{Rules: "R114", Choice: true, Name: "a pool of passwords", Pool: fixture.EmailPool(), App: Choosing, Call: withoutPassword("jane", "email", "a@example.com"), Want: missingPassword},
		{Rules: "R110", Name: "a pool of passwords, by type alone", Pool: fixture.EmailPool(), App: Choosing, Call: withoutPassword("jane", "email", "a@example.com"),
			Want: Want{Code: "InvalidParameterException", AnyText: true}},
		{Rules: "R114", Choice: true, Name: "an empty password in a pool of passwords", Pool: fixture.EmailPool(), Call: withPassword(""), Want: missingPassword},
		{Rules: "R114", Choice: true, Name: "null password", Raw: func(w *World) string {
			return `SignUp {"ClientId":"` + w.ClientID + `","Username":"jane","Password":null}`
		}, Want: missingPassword},
		{Rules: "R111 R114", Choice: true, Name: "passkeys are not enough", Pool: WithFactors(fixture.EmailPool(), Pwd, webAuthn), App: Choosing,
			Call: withoutPassword("jane", "email", "a@example.com"), Want: missingPassword},
		{Rules: "R110 R114", Choice: true, Name: "a client without ALLOW_USER_AUTH", Pool: WithFactors(fixture.EmailPool(), Pwd, EmailOTP),
			Call: withoutPassword("jane", "email", "a@example.com"), Want: missingPassword},
		{Rules: "R110 R114", Choice: true, Name: "a client with other flows", Pool: WithFactors(fixture.EmailPool(), Pwd, EmailOTP),
			App: cip.CreateUserPoolClientInput{ExplicitAuthFlows: []types.ExplicitAuthFlowsType{
				types.ExplicitAuthFlowsTypeAllowUserPasswordAuth, types.ExplicitAuthFlowsTypeAllowUserSrpAuth, types.ExplicitAuthFlowsTypeAllowCustomAuth,
			}}, Call: withoutPassword("jane", "email", "a@example.com"), Want: missingPassword},
		{Rules: "R115", Choice: true, Name: "no e-mail", Pool: WithFactors(fixture.EmailPool(), Pwd, EmailOTP), App: Choosing, Call: withoutPassword("jane"), Want: missingPassword},
		{Rules: "R115 R81", Choice: true, Name: "an empty e-mail", Pool: WithFactors(fixture.EmailPool(), Pwd, EmailOTP), App: Choosing, Call: withoutPassword("jane", "email", ""), Want: missingPassword},
		{Rules: "R115 R89", Choice: true, Name: "an e-mail taken back", Pool: WithFactors(fixture.EmailPool(), Pwd, EmailOTP), App: Choosing,
			Call: withoutPassword("jane", "email", "a@example.com", "email", ""), Want: missingPassword},
		{Rules: "R115", Choice: true, Name: "the address of the other kind", Pool: WithFactors(Both(cip.CreateUserPoolInput{}), Pwd, EmailOTP), App: Choosing,
			Call: withoutPassword("jane", "phone_number", "+12065550100"), Want: missingPassword},
		{Rules: "R110 L79", Choice: true, Name: "an e-mail that the pool does not verify", Pool: WithFactors(fixture.PhonePool(), Pwd, EmailOTP), App: Choosing,
			Call: withoutPassword("jane", "email", "a@example.com"), Want: missingPassword},

		// A password that is sent all the same.
		{Rules: "R116 R40", Name: "a weak password", Pool: WithFactors(fixture.EmailPool(), Pwd, EmailOTP), App: Choosing, Call: withPassword("password"), Want: weak(noUppercase)},
		{Rules: "R116", Name: "a good password", Pool: WithFactors(fixture.EmailPool(), Pwd, EmailOTP), App: Choosing, Call: SigningUp("jane", "email", "a@example.com"), Want: welcomed("email")},

		// The session.
		{Rules: "R113 L23 R7", Name: "with a password, for ALLOW_USER_AUTH", App: Choosing, Call: SigningUp("jane"), Want: hasSession(true)},
		{Rules: "R113 L23 L6", Name: "none for a default client", Pool: fixture.EmailPool(), Call: SigningUp("jane", "email", "a@example.com"), Want: hasSession(false)},
		{Rules: "R113 L23", Name: "none for other flows", App: cip.CreateUserPoolClientInput{ExplicitAuthFlows: []types.ExplicitAuthFlowsType{
			types.ExplicitAuthFlowsTypeAllowUserPasswordAuth, types.ExplicitAuthFlowsTypeAllowUserSrpAuth,
		}}, Call: SigningUp("jane"), Want: hasSession(false)},
		{Rules: "R113 L23 N19", Name: "none when flows are unset", Call: SigningUp("jane"), Want: hasSession(false)},
	}
}

// refusedFactors is a row of a pool that may not have these factors.
func refusedFactors(rules, name string, choice bool, pool cip.CreateUserPoolInput, want Want) Row {
	pool.PoolName = aws.String("refused")
	return Row{Rules: rules, Choice: choice, Name: name, Want: want, Call: func(w *World) (any, error) {
		return w.Client.CreateUserPool(w.Ctx, &pool)
	}}
}

// refusedFactorRows are rows of signing up without a password, and of the session: docs/behaviour.md
// R110 to R117, L23.
func refusedFactorRows() []Row {
	const factorPath = "policies.signInPolicy.allowedFirstAuthFactors"
	return []Row{
		{Rules: "R117", Name: "all four factors", Pool: WithFactors(Both(cip.CreateUserPoolInput{}), Pwd, EmailOTP, SmsOTP, webAuthn), Call: SigningUp("jane")},
		{Rules: "R117", Name: "PASSWORD alone in LITE", Pool: InTier(WithFactors(cip.CreateUserPoolInput{}, Pwd), types.UserPoolTierTypeLite), Call: SigningUp("jane")},
		refusedFactors("R117 P132", "without PASSWORD", false, WithFactors(fixture.EmailPool(), EmailOTP), invalid("Password should be configured as one of the allowed first auth factors.")),
		refusedFactors("R117 N135 P134", "one-time passwords in LITE", false, InTier(WithFactors(fixture.EmailPool(), Pwd, EmailOTP), types.UserPoolTierTypeLite),
			tooLow("LITE", "Passwordless Sign-In")),
		refusedFactors("R117", "no factor", false, WithFactors(fixture.EmailPool(), []types.AuthFactorType{}...),
			invalid("1 validation error detected: "+breaksShown("[]", factorPath, atLeast1))),
		refusedFactors("R117 P13", "a factor that there is not", true, WithFactors(fixture.EmailPool(), Pwd, "FINGER"),
			invalid("1 validation error detected: "+breaksShown("[PASSWORD, FINGER]", factorPath,
				elements+"Member must satisfy enum value set: [PASSWORD, EMAIL_OTP, SMS_OTP, WEB_AUTHN, SOFTWARE_TOKEN]]"))),
		refusedFactors("R117", "six factors", false, WithFactors(fixture.EmailPool(), Pwd, Pwd, Pwd, Pwd, Pwd, Pwd),
			invalid("1 validation error detected: "+breaksShown("[PASSWORD, PASSWORD, PASSWORD, PASSWORD, PASSWORD, PASSWORD]", factorPath,
				"Member must have length less than or equal to 5"))),
	}
}
