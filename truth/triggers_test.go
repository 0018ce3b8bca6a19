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
	"github.com/cognitofake/cognitofake/internal/rows"
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
func signUpJane(w *rows.World) (any, error) { return w.SignUp("jane", "email", "jane@example.com") }

// refusedBy is the refusal of a PreSignUp function, which made no user and
// left the name free (L112).
func refusedBy(code, message string, attempts int) rows.Want {
	return rows.Want{Code: code, Message: message, Check: check(func(w *world, _ any) {
		runs := w.runs(cognitofake.OpSignUp)
		require.Len(w, runs, 1)
		require.Equal(w, attempts, runs[0].Attempts)
		require.Equal(w, code+": "+message, runs[0].Error)
		require.Empty(w, w.pool.Users())
		w.pool.On(cognitofake.PreSignUp, nil)
		w.MustSignUp("jane", "email", "jane@example.com")
	})}
}

// triggerRows are rows of what all triggers have in common: docs/behaviour.md L88 to L102.
func triggerRows() []rows.Row {
	return []rows.Row{
		{
			Rules: "L88 L97 L112", Name: "no answer in three attempts",
			Prior: prior(on(cognitofake.PreSignUp, fails(cognitofake.ErrTriggerTimeout))), Call: signUpJane,
			Want: refusedBy("UnexpectedLambdaException", "PreSignUp invocation failed due to error Socket timeout while invoking Lambda function.", 3),
		},
		{
			Rules: "L88 L97", Name: "a function that returns after its deadline",
			Own: []cognitofake.Option{cognitofake.WithTriggerTimeout(time.Millisecond)},
			Prior: prior(on(cognitofake.PreSignUp, func(ctx context.Context, e preSignUp) (preSignUp, error) {
				<-ctx.Done()
				return e, nil
			})),
			Call: signUpJane,
			Want: refusedBy("UnexpectedLambdaException", "PreSignUp invocation failed due to error Socket timeout while invoking Lambda function.", 3),
		},
		{
			Rules: "L88", Name: "an answer at the third attempt",
			Prior: prior(func(w *world) {
				calls := 0
				w.pool.On(cognitofake.PreSignUp, bytesFunction(func(event string) (string, error) {
					if calls++; calls < 3 {
						return "", fmt.Errorf("database: %w", cognitofake.ErrTriggerTimeout)
					}
					return event, nil
				}))
			}),
			Call: signUpJane,
			Want: rows.Want{Check: check(func(w *world, _ any) {
				require.Equal(w, 3, w.runs(cognitofake.OpSignUp)[0].Attempts)
				require.Empty(w, w.runs(cognitofake.OpSignUp)[0].Error)
			})},
		},
		{
			Rules: "L88", Name: "five seconds",
			Prior: prior(func(w *world) {
				w.pool.On(cognitofake.PreSignUp, func(ctx context.Context, e preSignUp) (preSignUp, error) {
					deadline, ok := ctx.Deadline()
					require.True(w, ok)
					require.InDelta(w, 5*time.Second, time.Until(deadline), float64(4*time.Second))
					return e, nil
				})
			}),
			Call: signUpJane,
		},
		{
			Rules: "L89", Name: "members of an event",
			Prior: prior(on(cognitofake.PreSignUp, echo)), Call: signUpJane,
			Want: rows.Want{Check: check(func(w *world, _ any) {
				require.Equal(w,
					[]string{"version", "region", "userPoolId", "userName", "callerContext", "triggerSource", "request", "response"},
					memberNames(w.World, w.runs(cognitofake.OpSignUp)[0].Event))
				e := w.eventOf("PreSignUp_SignUp")
				require.Equal(w, "1", e["version"])
				require.Equal(w, "us-east-1", e["region"])
				require.Equal(w, w.pool.ID, e["userPoolId"])
				require.Equal(w, map[string]any{"awsSdkVersion": "aws-sdk-unknown-unknown", "clientId": w.app.ID}, e["callerContext"])
			})},
		},
		{
			Rules: "L90 L91", Name: "version of the caller's SDK",
			Prior: prior(on(cognitofake.PreSignUp, echo)),
			Call: func(w *rows.World) (any, error) {
				return w.Client.SignUp(w.Ctx, w.SignUpInput("jane"), func(o *cip.Options) {
					o.APIOptions = append(o.APIOptions, smithyhttp.SetHeaderValue("User-Agent", "aws-sdk-js/2.1639.0 callback"))
				})
			},
			Want: rows.Want{Check: check(func(w *world, _ any) {
				require.Equal(w, map[string]any{"awsSdkVersion": "aws-sdk-js-2.1639.0", "clientId": w.app.ID},
					w.eventOf("PreSignUp_SignUp")["callerContext"])
			})},
		},
		{
			Rules: "L92", Name: "userName is the name given",
			Pool:  cip.CreateUserPoolInput{UsernameConfiguration: &types.UsernameConfigurationType{CaseSensitive: aws.Bool(false)}},
			Prior: prior(on(cognitofake.PreSignUp, echo)),
			Call:  func(w *rows.World) (any, error) { return w.SignUp("Jane") },
			Want:  rows.Want{Check: check(func(w *world, _ any) { require.Equal(w, "Jane", w.eventOf("PreSignUp_SignUp")["userName"]) })},
		},
		{
			Rules: "L92 L103", Name: "userName is the sub in an e-mail pool",
			Pool:  cip.CreateUserPoolInput{UsernameAttributes: []types.UsernameAttributeType{types.UsernameAttributeTypeEmail}},
			Prior: prior(on(cognitofake.PreSignUp, echo)),
			Call:  func(w *rows.World) (any, error) { return w.SignUp("jane@example.com") },
			Want: rows.Want{Check: check(func(w *world, out any) {
				require.Equal(w, *out.(*cip.SignUpOutput).UserSub, w.eventOf("PreSignUp_SignUp")["userName"])
				require.Equal(w, map[string]any{"email": "jane@example.com"}, w.requestOf("PreSignUp_SignUp")["userAttributes"])
			})},
		},
		{
			Rules: "L95 R128 L112", Name: "an error of the function",
			Prior: prior(on(cognitofake.PreSignUp, func(preSignUp) (preSignUp, error) { return preSignUp{}, errors.New("no room") })),
			Call:  signUpJane,
			Want:  refusedBy("UserLambdaValidationException", "PreSignUp failed with error no room.", 1),
		},
		{
			Rules: "L95", Name: "a period is always added",
			Prior: prior(on(cognitofake.PreSignUp, fails(messages.InvokeResponse_Error{Message: "No room."}))), Call: signUpJane,
			Want: refusedBy("UserLambdaValidationException", "PreSignUp failed with error No room..", 1),
		},
		{
			Rules: "L95", Choice: true, Name: "a panic",
			Prior: prior(on(cognitofake.PreSignUp, func(preSignUp) (preSignUp, error) { panic("assignment to entry in nil map") })),
			Call:  signUpJane,
			Want:  refusedBy("UserLambdaValidationException", "PreSignUp failed with error assignment to entry in nil map.", 1),
		},
		{
			Rules: "L96", Name: "the runtime dies",
			Prior: prior(on(cognitofake.PreSignUp, fails(cognitofake.ErrTriggerCrash))), Call: signUpJane,
			Want: rows.Want{Code: "UserLambdaValidationException", Message: "PreSignUp failed with error RequestId: ", Prefix: true, Check: check(func(w *world, _ any) {
				require.Regexp(w, `RequestId: [0-9a-f-]{36} Error: Runtime exited with error: exit status 129\.$`, w.runs(cognitofake.OpSignUp)[0].Error)
				require.Equal(w, 1, w.runs(cognitofake.OpSignUp)[0].Attempts)
				require.Empty(w, w.pool.Users())
			})},
		},
		{
			Rules: "L98 R128", Name: "no permission",
			Prior: prior(on(cognitofake.PreSignUp, fails(cognitofake.ErrTriggerAccessDenied))), Call: signUpJane,
			Want: refusedBy("UnexpectedLambdaException", "PreSignUp invocation failed due to error AccessDeniedException.", 1),
		},
		{
			Rules: "L98", Name: "being updated",
			Prior: prior(on(cognitofake.PreSignUp, fails(cognitofake.ErrTriggerUpdating))), Call: signUpJane,
			Want: refusedBy("UnexpectedLambdaException", "PreSignUp invocation failed due to error ResourceConflictException.", 1),
		},
		{
			Rules: "L98", Name: "throttled",
			Prior: prior(on(cognitofake.PreSignUp, fails(cognitofake.ErrTriggerThrottled))), Call: signUpJane,
			Want: refusedBy("UnexpectedLambdaException", "PreSignUp invocation failed due to error TooManyRequestsException.", 1),
		},
		{
			Rules: "L98", Choice: true, Name: "the connection drops",
			Prior: prior(on(cognitofake.PreSignUp, fails(cognitofake.ErrTriggerDisconnected))), Call: signUpJane,
			Want: refusedBy("UnexpectedLambdaException", "PreSignUp invocation failed due to error Connection reset while invoking Lambda function.", 3),
		},
		{
			Rules: "L98", Choice: true, Name: "nobody registered the function",
			Pool: cip.CreateUserPoolInput{LambdaConfig: &types.LambdaConfigType{PreSignUp: aws.String("arn:aws:lambda:us-east-1:123456789012:function:guard:live")}},
			Call: signUpJane,
			Want: rows.Want{Code: "UnexpectedLambdaException", Message: "PreSignUp invocation failed due to error AccessDeniedException.", Check: check(func(w *world, _ any) {
				calls := w.fake.Calls()
				require.Contains(w, calls[len(calls)-1].Hint, `Fake.Lambda("guard", fn)`)
				require.Empty(w, w.pool.Users())
			})},
		},
		{
			Rules: "L99 R128", Name: "null", Prior: prior(on(cognitofake.PreSignUp, answers("null"))), Call: signUpJane,
			Want: refusedBy("InvalidLambdaResponseException", "Invalid lambda function output : Invalid JSON", 1),
		},
		{
			Rules: "L99", Name: "no JSON", Prior: prior(on(cognitofake.PreSignUp, answers("ok"))), Call: signUpJane,
			Want: refusedBy("InvalidLambdaResponseException", "Invalid lambda function output : Invalid JSON", 1),
		},
		{
			Rules: "L99", Name: "nothing", Prior: prior(on(cognitofake.PreSignUp, answers(""))), Call: signUpJane,
			Want: refusedBy("InvalidLambdaResponseException", "Invalid lambda function output : Invalid JSON", 1),
		},
		{
			Rules: "L99", Name: "a handler whose sole result is an error",
			Prior: prior(on(cognitofake.PreSignUp, func(preSignUp) error { return nil })), Call: signUpJane,
			Want: refusedBy("InvalidLambdaResponseException", "Invalid lambda function output : Invalid JSON", 1),
		},
		{
			Rules: "L100 R128", Name: "an array", Prior: prior(on(cognitofake.PreSignUp, answers("[]"))), Call: signUpJane,
			Want: refusedBy("InvalidLambdaResponseException", "Unrecognizable lambda output", 1),
		},
		{
			Rules: "L100", Name: "a string", Prior: prior(on(cognitofake.PreSignUp, answers(`"ok"`))), Call: signUpJane,
			Want: refusedBy("InvalidLambdaResponseException", "Unrecognizable lambda output", 1),
		},
		{
			Rules: "L100", Name: "no response", Prior: prior(on(cognitofake.PreSignUp, answers(`{"Response":{}}`))), Call: signUpJane,
			Want: refusedBy("InvalidLambdaResponseException", "Unrecognizable lambda output", 1),
		},
		{
			Rules: "L100", Name: "response null", Prior: prior(on(cognitofake.PreSignUp, answers(`{"response":null}`))), Call: signUpJane,
			Want: refusedBy("InvalidLambdaResponseException", "Unrecognizable lambda output", 1),
		},
		{
			Rules: "L100", Name: "response of another type", Prior: prior(on(cognitofake.PreSignUp, answers(`{"response":[true]}`))), Call: signUpJane,
			Want: refusedBy("InvalidLambdaResponseException", "Unrecognizable lambda output", 1),
		},
		{
			Rules: "L100", Name: "an unknown field in the response",
			Prior: prior(on(cognitofake.PreSignUp, answers(`{"response":{"autoConfirmUser":false,"autoconfirm":true}}`))), Call: signUpJane,
			Want: refusedBy("InvalidLambdaResponseException", "Unrecognizable lambda output", 1),
		},
		{
			Rules: "L102", Name: "a pool without triggers", Pool: fixture.EmailPool(), Call: signUpJane,
			Want: rows.Want{Check: check(func(w *world, _ any) {
				require.Empty(w, w.runs(cognitofake.OpSignUp))
				require.Len(w, w.fake.Messages(), 1)
			})},
		},
	}
}
