package signin

import (
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/trigger"
	"github.com/cognitofake/cognitofake/internal/state"
)

// refresh answers the flows REFRESH_TOKEN_AUTH and REFRESH_TOKEN, which are the
// same (N91), in the order of N29. USERNAME is not looked at (N96): the hash is
// made of the stored username of whoever the token is (N95).
func refresh(s *step) (*answer, error) {
	client := s.app.Settings()
	given, hash := s.given["REFRESH_TOKEN"], s.given[keySecretHash]
	switch {
	case client.Rotates():
		return nil, refusal.AuthFlow().WithHint("the app client rotates refresh tokens: GetTokensFromRefreshToken takes them (C137)")
	case given == "":
		return nil, refusal.MissingParameter("REFRESH_TOKEN")
	case hash == "" && len(client.Secrets) > 0:
		return nil, refusal.SecretHashNotReceived(s.app.ID).WithHint(state.HintHashMissing) // N27
	case hash != "" && len(client.Secrets) == 0:
		return nil, s.app.CheckSecretHash(&hash, "") // N28
	}
	var check func(username string) error
	if hash != "" {
		check = func(username string) error {
			if told := refusal.Of(s.app.CheckSecretHash(&hash, username)); told != nil {
				return refusal.RefreshSecretHash(s.app.ID).WithHint("at a refresh the hash is made over the stored username, " + username + " (N95); " + told.Hint)
			}
			return nil
		}
	}
	tokens, err := s.Refresh(s.app, given, s.given[keyDevice], check)
	if err != nil {
		return nil, err
	}
	s.Skipped(s.app.Pool.Settings(), trigger.PreTokenGeneration)
	return &answer{tokens: tokens, parameters: map[string]string{}}, nil // N31
}
