package cognitofake_test

import (
	"context"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/passkey"
)

// A passkey, from its registration to a sign-in. Package passkey has the
// authenticator and the browser around it.
func ExampleFake_AddPool_passkey() {
	ctx := context.Background()
	fake := cognitofake.New()
	pool := fake.AddPool(cognitoidentityprovider.CreateUserPoolInput{
		Policies: &types.UserPoolPolicyType{SignInPolicy: &types.SignInPolicyType{
			AllowedFirstAuthFactors: []types.AuthFactorType{types.AuthFactorTypePassword, types.AuthFactorTypeWebAuthn},
		}},
	})
	app := pool.AddAppClient(cognitoidentityprovider.CreateUserPoolClientInput{
		ExplicitAuthFlows: []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowUserAuth},
	})
	if _, err := fake.SetUserPoolMfaConfig(ctx, &cognitoidentityprovider.SetUserPoolMfaConfigInput{
		UserPoolId: &pool.ID, WebAuthnConfiguration: &types.WebAuthnConfigurationType{RelyingPartyId: aws.String("example.com")},
	}); err != nil {
		fmt.Println(err)
		return
	}
	pool.AddUser(cognitofake.NewUser{Username: "jane", Password: "pa$$W0rd"})

	// Jane is signed in, and registers a passkey.
	token := app.SignIn("jane").AccessToken
	key := passkey.New()
	start, err := fake.StartWebAuthnRegistration(ctx, &cognitoidentityprovider.StartWebAuthnRegistrationInput{AccessToken: &token})
	if err != nil {
		fmt.Println(err)
		return
	}
	credential, err := key.Register(start.CredentialCreationOptions)
	if err != nil {
		fmt.Println(err)
		return
	}
	if _, err := fake.CompleteWebAuthnRegistration(ctx, &cognitoidentityprovider.CompleteWebAuthnRegistrationInput{
		AccessToken: &token, Credential: credential,
	}); err != nil {
		fmt.Println(err)
		return
	}

	// The next time she signs in by it.
	out, err := fake.InitiateAuth(ctx, &cognitoidentityprovider.InitiateAuthInput{
		ClientId: &app.ID, AuthFlow: types.AuthFlowTypeUserAuth,
		AuthParameters: map[string]string{"USERNAME": "jane", "PREFERRED_CHALLENGE": "WEB_AUTHN"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	answer, err := key.Assert(out.ChallengeParameters["CREDENTIAL_REQUEST_OPTIONS"])
	if err != nil {
		fmt.Println(err)
		return
	}
	signedIn, err := fake.RespondToAuthChallenge(ctx, &cognitoidentityprovider.RespondToAuthChallengeInput{
		ClientId: &app.ID, ChallengeName: out.ChallengeName, Session: out.Session,
		ChallengeResponses: map[string]string{"USERNAME": "jane", "CREDENTIAL": answer},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(out.ChallengeName, cognitofake.Claims(*signedIn.AuthenticationResult.AccessToken)["username"])
	// Output:
	// WEB_AUTHN jane
}

// A device that a sign-in gives out is remembered once it is confirmed. An
// application proves it with its secret the next time it signs in.
func ExampleFake_AddPool_device() {
	ctx := context.Background()
	fake := cognitofake.New()
	pool := fake.AddPool(cognitoidentityprovider.CreateUserPoolInput{
		DeviceConfiguration: &types.DeviceConfigurationType{ChallengeRequiredOnNewDevice: true},
	})
	app := pool.AddAppClient(cognitoidentityprovider.CreateUserPoolClientInput{
		ExplicitAuthFlows: []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowUserPasswordAuth},
	})
	pool.AddUser(cognitofake.NewUser{Username: "jane", Password: "pa$$W0rd"})
	parameters := map[string]string{"USERNAME": "jane", "PASSWORD": "pa$$W0rd"}

	first, err := fake.InitiateAuth(ctx, &cognitoidentityprovider.InitiateAuthInput{
		ClientId: &app.ID, AuthFlow: types.AuthFlowTypeUserPasswordAuth, AuthParameters: parameters,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	device := first.AuthenticationResult.NewDeviceMetadata
	confirmed, err := fake.ConfirmDevice(ctx, &cognitoidentityprovider.ConfirmDeviceInput{
		AccessToken: first.AuthenticationResult.AccessToken, DeviceKey: device.DeviceKey, DeviceName: aws.String("Jane's phone"),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("ask the user:", confirmed.UserConfirmationNecessary)

	parameters["DEVICE_KEY"] = *device.DeviceKey
	again, err := fake.InitiateAuth(ctx, &cognitoidentityprovider.InitiateAuthInput{
		ClientId: &app.ID, AuthFlow: types.AuthFlowTypeUserPasswordAuth, AuthParameters: parameters,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(again.ChallengeName)
	// Output:
	// ask the user: false
	// DEVICE_SRP_AUTH
}
