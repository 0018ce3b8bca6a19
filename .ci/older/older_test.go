// Package older is a program with an older SDK than the module's, which meets
// the server over HTTP. .ci/newest-sdk makes its go.mod and runs it.
package older

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"os"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

func client(server string) *cip.Client {
	return cip.New(cip.Options{
		Region: "us-east-1", BaseEndpoint: &server, RetryMaxAttempts: 1,
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: "any", SecretAccessKey: "any"}, nil
		}),
	})
}

func must[T any](t *testing.T, out T, err error) T {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// Somebody signs up, confirms, signs in and is described.
func TestJourney(t *testing.T) {
	ctx, server := t.Context(), os.Getenv("COGNITOFAKE_URL")
	c := client(server)
	made, err := c.CreateUserPool(ctx, &cip.CreateUserPoolInput{
		PoolName: aws.String("older"), AutoVerifiedAttributes: []types.VerifiedAttributeType{types.VerifiedAttributeTypeEmail},
	})
	pool := must(t, made, err).UserPool.Id
	added, err := c.CreateUserPoolClient(ctx, &cip.CreateUserPoolClientInput{
		UserPoolId: pool, ClientName: aws.String("web"),
		ExplicitAuthFlows: []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowUserPasswordAuth, types.ExplicitAuthFlowsTypeAllowRefreshTokenAuth},
	})
	app := must(t, added, err).UserPoolClient.ClientId
	signUp := func(password string) error {
		_, err := c.SignUp(ctx, &cip.SignUpInput{
			ClientId: app, Username: aws.String("jane"), Password: &password,
			UserAttributes: []types.AttributeType{{Name: aws.String("email"), Value: aws.String("jane@example.com")}},
		})
		return err
	}
	var weak *types.InvalidPasswordException
	if err := signUp("short"); !errors.As(err, &weak) || weak.ErrorMessage() != "Password did not conform with policy: Password not long enough" {
		t.Fatalf("a weak password: %v", err)
	}
	if err := signUp("pa$$W0rd"); err != nil {
		t.Fatal(err)
	}
	var taken *types.UsernameExistsException
	if err := signUp("pa$$W0rd"); !errors.As(err, &taken) {
		t.Fatalf("a taken name: %v", err)
	}
	answer, err := http.Get(server + "/_cognitofake/code?username=jane&poolId=" + url.QueryEscape(*pool))
	code := must(t, answer, err)
	defer code.Body.Close()
	text, err := io.ReadAll(code.Body)
	_, err = c.ConfirmSignUp(ctx, &cip.ConfirmSignUpInput{ClientId: app, Username: aws.String("jane"), ConfirmationCode: aws.String(string(must(t, text, err)))})
	must(t, true, err)
	signedIn, err := c.InitiateAuth(ctx, &cip.InitiateAuthInput{
		ClientId: app, AuthFlow: types.AuthFlowTypeUserPasswordAuth, AuthParameters: map[string]string{"USERNAME": "jane", "PASSWORD": "pa$$W0rd"},
	})
	tokens := must(t, signedIn, err).AuthenticationResult
	who, err := c.GetUser(ctx, &cip.GetUserInput{AccessToken: tokens.AccessToken})
	if name := *must(t, who, err).Username; name != "jane" {
		t.Fatalf("the token is of %s", name)
	}
	described, err := c.DescribeUserPool(ctx, &cip.DescribeUserPoolInput{UserPoolId: pool})
	if n := must(t, described, err).UserPool.EstimatedNumberOfUsers; n != 1 {
		t.Fatalf("%d users", n)
	}
}

// No answer is lost, however long it is.
func TestAnswers(t *testing.T) {
	c := client(os.Getenv("COGNITOFAKE_URL"))
	for range 500 {
		_, err := c.CreateUserPool(t.Context(), &cip.CreateUserPoolInput{PoolName: aws.String("older")})
		must(t, true, err)
	}
}
