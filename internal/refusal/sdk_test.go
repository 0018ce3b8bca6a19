package refusal

import (
	"net/http"
	"testing"

	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"
	"github.com/stretchr/testify/require"
)

// within is an error in a response of the SDK with a status.
func within(status int, err error) error {
	return &awshttp.ResponseError{ResponseError: &smithyhttp.ResponseError{
		Response: &smithyhttp.Response{Response: &http.Response{StatusCode: status}}, Err: err,
	}}
}

// The status of an error is its response's, from 400 on, or the service's.
func TestStatus(t *testing.T) { // R152
	for _, c := range []struct {
		err  error
		want int
	}{
		{&types.InternalErrorException{}, 500},
		{within(400, &types.InternalErrorException{}), 400},
		{within(399, &types.InternalErrorException{}), 500},
		{within(200, &types.UsernameExistsException{}), 400},
		{within(503, &types.UsernameExistsException{}), 503},
		{&types.ForbiddenException{}, 403},
		{&smithy.GenericAPIError{Code: "ServiceUnavailable"}, 503},
		{&smithy.GenericAPIError{Code: "Other", Fault: smithy.FaultServer}, 500},
		{&smithy.GenericAPIError{Code: "Other", Fault: smithy.FaultClient}, 400},
	} {
		require.Equal(t, c.want, Of(c.err).HTTPStatus(), "%v", c.err)
	}
}

// Whose fault it is follows from the status.
func TestFault(t *testing.T) {
	require.Equal(t, smithy.FaultClient, UserExists().ErrorFault())
	require.Equal(t, smithy.FaultClient, Blocked().ErrorFault())
	require.Equal(t, smithy.FaultServer, Internal().ErrorFault())
	require.Equal(t, smithy.FaultServer, Of(within(500, &types.UsernameExistsException{})).ErrorFault())
}
