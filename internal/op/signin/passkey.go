package signin

import (
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/code"
	"github.com/cognitofake/cognitofake/internal/rule/webauthn"
	"github.com/cognitofake/cognitofake/internal/state"
)

// keyCredential is what an authenticator makes of the options of WEB_AUTHN, as
// JSON in a string (M152).
const keyCredential = "CREDENTIAL"

// hasPasskey reports whether a user can sign in by a passkey (M150, M151). A
// nobody has none (choice).
func hasPasskey(tx *state.Tx, u *state.User) bool {
	if u == nil || !tx.Settings.HasPasskeys() {
		return false
	}
	party, err := tx.Party()
	return err == nil && len(u.PasskeysOf(party)) > 0
}

// askPasskey answers with the challenge to sign in by a passkey (M150).
func (s *step) askPasskey(tx *state.Tx, u *state.User) (func(), *refusal.Error) {
	party, err := tx.Party()
	if err != nil {
		return nil, err
	}
	return func() {
		challenge := tx.NewChallenge()
		s.answer.challenge = types.ChallengeNameTypeWebAuthn
		s.answer.parameters = map[string]string{"CREDENTIAL_REQUEST_OPTIONS": party.RequestOptions(challenge, u.PasskeysOf(party))}
		s.answer.session = opt.Of(s.open(tx, u, code.Session{Stage: code.Stage(types.ChallengeNameTypeWebAuthn), Challenge: challenge}))
	}, nil
}

// byPasskey judges the assertion of a passkey, which has to sign the challenge
// of a session. A wrong one changes nothing: the session stays good (choice). No
// second factor follows (M60, M153).
func (s *step) byPasskey(tx *state.Tx, u *state.User, session *code.Session) (func(), *refusal.Error) {
	if u == nil {
		return nil, s.nobody(tx)
	}
	if err := withoutPassword(u); err != nil {
		return nil, err
	}
	party, err := tx.Party()
	if err != nil {
		return nil, refusal.Credentials().WithHint(err.Hint)
	}
	assertion, wrong := webauthn.ReadAssertion(s.given[keyCredential])
	if wrong != "" {
		return nil, refusal.Credentials().WithHint(wrong)
	}
	if session == nil { // of SELECT_CHALLENGE, whose options another sign-in has given (M152; how: choice)
		if session = tx.SessionOf(u, s.app, assertion.Challenge()); session == nil {
			return nil, refusal.Credentials().WithHint("the passkey has signed a challenge that no WEB_AUTHN of the user and app client waits for")
		}
	}
	passkey, wrong := assertion.Check(party, session.Challenge, u.Sub, u.PasskeysOf(party))
	if wrong != "" {
		return nil, refusal.Credentials().WithHint(wrong)
	}
	next, err := s.next(tx, u, secondFactor, u.Attrs.Get)
	if err != nil {
		return nil, err
	}
	return after(func() {
		tx.UseSession(session)
		tx.UsePasskey(passkey, assertion)
	}, next), nil
}
