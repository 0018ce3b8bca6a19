package rows

import (
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
)

// Domain is the one that WithDomain makes, which no other pool has.
func (w *World) Domain() string { return fmt.Sprintf("shop-%x", w.PoolID) }

// WithDomain gives the pool a domain.
func WithDomain(w *World) {
	w.Helper()
	_, err := w.Client.CreateUserPoolDomain(w.Ctx, &cip.CreateUserPoolDomainInput{UserPoolId: &w.PoolID, Domain: aws.String(w.Domain())})
	require.NoError(w, err)
}

// WithoutDomain takes it away.
func WithoutDomain(w *World) {
	w.Helper()
	_, err := w.Client.DeleteUserPoolDomain(w.Ctx, &cip.DeleteUserPoolDomainInput{UserPoolId: &w.PoolID, Domain: aws.String(w.Domain())})
	require.NoError(w, err)
}

// TextNoDomain refuses a link that has nowhere to point.
const TextNoDomain = "Cannot perform specific action because there does not exist a valid use pool domain associated with the user pool"

// LinkPool sends links.
func LinkPool() cip.CreateUserPoolInput {
	in := fixture.EmailPool()
	in.VerificationMessageTemplate = &types.VerificationMessageTemplateType{DefaultEmailOption: types.DefaultEmailOptionTypeConfirmWithLink}
	return in
}

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
