package rows

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
)

var confidential = cip.CreateUserPoolClientInput{ClientSecret: aws.String(fixture.ChosenSecret)}

// hashed signs username up with the hash that of makes.
func hashed(username string, of func(w *World) string) func(*World) (any, error) {
	return func(w *World) (any, error) {
		in := w.SignUpInput(username)
		in.SecretHash = aws.String(of(w))
		return w.Client.SignUp(w.Ctx, in)
	}
}

// Unverified is the answer to a hash that is wrong or missing.
func Unverified(w *World) string { return "Unable to verify secret hash for client " + w.ClientID }

// unexpectedHash is the answer to a hash for a client without a secret.
func unexpectedHash(w *World) string {
	return "App client " + w.ClientID + " is not configured for secret but secret hash was received"
}

// refusedHash is a row of a confidential client whose hash is refused.
func refusedHash(rules, name string, call func(*World) (any, error)) Row {
	return Row{Rules: rules, Name: name, App: confidential, Call: call, Want: Want{Code: "NotAuthorizedException", Words: Unverified}}
}

// secrets are the ids of the client's secrets, oldest first.
func (w *World) secrets() []string {
	w.Helper()
	out, err := w.Client.ListUserPoolClientSecrets(w.Ctx, &cip.ListUserPoolClientSecretsInput{UserPoolId: &w.PoolID, ClientId: &w.ClientID})
	require.NoError(w, err)
	var ids []string
	for _, s := range out.ClientSecrets {
		ids = append(ids, *s.ClientSecretId)
	}
	return ids
}

func (w *World) addSecret(secret string) {
	w.Helper()
	_, err := w.Client.AddUserPoolClientSecret(w.Ctx, &cip.AddUserPoolClientSecretInput{
		UserPoolId: &w.PoolID, ClientId: &w.ClientID, ClientSecret: &secret,
	})
	require.NoError(w, err)
}

func (w *World) deleteSecret(id string) {
	w.Helper()
	_, err := w.Client.DeleteUserPoolClientSecret(w.Ctx, &cip.DeleteUserPoolClientSecretInput{
		UserPoolId: &w.PoolID, ClientId: &w.ClientID, ClientSecretId: &id,
	})
	require.NoError(w, err)
}

