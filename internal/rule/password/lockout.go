package password

import (
	"time"

	"github.com/cognitofake/cognitofake/internal/refusal"
)

// Lockout keeps a user from guessing a password (N42 to N45). It counts for
// the user, whatever the client or the flow.
type Lockout struct {
	failures int
	last     time.Time // the latest failure
}

const (
	freeFailures = 5                // with the fifth the waiting begins
	longestLock  = 15 * time.Minute // "about 15 minutes"
	quietTime    = 15 * time.Minute // after which all is forgotten
)

// duration is how long the user is locked after the latest failure.
func (l *Lockout) duration() time.Duration {
	doublings := l.failures - freeFailures
	switch {
	case doublings < 0:
		return 0
	case doublings >= 10: // 2^10 s are more than 15 minutes
		return longestLock
	}
	return time.Second << doublings
}

// Check refuses any attempt while the user is locked, which is not
// counted (N43).
func (l *Lockout) Check(now time.Time) *refusal.Error {
	if now.Sub(l.last) < l.duration() {
		return refusal.PasswordAttempts()
	}
	return nil
}

// Failed counts a wrong password.
func (l *Lockout) Failed(now time.Time) {
	if now.Sub(l.last) >= quietTime {
		l.failures = 0
	}
	l.failures++
	l.last = now
}

// Proved forgets what was counted (N44, choice).
func (l *Lockout) Proved() { *l = Lockout{} }
