package truth_test

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
)

// Rows of AdminCreateUser: docs/behaviour.md N115 to N117, L138.
var _ = addRows(
	row{
		rules: "N115", name: "created by an administrator", pool: fixture.EmailPool(),
		call: func(w *world) (any, error) { return w.adminCreate("jane", "email", "jane@example.com", "name", "Jane") },
		want: want{check: func(w *world, out any) {
			got := out.(*cip.AdminCreateUserOutput).User
			u := w.user("jane")
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
	row{
		rules: "N115", name: "with a verified flag",
		call: func(w *world) (any, error) {
			return w.adminCreate("jane", "email", "jane@example.com", "email_verified", "True")
		},
		want: want{check: func(w *world, out any) {
			require.Contains(w, out.(*cip.AdminCreateUserOutput).User.Attributes, fixture.Attrs("email_verified", "true")[0])
		}},
	},
	row{
		rules: "N115 R64", name: "in an e-mail pool", pool: fixture.EmailNamePool(),
		call: func(w *world) (any, error) { return w.adminCreate("jane@example.com") },
		want: want{check: func(w *world, out any) {
			got := out.(*cip.AdminCreateUserOutput).User
			require.Equal(w, fixture.Attrs("email", "jane@example.com", "sub", *got.Username), got.Attributes)
			require.Equal(w, *got.Username, w.user("jane@example.com").Sub)
		}},
	},
	row{
		rules: "N115", name: "without a required attribute", pool: cip.CreateUserPoolInput{
			Schema: []types.SchemaAttributeType{{Name: aws.String("email"), Required: aws.Bool(true)}},
		},
		call: func(w *world) (any, error) { return w.adminCreate("jane") },
	},
	row{
		rules: "N115 R92", name: "with an immutable attribute", pool: immutablePool(),
		call: func(w *world) (any, error) { return w.adminCreate("jane", "custom:born", "1990") },
		want: want{check: func(w *world, _ any) { require.Equal(w, "1990", w.user("jane").Attributes["custom:born"]) }},
	},
	row{
		rules: "N115", choice: true, name: "with a sub",
		call: func(w *world) (any, error) {
			return w.adminCreate("jane", "sub", "8d5a6bdc-7c1c-4b6a-9c1e-1d8c2f0a7b11")
		},
		want: want{code: "InvalidParameterException", message: "user.sub: Attribute cannot be updated.\n"},
	},
	row{
		rules: "N115 R22", name: "in a pool without self sign-up", pool: cip.CreateUserPoolInput{
			AdminCreateUserConfig: &types.AdminCreateUserConfigType{AllowAdminCreateUserOnly: true},
		},
		call: func(w *world) (any, error) { return w.adminCreate("jane") },
	},
	row{
		rules: "N2", name: "AdminCreateUser in an unknown pool",
		call: func(w *world) (any, error) {
			return w.client.AdminCreateUser(w.ctx, &cip.AdminCreateUserInput{UserPoolId: aws.String("us-east-1_Unknown00"), Username: aws.String("jane")})
		},
		want: want{code: "ResourceNotFoundException", message: "User pool us-east-1_Unknown00 does not exist."},
	},

	row{
		rules: "N116", name: "passwordless", pool: otpPool(),
		call: func(w *world) (any, error) {
			return w.adminCreate("jane", "email", "jane@example.com", "email_verified", "true")
		},
		want: want{check: func(w *world, out any) {
			require.Equal(w, types.UserStatusTypeConfirmed, out.(*cip.AdminCreateUserOutput).User.UserStatus)
		}},
	},
	row{
		rules: "N116", name: "passwordless by a blank password", pool: otpPool(),
		call: func(w *world) (any, error) {
			return w.invite(&cip.AdminCreateUserInput{
				UserAttributes: fixture.Attrs("email", "jane@example.com"), TemporaryPassword: aws.String(""),
				DesiredDeliveryMediums: []types.DeliveryMediumType{types.DeliveryMediumTypeEmail},
			})
		},
		want: want{check: func(w *world, _ any) {
			require.Equal(w, types.UserStatusTypeConfirmed, w.user("jane").Status)
			require.Empty(w, w.pool.Messages()[0].Code)
		}},
	},
	row{
		rules: "N116", choice: true, name: "invitation of a passwordless user", pool: otpPool(),
		call: func(w *world) (any, error) {
			return w.invite(&cip.AdminCreateUserInput{
				UserAttributes:         fixture.Attrs("email", "jane@example.com"),
				DesiredDeliveryMediums: []types.DeliveryMediumType{types.DeliveryMediumTypeEmail},
			})
		},
		want: want{check: func(w *world, _ any) {
			require.Equal(w, "Your username is jane. ", w.pool.Messages()[0].Body)
		}},
	},
	row{
		rules: "N116", name: "with a password in a passwordless pool", pool: otpPool(),
		call: func(w *world) (any, error) {
			return w.invite(&cip.AdminCreateUserInput{TemporaryPassword: aws.String(fixture.GoodPassword)})
		},
		want: want{check: func(w *world, _ any) {
			require.Equal(w, types.UserStatusTypeForceChangePassword, w.user("jane").Status)
		}},
	},
	row{
		rules: "N116", name: "a blank password elsewhere is none",
		call: func(w *world) (any, error) {
			return w.invite(&cip.AdminCreateUserInput{
				TemporaryPassword: aws.String(""), UserAttributes: fixture.Attrs("phone_number", "+15555550100"),
			})
		},
		want: want{check: func(w *world, _ any) {
			require.Equal(w, types.UserStatusTypeForceChangePassword, w.user("jane").Status)
			require.NotEmpty(w, w.pool.Messages()[0].Code)
		}},
	},
	generated("the default policy", nil),
	generated("a policy that asks nothing", &types.PasswordPolicyType{MinimumLength: aws.Int32(6)}),
	generated("a long password", &types.PasswordPolicyType{MinimumLength: aws.Int32(99), RequireSymbols: true, RequireUppercase: true}),

	row{
		rules: "N117 L138", name: "username taken",
		prior: func(w *world) { w.mustSignUp("jane") },
		call:  func(w *world) (any, error) { return w.adminCreate("jane") },
		want:  want{code: "UsernameExistsException", message: "User account already exists"},
	},
	row{
		rules: "N117 R77", name: "username taken in another case", pool: foldingPool(),
		prior: func(w *world) { w.mustSignUp("jane") },
		call:  func(w *world) (any, error) { return w.adminCreate("JANE") },
		want:  want{code: "UsernameExistsException", message: "User account already exists"},
	},
	row{
		rules: "N117", choice: true, name: "e-mail taken in an e-mail pool", pool: fixture.EmailNamePool(),
		prior: func(w *world) { w.mustSignUp("jane@example.com") },
		call:  func(w *world) (any, error) { return w.adminCreate("jane@example.com") },
		want:  want{code: "UsernameExistsException", message: "An account with the given email already exists."},
	},
	row{
		rules: "N117", choice: true, name: "e-mail taken in another case in an e-mail pool", pool: folding(fixture.EmailNamePool()),
		prior: func(w *world) { w.mustSignUp("jane@example.com") },
		call:  func(w *world) (any, error) { return w.adminCreate("Jane@Example.com") },
		want:  want{code: "UsernameExistsException", message: "An account with the given email already exists."},
	},
	row{
		rules: "N117", choice: true, name: "phone taken in a phone pool", pool: phoneNamePool(),
		prior: func(w *world) { w.mustSignUp("+15555550100") },
		call:  func(w *world) (any, error) { return w.adminCreate("+15555550100") },
		want:  want{code: "UsernameExistsException", message: "An account with the given phone_number already exists."},
	},
	row{
		rules: "N117 R40", name: "weak temporary password",
		call: func(w *world) (any, error) {
			return w.invite(&cip.AdminCreateUserInput{TemporaryPassword: aws.String("Passw0rd")})
		},
		want: want{code: "InvalidPasswordException", message: "Password did not conform with policy: Password must have symbol characters"},
	},
	refused("R60", fixture.EmailNamePool(), "jane", "Username should be an email."),
	refused("R61", phoneNamePool(), "jane", "Username should be a phone number."),
	refused("R62", anyNamePool(), "jane", "Username should be either an email or a phone number."),
	refused("R65", fixture.EmailNamePool(), "jane@example.com",
		"User email should be empty or same as username, since username attribute is email.", "email", "joe@example.com"),
	refused("R69", aliasPool("email"), "jane@example.com",
		"Username cannot be of email format, since user pool is configured for email alias."),
	refused("R70", aliasPool("phone_number"), "+15555550100",
		"Username cannot be of phone number format, since user pool is configured for phone number alias."),
	refused("R78", cip.CreateUserPoolInput{}, "jane", "Invalid email address format.", "email", "jane.example.com"),
	refused("R79", cip.CreateUserPoolInput{}, "jane", "Invalid phone number format.", "phone_number", "961"),
	refused("R84", cip.CreateUserPoolInput{}, "jane",
		"Attributes did not conform to the schema: Type for attribute {custom:x} could not be determined", "custom:x", "1"),
	row{
		rules: "N117 R80", name: "an attribute without a value",
		call: func(w *world) (any, error) {
			return w.invite(&cip.AdminCreateUserInput{UserAttributes: []types.AttributeType{{Name: aws.String("name")}}})
		},
		want: want{code: "InvalidParameterException", message: "Attribute value for name must not be null"},
	},
	row{
		rules: "N117", choice: true, name: "a flag without its e-mail",
		call: func(w *world) (any, error) { return w.adminCreate("jane", "email_verified", "true") },
		want: want{code: "InvalidParameterException", message: "Email is required to verify/un-verify an email"},
	},

	row{
		rules: "L138", name: "alias taken", pool: aliasPool("email"),
		prior: func(w *world) { w.addJane("email_verified", "true") },
		call: func(w *world) (any, error) {
			return w.adminCreate("joe", "email", "jane@example.com", "email_verified", "true")
		},
		want: want{code: "AliasExistsException", message: "An account with the email already exists."},
	},
	row{
		rules: "L138", name: "phone alias taken", pool: aliasPool("phone_number"),
		prior: func(w *world) { w.addJane("phone_number", "+15555550100", "phone_number_verified", "true") },
		call: func(w *world) (any, error) {
			return w.adminCreate("joe", "phone_number", "+15555550100", "phone_number_verified", "true")
		},
		want: want{code: "AliasExistsException", message: "An account with the phone_number already exists."},
	},
	row{
		rules: "L138", name: "alias taken and not claimed", pool: aliasPool("email"),
		prior: func(w *world) { w.addJane("email_verified", "true") },
		call:  func(w *world) (any, error) { return w.adminCreate("joe", "email", "jane@example.com") },
		want: want{check: func(w *world, _ any) {
			require.Equal(w, "true", w.user("jane").Attributes["email_verified"])
		}},
	},
	row{
		rules: "L138 L69", name: "alias moved by ForceAliasCreation", pool: folding(aliasPool("email")),
		prior: func(w *world) { w.addJane("email_verified", "true") },
		call: func(w *world) (any, error) {
			return w.client.AdminCreateUser(w.ctx, &cip.AdminCreateUserInput{
				UserPoolId: &w.pool.ID, Username: aws.String("joe"), ForceAliasCreation: true,
				UserAttributes: fixture.Attrs("email", "Jane@example.com", "email_verified", "true"),
			})
		},
		want: want{check: func(w *world, _ any) {
			require.Equal(w, "false", w.user("jane").Attributes["email_verified"])
			require.Equal(w, "jane@example.com", w.user("jane").Attributes["email"])
			got, err := w.adminGet("jane@example.com")
			require.NoError(w, err)
			require.Equal(w, "joe", *got.Username)
		}},
	},
	row{
		rules: "L138", choice: true, name: "preferred username taken", pool: aliasPool("preferred_username"),
		prior: func(w *world) { w.addJane("preferred_username", "jj") },
		call:  func(w *world) (any, error) { return w.adminCreate("joe", "preferred_username", "jj") },
		want:  want{code: "AliasExistsException", message: "Already found an entry for the provided username."},
	},
)

// refused is a row of what AdminCreateUser refuses as SignUp does.
func refused(rule string, pool cip.CreateUserPoolInput, username, message string, pairs ...string) row {
	return row{
		rules: "N117 " + rule, name: "as SignUp", pool: pool,
		call: func(w *world) (any, error) { return w.adminCreate(username, pairs...) },
		want: want{code: "InvalidParameterException", message: message},
	}
}

// generated is a row of a temporary password that the service makes.
func generated(name string, policy *types.PasswordPolicyType) row {
	pool := cip.CreateUserPoolInput{}
	if policy != nil {
		pool.Policies = &types.UserPoolPolicyType{PasswordPolicy: policy}
	}
	return row{
		rules: "N116", name: "generated for " + name, pool: pool,
		call: func(w *world) (any, error) {
			return w.invite(&cip.AdminCreateUserInput{UserAttributes: fixture.Attrs("phone_number", "+15555550100")})
		},
		want: want{check: func(w *world, _ any) {
			password := w.pool.Messages()[0].Code
			if policy != nil {
				require.GreaterOrEqual(w, len(password), int(*policy.MinimumLength))
			}
			_, err := w.setPassword("jane", password, true)
			require.NoError(w, err)
		}},
	}
}

// otpPool lets users in by one-time passwords.
func otpPool() cip.CreateUserPoolInput {
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
