package main

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognitofake/cognitofake"
)

// Ids of what -demo makes; the client's is the one of AWS's own examples.
const (
	demoPool   = "us-east-1_Demo00000"
	demoClient = "3n4b5urk1ft4fl3mg5e62d9ado"
)

// addDemo makes a pool that verifies e-mail addresses, and an app client that
// signs in with a password.
func addDemo(fake *cognitofake.Fake) {
	name := "demo"
	pool := fake.AddPool(cognitoidentityprovider.CreateUserPoolInput{
		PoolName:               &name,
		AutoVerifiedAttributes: []types.VerifiedAttributeType{types.VerifiedAttributeTypeEmail},
	}, cognitofake.WithID(demoPool))
	pool.AddAppClient(cognitoidentityprovider.CreateUserPoolClientInput{
		ClientName: &name,
		ExplicitAuthFlows: []types.ExplicitAuthFlowsType{
			types.ExplicitAuthFlowsTypeAllowUserPasswordAuth, types.ExplicitAuthFlowsTypeAllowRefreshTokenAuth,
		},
	}, cognitofake.WithID(demoClient))
}

// demoCommands is a sign-up from beginning to end, to paste into a shell.
func demoCommands(url string) string {
	return strings.NewReplacer("URL", url, "CLIENT", demoClient, "POOL", demoPool).Replace(demoText)
}

const demoText = `
# The inbox, in a browser: URL/
# Sign up, read the code, confirm, look: with the AWS CLI ...

export AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER=URL AWS_REGION=us-east-1 AWS_ACCESS_KEY_ID=any AWS_SECRET_ACCESS_KEY=any
aws cognito-idp sign-up --client-id CLIENT --username jane --password 'pa$$W0rd' --user-attributes Name=email,Value=jane@example.com
code=$(curl -sS 'URL/_cognitofake/messages?username=jane' | sed 's/.*"code":"\([^"]*\)".*/\1/')
aws cognito-idp confirm-sign-up --client-id CLIENT --username jane --confirmation-code "$code"
aws cognito-idp admin-get-user --user-pool-id POOL --username jane

# ... or with curl alone

call() { curl -sS URL/ -H 'Content-Type: application/x-amz-json-1.1' -H 'Authorization: any' -H "X-Amz-Target: AWSCognitoIdentityProviderService.$1" -d "$2"; echo; }
call SignUp '{"ClientId":"CLIENT","Username":"john","Password":"pa$$W0rd","UserAttributes":[{"Name":"email","Value":"john@example.com"}]}'
code=$(curl -sS 'URL/_cognitofake/messages?username=john' | sed 's/.*"code":"\([^"]*\)".*/\1/')
call ConfirmSignUp '{"ClientId":"CLIENT","Username":"john","ConfirmationCode":"'"$code"'"}'
call AdminGetUser '{"UserPoolId":"POOL","Username":"john"}'
`
