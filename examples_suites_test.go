package cognitofake_test

import (
	"context"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math/big"
	"net/http"
	"os/exec"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/golang-jwt/jwt/v5"

	"github.com/cognitofake/cognitofake"
)

// For a TestMain, or tests in parallel: a port for as long as they run, and the
// variables by which a program finds it.
func ExampleFake_Start() {
	fake := cognitofake.New()
	url, stop := fake.Start()
	defer stop()
	pool, app := fake.AddEmailApp()

	program := exec.Command("program-under-test")
	program.Env = append(program.Environ(), fake.Environ(url)...)

	client := cip.New(cip.Options{Region: fake.Region(), BaseEndpoint: &url}) // a client of that URL
	_, err := client.SignUp(context.Background(), &cip.SignUpInput{
		ClientId: &app.ID, Username: aws.String("jane@example.com"), Password: aws.String("pa$$W0rd"),
	})
	fmt.Println(err, pool.MustUser("jane@example.com").Status)
	// Output: <nil> UNCONFIRMED
}

// A suite shares one Fake, made in TestMain: each test begins with ResetAfter,
// and finds the pools and app clients as they were made.
func ExampleFake_ResetAfter() {
	fake := cognitofake.New()
	pool, _ := fake.AddEmailApp()

	for _, name := range []string{"ann@example.com", "bob@example.com"} {
		t := new(exampleT) // in a test: the *testing.T
		fake.ResetAfter(t)
		pool.AddUser(cognitofake.NewUser{Username: name})
		fmt.Println(len(pool.Users()), pool.MustUser(name).Attributes["email"])
		t.end()
	}
	// Output:
	// 1 ann@example.com
	// 1 bob@example.com
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

// countingSignUps is a Fake with one method of its own.
type countingSignUps struct {
	*cognitofake.Fake
	asked int
}

func (s *countingSignUps) SignUp(ctx context.Context, in *cip.SignUpInput, options ...func(*cip.Options)) (*cip.SignUpOutput, error) {
	s.asked++
	return s.Fake.SignUp(ctx, in, options...)
}

// Code that takes an interface gets a Fake with one method overridden, by
// embedding. The call is the code's own, before the SDK has made attempts of it.
func ExampleFake_embedded() {
	type signer interface { // of the code under test
		SignUp(context.Context, *cip.SignUpInput, ...func(*cip.Options)) (*cip.SignUpOutput, error)
	}
	api := &countingSignUps{Fake: cognitofake.New()}
	pool, app := api.AddEmailApp()
	var under signer = api
	_, err := under.SignUp(context.Background(), &cip.SignUpInput{
		ClientId: &app.ID, Username: aws.String("jane@example.com"), Password: aws.String("pa$$W0rd"),
	})
	fmt.Println(err, api.asked, len(pool.Users()))
	// Output: <nil> 1 1
}

// Values say what they are in one line, and never a secret.
func ExamplePool_MustMessage() {
	fake := cognitofake.New(cognitofake.WithFixedCode("123456"))
	pool, app := fake.AddEmailApp()
	_, err := fake.SignUp(context.Background(), &cip.SignUpInput{
		ClientId: &app.ID, Username: aws.String("jane@example.com"), Password: aws.String("pa$$W0rd"),
	})
	fmt.Println(err, pool.MustMessage("jane@example.com"))
	fmt.Println(pool.MustCode("jane@example.com"))
	// Output:
	// <nil> EMAIL to jane@example.com: Your verification code (123456)
	// 123456
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
