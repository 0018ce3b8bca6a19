package cognitofake_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognitofake/cognitofake"
)

// An administrator has made a user, who signs in with the temporary password
// from the invitation and has to choose their own.
func ExampleMessage_firstSignIn() {
	ctx := context.Background()
	fake := cognitofake.New()
	pool := fake.AddPool(cognitoidentityprovider.CreateUserPoolInput{})
	app := pool.AddAppClient(cognitoidentityprovider.CreateUserPoolClientInput{
		ExplicitAuthFlows: []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowUserPasswordAuth},
	})
	if _, err := fake.AdminCreateUser(ctx, &cognitoidentityprovider.AdminCreateUserInput{
		UserPoolId: &pool.ID, Username: aws.String("jane"),
		UserAttributes:         []types.AttributeType{{Name: aws.String("email"), Value: aws.String("jane@example.com")}},
		DesiredDeliveryMediums: []types.DeliveryMediumType{types.DeliveryMediumTypeEmail},
	}); err != nil {
		fmt.Println(err)
		return
	}

	invitation := fake.Messages()[0]
	started, err := fake.InitiateAuth(ctx, &cognitoidentityprovider.InitiateAuthInput{
		ClientId: &app.ID, AuthFlow: types.AuthFlowTypeUserPasswordAuth,
		AuthParameters: map[string]string{"USERNAME": "jane", "PASSWORD": invitation.Code},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(started.ChallengeName, started.ChallengeParameters["userAttributes"])

	answer := &cognitoidentityprovider.RespondToAuthChallengeInput{
		ClientId: &app.ID, ChallengeName: started.ChallengeName, Session: started.Session,
		ChallengeResponses: map[string]string{"USERNAME": "jane", "NEW_PASSWORD": "horse"},
	}
	_, err = fake.RespondToAuthChallenge(ctx, answer)
	var weak *types.InvalidPasswordException
	fmt.Println(errors.As(err, &weak), weak.ErrorMessage())

	answer.ChallengeResponses["NEW_PASSWORD"] = "Correct-horse-1"
	signedIn, err := fake.RespondToAuthChallenge(ctx, answer)
	if err != nil {
		fmt.Println(err)
		return
	}
	user, _ := pool.User("jane")
	fmt.Println(*signedIn.AuthenticationResult.TokenType, user.Status)
	// Output:
	// NEW_PASSWORD_REQUIRED {"email":"jane@example.com"}
	// true Password does not conform to policy: Password not long enough
	// Bearer CONFIRMED
}

// A user without a password signs up, and later signs in by a code that is
// sent by e-mail.
func ExamplePool_AddAppClient_oneTimeCode() {
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
	if _, err := fake.SignUp(ctx, &cognitoidentityprovider.SignUpInput{
		ClientId: &app.ID, Username: aws.String("jane"),
		UserAttributes: []types.AttributeType{{Name: aws.String("email"), Value: aws.String("jane@example.com")}},
	}); err != nil {
		fmt.Println(err)
		return
	}
	if _, err := fake.ConfirmSignUp(ctx, &cognitoidentityprovider.ConfirmSignUpInput{
		ClientId: &app.ID, Username: aws.String("jane"), ConfirmationCode: aws.String(pool.Code("jane")),
	}); err != nil {
		fmt.Println(err)
		return
	}

	started, err := fake.InitiateAuth(ctx, &cognitoidentityprovider.InitiateAuthInput{
		ClientId: &app.ID, AuthFlow: types.AuthFlowTypeUserAuth,
		AuthParameters: map[string]string{"USERNAME": "jane", "PREFERRED_CHALLENGE": "EMAIL_OTP"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(started.ChallengeName, started.ChallengeParameters["CODE_DELIVERY_DESTINATION"], len(pool.Code("jane")), "digits")

	signedIn, err := fake.RespondToAuthChallenge(ctx, &cognitoidentityprovider.RespondToAuthChallengeInput{
		ClientId: &app.ID, ChallengeName: started.ChallengeName, Session: started.Session,
		ChallengeResponses: map[string]string{"USERNAME": "jane", "EMAIL_OTP_CODE": pool.Code("jane")},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(*signedIn.AuthenticationResult.TokenType, signedIn.AuthenticationResult.ExpiresIn)
	// Output:
	// EMAIL_OTP j***@e*** 8 digits
	// Bearer 3600
}

// Without a password: the session of SignUp goes to ConfirmSignUp, and its
// session signs the user in. The pool allows one-time codes and the app client
// choice-based sign-in.
func ExamplePool_AddAppClient_passwordless() {
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
	fmt.Println("code sent to", *signedUp.CodeDeliveryDetails.Destination)
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
	// code sent to j***@e***
	// Bearer 3600
}

// An app client lets users sign in by password if ExplicitAuthFlows says so.
func ExamplePool_AddAppClient_signIn() {
	fake := cognitofake.New()
	pool := fake.AddPool(cognitoidentityprovider.CreateUserPoolInput{})
	app := pool.AddAppClient(cognitoidentityprovider.CreateUserPoolClientInput{
		ExplicitAuthFlows: []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowUserPasswordAuth},
	})
	pool.AddUser(cognitofake.NewUser{Username: "ann", Password: "pa$$W0rd", Status: types.UserStatusTypeUnconfirmed})
	pool.AddUser(cognitofake.NewUser{Username: "jane", Password: "pa$$W0rd"})
	signIn := func(username string) (*cognitoidentityprovider.InitiateAuthOutput, error) {
		return fake.InitiateAuth(context.Background(), &cognitoidentityprovider.InitiateAuthInput{
			ClientId: &app.ID, AuthFlow: types.AuthFlowTypeUserPasswordAuth,
			AuthParameters: map[string]string{"USERNAME": username, "PASSWORD": "pa$$W0rd"},
		})
	}

	_, err := signIn("ann")
	var unconfirmed *types.UserNotConfirmedException
	fmt.Println(errors.As(err, &unconfirmed), unconfirmed.ErrorMessage())

	out, err := signIn("jane")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(cognitofake.Claims(*out.AuthenticationResult.AccessToken)["username"])
	// Output:
	// true User is not confirmed.
	// jane
}
