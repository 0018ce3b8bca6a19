package truth_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
)

// startSignUp signs up in a goroutine, and returns where its error will be.
func startSignUp(t *testing.T, ctx context.Context, client *cip.Client, app *cognitofake.AppClient, username string) <-chan error {
	result := make(chan error, 1)
	go func() {
		_, err := client.SignUp(ctx, signUpInput(app, username))
		result <- err
	}()
	return result
}

// Two sign-ups of one name that have both passed every check: one wins.
func TestHoldBeforeCommit(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	fake := cognitofake.NewT(t)
	app := appIn(fake, fixture.EmailPool())
	pool := fake.Pools()[0]
	held := fake.Hold(cognitofake.OpSignUp, cognitofake.BeforeCommit)
	first := startSignUp(t, t.Context(), fake.Client, app, "jane")
	require.NoError(t, held.Wait(t.Context()))
	second := startSignUp(t, t.Context(), fake.Client, app, "jane")
	require.NoError(t, held.WaitN(t.Context(), 2))
	require.Equal(t, 2, held.Count())
	require.Empty(t, pool.Users(), "neither is stored")

	held.ReleaseOne() // the one that came first
	require.NoError(t, <-first)
	require.Equal(t, 1, held.Count())
	require.Len(t, pool.Users(), 1)
	held.Release()
	fixture.RequireAs[*types.UsernameExistsException](t, <-second)
	require.Len(t, pool.Users(), 1)
	require.Len(t, fake.Messages(), 1)

	_, err := trySignUp(t, fake.Client, app, "bob")
	require.NoError(t, err, "a hold that is released stops nobody")
}

func TestHoldAtArrivalAndBeforeAnswer(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	for _, c := range []struct {
		at    cognitofake.Moment
		users int
	}{{cognitofake.AtArrival, 0}, {cognitofake.BeforeCommit, 0}, {cognitofake.BeforeAnswer, 1}} {
		fake := cognitofake.NewT(t)
		app := appIn(fake, fixture.EmailPool())
		held := fake.Hold(cognitofake.OpSignUp, c.at, cognitofake.ForUser("jane"))
		_, err := trySignUp(t, fake.Client, app, "bob")
		require.NoError(t, err, "others pass")
		result := startSignUp(t, t.Context(), fake.Client, app, "jane")
		require.NoError(t, held.Wait(t.Context()))
		require.Len(t, fake.Pools()[0].Users(), 1+c.users, string(c.at))
		require.Contains(t, fake.Transcript(), "under way")
		held.Release()
		held.Release()
		require.NoError(t, <-result)
		require.Len(t, fake.Pools()[0].Users(), 2)
		require.ErrorContains(t, held.Wait(t.Context()), "has been released")
	}
}

// A refused call is held before it answers, and never before it commits.
func TestHoldOfARefusedCall(t *testing.T) {
	fake := cognitofake.NewT(t)
	app := appIn(fake, cip.CreateUserPoolInput{})
	commit := fake.Hold(cognitofake.OpSignUp, cognitofake.BeforeCommit)
	answer := fake.Hold(cognitofake.OpSignUp, cognitofake.BeforeAnswer)
	defer fake.Fail(cognitofake.OpSignUp, &types.ForbiddenException{})()
	result := startSignUp(t, t.Context(), fake.Client, app, "jane")
	require.NoError(t, answer.Wait(t.Context()))
	require.Zero(t, commit.Count())
	answer.Release()
	fixture.RequireAs[*types.ForbiddenException](t, <-result)
}

// The caller who gives up gets the context's error, and the service finishes.
func TestHeldCallIsCancelled(t *testing.T) {
	for _, at := range []cognitofake.Moment{cognitofake.AtArrival, cognitofake.BeforeCommit, cognitofake.BeforeAnswer} {
		overTheWire(t, func(t *testing.T, fake *cognitofake.Fake, client *cip.Client, app *cognitofake.AppClient) {
			held := fake.Hold(cognitofake.OpSignUp, at)
			ctx, cancel := context.WithCancel(t.Context())
			result := startSignUp(t, ctx, client, app, "jane")
			require.NoError(t, held.Wait(t.Context()))
			cancel()
			err := <-result
			require.ErrorIs(t, err, context.Canceled, string(at))
			require.ErrorContains(t, err, "operation error Cognito Identity Provider: SignUp")
			_, err = fake.WaitMessage(t.Context(), "jane") // over HTTP the service hears of it later
			require.NoError(t, err)
			require.Len(t, fake.Pools()[0].Users(), 1, "what was begun is finished")
		})
	}
}

