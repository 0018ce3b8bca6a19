package truth_test

import (
	"context"
	"testing"
	"time"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
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

// lone is a world with the embedded client, for a test that is no row.
func lone(t *testing.T, pool cip.CreateUserPoolInput, app cip.CreateUserPoolClientInput) *world {
	fake := cognitofake.NewT(loud{t})
	w := worldOf(t, fake, fake.Client)
	w.in(fake.AddPool(pool))
	w.by(w.pool.AddAppClient(app))
	return w
}

// confirmed signs a user up and confirms by the code.
func (w *world) confirmed(username string, pairs ...string) {
	w.Helper()
	w.MustSignUp(username, pairs...)
	w.MustConfirm(username, w.code(username))
}

// code is the live code of a user who must have one.
func (w *world) code(username string) string {
	w.Helper()
	code := w.pool.Code(username)
	require.NotEmpty(w, code, "no code for %s", username)
	return code
}

// twoMediaPool verifies both kinds of addresses.
func twoMediaPool() cip.CreateUserPoolInput {
	in := fixture.PhonePool()
	in.AutoVerifiedAttributes = append(in.AutoVerifiedAttributes, types.VerifiedAttributeTypeEmail)
	return in
}

// passwordless is a pool whose users need no password, and its client.
func passwordlessPool() cip.CreateUserPoolInput {
	in := fixture.EmailPool()
	in.Policies = &types.UserPoolPolicyType{SignInPolicy: &types.SignInPolicyType{
		AllowedFirstAuthFactors: []types.AuthFactorType{types.AuthFactorTypePassword, types.AuthFactorTypeEmailOtp},
	}}
	return in
}

const textAliasEmail = "An account with the email already exists."

// frozen is a clock that Advance alone moves.
func frozen() cognitofake.Option {
	return cognitofake.WithClock(func() time.Time { return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC) })
}
