package truth_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
)

// Masked ids, ARNs and domains are replaced, and that is said.
func TestImportOfMaskedPools(t *testing.T) {
	const home = "arn:aws:cognito-idp:us-east-1:123456789012:userpool/"
	for given, want := range map[string]struct {
		id, arn string // patterns
		notes   int
	}{
		`{"Id": "****"}`:                      {`^us-east-1_\w{9}$`, "^" + home, 1},
		`{"Id": ""}`:                          {`^us-east-1_\w{9}$`, "^" + home, 1},
		`{"Id": "POOL-ID"}`:                   {`^us-east-1_\w{9}$`, "^" + home, 1},
		`{"Id": "<redacted>", "Arn": "****"}`: {`^us-east-1_\w{9}$`, "^" + home, 2},
		`{"Id": "eu-west-1_*********"}`:       {`^eu-west-1_\w{9}$`, `^arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_`, 1},
		`{"Id": "eu-west-1_****", "Arn": "arn:aws:cognito-idp:eu-west-1:****:userpool/eu-west-1_****"}`:       {`^eu-west-1_\w{9}$`, `^arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_`, 2},
		`{"Id": "****", "Arn": "arn:aws:cognito-idp:eu-west-1:210987654321:userpool/eu-west-1_aB3dE5fG7"}`:    {`^eu-west-1_aB3dE5fG7$`, `^arn:aws:cognito-idp:eu-west-1:210987654321:userpool/eu-west-1_aB3dE5fG7$`, 1},
		`{"Id": "eu-west-1_aB3", "Arn": "arn:aws:cognito-idp:eu-west-1:************:userpool/eu-west-1_aB3"}`: {`^eu-west-1_aB3$`, `^arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_aB3$`, 1},
		`{"Id": "eu-west-1_aB3", "Arn": "arn:aws:cognito-idp:eu-west-1:XXXXXXXXXXXX:userpool/eu-west-1_aB3"}`: {`^eu-west-1_aB3$`, `^arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_aB3$`, 1},
		`{"Id": "eu-west-1_XXXXXXXXX"}`: {`^eu-west-1_XXXXXXXXX$`, `^arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_XXXXXXXXX$`, 0},
		`{"Id": "us-east-1_a", "EmailConfiguration": {"EmailSendingAccount": "DEVELOPER", "From": "****", "ReplyToEmailAddress": "****", "SourceArn": "arn:aws:ses:****"}}`: {`_a$`, home + "us-east-1_a", 2},
		`{"Id": "us-east-1_a", "SmsConfiguration": {"SnsCallerArn": "***", "ExternalId": "***"}, "AutoVerifiedAttributes": ["phone_number"]}`:                               {`_a$`, home + "us-east-1_a", 1},
		`{"Id": "us-east-1_a", "AutoVerifiedAttributes": ["phone_number"]}`:                                                                                                 {`_a$`, home + "us-east-1_a", 1},
		`{"Id": "us-east-1_a", "Domain": "****"}`:                {`_a$`, home + "us-east-1_a", 1},
		`{"Id": "us-east-1_a", "CustomDomain": "auth.****.com"}`: {`_a$`, home + "us-east-1_a", 1},
	} {
		fake := cognitofake.NewT(t)
		pool, err := fake.ImportPool(strings.NewReader(given))
		require.NoError(t, err, given)
		require.Regexp(t, want.id, pool.ID, given)
		require.Regexp(t, want.arn, pool.ARN, given)
		require.Len(t, pool.NotHonoured(), want.notes, "%s: %v", given, pool.NotHonoured())
		for _, note := range pool.NotHonoured() {
			require.Regexp(t, `^UserPool\.\w+`, note)
			require.Contains(t, unbroken(fake.Transcript()), note)
		}
		_, err = fake.DescribeUserPool(t.Context(), &cip.DescribeUserPoolInput{UserPoolId: &pool.ID})
		require.NoError(t, err)
	}
}

// unbroken is a transcript without the breaks in its lines.
func unbroken(text string) string { return strings.Join(strings.Fields(text), " ") }

