package registration_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/examples/registration"
)

func TestWaysIn(t *testing.T) {
	fake := cognitofake.NewT(t)
	pool := fake.AddPool(cognitoidentityprovider.CreateUserPoolInput{})
	app := pool.AddAppClient(cognitoidentityprovider.CreateUserPoolClientInput{GenerateSecret: true})

	// It takes a *cognitoidentityprovider.Client.
	svc := registration.New(fake.Client, app.ID, app.Secret)
	require.NoError(t, svc.Register(t.Context(), "ann", "pa$$W0rd", "ann@example.com"))

	// It takes an interface of the methods that it calls.
	svc = registration.New(fake, app.ID, app.Secret)
	require.NoError(t, svc.Register(t.Context(), "bob", "pa$$W0rd", "bob@example.com"))

	// It takes an aws.Config.
	svc = registration.New(cognitoidentityprovider.NewFromConfig(fake.Config()), app.ID, app.Secret)
	require.NoError(t, svc.Register(t.Context(), "eve", "pa$$W0rd", "eve@example.com"))

	// It takes nothing, and asks the environment.
	fake.Serve(t)
	cfg, err := config.LoadDefaultConfig(t.Context())
	require.NoError(t, err)
	svc = registration.New(cognitoidentityprovider.NewFromConfig(cfg), app.ID, app.Secret)
	require.NoError(t, svc.Register(t.Context(), "jane", "pa$$W0rd", "jane@example.com"))
}
