package cognitofake_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
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

// recordingTB is a test that NewT logs to.
type recordingTB struct {
	failed   bool
	cleanups []func()
	logs     []string
	errors   []string
}

func (tb *recordingTB) Helper()          {}
func (tb *recordingTB) Cleanup(f func()) { tb.cleanups = append(tb.cleanups, f) }
func (tb *recordingTB) Failed() bool     { return tb.failed }
func (tb *recordingTB) Logf(f string, args ...any) {
	tb.logs = append(tb.logs, fmt.Sprintf(f, args...))
}
func (tb *recordingTB) Fatalf(f string, a ...any) { panic(fmt.Sprintf(f, a...)) }
func (tb *recordingTB) Setenv(string, string)     {}
func (tb *recordingTB) Errorf(f string, arg ...any) {
	tb.failed = true
	tb.errors = append(tb.errors, fmt.Sprintf(f, arg...))
}

func (tb *recordingTB) end() {
	for i := len(tb.cleanups) - 1; i >= 0; i-- {
		tb.cleanups[i]()
	}
}

// shop is a Fake with a pool that verifies e-mail addresses, and its client.
func shop(opts ...cognitofake.Option) (*cognitofake.Fake, *cognitofake.Pool, *cognitofake.AppClient) {
	fake := cognitofake.New(opts...)
	pool := fake.AddPool(fixture.EmailPool())
	return fake, pool, pool.AddAppClient(cip.CreateUserPoolClientInput{})
}

// signUpWith signs somebody up with a good password.
func signUpWith(ctx context.Context, fake *cognitofake.Fake, app *cognitofake.AppClient, username string, pairs ...string) (*cip.SignUpOutput, error) {
	return fake.SignUp(ctx, fixture.SignUpInput(app.ID, app.Secret, username, pairs...))
}

func mustRegister(t testing.TB, fake *cognitofake.Fake, app *cognitofake.AppClient, username string, pairs ...string) *cip.SignUpOutput {
	t.Helper()
	out, err := signUpWith(t.Context(), fake, app, username, pairs...)
	require.NoError(t, err)
	return out
}

func TestNewTLogsTheTranscriptOfAFailedTest(t *testing.T) {
	for _, failed := range []bool{true, false} {
		tb := &recordingTB{failed: failed}
		fake := cognitofake.NewT(tb)
		app := fake.AddPool(fixture.EmailPool()).AddAppClient(cip.CreateUserPoolClientInput{})
		mustRegister(t, fake, app, "jane", "email", "jane@example.com")
		require.Empty(t, tb.logs, "nothing before the end")
		tb.end()
		require.Empty(t, tb.errors)
		if failed {
			require.Equal(t, []string{fake.Transcript()}, tb.logs)
		} else {
			require.Empty(t, tb.logs)
		}
	}
}

// hurried is a test with little time.
type hurried struct {
	*recordingTB
	deadline time.Time
}

func (tb hurried) Deadline() (time.Time, bool) { return tb.deadline, true }

// A test that is about to run out of time shows its transcript, unless it has
// ended before; what is a day away is no deadline.
func TestNewTBeforeADeadline(t *testing.T) {
	for _, c := range []struct {
		left, run time.Duration
		want      int
	}{
		{time.Minute, 58 * time.Second, 0},
		{time.Minute, 59*time.Second + 1, 1},
		{time.Second, 901 * time.Millisecond, 1},
		{25 * time.Hour, 25 * time.Hour, 0},
		{-time.Second, time.Minute, 0},
	} {
		synctest.Test(t, func(t *testing.T) {
			tb := hurried{&recordingTB{}, time.Now().Add(c.left)}
			fake := cognitofake.NewT(tb)
			time.Sleep(c.run)
			synctest.Wait()
			require.Len(t, tb.logs, c.want, c.left.String())
			for _, log := range tb.logs {
				require.Equal(t, "the test is about to run out of time\n"+fake.Transcript(), log)
			}
			tb.end() // the bubble has no timer any more that could go off
			time.Sleep(time.Hour)
			require.Len(t, tb.logs, c.want)
		})
	}
}

// A TB whose Fatalf returns is no way on.
type stubborn struct{ *recordingTB }

