package signin

import (
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/trigger"
	"github.com/cognitofake/cognitofake/internal/state"
)

// begins are the triggers that a flow begins with once the user is found; an
// answer to a challenge begins with none.
func (s *step) begins() []string {
	switch s.flow {
	case "":
		return nil
	case types.AuthFlowTypeCustomAuth:
		return []string{trigger.PreAuthentication, trigger.DefineAuth, trigger.CreateAuth}
	}
	return []string{trigger.PreAuthentication}
}

// skipped are the triggers that the start of a flow would have run until it
// came to a challenge or ended with err: migration for a user who is not there
// and has a password, the first look at one who is there or has to be thought
// so, unless they are locked out.
func (s *step) skipped(tx *state.Tx, err *refusal.Error) []string {
	if s.flow == "" {
		return nil
	}
	known := tx.Find(s.given[keyUsername]) != nil
	switch {
	case known && err != nil && err.Message == refusal.PasswordAttempts().Message:
		return nil
	case known:
		return s.begins()
	}
	var triggers []string
	if s.given[keyPassword] != "" {
		triggers = append(triggers, trigger.UserMigration)
	}
	if s.app.Settings().HidesUsers {
		triggers = append(triggers, s.begins()...)
	}
	return triggers
}
