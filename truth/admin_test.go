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

// Rows of the administrator's operations on one user: docs/behaviour.md N1 to
// N6, N113, N114, N120, N125, L133 to L139.
var _ = addRows(
	row{
		rules: "N125", name: "AdminGetUser", pool: cip.CreateUserPoolInput{
			Schema: []types.SchemaAttributeType{{Name: aws.String("plan"), AttributeDataType: types.AttributeDataTypeString}},
		},
		prior: func(w *world) {
			w.pool.AddUser(cognitofake.NewUser{Username: "jane", Disabled: true, Attributes: map[string]string{
				"name": "Jane", "custom:plan": "free", "email": "jane@example.com", "email_verified": "true",
			}})
		},
		call: func(w *world) (any, error) { return w.adminGet("jane") },
		want: want{check: func(w *world, out any) {
			got := out.(*cip.AdminGetUserOutput)
			u := w.user("jane")
			require.Equal(w, "jane", *got.Username)
			require.Equal(w, fixture.Attrs("custom:plan", "free", "email", "jane@example.com", "email_verified", "true",
				"name", "Jane", "sub", u.Sub), got.UserAttributes)
			require.Equal(w, types.UserStatusTypeConfirmed, got.UserStatus)
			require.False(w, got.Enabled)
			require.WithinDuration(w, u.CreatedAt, *got.UserCreateDate, 2*time.Millisecond) // the wire has milliseconds, the SDK reads them as a float
			require.Nil(w, got.MFAOptions)
			require.Nil(w, got.UserMFASettingList)
			require.Nil(w, got.PreferredMfaSetting)
		}},
	},
	row{
		rules: "L133 L135", name: "AdminGetUser of an unconfirmed user, years later", pool: fixture.EmailPool(),
		prior: func(w *world) {
			w.mustSignUp("jane", "name", "Jane", "email", "jane@example.com")
			w.fake.Advance(10 * 365 * 24 * time.Hour)
		},
		call: func(w *world) (any, error) { return w.adminGet("jane") },
		want: want{check: func(w *world, out any) {
			got := out.(*cip.AdminGetUserOutput)
			require.Equal(w, types.UserStatusTypeUnconfirmed, got.UserStatus)
			require.True(w, got.Enabled)
			require.Equal(w, got.UserCreateDate, got.UserLastModifiedDate)
			require.Equal(w, fixture.Attrs("email", "jane@example.com", "email_verified", "false", "name", "Jane", "sub", w.user("jane").Sub),
				got.UserAttributes)
		}},
	},
	row{
		rules: "L133", choice: true, name: "email_verified in a pool that verifies nothing",
		prior: func(w *world) { w.mustSignUp("jane", "email", "jane@example.com") },
		call:  func(w *world) (any, error) { return w.adminGet("jane") },
		want: want{check: func(w *world, out any) {
			require.Contains(w, out.(*cip.AdminGetUserOutput).UserAttributes, fixture.Attrs("email_verified", "false")[0])
		}},
	},
	row{
		rules: "N1", choice: true, name: "AdminDeleteUser has an empty body",
		prior: func(w *world) { w.mustSignUp("jane") },
		raw:   func(w *world) string { return `AdminDeleteUser {"UserPoolId":"` + w.pool.ID + `","Username":"jane"}` },
		want:  want{check: func(w *world, out any) { require.Empty(w, out) }},
	},
	row{
		rules: "N1 N120", name: "AdminDisableUser has an empty object",
		prior: func(w *world) { w.mustSignUp("jane") },
		raw:   func(w *world) string { return `AdminDisableUser {"UserPoolId":"` + w.pool.ID + `","Username":"jane"}` },
		want: want{check: func(w *world, out any) {
			require.Equal(w, "{}", string(out.([]byte)))
			require.False(w, w.user("jane").Enabled)
			require.Equal(w, types.UserStatusTypeUnconfirmed, w.user("jane").Status)
		}},
	},
	row{
		rules: "N120", choice: true, name: "AdminEnableUser twice",
		prior: func(w *world) {
			w.pool.AddUser(cognitofake.NewUser{Username: "jane", Disabled: true})
			_, err := w.client.AdminEnableUser(w.ctx, &cip.AdminEnableUserInput{UserPoolId: &w.pool.ID, Username: aws.String("jane")})
			require.NoError(w, err)
		},
		call: func(w *world) (any, error) {
			return w.client.AdminEnableUser(w.ctx, &cip.AdminEnableUserInput{UserPoolId: &w.pool.ID, Username: aws.String("jane")})
		},
		want: want{check: func(w *world, _ any) {
			require.True(w, w.user("jane").Enabled)
			require.Equal(w, types.UserStatusTypeConfirmed, w.user("jane").Status)
		}},
	},
	row{
		rules: "L136", name: "a deleted name is free, with a new sub", pool: fixture.EmailPool(),
		prior: func(w *world) {
			old := *w.mustSignUp("jane", "email", "jane@example.com").UserSub
			_, err := w.client.AdminDeleteUser(w.ctx, &cip.AdminDeleteUserInput{UserPoolId: &w.pool.ID, Username: aws.String("jane")})
			require.NoError(w, err)
			require.Empty(w, w.pool.Users())
			_, found := w.pool.User(old)
			require.False(w, found)
			w.Cleanup(func() { require.NotEqual(w, old, w.user("jane").Sub) })
		},
		call: func(w *world) (any, error) { return w.signUp("jane", "email", "jane@example.com") },
	},
	row{
		rules: "L137 L138", name: "SignUp for a name that an administrator took",
		prior: func(w *world) { w.mustAdminCreate("jane") },
		call:  func(w *world) (any, error) { return w.signUp("jane") },
		want:  want{code: "UsernameExistsException", message: "User already exists"},
	},
	row{
		rules: "L137", name: "SignUp for an e-mail that an administrator took", pool: fixture.EmailNamePool(),
		prior: func(w *world) { w.mustAdminCreate("jane@example.com") },
		call:  func(w *world) (any, error) { return w.signUp("jane@example.com") },
		want:  want{code: "UsernameExistsException", message: "An account with the given email already exists."},
	},

	row{
		rules: "N113 L139", name: "a permanent password confirms", pool: fixture.EmailPool(),
		prior: func(w *world) { w.mustSignUp("jane", "email", "jane@example.com"); w.fake.TakeMessages() },
		call:  func(w *world) (any, error) { return w.setPassword("jane", fixture.GoodPassword, true) },
		want: want{check: func(w *world, _ any) {
			require.Equal(w, types.UserStatusTypeConfirmed, w.user("jane").Status)
			require.Equal(w, "false", w.user("jane").Attributes["email_verified"])
			require.Empty(w, w.fake.Messages())
		}},
	},
	row{
		rules: "N113 L139", name: "a temporary password forces a change", pool: fixture.EmailPool(),
		prior: func(w *world) { w.mustSignUp("jane", "email", "jane@example.com"); w.fake.TakeMessages() },
		call:  func(w *world) (any, error) { return w.setPassword("jane", fixture.GoodPassword, false) },
		want: want{check: func(w *world, _ any) {
			require.Equal(w, types.UserStatusTypeForceChangePassword, w.user("jane").Status)
			require.Equal(w, "false", w.user("jane").Attributes["email_verified"])
			require.Empty(w, w.fake.Messages())
		}},
	},
	row{
		rules: "N113", choice: true, name: "a permanent password after a reset",
		prior: func(w *world) {
			w.pool.AddUser(cognitofake.NewUser{Username: "jane", Status: types.UserStatusTypeResetRequired})
		},
		call: func(w *world) (any, error) { return w.setPassword("jane", fixture.GoodPassword, true) },
		want: want{check: func(w *world, _ any) { require.Equal(w, types.UserStatusTypeConfirmed, w.user("jane").Status) }},
	},
	row{
		rules: "N113", choice: true, name: "a weak password",
		prior: func(w *world) { w.mustSignUp("jane") },
		call:  func(w *world) (any, error) { return w.setPassword("jane", "password", true) },
		want: want{
			code: "InvalidPasswordException", message: "Password does not conform to policy: Password must have uppercase characters",
			check: func(w *world, _ any) {
				require.Equal(w, types.UserStatusTypeUnconfirmed, w.user("jane").Status)
			},
		},
	},
	row{
		rules: "N113 R15", name: "a password of blanks",
		prior: func(w *world) { w.mustSignUp("jane") },
		call:  func(w *world) (any, error) { return w.setPassword("jane", " ", true) },
		want: want{code: "InvalidParameterException", message: "1 validation error detected: Value at 'password' failed to satisfy constraint: " +
			`Member must satisfy regular expression pattern: ^[\S]+.*[\S]+$`},
	},

	row{
		rules: "N114 L48", name: "AdminResetUserPassword", pool: fixture.EmailPool(), app: cip.CreateUserPoolClientInput{},
		prior: func(w *world) { w.addJane("email_verified", "true") },
		call:  func(w *world) (any, error) { return w.resetPassword("jane") },
		want: want{check: func(w *world, _ any) {
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
		}},
	},
	row{
		rules: "N114 L49", name: "the code of a reset lives an hour",
		prior: func(w *world) {
			w.addJane("email_verified", "true")
			w.resetPassword("jane")
			w.fake.Advance(59 * time.Minute)
			require.NotEmpty(w, w.pool.Code("jane"))
			w.fake.Advance(time.Minute)
			require.Empty(w, w.pool.Code("jane"))
		},
		call: func(w *world) (any, error) { return w.resetPassword("jane") }, // and again
		want: want{check: func(w *world, _ any) { require.NotEmpty(w, w.pool.Code("jane")) }},
	},
	row{
		rules: "N114 N105", name: "a reset goes to the verified phone first",
		prior: func(w *world) {
			w.addJane("email_verified", "true", "phone_number", "+15555550100", "phone_number_verified", "true")
		},
		call: func(w *world) (any, error) { return w.resetPassword("jane") },
		want: want{check: func(w *world, _ any) { require.Equal(w, "+15555550100", w.pool.Messages()[0].To) }},
	},
	row{
		rules: "N114 N105", name: "a reset goes where the pool says", pool: cip.CreateUserPoolInput{
			AccountRecoverySetting: &types.AccountRecoverySettingType{RecoveryMechanisms: []types.RecoveryOptionType{
				{Name: types.RecoveryOptionNameTypeVerifiedPhoneNumber, Priority: aws.Int32(2)},
				{Name: types.RecoveryOptionNameTypeVerifiedEmail, Priority: aws.Int32(1)},
			}},
		},
		prior: func(w *world) {
			w.addJane("email_verified", "true", "phone_number", "+15555550100", "phone_number_verified", "true")
		},
		call: func(w *world) (any, error) { return w.resetPassword("jane") },
		want: want{check: func(w *world, _ any) { require.Equal(w, "jane@example.com", w.pool.Messages()[0].To) }},
	},
	row{
		rules: "N114", choice: true, name: "a reset where an administrator has to help", pool: cip.CreateUserPoolInput{
			AccountRecoverySetting: &types.AccountRecoverySettingType{RecoveryMechanisms: []types.RecoveryOptionType{
				{Name: types.RecoveryOptionNameTypeAdminOnly, Priority: aws.Int32(1)},
			}},
		},
		prior: func(w *world) { w.addJane("email_verified", "true") },
		call:  func(w *world) (any, error) { return w.resetPassword("jane") },
		want:  want{code: "NotAuthorizedException", message: "Contact administrator to reset password."},
	},
	row{
		rules: "N114", name: "a reset with nothing verified", pool: fixture.EmailPool(),
		prior: func(w *world) { w.addJane() },
		call:  func(w *world) (any, error) { return w.resetPassword("jane") },
		want: want{
			code:    "InvalidParameterException",
			message: "Cannot reset password for the user as there is no registered/verified email or phone_number",
			check:   func(w *world, _ any) { require.Equal(w, types.UserStatusTypeConfirmed, w.user("jane").Status) },
		},
	},
	row{
		rules: "N114", name: "a reset of a temporary password", pool: fixture.EmailPool(),
		prior: func(w *world) { w.mustAdminCreate("jane", "email", "jane@example.com", "email_verified", "true") },
		call:  func(w *world) (any, error) { return w.resetPassword("jane") },
		want:  want{code: "NotAuthorizedException", message: "User password cannot be reset in the current state."},
	},
	row{
		rules: "N114", choice: true, name: "a reset before confirmation", pool: fixture.EmailPool(),
		prior: func(w *world) { w.mustSignUp("jane", "email", "jane@example.com") },
		call:  func(w *world) (any, error) { return w.resetPassword("jane") },
		want:  want{code: "NotAuthorizedException", message: "User password cannot be reset in the current state."},
	},
	row{
		rules: "N114", name: "a reset of a disabled user",
		prior: func(w *world) {
			w.pool.AddUser(cognitofake.NewUser{Username: "jane", Disabled: true})
		},
		call: func(w *world) (any, error) { return w.resetPassword("jane") },
		want: want{code: "NotAuthorizedException", message: "User is disabled"},
	},
)

