package truth_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
	"github.com/cognitofake/cognitofake/internal/rows"
)

// get is a GET with its body read.
func get(t *testing.T, client *http.Client, url string) (int, http.Header, string) {
	t.Helper()
	response, err := client.Get(url)
	require.NoError(t, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	require.Equal(t, url, response.Request.URL.String())
	return response.StatusCode, response.Header, string(body)
}

// Token keys and discovery are where the tokens say, and as over HTTP.
func TestHTTPClientFetchesKeys(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	fake := cognitofake.New(cognitofake.WithRegion("eu-west-1"))
	pool := fake.AddPool(cip.CreateUserPoolInput{})
	pool.AddUser(cognitofake.NewUser{Username: "jane"})
	tokens := pool.AddAppClient(cip.CreateUserPoolClientInput{}).SignIn("jane")
	issuer := cognitofake.Claims(tokens.IDToken)["iss"].(string)
	require.Equal(t, "https://cognito-idp.eu-west-1.amazonaws.com/"+pool.ID, issuer)

	url, stop := fake.Start()
	defer stop()
	client := fake.HTTPClient()
	for _, path := range []string{"/.well-known/jwks.json", "/.well-known/openid-configuration"} {
		status, header, body := get(t, client, issuer+path)
		require.Equal(t, http.StatusOK, status)
		require.Equal(t, "application/json", header.Get("Content-Type"))
		require.True(t, json.Valid([]byte(body)))
		_, _, overHTTP := get(t, &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}, url+"/"+pool.ID+path)
		require.Equal(t, overHTTP, body)
	}
	status, _, body := get(t, client, "https://cognito-idp.eu-west-1.amazonaws.com:443/eu-west-1_nowhere/.well-known/jwks.json")
	require.Equal(t, http.StatusNotFound, status)
	require.Contains(t, body, "eu-west-1_nowhere")
	status, _, _ = get(t, client, "https://cognito-idp.eu-west-1.amazonaws.com/")
	require.Equal(t, http.StatusMethodNotAllowed, status)
}

// A pool that was imported is asked at its own region, and pages at the pool's domains.
func TestHTTPClientKnowsEveryHost(t *testing.T) {
	fake := cognitofake.New()
	_, err := fake.ImportPool(strings.NewReader(`{"UserPool": {"Id": "ap-south-1_Ab12Cd34E", "Name": "imported"}}`))
	require.NoError(t, err)
	in := rows.Worded(types.VerificationMessageTemplateType{DefaultEmailOption: types.DefaultEmailOptionTypeConfirmWithLink})
	in.AutoVerifiedAttributes = []types.VerifiedAttributeType{fixture.Email}
	pool := fake.AddPool(in)
	app := pool.AddAppClient(cip.CreateUserPoolClientInput{})
	_, err = fake.CreateUserPoolDomain(t.Context(), &cip.CreateUserPoolDomainInput{UserPoolId: &pool.ID, Domain: aws.String("shop")})
	require.NoError(t, err)
	_, err = fake.SignUp(t.Context(), fixture.SignUpInput(app.ID, "", "jane", "email", "jane@example.com"))
	require.NoError(t, err)

	client := fake.HTTPClient()
	status, _, _ := get(t, client, "https://cognito-idp.ap-south-1.amazonaws.com/ap-south-1_Ab12Cd34E/.well-known/jwks.json")
	require.Equal(t, http.StatusOK, status)
	link := pool.MustMessage("jane").Link
	require.True(t, strings.HasPrefix(link, "https://shop.auth.us-east-1.amazoncognito.com/"), link)
	status, _, body := get(t, client, link)
	require.Equal(t, http.StatusOK, status, body)
	require.Equal(t, types.UserStatusTypeConfirmed, pool.MustUser("jane").Status)

	_, err = fake.CreateUserPoolDomain(t.Context(), &cip.CreateUserPoolDomainInput{UserPoolId: &pool.ID, Domain: aws.String("auth.example.com"),
		CustomDomainConfig: &types.CustomDomainConfigType{CertificateArn: aws.String("arn:aws:acm:us-east-1:123456789012:certificate/c")}})
	require.NoError(t, err)
	for _, host := range []string{"auth.example.com", "AUTH.example.com", "shop.auth.us-east-1.amazoncognito.com"} {
		status, _, _ = get(t, client, "https://"+host+"/confirmUser")
		require.Equal(t, http.StatusBadRequest, status, "the link is incomplete, and the host is known")
	}
}

