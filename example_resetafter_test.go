package cognitofake_test

import (
	"fmt"

	"github.com/cognitofake/cognitofake"
)

// suiteT stands for the *testing.T of a test, which an Example does not have.
type suiteT struct {
	failed   bool
	cleanups []func()
}

func (t *suiteT) Helper()                   {}
func (t *suiteT) Cleanup(f func())          { t.cleanups = append(t.cleanups, f) }
func (t *suiteT) Failed() bool              { return t.failed }
func (t *suiteT) Logf(f string, a ...any)   { fmt.Printf(f+"\n", a...) }
func (t *suiteT) Errorf(f string, a ...any) { t.failed = true; t.Logf(f, a...) }
func (t *suiteT) Fatalf(f string, a ...any) { panic(fmt.Sprintf(f, a...)) }
func (t *suiteT) Setenv(key, value string)  {}

// end does what the end of a test does.
func (t *suiteT) end() {
	for _, cleanup := range t.cleanups {
		cleanup()
	}
}

// A suite shares a Fake, made in TestMain or in a SetupSuite. Each test begins
// with ResetAfter: it finds the pool as it was made, without the users of the
// test before, and a failure logs the transcript of that test alone.
func ExampleFake_ResetAfter() {
	fake := cognitofake.New(cognitofake.WithSeed(1)) // shared by all tests
	pool, _ := fake.AddEmailApp()

	testAnn := func(t *suiteT) {
		fake.ResetAfter(t)
		pool.AddUser(cognitofake.NewUser{Username: "ann@example.com"})
		fmt.Println("ann:", len(pool.Users()), "user")
	}
	testBob := func(t *suiteT) {
		fake.ResetAfter(t)
		pool.AddUser(cognitofake.NewUser{Username: "bob@example.com"})
		fmt.Println("bob:", len(pool.Users()), "user")
		if pool.Code("bob@example.com") == "" {
			t.Errorf("bob was sent no code")
		}
	}
	for _, test := range []func(*suiteT){testAnn, testBob} {
		t := new(suiteT) // in a test: the *testing.T
		test(t)
		t.end()
	}
	// Output:
	// ann: 1 user
	// bob: 1 user
	// bob was sent no code
	// cognitofake: 0 calls, 0 messages, 1 user (seed 1)
	//   note: Code("bob@example.com") is empty: no code was sent: the user has no attribute that the pool verifies
	//         (docs/behaviour.md#L10, docs/behaviour.md#L11), or was confirmed without one
	//   users: bob@example.com CONFIRMED, email (not verified)
}
