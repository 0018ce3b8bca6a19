package mistakes_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/cognitofake/cognitofake"
)

// The code under test is refused, and the test waits for its message with the
// context that everybody takes.
func TestWaitMessage(t *testing.T) {
	t.Parallel()
	a := newApp(t)
	a.SignUp(t.Context(), a.input("jane", "short"))
	start := time.Now()
	_, err := a.WaitMessage(t.Context(), "jane@example.com")
	if d := time.Since(start); d < 9*time.Second || d > 12*time.Second {
		t.Errorf("that took %v", d)
	}
	t.Fatal(err)
}

func TestWaitMessageOfNobody(t *testing.T) {
	t.Parallel()
	a := newApp(t, brief())
	_, err := a.WaitMessage(context.Background(), "jane@example.com")
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("no deadline: %v", err)
	}
	t.Fatal(err)
}

func TestWaitMessageToAnother(t *testing.T) {
	t.Parallel()
	a := newApp(t, brief())
	a.signUp("ann")
	_, err := a.WaitMessage(t.Context(), "jane@example.com")
	t.Fatal(err)
}

func TestWaitMessageTwice(t *testing.T) {
	t.Parallel()
	a := newApp(t, brief())
	a.signUp("jane")
	if _, err := a.WaitMessage(t.Context(), "jane@example.com"); err != nil {
		t.Fatal(err)
	}
	_, err := a.WaitMessage(t.Context(), "jane@example.com")
	t.Fatal(err)
}

func TestWaitMessageDeadline(t *testing.T) {
	t.Parallel()
	a := newApp(t, brief())
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	_, err := a.WaitMessage(ctx, "jane@example.com")
	t.Fatal(err)
}

func TestWaitMessageInBubble(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := newApp(t)
		a.Advance(time.Hour)
		start := time.Now()
		_, err := a.WaitMessage(t.Context(), "jane@example.com")
		if d := time.Since(start); d != 10*time.Second {
			t.Errorf("that took %v", d)
		}
		t.Fatal(err)
	})
}

func TestWaitMessageNoContext(t *testing.T) {
	t.Parallel()
	a := newApp(t)
	_, err := a.WaitMessage(nil, "jane@example.com") //nolint:staticcheck // the mistake
	t.Fatal(err)
}

func TestHeldWait(t *testing.T) {
	t.Parallel()
	a := newApp(t, brief())
	held := a.Hold(cognitofake.OpSignUp, cognitofake.BeforeCommit)
	a.SignUp(t.Context(), a.input("jane", "short"))
	t.Fatal(held.Wait(t.Context()))
}

func TestHeldWaitN(t *testing.T) {
	t.Parallel()
	a := newApp(t, brief())
	held := a.Hold(cognitofake.OpSignUp, cognitofake.AtArrival)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	go a.SignUp(ctx, a.input("jane", goodPassword))
	held.Wait(ctx)
	t.Fatal(held.WaitN(t.Context(), 2))
}

// A test that waits for the call that it has stopped itself.
func TestHeldBySelf(t *testing.T) {
	t.Parallel()
	a := newApp(t, brief())
	a.Hold(cognitofake.OpSignUp, cognitofake.BeforeCommit)
	err := a.signUp("jane")
	if _, made := a.pool.User("jane"); made {
		t.Error("jane is there")
	}
	if len(a.Calls()) != 1 {
		t.Error("it was tried again")
	}
	t.Log(err)
}

func TestWaitLimitOfNothing(t *testing.T) {
	t.Parallel()
	cognitofake.NewT(t, cognitofake.WithWaitLimit(0))
}

// TestOutOfTime runs by itself, with a time-out of a few seconds.
func TestOutOfTime(t *testing.T) {
	a := newApp(t)
	a.signUp("jane")
	<-t.Context().Done()
}
