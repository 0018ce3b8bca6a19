package truth_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-lambda-go/lambda/messages"
	"github.com/aws/aws-lambda-go/lambdacontext"
	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
)

// newTriggerWorld is a world of the embedded client outside the truth table.
func newTriggerWorld(t *testing.T, in cip.CreateUserPoolInput, opts ...cognitofake.Option) *world {
	fake := cognitofake.NewT(t, opts...)
	w := worldOf(t, fake, fake.Client)
	w.in(fake.AddPool(in))
	w.by(w.pool.AddAppClient(cip.CreateUserPoolClientInput{}))
	return w
}

// ownEvent is an event type of an application's own.
type ownEvent struct {
	UserName string         `json:"userName"`
	Response map[string]any `json:"response"`
}

// guard is a lambda.Handler with state.
type guard struct{ seen []string }

func (g *guard) Invoke(_ context.Context, event []byte) ([]byte, error) {
	var e ownEvent
	if err := json.Unmarshal(event, &e); err != nil {
		return nil, err
	}
	g.seen = append(g.seen, e.UserName)
	return []byte(`{"response":{"autoConfirmUser":true}}`), nil
}

// Every shape of function that lambda.Start runs; those that answer confirm.
func TestHandlerShapes(t *testing.T) {
	confirm := func(e preSignUp) preSignUp { e.Response.AutoConfirmUser = true; return e }
	confirmed := func(err error, out *cip.SignUpOutput) bool { return err == nil && out.UserConfirmed }
	noJSON := func(err error, _ *cip.SignUpOutput) bool {
		return err != nil && strings.HasSuffix(err.Error(), "Invalid lambda function output : Invalid JSON")
	}
	for name, c := range map[string]struct {
		fn   any
		want func(error, *cip.SignUpOutput) bool
	}{
		"context, value, value": {func(_ context.Context, e preSignUp) (preSignUp, error) { return confirm(e), nil }, confirmed},
		"value, value":          {func(e preSignUp) (preSignUp, error) { return confirm(e), nil }, confirmed},
		"pointer, pointer": {func(_ context.Context, e *preSignUp) (*preSignUp, error) {
			e.Response.AutoConfirmUser = true
			return e, nil
		}, confirmed},
		"value, interface{}": {func(e preSignUp) (interface{}, error) { return confirm(e), nil }, confirmed},
		"interface{}, interface{}": {func(_ context.Context, e interface{}) (interface{}, error) {
			e.(map[string]any)["response"].(map[string]any)["autoConfirmUser"] = true
			return e, nil
		}, confirmed},
		"raw message": {func(json.RawMessage) (json.RawMessage, error) {
			return json.RawMessage(`{"response":{"autoConfirmUser":true}}`), nil
		}, confirmed},
		"own event type": {func(_ context.Context, e ownEvent) (ownEvent, error) {
			e.Response["autoConfirmUser"] = true
			return e, nil
		}, confirmed},
		"reader": {func() (*strings.Reader, error) {
			return strings.NewReader(`{"response":{"autoConfirmUser":true}}`), nil
		}, confirmed},
		"context, result": {func(context.Context) (ownEvent, error) {
			return ownEvent{Response: map[string]any{"autoConfirmUser": true}}, nil
		}, confirmed},
		"lambda.Handler":          {&guard{}, confirmed},
		"lambda.NewHandler":       {lambda.NewHandler(func(e preSignUp) (preSignUp, error) { return confirm(e), nil }), confirmed},
		"error only":              {func(context.Context, preSignUp) error { return nil }, noJSON},
		"nothing":                 {func() {}, noJSON},
		"event alone":             {func(preSignUp) {}, noJSON},
		"context and event alone": {func(context.Context, *preSignUp) {}, noJSON},
		"nil pointer":             {func(preSignUp) (*preSignUp, error) { return nil, nil }, noJSON},
		"an event that does not fit": {func(int) (any, error) { return nil, nil }, func(err error, _ *cip.SignUpOutput) bool {
			return err != nil && strings.Contains(err.Error(), "PreSignUp failed with error json: cannot unmarshal object into Go value of type int.")
		}},
		"an error of the runtime": {func() error { return messages.InvokeResponse_Error{Message: "no room", Type: "Full"} }, func(err error, _ *cip.SignUpOutput) bool {
			return err != nil && strings.HasSuffix(err.Error(), "PreSignUp failed with error no room.")
		}},
		"a panic with an error": {func() error { panic(errors.New("no room")) }, func(err error, _ *cip.SignUpOutput) bool {
			return err != nil && strings.HasSuffix(err.Error(), "UserLambdaValidationException: PreSignUp failed with error no room.")
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newTriggerWorld(t, cip.CreateUserPoolInput{})
			w.pool.On(cognitofake.PreSignUp, c.fn)
			out, err := w.SignUp("jane")
			require.True(t, c.want(err, out), "%v %v", err, out)
		})
	}
}

