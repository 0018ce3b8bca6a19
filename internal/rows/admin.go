package rows

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
)

// adminRows are rows of the administrator's operations on one user: docs/behaviour.md N1 to
// N6, N113, N114, N120, N125, L133 to L139.
func adminRows() []Row {
	return []Row{
		{
			Rules: "N125", Name: "AdminGetUser", Pool: cip.CreateUserPoolInput{
				Schema: []types.SchemaAttributeType{{Name: aws.String("plan"), AttributeDataType: types.AttributeDataTypeString}},
			},
			Prior: func(w *World) {
				w.AddUser(NewUser{Username: "jane", Disabled: true, Attributes: map[string]string{
					"name": "Jane", "custom:plan": "free", "email": "jane@example.com", "email_verified": "true",
				}})
			},
			Call: func(w *World) (any, error) { return w.AdminGet("jane") },
			Want: Want{Check: func(w *World, out any) {
				got := out.(*cip.AdminGetUserOutput)
				u := w.User("jane")
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
		{
			Rules: "L133", Choice: true, Name: "email_verified in a pool that verifies nothing",
			Prior: func(w *World) { w.MustSignUp("jane", "email", "jane@example.com") },
			Call:  func(w *World) (any, error) { return w.AdminGet("jane") },
			Want: Want{Check: func(w *World, out any) {
				require.Contains(w, out.(*cip.AdminGetUserOutput).UserAttributes, fixture.Attrs("email_verified", "false")[0])
			}},
		},
		{
			Rules: "N1", Choice: true, Name: "AdminDeleteUser has an empty body",
			Prior: func(w *World) { w.MustSignUp("jane") },
			Raw:   func(w *World) string { return `AdminDeleteUser {"UserPoolId":"` + w.PoolID + `","Username":"jane"}` },
			Want:  Want{Check: func(w *World, out any) { require.Empty(w, out) }},
		},
		{
			Rules: "N1 N120", Name: "AdminDisableUser has an empty object",
			Prior: func(w *World) { w.MustSignUp("jane") },
			Raw:   func(w *World) string { return `AdminDisableUser {"UserPoolId":"` + w.PoolID + `","Username":"jane"}` },
			Want: Want{Check: func(w *World, out any) {
				require.Equal(w, "{}", string(out.([]byte)))
				require.False(w, w.User("jane").Enabled)
				require.Equal(w, types.UserStatusTypeUnconfirmed, w.User("jane").Status)
			}},
		},
		{
			Rules: "N120", Choice: true, Name: "AdminEnableUser twice",
			Prior: func(w *World) {
				w.AddUser(NewUser{Username: "jane", Disabled: true})
				_, err := w.Client.AdminEnableUser(w.Ctx, &cip.AdminEnableUserInput{UserPoolId: &w.PoolID, Username: aws.String("jane")})
				require.NoError(w, err)
			},
			Call: func(w *World) (any, error) {
				return w.Client.AdminEnableUser(w.Ctx, &cip.AdminEnableUserInput{UserPoolId: &w.PoolID, Username: aws.String("jane")})
			},
			Want: Want{Check: func(w *World, _ any) {
				require.True(w, w.User("jane").Enabled)
				require.Equal(w, types.UserStatusTypeConfirmed, w.User("jane").Status)
			}},
		},
		{
			Rules: "L137 L138", Name: "SignUp for a name that an administrator took",
			Prior: func(w *World) { w.MustAdminCreate("jane") },
			Call:  func(w *World) (any, error) { return w.SignUp("jane") },
			Want:  Want{Code: "UsernameExistsException", Message: "User already exists"},
		},
		{
			Rules: "L137", Name: "SignUp for an e-mail that an administrator took", Pool: fixture.EmailNamePool(),
			Prior: func(w *World) { w.MustAdminCreate("jane@example.com") },
			Call:  func(w *World) (any, error) { return w.SignUp("jane@example.com") },
			Want:  Want{Code: "UsernameExistsException", Message: "An account with the given email already exists."},
		},
		{
			Rules: "N113", Choice: true, Name: "a weak password",
			Prior: func(w *World) { w.MustSignUp("jane") },
			Call:  func(w *World) (any, error) { return w.SetPassword("jane", "password", true) },
			Want: Want{
				Code: "InvalidPasswordException", Message: "Password does not conform to policy: Password must have uppercase characters",
				Check: func(w *World, _ any) {
					require.Equal(w, types.UserStatusTypeUnconfirmed, w.User("jane").Status)
				},
			},
		},
		{
			Rules: "N113 R15", Name: "a password of blanks",
			Prior: func(w *World) { w.MustSignUp("jane") },
			Call:  func(w *World) (any, error) { return w.SetPassword("jane", " ", true) },
			Want: Want{Code: "InvalidParameterException", Message: "1 validation error detected: Value at 'password' failed to satisfy constraint: " +
				`Member must satisfy regular expression pattern: ^[\S]+.*[\S]+$`},
		},
		{
			Rules: "N114", Choice: true, Name: "a reset where an administrator has to help", Pool: cip.CreateUserPoolInput{
				AccountRecoverySetting: &types.AccountRecoverySettingType{RecoveryMechanisms: []types.RecoveryOptionType{
					{Name: types.RecoveryOptionNameTypeAdminOnly, Priority: aws.Int32(1)},
				}},
			},
			Prior: func(w *World) { w.AddJane("email_verified", "true") },
			Call:  func(w *World) (any, error) { return w.ResetPassword("jane") },
			Want:  Want{Code: "NotAuthorizedException", Message: "Contact administrator to reset password."},
		},
		{
			Rules: "N114", Name: "a reset with nothing verified", Pool: fixture.EmailPool(),
			Prior: func(w *World) { w.AddJane() },
			Call:  func(w *World) (any, error) { return w.ResetPassword("jane") },
			Want: Want{
				Code:    "InvalidParameterException",
				Message: "Cannot reset password for the user as there is no registered/verified email or phone_number",
				Check:   func(w *World, _ any) { require.Equal(w, types.UserStatusTypeConfirmed, w.User("jane").Status) },
			},
		},
		{
			Rules: "N114", Name: "a reset of a temporary password", Pool: fixture.EmailPool(),
			Prior: func(w *World) { w.MustAdminCreate("jane", "email", "jane@example.com", "email_verified", "true") },
			Call:  func(w *World) (any, error) { return w.ResetPassword("jane") },
			Want:  Want{Code: "NotAuthorizedException", Message: "User password cannot be reset in the current state."},
		},
		{
			Rules: "N114", Choice: true, Name: "a reset before confirmation", Pool: fixture.EmailPool(),
			Prior: func(w *World) { w.MustSignUp("jane", "email", "jane@example.com") },
			Call:  func(w *World) (any, error) { return w.ResetPassword("jane") },
			Want:  Want{Code: "NotAuthorizedException", Message: "User password cannot be reset in the current state."},
		},
		{
			Rules: "N114", Name: "a reset of a disabled user",
			Prior: func(w *World) {
				w.AddUser(NewUser{Username: "jane", Disabled: true})
			},
			Call: func(w *World) (any, error) { return w.ResetPassword("jane") },
			Want: Want{Code: "NotAuthorizedException", Message: "User is disabled"},
		},
	}
}

// AdminGet asks for one user.
func (w *World) AdminGet(username string) (*cip.AdminGetUserOutput, error) {
	return w.Client.AdminGetUser(w.Ctx, &cip.AdminGetUserInput{UserPoolId: &w.PoolID, Username: &username})
}

// SetPassword sets a password as an administrator does.
func (w *World) SetPassword(username, password string, permanent bool) (*cip.AdminSetUserPasswordOutput, error) {
	return w.Client.AdminSetUserPassword(w.Ctx, &cip.AdminSetUserPasswordInput{
		UserPoolId: &w.PoolID, Username: &username, Password: &password, Permanent: permanent,
	})
}

// ResetPassword resets a password as an administrator does.
func (w *World) ResetPassword(username string) (*cip.AdminResetUserPasswordOutput, error) {
	return w.Client.AdminResetUserPassword(w.Ctx, &cip.AdminResetUserPasswordInput{UserPoolId: &w.PoolID, Username: &username})
}

// AdminCreate makes a user as an administrator does who sends no invitation.
func (w *World) AdminCreate(username string, pairs ...string) (*cip.AdminCreateUserOutput, error) {
	return w.Client.AdminCreateUser(w.Ctx, &cip.AdminCreateUserInput{
		UserPoolId: &w.PoolID, Username: &username, UserAttributes: fixture.Attrs(pairs...), MessageAction: types.MessageActionTypeSuppress,
	})
}

// MustAdminCreate is AdminCreate that has to succeed.
func (w *World) MustAdminCreate(username string, pairs ...string) *cip.AdminCreateUserOutput {
	w.Helper()
	out, err := w.AdminCreate(username, pairs...)
	require.NoError(w, err)
	return out
}

// AddJane adds a confirmed user jane with the e-mail address jane@example.com
// and further attributes.
func (w *World) AddJane(pairs ...string) {
	attributes := map[string]string{"email": "jane@example.com"}
	for i := 0; i < len(pairs); i += 2 {
		attributes[pairs[i]] = pairs[i+1]
	}
	w.AddUser(NewUser{Username: "jane", Attributes: attributes})
}
