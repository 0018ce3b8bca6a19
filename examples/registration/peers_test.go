package registration_test

import (
	"context"
	"net/http/httptest"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/examples/registration"
)

// Tests as they are written against other emulators, for comparison: docs has
// a page for each. Here they run against a Fake.

func TestAsBefore(t *testing.T) {
	fake := cognitofake.NewT(t)
	server := httptest.NewServer(fake)
	defer server.Close()
	registerOverHTTP(t, server.URL)

	pool := fake.AddPool(cognitoidentityprovider.CreateUserPoolInput{})
	pool.AddUser(cognitofake.NewUser{Username: "jane", Status: types.UserStatusTypeUnconfirmed})
	confirmAsAdmin(t, fake.Client, pool.ID, "jane")
	user, _ := pool.User("jane")
	require.Equal(t, types.UserStatusTypeConfirmed, user.Status)
}

// A test against a server that knows no codes: moto_server, for instance.
func registerOverHTTP(t *testing.T, endpoint string) {
	ctx := t.Context()
	client := cognitoidentityprovider.New(cognitoidentityprovider.Options{
		Region: "us-east-1", BaseEndpoint: &endpoint,
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "test", SecretAccessKey: "test"}, nil
		}),
	})
	pool, err := client.CreateUserPool(ctx, &cognitoidentityprovider.CreateUserPoolInput{PoolName: aws.String("test")})
	require.NoError(t, err)
	app, err := client.CreateUserPoolClient(ctx, &cognitoidentityprovider.CreateUserPoolClientInput{
		UserPoolId: pool.UserPool.Id, ClientName: aws.String("test"), GenerateSecret: true,
	})
	require.NoError(t, err)

	svc := registration.New(client, *app.UserPoolClient.ClientId, *app.UserPoolClient.ClientSecret)
	require.NoError(t, svc.Register(ctx, "jane", "pa$$W0rd", "jane@example.com"))
	_, err = client.AdminConfirmSignUp(ctx, &cognitoidentityprovider.AdminConfirmSignUpInput{
		UserPoolId: pool.UserPool.Id, Username: aws.String("jane"),
	})
	require.NoError(t, err)
}

// confirmAsAdmin is what a test does that cannot see the code.
func confirmAsAdmin(t *testing.T, client *cognitoidentityprovider.Client, poolID, username string) {
	_, err := client.AdminConfirmSignUp(t.Context(), &cognitoidentityprovider.AdminConfirmSignUpInput{
		UserPoolId: &poolID, Username: &username,
	})
	require.NoError(t, err)
}

// registerWithCode is a test against a server whose codes are all the same.
func registerWithCode(t *testing.T, client *cognitoidentityprovider.Client, clientID, secret string) {
	svc := registration.New(client, clientID, secret)
	require.NoError(t, svc.Register(t.Context(), "jane", "pa$$W0rd", "jane@example.com"))
	require.NoError(t, svc.Confirm(t.Context(), "jane", "123456"))
}

func TestRegisterWithCode(t *testing.T) {
	fake := cognitofake.NewT(t, cognitofake.WithFixedCode("123456"))
	pool := fake.AddPool(cognitofake.AliasPool())
	app := pool.AddAppClient(cognitoidentityprovider.CreateUserPoolClientInput{GenerateSecret: true})
	registerWithCode(t, fake.Client, app.ID, app.Secret)
}