// What lambda.Start would not run is refused where it is given, in its words.
func TestImpossibleHandlers(t *testing.T) {
	fake := cognitofake.New()
	pool := fake.AddPool(cip.CreateUserPoolInput{})
	for _, fn := range []any{
		"a string", 7, struct{}{}, &struct{}{},
		func(context.Context, preSignUp, int) {},
		func(preSignUp, context.Context) {},
		func(fmt.Stringer, preSignUp) {},
		func(fmt.Stringer) {},
		func() (int, int, error) { return 0, 0, nil },
		func() (int, int) { return 0, 0 },
		func() int { return 0 },
	} {
		_, err := lambda.NewHandler(fn).Invoke(t.Context(), []byte("{}"))
		require.Error(t, err, "the library does not run it")
		for where, give := range map[string]func(){
			"On(PreSignUp)":   func() { pool.On(cognitofake.PreSignUp, fn) },
			`Lambda("guard")`: func() { fake.Lambda("guard", fn) },
		} {
			require.PanicsWithValue(t, "cognitofake: "+where+": "+err.Error()+"; it takes whatever lambda.Start of aws-lambda-go does", give)
		}
	}
	require.PanicsWithValue(t, "cognitofake: On(PreSignUp): handler is nil; it takes whatever lambda.Start of aws-lambda-go does",
		func() { pool.On(cognitofake.PreSignUp, (func() error)(nil)) })
	require.Panics(t, func() { pool.On("PreSignup", func() {}) })
	require.Panics(t, func() { fake.Lambda("", func() {}) })
	require.Panics(t, func() { cognitofake.New(cognitofake.WithInvoker(nil)) })
	require.Panics(t, func() { cognitofake.New(cognitofake.WithCodeEncrypter(nil)) })
}

func TestOnReplacesAndRemoves(t *testing.T) {
	w := newTriggerWorld(t, cip.CreateUserPoolInput{LambdaConfig: &types.LambdaConfigType{
		PreSignUp: aws.String("arn:aws:lambda:eu-west-1:123456789012:function:guard:7"),
	}})
	w.fake.Lambda("guard", fails(errors.New("guard")))
	w.pool.On(cognitofake.PreSignUp, fails(errors.New("first")))
	w.pool.On(cognitofake.PreSignUp, fails(errors.New("second")))
	_, err := w.SignUp("jane")
	require.ErrorContains(t, err, "PreSignUp failed with error second.")

	w.fake.Reset() // keeps what the test's own code gave
	_, err = w.SignUp("jane")
	require.ErrorContains(t, err, "PreSignUp failed with error second.")

	w.pool.On(cognitofake.PreSignUp, nil)
	_, err = w.SignUp("jane")
	require.ErrorContains(t, err, "PreSignUp failed with error guard.")
	w.fake.Lambda("arn:aws:lambda:us-east-1:123456789012:function:guard", nil)
	_, err = w.SignUp("jane")
	require.ErrorContains(t, err, "PreSignUp invocation failed due to error AccessDeniedException.")
}

