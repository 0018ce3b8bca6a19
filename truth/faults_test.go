package truth_test

import (
	"fmt"
	"time"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
	"github.com/cognitofake/cognitofake/internal/rows"
)

// signUpOnce is a sign-up that the SDK does not try again.
func signUpOnce(w *rows.World) (any, error) {
	return w.Client.SignUp(w.Ctx, w.SignUpInput("jane", "email", "jane@example.com", "phone_number", "+15555550100"), noRetry)
}

// failDelivery lets the message of the next sign-up fail.
func failDelivery(err error) func(*world) {
	return func(w *world) { w.fake.FailNext(cognitofake.OpSignUp, err, cognitofake.AtDelivery()) }
}

// undeliveredUser asserts that the user is there, and the message is not.
func undeliveredUser(w *world, _ any) {
	require.Equal(w, types.UserStatusTypeUnconfirmed, w.user("jane").Status)
	messages := w.fake.Messages()
	require.Len(w, messages, 1)
	require.False(w, messages[0].Delivered)
	require.NotEmpty(w, messages[0].Error)
}

func attempts(n int) func(*world, any) {
	return func(w *world, _ any) { require.Len(w, w.fake.Calls(), n) }
}

// guardedPool has threat protection.
func guardedPool(mode types.AdvancedSecurityModeType) cip.CreateUserPoolInput {
	return cip.CreateUserPoolInput{
		UserPoolTier: types.UserPoolTierTypePlus, UserPoolAddOns: &types.UserPoolAddOnsType{AdvancedSecurityMode: mode},
	}
}

