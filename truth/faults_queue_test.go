package truth_test

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/aws/smithy-go"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
)

func trySignUp(t testing.TB, client *cip.Client, app *cognitofake.AppClient, username string, options ...func(*cip.Options)) (*cip.SignUpOutput, error) {
	t.Helper()
	return client.SignUp(t.Context(), signUpInput(app, username), options...)
}

func signUpInput(app *cognitofake.AppClient, username string) *cip.SignUpInput {
	return &cip.SignUpInput{
		ClientId: &app.ID, Username: &username, Password: aws.String(fixture.GoodPassword),
		UserAttributes: fixture.Attrs("email", username+"@example.com", "phone_number", "+15555550100"),
	}
}

// appIn is an app client of a new pool.
func appIn(fake *cognitofake.Fake, pool cip.CreateUserPoolInput) *cognitofake.AppClient {
	return fake.AddPool(pool).AddAppClient(cip.CreateUserPoolClientInput{})
}

// callOutcomes is how each request was answered: an exception, or "ok".
func callOutcomes(fake *cognitofake.Fake) []string {
	var all []string
	for _, call := range fake.Calls() {
		outcome, _, _ := strings.Cut(call.Error, ":")
		if outcome == "" {
			outcome = "ok"
		}
		all = append(all, outcome)
	}
	return all
}

func TestFailNextIsFirstInFirstOut(t *testing.T) {
	fake := cognitofake.NewT(t)
	app := appIn(fake, cip.CreateUserPoolInput{})
	restore := fake.Fail(cognitofake.OpSignUp, &types.InternalErrorException{})
	fake.FailNext(cognitofake.OpSignUp, &types.NotAuthorizedException{})
	restore()
	fake.FailNext(cognitofake.OpSignUp, &types.InvalidParameterException{Message: aws.String("my own words")})
	restore = fake.Fail(cognitofake.OpSignUp, &types.ForbiddenException{})

	_, err := trySignUp(t, fake.Client, app, "jane")
	fixture.RequireAs[*types.NotAuthorizedException](t, err)
	_, err = trySignUp(t, fake.Client, app, "jane")
	var invalid *types.InvalidParameterException
	require.ErrorAs(t, err, &invalid)
	require.Equal(t, "my own words", *invalid.Message)
	for range 2 {
		_, err = trySignUp(t, fake.Client, app, "jane")
		fixture.RequireAs[*types.ForbiddenException](t, err)
	}
	restore()
	restore() // once more does nothing
	_, err = trySignUp(t, fake.Client, app, "jane")
	require.NoError(t, err)
}

func TestFaultStrikesBeforeValidation(t *testing.T) {
	fake := cognitofake.NewT(t)
	fake.FailNext(cognitofake.OpSignUp, &types.UsernameExistsException{})
	_, err := fake.SignUp(t.Context(), &cip.SignUpInput{ClientId: aws.String(""), Username: aws.String(" ")})
	fixture.RequireAs[*types.UsernameExistsException](t, err)
}

func TestScopes(t *testing.T) {
	fake := cognitofake.NewT(t)
	pool, other := fake.AddPool(cip.CreateUserPoolInput{}), fake.AddPool(cip.CreateUserPoolInput{})
	app, second := pool.AddAppClient(cip.CreateUserPoolClientInput{}), pool.AddAppClient(cip.CreateUserPoolClientInput{})
	elsewhere := other.AddAppClient(cip.CreateUserPoolClientInput{})
	fails := func(app *cognitofake.AppClient, username string) bool {
		_, err := trySignUp(t, fake.Client, app, username)
		return err != nil && strings.Contains(err.Error(), "WAF")
	}
	blocked := &types.ForbiddenException{}
	for name, c := range map[string]struct {
		where []cognitofake.Scope
		want  []bool // app jane, app bob, second jane, elsewhere jane
	}{
		"all":    {nil, []bool{true, true, true, true}},
		"pool":   {[]cognitofake.Scope{cognitofake.InPool(pool)}, []bool{true, true, true, false}},
		"client": {[]cognitofake.Scope{cognitofake.ForClient(app)}, []bool{true, true, false, false}},
		"user":   {[]cognitofake.Scope{cognitofake.ForUser("jane")}, []bool{true, false, true, true}},
		"both":   {[]cognitofake.Scope{cognitofake.InPool(pool), cognitofake.ForUser("jane")}, []bool{true, false, true, false}},
	} {
		restore := fake.Fail(cognitofake.OpSignUp, blocked, c.where...)
		require.Equal(t, c.want, []bool{fails(app, "jane"), fails(app, "bob"), fails(second, "jane"), fails(elsewhere, "jane")}, name)
		restore()
	}
	fake.FailNext(cognitofake.OpDescribeUserPool, &types.InternalErrorException{}, cognitofake.InPool(other))
	_, err := fake.DescribeUserPool(t.Context(), &cip.DescribeUserPoolInput{UserPoolId: &pool.ID})
	require.NoError(t, err)
	_, err = fake.DescribeUserPool(t.Context(), &cip.DescribeUserPoolInput{UserPoolId: &other.ID}, noRetry)
	fixture.RequireAs[*types.InternalErrorException](t, err)
}