// Pools that are made over the wire name their functions.
func TestFunctionsByName(t *testing.T) {
	fake := cognitofake.NewT(t)
	arn := func(name string) *string {
		return aws.String("arn:aws:lambda:us-east-1:123456789012:function:" + name)
	}
	config := &types.LambdaConfigType{
		PreSignUp: arn("guard:live"), PostConfirmation: arn("welcome"), PreTokenGeneration: arn("claims"),
		CustomEmailSender: &types.CustomEmailLambdaVersionConfigType{LambdaArn: arn("mail"), LambdaVersion: types.CustomEmailSenderLambdaVersionTypeV10},
		CustomSMSSender:   &types.CustomSMSLambdaVersionConfigType{LambdaArn: arn("sms"), LambdaVersion: types.CustomSMSSenderLambdaVersionTypeV10},
		KMSKeyID:          aws.String("arn:aws:kms:us-east-1:123456789012:key/1"),
	}
	made, err := fake.CreateUserPool(t.Context(), &cip.CreateUserPoolInput{
		PoolName: aws.String("pool"), AutoVerifiedAttributes: fixture.EmailPool().AutoVerifiedAttributes, LambdaConfig: config,
	})
	require.NoError(t, err)
	shown := *config
	shown.PreTokenGenerationConfig = &types.PreTokenGenerationVersionConfigType{ // C89
		LambdaArn: arn("claims"), LambdaVersion: types.PreTokenGenerationLambdaVersionTypeV10,
	}
	require.Equal(t, &shown, made.UserPool.LambdaConfig)
	app, err := fake.CreateUserPoolClient(t.Context(), &cip.CreateUserPoolClientInput{ClientName: aws.String("app"), UserPoolId: made.UserPool.Id})
	require.NoError(t, err)

	var mailed string
	fake.Lambda("guard", func(ctx context.Context, e preSignUp) (preSignUp, error) {
		lc, ok := lambdacontext.FromContext(ctx)
		require.True(t, ok)
		require.Equal(t, *config.PreSignUp, lc.InvokedFunctionArn)
		require.Regexp(t, `^[0-9a-f-]{36}$`, lc.AwsRequestID)
		return e, nil
	})
	fake.Lambda(*arn("mail"), func(e struct {
		Request struct{ Code string }
	}) {
		mailed = e.Request.Code
	})
	_, err = fake.SignUp(t.Context(), &cip.SignUpInput{
		ClientId: app.UserPoolClient.ClientId, Username: aws.String("jane"), Password: aws.String(fixture.GoodPassword), UserAttributes: fixture.Attrs("email", "jane@example.com"),
	})
	require.NoError(t, err)
	require.NotEmpty(t, mailed)
	calls := fake.Calls()
	require.Equal(t, []string{"PreSignUp_SignUp", "CustomEmailSender_SignUp"}, sources(calls[len(calls)-1].Invocations))
	require.Equal(t, *config.PreSignUp, calls[len(calls)-1].Invocations[0].Function)
}

func TestInvoker(t *testing.T) {
	type call struct{ function, source string }
	var seen []call
	outcome := error(nil)
	w := newTriggerWorld(t, cip.CreateUserPoolInput{LambdaConfig: &types.LambdaConfigType{
		PreSignUp: aws.String("arn:aws:lambda:us-east-1:123456789012:function:guard:live"),
	}}, cognitofake.WithInvoker(func(ctx context.Context, function string, event []byte) ([]byte, error) {
		deadline, ok := ctx.Deadline()
		require.True(t, ok)
		require.Positive(t, time.Until(deadline))
		var e struct{ TriggerSource string }
		require.NoError(t, json.Unmarshal(event, &e))
		seen = append(seen, call{function, e.TriggerSource})
		return event, outcome
	}))
	w.MustSignUp("jane")
	require.Equal(t, []call{{"guard", "PreSignUp_SignUp"}}, seen)

	for _, c := range []struct {
		outcome error
		message string
		calls   int
	}{
		{cognitofake.ErrTriggerTimeout, "PreSignUp invocation failed due to error Socket timeout while invoking Lambda function.", 3},
		{cognitofake.NotInvocable("ServiceException"), "PreSignUp invocation failed due to error ServiceException.", 1},
		{errors.New("no room"), "PreSignUp failed with error no room.", 1},
	} {
		seen, outcome = nil, c.outcome
		_, err := w.SignUp("joan")
		require.ErrorContains(t, err, c.message)
		require.Len(t, seen, c.calls)
	}

	w.fake.Lambda("guard", echo) // what is registered comes first
	seen, outcome = nil, nil
	w.MustSignUp("joan")
	require.Empty(t, seen)
}

