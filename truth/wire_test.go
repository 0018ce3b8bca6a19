package truth_test

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
	"github.com/stretchr/testify/require"
)

// Rows of the wire: docs/behaviour.md R150 to R154, L1, L2, N1.

// response is an answer as it is on the wire.
type response struct {
	status int
	header http.Header
	body   string
}

// posted sends a body as it is.
func posted(op string, body func(w *world) string, header ...string) func(*world) (any, error) {
	return func(w *world) (any, error) {
		status, h, answer := w.post(op, body(w), header...)
		return response{status, h, string(answer)}, nil
	}
}

func signUpBody(w *world) string {
	return `{"ClientId":"` + w.app.ID + `","Username":"jane","Password":"pa$$W0rd"}`
}

const uuidForm = `^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`

// answered checks a whole answer; body may be "".
func answered(status int, errorType, errorMessage, body string) want {
	return want{check: func(w *world, out any) {
		got := out.(response)
		require.Equal(w, status, got.status, got.body)
		require.Equal(w, "application/x-amz-json-1.1", got.header.Get("Content-Type"))
		require.Equal(w, errorType, got.header.Get("X-Amzn-Errortype"))
		require.Equal(w, errorMessage, got.header.Get("X-Amzn-Errormessage"))
		require.Regexp(w, uuidForm, got.header.Get("X-Amzn-Requestid"))
		if body != "" {
			require.Equal(w, body, got.body)
		}
	}}
}

// sentRequest signs jane up and returns what the SDK sent.
func sentRequest(w *world) (any, error) {
	var seen *http.Request
	_, err := w.client.SignUp(w.ctx, w.signUpInput("jane"), func(o *cip.Options) {
		o.APIOptions = append(o.APIOptions, func(stack *middleware.Stack) error {
			return stack.Finalize.Add(middleware.FinalizeMiddlewareFunc("look", func(
				ctx context.Context, in middleware.FinalizeInput, next middleware.FinalizeHandler,
			) (middleware.FinalizeOutput, middleware.Metadata, error) {
				seen = in.Request.(*smithyhttp.Request).Request
				return next.HandleFinalize(ctx, in)
			}), middleware.After)
		})
	})
	return seen, err
}

// failing returns the whole error of a call that has to fail.
func failing(call func(*world) (any, error)) func(*world) (any, error) {
	return func(w *world) (any, error) {
		_, err := call(w)
		require.Error(w, err)
		return err, nil
	}
}

// requestID is the one in the error's response.
func requestID(w *world, err error) string {
	w.Helper()
	var response *awshttp.ResponseError
	require.ErrorAs(w, err, &response)
	return response.ServiceRequestID()
}

// inSDKWords checks the chain and the text of an error of SignUp (R153).
func inSDKWords[E smithy.APIError](text string) want {
	return want{check: func(w *world, out any) {
		err := out.(error)
		var modelled E
		require.ErrorAs(w, err, &modelled)
		require.Equal(w, smithy.FaultClient, modelled.ErrorFault())
		require.EqualError(w, err, "operation error Cognito Identity Provider: SignUp, https response error StatusCode: 400, RequestID: "+
			requestID(w, err)+", "+text)
		var operation *smithy.OperationError
		require.ErrorAs(w, err, &operation)
		require.Equal(w, "SignUp", operation.OperationName)
	}}
}