// faultRows are rows of what can go wrong: docs/behaviour.md R49, R120 to R129, L39 to L47, L147 to L150.
func faultRows() []rows.Row {
	return []rows.Row{
		{
			Rules: "R49 L148", Name: "compromised password", Pool: guardedPool(types.AdvancedSecurityModeTypeEnforced),
			Own:  []cognitofake.Option{cognitofake.WithCompromisedPasswords(fixture.GoodPassword)},
			Call: func(w *rows.World) (any, error) { return w.SignUp("jane") },
			Want: rows.Want{Code: "InvalidPasswordException", Message: "Provided password cannot be used for security reasons."},
		},
		{
			Rules: "L148", Name: "compromised password, audit alone", Pool: guardedPool(types.AdvancedSecurityModeTypeAudit),
			Own:  []cognitofake.Option{cognitofake.WithCompromisedPasswords(fixture.GoodPassword)},
			Call: func(w *rows.World) (any, error) { return w.SignUp("jane") },
		},
		{
			Rules: "R120 R129 L150", Name: "throttled for good",
			Prior: prior(func(w *world) { w.fake.Throttle(cognitofake.OpSignUp) }),
			Call:  func(w *rows.World) (any, error) { return w.SignUp("jane") },
			Want: rows.Want{Code: "TooManyRequestsException", Message: "Rate exceeded", Check: check(func(w *world, _ any) {
				require.Len(w, w.fake.Calls(), 3)
				require.Empty(w, w.pool.Users())
			})},
		},
		{
			Rules: "R120 L150", Name: "the fifty-first in a second",
			Own: []cognitofake.Option{frozen(), cognitofake.WithDefaultQuotas()},
			Prior: func(w *rows.World) {
				for i := range 50 {
					w.MustSignUp(fmt.Sprint("user", i))
				}
			},
			Call: signUpOnce,
			Want: rows.Want{Code: "TooManyRequestsException", Message: "Rate exceeded"},
		},
		{
			Rules: "R121 R122 L39 L40", Name: "e-mails of the day used up", Pool: fixture.EmailPool(),
			Own:  []cognitofake.Option{cognitofake.WithDailyEmailLimit(0)},
			Call: signUpOnce,
			Want: rows.Want{Code: "LimitExceededException", Message: dailyEmailLimit, Check: check(undeliveredUser)},
		},
		{
			Rules: "L40", Name: "a resend after the e-mail limit", Pool: fixture.EmailPool(), Own: []cognitofake.Option{frozen(), cognitofake.WithDailyEmailLimit(1)},
			Prior: prior(func(w *world) {
				w.MustSignUp("joe", "email", "joe@example.com")
				_, err := signUpOnce(w.World)
				fixture.RequireAs[*types.LimitExceededException](w, err)
				w.fake.Advance(24 * time.Hour)
			}),
			Call: func(w *rows.World) (any, error) { return w.Resend("jane") },
			Want: rows.Want{Check: check(func(w *world, out any) {
				require.NotNil(w, out.(*cip.ResendConfirmationCodeOutput).CodeDeliveryDetails)
				messages := w.fake.Messages()
				m := messages[len(messages)-1]
				require.True(w, m.Delivered)
				w.MustConfirm("jane", m.Code)
			})},
		},
		{
			Rules: "R122 L40", Name: "sign-up again after the e-mail limit", Pool: fixture.EmailPool(),
			Own: []cognitofake.Option{cognitofake.WithDailyEmailLimit(0)},
			Prior: func(w *rows.World) {
				_, err := signUpOnce(w)
				fixture.RequireAs[*types.LimitExceededException](w, err)
			},
			Call: signUpOnce,
			Want: rows.Want{Code: "UsernameExistsException", Message: "User already exists"},
		},
		{
			Rules: "R129", Name: "the retry trap", Pool: fixture.EmailPool(),
			Own:  []cognitofake.Option{cognitofake.WithDailyEmailLimit(0)},
			Call: func(w *rows.World) (any, error) { return w.SignUp("jane", "email", "jane@example.com") },
			Want: rows.Want{Code: "UsernameExistsException", Message: "User already exists", Check: check(attempts(2))},
		},
		{
			Rules: "R129", Name: "no second attempt of a refusal",
			Prior: prior(func(w *world) { w.fake.Fail(cognitofake.OpSignUp, &types.NotAuthorizedException{}) }),
			Call:  func(w *rows.World) (any, error) { return w.SignUp("jane") },
			Want:  rows.Want{Code: "NotAuthorizedException", Message: "SignUp is not permitted for this user pool", Check: check(attempts(1))},
		},
		{
			Rules: "R124 R129 L149", Name: "blocked by WAF",
			Prior: prior(func(w *world) { w.fake.Fail(cognitofake.OpSignUp, &types.ForbiddenException{}) }),
			Call:  func(w *rows.World) (any, error) { return w.SignUp("jane") },
			Want: rows.Want{
				Code: "ForbiddenException", Message: "Request not allowed due to WAF block.", Status: 403, Check: check(attempts(1)),
			},
		},
		{
			Rules: "R125 R129", Name: "the service fails",
			Prior: prior(func(w *world) { w.fake.Fail(cognitofake.OpSignUp, &types.InternalErrorException{}) }),
			Call:  func(w *rows.World) (any, error) { return w.SignUp("jane") },
			Want: rows.Want{
				Code: "InternalErrorException", Message: "Internal server error.", Status: 500, Check: check(attempts(3)),
			},
		},
		{
			Rules: "R126 L41", Name: "e-mail fails", Pool: fixture.EmailPool(),
			Prior: prior(failDelivery(&types.CodeDeliveryFailureException{})), Call: signUpOnce,
			Want: rows.Want{
				Code: "CodeDeliveryFailureException", Message: "Invalid email provided/Unable to send the email", Check: check(undeliveredUser),
			},
		},
		{
			Rules: "R126 L42", Choice: true, Name: "text message fails", Pool: fixture.PhonePool(),
			Prior: prior(failDelivery(&types.CodeDeliveryFailureException{})), Call: signUpOnce,
			Want: rows.Want{
				Code:    "CodeDeliveryFailureException",
				Message: "Invalid phone number provided/Unable to send the message. User pool does not have SMS configuration to send messages.",
				Check:   check(undeliveredUser),
			},
		},
		{
			Rules: "R127 L44 L47", Name: "SMS role that cannot be assumed", Pool: fixture.PhonePool(),
			Prior: prior(failDelivery(&types.InvalidSmsRoleTrustRelationshipException{})), Call: signUpOnce,
			Want: rows.Want{
				Code:    "InvalidSmsRoleTrustRelationshipException",
				Message: "Role does not have a trust relationship allowing Cognito to assume the role",
				Check:   check(undeliveredUser),
			},
		},
		{
			Rules: "R127 L45 L47", Name: "SMS role that may not publish", Pool: fixture.PhonePool(),
			Prior: prior(failDelivery(&types.InvalidSmsRoleAccessPolicyException{})), Call: signUpOnce,
			Want: rows.Want{
				Code:    "InvalidSmsRoleAccessPolicyException",
				Message: "Role does not have permission to publish with SNS",
				Check:   check(undeliveredUser),
			},
		},
		{
			Rules: "R127", Choice: true, Name: "e-mail role that may not send", Pool: fixture.EmailPool(),
			Prior: prior(failDelivery(&types.InvalidEmailRoleAccessPolicyException{})), Call: signUpOnce,
			Want: rows.Want{Code: "InvalidEmailRoleAccessPolicyException", AnyText: true, Check: check(undeliveredUser)},
		},
		{
			Rules: "L46", Name: "SMS sandbox", Pool: fixture.PhonePool(),
			Own:  []cognitofake.Option{cognitofake.WithSMSSandbox()},
			Call: signUpOnce,
			Want: rows.Want{Check: check(func(w *world, out any) {
				require.Equal(w, types.DeliveryMediumTypeSms, out.(*cip.SignUpOutput).CodeDeliveryDetails.DeliveryMedium)
				undeliveredUser(w, out)
			})},
		},
	}
}
