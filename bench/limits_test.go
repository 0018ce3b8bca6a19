package bench

import (
	"os"
	"testing"
	"time"
)

// What one SignUp may cost.
const (
	// goalTime is how many times as long as the canned answer a sign-up should
	// take, by the median of interleaved rounds. It lies about there: a third
	// of what it costs more is the collector's, which marks the users and the
	// history that a Fake keeps. maxTime is what fails.
	goalTime = 1.3
	maxTime  = 1.6
	// maxAllocations is how many allocations it may make beyond the canned
	// answer's.
	maxAllocations = 42
	// maxGrowth is how much more a sign-up may cost beside 100,000 users than
	// beside 10; what it should be is 1, the rest is noise.
	maxGrowth = 1.5
	// maxUser is how many bytes of heap a user may take who has signed up.
	maxUser = 785
)

// TestTime measures again when a busy machine may be to blame.
func TestTime(t *testing.T) {
	var ratio float64
	for range 3 {
		ratio = timeRatio(t, newSignUps(), newCanned())
		t.Logf("a sign-up takes %.2f times as long as the canned answer (goal %.2f, limit %.2f)", ratio, goalTime, maxTime)
		if ratio <= maxTime {
			return
		}
	}
	t.Errorf("too slow")
}

func TestAllocations(t *testing.T) {
	fake, canned := newSignUps(), newCanned()
	fake.run(t, 100) // whatever is made at first use
	canned.run(t, 100)
	ours := testing.AllocsPerRun(1000, func() { fake.run(t, 1) })
	floor := testing.AllocsPerRun(1000, func() { canned.run(t, 1) })
	t.Logf("a sign-up makes %.0f allocations, the canned answer %.0f: %.0f more (limit %d)", ours, floor, ours-floor, maxAllocations)
	if ours-floor > maxAllocations {
		t.Errorf("too many allocations")
	}
}

func TestGrowth(t *testing.T) {
	few, many := newSignUps(), newSignUps()
	many.run(t, 100_000)
	ratio := compare(31, func() { many.run(t, 100) }, func() { few.run(t, 100) }, func() {
		few.fake.Reset()
		few.run(t, 10)
	})
	t.Logf("a sign-up beside 100,000 users takes %.2f times as long as beside 10 (limit %.2f)", ratio, maxGrowth)
	if ratio > maxGrowth {
		t.Errorf("a sign-up costs more the more users there are")
	}
}

// What a sign-in by password may cost.
const (
	// goalSignIn is how many times as long a sign-in should take as what it
	// cannot do without: the SDK's client and two signatures. maxSignIn is what
	// fails.
	goalSignIn = 1.05
	maxSignIn  = 1.3
	// goalFirst is how much longer the first sign-in of a process should take
	// than a later one. maxFirst is what fails.
	goalFirst = 10 * time.Millisecond
	maxFirst  = 40 * time.Millisecond
)

// TestSignIn measures again when a busy machine may be to blame.
func TestSignIn(t *testing.T) {
	s := newSignIns()
	floor := newSignInFloor(t, s)
	for range 3 {
		ratio := compare(31, func() { s.run(t, 20) }, func() { floor.run(t, 20) })
		t.Logf("a sign-in takes %.3f times as long as two signatures and the SDK (goal %.2f, limit %.2f)", ratio, goalSignIn, maxSignIn)
		if ratio <= maxSignIn {
			return
		}
	}
	t.Errorf("too slow")
}

// TestFirstSignIn measures again when a busy machine may be to blame.
func TestFirstSignIn(t *testing.T) {
	if os.Getenv(newProcess) != "" {
		sayFirstSignIn(t)
		return
	}
	for range 3 {
		more := firstSignIn(t)
		t.Logf("the first sign-in of a process takes %v longer than a later one (goal %v, limit %v)", more, goalFirst, maxFirst)
		if more <= maxFirst {
			return
		}
	}
	t.Errorf("too slow")
}

func TestMemory(t *testing.T) {
	size := userSize(t)
	t.Logf("a user takes %d bytes (limit %d), history aside", size, maxUser)
	if size > maxUser {
		t.Errorf("a user is too large")
	}
}
