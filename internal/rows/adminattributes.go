package rows

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
)

// updateAttributeRows are rows of AdminUpdateUserAttributes: docs/behaviour.md N122, N123, L146.
func updateAttributeRows() []Row {
	return []Row{
		{
			Rules: "N1 N123", Name: "an attribute", Pool: fixture.EmailPool(),
			Prior: func(w *World) { w.AddJane("email_verified", "true") },
			Raw: func(w *World) string {
				return `AdminUpdateUserAttributes {"UserPoolId":"` + w.PoolID + `","Username":"jane","UserAttributes":[{"Name":"name","Value":"Jane"}]}`
			},
			Want: Want{Check: func(w *World, out any) {
				require.Equal(w, "{}", string(out.([]byte)))
				require.Equal(w, "Jane", w.User("jane").Attributes["name"])
				require.Equal(w, "true", w.User("jane").Attributes["email_verified"])
				w.RequireSent(0)
			}},
		},
		{
			Rules: "N123 R90", Name: "what no app client may write", App: cip.CreateUserPoolClientInput{WriteAttributes: []string{"name"}},
			Pool: cip.CreateUserPoolInput{Schema: []types.SchemaAttributeType{
				{Name: aws.String("note"), AttributeDataType: types.AttributeDataTypeString, DeveloperOnlyAttribute: aws.Bool(true), Mutable: aws.Bool(true)},
			}},
			Prior: func(w *World) { w.AddJane() },
			Call:  func(w *World) (any, error) { return w.Update("jane", "dev:custom:note", "x", "given_name", "J") },
			Want: Want{Check: func(w *World, _ any) {
				require.Equal(w, "x", w.User("jane").Attributes["dev:custom:note"])
			}},
		},
		{
			Rules: "N123", Choice: true, Name: "a new e-mail in a pool that verifies none",
			Prior: func(w *World) { w.AddJane("email_verified", "true") },
			Call:  func(w *World) (any, error) { return w.Update("jane", "email", "new@example.com") },
			Want: Want{Check: func(w *World, _ any) {
				require.Equal(w, "false", w.User("jane").Attributes["email_verified"])
				w.RequireSent(0)
			}},
		},
		{
			Rules: "N123 L93", Name: "a new e-mail said to be verified", Pool: fixture.EmailPool(),
			Prior: func(w *World) { w.AddJane() },
			Call: func(w *World) (any, error) {
				return w.Update("jane", "email_verified", "True", "email", "new@example.com")
			},
			Want: Want{Check: func(w *World, _ any) {
				require.Equal(w, "True", w.User("jane").Attributes["email_verified"])
				w.RequireSent(0)
			}},
		},
		{
			Rules: "N123 L93", Name: "a flag in capitals claims the alias, one in mixed case lets it go", Pool: EmailAliasPool(),
			Prior: func(w *World) { w.AddJane() },
			Call: func(w *World) (any, error) {
				if _, err := w.Update("jane", "email_verified", "TRUE"); err != nil {
					return nil, err
				}
				require.Equal(w, "TRUE", w.User("jane@example.com").Attributes["email_verified"])
				return w.Update("jane", "email_verified", "False")
			},
			Want: Want{Check: func(w *World, _ any) {
				require.Equal(w, "False", w.User("jane").Attributes["email_verified"])
				_, found := w.FindUser("jane@example.com")
				require.False(w, found)
			}},
		},
		{
			Rules: "L93", Name: "a boolean of the pool's own keeps its spelling", Pool: cip.CreateUserPoolInput{Schema: []types.SchemaAttributeType{
				{Name: aws.String("vip"), AttributeDataType: types.AttributeDataTypeBoolean, Mutable: aws.Bool(true)},
			}},
			Prior: func(w *World) { w.MustAdminCreate("jane", "custom:vip", "TRUE") },
			Call: func(w *World) (any, error) {
				require.Equal(w, "TRUE", w.User("jane").Attributes["custom:vip"])
				return w.Update("jane", "custom:vip", "False")
			},
			Want: Want{Check: func(w *World, _ any) { require.Equal(w, "False", w.User("jane").Attributes["custom:vip"]) }},
		},
		{
			Rules: "N123", Choice: true, Name: "phone taken before e-mail taken, of an update", Pool: anyNamePool(),
			Prior: func(w *World) {
				w.MustAdminCreate("jane@example.com", "phone_number", "+15555550100")
				w.MustAdminCreate("joe@example.com")
			},
			Call: func(w *World) (any, error) {
				return w.Update("joe@example.com", "email", "jane@example.com", "phone_number", "+15555550100")
			},
			Want: Want{Code: "AliasExistsException", Message: "An account with the given phone_number already exists."},
		},
		{
			Rules: "N122", Choice: true, Name: "two immutable attributes at once", Pool: cip.CreateUserPoolInput{Schema: []types.SchemaAttributeType{
				{Name: aws.String("born"), AttributeDataType: types.AttributeDataTypeString, Mutable: aws.Bool(false)},
				{Name: aws.String("at"), AttributeDataType: types.AttributeDataTypeString, Mutable: aws.Bool(false)},
			}},
			Prior: func(w *World) { w.AddJane() },
			Call: func(w *World) (any, error) {
				return w.Update("jane", "custom:born", "1990", "name", "J", "custom:at", "x", "custom:born", "1")
			},
			Want: invalid("user.custom:born: Attribute cannot be updated.\nuser.custom:at: Attribute cannot be updated.\n"),
		},
		{
			Rules: "N123", Name: "the same e-mail again", Pool: fixture.EmailPool(),
			Prior: func(w *World) { w.AddJane("email_verified", "true") },
			Call:  func(w *World) (any, error) { return w.Update("jane", "email", "jane@example.com") },
			Want: Want{Check: func(w *World, _ any) {
				require.Equal(w, "true", w.User("jane").Attributes["email_verified"])
				w.RequireSent(0)
			}},
		},
		{
			Rules: "N123", Name: "the new e-mail signs in, the old one no longer", Pool: Folding(fixture.EmailNamePool()),
			Prior: func(w *World) {
				w.MustSignUp("jane@example.com")
				w.mustUpdate("jane@example.com", "email", "New@example.com")
				_, err := w.AdminGet("jane@example.com")
				fixture.RequireAs[*types.UserNotFoundException](w, err)
			},
			Call: func(w *World) (any, error) { return w.AdminGet("new@EXAMPLE.com") },
			Want: Want{Check: func(w *World, _ any) { w.MustSignUp("jane@example.com") }}, // which is free
		},
		{
			Rules: "L146", Name: "verified before confirmation", Pool: AliasPool("email"),
			Prior: func(w *World) { w.MustSignUp("jane", "email", "jane@example.com") },
			Call:  func(w *World) (any, error) { return w.Update("jane", "email_verified", "true") },
			Want: Want{Check: func(w *World, _ any) {
				require.Equal(w, types.UserStatusTypeUnconfirmed, w.User("jane").Status)
				require.Equal(w, "true", w.User("jane").Attributes["email_verified"])
				_, err := w.AdminGet("jane@example.com")
				require.NoError(w, err)
			}},
		},
		{
			Rules: "N123", Name: "an alias moves", Pool: AliasPool("email"),
			Prior: func(w *World) {
				w.AddJane("email_verified", "true")
				w.AddUser(NewUser{Username: "joe"})
			},
			Call: func(w *World) (any, error) {
				return w.Update("joe", "email", "jane@example.com", "email_verified", "true")
			},
			Want: Want{Check: func(w *World, _ any) {
				require.Equal(w, "false", w.User("jane").Attributes["email_verified"])
				got, err := w.AdminGet("jane@example.com")
				require.NoError(w, err)
				require.Equal(w, "joe", *got.Username)
			}},
		},
		{
			Rules: "N123", Name: "an alias is given up", Pool: AliasPool("email"),
			Prior: func(w *World) {
				w.AddJane("email_verified", "true")
				w.mustUpdate("jane", "email_verified", "false")
			},
			Call: func(w *World) (any, error) { return w.AdminGet("jane@example.com") },
			Want: Want{Code: "UserNotFoundException", Message: "User does not exist."},
		},
		{
			Rules: "N123 N122", Choice: true, Name: "e-mail of another user of an e-mail pool", Pool: Folding(fixture.EmailNamePool()),
			Prior: func(w *World) { w.MustSignUp("jane@example.com"); w.MustSignUp("joe@example.com") },
			Call: func(w *World) (any, error) {
				return w.Update("joe@example.com", "email", "Jane@example.com", "email_verified", "true")
			},
			Want: Want{Code: "AliasExistsException", Message: "An account with the given email already exists."},
		},
		{
			Rules: "N123", Choice: true, Name: "phone of another user of a phone pool", Pool: PhoneNamePool(),
			Prior: func(w *World) { w.MustSignUp("+15555550100"); w.MustSignUp("+15555550101") },
			Call:  func(w *World) (any, error) { return w.Update("+15555550101", "phone_number", "+15555550100") },
			Want:  Want{Code: "AliasExistsException", Message: "An account with the given phone_number already exists."},
		},
		{
			Rules: "N123 R75", Name: "e-mail of another user elsewhere",
			Prior: func(w *World) { w.AddJane(); w.AddUser(NewUser{Username: "joe"}) },
			Call: func(w *World) (any, error) {
				return w.Update("joe", "email", "jane@example.com", "email_verified", "true")
			},
		},
		{
			Rules: "N123", Choice: true, Name: "email_verified without an e-mail",
			Prior: func(w *World) { w.MustSignUp("jane") },
			Call:  func(w *World) (any, error) { return w.Update("jane", "email_verified", "true") },
			Want:  Want{Code: "InvalidParameterException", Message: "Email is required to verify/un-verify an email"},
		},
		{
			Rules: "N123", Choice: true, Name: "phone_number_verified of a number that goes",
			Prior: func(w *World) { w.AddJane("phone_number", "+15555550100") },
			Call: func(w *World) (any, error) {
				return w.Update("jane", "phone_number", "", "phone_number_verified", "false")
			},
			Want: Want{Code: "InvalidParameterException", Message: "Phone Number is required to verify/un-verify a phone number"},
		},
		{
			Rules: "N123 N122", Name: "an empty value deletes", Pool: AliasPool("email"),
			Prior: func(w *World) { w.AddJane("email_verified", "true", "name", "Jane") },
			Call:  func(w *World) (any, error) { return w.Update("jane", "email", "", "name", "") },
			Want: Want{Check: func(w *World, _ any) {
				require.Equal(w, []string{"sub"}, w.User("jane").AttributeNames())
				_, err := w.AdminGet("jane@example.com")
				fixture.RequireAs[*types.UserNotFoundException](w, err)
			}},
		},
		{
			Rules: "N122 N123", Name: "immutable", Pool: immutablePool(),
			Prior: func(w *World) { w.AddJane("custom:born", "1990") },
			Call:  func(w *World) (any, error) { return w.Update("jane", "custom:born", "1991") },
			Want:  Want{Code: "InvalidParameterException", Message: "user.custom:born: Attribute cannot be updated.\n"},
		},
		{
			Rules: "N122", Name: "sub",
			Prior: func(w *World) { w.AddJane() },
			Call:  func(w *World) (any, error) { return w.Update("jane", "sub", "x") },
			Want:  Want{Code: "InvalidParameterException", Message: "user.sub: Attribute cannot be updated.\n"},
		},
		{
			Rules: "N122 R78", Name: "a bad e-mail", Pool: fixture.EmailPool(),
			Prior: func(w *World) { w.AddJane("email_verified", "true") },
			Call:  func(w *World) (any, error) { return w.Update("jane", "name", "Jane", "email", "jane") },
			Want: Want{Code: "InvalidParameterException", Message: "Invalid email address format.", Check: func(w *World, _ any) {
				require.Equal(w, "", w.User("jane").Attributes["name"])
				require.Equal(w, "true", w.User("jane").Attributes["email_verified"])
			}},
		},
		{
			Rules: "N122 R79", Name: "a bad phone number",
			Prior: func(w *World) { w.AddJane() },
			Call:  func(w *World) (any, error) { return w.Update("jane", "phone_number", "961") },
			Want:  Want{Code: "InvalidParameterException", Message: "Invalid phone number format."},
		},
		{
			Rules: "R84 N123", Name: "an unknown attribute",
			Prior: func(w *World) { w.AddJane() },
			Call:  func(w *World) (any, error) { return w.Update("jane", "custom:x", "1") },
			Want: Want{Code: "InvalidParameterException",
				Message: "Attributes did not conform to the schema: Type for attribute {custom:x} could not be determined"},
		},
		{
			Rules: "R87", Name: "a flag that is none",
			Prior: func(w *World) { w.AddJane() },
			Call:  func(w *World) (any, error) { return w.Update("jane", "email_verified", "yes") },
			Want:  Want{Code: "InvalidParameterException", Message: "Attributes did not conform to the schema: ", Prefix: true},
		},
		{
			Rules: "N123", Choice: true, Name: "a required attribute goes", Pool: cip.CreateUserPoolInput{
				Schema: []types.SchemaAttributeType{{Name: aws.String("name"), Required: aws.Bool(true), Mutable: aws.Bool(true)}},
			},
			Prior: func(w *World) { w.AddJane("name", "Jane") },
			Call:  func(w *World) (any, error) { return w.Update("jane", "name", "") },
			Want: Want{Code: "InvalidParameterException",
				Message: "Attributes did not conform to the schema: name.formatted: The attribute name.formatted is required"},
		},
		{
			Rules: "N123", Name: "a verified e-mail where the old one holds", Pool: KeepingPool(),
			Prior: func(w *World) { w.AddJane("email_verified", "true") },
			Call: func(w *World) (any, error) {
				return w.Update("jane", "email", "new@example.com", "email_verified", "true")
			},
			Want: Want{Check: func(w *World, _ any) {
				require.Equal(w, "new@example.com", w.User("jane").Attributes["email"])
				require.Equal(w, "true", w.User("jane").Attributes["email_verified"])
				w.RequireSent(0)
			}},
		},

		{
			Rules: "N123 N5", Name: "preferred_username signs in", Pool: Folding(AliasPool("preferred_username")),
			Prior: func(w *World) { w.AddJane(); w.mustUpdate("jane", "preferred_username", "JJ") },
			Call:  func(w *World) (any, error) { return w.AdminGet("jj") },
		},
		{
			Rules: "L67", Name: "preferred_username of another user", Pool: Folding(AliasPool("preferred_username")),
			Prior: func(w *World) {
				w.AddJane("preferred_username", "jj")
				w.AddUser(NewUser{Username: "joe"})
			},
			Call: func(w *World) (any, error) { return w.Update("joe", "preferred_username", "JJ") },
			Want: Want{Code: "AliasExistsException", Message: "Already found an entry for the provided username."},
		},
		{
			Rules: "L67", Choice: true, Name: "preferred_username that is another user's username", Pool: AliasPool("preferred_username"),
			Prior: func(w *World) { w.AddJane(); w.AddUser(NewUser{Username: "joe"}) },
			Call:  func(w *World) (any, error) { return w.Update("joe", "preferred_username", "jane") },
			Want:  Want{Code: "AliasExistsException", Message: "Already found an entry for the provided username."},
		},
		{
			Rules: "R71", Choice: true, Name: "preferred_username before confirmation", Pool: AliasPool("preferred_username"),
			Prior: func(w *World) { w.MustSignUp("jane") },
			Call:  func(w *World) (any, error) { return w.Update("jane", "preferred_username", "jj") },
			Want: Want{Code: "InvalidParameterException", Message: "Preferred username cannot be provided for unconfirmed account, " +
				"since user pool is configured for preferred username alias."},
		},
		{
			Rules: "N123", Name: "preferred_username in a pool without that alias",
			Prior: func(w *World) { w.AddJane("preferred_username", "jj"); w.MustSignUp("joe") },
			Call:  func(w *World) (any, error) { return w.Update("joe", "preferred_username", "jj") },
		},
	}
}

