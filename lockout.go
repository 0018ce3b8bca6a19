package cognitofake

import (
	"time"

	"github.com/cognitofake/cognitofake/internal/refusal"
)

// lockout keeps a user from guessing a password (N42 to N45). It counts for
// the user, whatever the client or the flow.
type lockout struct {
	failures int
	last     time.Time // the latest failure
}

const (
	freeFailures = 5                // with the fifth the waiting begins
	longestLock  = 15 * time.Minute // "about 15 minutes"
	quietTime    = 15 * time.Minute // after which all is forgotten
)

// duration is how long the user is locked after the latest failure.
func (l *lockout) duration() time.Duration {
	doublings := l.failures - freeFailures
	switch {
	case doublings < 0:
		return 0
	case doublings >= 10: // 2^10 s are more than 15 minutes
		return longestLock
	}
	return time.Second << doublings
}

// checkLocked refuses any attempt while the user is locked, which is not
// counted (N43).
func (l *lockout) checkLocked(now time.Time) *refusal.Error {
	if now.Sub(l.last) < l.duration() {
		return refusal.PasswordAttempts()
	}
	return nil
}

// failLocked counts a wrong password.
func (l *lockout) failLocked(now time.Time) {
	if now.Sub(l.last) >= quietTime {
		l.failures = 0
	}
	l.failures++
	l.last = now
}

// succeedLocked forgets what was counted (N44, choice).
func (l *lockout) succeedLocked() { *l = lockout{} }
