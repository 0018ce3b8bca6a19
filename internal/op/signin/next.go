package signin

import (
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/service"
	"github.com/cognitofake/cognitofake/internal/state"
)

// proof is how far a sign-in has come.
type proof uint8

const (
	firstFactor  proof = iota // what a second factor may still be asked beside
	secondFactor              // nothing is asked but what a device has to prove
)

// next is what follows when a user has proved what the step asked: the second
// factor, what the device has to prove, tokens, in this order (M61). Every way
// to sign in ends here. get has the attributes that the user has by then.
func (s *step) next(tx *state.Tx, u *state.User, proved proof, get func(name string) string) (func(), *refusal.Error) {
	d, err := s.device(tx, u)
	if err != nil {
		return nil, err
	}
	remembered := d != nil && d.Remembered
	if proved < secondFactor && !(remembered && tx.TrustsDevices()) { // M130
		ask, err := s.askSecond(tx, u, get)
		if err != nil || ask != nil {
			return ask, err
		}
	}
	if remembered {
		return func() { s.askDevice(tx, u) }, nil
	}
	return func() { s.admit(tx, u, d) }, nil
}

// admit lets a user in, with a device or with none, unless the functions of a
// custom sign-in have more to ask (C63).
func (s *step) admit(tx *state.Tx, u *state.User, d *state.Device) {
	tx.Proved(u)
	if s.custom != nil {
		s.ledOn(tx, u)
		return
	}
	claims := service.TokenClaims(tx, s.app, u, s.family(tx, u, d))
	s.claims = &claims
	if s.app.Pool.HasTriggers() {
		s.admitted = s.Somebody(tx, s.app, u, u.Username)
	}
}
