package rows

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
)

// Updates changes attributes of who an access token is.
func (w *World) Updates(token *string, pairs ...string) (*cip.UpdateUserAttributesOutput, error) {
	return w.Client.UpdateUserAttributes(w.Ctx, &cip.UpdateUserAttributesInput{AccessToken: token, UserAttributes: fixture.Attrs(pairs...)})
}

// DeletesAttributes removes attributes of who an access token is.
func (w *World) DeletesAttributes(token *string, names ...string) (*cip.DeleteUserAttributesOutput, error) {
	return w.Client.DeleteUserAttributes(w.Ctx, &cip.DeleteUserAttributesInput{AccessToken: token, UserAttributeNames: names})
}

// AsksCode asks for a code that verifies an attribute of who an access token is.
func (w *World) AsksCode(token *string, attribute string) (*cip.GetUserAttributeVerificationCodeOutput, error) {
	return w.Client.GetUserAttributeVerificationCode(w.Ctx, &cip.GetUserAttributeVerificationCodeInput{AccessToken: token, AttributeName: &attribute})
}

// Verifies gives a code back that verifies an attribute of who an access token is.
func (w *World) Verifies(token *string, attribute, code string) (*cip.VerifyUserAttributeOutput, error) {
	return w.Client.VerifyUserAttribute(w.Ctx, &cip.VerifyUserAttributeInput{AccessToken: token, AttributeName: &attribute, Code: &code})
}

// updating is the call of a row in which jane, signed in, changes attributes.
func updating(pairs ...string) func(*World) (any, error) {
	return func(w *World) (any, error) { return w.Updates(w.Tokens("jane").AccessToken, pairs...) }
}

// writesOnly is a PasswordClient with WriteAttributes.
func writesOnly(names ...string) cip.CreateUserPoolClientInput {
	in := PasswordClient()
	in.WriteAttributes = names
	return in
}

// fixedPool has an attribute that never changes, and one that has to be there.
func fixedPool() cip.CreateUserPoolInput {
	return cip.CreateUserPoolInput{Schema: []types.SchemaAttributeType{
		{Name: aws.String("badge"), AttributeDataType: types.AttributeDataTypeString, Mutable: aws.Bool(false)},
		{Name: aws.String("email"), AttributeDataType: types.AttributeDataTypeString, Mutable: aws.Bool(true), Required: aws.Bool(true)},
	}}
}

