package signin

import (
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/trigger"
	"github.com/cognitofake/cognitofake/internal/service"
	"github.com/cognitofake/cognitofake/internal/state"
)

// The functions of a sign-in run in the order of C13: UserMigration,
// PreAuthentication, those of a custom challenge, PostAuthentication,
// PreTokenGeneration. No transaction is alive while one runs.

// begin runs the functions with which a flow begins, and takes the step.
func (s *step) begin(judge func(tx *state.Tx) (func(), *refusal.Error)) (*answer, error) {
	if s.app.Pool.HasTriggers() {
		if err := s.meet(); err != nil {
			return nil, err
		}
	}
	return s.take(judge)
}

// meet runs UserMigration for a name that the pool does not have, and
// PreAuthentication for whoever the step then names. Where the client tells who
// exists, nobody meets the latter (C26); who is locked out is told so in its
// place (C28).
func (s *step) meet() error {
	pool, name := s.app.Pool, s.given[keyUsername]
	if s.bringsPassword() && s.Runs(pool, trigger.UserMigration) {
		unknown := false
		if err := state.Do(s.app, func(tx *state.Tx) *refusal.Error {
			unknown = s.named(tx) == nil
			return nil
		}); err != nil {
			return err
		}
		if unknown {
			if err := s.Migrate(s.app, name, opt.Of(s.given[keyPassword]), s.validation, nil); err != nil {
				return err
			}
		}
	}
	if !s.Runs(pool, trigger.PreAuthentication) {
		return nil
	}
	var who service.Somebody
	nobody := false
	if err := state.Do(s.app, func(tx *state.Tx) *refusal.Error {
		u := s.named(tx)
		if nobody = u == nil && !s.app.Settings().HidesUsers; nobody {
			return nil
		}
		if u != nil && s.bringsProof() {
			if err := tx.CheckLocked(u); err != nil {
				return err
			}
		}
		who = s.Somebody(tx, s.app, u, name)
		return nil
	}); err != nil || nobody {
		return err
	}
	return s.PreAuthentication(who, s.validation)
}

// bringsPassword reports whether the start of a flow has a password that it
// looks at (C77).
func (s *step) bringsPassword() bool {
	switch s.flow {
	case types.AuthFlowTypeUserPasswordAuth, types.AuthFlowTypeAdminUserPasswordAuth, types.AuthFlowTypeAdminNoSrpAuth:
		return true
	case types.AuthFlowTypeUserAuth:
		return s.session == nil && s.given[keyPreferred] == string(types.ChallengeNameTypePassword) && s.given[keyPassword] != ""
	}
	return false
}

// bringsProof reports whether the start of a flow is about a password, for
// which users are locked out; custom challenges alone are not (C43).
func (s *step) bringsProof() bool {
	return s.bringsPassword() || s.custom != nil && s.custom.Public != "" || s.flow == types.AuthFlowTypeUserSrpAuth ||
		s.flow == types.AuthFlowTypeUserAuth && s.given[keyPreferred] == string(types.ChallengeNameTypePasswordSrp)
}

// issue tells PostAuthentication of the sign-in, lets PreTokenGeneration change
// the claims, and signs the tokens.
func (s *step) issue() error {
	if s.app.Pool.HasTriggers() {
		if err := s.PostAuthentication(s.admitted, s.newDevice != nil, s.metadata); err != nil {
			return err
		}
		if err := s.TokenGeneration(s.admitted, s.source(), s.metadata, s.claims); err != nil {
			return err
		}
	}
	s.answer.tokens = service.Tokens(s.app, *s.claims)
	s.answer.tokens.NewDeviceMetadata = s.newDevice
	return nil
}

// source is what PreTokenGeneration is told that the tokens are for (C91).
func (s *step) source() string {
	switch s.answers {
	case types.ChallengeNameTypeNewPasswordRequired:
		return trigger.SourceNewPasswordChallenge
	case deviceVerifier:
		return trigger.SourceAuthenticateDevice
	}
	return trigger.SourceAuthentication
}
