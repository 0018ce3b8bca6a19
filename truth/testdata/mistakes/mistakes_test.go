// Package mistakes_test is an application's tests with the mistakes that their
// authors make. Most of them fail: TestMistakes of package truth runs them, and
// holds what they print against golden.txt.
package mistakes_test

import (
	"context"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognitofake/cognitofake"
)

const goodPassword = "pa$$W0rd-12"

// emailPool verifies e-mail addresses.
func emailPool() cip.CreateUserPoolInput {
	return cip.CreateUserPoolInput{AutoVerifiedAttributes: []types.VerifiedAttributeType{types.VerifiedAttributeTypeEmail}}
}

// app is a Fake with a pool and an app client for passwords.
type app struct {
	*cognitofake.Fake
	pool   *cognitofake.Pool
	client *cognitofake.AppClient
}

func newApp(tb cognitofake.TB, opts ...cognitofake.Option) app {
	tb.Helper()
	return appOf(cognitofake.NewT(tb, opts...), emailPool())
}

func appOf(fake *cognitofake.Fake, pool cip.CreateUserPoolInput) app {
	p := fake.AddPool(pool)
	return app{fake, p, p.AddAppClient(cip.CreateUserPoolClientInput{
		ExplicitAuthFlows: []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowUserPasswordAuth, types.ExplicitAuthFlowsTypeAllowRefreshTokenAuth},
	})}
}

// input signs jane up, or whoever else has the name.
func (a app) input(username, password string) *cip.SignUpInput {
	return &cip.SignUpInput{
		ClientId: &a.client.ID, Username: &username, Password: &password,
		UserAttributes: []types.AttributeType{{Name: aws.String("email"), Value: aws.String(username + "@example.com")}},
	}
}

func (a app) signUp(username string) error {
	_, err := a.SignUp(context.Background(), a.input(username, goodPassword))
	return err
}

// brief is a limit of waits where it is not the subject.
func brief() cognitofake.Option { return cognitofake.WithWaitLimit(200 * time.Millisecond) }

// neighbour is a test that makes no mistake.
func neighbour(t *testing.T) {
	a := newApp(t)
	if err := a.signUp("jane"); err != nil {
		t.Error(err)
	}
}

func TestNeighbourBefore(t *testing.T) { neighbour(t) }

func TestParallelNeighbour(t *testing.T) {
	t.Parallel()
	neighbour(t)
}