func (tb stubborn) Fatalf(format string, args ...any) { tb.Errorf(format, args...) }

func TestMistakeOfAStubbornTest(t *testing.T) {
	tb := stubborn{&recordingTB{}}
	fake := cognitofake.NewT(tb)
	const sentence = "cognitofake: Advance(-1ns): time goes forward only"
	fixture.RequirePanic(t, sentence, func() { fake.Advance(-1) })
	require.Equal(t, []string{sentence}, tb.errors)
	require.WithinDuration(t, time.Now(), fake.Now(), time.Minute)
}

func TestOptions(t *testing.T) {
	clock := time.Date(2026, 2, 3, 4, 5, 6, 0, time.FixedZone("", 3600))
	fake := cognitofake.New(
		cognitofake.WithRegion("us-gov-west-1"), cognitofake.WithAccountID("000000000001"),
		cognitofake.WithClock(func() time.Time { return clock }), cognitofake.WithFixedCode("a.b-c"), cognitofake.WithSeed(7),
	)
	require.Equal(t, "us-gov-west-1", fake.Region())
	require.Equal(t, "us-gov-west-1", fake.Config().Region)
	require.Equal(t, clock.UTC(), fake.Now())
	pool := fake.AddPool(fixture.EmailPool())
	require.True(t, strings.HasPrefix(pool.ID, "us-gov-west-1_"))
	require.Equal(t, "arn:aws:cognito-idp:us-gov-west-1:000000000001:userpool/"+pool.ID, pool.ARN)
	mustRegister(t, fake, pool.AddAppClient(cip.CreateUserPoolClientInput{}), "jane", "email", "jane@example.com")
	require.Equal(t, "a.b-c", pool.Code("jane"))
	require.Equal(t, clock.UTC(), fake.Messages()[0].SentAt)
	require.Contains(t, fake.Transcript(), "(seed 7)")
}

func TestImpossibleOptions(t *testing.T) {
	for words, option := range map[string]func() cognitofake.Option{
		`cognitofake: WithRegion("Frankfurt"): not a region; give one such as eu-west-1`:                                              func() cognitofake.Option { return cognitofake.WithRegion("Frankfurt") },
		`cognitofake: WithRegion(""): not a region; give one such as eu-west-1`:                                                       func() cognitofake.Option { return cognitofake.WithRegion("") },
		`cognitofake: WithAccountID("1234"): an account id has twelve digits`:                                                         func() cognitofake.Option { return cognitofake.WithAccountID("1234") },
		`cognitofake: WithClock(nil): leave the option out for time.Now`:                                                              func() cognitofake.Option { return cognitofake.WithClock(nil) },
		`cognitofake: WithHistory(0): at least one call has to be remembered`:                                                         func() cognitofake.Option { return cognitofake.WithHistory(0) },
		`cognitofake: WithTriggerTimeout(-1s): a time-out is not negative; 0 means none`:                                              func() cognitofake.Option { return cognitofake.WithTriggerTimeout(-time.Second) },
		`cognitofake: WithFixedCode(""): ConfirmSignUp would refuse it: 2 validation errors detected: `:                               func() cognitofake.Option { return cognitofake.WithFixedCode("") },
		`cognitofake: WithFixedCode("12 34"): ConfirmSignUp would refuse it: 1 validation error detected: Value '12 34' at 'confirma`: func() cognitofake.Option { return cognitofake.WithFixedCode("12 34") },
	} {
		fixture.RequirePanic(t, words, func() { cognitofake.New(option()) })
	}
	fixture.RequirePanic(t, "cognitofake: Advance(-1ns): time goes forward only", func() { cognitofake.New().Advance(-1) })
}

// A seed makes the same calls in the same order give the same ids, subs,
// secrets, codes and request ids.
func TestSeed(t *testing.T) {
	history := func(seed uint64) string {
		fake := cognitofake.New(cognitofake.WithSeed(seed), cognitofake.WithClock(fixture.Stopped))
		pool := fake.AddPool(fixture.EmailPool())
		app := pool.AddAppClient(cip.CreateUserPoolClientInput{GenerateSecret: true})
		out := mustRegister(t, fake, app, "jane", "email", "jane@example.com")
		return fmt.Sprint(pool.ID, app.ID, app.Secret, *out.UserSub, fake.Messages(), fake.Calls()[0].RequestID)
	}
	require.Equal(t, history(1), history(1))
	require.NotEqual(t, history(1), history(2))

	random := func() string { return cognitofake.New().AddPool(cip.CreateUserPoolInput{}).ID }
	require.NotEqual(t, random(), random(), "without a seed nothing comes to depend on it")
}

