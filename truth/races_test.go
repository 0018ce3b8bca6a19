package truth_test

import (
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
	"github.com/cognitofake/cognitofake/internal/rows"
)

// Exactly one of many concurrent sign-ups for a name wins.
func TestRaceForOneUsername(t *testing.T) {
	for name, in := range map[string]cip.CreateUserPoolInput{"plain": fixture.EmailPool(), "by e-mail": fixture.AutoVerifying(fixture.EmailNamePool(), fixture.Email)} {
		t.Run(name, func(t *testing.T) {
			fake := cognitofake.New()
			pool := fake.AddPool(in)
			app := pool.AddAppClient(cip.CreateUserPoolClientInput{})
			var won atomic.Int32
			fixture.InParallel(200, func(int) {
				_, err := signUpWith(t.Context(), fake, app, "jane@example.com", "email", "jane@example.com")
				if err == nil {
					won.Add(1)
				} else {
					fixture.RequireAs[*types.UsernameExistsException](t, err)
				}
			})
			require.EqualValues(t, 1, won.Load())
			require.Len(t, pool.Users(), 1)
			require.Len(t, fake.Messages(), 1)
		})
	}
}

// All of many concurrent sign-ups for different names win.
func TestManyUsernamesAtOnce(t *testing.T) {
	fake, pool, app := shop()
	fixture.InParallel(200, func(i int) {
		out, err := signUpWith(t.Context(), fake, app, fmt.Sprintf("user%d", i), "email", "shared@example.com")
		if err != nil || out.CodeDeliveryDetails == nil {
			t.Error(i, out, err)
		}
	})
	require.Len(t, pool.Users(), 200)
	require.Len(t, fake.Messages(), 200)
	subs := map[string]bool{}
	for _, u := range pool.Users() {
		subs[u.Sub] = true
	}
	require.Len(t, subs, 200)
}

// Of many attempts with one code one confirms, and the others learn of it.
func TestOneCodeConfirmsOnce(t *testing.T) {
	w := lone(t, fixture.EmailPool(), cip.CreateUserPoolClientInput{})
	w.MustSignUp("jane", "email", "jane@example.com")
	code, errs := w.code("jane"), make(chan error)
	const tries = 12
	for range tries {
		go func() {
			_, err := w.Confirm("jane", code)
			errs <- err
		}()
	}
	won := 0
	for range tries {
		if err := <-errs; err == nil {
			won++
		} else {
			require.ErrorContains(t, err, rows.TextConfirmed)
		}
	}
	require.Equal(t, 1, won)
}

// Of many users who verify one address with an alias, one owns it.
func TestOneOwnerOfAnAlias(t *testing.T) {
	w := lone(t, rows.EmailAliasPool(), cip.CreateUserPoolClientInput{})
	names := []string{"jane", "jan", "janet", "janice"}
	codes := map[string]string{}
	for _, name := range names {
		w.MustSignUp(name, "email", "jane@example.com")
		codes[name] = w.code(w.user(name).Sub)
	}
	errs := make(chan error)
	for i, name := range names {
		go func() {
			in := w.ConfirmInput(name, codes[name])
			in.ForceAliasCreation = i%2 == 0
			_, err := w.Client.ConfirmSignUp(w.Ctx, in)
			errs <- err
		}()
	}
	for range names {
		if err := <-errs; err != nil {
			require.ErrorContains(t, err, textAliasEmail)
		}
	}
	owners := 0
	for _, u := range w.pool.Users() {
		if u.Attributes["email_verified"] == "true" {
			owners++
			out, err := w.Client.AdminGetUser(w.Ctx, &cip.AdminGetUserInput{UserPoolId: &w.pool.ID, Username: aws.String("jane@example.com")})
			require.NoError(t, err)
			require.Equal(t, u.Username, *out.Username)
		}
	}
	require.Equal(t, 1, owners)
}

// A confirmation that the pool's deletion overtakes finds nobody.
func TestDeletedPoolConfirmsNobody(t *testing.T) {
	w := lone(t, fixture.EmailPool(), cip.CreateUserPoolClientInput{})
	w.MustSignUp("jane", "email", "jane@example.com")
	code := w.code("jane")
	_, err := w.Client.DeleteUserPool(w.Ctx, &cip.DeleteUserPoolInput{UserPoolId: &w.pool.ID})
	require.NoError(t, err)
	_, err = w.Confirm("jane", code)
	fixture.RequireAs[*types.ResourceNotFoundException](t, err)
	_, err = w.AdminConfirm("jane")
	fixture.RequireAs[*types.ResourceNotFoundException](t, err)
	_, err = w.Resend("jane")
	fixture.RequireAs[*types.ResourceNotFoundException](t, err)
}

// Of many refreshes by one token at once one alone succeeds, where the client
// rotates without a grace period (C141).
func TestRaceForOneRefreshToken(t *testing.T) {
	fake := cognitofake.New()
	pool := fake.AddPool(fixture.EmailPool())
	app := pool.AddAppClient(rows.RotatingClient(0))
	pool.AddUser(cognitofake.NewUser{Username: "jane"})
	token := app.SignIn("jane").RefreshToken
	var won atomic.Int32
	fixture.InParallel(50, func(int) {
		_, err := fake.GetTokensFromRefreshToken(t.Context(), &cip.GetTokensFromRefreshTokenInput{ClientId: &app.ID, RefreshToken: &token})
		if err == nil {
			won.Add(1)
		} else {
			fixture.RequireAs[*types.RefreshTokenReuseException](t, err)
		}
	})
	require.EqualValues(t, 1, won.Load())
}
