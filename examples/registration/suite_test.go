package registration_test

import (
	"log"
	"os"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/examples/registration"
)

// shared is the Fake of tests whose code asks the environment.
var shared = cognitofake.New()

func TestMain(m *testing.M) {
	url, stop := shared.Start()
	for _, variable := range shared.Environ(url) {
		name, value, _ := strings.Cut(variable, "=")
		if err := os.Setenv(name, value); err != nil {
			log.Fatal(err)
		}
	}
	code := m.Run()
	stop()
	os.Exit(code)
}

func TestShared(t *testing.T) {
	shared.ResetAfter(t) // logs the transcript if the test fails, then resets
	pool := shared.AddPool(cognitofake.AliasPool())
	app := pool.AddAppClient(cognitoidentityprovider.CreateUserPoolClientInput{GenerateSecret: true})

	cfg, err := config.LoadDefaultConfig(t.Context())
	require.NoError(t, err)
	svc := registration.New(cognitoidentityprovider.NewFromConfig(cfg), app.ID, app.Secret)
	require.NoError(t, svc.Register(t.Context(), "jane", "pa$$W0rd", "jane@example.com"))
	require.NoError(t, svc.Confirm(t.Context(), "jane", pool.MustCode("jane")))
}
