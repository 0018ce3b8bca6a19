package truth_test

import (
	"errors"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
	"github.com/cognitofake/cognitofake/internal/rows"
)

// adminCreateRows are rows of AdminCreateUser: docs/behaviour.md N115 to N117, L138.
func adminCreateRows() []rows.Row {
	return []rows.Row{
		{
			Rules: "R139b R128", Choice: true, Name: "PreSignUp before the name that is taken",
			Prior: prior(func(w *world) {
				w.AddUser(rows.NewUser{Username: "jane"})
				w.pool.On(cognitofake.PreSignUp, fails(errors.New("not you")))
			}),
			Call: func(w *rows.World) (any, error) { return w.AdminCreate("jane") },
			Want: rows.Want{Code: "UserLambdaValidationException", Message: "PreSignUp failed with error not you."},
		},
		{
			Rules: "R139b N119", Choice: true, Name: "the medium before PreSignUp",
			Prior: prior(on(cognitofake.PreSignUp, fails(errors.New("not you")))),
			Call: func(w *rows.World) (any, error) {
				return w.Invite(&cip.AdminCreateUserInput{DesiredDeliveryMediums: []types.DeliveryMediumType{types.DeliveryMediumTypeSms}})
			},
			Want: rows.Want{Code: "InvalidParameterException", Message: "No phone number provided but desired delivery medium was SMS", Check: check(func(w *world, _ any) {
				require.Empty(w, w.runs(cognitofake.OpAdminCreateUser))
			})},
		},
		{
			Rules: "N116", Name: "passwordless by a blank password", Pool: rows.OtpPool(),
			Call: func(w *rows.World) (any, error) {
				return w.Invite(&cip.AdminCreateUserInput{
					UserAttributes: fixture.Attrs("email", "jane@example.com"), TemporaryPassword: aws.String(""),
					DesiredDeliveryMediums: []types.DeliveryMediumType{types.DeliveryMediumTypeEmail},
				})
			},
			Want: rows.Want{Check: check(func(w *world, _ any) {
				require.Equal(w, types.UserStatusTypeConfirmed, w.user("jane").Status)
				require.Empty(w, w.pool.Messages()[0].Code)
			})},
		},
		{
			Rules: "N116", Choice: true, Name: "invitation of a passwordless user", Pool: rows.OtpPool(),
			Call: func(w *rows.World) (any, error) {
				return w.Invite(&cip.AdminCreateUserInput{
					UserAttributes:         fixture.Attrs("email", "jane@example.com"),
					DesiredDeliveryMediums: []types.DeliveryMediumType{types.DeliveryMediumTypeEmail},
				})
			},
			Want: rows.Want{Check: check(func(w *world, _ any) {
				require.Equal(w, "Your username is jane. ", w.pool.Messages()[0].Body)
			})},
		},
		{
			Rules: "N116", Name: "a blank password elsewhere is none",
			Call: func(w *rows.World) (any, error) {
				return w.Invite(&cip.AdminCreateUserInput{
					TemporaryPassword: aws.String(""), UserAttributes: fixture.Attrs("phone_number", "+15555550100"),
				})
			},
			Want: rows.Want{Check: check(func(w *world, _ any) {
				require.Equal(w, types.UserStatusTypeForceChangePassword, w.user("jane").Status)
				require.NotEmpty(w, w.pool.Messages()[0].Code)
			})},
		},
		generated("the default policy", nil),
		generated("a policy that asks nothing", &types.PasswordPolicyType{MinimumLength: aws.Int32(6)}),
		generated("a long password", &types.PasswordPolicyType{MinimumLength: aws.Int32(99), RequireSymbols: true, RequireUppercase: true}),
	}
}

// generated is a row of a temporary password that the service makes.
func generated(name string, policy *types.PasswordPolicyType) rows.Row {
	pool := cip.CreateUserPoolInput{}
	if policy != nil {
		pool.Policies = &types.UserPoolPolicyType{PasswordPolicy: policy}
	}
	return rows.Row{
		Rules: "N116", Name: "generated for " + name, Pool: pool,
		Call: func(w *rows.World) (any, error) {
			return w.Invite(&cip.AdminCreateUserInput{UserAttributes: fixture.Attrs("phone_number", "+15555550100")})
		},
		Want: rows.Want{Check: check(func(w *world, _ any) {
			password := w.pool.Messages()[0].Code
			if policy != nil {
				require.GreaterOrEqual(w, len(password), int(*policy.MinimumLength))
			}
			_, err := w.SetPassword("jane", password, true)
			require.NoError(w, err)
		})},
	}
}