func (w *world) adminGet(username string) (*cip.AdminGetUserOutput, error) {
	return w.client.AdminGetUser(w.ctx, &cip.AdminGetUserInput{UserPoolId: &w.pool.ID, Username: &username})
}

func (w *world) setPassword(username, password string, permanent bool) (*cip.AdminSetUserPasswordOutput, error) {
	return w.client.AdminSetUserPassword(w.ctx, &cip.AdminSetUserPasswordInput{
		UserPoolId: &w.pool.ID, Username: &username, Password: &password, Permanent: permanent,
	})
}

func (w *world) resetPassword(username string) (*cip.AdminResetUserPasswordOutput, error) {
	return w.client.AdminResetUserPassword(w.ctx, &cip.AdminResetUserPasswordInput{UserPoolId: &w.pool.ID, Username: &username})
}

// adminCreate makes a user as an administrator does who sends no invitation.
func (w *world) adminCreate(username string, pairs ...string) (*cip.AdminCreateUserOutput, error) {
	return w.client.AdminCreateUser(w.ctx, &cip.AdminCreateUserInput{
		UserPoolId: &w.pool.ID, Username: &username, UserAttributes: fixture.Attrs(pairs...), MessageAction: types.MessageActionTypeSuppress,
	})
}

func (w *world) mustAdminCreate(username string, pairs ...string) *cip.AdminCreateUserOutput {
	w.Helper()
	out, err := w.adminCreate(username, pairs...)
	require.NoError(w, err)
	return out
}

// addJane adds a confirmed user jane with the e-mail address jane@example.com
// and further attributes.
func (w *world) addJane(pairs ...string) cognitofake.User {
	attributes := map[string]string{"email": "jane@example.com"}
	for i := 0; i < len(pairs); i += 2 {
		attributes[pairs[i]] = pairs[i+1]
	}
	return w.pool.AddUser(cognitofake.NewUser{Username: "jane", Attributes: attributes})
}
