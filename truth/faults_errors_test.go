package truth_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/document"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/aws/smithy-go"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
)

// invokeByName calls an operation of a client by its name, with an input in which
// all that the SDK asks for is there.
func invokeByName(t *testing.T, client *cip.Client, op cognitofake.Operation) error {
	t.Helper()
	method := reflect.ValueOf(client).MethodByName(string(op))
	require.True(t, method.IsValid(), "the SDK has no %s", op)
	in := reflect.New(method.Type().In(1).Elem())
	fillField(in.Elem())
	results := method.Call([]reflect.Value{reflect.ValueOf(t.Context()), in})
	err, _ := results[1].Interface().(error)
	return err
}

func fillField(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString("x")
	case reflect.Int32:
		v.SetInt(1)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 0, 0))
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
	case reflect.Pointer:
		if v.Type().Elem() == reflect.TypeFor[time.Time]() {
			return
		}
		v.Set(reflect.New(v.Type().Elem()))
		fillField(v.Elem())
	case reflect.Interface:
		v.Set(reflect.ValueOf(document.NewLazyDocument(map[string]any{})))
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				fillField(v.Field(i))
			}
		}
	}
}

// retried are the codes that the SDK tries three times (R129).
var retried = []string{"TooManyRequestsException", "LimitExceededException", "InternalErrorException", "InternalServerException"}

// Every modelled error of every modelled operation can be injected, and
// arrives as the service would have sent it.
func TestEveryModelledErrorArrives(t *testing.T) {
	t.Parallel()
	for _, in := range ways {
		fake := cognitofake.New()
		client, _, _ := in.open(t, fake)
		pool := fake.AddPool(fixture.EmailPool())
		fake.AddPool(cip.CreateUserPoolInput{})
		pool.AddAppClient(cip.CreateUserPoolClientInput{})
		operations := cognitofake.Operations()
		require.NotEmpty(t, operations)
		for _, op := range operations {
			faults := cognitofake.Faults(op)
			require.NotEmpty(t, faults, op)
			fake.Reset() // each operation reads a short history
			for _, fault := range faults {
				var want smithy.APIError
				require.ErrorAs(t, fault, &want)
				t.Run(in.name+"/"+string(op)+"/"+want.ErrorCode(), func(t *testing.T) {
					before := len(fake.Calls())
					restore := fake.Fail(op, fault)
					defer restore()
					err := invokeByName(t, client, op)

					exception := reflect.New(reflect.TypeOf(fault))
					require.True(t, errors.As(err, exception.Interface()), "%v is no %T", err, fault)
					got := exception.Elem().Interface().(smithy.APIError)
					require.Equal(t, want.ErrorCode(), got.ErrorCode())
					require.Equal(t, want.ErrorFault(), got.ErrorFault())
					require.NotEmpty(t, got.ErrorMessage())
					if want.ErrorMessage() != "" {
						require.Equal(t, want.ErrorMessage(), got.ErrorMessage())
					}
					var response *awshttp.ResponseError
					require.ErrorAs(t, err, &response)
					require.NotEmpty(t, response.RequestID)
					status := http.StatusBadRequest
					switch {
					case want.ErrorCode() == "ForbiddenException":
						status = http.StatusForbidden
					case want.ErrorFault() == smithy.FaultServer:
						status = http.StatusInternalServerError
					}
					require.Equal(t, status, response.HTTPStatusCode())

					attempts := 1
					if slices.Contains(retried, want.ErrorCode()) {
						attempts = 3
						fixture.RequireAs[*retry.MaxAttemptsError](t, err)
					}
					calls := fake.Calls()[before:]
					require.Len(t, calls, attempts)
					for _, call := range calls {
						require.Equal(t, got.ErrorCode()+": "+got.ErrorMessage(), call.Error)
						require.Regexp(t, `^a fault of this test: Fail at faults_errors_test\.go:[0-9]+$`, call.Hint)
					}
				})
			}
			require.Len(t, fake.Pools(), 2, "a fault changes nothing")
			require.Len(t, pool.AppClients(), 1)
			require.Empty(t, pool.Users())
			require.Empty(t, fake.Messages())
		}
	}
}

