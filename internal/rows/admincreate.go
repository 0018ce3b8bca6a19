package rows

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
)

// adminCreateRows are rows of AdminCreateUser: docs/behaviour.md N115 to N117, L138.
func adminCreateRows() []Row {
	return []Row{
		{
			Rules: "N115", Name: "created by an administrator", Pool: fixture.EmailPool(),
			Call: func(w *World) (any, error) { return w.AdminCreate("jane", "email", "jane@example.com", "name", "Jane") },
			Want: Want{Check: func(w *World, out any) {
				got := out.(*cip.AdminCreateUserOutput).User
				u := w.User("jane")
				require.Equal(w, "jane", *got.Username)
				require.Equal(w, fixture.Attrs("email", "jane@example.com", "name", "Jane", "sub", u.Sub), got.Attributes)
				require.True(w, got.Enabled)
				require.Equal(w, types.UserStatusTypeForceChangePassword, got.UserStatus)
				require.Equal(w, got.UserCreateDate, got.UserLastModifiedDate)
				require.WithinDuration(w, u.CreatedAt, *got.UserCreateDate, 2*time.Millisecond) // the wire has milliseconds, the SDK reads them as a float
				require.Nil(w, got.MFAOptions)
				require.Equal(w, types.UserStatusTypeForceChangePassword, u.Status)
			}},
		},
		{
			Rules: "N115 L93", Name: "with a verified flag",
			Call: func(w *World) (any, error) {
				return w.AdminCreate("jane", "email", "jane@example.com", "email_verified", "True")
			},
			Want: Want{Check: func(w *World, out any) {
				require.Contains(w, out.(*cip.AdminCreateUserOutput).User.Attributes, fixture.Attrs("email_verified", "True")[0])
				got, err := w.AdminGet("jane")
				require.NoError(w, err)
				require.Contains(w, got.UserAttributes, fixture.Attrs("email_verified", "True")[0])
			}},
		},
		{
			Rules: "N115 R64", Name: "in an e-mail pool", Pool: fixture.EmailNamePool(),
			Call: func(w *World) (any, error) { return w.AdminCreate("jane@example.com") },
			Want: Want{Check: func(w *World, out any) {
				got := out.(*cip.AdminCreateUserOutput).User
				require.Equal(w, fixture.Attrs("email", "jane@example.com", "sub", *got.Username), got.Attributes)
				require.Equal(w, *got.Username, w.User("jane@example.com").Sub)
			}},
		},
		{
			Rules: "N115", Name: "without a required attribute", Pool: cip.CreateUserPoolInput{
				Schema: []types.SchemaAttributeType{{Name: aws.String("email"), Required: aws.Bool(true)}},
			},
			Call: func(w *World) (any, error) { return w.AdminCreate("jane") },
		},
		{
			Rules: "N115 R92", Name: "with an immutable attribute", Pool: immutablePool(),
			Call: func(w *World) (any, error) { return w.AdminCreate("jane", "custom:born", "1990") },
			Want: Want{Check: func(w *World, _ any) { require.Equal(w, "1990", w.User("jane").Attributes["custom:born"]) }},
		},
		{
			Rules: "N115", Choice: true, Name: "with a sub",
			Call: func(w *World) (any, error) {
				return w.AdminCreate("jane", "sub", "8d5a6bdc-7c1c-4b6a-9c1e-1d8c2f0a7b11")
			},
			Want: Want{Code: "InvalidParameterException", Message: "user.sub: Attribute cannot be updated.\n"},
		},
		{
			Rules: "N115 R22", Name: "in a pool without self sign-up", Pool: cip.CreateUserPoolInput{
				AdminCreateUserConfig: &types.AdminCreateUserConfigType{AllowAdminCreateUserOnly: true},
			},
			Call: func(w *World) (any, error) { return w.AdminCreate("jane") },
		},
		{
			Rules: "N2", Name: "AdminCreateUser in an unknown pool",
			Call: func(w *World) (any, error) {
				return w.Client.AdminCreateUser(w.Ctx, &cip.AdminCreateUserInput{UserPoolId: aws.String("us-east-1_Unknown00"), Username: aws.String("jane")})
			},
			Want: Want{Code: "ResourceNotFoundException", Message: "User pool us-east-1_Unknown00 does not exist."},
		},

		{
			Rules: "N116", Name: "passwordless", Pool: OtpPool(),
			Call: func(w *World) (any, error) {
				return w.AdminCreate("jane", "email", "jane@example.com", "email_verified", "true")
			},
			Want: Want{Check: func(w *World, out any) {
				require.Equal(w, types.UserStatusTypeConfirmed, out.(*cip.AdminCreateUserOutput).User.UserStatus)
			}},
		},
		{
			Rules: "N116", Name: "with a password in a passwordless pool", Pool: OtpPool(),
			Call: func(w *World) (any, error) {
				return w.Invite(&cip.AdminCreateUserInput{TemporaryPassword: aws.String(fixture.GoodPassword)})
			},
			Want: Want{Check: func(w *World, _ any) {
				require.Equal(w, types.UserStatusTypeForceChangePassword, w.User("jane").Status)
			}},
		},

		{
			Rules: "N117 L138", Name: "username taken",
			Prior: func(w *World) { w.MustSignUp("jane") },
			Call:  func(w *World) (any, error) { return w.AdminCreate("jane") },
			Want:  Want{Code: "UsernameExistsException", Message: "User account already exists"},
		},
		{
			Rules: "N117 R77", Name: "username taken in another case", Pool: FoldingPool(),
			Prior: func(w *World) { w.MustSignUp("jane") },
			Call:  func(w *World) (any, error) { return w.AdminCreate("JANE") },
			Want:  Want{Code: "UsernameExistsException", Message: "User account already exists"},
		},
		{
			Rules: "N117", Choice: true, Name: "e-mail taken in an e-mail pool", Pool: fixture.EmailNamePool(),
			Prior: func(w *World) { w.MustSignUp("jane@example.com") },
			Call:  func(w *World) (any, error) { return w.AdminCreate("jane@example.com") },
			Want:  Want{Code: "UsernameExistsException", Message: "An account with the given email already exists."},
		},
		{
			Rules: "N117", Choice: true, Name: "e-mail taken in another case in an e-mail pool", Pool: Folding(fixture.EmailNamePool()),
			Prior: func(w *World) { w.MustSignUp("jane@example.com") },
			Call:  func(w *World) (any, error) { return w.AdminCreate("Jane@Example.com") },
			Want:  Want{Code: "UsernameExistsException", Message: "An account with the given email already exists."},
		},
		{
			Rules: "N117", Choice: true, Name: "phone taken in a phone pool", Pool: PhoneNamePool(),
			Prior: func(w *World) { w.MustSignUp("+15555550100") },
			Call:  func(w *World) (any, error) { return w.AdminCreate("+15555550100") },
			Want:  Want{Code: "UsernameExistsException", Message: "An account with the given phone_number already exists."},
		},
		refused("R60", fixture.EmailNamePool(), "jane", "Username should be an email."),
		refused("R61", PhoneNamePool(), "jane", "Username should be a phone number."),
		refused("R62", anyNamePool(), "jane", "Username should be either an email or a phone number."),
		refused("R65", fixture.EmailNamePool(), "jane@example.com",
			"User email should be empty or same as username, since username attribute is email.", "email", "joe@example.com"),
		refused("R69", AliasPool("email"), "jane@example.com",
			"Username cannot be of email format, since user pool is configured for email alias."),
		refused("R70", AliasPool("phone_number"), "+15555550100",
			"Username cannot be of phone number format, since user pool is configured for phone number alias."),
		refused("R78", cip.CreateUserPoolInput{}, "jane", "Invalid email address format.", "email", "jane.example.com"),
		refused("R79", cip.CreateUserPoolInput{}, "jane", "Invalid phone number format.", "phone_number", "961"),
		refused("R84", cip.CreateUserPoolInput{}, "jane",
			"Attributes did not conform to the schema: Type for attribute {custom:x} could not be determined", "custom:x", "1"),
		{
			Rules: "N117 R80", Name: "an attribute without a value",
			Call: func(w *World) (any, error) {
				return w.Invite(&cip.AdminCreateUserInput{UserAttributes: []types.AttributeType{{Name: aws.String("name")}}})
			},
			Want: Want{Code: "InvalidParameterException", Message: "Attribute value for name must not be null"},
		},
		{
			Rules: "N117", Choice: true, Name: "a flag without its e-mail",
			Call: func(w *World) (any, error) { return w.AdminCreate("jane", "email_verified", "true") },
			Want: Want{Code: "InvalidParameterException", Message: "Email is required to verify/un-verify an email"},
		},

		{
			Rules: "L138", Name: "alias taken", Pool: AliasPool("email"),
			Prior: func(w *World) { w.AddJane("email_verified", "true") },
			Call: func(w *World) (any, error) {
				return w.AdminCreate("joe", "email", "jane@example.com", "email_verified", "true")
			},
			Want: Want{Code: "AliasExistsException", Message: "An account with the email already exists."},
		},
		{
			Rules: "L138 L93", Name: "alias taken by a flag in capitals", Pool: AliasPool("email"),
			Prior: func(w *World) { w.AddJane("email_verified", "TRUE") },
			Call: func(w *World) (any, error) {
				return w.AdminCreate("joe", "email", "jane@example.com", "email_verified", "True")
			},
			Want: Want{Code: "AliasExistsException", Message: "An account with the email already exists."},
		},
		{
			Rules: "L138", Name: "phone alias taken", Pool: AliasPool("phone_number"),
			Prior: func(w *World) { w.AddJane("phone_number", "+15555550100", "phone_number_verified", "true") },
			Call: func(w *World) (any, error) {
				return w.AdminCreate("joe", "phone_number", "+15555550100", "phone_number_verified", "true")
			},
			Want: Want{Code: "AliasExistsException", Message: "An account with the phone_number already exists."},
		},
		{
			Rules: "L138", Name: "alias taken and not claimed", Pool: AliasPool("email"),
			Prior: func(w *World) { w.AddJane("email_verified", "true") },
			Call:  func(w *World) (any, error) { return w.AdminCreate("joe", "email", "jane@example.com") },
			Want: Want{Check: func(w *World, _ any) {
				require.Equal(w, "true", w.User("jane").Attributes["email_verified"])
			}},
		},
		{
			Rules: "L138 L69", Name: "alias moved by ForceAliasCreation", Pool: Folding(AliasPool("email")),
			Prior: func(w *World) { w.AddJane("email_verified", "true") },
			Call: func(w *World) (any, error) {
				return w.Client.AdminCreateUser(w.Ctx, &cip.AdminCreateUserInput{
					UserPoolId: &w.PoolID, Username: aws.String("joe"), ForceAliasCreation: true,
					UserAttributes: fixture.Attrs("email", "Jane@example.com", "email_verified", "true"),
				})
			},
			Want: Want{Check: func(w *World, _ any) {
				require.Equal(w, "false", w.User("jane").Attributes["email_verified"])
				require.Equal(w, "jane@example.com", w.User("jane").Attributes["email"])
				got, err := w.AdminGet("jane@example.com")
				require.NoError(w, err)
				require.Equal(w, "joe", *got.Username)
			}},
		},
		{
			Rules: "L138", Choice: true, Name: "preferred username taken", Pool: AliasPool("preferred_username"),
			Prior: func(w *World) { w.AddJane("preferred_username", "jj") },
			Call:  func(w *World) (any, error) { return w.AdminCreate("joe", "preferred_username", "jj") },
			Want:  Want{Code: "AliasExistsException", Message: "Already found an entry for the provided username."},
		},
	}
}

