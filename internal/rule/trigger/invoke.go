package trigger

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/aws/aws-lambda-go/lambda/messages"
	"github.com/aws/aws-lambda-go/lambdacontext"
	"github.com/cognitofake/cognitofake/internal/misuse"
	"github.com/cognitofake/cognitofake/internal/refusal"
)

// What happens to a function and not in it.
var (
	ErrTimeout      error = &invocationError{"Socket timeout while invoking Lambda function", noAnswer}
	ErrDisconnected error = &invocationError{"Connection reset while invoking Lambda function", noAnswer}
	ErrAccessDenied       = NotInvocable("AccessDeniedException")
	ErrCrash        error = &invocationError{"Runtime exited with error: exit status 129", crashed}
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

// Invocation is what a call of a function needs to know of the account.
type Invocation struct {
	Timeout time.Duration // of one attempt; 0 for none
	NewID   func() string // of a request
}

// Invoke calls a function until an answer comes, at most three times (L88).
func (fn *Function) Invoke(ctx context.Context, call Invocation, payload []byte) (answer []byte, attempts int, err error) {
	for attempts < maxInvocations {
		attempts++
		answer, err = fn.attempt(ctx, call, bytes.Clone(payload))
		if failed := invocationFailure(err); failed == nil || failed.kind != noAnswer {
			break
		}
	}
	return answer, attempts, err
}

// attempt calls a function once. Whatever it returns after its deadline comes
// too late to count.
func (fn *Function) attempt(ctx context.Context, call Invocation, payload []byte) (answer []byte, err error) {
	requestID := call.NewID()
	ctx = lambdacontext.NewContext(context.WithoutCancel(ctx), &lambdacontext.LambdaContext{
		AwsRequestID: requestID, InvokedFunctionArn: fn.Arn,
	})
	start := time.Now()
	if call.Timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, call.Timeout)
		defer cancel()
	}
	defer func() {
		if v := recover(); v != nil {
			answer, err = nil, panicError(v)
		}
		if call.Timeout > 0 && time.Since(start) >= call.Timeout {
			answer, err = nil, ErrTimeout
		}
		if failed := invocationFailure(err); failed != nil && failed.kind == crashed {
			err = functionError("RequestId: " + requestID + " Error: " + failed.reason)
		}
	}()
	if mistake := misuse.Guard(func() { answer, err = fn.Handler.Invoke(ctx, payload) }); mistake != nil {
		return nil, mistake
	}
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

// Refusal is what the caller is told of an invocation that failed (L95 to L98).
func (fn *Function) Refusal(err error) *refusal.Error {
	if failed := invocationFailure(err); failed != nil {
		return refusal.TriggerInvocation(fn.Trigger, failed.reason).WithHint(fn.hint)
	}
	if reported, ok := err.(messages.InvokeResponse_Error); ok { // as the runtime does
		return refusal.TriggerFailed(fn.Trigger, reported.Message)
	}
	return refusal.TriggerFailed(fn.Trigger, err.Error())
}