func TestAdvance(t *testing.T) {
	fake, pool, app := shop(cognitofake.WithClock(fixture.Stopped))
	start := fake.Now()
	mustRegister(t, fake, app, "jane", "email", "jane@example.com")
	code := pool.Code("jane")
	fake.Advance(24 * time.Hour)
	require.Equal(t, start.Add(24*time.Hour), fake.Now())
	require.Equal(t, code, pool.Code("jane"), "a code lives 24 hours (L49)")
	fake.Advance(time.Nanosecond)
	require.Empty(t, pool.Code("jane"))
	mustRegister(t, fake, app, "john")
	john, _ := pool.User("john")
	require.Equal(t, start.Add(24*time.Hour+1), john.CreatedAt)
}

func TestResetKeepsWhatHandlesMade(t *testing.T) {
	fake := cognitofake.New(cognitofake.WithSeed(3), cognitofake.WithClock(fixture.Stopped))
	pool := fake.AddPool(fixture.EmailPool())
	app := pool.AddAppClient(cip.CreateUserPoolClientInput{ClientSecret: aws.String(fixture.ChosenSecret)})
	out := mustRegister(t, fake, app, "jane", "email", "jane@example.com")
	fake.Advance(time.Hour)
	pool.Code("nobody")
	start := fake.Now().Add(-time.Hour)

	fake.Reset()
	require.Empty(t, pool.Users())
	require.Empty(t, fake.Messages())
	require.Empty(t, fake.Calls())
	require.Equal(t, start, fake.Now())
	require.NotContains(t, fake.Transcript(), "nobody")
	require.Equal(t, []*cognitofake.Pool{pool}, fake.Pools())
	require.Equal(t, []*cognitofake.AppClient{app}, pool.AppClients())

	again := mustRegister(t, fake, app, "jane", "email", "jane@example.com")
	require.Equal(t, "jane", fake.Calls()[0].Username)
	require.NotEmpty(t, *again.UserSub)
	fake.Reset()
	require.Equal(t, *again.UserSub, *mustRegister(t, fake, app, "jane", "email", "jane@example.com").UserSub, "each test of a suite has the same randomness")
	require.NotEqual(t, *out.UserSub, "")
}