// refused is a row of what AdminCreateUser refuses as SignUp does.
func refused(rule string, pool cip.CreateUserPoolInput, username, message string, pairs ...string) Row {
	return Row{
		Rules: "N117 " + rule, Name: "as SignUp", Pool: pool,
		Call: func(w *World) (any, error) { return w.AdminCreate(username, pairs...) },
		Want: Want{Code: "InvalidParameterException", Message: message},
	}
}

// OtpPool lets users in by one-time passwords.
func OtpPool() cip.CreateUserPoolInput {
	return cip.CreateUserPoolInput{
		AutoVerifiedAttributes: []types.VerifiedAttributeType{types.VerifiedAttributeTypeEmail},
		Policies: &types.UserPoolPolicyType{SignInPolicy: &types.SignInPolicyType{
			AllowedFirstAuthFactors: []types.AuthFactorType{types.AuthFactorTypePassword, types.AuthFactorTypeEmailOtp},
		}},
	}
}

// immutablePool has an attribute custom:born that stays as it is.
func immutablePool() cip.CreateUserPoolInput {
	return cip.CreateUserPoolInput{Schema: []types.SchemaAttributeType{
		{Name: aws.String("born"), AttributeDataType: types.AttributeDataTypeString, Mutable: aws.Bool(false)},
	}}
}
