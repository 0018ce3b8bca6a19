package rows

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
)

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
	UserExists   = Want{Code: "UsernameExistsException", Message: "User already exists"}
	emailExists  = Want{Code: "UsernameExistsException", Message: "An account with the given email already exists."}
	phoneExists  = Want{Code: "UsernameExistsException", Message: "An account with the given phone_number already exists."}
	invalidEmail = invalid("Invalid email address format.")
	invalidPhone = invalid("Invalid phone number format.")
)

// SignedUp makes the users that the call of a row meets.
func SignedUp(username string, pairs ...string) func(*World) {
	return func(w *World) { w.MustSignUp(username, pairs...) }
}

// Both auto-verifies e-mail addresses and phone numbers.
func Both(pool cip.CreateUserPoolInput) cip.CreateUserPoolInput {
	pool.AutoVerifiedAttributes = []types.VerifiedAttributeType{types.VerifiedAttributeTypeEmail, types.VerifiedAttributeTypePhoneNumber}
	pool.SmsConfiguration = fixture.SMSConfiguration()
	return pool
}

// Requiring is a pool whose users must have these standard attributes.
func Requiring(pool cip.CreateUserPoolInput, names ...string) cip.CreateUserPoolInput {
	for _, name := range names {
		pool.Schema = append(pool.Schema, types.SchemaAttributeType{Name: &name, Required: aws.Bool(true)})
	}
	return pool
}

// namedBySub checks that the stored username is the sub, and where the name went.
func namedBySub(attribute, value string) Want {
	return Want{Check: func(w *World, out any) {
		sub := *out.(*cip.SignUpOutput).UserSub
		u := w.User(value)
		require.Equal(w, sub, u.Sub)
		require.Equal(w, sub, u.Username)
		require.Equal(w, value, u.Attributes[attribute])
		require.Equal(w, "false", u.Attributes[attribute+"_verified"])
		require.Equal(w, u, w.User(sub))
	}}
}

// left checks how many users there are after a refusal.
func left(n int, want Want) Want {
	want.Check = func(w *World, _ any) { require.Len(w, w.Users(), n) }
	return want
}