// clientRows are rows of the client, its secret, and whether self sign-up is on:
// docs/behaviour.md R20 to R28.
func clientRows() []Row {
	return []Row{
		{Rules: "R20 N2", Name: "unknown client", Call: WithClientID("unknown"),
			Want: Want{Code: "ResourceNotFoundException", Message: "User pool client unknown does not exist."}},
		{Rules: "R20", Name: "the client's name is not its id", App: cip.CreateUserPoolClientInput{ClientName: aws.String("web")}, Call: WithClientID("web"),
			Want: Want{Code: "ResourceNotFoundException", Message: "User pool client web does not exist."}},
		{Rules: "R21", Choice: true, Name: "deleted client", Prior: func(w *World) {
			_, err := w.Client.DeleteUserPoolClient(w.Ctx, &cip.DeleteUserPoolClientInput{UserPoolId: &w.PoolID, ClientId: &w.ClientID})
			require.NoError(w, err)
		}, Call: SigningUp("jane"), Want: gone},
		{Rules: "R21", Choice: true, Name: "client of a deleted pool", Prior: func(w *World) {
			_, err := w.Client.DeleteUserPool(w.Ctx, &cip.DeleteUserPoolInput{UserPoolId: &w.PoolID})
			require.NoError(w, err)
		}, Call: SigningUp("jane"), Want: gone},

		{Rules: "R22", Name: "administrators alone make users", Pool: cip.CreateUserPoolInput{
			AdminCreateUserConfig: &types.AdminCreateUserConfigType{AllowAdminCreateUserOnly: true},
		}, Call: SigningUp("jane"), Want: Want{Code: "NotAuthorizedException", Message: "SignUp is not permitted for this user pool"}},
		{Rules: "R22 N137", Name: "switched off and on again", Prior: func(w *World) {
			for _, only := range []bool{true, false} {
				_, err := w.Client.UpdateUserPool(w.Ctx, &cip.UpdateUserPoolInput{
					UserPoolId: &w.PoolID, AdminCreateUserConfig: &types.AdminCreateUserConfigType{AllowAdminCreateUserOnly: only},
				})
				require.NoError(w, err)
			}
		}, Call: SigningUp("jane")},

		{Rules: "R26", Name: "the right hash", App: confidential,
			Call: hashed("jane", func(w *World) string { return fixture.HashOf(fixture.ChosenSecret, "jane"+w.ClientID) })},
		{Rules: "R26", Name: "a generated secret", App: cip.CreateUserPoolClientInput{GenerateSecret: true},
			Call: hashed("jane", func(w *World) string { return fixture.HashOf(w.Secret, "jane"+w.ClientID) })},
		{Rules: "R26", Name: "over the e-mail given as username", App: confidential, Pool: fixture.EmailNamePool(),
			Call: hashed("Jane@Example.com", func(w *World) string { return fixture.HashOf(fixture.ChosenSecret, "Jane@Example.com"+w.ClientID) })},
		{Rules: "R26 R77", Name: "over the username as entered, where case does not count", App: confidential, Pool: FoldingPool(),
			Call: hashed("Jane", func(w *World) string { return fixture.HashOf(fixture.ChosenSecret, "Jane"+w.ClientID) })},
		refusedHash("R26 R23", "over the username in lower case", hashed("Jane", func(w *World) string { return fixture.HashOf(fixture.ChosenSecret, "jane"+w.ClientID) })),
		refusedHash("R23 R26", "over ClientId and Username", hashed("jane", func(w *World) string { return fixture.HashOf(fixture.ChosenSecret, w.ClientID+"jane") })),
		refusedHash("R23 R26", "keyed by the client id", hashed("jane", func(w *World) string { return fixture.HashOf(w.ClientID, "jane"+fixture.ChosenSecret) })),
		refusedHash("R23", "of another username", hashed("jane", func(w *World) string { return fixture.HashOf(fixture.ChosenSecret, "john"+w.ClientID) })),
		refusedHash("R23", "by another secret", hashed("jane", func(w *World) string { return fixture.HashOf(fixture.SecondSecret, "jane"+w.ClientID) })),
		refusedHash("R23", "the secret itself", hashed("jane", func(*World) string { return fixture.ChosenSecret })),
		refusedHash("R23", "without padding", hashed("jane", func(w *World) string {
			return fixture.HashOf(fixture.ChosenSecret, "jane"+w.ClientID)[:43]
		})),
		refusedHash("R24", "no hash", signingUpBut(func(_ *World, in *cip.SignUpInput) { in.SecretHash = nil })),
		{Rules: "R25", Name: "a hash for a client without secret",
			Call: hashed("jane", func(w *World) string { return fixture.HashOf("key", "jane"+w.ClientID) }),
			Want: Want{Code: "InvalidParameterException", Words: func(w *World) string {
				return "App client " + w.ClientID + " is not configured for secret but secret hash was received"
			}}},

		// Two secrets at a time.
		{Rules: "R27", Name: "the first of two secrets", App: confidential, Prior: func(w *World) { w.addSecret(fixture.SecondSecret) },
			Call: hashed("jane", func(w *World) string { return fixture.HashOf(fixture.ChosenSecret, "jane"+w.ClientID) })},
		{Rules: "R27", Name: "the second of two secrets", App: confidential, Prior: func(w *World) { w.addSecret(fixture.SecondSecret) },
			Call: hashed("jane", func(w *World) string { return fixture.HashOf(fixture.SecondSecret, "jane"+w.ClientID) })},
		{Rules: "R27", Name: "the second after the first is gone", App: confidential, Prior: func(w *World) {
			w.addSecret(fixture.SecondSecret)
			w.deleteSecret(w.secrets()[0])
		}, Call: hashed("jane", func(w *World) string { return fixture.HashOf(fixture.SecondSecret, "jane"+w.ClientID) })},
		{Rules: "R27 R23", Name: "the first after it is gone", App: confidential, Prior: func(w *World) {
			w.addSecret(fixture.SecondSecret)
			w.deleteSecret(w.secrets()[0])
		}, Call: hashed("jane", func(w *World) string { return fixture.HashOf(fixture.ChosenSecret, "jane"+w.ClientID) }),
			Want: Want{Code: "NotAuthorizedException", Words: Unverified}},
	}
}

// gone is the answer to the client of the row when nothing is left of it.
var gone = Want{Code: "ResourceNotFoundException", Words: func(w *World) string {
	return "User pool client " + w.ClientID + " does not exist."
}}
