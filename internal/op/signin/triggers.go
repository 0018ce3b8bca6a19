package signin

import (
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

// meet runs PreAuthentication for whoever the step names, unless they are
// locked out (C28). Nobody meets it where the client tells who exists (C26).
func (s *step) meet() error {
	var who service.Somebody
	asked := false
	if err := state.Do(s.app, func(tx *state.Tx) *refusal.Error {
		u := s.named(tx)
		if u == nil && !s.app.Settings().HidesUsers {
			return nil
		}
		if u != nil && s.mindsLock() {
			if err := tx.CheckLocked(u); err != nil {
				return err
			}
		}
		asked, who = true, s.Somebody(tx, s.app, u, s.given[keyUsername])
		return nil
	}); err != nil || !asked {
		return err
	}
	return s.PreAuthentication(who, s.validation)
}

// issue tells PostAuthentication of the sign-in, lets PreTokenGeneration change
// the claims, and signs the tokens.
func (s *step) issue() error {
	if s.app.Pool.HasTriggers() {
		if err := s.PostAuthentication(s.admitted, s.metadata); err != nil {
			return err
		}
		if err := s.TokenGeneration(s.admitted, trigger.SourceAuthentication, s.metadata, s.claims); err != nil {
			return err
		}
	}
	s.answer.tokens = service.Tokens(s.app, *s.claims)
	return nil
}
