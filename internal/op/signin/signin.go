// Package signin has the operations of a sign-in.
package signin

import (
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/code"
	"github.com/cognitofake/cognitofake/internal/rule/srp"
	"github.com/cognitofake/cognitofake/internal/rule/token"
	"github.com/cognitofake/cognitofake/internal/service"
	"github.com/cognitofake/cognitofake/internal/state"
)

// Operations are the operations of sign-in.
var Operations = service.List(
	service.Op(initiateAuth),
	service.Op(adminInitiateAuth),
	service.Op(respondToAuthChallenge),
	service.Op(adminRespondToAuthChallenge),
)

// initiateAuth answers InitiateAuth.
func initiateAuth(r *service.Request, in *cip.InitiateAuthInput) (*cip.InitiateAuthOutput, error) {
	app, err := r.App(in.ClientId)
	if err != nil {
		return nil, err
	}
	s := step{Request: r, app: app, operation: "InitiateAuth", flow: in.AuthFlow, given: in.AuthParameters, session: in.Session, validation: in.ClientMetadata}
	a, err := s.start(false)
	if err != nil {
		return nil, err
	}
	return &cip.InitiateAuthOutput{
		AuthenticationResult: a.tokens, ChallengeName: a.challenge, ChallengeParameters: a.parameters, Session: a.session,
		AvailableChallenges: a.available,
	}, nil
}

// adminInitiateAuth answers AdminInitiateAuth.
func adminInitiateAuth(r *service.Request, in *cip.AdminInitiateAuthInput) (*cip.AdminInitiateAuthOutput, error) {
	app, err := r.PoolApp(in.UserPoolId, in.ClientId)
	if err != nil {
		return nil, err
	}
	s := step{Request: r, app: app, operation: "AdminInitiateAuth", flow: in.AuthFlow, given: in.AuthParameters, session: in.Session, validation: in.ClientMetadata}
	a, err := s.start(true)
	if err != nil {
		return nil, err
	}
	return &cip.AdminInitiateAuthOutput{
		AuthenticationResult: a.tokens, ChallengeName: a.challenge, ChallengeParameters: a.parameters, Session: a.session,
		AvailableChallenges: a.available,
	}, nil
}

// respondToAuthChallenge answers RespondToAuthChallenge.
func respondToAuthChallenge(r *service.Request, in *cip.RespondToAuthChallengeInput) (*cip.RespondToAuthChallengeOutput, error) {
	app, err := r.App(in.ClientId)
	if err != nil {
		return nil, err
	}
	s := step{
		Request: r, app: app, operation: "RespondToAuthChallenge", given: in.ChallengeResponses, session: in.Session, metadata: in.ClientMetadata,
	}
	a, err := s.respond(in.ChallengeName)
	if err != nil {
		return nil, err
	}
	return &cip.RespondToAuthChallengeOutput{
		AuthenticationResult: a.tokens, ChallengeName: a.challenge, ChallengeParameters: a.parameters, Session: a.session,
	}, nil
}

// adminRespondToAuthChallenge answers AdminRespondToAuthChallenge (N77).
func adminRespondToAuthChallenge(r *service.Request, in *cip.AdminRespondToAuthChallengeInput) (*cip.AdminRespondToAuthChallengeOutput, error) {
	app, err := r.PoolApp(in.UserPoolId, in.ClientId)
	if err != nil {
		return nil, err
	}
	s := step{
		Request: r, app: app, operation: "AdminRespondToAuthChallenge", given: in.ChallengeResponses, session: in.Session, metadata: in.ClientMetadata,
	}
	a, err := s.respond(in.ChallengeName)
	if err != nil {
		return nil, err
	}
	return &cip.AdminRespondToAuthChallengeOutput{
		AuthenticationResult: a.tokens, ChallengeName: a.challenge, ChallengeParameters: a.parameters, Session: a.session,
	}, nil
}

// step is one request of a sign-in: its start, or the answer to a challenge.
type step struct {
	*service.Request
	app       *state.App
	operation string
	flow      types.AuthFlowType      // "" for the answer to a challenge
	answers   types.ChallengeNameType // the challenge that is answered; "" at the start
	given     map[string]string       // AuthParameters or ChallengeResponses
	session   *string
	public    srp.Public // SRP_A, where it is given
	second    bool       // the answer is to a second factor
	carried   string     // the DEVICE_KEY of an earlier step of the sign-in, "" for none

	validation map[string]string // ClientMetadata of the start: PreAuthentication and UserMigration alone see it (C8)
	metadata   map[string]string // ClientMetadata of an answer: the functions after it see it

	custom  *code.Custom     // of a sign-in that functions lead; nil for any other
	defines bool             // DefineAuthChallenge says what comes next
	who     service.Somebody // whom the functions of a custom sign-in are told of
	about   *string          // their sub, "" for nobody

	answer    answer
	claims    *token.Claims                // of the tokens, once the user may have them
	admitted  service.Somebody             // whose the tokens are
	newDevice *types.NewDeviceMetadataType // the device that goes with them, if it is a new one
	draft     *service.Draft               // the message that the step sends, if any
}

// answer is what a step leads to: tokens, or a challenge.
type answer struct {
	tokens     *types.AuthenticationResultType
	challenge  types.ChallengeNameType
	parameters map[string]string
	session    *string
	available  []types.ChallengeNameType
}

