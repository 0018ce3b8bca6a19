package truth_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
	"github.com/cognitofake/cognitofake/internal/rows"
)

func TestAddAppClientRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		pool cip.CreateUserPoolInput
		in   cip.CreateUserPoolClientInput
		want string
	}{
		"two sources of a secret": {in: cip.CreateUserPoolClientInput{GenerateSecret: true, ClientSecret: aws.String(fixture.ChosenSecret)},
			want: "ClientSecret and GenerateSecret cannot be used together. (give GenerateSecret or ClientSecret)"},
		"old and new flows": {in: cip.CreateUserPoolClientInput{ExplicitAuthFlows: []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowUserAuth, types.ExplicitAuthFlowsTypeAdminNoSrpAuth}},
			want: "Auth flow name with prefix 'ALLOW' cannot be used with legacy auth flow names. (give all ExplicitAuthFlows their ALLOW_ names)"},
		"access token": {in: cip.CreateUserPoolClientInput{AccessTokenValidity: aws.Int32(25)},
			want: "Invalid range for token validity. (AccessTokenValidity has to be 5 minutes to a day, in the unit of TokenValidityUnits)"},
		"ID token": {in: cip.CreateUserPoolClientInput{IdTokenValidity: aws.Int32(25)},
			want: "Invalid range for token validity. (IdTokenValidity has to be 5 minutes to a day, in the unit of TokenValidityUnits)"},
		"refresh token": {in: cip.CreateUserPoolClientInput{RefreshTokenValidity: 3651},
			want: "Invalid range for token validity. (RefreshTokenValidity has to be an hour to ten years, in the unit of TokenValidityUnits)"},
		"unknown to write": {in: rows.Writing("team"),
			want: `Invalid write attributes specified while creating a client (WriteAttributes: the pool's schema has no attribute "team")`},
		"never to write": {in: rows.Writing("email", "sub"),
			want: "Invalid write attributes specified while creating a client (WriteAttributes: no app client may write sub)"},
		"required to write": {pool: rows.Requiring(cip.CreateUserPoolInput{}, "name"), in: rows.Writing("email"),
			want: "Invalid write attributes specified while creating a client (WriteAttributes: the pool requires name; add it)"},
		"unknown to read": {in: cip.CreateUserPoolClientInput{ReadAttributes: []string{"team"}},
			want: `Invalid read attributes specified while creating a client (ReadAttributes: the pool's schema has no attribute "team")`},
		"session": {in: cip.CreateUserPoolClientInput{AuthSessionValidity: aws.Int32(2)},
			want: "1 validation error detected: Value '2' at 'authSessionValidity' failed to satisfy constraint: Member must have value greater than or equal to 3"},
	} {
		t.Run(name, func(t *testing.T) {
			pool := cognitofake.New().AddPool(c.pool)
			require.PanicsWithValue(t, "cognitofake: AddAppClient: "+c.want, func() { pool.AddAppClient(c.in) })
			require.Empty(t, pool.AppClients(), "nothing is left behind")
		})
	}
}

func TestAppClientIDs(t *testing.T) {
	fake, pool, _ := shop()
	app := pool.AddAppClient(cip.CreateUserPoolClientInput{UserPoolId: &pool.ID}, cognitofake.WithID("3n4b5urk1ft4fl3mg5e62d9ado"))
	require.Equal(t, "3n4b5urk1ft4fl3mg5e62d9ado", app.ID)
	other := fake.AddPool(cip.CreateUserPoolInput{})
	require.PanicsWithValue(t, "cognitofake: AddAppClient: App client 3n4b5urk1ft4fl3mg5e62d9ado exists already; give another id.", func() {
		other.AddAppClient(cip.CreateUserPoolClientInput{}, cognitofake.WithID(app.ID))
	})
	fixture.RequirePanic(t, `cognitofake: WithID("no-id"): an app client's id has letters, digits, _ and + alone, such as myClient`, func() {
		pool.AddAppClient(cip.CreateUserPoolClientInput{}, cognitofake.WithID("no-id"))
	})
	require.PanicsWithValue(t, "cognitofake: AddAppClient: UserPoolId is "+other.ID+"; leave it out or give the pool's own, "+pool.ID, func() {
		pool.AddAppClient(cip.CreateUserPoolClientInput{UserPoolId: &other.ID})
	})
	_, err := fake.DeleteUserPool(t.Context(), &cip.DeleteUserPoolInput{UserPoolId: &other.ID})
	require.NoError(t, err)
	require.PanicsWithValue(t, "cognitofake: AddAppClient: User pool "+other.ID+" does not exist.", func() { other.AddAppClient(cip.CreateUserPoolClientInput{}) })
}

func TestSecretHash(t *testing.T) {
	_, pool, public := shop()
	require.Empty(t, public.SecretHash("jane"))
	require.Empty(t, public.Secret)
	app := pool.AddAppClient(cip.CreateUserPoolClientInput{ClientSecret: aws.String(fixture.ChosenSecret)})
	require.Equal(t, fixture.ChosenSecret, app.Secret)
	require.Equal(t, fixture.HashOf(fixture.ChosenSecret, "žofie"+app.ID), app.SecretHash("žofie"))
}

