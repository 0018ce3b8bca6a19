package truth_test

import (
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/rows"
)

// clientRows are rows of the client, its secret, and whether self sign-up is on:
// docs/behaviour.md R20 to R28.
func clientRows() []rows.Row {
	return []rows.Row{
		{Rules: "R20", Name: "ids keep their case", Call: call(func(w *world) (any, error) {
			w.pool.AddAppClient(cip.CreateUserPoolClientInput{}, cognitofake.WithID("abc"))
			return rows.WithClientID("ABC")(w.World)
		}), Want: rows.Want{Code: "ResourceNotFoundException", Message: "User pool client ABC does not exist."}},
	}
}
