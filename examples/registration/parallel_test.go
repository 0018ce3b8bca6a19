package registration_test

import (
	"net/http/httptest"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
)

func TestParallelOverHTTP(t *testing.T) {
	t.Parallel()
	fake := cognitofake.NewT(t)
	server := httptest.NewServer(fake)
	t.Cleanup(server.Close)

	client := cognitoidentityprovider.NewFromConfig(fake.Config(), func(o *cognitoidentityprovider.Options) {
		o.BaseEndpoint, o.HTTPClient = &server.URL, server.Client()
	})
	_, err := client.ListUserPools(t.Context(), &cognitoidentityprovider.ListUserPoolsInput{MaxResults: aws.Int32(1)})
	require.NoError(t, err)
}