// Functions keep their names, whatever is masked of their ARNs.
func TestImportOfMaskedFunctions(t *testing.T) {
	fake := cognitofake.NewT(t)
	pool, err := fake.ImportPool(strings.NewReader(`{"UserPool": {"Id": "us-east-1_****", "LambdaConfig": {
		"PreSignUp": "arn:aws:lambda:us-east-1:****:function:check", "PostConfirmation": "****",
		"KMSKeyID": "arn:aws:kms:us-east-1:************:key/****",
		"CustomEmailSender": {"LambdaVersion": "V1_0", "LambdaArn": "arn:aws:lambda:us-east-1:****:function:send"}}}}`))
	require.NoError(t, err)
	require.Len(t, pool.NotHonoured(), 5, pool.NotHonoured())
	described, err := fake.DescribeUserPool(t.Context(), &cip.DescribeUserPoolInput{UserPoolId: &pool.ID})
	require.NoError(t, err)
	const account = "arn:aws:lambda:us-east-1:123456789012:function:"
	require.Equal(t, account+"check", *described.UserPool.LambdaConfig.PreSignUp)
	require.Equal(t, account+"send", *described.UserPool.LambdaConfig.CustomEmailSender.LambdaArn)

	called := false
	fake.Lambda("check", func(e events.CognitoEventUserPoolsPreSignup) (events.CognitoEventUserPoolsPreSignup, error) {
		called = true
		return e, nil
	})
	app := pool.AddAppClient(cip.CreateUserPoolClientInput{})
	_, err = fake.SignUp(t.Context(), fixture.SignUpInput(app.ID, "", "jane"))
	require.NoError(t, err)
	require.True(t, called)
}

// A client with masked secrets, or one of another pool's attributes, is made.
func TestImportOfMaskedClients(t *testing.T) {
	for given, want := range map[string]struct {
		id, secret string // patterns
		notes      []string
	}{
		`{"ClientId": "abc", "ClientSecret": "CLIENT_SECRET"}`:  {"^abc$", `^[0-9a-v]{51}$`, []string{"UserPoolClient.ClientSecret is none that an app client could have: another one is made up, AppClient.Secret"}},
		`{"ClientId": "abc", "ClientSecret": "****"}`:           {"^abc$", `^[0-9a-v]{51}$`, []string{"UserPoolClient.ClientSecret is none that an app client could have: another one is made up, AppClient.Secret"}},
		`{"ClientId": "abc", "ClientSecret": ""}`:               {"^abc$", `^$`, nil},
		`{"ClientId": "****", "UserPoolId": "us-east-1_*****"}`: {`^[0-9a-v]{26}$`, `^$`, []string{"UserPoolClient.UserPoolId is", "UserPoolClient.ClientId is"}},
		`{"ClientId": "abc", "ReadAttributes": ["email", "custom:none"], "WriteAttributes": ["custom:none", "email"]}`: {"^abc$", "^$", []string{
			"UserPoolClient.ReadAttributes[1] is custom:none, which the pool lacks", "UserPoolClient.WriteAttributes[0] is custom:none, which the pool lacks"}},
		`{"ClientId": "abc", "AllowedOAuthScopes": ["openid", "api/read"], "SupportedIdentityProviders": ["Google"]}`: {"^abc$", "^$", []string{
			"UserPoolClient.AllowedOAuthScopes has api/read", "UserPoolClient.SupportedIdentityProviders: nobody signs in with Google"}},
		`{"ClientId": "abc", "AnalyticsConfiguration": {"ApplicationArn": "****", "RoleArn": "arn:aws:iam::****:role/r"}}`: {"^abc$", "^$", []string{
			"UserPoolClient.AnalyticsConfiguration.ApplicationArn is", "UserPoolClient.AnalyticsConfiguration.RoleArn is", "UserPoolClient.AnalyticsConfiguration: "}},
	} {
		fake := cognitofake.NewT(t)
		pool := fake.AddPool(cip.CreateUserPoolInput{})
		app, err := pool.ImportAppClient(strings.NewReader(given))
		require.NoError(t, err, given)
		require.Regexp(t, want.id, app.ID)
		require.Regexp(t, want.secret, app.Secret)
		require.Len(t, app.NotHonoured(), len(want.notes), "%v", app.NotHonoured())
		for i, note := range want.notes {
			require.Contains(t, app.NotHonoured()[i], note)
			require.Contains(t, unbroken(fake.Transcript()), note)
		}
		if app.Secret != "" {
			require.NotContains(t, fake.Transcript(), app.Secret)
		}
		_, err = fake.SignUp(t.Context(), fixture.SignUpInput(app.ID, app.Secret, "jane"))
		require.NoError(t, err)
	}
}

