package mistakes_test

import (
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognitofake/cognitofake"
)

// reached fails a test whose mistake did not end it.
func reached(t *testing.T) {
	t.Helper()
	t.Error("the mistake did not end the test")
}

func TestAddPool(t *testing.T) {
	t.Parallel()
	fake := cognitofake.NewT(t)
	fake.CreateUserPool(t.Context(), &cip.CreateUserPoolInput{PoolName: aws.String("shop")})
	fake.AddPool(cip.CreateUserPoolInput{PoolName: aws.String("")})
	reached(t)
}

func TestAddPoolTwice(t *testing.T) {
	t.Parallel()
	fake := cognitofake.NewT(t)
	fake.AddPool(emailPool(), cognitofake.WithID("us-east-1_shop"))
	fake.AddPool(emailPool(), cognitofake.WithID("us-east-1_shop"))
	reached(t)
}

func TestAddAppClient(t *testing.T) {
	t.Parallel()
	newApp(t).pool.AddAppClient(cip.CreateUserPoolClientInput{ClientSecret: aws.String("short")})
	reached(t)
}

func TestAddAppClientOfAnotherPool(t *testing.T) {
	t.Parallel()
	newApp(t).pool.AddAppClient(cip.CreateUserPoolClientInput{UserPoolId: aws.String("us-east-1_other")})
	reached(t)
}

func TestAddUserTwice(t *testing.T) {
	t.Parallel()
	a := newApp(t)
	a.pool.AddUser(cognitofake.NewUser{Username: "jane"})
	a.pool.AddUser(cognitofake.NewUser{Username: "jane"})
	reached(t)
}

func TestAddUserAttribute(t *testing.T) {
	t.Parallel()
	newApp(t).pool.AddUser(cognitofake.NewUser{Username: "jane", Attributes: map[string]string{"team": "red"}})
	reached(t)
}

func TestSignInUnknown(t *testing.T) {
	t.Parallel()
	newApp(t).client.SignIn("jane")
	reached(t)
}

func TestRevokeNoToken(t *testing.T) {
	t.Parallel()
	newApp(t).client.RevokeToken("token")
	reached(t)
}

func TestExpireNoToken(t *testing.T) {
	t.Parallel()
	newApp(t).client.ExpireToken("token")
	reached(t)
}

func TestFailNextNotListed(t *testing.T) {
	t.Parallel()
	cognitofake.NewT(t).FailNext(cognitofake.OpSignUp, &types.GroupExistsException{})
	reached(t)
}

func TestFailNil(t *testing.T) {
	t.Parallel()
	cognitofake.NewT(t).Fail(cognitofake.OpSignUp, nil)
	reached(t)
}

func TestFailTypedNil(t *testing.T) {
	t.Parallel()
	cognitofake.NewT(t).Fail(cognitofake.OpSignUp, (*types.TooManyRequestsException)(nil))
	reached(t)
}

func TestLostAtArrival(t *testing.T) {
	t.Parallel()
	cognitofake.NewT(t).FailNext(cognitofake.OpSignUp, cognitofake.ErrLost)
	reached(t)
}

func TestHoldMoment(t *testing.T) {
	t.Parallel()
	cognitofake.NewT(t).Hold(cognitofake.OpSignUp, "later")
	reached(t)
}

func TestDelayOfNothing(t *testing.T) {
	t.Parallel()
	cognitofake.NewT(t).Delay(cognitofake.OpSignUp, 0)
	reached(t)
}

func TestInPoolNil(t *testing.T) {
	t.Parallel()
	cognitofake.NewT(t).Throttle(cognitofake.OpSignUp, cognitofake.InPool(nil))
	reached(t)
}

func TestForClientNil(t *testing.T) {
	t.Parallel()
	cognitofake.NewT(t).Throttle(cognitofake.OpSignUp, cognitofake.ForClient(nil))
	reached(t)
}

func TestForUserEmpty(t *testing.T) {
	t.Parallel()
	cognitofake.NewT(t).Throttle(cognitofake.OpSignUp, cognitofake.ForUser(""))
	reached(t)
}

func TestNilScope(t *testing.T) {
	t.Parallel()
	cognitofake.NewT(t).Throttle(cognitofake.OpSignUp, nil)
	reached(t)
}

func TestOnNoFunction(t *testing.T) {
	t.Parallel()
	newApp(t).pool.On(cognitofake.PreSignUp, "function")
	reached(t)
}

func TestLambdaNoName(t *testing.T) {
	t.Parallel()
	cognitofake.NewT(t).Lambda("", func() error { return nil })
	reached(t)
}

func TestInterceptNil(t *testing.T) {
	t.Parallel()
	cognitofake.Intercept[cip.SignUpInput, cip.SignUpOutput](cognitofake.NewT(t), nil)
	reached(t)
}

func TestAdvanceBack(t *testing.T) {
	t.Parallel()
	cognitofake.NewT(t).Advance(-time.Hour)
	reached(t)
}

func TestFaultNeverMet(t *testing.T) {
	t.Parallel()
	cognitofake.NewT(t).FailNext(cognitofake.OpSignUp, &types.TooManyRequestsException{})
}

// Options are impossible where the Fake is made.
func option(t *testing.T, opt cognitofake.Option) {
	t.Helper()
	t.Parallel()
	cognitofake.NewT(t, opt)
	reached(t)
}

func TestRegion(t *testing.T)         { option(t, cognitofake.WithRegion("Frankfurt")) }
func TestAccountID(t *testing.T)      { option(t, cognitofake.WithAccountID("1234")) }
func TestNoClock(t *testing.T)        { option(t, cognitofake.WithClock(nil)) }
func TestNoHistory(t *testing.T)      { option(t, cognitofake.WithHistory(0)) }
func TestNoObserver(t *testing.T)     { option(t, cognitofake.WithObserver(nil)) }
func TestNoCode(t *testing.T)         { option(t, cognitofake.WithFixedCode("")) }
func TestNoDeliverer(t *testing.T)    { option(t, cognitofake.WithDeliverer(nil)) }
func TestNoInvoker(t *testing.T)      { option(t, cognitofake.WithInvoker(nil)) }
func TestNoEncrypter(t *testing.T)    { option(t, cognitofake.WithCodeEncrypter(nil)) }
func TestTriggerTimeout(t *testing.T) { option(t, cognitofake.WithTriggerTimeout(-1)) }
func TestEmailLimit(t *testing.T)     { option(t, cognitofake.WithDailyEmailLimit(-1)) }
func TestNoRate(t *testing.T)         { option(t, cognitofake.WithQuota(cognitofake.QuotaUserCreation, 0)) }
func TestNilOption(t *testing.T)      { option(t, nil) }

func TestServeInParallel(t *testing.T) {
	t.Parallel()
	cognitofake.NewT(t).Serve(t)
	reached(t)
}

func TestServeNobody(t *testing.T) {
	cognitofake.NewT(t).Serve(nil)
	reached(t)
}

// A Fake of New serves a test, which is the one that fails.
func TestServeSharedInParallel(t *testing.T) {
	t.Parallel()
	cognitofake.New().Serve(t)
	reached(t)
}

// A Fake of New has no test: its panic is testing's.
func TestNewPanics(t *testing.T) {
	t.Parallel()
	defer func() { t.Logf("panic: %v", recover()) }()
	cognitofake.New().AddPool(emailPool(), nil)
	reached(t)
}

func TestNewTNil(t *testing.T) {
	t.Parallel()
	defer func() { t.Logf("panic: %v", recover()) }()
	cognitofake.NewT(nil)
	reached(t)
}
