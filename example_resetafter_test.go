package cognitofake_test

import (
	"fmt"
	"slices"

	"github.com/cognitofake/cognitofake"
)

// suiteT stands for a *testing.T of a suite, which an example has not.
type suiteT struct {
	cognitofake.TB
	cleanups []func()
}

func (t *suiteT) Helper()          {}
func (t *suiteT) Failed() bool     { return false }
func (t *suiteT) Cleanup(f func()) { t.cleanups = append(t.cleanups, f) }

func (t *suiteT) end() {
	for _, cleanup := range slices.Backward(t.cleanups) {
		cleanup()
	}
}

// A suite shares one Fake, made in TestMain: each test begins with ResetAfter,
// and finds the pools and app clients as they were made.
func ExampleFake_ResetAfter() {
	fake := cognitofake.New()
	pool, _ := fake.AddEmailApp()

	for _, name := range []string{"ann@example.com", "bob@example.com"} {
		t := &suiteT{} // in a test: the *testing.T
		fake.ResetAfter(t)
		pool.AddUser(cognitofake.NewUser{Username: name})
		fmt.Println(len(pool.Users()), pool.MustUser(name).Attributes["email"])
		t.end()
	}
	// Output:
	// 1 ann@example.com
	// 1 bob@example.com
}
