package cognitofake

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"reflect"
	"runtime"
	"strings"
	"time"

	"github.com/cognitofake/cognitofake/internal/misuse"
)

// whoPanics is the test of a Fake that has none.
type whoPanics struct{ TB }

func (whoPanics) Helper()                           {}
func (whoPanics) Cleanup(func())                    {}
func (whoPanics) Fatalf(format string, args ...any) { panic(fmt.Sprintf(format, args...)) }

// misuse is for a method that was asked for something impossible, a mistake of
// the test: see [NewT]. It ends the method's caller where it can. It returns in
// a subtest or another test, which testing lets nobody end without its own T;
// the method then does nothing and answers something harmless.
func (f *Fake) misuse(format string, args ...any) {
	of := f.of.Load()
	of.TB.Helper()
	sentence := "cognitofake: " + fmt.Sprintf(format, args...)
	if of.goroutine == 0 || of.goroutine == misuse.Goroutine() {
		of.Fatalf("%s", sentence)
		panic(sentence) // for a TB whose Fatalf returns
	}
	f.report(sentence)
	switch guarded, ofTesting := misuse.Stack(); {
	case guarded:
		panic(misuse.Mistake(sentence))
	case !ofTesting:
		runtime.Goexit()
	}
}

// report tells the test what another goroutine has done. When a test has
// completed testing panics, which would end all others: then standard error is
// told.
func (f *Fake) report(sentence string) {
	f.tb().Helper()
	defer func() {
		switch v := recover(); {
		case v == nil:
		case strings.Contains(fmt.Sprint(v), "has completed"):
			fmt.Fprintf(os.Stderr, "%s (%v)\n", sentence, v)
		default:
			panic(fmt.Sprintf("%s (%v)", sentence, v))
		}
	}()
	f.tb().Errorf("%s", sentence)
}

// impossible is an option that makes New and NewT say why.
func impossible(format string, args ...any) Option {
	return func(f *Fake) {
		f.tb().Helper()
		f.misuse(format, args...)
	}
}

// meant ends a sentence about a name that does not exist with the one that was
// meant, or with what there is.
func meant(name string, names []string, others string) string {
	if near := misuse.Near(name, names); near != "" {
		return "; did you mean " + near + "?"
	}
	return "; " + others
}

// isNil reports whether v is nil or a pointer that is.
func isNil(v any) bool {
	value := reflect.ValueOf(v)
	return v == nil || value.Kind() == reflect.Pointer && value.IsNil()
}

// maySetenv sets a variable that Serve sets anyway: testing panics if the test
// is parallel.
func maySetenv(tb TB) (ok bool) {
	defer func() { ok = recover() == nil }()
	tb.Setenv("AWS_EC2_METADATA_DISABLED", "true")
	return true
}

// beforeDeadline writes the transcript shortly before a test is out of time,
// unless stop is called.
func (f *Fake) beforeDeadline() (stop func()) {
	tb := f.tb()
	deadline, ok := deadlineOf(tb)
	left := time.Until(deadline)
	if !ok || left <= 0 || left > 24*time.Hour {
		return func() {}
	}
	written := make(chan struct{})
	timer := time.AfterFunc(left-min(time.Second, left/10), func() {
		defer close(written)
		transcript := "the test is about to run out of time\n" + f.Transcript()
		tb.Logf("%s", transcript)
		if verbose := flag.Lookup("test.v"); verbose == nil || verbose.Value.String() == "false" {
			fmt.Fprintln(os.Stderr, transcript) // testing does not print the logs of a test that it interrupts
		}
	})
	return func() {
		if !timer.Stop() {
			<-written
		}
	}
}

// deadlineOf is when a test is out of time, if it has such a moment. In a
// bubble of testing/synctest it has none: testing panics when it is asked.
func deadlineOf(tb TB) (deadline time.Time, ok bool) {
	defer func() {
		if recover() != nil {
			ok = false
		}
	}()
	if limited, has := tb.(interface{ Deadline() (time.Time, bool) }); has {
		return limited.Deadline()
	}
	return time.Time{}, false
}

// WithWaitLimit changes how long [Fake.WaitMessage] and [Held.Wait] wait on a
// context without a deadline, and how long [Fake.Hold] holds a call whose context
// has none. Without the option it is 10 seconds. It is time of the machine, or
// of a testing/synctest bubble, and not of [WithClock].
func WithWaitLimit(d time.Duration) Option {
	if d <= 0 {
		return impossible("WithWaitLimit(%v): give a time that is longer than nothing; without the option it is 10s", d)
	}
	return func(f *Fake) { f.waitLimit = d }
}

// errWaitLimit is why a wait has ended that had no deadline.
var errWaitLimit = errors.New("wait limit")

// wait runs a wait, on a context that has a deadline. Where it ends before what
// it waits for, missing is what that is.
func (f *Fake) wait(ctx context.Context, by string, run func(context.Context) (missing string, err error)) error {
	if isNil(ctx) {
		return fmt.Errorf("cognitofake: %s: the context is nil; give t.Context()", by)
	}
	if _, limited := ctx.Deadline(); !limited {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeoutCause(ctx, f.waitLimit, errWaitLimit)
		defer cancel()
	}
	missing, err := run(ctx)
	switch {
	case err == nil:
		return nil
	case missing == "":
		return fmt.Errorf("cognitofake: %w", err)
	case context.Cause(ctx) == errWaitLimit:
		missing += " within " + f.waitLimit.String()
	default:
		missing += ": " + err.Error()
	}
	return &waitError{"cognitofake: " + missing + "; last call: " + f.service.History.Last(), err}
}

// waitError is a wait that has ended too early.
type waitError struct {
	sentence string
	cause    error
}

func (e *waitError) Error() string { return e.sentence }
func (e *waitError) Unwrap() error { return e.cause }
