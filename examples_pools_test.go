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

// In a pool with an e-mail alias a username does not look like an address,
// and nobody owns an address before it is verified.
func ExampleFake_AddPool_alias() {
	fake := cognitofake.New()
	pool := fake.AddPool(cognitoidentityprovider.CreateUserPoolInput{
		AliasAttributes: []types.AliasAttributeType{types.AliasAttributeTypeEmail},
	})
	app := pool.AddAppClient(cognitoidentityprovider.CreateUserPoolClientInput{})
	signUp := func(username string) error {
		_, err := fake.SignUp(context.Background(), &cognitoidentityprovider.SignUpInput{
			ClientId: &app.ID, Username: &username, Password: aws.String("pa$$W0rd"),
			UserAttributes: []types.AttributeType{{Name: aws.String("email"), Value: aws.String("jane@example.com")}},
		})
		return err
	}

	err := signUp("jane@example.com")
	var invalid *types.InvalidParameterException
	fmt.Println(errors.As(err, &invalid))
	fmt.Println(invalid.ErrorMessage())
	for _, name := range []string{"jane", "janet"} {
		fmt.Println(name, signUp(name))
	}
	// Output:
	// true
	// Username cannot be of email format, since user pool is configured for email alias.
	// jane <nil>
	// janet <nil>
}

// In a pool with UsernameAttributes people sign up by their address; the
// stored username is the sub, and an address belongs to one user.
func ExampleFake_AddPool_usernameAttributes() {
	fake := cognitofake.New()
	pool := fake.AddPool(cognitoidentityprovider.CreateUserPoolInput{
		UsernameAttributes:    []types.UsernameAttributeType{types.UsernameAttributeTypeEmail},
		UsernameConfiguration: &types.UsernameConfigurationType{CaseSensitive: aws.Bool(false)},
	})
	app := pool.AddAppClient(cognitoidentityprovider.CreateUserPoolClientInput{})
	signUp := func(username string) error {
		_, err := fake.SignUp(context.Background(), &cognitoidentityprovider.SignUpInput{
			ClientId: &app.ID, Username: &username, Password: aws.String("pa$$W0rd"),
		})
		return err
	}

	fmt.Println(signUp("jane@example.com"))
	user, _ := pool.User("jane@example.com")
	fmt.Println(user.Username == user.Sub, user.Attributes["email"])

	err := signUp("Jane@Example.com")
	var exists *types.UsernameExistsException
	fmt.Println(errors.As(err, &exists))
	fmt.Println(exists.ErrorMessage())
	// Output:
	// <nil>
	// true jane@example.com
	// true
	// An account with the given email already exists.
}

// Required and custom attributes, and those that an app client may write.
func ExamplePool_AddAppClient_attributes() {
	fake := cognitofake.New()
	pool := fake.AddPool(cognitoidentityprovider.CreateUserPoolInput{
		Schema: []types.SchemaAttributeType{
			{Name: aws.String("email"), Required: aws.Bool(true)},
			{Name: aws.String("team"), AttributeDataType: types.AttributeDataTypeString},
		},
	})
	app := pool.AddAppClient(cognitoidentityprovider.CreateUserPoolClientInput{WriteAttributes: []string{"email"}})
	signUp := func(attributes ...types.AttributeType) {
		_, err := fake.SignUp(context.Background(), &cognitoidentityprovider.SignUpInput{
			ClientId: &app.ID, Username: aws.String("jane"), Password: aws.String("pa$$W0rd"), UserAttributes: attributes,
		})
		var invalid *types.InvalidParameterException
		var unauthorized *types.NotAuthorizedException
		switch {
		case errors.As(err, &invalid):
			fmt.Println(invalid.ErrorMessage())
		case errors.As(err, &unauthorized):
			fmt.Println(unauthorized.ErrorMessage())
		default:
			fmt.Println(err)
		}
	}

	email := types.AttributeType{Name: aws.String("email"), Value: aws.String("jane@example.com")}
	signUp()
	signUp(email, types.AttributeType{Name: aws.String("custom:team"), Value: aws.String("blue")})
	signUp(email)
	// Output:
	// Attributes did not conform to the schema: emails: The attribute emails is required
	// A client attempted to write unauthorized attribute
	// <nil>
}

