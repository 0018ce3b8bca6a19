package cognitofake

import (
	"time"

	"github.com/cognitofake/cognitofake/internal/refusal"
)

// attempt is a kind of call that the service allows a user only so often.
type attempt uint8

const (
	attemptConfirm        attempt = iota // ConfirmSignUp
	attemptResend                        // ResendConfirmationCode
	attemptReset                         // ForgotPassword
	attemptConfirmedReset                // ConfirmForgotPassword
	attempts
)

// limits are calls of one user in an hour (L55, N107).
var limits = [attempts]int{attemptConfirm: 15, attemptResend: 5, attemptReset: 5, attemptConfirmedReset: 19}

// windows count the attempts of one user. The zero value has counted none.
type windows [attempts]window

// window counts calls from the first one on; an hour later it starts anew
// (choice: the documents do not say how the hour is counted).
type window struct {
	since time.Time
	count int
}

func (w *window) over(now time.Time) bool { return w.count == 0 || now.Sub(w.since) >= time.Hour }

// check refuses one more attempt when its window is full (L56).
func (ws *windows) check(a attempt, now time.Time) *refusal.Error {
	if w := &ws[a]; !w.over(now) && w.count >= limits[a] {
		return refusal.AttemptLimit()
	}
	return nil
}

// take counts one attempt.
func (ws *windows) take(a attempt, now time.Time) {
	w := &ws[a]
	if w.over(now) {
		*w = window{since: now}
	}
	w.count++
}
