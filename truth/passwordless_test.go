package truth_test

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
)

// Rows of signing up without a password, and of the session: docs/behaviour.md
// R110 to R117, L23.

const (
	pwd      = types.AuthFactorTypePassword
	emailOTP = types.AuthFactorTypeEmailOtp
	smsOTP   = types.AuthFactorTypeSmsOtp
	webAuthn = types.AuthFactorTypeWebAuthn
)

// withFactors is a pool with these first factors.
func withFactors(pool cip.CreateUserPoolInput, factors ...types.AuthFactorType) cip.CreateUserPoolInput {
	pool.Policies = &types.UserPoolPolicyType{SignInPolicy: &types.SignInPolicyType{AllowedFirstAuthFactors: factors}}
	return pool
}

func inTier(pool cip.CreateUserPoolInput, tier types.UserPoolTierType) cip.CreateUserPoolInput {
	pool.UserPoolTier = tier
	return pool
}

// choosing is a client with choice-based sign-in.
var choosing = cip.CreateUserPoolClientInput{ExplicitAuthFlows: []types.ExplicitAuthFlowsType{
	types.ExplicitAuthFlowsTypeAllowUserAuth, types.ExplicitAuthFlowsTypeAllowRefreshTokenAuth,
}}

// withoutPassword signs up without a password.
func withoutPassword(username string, pairs ...string) func(*world) (any, error) {
	return func(w *world) (any, error) {
		in := w.signUpInput(username, pairs...)
		in.Password = nil
		return w.client.SignUp(w.ctx, in)
	}
}

// welcomed checks a sign-up without a password: a code to the attribute, and a session.
func welcomed(attribute string) want {
	return want{check: func(w *world, out any) {
		got := out.(*cip.SignUpOutput)
		require.False(w, got.UserConfirmed)
		require.Equal(w, attribute, *got.CodeDeliveryDetails.AttributeName)
		require.Len(w, w.fake.Messages(), 1)
		require.GreaterOrEqual(w, len(*got.Session), 20)
		require.LessOrEqual(w, len(*got.Session), 2048)
		require.Equal(w, types.UserStatusTypeUnconfirmed, w.pool.Users()[0].Status)
	}}
}

// missingPassword is R114: a choice, and marked so by the rows.
var missingPassword = invalid("1 validation error detected: Value null at 'password' failed to satisfy constraint: Member must not be null")

func hasSession(has bool) want {
	return want{check: func(w *world, out any) { require.Equal(w, has, out.(*cip.SignUpOutput).Session != nil) }}
}

