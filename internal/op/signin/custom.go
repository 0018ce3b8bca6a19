package signin

import (
	"maps"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/code"
	"github.com/cognitofake/cognitofake/internal/rule/srp"
	"github.com/cognitofake/cognitofake/internal/rule/trigger"
	"github.com/cognitofake/cognitofake/internal/state"
)

// Custom authentication: the application's functions lead the sign-in.
// DefineAuthChallenge says at the start and after every answer what comes next
// (C49), CreateAuthChallenge makes a challenge, VerifyAuthChallengeResponse
// judges the answer. The session of each step carries what was answered so far.

const (
	customChallenge  = types.ChallengeNameTypeCustomChallenge
	passwordVerifier = types.ChallengeNameTypePasswordVerifier

	keyChallenge = "CHALLENGE_NAME"
	startsBySRP  = "SRP_A" // what CHALLENGE_NAME says where the sign-in begins with a password
)

// rounds are the challenges of the service that the functions of a custom
// sign-in hear of when they are answered (C48).
var rounds = map[types.ChallengeNameType]bool{
	passwordVerifier: true, types.ChallengeNameTypeNewPasswordRequired: true,
	types.ChallengeNameTypeSmsMfa: true, types.ChallengeNameTypeSoftwareTokenMfa: true, types.ChallengeNameTypeEmailOtp: true,
	deviceSRP: true, deviceVerifier: true,
}

// startCustom starts CUSTOM_AUTH, in the order of C38.
func (s *step) startCustom() (*answer, error) {
	bySRP := s.given[keyChallenge] == startsBySRP
	needed := []string{keyUsername}
	if bySRP {
		needed = append(needed, keyPublic) // C62
	}
	if err := s.checkGiven(needed...); err != nil {
		return nil, err
	}
	s.custom = &code.Custom{}
	if bySRP {
		if err := s.readPublic(); err != nil {
			return nil, err
		}
		s.custom = (&code.Custom{Public: s.given[keyPublic]}).Answered(startsBySRP, true) // C46
	}
	if err := s.CheckRuns(s.app, trigger.DefineAuthChallenge); err != nil {
		return nil, err // C36
	}
	if err := s.meet(); err != nil {
		return nil, err
	}
	if err := state.Do(s.app, func(tx *state.Tx) *refusal.Error {
		_, err := s.customer(tx)
		return err
	}); err != nil {
		return nil, err
	}
	return s.define()
}

// customer is whom a custom sign-in is about, nil for a nobody whom the client
// hides (C42). Functions have run since it was asked last, so that it may be
// somebody else by now, or nobody who may sign in.
func (s *step) customer(tx *state.Tx) (*state.User, *refusal.Error) {
	u, err := s.user(tx)
	if err != nil {
		return nil, err
	}
	sub := ""
	if u != nil {
		if err := s.fit(u); err != nil {
			return nil, err // C40
		}
		sub = u.Sub
	}
	if s.about != nil && *s.about != sub {
		return nil, refusal.InvalidSession().WithHint("the user was made or deleted while functions of the sign-in ran")
	}
	s.tell(tx, u)
	return u, nil
}

// tell notes of whom functions are told.
func (s *step) tell(tx *state.Tx, u *state.User) {
	sub := ""
	if u != nil {
		sub = u.Sub
	}
	s.about, s.who = &sub, s.Somebody(tx, s.app, u, s.given[keyUsername])
}

// ledOn lets the functions say what follows what a user has proved.
func (s *step) ledOn(tx *state.Tx, u *state.User) {
	s.defines = true
	s.tell(tx, u)
}

// define lets DefineAuthChallenge say what comes next, and does it.
func (s *step) define() (*answer, error) {
	d, err := s.DefineAuthChallenge(s.who, s.custom.Rounds, s.metadata)
	switch {
	case err != nil:
		return nil, err
	case d.Fail:
		return nil, refusal.Credentials().WithHint("DefineAuthChallenge answered failAuthentication (C50)")
	case d.Issue:
		return s.take(s.letIn)
	}
	switch name := types.ChallengeNameType(d.Challenge); name {
	case customChallenge:
		return s.create()
	case passwordVerifier:
		return s.take(s.askPassword)
	case types.ChallengeNameTypeNewPasswordRequired:
		return s.take(func(tx *state.Tx) (func(), *refusal.Error) {
			u, err := s.customer(tx)
			switch {
			case err != nil:
				return nil, err
			case u == nil || !s.replaces(u) || !s.custom.Proved(string(passwordVerifier)):
				return nil, refusal.LambdaShape().WithHint(
					"DefineAuthChallenge may answer NEW_PASSWORD_REQUIRED after the right password of a user whose status asks for a new one (C67)")
			}
			return func() { s.askNewPassword(tx, u) }, nil
		})
	case startsBySRP:
		return nil, refusal.LambdaShape().WithHint("SRP_A is how a client begins; DefineAuthChallenge answers PASSWORD_VERIFIER (C53)")
	}
	return nil, refusal.NotModelled(s.operation + " where DefineAuthChallenge asks for " + d.Challenge) // M61
}

