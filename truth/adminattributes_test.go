package truth_test

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
)

// Rows of AdminUpdateUserAttributes: docs/behaviour.md N122, N123, L146.
var _ = addRows(
	row{
		rules: "N1 N123", name: "an attribute", pool: fixture.EmailPool(),
		prior: func(w *world) { w.addJane("email_verified", "true") },
		raw: func(w *world) string {
			return `AdminUpdateUserAttributes {"UserPoolId":"` + w.pool.ID + `","Username":"jane","UserAttributes":[{"Name":"name","Value":"Jane"}]}`
		},
		want: want{check: func(w *world, out any) {
			require.Equal(w, "{}", string(out.([]byte)))
			require.Equal(w, "Jane", w.user("jane").Attributes["name"])
			require.Equal(w, "true", w.user("jane").Attributes["email_verified"])
			require.Empty(w, w.pool.Messages())
		}},
	},
	row{
		rules: "N123 R90", name: "what no app client may write", app: cip.CreateUserPoolClientInput{WriteAttributes: []string{"name"}},
		pool: cip.CreateUserPoolInput{Schema: []types.SchemaAttributeType{
			{Name: aws.String("note"), AttributeDataType: types.AttributeDataTypeString, DeveloperOnlyAttribute: aws.Bool(true)},
		}},
		prior: func(w *world) { w.addJane() },
		call:  func(w *world) (any, error) { return w.update("jane", "dev:custom:note", "x", "given_name", "J") },
		want: want{check: func(w *world, _ any) {
			require.Equal(w, "x", w.user("jane").Attributes["dev:custom:note"])
		}},
	},
	row{
		rules: "N123", choice: true, name: "a new e-mail is unverified and gets a code", pool: fixture.EmailPool(),
		prior: func(w *world) { w.addJane("email_verified", "true") },
		call:  func(w *world) (any, error) { return w.update("jane", "email", "new@example.com") },
		want: want{check: func(w *world, _ any) {
			require.Equal(w, "new@example.com", w.user("jane").Attributes["email"])
			require.Equal(w, "false", w.user("jane").Attributes["email_verified"])
			messages := w.pool.Messages()
			require.Len(w, messages, 1)
			m := messages[0]
			require.Equal(w, "new@example.com", m.To)
			require.Equal(w, "email", m.Attribute)
			require.Equal(w, "UpdateUserAttribute", m.Purpose)
			require.Equal(w, "Your confirmation code is "+m.Code, m.Body)
			require.Equal(w, m.Code, w.pool.Code("jane"))
		}},
	},
	row{
		rules: "N123 L34", choice: true, name: "the code of a new e-mail is no link", pool: cip.CreateUserPoolInput{
			AutoVerifiedAttributes:      fixture.EmailPool().AutoVerifiedAttributes,
			VerificationMessageTemplate: &types.VerificationMessageTemplateType{DefaultEmailOption: types.DefaultEmailOptionTypeConfirmWithLink},
		},
		prior: func(w *world) { w.addJane() },
		call:  func(w *world) (any, error) { return w.update("jane", "email", "new@example.com") },
		want: want{check: func(w *world, _ any) {
			require.Empty(w, w.pool.Messages()[0].Link)
			require.NotEmpty(w, w.pool.Messages()[0].Code)
		}},
	},
	row{
		rules: "N123", choice: true, name: "a new e-mail in a pool that verifies none",
		prior: func(w *world) { w.addJane("email_verified", "true") },
		call:  func(w *world) (any, error) { return w.update("jane", "email", "new@example.com") },
		want: want{check: func(w *world, _ any) {
			require.Equal(w, "false", w.user("jane").Attributes["email_verified"])
			require.Empty(w, w.pool.Messages())
		}},
	},
	row{
		rules: "N123", name: "a new e-mail said to be verified", pool: fixture.EmailPool(),
		prior: func(w *world) { w.addJane() },
		call: func(w *world) (any, error) {
			return w.update("jane", "email_verified", "True", "email", "new@example.com")
		},
		want: want{check: func(w *world, _ any) {
			require.Equal(w, "true", w.user("jane").Attributes["email_verified"])
			require.Empty(w, w.pool.Messages())
		}},
	},
	row{
		rules: "N123", name: "the same e-mail again", pool: fixture.EmailPool(),
		prior: func(w *world) { w.addJane("email_verified", "true") },
		call:  func(w *world) (any, error) { return w.update("jane", "email", "jane@example.com") },
		want: want{check: func(w *world, _ any) {
			require.Equal(w, "true", w.user("jane").Attributes["email_verified"])
			require.Empty(w, w.pool.Messages())
		}},
	},
	row{
		rules: "N123", choice: true, name: "both addresses", pool: cip.CreateUserPoolInput{
			AutoVerifiedAttributes: []types.VerifiedAttributeType{types.VerifiedAttributeTypeEmail, types.VerifiedAttributeTypePhoneNumber},
			SmsConfiguration:       fixture.SMSConfiguration(),
		},
		prior: func(w *world) { w.addJane() },
		call: func(w *world) (any, error) {
			return w.update("jane", "email", "new@example.com", "phone_number", "+15555550100")
		},
		want: want{check: func(w *world, _ any) {
			messages := w.pool.Messages()
			require.Len(w, messages, 2)
			require.Equal(w, "+15555550100", messages[0].To)
			require.Equal(w, types.DeliveryMediumTypeSms, messages[0].Medium)
			require.Equal(w, "new@example.com", messages[1].To)
			require.NotEqual(w, messages[0].Code, messages[1].Code)
		}},
	},
	row{
		rules: "N123", name: "the new e-mail signs in, the old one no longer", pool: folding(fixture.EmailNamePool()),
		prior: func(w *world) {
			w.mustSignUp("jane@example.com")
			w.mustUpdate("jane@example.com", "email", "New@example.com")
			_, err := w.adminGet("jane@example.com")
			fixture.RequireAs[*types.UserNotFoundException](w, err)
		},
		call: func(w *world) (any, error) { return w.adminGet("new@EXAMPLE.com") },
		want: want{check: func(w *world, _ any) { w.mustSignUp("jane@example.com") }}, // which is free
	},
	row{
		rules: "L146", name: "verified before confirmation", pool: aliasPool("email"),
		prior: func(w *world) { w.mustSignUp("jane", "email", "jane@example.com") },
		call:  func(w *world) (any, error) { return w.update("jane", "email_verified", "true") },
		want: want{check: func(w *world, _ any) {
			require.Equal(w, types.UserStatusTypeUnconfirmed, w.user("jane").Status)
			require.Equal(w, "true", w.user("jane").Attributes["email_verified"])
			_, err := w.adminGet("jane@example.com")
			require.NoError(w, err)
		}},
	},
	row{
		rules: "L146 N123", choice: true, name: "a new e-mail before confirmation", pool: fixture.EmailPool(),
		prior: func(w *world) { w.mustSignUp("jane", "email", "jane@example.com") },
		call:  func(w *world) (any, error) { return w.update("jane", "email", "new@example.com") },
		want: want{check: func(w *world, _ any) {
			messages := w.pool.Messages()
			require.Len(w, messages, 2)
			require.Equal(w, "new@example.com", messages[1].To)
			require.Equal(w, messages[0].Code, w.pool.Code("jane"), "the code of the sign-up is the one that ConfirmSignUp takes")
			require.Equal(w, "false", w.user("jane").Attributes["email_verified"])
		}},
	},
	row{
		rules: "N123", name: "an alias moves", pool: aliasPool("email"),
		prior: func(w *world) {
			w.addJane("email_verified", "true")
			w.pool.AddUser(cognitofake.NewUser{Username: "joe"})
		},
		call: func(w *world) (any, error) {
			return w.update("joe", "email", "jane@example.com", "email_verified", "true")
		},
		want: want{check: func(w *world, _ any) {
			require.Equal(w, "false", w.user("jane").Attributes["email_verified"])
			got, err := w.adminGet("jane@example.com")
			require.NoError(w, err)
			require.Equal(w, "joe", *got.Username)
		}},
	},
	row{
		rules: "N123", name: "an alias is given up", pool: aliasPool("email"),
		prior: func(w *world) {
			w.addJane("email_verified", "true")
			w.mustUpdate("jane", "email_verified", "false")
		},
		call: func(w *world) (any, error) { return w.adminGet("jane@example.com") },
		want: want{code: "UserNotFoundException", message: "User does not exist."},
	},
	row{
		rules: "N123 N122", choice: true, name: "e-mail of another user of an e-mail pool", pool: folding(fixture.EmailNamePool()),
		prior: func(w *world) { w.mustSignUp("jane@example.com"); w.mustSignUp("joe@example.com") },
		call: func(w *world) (any, error) {
			return w.update("joe@example.com", "email", "Jane@example.com", "email_verified", "true")
		},
		want: want{code: "AliasExistsException", message: "An account with the given email already exists."},
	},
	row{
		rules: "N123", choice: true, name: "phone of another user of a phone pool", pool: phoneNamePool(),
		prior: func(w *world) { w.mustSignUp("+15555550100"); w.mustSignUp("+15555550101") },
		call:  func(w *world) (any, error) { return w.update("+15555550101", "phone_number", "+15555550100") },
		want:  want{code: "AliasExistsException", message: "An account with the given phone_number already exists."},
	},
	row{
		rules: "N123 R75", name: "e-mail of another user elsewhere",
		prior: func(w *world) { w.addJane(); w.pool.AddUser(cognitofake.NewUser{Username: "joe"}) },
		call: func(w *world) (any, error) {
			return w.update("joe", "email", "jane@example.com", "email_verified", "true")
		},
	},
	row{
		rules: "N123", choice: true, name: "email_verified without an e-mail",
		prior: func(w *world) { w.mustSignUp("jane") },
		call:  func(w *world) (any, error) { return w.update("jane", "email_verified", "true") },
		want:  want{code: "InvalidParameterException", message: "Email is required to verify/un-verify an email"},
	},
	row{
		rules: "N123", choice: true, name: "phone_number_verified of a number that goes",
		prior: func(w *world) { w.addJane("phone_number", "+15555550100") },
		call: func(w *world) (any, error) {
			return w.update("jane", "phone_number", "", "phone_number_verified", "false")
		},
		want: want{code: "InvalidParameterException", message: "Phone Number is required to verify/un-verify a phone number"},
	},
	row{
		rules: "N123 N122", name: "an empty value deletes", pool: aliasPool("email"),
		prior: func(w *world) { w.addJane("email_verified", "true", "name", "Jane") },
		call:  func(w *world) (any, error) { return w.update("jane", "email", "", "name", "") },
		want: want{check: func(w *world, _ any) {
			require.Equal(w, []string{"sub"}, w.user("jane").AttributeNames())
			_, err := w.adminGet("jane@example.com")
			fixture.RequireAs[*types.UserNotFoundException](w, err)
		}},
	},
	row{
		rules: "N122 N123", name: "immutable", pool: immutablePool(),
		prior: func(w *world) { w.addJane("custom:born", "1990") },
		call:  func(w *world) (any, error) { return w.update("jane", "custom:born", "1991") },
		want:  want{code: "InvalidParameterException", message: "user.custom:born: Attribute cannot be updated.\n"},
	},
	row{
		rules: "N122", name: "sub",
		prior: func(w *world) { w.addJane() },
		call:  func(w *world) (any, error) { return w.update("jane", "sub", "x") },
		want:  want{code: "InvalidParameterException", message: "user.sub: Attribute cannot be updated.\n"},
	},
	row{
		rules: "N122 R78", name: "a bad e-mail", pool: fixture.EmailPool(),
		prior: func(w *world) { w.addJane("email_verified", "true") },
		call:  func(w *world) (any, error) { return w.update("jane", "name", "Jane", "email", "jane") },
		want: want{code: "InvalidParameterException", message: "Invalid email address format.", check: func(w *world, _ any) {
			require.Equal(w, "", w.user("jane").Attributes["name"])
			require.Equal(w, "true", w.user("jane").Attributes["email_verified"])
		}},
	},
	row{
		rules: "N122 R79", name: "a bad phone number",
		prior: func(w *world) { w.addJane() },
		call:  func(w *world) (any, error) { return w.update("jane", "phone_number", "961") },
		want:  want{code: "InvalidParameterException", message: "Invalid phone number format."},
	},
	row{
		rules: "R84 N123", name: "an unknown attribute",
		prior: func(w *world) { w.addJane() },
		call:  func(w *world) (any, error) { return w.update("jane", "custom:x", "1") },
		want: want{code: "InvalidParameterException",
			message: "Attributes did not conform to the schema: Type for attribute {custom:x} could not be determined"},
	},
	row{
		rules: "R87", name: "a flag that is none",
		prior: func(w *world) { w.addJane() },
		call:  func(w *world) (any, error) { return w.update("jane", "email_verified", "yes") },
		want:  want{code: "InvalidParameterException", message: "Attributes did not conform to the schema: ", prefix: true},
	},
	row{
		rules: "N123", choice: true, name: "a required attribute goes", pool: cip.CreateUserPoolInput{
			Schema: []types.SchemaAttributeType{{Name: aws.String("name"), Required: aws.Bool(true)}},
		},
		prior: func(w *world) { w.addJane("name", "Jane") },
		call:  func(w *world) (any, error) { return w.update("jane", "name", "") },
		want: want{code: "InvalidParameterException",
			message: "Attributes did not conform to the schema: name.formatted: The attribute name.formatted is required"},
	},

	row{
		rules: "N123", name: "where the old e-mail holds until the new one is verified", pool: keepingPool(),
		prior: func(w *world) { w.addJane("email_verified", "true") },
		call:  func(w *world) (any, error) { return w.update("jane", "email", "new@example.com", "name", "Jane") },
		want: want{check: func(w *world, _ any) {
			require.Equal(w, "jane@example.com", w.user("jane").Attributes["email"])
			require.Equal(w, "true", w.user("jane").Attributes["email_verified"])
			require.Equal(w, "Jane", w.user("jane").Attributes["name"])
			require.Equal(w, "new@example.com", w.pool.Messages()[0].To)
		}},
	},
	row{
		rules: "N123", name: "a verified e-mail where the old one holds", pool: keepingPool(),
		prior: func(w *world) { w.addJane("email_verified", "true") },
		call: func(w *world) (any, error) {
			return w.update("jane", "email", "new@example.com", "email_verified", "true")
		},
		want: want{check: func(w *world, _ any) {
			require.Equal(w, "new@example.com", w.user("jane").Attributes["email"])
			require.Equal(w, "true", w.user("jane").Attributes["email_verified"])
			require.Empty(w, w.pool.Messages())
		}},
	},

	row{
		rules: "N123 N5", name: "preferred_username signs in", pool: folding(aliasPool("preferred_username")),
		prior: func(w *world) { w.addJane(); w.mustUpdate("jane", "preferred_username", "JJ") },
		call:  func(w *world) (any, error) { return w.adminGet("jj") },
	},
	row{
		rules: "L67", name: "preferred_username of another user", pool: folding(aliasPool("preferred_username")),
		prior: func(w *world) {
			w.addJane("preferred_username", "jj")
			w.pool.AddUser(cognitofake.NewUser{Username: "joe"})
		},
		call: func(w *world) (any, error) { return w.update("joe", "preferred_username", "JJ") },
		want: want{code: "AliasExistsException", message: "Already found an entry for the provided username."},
	},
	row{
		rules: "L67", choice: true, name: "preferred_username that is another user's username", pool: aliasPool("preferred_username"),
		prior: func(w *world) { w.addJane(); w.pool.AddUser(cognitofake.NewUser{Username: "joe"}) },
		call:  func(w *world) (any, error) { return w.update("joe", "preferred_username", "jane") },
		want:  want{code: "AliasExistsException", message: "Already found an entry for the provided username."},
	},
	row{
		rules: "R71", choice: true, name: "preferred_username before confirmation", pool: aliasPool("preferred_username"),
		prior: func(w *world) { w.mustSignUp("jane") },
		call:  func(w *world) (any, error) { return w.update("jane", "preferred_username", "jj") },
		want: want{code: "InvalidParameterException", message: "Preferred username cannot be provided for unconfirmed account, " +
			"since user pool is configured for preferred username alias."},
	},
	row{
		rules: "N123", name: "preferred_username in a pool without that alias",
		prior: func(w *world) { w.addJane("preferred_username", "jj"); w.mustSignUp("joe") },
		call:  func(w *world) (any, error) { return w.update("joe", "preferred_username", "jj") },
	},
)