// What API calls change or delete is there again after Reset, and what they
// make is gone.
func TestResetTakesBackWhatCallsDid(t *testing.T) {
	fake := cognitofake.New()
	ctx := t.Context()
	pool := fake.AddPool(cip.CreateUserPoolInput{PoolName: aws.String("shop"), AutoVerifiedAttributes: []types.VerifiedAttributeType{fixture.Email}})
	app := pool.AddAppClient(cip.CreateUserPoolClientInput{ClientName: aws.String("web"), ClientSecret: aws.String(fixture.ChosenSecret)})
	public := pool.AddAppClient(cip.CreateUserPoolClientInput{ClientName: aws.String("public")})
	doomed := fake.AddPool(cip.CreateUserPoolInput{PoolName: aws.String("doomed")})
	doomedApp := doomed.AddAppClient(cip.CreateUserPoolClientInput{})
	describe := func() (any, any) {
		p, err := fake.DescribeUserPool(ctx, &cip.DescribeUserPoolInput{UserPoolId: &pool.ID})
		require.NoError(t, err)
		a, err := fake.DescribeUserPoolClient(ctx, &cip.DescribeUserPoolClientInput{UserPoolId: &pool.ID, ClientId: &app.ID})
		require.NoError(t, err)
		return p.UserPool, a.UserPoolClient
	}
	poolBefore, appBefore := describe()

	do := func(_ any, err error) {
		t.Helper()
		require.NoError(t, err)
	}
	do(fake.UpdateUserPool(ctx, &cip.UpdateUserPoolInput{UserPoolId: &pool.ID, PoolName: aws.String("changed")}))
	do(fake.AddCustomAttributes(ctx, &cip.AddCustomAttributesInput{UserPoolId: &pool.ID, CustomAttributes: []types.SchemaAttributeType{fixture.CustomString("team", "0", "9")}}))
	do(fake.CreateUserPoolDomain(ctx, &cip.CreateUserPoolDomainInput{UserPoolId: &pool.ID, Domain: aws.String("shop")}))
	do(fake.UpdateUserPoolClient(ctx, &cip.UpdateUserPoolClientInput{UserPoolId: &pool.ID, ClientId: &app.ID, WriteAttributes: []string{"name"}}))
	do(fake.AddUserPoolClientSecret(ctx, &cip.AddUserPoolClientSecretInput{UserPoolId: &pool.ID, ClientId: &app.ID, ClientSecret: aws.String(fixture.SecondSecret)}))
	secrets, err := fake.ListUserPoolClientSecrets(ctx, &cip.ListUserPoolClientSecretsInput{UserPoolId: &pool.ID, ClientId: &app.ID})
	require.NoError(t, err)
	do(fake.DeleteUserPoolClientSecret(ctx, &cip.DeleteUserPoolClientSecretInput{UserPoolId: &pool.ID, ClientId: &app.ID, ClientSecretId: secrets.ClientSecrets[0].ClientSecretId}))
	_, err = signUpWith(ctx, fake, app, "jane")
	require.Error(t, err, "the handle's secret is deleted")
	do(fake.DeleteUserPoolClient(ctx, &cip.DeleteUserPoolClientInput{UserPoolId: &pool.ID, ClientId: &public.ID}))
	do(fake.DeleteUserPool(ctx, &cip.DeleteUserPoolInput{UserPoolId: &doomed.ID}))
	made, err := fake.CreateUserPool(ctx, &cip.CreateUserPoolInput{PoolName: aws.String("made")})
	require.NoError(t, err)
	do(fake.CreateUserPoolClient(ctx, &cip.CreateUserPoolClientInput{UserPoolId: &pool.ID, ClientName: aws.String("made")}))
	do(fake.CreateUserPoolDomain(ctx, &cip.CreateUserPoolDomainInput{UserPoolId: made.UserPool.Id, Domain: aws.String("made")}))

	fake.Reset()
	require.Equal(t, []*cognitofake.Pool{pool, doomed}, fake.Pools())
	require.Equal(t, []*cognitofake.AppClient{app, public}, pool.AppClients())
	require.Equal(t, []*cognitofake.AppClient{doomedApp}, doomed.AppClients())
	poolAfter, appAfter := describe()
	require.Equal(t, poolBefore, poolAfter)
	require.Equal(t, appBefore, appAfter)
	for _, a := range []*cognitofake.AppClient{app, public, doomedApp} {
		mustRegister(t, fake, a, "jane-"+a.ID)
	}
	_, err = fake.DescribeUserPool(ctx, &cip.DescribeUserPoolInput{UserPoolId: made.UserPool.Id})
	require.Error(t, err)
	do(fake.CreateUserPoolDomain(ctx, &cip.CreateUserPoolDomainInput{UserPoolId: &doomed.ID, Domain: aws.String("shop")}))
	do(fake.CreateUserPoolDomain(ctx, &cip.CreateUserPoolDomainInput{UserPoolId: &pool.ID, Domain: aws.String("made")}))
}

func TestCancelledContextLeavesNothing(t *testing.T) {
	fake, pool, app := shop()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := signUpWith(ctx, fake, app, "jane", "email", "jane@example.com")
	require.ErrorIs(t, err, context.Canceled)
	require.Empty(t, pool.Users())
	require.Empty(t, fake.Messages())
	require.Empty(t, fake.Calls(), "nothing arrived")
}

func TestOtherServicesAreRefusedOnce(t *testing.T) {
	fake := cognitofake.New()
	req, err := http.NewRequest(http.MethodGet, "https://s3.us-east-1.amazonaws.com/bucket", nil)
	require.NoError(t, err)
	_, err = fake.Config().HTTPClient.Do(req)
	require.ErrorContains(t, err, "s3.us-east-1.amazonaws.com")
	var permanent interface{ RetryableError() bool }
	require.ErrorAs(t, err, &permanent)
	require.False(t, permanent.RetryableError())
	require.Empty(t, fake.Calls())
}

