package cognitofake_test

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/aws/smithy-go"

	"github.com/cognitofake/cognitofake"
)

// said is an error in the service's words.
func said(err error) string {
	var refusal smithy.APIError
	if errors.As(err, &refusal) {
		return refusal.ErrorCode() + ": " + refusal.ErrorMessage()
	}
	return fmt.Sprint(err)
}

// The function of a PreSignUp trigger that lets colleagues in without a code.
func confirmColleagues(_ context.Context, e events.CognitoEventUserPoolsPreSignup) (events.CognitoEventUserPoolsPreSignup, error) {
	if strings.HasSuffix(e.Request.UserAttributes["email"], "@example.com") {
		e.Response.AutoConfirmUser = true
		e.Response.AutoVerifyEmail = true
	}
	return e, nil
}

// A pool runs the function that the application deploys. This one confirms
// everybody with an address of the company.
func ExamplePool_On() {
	fake := cognitofake.New()
	pool, app := emailApp(fake)
	pool.On(cognitofake.PreSignUp, confirmColleagues)

	registration := &Registration{API: fake, ClientID: app.ID}
	for _, email := range []string{"jane@example.com", "john@example.org"} {
		name, _, _ := strings.Cut(email, "@")
		if err := registration.Register(context.Background(), name, "pa$$W0rd", email); err != nil {
			fmt.Println(err)
		}
	}

	for _, user := range pool.Users() {
		fmt.Println(user.Username, user.Status, user.Attributes["email_verified"])
	}
	fmt.Println("sent:", len(fake.Messages()))
	// Output:
	// jane CONFIRMED true
	// john UNCONFIRMED false
	// sent: 1
}

// A PreSignUp function refuses with an error; the service adds the words
// around it, and a period (L95).
func ExamplePool_On_refuse() {
	fake := cognitofake.New()
	pool, app := emailApp(fake)
	pool.On(cognitofake.PreSignUp, func(e events.CognitoEventUserPoolsPreSignup) (events.CognitoEventUserPoolsPreSignup, error) {
		if strings.HasSuffix(e.Request.UserAttributes["email"], "@disposable.example") {
			return e, errors.New("Please use a lasting e-mail address")
		}
		return e, nil
	})

	registration := &Registration{API: fake, ClientID: app.ID}
	err := registration.Register(context.Background(), "jane", "pa$$W0rd", "jane@disposable.example")
	fmt.Println(said(err))
	fmt.Println("users:", len(pool.Users()))
	// Output:
	// UserLambdaValidationException: PreSignUp failed with error Please use a lasting e-mail address.
	// users: 0
}

// A CustomMessage function writes the words around the code, which it does
// not know: it puts codeParameter in its place.
func ExamplePool_On_message() {
	fake := cognitofake.New(cognitofake.WithFixedCode("123456"))
	pool, app := emailApp(fake)
	pool.On(cognitofake.CustomMessage, func(e events.CognitoEventUserPoolsCustomMessage) (events.CognitoEventUserPoolsCustomMessage, error) {
		if e.TriggerSource == "CustomMessage_SignUp" {
			e.Response.EmailSubject = "Welcome, " + e.UserName
			e.Response.EmailMessage = "Your code: " + e.Request.CodeParameter
		}
		return e, nil
	})

	registration := &Registration{API: fake, ClientID: app.ID}
	if err := registration.Register(context.Background(), "jane", "pa$$W0rd", "jane@example.com"); err != nil {
		fmt.Println(err)
	}
	fmt.Printf("%s: %s\n", fake.Messages()[0].Subject, fake.Messages()[0].Body)
	// Output:
	// Welcome, jane: Your code: 123456
}

// A PostConfirmation function that fails leaves a confirmed user behind of
// whom the application's own database knows nothing (L127). Each failure of a
// function takes one line to simulate, and no waiting.
func ExamplePool_On_database() {
	fake := cognitofake.New(cognitofake.WithFixedCode("123456"))
	pool, app := emailApp(fake)
	pool.On(cognitofake.PostConfirmation, func(e events.CognitoEventUserPoolsPostConfirmation) (events.CognitoEventUserPoolsPostConfirmation, error) {
		return e, errors.New("profiles: connection refused")
	})

	registration := &Registration{API: fake, ClientID: app.ID}
	confirm := func(username string) error {
		_, err := fake.ConfirmSignUp(context.Background(), &cognitoidentityprovider.ConfirmSignUpInput{
			ClientId: &app.ID, Username: &username, ConfirmationCode: aws.String("123456"),
		})
		return err
	}
	for _, name := range []string{"jane", "john"} {
		if err := registration.Register(context.Background(), name, "pa$$W0rd", name+"@example.com"); err != nil {
			fmt.Println(err)
		}
	}
	fmt.Println(said(confirm("jane")))
	fmt.Println(said(confirm("jane")))

	pool.On(cognitofake.PostConfirmation, func() error { return cognitofake.ErrTriggerTimeout })
	fmt.Println(said(confirm("john")))
	// Output:
	// UserLambdaValidationException: PostConfirmation failed with error profiles: connection refused.
	// NotAuthorizedException: User cannot be confirmed. Current status is CONFIRMED
	// UnexpectedLambdaException: PostConfirmation invocation failed due to error Socket timeout while invoking Lambda function.
}

// Pools whose LambdaConfig names functions by ARN, as those made over the wire
// and imported ones do, find them among the registered ones.
func ExampleFake_Lambda() {
	fake := cognitofake.New()
	fake.Lambda("confirm-colleagues", confirmColleagues)

	ctx := context.Background()
	pool, err := fake.CreateUserPool(ctx, &cognitoidentityprovider.CreateUserPoolInput{
		PoolName: aws.String("users"),
		LambdaConfig: &types.LambdaConfigType{
			PreSignUp: aws.String("arn:aws:lambda:us-east-1:123456789012:function:confirm-colleagues:live"),
		},
	})
	if err != nil {
		fmt.Println(err)
	}
	app, err := fake.CreateUserPoolClient(ctx, &cognitoidentityprovider.CreateUserPoolClientInput{
		ClientName: aws.String("web"), UserPoolId: pool.UserPool.Id,
	})
	if err != nil {
		fmt.Println(err)
	}
	out, err := fake.SignUp(ctx, &cognitoidentityprovider.SignUpInput{
		ClientId: app.UserPoolClient.ClientId, Username: aws.String("jane"), Password: aws.String("pa$$W0rd"),
		UserAttributes: []types.AttributeType{{Name: aws.String("email"), Value: aws.String("jane@example.com")}},
	})
	if err != nil {
		fmt.Println(err)
	}
	fmt.Println(out.UserConfirmed)
	// Output: true
}
