package truth_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-lambda-go/lambda/messages"
	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	smithyhttp "github.com/aws/smithy-go/transport/http"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
)

// The events of the public library, by shorter names.
type (
	preSignUp        = events.CognitoEventUserPoolsPreSignup
	customMessage    = events.CognitoEventUserPoolsCustomMessage
	postConfirmation = events.CognitoEventUserPoolsPostConfirmation
)

// bytesFunction is a lambda.Handler: a function on the bytes of its event.
type bytesFunction func(event string) (string, error)

func (f bytesFunction) Invoke(_ context.Context, event []byte) ([]byte, error) {
	answer, err := f(string(event))
	return []byte(answer), err
}

// echo answers the event as it is.
var echo = bytesFunction(func(event string) (string, error) { return event, nil })

// answers is a function with one answer.
func answers(answer string) bytesFunction {
	return func(string) (string, error) { return answer, nil }
}

// fails is a function that only fails.
func fails(err error) bytesFunction {
	return func(string) (string, error) { return "", err }
}

// on gives the row's pool a function.
func on(trigger cognitofake.Trigger, fn any) func(w *world) {
	return func(w *world) { w.pool.On(trigger, fn) }
}

// runs are the functions that ran for the newest call of an operation.
func (w *world) runs(op cognitofake.Operation) []cognitofake.Invocation {
	var found []cognitofake.Invocation
	for _, c := range w.fake.Calls() {
		if c.Operation == op {
			found = c.Invocations
		}
	}
	return found
}

// sources are the trigger sources of runs.
func sources(runs []cognitofake.Invocation) []string {
	list := []string{}
	for _, run := range runs {
		list = append(list, run.Source)
	}
	return list
}

// eventOf is the event that the newest SignUp called a function with.
func (w *world) eventOf(source string) map[string]any {
	w.Helper()
	for _, run := range w.runs(cognitofake.OpSignUp) {
		if run.Source == source {
			var event map[string]any
			require.NoError(w, json.Unmarshal([]byte(run.Event), &event))
			return event
		}
	}
	require.Fail(w, "no run of "+source)
	return nil
}

// requestOf is the request in that event.
func (w *world) requestOf(source string) map[string]any {
	w.Helper()
	return w.eventOf(source)["request"].(map[string]any)
}

// memberNames are the members of a JSON object in their order.
func memberNames(t require.TestingT, object string) []string {
	decoder := json.NewDecoder(strings.NewReader(object))
	var names []string
	_, err := decoder.Token()
	require.NoError(t, err)
	for decoder.More() {
		name, err := decoder.Token()
		require.NoError(t, err)
		names = append(names, name.(string))
		var skipped json.RawMessage
		require.NoError(t, decoder.Decode(&skipped))
	}
	return names
}

// signUpJane signs up a user with an e-mail address.
func signUpJane(w *world) (any, error) { return w.signUp("jane", "email", "jane@example.com") }

// refusedBy is the refusal of a PreSignUp function, which made no user and
// left the name free (L112).
func refusedBy(code, message string, attempts int) want {
	return want{code: code, message: message, check: func(w *world, _ any) {
		runs := w.runs(cognitofake.OpSignUp)
		require.Len(w, runs, 1)
		require.Equal(w, attempts, runs[0].Attempts)
		require.Equal(w, code+": "+message, runs[0].Error)
		require.Empty(w, w.pool.Users())
		w.pool.On(cognitofake.PreSignUp, nil)
		w.mustSignUp("jane", "email", "jane@example.com")
	}}
}

