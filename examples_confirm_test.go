package cognitofake_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognitofake/cognitofake"
)

// A user of an example signs up and confirms in one line each.
type visitor struct {
	fake     *cognitofake.Fake
	clientID string
}

func (v visitor) signUp(name, email string) error {
	registration := &Registration{API: v.fake, ClientID: v.clientID}
	return registration.Register(context.Background(), name, "pa$$W0rd", email)
}

func (v visitor) confirm(name, code string) error {
	_, err := v.fake.ConfirmSignUp(context.Background(), &cognitoidentityprovider.ConfirmSignUpInput{
		ClientId: &v.clientID, Username: &name, ConfirmationCode: &code,
	})
	return err
}

// The code of the message confirms the user, and verifies the address that it
// was sent to.
func Example_confirm() {
	fake := cognitofake.New()
	pool, app := emailApp(fake)
	jane := visitor{fake, app.ID}
	fmt.Println(jane.signUp("jane", "jane@example.com"))

	err := jane.confirm("jane", "not the code")
	var invalid *types.InvalidParameterException
	fmt.Println("blanks are no code:", errors.As(err, &invalid))
	err = jane.confirm("jane", "not-the-code")
	var mismatch *types.CodeMismatchException
	fmt.Println(errors.As(err, &mismatch))
	fmt.Println(mismatch.ErrorMessage())

	fmt.Println(jane.confirm("jane", fake.Messages()[0].Code)) // or pool.Code("jane")
	user, _ := pool.User("jane")
	fmt.Println(user.Status, "verified:", user.Attributes["email_verified"])
	fmt.Println("a code is left:", pool.Code("jane") != "")
	// Output:
	// <nil>
	// blanks are no code: true
	// true
	// Invalid verification code provided, please try again.
	// <nil>
	// CONFIRMED verified: true
	// a code is left: false
}

// Whoever lost the code asks for another; the first one is then void.
func Example_resend() {
	fake := cognitofake.New(cognitofake.WithSeed(1)) // codes differ
	pool, app := emailApp(fake)
	jane := visitor{fake, app.ID}
	fmt.Println(jane.signUp("jane", "jane@example.com"))
	first := pool.Code("jane")

	out, err := fake.ResendConfirmationCode(context.Background(), &cognitoidentityprovider.ResendConfirmationCodeInput{
		ClientId: &app.ID, Username: aws.String("jane"),
	})
	fmt.Println(*out.CodeDeliveryDetails.Destination, err)

	fmt.Println("the first code confirms:", jane.confirm("jane", first) == nil)
	fmt.Println("the second code confirms:", jane.confirm("jane", pool.Code("jane")) == nil)
	// Output:
	// <nil>
	// j***@e*** <nil>
	// the first code confirms: false
	// the second code confirms: true
}

// A code lives for 24 hours of the Fake's own time.
func Example_expiredCode() {
	fake := cognitofake.New()
	pool, app := emailApp(fake)
	jane := visitor{fake, app.ID}
	fmt.Println(jane.signUp("jane", "jane@example.com"))
	code := pool.Code("jane")

	fake.Advance(24*time.Hour + time.Second)
	err := jane.confirm("jane", code)
	var expired *types.ExpiredCodeException
	fmt.Println(errors.As(err, &expired))
	fmt.Println(expired.ErrorMessage())
	calls := fake.Calls()
	fmt.Println("hint:", calls[len(calls)-1].Hint)
	// Output:
	// <nil>
	// true
	// Invalid code provided, please request a code again.
	// hint: this code expired 1s ago; it lived 24h0m0s (docs/behaviour.md#L49)
}

// Two users may sign up with one e-mail address. As an alias it belongs to
// who confirms it first, unless the second takes it by ForceAliasCreation.
func Example_forceAliasCreation() {
	fake := cognitofake.New()
	pool := fake.AddPool(cognitoidentityprovider.CreateUserPoolInput{
		AliasAttributes:        []types.AliasAttributeType{types.AliasAttributeTypeEmail},
		AutoVerifiedAttributes: []types.VerifiedAttributeType{types.VerifiedAttributeTypeEmail},
	})
	app := pool.AddAppClient(cognitoidentityprovider.CreateUserPoolClientInput{})
	janes := visitor{fake, app.ID}
	for _, name := range []string{"jane", "janet"} {
		fmt.Println(name, janes.signUp(name, "jane@example.com"))
	}
	codes := map[string]string{}
	for _, m := range fake.Messages() {
		codes[m.Username] = m.Code
	}

	fmt.Println(janes.confirm("jane", codes["jane"]))
	err := janes.confirm("janet", codes["janet"])
	var exists *types.AliasExistsException
	fmt.Println(errors.As(err, &exists))
	fmt.Println(exists.ErrorMessage())

	_, err = fake.ResendConfirmationCode(context.Background(), &cognitoidentityprovider.ResendConfirmationCodeInput{
		ClientId: &app.ID, Username: aws.String("janet"),
	})
	fmt.Println(err)
	messages := fake.Messages()
	_, err = fake.ConfirmSignUp(context.Background(), &cognitoidentityprovider.ConfirmSignUpInput{
		ClientId: &app.ID, Username: aws.String("janet"), ConfirmationCode: &messages[len(messages)-1].Code, ForceAliasCreation: true,
	})
	fmt.Println(err)
	for _, u := range pool.Users() {
		fmt.Println(u.Username, u.Attributes["email"], u.Attributes["email_verified"])
	}
	// Output:
	// jane <nil>
	// janet <nil>
	// <nil>
	// true
	// An account with the email already exists.
	// <nil>
	// <nil>
	// jane jane@example.com false
	// janet jane@example.com true
}