var _ = addRows(
	row{rules: "R150", name: "what the SDK sends", call: sentRequest, want: want{check: func(w *world, out any) {
		req := out.(*http.Request)
		require.Equal(w, http.MethodPost, req.Method)
		require.Equal(w, "/", req.URL.Path)
		require.Equal(w, "application/x-amz-json-1.1", req.Header.Get("Content-Type"))
		require.Equal(w, "AWSCognitoIdentityProviderService.SignUp", req.Header.Get("X-Amz-Target"))
		require.Empty(w, req.Header.Get("Authorization"), "R28")
	}}},
	row{rules: "L1 L6", name: "a success", call: posted("SignUp", signUpBody), want: answered(200, "", "", "")},
	row{rules: "R151 R152 L2", name: "an error", prior: signedUp("jane"), call: posted("SignUp", signUpBody), want: answered(400,
		"UsernameExistsException:", "User already exists", `{"__type":"UsernameExistsException","message":"User already exists"}`)},
	row{rules: "R22 R151 R152", name: "NotAuthorizedException", pool: cip.CreateUserPoolInput{
		AdminCreateUserConfig: &types.AdminCreateUserConfigType{AllowAdminCreateUserOnly: true},
	}, call: posted("SignUp", signUpBody), want: answered(400, "NotAuthorizedException:", "SignUp is not permitted for this user pool",
		`{"__type":"NotAuthorizedException","message":"SignUp is not permitted for this user pool"}`)},
	row{rules: "R152 R20", name: "ResourceNotFoundException", call: posted("SignUp", func(*world) string { return `{"ClientId":"x","Username":"jane"}` }), want: answered(400,
		"ResourceNotFoundException:", "User pool client x does not exist.", `{"__type":"ResourceNotFoundException","message":"User pool client x does not exist."}`)},
	row{rules: "R151", name: "signs that JSON may escape", call: posted("DescribeUserPool", func(*world) string { return `{"UserPoolId":"<a>&\"é\""}` }), want: want{
		check: func(w *world, out any) {
			require.Contains(w, out.(response).body, `Value '<a>&\"é\"' at 'userPoolId'`)
		}}},
	row{rules: "R12", choice: true, name: "member names keep their case", call: posted("SignUp", func(w *world) string { return `{"clientId":"` + w.app.ID + `","username":"jane"}` }), want: want{
		check: func(w *world, out any) {
			require.Contains(w, out.(response).body, "2 validation errors detected: ")
		}}},
	row{rules: "R150", name: "members that there are not", raw: func(w *world) string {
		return `SignUp {"ClientId":"` + w.app.ID + `","Username":"jane","Password":"pa$$W0rd","Color":{"deep":[1,{"x":null}]}}`
	}, want: want{check: func(w *world, _ any) { w.user("jane") }}},

	// Operations that answer nothing.
	row{rules: "N1", name: "an output without members", call: posted("UpdateUserPool", func(w *world) string { return `{"UserPoolId":"` + w.pool.ID + `"}` }), want: answered(200, "", "", "{}")},
	row{rules: "N1", name: "no output", call: posted("DeleteUserPoolClient", func(w *world) string {
		return `{"UserPoolId":"` + w.pool.ID + `","ClientId":"` + w.app.ID + `"}`
	}), want: want{check: func(w *world, out any) {
		require.Equal(w, 200, out.(response).status)
		require.Empty(w, out.(response).body)
	}}},

	// Errors as the SDK builds them.
	row{rules: "R153", name: "UsernameExistsException", prior: signedUp("jane"), call: failing(signingUp("jane")),
		want: inSDKWords[*types.UsernameExistsException]("UsernameExistsException: User already exists")},
	row{rules: "R153", name: "InvalidPasswordException", call: failing(withPassword("123")),
		want: inSDKWords[*types.InvalidPasswordException]("InvalidPasswordException: Password did not conform with policy: Password not long enough")},
	row{rules: "R153", name: "ResourceNotFoundException", call: failing(withClientID("x")),
		want: inSDKWords[*types.ResourceNotFoundException]("ResourceNotFoundException: User pool client x does not exist.")},
	row{rules: "R153", name: "InvalidParameterException has no reason code", call: failing(signingUp("jane", "email", "x")), want: want{check: func(w *world, out any) {
		inSDKWords[*types.InvalidParameterException]("InvalidParameterException: Invalid email address format.").check(w, out)
		var e *types.InvalidParameterException
		require.ErrorAs(w, out.(error), &e)
		require.Nil(w, e.ReasonCode)
		require.Nil(w, e.ErrorCodeOverride)
		require.Equal(w, "Invalid email address format.", *e.Message)
	}}},
	row{rules: "R153", name: "a code that SignUp does not model", call: failing(func(w *world) (any, error) {
		return w.client.SignUp(w.ctx, w.signUpInput("jane"), func(o *cip.Options) {
			o.APIOptions = append(o.APIOptions, smithyhttp.SetHeaderValue("X-Amz-Target", "AWSCognitoIdentityProviderService.NoSuchThing"))
		})
	}), want: want{check: func(w *world, out any) {
		var e *smithy.GenericAPIError
		require.ErrorAs(w, out.(error), &e)
		require.Equal(w, "UnknownOperationException", e.ErrorCode())
		require.Equal(w, smithy.FaultUnknown, e.ErrorFault())
	}}},

	// Signatures.
	row{rules: "R154", name: "no signature where one is needed", call: posted("DescribeUserPool", func(w *world) string { return `{"UserPoolId":"` + w.pool.ID + `"}` }, "Authorization", ""),
		want: answered(400, "MissingAuthenticationTokenException:", "Missing Authentication Token", `{"__type":"MissingAuthenticationTokenException","message":"Missing Authentication Token"}`)},
	row{rules: "R154", name: "any signature will do", call: posted("DescribeUserPool", func(w *world) string { return `{"UserPoolId":"` + w.pool.ID + `"}` }, "Authorization", "none"),
		want: answered(200, "", "", "")},
	row{rules: "R154", name: "no signature where none is needed", call: posted("SignUp", signUpBody, "Authorization", ""), want: answered(200, "", "", "")},
	row{rules: "R154", name: "a signature where none is needed", call: posted("SignUp", signUpBody, "Authorization", "AWS4-HMAC-SHA256 x"), want: answered(200, "", "", "")},
	row{rules: "R154", choice: true, name: "the signature goes before all else", call: posted("DescribeUserPool", func(*world) string { return `{` }, "Authorization", ""),
		want: answered(400, "MissingAuthenticationTokenException:", "Missing Authentication Token", "")},

	// No tokens.
	row{rules: "L25", name: "nothing like a token", app: choosing, call: posted("SignUp", signUpBody), want: want{check: func(w *world, out any) {
		var got map[string]any
		require.NoError(w, json.Unmarshal([]byte(out.(response).body), &got))
		require.ElementsMatch(w, []string{"UserConfirmed", "UserSub", "Session"}, slices.Collect(maps.Keys(got)))
	}}},
	row{rules: "R7", name: "members of the answer", app: choosing, call: signingUp("jane"), want: want{check: func(w *world, out any) {
		got := out.(*cip.SignUpOutput)
		require.NotEmpty(w, aws.ToString(got.UserSub))
		require.False(w, got.UserConfirmed)
	}}},
)
