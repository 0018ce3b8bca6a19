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

// janeIs puts jane into a status, with a verified e-mail and, where the
// status has one, the good password.
func janeIs(status types.UserStatusType) func(*world) {
	return func(w *world) {
		n := cognitofake.NewUser{
			Username: "jane", Status: status, Password: fixture.GoodPassword,
			Attributes: map[string]string{"email": "test@test.com", "email_verified": "true"},
		}
		if status == resetRequired || status == external {
			n.Password = "" // they have none
		}
		w.pool.AddUser(n)
	}
}

// disabledJane is as janeIs, and disabled.
func disabledJane(status types.UserStatusType) func(*world) {
	return func(w *world) {
		janeIs(status)(w)
		_, err := w.Client.AdminDisableUser(w.Ctx, &cip.AdminDisableUserInput{UserPoolId: &w.pool.ID, Username: aws.String("jane")})
		require.NoError(w, err)
	}
}

const (
	unconfirmed     = types.UserStatusTypeUnconfirmed
	forced          = types.UserStatusTypeForceChangePassword
	resetRequired   = types.UserStatusTypeResetRequired
	external        = types.UserStatusTypeExternalProvider
	textDisabled    = "User is disabled."
	textCannotReset = "User password cannot be reset in the current state."
)

// statusRows are rows of users in every status: L63, L64, L72, L78, L144, N35 to N38, N106, N109, N126.
func statusRows() []rows.Row {
	return []rows.Row{
		{
			Rules: "L64", Name: "confirming who was made by an administrator", Prior: prior(janeIs(forced)),
			Call: func(w *rows.World) (any, error) { return w.Confirm("jane", "123456") },
			Want: rows.Want{Code: "NotAuthorizedException", Message: "User cannot be confirmed. Current status is FORCE_CHANGE_PASSWORD"},
		},
		{
			Rules: "L64", Name: "an administrator confirming who was made by one", Prior: prior(janeIs(forced)),
			Call: func(w *rows.World) (any, error) { return w.AdminConfirm("jane") },
			Want: rows.Want{Code: "NotAuthorizedException", Message: "User cannot be confirmed. Current status is FORCE_CHANGE_PASSWORD"},
		},
		{
			Rules: "L64", Choice: true, Name: "confirming in RESET_REQUIRED", Prior: prior(janeIs(resetRequired)),
			Call: func(w *rows.World) (any, error) { return w.Confirm("jane", "123456") },
			Want: rows.Want{Code: "NotAuthorizedException", Message: "User cannot be confirmed. Current status is RESET_REQUIRED"},
		},
		{
			Rules: "L144", Choice: true, Name: "confirming a disabled user", Pool: fixture.EmailPool(), Prior: prior(disabledJane(unconfirmed)),
			Call: func(w *rows.World) (any, error) { return w.Confirm("jane", "123456") },
			Want: rows.Want{Code: "NotAuthorizedException", Message: textDisabled, Check: rows.Still("jane")},
		},
		{
			Rules: "L75 L144", Choice: true, Name: "a resend to a disabled user", Pool: fixture.EmailPool(), Prior: prior(disabledJane(unconfirmed)),
			Call: func(w *rows.World) (any, error) { return w.Resend("jane") },
			Want: rows.Want{Code: "NotAuthorizedException", Message: textDisabled},
		},
		{
			Rules: "L75 L76", Name: "a resend to a disabled user, ENABLED", Pool: fixture.EmailPool(), App: rows.Hiding(), Prior: prior(disabledJane(unconfirmed)),
			Call: func(w *rows.World) (any, error) { return w.Resend("jane") },
			Want: rows.Want{Check: check(simulated("email", types.DeliveryMediumTypeEmail, rows.EmailMask))},
		},
		{
			Rules: "L78", Name: "no resend to who was made by an administrator", Pool: fixture.EmailPool(), Prior: prior(janeIs(forced)),
			Call: func(w *rows.World) (any, error) { return w.Resend("jane") },
			Want: rows.Want{Code: "NotAuthorizedException", AnyText: true, Check: func(w *rows.World, _ any) { w.RequireSent(0) }},
		},
		{
			Rules: "N35 N126", Name: "disabled", App: rows.PasswordClient(), Prior: prior(disabledJane(types.UserStatusTypeConfirmed)),
			Call: func(w *rows.World) (any, error) { return w.SignIn("jane", fixture.GoodPassword) },
			Want: rows.Want{Code: "NotAuthorizedException", Message: textDisabled},
		},
		{
			Rules: "N29 N35 N126", Choice: true, Name: "disabled goes before status and password, ENABLED too",
			App: rows.HidingPasswordClient(), Prior: prior(disabledJane(unconfirmed)),
			Call: func(w *rows.World) (any, error) { return w.AdminSignIn("jane", "wrong") },
			Want: rows.Want{Code: "NotAuthorizedException", Message: textDisabled},
		},
		{
			Rules: "N36 N126", Name: "RESET_REQUIRED", App: rows.PasswordClient(), Prior: prior(janeIs(resetRequired)),
			Call: func(w *rows.World) (any, error) { return w.SignIn("jane", fixture.GoodPassword) },
			Want: rows.Want{Code: "PasswordResetRequiredException", Message: "Password reset required for the user"},
		},
		{
			Rules: "N36", Choice: true, Name: "RESET_REQUIRED and a wrong password", App: rows.PasswordClient(), Prior: prior(janeIs(resetRequired)),
			Call: func(w *rows.World) (any, error) { return w.SignIn("jane", "wrong") },
			Want: rows.Want{Code: "PasswordResetRequiredException", Message: "Password reset required for the user"},
		},
		{
			Rules: "N37 N126", Name: "a wrong temporary password", App: rows.PasswordClient(), Prior: prior(janeIs(forced)),
			Call: func(w *rows.World) (any, error) { return w.AdminSignIn("jane", "wrong") },
			Want: rows.Want{Code: "NotAuthorizedException", Message: rows.TextCredentials},
		},
		{
			Rules: "N38", Name: "a temporary password after a week", App: rows.PasswordClient(),
			Prior: prior(func(w *world) {
				janeIs(forced)(w)
				w.fake.Advance(7*24*time.Hour + time.Second)
			}),
			Call: func(w *rows.World) (any, error) { return w.SignIn("jane", fixture.GoodPassword) },
			Want: rows.Want{Code: "NotAuthorizedException", Message: "Temporary password has expired and must be reset by an administrator."},
		},
		{
			Rules: "N37 N38", Choice: true, Name: "a wrong temporary password after a week", App: rows.PasswordClient(),
			Prior: prior(func(w *world) {
				janeIs(forced)(w)
				w.fake.Advance(8 * 24 * time.Hour)
			}),
			Call: func(w *rows.World) (any, error) { return w.SignIn("jane", "wrong") },
			Want: rows.Want{Code: "NotAuthorizedException", Message: rows.TextCredentials},
		},
		{
			Rules: "N38", Name: "TemporaryPasswordValidityDays is the pool's", App: rows.PasswordClient(),
			Pool: cip.CreateUserPoolInput{Policies: &types.UserPoolPolicyType{PasswordPolicy: &types.PasswordPolicyType{TemporaryPasswordValidityDays: 1}}},
			Prior: prior(func(w *world) {
				janeIs(forced)(w)
				w.fake.Advance(24*time.Hour + time.Second)
			}),
			Call: func(w *rows.World) (any, error) { return w.AdminSignIn("jane", fixture.GoodPassword) },
			Want: rows.Want{Code: "NotAuthorizedException", Message: "Temporary password has expired and must be reset by an administrator."},
		},
		{
			Rules: "N5", Name: "EXTERNAL_PROVIDER by sub and by e-mail, which name nobody", Pool: rows.EmailAliasPool(),
			Prior: prior(janeIs(external)),
			Call: call(func(w *world) (any, error) {
				_, err := w.AdminGet(w.user("jane").Sub)
				rows.Want{Code: "UserNotFoundException", Message: rows.TextNotFound}.RequireError(w.World, err)
				_, err = w.AdminGet("jane")
				require.NoError(w, err)
				return w.AdminGet("test@test.com")
			}),
			Want: rows.Want{Code: "UserNotFoundException", Message: rows.TextNotFound},
		},
		{
			Rules: "N126", Name: "EXTERNAL_PROVIDER", App: rows.PasswordClient(), Prior: prior(janeIs(external)),
			Call: func(w *rows.World) (any, error) { return w.SignIn("jane", fixture.GoodPassword) },
			Want: noAuthDetails,
		},
		{
			Rules: "N105", Name: "a reset for who has an e-mail that an administrator verified", Prior: prior(janeIs(types.UserStatusTypeConfirmed)),
			Call: func(w *rows.World) (any, error) { return w.Forgot("jane") },
			Want: rows.Want{Check: check(resetTo("email", types.DeliveryMediumTypeEmail, "t***@t***", "test@test.com"))},
		},
		{
			Rules: "N106", Name: "no reset of a temporary password", Prior: prior(janeIs(forced)),
			Call: func(w *rows.World) (any, error) { return w.Forgot("jane") },
			Want: rows.Want{Code: "NotAuthorizedException", Message: textCannotReset},
		},
		{
			Rules: "N106", Choice: true, Name: "no reset of a temporary password, ENABLED", App: rows.Hiding(), Prior: prior(janeIs(forced)),
			Call: func(w *rows.World) (any, error) { return w.Forgot("jane") },
			Want: rows.Want{Code: "NotAuthorizedException", Message: textCannotReset},
		},
		{
			Rules: "N106", Name: "no reset for a disabled user", Prior: prior(disabledJane(types.UserStatusTypeConfirmed)),
			Call: func(w *rows.World) (any, error) { return w.Forgot("jane") },
			Want: rows.Want{Code: "NotAuthorizedException", Message: textDisabled},
		},
		{
			Rules: "N106", Name: "no reset for a disabled user, ENABLED", Pool: fixture.EmailPool(), App: rows.Hiding(), Prior: prior(disabledJane(types.UserStatusTypeConfirmed)),
			Call: func(w *rows.World) (any, error) { return w.Forgot("jane") },
			Want: rows.Want{Check: rows.Pretended(0)},
		},
		{
			Rules: "N109", Choice: true, Name: "a reset confirms who was not", Prior: prior(janeIs(unconfirmed)),
			Call: call(func(w *world) (any, error) {
				w.MustForget("jane")
				return w.ConfirmForgot("jane", w.code("jane"), rows.NewPassword)
			}),
			Want: rows.Want{Check: rows.Has("jane", types.UserStatusTypeConfirmed)},
		},
		{
			Rules: "N36 N109", Choice: true, Name: "the way out of RESET_REQUIRED", App: rows.PasswordClient(), Prior: prior(janeIs(resetRequired)),
			Call: call(func(w *world) (any, error) {
				w.MustForget("jane")
				_, err := w.ConfirmForgot("jane", w.code("jane"), rows.NewPassword)
				require.NoError(w, err)
				return w.SignIn("jane", rows.NewPassword)
			}),
			Want: rows.Want{Check: rows.Has("jane", types.UserStatusTypeConfirmed)},
		},
		{
			Rules: "N110", Name: "a disabled user and a code, ENABLED", Pool: fixture.EmailPool(), App: rows.Hiding(), Prior: prior(disabledJane(types.UserStatusTypeConfirmed)),
			Call: func(w *rows.World) (any, error) { return w.ConfirmForgot("jane", "123456", rows.NewPassword) },
			Want: rows.Want{Code: "CodeMismatchException", Message: rows.TextMismatch},
		},
	}
}
