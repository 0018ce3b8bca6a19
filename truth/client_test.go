package truth_test

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
)

// Rows of the client, its secret, and whether self sign-up is on:
// docs/behaviour.md R20 to R28.

var confidential = cip.CreateUserPoolClientInput{ClientSecret: aws.String(fixture.ChosenSecret)}

// hashed signs username up with the hash that of makes.
func hashed(username string, of func(w *world) string) func(*world) (any, error) {
	return func(w *world) (any, error) {
		in := w.signUpInput(username)
		in.SecretHash = aws.String(of(w))
		return w.client.SignUp(w.ctx, in)
	}
}

// unverified is the answer to a hash that is wrong or missing.
func unverified(w *world) string { return "Unable to verify secret hash for client " + w.app.ID }

// refusedHash is a row of a confidential client whose hash is refused.
func refusedHash(rules, name string, call func(*world) (any, error)) row {
	return row{rules: rules, name: name, app: confidential, call: call, want: want{code: "NotAuthorizedException", words: unverified}}
}

// secrets are the ids of the client's secrets, oldest first.
func (w *world) secrets() []string {
	w.Helper()
	out, err := w.client.ListUserPoolClientSecrets(w.ctx, &cip.ListUserPoolClientSecretsInput{UserPoolId: &w.pool.ID, ClientId: &w.app.ID})
	require.NoError(w, err)
	var ids []string
	for _, s := range out.ClientSecrets {
		ids = append(ids, *s.ClientSecretId)
	}
	return ids
}

func (w *world) addSecret(secret string) {
	w.Helper()
	_, err := w.client.AddUserPoolClientSecret(w.ctx, &cip.AddUserPoolClientSecretInput{
		UserPoolId: &w.pool.ID, ClientId: &w.app.ID, ClientSecret: &secret,
	})
	require.NoError(w, err)
}

func (w *world) deleteSecret(id string) {
	w.Helper()
	_, err := w.client.DeleteUserPoolClientSecret(w.ctx, &cip.DeleteUserPoolClientSecretInput{
		UserPoolId: &w.pool.ID, ClientId: &w.app.ID, ClientSecretId: &id,
	})
	require.NoError(w, err)
}

