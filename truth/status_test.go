package truth_test

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
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
		_, err := w.client.AdminDisableUser(w.ctx, &cip.AdminDisableUserInput{UserPoolId: &w.pool.ID, Username: aws.String("jane")})
		require.NoError(w, err)
	}
}

const (
	unconfirmed   = types.UserStatusTypeUnconfirmed
	forced        = types.UserStatusTypeForceChangePassword
	resetRequired = types.UserStatusTypeResetRequired
	external      = types.UserStatusTypeExternalProvider

	textDisabled    = "User is disabled."
	textCannotReset = "User password cannot be reset in the current state."
)

// Rows of users in every status: L63, L64, L72, L78, L144, N35 to N38, N106, N109, N126.
var _ = addRows(
	row{
		rules: "L64", name: "confirming who was made by an administrator", prior: janeIs(forced),
		call: func(w *world) (any, error) { return w.confirm("jane", "123456") },
		want: want{code: "NotAuthorizedException", message: "User cannot be confirmed. Current status is FORCE_CHANGE_PASSWORD"},
	},
	row{
		rules: "L64", name: "an administrator confirming who was made by one", prior: janeIs(forced),
		call: func(w *world) (any, error) { return w.adminConfirm("jane") },
		want: want{code: "NotAuthorizedException", message: "User cannot be confirmed. Current status is FORCE_CHANGE_PASSWORD"},
	},
	row{
		rules: "L64", choice: true, name: "confirming in RESET_REQUIRED", prior: janeIs(resetRequired),
		call: func(w *world) (any, error) { return w.confirm("jane", "123456") },
		want: want{code: "NotAuthorizedException", message: "User cannot be confirmed. Current status is RESET_REQUIRED"},
	},
	row{
		rules: "L144", choice: true, name: "confirming a disabled user", pool: fixture.EmailPool(), prior: disabledJane(unconfirmed),
		call: func(w *world) (any, error) { return w.confirm("jane", "123456") },
		want: want{code: "NotAuthorizedException", message: textDisabled, check: still("jane")},
	},
	row{
		rules: "L75 L144", choice: true, name: "a resend to a disabled user", pool: fixture.EmailPool(), prior: disabledJane(unconfirmed),
		call: func(w *world) (any, error) { return w.resend("jane") },
		want: want{code: "NotAuthorizedException", message: textDisabled},
	},
	row{
		rules: "L75 L76", name: "a resend to a disabled user, ENABLED", pool: fixture.EmailPool(), app: hiding(), prior: disabledJane(unconfirmed),
		call: func(w *world) (any, error) { return w.resend("jane") },
		want: want{check: simulated("email", types.DeliveryMediumTypeEmail, emailMask)},
	},
	row{
		rules: "L78", name: "no resend to who was made by an administrator", pool: fixture.EmailPool(), prior: janeIs(forced),
		call: func(w *world) (any, error) { return w.resend("jane") },
		want: want{code: "NotAuthorizedException", anyText: true, check: func(w *world, _ any) { require.Empty(w, w.pool.Messages()) }},
	},
	row{
		rules: "N35 N126", name: "disabled", app: passwordClient(), prior: disabledJane(types.UserStatusTypeConfirmed),
		call: func(w *world) (any, error) { return w.signIn("jane", fixture.GoodPassword) },
		want: want{code: "NotAuthorizedException", message: textDisabled},
	},
	row{
		rules: "N29 N35 N126", choice: true, name: "disabled goes before status and password, ENABLED too",
		app: hidingPasswordClient(), prior: disabledJane(unconfirmed),
		call: func(w *world) (any, error) { return w.adminSignIn("jane", "wrong") },
		want: want{code: "NotAuthorizedException", message: textDisabled},
	},
	row{
		rules: "N36 N126", name: "RESET_REQUIRED", app: passwordClient(), prior: janeIs(resetRequired),
		call: func(w *world) (any, error) { return w.signIn("jane", fixture.GoodPassword) },
		want: want{code: "PasswordResetRequiredException", message: "Password reset required for the user"},
	},
	row{
		rules: "N36", choice: true, name: "RESET_REQUIRED and a wrong password", app: passwordClient(), prior: janeIs(resetRequired),
		call: func(w *world) (any, error) { return w.signIn("jane", "wrong") },
		want: want{code: "PasswordResetRequiredException", message: "Password reset required for the user"},
	},
	row{
		rules: "N37 N126", name: "a wrong temporary password", app: passwordClient(), prior: janeIs(forced),
		call: func(w *world) (any, error) { return w.adminSignIn("jane", "wrong") },
		want: want{code: "NotAuthorizedException", message: textCredentials},
	},
	row{
		rules: "N37", choice: true, name: "the right temporary password leads to a challenge that is not modelled", app: passwordClient(), prior: janeIs(forced),
		call: func(w *world) (any, error) { return w.signIn("jane", fixture.GoodPassword) },
		want: notModelled("InitiateAuth with the challenge NEW_PASSWORD_REQUIRED"),
	},
	row{
		rules: "N38", name: "a temporary password after a week", app: passwordClient(),
		prior: func(w *world) {
			janeIs(forced)(w)
			w.fake.Advance(7*24*time.Hour + time.Second)
		},
		call: func(w *world) (any, error) { return w.signIn("jane", fixture.GoodPassword) },
		want: want{code: "NotAuthorizedException", message: "Temporary password has expired and must be reset by an administrator."},
	},
	row{
		rules: "N37 N38", choice: true, name: "a wrong temporary password after a week", app: passwordClient(),
		prior: func(w *world) {
			janeIs(forced)(w)
			w.fake.Advance(8 * 24 * time.Hour)
		},
		call: func(w *world) (any, error) { return w.signIn("jane", "wrong") },
		want: want{code: "NotAuthorizedException", message: textCredentials},
	},
	row{
		rules: "N38", name: "TemporaryPasswordValidityDays is the pool's", app: passwordClient(),
		pool: cip.CreateUserPoolInput{Policies: &types.UserPoolPolicyType{PasswordPolicy: &types.PasswordPolicyType{TemporaryPasswordValidityDays: 1}}},
		prior: func(w *world) {
			janeIs(forced)(w)
			w.fake.Advance(24*time.Hour + time.Second)
		},
		call: func(w *world) (any, error) { return w.adminSignIn("jane", fixture.GoodPassword) },
		want: want{code: "NotAuthorizedException", message: "Temporary password has expired and must be reset by an administrator."},
	},
	row{
		rules: "N126", choice: true, name: "EXTERNAL_PROVIDER", app: passwordClient(), prior: janeIs(external),
		call: func(w *world) (any, error) { return w.signIn("jane", fixture.GoodPassword) },
		want: want{code: "NotAuthorizedException", message: textCredentials},
	},
	row{
		rules: "N105", name: "a reset for who has an e-mail that an administrator verified", prior: janeIs(types.UserStatusTypeConfirmed),
		call: func(w *world) (any, error) { return w.forgot("jane") },
		want: want{check: resetTo("email", types.DeliveryMediumTypeEmail, "t***@t***", "test@test.com")},
	},
	row{
		rules: "N106", name: "no reset of a temporary password", prior: janeIs(forced),
		call: func(w *world) (any, error) { return w.forgot("jane") },
		want: want{code: "NotAuthorizedException", message: textCannotReset},
	},
	row{
		rules: "N106", choice: true, name: "no reset of a temporary password, ENABLED", app: hiding(), prior: janeIs(forced),
		call: func(w *world) (any, error) { return w.forgot("jane") },
		want: want{code: "NotAuthorizedException", message: textCannotReset},
	},
	row{
		rules: "N106", name: "no reset for a disabled user", prior: disabledJane(types.UserStatusTypeConfirmed),
		call: func(w *world) (any, error) { return w.forgot("jane") },
		want: want{code: "NotAuthorizedException", message: textDisabled},
	},
	row{
		rules: "N106", name: "no reset for a disabled user, ENABLED", pool: fixture.EmailPool(), app: hiding(), prior: disabledJane(types.UserStatusTypeConfirmed),
		call: func(w *world) (any, error) { return w.forgot("jane") },
		want: want{check: pretended(0)},
	},
	row{
		rules: "N109", choice: true, name: "a reset confirms who was not", prior: janeIs(unconfirmed),
		call: func(w *world) (any, error) {
			w.mustForget("jane")
			return w.confirmForgot("jane", w.code("jane"), newPassword)
		},
		want: want{check: has("jane", types.UserStatusTypeConfirmed)},
	},
	row{
		rules: "N36 N109", choice: true, name: "the way out of RESET_REQUIRED", app: passwordClient(), prior: janeIs(resetRequired),
		call: func(w *world) (any, error) {
			w.mustForget("jane")
			_, err := w.confirmForgot("jane", w.code("jane"), newPassword)
			require.NoError(w, err)
			return w.signIn("jane", newPassword)
		},
		want: want{check: has("jane", types.UserStatusTypeConfirmed)},
	},
	row{
		rules: "N110", name: "a disabled user and a code, ENABLED", pool: fixture.EmailPool(), app: hiding(), prior: disabledJane(types.UserStatusTypeConfirmed),
		call: func(w *world) (any, error) { return w.confirmForgot("jane", "123456", newPassword) },
		want: want{code: "CodeMismatchException", message: textMismatch},
	},
	row{
		rules: "N5", name: "by a preferred username that is an alias", app: passwordClient(),
		pool: aliased(cip.CreateUserPoolInput{}, types.AliasAttributeTypePreferredUsername),
		prior: func(w *world) {
			w.pool.AddUser(cognitofake.NewUser{Username: "jane", Password: fixture.GoodPassword, Attributes: map[string]string{"preferred_username": "jj"}})
		},
		call: func(w *world) (any, error) { return w.signIn("jj", fixture.GoodPassword) },
	},
)
