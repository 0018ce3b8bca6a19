package rows

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"
	"github.com/stretchr/testify/require"
)

// response is an answer as it is on the wire.
type response struct {
	status int
	header http.Header
	body   string
}

// posted sends a body as it is.
func posted(op string, body func(w *World) string, header ...string) func(*World) (any, error) {
	return func(w *World) (any, error) {
		status, h, answer := w.Post(op, body(w), header...)
		return response{status, h, string(answer)}, nil
	}
}

func signUpBody(w *World) string {
	return `{"ClientId":"` + w.ClientID + `","Username":"jane","Password":"pa$$W0rd"}`
}

const tooLarge = "Request entity is too large: it has more than 1048576 bytes"

const uuidForm = `^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`

// answered checks a whole answer; body may be "".
func answered(status int, errorType, errorMessage, body string) Want {
	return Want{Check: func(w *World, out any) {
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
func sentRequest(w *World) (any, error) {
	var seen *http.Request
	_, err := w.Client.SignUp(w.Ctx, w.SignUpInput("jane"), func(o *cip.Options) {
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
func failing(call func(*World) (any, error)) func(*World) (any, error) {
	return func(w *World) (any, error) {
		_, err := call(w)
		require.Error(w, err)
		return err, nil
	}
}

// requestID is the one in the error's response.
func requestID(w *World, err error) string {
	w.Helper()
	var response *awshttp.ResponseError
	require.ErrorAs(w, err, &response)
	return response.ServiceRequestID()
}

// inSDKWords checks the chain and the text of an error of SignUp (R153).
func inSDKWords[E smithy.APIError](text string) Want {
	return Want{Check: func(w *World, out any) {
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

// silent is an answer without a body.
var silent = Want{Check: func(w *World, out any) {
	require.Equal(w, 200, out.(response).status)
	require.Empty(w, out.(response).body)
	require.Regexp(w, uuidForm, out.(response).header.Get("X-Amzn-Requestid"))
}}

// wireRows are rows of the wire: docs/behaviour.md R150 to R154, L1, L2, N1.
func wireRows() []Row {
	return []Row{
		{Rules: "R150", Name: "what the SDK sends", Call: sentRequest, Want: Want{Check: func(w *World, out any) {
			req := out.(*http.Request)
			require.Equal(w, http.MethodPost, req.Method)
			require.Equal(w, "/", req.URL.Path)
			require.Equal(w, "application/x-amz-json-1.1", req.Header.Get("Content-Type"))
			require.Equal(w, "AWSCognitoIdentityProviderService.SignUp", req.Header.Get("X-Amz-Target"))
			require.Empty(w, req.Header.Get("Authorization"), "R28")
		}}},
		{Rules: "L1 L6", Name: "a success", Call: posted("SignUp", signUpBody), Want: answered(200, "", "", "")},
		{Rules: "R151 R152 L2", Name: "an error", Prior: SignedUp("jane"), Call: posted("SignUp", signUpBody), Want: answered(400,
			"UsernameExistsException:", "User already exists", `{"__type":"UsernameExistsException","message":"User already exists"}`)},
		{Rules: "R22 R151 R152", Name: "NotAuthorizedException", Pool: cip.CreateUserPoolInput{
			AdminCreateUserConfig: &types.AdminCreateUserConfigType{AllowAdminCreateUserOnly: true},
		}, Call: posted("SignUp", signUpBody), Want: answered(400, "NotAuthorizedException:", "SignUp is not permitted for this user pool",
			`{"__type":"NotAuthorizedException","message":"SignUp is not permitted for this user pool"}`)},
		{Rules: "R152 R20", Name: "ResourceNotFoundException", Call: posted("SignUp", func(*World) string { return `{"ClientId":"x","Username":"jane"}` }), Want: answered(400,
			"ResourceNotFoundException:", "User pool client x does not exist.", `{"__type":"ResourceNotFoundException","message":"User pool client x does not exist."}`)},
		{Rules: "R151", Name: "signs that JSON may escape", Call: posted("DescribeUserPool", func(*World) string { return `{"UserPoolId":"<a>&\"é\""}` }), Want: Want{
			Check: func(w *World, out any) {
				require.Contains(w, out.(response).body, `Value '<a>&\"é\"' at 'userPoolId'`)
			}}},
		{Rules: "R12", Choice: true, Name: "member names keep their case", Call: posted("SignUp", func(w *World) string { return `{"clientId":"` + w.ClientID + `","username":"jane"}` }), Want: Want{
			Check: func(w *World, out any) {
				require.Contains(w, out.(response).body, "2 validation errors detected: ")
			}}},
		{Rules: "R150", Name: "members that there are not", Raw: func(w *World) string {
			return `SignUp {"ClientId":"` + w.ClientID + `","Username":"jane","Password":"pa$$W0rd","Color":{"deep":[1,{"x":null}]}}`
		}, Want: Want{Check: func(w *World, _ any) { w.User("jane") }}},

		// Operations that answer nothing.
		{Rules: "N1", Name: "an output without members", Call: posted("UpdateUserPool", func(w *World) string { return `{"UserPoolId":"` + w.PoolID + `"}` }), Want: answered(200, "", "", "{}")},
		{Rules: "N1", Name: "no output", Call: posted("DeleteUserPoolClient", func(w *World) string {
			return `{"UserPoolId":"` + w.PoolID + `","ClientId":"` + w.ClientID + `"}`
		}), Want: silent},
		{Rules: "N1", Name: "no output of DeleteUserPool", Call: posted("DeleteUserPool", func(w *World) string { return `{"UserPoolId":"` + w.PoolID + `"}` }), Want: silent},
		{Rules: "N1", Name: "no output of AdminDeleteUser", Prior: SignedUp("jane"), Call: posted("AdminDeleteUser", func(w *World) string {
			return `{"UserPoolId":"` + w.PoolID + `","Username":"jane"}`
		}), Want: silent},

		// Errors as the SDK builds them.
		{Rules: "R153", Name: "UsernameExistsException", Prior: SignedUp("jane"), Call: failing(SigningUp("jane")),
			Want: inSDKWords[*types.UsernameExistsException]("UsernameExistsException: User already exists")},
		{Rules: "R153", Name: "InvalidPasswordException", Call: failing(withPassword("123")),
			Want: inSDKWords[*types.InvalidPasswordException]("InvalidPasswordException: Password did not conform with policy: Password not long enough")},
		{Rules: "R153", Name: "ResourceNotFoundException", Call: failing(WithClientID("x")),
			Want: inSDKWords[*types.ResourceNotFoundException]("ResourceNotFoundException: User pool client x does not exist.")},
		{Rules: "R153", Name: "InvalidParameterException has no reason code", Call: failing(SigningUp("jane", "email", "x")), Want: Want{Check: func(w *World, out any) {
			inSDKWords[*types.InvalidParameterException]("InvalidParameterException: Invalid email address format.").Check(w, out)
			var e *types.InvalidParameterException
			require.ErrorAs(w, out.(error), &e)
			require.Nil(w, e.ReasonCode)
			require.Nil(w, e.ErrorCodeOverride)
			require.Equal(w, "Invalid email address format.", *e.Message)
		}}},
		{Rules: "R153", Name: "a code that SignUp does not model", Call: failing(func(w *World) (any, error) {
			return w.Client.SignUp(w.Ctx, w.SignUpInput("jane"), func(o *cip.Options) {
				o.APIOptions = append(o.APIOptions, smithyhttp.SetHeaderValue("X-Amz-Target", "AWSCognitoIdentityProviderService.NoSuchThing"))
			})
		}), Want: Want{Check: func(w *World, out any) {
			var e *smithy.GenericAPIError
			require.ErrorAs(w, out.(error), &e)
			require.Equal(w, "UnknownOperationException", e.ErrorCode())
			require.Equal(w, smithy.FaultUnknown, e.ErrorFault())
		}}},

		// Signatures.
		{Rules: "R154", Name: "no signature where one is needed", Call: posted("DescribeUserPool", func(w *World) string { return `{"UserPoolId":"` + w.PoolID + `"}` }, "Authorization", ""),
			Want: answered(400, "MissingAuthenticationTokenException:", "Missing Authentication Token", `{"__type":"MissingAuthenticationTokenException","message":"Missing Authentication Token"}`)},
		{Rules: "R154", Name: "any signature will do", Call: posted("DescribeUserPool", func(w *World) string { return `{"UserPoolId":"` + w.PoolID + `"}` }, "Authorization", "none"),
			Want: answered(200, "", "", "")},
		{Rules: "R154", Name: "no signature where none is needed", Call: posted("SignUp", signUpBody, "Authorization", ""), Want: answered(200, "", "", "")},
		{Rules: "R154", Name: "a signature where none is needed", Call: posted("SignUp", signUpBody, "Authorization", "AWS4-HMAC-SHA256 x"), Want: answered(200, "", "", "")},
		{Rules: "R154", Choice: true, Name: "the signature goes before all else", Call: posted("DescribeUserPool", func(*World) string { return `{` }, "Authorization", ""),
			Want: answered(400, "MissingAuthenticationTokenException:", "Missing Authentication Token", "")},

		// Size.
		{Rules: "R155", Choice: true, Name: "values that are each long enough, and too long together", Call: func(w *World) (any, error) {
			in := w.SignUpInput("jane")
			in.ClientMetadata = map[string]string{}
			for key := range 10 {
				in.ClientMetadata[strconv.Itoa(key)] = strings.Repeat("x", 131072)
			}
			return w.Client.SignUp(w.Ctx, in)
		}, Want: Want{Code: "RequestEntityTooLargeException", Status: 413, Message: tooLarge}},
		{Rules: "R155", Choice: true, Name: "a byte too many, before all else", Call: posted("NoSuchOperation", func(w *World) string { return strings.Repeat(" ", 1<<20+1) }),
			Want: answered(413, "RequestEntityTooLargeException:", tooLarge, `{"__type":"RequestEntityTooLargeException","message":"`+tooLarge+`"}`)},
		{Rules: "R155", Choice: true, Name: "as much as there may be", Call: posted("SignUp", func(w *World) string {
			return signUpBody(w) + strings.Repeat(" ", 1<<20-len(signUpBody(w)))
		}), Want: answered(200, "", "", "")},

		// No tokens.
		{Rules: "L25", Name: "nothing like a token", App: Choosing, Call: posted("SignUp", signUpBody), Want: Want{Check: func(w *World, out any) {
			var got map[string]any
			require.NoError(w, json.Unmarshal([]byte(out.(response).body), &got))
			require.ElementsMatch(w, []string{"UserConfirmed", "UserSub", "Session"}, slices.Collect(maps.Keys(got)))
		}}},
		{Rules: "R7", Name: "members of the answer", App: Choosing, Call: SigningUp("jane"), Want: Want{Check: func(w *World, out any) {
			got := out.(*cip.SignUpOutput)
			require.NotEmpty(w, aws.ToString(got.UserSub))
			require.False(w, got.UserConfirmed)
		}}},
	}
}
