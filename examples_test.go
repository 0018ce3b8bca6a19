package cognitofake_test

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptest"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/aws/smithy-go"

	"github.com/cognitofake/cognitofake"
)

// jane@example.com signs up, and the test sees the user and the message with
// the code.
func Example() {
	fake := cognitofake.New() // in a test: cognitofake.NewT(t)
	pool, app := fake.AddEmailApp()

	out, err := fake.SignUp(context.Background(), &cognitoidentityprovider.SignUpInput{
		ClientId: &app.ID, Username: aws.String("jane@example.com"), Password: aws.String("pa$$W0rd"),
		UserAttributes: []types.AttributeType{{Name: aws.String("name"), Value: aws.String("Jane")}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("confirmed:", out.UserConfirmed)
	fmt.Println("code sent to:", *out.CodeDeliveryDetails.Destination)

	user := pool.MustUser("jane@example.com")
	fmt.Println("user:", user.Status, user.Attributes["name"], "verified:", user.Attributes["email_verified"])

	message := pool.MustMessage("jane@example.com")
	fmt.Println("message:", message.Subject, "to", message.To)
	fmt.Println("the code is live:", message.Code == pool.Code("jane@example.com"))
	// Output:
	// confirmed: false
	// code sent to: j***@e***
	// user: UNCONFIRMED Jane verified: false
	// message: Your verification code to jane@example.com
	// the code is live: true
}

// A Fake satisfies every interface that is cut from the SDK's client.
func ExampleFake_interface() {
	type signUpper interface { // what the code under test asks for: the one method that it calls
		SignUp(context.Context, *cognitoidentityprovider.SignUpInput, ...func(*cognitoidentityprovider.Options)) (*cognitoidentityprovider.SignUpOutput, error)
	}
	fake := cognitofake.New()
	pool := fake.AddPool(cognitoidentityprovider.CreateUserPoolInput{})
	app := pool.AddAppClient(cognitoidentityprovider.CreateUserPoolClientInput{})

	var api signUpper = fake
	_, err := api.SignUp(context.Background(), &cognitoidentityprovider.SignUpInput{
		ClientId: &app.ID, Username: aws.String("jane"), Password: aws.String("pa$$W0rd"),
	})
	fmt.Println(err, len(pool.Users()))
	// Output: <nil> 1
}

// Code that holds the concrete client gets the real one, whose network is fake.
func ExampleFake_client() {
	type server struct {
		cognito *cognitoidentityprovider.Client
	}
	fake := cognitofake.New()
	pool := fake.AddPool(cognitoidentityprovider.CreateUserPoolInput{})
	app := pool.AddAppClient(cognitoidentityprovider.CreateUserPoolClientInput{})

	s := server{cognito: fake.Client}
	_, err := s.cognito.SignUp(context.Background(), &cognitoidentityprovider.SignUpInput{
		ClientId: &app.ID, Username: aws.String("jane"), Password: aws.String("pa$$W0rd"),
	})
	fmt.Println(err, len(pool.Users()))
	// Output: <nil> 1
}

// Code that takes an aws.Config makes as many clients of it as it likes.
func ExampleFake_Config() {
	newService := func(cfg aws.Config) *cognitoidentityprovider.Client { // code under test
		return cognitoidentityprovider.NewFromConfig(cfg)
	}
	fake := cognitofake.New(cognitofake.WithRegion("eu-west-1"))
	pool := fake.AddPool(cognitoidentityprovider.CreateUserPoolInput{PoolName: aws.String("customers")})

	out, err := newService(fake.Config()).DescribeUserPool(context.Background(), &cognitoidentityprovider.DescribeUserPoolInput{
		UserPoolId: &pool.ID,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(*out.UserPool.Name, out.UserPool.UserPoolTier)
	// Output: customers ESSENTIALS
}

// A Fake is an http.Handler, for a server of the test's own.
func ExampleFake_ServeHTTP() {
	fake := cognitofake.New()
	pool := fake.AddPool(cognitoidentityprovider.CreateUserPoolInput{})
	app := pool.AddAppClient(cognitoidentityprovider.CreateUserPoolClientInput{})
	server := httptest.NewServer(fake)
	defer server.Close()

	client := cognitoidentityprovider.New(cognitoidentityprovider.Options{
		Region: "us-east-1", BaseEndpoint: &server.URL, HTTPClient: server.Client(),
	})
	_, err := client.SignUp(context.Background(), &cognitoidentityprovider.SignUpInput{
		ClientId: &app.ID, Username: aws.String("jane"), Password: aws.String("pa$$W0rd"),
	})
	fmt.Println(err, len(pool.Users()))
	// Output: <nil> 1
}

// What the service refuses, it refuses with the SDK's own error types, in the
// service's words.
func ExampleFake_refusals() {
	fake := cognitofake.New()
	pool := fake.AddPool(cognitoidentityprovider.CreateUserPoolInput{})
	app := pool.AddAppClient(cognitoidentityprovider.CreateUserPoolClientInput{})
	pool.AddUser(cognitofake.NewUser{Username: "jane"})
	signUp := func(clientID, username, password string) error {
		_, err := fake.SignUp(context.Background(), &cognitoidentityprovider.SignUpInput{
			ClientId: &clientID, Username: &username, Password: &password,
		})
		return err
	}

	var exists *types.UsernameExistsException
	fmt.Println(errors.As(signUp(app.ID, "jane", "pa$$W0rd"), &exists), exists.ErrorMessage())

	var weak *types.InvalidPasswordException
	fmt.Println(errors.As(signUp(app.ID, "john", "password"), &weak), weak.ErrorMessage())

	var unknown *types.ResourceNotFoundException
	fmt.Println(errors.As(signUp("1example23456789", "john", "pa$$W0rd"), &unknown), unknown.ErrorMessage())
	// Output:
	// true User already exists
	// true Password did not conform with policy: Password must have uppercase characters
	// true User pool client 1example23456789 does not exist.
}

// An app client with a secret wants a hash with each sign-up, and a right one.
func ExampleAppClient_SecretHash() {
	fake := cognitofake.New()
	pool := fake.AddPool(cognitoidentityprovider.CreateUserPoolInput{})
	app := pool.AddAppClient(cognitoidentityprovider.CreateUserPoolClientInput{GenerateSecret: true},
		cognitofake.WithID("3n4b5urk1ft4fl3mg5e62d9ado"))
	signUp := func(username, hash string) error {
		_, err := fake.SignUp(context.Background(), &cognitoidentityprovider.SignUpInput{
			ClientId: &app.ID, SecretHash: &hash, Username: &username, Password: aws.String("pa$$W0rd"),
		})
		return err
	}

	err := signUp("jane", app.SecretHash("Jane"))
	var refused *types.NotAuthorizedException
	fmt.Println(errors.As(err, &refused))
	fmt.Println(refused.ErrorMessage())
	fmt.Println(signUp("jane", app.SecretHash("jane")))
	// Output:
	// true
	// Unable to verify secret hash for client 3n4b5urk1ft4fl3mg5e62d9ado
	// <nil>
}

// An operation that the fake does not model says so itself, with a code that
// the service does not have.
func ExampleOperations() {
	fake := cognitofake.New()
	fmt.Println(slices.Contains(cognitofake.Operations(), cognitofake.OpGetSigningCertificate))

	_, err := fake.GetSigningCertificate(context.Background(), &cognitoidentityprovider.GetSigningCertificateInput{UserPoolId: aws.String("us-east-1_Ab12Cd34E")})
	var api smithy.APIError
	fmt.Println(errors.As(err, &api), api.ErrorCode())
	fmt.Println(api.ErrorMessage())
	// Output:
	// false
	// true NotModelledException
	// cognitofake does not model GetSigningCertificate; docs/operations.md lists the operations that it does
}
