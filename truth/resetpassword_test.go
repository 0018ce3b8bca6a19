package truth_test

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
	"github.com/cognitofake/cognitofake/internal/rows"
)

// remembering is a pool of tier PLUS that remembers two passwords of a user.
func remembering() cip.CreateUserPoolInput {
	in := fixture.EmailPool()
	in.UserPoolTier = types.UserPoolTierTypePlus
	in.Policies = &types.UserPoolPolicyType{PasswordPolicy: &types.PasswordPolicyType{MinimumLength: aws.Int32(8), PasswordHistorySize: aws.Int32(2)}}
	return in
}

// resetPasswordRows are rows of what a reset leaves alone and what it refuses:
// N90, N109, N112, N114.
func resetPasswordRows() []rows.Row {
	used := rows.Want{Code: "PasswordHistoryPolicyViolationException", Message: "Password has previously been used."}
	return []rows.Row{
		{
			Rules: "N109 N90", Name: "tokens live on when a password was forgotten", Pool: fixture.EmailPool(), App: rows.RefreshClient(), Prior: prior(janeByMail),
			Call: call(func(w *world) (any, error) {
				tokens := w.Tokens("jane")
				w.MustForget("jane")
				_, err := w.ConfirmForgot("jane", w.code("jane"), rows.NewPassword)
				require.NoError(w, err)
				_, err = w.GetUser(tokens.AccessToken)
				require.NoError(w, err)
				return w.Refresh(tokens.RefreshToken, "")
			}),
		},
		{
			Rules: "N112 N110", Name: "a forgotten password may not come back", Pool: remembering(), Prior: prior(janeByMail),
			Call: call(func(w *world) (any, error) {
				w.MustForget("jane")
				return w.ConfirmForgot("jane", w.code("jane"), fixture.GoodPassword)
			}),
			Want: rows.Want{Code: used.Code, Message: used.Message, Check: check(func(w *world, _ any) {
				_, err := w.ConfirmForgot("jane", w.code("jane"), rows.NewPassword) // the code survives: choice
				require.NoError(w, err)
			})},
		},
		{
			Rules: "N112 N114", Name: "nor does one that an administrator has reset", Pool: remembering(), Prior: prior(janeByMail),
			Call: call(func(w *world) (any, error) {
				_, err := w.Client.AdminResetUserPassword(w.Ctx, &cip.AdminResetUserPasswordInput{UserPoolId: &w.pool.ID, Username: aws.String("jane")})
				require.NoError(w, err)
				return w.ConfirmForgot("jane", w.code("jane"), fixture.GoodPassword)
			}),
			Want: used,
		},
		{
			Rules: "N112", Choice: true, Name: "a temporary password does not count", Pool: remembering(),
			Prior: prior(func(w *world) {
				w.pool.AddUser(cognitofake.NewUser{Username: "jane", Password: fixture.GoodPassword, Status: types.UserStatusTypeForceChangePassword})
			}),
			Call: call(func(w *world) (any, error) {
				return w.Client.AdminSetUserPassword(w.Ctx, &cip.AdminSetUserPasswordInput{
					UserPoolId: &w.pool.ID, Username: aws.String("jane"), Password: aws.String(fixture.GoodPassword), Permanent: true,
				})
			}),
		},
		{
			Rules: "N111", Name: "a user without a password sets one", Pool: passwordlessPool(), App: rows.PasswordClient(),
			Prior: prior(func(w *world) { w.pool.AddUser(cognitofake.NewUser{Username: "jane"}) }),
			Call: call(func(w *world) (any, error) {
				token := w.app.SignIn("jane").AccessToken
				_, err := w.ChangePassword(&token, "guess-W0rd!", rows.NewPassword)
				w.RequireRefused(err, "NotAuthorizedException", rows.TextCredentials)
				_, err = w.ChangePassword(&token, "", rows.NewPassword)
				require.NoError(w, err)
				return w.SignIn("jane", rows.NewPassword)
			}),
		},
	}
}