func noRetry(o *cip.Options) { o.Retryer = aws.NopRetryer{} }

// Faults count attempts, and the caller's retryer says how many there are.
func TestAttempts(t *testing.T) {
	throttled := &types.TooManyRequestsException{}
	run := func(t *testing.T, faults int, options ...func(*cip.Options)) ([]string, error) {
		fake := cognitofake.New()
		app := appIn(fake, cip.CreateUserPoolInput{})
		for range faults {
			fake.FailNext(cognitofake.OpSignUp, throttled)
		}
		_, err := trySignUp(t, fake.Client, app, "jane", options...)
		for i, call := range fake.Calls() {
			require.Equal(t, i+1, call.Attempt)
			require.Equal(t, fake.Calls()[0].InvocationID, call.InvocationID)
		}
		return callOutcomes(fake), err
	}
	const refused = "TooManyRequestsException"

	t.Run("throttled twice is recovered", func(t *testing.T) {
		got, err := run(t, 2)
		require.NoError(t, err)
		require.Equal(t, []string{refused, refused, "ok"}, got)
	})
	t.Run("three attempts at most", func(t *testing.T) {
		got, err := run(t, 9)
		fixture.RequireAs[*types.TooManyRequestsException](t, err)
		fixture.RequireAs[*retry.MaxAttemptsError](t, err)
		require.Equal(t, []string{refused, refused, refused}, got)
	})
	t.Run("AddWithMaxAttempts", func(t *testing.T) {
		got, err := run(t, 4, func(o *cip.Options) { o.Retryer = retry.AddWithMaxAttempts(o.Retryer, 5) })
		require.NoError(t, err)
		require.Equal(t, []string{refused, refused, refused, refused, "ok"}, got)
	})
	t.Run("NopRetryer", func(t *testing.T) {
		got, err := run(t, 1, noRetry)
		fixture.RequireAs[*types.TooManyRequestsException](t, err)
		require.Equal(t, []string{refused}, got)
	})
	t.Run("a retryer that gives up at LimitExceededException", func(t *testing.T) {
		fake := cognitofake.NewT(t)
		app := appIn(fake, cip.CreateUserPoolInput{})
		fake.FailNext(cognitofake.OpSignUp, &types.LimitExceededException{})
		fake.FailNext(cognitofake.OpSignUp, throttled)
		custom := func(o *cip.Options) { o.Retryer = stubborn{o.Retryer.(aws.RetryerV2)} }
		_, err := trySignUp(t, fake.Client, app, "jane", custom)
		fixture.RequireAs[*types.LimitExceededException](t, err)
		_, err = trySignUp(t, fake.Client, app, "jane", custom)
		require.NoError(t, err)
		require.Equal(t, []string{"LimitExceededException", refused, "ok"}, callOutcomes(fake))
	})
}

// stubborn does not try LimitExceededException again.
type stubborn struct{ aws.RetryerV2 }

func (r stubborn) IsErrorRetryable(err error) bool {
	var limit *types.LimitExceededException
	return !errors.As(err, &limit) && r.RetryerV2.IsErrorRetryable(err)
}

// The SDK's default back-off waits, and costs a bubble no time.
func TestDefaultBackoffInABubble(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fake := cognitofake.NewT(t)
		app := appIn(fake, cip.CreateUserPoolInput{})
		defer fake.Throttle(cognitofake.OpSignUp)()
		config := fake.Config()
		config.Retryer = nil
		start := time.Now()
		_, err := trySignUp(t, cip.NewFromConfig(config), app, "jane")
		fixture.RequireAs[*types.TooManyRequestsException](t, err)
		require.Len(t, fake.Calls(), 3)
		require.Greater(t, time.Since(start), time.Millisecond)
	})
}

