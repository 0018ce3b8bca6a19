package cognitofake_test

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognitofake/cognitofake"
)

// A page or a log of a long history reads its end, as bytes.
func ExampleFake_RawCalls() {
	ctx := context.Background()
	fake := cognitofake.New()
	pool := fake.AddPool(cip.CreateUserPoolInput{})
	app := pool.AddAppClient(cip.CreateUserPoolClientInput{}, cognitofake.WithID("3n4b5urk1ft4fl3mg5e62d9ado"))
	for _, name := range []string{"ann", "joe", "jane"} {
		_, _ = fake.SignUp(ctx, &cip.SignUpInput{ClientId: &app.ID, Username: &name, Password: aws.String("pa$$W0rd")})
	}
	for call := range fake.RawCalls() {
		fmt.Printf("%d %s %s\n", call.Number, call.Operation, call.Input)
		if call.Number == 2 {
			break
		}
	}
	// Output:
	// 3 SignUp {"ClientId":"3n4b5urk1ft4fl3mg5e62d9ado","Username":"jane","Password":"REDACTED"}
	// 2 SignUp {"ClientId":"3n4b5urk1ft4fl3mg5e62d9ado","Username":"joe","Password":"REDACTED"}
}

func ExampleFake_PendingFaults() {
	fake := cognitofake.New()
	fake.FailNext(cognitofake.OpSignUp, &types.InternalErrorException{})
	fake.FailNext(cognitofake.OpSignUp, &types.InternalErrorException{})
	fake.FailNext(cognitofake.OpSignUp, cognitofake.ErrLost, cognitofake.AtDelivery())
	restore := fake.Throttle(cognitofake.OpConfirmSignUp)
	defer restore()
	for _, f := range fake.PendingFaults() {
		fmt.Printf("%s: %s, %d times, at delivery %t\n", f.Operation, f.Error, f.Times, f.Delivery)
	}
	// Output:
	// SignUp: InternalErrorException, 2 times, at delivery false
	// SignUp: lost on the way, 1 times, at delivery true
	// ConfirmSignUp: TooManyRequestsException, 0 times, at delivery false
}