// create lets CreateAuthChallenge make a challenge, and asks it (C52, C59).
func (s *step) create() (*answer, error) {
	c, err := s.CreateAuthChallenge(s.who, string(customChallenge), s.custom.Rounds, s.metadata)
	if err != nil {
		return nil, err
	}
	return s.take(func(tx *state.Tx) (func(), *refusal.Error) {
		u, err := s.customer(tx)
		if err != nil {
			return nil, err
		}
		return func() {
			s.custom = s.custom.Asking(c.Private, c.Metadata)
			maps.Copy(s.answer.parameters, c.Public)
			s.answer.parameters[keyUsername] = s.who.UserName
			s.ask(tx, u, customChallenge, code.OneTime{})
		}, nil
	})
}

// askPassword asks for the proof of the password, whose public number came at
// the start (C53, C62).
func (s *step) askPassword(tx *state.Tx) (func(), *refusal.Error) {
	u, err := s.customer(tx)
	if err != nil {
		return nil, err
	}
	if s.custom.Public == "" { // C66
		return nil, refusal.LambdaShape().WithHint("DefineAuthChallenge answered PASSWORD_VERIFIER, and the sign-in did not begin with CHALLENGE_NAME=SRP_A and SRP_A")
	}
	s.public, _ = srp.Parse(s.custom.Public)
	return s.exchange(tx, u)
}

// letIn ends a custom sign-in: the functions have nothing more to say. A device
// that has not proved itself yet may still have to.
func (s *step) letIn(tx *state.Tx) (func(), *refusal.Error) {
	u, err := s.customer(tx)
	switch {
	case err != nil:
		return nil, err
	case u == nil:
		return nil, s.nobody(tx) // C42
	}
	over := func() { s.custom = nil }
	if s.custom.Proved(string(deviceVerifier)) {
		d, err := s.device(tx, u)
		if err != nil {
			return nil, err
		}
		return after(over, func() { s.admit(tx, u, d) }), nil
	}
	next, err := s.next(tx, u, secondFactor, u.Attrs.Get)
	if err != nil {
		return nil, err
	}
	return after(over, next), nil
}

// answerCustom judges the answer to a challenge of the functions: the session
// is spent, whatever they say of it (C71, C73, C74).
func (s *step) answerCustom() (*answer, error) {
	if err := s.Commit(s.app, func(tx *state.Tx) (func(), *refusal.Error) {
		u := tx.Find(s.given[keyUsername])
		session, err := s.checkSession(tx, u, code.Stage(customChallenge))
		if err != nil {
			return nil, err
		}
		s.custom, s.carried = session.Custom, session.Device
		if u != nil {
			if err := s.fit(u); err != nil {
				return nil, err
			}
		}
		if err := refusal.Of(s.CheckRuns(s.app, trigger.VerifyAuthChallengeResponse)); err != nil {
			return nil, err // C37
		}
		s.tell(tx, u)
		return func() { tx.UseSession(session) }, nil
	}); err != nil {
		return nil, err
	}
	right, err := s.VerifyAuthChallengeResponse(s.who, s.custom.Private, s.given[keyAnswer], s.metadata)
	if err != nil {
		return nil, err
	}
	s.custom = s.custom.Answered(string(customChallenge), right)
	return s.define()
}

// resume finds the session of PASSWORD_VERIFIER inside a custom sign-in, which
// the answer has to name there (C62).
func (s *step) resume(tx *state.Tx) (spend func(), err *refusal.Error) {
	s.custom = nil
	u := tx.Find(s.given[keyUsername])
	if u == nil || !tx.InSession(u, s.given[keyBlock]) {
		return nil, nil
	}
	if s.session == nil {
		return nil, refusal.MissingParameter("Session").WithHint("inside CUSTOM_AUTH the answer to PASSWORD_VERIFIER has the Session of the challenge (C62)")
	}
	session, err := s.checkSession(tx, u, code.Stage(passwordVerifier))
	if err != nil {
		return nil, err
	}
	s.custom = session.Custom.Answered(string(passwordVerifier), true)
	return func() { tx.UseSession(session) }, nil
}

// fit is fit, but that a custom sign-in which began with a password leads to a
// new one (C67).
func (s *step) fit(u *state.User) *refusal.Error {
	if s.custom != nil && s.custom.Public != "" && u.Status == types.UserStatusTypeResetRequired && !u.Disabled {
		return nil
	}
	return fit(u)
}

// replaces reports whether the user has to replace a password (N65, C67).
func (s *step) replaces(u *state.User) bool {
	return u.Status == types.UserStatusTypeForceChangePassword || s.custom != nil && u.Status == types.UserStatusTypeResetRequired
}

// lose forgets the session of an answer after which a function failed (C21).
func (s *step) lose() {
	if s.session == nil {
		return
	}
	s.app.Pool.Look(func(tx *state.Tx) { tx.LoseSession(tx.Find(s.given[keyUsername]), *s.session) })
}
