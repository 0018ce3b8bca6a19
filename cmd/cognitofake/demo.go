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

# What every SDK needs to know; nobody checks the keys
export AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER={URL}
export AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1
export AWS_ACCESS_KEY_ID=any
export AWS_SECRET_ACCESS_KEY=any

# Sign up, read the code, confirm, look: with the AWS CLI, which reads the URL from there since version 2.13 ...
idp() { aws cognito-idp --endpoint-url {URL} "$@"; }
idp sign-up --client-id {CLIENT} --username jane --password 'pa$$W0rd' --user-attributes Name=email,Value=jane@example.com
curl -sS '{URL}/_cognitofake/messages?username=jane'
idp confirm-sign-up --client-id {CLIENT} --username jane --confirmation-code "$(curl -sS '{URL}/_cognitofake/code?username=jane')"
idp admin-get-user --user-pool-id {POOL} --username jane

# ... or with curl alone
cognito() { curl -sS -w '\n' {URL}/ -H "X-Amz-Target: AWSCognitoIdentityProviderService.$1" -H 'Authorization: any' -d "$2"; }
cognito SignUp '{"ClientId":"{CLIENT}","Username":"john","Password":"pa$$W0rd","UserAttributes":[{"Name":"email","Value":"john@example.com"}]}'
cognito ConfirmSignUp '{"ClientId":"{CLIENT}","Username":"john","ConfirmationCode":"'"$(curl -sS '{URL}/_cognitofake/code?username=john')"'"}'
cognito AdminGetUser '{"UserPoolId":"{POOL}","Username":"john"}'
`