var _ = addRows(
	row{rules: "R20 N2", name: "unknown client", call: withClientID("unknown"),
		want: want{code: "ResourceNotFoundException", message: "User pool client unknown does not exist."}},
	row{rules: "R20", name: "the client's name is not its id", app: cip.CreateUserPoolClientInput{ClientName: aws.String("web")}, call: withClientID("web"),
		want: want{code: "ResourceNotFoundException", message: "User pool client web does not exist."}},
	row{rules: "R20", name: "ids keep their case", call: func(w *world) (any, error) {
		w.pool.AddAppClient(cip.CreateUserPoolClientInput{}, cognitofake.WithID("abc"))
		return withClientID("ABC")(w)
	}, want: want{code: "ResourceNotFoundException", message: "User pool client ABC does not exist."}},
	row{rules: "R21", choice: true, name: "deleted client", prior: func(w *world) {
		_, err := w.client.DeleteUserPoolClient(w.ctx, &cip.DeleteUserPoolClientInput{UserPoolId: &w.pool.ID, ClientId: &w.app.ID})
		require.NoError(w, err)
	}, call: signingUp("jane"), want: gone},
	row{rules: "R21", choice: true, name: "client of a deleted pool", prior: func(w *world) {
		_, err := w.client.DeleteUserPool(w.ctx, &cip.DeleteUserPoolInput{UserPoolId: &w.pool.ID})
		require.NoError(w, err)
	}, call: signingUp("jane"), want: gone},

	row{rules: "R22", name: "administrators alone make users", pool: cip.CreateUserPoolInput{
		AdminCreateUserConfig: &types.AdminCreateUserConfigType{AllowAdminCreateUserOnly: true},
	}, call: signingUp("jane"), want: want{code: "NotAuthorizedException", message: "SignUp is not permitted for this user pool"}},
	row{rules: "R22 N137", name: "switched off and on again", prior: func(w *world) {
		for _, only := range []bool{true, false} {
			_, err := w.client.UpdateUserPool(w.ctx, &cip.UpdateUserPoolInput{
				UserPoolId: &w.pool.ID, AdminCreateUserConfig: &types.AdminCreateUserConfigType{AllowAdminCreateUserOnly: only},
			})
			require.NoError(w, err)
		}
	}, call: signingUp("jane")},

	row{rules: "R26", name: "the right hash", app: confidential,
		call: hashed("jane", func(w *world) string { return fixture.HashOf(fixture.ChosenSecret, "jane"+w.app.ID) })},
	row{rules: "R26", name: "a generated secret", app: cip.CreateUserPoolClientInput{GenerateSecret: true},
		call: hashed("jane", func(w *world) string { return fixture.HashOf(w.app.Secret, "jane"+w.app.ID) })},
	row{rules: "R26", name: "over the e-mail given as username", app: confidential, pool: fixture.EmailNamePool(),
		call: hashed("Jane@Example.com", func(w *world) string { return fixture.HashOf(fixture.ChosenSecret, "Jane@Example.com"+w.app.ID) })},
	row{rules: "R26 R77", name: "over the username as entered, where case does not count", app: confidential, pool: foldingPool(),
		call: hashed("Jane", func(w *world) string { return fixture.HashOf(fixture.ChosenSecret, "Jane"+w.app.ID) })},
	refusedHash("R26 R23", "over the username in lower case", hashed("Jane", func(w *world) string { return fixture.HashOf(fixture.ChosenSecret, "jane"+w.app.ID) })),
	refusedHash("R23 R26", "over ClientId and Username", hashed("jane", func(w *world) string { return fixture.HashOf(fixture.ChosenSecret, w.app.ID+"jane") })),
	refusedHash("R23 R26", "keyed by the client id", hashed("jane", func(w *world) string { return fixture.HashOf(w.app.ID, "jane"+fixture.ChosenSecret) })),
	refusedHash("R23", "of another username", hashed("jane", func(w *world) string { return fixture.HashOf(fixture.ChosenSecret, "john"+w.app.ID) })),
	refusedHash("R23", "by another secret", hashed("jane", func(w *world) string { return fixture.HashOf(fixture.SecondSecret, "jane"+w.app.ID) })),
	refusedHash("R23", "the secret itself", hashed("jane", func(*world) string { return fixture.ChosenSecret })),
	refusedHash("R23", "without padding", hashed("jane", func(w *world) string {
		return fixture.HashOf(fixture.ChosenSecret, "jane"+w.app.ID)[:43]
	})),
	refusedHash("R24", "no hash", signingUpBut(func(_ *world, in *cip.SignUpInput) { in.SecretHash = nil })),
	row{rules: "R25", name: "a hash for a client without secret",
		call: hashed("jane", func(w *world) string { return fixture.HashOf("key", "jane"+w.app.ID) }),
		want: want{code: "InvalidParameterException", words: func(w *world) string {
			return "App client " + w.app.ID + " is not configured for secret but secret hash was received"
		}}},

	// Two secrets at a time.
	row{rules: "R27", name: "the first of two secrets", app: confidential, prior: func(w *world) { w.addSecret(fixture.SecondSecret) },
		call: hashed("jane", func(w *world) string { return fixture.HashOf(fixture.ChosenSecret, "jane"+w.app.ID) })},
	row{rules: "R27", name: "the second of two secrets", app: confidential, prior: func(w *world) { w.addSecret(fixture.SecondSecret) },
		call: hashed("jane", func(w *world) string { return fixture.HashOf(fixture.SecondSecret, "jane"+w.app.ID) })},
	row{rules: "R27", name: "the second after the first is gone", app: confidential, prior: func(w *world) {
		w.addSecret(fixture.SecondSecret)
		w.deleteSecret(w.secrets()[0])
	}, call: hashed("jane", func(w *world) string { return fixture.HashOf(fixture.SecondSecret, "jane"+w.app.ID) })},
	row{rules: "R27 R23", name: "the first after it is gone", app: confidential, prior: func(w *world) {
		w.addSecret(fixture.SecondSecret)
		w.deleteSecret(w.secrets()[0])
	}, call: hashed("jane", func(w *world) string { return fixture.HashOf(fixture.ChosenSecret, "jane"+w.app.ID) }),
		want: want{code: "NotAuthorizedException", words: unverified}},
)

// gone is the answer to the client of the row when nothing is left of it.
var gone = want{code: "ResourceNotFoundException", words: func(w *world) string {
	return "User pool client " + w.app.ID + " does not exist."
}}
