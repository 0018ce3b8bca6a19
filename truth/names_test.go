package truth_test

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
	"github.com/cognitofake/cognitofake/internal/rows"
)

// nameRows are rows of usernames, aliases and duplicates: docs/behaviour.md R60 to R77, L21, L22.
func nameRows() []rows.Row {
	return []rows.Row{
		// Duplicates.
		{Rules: "R72", Name: "username taken, unconfirmed", Pool: fixture.EmailPool(), Prior: prior(func(w *world) {
			w.MustSignUp("jane", "email", "first@example.com")
			w.fake.TakeMessages()
		}), Call: func(w *rows.World) (any, error) {
			in := w.SignUpInput("jane", "email", "second@example.com", "name", "Jane")
			in.Password = aws.String("0ther-Passw0rd")
			return w.Client.SignUp(w.Ctx, in)
		}, Want: rows.Want{Code: "UsernameExistsException", Message: "User already exists", Check: func(w *rows.World, _ any) {
			require.Len(w, w.Users(), 1)
			require.Equal(w, "first@example.com", w.User("jane").Attributes["email"], "nothing is overwritten")
			require.NotContains(w, w.User("jane").Attributes, "name")
			w.RequireSent(0, "no new code is sent")
		}}},
		{Rules: "R72", Name: "through another client of the pool", Prior: rows.SignedUp("jane"), Call: call(func(w *world) (any, error) {
			in := w.SignUpInput("jane")
			in.ClientId = &w.pool.AddAppClient(cip.CreateUserPoolClientInput{}).ID
			return w.Client.SignUp(w.Ctx, in)
		}), Want: rows.UserExists},
		{Rules: "R72", Name: "in another pool the name is free", Prior: rows.SignedUp("jane"), Call: call(func(w *world) (any, error) {
			in := w.SignUpInput("jane")
			in.ClientId = &w.fake.AddPool(cip.CreateUserPoolInput{}).AddAppClient(cip.CreateUserPoolClientInput{}).ID
			return w.Client.SignUp(w.Ctx, in)
		})},

		// Case.
		{Rules: "R77", Choice: true, Name: "stored as entered", Pool: rows.FoldingPool(), Call: rows.SigningUp("BoB", "email", "Bob@X.io"), Want: rows.Want{Check: check(func(w *world, _ any) {
			u := w.user("bob")
			require.Equal(w, "BoB", u.Username)
			require.Equal(w, "Bob@X.io", u.Attributes["email"])
			require.Equal(w, u, w.user(strings.ToUpper("bob@x.io")))
		})}},
	}
}
