package cognitofake_test

import (
	"context"
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

// The code of the message confirms the user, and verifies the address that it
// was sent to.
func ExamplePool_Code() {
	ctx := context.Background()
	fake := cognitofake.New()
	pool, app := fake.AddEmailApp()
	_, err := fake.SignUp(ctx, &cognitoidentityprovider.SignUpInput{
		ClientId: &app.ID, Username: aws.String("jane@example.com"), Password: aws.String("pa$$W0rd"),
	})
	fmt.Println(err)
	confirm := func(code string) error {
		_, err := fake.ConfirmSignUp(ctx, &cognitoidentityprovider.ConfirmSignUpInput{
			ClientId: &app.ID, Username: aws.String("jane@example.com"), ConfirmationCode: &code,
		})
		return err
	}

	err = confirm("not-the-code")
	var mismatch *types.CodeMismatchException
	fmt.Println(errors.As(err, &mismatch), mismatch.ErrorMessage())

	fmt.Println(confirm(pool.Code("jane@example.com")))
	user, _ := pool.User("jane@example.com")
	fmt.Println(user.Status, "verified:", user.Attributes["email_verified"])
	fmt.Println("a code is left:", pool.Code("jane@example.com") != "")
	// Output:
	// <nil>
	// true Invalid verification code provided, please try again.
	// <nil>
	// CONFIRMED verified: true
	// a code is left: false
}

// Whoever lost the code asks for another one. The first one is then void.
func ExamplePool_Code_resend() {
	ctx := context.Background()
	fake := cognitofake.New(cognitofake.WithSeed(1)) // the two codes differ
	pool, app := fake.AddEmailApp()
	_, err := fake.SignUp(ctx, &cognitoidentityprovider.SignUpInput{
		ClientId: &app.ID, Username: aws.String("jane@example.com"), Password: aws.String("pa$$W0rd"),
	})
	fmt.Println(err)
	first := pool.Code("jane@example.com")

	out, err := fake.ResendConfirmationCode(ctx, &cognitoidentityprovider.ResendConfirmationCodeInput{
		ClientId: &app.ID, Username: aws.String("jane@example.com"),
	})
	fmt.Println(*out.CodeDeliveryDetails.Destination, err)

	for _, code := range []string{first, pool.Code("jane@example.com")} {
		_, err := fake.ConfirmSignUp(ctx, &cognitoidentityprovider.ConfirmSignUpInput{
			ClientId: &app.ID, Username: aws.String("jane@example.com"), ConfirmationCode: &code,
		})
		fmt.Println("confirmed:", err == nil)
	}
	// Output:
	// <nil>
	// j***@e*** <nil>
	// confirmed: false
	// confirmed: true
}

// A code lives for 24 hours of the Fake's own time.
func ExampleFake_Advance() {
	ctx := context.Background()
	fake := cognitofake.New()
	pool, app := fake.AddEmailApp()
	_, err := fake.SignUp(ctx, &cognitoidentityprovider.SignUpInput{
		ClientId: &app.ID, Username: aws.String("jane@example.com"), Password: aws.String("pa$$W0rd"),
	})
	fmt.Println(err)
	code := pool.Code("jane@example.com")

	fake.Advance(24*time.Hour + time.Second)
	_, err = fake.ConfirmSignUp(ctx, &cognitoidentityprovider.ConfirmSignUpInput{
		ClientId: &app.ID, Username: aws.String("jane@example.com"), ConfirmationCode: &code,
	})
	var expired *types.ExpiredCodeException
	fmt.Println(errors.As(err, &expired), expired.ErrorMessage())
	calls := fake.Calls()
	fmt.Println("hint:", calls[len(calls)-1].Hint)
	// Output:
	// <nil>
	// true Invalid code provided, please request a code again.
	// hint: this code expired 1s ago; it lived 24h0m0s (docs/behaviour.md#L49)
}

// Two users may sign up with one e-mail address. As an alias it belongs to
// the one who confirms it first, unless the second takes it with
// ForceAliasCreation.
func ExampleFake_AddPool_aliasMoves() {
	ctx := context.Background()
	fake := cognitofake.New()
	pool := fake.AddPool(cognitoidentityprovider.CreateUserPoolInput{
		AliasAttributes:        []types.AliasAttributeType{types.AliasAttributeTypeEmail},
		AutoVerifiedAttributes: []types.VerifiedAttributeType{types.VerifiedAttributeTypeEmail},
	})
	app := pool.AddAppClient(cognitoidentityprovider.CreateUserPoolClientInput{})
	codes := map[string]string{}
	for _, name := range []string{"jane", "janet"} {
		_, err := fake.SignUp(ctx, &cognitoidentityprovider.SignUpInput{
			ClientId: &app.ID, Username: &name, Password: aws.String("pa$$W0rd"),
			UserAttributes: []types.AttributeType{{Name: aws.String("email"), Value: aws.String("jane@example.com")}},
		})
		codes[name] = pool.Code(name)
		fmt.Println(name, err)
	}
	confirm := func(name string, force bool) error {
		_, err := fake.ConfirmSignUp(ctx, &cognitoidentityprovider.ConfirmSignUpInput{
			ClientId: &app.ID, Username: &name, ConfirmationCode: aws.String(codes[name]), ForceAliasCreation: force,
		})
		return err
	}

	fmt.Println(confirm("jane", false))
	err := confirm("janet", false)
	var exists *types.AliasExistsException
	fmt.Println(errors.As(err, &exists), exists.ErrorMessage())

	_, err = fake.ResendConfirmationCode(ctx, &cognitoidentityprovider.ResendConfirmationCodeInput{
		ClientId: &app.ID, Username: aws.String("janet"),
	})
	fmt.Println(err)
	messages := fake.Messages()
	codes["janet"] = messages[len(messages)-1].Code
	fmt.Println(confirm("janet", true))
	for _, u := range pool.Users() {
		fmt.Println(u.Username, u.Attributes["email"], u.Attributes["email_verified"])
	}
	// Output:
	// jane <nil>
	// janet <nil>
	// <nil>
	// true An account with the email already exists.
	// <nil>
	// <nil>
	// jane jane@example.com false
	// janet jane@example.com true
}

// An administrator confirms the user and nothing else: the address is still
// to be verified.
func ExampleUser() {
	ctx := context.Background()
	fake := cognitofake.New()
	pool := fake.AddPool(cognitoidentityprovider.CreateUserPoolInput{})
	app := pool.AddAppClient(cognitoidentityprovider.CreateUserPoolClientInput{})
	_, err := fake.SignUp(ctx, &cognitoidentityprovider.SignUpInput{
		ClientId: &app.ID, Username: aws.String("jane"), Password: aws.String("pa$$W0rd"),
		UserAttributes: []types.AttributeType{{Name: aws.String("email"), Value: aws.String("jane@example.com")}},
	})
	fmt.Println(err)
	_, err = fake.AdminConfirmSignUp(ctx, &cognitoidentityprovider.AdminConfirmSignUpInput{
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

// A pool may send a link instead of a code. It needs a domain for that. The
// user is confirmed when the link is visited: the Fake answers it.
func ExampleMessage_link() {
	ctx := context.Background()
	fake := cognitofake.New(cognitofake.WithFixedCode("123456"))
	pool := fake.AddPool(cognitoidentityprovider.CreateUserPoolInput{
		AutoVerifiedAttributes: []types.VerifiedAttributeType{types.VerifiedAttributeTypeEmail},
		VerificationMessageTemplate: &types.VerificationMessageTemplateType{
			DefaultEmailOption: types.DefaultEmailOptionTypeConfirmWithLink,
			EmailMessageByLink: aws.String("Welcome! Please {##confirm your address##}."),
			EmailSubjectByLink: aws.String("Welcome"),
		},
	})
	app := pool.AddAppClient(cognitoidentityprovider.CreateUserPoolClientInput{}, cognitofake.WithID("3n4b5urk1ft4fl3mg5e62d9ado"))
	_, err := fake.CreateUserPoolDomain(ctx, &cognitoidentityprovider.CreateUserPoolDomainInput{
		UserPoolId: &pool.ID, Domain: aws.String("sign-in"),
	})
	fmt.Println(err)

	_, err = fake.SignUp(ctx, &cognitoidentityprovider.SignUpInput{
		ClientId: &app.ID, Username: aws.String("jane"), Password: aws.String("pa$$W0rd"),
		UserAttributes: []types.AttributeType{{Name: aws.String("email"), Value: aws.String("jane@example.com")}},
	})
	fmt.Println(err)
	message := fake.Messages()[0]
	fmt.Println(message.Subject)
	fmt.Println(message.Link)

	answer := httptest.NewRecorder()
	fake.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, message.Link, nil))
	user, _ := pool.User("jane")
	fmt.Println(answer.Code, user.Status, "verified:", user.Attributes["email_verified"])
	// Output:
	// <nil>
	// <nil>
	// Welcome
	// https://sign-in.auth.us-east-1.amazoncognito.com/confirmUser/?client_id=3n4b5urk1ft4fl3mg5e62d9ado&user_name=jane&confirmation_code=123456
	// 200 CONFIRMED verified: true
}
