package truth_test

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
)

// What rows of the life after a sign-up have in common.

// confirmInput confirms with a code and, where the client has a secret, its hash.
func (w *world) confirmInput(username, code string) *cip.ConfirmSignUpInput {
	in := &cip.ConfirmSignUpInput{ClientId: &w.app.ID, Username: &username, ConfirmationCode: &code}
	if w.app.Secret != "" {
		in.SecretHash = aws.String(w.app.SecretHash(username))
	}
	return in
}

func (w *world) confirm(username, code string) (*cip.ConfirmSignUpOutput, error) {
	return w.client.ConfirmSignUp(w.ctx, w.confirmInput(username, code))
}

func (w *world) mustConfirm(username, code string) {
	w.Helper()
	_, err := w.confirm(username, code)
	require.NoError(w, err)
}

// confirmed signs a user up and confirms by the code.
func (w *world) confirmed(username string, pairs ...string) {
	w.Helper()
	w.mustSignUp(username, pairs...)
	w.mustConfirm(username, w.code(username))
}

func (w *world) adminConfirm(username string) (*cip.AdminConfirmSignUpOutput, error) {
	return w.client.AdminConfirmSignUp(w.ctx, &cip.AdminConfirmSignUpInput{UserPoolId: &w.pool.ID, Username: &username})
}

func (w *world) mustAdminConfirm(username string) {
	w.Helper()
	_, err := w.adminConfirm(username)
	require.NoError(w, err)
}

// code is the live code of a user who must have one.
func (w *world) code(username string) string {
	w.Helper()
	code := w.pool.Code(username)
	require.NotEmpty(w, code, "no code for %s", username)
	return code
}

// wrongCode is one that was never sent: it has another length.
const wrongCode = "0000000"

// hiding is a client that does not tell who exists.
func hiding() cip.CreateUserPoolClientInput {
	return cip.CreateUserPoolClientInput{PreventUserExistenceErrors: types.PreventUserExistenceErrorTypesEnabled}
}

// secretive is a client with a secret.
func secretive() cip.CreateUserPoolClientInput {
	return cip.CreateUserPoolClientInput{GenerateSecret: true}
}

// aliased makes verified addresses of a pool names of their users.
func aliased(in cip.CreateUserPoolInput, names ...types.AliasAttributeType) cip.CreateUserPoolInput {
	in.AliasAttributes = names
	return in
}

// named makes addresses the usernames of a pool.
func named(in cip.CreateUserPoolInput, names ...types.UsernameAttributeType) cip.CreateUserPoolInput {
	in.UsernameAttributes = names
	return in
}

// caseless makes a pool compare names without case.
func caseless(in cip.CreateUserPoolInput) cip.CreateUserPoolInput {
	in.UsernameConfiguration = &types.UsernameConfigurationType{CaseSensitive: aws.Bool(false)}
	return in
}

// twoMediaPool verifies both kinds of addresses.
func twoMediaPool() cip.CreateUserPoolInput {
	in := fixture.PhonePool()
	in.AutoVerifiedAttributes = append(in.AutoVerifiedAttributes, types.VerifiedAttributeTypeEmail)
	return in
}

// passwordless is a pool whose users need no password, and its client.
func passwordlessPool() cip.CreateUserPoolInput {
	in := fixture.EmailPool()
	in.Policies = &types.UserPoolPolicyType{SignInPolicy: &types.SignInPolicyType{
		AllowedFirstAuthFactors: []types.AuthFactorType{types.AuthFactorTypePassword, types.AuthFactorTypeEmailOtp},
	}}
	return in
}

func choiceClient() cip.CreateUserPoolClientInput {
	return cip.CreateUserPoolClientInput{ExplicitAuthFlows: []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowUserAuth}}
}

// still asserts that a refused call left a user UNCONFIRMED.
func still(username string) func(*world, any) {
	return func(w *world, _ any) {
		require.Equal(w, types.UserStatusTypeUnconfirmed, w.user(username).Status)
	}
}

// has asserts what has become of a user.
func has(username string, status types.UserStatusType, pairs ...string) func(*world, any) {
	return func(w *world, _ any) {
		u := w.user(username)
		require.Equal(w, status, u.Status)
		for i := 0; i < len(pairs); i += 2 {
			require.Equal(w, pairs[i+1], u.Attributes[pairs[i]], pairs[i])
		}
	}
}

const (
	textMismatch    = "Invalid verification code provided, please try again."
	textExpired     = "Invalid code provided, please request a code again."
	textLimit       = "Attempt limit exceeded, please try after some time."
	textCombination = "Username/client id combination not found."
	textConfirmed   = "User cannot be confirmed. Current status is CONFIRMED"
	textAliasEmail  = "An account with the email already exists."
)
