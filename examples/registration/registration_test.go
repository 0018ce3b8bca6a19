package registration_test

import (
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/examples/registration"
)

func TestRegister(t *testing.T) {
	fake := cognitofake.NewT(t) // logs a transcript if the test fails
	pool := fake.AddPool(cognitofake.AliasPool())
	app := pool.AddAppClient(cognitoidentityprovider.CreateUserPoolClientInput{GenerateSecret: true})

	svc := registration.New(fake.Client, app.ID, app.Secret) // the SDK's own *cognitoidentityprovider.Client
	require.NoError(t, svc.Register(t.Context(), "jane", "pa$$W0rd", "jane@example.com"))

	require.Equal(t, types.UserStatusTypeUnconfirmed, pool.MustUser("jane").Status)
	require.NoError(t, svc.Confirm(t.Context(), "jane", pool.MustCode("jane")))
}

// The same as TestNameTakenByStub in stub_test.go, without the stub.
func TestNameTaken(t *testing.T) {
	fake := cognitofake.NewT(t)
	pool := fake.AddPool(cognitoidentityprovider.CreateUserPoolInput{})
	app := pool.AddAppClient(cognitoidentityprovider.CreateUserPoolClientInput{GenerateSecret: true})
	pool.AddUser(cognitofake.NewUser{Username: "jane"})

	svc := registration.New(fake, app.ID, app.Secret)
	err := svc.Register(t.Context(), "jane", "pa$$W0rd", "jane@example.com")
	require.ErrorIs(t, err, registration.ErrNameTaken)
}

func TestWeakPassword(t *testing.T) {
	fake := cognitofake.NewT(t)
	pool := fake.AddPool(cognitoidentityprovider.CreateUserPoolInput{})
	app := pool.AddAppClient(cognitoidentityprovider.CreateUserPoolClientInput{GenerateSecret: true})

	svc := registration.New(fake, app.ID, app.Secret)
	err := svc.Register(t.Context(), "jane", "password", "jane@example.com")
	require.ErrorIs(t, err, registration.ErrWeakPassword)
	require.Empty(t, pool.Users())
}

func TestCodeOfYesterday(t *testing.T) {
	fake := cognitofake.NewT(t)
	pool := fake.AddPool(cognitofake.AliasPool())
	app := pool.AddAppClient(cognitoidentityprovider.CreateUserPoolClientInput{GenerateSecret: true})
	svc := registration.New(fake, app.ID, app.Secret)
	require.NoError(t, svc.Register(t.Context(), "jane", "pa$$W0rd", "jane@example.com"))

	code := pool.Code("jane")
	fake.Advance(24*time.Hour + time.Second)
	require.ErrorIs(t, svc.Confirm(t.Context(), "jane", code), registration.ErrWrongCode)
}
