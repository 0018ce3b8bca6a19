package cognitofake_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognitofake/cognitofake"
)

// A registration that also writes a database row takes the sign-up back when
// the row cannot be written. The test sees that the name is free again.
func ExamplePool_User_compensation() {
	ctx := context.Background()
	fake := cognitofake.New()
	pool := fake.AddPool(cip.CreateUserPoolInput{})
	app := pool.AddAppClient(cip.CreateUserPoolClientInput{})

	register := func(client *cip.Client, insert func(sub string) error) error {
		out, err := client.SignUp(ctx, &cip.SignUpInput{
			ClientId: &app.ID, Username: aws.String("jane"), Password: aws.String("pa$$W0rd"),
		})
		if err != nil {
			return err
		}
		if err := insert(*out.UserSub); err != nil {
			_, undo := client.AdminDeleteUser(ctx, &cip.AdminDeleteUserInput{UserPoolId: &pool.ID, Username: aws.String("jane")})
			return errors.Join(err, undo)
		}
		return nil
	}

	err := register(fake.Client, func(string) error { return errors.New("database: connection refused") })
	_, exists := pool.User("jane")
	fmt.Println(err, exists)

	err = register(fake.Client, func(string) error { return nil })
	jane, _ := pool.User("jane")
	fmt.Println(err, jane.Status)
	// Output:
	// database: connection refused false
	// <nil> UNCONFIRMED
}

// A test that starts from a user in some state need not go all the way there.
func ExamplePool_AddUser() {
	fake := cognitofake.New()
	pool := fake.AddPool(cip.CreateUserPoolInput{
		AliasAttributes: []types.AliasAttributeType{types.AliasAttributeTypeEmail},
	})
	pool.AddUser(cognitofake.NewUser{
		Username: "jane",
		Disabled: true,
		Attributes: map[string]string{
			"email": "jane@example.com", "email_verified": "true",
		},
	})

	out, err := fake.AdminGetUser(context.Background(), &cip.AdminGetUserInput{
		UserPoolId: &pool.ID, Username: aws.String("jane@example.com"), // the alias is verified
	})
	fmt.Println(err, *out.Username, out.UserStatus, out.Enabled)
	// Output: <nil> jane CONFIRMED false
}

// A sign-up form that asks first whether an address is known.
func ExamplePool_AddUser_list() {
	fake := cognitofake.New()
	pool := fake.AddPool(cip.CreateUserPoolInput{})
	pool.AddUser(cognitofake.NewUser{Username: "jane", Attributes: map[string]string{"email": "jane@example.com"}})
	pool.AddUser(cognitofake.NewUser{Username: "joe", Attributes: map[string]string{"email": "joe@example.com"}})

	out, err := fake.ListUsers(context.Background(), &cip.ListUsersInput{
		UserPoolId:      &pool.ID,
		Filter:          aws.String(`email = "Jane@example.com"`), // its case does not matter
		AttributesToGet: []string{"email"},
	})
	fmt.Println(err, len(out.Users))
	for _, u := range out.Users {
		fmt.Println(*u.Username, *u.Attributes[0].Value)
	}
	// Output:
	// <nil> 1
	// jane jane@example.com
}

// The invitation that an administrator's user gets, with the temporary
// password in it.
func ExampleMessage_invitation() {
	fake := cognitofake.New()
	pool := fake.AddPool(cip.CreateUserPoolInput{})
	_, err := fake.AdminCreateUser(context.Background(), &cip.AdminCreateUserInput{
		UserPoolId:             &pool.ID,
		Username:               aws.String("jane"),
		TemporaryPassword:      aws.String("Temp#2026"),
		UserAttributes:         []types.AttributeType{{Name: aws.String("email"), Value: aws.String("jane@example.com")}},
		DesiredDeliveryMediums: []types.DeliveryMediumType{types.DeliveryMediumTypeEmail},
	})
	m := pool.Messages()[0]
	fmt.Println(err)
	fmt.Println(m.To, m.Subject)
	fmt.Printf("%q\n", m.Body)
	fmt.Println(m.Code)
	// Output:
	// <nil>
	// jane@example.com Your temporary password
	// "Your username is jane and temporary password is Temp#2026. "
	// Temp#2026
}

// The ID token of a user has the groups that they are in, the best first, and
// the role of the best.
func ExampleClaims() {
	ctx := context.Background()
	fake := cognitofake.New()
	pool := fake.AddPool(cip.CreateUserPoolInput{})
	app := pool.AddAppClient(cip.CreateUserPoolClientInput{})
	pool.AddUser(cognitofake.NewUser{Username: "jane"})
	for i, group := range []string{"editors", "authors"} {
		_, err := fake.CreateGroup(ctx, &cip.CreateGroupInput{
			UserPoolId: &pool.ID, GroupName: &group, Precedence: aws.Int32(int32(i)),
			RoleArn: aws.String("arn:aws:iam::123456789012:role/" + group),
		})
		fmt.Println(err)
		_, err = fake.AdminAddUserToGroup(ctx, &cip.AdminAddUserToGroupInput{UserPoolId: &pool.ID, Username: aws.String("jane"), GroupName: &group})
		fmt.Println(err)
	}

	claims := cognitofake.Claims(app.SignIn("jane").IDToken)
	fmt.Println(claims["cognito:groups"], claims["cognito:preferred_role"])
	// Output:
	// <nil>
	// <nil>
	// <nil>
	// <nil>
	// [editors authors] arn:aws:iam::123456789012:role/editors
}
