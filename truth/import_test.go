package truth_test

import (
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
)

const (
	importedPool   = "testdata/describe-user-pool.json"
	importedClient = "testdata/describe-user-pool-client.json"
)

// importBoth imports the pool and the client of testdata.
func importBoth(t *testing.T, opts ...cognitofake.Option) (*cognitofake.Fake, *cognitofake.Pool, *cognitofake.AppClient) {
	t.Helper()
	fake := cognitofake.NewT(t, opts...)
	pool, err := fake.ImportPool(strings.NewReader(file(t, importedPool)))
	require.NoError(t, err)
	app, err := pool.ImportAppClient(strings.NewReader(file(t, importedClient)))
	require.NoError(t, err)
	return fake, pool, app
}

func file(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	require.NoError(t, err)
	return string(text)
}

// Whatever was imported is described again, to the last member, and nothing
// else: attributes that the file does not list are not listed here.
func TestImportAndDescribe(t *testing.T) {
	fake, pool, app := importBoth(t)
	require.Equal(t, "eu-central-1_aB3dE5fG7", pool.ID)
	require.Equal(t, "arn:aws:cognito-idp:eu-central-1:210987654321:userpool/eu-central-1_aB3dE5fG7", pool.ARN)
	require.Equal(t, "shop-prod", pool.Name())
	require.Equal(t, "6mt2k4r0c8qv1p5n7s9d3f0hjl", app.ID)

	described, err := fake.DescribeUserPool(t.Context(), &cip.DescribeUserPoolInput{UserPoolId: &pool.ID})
	require.NoError(t, err)
	var want struct{ UserPool types.UserPoolType }
	unmarshal(t, file(t, importedPool), &want, "CreationDate", "LastModifiedDate")
	got := *described.UserPool
	require.True(t, time.Date(2023, 11, 20, 15, 2, 11, 87e6, time.UTC).Equal(*got.CreationDate))
	require.True(t, time.Date(2025, 2, 3, 8, 15, 27, 400e6, time.UTC).Equal(*got.LastModifiedDate))
	got.CreationDate, got.LastModifiedDate = nil, nil
	want.UserPool.EstimatedNumberOfUsers = 0
	require.Equal(t, want.UserPool, got)

	client, err := fake.DescribeUserPoolClient(t.Context(), &cip.DescribeUserPoolClientInput{UserPoolId: &pool.ID, ClientId: &app.ID})
	require.NoError(t, err)
	var wantClient struct{ UserPoolClient types.UserPoolClientType }
	unmarshal(t, file(t, importedClient), &wantClient, "CreationDate", "LastModifiedDate")
	require.True(t, time.UnixMilli(1700492531087).Equal(*client.UserPoolClient.CreationDate))
	client.UserPoolClient.CreationDate, client.UserPoolClient.LastModifiedDate = nil, nil
	require.Equal(t, wantClient.UserPoolClient, *client.UserPoolClient)

	domain, err := fake.DescribeUserPoolDomain(t.Context(), &cip.DescribeUserPoolDomainInput{Domain: aws.String("shop-prod")})
	require.NoError(t, err)
	require.Equal(t, pool.ID, *domain.DomainDescription.UserPoolId)
}

// unmarshal reads JSON as encoding/json does, without some members of the
// object that is its only member.
func unmarshal(t *testing.T, text string, v any, without ...string) {
	t.Helper()
	var whole map[string]map[string]any
	require.NoError(t, json.Unmarshal([]byte(text), &whole))
	for _, object := range whole {
		for _, name := range without {
			delete(object, name)
		}
	}
	rest, err := json.Marshal(whole)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(rest, v))
}

