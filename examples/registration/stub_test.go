package registration_test

import (
	"context"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/examples/registration"
)

// A stub as it is written by hand, for comparison.

type stubCognito struct {
	registration.Cognito
	signUpError error
}

func (s stubCognito) SignUp(context.Context, *cognitoidentityprovider.SignUpInput, ...func(*cognitoidentityprovider.Options)) (*cognitoidentityprovider.SignUpOutput, error) {
	return &cognitoidentityprovider.SignUpOutput{}, s.signUpError
}

func TestNameTakenByStub(t *testing.T) {
	stub := stubCognito{signUpError: &types.UsernameExistsException{Message: aws.String("User already exists")}}

	svc := registration.New(stub, "client", "secret")
	err := svc.Register(t.Context(), "jane", "pa$$W0rd", "jane@example.com")
	require.ErrorIs(t, err, registration.ErrNameTaken)
}
