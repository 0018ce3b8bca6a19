package code

import (
	"time"

	"github.com/cognitofake/cognitofake/internal/refusal"
)

// Attempt is a kind of call that the service allows a user only so often.
type Attempt uint8

const (
	Confirm        Attempt = iota // ConfirmSignUp
	Resend                        // ResendConfirmationCode
	Reset                         // ForgotPassword
	ConfirmedReset                // ConfirmForgotPassword
	Ask                           // GetUserAttributeVerificationCode
	Verify                        // VerifyUserAttribute
	Change                        // ChangePassword with a wrong password
	attempts
)

// limits are calls of one user in an hour (L55, N107).
var limits = [attempts]int{Confirm: 15, Resend: 5, Reset: 5, ConfirmedReset: 19, Ask: 5, Verify: 15, Change: 5}

// Windows count the attempts of one user. The zero value has counted none.
type Windows [attempts]window

// window counts calls from the first one on; an hour later it starts anew
// (choice: the documents do not say how the hour is counted).
type window struct {
	since time.Time
	count int
}

func (w *window) over(now time.Time) bool { return w.count == 0 || now.Sub(w.since) >= time.Hour }

// Check refuses one more attempt when its window is full (L56).
func (ws *Windows) Check(a Attempt, now time.Time) *refusal.Error {
	if w := &ws[a]; !w.over(now) && w.count >= limits[a] {
		return refusal.AttemptLimit()
	}
	return nil
}

// Take counts one attempt.
func (ws *Windows) Take(a Attempt, now time.Time) {
	w := &ws[a]
	if w.over(now) {
		*w = window{since: now}
	}
	w.count++
}