// Rows of AdminDeleteUserAttributes.
var _ = addRows(
	row{
		rules: "N1 N123", name: "attributes go", pool: folding(aliasPool("email")),
		prior: func(w *world) { w.addJane("email_verified", "true", "name", "Jane") },
		raw: func(w *world) string {
			return `AdminDeleteUserAttributes {"UserPoolId":"` + w.pool.ID + `","Username":"JANE@example.com","UserAttributeNames":["email","nickname"]}`
		},
		want: want{check: func(w *world, out any) {
			require.Equal(w, "{}", string(out.([]byte)))
			require.Equal(w, []string{"name", "sub"}, w.user("jane").AttributeNames())
			_, err := w.adminGet("jane@example.com")
			fixture.RequireAs[*types.UserNotFoundException](w, err)
		}},
	},
	row{
		rules: "N122", choice: true, name: "an immutable attribute stays", pool: immutablePool(),
		prior: func(w *world) { w.addJane("custom:born", "1990") },
		call:  func(w *world) (any, error) { return w.deleteAttributes("jane", "custom:born") },
		want:  want{code: "InvalidParameterException", message: "user.custom:born: Attribute cannot be updated.\n"},
	},
	row{
		rules: "R84", choice: true, name: "an unknown attribute goes not",
		prior: func(w *world) { w.addJane() },
		call:  func(w *world) (any, error) { return w.deleteAttributes("jane", "custom:x") },
		want: want{code: "InvalidParameterException",
			message: "Attributes did not conform to the schema: Type for attribute {custom:x} could not be determined"},
	},
	row{
		rules: "N123", choice: true, name: "the flag alone goes", pool: aliasPool("email"),
		prior: func(w *world) { w.addJane("email_verified", "true") },
		call:  func(w *world) (any, error) { return w.deleteAttributes("jane", "email_verified") },
		want: want{check: func(w *world, _ any) {
			require.Equal(w, []string{"email", "sub"}, w.user("jane").AttributeNames())
			_, err := w.adminGet("jane@example.com")
			fixture.RequireAs[*types.UserNotFoundException](w, err)
		}},
	},
)

func (w *world) update(username string, pairs ...string) (*cip.AdminUpdateUserAttributesOutput, error) {
	return w.client.AdminUpdateUserAttributes(w.ctx, &cip.AdminUpdateUserAttributesInput{
		UserPoolId: &w.pool.ID, Username: &username, UserAttributes: fixture.Attrs(pairs...),
	})
}

func (w *world) mustUpdate(username string, pairs ...string) {
	w.Helper()
	_, err := w.update(username, pairs...)
	require.NoError(w, err)
}

func (w *world) deleteAttributes(username string, names ...string) (*cip.AdminDeleteUserAttributesOutput, error) {
	return w.client.AdminDeleteUserAttributes(w.ctx, &cip.AdminDeleteUserAttributesInput{
		UserPoolId: &w.pool.ID, Username: &username, UserAttributeNames: names,
	})
}

// keepingPool keeps an e-mail address until the next one is verified.
func keepingPool() cip.CreateUserPoolInput {
	pool := fixture.EmailPool()
	pool.UserAttributeUpdateSettings = &types.UserAttributeUpdateSettingsType{
		AttributesRequireVerificationBeforeUpdate: pool.AutoVerifiedAttributes,
	}
	return pool
}
