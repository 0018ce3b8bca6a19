package truth_test

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
)

// Rows of usernames, aliases and duplicates: docs/behaviour.md R60 to R77, L21, L22.

// Refusals that several rows expect.
var (
	notAnEmail   = invalid("Username should be an email.")
	notAPhone    = invalid("Username should be a phone number.")
	neitherKind  = invalid("Username should be either an email or a phone number.")
	otherEmail   = invalid("User email should be empty or same as username, since username attribute is email.")
	otherPhone   = invalid("User phone_number should be empty or same as username, since username attribute is phone_number.")
	emailAlias   = invalid("Username cannot be of email format, since user pool is configured for email alias.")
	phoneAlias   = invalid("Username cannot be of phone number format, since user pool is configured for phone number alias.")
	preferred    = invalid("Preferred username cannot be provided for unconfirmed account, since user pool is configured for preferred username alias.")
	userExists   = want{code: "UsernameExistsException", message: "User already exists"}
	emailExists  = want{code: "UsernameExistsException", message: "An account with the given email already exists."}
	phoneExists  = want{code: "UsernameExistsException", message: "An account with the given phone_number already exists."}
	invalidEmail = invalid("Invalid email address format.")
	invalidPhone = invalid("Invalid phone number format.")
)

// signedUp makes the users that the call of a row meets.
func signedUp(username string, pairs ...string) func(*world) {
	return func(w *world) { w.mustSignUp(username, pairs...) }
}

// both auto-verifies e-mail addresses and phone numbers.
func both(pool cip.CreateUserPoolInput) cip.CreateUserPoolInput {
	pool.AutoVerifiedAttributes = []types.VerifiedAttributeType{types.VerifiedAttributeTypeEmail, types.VerifiedAttributeTypePhoneNumber}
	pool.SmsConfiguration = fixture.SMSConfiguration()
	return pool
}

// requiring is a pool whose users must have these standard attributes.
func requiring(pool cip.CreateUserPoolInput, names ...string) cip.CreateUserPoolInput {
	for _, name := range names {
		pool.Schema = append(pool.Schema, types.SchemaAttributeType{Name: &name, Required: aws.Bool(true)})
	}
	return pool
}

// namedBySub checks that the stored username is the sub, and where the name went.
func namedBySub(attribute, value string) want {
	return want{check: func(w *world, out any) {
		sub := *out.(*cip.SignUpOutput).UserSub
		u := w.user(value)
		require.Equal(w, sub, u.Sub)
		require.Equal(w, sub, u.Username)
		require.Equal(w, value, u.Attributes[attribute])
		require.Equal(w, "false", u.Attributes[attribute+"_verified"])
		require.Equal(w, u, w.user(sub))
	}}
}

// left checks how many users there are after a refusal.
func left(n int, want want) want {
	want.check = func(w *world, _ any) { require.Len(w, w.pool.Users(), n) }
	return want
}