// What DescribeUserPool answers can be imported again, as the same pool.
func TestImportOfADescription(t *testing.T) {
	fake := cognitofake.NewT(t)
	pool := fake.AddPool(cip.CreateUserPoolInput{
		AliasAttributes: []types.AliasAttributeType{types.AliasAttributeTypeEmail},
		Schema:          []types.SchemaAttributeType{{Name: aws.String("level"), AttributeDataType: types.AttributeDataTypeNumber}},
	})
	app := pool.AddAppClient(cip.CreateUserPoolClientInput{GenerateSecret: true})
	export := func(f *cognitofake.Fake) (*types.UserPoolType, *types.UserPoolClientType) {
		p, err := f.DescribeUserPool(t.Context(), &cip.DescribeUserPoolInput{UserPoolId: &pool.ID})
		require.NoError(t, err)
		c, err := f.DescribeUserPoolClient(t.Context(), &cip.DescribeUserPoolClientInput{UserPoolId: &pool.ID, ClientId: &app.ID})
		require.NoError(t, err)
		return p.UserPool, c.UserPoolClient
	}
	poolJSON, appJSON := export(fake)

	other := cognitofake.NewT(t)
	again, err := other.ImportPool(strings.NewReader(marshal(t, poolJSON)))
	require.NoError(t, err)
	require.Empty(t, again.NotHonoured())
	_, err = again.ImportAppClient(strings.NewReader(marshal(t, appJSON)))
	require.NoError(t, err)
	gotPool, gotApp := export(other)
	require.Equal(t, poolJSON, gotPool)
	require.Equal(t, appJSON, gotApp)
}

// marshal writes one of the SDK's structs with what is unset left out.
func marshal(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	require.NoError(t, err)
	var members map[string]any
	require.NoError(t, json.Unmarshal(text, &members))
	for name, member := range members {
		if member == nil || member == "" {
			delete(members, name)
		}
	}
	text, err = json.Marshal(members)
	require.NoError(t, err)
	return string(text)
}

// The settings of an imported pool are in force, and the region is its own.
func TestImportedPoolBehaves(t *testing.T) {
	fake, pool, app := importBoth(t)
	var event events.CognitoEventUserPoolsPreSignup
	fake.Lambda("shop-pre-sign-up", func(e events.CognitoEventUserPoolsPreSignup) (events.CognitoEventUserPoolsPreSignup, error) {
		event = e
		return e, nil
	})
	in := &cip.SignUpInput{
		ClientId: &app.ID, Username: aws.String("Jane@example.com"), Password: aws.String("longenough1"),
		SecretHash:     aws.String(app.SecretHash("Jane@example.com")),
		UserAttributes: fixture.Attrs("custom:plan", "gold"),
	}
	short := *in
	short.Password = aws.String("short1")
	_, err := fake.SignUp(t.Context(), &short)
	require.ErrorContains(t, err, "Password not long enough")
	unwritable := *in
	unwritable.UserAttributes = fixture.Attrs("custom:age", "20")
	_, err = fake.SignUp(t.Context(), &unwritable)
	fixture.RequireAs[*types.NotAuthorizedException](t, err)

	_, err = fake.SignUp(t.Context(), in)
	require.NoError(t, err)
	require.Equal(t, "eu-central-1", event.Region)
	require.Regexp(t, `^https://shop-prod\.auth\.eu-central-1\.amazoncognito\.com/confirmUser/\?`, fake.Messages()[0].Link)
	_, ok := pool.User("JANE@example.com")
	require.True(t, ok, "the pool is case-insensitive")
}

// A description that is silent means the service's defaults.
func TestImportOfLittle(t *testing.T) {
	fake := cognitofake.NewT(t)
	pool, err := fake.ImportPool(strings.NewReader(`{"Id": "us-west-2_aaaaaaaaa"}`))
	require.NoError(t, err)
	require.Empty(t, pool.NotHonoured())
	require.Equal(t, "arn:aws:cognito-idp:us-west-2:123456789012:userpool/us-west-2_aaaaaaaaa", pool.ARN)
	app, err := pool.ImportAppClient(strings.NewReader(`{"ClientId": "abc", "ExplicitAuthFlows": ["ALLOW_USER_AUTH"]}`))
	require.NoError(t, err)
	require.Empty(t, app.Secret)
	in := &cip.SignUpInput{
		ClientId: &app.ID, Username: aws.String("jane"), Password: aws.String("nosymbol1A"),
		UserAttributes: fixture.Attrs("email", "jane@example.com"),
	}
	_, err = fake.SignUp(t.Context(), in)
	require.ErrorContains(t, err, "Password must have symbol characters")
	in.Password = aws.String(fixture.GoodPassword)
	out, err := fake.SignUp(t.Context(), in)
	require.NoError(t, err)
	require.NotNil(t, out.Session)
}

