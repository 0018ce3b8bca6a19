package signin

import (
	"cmp"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
	"github.com/cognitofake/cognitofake/internal/rule/code"
	"github.com/cognitofake/cognitofake/internal/rule/factor"
	"github.com/cognitofake/cognitofake/internal/rule/message"
	"github.com/cognitofake/cognitofake/internal/state"
)

// askSecond is what asks for the second factor, nil where none is asked for
// (M60 to M74).
func (s *step) askSecond(tx *state.Tx, u *state.User, get func(name string) string) (func(), *refusal.Error) {
	asked := tx.AskedFactors(u, get)
	choices := asked.Choices.Each()
	switch {
	case asked.Nothing:
		return nil, refusal.NoMFAMechanism().WithHint(hintNothing(tx, u, get))
	case asked.SetUp:
		return func() { s.askSetUp(tx, u) }, nil
	case len(choices) == 1:
		to := message.Destination{Attribute: choices[0].Address()}
		to.Address = get(string(to.Attribute))
		return func() { s.askFactor(tx, u, choices[0], to, code.MFA{Second: true}) }, nil
	case len(choices) > 1:
		return func() { s.askChoice(tx, u, asked.Choices) }, nil
	case u.MFAOptions() != nil && tx.Settings.Describe.MfaConfiguration == types.UserPoolMfaTypeOptional &&
		tx.Settings.Describe.SmsConfiguration == nil:
		return nil, refusal.NoSMSConfiguration().WithHint("the user has MFAOptions, and the pool no SmsConfiguration (M107)")
	}
	return nil, nil
}

// hintNothing says why nobody could give a second factor.
func hintNothing(tx *state.Tx, u *state.User, get func(name string) string) string {
	for _, f := range tx.Settings.Factors.Each() {
		if address := string(f.Address()); address != "" && get(address) == "" {
			return "the user has no " + address + ", to which codes of " + string(f.Name()) + " go"
		}
	}
	return "user " + u.Username + " has no second factor that the pool has"
}

// askMFA answers with a challenge of second factors, which all name the stored
// user (M76).
func (s *step) askMFA(tx *state.Tx, u *state.User, name types.ChallengeNameType, parameters map[string]string, waits code.OneTime, mfa code.MFA) {
	s.answer.challenge, s.answer.parameters = name, parameters
	parameters["USER_ID_FOR_SRP"] = u.Username
	s.answer.session = opt.Of(s.open(tx, u, code.Session{Stage: code.Stage(name), OneTime: waits, MFA: mfa}))
}

// askFactor asks for one factor, and sends its code, if it has any, to an
// address (M75, M99, M101).
func (s *step) askFactor(tx *state.Tx, u *state.User, f factor.Set, to message.Destination, mfa code.MFA) {
	parameters := map[string]string{}
	var waits code.OneTime
	if f == factor.Token {
		if name := u.TokenName(); name != "" {
			parameters["FRIENDLY_DEVICE_NAME"] = name // M79
		}
	} else {
		waits = code.OneTime{Code: tx.NewSecondCode(), Attribute: to.Attribute, Address: to.Address}
		s.sendOneTime(tx, u, to, waits.Code)
		parameters = deliveredTo(to)
	}
	s.askMFA(tx, u, f.Name(), parameters, waits, mfa)
}

// sendOneTime drafts the message that the step sends.
func (s *step) sendOneTime(tx *state.Tx, u *state.User, to message.Destination, value string) {
	draft := s.Draft(tx, u, s.app, message.Authentication, to)
	draft.Code = value
	s.draft = &draft
}

// deliveredTo are the parameters of a challenge whose code is on its way.
func deliveredTo(to message.Destination) map[string]string {
	return map[string]string{
		"CODE_DELIVERY_DELIVERY_MEDIUM": string(to.Attribute.Medium()),
		"CODE_DELIVERY_DESTINATION":     *to.Details().Destination,
	}
}

// askChoice asks which of several factors it shall be (M87).
func (s *step) askChoice(tx *state.Tx, u *state.User, choices factor.Set) {
	names := choices.Names()
	s.askMFA(tx, u, types.ChallengeNameTypeSelectMfaType, map[string]string{"MFAS_CAN_CHOOSE": text(names)}, code.OneTime{}, code.MFA{Second: true, Choices: names})
}

// askSetUp asks a user who has no factor to set one up; all that the pool has
// are named (M91).
func (s *step) askSetUp(tx *state.Tx, u *state.User) {
	s.askMFA(tx, u, types.ChallengeNameTypeMfaSetup, map[string]string{"MFAS_CAN_SETUP": text(tx.Settings.Factors.Names())}, code.OneTime{}, code.MFA{Second: true})
}

