package registration_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/examples/registration"
)

func TestParallelOverHTTP(t *testing.T) {
	t.Parallel()
	fake := cognitofake.NewT(t)
	url, _ := fake.Start()

	client := cognitoidentityprovider.New(cognitoidentityprovider.Options{Region: fake.Region(), BaseEndpoint: &url})
	pool := fake.AddPool(cognitoidentityprovider.CreateUserPoolInput{})
	app := pool.AddAppClient(cognitoidentityprovider.CreateUserPoolClientInput{GenerateSecret: true})
	svc := registration.New(client, app.ID, app.Secret)
	require.NoError(t, svc.Register(t.Context(), "jane", "pa$$W0rd", "jane@example.com"))
}
