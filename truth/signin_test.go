package truth_test

import (
	"time"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
	"github.com/cognitofake/cognitofake/internal/rows"
)

const (
	textAttempts = "Password attempts exceeded"
)

// parameterRows are rows of parameters, secrets and the order of checks: N2, N3, N26 to N30.
func parameterRows() []rows.Row {
	return []rows.Row{
		{
			Rules: "N3", Choice: true, Name: "a client of another pool", App: rows.PasswordClient(),
			Call: call(func(w *world) (any, error) {
				w.by(w.fake.AddPool(cip.CreateUserPoolInput{}).AddAppClient(rows.PasswordClient()))
				return w.AdminSignIn("jane", fixture.GoodPassword)
			}),
			Want: rows.Want{Code: "ResourceNotFoundException", Words: func(w *rows.World) string { return "User pool client " + w.ClientID + " does not exist." }},
		},
		{
			Rules: "N28 N5", Name: "the hash of an alias as it is sent", App: rows.SecretPasswordClient(), Pool: rows.EmailAliasPool(),
			Prior: prior(func(w *world) { w.confirmed("jane", "email", "jane@example.com") }),
			Call:  func(w *rows.World) (any, error) { return w.SignIn("jane@example.com", fixture.GoodPassword) },
			Want: rows.Want{Check: func(w *rows.World, out any) {
				require.Equal(w, "jane", w.Claims(out.(*cip.InitiateAuthOutput).AuthenticationResult.AccessToken)["username"])
			}},
		},
	}
}

// signInRows are rows of sign-in by password: L140, L142, N5, N31 to N45.
func signInRows() []rows.Row {
	return []rows.Row{
		{
			Rules: "N41", Choice: true, Name: "a sign-in modifies nobody", App: rows.PasswordClient(),
			Prior: prior(func(w *world) {
				rows.Jane(w.World)
				w.fake.Advance(time.Hour)
			}),
			Call: func(w *rows.World) (any, error) { return w.SignIn("jane", fixture.GoodPassword) },
			Want: rows.Want{Check: check(func(w *world, _ any) {
				require.Less(w, w.user("jane").ModifiedAt, w.fake.Now().Add(-time.Minute))
			})},
		},
		{
			Rules: "N42 N43", Name: "locked for a second after five failures", App: rows.PasswordClient(), Own: []cognitofake.Option{frozen()},
			Prior: func(w *rows.World) {
				rows.Jane(w)
				w.Fails(5)
			},
			Call: func(w *rows.World) (any, error) { return w.SignIn("jane", fixture.GoodPassword) },
			Want: rows.Want{Code: "NotAuthorizedException", Message: textAttempts},
		},
		{
			Rules: "N42", Name: "free after a second", App: rows.PasswordClient(), Own: []cognitofake.Option{frozen()},
			Prior: prior(func(w *world) {
				rows.Jane(w.World)
				w.Fails(5)
				w.fake.Advance(time.Second)
			}),
			Call: func(w *rows.World) (any, error) { return w.SignIn("jane", fixture.GoodPassword) },
		},
		{
			Rules: "N42 N43", Name: "the lock doubles, and attempts while locked do not count", App: rows.PasswordClient(), Own: []cognitofake.Option{frozen()},
			Prior: prior(func(w *world) {
				rows.Jane(w.World)
				w.Fails(5)
				for n := range 4 {
					w.fake.Advance(time.Second<<n - time.Millisecond)
					_, err := w.SignIn("jane", "wrong")
					rows.Want{Code: "NotAuthorizedException", Message: textAttempts}.RequireError(w.World, err)
					w.fake.Advance(time.Millisecond)
					w.Fails(1)
				}
				w.fake.Advance(16*time.Second - time.Millisecond)
			}),
			Call: func(w *rows.World) (any, error) { return w.SignIn("jane", fixture.GoodPassword) },
			Want: rows.Want{Code: "NotAuthorizedException", Message: textAttempts},
		},
		{
			Rules: "N42", Name: "fifteen minutes are the longest, and forget all", App: rows.PasswordClient(), Own: []cognitofake.Option{frozen()},
			Prior: prior(func(w *world) {
				rows.Jane(w.World)
				w.Fails(5)
				for n := range 15 {
					w.fake.Advance(min(time.Second<<n, 15*time.Minute))
					w.Fails(1)
				}
				w.fake.Advance(15 * time.Minute)
				w.Fails(4)
			}),
			Call: func(w *rows.World) (any, error) { return w.SignIn("jane", fixture.GoodPassword) },
		},
		{
			Rules: "N42 N43", Name: "fifteen minutes are not shorter", App: rows.PasswordClient(), Own: []cognitofake.Option{frozen()},
			Prior: prior(func(w *world) {
				rows.Jane(w.World)
				w.Fails(5)
				for n := range 10 {
					w.fake.Advance(time.Second << n)
					w.Fails(1)
				}
				w.fake.Advance(15*time.Minute - time.Second) // of 1,024 seconds, if there were no longest
			}),
			Call: func(w *rows.World) (any, error) { return w.SignIn("jane", fixture.GoodPassword) },
			Want: rows.Want{Code: "NotAuthorizedException", Message: textAttempts},
		},
		{
			Rules: "N42 N43", Name: "each lock is twice as long", App: rows.PasswordClient(), Own: []cognitofake.Option{frozen()},
			Prior: prior(func(w *world) {
				rows.Jane(w.World)
				w.Fails(5)
				for n := range 9 { // up to 512 seconds
					w.fake.Advance(time.Second<<n - time.Millisecond)
					_, err := w.SignIn("jane", fixture.GoodPassword)
					rows.Want{Code: "NotAuthorizedException", Message: textAttempts}.RequireError(w.World, err)
					w.fake.Advance(time.Millisecond)
					w.Fails(1)
				}
				w.fake.Advance(512 * time.Second)
			}),
			Call: func(w *rows.World) (any, error) { return w.SignIn("jane", fixture.GoodPassword) },
		},
		{
			Rules: "N44", Choice: true, Name: "a success starts the count anew", App: rows.PasswordClient(), Own: []cognitofake.Option{frozen()},
			Prior: func(w *rows.World) {
				rows.Jane(w)
				w.Fails(4)
				w.SignedIn("jane")
				w.Fails(4)
			},
			Call: func(w *rows.World) (any, error) { return w.SignIn("jane", fixture.GoodPassword) },
		},
		{
			Rules: "N45", Choice: true, Name: "the count is the user's, whatever the flow", App: rows.PasswordClient(), Own: []cognitofake.Option{frozen()},
			Prior: prior(func(w *world) {
				rows.Jane(w.World)
				w.Fails(3)
				w.by(w.pool.AddAppClient(rows.PasswordClient()))
				w.Fails(2)
			}),
			Call: func(w *rows.World) (any, error) { return w.AdminSignIn("jane", fixture.GoodPassword) },
			Want: rows.Want{Code: "NotAuthorizedException", Message: textAttempts},
		},
	}
}
