package truth_test

import (
	"context"
	"errors"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/document"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/aws/smithy-go"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
)

type (
	riskIn  = cip.DescribeRiskConfigurationInput
	riskOut = cip.DescribeRiskConfigurationOutput
)

// An operation that is not modelled is answered by an interceptor; only next says
// that it is not there.
func TestInterceptWhatIsNotModelled(t *testing.T) {
	fake := cognitofake.New()
	require.NotContains(t, cognitofake.Operations(), cognitofake.OpDescribeRiskConfiguration, "take another one: this test needs one that is not modelled")
	pool := fake.AddPool(fixture.EmailPool())
	ask := func() (*riskOut, error) {
		return fake.DescribeRiskConfiguration(t.Context(), &riskIn{UserPoolId: &pool.ID})
	}
	remove := cognitofake.Intercept(fake, func(ctx context.Context, in *riskIn, next func(context.Context, *riskIn) (*riskOut, error)) (*riskOut, error) {
		_, err := next(ctx, in)
		var refused smithy.APIError
		require.ErrorAs(t, err, &refused)
		require.Equal(t, "NotModelledException", refused.ErrorCode())
		return &riskOut{RiskConfiguration: &types.RiskConfigurationType{UserPoolId: in.UserPoolId}}, nil
	})
	out, err := ask()
	require.NoError(t, err)
	require.Equal(t, pool.ID, *out.RiskConfiguration.UserPoolId)
	require.Equal(t, pool.ID, fake.Calls()[0].PoolID)
	require.Empty(t, fake.Calls()[0].Error)
	require.Nil(t, fake.Calls()[0].Input, "nobody knows what in it is a secret")
	require.Nil(t, fake.Calls()[0].Output)

	remove()
	_, err = ask()
	require.ErrorContains(t, err, "NotModelledException")
	status, _, _ := fixture.Post(t.Context(), t, fake.Config().HTTPClient, "https://example.test/", "DescribeRiskConfiguration", `{"UserPoolId": []}`)
	require.Equal(t, http.StatusNotImplemented, status, "what is not modelled judges no input")

	fake.FailNext(cognitofake.OpDescribeRiskConfiguration, &types.UserPoolAddOnNotEnabledException{}, cognitofake.InPool(pool))
	_, err = ask()
	fixture.RequireAs[*types.UserPoolAddOnNotEnabledException](t, err)
	restore := fake.Throttle(cognitofake.OpDescribeRiskConfiguration)
	_, err = ask()
	fixture.RequireAs[*types.TooManyRequestsException](t, err)
	restore()
	held := fake.Hold(cognitofake.OpDescribeRiskConfiguration, cognitofake.AtArrival)
	done := make(chan error)
	go func() {
		_, err := ask()
		done <- err
	}()
	require.NoError(t, held.Wait(t.Context()))
	held.Release()
	require.ErrorContains(t, <-done, "NotModelledException")
}

// A secret of an operation that is not modelled is recorded nowhere.
func TestInterceptKeepsNoSecret(t *testing.T) {
	fake := cognitofake.New()
	pool := fake.AddPool(fixture.EmailPool())
	type (
		in  = cip.CreateIdentityProviderInput
		out = cip.CreateIdentityProviderOutput
	)
	cognitofake.Intercept(fake, func(context.Context, *in, func(context.Context, *in) (*out, error)) (*out, error) {
		return &out{IdentityProvider: &types.IdentityProviderType{}}, nil
	})
	_, err := fake.CreateIdentityProvider(t.Context(), &in{
		UserPoolId: &pool.ID, ProviderName: aws.String("Google"), ProviderType: types.IdentityProviderTypeTypeGoogle,
		ProviderDetails: map[string]string{"client_secret": "hush"},
	})
	require.NoError(t, err)
	text, err := fake.Calls()[0].MarshalJSON()
	require.NoError(t, err)
	require.NotContains(t, string(text)+fake.Transcript(), "hush")
}

// Every operation of the SDK's client reaches the Fake and can be refused by a fault there,
// whatever its input has in it.
func TestEveryOperationCanFail(t *testing.T) {
	fake := cognitofake.New()
	client := reflect.ValueOf(fake.Client)
	seen := 0
	for i := range client.NumMethod() {
		method := client.Type().Method(i)
		if method.Type.NumIn() != 4 || method.Type.NumOut() != 2 {
			continue
		}
		seen++
		op := cognitofake.Operation(method.Name)
		fake.Fail(op, errors.New("met "+method.Name))
		in := "{}"
		if op == cognitofake.OpCreateManagedLoginBranding {
			in = `{"UserPoolId":"us-east-1_x","Settings":{"a":[1,null,{"b":"c"}]}}`
		}
		req, err := http.NewRequest(http.MethodPost, "https://example.test/", strings.NewReader(in))
		require.NoError(t, err)
		req.Header.Set("X-Amz-Target", "AWSCognitoIdentityProviderService."+method.Name)
		req.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=test")
		_, err = fake.HTTPClient().Do(req)
		require.ErrorContains(t, err, "met "+method.Name)
	}
	require.Greater(t, seen, 120)

	type (
		in  = cip.CreateManagedLoginBrandingInput
		out = cip.CreateManagedLoginBrandingOutput
	)
	fake.ClearFaults()
	cognitofake.Intercept(fake, func(context.Context, *in, func(context.Context, *in) (*out, error)) (*out, error) {
		return &out{ManagedLoginBranding: &types.ManagedLoginBrandingType{ManagedLoginBrandingId: aws.String("x")}}, nil
	})
	made, err := fake.CreateManagedLoginBranding(t.Context(), &in{UserPoolId: aws.String("us-east-1_x"), ClientId: aws.String("x"), Settings: document.NewLazyDocument(map[string]any{"a": 1})})
	require.NoError(t, err)
	require.Equal(t, "x", *made.ManagedLoginBranding.ManagedLoginBrandingId)
}
