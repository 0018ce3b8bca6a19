package cognitofake_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognitofake/cognitofake"
)

// Users of an older directory move into the pool when they first sign in. The
// function looks them up there, and the pool keeps the password that they
// typed (C80).
func ExamplePool_On_migrate() {
	directory := map[string]string{"jane@example.com": "old but good"}
	fake := cognitofake.New()
	pool := fake.AddPool(cognitoidentityprovider.CreateUserPoolInput{
		UsernameAttributes: []types.UsernameAttributeType{types.UsernameAttributeTypeEmail},
	})
	app := pool.AddAppClient(cognitoidentityprovider.CreateUserPoolClientInput{
		ExplicitAuthFlows: []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowUserPasswordAuth},
	})
	pool.On(cognitofake.UserMigration, func(e events.CognitoEventUserPoolsMigrateUser) (events.CognitoEventUserPoolsMigrateUser, error) {
		if password, ok := directory[e.UserName]; !ok || password != e.Password {
			return e, errors.New("Bad password")
		}
		e.UserAttributes = map[string]string{"email": e.UserName, "email_verified": "true"}
		e.FinalUserStatus = "CONFIRMED"
		e.MessageAction = "SUPPRESS"
		return e, nil
	})

	for _, password := range []string{"a guess", "old but good"} {
		out, err := fake.InitiateAuth(context.Background(), &cognitoidentityprovider.InitiateAuthInput{
			ClientId: &app.ID, AuthFlow: types.AuthFlowTypeUserPasswordAuth,
			AuthParameters: map[string]string{"USERNAME": "jane@example.com", "PASSWORD": password},
		})
		var refused *types.UserLambdaValidationException
		if errors.As(err, &refused) {
			fmt.Println(refused.ErrorMessage())
			continue
		}
		fmt.Println("tokens:", err == nil && out.AuthenticationResult != nil)
	}
	for _, user := range pool.Users() {
		fmt.Println(user.Attributes["email"], user.Status)
	}
	// Output:
	// UserMigration failed with error Bad password.
	// tokens: true
	// jane@example.com CONFIRMED
}

// A PreAuthentication function refuses a sign-in before the password is looked
// at, so that nobody learns whether it was right (C25). MustRun fails a test of
// NewT in which it has not run.
func ExamplePool_MustRun() {
	fake := cognitofake.New()
	pool := fake.AddPool(cognitoidentityprovider.CreateUserPoolInput{})
	app := pool.AddAppClient(cognitoidentityprovider.CreateUserPoolClientInput{
		ExplicitAuthFlows: []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowUserPasswordAuth},
	})
	pool.AddUser(cognitofake.NewUser{Username: "jane", Password: "pa$$W0rd"})
	pool.On(cognitofake.PreAuthentication, func(e events.CognitoEventUserPoolsPreAuthentication) (events.CognitoEventUserPoolsPreAuthentication, error) {
		if e.Request.ValidationData["device"] != "office" {
			return e, errors.New("Please sign in from the office")
		}
		return e, nil
	})
	pool.MustRun(cognitofake.PreAuthentication)

	for _, password := range []string{"pa$$W0rd", "wrong"} {
		_, err := fake.InitiateAuth(context.Background(), &cognitoidentityprovider.InitiateAuthInput{
			ClientId: &app.ID, AuthFlow: types.AuthFlowTypeUserPasswordAuth,
			AuthParameters: map[string]string{"USERNAME": "jane", "PASSWORD": password},
			ClientMetadata: map[string]string{"device": "phone"},
		})
		var refused *types.UserLambdaValidationException
		fmt.Println(errors.As(err, &refused), aws.ToString(refused.Message))
	}
	fmt.Println(pool.Invocations()[0])
	// Output:
	// true PreAuthentication failed with error Please sign in from the office.
	// true PreAuthentication failed with error Please sign in from the office.
	// PreAuthentication_Authentication: UserLambdaValidationException: PreAuthentication failed with error Please sign in from the office.
}
