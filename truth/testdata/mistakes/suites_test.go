package mistakes_test

import (
	"context"
	"net/http"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"github.com/aws/aws-sdk-go-v2/config"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognitofake/cognitofake"
)

// A program that finds the Fake by its environment, in parallel tests.
func TestEnviron(t *testing.T) {
	t.Parallel()
	a := newApp(t)
	url, stop := a.Start()
	defer stop()
	cmd := exec.Command("env")
	cmd.Env = a.Environ(url)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER=" + url, "AWS_REGION=us-east-1", "AWS_ACCESS_KEY_ID=", "AWS_SECRET_ACCESS_KEY=", "AWS_EC2_METADATA_DISABLED=true"} {
		if !strings.Contains(string(out), name) {
			t.Errorf("there is no %s in\n%s", name, out)
		}
	}
}

// Both signed and unsigned operations find it, with the environment set.
func TestEnvironSigned(t *testing.T) {
	a := newApp(t)
	url, stop := a.Start()
	defer stop()
	for _, variable := range a.Environ(url) {
		name, value, _ := strings.Cut(variable, "=")
		t.Setenv(name, value)
	}
	cfg, err := config.LoadDefaultConfig(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	client := cip.NewFromConfig(cfg)
	if _, err := client.SignUp(t.Context(), a.input("jane", goodPassword)); err != nil {
		t.Error(err)
	}
	if _, err := client.AdminGetUser(t.Context(), &cip.AdminGetUserInput{UserPoolId: &a.pool.ID, Username: a.input("jane", "").Username}); err != nil {
		t.Error(err)
	}
}

// Code that fetches token keys over https with a client of its own.
func TestHTTPClient(t *testing.T) {
	t.Parallel()
	a := newApp(t)
	response, err := a.HTTPClient().Get("https://cognito-idp.us-east-1.amazonaws.com/" + a.pool.ID + "/.well-known/jwks.json")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	t.Log(response.StatusCode == http.StatusOK)
}

// A suite shares a Fake: each test logs what has happened in it alone.
var shared = sync.OnceValue(func() app { return appOf(cognitofake.New(), emailPool()) })

func TestResetAfterFailure(t *testing.T) {
	a := shared()
	a.ResetAfter(t)
	a.signUp("jane")
	t.Error("jane is the wrong one")
}

func TestResetAfterMistake(t *testing.T) {
	a := shared()
	a.ResetAfter(t)
	a.misuse()
	reached(t)
}

func TestResetAfterFault(t *testing.T) {
	a := shared()
	a.ResetAfter(t)
	a.FailNext(cognitofake.OpSignUp, &types.TooManyRequestsException{})
}

func TestResetAfterIsClean(t *testing.T) {
	a := shared()
	a.ResetAfter(t)
	if len(a.pool.Users())+len(a.Calls()) > 0 {
		t.Error("something is left")
	}
}

func TestMustUser(t *testing.T) {
	t.Parallel()
	a := newApp(t)
	a.pool.AddUser(cognitofake.NewUser{Username: "ann"})
	a.pool.AddUser(cognitofake.NewUser{Username: "bob"})
	a.pool.MustUser("jane")
	reached(t)
}

func TestMustUserOfNone(t *testing.T) {
	t.Parallel()
	newApp(t).pool.MustUser("jane")
	reached(t)
}

func TestMustCode(t *testing.T) {
	t.Parallel()
	a := newApp(t)
	a.pool.AddUser(cognitofake.NewUser{Username: "jane"})
	a.pool.MustCode("jane")
	reached(t)
}

func TestMustMessage(t *testing.T) {
	t.Parallel()
	a := newApp(t)
	a.signUp("ann")
	a.pool.MustMessage("jane@example.com")
	reached(t)
}

func TestLastMessage(t *testing.T) {
	t.Parallel()
	a := newApp(t)
	a.signUp("jane")
	if _, ok := a.pool.LastMessage("nobody"); ok {
		t.Error("nobody has a message")
	}
	if m, ok := a.pool.LastMessage("jane"); !ok || m.Code != a.pool.MustCode("jane") {
		t.Error(m, ok)
	}
}

// What a log line says, while other goroutines write.
func TestString(t *testing.T) {
	t.Parallel()
	a := newApp(t)
	var wg sync.WaitGroup
	defer wg.Wait()
	wg.Go(func() { a.SignUp(context.Background(), a.input("jim", goodPassword)) })
	a.signUp("jane")
	t.Logf("%v %v %v", a.pool, a.client, a.Fake)
	t.Logf("%#v %#v", a.pool, a.client)
	m, _ := a.pool.LastMessage("jane")
	u, _ := a.pool.User("jane")
	t.Logf("%v", m)
	t.Logf("%v", u)
}

// cmp.Diff uses the method Equal where fields are not exported.
func TestEqual(t *testing.T) {
	t.Parallel()
	a := newApp(t)
	a.signUp("jane")
	a.signUp("jim")
	calls := a.Calls()
	t.Log(calls[0].Equal(a.Calls()[0]), calls[0].Equal(calls[1]))
}

// The pool that everybody makes is one call.
func TestPreset(t *testing.T) {
	t.Parallel()
	fake := cognitofake.NewT(t)
	pool, client := fake.AddEmailApp()
	a := app{fake, pool, client}
	in := a.input("jane", goodPassword)
	in.Username = in.UserAttributes[0].Value
	if _, err := a.SignUp(t.Context(), in); err != nil {
		t.Fatal(err)
	}
	if pool.Code(*in.Username) == "" {
		t.Error("no code was sent")
	}
}