func TestWaitGivesUp(t *testing.T) {
	fake := cognitofake.NewT(t)
	held := fake.Hold(cognitofake.OpSignUp, cognitofake.AtArrival)
	held.ReleaseOne() // nobody is there
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := held.WaitN(ctx, 2)
	require.ErrorIs(t, err, context.Canceled)
	require.ErrorContains(t, err, `Hold(SignUp, "at arrival"): 0 of 2 calls are there`)
}

// Calls that are held when the test ends do not stay behind.
func TestNewTReleasesHeldCalls(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	tb := &failingTB{}
	fake := cognitofake.NewT(tb)
	app := appIn(fake, cip.CreateUserPoolInput{})
	held := fake.Hold(cognitofake.OpSignUp, cognitofake.BeforeAnswer)
	result := startSignUp(t, t.Context(), fake.Client, app, "jane")
	require.NoError(t, held.Wait(t.Context()))
	tb.end()
	require.NoError(t, <-result)
	require.Empty(t, tb.errors)
}

func TestHoldInABubble(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fake := cognitofake.NewT(t)
		app := appIn(fake, cip.CreateUserPoolInput{})
		held := fake.Hold(cognitofake.OpSignUp, cognitofake.AtArrival)
		result := startSignUp(t, t.Context(), fake.Client, app, "jane")
		synctest.Wait()
		require.Equal(t, 1, held.Count())
		held.Release()
		require.NoError(t, <-result)
	})
}

func TestDelay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fake := cognitofake.NewT(t)
		app := appIn(fake, fixture.EmailPool())
		slow := fake.Delay(cognitofake.OpSignUp, 10*time.Second)
		slower := fake.Delay(cognitofake.OpSignUp, 50*time.Second)
		start := time.Now()
		_, err := trySignUp(t, fake.Client, app, "jane")
		require.NoError(t, err)
		require.Equal(t, time.Minute, time.Since(start))

		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		defer cancel()
		start = time.Now()
		_, err = fake.SignUp(ctx, signUpInput(app, "bob"))
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.Equal(t, 3*time.Second, time.Since(start))
		require.Len(t, fake.Pools()[0].Users(), 2, "the service finishes what it has begun")

		slow()
		slower()
		start = time.Now()
		_, err = trySignUp(t, fake.Client, app, "eve")
		require.NoError(t, err)
		require.Zero(t, time.Since(start))
	})
}

func TestInterceptCallsThrough(t *testing.T) {
	fake := cognitofake.NewT(t)
	app := appIn(fake, fixture.EmailPool())
	var order []string
	trace := func(name string) func() {
		return cognitofake.Intercept(fake, func(ctx context.Context, in *cip.SignUpInput, next func(context.Context, *cip.SignUpInput) (*cip.SignUpOutput, error)) (*cip.SignUpOutput, error) {
			order = append(order, name+" before")
			defer func() { order = append(order, name+" after") }()
			fake.Calls() // no lock is held
			return next(ctx, in)
		})
	}
	trace("first")
	remove := trace("second")
	_, err := trySignUp(t, fake.Client, app, "jane")
	require.NoError(t, err)
	require.Equal(t, []string{"first before", "second before", "second after", "first after"}, order)

	order = nil
	remove()
	remove()
	_, err = trySignUp(t, fake.Client, app, "bob")
	require.NoError(t, err)
	require.Equal(t, []string{"first before", "first after"}, order)
}

func TestInterceptChangesInputAndOutput(t *testing.T) {
	fake := cognitofake.NewT(t)
	app := appIn(fake, fixture.EmailPool())
	var seen *cip.SignUpInput
	canned := &cip.SignUpOutput{UserSub: aws.String("canned"), Session: aws.String("a session of twenty characters")}
	cognitofake.Intercept(fake, func(ctx context.Context, in *cip.SignUpInput, next func(context.Context, *cip.SignUpInput) (*cip.SignUpOutput, error)) (*cip.SignUpOutput, error) {
		seen = in
		if *in.Username == "canned" {
			return canned, nil
		}
		in.Username = aws.String("changed")
		out, err := next(ctx, in)
		if err == nil {
			out.UserConfirmed = true
		}
		return out, err
	})
	out, err := trySignUp(t, fake.Client, app, "jane")
	require.NoError(t, err)
	require.True(t, out.UserConfirmed)
	_, ok := fake.Pools()[0].User("changed")
	require.True(t, ok)
	require.Equal(t, fixture.GoodPassword, *seen.Password, "the copy is fn's own")
	require.Equal(t, "jane", fake.Calls()[0].Username, "the record is what the caller sent")
	require.Equal(t, "jane", *fake.Calls()[0].Input.(*cip.SignUpInput).Username)

	for range 2 {
		out, err = trySignUp(t, fake.Client, app, "canned")
		require.NoError(t, err)
		require.Equal(t, "a session of twenty characters", *out.Session, "what fn keeps is not redacted")
	}
	require.Equal(t, "REDACTED", *fake.Calls()[2].Output.(*cip.SignUpOutput).Session)
	require.Len(t, fake.Pools()[0].Users(), 1)
}

