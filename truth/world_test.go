package truth_test

import (
	"context"
	"testing"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
)

// shop is a Fake with a pool that verifies e-mail addresses, and its client.
func shop(opts ...cognitofake.Option) (*cognitofake.Fake, *cognitofake.Pool, *cognitofake.AppClient) {
	fake := cognitofake.New(opts...)
	pool := fake.AddPool(fixture.EmailPool())
	return fake, pool, pool.AddAppClient(cip.CreateUserPoolClientInput{})
}

// signUpWith signs somebody up with a good password.
func signUpWith(ctx context.Context, fake *cognitofake.Fake, app *cognitofake.AppClient, username string, pairs ...string) (*cip.SignUpOutput, error) {
	return fake.SignUp(ctx, fixture.SignUpInput(app.ID, app.Secret, username, pairs...))
}

func mustRegister(t testing.TB, fake *cognitofake.Fake, app *cognitofake.AppClient, username string, pairs ...string) *cip.SignUpOutput {
	t.Helper()
	out, err := signUpWith(t.Context(), fake, app, username, pairs...)
	require.NoError(t, err)
	return out
}