// nameRows are rows of usernames, aliases and duplicates: docs/behaviour.md R60 to R77, L21, L22.
func nameRows() []Row {
	return []Row{
		// Pools whose users are named by an address.
		{Rules: "R60", Name: "a plain name", Pool: fixture.EmailNamePool(), Call: SigningUp("jane"), Want: notAnEmail},
		{Rules: "R60", Name: "a phone number", Pool: fixture.EmailNamePool(), Call: SigningUp("+12065550100"), Want: notAnEmail},
		{Rules: "R61", Name: "a plain name", Pool: PhoneNamePool(), Call: SigningUp("jane"), Want: notAPhone},
		{Rules: "R61", Name: "an e-mail", Pool: PhoneNamePool(), Call: SigningUp("jane@example.com"), Want: notAPhone},
		{Rules: "R61 R63", Name: "digits without a plus", Pool: PhoneNamePool(), Call: SigningUp("12345"), Want: notAPhone},
		{Rules: "R61 R63", Choice: true, Name: "a plus alone", Pool: PhoneNamePool(), Call: SigningUp("+"), Want: notAPhone},
		{Rules: "R61 R63", Choice: true, Name: "a plus and a letter", Pool: PhoneNamePool(), Call: SigningUp("+1206555010x"), Want: notAPhone},
		{Rules: "R62", Name: "a plain name", Pool: anyNamePool(), Call: SigningUp("jane"), Want: neitherKind},
		{Rules: "R62 R63", Name: "digits without a plus", Pool: anyNamePool(), Call: SigningUp("12345"), Want: neitherKind},
		{Rules: "R63 R78", Name: "like an e-mail and none", Pool: fixture.EmailNamePool(), Call: SigningUp("@invalid.email.com"), Want: invalidEmail},
		{Rules: "R63 R78", Name: "like an e-mail and none, with both kinds", Pool: anyNamePool(), Call: SigningUp("jane@"), Want: invalidEmail},
		{Rules: "R63 R79", Choice: true, Name: "like a phone number and none", Pool: PhoneNamePool(), Call: SigningUp("+0123456789"), Want: invalidPhone},
		{Rules: "R64 L21 L22", Name: "an e-mail", Pool: fixture.EmailNamePool(), Call: SigningUp("jane@example.com"), Want: namedBySub("email", "jane@example.com")},
		{Rules: "R64 L21 L22", Name: "a phone number", Pool: PhoneNamePool(), Call: SigningUp("+12065550100"), Want: namedBySub("phone_number", "+12065550100")},
		{Rules: "R64 R62", Name: "an e-mail, with both kinds", Pool: anyNamePool(), Call: SigningUp("jane@example.com"), Want: namedBySub("email", "jane@example.com")},
		{Rules: "R64 R62", Name: "a phone number, with both kinds", Pool: anyNamePool(), Call: SigningUp("+12065550100"), Want: namedBySub("phone_number", "+12065550100")},
		{Rules: "R64 R93", Name: "no permission is needed for what the service writes", Pool: fixture.EmailNamePool(),
			App:  cip.CreateUserPoolClientInput{WriteAttributes: []string{"name"}},
			Call: SigningUp("jane@example.com", "name", "Jane"), Want: namedBySub("email", "jane@example.com")},

		// The same address as an attribute.
		{Rules: "R65", Name: "another e-mail", Pool: fixture.EmailNamePool(), Call: SigningUp("jane@example.com", "email", "john@example.com"), Want: otherEmail},
		{Rules: "R65", Name: "another case", Pool: fixture.EmailNamePool(), Call: SigningUp("jane@example.com", "email", "Jane@example.com"), Want: otherEmail},
		{Rules: "R65 R77", Choice: true, Name: "another case where it does not count", Pool: Folding(fixture.EmailNamePool()), Call: SigningUp("jane@example.com", "email", "Jane@example.com")},
		{Rules: "R65", Name: "the same e-mail", Pool: fixture.EmailNamePool(), Call: SigningUp("jane@example.com", "email", "jane@example.com"), Want: namedBySub("email", "jane@example.com")},
		{Rules: "R65 R81", Name: "an empty e-mail", Pool: fixture.EmailNamePool(), Call: SigningUp("jane@example.com", "email", ""), Want: namedBySub("email", "jane@example.com")},
		{Rules: "R65 R89", Choice: true, Name: "the last of two e-mails counts", Pool: fixture.EmailNamePool(),
			Call: SigningUp("jane@example.com", "email", "john@example.com", "email", "jane@example.com"), Want: namedBySub("email", "jane@example.com")},
		{Rules: "R66", Choice: true, Name: "another phone number", Pool: PhoneNamePool(), Call: SigningUp("+12065550100", "phone_number", "+12065550101"), Want: otherPhone},
		{Rules: "R66", Choice: true, Name: "the same phone number", Pool: PhoneNamePool(), Call: SigningUp("+12065550100", "phone_number", "+12065550100"), Want: namedBySub("phone_number", "+12065550100")},
		{Rules: "R67", Name: "a phone number beside an e-mail", Pool: anyNamePool(), Call: SigningUp("jane@example.com", "phone_number", "+12065550100"), Want: namedBySub("email", "jane@example.com")},
		{Rules: "R67", Name: "an e-mail beside a phone number", Pool: anyNamePool(), Call: SigningUp("+12065550100", "email", "jane@example.com"), Want: namedBySub("phone_number", "+12065550100")},
		{Rules: "R65 R67", Name: "another e-mail, with both kinds", Pool: anyNamePool(), Call: SigningUp("jane@example.com", "email", "john@example.com"), Want: otherEmail},
		{Rules: "R67 R60", Name: "a phone number in an e-mail pool", Pool: fixture.EmailNamePool(), Call: SigningUp("jane@example.com", "phone_number", "+12065550100"), Want: namedBySub("email", "jane@example.com")},
		{Rules: "R68", Name: "a required e-mail is met by the name", Pool: Requiring(fixture.EmailNamePool(), "email"), Call: SigningUp("jane@example.com"), Want: namedBySub("email", "jane@example.com")},
		{Rules: "R68", Name: "a required e-mail is met by both", Pool: Requiring(fixture.EmailNamePool(), "email"), Call: SigningUp("jane@example.com", "email", "jane@example.com"), Want: namedBySub("email", "jane@example.com")},
		{Rules: "R68 R83", Name: "a required phone number is not met by an e-mail", Pool: Requiring(anyNamePool(), "phone_number"), Call: SigningUp("jane@example.com"),
			Want: invalid("Attributes did not conform to the schema: phoneNumbers: The attribute phoneNumbers is required")},

		// Aliases.
		{Rules: "R69", Name: "an e-mail", Pool: AliasPool(types.AliasAttributeTypeEmail), Call: SigningUp("jane@example.com"), Want: emailAlias},
		{Rules: "R69", Name: "an e-mail, with all aliases", Pool: AliasPool(types.AliasAttributeTypePhoneNumber, types.AliasAttributeTypeEmail, types.AliasAttributeTypePreferredUsername),
			Call: SigningUp("jane@example.com"), Want: emailAlias},
		{Rules: "R69 R70", Name: "an e-mail where the phone number is the alias", Pool: AliasPool(types.AliasAttributeTypePhoneNumber), Call: SigningUp("jane@example.com")},
		{Rules: "R70", Name: "a phone number", Pool: AliasPool(types.AliasAttributeTypePhoneNumber), Call: SigningUp("+12065550100"), Want: phoneAlias},
		{Rules: "R70 R69", Name: "a phone number where the e-mail is the alias", Pool: AliasPool(types.AliasAttributeTypeEmail), Call: SigningUp("+12065550100")},
		{Rules: "R70 R63", Name: "digits without a plus", Pool: AliasPool(types.AliasAttributeTypePhoneNumber), Call: SigningUp("12065550100")},
		{Rules: "R71", Name: "a preferred username that is an alias", Pool: AliasPool(types.AliasAttributeTypePreferredUsername), Call: SigningUp("jane", "preferred_username", "jd"), Want: preferred},
		{Rules: "R71 R81", Name: "an empty one", Pool: AliasPool(types.AliasAttributeTypePreferredUsername), Call: SigningUp("jane", "preferred_username", "")},
		{Rules: "R71", Name: "one that is an attribute and no more", Pool: AliasPool(types.AliasAttributeTypeEmail), Call: SigningUp("jane", "preferred_username", "jd")},
		{Rules: "R74", Name: "an e-mail whose owner is unconfirmed", Pool: Both(AliasPool(types.AliasAttributeTypeEmail)), Prior: SignedUp("john", "email", "a@example.com"), Call: SigningUp("jane", "email", "a@example.com")},
		{Rules: "R74", Name: "a phone number whose owner is unconfirmed", Pool: Both(AliasPool(types.AliasAttributeTypePhoneNumber)), Prior: SignedUp("john", "phone_number", "+12065550100"), Call: SigningUp("jane", "phone_number", "+12065550100")},

		// Duplicates.
		{Rules: "R72", Name: "in an alias pool", Pool: AliasPool(types.AliasAttributeTypeEmail), Prior: SignedUp("jane"), Call: SigningUp("jane"), Want: UserExists},
		{Rules: "R73", Name: "e-mail taken", Pool: fixture.EmailNamePool(), Prior: SignedUp("jane@example.com"), Call: SigningUp("jane@example.com"), Want: emailExists},
		{Rules: "R73", Name: "phone number taken", Pool: PhoneNamePool(), Prior: SignedUp("+12065550100"), Call: SigningUp("+12065550100"), Want: phoneExists},
		{Rules: "R73", Name: "e-mail taken, with both kinds", Pool: anyNamePool(), Prior: SignedUp("jane@example.com"), Call: SigningUp("jane@example.com"), Want: emailExists},
		{Rules: "R73", Name: "phone number taken, with both kinds", Pool: anyNamePool(), Prior: SignedUp("+12065550100"), Call: SigningUp("+12065550100"), Want: phoneExists},
		{Rules: "R73 R67", Choice: true, Name: "phone number that is an attribute of another", Pool: anyNamePool(), Prior: SignedUp("jane@example.com", "phone_number", "+12065550100"),
			Call: SigningUp("+12065550100"), Want: phoneExists},
		{Rules: "R73 R75", Name: "a shared phone number in an e-mail pool", Pool: fixture.EmailNamePool(), Prior: SignedUp("jane@example.com", "phone_number", "+12065550100"),
			Call: SigningUp("john@example.com", "phone_number", "+12065550100")},
		{Rules: "R75", Name: "a shared e-mail", Pool: fixture.EmailPool(), Prior: SignedUp("john", "email", "a@example.com"), Call: SigningUp("jane", "email", "a@example.com"),
			Want: Want{Check: func(w *World, _ any) { w.RequireSent(2) }}},
		{Rules: "R76 R72", Name: "ENABLED", App: cip.CreateUserPoolClientInput{PreventUserExistenceErrors: types.PreventUserExistenceErrorTypesEnabled},
			Prior: SignedUp("jane"), Call: SigningUp("jane"), Want: UserExists},
		{Rules: "R76 R73", Name: "ENABLED, in an e-mail pool", Pool: fixture.EmailNamePool(), App: cip.CreateUserPoolClientInput{PreventUserExistenceErrors: types.PreventUserExistenceErrorTypesEnabled},
			Prior: SignedUp("jane@example.com"), Call: SigningUp("jane@example.com"), Want: emailExists},

		// Case.
		{Rules: "R77", Name: "two users", Prior: SignedUp("bob"), Call: SigningUp("Bob"), Want: Want{Check: func(w *World, _ any) { require.Len(w, w.Users(), 2) }}},
		{Rules: "R77", Name: "two e-mails", Pool: fixture.EmailNamePool(), Prior: SignedUp("a@x.io"), Call: SigningUp("A@x.io")},
		{Rules: "R77 R72", Name: "one user", Pool: FoldingPool(), Prior: SignedUp("bob"), Call: SigningUp("Bob"), Want: left(1, UserExists)},
		{Rules: "R77 R72", Name: "one user beyond Basic Latin", Pool: FoldingPool(), Prior: SignedUp("žofie"), Call: SigningUp("ŽOFIE"), Want: UserExists},
		{Rules: "R77 R73", Name: "one e-mail", Pool: Folding(fixture.EmailNamePool()), Prior: SignedUp("a@x.io"), Call: SigningUp("A@X.IO"), Want: left(1, emailExists)},
		{Rules: "R77", Name: "explicitly sensitive", Pool: cip.CreateUserPoolInput{UsernameConfiguration: &types.UsernameConfigurationType{CaseSensitive: aws.Bool(true)}},
			Prior: SignedUp("bob"), Call: SigningUp("Bob")},
	}
}