func TestInterceptErrors(t *testing.T) {
	overTheWire(t, func(t *testing.T, fake *cognitofake.Fake, client *cip.Client, app *cognitofake.AppClient) {
		answer := map[string]error{
			"typed":    &types.LimitExceededException{},
			"boom":     errors.New("boom"),
			"dropped":  cognitofake.ErrDroppedBefore,
			"not json": cognitofake.ErrNotJSON,
		}
		var attempts atomic.Int32 // over HTTP fn runs on the server's goroutine
		cognitofake.Intercept(fake, func(ctx context.Context, in *cip.SignUpInput, next func(context.Context, *cip.SignUpInput) (*cip.SignUpOutput, error)) (*cip.SignUpOutput, error) {
			attempts.Add(1)
			if err := answer[*in.Username]; err != nil {
				return nil, err
			}
			out, err := next(ctx, in)
			if err != nil {
				var exists *types.UsernameExistsException
				var other *types.InvalidPasswordException
				if !errors.As(err, &exists) || *exists.Message != "User already exists" || errors.As(err, &other) {
					t.Errorf("next says what the SDK would say, not %v", err)
				}
			}
			return out, err
		})
		for name, want := range map[string]struct {
			text     string
			attempts int32
		}{
			"typed":    {"LimitExceededException: " + dailyEmailLimit, 3},
			"boom":     {"request send failed", 3},
			"dropped":  {"EOF", 3},
			"not json": {"deserialization failed", 1},
			"jane":     {"", 1},
		} {
			attempts.Store(0)
			_, err := trySignUp(t, client, app, name)
			require.Equal(t, want.attempts, attempts.Load(), name)
			if want.text == "" {
				require.NoError(t, err)
				continue
			}
			require.ErrorContains(t, err, want.text, name)
		}
		_, err := trySignUp(t, client, app, "jane")
		fixture.RequireAs[*types.UsernameExistsException](t, err)
	})
}

// Interceptors stand before faults: they see what is refused.
func TestInterceptSeesFaults(t *testing.T) {
	fake := cognitofake.NewT(t)
	app := appIn(fake, cip.CreateUserPoolInput{})
	fake.FailNext(cognitofake.OpSignUp, &types.TooManyRequestsException{})
	var seen []error
	cognitofake.Intercept(fake, func(ctx context.Context, in *cip.SignUpInput, next func(context.Context, *cip.SignUpInput) (*cip.SignUpOutput, error)) (*cip.SignUpOutput, error) {
		out, err := next(ctx, in)
		seen = append(seen, err)
		return out, err
	})
	_, err := trySignUp(t, fake.Client, app, "jane")
	require.NoError(t, err)
	require.Len(t, seen, 2)
	fixture.RequireAs[*types.TooManyRequestsException](t, seen[0])
	require.NoError(t, seen[1])
	require.Regexp(t, `^a fault of this test: FailNext at faults_hold_test\.go:[0-9]+$`, fake.Calls()[0].Hint, "the hint comes through")
}

func TestInterceptOfNoOperationPanics(t *testing.T) {
	fake := cognitofake.New()
	require.PanicsWithValue(t, "cognitofake: Intercept: no operation takes *cognitoidentityprovider.SignUpInput"+
		" and answers *cognitoidentityprovider.ConfirmSignUpOutput; SignUp answers *cognitoidentityprovider.SignUpOutput", func() {
		cognitofake.Intercept(fake, func(context.Context, *cip.SignUpInput, func(context.Context, *cip.SignUpInput) (*cip.ConfirmSignUpOutput, error)) (*cip.ConfirmSignUpOutput, error) {
			return nil, nil
		})
	})
	require.Panics(t, func() { cognitofake.Intercept[cip.SignUpInput, cip.SignUpOutput](fake, nil) })
}
