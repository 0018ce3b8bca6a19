package truth_test

import (
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
)

// signUpOnce is a sign-up that the SDK does not try again.
func signUpOnce(w *world) (any, error) {
	return w.client.SignUp(w.ctx, w.signUpInput("jane", "email", "jane@example.com", "phone_number", "+15555550100"), noRetry)
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

// Rows of what can go wrong: docs/behaviour.md R49, R120 to R129, L39 to L47, L147 to L150.
var _ = addRows(
	row{
		rules: "R49 L148", name: "compromised password", pool: guardedPool(types.AdvancedSecurityModeTypeEnforced),
		opts: []cognitofake.Option{cognitofake.WithCompromisedPasswords(fixture.GoodPassword)},
		call: func(w *world) (any, error) { return w.signUp("jane") },
		want: want{code: "InvalidPasswordException", message: "Provided password cannot be used for security reasons."},
	},
	row{
		rules: "L148", name: "compromised password, audit alone", pool: guardedPool(types.AdvancedSecurityModeTypeAudit),
		opts: []cognitofake.Option{cognitofake.WithCompromisedPasswords(fixture.GoodPassword)},
		call: func(w *world) (any, error) { return w.signUp("jane") },
	},
	row{
		rules: "R120 R129 L150", name: "throttled for good",
		prior: func(w *world) { w.fake.Throttle(cognitofake.OpSignUp) },
		call:  func(w *world) (any, error) { return w.signUp("jane") },
		want: want{code: "TooManyRequestsException", message: "Rate exceeded", check: func(w *world, _ any) {
			require.Len(w, w.fake.Calls(), 3)
			require.Empty(w, w.pool.Users())
		}},
	},
	row{
		rules: "R120 L150", name: "the fifty-first in a second",
		opts: []cognitofake.Option{frozen(), cognitofake.WithDefaultQuotas()},
		prior: func(w *world) {
			for i := range 50 {
				w.mustSignUp(fmt.Sprint("user", i))
			}
		},
		call: signUpOnce,
		want: want{code: "TooManyRequestsException", message: "Rate exceeded"},
	},
	row{
		rules: "R121 R122 L39 L40", name: "e-mails of the day used up", pool: fixture.EmailPool(),
		opts: []cognitofake.Option{cognitofake.WithDailyEmailLimit(0)},
		call: signUpOnce,
		want: want{code: "LimitExceededException", message: dailyEmailLimit, check: undeliveredUser},
	},
	row{
		rules: "R122 L40", name: "sign-up again after the e-mail limit", pool: fixture.EmailPool(),
		opts: []cognitofake.Option{cognitofake.WithDailyEmailLimit(0)},
		prior: func(w *world) {
			_, err := signUpOnce(w)
			fixture.RequireAs[*types.LimitExceededException](w, err)
		},
		call: signUpOnce,
		want: want{code: "UsernameExistsException", message: "User already exists"},
	},
	row{
		rules: "R129", name: "the retry trap", pool: fixture.EmailPool(),
		opts: []cognitofake.Option{cognitofake.WithDailyEmailLimit(0)},
		call: func(w *world) (any, error) { return w.signUp("jane", "email", "jane@example.com") },
		want: want{code: "UsernameExistsException", message: "User already exists", check: attempts(2)},
	},
	row{
		rules: "R129", name: "no second attempt of a refusal",
		prior: func(w *world) { w.fake.Fail(cognitofake.OpSignUp, &types.NotAuthorizedException{}) },
		call:  func(w *world) (any, error) { return w.signUp("jane") },
		want:  want{code: "NotAuthorizedException", message: "SignUp is not permitted for this user pool", check: attempts(1)},
	},
	row{
		rules: "R123", name: "sign-ups have no attempt limit", pool: fixture.EmailPool(),
		prior: func(w *world) {
			w.mustSignUp("jane")
			for range 25 {
				_, err := w.signUp("jane")
				fixture.RequireAs[*types.UsernameExistsException](w, err)
			}
		},
		call: func(w *world) (any, error) { return w.signUp("jane") },
		want: want{code: "UsernameExistsException", message: "User already exists"},
	},
	row{
		rules: "R124 R129 L149", name: "blocked by WAF",
		prior: func(w *world) { w.fake.Fail(cognitofake.OpSignUp, &types.ForbiddenException{}) },
		call:  func(w *world) (any, error) { return w.signUp("jane") },
		want: want{
			code: "ForbiddenException", message: "Request not allowed due to WAF block.", status: 403, check: attempts(1),
		},
	},
	row{
		rules: "R125 R129", name: "the service fails",
		prior: func(w *world) { w.fake.Fail(cognitofake.OpSignUp, &types.InternalErrorException{}) },
		call:  func(w *world) (any, error) { return w.signUp("jane") },
		want: want{
			code: "InternalErrorException", message: "Internal server error.", status: 500, check: attempts(3),
		},
	},
	row{
		rules: "R126 L41", name: "e-mail fails", pool: fixture.EmailPool(),
		prior: failDelivery(&types.CodeDeliveryFailureException{}), call: signUpOnce,
		want: want{
			code: "CodeDeliveryFailureException", message: "Invalid email provided/Unable to send the email", check: undeliveredUser,
		},
	},
	row{
		rules: "R126 L42", choice: true, name: "text message fails", pool: fixture.PhonePool(),
		prior: failDelivery(&types.CodeDeliveryFailureException{}), call: signUpOnce,
		want: want{
			code:    "CodeDeliveryFailureException",
			message: "Invalid phone number provided/Unable to send the message. User pool does not have SMS configuration to send messages.",
			check:   undeliveredUser,
		},
	},
	row{
		rules: "R127 L44 L47", name: "SMS role that cannot be assumed", pool: fixture.PhonePool(),
		prior: failDelivery(&types.InvalidSmsRoleTrustRelationshipException{}), call: signUpOnce,
		want: want{
			code:    "InvalidSmsRoleTrustRelationshipException",
			message: "Role does not have a trust relationship allowing Cognito to assume the role",
			check:   undeliveredUser,
		},
	},
	row{
		rules: "R127 L45 L47", name: "SMS role that may not publish", pool: fixture.PhonePool(),
		prior: failDelivery(&types.InvalidSmsRoleAccessPolicyException{}), call: signUpOnce,
		want: want{
			code:    "InvalidSmsRoleAccessPolicyException",
			message: "Role does not have permission to publish with SNS",
			check:   undeliveredUser,
		},
	},
	row{
		rules: "R127", choice: true, name: "e-mail role that may not send", pool: fixture.EmailPool(),
		prior: failDelivery(&types.InvalidEmailRoleAccessPolicyException{}), call: signUpOnce,
		want: want{code: "InvalidEmailRoleAccessPolicyException", anyText: true, check: undeliveredUser},
	},
	row{
		rules: "L43", name: "verified phone numbers without SmsConfiguration",
		call: func(w *world) (any, error) {
			return w.client.CreateUserPool(w.ctx, &cip.CreateUserPoolInput{
				PoolName: aws.String("pool"), AutoVerifiedAttributes: []types.VerifiedAttributeType{types.VerifiedAttributeTypePhoneNumber},
			})
		},
		want: want{code: "InvalidParameterException", anyText: true},
	},
	row{
		rules: "L46", name: "SMS sandbox", pool: fixture.PhonePool(),
		opts: []cognitofake.Option{cognitofake.WithSMSSandbox()},
		call: signUpOnce,
		want: want{check: func(w *world, out any) {
			require.Equal(w, types.DeliveryMediumTypeSms, out.(*cip.SignUpOutput).CodeDeliveryDetails.DeliveryMedium)
			undeliveredUser(w, out)
		}},
	},
	row{
		rules: "L147", name: "user context and analytics", pool: fixture.EmailPool(),
		call: func(w *world) (any, error) {
			in := w.signUpInput("jane", "email", "jane@example.com")
			in.UserContextData = &types.UserContextDataType{IpAddress: aws.String("192.0.2.1"), EncodedData: aws.String("data")}
			in.AnalyticsMetadata = &types.AnalyticsMetadataType{AnalyticsEndpointId: aws.String("endpoint")}
			return w.client.SignUp(w.ctx, in)
		},
		want: want{check: func(w *world, out any) {
			require.False(w, out.(*cip.SignUpOutput).UserConfirmed)
			require.Equal(w, []string{"email", "email_verified", "sub"}, w.user("jane").AttributeNames())
		}},
	},
)