// A function sees the caller's values and not its cancellation; the service
// finishes what it has begun.
func TestCallerGoesAway(t *testing.T) {
	type key struct{}
	w := newTriggerWorld(t, cip.CreateUserPoolInput{})
	ctx, cancel := context.WithCancel(context.WithValue(t.Context(), key{}, "caller's"))
	w.pool.On(cognitofake.PreSignUp, func(inner context.Context, e preSignUp) (preSignUp, error) {
		cancel()
		require.Equal(t, "caller's", inner.Value(key{}))
		return e, inner.Err()
	})
	_, err := w.fake.SignUp(ctx, w.SignUpInput("jane"))
	require.ErrorIs(t, err, context.Canceled)
	require.Len(t, w.pool.Users(), 1)
}

// Five seconds an attempt, three attempts (L88), on the clock of a bubble.
func TestDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newTriggerWorld(t, cip.CreateUserPoolInput{})
		w.pool.On(cognitofake.PreSignUp, func(ctx context.Context, e preSignUp) (preSignUp, error) {
			<-ctx.Done()
			return e, nil
		})
		start := time.Now()
		_, err := w.SignUp("jane")
		require.ErrorContains(t, err, "Socket timeout while invoking Lambda function.")
		require.Equal(t, 15*time.Second, time.Since(start))
		require.Equal(t, 15*time.Second, w.fake.Calls()[0].Invocations[0].Duration)
		require.Contains(t, w.fake.Transcript(), "ran: PreSignUp_SignUp failed, 3 attempts, 15s")
	})
}

func TestNoDeadline(t *testing.T) {
	w := newTriggerWorld(t, cip.CreateUserPoolInput{}, cognitofake.WithTriggerTimeout(0))
	w.pool.On(cognitofake.PreSignUp, func(ctx context.Context, e preSignUp) (preSignUp, error) {
		_, limited := ctx.Deadline()
		require.False(t, limited)
		return e, nil
	})
	w.MustSignUp("jane")
}

// A function that needs a name free races others for it: one wins (L94).
func TestConcurrentSignUpsWithTriggers(t *testing.T) {
	w := newTriggerWorld(t, fixture.EmailPool())
	w.pool.On(cognitofake.PreSignUp, func(ctx context.Context, e preSignUp) (preSignUp, error) {
		_, err := w.fake.ListUsers(ctx, &cip.ListUsersInput{UserPoolId: &e.UserPoolID})
		return e, err
	})
	w.pool.On(cognitofake.CustomMessage, words("", "Hello! {####}", ""))
	var wait sync.WaitGroup
	made := make(chan bool, 32)
	for i := range cap(made) {
		wait.Go(func() {
			_, err := w.SignUp(fmt.Sprintf("user%d", i/4), "email", fmt.Sprintf("user%d@example.com", i/4))
			made <- err == nil
		})
	}
	wait.Wait()
	close(made)
	winners := 0
	for won := range made {
		if won {
			winners++
		}
	}
	require.Equal(t, 8, winners)
	require.Len(t, w.pool.Users(), 8)
	for _, m := range w.fake.Messages() {
		require.Equal(t, "Hello! "+m.Code, m.Body)
	}
}

// FailNow in a function ends the goroutine and leaves no lock behind.
func TestGoexitInAFunction(t *testing.T) {
	w := newTriggerWorld(t, cip.CreateUserPoolInput{})
	w.pool.On(cognitofake.PreSignUp, func() { runtime.Goexit() })
	done := make(chan struct{})
	go func() {
		defer close(done)
		_, _ = w.SignUp("jane")
	}()
	<-done
	w.pool.On(cognitofake.PreSignUp, nil)
	w.MustSignUp("jane")
	require.Len(t, w.fake.Calls(), 2)
}