// The text and the chain of a call that was tried in vain (R129).
func TestThrottleText(t *testing.T) {
	fake := cognitofake.NewT(t)
	app := appIn(fake, cip.CreateUserPoolInput{})
	defer fake.Throttle(cognitofake.OpSignUp)()
	_, err := trySignUp(t, fake.Client, app, "jane")
	calls := fake.Calls()
	require.EqualError(t, err, "operation error Cognito Identity Provider: SignUp, exceeded maximum number of attempts, 3,"+
		" https response error StatusCode: 400, RequestID: "+calls[2].RequestID+", TooManyRequestsException: Rate exceeded")
}

func TestImpossibleFaultsPanic(t *testing.T) {
	fake := cognitofake.New()
	for name, c := range map[string]struct {
		do   func()
		want []string
	}{
		"not listed": {
			func() { fake.FailNext(cognitofake.OpSignUp, &types.AliasExistsException{}) },
			[]string{"FailNext(SignUp, AliasExistsException)", "does not list it", "UsernameExistsException", "GenericAPIError"},
		},
		"nil": {func() { fake.Fail(cognitofake.OpSignUp, nil) }, []string{"Fail(SignUp, nil)", "give an error"}},
		"no such operation": {
			func() { fake.Throttle("SignUpp") }, []string{`Throttle: "SignUpp" is no operation; did you mean SignUp?`},
		},
		"no code": {func() { fake.FailNext(cognitofake.OpSignUp, &smithy.GenericAPIError{}) }, []string{"no code"}},
		"lost at arrival": {
			func() { fake.FailNext(cognitofake.OpSignUp, cognitofake.ErrLost) }, []string{"AtDelivery()"},
		},
		"dropped at delivery": {
			func() { fake.FailNext(cognitofake.OpSignUp, cognitofake.ErrDroppedAfter, cognitofake.AtDelivery()) },
			[]string{"cannot happen at delivery"},
		},
		"nil pool":     {func() { fake.Throttle(cognitofake.OpSignUp, cognitofake.InPool(nil)) }, []string{"InPool(nil)"}},
		"nil client":   {func() { fake.Throttle(cognitofake.OpSignUp, cognitofake.ForClient(nil)) }, []string{"ForClient(nil)"}},
		"empty user":   {func() { fake.Throttle(cognitofake.OpSignUp, cognitofake.ForUser("")) }, []string{`ForUser("")`}},
		"moment":       {func() { fake.Hold(cognitofake.OpSignUp, "later") }, []string{"later", "AtArrival"}},
		"held message": {func() { fake.Hold(cognitofake.OpSignUp, cognitofake.AtArrival, cognitofake.AtDelivery()) }, []string{"AtDelivery"}},
		"no delay":     {func() { fake.Delay(cognitofake.OpSignUp, 0) }, []string{"longer"}},
		"no quota":     {func() { cognitofake.New(cognitofake.WithQuota("Nothing", 1)) }, []string{"UserCreation"}},
		"no rate":      {func() { cognitofake.New(cognitofake.WithQuota(cognitofake.QuotaUserCreation, 0)) }, []string{"more than 0"}},
		"e-mails":      {func() { cognitofake.New(cognitofake.WithDailyEmailLimit(-1)) }, []string{"negative"}},
		"deliverer":    {func() { cognitofake.New(cognitofake.WithDeliverer(nil)) }, []string{"leave the option out"}},
		"faults":       {func() { cognitofake.Faults("Nothing") }, []string{`"Nothing" is no operation`}},
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				text, _ := recover().(string)
				require.True(t, strings.HasPrefix(text, "cognitofake: "), text)
				for _, want := range c.want {
					require.Contains(t, text, want)
				}
			}()
			c.do()
		})
	}
	_, err := trySignUp(t, fake.Client, appIn(fake, cip.CreateUserPoolInput{}), "jane")
	require.NoError(t, err, "what was refused changes nothing")
}

// failingTB is a test that fails without failing this one.
type failingTB struct {
	cognitofake.TB
	cleanups []func()
	errors   []string
	logs     []string
}