// deleteAttributeRows are rows of AdminDeleteUserAttributes.
func deleteAttributeRows() []Row {
	return []Row{
		{
			Rules: "N1 N123", Name: "attributes go", Pool: Folding(AliasPool("email")),
			Prior: func(w *World) { w.AddJane("email_verified", "true", "name", "Jane") },
			Raw: func(w *World) string {
				return `AdminDeleteUserAttributes {"UserPoolId":"` + w.PoolID + `","Username":"JANE@example.com","UserAttributeNames":["email","nickname"]}`
			},
			Want: Want{Check: func(w *World, out any) {
				require.Equal(w, "{}", string(out.([]byte)))
				require.Equal(w, []string{"name", "sub"}, w.User("jane").AttributeNames())
				_, err := w.AdminGet("jane@example.com")
				fixture.RequireAs[*types.UserNotFoundException](w, err)
			}},
		},
		{
			Rules: "N122", Choice: true, Name: "an immutable attribute stays", Pool: immutablePool(),
			Prior: func(w *World) { w.AddJane("custom:born", "1990") },
			Call:  func(w *World) (any, error) { return w.DeleteAttributes("jane", "custom:born") },
			Want:  Want{Code: "InvalidParameterException", Message: "user.custom:born: Attribute cannot be updated.\n"},
		},
		{
			Rules: "R84", Choice: true, Name: "an unknown attribute goes not",
			Prior: func(w *World) { w.AddJane() },
			Call:  func(w *World) (any, error) { return w.DeleteAttributes("jane", "custom:x") },
			Want: Want{Code: "InvalidParameterException",
				Message: "Attributes did not conform to the schema: Type for attribute {custom:x} could not be determined"},
		},
		{
			Rules: "N123", Choice: true, Name: "the flag alone goes", Pool: AliasPool("email"),
			Prior: func(w *World) { w.AddJane("email_verified", "true") },
			Call:  func(w *World) (any, error) { return w.DeleteAttributes("jane", "email_verified") },
			Want: Want{Check: func(w *World, _ any) {
				require.Equal(w, []string{"email", "sub"}, w.User("jane").AttributeNames())
				_, err := w.AdminGet("jane@example.com")
				fixture.RequireAs[*types.UserNotFoundException](w, err)
			}},
		},
	}
}