// An administrator confirms the user and nothing else: the address is still
// to be verified.
func Example_adminConfirmSignUp() {
	fake := cognitofake.New()
	pool, app := emailApp(fake)
	fmt.Println(visitor{fake, app.ID}.signUp("jane", "jane@example.com"))

	_, err := fake.AdminConfirmSignUp(context.Background(), &cognitoidentityprovider.AdminConfirmSignUpInput{
		UserPoolId: &pool.ID, Username: aws.String("jane"),
	})
	fmt.Println(err)
	user, _ := pool.User("jane")
	fmt.Println(user.Status, "verified:", user.Attributes["email_verified"])
	// Output:
	// <nil>
	// <nil>
	// CONFIRMED verified: false
}

// Without a password: the session of SignUp goes to ConfirmSignUp, and its
// session signs the user in.
func Example_passwordlessSignIn() {
	ctx := context.Background()
	fake := cognitofake.New()
	pool := fake.AddPool(cognitoidentityprovider.CreateUserPoolInput{
		AutoVerifiedAttributes: []types.VerifiedAttributeType{types.VerifiedAttributeTypeEmail},
		Policies: &types.UserPoolPolicyType{SignInPolicy: &types.SignInPolicyType{
			AllowedFirstAuthFactors: []types.AuthFactorType{types.AuthFactorTypePassword, types.AuthFactorTypeEmailOtp},
		}},
	})
	app := pool.AddAppClient(cognitoidentityprovider.CreateUserPoolClientInput{
		ExplicitAuthFlows: []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowUserAuth},
	})

	signedUp, err := fake.SignUp(ctx, &cognitoidentityprovider.SignUpInput{
		ClientId: &app.ID, Username: aws.String("jane"),
		UserAttributes: []types.AttributeType{{Name: aws.String("email"), Value: aws.String("jane@example.com")}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	confirmed, err := fake.ConfirmSignUp(ctx, &cognitoidentityprovider.ConfirmSignUpInput{
		ClientId: &app.ID, Username: aws.String("jane"), ConfirmationCode: aws.String(pool.Code("jane")), Session: signedUp.Session,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	signedIn, err := fake.InitiateAuth(ctx, &cognitoidentityprovider.InitiateAuthInput{
		ClientId: &app.ID, AuthFlow: types.AuthFlowTypeUserAuth,
		AuthParameters: map[string]string{"USERNAME": "jane"}, Session: confirmed.Session,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(*signedIn.AuthenticationResult.TokenType, signedIn.AuthenticationResult.ExpiresIn)
	// Output:
	// Bearer 3600
}

// A link confirms when it is visited. The Fake answers it, and any handler
// that has the Fake behind it.
func Example_visitLink() {
	fake := cognitofake.New()
	pool := fake.AddPool(cognitoidentityprovider.CreateUserPoolInput{
		AutoVerifiedAttributes: []types.VerifiedAttributeType{types.VerifiedAttributeTypeEmail},
		VerificationMessageTemplate: &types.VerificationMessageTemplateType{
			DefaultEmailOption: types.DefaultEmailOptionTypeConfirmWithLink,
		},
	})
	app := pool.AddAppClient(cognitoidentityprovider.CreateUserPoolClientInput{})
	_, err := fake.CreateUserPoolDomain(context.Background(), &cognitoidentityprovider.CreateUserPoolDomainInput{
		UserPoolId: &pool.ID, Domain: aws.String("sign-in"),
	})
	fmt.Println(err, visitor{fake, app.ID}.signUp("jane", "jane@example.com"))

	answer := httptest.NewRecorder()
	fake.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, fake.Messages()[0].Link, nil))
	user, _ := pool.User("jane")
	fmt.Println(answer.Code, user.Status, "verified:", user.Attributes["email_verified"])
	// Output:
	// <nil> <nil>
	// 200 CONFIRMED verified: true
}

// What a confirmed user signs in to: tokens that an application verifies by
// the key set of the pool.
func Example_tokens() {
	fake := cognitofake.New()
	pool := fake.AddPool(cognitoidentityprovider.CreateUserPoolInput{})
	app := pool.AddAppClient(cognitoidentityprovider.CreateUserPoolClientInput{
		ExplicitAuthFlows: []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowUserPasswordAuth},
	})
	signIn := func() (*cognitoidentityprovider.InitiateAuthOutput, error) {
		return fake.InitiateAuth(context.Background(), &cognitoidentityprovider.InitiateAuthInput{
			ClientId: &app.ID, AuthFlow: types.AuthFlowTypeUserPasswordAuth,
			AuthParameters: map[string]string{"USERNAME": "jane", "PASSWORD": "pa$$W0rd"},
		})
	}
	fmt.Println(visitor{fake, app.ID}.signUp("jane", "jane@example.com"))
	_, err := signIn()
	var unconfirmed *types.UserNotConfirmedException
	fmt.Println(errors.As(err, &unconfirmed))

	_, err = fake.AdminConfirmSignUp(context.Background(), &cognitoidentityprovider.AdminConfirmSignUpInput{
		UserPoolId: &pool.ID, Username: aws.String("jane"),
	})
	fmt.Println(err)
	out, err := signIn()
	fmt.Println(out != nil && out.AuthenticationResult.AccessToken != nil, err)

	answer := httptest.NewRecorder()
	fake.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/"+pool.ID+"/.well-known/jwks.json", nil))
	var set struct {
		Keys []struct{ Kty, Alg, Use string }
	}
	fmt.Println(json.Unmarshal(answer.Body.Bytes(), &set), set.Keys)
	// Output:
	// <nil>
	// true
	// <nil>
	// true <nil>
	// <nil> [{RSA RS256 sig} {RSA RS256 sig}]
}