func TestUnknownAndUnmodelledOperations(t *testing.T) {
	fake := cognitofake.New()
	status, header, body := fixture.Post(t.Context(), t, fake.Config().HTTPClient, "https://example.test/", "StartUserImportJob", `{}`)
	require.Equal(t, http.StatusNotImplemented, status)
	require.Equal(t, "NotModelledException:", header.Get("X-Amzn-Errortype"))
	require.Contains(t, string(body), "StartUserImportJob")
	require.Contains(t, string(body), "docs/operations.md")
	status, _, body = fixture.Post(t.Context(), t, fake.Config().HTTPClient, "https://example.test/", "NoSuchThing", `{}`)
	require.Equal(t, http.StatusBadRequest, status)
	require.JSONEq(t, `{"__type":"UnknownOperationException"}`, string(body))

	_, err := fake.StartUserImportJob(t.Context(), &cip.StartUserImportJobInput{UserPoolId: aws.String("us-east-1_x"), JobId: aws.String("import-x")})
	require.ErrorContains(t, err, "NotModelledException")
	require.Len(t, fake.Calls(), 3, "it is not retried")
	require.EqualValues(t, "StartUserImportJob", fake.Calls()[2].Operation)
	require.Equal(t, "Pool.AddUser puts a user into the pool", fake.Calls()[2].Hint)
}

// A Fake that a suite shares is its current test's: it tells that test, and
// forgets.
func TestResetAfter(t *testing.T) {
	fake, pool, app := shop()
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	good := &recordingTB{}
	fake.ResetAfter(good)
	mustRegister(t, fake, app, "jane", "email", "jane@example.com")
	good.end()
	require.Empty(t, good.logs)
	require.Empty(t, good.errors)
	require.Empty(t, pool.Users())
	require.Empty(t, fake.Calls())

	bad := &recordingTB{}
	fake.ResetAfter(bad)
	mustRegister(t, fake, app, "john", "email", "john@example.com")
	fake.FailNext(cognitofake.OpForgotPassword, &types.LimitExceededException{})
	url, _ := fake.Start()
	fixture.RequirePanic(t, `cognitofake: MustUser: no user "jane"; users: john`, func() { pool.MustUser("jane") })
	require.False(t, bad.failed, "its Fatalf is a panic here")
	bad.end()
	require.Len(t, bad.errors, 1)
	require.Contains(t, bad.errors[0], "FailNext(ForgotPassword, LimitExceededException)")
	require.Len(t, bad.logs, 1)
	require.Contains(t, bad.logs[0], "SignUp", "it was logged before it was forgotten")
	require.Empty(t, fake.Calls())
	_, err := http.Get(url)
	require.Error(t, err, "its server has stopped")

	next := &recordingTB{}
	fake.ResetAfter(next)
	next.end()
	require.Empty(t, next.errors, "the fault of another test is none of this one's")
	fixture.RequirePanic(t, `cognitofake: MustUser: no user "john"; the pool has no users`, func() { pool.MustUser("john") })
}

// A subtest that shares its parent's Fake fails alone.
func TestResetAfterInASubtest(t *testing.T) {
	parent, sub := &recordingTB{}, &recordingTB{}
	fake := cognitofake.NewT(parent)
	pool := fake.AddPool(fixture.EmailPool())
	fake.ResetAfter(sub)
	fixture.RequirePanic(t, "cognitofake: MustUser: ", func() { pool.MustUser("jane") })
	done := make(chan struct{})
	go func() { // a mistake on another goroutine is the subtest's too
		defer close(done)
		pool.MustUser("john")
	}()
	<-done
	require.Len(t, sub.errors, 1)
	require.Contains(t, sub.errors[0], `no user "john"`)
	sub.end()
	parent.end()
	require.Empty(t, parent.errors)
	require.Empty(t, parent.logs)
	fixture.RequirePanic(t, "cognitofake: ResetAfter(nil): give the test", func() { fake.ResetAfter(nil) })
}
