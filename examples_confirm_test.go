package cognitofake_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognitofake/cognitofake"
)

// confirm is what an application does with the code that somebody types in.
func confirm(fake *cognitofake.Fake, app *cognitofake.AppClient, name, code string) error {
	_, err := fake.ConfirmSignUp(context.Background(), &cognitoidentityprovider.ConfirmSignUpInput{
		ClientId: &app.ID, Username: &name, ConfirmationCode: &code,
	})
	return err
}

// A wrong code is refused and uses nothing up; the right one confirms the user
// and verifies the address that it went to.
func Example_confirm() {
	fake := cognitofake.New(cognitofake.WithFixedCode("123456"))
	pool, app := emailApp(fake)
	registration := &Registration{API: fake, ClientID: app.ID}
	if err := registration.Register(context.Background(), "jane", "pa$$W0rd", "jane@example.com"); err != nil {
		fmt.Println(err)
	}

	fmt.Println(said(confirm(fake, app, "jane", "654321")))
	fmt.Println(confirm(fake, app, "jane", fake.Messages()[0].Code))
	user, _ := pool.User("jane")
	fmt.Println(user.Status, user.Attributes["email_verified"])
	// Output:
	// CodeMismatchException: Invalid verification code provided, please try again.
	// <nil>
	// CONFIRMED true
}

// Another code makes the one before it invalid.
func Example_resend() {
	fake := cognitofake.New(cognitofake.WithSeed(1))
	pool, app := emailApp(fake)
	registration := &Registration{API: fake, ClientID: app.ID}
	if err := registration.Register(context.Background(), "jane", "pa$$W0rd", "jane@example.com"); err != nil {
		fmt.Println(err)
	}

	first := pool.Code("jane")
	_, err := fake.ResendConfirmationCode(context.Background(), &cognitoidentityprovider.ResendConfirmationCodeInput{
		ClientId: &app.ID, Username: aws.String("jane"),
	})
	fmt.Println(err, len(fake.Messages()))
	fmt.Println("first:", confirm(fake, app, "jane", first) == nil)
	fmt.Println("second:", confirm(fake, app, "jane", pool.Code("jane")) == nil)
	// Output:
	// <nil> 2
	// first: false
	// second: true
}

// A code lives for a day.
func Example_expiredCode() {
	fake := cognitofake.New()
	pool, app := emailApp(fake)
	registration := &Registration{API: fake, ClientID: app.ID}
	if err := registration.Register(context.Background(), "jane", "pa$$W0rd", "jane@example.com"); err != nil {
		fmt.Println(err)
	}

	code := pool.Code("jane")
	fake.Advance(24*time.Hour + time.Second)
	err := confirm(fake, app, "jane", code)
	var expired *types.ExpiredCodeException
	fmt.Println(errors.As(err, &expired))
	fmt.Println(expired.ErrorMessage())
	// Output:
	// true
	// Invalid code provided, please request a code again.
}

// Of two users who give one address the first to confirm owns it. The second
// may take it over, and the first keeps an address that signs nobody in.
func Example_forceAliasCreation() {
	fake := cognitofake.New(cognitofake.WithFixedCode("123456"))
	pool := fake.AddPool(cognitoidentityprovider.CreateUserPoolInput{
		AliasAttributes:        []types.AliasAttributeType{types.AliasAttributeTypeEmail},
		AutoVerifiedAttributes: []types.VerifiedAttributeType{types.VerifiedAttributeTypeEmail},
	})
	app := pool.AddAppClient(cognitoidentityprovider.CreateUserPoolClientInput{})
	registration := &Registration{API: fake, ClientID: app.ID}
	for _, name := range []string{"jane", "janet"} {
		if err := registration.Register(context.Background(), name, "pa$$W0rd", "jane@example.com"); err != nil {
			fmt.Println(err)
		}
	}

	fmt.Println("jane:", confirm(fake, app, "jane", "123456"))
	fmt.Println("janet:", said(confirm(fake, app, "janet", "123456")))
	_, err := fake.ConfirmSignUp(context.Background(), &cognitoidentityprovider.ConfirmSignUpInput{
		ClientId: &app.ID, Username: aws.String("janet"), ConfirmationCode: aws.String("123456"), ForceAliasCreation: true,
	})
	fmt.Println("janet, by force:", err)
	for _, user := range pool.Users() {
		fmt.Println(user.Username, user.Status, "verified:", user.Attributes["email_verified"])
	}
	// Output:
	// jane: <nil>
	// janet: AliasExistsException: An account with the email already exists.
	// janet, by force: <nil>
	// jane CONFIRMED verified: false
	// janet CONFIRMED verified: true
}