// The words of Faults are the service's where anybody has recorded them.
func TestFaultWords(t *testing.T) {
	fake := cognitofake.NewT(t)
	app := fake.AddPool(cip.CreateUserPoolInput{}).AddAppClient(cip.CreateUserPoolClientInput{})
	for name, want := range map[string]string{
		"CodeDeliveryFailureException":             "Invalid email provided/Unable to send the email",
		"ForbiddenException":                       "Request not allowed due to WAF block.",
		"InternalErrorException":                   "Internal server error.",
		"InvalidLambdaResponseException":           "Unrecognizable lambda output",
		"InvalidPasswordException":                 "Password did not conform with policy: Password not long enough",
		"InvalidSmsRoleAccessPolicyException":      "Role does not have permission to publish with SNS",
		"InvalidSmsRoleTrustRelationshipException": "Role does not have a trust relationship allowing Cognito to assume the role",
		"LimitExceededException":                   dailyEmailLimit,
		"NotAuthorizedException":                   "SignUp is not permitted for this user pool",
		"ResourceNotFoundException":                "User pool client " + app.ID + " does not exist.",
		"TooManyRequestsException":                 "Rate exceeded",
		"UnexpectedLambdaException":                "PreSignUp invocation failed due to error Socket timeout while invoking Lambda function.",
		"UsernameExistsException":                  "User already exists",
	} {
		i := slices.IndexFunc(cognitofake.Faults(cognitofake.OpSignUp), func(err error) bool {
			return err.(smithy.APIError).ErrorCode() == name
		})
		require.GreaterOrEqual(t, i, 0, name)
		restore := fake.Fail(cognitofake.OpSignUp, cognitofake.Faults(cognitofake.OpSignUp)[i])
		_, err := trySignUp(t, fake.Client, app, "jane")
		restore()
		var api smithy.APIError
		require.ErrorAs(t, err, &api)
		require.Equal(t, name+": "+want, api.ErrorCode()+": "+api.ErrorMessage())
	}
}

const dailyEmailLimit = "Exceeded daily email limit for the operation or the account." +
	" If a higher limit is required, please configure your user pool to use your own Amazon SES configuration for sending email."

func TestGenericErrors(t *testing.T) {
	fake := cognitofake.NewT(t)
	app := appIn(fake, cip.CreateUserPoolInput{})
	for _, c := range []struct {
		err    error
		want   string
		status int
	}{
		{&smithy.GenericAPIError{Code: "AliasExistsException"}, "AliasExistsException: An account with the email already exists.", 400},
		{&smithy.GenericAPIError{Code: "TooManyRequestsException"}, "TooManyRequestsException: Rate exceeded", 400},
		{&smithy.GenericAPIError{Code: "InternalErrorException"}, "InternalErrorException: Internal server error.", 500},
		{&smithy.GenericAPIError{Code: "ServiceUnavailable", Message: "later"}, "ServiceUnavailable: later", 503},
		{&smithy.GenericAPIError{Code: "Outage", Message: "gone", Fault: smithy.FaultServer}, "Outage: gone", 500},
		{fmt.Errorf("wrapped: %w", &types.ForbiddenException{}), "ForbiddenException: Request not allowed due to WAF block.", 403},
		{withStatus(502, &types.ForbiddenException{Message: aws.String("proxy")}), "ForbiddenException: proxy", 502},
	} {
		fake.FailNext(cognitofake.OpSignUp, c.err)
		_, err := trySignUp(t, fake.Client, app, "jane", noRetry)
		var api smithy.APIError
		require.ErrorAs(t, err, &api)
		require.Equal(t, c.want, api.ErrorCode()+": "+api.ErrorMessage())
		var response *awshttp.ResponseError
		require.ErrorAs(t, err, &response)
		require.Equal(t, c.status, response.HTTPStatusCode())
	}
}