// secondFactor judges the answer to a challenge of second factors, in the order
// of M85.
func (s *step) secondFactor(tx *state.Tx, u *state.User, name types.ChallengeNameType, session *code.Session) (func(), *refusal.Error) {
	s.second = true
	if err := withoutPassword(u); err != nil {
		return nil, err
	}
	if err := tx.CheckLocked(u); err != nil {
		return nil, err // M86
	}
	spend := func() { tx.UseSession(session) }
	switch name {
	case types.ChallengeNameTypeSelectMfaType:
		return s.selectFactor(tx, u, session)
	case types.ChallengeNameTypeMfaSetup:
		if session.Verified {
			return s.pass(tx, u, spend) // M92
		}
		return s.setUpEmail(tx, u, spend)
	case types.ChallengeNameTypeSoftwareTokenMfa:
		use, err := tx.CheckToken(u, s.given[answerKeys[name][0]])
		if err != nil {
			return s.wrongFactor(tx, u, err)
		}
		return s.pass(tx, u, after(spend, use))
	}
	given := s.given[answerKeys[name][0]]
	if given != session.Code {
		return s.wrongFactor(tx, u, refusal.OneTimeCode().WithHint(tx.HintOneTimeCode(u, session, given))) // M103
	}
	become := func() {}
	if session.SetUp {
		update, err := tx.PlanUpdate(u, emailSetUp(session.Address))
		if err != nil {
			return nil, err
		}
		become = func() { // M95
			tx.ApplyUpdate(u, update)
			on, preferred := u.Turned()
			tx.Turn(u, on|factor.Email, preferred)
			tx.Touch(u)
		}
	}
	return s.pass(tx, u, after(become, reached(tx, u, session)))
}

// pass goes on after a second factor, once done has been.
func (s *step) pass(tx *state.Tx, u *state.User, done func()) (func(), *refusal.Error) {
	next, err := s.next(tx, u, secondFactor, u.Attrs.Get)
	if err != nil {
		return nil, err
	}
	return after(done, next), nil
}

// wrongFactor counts a wrong code with wrong passwords (M86); the session stays
// good (M81, M83, M103).
func (s *step) wrongFactor(tx *state.Tx, u *state.User, err *refusal.Error) (func(), *refusal.Error) {
	if err.Code == refusal.OneTimeCode().Code {
		return func() { tx.Failed(u) }, err
	}
	return nil, err
}

// selectFactor asks for the factor that the user has chosen (M88 to M90).
func (s *step) selectFactor(tx *state.Tx, u *state.User, session *code.Session) (func(), *refusal.Error) {
	chosen := factor.Named(s.given[keyAnswer])
	for _, name := range session.Choices {
		if f := factor.Named(name); f == chosen {
			to := message.Destination{Attribute: f.Address(), Address: u.Attrs.Get(string(f.Address()))}
			return func() {
				tx.UseSession(session)
				s.askFactor(tx, u, f, to, code.MFA{Second: true})
			}, nil
		}
	}
	return nil, refusal.ChallengeUnavailable().WithHint("ANSWER may be one of MFAS_CAN_CHOOSE: " + text(session.Choices))
}

// setUpEmail sends a code to the address that a user wants as their second
// factor (M95, M96). One who has set nothing up is refused, and spends the
// session (M94).
func (s *step) setUpEmail(tx *state.Tx, u *state.User, spend func()) (func(), *refusal.Error) {
	address, possible := cmp.Or(s.given["EMAIL"], s.given["email"]), tx.Settings.Factors.Has(factor.Email)
	switch {
	case possible && address == "":
		return spend, refusal.MissingParameter("EMAIL").WithHint("give EMAIL, or the Session of VerifySoftwareToken")
	case !possible:
		return spend, refusal.InvalidSession().WithHint("the answer to MFA_SETUP has the Session of VerifySoftwareToken (M92)")
	}
	if _, err := tx.PlanUpdate(u, emailSetUp(address)); err != nil {
		return nil, err
	}
	return func() {
		spend()
		s.askFactor(tx, u, factor.Email, message.Destination{Attribute: attribute.Email, Address: address}, code.MFA{Second: true, SetUp: true})
	}, nil
}

// emailSetUp are the attributes of a user who has proved an address.
func emailSetUp(address string) []types.AttributeType {
	return []types.AttributeType{
		{Name: opt.Of(attribute.Email), Value: &address},
		{Name: opt.Of(attribute.EmailVerified), Value: opt.Of("true")},
	}
}
