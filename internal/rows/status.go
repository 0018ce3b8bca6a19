package rows

import (
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognitofake/cognitofake/internal/fixture"
)

// statusRows are rows of users in every status: L63, L64, L72, L78, L144, N35 to N38, N106, N109, N126.
func statusRows() []Row {
	return []Row{
		{
			Rules: "N5", Name: "by a preferred username that is an alias", App: PasswordClient(),
			Pool: Aliased(cip.CreateUserPoolInput{}, types.AliasAttributeTypePreferredUsername),
			Prior: func(w *World) {
				w.AddUser(NewUser{Username: "jane", Password: fixture.GoodPassword, Attributes: map[string]string{"preferred_username": "jj"}})
			},
			Call: func(w *World) (any, error) { return w.SignIn("jj", fixture.GoodPassword) },
		},
	}
}