// An administrator's word confirms the user, and verifies nothing.
func Example_adminConfirmSignUp() {
	fake := cognitofake.New()
	pool, app := emailApp(fake)
	registration := &Registration{API: fake, ClientID: app.ID}
	if err := registration.Register(context.Background(), "jane", "pa$$W0rd", "jane@example.com"); err != nil {
		fmt.Println(err)
	}

	_, err := fake.AdminConfirmSignUp(context.Background(), &cognitoidentityprovider.AdminConfirmSignUpInput{
		UserPoolId: &pool.ID, Username: aws.String("jane"),
	})
	fmt.Println(err)
	user, _ := pool.User("jane")
	fmt.Println(user.Status, "verified:", user.Attributes["email_verified"])
	// Output:
	// <nil>
	// CONFIRMED verified: false
}

// The link in a message confirms whoever visits it.
func ExampleMessage_link() {
	fake := cognitofake.New()
	pool := fake.AddPool(cognitoidentityprovider.CreateUserPoolInput{
		AutoVerifiedAttributes:      []types.VerifiedAttributeType{types.VerifiedAttributeTypeEmail},
		VerificationMessageTemplate: &types.VerificationMessageTemplateType{DefaultEmailOption: types.DefaultEmailOptionTypeConfirmWithLink},
	})
	app := pool.AddAppClient(cognitoidentityprovider.CreateUserPoolClientInput{})
	if _, err := fake.CreateUserPoolDomain(context.Background(), &cognitoidentityprovider.CreateUserPoolDomainInput{
		UserPoolId: &pool.ID, Domain: aws.String("sign-in"),
	}); err != nil {
		fmt.Println(err)
	}
	registration := &Registration{API: fake, ClientID: app.ID}
	if err := registration.Register(context.Background(), "jane", "pa$$W0rd", "jane@example.com"); err != nil {
		fmt.Println(err)
	}

	server := httptest.NewServer(fake)
	defer server.Close()
	link := strings.Replace(fake.Messages()[0].Link, "https://sign-in.auth.us-east-1.amazoncognito.com", server.URL, 1)
	response, err := http.Get(link)
	if err != nil {
		fmt.Println(err)
		return
	}
	response.Body.Close()
	user, _ := pool.User("jane")
	fmt.Println(response.StatusCode, user.Status, user.Attributes["email_verified"])
	// Output: 200 CONFIRMED true
}

// Who has not confirmed cannot sign in; who has gets signed tokens.
func Example_signIn() {
	fake := cognitofake.New()
	pool := fake.AddPool(cognitoidentityprovider.CreateUserPoolInput{
		AutoVerifiedAttributes: []types.VerifiedAttributeType{types.VerifiedAttributeTypeEmail},
	})
	app := pool.AddAppClient(cognitoidentityprovider.CreateUserPoolClientInput{
		ExplicitAuthFlows: []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowUserPasswordAuth},
	})
	registration := &Registration{API: fake, ClientID: app.ID}
	if err := registration.Register(context.Background(), "jane", "pa$$W0rd", "jane@example.com"); err != nil {
		fmt.Println(err)
	}
	signIn := func() (*cognitoidentityprovider.InitiateAuthOutput, error) {
		return fake.InitiateAuth(context.Background(), &cognitoidentityprovider.InitiateAuthInput{
			ClientId: &app.ID, AuthFlow: types.AuthFlowTypeUserPasswordAuth,
			AuthParameters: map[string]string{"USERNAME": "jane", "PASSWORD": "pa$$W0rd"},
		})
	}

	_, err := signIn()
	fmt.Println(said(err))
	if err := confirm(fake, app, "jane", pool.Code("jane")); err != nil {
		fmt.Println(err)
	}
	out, err := signIn()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(*out.AuthenticationResult.TokenType, out.AuthenticationResult.ExpiresIn)
	// Output:
	// UserNotConfirmedException: User is not confirmed.
	// Bearer 3600
}
