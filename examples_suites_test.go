package cognitofake_test

import (
	"context"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/big"
	"net/http"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/golang-jwt/jwt/v5"

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

// The newest message to somebody, and the snapshot of a user, for tests that
// cannot go on without: in a Fake of [NewT] the test fails if there is none.
func ExamplePool_MustMessage() {
	fake := cognitofake.New(cognitofake.WithFixedCode("123456"))
	pool, app := fake.AddEmailApp()
	_, err := fake.SignUp(context.Background(), &cip.SignUpInput{
		ClientId: &app.ID, Username: aws.String("jane@example.com"), Password: aws.String("pa$$W0rd"),
	})
	fmt.Println(err)

	fmt.Println(pool.MustMessage("jane@example.com"))
	fmt.Println(pool.MustUser("jane@example.com").Status)
	fmt.Println(pool.MustCode("jane@example.com"))
	// Output:
	// <nil>
	// EMAIL to jane@example.com: Your verification code (123456)
	// UNCONFIRMED
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

// Code that verifies tokens fetches the pool's keys with a client of its own.
func ExampleFake_HTTPClient() {
	verify := func(client *http.Client, issuer, token string) (subject string, err error) { // code under test
		response, err := client.Get(issuer + "/.well-known/jwks.json")
		if err != nil {
			return "", err
		}
		defer response.Body.Close()
		var set struct{ Keys []struct{ Kid, N, E string } }
		if err := json.NewDecoder(response.Body).Decode(&set); err != nil {
			return "", err
		}
		number := func(text string) *big.Int {
			bytes, _ := base64.RawURLEncoding.DecodeString(text)
			return new(big.Int).SetBytes(bytes)
		}
		parsed, err := jwt.Parse(token, func(token *jwt.Token) (any, error) {
			for _, key := range set.Keys {
				if key.Kid == token.Header["kid"] {
					return &rsa.PublicKey{N: number(key.N), E: int(number(key.E).Int64())}, nil
				}
			}
			return nil, fmt.Errorf("no key %v", token.Header["kid"])
		}, jwt.WithIssuer(issuer), jwt.WithValidMethods([]string{"RS256"}))
		if err != nil {
			return "", err
		}
		return parsed.Claims.GetSubject()
	}

	fake := cognitofake.New()
	pool, app := fake.AddEmailApp()
	jane := pool.AddUser(cognitofake.NewUser{Username: "jane@example.com"})
	tokens := app.SignIn("jane@example.com")

	issuer := "https://cognito-idp." + fake.Region() + ".amazonaws.com/" + pool.ID
	subject, err := verify(fake.HTTPClient(), issuer, tokens.AccessToken)
	fmt.Println(subject == jane.Sub, err)
	_, err = fake.HTTPClient().Get("https://api.example.com/")
	fmt.Println(err)
	// Output:
	// true <nil>
	// Get "https://api.example.com/": cognitofake: request to api.example.com: the fake answers Amazon Cognito user pools alone, at cognito-idp.us-east-1.amazonaws.com; give clients of other services a configuration of their own
}

// An operation that the fake does not model is answered by the test.
func ExampleIntercept_notModelled() {
	fake := cognitofake.New()
	type (
		in  = cip.DescribeRiskConfigurationInput
		out = cip.DescribeRiskConfigurationOutput
	)
	cognitofake.Intercept(fake, func(_ context.Context, in *in, _ func(context.Context, *in) (*out, error)) (*out, error) {
		return &out{RiskConfiguration: &types.RiskConfigurationType{UserPoolId: in.UserPoolId}}, nil
	})
	answer, err := fake.DescribeRiskConfiguration(context.Background(), &in{UserPoolId: aws.String("us-east-1_Ab12Cd34E")})
	fmt.Println(*answer.RiskConfiguration.UserPoolId, err)
	// Output: us-east-1_Ab12Cd34E <nil>
}

// A preset is the SDK's input: change what you need.
func ExampleEmailPool() {
	fake := cognitofake.New()
	in := cognitofake.EmailPool()
	in.PoolName = aws.String("customers")
	in.Policies = &types.UserPoolPolicyType{PasswordPolicy: &types.PasswordPolicyType{MinimumLength: aws.Int32(12)}}
	pool := fake.AddPool(in, cognitofake.WithID("us-east-1_Ab12Cd34E"))
	fmt.Println(pool)
	fmt.Println(pool.CheckPassword("too short") != nil)
	// Output:
	// pool "customers" (us-east-1_Ab12Cd34E)
	// true
}

// The pool and the app client of most applications, in one line.
func ExampleFake_AddEmailApp() {
	fake := cognitofake.New()
	pool, app := fake.AddEmailApp()
	pool.AddUser(cognitofake.NewUser{Username: "jane@example.com", Password: "pa$$W0rd"})

	out, err := fake.InitiateAuth(context.Background(), &cip.InitiateAuthInput{
		ClientId: &app.ID, AuthFlow: types.AuthFlowTypeUserPasswordAuth,
		AuthParameters: map[string]string{"USERNAME": "jane@example.com", "PASSWORD": "pa$$W0rd"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(cognitofake.Claims(*out.AuthenticationResult.IdToken)["email"])
	// Output: jane@example.com
}

// Nothing to show is no mistake of the test here: LastMessage says whether
// there is a message. [Pool.MustMessage] is for a test that needs one.
func ExamplePool_LastMessage() {
	fake := cognitofake.New(cognitofake.WithFixedCode("123456"))
	pool, app := fake.AddEmailApp()
	_, sent := pool.LastMessage("jane@example.com")
	fmt.Println(sent)

	_, err := fake.SignUp(context.Background(), &cip.SignUpInput{
		ClientId: &app.ID, Username: aws.String("jane@example.com"), Password: aws.String("pa$$W0rd"),
	})
	fmt.Println(err)
	message, sent := pool.LastMessage("jane@example.com")
	fmt.Println(sent, message.Subject, message.Code)
	// Output:
	// false
	// <nil>
	// true Your verification code 123456
}

// A test that calls an operation on purpose which the fake does not model says
// so. Without the option a Fake of NewT fails the test, since "an error came
// back" would otherwise prove nothing.
func ExampleAllowNotModelled() {
	fake := cognitofake.New(cognitofake.AllowNotModelled()) // in a test: cognitofake.NewT(t, cognitofake.AllowNotModelled())
	pool := fake.AddPool(cognitofake.EmailPool())

	_, err := fake.DescribeRiskConfiguration(context.Background(), &cip.DescribeRiskConfigurationInput{UserPoolId: &pool.ID})
	fmt.Println(cognitofake.FaultName(err))
	// Output: NotModelledException
}

// The name of an exception, whatever its type and however deep in the chain:
// for subtests of a sweep, and for tables.
func ExampleFaultName() {
	fake := cognitofake.New()
	_, app := fake.AddEmailApp()
	_, err := fake.SignUp(context.Background(), &cip.SignUpInput{
		ClientId: &app.ID, Username: aws.String("jane@example.com"), Password: aws.String("short"),
	})
	fmt.Println(cognitofake.FaultName(err))
	fmt.Println(cognitofake.FaultName(cognitofake.Faults(cognitofake.OpSignUp)[0]))
	fmt.Printf("%q\n", cognitofake.FaultName(context.Canceled))
	// Output:
	// InvalidPasswordException
	// CodeDeliveryFailureException
	// ""
}
