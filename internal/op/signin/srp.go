package signin

import (
	"maps"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/code"
	"github.com/cognitofake/cognitofake/internal/rule/srp"
	"github.com/cognitofake/cognitofake/internal/state"
)

// readPublic reads SRP_A where there is one.
func (s *step) readPublic() error {
	given := s.given[keyPublic]
	if given == "" {
		return nil
	}
	var ok bool
	if s.public, ok = srp.Parse(given); !ok {
		return refusal.PublicNumber()
	}
	return nil
}

// startSRP starts USER_SRP_AUTH (N74).
func (s *step) startSRP(tx *state.Tx) (func(), *refusal.Error) {
	u, err := s.user(tx)
	if err != nil {
		return nil, err
	}
	if u != nil && u.Status != types.UserStatusTypeResetRequired { // which the answer is told (N76)
		if err := fit(u); err != nil {
			return nil, err
		}
	}
	return s.exchange(tx, u)
}

// exchange answers a client's public number with the challenge to prove the
// password, which is pretended where there is none (N75, M160).
func (s *step) exchange(tx *state.Tx, u *state.User) (func(), *refusal.Error) {
	name := s.given[keyUsername]
	userID := tx.PretendedSub(name)
	if u != nil {
		if err := tx.CheckLocked(u); err != nil {
			return nil, err
		}
		name, userID = u.Username, u.Username // M156
	}
	pending, salt := tx.NewExchange(u, name, s.app, s.public)
	return func() {
		if u != nil {
			pending.Device = s.deviceKey()
			pending.InSession = s.custom != nil
			tx.OpenExchange(u, s.app, pending)
		} else {
			s.Hint("the user does not exist, and the challenge is pretended: PreventUserExistenceErrors=ENABLED (N75)")
		}
		s.answer.challenge = passwordVerifier
		if s.custom != nil { // C62
			s.answer.session = opt.Of(s.open(tx, u, code.Session{Stage: code.Stage(passwordVerifier)}))
		}
		maps.Copy(s.answer.parameters, map[string]string{
			"SALT": salt.String(), "SRP_B": pending.B(), "SECRET_BLOCK": pending.Block(), "USERNAME": name, "USER_ID_FOR_SRP": userID,
		})
	}, nil
}

// verify judges the answer to PASSWORD_VERIFIER.
func (s *step) verify() (*answer, error) {
	if _, ok := srp.Canonical(s.given[keyTimestamp]); !ok {
		return nil, refusal.Timestamp()
	}
	return s.take(func(tx *state.Tx) (func(), *refusal.Error) {
		spend, err := s.resume(tx)
		if err != nil {
			return nil, err
		}
		u, err := s.fitting(tx)
		if err != nil {
			return nil, err
		}
		given := srp.Answer{
			PoolID: s.app.Pool.ID, ClientID: s.app.ID, Username: u.Username,
			Block: s.given[keyBlock], Signature: s.given[keySignature], Timestamp: s.given[keyTimestamp],
		}
		s.carried = tx.ExchangeDevice(u, given)
		prove, err := tx.CheckExchange(u, given)
		if err != nil {
			if prove == nil {
				return nil, err
			}
			return after(spend, prove), err
		}
		next, err := s.proved(tx, u)
		if err != nil {
			return nil, err
		}
		return after(after(spend, prove), next), nil
	})
}
