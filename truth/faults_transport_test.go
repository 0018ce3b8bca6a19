package truth_test

import (
	"errors"
	"io"
	"net"
	"net/http"
	"syscall"
	"testing"

	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
)

func responseError(status int, err error) *smithyhttp.ResponseError {
	return &smithyhttp.ResponseError{
		Response: &smithyhttp.Response{Response: &http.Response{StatusCode: status}}, Err: err,
	}
}

// overTheWire runs a test in memory and over HTTP: the SDK must not be able
// to tell one from the other.
func overTheWire(t *testing.T, run func(t *testing.T, fake *cognitofake.Fake, client *cip.Client, app *cognitofake.AppClient)) {
	for _, way := range []string{"memory", "http"} {
		t.Run(way, func(t *testing.T) {
			fake := cognitofake.NewT(t)
			client := fake.Client
			if way == "http" {
				client = overHTTP(t, fake)
			}
			run(t, fake, client, appIn(fake, fixture.EmailPool()))
		})
	}
}

func TestDroppedBefore(t *testing.T) {
	overTheWire(t, func(t *testing.T, fake *cognitofake.Fake, client *cip.Client, app *cognitofake.AppClient) {
		fake.FailNext(cognitofake.OpSignUp, cognitofake.ErrDroppedBefore)
		_, err := trySignUp(t, client, app, "jane")
		require.NoError(t, err, "the SDK tries again")
		require.Len(t, fake.Calls(), 2)
		require.Equal(t, "connection dropped before the request arrived", fake.Calls()[0].Error)

		defer fake.Fail(cognitofake.OpSignUp, cognitofake.ErrDroppedBefore)()
		_, err = trySignUp(t, client, app, "bob")
		fixture.RequireAs[*smithyhttp.RequestSendError](t, err)
		require.ErrorIs(t, err, io.EOF)
		require.ErrorContains(t, err, "exceeded maximum number of attempts, 3, https response error StatusCode: 0, RequestID: , request send failed, Post \"http")
		require.ErrorContains(t, err, "/\": EOF")
		require.Len(t, fake.Pools()[0].Users(), 1)
		require.Len(t, fake.Calls(), 5)
	})
}

func TestDroppedAfterMakesADuplicate(t *testing.T) {
	overTheWire(t, func(t *testing.T, fake *cognitofake.Fake, client *cip.Client, app *cognitofake.AppClient) {
		fake.FailNext(cognitofake.OpSignUp, cognitofake.ErrDroppedAfter)
		_, err := trySignUp(t, client, app, "jane")
		fixture.RequireAs[*types.UsernameExistsException](t, err)
		calls := fake.Calls()
		require.Len(t, calls, 2)
		require.Nil(t, calls[0].Output)
		require.Equal(t, "connection dropped after the operation took effect", calls[0].Error)
		require.Contains(t, calls[1].Hint, "made the user and then failed with connection dropped")
		require.Len(t, fake.Pools()[0].Users(), 1)
		require.Len(t, fake.Messages(), 1, "one code")

		fake.FailNext(cognitofake.OpSignUp, cognitofake.ErrDroppedAfter)
		_, err = trySignUp(t, client, app, "bob", noRetry)
		require.ErrorIs(t, err, io.EOF)
		require.Len(t, fake.Pools()[0].Users(), 2)
	})
}

// A refused call that is tried again after its answer was lost is refused alike.
func TestDroppedAfterARefusal(t *testing.T) {
	overTheWire(t, func(t *testing.T, fake *cognitofake.Fake, client *cip.Client, app *cognitofake.AppClient) {
		_, err := trySignUp(t, client, app, "jane")
		require.NoError(t, err)
		fake.FailNext(cognitofake.OpSignUp, cognitofake.ErrDroppedAfter)
		_, err = trySignUp(t, client, app, "jane")
		fixture.RequireAs[*types.UsernameExistsException](t, err)
		require.Empty(t, fake.Calls()[2].Hint, "this call made nobody")
	})
}

func TestTruncated(t *testing.T) {
	overTheWire(t, func(t *testing.T, fake *cognitofake.Fake, client *cip.Client, app *cognitofake.AppClient) {
		fake.FailNext(cognitofake.OpSignUp, cognitofake.ErrTruncated)
		_, err := trySignUp(t, client, app, "jane")
		fixture.RequireAs[*smithy.DeserializationError](t, err)
		require.ErrorIs(t, err, io.ErrUnexpectedEOF)
		var response *awshttp.ResponseError
		require.ErrorAs(t, err, &response)
		require.Equal(t, http.StatusOK, response.HTTPStatusCode())
		require.Len(t, fake.Calls(), 1, "the SDK does not try again")
		require.Len(t, fake.Pools()[0].Users(), 1)

		fake.FailNext(cognitofake.OpSignUp, cognitofake.ErrTruncated)
		_, err = trySignUp(t, client, app, "jane") // a refusal
		fixture.RequireAs[*smithy.DeserializationError](t, err)
	})
}

// An operation that answers no body has one that cannot arrive all the same.
func TestTruncatedEmptyAnswer(t *testing.T) {
	overTheWire(t, func(t *testing.T, fake *cognitofake.Fake, client *cip.Client, app *cognitofake.AppClient) {
		id := fake.Pools()[0].ID
		fake.FailNext(cognitofake.OpDeleteUserPool, cognitofake.ErrTruncated)
		_, err := client.DeleteUserPool(t.Context(), &cip.DeleteUserPoolInput{UserPoolId: &id})
		if err != nil { // older SDKs look for a body, today's does not
			require.ErrorIs(t, err, io.ErrUnexpectedEOF)
		}
		require.Len(t, fake.Calls(), 1, "the SDK does not try again")
		require.Equal(t, "answer truncated", fake.Calls()[0].Error)
		require.Empty(t, fake.Pools())
	})
}

func TestNotJSON(t *testing.T) {
	overTheWire(t, func(t *testing.T, fake *cognitofake.Fake, client *cip.Client, app *cognitofake.AppClient) {
		fake.FailNext(cognitofake.OpSignUp, cognitofake.ErrNotJSON)
		_, err := trySignUp(t, client, app, "jane")
		fixture.RequireAs[*smithy.DeserializationError](t, err)
		require.Len(t, fake.Calls(), 1)
		require.Empty(t, fake.Pools()[0].Users())
	})
}

// In memory an error of the test's own is what the network said.
func TestErrorsOfTheTransport(t *testing.T) {
	fake := cognitofake.NewT(t)
	app := appIn(fake, cip.CreateUserPoolInput{})
	refused := &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
	boom := errors.New("boom")
	for _, fault := range []error{refused, boom} {
		restore := fake.Fail(cognitofake.OpSignUp, fault)
		_, err := trySignUp(t, fake.Client, app, "jane")
		restore()
		require.ErrorIs(t, err, fault)
		fixture.RequireAs[*smithyhttp.RequestSendError](t, err)
		require.ErrorContains(t, err, "request send failed, Post \"https://cognito-idp.us-east-1.amazonaws.com/\": "+fault.Error())
	}
	require.Len(t, fake.Calls(), 6)
}
