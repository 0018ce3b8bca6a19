package signin

import (
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/state"
)

// watch tells threat protection, where the pool has it, how a sign-in has
// ended: with tokens, or with a proof that was wrong. What only asks for more,
// and what fails for other reasons, is none (C148; what is listed when: choice).
// Custom challenges are not watched (C43).
func (s *step) watch(err error) {
	told := refusal.Of(err)
	wrong := told != nil && (told.Message == refusal.Credentials().Message || told.Code == refusal.OneTimeCode().Code)
	if !s.app.Pool.Settings().WatchesSignIns() || s.custom != nil || !wrong && (told != nil || s.claims == nil) {
		return
	}
	ended, answered := types.EventResponseTypePass, types.ChallengeResponseSuccess
	if wrong {
		ended, answered = types.EventResponseTypeFail, types.ChallengeResponseFailure
	}
	by := []types.ChallengeResponseType{{ChallengeName: types.ChallengeNamePassword, ChallengeResponse: answered}}
	if s.second {
		by[0].ChallengeResponse = types.ChallengeResponseSuccess
		by = append(by, types.ChallengeResponseType{ChallengeName: types.ChallengeNameMfa, ChallengeResponse: answered})
	}
	_ = state.Do(s.app, func(tx *state.Tx) *refusal.Error { // a pool that is gone has no events
		if u := s.named(tx); u != nil {
			tx.Watch(u, ended, by)
		}
		return nil
	})
}