// What the caller does later to an input, or to an answer, changes no client.
func TestAppClientsAreCopies(t *testing.T) {
	fake, pool, _ := shop()
	in := rows.Writing("email")
	in.TokenValidityUnits = &types.TokenValidityUnitsType{AccessToken: types.TimeUnitsTypeMinutes}
	in.AccessTokenValidity = aws.Int32(10)
	app := pool.AddAppClient(in)
	describe := func() *types.UserPoolClientType {
		out, err := fake.DescribeUserPoolClient(t.Context(), &cip.DescribeUserPoolClientInput{UserPoolId: &pool.ID, ClientId: &app.ID})
		require.NoError(t, err)
		return out.UserPoolClient
	}
	before := describe()
	in.WriteAttributes[0], *in.AccessTokenValidity, in.TokenValidityUnits.AccessToken = "name", 1, types.TimeUnitsTypeDays
	got := describe()
	require.Equal(t, before, got)
	got.WriteAttributes[0] = "name"
	require.Equal(t, before, describe())
	mustRegister(t, fake, app, "jane", "email", "jane@example.com")
}

func TestSecretsOfAnAppClient(t *testing.T) {
	fake, pool, public := shop(cognitofake.WithClock(fixture.Stopped))
	app := pool.AddAppClient(cip.CreateUserPoolClientInput{ClientSecret: aws.String(fixture.ChosenSecret)})
	add := func(a *cognitofake.AppClient, secret *string) (*types.ClientSecretDescriptorType, error) {
		out, err := fake.AddUserPoolClientSecret(t.Context(), &cip.AddUserPoolClientSecretInput{UserPoolId: &pool.ID, ClientId: &a.ID, ClientSecret: secret})
		if err != nil {
			return nil, err
		}
		return out.ClientSecretDescriptor, nil
	}
	remove := func(id string) error {
		_, err := fake.DeleteUserPoolClientSecret(t.Context(), &cip.DeleteUserPoolClientSecretInput{UserPoolId: &pool.ID, ClientId: &app.ID, ClientSecretId: &id})
		return err
	}
	list := func() []types.ClientSecretDescriptorType {
		out, err := fake.ListUserPoolClientSecrets(t.Context(), &cip.ListUserPoolClientSecretsInput{UserPoolId: &pool.ID, ClientId: &app.ID})
		require.NoError(t, err)
		return out.ClientSecrets
	}
	signUp := func(username, secret string) error {
		_, err := fake.SignUp(t.Context(), &cip.SignUpInput{
			ClientId: &app.ID, Username: &username, Password: aws.String(fixture.GoodPassword), SecretHash: aws.String(fixture.HashOf(secret, username+app.ID)),
		})
		return err
	}

	first := list()
	require.Len(t, first, 1)
	require.Nil(t, first[0].ClientSecretValue, "a list shows no secret")
	require.ErrorContains(t, remove(*first[0].ClientSecretId), "InvalidParameterException", "the only one")
	require.ErrorContains(t, remove("nothing"), "ResourceNotFoundException")

	second, err := add(app, nil)
	require.NoError(t, err)
	require.Regexp(t, `^[0-9a-v]{51}$`, *second.ClientSecretValue, "an invented secret is told once")
	require.Equal(t, fake.Now(), *second.ClientSecretCreateDate)
	_, err = add(app, aws.String(fixture.SecondSecret))
	require.ErrorContains(t, err, "LimitExceededException", "a third")
	require.Len(t, fake.Calls(), 7, "LimitExceededException is tried three times")
	require.NoError(t, signUp("a", fixture.ChosenSecret))
	require.NoError(t, signUp("b", *second.ClientSecretValue))

	require.NoError(t, remove(*first[0].ClientSecretId))
	require.ErrorContains(t, signUp("c", fixture.ChosenSecret), "Unable to verify secret hash for client "+app.ID)
	require.Contains(t, fake.Transcript(), "hint: the hash was made with a secret that has been deleted (DeleteUserPoolClientSecret)")
	require.NoError(t, signUp("c", *second.ClientSecretValue))
	require.Equal(t, fixture.ChosenSecret, app.Secret, "the handle keeps what it was made with")
	described, err := fake.DescribeUserPoolClient(t.Context(), &cip.DescribeUserPoolClientInput{UserPoolId: &pool.ID, ClientId: &app.ID})
	require.NoError(t, err)
	require.Equal(t, second.ClientSecretValue, described.UserPoolClient.ClientSecret)

	third, err := add(app, aws.String(fixture.SecondSecret))
	require.NoError(t, err)
	require.Nil(t, third.ClientSecretValue, "a chosen one is known to the caller")
	require.NoError(t, signUp("d", fixture.SecondSecret))
	_, err = fake.UpdateUserPoolClient(t.Context(), &cip.UpdateUserPoolClientInput{UserPoolId: &pool.ID, ClientId: &app.ID})
	require.NoError(t, err)
	require.Len(t, list(), 2, "an update leaves the secrets")
	require.NoError(t, signUp("e", fixture.SecondSecret))

	_, err = add(public, nil)
	require.ErrorContains(t, err, "InvalidParameterException", "a client made without one")
	_, err = add(app, aws.String("short"))
	require.ErrorContains(t, err, "Value at 'clientSecret' failed to satisfy constraint")
}

// A client of a deleted pool is no client, whoever still has its handle.
func TestDeletedPoolTakesItsClientsAlong(t *testing.T) {
	fake, pool, app := shop()
	other := fake.AddPool(cip.CreateUserPoolInput{}).AddAppClient(cip.CreateUserPoolClientInput{})
	mustRegister(t, fake, app, "jane")
	_, err := fake.DeleteUserPool(t.Context(), &cip.DeleteUserPoolInput{UserPoolId: &pool.ID})
	require.NoError(t, err)
	_, err = signUpWith(t.Context(), fake, app, "john")
	require.ErrorContains(t, err, "User pool client "+app.ID+" does not exist.")
	require.Empty(t, pool.Users())
	require.Empty(t, pool.AppClients())
	_, ok := pool.User("jane")
	require.False(t, ok)
	mustRegister(t, fake, other, "jane")
}
