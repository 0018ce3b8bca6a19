package cognitofake_test

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake"
)

// A pool that wants a second factor has its users set one up on the way: an app
// gets the secret, shows a code, and from then on each sign-in asks for one.
func ExamplePool_TOTP() {
	ctx := context.Background()
	fake := cognitofake.New()
	pool := fake.AddPool(cip.CreateUserPoolInput{})
	pool.SetMFA(cip.SetUserPoolMfaConfigInput{
		MfaConfiguration:              types.UserPoolMfaTypeOn,
		SoftwareTokenMfaConfiguration: &types.SoftwareTokenMfaConfigType{Enabled: true},
	})
	app := pool.AddAppClient(cip.CreateUserPoolClientInput{
		ExplicitAuthFlows: []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowUserPasswordAuth},
	})
	pool.AddUser(cognitofake.NewUser{Username: "jane", Password: "pa$$W0rd"})
	password := &cip.InitiateAuthInput{
		ClientId: &app.ID, AuthFlow: types.AuthFlowTypeUserPasswordAuth,
		AuthParameters: map[string]string{"USERNAME": "jane", "PASSWORD": "pa$$W0rd"},
	}

	first, _ := fake.InitiateAuth(ctx, password)
	fmt.Println(first.ChallengeName, first.ChallengeParameters["MFAS_CAN_SETUP"])
	secret, _ := fake.AssociateSoftwareToken(ctx, &cip.AssociateSoftwareTokenInput{Session: first.Session})
	fmt.Println("the app has a secret of", len(*secret.SecretCode))
	verified, _ := fake.VerifySoftwareToken(ctx, &cip.VerifySoftwareTokenInput{Session: secret.Session, UserCode: aws.String(pool.TOTP("jane"))})
	out, _ := fake.RespondToAuthChallenge(ctx, &cip.RespondToAuthChallengeInput{
		ClientId: &app.ID, ChallengeName: first.ChallengeName, Session: verified.Session,
		ChallengeResponses: map[string]string{"USERNAME": "jane"},
	})
	fmt.Println(out.AuthenticationResult != nil)

	again, _ := fake.InitiateAuth(ctx, password)
	fmt.Println(again.ChallengeName)
	out, _ = fake.RespondToAuthChallenge(ctx, &cip.RespondToAuthChallengeInput{
		ClientId: &app.ID, ChallengeName: again.ChallengeName, Session: again.Session,
		ChallengeResponses: map[string]string{"USERNAME": "jane", "SOFTWARE_TOKEN_MFA_CODE": pool.TOTP("jane")},
	})
	fmt.Println(out.AuthenticationResult != nil)
	// Output:
	// MFA_SETUP ["SOFTWARE_TOKEN_MFA"]
	// the app has a secret of 52
	// true
	// SOFTWARE_TOKEN_MFA
	// true
}

// A user who has turned text messages on, and the code that the fake sent.
func ExampleNewUser_secondFactor() {
	ctx := context.Background()
	fake := cognitofake.New()
	pool := fake.AddPool(cip.CreateUserPoolInput{
		MfaConfiguration: types.UserPoolMfaTypeOptional,
		SmsConfiguration: &types.SmsConfigurationType{SnsCallerArn: aws.String("arn:aws:iam::123456789012:role/sms")},
	})
	app := pool.AddAppClient(cip.CreateUserPoolClientInput{
		ExplicitAuthFlows: []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowUserPasswordAuth},
	})
	pool.AddUser(cognitofake.NewUser{
		Username: "jane", Password: "pa$$W0rd",
		Attributes: map[string]string{"phone_number": "+12065550123"},
		MFA:        []types.ChallengeNameType{types.ChallengeNameTypeSmsMfa},
	})

	asked, _ := fake.InitiateAuth(ctx, &cip.InitiateAuthInput{
		ClientId: &app.ID, AuthFlow: types.AuthFlowTypeUserPasswordAuth,
		AuthParameters: map[string]string{"USERNAME": "jane", "PASSWORD": "pa$$W0rd"},
	})
	fmt.Println(asked.ChallengeName, asked.ChallengeParameters["CODE_DELIVERY_DESTINATION"])
	out, _ := fake.RespondToAuthChallenge(ctx, &cip.RespondToAuthChallengeInput{
		ClientId: &app.ID, ChallengeName: asked.ChallengeName, Session: asked.Session,
		ChallengeResponses: map[string]string{"USERNAME": "jane", "SMS_MFA_CODE": pool.Code("jane")},
	})
	fmt.Println(out.AuthenticationResult != nil)
	// Output:
	// SMS_MFA +*******0123
	// true
}
