package cognitofake_test

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognitofake/cognitofake"
)

// A pool as it is in production: what the describe commands of the AWS CLI
// print, with the ids that the application is configured with. In a test the
// text comes from a file.
func ExampleFake_ImportPool() {
	const describeUserPool = `{"UserPool": {
		"Id": "eu-west-1_Ab12Cd34E", "Name": "customers",
		"Policies": {"PasswordPolicy": {"MinimumLength": 12}},
		"SchemaAttributes": [{"Name": "custom:team", "AttributeDataType": "String", "Mutable": true}],
		"AutoVerifiedAttributes": ["email"],
		"UserPoolTier": "PLUS", "UserPoolAddOns": {"AdvancedSecurityMode": "AUDIT"}
	}}`
	const describeUserPoolClient = `{"UserPoolClient": {
		"UserPoolId": "eu-west-1_Ab12Cd34E", "ClientId": "3n4b5urk1ft4fl3mg5e62d9ado", "ClientName": "web"
	}}`

	fake := cognitofake.New()
	pool, err := fake.ImportPool(strings.NewReader(describeUserPool))
	if err != nil {
		fmt.Println(err)
		return
	}
	app, err := pool.ImportAppClient(strings.NewReader(describeUserPoolClient))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, note := range pool.NotHonoured() {
		fmt.Println(note)
	}

	_, err = fake.SignUp(context.Background(), &cognitoidentityprovider.SignUpInput{
		ClientId: &app.ID, Username: aws.String("jane"), Password: aws.String("pa$$W0rd"),
	})
	var weak *types.InvalidPasswordException
	fmt.Println(errors.As(err, &weak), weak.ErrorMessage())
	// Output:
	// UserPool.UserPoolAddOns.AdvancedSecurityMode is AUDIT: of threats only the passwords of WithCompromisedPasswords are looked for
	// true Password did not conform with policy: Password not long enough
}
