package cognitofake_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognitofake/cognitofake"
)

// Throttled once, the SDK tries again, and the application never knows.
func ExampleFake_FailNext() {
	fake := cognitofake.New()
	app := fake.AddPool(cognitoidentityprovider.CreateUserPoolInput{}).AddAppClient(cognitoidentityprovider.CreateUserPoolClientInput{})
	signUp := func(username string) error {
		_, err := fake.SignUp(context.Background(), &cognitoidentityprovider.SignUpInput{
			ClientId: &app.ID, Username: &username, Password: aws.String("pa$$W0rd"),
		})
		return err
	}

	fake.FailNext(cognitofake.OpSignUp, &types.TooManyRequestsException{})
	fmt.Println("application:", signUp("jane"))
	for _, call := range fake.Calls() {
		fmt.Println("attempt", call.Attempt, call.Error)
	}
	// Output:
	// application: <nil>
	// attempt 1 TooManyRequestsException: Rate exceeded
	// attempt 2
}

// Throttled for good, the application sees it after three attempts.
func ExampleFake_Throttle() {
	fake := cognitofake.New()
	app := fake.AddPool(cognitoidentityprovider.CreateUserPoolInput{}).AddAppClient(cognitoidentityprovider.CreateUserPoolClientInput{})
	signUp := func(username string) error {
		_, err := fake.SignUp(context.Background(), &cognitoidentityprovider.SignUpInput{
			ClientId: &app.ID, Username: &username, Password: aws.String("pa$$W0rd"),
		})
		return err
	}

	restore := fake.Throttle(cognitofake.OpSignUp)
	err := signUp("jane")
	var throttled *types.TooManyRequestsException
	fmt.Println(errors.As(err, &throttled), *throttled.Message, len(fake.Calls()))

	restore()
	fmt.Println(signUp("jane"))
	// Output:
	// true Rate exceeded 3
	// <nil>
}

// The day's e-mails are used up: SignUp makes the user and then fails. The SDK
// tries again, and what the application is told is that its own user exists.
// An application that knows this asks for a new code, which works as soon as
// e-mails do.
func ExampleAtDelivery() {
	ctx := context.Background()
	fake := cognitofake.New()
	pool, app := fake.AddEmailApp()
	signUp := func(username string) error { // as an application does it
		_, err := fake.SignUp(ctx, &cognitoidentityprovider.SignUpInput{
			ClientId: &app.ID, Username: &username, Password: aws.String("pa$$W0rd"),
		})
		return err
	}
	signUpOrResend := func(username string) error { // as one does it that knows: a user who exists may be its own
		err := signUp(username)
		var exists *types.UsernameExistsException
		if !errors.As(err, &exists) {
			return err
		}
		_, err = fake.ResendConfirmationCode(ctx, &cognitoidentityprovider.ResendConfirmationCodeInput{
			ClientId: &app.ID, Username: &username,
		})
		var confirmed *types.InvalidParameterException
		if errors.As(err, &confirmed) { // User is already confirmed.
			return exists
		}
		return err
	}
	usedUp := &types.LimitExceededException{}

	fake.FailNext(cognitofake.OpSignUp, usedUp, cognitofake.AtDelivery())
	var exists *types.UsernameExistsException
	fmt.Println("told that the user exists:", errors.As(signUp("jane@example.com"), &exists))
	for _, call := range fake.Calls() {
		exception, _, _ := strings.Cut(call.Error, ":")
		fmt.Println("attempt", call.Attempt, exception)
	}

	fake.FailNext(cognitofake.OpSignUp, usedUp, cognitofake.AtDelivery())
	fmt.Println("knowing the trap:", signUpOrResend("bob@example.com"))
	for _, message := range pool.Messages() {
		fmt.Println(message.To, message.Purpose, "delivered:", message.Delivered)
	}
	// Output:
	// told that the user exists: true
	// attempt 1 LimitExceededException
	// attempt 2 UsernameExistsException
	// knowing the trap: <nil>
	// jane@example.com SignUp delivered: false
	// bob@example.com SignUp delivered: false
	// bob@example.com ResendCode delivered: true
}

// A sweep: the application meets every error that the service can answer.
func ExampleFaults() {
	fake := cognitofake.New()
	app := fake.AddPool(cognitoidentityprovider.CreateUserPoolInput{}).AddAppClient(cognitoidentityprovider.CreateUserPoolClientInput{})
	signUp := func(username string) error {
		_, err := fake.SignUp(context.Background(), &cognitoidentityprovider.SignUpInput{
			ClientId: &app.ID, Username: &username, Password: aws.String("pa$$W0rd"),
		})
		return err
	}

	for _, fault := range cognitofake.Faults(cognitofake.OpSignUp) {
		restore := fake.Fail(cognitofake.OpSignUp, fault)
		fmt.Println(cognitofake.FaultName(signUp("jane")))
		restore()
	}
	// Output:
	// CodeDeliveryFailureException
	// ForbiddenException
	// InternalErrorException
	// InvalidEmailRoleAccessPolicyException
	// InvalidLambdaResponseException
	// InvalidParameterException
	// InvalidPasswordException
	// InvalidSmsRoleAccessPolicyException
	// InvalidSmsRoleTrustRelationshipException
	// LimitExceededException
	// NotAuthorizedException
	// OperationNotEnabledException
	// ResourceNotFoundException
	// TooManyRequestsException
	// UnexpectedLambdaException
	// UserLambdaValidationException
	// UsernameExistsException
}