// Rows of what all triggers have in common: docs/behaviour.md L88 to L102.
var _ = addRows(
	row{
		rules: "L88 L97 L112", name: "no answer in three attempts",
		prior: on(cognitofake.PreSignUp, fails(cognitofake.ErrTriggerTimeout)), call: signUpJane,
		want: refusedBy("UnexpectedLambdaException", "PreSignUp invocation failed due to error Socket timeout while invoking Lambda function.", 3),
	},
	row{
		rules: "L88 L97", name: "a function that returns after its deadline",
		opts: []cognitofake.Option{cognitofake.WithTriggerTimeout(time.Millisecond)},
		prior: on(cognitofake.PreSignUp, func(ctx context.Context, e preSignUp) (preSignUp, error) {
			<-ctx.Done()
			return e, nil
		}),
		call: signUpJane,
		want: refusedBy("UnexpectedLambdaException", "PreSignUp invocation failed due to error Socket timeout while invoking Lambda function.", 3),
	},
	row{
		rules: "L88", name: "an answer at the third attempt",
		prior: func(w *world) {
			calls := 0
			w.pool.On(cognitofake.PreSignUp, bytesFunction(func(event string) (string, error) {
				if calls++; calls < 3 {
					return "", fmt.Errorf("database: %w", cognitofake.ErrTriggerTimeout)
				}
				return event, nil
			}))
		},
		call: signUpJane,
		want: want{check: func(w *world, _ any) {
			require.Equal(w, 3, w.runs(cognitofake.OpSignUp)[0].Attempts)
			require.Empty(w, w.runs(cognitofake.OpSignUp)[0].Error)
		}},
	},
	row{
		rules: "L88", name: "five seconds",
		prior: func(w *world) {
			w.pool.On(cognitofake.PreSignUp, func(ctx context.Context, e preSignUp) (preSignUp, error) {
				deadline, ok := ctx.Deadline()
				require.True(w, ok)
				require.InDelta(w, 5*time.Second, time.Until(deadline), float64(4*time.Second))
				return e, nil
			})
		},
		call: signUpJane,
	},
	row{
		rules: "L89", name: "members of an event",
		prior: on(cognitofake.PreSignUp, echo), call: signUpJane,
		want: want{check: func(w *world, _ any) {
			require.Equal(w,
				[]string{"version", "region", "userPoolId", "userName", "callerContext", "triggerSource", "request", "response"},
				memberNames(w, w.runs(cognitofake.OpSignUp)[0].Event))
			e := w.eventOf("PreSignUp_SignUp")
			require.Equal(w, "1", e["version"])
			require.Equal(w, "us-east-1", e["region"])
			require.Equal(w, w.pool.ID, e["userPoolId"])
			require.Equal(w, map[string]any{"awsSdkVersion": "aws-sdk-unknown-unknown", "clientId": w.app.ID}, e["callerContext"])
		}},
	},
	row{
		rules: "L90 L91", name: "version of the caller's SDK",
		prior: on(cognitofake.PreSignUp, echo),
		call: func(w *world) (any, error) {
			return w.client.SignUp(w.ctx, w.signUpInput("jane"), func(o *cip.Options) {
				o.APIOptions = append(o.APIOptions, smithyhttp.SetHeaderValue("User-Agent", "aws-sdk-js/2.1639.0 callback"))
			})
		},
		want: want{check: func(w *world, _ any) {
			require.Equal(w, map[string]any{"awsSdkVersion": "aws-sdk-js-2.1639.0", "clientId": w.app.ID},
				w.eventOf("PreSignUp_SignUp")["callerContext"])
		}},
	},
	row{
		rules: "L92", name: "userName is the name given",
		pool:  cip.CreateUserPoolInput{UsernameConfiguration: &types.UsernameConfigurationType{CaseSensitive: aws.Bool(false)}},
		prior: on(cognitofake.PreSignUp, echo),
		call:  func(w *world) (any, error) { return w.signUp("Jane") },
		want:  want{check: func(w *world, _ any) { require.Equal(w, "Jane", w.eventOf("PreSignUp_SignUp")["userName"]) }},
	},
	row{
		rules: "L92 L103", name: "userName is the sub in an e-mail pool",
		pool:  cip.CreateUserPoolInput{UsernameAttributes: []types.UsernameAttributeType{types.UsernameAttributeTypeEmail}},
		prior: on(cognitofake.PreSignUp, echo),
		call:  func(w *world) (any, error) { return w.signUp("jane@example.com") },
		want: want{check: func(w *world, out any) {
			require.Equal(w, *out.(*cip.SignUpOutput).UserSub, w.eventOf("PreSignUp_SignUp")["userName"])
			require.Equal(w, map[string]any{"email": "jane@example.com"}, w.requestOf("PreSignUp_SignUp")["userAttributes"])
		}},
	},
	row{
		rules: "L95 R128 L112", name: "an error of the function",
		prior: on(cognitofake.PreSignUp, func(preSignUp) (preSignUp, error) { return preSignUp{}, errors.New("no room") }),
		call:  signUpJane,
		want:  refusedBy("UserLambdaValidationException", "PreSignUp failed with error no room.", 1),
	},
	row{
		rules: "L95", name: "a period is always added",
		prior: on(cognitofake.PreSignUp, fails(messages.InvokeResponse_Error{Message: "No room."})), call: signUpJane,
		want: refusedBy("UserLambdaValidationException", "PreSignUp failed with error No room..", 1),
	},
	row{
		rules: "L95", choice: true, name: "a panic",
		prior: on(cognitofake.PreSignUp, func(preSignUp) (preSignUp, error) { panic("assignment to entry in nil map") }),
		call:  signUpJane,
		want:  refusedBy("UserLambdaValidationException", "PreSignUp failed with error assignment to entry in nil map.", 1),
	},
	row{
		rules: "L96", name: "the runtime dies",
		prior: on(cognitofake.PreSignUp, fails(cognitofake.ErrTriggerCrash)), call: signUpJane,
		want: want{code: "UserLambdaValidationException", message: "PreSignUp failed with error RequestId: ", prefix: true, check: func(w *world, _ any) {
			require.Regexp(w, `RequestId: [0-9a-f-]{36} Error: Runtime exited with error: exit status 129\.$`, w.runs(cognitofake.OpSignUp)[0].Error)
			require.Equal(w, 1, w.runs(cognitofake.OpSignUp)[0].Attempts)
			require.Empty(w, w.pool.Users())
		}},
	},
	row{
		rules: "L98 R128", name: "no permission",
		prior: on(cognitofake.PreSignUp, fails(cognitofake.ErrTriggerAccessDenied)), call: signUpJane,
		want: refusedBy("UnexpectedLambdaException", "PreSignUp invocation failed due to error AccessDeniedException.", 1),
	},
	row{
		rules: "L98", name: "being updated",
		prior: on(cognitofake.PreSignUp, fails(cognitofake.ErrTriggerUpdating)), call: signUpJane,
		want: refusedBy("UnexpectedLambdaException", "PreSignUp invocation failed due to error ResourceConflictException.", 1),
	},
	row{
		rules: "L98", name: "throttled",
		prior: on(cognitofake.PreSignUp, fails(cognitofake.ErrTriggerThrottled)), call: signUpJane,
		want: refusedBy("UnexpectedLambdaException", "PreSignUp invocation failed due to error TooManyRequestsException.", 1),
	},
	row{
		rules: "L98", choice: true, name: "the connection drops",
		prior: on(cognitofake.PreSignUp, fails(cognitofake.ErrTriggerDisconnected)), call: signUpJane,
		want: refusedBy("UnexpectedLambdaException", "PreSignUp invocation failed due to error Connection reset while invoking Lambda function.", 3),
	},
	row{
		rules: "L98", choice: true, name: "nobody registered the function",
		pool: cip.CreateUserPoolInput{LambdaConfig: &types.LambdaConfigType{PreSignUp: aws.String("arn:aws:lambda:us-east-1:123456789012:function:guard:live")}},
		call: signUpJane,
		want: want{code: "UnexpectedLambdaException", message: "PreSignUp invocation failed due to error AccessDeniedException.", check: func(w *world, _ any) {
			calls := w.fake.Calls()
			require.Contains(w, calls[len(calls)-1].Hint, `Fake.Lambda("guard", fn)`)
			require.Empty(w, w.pool.Users())
		}},
	},
	row{
		rules: "L99 R128", name: "null", prior: on(cognitofake.PreSignUp, answers("null")), call: signUpJane,
		want: refusedBy("InvalidLambdaResponseException", "Invalid lambda function output : Invalid JSON", 1),
	},
	row{
		rules: "L99", name: "no JSON", prior: on(cognitofake.PreSignUp, answers("ok")), call: signUpJane,
		want: refusedBy("InvalidLambdaResponseException", "Invalid lambda function output : Invalid JSON", 1),
	},
	row{
		rules: "L99", name: "nothing", prior: on(cognitofake.PreSignUp, answers("")), call: signUpJane,
		want: refusedBy("InvalidLambdaResponseException", "Invalid lambda function output : Invalid JSON", 1),
	},
	row{
		rules: "L99", name: "a handler whose sole result is an error",
		prior: on(cognitofake.PreSignUp, func(preSignUp) error { return nil }), call: signUpJane,
		want: refusedBy("InvalidLambdaResponseException", "Invalid lambda function output : Invalid JSON", 1),
	},
	row{
		rules: "L100 R128", name: "an array", prior: on(cognitofake.PreSignUp, answers("[]")), call: signUpJane,
		want: refusedBy("InvalidLambdaResponseException", "Unrecognizable lambda output", 1),
	},
	row{
		rules: "L100", name: "a string", prior: on(cognitofake.PreSignUp, answers(`"ok"`)), call: signUpJane,
		want: refusedBy("InvalidLambdaResponseException", "Unrecognizable lambda output", 1),
	},
	row{
		rules: "L100", name: "no response", prior: on(cognitofake.PreSignUp, answers(`{"Response":{}}`)), call: signUpJane,
		want: refusedBy("InvalidLambdaResponseException", "Unrecognizable lambda output", 1),
	},
	row{
		rules: "L100", name: "response null", prior: on(cognitofake.PreSignUp, answers(`{"response":null}`)), call: signUpJane,
		want: refusedBy("InvalidLambdaResponseException", "Unrecognizable lambda output", 1),
	},
	row{
		rules: "L100", name: "response of another type", prior: on(cognitofake.PreSignUp, answers(`{"response":[true]}`)), call: signUpJane,
		want: refusedBy("InvalidLambdaResponseException", "Unrecognizable lambda output", 1),
	},
	row{
		rules: "L100", name: "an unknown field in the response",
		prior: on(cognitofake.PreSignUp, answers(`{"response":{"autoConfirmUser":false,"autoconfirm":true}}`)), call: signUpJane,
		want: refusedBy("InvalidLambdaResponseException", "Unrecognizable lambda output", 1),
	},
	row{
		rules: "L102", name: "a pool without triggers", pool: fixture.EmailPool(), call: signUpJane,
		want: want{check: func(w *world, _ any) {
			require.Empty(w, w.runs(cognitofake.OpSignUp))
			require.Len(w, w.fake.Messages(), 1)
		}},
	},
)