var _ = addRows(
	// Pools whose users are named by an address.
	row{rules: "R60", name: "a plain name", pool: fixture.EmailNamePool(), call: signingUp("jane"), want: notAnEmail},
	row{rules: "R60", name: "a phone number", pool: fixture.EmailNamePool(), call: signingUp("+12065550100"), want: notAnEmail},
	row{rules: "R61", name: "a plain name", pool: phoneNamePool(), call: signingUp("jane"), want: notAPhone},
	row{rules: "R61", name: "an e-mail", pool: phoneNamePool(), call: signingUp("jane@example.com"), want: notAPhone},
	row{rules: "R61 R63", name: "digits without a plus", pool: phoneNamePool(), call: signingUp("12345"), want: notAPhone},
	row{rules: "R61 R63", choice: true, name: "a plus alone", pool: phoneNamePool(), call: signingUp("+"), want: notAPhone},
	row{rules: "R61 R63", choice: true, name: "a plus and a letter", pool: phoneNamePool(), call: signingUp("+1206555010x"), want: notAPhone},
	row{rules: "R62", name: "a plain name", pool: anyNamePool(), call: signingUp("jane"), want: neitherKind},
	row{rules: "R62 R63", name: "digits without a plus", pool: anyNamePool(), call: signingUp("12345"), want: neitherKind},
	row{rules: "R63 R78", name: "like an e-mail and none", pool: fixture.EmailNamePool(), call: signingUp("@invalid.email.com"), want: invalidEmail},
	row{rules: "R63 R78", name: "like an e-mail and none, with both kinds", pool: anyNamePool(), call: signingUp("jane@"), want: invalidEmail},
	row{rules: "R63 R79", choice: true, name: "like a phone number and none", pool: phoneNamePool(), call: signingUp("+0123456789"), want: invalidPhone},
	row{rules: "R64 L21 L22", name: "an e-mail", pool: fixture.EmailNamePool(), call: signingUp("jane@example.com"), want: namedBySub("email", "jane@example.com")},
	row{rules: "R64 L21 L22", name: "a phone number", pool: phoneNamePool(), call: signingUp("+12065550100"), want: namedBySub("phone_number", "+12065550100")},
	row{rules: "R64 R62", name: "an e-mail, with both kinds", pool: anyNamePool(), call: signingUp("jane@example.com"), want: namedBySub("email", "jane@example.com")},
	row{rules: "R64 R62", name: "a phone number, with both kinds", pool: anyNamePool(), call: signingUp("+12065550100"), want: namedBySub("phone_number", "+12065550100")},
	row{rules: "R64 R93", name: "no permission is needed for what the service writes", pool: fixture.EmailNamePool(),
		app:  cip.CreateUserPoolClientInput{WriteAttributes: []string{"name"}},
		call: signingUp("jane@example.com", "name", "Jane"), want: namedBySub("email", "jane@example.com")},

	// The same address as an attribute.
	row{rules: "R65", name: "another e-mail", pool: fixture.EmailNamePool(), call: signingUp("jane@example.com", "email", "john@example.com"), want: otherEmail},
	row{rules: "R65", name: "another case", pool: fixture.EmailNamePool(), call: signingUp("jane@example.com", "email", "Jane@example.com"), want: otherEmail},
	row{rules: "R65 R77", choice: true, name: "another case where it does not count", pool: folding(fixture.EmailNamePool()), call: signingUp("jane@example.com", "email", "Jane@example.com")},
	row{rules: "R65", name: "the same e-mail", pool: fixture.EmailNamePool(), call: signingUp("jane@example.com", "email", "jane@example.com"), want: namedBySub("email", "jane@example.com")},
	row{rules: "R65 R81", name: "an empty e-mail", pool: fixture.EmailNamePool(), call: signingUp("jane@example.com", "email", ""), want: namedBySub("email", "jane@example.com")},
	row{rules: "R65 R89", choice: true, name: "the last of two e-mails counts", pool: fixture.EmailNamePool(),
		call: signingUp("jane@example.com", "email", "john@example.com", "email", "jane@example.com"), want: namedBySub("email", "jane@example.com")},
	row{rules: "R66", choice: true, name: "another phone number", pool: phoneNamePool(), call: signingUp("+12065550100", "phone_number", "+12065550101"), want: otherPhone},
	row{rules: "R66", choice: true, name: "the same phone number", pool: phoneNamePool(), call: signingUp("+12065550100", "phone_number", "+12065550100"), want: namedBySub("phone_number", "+12065550100")},
	row{rules: "R67", name: "a phone number beside an e-mail", pool: anyNamePool(), call: signingUp("jane@example.com", "phone_number", "+12065550100"), want: namedBySub("email", "jane@example.com")},
	row{rules: "R67", name: "an e-mail beside a phone number", pool: anyNamePool(), call: signingUp("+12065550100", "email", "jane@example.com"), want: namedBySub("phone_number", "+12065550100")},
	row{rules: "R65 R67", name: "another e-mail, with both kinds", pool: anyNamePool(), call: signingUp("jane@example.com", "email", "john@example.com"), want: otherEmail},
	row{rules: "R67 R60", name: "a phone number in an e-mail pool", pool: fixture.EmailNamePool(), call: signingUp("jane@example.com", "phone_number", "+12065550100"), want: namedBySub("email", "jane@example.com")},
	row{rules: "R68", name: "a required e-mail is met by the name", pool: requiring(fixture.EmailNamePool(), "email"), call: signingUp("jane@example.com"), want: namedBySub("email", "jane@example.com")},
	row{rules: "R68", name: "a required e-mail is met by both", pool: requiring(fixture.EmailNamePool(), "email"), call: signingUp("jane@example.com", "email", "jane@example.com"), want: namedBySub("email", "jane@example.com")},
	row{rules: "R68 R83", name: "a required phone number is not met by an e-mail", pool: requiring(anyNamePool(), "phone_number"), call: signingUp("jane@example.com"),
		want: invalid("Attributes did not conform to the schema: phoneNumbers: The attribute phoneNumbers is required")},

	// Aliases.
	row{rules: "R69", name: "an e-mail", pool: aliasPool(types.AliasAttributeTypeEmail), call: signingUp("jane@example.com"), want: emailAlias},
	row{rules: "R69", name: "an e-mail, with all aliases", pool: aliasPool(types.AliasAttributeTypePhoneNumber, types.AliasAttributeTypeEmail, types.AliasAttributeTypePreferredUsername),
		call: signingUp("jane@example.com"), want: emailAlias},
	row{rules: "R69 R70", name: "an e-mail where the phone number is the alias", pool: aliasPool(types.AliasAttributeTypePhoneNumber), call: signingUp("jane@example.com")},
	row{rules: "R70", name: "a phone number", pool: aliasPool(types.AliasAttributeTypePhoneNumber), call: signingUp("+12065550100"), want: phoneAlias},
	row{rules: "R70 R69", name: "a phone number where the e-mail is the alias", pool: aliasPool(types.AliasAttributeTypeEmail), call: signingUp("+12065550100")},
	row{rules: "R70 R63", name: "digits without a plus", pool: aliasPool(types.AliasAttributeTypePhoneNumber), call: signingUp("12065550100")},
	row{rules: "R71", name: "a preferred username that is an alias", pool: aliasPool(types.AliasAttributeTypePreferredUsername), call: signingUp("jane", "preferred_username", "jd"), want: preferred},
	row{rules: "R71 R81", name: "an empty one", pool: aliasPool(types.AliasAttributeTypePreferredUsername), call: signingUp("jane", "preferred_username", "")},
	row{rules: "R71", name: "one that is an attribute and no more", pool: aliasPool(types.AliasAttributeTypeEmail), call: signingUp("jane", "preferred_username", "jd")},
	row{rules: "R74", name: "an e-mail whose owner is unconfirmed", pool: both(aliasPool(types.AliasAttributeTypeEmail)), prior: signedUp("john", "email", "a@example.com"), call: signingUp("jane", "email", "a@example.com")},
	row{rules: "R74", name: "a phone number whose owner is unconfirmed", pool: both(aliasPool(types.AliasAttributeTypePhoneNumber)), prior: signedUp("john", "phone_number", "+12065550100"), call: signingUp("jane", "phone_number", "+12065550100")},

	// Duplicates.
	row{rules: "R72", name: "username taken, unconfirmed", pool: fixture.EmailPool(), prior: func(w *world) {
		w.mustSignUp("jane", "email", "first@example.com")
		w.fake.TakeMessages()
	}, call: func(w *world) (any, error) {
		in := w.signUpInput("jane", "email", "second@example.com", "name", "Jane")
		in.Password = aws.String("0ther-Passw0rd")
		return w.client.SignUp(w.ctx, in)
	}, want: want{code: "UsernameExistsException", message: "User already exists", check: func(w *world, _ any) {
		require.Len(w, w.pool.Users(), 1)
		require.Equal(w, "first@example.com", w.user("jane").Attributes["email"], "nothing is overwritten")
		require.NotContains(w, w.user("jane").Attributes, "name")
		require.Empty(w, w.fake.Messages(), "no new code is sent")
	}}},
	row{rules: "R72", name: "in an alias pool", pool: aliasPool(types.AliasAttributeTypeEmail), prior: signedUp("jane"), call: signingUp("jane"), want: userExists},
	row{rules: "R72", name: "through another client of the pool", prior: signedUp("jane"), call: func(w *world) (any, error) {
		in := w.signUpInput("jane")
		in.ClientId = &w.pool.AddAppClient(cip.CreateUserPoolClientInput{}).ID
		return w.client.SignUp(w.ctx, in)
	}, want: userExists},
	row{rules: "R72", name: "in another pool the name is free", prior: signedUp("jane"), call: func(w *world) (any, error) {
		in := w.signUpInput("jane")
		in.ClientId = &w.fake.AddPool(cip.CreateUserPoolInput{}).AddAppClient(cip.CreateUserPoolClientInput{}).ID
		return w.client.SignUp(w.ctx, in)
	}},
	row{rules: "R73", name: "e-mail taken", pool: fixture.EmailNamePool(), prior: signedUp("jane@example.com"), call: signingUp("jane@example.com"), want: emailExists},
	row{rules: "R73", name: "phone number taken", pool: phoneNamePool(), prior: signedUp("+12065550100"), call: signingUp("+12065550100"), want: phoneExists},
	row{rules: "R73", name: "e-mail taken, with both kinds", pool: anyNamePool(), prior: signedUp("jane@example.com"), call: signingUp("jane@example.com"), want: emailExists},
	row{rules: "R73", name: "phone number taken, with both kinds", pool: anyNamePool(), prior: signedUp("+12065550100"), call: signingUp("+12065550100"), want: phoneExists},
	row{rules: "R73 R67", choice: true, name: "phone number that is an attribute of another", pool: anyNamePool(), prior: signedUp("jane@example.com", "phone_number", "+12065550100"),
		call: signingUp("+12065550100"), want: phoneExists},
	row{rules: "R73 R75", name: "a shared phone number in an e-mail pool", pool: fixture.EmailNamePool(), prior: signedUp("jane@example.com", "phone_number", "+12065550100"),
		call: signingUp("john@example.com", "phone_number", "+12065550100")},
	row{rules: "R75", name: "a shared e-mail", pool: fixture.EmailPool(), prior: signedUp("john", "email", "a@example.com"), call: signingUp("jane", "email", "a@example.com"),
		want: want{check: func(w *world, _ any) { require.Len(w, w.fake.Messages(), 2) }}},
	row{rules: "R76 R72", name: "ENABLED", app: cip.CreateUserPoolClientInput{PreventUserExistenceErrors: types.PreventUserExistenceErrorTypesEnabled},
		prior: signedUp("jane"), call: signingUp("jane"), want: userExists},
	row{rules: "R76 R73", name: "ENABLED, in an e-mail pool", pool: fixture.EmailNamePool(), app: cip.CreateUserPoolClientInput{PreventUserExistenceErrors: types.PreventUserExistenceErrorTypesEnabled},
		prior: signedUp("jane@example.com"), call: signingUp("jane@example.com"), want: emailExists},

	// Case.
	row{rules: "R77", name: "two users", prior: signedUp("bob"), call: signingUp("Bob"), want: want{check: func(w *world, _ any) { require.Len(w, w.pool.Users(), 2) }}},
	row{rules: "R77", name: "two e-mails", pool: fixture.EmailNamePool(), prior: signedUp("a@x.io"), call: signingUp("A@x.io")},
	row{rules: "R77 R72", name: "one user", pool: foldingPool(), prior: signedUp("bob"), call: signingUp("Bob"), want: left(1, userExists)},
	row{rules: "R77 R72", name: "one user beyond Basic Latin", pool: foldingPool(), prior: signedUp("žofie"), call: signingUp("ŽOFIE"), want: userExists},
	row{rules: "R77 R73", name: "one e-mail", pool: folding(fixture.EmailNamePool()), prior: signedUp("a@x.io"), call: signingUp("A@X.IO"), want: left(1, emailExists)},
	row{rules: "R77", choice: true, name: "stored as entered", pool: foldingPool(), call: signingUp("BoB", "email", "Bob@X.io"), want: want{check: func(w *world, _ any) {
		u := w.user("bob")
		require.Equal(w, "BoB", u.Username)
		require.Equal(w, "Bob@X.io", u.Attributes["email"])
		require.Equal(w, u, w.user(strings.ToUpper("bob@x.io")))
	}}},
	row{rules: "R77", name: "explicitly sensitive", pool: cip.CreateUserPoolInput{UsernameConfiguration: &types.UsernameConfigurationType{CaseSensitive: aws.Bool(true)}},
		prior: signedUp("bob"), call: signingUp("Bob")},
)