// Update changes attributes as an administrator does.
func (w *World) Update(username string, pairs ...string) (*cip.AdminUpdateUserAttributesOutput, error) {
	return w.Client.AdminUpdateUserAttributes(w.Ctx, &cip.AdminUpdateUserAttributesInput{
		UserPoolId: &w.PoolID, Username: &username, UserAttributes: fixture.Attrs(pairs...),
	})
}

func (w *World) mustUpdate(username string, pairs ...string) {
	w.Helper()
	_, err := w.Update(username, pairs...)
	require.NoError(w, err)
}

// DeleteAttributes deletes attributes as an administrator does.
func (w *World) DeleteAttributes(username string, names ...string) (*cip.AdminDeleteUserAttributesOutput, error) {
	return w.Client.AdminDeleteUserAttributes(w.Ctx, &cip.AdminDeleteUserAttributesInput{
		UserPoolId: &w.PoolID, Username: &username, UserAttributeNames: names,
	})
}

// KeepingPool keeps an e-mail address until the next one is verified.
func KeepingPool() cip.CreateUserPoolInput {
	pool := fixture.EmailPool()
	pool.UserAttributeUpdateSettings = &types.UserAttributeUpdateSettingsType{
		AttributesRequireVerificationBeforeUpdate: pool.AutoVerifiedAttributes,
	}
	return pool
}
