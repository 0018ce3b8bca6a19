package cognitofake_test

import (
	"context"
	"fmt"
	"os"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"

	"github.com/cognitofake/cognitofake"
)

// envT stands for the *testing.T of a test, which an Example does not have.
type envT struct {
	testing.TB
	cleanups []func()
}

func (t *envT) Helper()          {}
func (t *envT) Failed() bool     { return false }
func (t *envT) Cleanup(f func()) { t.cleanups = append(t.cleanups, f) }

func (t *envT) Setenv(key, value string) {
	old, had := os.LookupEnv(key)
	os.Setenv(key, value)
	t.Cleanup(func() {
		os.Unsetenv(key)
		if had {
			os.Setenv(key, old)
		}
	})
}

// Code that asks the environment for everything finds the Fake there.
func ExampleFake_Serve() {
	register := func(ctx context.Context, clientID string) error { // code under test
		cfg, err := config.LoadDefaultConfig(ctx)
		if err != nil {
			return err
		}
		_, err = cip.NewFromConfig(cfg).SignUp(ctx, &cip.SignUpInput{
			ClientId: &clientID, Username: aws.String("jane"), Password: aws.String("pa$$W0rd"),
		})
		return err
	}

	t := new(envT) // in a test: the *testing.T
	fake := cognitofake.NewT(t)
	fake.Serve(t)
	pool := fake.AddPool(cip.CreateUserPoolInput{})
	app := pool.AddAppClient(cip.CreateUserPoolClientInput{})

	fmt.Println(register(context.Background(), app.ID))
	user, _ := pool.User("jane")
	fmt.Println(user.Status)
	for _, cleanup := range t.cleanups { // as at the end of a test
		cleanup()
	}
	// Output:
	// <nil>
	// UNCONFIRMED
}
