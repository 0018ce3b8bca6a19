package cognitofake_test

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptest"
	"os"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/aws/smithy-go"

	"github.com/cognitofake/cognitofake"
)

// The sample of the AWS documentation: jane@example.com signs up, and the test
// sees the user and the message with the code.
func Example() {
	fake := cognitofake.New() // in a test: cognitofake.NewT(t)
	pool := fake.AddPool(cognitoidentityprovider.CreateUserPoolInput{
		AutoVerifiedAttributes: []types.VerifiedAttributeType{types.VerifiedAttributeTypeEmail},
	})
	app := pool.AddAppClient(cognitoidentityprovider.CreateUserPoolClientInput{},
		cognitofake.WithID("3n4b5urk1ft4fl3mg5e62d9ado"))

	out, err := fake.SignUp(context.Background(), &cognitoidentityprovider.SignUpInput{
		ClientId: &app.ID,
		Username: aws.String("jane@example.com"),
		Password: aws.String("pa$$W0rd"),
		UserAttributes: []types.AttributeType{
			{Name: aws.String("email"), Value: aws.String("jane@example.com")},
			{Name: aws.String("name"), Value: aws.String("Jane")},
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("confirmed:", out.UserConfirmed)
	fmt.Println("code sent to:", *out.CodeDeliveryDetails.Destination)

	user, _ := pool.User("jane@example.com")
	fmt.Println("user:", user.Status, user.Attributes["name"], "verified:", user.Attributes["email_verified"])

	message := fake.Messages()[0]
	fmt.Println("message:", message.Subject, "to", message.To)
	fmt.Println("the code is live:", message.Code == pool.Code("jane@example.com"))
	// Output:
	// confirmed: false
	// code sent to: j***@e***
	// user: UNCONFIRMED Jane verified: false
	// message: Your verification code to jane@example.com
	// the code is live: true
}

// Ways in: what the code under test takes decides what it is given.

// SignUpAPI is what a careful application asks for: the one method it calls.
type SignUpAPI interface {
	SignUp(context.Context, *cognitoidentityprovider.SignUpInput, ...func(*cognitoidentityprovider.Options)) (*cognitoidentityprovider.SignUpOutput, error)
}

// Registration is code under test.
type Registration struct {
	API      SignUpAPI
	ClientID string
}

func (r *Registration) Register(ctx context.Context, name, password, email string) error {
	_, err := r.API.SignUp(ctx, &cognitoidentityprovider.SignUpInput{
		ClientId: &r.ClientID, Username: &name, Password: &password,
		UserAttributes: []types.AttributeType{{Name: aws.String("email"), Value: &email}},
	})
	return err
}

// A Fake satisfies every interface that is cut from the SDK's client.
func ExampleFake_interface() {
	fake := cognitofake.New()
	pool := fake.AddPool(cognitoidentityprovider.CreateUserPoolInput{})
	app := pool.AddAppClient(cognitoidentityprovider.CreateUserPoolClientInput{})

	registration := &Registration{API: fake, ClientID: app.ID}
	fmt.Println(registration.Register(context.Background(), "jane", "pa$$W0rd", "jane@example.com"))
	user, found := pool.User("jane")
	fmt.Println(user.Status, found)
	// Output:
	// <nil>
	// UNCONFIRMED true
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

// Code that asks the environment for everything finds the Fake there.
func ExampleFake_Serve() {
	register := func(ctx context.Context, clientID string) error { // code under test
		cfg, err := config.LoadDefaultConfig(ctx)
		if err != nil {
			return err
		}
		_, err = cognitoidentityprovider.NewFromConfig(cfg).SignUp(ctx, &cognitoidentityprovider.SignUpInput{
			ClientId: &clientID, Username: aws.String("jane"), Password: aws.String("pa$$W0rd"),
		})
		return err
	}

	t := new(exampleT) // in a test: the *testing.T
	defer t.end()
	fake := cognitofake.NewT(t)
	fake.Serve(t)
	pool := fake.AddPool(cognitoidentityprovider.CreateUserPoolInput{})
	app := pool.AddAppClient(cognitoidentityprovider.CreateUserPoolClientInput{})

	fmt.Println(register(context.Background(), app.ID))
	user, _ := pool.User("jane")
	fmt.Println(user.Status)
	// Output:
	// <nil>
	// UNCONFIRMED
}

// A Fake is an http.Handler: for tests that run in parallel, and for programs
// in other processes, which find it by AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER.
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

// Refusals: the SDK's own error types, in the service's words.

// A password that the pool's policy refuses; the first thing that is wrong
// with it is named.
func Example_weakPassword() {
	fake := cognitofake.New()
	pool := fake.AddPool(cognitoidentityprovider.CreateUserPoolInput{})
	app := pool.AddAppClient(cognitoidentityprovider.CreateUserPoolClientInput{})
	registration := &Registration{API: fake, ClientID: app.ID}

	err := registration.Register(context.Background(), "jane", "password", "jane@example.com")
	var weak *types.InvalidPasswordException
	fmt.Println(errors.As(err, &weak))
	fmt.Println(weak.ErrorMessage())
	fmt.Println("users:", len(pool.Users()))
	// Output:
	// true
	// Password did not conform with policy: Password must have uppercase characters
	// users: 0
}

// A name that is taken, even by somebody who never confirmed.
func Example_duplicate() {
	fake := cognitofake.New()
	app := fake.AddPool(cognitoidentityprovider.CreateUserPoolInput{}).AddAppClient(cognitoidentityprovider.CreateUserPoolClientInput{})
	registration := &Registration{API: fake, ClientID: app.ID}

	fmt.Println(registration.Register(context.Background(), "jane", "pa$$W0rd", "jane@example.com"))
	err := registration.Register(context.Background(), "jane", "pa$$W0rd", "jane@example.org")
	var exists *types.UsernameExistsException
	fmt.Println(errors.As(err, &exists))
	fmt.Println(exists.ErrorMessage())
	// Output:
	// <nil>
	// true
	// User already exists
}

// A client id that no pool has.
func Example_unknownClient() {
	fake := cognitofake.New()
	registration := &Registration{API: fake, ClientID: "3n4b5urk1ft4fl3mg5e62d9ado"}

	err := registration.Register(context.Background(), "jane", "pa$$W0rd", "jane@example.com")
	var unknown *types.ResourceNotFoundException
	fmt.Println(errors.As(err, &unknown))
	fmt.Println(unknown.ErrorMessage())
	// Output:
	// true
	// User pool client 3n4b5urk1ft4fl3mg5e62d9ado does not exist.
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

// An operation that the service has and the Fake has not says so itself, with
// a code that is none of the service's.
func Example_notModelled() {
	fake := cognitofake.New()

	_, err := fake.GetSigningCertificate(context.Background(), &cognitoidentityprovider.GetSigningCertificateInput{UserPoolId: aws.String("us-east-1_Ab12Cd34E")})
	var api smithy.APIError
	fmt.Println(errors.As(err, &api))
	fmt.Println(api.ErrorCode())
	fmt.Println(api.ErrorMessage())
	// Output:
	// true
	// NotModelledException
	// cognitofake does not model GetSigningCertificate; https://github.com/cognitofake/cognitofake#operations lists the operations that it does
}

// exampleT stands for the *testing.T of a test, which an Example has not.
type exampleT struct {
	failed   bool
	cleanups []func()
}

func (t *exampleT) Helper()                   {}
func (t *exampleT) Cleanup(f func())          { t.cleanups = append(t.cleanups, f) }
func (t *exampleT) Failed() bool              { return t.failed }
func (t *exampleT) Logf(f string, a ...any)   { fmt.Printf(f+"\n", a...) }
func (t *exampleT) Errorf(f string, a ...any) { t.failed = true; t.Logf(f, a...) }
func (t *exampleT) Fatalf(f string, a ...any) { panic(fmt.Sprintf(f, a...)) }

func (t *exampleT) Setenv(key, value string) {
	if old, ok := os.LookupEnv(key); ok {
		t.Cleanup(func() { os.Setenv(key, old) })
	} else {
		t.Cleanup(func() { os.Unsetenv(key) })
	}
	os.Setenv(key, value)
}

// end does what the end of a test does.
func (t *exampleT) end() {
	for i := len(t.cleanups) - 1; i >= 0; i-- {
		t.cleanups[i]()
	}
}
