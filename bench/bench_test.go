package bench

import "testing"

// BenchmarkSignUp is one sign-up: on a canned answer, through the Fake, and
// through the Fake over HTTP.
func BenchmarkSignUp(b *testing.B) {
	for _, way := range []struct {
		name string
		open func() *signUps
	}{
		{"canned", newCanned},
		{"fake", func() *signUps { return newSignUps() }},
		{"served", func() *signUps { return newServed(b) }},
	} {
		b.Run(way.name, func(b *testing.B) {
			s := way.open()
			b.ReportAllocs()
			for b.Loop() {
				s.run(b, 1)
			}
		})
	}
}

// BenchmarkRatio reports how many times as long a sign-up takes as the canned
// answer, by the median of interleaved rounds.
func BenchmarkRatio(b *testing.B) {
	fake, canned := newSignUps(), newCanned()
	for b.Loop() {
		b.ReportMetric(timeRatio(b, fake, canned), "x-canned")
	}
}

// BenchmarkSignIn is one sign-in by password: what it cannot do without, and
// through the Fake.
func BenchmarkSignIn(b *testing.B) {
	fake := newSignIns()
	for _, way := range []struct {
		name string
		s    *signIns
	}{{"floor", newSignInFloor(b, fake)}, {"fake", fake}} {
		b.Run(way.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				way.s.run(b, 1)
			}
		})
	}
}

// BenchmarkUsers is one sign-up beside few and beside many users.
func BenchmarkUsers(b *testing.B) {
	for _, users := range []struct {
		name  string
		count int
	}{{"10", 10}, {"100000", 100_000}} {
		b.Run(users.name, func(b *testing.B) {
			s := newSignUps()
			s.run(b, users.count)
			for b.Loop() {
				s.run(b, 1)
			}
		})
	}
}

// BenchmarkMemory reports the heap that a user takes, history aside.
func BenchmarkMemory(b *testing.B) {
	for b.Loop() {
		b.ReportMetric(float64(userSize(b)), "B/user")
	}
}
