package signin

import (
	"hash/fnv"
	"slices"
	"strconv"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
	"github.com/cognitofake/cognitofake/internal/rule/code"
	"github.com/cognitofake/cognitofake/internal/rule/message"
	"github.com/cognitofake/cognitofake/internal/state"
)

// otp are the challenges of one-time passwords, and where those go.
var otp = map[types.ChallengeNameType]attribute.Address{
	types.ChallengeNameTypeEmailOtp: attribute.Email,
	types.ChallengeNameTypeSmsOtp:   attribute.Phone,
}

// bySession signs in with the session of ConfirmSignUp (N54, L81 to L85).
func (s *step) bySession(tx *state.Tx) (func(), *refusal.Error) {
	u, err := s.fitting(tx)
	if err != nil {
		return nil, err
	}
	session, err := tx.CheckSession(u, *s.session, s.app, code.Confirmed)
	if err != nil {
		return nil, err
	}
	if err := withoutPassword(u); err != nil {
		return nil, err
	}
	return s.pass(tx, u, func() { tx.UseSession(session) }) // M60
}

// withoutPassword refuses a user who was given a temporary password in the
// middle of a sign-in that asks for none: it has to be changed first (N51;
// words: choice).
func withoutPassword(u *state.User) *refusal.Error {
	if u.Status == types.UserStatusTypeForceChangePassword {
		return refusal.InvalidSession().WithHint("the user has been given a temporary password since, and signs in by that alone (N51)")
	}
	return nil
}

// choose starts USER_AUTH: with the challenge that is preferred, if it is open
// to the user, else with all that are (N46 to N53).
func (s *step) choose(tx *state.Tx) (func(), *refusal.Error) {
	u, err := s.user(tx)
	if err != nil {
		return nil, err
	}
	if u != nil {
		if err := fit(u); err != nil {
			return nil, err // N52
		}
	}
	open := offers(tx, u)
	if len(open) == 0 {
		return nil, refusal.Credentials().WithHint("the user has no password, and no address to which the pool sends one-time passwords") // choice
	}
	preferred := types.ChallengeNameType(s.given[keyPreferred])
	if slices.Contains(open, preferred) {
		next, err := s.pursue(tx, u, preferred)
		return after(next, func() {
			if c := s.answer.challenge; c == preferred || c == types.ChallengeNameTypePasswordVerifier {
				s.answer.available = open // while the first factor is not proved
			}
		}), err
	}
	return func() {
		if preferred != "" {
			s.Hint(string(preferred) + " is not open to the user, so the challenge is to select (N49)")
		}
		s.answer.available = open
		s.ask(tx, u, types.ChallengeNameTypeSelectChallenge, code.OneTime{})
	}, nil
}

// offers are the challenges with which a user may begin: what the pool allows
// and the user has. A nobody whose sign-in is pretended has everything.
func offers(tx *state.Tx, u *state.User) []types.ChallengeNameType {
	var open []types.ChallengeNameType
	if u == nil || u.HasPassword() {
		open = append(open, types.ChallengeNameTypePasswordSrp, types.ChallengeNameTypePassword)
	}
	if u != nil && u.Status == types.UserStatusTypeForceChangePassword {
		return open // N51
	}
	second := tx.Settings.Describe.MfaConfiguration == types.UserPoolMfaTypeOn || u != nil && tx.AskedFactors(u, u.Attrs.Get).Choices != 0 // M72
	for _, name := range []types.ChallengeNameType{types.ChallengeNameTypeEmailOtp, types.ChallengeNameTypeSmsOtp} {
		if address := otp[name]; !second && tx.Settings.Otp.Has(address) && (u == nil || u.Attrs.Get(string(address)) != "") {
			open = append(open, name)
		}
	}
	if hasPasskey(tx, u) && (!second || tx.Settings.MFA.PasskeysAreTwo()) {
		open = append(open, types.ChallengeNameTypeWebAuthn)
	}
	return open
}

// pursue goes on with one of the challenges that are open: at once where the
// request has what answers it (N48, N50, N71).
func (s *step) pursue(tx *state.Tx, u *state.User, name types.ChallengeNameType) (func(), *refusal.Error) {
	switch {
	case name == types.ChallengeNameTypePassword && s.given[keyPassword] != "":
		if u == nil {
			return nil, s.nobody(tx)
		}
		return s.byPassword(tx, u)
	case name == types.ChallengeNameTypePasswordSrp && s.given[keyPublic] != "":
		return s.exchange(tx, u)
	case otp[name] != "":
		return func() { s.sendCode(tx, u, name) }, nil
	case name == types.ChallengeNameTypeWebAuthn && s.given[keyCredential] != "":
		return s.byPasskey(tx, u, nil)
	case name == types.ChallengeNameTypeWebAuthn:
		return s.askPasskey(tx, u)
	}
	return func() { s.ask(tx, u, name, code.OneTime{}) }, nil
}

// ask answers with a challenge and a session for its answer, pretended where u
// is nil.
func (s *step) ask(tx *state.Tx, u *state.User, name types.ChallengeNameType, waits code.OneTime) {
	if u == nil {
		s.Hint("the user does not exist, and the challenge is pretended: PreventUserExistenceErrors=ENABLED (N53)")
	}
	s.answer.challenge = name
	s.answer.session = opt.Of(s.open(tx, u, code.Session{Stage: code.Stage(name), OneTime: waits}))
}

// sendCode asks for a one-time password, and sends it to somebody who is there.
func (s *step) sendCode(tx *state.Tx, u *state.User, name types.ChallengeNameType) {
	to := message.Destination{Attribute: otp[name], Address: pretendedAddress(otp[name], s.given[keyUsername])}
	var waits code.OneTime
	if u == nil {
		s.Unsent("the user does not exist (N53)")
	} else {
		to.Address = u.Attrs.Get(string(to.Attribute))
		waits = code.OneTime{Code: tx.NewOneTimeCode(), Attribute: to.Attribute, Address: to.Address}
		s.sendOneTime(tx, u, to, waits.Code)
	}
	s.answer.parameters = deliveredTo(to)
	s.ask(tx, u, name, waits)
}

// pretendedAddress is where a code for nobody seems to go: the name, if it is
// such an address, else one that the name makes up (N53; the latter a choice).
func pretendedAddress(a attribute.Address, name string) string {
	switch {
	case a == attribute.Email: // of an address the mask shows what it would of the address alone
		return name + "@" + name
	case attribute.LooksLikePhone(name):
		return name
	}
	h := fnv.New32a()
	h.Write([]byte(name))
	return "+1555" + strconv.Itoa(1000000+int(h.Sum32()%9000000))
}