var _ = addRows(
	row{rules: "R110 R112 R7", name: "by e-mail", pool: withFactors(fixture.EmailPool(), pwd, emailOTP), app: choosing,
		call: withoutPassword("jane", "email", "a@example.com"), want: welcomed("email")},
	row{rules: "R110 R112", name: "by text message", pool: withFactors(fixture.PhonePool(), pwd, smsOTP), app: choosing,
		call: withoutPassword("jane", "phone_number", "+12065550100"), want: welcomed("phone_number")},
	row{rules: "R110 R112", name: "with an empty password", pool: withFactors(fixture.EmailPool(), pwd, emailOTP), app: choosing, call: func(w *world) (any, error) {
		in := w.signUpInput("jane", "email", "a@example.com")
		in.Password = aws.String("")
		return w.client.SignUp(w.ctx, in)
	}, want: welcomed("email")},
	row{rules: "R110", name: "by either, the phone number given", pool: withFactors(both(cip.CreateUserPoolInput{}), pwd, emailOTP, smsOTP), app: choosing,
		call: withoutPassword("jane", "phone_number", "+12065550100"), want: welcomed("phone_number")},
	row{rules: "R110 L12", name: "by e-mail, with the code by text message", pool: withFactors(both(cip.CreateUserPoolInput{}), pwd, emailOTP), app: choosing,
		call: withoutPassword("jane", "phone_number", "+12065550100", "email", "a@example.com"), want: welcomed("phone_number")},
	row{rules: "R110 R64", name: "the e-mail as username", pool: withFactors(fixture.AutoVerifying(fixture.EmailNamePool(), types.VerifiedAttributeTypeEmail), pwd, emailOTP), app: choosing,
		call: withoutPassword("a@example.com"), want: welcomed("email")},
	row{rules: "R110 R64", name: "the phone number as username", pool: withFactors(fixture.AutoVerifying(anyNamePool(), types.VerifiedAttributeTypePhoneNumber), pwd, smsOTP), app: choosing,
		call: withoutPassword("+12065550100"), want: welcomed("phone_number")},
	row{rules: "R110", name: "in PLUS", pool: inTier(withFactors(fixture.EmailPool(), pwd, emailOTP), types.UserPoolTierTypePlus), app: choosing,
		call: withoutPassword("jane", "email", "a@example.com"), want: welcomed("email")},

	// One condition is missing.
	row{rules: "R114", choice: true, name: "a pool of passwords", pool: fixture.EmailPool(), app: choosing, call: withoutPassword("jane", "email", "a@example.com"), want: missingPassword},
	row{rules: "R110", name: "a pool of passwords, by type alone", pool: fixture.EmailPool(), app: choosing, call: withoutPassword("jane", "email", "a@example.com"),
		want: want{code: "InvalidParameterException", anyText: true}},
	row{rules: "R114", choice: true, name: "an empty password in a pool of passwords", pool: fixture.EmailPool(), call: withPassword(""), want: missingPassword},
	row{rules: "R114", choice: true, name: "null password", raw: func(w *world) string {
		return `SignUp {"ClientId":"` + w.app.ID + `","Username":"jane","Password":null}`
	}, want: missingPassword},
	row{rules: "R111 R114", choice: true, name: "passkeys are not enough", pool: withFactors(fixture.EmailPool(), pwd, webAuthn), app: choosing,
		call: withoutPassword("jane", "email", "a@example.com"), want: missingPassword},
	row{rules: "R110 R114", choice: true, name: "a client without ALLOW_USER_AUTH", pool: withFactors(fixture.EmailPool(), pwd, emailOTP),
		call: withoutPassword("jane", "email", "a@example.com"), want: missingPassword},
	row{rules: "R110 R114", choice: true, name: "a client with other flows", pool: withFactors(fixture.EmailPool(), pwd, emailOTP),
		app: cip.CreateUserPoolClientInput{ExplicitAuthFlows: []types.ExplicitAuthFlowsType{
			types.ExplicitAuthFlowsTypeAllowUserPasswordAuth, types.ExplicitAuthFlowsTypeAllowUserSrpAuth, types.ExplicitAuthFlowsTypeAllowCustomAuth,
		}}, call: withoutPassword("jane", "email", "a@example.com"), want: missingPassword},
	row{rules: "R115", choice: true, name: "no e-mail", pool: withFactors(fixture.EmailPool(), pwd, emailOTP), app: choosing, call: withoutPassword("jane"), want: missingPassword},
	row{rules: "R115 R81", choice: true, name: "an empty e-mail", pool: withFactors(fixture.EmailPool(), pwd, emailOTP), app: choosing, call: withoutPassword("jane", "email", ""), want: missingPassword},
	row{rules: "R115 R89", choice: true, name: "an e-mail taken back", pool: withFactors(fixture.EmailPool(), pwd, emailOTP), app: choosing,
		call: withoutPassword("jane", "email", "a@example.com", "email", ""), want: missingPassword},
	row{rules: "R115", choice: true, name: "the address of the other kind", pool: withFactors(both(cip.CreateUserPoolInput{}), pwd, emailOTP), app: choosing,
		call: withoutPassword("jane", "phone_number", "+12065550100"), want: missingPassword},
	row{rules: "R110 L79", choice: true, name: "an e-mail that the pool does not verify", pool: withFactors(fixture.PhonePool(), pwd, emailOTP), app: choosing,
		call: withoutPassword("jane", "email", "a@example.com"), want: missingPassword},

	// A password that is sent all the same.
	row{rules: "R116 R40", name: "a weak password", pool: withFactors(fixture.EmailPool(), pwd, emailOTP), app: choosing, call: withPassword("password"), want: weak(noUppercase)},
	row{rules: "R116", name: "a good password", pool: withFactors(fixture.EmailPool(), pwd, emailOTP), app: choosing, call: signingUp("jane", "email", "a@example.com"), want: welcomed("email")},

	// The session.
	row{rules: "R113 L23 R7", name: "with a password, for ALLOW_USER_AUTH", app: choosing, call: signingUp("jane"), want: hasSession(true)},
	row{rules: "R113 L23 L6", name: "none for a default client", pool: fixture.EmailPool(), call: signingUp("jane", "email", "a@example.com"), want: hasSession(false)},
	row{rules: "R113 L23", name: "none for other flows", app: cip.CreateUserPoolClientInput{ExplicitAuthFlows: []types.ExplicitAuthFlowsType{
		types.ExplicitAuthFlowsTypeAllowUserPasswordAuth, types.ExplicitAuthFlowsTypeAllowUserSrpAuth,
	}}, call: signingUp("jane"), want: hasSession(false)},
	row{rules: "R113 L23 N19", name: "none when flows are unset", call: signingUp("jane"), want: hasSession(false)},
)

// refusedFactors is a row of a pool that may not have these factors.
func refusedFactors(rules, name string, choice bool, pool cip.CreateUserPoolInput, want want) row {
	pool.PoolName = aws.String("refused")
	return row{rules: rules, choice: choice, name: name, want: want, call: func(w *world) (any, error) {
		return w.client.CreateUserPool(w.ctx, &pool)
	}}
}

var _ = addRows(
	row{rules: "R117", name: "all four factors", pool: withFactors(both(cip.CreateUserPoolInput{}), pwd, emailOTP, smsOTP, webAuthn), call: signingUp("jane")},
	row{rules: "R117", name: "PASSWORD alone in LITE", pool: inTier(withFactors(cip.CreateUserPoolInput{}, pwd), types.UserPoolTierTypeLite), call: signingUp("jane")},
	refusedFactors("R117", "without PASSWORD", false, withFactors(fixture.EmailPool(), emailOTP), want{code: "InvalidParameterException", anyText: true}),
	refusedFactors("R117 N135", "one-time passwords in LITE", false, inTier(withFactors(fixture.EmailPool(), pwd, emailOTP), types.UserPoolTierTypeLite),
		want{code: "FeatureUnavailableInTierException", anyText: true}),
	refusedFactors("R117", "no factor", false, withFactors(fixture.EmailPool(), []types.AuthFactorType{}...), want{
		code: "InvalidParameterException", prefix: true, message: "1 validation error detected: Value "}),
	refusedFactors("R117", "a factor that there is not", false, withFactors(fixture.EmailPool(), pwd, "FINGER"), want{
		code: "InvalidParameterException", prefix: true, message: "1 validation error detected: Value "}),
	refusedFactors("R117", "six factors", false, withFactors(fixture.EmailPool(), pwd, pwd, pwd, pwd, pwd, pwd), want{
		code: "InvalidParameterException", prefix: true, message: "1 validation error detected: Value "}),
)
