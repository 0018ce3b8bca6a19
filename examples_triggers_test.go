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

// A pool runs the function that the application deploys. This one confirms
// everybody with an address of the company.
func ExamplePool_On() {
	fake := cognitofake.New()
	pool, app := fake.AddEmailApp()
	pool.On(cognitofake.PreSignUp, func(e events.CognitoEventUserPoolsPreSignup) (events.CognitoEventUserPoolsPreSignup, error) {
		if strings.HasSuffix(e.Request.UserAttributes["email"], "@example.com") {
			e.Response.AutoConfirmUser = true
			e.Response.AutoVerifyEmail = true
		}
		return e, nil
	})

	for _, email := range []string{"jane@example.com", "john@example.org"} {
		_, err := fake.SignUp(context.Background(), &cognitoidentityprovider.SignUpInput{
			ClientId: &app.ID, Username: &email, Password: aws.String("pa$$W0rd"),
		})
		user := pool.MustUser(email)
		fmt.Println(err, user.Status, user.Attributes["email_verified"])
	}
	fmt.Println("sent:", len(fake.Messages()))
	// Output:
	// <nil> CONFIRMED true
	// <nil> UNCONFIRMED false
	// sent: 1
}

// A PreSignUp function refuses with an error; the service adds the words
// around it, and a period (L95).
func ExamplePool_On_refuse() {
	fake := cognitofake.New()
	pool, app := fake.AddEmailApp()
	pool.On(cognitofake.PreSignUp, func(e events.CognitoEventUserPoolsPreSignup) (events.CognitoEventUserPoolsPreSignup, error) {
		if strings.HasSuffix(e.Request.UserAttributes["email"], "@disposable.example") {
			return e, errors.New("Please use a lasting e-mail address")
		}
		return e, nil
	})

	_, err := fake.SignUp(context.Background(), &cognitoidentityprovider.SignUpInput{
		ClientId: &app.ID, Username: aws.String("jane@disposable.example"), Password: aws.String("pa$$W0rd"),
	})
	var refused *types.UserLambdaValidationException
	fmt.Println(errors.As(err, &refused), refused.ErrorMessage())
	fmt.Println("users:", len(pool.Users()))
	// Output:
	// true PreSignUp failed with error Please use a lasting e-mail address.
	// users: 0
}

// A CustomMessage function writes the words around the code, which it does
// not know: it puts codeParameter in its place.
func ExamplePool_On_message() {
	fake := cognitofake.New(cognitofake.WithFixedCode("123456"))
	pool, app := fake.AddEmailApp()
	pool.On(cognitofake.CustomMessage, func(e events.CognitoEventUserPoolsCustomMessage) (events.CognitoEventUserPoolsCustomMessage, error) {
		if e.TriggerSource == "CustomMessage_SignUp" {
			e.Response.EmailSubject = "Welcome, " + e.Request.UserAttributes["email"].(string)
			e.Response.EmailMessage = "Your code: " + e.Request.CodeParameter
		}
		return e, nil
	})

	_, err := fake.SignUp(context.Background(), &cognitoidentityprovider.SignUpInput{
		ClientId: &app.ID, Username: aws.String("jane@example.com"), Password: aws.String("pa$$W0rd"),
	})
	fmt.Println(err)
	fmt.Printf("%s: %s\n", fake.Messages()[0].Subject, fake.Messages()[0].Body)
	// Output:
	// <nil>
	// Welcome, jane@example.com: Your code: 123456
}

// A PostConfirmation function that fails leaves a confirmed user behind of
// whom the application's own database knows nothing (L127). Each failure of a
// function takes one line to simulate, and no waiting.
func ExamplePool_On_database() {
	ctx := context.Background()
	fake := cognitofake.New()
	pool := fake.AddPool(cognitoidentityprovider.CreateUserPoolInput{})
	app := pool.AddAppClient(cognitoidentityprovider.CreateUserPoolClientInput{})
	pool.On(cognitofake.PostConfirmation, func(e events.CognitoEventUserPoolsPostConfirmation) (events.CognitoEventUserPoolsPostConfirmation, error) {
		return e, errors.New("profiles: connection refused")
	})
	confirm := func(username string) {
		_, err := fake.AdminConfirmSignUp(ctx, &cognitoidentityprovider.AdminConfirmSignUpInput{UserPoolId: &pool.ID, Username: &username})
		var refused smithy.APIError
		fmt.Println(errors.As(err, &refused), refused.ErrorMessage())
	}
	for _, name := range []string{"jane", "john"} {
		_, err := fake.SignUp(ctx, &cognitoidentityprovider.SignUpInput{ClientId: &app.ID, Username: &name, Password: aws.String("pa$$W0rd")})
		fmt.Println(err)
	}

	confirm("jane")
	confirm("jane")
	pool.On(cognitofake.PostConfirmation, func() error { return cognitofake.ErrTriggerTimeout })
	confirm("john")
	// Output:
	// <nil>
	// <nil>
	// true PostConfirmation failed with error profiles: connection refused.
	// true User cannot be confirmed. Current status is CONFIRMED
	// true PostConfirmation invocation failed due to error Socket timeout while invoking Lambda function.
}

// Pools whose LambdaConfig names functions by ARN, as those made over the wire
// and imported ones do, find them among the registered ones.
func ExampleFake_Lambda() {
	fake := cognitofake.New()
	fake.Lambda("confirm-colleagues", func(e events.CognitoEventUserPoolsPreSignup) (events.CognitoEventUserPoolsPreSignup, error) {
		e.Response.AutoConfirmUser = strings.HasSuffix(e.Request.UserAttributes["email"], "@example.com")
		return e, nil
	})

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