// What has no effect is named, by its path, for the caller and in the transcript.
func TestImportNamesWhatItCannotHonour(t *testing.T) {
	fake, pool, app := importBoth(t)
	require.Equal(t, []string{
		"UserPool.EstimatedNumberOfUsers is 48211: a description has no users, and the pool starts without any",
		"UserPool.MfaConfiguration is OPTIONAL, and a description does not say by which factors: codes of an app are taken, for SmsConfiguration is missing; SetUserPoolMfaConfig says otherwise",
	}, pool.NotHonoured())
	require.Empty(t, app.NotHonoured())
	require.Contains(t, fake.Transcript(), "note: ImportPool: UserPool.MfaConfiguration is OPTIONAL")

	other := cognitofake.NewT(t)
	pool, err := other.ImportPool(strings.NewReader(`{"UserPool": {
		"Id": "us-east-1_abc", "Novelty": {"On": true}, "DeviceConfiguration": {}, "MfaConfiguration": "ON",
		"UserPoolAddOns": {"AdvancedSecurityMode": "AUDIT"},
		"Policies": {"PasswordPolicy": {"PasswordHistorySize": 3, "Entropy": 1}},
		"LambdaConfig": {"InboundFederation": {"LambdaArn": "arn:aws:lambda:us-east-1:123456789012:function:inbound", "LambdaVersion": "V1_0"}}}}`))
	require.NoError(t, err)
	require.Equal(t, []string{
		"UserPool.Novelty is unknown, and left out",
		"UserPool.Policies.PasswordPolicy.Entropy is unknown, and left out",
		"UserPool.Policies.PasswordPolicy.PasswordHistorySize: earlier passwords are not remembered",
		"UserPool.MfaConfiguration is ON, and a description does not say by which factors: codes of an app are taken, for SmsConfiguration is missing; SetUserPoolMfaConfig says otherwise",
		"UserPool.UserPoolAddOns.AdvancedSecurityMode is AUDIT: of threats only the passwords of WithCompromisedPasswords are looked for",
		"UserPool.LambdaConfig.InboundFederation: this function is not called",
	}, pool.NotHonoured())
	app, err = pool.ImportAppClient(strings.NewReader(`{"ClientId": "abc", "AllowedOAuthFlows": ["code"], "SupportedIdentityProviders": ["COGNITO", "Google"]}`))
	require.NoError(t, err)
	require.Equal(t, []string{
		"UserPoolClient.AllowedOAuthFlows: there are no pages of a hosted sign-in",
		"UserPoolClient.SupportedIdentityProviders: nobody signs in with Google",
	}, app.NotHonoured())
}