// Pools and app clients that the application itself makes over the API are as
// good as those made in code.
func ExampleFake_Pools() {
	fake := cognitofake.New()
	ctx := context.Background()
	made, err := fake.CreateUserPool(ctx, &cognitoidentityprovider.CreateUserPoolInput{
		PoolName: aws.String("customers"),
		Policies: &types.UserPoolPolicyType{PasswordPolicy: &types.PasswordPolicyType{MinimumLength: aws.Int32(6)}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	app, err := fake.CreateUserPoolClient(ctx, &cognitoidentityprovider.CreateUserPoolClientInput{
		UserPoolId: made.UserPool.Id, ClientName: aws.String("web"),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = fake.SignUp(ctx, &cognitoidentityprovider.SignUpInput{
		ClientId: app.UserPoolClient.ClientId, Username: aws.String("jane"), Password: aws.String("pA$s12"),
	})
	fmt.Println(err)

	pool := fake.Pools()[0]
	user, _ := pool.User("jane")
	fmt.Println(pool.ID == *made.UserPool.Id, user.Status)
	// Output:
	// <nil>
	// true UNCONFIRMED
}

// A client may have two secrets for a while, so that an application can change
// over without a gap.
func ExampleAppClient_SecretHash_rotation() {
	fake := cognitofake.New()
	ctx := context.Background()
	pool := fake.AddPool(cognitoidentityprovider.CreateUserPoolInput{})
	app := pool.AddAppClient(cognitoidentityprovider.CreateUserPoolClientInput{GenerateSecret: true})
	signUp := func(username string) error {
		_, err := fake.SignUp(ctx, &cognitoidentityprovider.SignUpInput{
			ClientId: &app.ID, Username: &username, Password: aws.String("pa$$W0rd"),
			SecretHash: aws.String(app.SecretHash(username)), // made with the first secret
		})
		return err
	}

	_, err := fake.AddUserPoolClientSecret(ctx, &cognitoidentityprovider.AddUserPoolClientSecretInput{UserPoolId: &pool.ID, ClientId: &app.ID})
	fmt.Println("second secret:", err)
	fmt.Println("the first still works:", signUp("jane") == nil)

	secrets, err := fake.ListUserPoolClientSecrets(ctx, &cognitoidentityprovider.ListUserPoolClientSecretsInput{UserPoolId: &pool.ID, ClientId: &app.ID})
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = fake.DeleteUserPoolClientSecret(ctx, &cognitoidentityprovider.DeleteUserPoolClientSecretInput{
		UserPoolId: &pool.ID, ClientId: &app.ID, ClientSecretId: secrets.ClientSecrets[0].ClientSecretId,
	})
	fmt.Println("first deleted:", err)
	fmt.Println("the first still works:", signUp("janet") == nil)
	fmt.Println("hint:", fake.Calls()[len(fake.Calls())-1].Hint)
	// Output:
	// second secret: <nil>
	// the first still works: true
	// first deleted: <nil>
	// the first still works: false
	// hint: the hash was made with a secret that has been deleted (DeleteUserPoolClientSecret)
}

// The pool's verdict on a password, to compare the validator of an application
// with.
func ExamplePool_CheckPassword() {
	fake := cognitofake.New()
	pool := fake.AddPool(cognitoidentityprovider.CreateUserPoolInput{Policies: &types.UserPoolPolicyType{
		PasswordPolicy: &types.PasswordPolicyType{MinimumLength: aws.Int32(10), RequireNumbers: true},
	}})
	for _, password := range []string{"correct horse 1", "correct horse", "horse 1"} {
		fmt.Println(pool.CheckPassword(password))
	}
	// Output:
	// <nil>
	// InvalidPasswordException: Password did not conform with policy: Password must have numeric characters
	// InvalidPasswordException: Password did not conform with policy: Password not long enough
}
