package cognitofake

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/aws/aws-lambda-go/lambda/messages"
	"github.com/aws/aws-lambda-go/lambdacontext"
	"github.com/cognitofake/cognitofake/internal/refusal"
)

// Errors that a function given with [Pool.On] or [Fake.Lambda], or an
// [Invoker], returns for what happens to a function and not in it. They
// simulate it in one line and without waiting. A wrapped one does too.
var (
	// ErrTriggerTimeout: no answer came in time. The function is called three
	// times in all, and then the operation fails (L88, L97).
	ErrTriggerTimeout error = &invocationError{"Socket timeout while invoking Lambda function", noAnswer}
	// ErrTriggerDisconnected: the connection dropped before an answer came;
	// called three times too (type and words are a choice).
	ErrTriggerDisconnected error = &invocationError{"Connection reset while invoking Lambda function", noAnswer}
	// ErrTriggerAccessDenied: Cognito has no permission to invoke it (L98).
	ErrTriggerAccessDenied = NotInvocable("AccessDeniedException")
	// ErrTriggerThrottled: Lambda throttles the function (L98).
	ErrTriggerThrottled = NotInvocable("TooManyRequestsException")
	// ErrTriggerUpdating: the function is being updated (L98).
	ErrTriggerUpdating = NotInvocable("ResourceConflictException")
	// ErrTriggerCrash: the runtime exited while the function ran (L96).
	ErrTriggerCrash error = &invocationError{"Runtime exited with error: exit status 129", crashed}
)

// NotInvocable is the error of a function that Lambda refuses to invoke with
// an exception of that name (L98).
func NotInvocable(name string) error { return &invocationError{name, notInvoked} }

// invocationError is a failure around a function, not of its own.
type invocationError struct {
	reason string
	kind   failure
}

func (e *invocationError) Error() string { return e.reason }

type failure uint8

const (
	notInvoked failure = iota
	noAnswer           // tried again (L88)
	crashed            // told as the function's own (L96)
)

// functionError is a function's own failure in the words of its runtime.
type functionError string

func (e functionError) Error() string { return string(e) }

// maxInvocations is how often a function is called that gives no answer (L88).
const maxInvocations = 3

// run calls a function, reads its answer with read, and records both.
func (f *Fake) run(r *request, fn *function, e event, read func(answer []byte) *refusal.Error) *refusal.Error {
	payload := e.encode()
	inv := Invocation{
		Trigger: fn.trigger, Source: e.TriggerSource, Function: fn.arn, At: f.now(), Event: string(payload),
	}
	start := time.Now()
	answer, err := f.invoke(r.ctx, fn, payload, &inv.Attempts)
	inv.Duration, inv.Result = time.Since(start), string(answer)
	var refusal *refusal.Error
	if err != nil {
		refusal = fn.refusal(err)
	} else {
		refusal = read(answer)
	}
	if refusal != nil {
		inv.Error, inv.hint = refusal.Error(), refusal.Hint
	}
	if s, ok := e.Request.(customSenderRequest); ok && e.TriggerSource == string(fn.trigger)+"_"+purposeInvitation {
		inv.hide(s.Code)
	}
	f.history.invoked(r.record, inv)
	return refusal
}

// invoke calls a function until an answer comes, at most three times (L88).
func (f *Fake) invoke(ctx context.Context, fn *function, payload []byte, attempts *int) (answer []byte, err error) {
	for *attempts < maxInvocations {
		*attempts++
		answer, err = f.attempt(ctx, fn, bytes.Clone(payload))
		if failed := invocationFailure(err); failed == nil || failed.kind != noAnswer {
			break
		}
	}
	return answer, err
}

// attempt calls a function once. Whatever it returns after its deadline comes
// too late to count.
func (f *Fake) attempt(ctx context.Context, fn *function, payload []byte) (answer []byte, err error) {
	requestID := f.newUUID()
	ctx = lambdacontext.NewContext(context.WithoutCancel(ctx), &lambdacontext.LambdaContext{
		AwsRequestID: requestID, InvokedFunctionArn: fn.arn,
	})
	start := time.Now()
	if f.triggerTimeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, f.triggerTimeout)
		defer cancel()
	}
	defer func() {
		if v := recover(); v != nil {
			answer, err = nil, panicError(v)
		}
		if f.triggerTimeout > 0 && time.Since(start) >= f.triggerTimeout {
			answer, err = nil, ErrTriggerTimeout
		}
		if failed := invocationFailure(err); failed != nil && failed.kind == crashed {
			err = functionError("RequestId: " + requestID + " Error: " + failed.reason)
		}
	}()
	answer, err = fn.handler.Invoke(ctx, payload)
	return bytes.Clone(answer), err
}

// invocationFailure is the failure around a function that err tells of, if it does.
func invocationFailure(err error) *invocationError {
	var failed *invocationError
	errors.As(err, &failed)
	return failed
}

// panicError is a panic as the runtime of Go reports it to Lambda.
func panicError(v any) error {
	if reported, ok := v.(messages.InvokeResponse_Error); ok {
		return reported
	}
	return functionError(fmt.Sprint(v))
}

// refusal is what the caller is told of an invocation that failed (L95 to L98).
func (fn *function) refusal(err error) *refusal.Error {
	if failed := invocationFailure(err); failed != nil {
		return refusal.TriggerInvocation(string(fn.trigger), failed.reason).WithHint(fn.hint)
	}
	if reported, ok := err.(messages.InvokeResponse_Error); ok { // as the runtime does
		return refusal.TriggerFailed(string(fn.trigger), reported.Message)
	}
	return refusal.TriggerFailed(string(fn.trigger), err.Error())
}

// response is the response member of an answer, by name.
type response map[string]json.RawMessage

// readResponse judges the shape of an answer (L99, L100). known are the
// members that its response may have.
func readResponse(answer []byte, known ...string) (response, *refusal.Error) {
	if !json.Valid(answer) {
		return nil, refusal.LambdaNoJSON().WithHint("the function's result is no JSON")
	}
	if bytes.Equal(bytes.TrimSpace(answer), []byte("null")) {
		return nil, refusal.LambdaNoJSON().WithHint("the function answered null, as a Go function does that returns at most an error; return the event")
	}
	var whole map[string]json.RawMessage
	if json.Unmarshal(answer, &whole) != nil {
		return nil, refusal.LambdaShape().WithHint("the function's result is no JSON object; return the event")
	}
	raw, ok := whole["response"]
	if !ok {
		return nil, refusal.LambdaShape().WithHint("the function's result has no member response; return the event")
	}
	var result response
	if json.Unmarshal(raw, &result) != nil || result == nil {
		return nil, refusal.LambdaShape().WithHint("response in the function's result is no JSON object")
	}
	for name := range result {
		if !slices.Contains(known, name) {
			return nil, refusal.LambdaShape().WithHint(fmt.Sprintf("response has a member that the trigger does not know, %q", name))
		}
	}
	return result, nil
}

// member reads one member of a response into v, which keeps its value if the
// member is missing or null.
func (r response) member(name string, v any) *refusal.Error {
	raw, ok := r[name]
	if !ok {
		return nil
	}
	if json.Unmarshal(raw, v) != nil {
		return refusal.LambdaShape().WithHint(fmt.Sprintf("%s in the function's response has the wrong type", name)) // L113
	}
	return nil
}
