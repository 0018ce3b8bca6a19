package rows

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
)

// ConfirmInput confirms with a code and, where the client has a secret, its hash.
func (w *World) ConfirmInput(username, code string) *cip.ConfirmSignUpInput {
	in := &cip.ConfirmSignUpInput{ClientId: &w.ClientID, Username: &username, ConfirmationCode: &code}
	if w.Secret != "" {
		in.SecretHash = aws.String(w.SecretHash(username))
	}
	return in
}

// Confirm confirms with a code.
func (w *World) Confirm(username, code string) (*cip.ConfirmSignUpOutput, error) {
	return w.Client.ConfirmSignUp(w.Ctx, w.ConfirmInput(username, code))
}

// MustConfirm is Confirm that has to succeed.
func (w *World) MustConfirm(username, code string) {
	w.Helper()
	_, err := w.Confirm(username, code)
	require.NoError(w, err)
}

// AdminConfirm confirms as an administrator does.
func (w *World) AdminConfirm(username string) (*cip.AdminConfirmSignUpOutput, error) {
	return w.Client.AdminConfirmSignUp(w.Ctx, &cip.AdminConfirmSignUpInput{UserPoolId: &w.PoolID, Username: &username})
}

// MustAdminConfirm is AdminConfirm that has to succeed.
func (w *World) MustAdminConfirm(username string) {
	w.Helper()
	_, err := w.AdminConfirm(username)
	require.NoError(w, err)
}

// WrongCode is one that was never sent: it has another length.
const WrongCode = "0000000"

// Hiding is a client that does not tell who exists.
func Hiding() cip.CreateUserPoolClientInput {
	return cip.CreateUserPoolClientInput{PreventUserExistenceErrors: types.PreventUserExistenceErrorTypesEnabled}
}

// Secretive is a client with a secret.
func Secretive() cip.CreateUserPoolClientInput {
	return cip.CreateUserPoolClientInput{GenerateSecret: true}
}

// Aliased makes verified addresses of a pool names of their users.
func Aliased(in cip.CreateUserPoolInput, names ...types.AliasAttributeType) cip.CreateUserPoolInput {
	in.AliasAttributes = names
	return in
}

// Named makes addresses the usernames of a pool.
func Named(in cip.CreateUserPoolInput, names ...types.UsernameAttributeType) cip.CreateUserPoolInput {
	in.UsernameAttributes = names
	return in
}

// Caseless makes a pool compare names without case.
func Caseless(in cip.CreateUserPoolInput) cip.CreateUserPoolInput {
	in.UsernameConfiguration = &types.UsernameConfigurationType{CaseSensitive: aws.Bool(false)}
	return in
}

// ChoiceClient is a client with choice-based sign-in.
func ChoiceClient() cip.CreateUserPoolClientInput {
	return cip.CreateUserPoolClientInput{ExplicitAuthFlows: []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowUserAuth}}
}

// Still asserts that a refused call left a user UNCONFIRMED.
func Still(username string) func(*World, any) {
	return func(w *World, _ any) {
		require.Equal(w, types.UserStatusTypeUnconfirmed, w.User(username).Status)
	}
}

// Has asserts what has become of a user.
func Has(username string, status types.UserStatusType, pairs ...string) func(*World, any) {
	return func(w *World, _ any) {
		u := w.User(username)
		require.Equal(w, status, u.Status)
		for i := 0; i < len(pairs); i += 2 {
			require.Equal(w, pairs[i+1], u.Attributes[pairs[i]], pairs[i])
		}
	}
}

const (
	TextMismatch    = "Invalid verification code provided, please try again."
	TextExpired     = "Invalid code provided, please request a code again."
	TextLimit       = "Attempt limit exceeded, please try after some time."
	TextCombination = "Username/client id combination not found."
	TextConfirmed   = "User cannot be confirmed. Current status is CONFIRMED"
)

// SignUp signs up with a good password and, where the client has a secret, its hash.
func (w *World) SignUp(username string, pairs ...string) (*cip.SignUpOutput, error) {
	return w.Client.SignUp(w.Ctx, w.SignUpInput(username, pairs...))
}

// SignUpInput is what SignUp sends.
func (w *World) SignUpInput(username string, pairs ...string) *cip.SignUpInput {
	in := &cip.SignUpInput{
		ClientId: &w.ClientID, Username: &username, Password: aws.String(fixture.GoodPassword), UserAttributes: fixture.Attrs(pairs...),
	}
	if w.Secret != "" {
		in.SecretHash = aws.String(w.SecretHash(username))
	}
	return in
}

// MustSignUp is SignUp that has to succeed.
func (w *World) MustSignUp(username string, pairs ...string) *cip.SignUpOutput {
	w.Helper()
	out, err := w.SignUp(username, pairs...)
	require.NoError(w, err)
	return out
}

// SigningUp is the call of a row that signs username up.
func SigningUp(username string, pairs ...string) func(*World) (any, error) {
	return func(w *World) (any, error) { return w.SignUp(username, pairs...) }
}

// signingUpBut signs jane up with something about the request changed.
func signingUpBut(change func(w *World, in *cip.SignUpInput)) func(*World) (any, error) {
	return func(w *World) (any, error) {
		in := w.SignUpInput("jane")
		change(w, in)
		return w.Client.SignUp(w.Ctx, in)
	}
}

// withPassword signs jane up with a password.
func withPassword(password string) func(*World) (any, error) {
	return signingUpBut(func(_ *World, in *cip.SignUpInput) { in.Password = &password })
}

// invalid is an InvalidParameterException in these words.
func invalid(message string) Want { return Want{Code: "InvalidParameterException", Message: message} }

// violating is a validation error with these entries.
func violating(entries ...string) Want {
	return Want{Code: "InvalidParameterException", Entries: entries}
}

// PhoneNamePool has UsernameAttributes phone_number.
func PhoneNamePool() cip.CreateUserPoolInput {
	return cip.CreateUserPoolInput{UsernameAttributes: []types.UsernameAttributeType{types.UsernameAttributeTypePhoneNumber}}
}

func anyNamePool() cip.CreateUserPoolInput {
	return cip.CreateUserPoolInput{UsernameAttributes: []types.UsernameAttributeType{
		types.UsernameAttributeTypeEmail, types.UsernameAttributeTypePhoneNumber,
	}}
}

// AliasPool has these AliasAttributes.
func AliasPool(aliases ...types.AliasAttributeType) cip.CreateUserPoolInput {
	return cip.CreateUserPoolInput{AliasAttributes: aliases}
}

// Folding is a pool made to compare names without case.
func Folding(pool cip.CreateUserPoolInput) cip.CreateUserPoolInput {
	pool.UsernameConfiguration = &types.UsernameConfigurationType{CaseSensitive: aws.Bool(false)}
	return pool
}

// FoldingPool compares names without case.
func FoldingPool() cip.CreateUserPoolInput { return Folding(cip.CreateUserPoolInput{}) }