// Every other host is an error that names it, and nothing goes over the network.
func TestHTTPClientRefusesOtherHosts(t *testing.T) {
	strayed := false
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { strayed = true }))
	defer elsewhere.Close()
	fake := cognitofake.New()
	for _, url := range []string{
		elsewhere.URL, "https://s3.us-east-1.amazonaws.com/bucket", "https://cognito-idp.eu-west-1.amazonaws.com/x/.well-known/jwks.json",
		"https://shop.auth.us-east-1.amazoncognito.com/", "https://cognito-idp.us-east-1.amazonaws.com.evil.example/",
	} {
		_, err := fake.HTTPClient().Get(url)
		host := strings.Split(url, "/")[2]
		require.EqualError(t, err, `Get "`+url+`": cognitofake: request to `+host+`: the fake answers Amazon Cognito user pools alone,`+
			` at cognito-idp.us-east-1.amazonaws.com; give clients of other services a configuration of their own`)
	}
	require.False(t, strayed)
	require.Empty(t, fake.Calls())
}

// The AWS protocol goes through it too, to any endpoint, and breaks as it does
// on a network.
func TestHTTPClientSpeaksTheProtocol(t *testing.T) {
	fake := cognitofake.New()
	pool := fake.AddPool(cip.CreateUserPoolInput{})
	app := pool.AddAppClient(cip.CreateUserPoolClientInput{})
	client := cip.New(cip.Options{
		Region: "us-east-1", HTTPClient: fake.HTTPClient(), Credentials: fake.Config().Credentials, Retryer: aws.NopRetryer{},
	})
	_, err := client.SignUp(t.Context(), fixture.SignUpInput(app.ID, "", "jane"))
	require.NoError(t, err)
	_, err = client.ListUserPools(t.Context(), &cip.ListUserPoolsInput{MaxResults: aws.Int32(1)})
	require.NoError(t, err)
	_, err = client.SignUp(t.Context(), fixture.SignUpInput(app.ID, "", "jane"))
	fixture.RequireAs[*types.UsernameExistsException](t, err)

	status, header, _ := fixture.Post(t.Context(), t, fake.HTTPClient(), "https://cognito-idp.us-east-1.amazonaws.com/", "ListUserPools", `{"MaxResults":1}`)
	require.Equal(t, http.StatusOK, status)
	require.NotEmpty(t, header.Get("X-Amzn-Requestid"))
	preflight, err := http.NewRequest(http.MethodOptions, "https://cognito-idp.us-east-1.amazonaws.com/", nil)
	require.NoError(t, err)
	response, err := fake.HTTPClient().Do(preflight)
	require.NoError(t, err)
	require.Equal(t, "*", response.Header.Get("Access-Control-Allow-Origin"))

	for _, broken := range []error{cognitofake.ErrDroppedBefore, cognitofake.ErrDroppedAfter} {
		fake.FailNext(cognitofake.OpSignUp, broken)
		_, err = client.SignUp(t.Context(), fixture.SignUpInput(app.ID, "", "john"))
		require.ErrorIs(t, err, io.EOF)
		require.NotErrorIs(t, err, broken, "as on a network")
	}
	own := errors.New("no route to host")
	fake.FailNext(cognitofake.OpSignUp, own)
	_, err = client.SignUp(t.Context(), fixture.SignUpInput(app.ID, "", "ann"))
	require.ErrorIs(t, err, own)

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "https://cognito-idp.us-east-1.amazonaws.com/x/.well-known/jwks.json", nil)
	require.NoError(t, err)
	_, err = fake.HTTPClient().Do(req)
	require.ErrorIs(t, err, context.Canceled)
}
