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

// newSignIn is the service on a pool whose app client lets people sign in by
// password.
func newSignIn(t *testing.T) (*cognitofake.Fake, *cognitofake.Pool, *registration.Service) {
	fake := cognitofake.NewT(t)
	pool := fake.AddPool(cognitofake.AliasPool())
	app := pool.AddAppClient(cognitoidentityprovider.CreateUserPoolClientInput{
		GenerateSecret:             true,
		ExplicitAuthFlows:          []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowUserPasswordAuth},
		PreventUserExistenceErrors: types.PreventUserExistenceErrorTypesEnabled,
	})
	return fake, pool, registration.New(fake, app.ID, app.Secret)
}

func TestSignIn(t *testing.T) {
	fake, pool, svc := newSignIn(t)
	require.NoError(t, svc.Register(t.Context(), "jane", "pa$$W0rd", "jane@example.com"))

	_, err := svc.SignIn(t.Context(), "jane", "pa$$W0rd")
	require.ErrorIs(t, err, registration.ErrNotConfirmed)

	require.NoError(t, svc.Confirm(t.Context(), "jane", pool.Code("jane")))
	tokens, err := svc.SignIn(t.Context(), "jane", "pa$$W0rd")
	require.NoError(t, err)

	me, err := fake.GetUser(t.Context(), &cognitoidentityprovider.GetUserInput{AccessToken: tokens.AccessToken})
	require.NoError(t, err)
	require.Equal(t, "jane", *me.Username)
}

func TestTokensOfAnHourAgo(t *testing.T) {
	fake, pool, svc := newSignIn(t)
	pool.AddUser(cognitofake.NewUser{Username: "jane", Password: "pa$$W0rd"})
	tokens, err := svc.SignIn(t.Context(), "jane", "pa$$W0rd")
	require.NoError(t, err)

	fake.Advance(time.Hour + time.Second)
	_, err = fake.GetUser(t.Context(), &cognitoidentityprovider.GetUserInput{AccessToken: tokens.AccessToken})
	var expired *types.NotAuthorizedException
	require.ErrorAs(t, err, &expired)
}

func TestWrongNameOrPassword(t *testing.T) {
	_, pool, svc := newSignIn(t)
	pool.AddUser(cognitofake.NewUser{Username: "jane", Password: "pa$$W0rd"})

	for name, password := range map[string]string{"jane": "pa$$W0rd2", "joan": "pa$$W0rd"} {
		_, err := svc.SignIn(t.Context(), name, password)
		require.ErrorIs(t, err, registration.ErrNotAuthorized, name)
	}
}

// Somebody whom an administrator has invited is asked for a password of their
// own, which this application has no form for.
func TestChallenge(t *testing.T) {
	fake, pool, svc := newSignIn(t)
	name, password := "jane", "pa$$W0rd"
	_, err := fake.AdminCreateUser(t.Context(), &cognitoidentityprovider.AdminCreateUserInput{
		UserPoolId: &pool.ID, Username: &name, TemporaryPassword: &password, MessageAction: types.MessageActionTypeSuppress,
	})
	require.NoError(t, err)

	_, err = svc.SignIn(t.Context(), name, password)
	require.ErrorContains(t, err, "NEW_PASSWORD_REQUIRED")
}
