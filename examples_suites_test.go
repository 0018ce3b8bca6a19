package cognitofake_test

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognitofake/cognitofake"
)

// A Fake on a port, for a TestMain, for tests that run in parallel over HTTP,
// and for programs in other processes, which find it by [Fake.Environ].
func ExampleFake_Start() {
	fake := cognitofake.New()
	pool := fake.AddPool(cip.CreateUserPoolInput{})
	app := pool.AddAppClient(cip.CreateUserPoolClientInput{})
	url, stop := fake.Start()
	defer stop()

	client := cip.New(cip.Options{Region: "us-east-1", BaseEndpoint: &url})
	_, err := client.SignUp(context.Background(), &cip.SignUpInput{
		ClientId: &app.ID, Username: aws.String("jane"), Password: aws.String("pa$$W0rd"),
	})
	fmt.Println(err, len(pool.Users()))
	// Output: <nil> 1
}

// What a program in another process is started with.
func ExampleFake_Environ() {
	fake := cognitofake.New(cognitofake.WithRegion("eu-west-1"))
	// In a test: cmd.Env = append(os.Environ(), fake.Environ(url)...)
	for _, variable := range fake.Environ("http://127.0.0.1:9229")[:2] {
		fmt.Println(variable)
	}
	// Output:
	// AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER=http://127.0.0.1:9229
	// AWS_REGION=eu-west-1
}

// An application fetches the keys of a pool over https with a client of its
// own, and verifies tokens with them.
func ExampleFake_HTTPClient() {
	fake := cognitofake.New()
	pool := fake.AddPool(cip.CreateUserPoolInput{})
	app := pool.AddAppClient(cip.CreateUserPoolClientInput{})
	pool.AddUser(cognitofake.NewUser{Username: "jane"})
	issuer := cognitofake.Claims(app.SignIn("jane").IDToken)["iss"].(string)

	answer, err := fake.HTTPClient().Get(issuer + "/.well-known/jwks.json")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer answer.Body.Close()
	var set struct {
		Keys []struct{ Kty, Alg, Use string }
	}
	fmt.Println(json.NewDecoder(answer.Body).Decode(&set), set.Keys)
	// Output: <nil> [{RSA RS256 sig} {RSA RS256 sig}]
}

// The newest message to somebody, and the snapshot of a user, for tests that
// cannot go on without: in a Fake of [NewT] the test fails if there is none.
func ExamplePool_MustMessage() {
	fake := cognitofake.New(cognitofake.WithFixedCode("123456"))
	pool := fake.AddPool(cip.CreateUserPoolInput{
		AutoVerifiedAttributes: []types.VerifiedAttributeType{types.VerifiedAttributeTypeEmail},
	})
	app := pool.AddAppClient(cip.CreateUserPoolClientInput{})
	_, err := fake.SignUp(context.Background(), &cip.SignUpInput{
		ClientId: &app.ID, Username: aws.String("jane"), Password: aws.String("pa$$W0rd"),
		UserAttributes: []types.AttributeType{{Name: aws.String("email"), Value: aws.String("jane@example.com")}},
	})
	fmt.Println(err)

	fmt.Println(pool.MustMessage("jane"))
	fmt.Println(pool.MustUser("jane"))
	fmt.Println(pool.MustCode("jane"))
	// Output:
	// <nil>
	// EMAIL to jane@example.com: Your verification code (123456)
	// jane UNCONFIRMED email=jane@example.com (not verified)
	// 123456
}

// A wait on a context without a deadline, such as t.Context(), ends after a
// while, and says what happened instead.
func ExampleWithWaitLimit() {
	fake := cognitofake.New(cognitofake.WithWaitLimit(time.Millisecond))
	pool := fake.AddPool(cip.CreateUserPoolInput{})
	app := pool.AddAppClient(cip.CreateUserPoolClientInput{})
	_, err := fake.SignUp(context.Background(), &cip.SignUpInput{
		ClientId: &app.ID, Username: aws.String("jane"), Password: aws.String("password"),
	})
	fmt.Println(err != nil)

	_, err = fake.WaitMessage(context.Background(), "jane@example.com")
	fmt.Println(err)
	// Output:
	// true
	// cognitofake: no message to jane@example.com within 1ms; last call: SignUp jane InvalidPasswordException: Password did not conform with policy: Password must have uppercase characters
}