// selfAttributeRows are rows of attributes that users change by themselves,
// without a code: N121, N122, N124.
func selfAttributeRows() []Row {
	unauthorized := notAuthorized("A client attempted to write unauthorized attribute")
	sentNothing := func(pairs ...string) Want {
		return Want{Check: func(w *World, out any) {
			require.Empty(w, out.(*cip.UpdateUserAttributesOutput).CodeDeliveryDetailsList)
			Has("jane", types.UserStatusTypeConfirmed, pairs...)(w, out)
		}}
	}
	return []Row{
		{Rules: "N121", Name: "attributes that nobody verifies", App: PasswordClient(), Prior: Jane,
			Call: updating("name", "Jane", "email", "new@example.com"),
			Want: sentNothing("name", "Jane", "email", "new@example.com", "email_verified", "false")},
		{Rules: "N122", Name: "an empty value deletes", App: PasswordClient(), Prior: Jane,
			Call: func(w *World) (any, error) {
				token := w.Tokens("jane").AccessToken
				_, err := w.Updates(token, "name", "Jane", "nickname", "J")
				require.NoError(w, err)
				return w.Updates(token, "name", "", "email", "")
			},
			Want: Want{Check: func(w *World, _ any) {
				require.Equal(w, []string{"nickname", "sub"}, w.User("jane").AttributeNames())
			}}},
		{Rules: "N122 R90", Name: "an attribute that the client may not write", App: writesOnly("name"), Prior: func(w *World) {
			w.AddUser(NewUser{Username: "jane", Password: fixture.GoodPassword})
		}, Call: updating("name", "Jane", "nickname", "J"), Want: unauthorized},
		{Rules: "N122 R90 R132", Name: "an attribute that does not exist", App: writesOnly("name"), Prior: func(w *World) {
			w.AddUser(NewUser{Username: "jane", Password: fixture.GoodPassword})
		}, Call: updating("custom:none", "x"), Want: unauthorized},
		{Rules: "N122 R90", Name: "users do not verify themselves", App: PasswordClient(), Prior: Jane,
			Call: updating("email_verified", "true"), Want: unauthorized},
		{Rules: "N122 R84", Name: "an unknown attribute, where all may be written", App: PasswordClient(), Prior: Jane,
			Call: updating("custom:none", "x"),
			Want: invalid("Attributes did not conform to the schema: Type for attribute {custom:none} could not be determined")},
		{Rules: "N122", Name: "an attribute that never changes", Pool: fixedPool(), App: PasswordClient(), Prior: Jane,
			Call: updating("custom:badge", "7"), Want: invalid("user.custom:badge: Attribute cannot be updated.\n")},
		{Rules: "N122 R78", Name: "no e-mail address", App: PasswordClient(), Prior: Jane,
			Call: updating("email", "not-an-address"), Want: invalid("Invalid email address format.")},
		{Rules: "N122 R79", Name: "no phone number", App: PasswordClient(), Prior: Jane,
			Call: updating("phone_number", "555"), Want: invalid("Invalid phone number format.")},
		{Rules: "N122", Name: "an e-mail address that is another user's name", Pool: fixture.EmailNamePool(), App: PasswordClient(),
			Prior: func(w *World) {
				w.AddUser(NewUser{Username: "jane@example.com", Password: fixture.GoodPassword})
				w.AddUser(NewUser{Username: "john@example.com"})
			},
			Call: func(w *World) (any, error) {
				return w.Updates(w.Tokens("jane@example.com").AccessToken, "email", "john@example.com")
			},
			Want: Want{Code: "AliasExistsException", Message: "An account with the given email already exists."}},
		{Rules: "N122 N5", Name: "a new e-mail address signs in at once where it is the name", Pool: fixture.EmailNamePool(), App: PasswordClient(),
			Prior: func(w *World) { w.AddUser(NewUser{Username: "jane@example.com", Password: fixture.GoodPassword}) },
			Call: func(w *World) (any, error) {
				_, err := w.Updates(w.Tokens("jane@example.com").AccessToken, "email", "new@example.com")
				require.NoError(w, err)
				w.Tokens("new@example.com")
				return w.SignIn("jane@example.com", fixture.GoodPassword)
			},
			Want: Want{Code: "UserNotFoundException", Message: "User does not exist."}},
		{Rules: "N122 L67", Choice: true, Name: "a preferred username that is taken",
			Pool: AliasPool(types.AliasAttributeTypePreferredUsername), App: PasswordClient(),
			Prior: func(w *World) {
				Jane(w)
				w.AddUser(NewUser{Username: "john", Attributes: map[string]string{"preferred_username": "jj"}})
			},
			Call: updating("preferred_username", "jj"),
			Want: Want{Code: "AliasExistsException", Message: "Already found an entry for the provided username."}},
		{Rules: "N5 N121", Name: "a preferred username moves with its owner", Pool: AliasPool(types.AliasAttributeTypePreferredUsername), App: PasswordClient(), Prior: Jane,
			Call: func(w *World) (any, error) {
				token := w.Tokens("jane").AccessToken
				for _, name := range []string{"jj", "jjj"} {
					_, err := w.Updates(token, "preferred_username", name)
					require.NoError(w, err)
					require.Equal(w, "jane", w.SignedIn(name))
				}
				return w.SignIn("jj", fixture.GoodPassword)
			},
			Want: Want{Code: "UserNotFoundException", Message: "User does not exist."}},
		{Rules: "N5 N121", Name: "a new e-mail address is no alias until it is verified, nor is the old one",
			Pool: AliasPool(types.AliasAttributeTypeEmail), App: PasswordClient(),
			Prior: func(w *World) {
				w.AddUser(NewUser{Username: "jane", Password: fixture.GoodPassword, Attributes: map[string]string{"email": "jane@example.com", "email_verified": "true"}})
			},
			Call: func(w *World) (any, error) {
				_, err := w.Updates(w.Tokens("jane@example.com").AccessToken, "email", "new@example.com")
				require.NoError(w, err)
				_, err = w.SignIn("new@example.com", fixture.GoodPassword)
				w.RequireRefused(err, "UserNotFoundException", "User does not exist.")
				return w.SignIn("jane@example.com", fixture.GoodPassword)
			},
			Want: Want{Code: "UserNotFoundException", Message: "User does not exist."}},
		{Rules: "N7 N122", Name: "DeleteUserAttributes", App: PasswordClient(), Prior: Jane,
			Call: func(w *World) (any, error) { return w.DeletesAttributes(w.Tokens("jane").AccessToken, "email", "name") },
			Want: Want{Check: func(w *World, _ any) { require.Equal(w, []string{"sub"}, w.User("jane").AttributeNames()) }}},
		{Rules: "N122 R90", Name: "an attribute that the client may not delete", App: PasswordClient(), Prior: Jane,
			Call: func(w *World) (any, error) {
				return w.DeletesAttributes(w.Tokens("jane").AccessToken, "email_verified")
			},
			Want: unauthorized},
		{Rules: "N122", Choice: true, Name: "an attribute that has to be there", Pool: fixedPool(), App: PasswordClient(), Prior: Jane,
			Call: func(w *World) (any, error) { return w.DeletesAttributes(w.Tokens("jane").AccessToken, "email") },
			Want: Want{Code: "InvalidParameterException", Prefix: true, Message: "Attributes did not conform to the schema: "}},
		{Rules: "N124", Choice: true, Name: "a code for an attribute that no code verifies", App: PasswordClient(), Prior: Jane,
			Call: func(w *World) (any, error) { return w.AsksCode(w.Tokens("jane").AccessToken, "name") },
			Want: Want{Code: "InvalidParameterException", AnyText: true}},
		{Rules: "N124", Choice: true, Name: "a code for an address that is not there", App: PasswordClient(), Prior: Jane,
			Call: func(w *World) (any, error) { return w.AsksCode(w.Tokens("jane").AccessToken, "phone_number") },
			Want: Want{Code: "InvalidParameterException", AnyText: true}},
		{Rules: "N124", Choice: true, Name: "an attribute that no code verifies", App: PasswordClient(), Prior: Jane,
			Call: func(w *World) (any, error) { return w.Verifies(w.Tokens("jane").AccessToken, "name", "123456") },
			Want: Want{Code: "InvalidParameterException", AnyText: true}},
		{Rules: "N124", Name: "no code was asked for", App: PasswordClient(), Prior: Jane,
			Call: func(w *World) (any, error) { return w.Verifies(w.Tokens("jane").AccessToken, "email", "123456") },
			Want: Want{Code: "ExpiredCodeException", Message: TextExpired}},
		{Rules: "N124", Name: "another code than the one that was sent", App: PasswordClient(), Prior: Jane,
			Call: func(w *World) (any, error) {
				token := w.Tokens("jane").AccessToken
				_, err := w.AsksCode(token, "email")
				require.NoError(w, err)
				return w.Verifies(token, "email", WrongCode)
			},
			Want: Want{Code: "CodeMismatchException", Message: TextMismatch}},
		{Rules: "L55 L56", Name: "codes without end", App: PasswordClient(), Prior: Jane,
			Call: func(w *World) (any, error) {
				token := w.Tokens("jane").AccessToken
				for range 5 {
					_, err := w.AsksCode(token, "email")
					require.NoError(w, err)
				}
				return w.AsksCode(token, "email")
			},
			Want: Want{Code: "LimitExceededException", Message: TextLimit}},
		{Rules: "L55 L56", Name: "guesses without end", App: PasswordClient(), Prior: Jane,
			Call: func(w *World) (any, error) {
				token := w.Tokens("jane").AccessToken
				_, err := w.AsksCode(token, "email")
				require.NoError(w, err)
				for range 15 {
					_, err := w.Verifies(token, "email", WrongCode)
					w.RequireRefused(err, "CodeMismatchException", TextMismatch)
				}
				return w.Verifies(token, "email", WrongCode)
			},
			Want: Want{Code: "LimitExceededException", Message: TextLimit}},
	}
}
