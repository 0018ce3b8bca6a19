package mistakes_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"testing/synctest"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"

	"github.com/cognitofake/cognitofake"
)

// elsewhere runs f on a goroutine of its own, and waits.
func elsewhere(f func()) {
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		f()
	}()
	wg.Wait()
}

// misuse is what each of these tests does on some goroutine.
func (a app) misuse() { a.pool.AddUser(cognitofake.NewUser{}) }

func TestInTrigger(t *testing.T) {
	t.Parallel()
	a := newApp(t)
	a.pool.On(cognitofake.PreSignUp, func(e events.CognitoEventUserPoolsPreSignup) (events.CognitoEventUserPoolsPreSignup, error) {
		a.misuse()
		return e, nil
	})
	a.signUp("jane")
	reached(t)
}

func TestInTriggerElsewhere(t *testing.T) {
	t.Parallel()
	a := newApp(t)
	a.pool.On(cognitofake.PreSignUp, func(e events.CognitoEventUserPoolsPreSignup) (events.CognitoEventUserPoolsPreSignup, error) {
		a.misuse()
		return e, nil
	})
	elsewhere(func() { t.Log("the call answered:", a.signUp("jane")) })
	t.Log("the test goes on")
}

func TestInTriggerOverHTTP(t *testing.T) {
	t.Parallel()
	a := newApp(t)
	server := httptest.NewServer(a.Fake)
	defer server.Close()
	a.pool.On(cognitofake.PostConfirmation, func(e events.CognitoEventUserPoolsPostConfirmation) (events.CognitoEventUserPoolsPostConfirmation, error) {
		a.misuse()
		return e, nil
	})
	a.signUp("jane")
	client := cip.NewFromConfig(a.Config(), func(o *cip.Options) { o.BaseEndpoint, o.HTTPClient = &server.URL, server.Client() })
	_, err := client.ConfirmSignUp(t.Context(), &cip.ConfirmSignUpInput{ClientId: &a.client.ID, Username: aws.String("jane"), ConfirmationCode: aws.String(a.pool.Code("jane"))})
	t.Log("the call answered:", err)
}

func TestInInterceptorElsewhere(t *testing.T) {
	t.Parallel()
	a := newApp(t)
	cognitofake.Intercept(a.Fake, func(ctx context.Context, in *cip.SignUpInput, next func(context.Context, *cip.SignUpInput) (*cip.SignUpOutput, error)) (*cip.SignUpOutput, error) {
		a.misuse()
		return next(ctx, in)
	})
	elsewhere(func() { t.Log("the call answered:", a.signUp("jane")) })
	t.Log("attempts:", len(a.Calls()))
}

func TestInDelivererElsewhere(t *testing.T) {
	t.Parallel()
	var a app
	a = newApp(t, cognitofake.WithDeliverer(func(context.Context, cognitofake.Message) error {
		a.misuse()
		return nil
	}))
	elsewhere(func() { t.Log("the call answered:", a.signUp("jane")) })
}

func TestInObserverElsewhere(t *testing.T) {
	t.Parallel()
	var a app
	a = newApp(t, cognitofake.WithObserver(func(cognitofake.Call, []cognitofake.Message) { a.misuse() }))
	elsewhere(func() { t.Log("the call answered:", a.signUp("jane")) })
}

// An HTTP handler of the application's tests: net/http closes the connection.
func TestInHandler(t *testing.T) {
	t.Parallel()
	a := newApp(t)
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { a.misuse() }))
	defer server.Close()
	_, err := http.Get(server.URL)
	t.Log("EOF:", errors.Is(err, io.EOF))
}

func TestInGoroutine(t *testing.T) {
	t.Parallel()
	a := newApp(t)
	elsewhere(func() {
		a.misuse()
		reached(t)
	})
	t.Log("the test goes on")
}

func TestInSubtest(t *testing.T) {
	a := newApp(t)
	t.Run("sub", func(t *testing.T) {
		a.misuse()
		t.Log("the subtest goes on")
	})
}

func TestInParallelSubtest(t *testing.T) {
	a := newApp(t)
	t.Run("sub", func(t *testing.T) {
		t.Parallel()
		a.misuse()
		t.Log("the subtest goes on")
	})
	t.Run("other", func(t *testing.T) {
		t.Parallel()
		if err := a.signUp("ann"); err != nil {
			t.Error(err)
		}
	})
}

func TestInCleanup(t *testing.T) {
	t.Parallel()
	a := newApp(t)
	t.Cleanup(func() { t.Log("later cleanups run") })
	t.Cleanup(func() {
		a.misuse()
		reached(t)
	})
}

func TestInBubble(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newApp(t)
		a.misuse()
		reached(t)
	})
}

func TestInBubbleElsewhere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newApp(t)
		go a.misuse()
		synctest.Wait()
		t.Log("the test goes on")
	})
}

func TestOutsideOfBubble(t *testing.T) {
	a := newApp(t)
	synctest.Test(t, func(t *testing.T) {
		a.misuse()
		t.Log("the bubble goes on")
	})
}

// The goroutine outlives its test: nobody is told but standard error, and the
// other tests run on.
var completed = make(chan func())

func TestCompleted(t *testing.T) {
	a := newApp(t)
	go func() { (<-completed)() }()
	t.Cleanup(func() {})
	leaked = a
}

var leaked app

func TestAfterCompleted(t *testing.T) {
	done := make(chan bool)
	completed <- func() {
		defer close(done)
		leaked.misuse()
	}
	<-done
}

// A subtest that makes a mistake with its parent's Fake goes on, whatever it
// has made.
func TestSubtestGoesOn(t *testing.T) {
	a := newApp(t)
	t.Run("sub", func(t *testing.T) {
		t.Parallel()
		pool := a.AddPool(cip.CreateUserPoolInput{PoolName: aws.String("")})
		client := pool.AddAppClient(cip.CreateUserPoolClientInput{ClientSecret: aws.String("short")})
		client.SignIn("nobody")
		client.ExpireToken("token")
		pool.AddUser(cognitofake.NewUser{})
		pool.On("PreSignup", nil)
		a.FailNext("Signup", nil)
		a.Fail(cognitofake.OpSignUp, nil)()
		a.Throttle("Signup")()
		a.Delay("Signup", 1)()
		a.Advance(-1)
		a.Lambda("", nil)
		held := a.Hold("Signup", "later")
		held.Release()
		cognitofake.Intercept[cip.SignUpInput, cip.SignUpOutput](a.Fake, nil)()
		t.Log("the subtest goes on")
	})
}
