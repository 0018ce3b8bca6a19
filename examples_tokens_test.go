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

// A test that begins with a user who is signed in: neither a password nor a
// flow is needed.
func ExampleAppClient_SignIn() {
	fake := cognitofake.New()
	pool := fake.AddPool(cognitoidentityprovider.CreateUserPoolInput{})
	app := pool.AddAppClient(cognitoidentityprovider.CreateUserPoolClientInput{})
	pool.AddUser(cognitofake.NewUser{Username: "jane", Attributes: map[string]string{"email": "jane@example.com"}})

	tokens := app.SignIn("jane")
	out, err := fake.GetUser(context.Background(), &cognitoidentityprovider.GetUserInput{AccessToken: &tokens.AccessToken})
	fmt.Println(*out.Username, err)
	fmt.Println(cognitofake.Claims(tokens.IDToken)["email"])

	app.RevokeToken(tokens.RefreshToken)
	_, err = fake.GetUser(context.Background(), &cognitoidentityprovider.GetUserInput{AccessToken: &tokens.AccessToken})
	var refused *types.NotAuthorizedException
	fmt.Println(errors.As(err, &refused), refused.ErrorMessage())
	// Output:
	// jane <nil>
	// jane@example.com
	// true Access Token has been revoked
}

// The app client rotates refresh tokens: each refresh gives another one, and
// the old one is good for the grace period alone.
func ExampleTokens_rotation() {
	fake := cognitofake.New()
	pool := fake.AddPool(cognitoidentityprovider.CreateUserPoolInput{})
	app := pool.AddAppClient(cognitoidentityprovider.CreateUserPoolClientInput{
		RefreshTokenRotation: &types.RefreshTokenRotationType{Feature: types.FeatureTypeEnabled},
	})
	pool.AddUser(cognitofake.NewUser{Username: "jane"})
	refresh := func(token string) (string, error) {
		out, err := fake.GetTokensFromRefreshToken(context.Background(), &cognitoidentityprovider.GetTokensFromRefreshTokenInput{
			ClientId: &app.ID, RefreshToken: &token,
		})
		if err != nil {
			return "", err
		}
		return *out.AuthenticationResult.RefreshToken, nil
	}

	first := app.SignIn("jane").RefreshToken
	second, err := refresh(first)
	fmt.Println(second != first, err)

	_, err = refresh(first)
	var reused *types.RefreshTokenReuseException
	fmt.Println(errors.As(err, &reused), reused.ErrorMessage())

	_, err = refresh(second) // reuse of the first has not ended the sign-in
	fmt.Println(err)
	// Output:
	// true <nil>
	// true Refresh token reuse detected
	// <nil>
}

// A verified e-mail address is changed. The old one holds until the code that
// went to the new one has come back.
func ExampleTokens_changeEmail() {
	fake := cognitofake.New()
	pool := fake.AddPool(cognitoidentityprovider.CreateUserPoolInput{
		AutoVerifiedAttributes: []types.VerifiedAttributeType{types.VerifiedAttributeTypeEmail},
		UserAttributeUpdateSettings: &types.UserAttributeUpdateSettingsType{
			AttributesRequireVerificationBeforeUpdate: []types.VerifiedAttributeType{types.VerifiedAttributeTypeEmail},
		},
	})
	app := pool.AddAppClient(cognitoidentityprovider.CreateUserPoolClientInput{})
	pool.AddUser(cognitofake.NewUser{Username: "jane", Attributes: map[string]string{"email": "jane@example.com", "email_verified": "true"}})
	tokens := app.SignIn("jane")

	out, err := fake.UpdateUserAttributes(context.Background(), &cognitoidentityprovider.UpdateUserAttributesInput{
		AccessToken:    &tokens.AccessToken,
		UserAttributes: []types.AttributeType{{Name: aws.String("email"), Value: aws.String("jane@example.org")}},
	})
	fmt.Println(*out.CodeDeliveryDetailsList[0].Destination, err)
	jane, _ := pool.User("jane")
	fmt.Println(jane.Attributes["email"])

	_, err = fake.VerifyUserAttribute(context.Background(), &cognitoidentityprovider.VerifyUserAttributeInput{
		AccessToken: &tokens.AccessToken, AttributeName: aws.String("email"), Code: aws.String(pool.Code("jane")),
	})
	fmt.Println(err)
	jane, _ = pool.User("jane")
	fmt.Println(jane.Attributes["email"], jane.Attributes["email_verified"])
	// Output:
	// j***@e*** <nil>
	// jane@example.com
	// <nil>
	// jane@example.org true
}