// Keys of AuthParameters and ChallengeResponses.
const (
	keyUsername    = "USERNAME"
	keySecretHash  = "SECRET_HASH"
	keyPassword    = "PASSWORD"
	keyPreferred   = "PREFERRED_CHALLENGE"
	keyAnswer      = "ANSWER"
	keyPublic      = "SRP_A"
	keyNewPassword = "NEW_PASSWORD"
	keyBlock       = "PASSWORD_CLAIM_SECRET_BLOCK"
	keySignature   = "PASSWORD_CLAIM_SIGNATURE"
	keyTimestamp   = "TIMESTAMP"
)

// take commits what judge decides, sends the message that follows from it, and
// issues the tokens.
func (s *step) take(judge func(tx *state.Tx) (func(), *refusal.Error)) (*answer, error) {
	s.answer.parameters = map[string]string{} // N31
	if err := s.Commit(s.app, judge); err != nil {
		s.watch(err)
		return nil, err
	}
	if s.draft != nil {
		if err := s.Deliver(*s.draft, s.metadata); err != nil {
			return nil, err
		}
	}
	if s.defines {
		s.defines = false
		return s.define()
	}
	if s.claims != nil {
		if err := s.issue(); err != nil {
			return nil, err
		}
		s.watch(nil)
	}
	return &s.answer, nil
}

// checkGiven wants what the step cannot do without, and the hash of its
// USERNAME (N26 to N29, N58 to N60). An empty value is none (C29).
func (s *step) checkGiven(needed ...string) error {
	for _, key := range needed {
		if s.given[key] == "" {
			return refusal.MissingParameter(key)
		}
	}
	var hash *string
	if given := s.given[keySecretHash]; given != "" {
		hash = &given
	}
	if hash == nil && len(s.app.Settings().Secrets) > 0 {
		return refusal.SecretHashNotReceived(s.app.ID).WithHint(state.HintHashMissing)
	}
	return s.app.CheckSecretHash(hash, s.given[keyUsername])
}

// user is whom the step names. It is nil for nobody where the client hides who
// exists, and elsewhere nobody is refused (N33).
func (s *step) user(tx *state.Tx) (*state.User, *refusal.Error) {
	u := s.named(tx)
	if u == nil && !s.app.Settings().HidesUsers {
		return nil, refusal.UserNotFound().RevealUser().WithHint(s.hintNobody(tx))
	}
	return u, nil
}

// named is whom the step names, nil for nobody. A sub names nobody in
// USER_SRP_AUTH (M157).
func (s *step) named(tx *state.Tx) *state.User {
	name := s.given[keyUsername]
	u := tx.Find(name)
	if u != nil && s.flow == types.AuthFlowTypeUserSrpAuth && u == tx.BySub(name) && tx.Settings.Fold(name) != tx.Settings.Fold(u.Username) {
		return nil
	}
	return u
}

// hintNobody says why the step names nobody.
func (s *step) hintNobody(tx *state.Tx) string {
	name := s.given[keyUsername]
	if u := tx.Find(name); u != nil && u == tx.BySub(name) {
		return "it is the sub of user " + u.Username + ", which names nobody in USER_SRP_AUTH (M157)"
	}
	return tx.HintNoUser(name)
}

// nobody is the refusal of a proof that nobody can give.
func (s *step) nobody(tx *state.Tx) *refusal.Error {
	return refusal.Credentials().RevealUser().WithHint(tx.HintNoUser(s.given[keyUsername]))
}

// fitting is whom the step names, where only somebody who may sign in can
// prove anything.
func (s *step) fitting(tx *state.Tx) (*state.User, *refusal.Error) {
	u, err := s.user(tx)
	switch {
	case err != nil:
		return nil, err
	case u == nil:
		return nil, s.nobody(tx)
	}
	if err := s.fit(u); err != nil {
		return nil, err
	}
	return u, nil
}

// fit refuses a user who may not sign in whatever they prove (N29).
func fit(u *state.User) *refusal.Error {
	if u.Disabled {
		return refusal.UserDisabled() // N35
	}
	switch u.Status {
	case types.UserStatusTypeUnconfirmed:
		return refusal.UserNotConfirmed() // L140, N34
	case types.UserStatusTypeResetRequired:
		return refusal.PasswordResetRequired() // N36
	case types.UserStatusTypeExternalProvider:
		return refusal.Federated() // N126
	}
	return nil
}

// byPassword judges the password that a user sends.
func (s *step) byPassword(tx *state.Tx, u *state.User) (func(), *refusal.Error) {
	if failed, err := tx.CheckPassword(u, s.given[keyPassword]); err != nil {
		return failed, err
	}
	return s.proved(tx, u)
}

// proved is what follows when a user has proved their password: tokens, or the
// next challenge.
func (s *step) proved(tx *state.Tx, u *state.User) (func(), *refusal.Error) {
	if !s.replaces(u) {
		return s.next(tx, u, firstFactor, u.Attrs.Get)
	}
	if u.Status == types.UserStatusTypeForceChangePassword && tx.Now.Sub(u.TemporarySince()) > tx.Settings.TemporaryValidity {
		return nil, refusal.TemporaryPasswordExpired() // N38
	}
	return func() {
		tx.Proved(u)
		if s.custom != nil {
			s.ledOn(tx, u) // C67
			return
		}
		s.askNewPassword(tx, u) // N37
	}, nil
}

// after does one thing before another; either may be nil.
func after(first, then func()) func() {
	return func() {
		if first != nil {
			first()
		}
		if then != nil {
			then()
		}
	}
}
