package cognitofake_test

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"

	"github.com/cognitofake/cognitofake"
)

// countingSignUps overrides one method of the SDK's client. All others are the
// Fake's.
type countingSignUps struct {
	*cognitofake.Fake
	signUps int
}

func (c *countingSignUps) SignUp(ctx context.Context, in *cip.SignUpInput, opts ...func(*cip.Options)) (*cip.SignUpOutput, error) {
	c.signUps++
	return c.Fake.SignUp(ctx, in, opts...)
}

// A test that wants one method of an interface to do something else embeds the
// Fake. [Intercept] does the same for code that takes the SDK's client.
func ExampleFake_embedded() {
	fake := &countingSignUps{Fake: cognitofake.New()}
	app := fake.AddPool(cip.CreateUserPoolInput{}).AddAppClient(cip.CreateUserPoolClientInput{})

	_, err := fake.SignUp(context.Background(), &cip.SignUpInput{
		ClientId: &app.ID, Username: aws.String("jane"), Password: aws.String("pa$$W0rd"),
	})
	fmt.Println(err, fake.signUps)
	// Output: <nil> 1
}
