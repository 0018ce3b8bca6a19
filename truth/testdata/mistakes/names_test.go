package mistakes_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognitofake/cognitofake"
)

func TestTemplate(t *testing.T) {
	t.Parallel()
	_, err := cognitofake.NewT(t).ImportPool(strings.NewReader(`{"AWSTemplateFormatVersion": "2010-09-09", "Resources": {"Users": {"Type": "AWS::Cognito::UserPool"}}}`))
	t.Fatal(err)
}

func TestImportClientIsPool(t *testing.T) {
	t.Parallel()
	_, err := newApp(t).pool.ImportAppClient(strings.NewReader(`{"UserPool": {"Id": "us-east-1_shop"}}`))
	t.Fatal(err)
}

// The subtests of a sweep have names.
func TestFaultName(t *testing.T) {
	t.Parallel()
	a := newApp(t)
	for _, fault := range cognitofake.Faults(cognitofake.OpSignUp) {
		t.Run(cognitofake.FaultName(fault), func(t *testing.T) {
			restore := a.Fail(cognitofake.OpSignUp, fault)
			defer restore()
			if err := a.signUp("jane"); cognitofake.FaultName(err) != cognitofake.FaultName(fault) {
				t.Error(err)
			}
		})
	}
	t.Logf("of %v: %q, of nil: %q", os.ErrNotExist, cognitofake.FaultName(os.ErrNotExist), cognitofake.FaultName(nil))
	t.Log(cognitofake.FaultName(&types.TooManyRequestsException{}))
}

func TestFailNextSignup(t *testing.T) {
	t.Parallel()
	cognitofake.NewT(t).FailNext("Signup", &types.TooManyRequestsException{})
	reached(t)
}

func TestThrottleNothing(t *testing.T) {
	t.Parallel()
	cognitofake.NewT(t).Throttle("Frobnicate")
	reached(t)
}

func TestHoldNotModelled(t *testing.T) {
	t.Parallel()
	cognitofake.NewT(t).Hold("StartUserImportJob", cognitofake.AtArrival)
	reached(t)
}

func TestFaultsSignup(t *testing.T) {
	t.Parallel()
	defer func() { t.Logf("panic: %v", recover()) }()
	cognitofake.Faults("Signup")
	reached(t)
}

func TestOnPreSignup(t *testing.T) {
	t.Parallel()
	newApp(t).pool.On("PreSignup", func() error { return nil })
	reached(t)
}

func TestOnNothing(t *testing.T) {
	t.Parallel()
	newApp(t).pool.On("Frobnicate", func() error { return nil })
	reached(t)
}

func TestQuotaUsercreation(t *testing.T) { option(t, cognitofake.WithQuota("Usercreation", 1)) }

func TestPoolID(t *testing.T) {
	t.Parallel()
	cognitofake.NewT(t).AddPool(emailPool(), cognitofake.WithID("my-pool"))
	reached(t)
}

func TestPoolIDElsewhere(t *testing.T) {
	t.Parallel()
	cognitofake.NewT(t, cognitofake.WithRegion("eu-west-1")).AddPool(emailPool(), cognitofake.WithID(""))
	reached(t)
}

func TestAppClientID(t *testing.T) {
	t.Parallel()
	newApp(t).pool.AddAppClient(cip.CreateUserPoolClientInput{}, cognitofake.WithID("my-client"))
	reached(t)
}

func TestImportPoolNil(t *testing.T) {
	t.Parallel()
	_, err := cognitofake.NewT(t).ImportPool(nil)
	t.Fatal(err)
}

// The file is not there, and nobody looked at the error of os.Open.
func TestImportPoolNoFile(t *testing.T) {
	t.Parallel()
	file, _ := os.Open("no such file")
	_, err := cognitofake.NewT(t).ImportPool(file)
	t.Fatal(err)
}

func TestImportAppClientNil(t *testing.T) {
	t.Parallel()
	_, err := newApp(t).pool.ImportAppClient((*bytes.Buffer)(nil))
	t.Fatal(err)
}
