package rows

import (
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
)

// EmailAliasPool lets users sign in by a verified e-mail address, and sends codes to it.
func EmailAliasPool() cip.CreateUserPoolInput {
	in := fixture.EmailPool()
	in.AliasAttributes = []types.AliasAttributeType{types.AliasAttributeTypeEmail}
	return in
}

// preSignUpRows are rows of PreSignUp: docs/behaviour.md L94, L101, L103 to L113, R134, R135, R142.
func preSignUpRows() []Row {
	return []Row{
		{
			Rules: "L104", Name: "validation data are not stored",
			Call: func(w *World) (any, error) {
				in := w.SignUpInput("jane")
				in.ValidationData = fixture.Attrs("name", "Jane")
				return w.Client.SignUp(w.Ctx, in)
			},
			Want: Want{Check: func(w *World, _ any) { require.Equal(w, []string{"sub"}, w.User("jane").AttributeNames()) }},
		},
	}
}