// An error that a client has returned can be given again as it is.
func TestAnErrorOfTheSDKCanBeReplayed(t *testing.T) {
	first := cognitofake.NewT(t)
	first.FailNext(cognitofake.OpSignUp, &types.ForbiddenException{})
	_, recorded := trySignUp(t, first.Client, appIn(first, cip.CreateUserPoolInput{}), "jane")

	second := cognitofake.NewT(t)
	app := appIn(second, cip.CreateUserPoolInput{})
	second.FailNext(cognitofake.OpSignUp, recorded)
	_, err := trySignUp(t, second.Client, app, "jane")
	fixture.RequireAs[*types.ForbiddenException](t, err)
	var response *awshttp.ResponseError
	require.ErrorAs(t, err, &response)
	require.Equal(t, http.StatusForbidden, response.HTTPStatusCode())
}

func withStatus(status int, err error) error {
	return &awshttp.ResponseError{ResponseError: responseError(status, err)}
}

// The trigger in an error without words is the one that the operation is most
// likely to fail by, and a weak password of AdminCreateUser has its own words.
func TestWordsOfTheOperation(t *testing.T) {
	for _, c := range []struct {
		op   cognitofake.Operation
		err  error
		want string
	}{
		{cognitofake.OpSignUp, &types.UserLambdaValidationException{}, "PreSignUp failed with error refused."},
		{cognitofake.OpAdminCreateUser, &types.UserLambdaValidationException{}, "PreSignUp failed with error refused."},
		{cognitofake.OpConfirmSignUp, &types.UserLambdaValidationException{}, "PostConfirmation failed with error refused."},
		{cognitofake.OpConfirmForgotPassword, &types.UserLambdaValidationException{}, "PostConfirmation failed with error refused."},
		{cognitofake.OpInitiateAuth, &types.UserLambdaValidationException{}, "PreAuthentication failed with error refused."},
		{cognitofake.OpAdminInitiateAuth, &types.UserLambdaValidationException{}, "PreAuthentication failed with error refused."},
		{cognitofake.OpInitiateAuth, &types.UnexpectedLambdaException{}, "PreAuthentication invocation failed due to error Socket timeout while invoking Lambda function."},
		{cognitofake.OpForgotPassword, &types.UserLambdaValidationException{}, "CustomMessage failed with error refused."},
		{cognitofake.OpAdminCreateUser, &types.InvalidPasswordException{}, "Password did not conform with password policy: Password not long enough"},
		{cognitofake.OpSignUp, &types.InvalidPasswordException{}, "Password did not conform with policy: Password not long enough"},
	} {
		fake := cognitofake.New()
		fake.FailNext(c.op, c.err)
		var got smithy.APIError
		require.ErrorAs(t, invokeByName(t, fake.Client, c.op), &got)
		require.Equal(t, c.want, got.ErrorMessage(), "%s %T", c.op, c.err)
	}
}

// An interceptor sees whose fault an error is, as the SDK does.
func TestFaultThatAnInterceptorSees(t *testing.T) {
	fake := cognitofake.New()
	var seen []smithy.ErrorFault
	cognitofake.Intercept(fake, func(ctx context.Context, in *cip.SignUpInput, next func(context.Context, *cip.SignUpInput) (*cip.SignUpOutput, error)) (*cip.SignUpOutput, error) {
		out, err := next(ctx, in)
		var api smithy.APIError
		require.ErrorAs(t, err, &api)
		seen = append(seen, api.ErrorFault())
		return out, err
	})
	require.Error(t, invokeByName(t, fake.Client, cognitofake.OpSignUp)) // no such client
	fake.FailNext(cognitofake.OpSignUp, &types.InternalErrorException{})
	require.Error(t, invokeByName(t, fake.Client, cognitofake.OpSignUp))
	// The SDK tries an internal error again, which then ends as the first call did.
	require.Equal(t, []smithy.ErrorFault{smithy.FaultClient, smithy.FaultServer, smithy.FaultClient}, seen)
}