// Twenty attributes of 2023 are twenty attributes, and users may have the rest.
func TestImportOfAnOlderDescription(t *testing.T) {
	fake := cognitofake.NewT(t)
	made := fake.AddPool(cip.CreateUserPoolInput{})
	out, err := fake.DescribeUserPool(t.Context(), &cip.DescribeUserPoolInput{UserPoolId: &made.ID})
	require.NoError(t, err)
	var attributes []types.SchemaAttributeType
	for _, a := range out.UserPool.SchemaAttributes {
		if *a.Name != "identities" {
			attributes = append(attributes, a)
		}
	}
	text, err := json.Marshal(attributes)
	require.NoError(t, err)
	pool, err := fake.ImportPool(strings.NewReader(fmt.Sprintf(`{"UserPool": {"Id": "us-east-1_old", "Name": "old", "SchemaAttributes": %s,
		"AutoVerifiedAttributes": ["email"], "MfaConfiguration": "OFF", "Policies": {"PasswordPolicy": {"MinimumLength": 8}},
		"AdminCreateUserConfig": {"AllowAdminCreateUserOnly": false, "UnusedAccountValidityDays": 7}}}`, text)))
	require.NoError(t, err)
	require.Empty(t, pool.NotHonoured())
	out, err = fake.DescribeUserPool(t.Context(), &cip.DescribeUserPoolInput{UserPoolId: &pool.ID})
	require.NoError(t, err)
	require.Len(t, out.UserPool.SchemaAttributes, 20)
	require.Equal(t, attributes, out.UserPool.SchemaAttributes)
	require.Nil(t, out.UserPool.AccountRecoverySetting, "an older pool has none")

	// Such a pool sends codes by the phone first, and an update leaves that alone.
	_, err = fake.UpdateUserPool(t.Context(), &cip.UpdateUserPoolInput{
		UserPoolId: &pool.ID, SmsConfiguration: fixture.SMSConfiguration(), AutoVerifiedAttributes: []types.VerifiedAttributeType{fixture.Email},
	})
	require.NoError(t, err)
	app := pool.AddAppClient(cip.CreateUserPoolClientInput{})
	pool.AddUser(cognitofake.NewUser{Username: "jane", Attributes: map[string]string{
		"email": "jane@example.com", "email_verified": "true", "phone_number": "+12065550100", "phone_number_verified": "true",
	}})
	sent, err := fake.ForgotPassword(t.Context(), &cip.ForgotPasswordInput{ClientId: &app.ID, Username: aws.String("jane")})
	require.NoError(t, err)
	require.Equal(t, types.DeliveryMediumTypeSms, sent.CodeDeliveryDetails.DeliveryMedium)
}

// A file of another kind is told by its name.
func TestImportNamesOtherFiles(t *testing.T) {
	for given, kind := range map[string]string{
		`{"AWSTemplateFormatVersion": "2010-09-09", "Resources": {}}`:                                     "a CloudFormation template",
		`{"Resources": {"Pool": {"Type": "AWS::Cognito::UserPool"}}}`:                                     "a CloudFormation template",
		"AWSTemplateFormatVersion: '2010-09-09'\nResources:\n  Pool:\n    Type: AWS::Cognito::UserPool\n": "a CloudFormation template",
		`{"UserPools": [{"Id": "us-east-1_abc", "Name": "a"}]}`:                                           "a list of user pools",
		`[{"Id": "us-east-1_abc", "Name": "a"}]`:                                                          "a list of user pools",
		`{"UserPoolClients": []}`:                                                                         "a list of app clients",
		"<!DOCTYPE html>\n<html></html>":                                                                  "an HTML page",
		"  <html lang=en>":                                                                                "an HTML page",
		`{"format_version": "1.2", "terraform_version": "1.11.4", "planned_values": {}}`:                  "a Terraform plan",
		"resource \"aws_cognito_user_pool\" \"p\" {\n}\n":                                                 "Terraform configuration",
		"UserPool:\n  Id: us-east-1_abc\n":                                                                "YAML",
		"\nAn error occurred (AccessDeniedException) when calling the DescribeUserPool operation: no\n":   "an error of the AWS CLI",
		`{"Users": []}`:        "a list of users",
		`{"PoolName": "shop"}`: "the input of create-user-pool",
	} {
		fake := cognitofake.NewT(t)
		_, err := fake.ImportPool(strings.NewReader(given))
		require.ErrorContains(t, err, "cognitofake: ImportPool: this is "+kind, given)
		require.ErrorContains(t, err, "not what aws cognito-idp describe-user-pool prints")
		require.Empty(t, fake.Pools())
		_, err = fake.AddPool(cip.CreateUserPoolInput{}).ImportAppClient(strings.NewReader(given))
		require.ErrorContains(t, err, "this is "+kind)
	}
	fake := cognitofake.NewT(t)
	_, err := fake.ImportPool(strings.NewReader(`{"UserPoolClient": {"ClientId": "abc"}}`))
	require.ErrorContains(t, err, "this is the description of an app client")
	_, err = fake.AddPool(cip.CreateUserPoolInput{}).ImportAppClient(strings.NewReader(`{"UserPool": {"Id": "us-east-1_abc"}}`))
	require.ErrorContains(t, err, "this is the description of a user pool")
}