// Two sign-ups of one name have both passed every check when they go on. One
// of them wins.
func ExampleFake_Hold() {
	ctx := context.Background()
	fake := cognitofake.New()
	pool := fake.AddPool(cognitoidentityprovider.CreateUserPoolInput{})
	app := pool.AddAppClient(cognitoidentityprovider.CreateUserPoolClientInput{})
	signUp := func(username string) error {
		_, err := fake.SignUp(context.Background(), &cognitoidentityprovider.SignUpInput{
			ClientId: &app.ID, Username: &username, Password: aws.String("pa$$W0rd"),
		})
		return err
	}

	held := fake.Hold(cognitofake.OpSignUp, cognitofake.BeforeCommit)
	var both sync.WaitGroup
	errs := make([]error, 2)
	for i := range errs {
		both.Go(func() { errs[i] = signUp("jane") })
	}
	if err := held.WaitN(ctx, 2); err != nil {
		fmt.Println(err)
	}
	fmt.Println("held:", held.Count(), "users:", len(pool.Users()))
	held.Release()
	both.Wait()

	var exists *types.UsernameExistsException
	fmt.Println("one won:", (errs[0] == nil) != (errs[1] == nil))
	fmt.Println("the other was told so:", errors.As(errors.Join(errs...), &exists))
	fmt.Println("users:", len(pool.Users()))
	// Output:
	// held: 2 users: 0
	// one won: true
	// the other was told so: true
	// users: 1
}

// An interceptor stands between the network and the operation.
func ExampleIntercept() {
	fake := cognitofake.New()
	app := fake.AddPool(cognitoidentityprovider.CreateUserPoolInput{}).AddAppClient(cognitoidentityprovider.CreateUserPoolClientInput{})
	signUp := func(username string) error {
		_, err := fake.SignUp(context.Background(), &cognitoidentityprovider.SignUpInput{
			ClientId: &app.ID, Username: &username, Password: aws.String("pa$$W0rd"),
		})
		return err
	}

	type answer = func(context.Context, *cognitoidentityprovider.SignUpInput) (*cognitoidentityprovider.SignUpOutput, error)
	remove := cognitofake.Intercept(fake, func(ctx context.Context, in *cognitoidentityprovider.SignUpInput, next answer) (*cognitoidentityprovider.SignUpOutput, error) {
		if *in.Username == "root" {
			return nil, &types.NotAuthorizedException{Message: aws.String("not you")}
		}
		return next(ctx, in)
	})
	defer remove()

	for _, name := range []string{"jane", "root"} {
		err := signUp(name)
		var refused *types.NotAuthorizedException
		fmt.Println(name, errors.As(err, &refused))
	}
	// Output:
	// jane false
	// root true
}

// The transcript of the retry trap names it.
func ExampleWithDailyEmailLimit() {
	fake := cognitofake.New(cognitofake.WithDailyEmailLimit(0), cognitofake.WithSeed(1), cognitofake.WithFixedCode("123456"))
	pool := fake.AddPool(cognitofake.AliasPool())
	app := pool.AddAppClient(cognitoidentityprovider.CreateUserPoolClientInput{}, cognitofake.WithID("3n4b5urk1ft4fl3mg5e62d9ado"))

	_, err := fake.SignUp(context.Background(), &cognitoidentityprovider.SignUpInput{
		ClientId: &app.ID, Username: aws.String("jane"), Password: aws.String("pa$$W0rd"),
		UserAttributes: []types.AttributeType{{Name: aws.String("email"), Value: aws.String("jane@example.com")}},
	})
	var exists *types.UsernameExistsException
	fmt.Println(errors.As(err, &exists))
	fmt.Println(fake.Transcript())
	// Output:
	// true
	// cognitofake: 2 calls, 1 message, 1 user (seed 1)
	//   1 SignUp  client 3n4b5urk  jane  LimitExceededException: Exceeded daily email limit for the operation or the
	//     account. If a higher limit is required, please configure your user pool to use your own Amazon SES
	//     configuration for sending email.
	//       sent: EMAIL to jane@example.com, code 123456, not delivered: LimitExceededException: Exceeded daily
	//             email limit for the operation or the account. If a higher limit is required, please configure your
	//             user pool to use your own Amazon SES configuration for sending email.
	//       hint: the limit is 0 a day; what the operation made stays (README, "The retry trap")
	//   2 SignUp (attempt 2 of 3)  client 3n4b5urk  jane  UsernameExistsException: User already exists
	//       hint: an earlier attempt of this same call made the user and then failed with LimitExceededException;
	//             the SDK tried it again (README, "The retry trap")
	//   users: jane UNCONFIRMED, email (not verified)
}