// What is refused is named, and leaves nothing behind.
func TestImportRefuses(t *testing.T) {
	const id = `"Id": "us-east-1_abc"`
	for given, want := range map[string]string{
		`{`:  "not JSON: it ends too early",
		`{}`: "UserPool.Id is missing",
		`{` + id + `, "Arn": "arn:aws:s3:::bucket"}`:                                            "UserPool.Arn is arn:aws:s3:::bucket, and UserPool.Id is us-east-1_abc",
		`{` + id + `, "MfaConfiguration": "MAYBE"}`:                                             "UserPool.MfaConfiguration: 1 validation error detected: Value 'MAYBE' at 'mfaConfiguration' failed",
		`{` + id + `, "Domain": "-"}`:                                                           "UserPool.Domain: The domain name contains an invalid character.",
		`{` + id + `, "Domain": "taken"}`:                                                       "Domain already associated with another user pool.",
		`{"Id": "us-east-1_taken"}`:                                                             "User pool us-east-1_taken exists already",
		`{` + id + `, "AutoVerifiedAttributes": ["fax"]}`:                                       "UserPool.AutoVerifiedAttributes: ",
		`{` + id + `, "VerificationMessageTemplate": {"EmailMessageByLink": "{####} {##x##}"}}`: "VerificationMessageTemplate.EmailMessageByLink",
		`{` + id + `, "SchemaAttributes": [{"Name": "plan"}]}`:                                  "UserPool.SchemaAttributes[0].Name is \"plan\": no standard attribute; a custom one has its prefix, custom:plan",
		`{` + id + `, "SchemaAttributes": [{"Name": "custom:a"}, {"Name": "custom:a"}]}`:        "UserPool.SchemaAttributes[1].Name is \"custom:a\", like that of an earlier one",
		`{` + id + `, "SchemaAttributes": [{"Name": "custom:a", "Required": true}]}`:            "UserPool.SchemaAttributes[0]: Required custom attributes are not supported currently.",
		`{` + id + `, "SchemaAttributes": [{"Name": "email", "AttributeDataType": "Boolean"}]}`: "UserPool.SchemaAttributes[0]: You can not change AttributeDataType",
		`{` + id + `, "Policies": {"PasswordPolicy": {"MinimumLength": 3}}}`:                    "UserPool.Policies.PasswordPolicy.MinimumLength: ",
		`{` + id + `, "Name": "` + strings.Repeat("x", 5<<20) + `"}`:                            "UserPool has more than 4194304 bytes",
	} {
		fake := cognitofake.NewT(t)
		fake.AddPool(cip.CreateUserPoolInput{}, cognitofake.WithID("us-east-1_taken"))
		_, err := fake.CreateUserPoolDomain(t.Context(), &cip.CreateUserPoolDomainInput{UserPoolId: aws.String("us-east-1_taken"), Domain: aws.String("taken")})
		require.NoError(t, err)
		_, err = fake.ImportPool(strings.NewReader(given))
		require.ErrorContains(t, err, want)
		require.ErrorContains(t, err, "cognitofake: ImportPool: ")
		require.Len(t, fake.Pools(), 1)
	}
	_, err := cognitofake.NewT(t).ImportPool(iotest.ErrReader(errors.New("the disk is gone")))
	require.EqualError(t, err, "cognitofake: ImportPool: the disk is gone")
}

func TestImportAppClientRefuses(t *testing.T) {
	const id = `"ClientId": "abc"`
	for given, want := range map[string]string{
		`{}`: "UserPoolClient.ClientId is missing",
		`{"UserPoolClient": {` + id + `, "UserPoolId": "us-east-1_other"}}`:                        "UserPoolClient.UserPoolId is us-east-1_other, and this pool is eu-central-1_aB3dE5fG7",
		`{"ClientId": "6mt2k4r0c8qv1p5n7s9d3f0hjl"}`:                                               "App client 6mt2k4r0c8qv1p5n7s9d3f0hjl exists already",
		`{` + id + `, "ExplicitAuthFlows": ["MAGIC"]}`:                                             "UserPoolClient.ExplicitAuthFlows: ",
		`{` + id + `, "RefreshTokenValidity": "30"}`:                                               "UserPoolClient.RefreshTokenValidity has to be a number, not a string",
		`{` + id + `, "AccessTokenValidity": 3, "TokenValidityUnits": {"AccessToken": "minutes"}}`: "AccessTokenValidity has to be 5 minutes to a day",
	} {
		_, pool, _ := importBoth(t)
		_, err := pool.ImportAppClient(strings.NewReader(given))
		require.ErrorContains(t, err, want)
		require.Len(t, pool.AppClients(), 1)
	}
}

// Reset brings an imported pool back as it was imported.
func TestResetKeepsImports(t *testing.T) {
	fake, pool, app := importBoth(t)
	_, err := fake.UpdateUserPool(t.Context(), &cip.UpdateUserPoolInput{UserPoolId: &pool.ID})
	require.NoError(t, err)
	_, err = fake.DeleteUserPoolClient(t.Context(), &cip.DeleteUserPoolClientInput{UserPoolId: &pool.ID, ClientId: &app.ID})
	require.NoError(t, err)
	fake.Reset()
	described, err := fake.DescribeUserPool(t.Context(), &cip.DescribeUserPoolInput{UserPoolId: &pool.ID})
	require.NoError(t, err)
	require.Equal(t, types.UserPoolMfaTypeOptional, described.UserPool.MfaConfiguration)
	require.Len(t, pool.AppClients(), 1)
}
