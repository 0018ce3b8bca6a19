package truth_test

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
	"github.com/cognitofake/cognitofake/internal/rows"
)

// adminRows are rows of the administrator's operations on one user: docs/behaviour.md N1 to
// N6, N113, N114, N120, N125, L133 to L139.
func adminRows() []rows.Row {
	return []rows.Row{
		{
			Rules: "N125", Name: "AdminGetUser tells when a user was made and when changed", Pool: fixture.EmailPool(), Own: []cognitofake.Option{frozen()},
			Prior: prior(func(w *world) {
				w.MustSignUp("jane", "name", "Jane", "email", "jane@example.com")
				w.fake.Advance(time.Hour)
				_, err := w.Update("jane", "name", "Joan")
				require.NoError(w, err)
				w.fake.Advance(time.Hour)
			}),
			Call: func(w *rows.World) (any, error) { return w.AdminGet("jane") },
			Want: rows.Want{Check: check(func(w *world, out any) {
				got := out.(*cip.AdminGetUserOutput)
				require.WithinDuration(w, w.fake.Now().Add(-2*time.Hour), *got.UserCreateDate, time.Second)
				require.WithinDuration(w, w.fake.Now().Add(-time.Hour), *got.UserLastModifiedDate, time.Second)
			})},
		},
		{
			Rules: "L133 L135", Name: "AdminGetUser of an unconfirmed user, years later", Pool: fixture.EmailPool(),
			Prior: prior(func(w *world) {
				w.MustSignUp("jane", "name", "Jane", "email", "jane@example.com")
				w.fake.Advance(10 * 365 * 24 * time.Hour)
			}),
			Call: func(w *rows.World) (any, error) { return w.AdminGet("jane") },
			Want: rows.Want{Check: func(w *rows.World, out any) {
				got := out.(*cip.AdminGetUserOutput)
				require.Equal(w, types.UserStatusTypeUnconfirmed, got.UserStatus)
				require.True(w, got.Enabled)
				require.Equal(w, got.UserCreateDate, got.UserLastModifiedDate)
				require.Equal(w, fixture.Attrs("email", "jane@example.com", "email_verified", "false", "name", "Jane", "sub", w.User("jane").Sub),
					got.UserAttributes)
			}},
		},
		{
			Rules: "L136", Name: "a deleted name is free, with a new sub", Pool: fixture.EmailPool(),
			Prior: prior(func(w *world) {
				old := *w.MustSignUp("jane", "email", "jane@example.com").UserSub
				_, err := w.Client.AdminDeleteUser(w.Ctx, &cip.AdminDeleteUserInput{UserPoolId: &w.pool.ID, Username: aws.String("jane")})
				require.NoError(w, err)
				require.Empty(w, w.pool.Users())
				_, found := w.pool.User(old)
				require.False(w, found)
				w.t.Cleanup(func() { require.NotEqual(w, old, w.user("jane").Sub) })
			}),
			Call: func(w *rows.World) (any, error) { return w.SignUp("jane", "email", "jane@example.com") },
		},

		{
			Rules: "N113 L139", Name: "a permanent password confirms", Pool: fixture.EmailPool(),
			Prior: prior(func(w *world) { w.MustSignUp("jane", "email", "jane@example.com"); w.fake.TakeMessages() }),
			Call:  func(w *rows.World) (any, error) { return w.SetPassword("jane", fixture.GoodPassword, true) },
			Want: rows.Want{Check: func(w *rows.World, _ any) {
				require.Equal(w, types.UserStatusTypeConfirmed, w.User("jane").Status)
				require.Equal(w, "false", w.User("jane").Attributes["email_verified"])
				w.RequireSent(0)
			}},
		},
		{
			Rules: "N113 L139", Name: "a temporary password forces a change", Pool: fixture.EmailPool(),
			Prior: prior(func(w *world) { w.MustSignUp("jane", "email", "jane@example.com"); w.fake.TakeMessages() }),
			Call:  func(w *rows.World) (any, error) { return w.SetPassword("jane", fixture.GoodPassword, false) },
			Want: rows.Want{Check: func(w *rows.World, _ any) {
				require.Equal(w, types.UserStatusTypeForceChangePassword, w.User("jane").Status)
				require.Equal(w, "false", w.User("jane").Attributes["email_verified"])
				w.RequireSent(0)
			}},
		},
		{
			Rules: "N113", Choice: true, Name: "a permanent password after a reset",
			Prior: prior(func(w *world) {
				w.pool.AddUser(cognitofake.NewUser{Username: "jane", Status: types.UserStatusTypeResetRequired})
			}),
			Call: func(w *rows.World) (any, error) { return w.SetPassword("jane", fixture.GoodPassword, true) },
			Want: rows.Want{Check: func(w *rows.World, _ any) { require.Equal(w, types.UserStatusTypeConfirmed, w.User("jane").Status) }},
		},

		{
			Rules: "N114 L48", Name: "AdminResetUserPassword", Pool: fixture.EmailPool(), App: cip.CreateUserPoolClientInput{},
			Prior: func(w *rows.World) { w.AddJane("email_verified", "true") },
			Call:  func(w *rows.World) (any, error) { return w.ResetPassword("jane") },
			Want: rows.Want{Check: check(func(w *world, _ any) {
				require.Equal(w, types.UserStatusTypeResetRequired, w.user("jane").Status)
				messages := w.pool.Messages()
				require.Len(w, messages, 1)
				m := messages[0]
				require.Regexp(w, `^[0-9]{6}$`, m.Code)
				require.Equal(w, m.Code, w.pool.Code("jane"))
				require.Equal(w, "Your password reset code is "+m.Code, m.Body)
				require.Equal(w, "Your verification code", m.Subject)
				require.Equal(w, "ForgotPassword", m.Purpose)
				require.Equal(w, "jane@example.com", m.To)
				require.Empty(w, m.ClientID)
			})},
		},
		{
			Rules: "N1 N114", Name: "the answer of AdminResetUserPassword", Pool: fixture.EmailPool(),
			Prior: func(w *rows.World) { w.AddJane("email_verified", "true") },
			Raw: func(w *rows.World) string {
				return `AdminResetUserPassword {"UserPoolId":"` + w.PoolID + `","Username":"jane"}`
			},
			Want: rows.Want{Check: func(w *rows.World, out any) { require.Equal(w, "{}", string(out.([]byte))) }},
		},
		{
			Rules: "N114 N36", Name: "a reset voids the old password", Pool: fixture.EmailPool(), App: rows.PasswordClient(),
			Prior: prior(func(w *world) {
				w.AddUser(rows.NewUser{Username: "jane", Password: fixture.GoodPassword, Attributes: map[string]string{"email": "jane@example.com", "email_verified": "true"}})
				require.Equal(w, "jane", w.SignedIn("jane"))
				_, err := w.ResetPassword("jane")
				require.NoError(w, err)
			}),
			Call: func(w *rows.World) (any, error) { return w.SignIn("jane", fixture.GoodPassword) },
			Want: rows.Want{Code: "PasswordResetRequiredException", Message: "Password reset required for the user"},
		},
		{
			Rules: "N114 N109", Name: "the code of a reset comes back by any client", Pool: fixture.EmailPool(), App: rows.PasswordClient(),
			Prior: prior(func(w *world) {
				w.AddUser(rows.NewUser{Username: "jane", Password: fixture.GoodPassword, Attributes: map[string]string{"email": "jane@example.com", "email_verified": "true"}})
				_, err := w.ResetPassword("jane")
				require.NoError(w, err)
				w.by(w.pool.AddAppClient(rows.PasswordClient())) // another than the row's
			}),
			Call: call(func(w *world) (any, error) { return w.ConfirmForgot("jane", w.code("jane"), rows.NewPassword) }),
			Want: rows.Want{Check: func(w *rows.World, _ any) {
				require.Equal(w, types.UserStatusTypeConfirmed, w.User("jane").Status)
				_, err := w.SignIn("jane", fixture.GoodPassword)
				rows.Want{Code: "NotAuthorizedException", Message: rows.TextCredentials}.RequireError(w, err)
				_, err = w.SignIn("jane", rows.NewPassword)
				require.NoError(w, err)
			}},
		},
		{
			Rules: "N114", Choice: true, Name: "disabled before the status, of a reset",
			Prior: prior(func(w *world) {
				w.pool.AddUser(cognitofake.NewUser{Username: "jane", Status: types.UserStatusTypeForceChangePassword, Disabled: true})
			}),
			Call: func(w *rows.World) (any, error) { return w.ResetPassword("jane") },
			Want: rows.Want{Code: "NotAuthorizedException", Message: "User is disabled"},
		},
		{
			Rules: "N114 L49", Name: "the code of a reset lives an hour",
			Prior: prior(func(w *world) {
				w.AddJane("email_verified", "true")
				w.ResetPassword("jane")
				w.fake.Advance(59 * time.Minute)
				require.NotEmpty(w, w.pool.Code("jane"))
				w.fake.Advance(time.Minute)
				require.Empty(w, w.pool.Code("jane"))
			}),
			Call: func(w *rows.World) (any, error) { return w.ResetPassword("jane") }, // and again
			Want: rows.Want{Check: check(func(w *world, _ any) { require.NotEmpty(w, w.pool.Code("jane")) })},
		},
		{
			Rules: "N114 N105", Name: "a reset in a pool that says nothing of recovery",
			Prior: prior(func(w *world) {
				olderPool(w)
				w.AddJane("email_verified", "true", "phone_number", "+15555550100", "phone_number_verified", "true")
			}),
			Call: func(w *rows.World) (any, error) { return w.ResetPassword("jane") },
			Want: rows.Want{Check: check(func(w *world, _ any) { require.Equal(w, "+15555550100", w.pool.Messages()[0].To) })},
		},
		{
			Rules: "N114 N105", Name: "a reset goes to the verified e-mail first",
			Prior: func(w *rows.World) {
				w.AddJane("email_verified", "true", "phone_number", "+15555550100", "phone_number_verified", "true")
			},
			Call: func(w *rows.World) (any, error) { return w.ResetPassword("jane") },
			Want: rows.Want{Check: check(func(w *world, _ any) { require.Equal(w, "jane@example.com", w.pool.Messages()[0].To) })},
		},
		{
			Rules: "N114 N105", Name: "a reset goes where the pool says, e-mail first", Pool: cip.CreateUserPoolInput{
				AccountRecoverySetting: &types.AccountRecoverySettingType{RecoveryMechanisms: []types.RecoveryOptionType{
					{Name: types.RecoveryOptionNameTypeVerifiedPhoneNumber, Priority: aws.Int32(2)},
					{Name: types.RecoveryOptionNameTypeVerifiedEmail, Priority: aws.Int32(1)},
				}},
			},
			Prior: func(w *rows.World) {
				w.AddJane("email_verified", "true", "phone_number", "+15555550100", "phone_number_verified", "true")
			},
			Call: func(w *rows.World) (any, error) { return w.ResetPassword("jane") },
			Want: rows.Want{Check: check(func(w *world, _ any) { require.Equal(w, "jane@example.com", w.pool.Messages()[0].To) })},
		},
		{
			Rules: "N114 N105", Name: "a reset goes where the pool says", Pool: cip.CreateUserPoolInput{
				AccountRecoverySetting: &types.AccountRecoverySettingType{RecoveryMechanisms: []types.RecoveryOptionType{
					{Name: types.RecoveryOptionNameTypeVerifiedEmail, Priority: aws.Int32(2)},
					{Name: types.RecoveryOptionNameTypeVerifiedPhoneNumber, Priority: aws.Int32(1)},
				}},
			},
			Prior: func(w *rows.World) {
				w.AddJane("email_verified", "true", "phone_number", "+15555550100", "phone_number_verified", "true")
			},
			Call: func(w *rows.World) (any, error) { return w.ResetPassword("jane") },
			Want: rows.Want{Check: check(func(w *world, _ any) { require.Equal(w, "+15555550100", w.pool.Messages()[0].To) })},
		},
	}
}
