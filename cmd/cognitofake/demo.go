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

// demoCommands is a sign-up from beginning to end, twice, to paste into a
// shell: as a whole, or line by line.
func demoCommands(url string) string {
	return strings.NewReplacer("{URL}", url, "{CLIENT}", demoClient, "{POOL}", demoPool).Replace(demoText)
}

const demoText = `
# The inbox, in a browser: {URL}/

# Sign up, read the message, confirm, look: with the AWS CLI ...
aws cognito-idp sign-up --endpoint-url {URL} --region us-east-1 --no-sign-request --client-id {CLIENT} --username jane --password 'pa$$W0rd' --user-attributes Name=email,Value=jane@example.com
curl -sS '{URL}/_cognitofake/messages?username=jane'
aws cognito-idp confirm-sign-up --endpoint-url {URL} --region us-east-1 --no-sign-request --client-id {CLIENT} --username jane --confirmation-code "$(curl -sS '{URL}/_cognitofake/messages?username=jane' | sed 's/.*"code":"\([^"]*\)".*/\1/')"
AWS_ACCESS_KEY_ID=any AWS_SECRET_ACCESS_KEY=any aws cognito-idp admin-get-user --endpoint-url {URL} --region us-east-1 --user-pool-id {POOL} --username jane

# ... or with curl alone
curl -sS -w '\n' {URL}/ -H 'Content-Type: application/x-amz-json-1.1' -H 'X-Amz-Target: AWSCognitoIdentityProviderService.SignUp' -d '{"ClientId":"{CLIENT}","Username":"john","Password":"pa$$W0rd","UserAttributes":[{"Name":"email","Value":"john@example.com"}]}'
curl -sS '{URL}/_cognitofake/messages?username=john'
curl -sS -w '\n' {URL}/ -H 'Content-Type: application/x-amz-json-1.1' -H 'X-Amz-Target: AWSCognitoIdentityProviderService.ConfirmSignUp' -d '{"ClientId":"{CLIENT}","Username":"john","ConfirmationCode":"'"$(curl -sS '{URL}/_cognitofake/messages?username=john' | sed 's/.*"code":"\([^"]*\)".*/\1/')"'"}'
curl -sS -w '\n' {URL}/ -H 'Content-Type: application/x-amz-json-1.1' -H 'Authorization: any' -H 'X-Amz-Target: AWSCognitoIdentityProviderService.AdminGetUser' -d '{"UserPoolId":"{POOL}","Username":"john"}'
`
