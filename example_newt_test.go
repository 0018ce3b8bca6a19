package cognitofake_test

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"

	"github.com/cognitofake/cognitofake"
)

// printingT stands for the *testing.T of a test, which an Example does not
// have.
type printingT struct {
	failed   bool
	cleanups []func()
}

func (t *printingT) Helper()                   {}
func (t *printingT) Cleanup(f func())          { t.cleanups = append(t.cleanups, f) }
func (t *printingT) Failed() bool              { return t.failed }
func (t *printingT) Logf(f string, a ...any)   { fmt.Printf(f+"\n", a...) }
func (t *printingT) Errorf(f string, a ...any) { t.failed = true; t.Logf(f, a...) }
func (t *printingT) Fatalf(f string, a ...any) { panic(fmt.Sprintf(f, a...)) }
func (t *printingT) Setenv(key, value string)  {}

// A Fake of NewT logs its transcript when the test has failed.
func ExampleNewT() {
	t := new(printingT) // in a test: the *testing.T
	fake := cognitofake.NewT(t, cognitofake.WithSeed(1))
	pool := fake.AddPool(cip.CreateUserPoolInput{})
	app := pool.AddAppClient(cip.CreateUserPoolClientInput{}, cognitofake.WithID("3n4b5urk1ft4fl3mg5e62d9ado"))

	_, err := fake.SignUp(context.Background(), &cip.SignUpInput{
		ClientId: &app.ID, Username: aws.String("jane"), Password: aws.String("pa$$W0rd"),
	})
	if err != nil {
		t.Errorf("SignUp: %v", err)
	}
	if pool.Code("jane") == "" {
		t.Errorf("jane was sent no code")
	}
	for _, cleanup := range t.cleanups { // as at the end of a test
		cleanup()
	}
	// Output:
	// jane was sent no code
	// cognitofake: 1 call, 0 messages, 1 user (seed 1)
	//   1 SignUp  client 3n4b5urk  jane  UNCONFIRMED
	//       sent: nothing; the pool verifies no attribute: AutoVerifiedAttributes is empty (docs/behaviour.md#L9)
	//   note: Code("jane") is empty: no code was sent: the pool has no AutoVerifiedAttributes (docs/behaviour.md#L9)
	//   users: jane UNCONFIRMED
}
