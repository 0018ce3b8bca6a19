package signin

import (
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/code"
	"github.com/cognitofake/cognitofake/internal/state"
)

// answerKeys are what the answer to a challenge has besides USERNAME (N58).
var answerKeys = map[types.ChallengeNameType][]string{
	types.ChallengeNameTypeSelectChallenge:     {keyAnswer},
	types.ChallengeNameTypePassword:            {keyPassword},
	types.ChallengeNameTypePasswordSrp:         {keyPublic},
	types.ChallengeNameTypeEmailOtp:            {"EMAIL_OTP_CODE"},
	types.ChallengeNameTypeSmsOtp:              {"SMS_OTP_CODE"},
	types.ChallengeNameTypeNewPasswordRequired: {keyNewPassword},
	types.ChallengeNameTypeWebAuthn:            {keyCredential},
	types.ChallengeNameTypePasswordVerifier:    {keySignature, keyBlock, keyTimestamp},
	types.ChallengeNameTypeSelectMfaType:       {keyAnswer},
	types.ChallengeNameTypeSmsMfa:              {"SMS_MFA_CODE"},
	types.ChallengeNameTypeSoftwareTokenMfa:    {"SOFTWARE_TOKEN_MFA_CODE"},
	types.ChallengeNameTypeMfaSetup:            {},
	customChallenge:                            {keyAnswer},
	deviceSRP:                                  {keyDevice, keyPublic},
	deviceVerifier:                             {keyDevice, keySignature, keyBlock, keyTimestamp},
}

// respond judges the answer to a challenge. Where a function has failed, the
// session is lost (C21).
func (s *step) respond(name types.ChallengeNameType) (*answer, error) {
	s.answers = name
	a, err := s.judge(name)
	if refusal.ByFunction(err) {
		s.lose()
	}
	return a, err
}

// judge judges the answer to a challenge, in the order of M85.
func (s *step) judge(name types.ChallengeNameType) (*answer, error) {
	keys := answerKeys[name]
	if keys == nil {
		return nil, refusal.NotModelled(s.operation + " with ChallengeName " + string(name))
	}
	// What SRP proves has no session, or one that need not be named (M132, M133, M156).
	bySRP := map[types.ChallengeNameType]func() (*answer, error){
		types.ChallengeNameTypePasswordVerifier: s.verify, deviceSRP: s.startDevice, deviceVerifier: s.verifyDevice,
	}[name]
	if s.session == nil && bySRP == nil {
		return nil, refusal.MissingParameter("Session") // N59
	}
	if err := s.checkGiven(append([]string{keyUsername}, keys...)...); err != nil {
		return nil, err
	}
	switch {
	case bySRP != nil:
		return bySRP()
	case name == customChallenge:
		return s.answerCustom()
	}
	if err := s.readPublic(); err != nil {
		return nil, err
	}
	return s.take(func(tx *state.Tx) (func(), *refusal.Error) {
		u := tx.Find(s.given[keyUsername])
		session, err := s.checkSession(tx, u, code.Stage(name))
		if err != nil {
			return nil, err
		}
		s.carried, s.custom = session.Device, session.Custom
		if rounds[name] {
			s.custom = s.custom.Answered(string(name), true)
		}
		if u != nil {
			if err := s.fit(u); err != nil {
				return nil, err
			}
		}
		spend := func() { tx.UseSession(session) }
		if session.Second {
			return s.secondFactor(tx, u, name, session)
		}
		switch name {
		case types.ChallengeNameTypeNewPasswordRequired:
			next, err := s.setNewPassword(tx, u)
			if err != nil {
				return nil, err // N66: the session stays good
			}
			return after(spend, next), nil
		case types.ChallengeNameTypeEmailOtp, types.ChallengeNameTypeSmsOtp:
			return s.byCode(tx, u, session, s.given[keys[0]])
		case types.ChallengeNameTypeWebAuthn:
			return s.byPasskey(tx, u, session)
		case types.ChallengeNameTypeSelectChallenge:
			name = types.ChallengeNameType(s.given[keyAnswer])
			if open := offers(tx, u); !slices.Contains(open, name) {
				return nil, refusal.ChallengeUnavailable().WithHint(hintOpen(open))
			}
		}
		next, err := s.pursue(tx, u, name)
		if err != nil && next == nil && u != nil {
			return nil, err // the password was not looked at (N43), or led nowhere (N38)
		}
		return after(spend, next), err // N73: a wrong password spends it too
	})
}

// checkSession is the session of the step, of a user or of the nobody that is
// named.
func (s *step) checkSession(tx *state.Tx, u *state.User, stage code.Stage) (*code.Session, *refusal.Error) {
	if u == nil {
		return tx.CheckPretended(s.given[keyUsername], *s.session, s.app, stage)
	}
	return tx.CheckSession(u, *s.session, s.app, stage)
}

// byCode judges a one-time password. A wrong one changes nothing (N69).
func (s *step) byCode(tx *state.Tx, u *state.User, session *code.Session, given string) (func(), *refusal.Error) {
	if u == nil {
		return nil, refusal.OneTimeCode().WithHint(tx.HintNoUser(s.given[keyUsername])) // N53
	}
	if err := withoutPassword(u); err != nil {
		return nil, err
	}
	if given != session.Code {
		return nil, refusal.OneTimeCode().WithHint(tx.HintOneTimeCode(u, session, given))
	}
	return s.pass(tx, u, reached(tx, u, session)) // M60
}

// reached ends a session whose code has come back: it verifies the address that
// it went to, if the user still has that (N70, L86, M104).
func reached(tx *state.Tx, u *state.User, session *code.Session) func() {
	return func() {
		tx.UseSession(session)
		if a := session.Attribute; u.Attrs.Get(string(a)) == session.Address && !u.Attrs.Verified(a) {
			tx.SetVerified(u, a, "true")
			tx.Touch(u)
		}
	}
}

// hintOpen names the answers that would do.
func hintOpen(open []types.ChallengeNameType) string {
	hint := "ANSWER may be"
	for i, name := range open {
		if i > 0 {
			hint += ","
		}
		hint += " " + string(name)
	}
	return hint
}