func (r *failingTB) Helper()                   {}
func (r *failingTB) Cleanup(f func())          { r.cleanups = append(r.cleanups, f) }
func (r *failingTB) Failed() bool              { return len(r.errors) > 0 }
func (r *failingTB) Logf(f string, a ...any)   { r.logs = append(r.logs, fmt.Sprintf(f, a...)) }
func (r *failingTB) Errorf(f string, a ...any) { r.errors = append(r.errors, fmt.Sprintf(f, a...)) }

func (r *failingTB) end() {
	for _, f := range slices.Backward(r.cleanups) {
		f()
	}
}

func TestUnusedFaultsFailTheTest(t *testing.T) {
	tb := &failingTB{}
	fake := cognitofake.NewT(tb)
	app := appIn(fake, cip.CreateUserPoolInput{})
	fake.FailNext(cognitofake.OpSignUp, &types.TooManyRequestsException{})
	fake.FailNext(cognitofake.OpDeleteUserPool, &types.NotAuthorizedException{}, cognitofake.InPool(fake.Pools()[0]))
	fake.FailNext(cognitofake.OpSignUp, &types.LimitExceededException{}, cognitofake.AtDelivery())
	fake.Throttle(cognitofake.OpCreateUserPool) // one that stays need not be met
	_, err := trySignUp(t, fake.Client, app, "jane")
	require.NoError(t, err)
	tb.end()
	require.Equal(t, []string{
		"cognitofake: FailNext(DeleteUserPool, NotAuthorizedException) was never used: no attempt of DeleteUserPool in pool " + fake.Pools()[0].ID + " met it",
		"cognitofake: FailNext(SignUp, LimitExceededException) was never used: no attempt of SignUp at delivery met it",
	}, regexp.MustCompile(` \(faults_queue_test\.go:[0-9]+\)\n`).Split(strings.Join(tb.errors, "\n")+"\n", 2+1)[:2])
	require.Len(t, tb.logs, 1)
}

func TestClearFaultsAndReset(t *testing.T) {
	for name, clear := range map[string]func(*cognitofake.Fake){
		"ClearFaults": (*cognitofake.Fake).ClearFaults, "Reset": (*cognitofake.Fake).Reset,
	} {
		t.Run(name, func(t *testing.T) {
			fake := cognitofake.NewT(t)
			app := appIn(fake, cip.CreateUserPoolInput{})
			fake.FailNext(cognitofake.OpSignUp, &types.TooManyRequestsException{})
			fake.Throttle(cognitofake.OpSignUp)
			fake.Delay(cognitofake.OpSignUp, time.Hour)
			fake.Hold(cognitofake.OpSignUp, cognitofake.AtArrival)
			cognitofake.Intercept(fake, func(context.Context, *cip.SignUpInput, func(context.Context, *cip.SignUpInput) (*cip.SignUpOutput, error)) (*cip.SignUpOutput, error) {
				return nil, errors.New("intercepted")
			})
			clear(fake)
			_, err := trySignUp(t, fake.Client, app, "jane")
			require.NoError(t, err)
		})
	}
}

// Faults may be set while calls are under way.
func TestFaultsAndCallsSideBySide(t *testing.T) {
	fake := cognitofake.NewT(t)
	app := appIn(fake, fixture.EmailPool())
	var all sync.WaitGroup
	for i := range 20 {
		all.Go(func() {
			restore := fake.Fail(cognitofake.OpSignUp, &types.ForbiddenException{}, cognitofake.ForUser(fmt.Sprint("user", i)))
			_, err := trySignUp(t, fake.Client, app, fmt.Sprint("user", i))
			requireForbidden(t, err)
			restore()
			_, err = trySignUp(t, fake.Client, app, fmt.Sprint("user", i))
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	require.Len(t, fake.Pools()[0].Users(), 20)
}

func requireForbidden(t *testing.T, err error) {
	var forbidden *types.ForbiddenException
	if !errors.As(err, &forbidden) {
		t.Errorf("%v is no ForbiddenException", err)
	}
}

// overHTTP is the Fake over HTTP, and a client of it.
func overHTTP(t *testing.T, fake *cognitofake.Fake) *cip.Client {
	s := httptest.NewServer(fake)
	t.Cleanup(s.Close)
	return cip.NewFromConfig(fake.Config(), func(o *cip.Options) {
		o.BaseEndpoint, o.HTTPClient = &s.URL, s.Client()
	})
}
