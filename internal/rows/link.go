package rows

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/stretchr/testify/require"
)

// WithDomain gives the pool a domain.
func (w *World) WithDomain() {
	w.Helper()
	_, err := w.Client.CreateUserPoolDomain(w.Ctx, &cip.CreateUserPoolDomainInput{UserPoolId: &w.PoolID, Domain: aws.String("shop")})
	require.NoError(w, err)
}

const TextNoDomain = "Cannot perform specific action because there does not exist a valid use pool domain associated with the user pool"

// linkRows are rows of the confirmation link: L34 to L38.
func linkRows() []Row {
	return []Row{
		{
			Rules: "R94 L37", Name: "no domain, no link", Pool: LinkPool(),
			Call: func(w *World) (any, error) { return w.SignUp("jane", "email", "test@test.com") },
			Want: Want{Code: "InvalidParameterException", Message: TextNoDomain},
		},
	}
}
