package signin

import (
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/settings"
	"github.com/cognitofake/cognitofake/internal/service"
	"github.com/cognitofake/cognitofake/internal/state"
)

// refresh answers the flows REFRESH_TOKEN_AUTH and REFRESH_TOKEN, which are the
// same (N91), in the order of N29. USERNAME is not looked at (N96): the hash is
// made of the stored username of whoever the token is (N95).
func refresh(r *service.Request, app *state.App, parameters map[string]string) (*types.AuthenticationResultType, error) {
	s := app.Settings()
	given, hash := parameters["REFRESH_TOKEN"], parameters["SECRET_HASH"]
	switch {
	case s.Rotates():
		return nil, refusal.AuthFlow().WithHint("the app client rotates refresh tokens: GetTokensFromRefreshToken takes them (C137)")
	case !s.Flows.Refresh:
		return nil, refusal.AuthFlow().WithHint(settings.HintFlow(types.ExplicitAuthFlowsTypeAllowRefreshTokenAuth)) // N24
	case given == "":
		return nil, refusal.MissingParameter("REFRESH_TOKEN")
	case hash == "" && len(s.Secrets) > 0:
		return nil, refusal.SecretHashNotReceived(app.ID).WithHint(state.HintHashMissing) // N27
	case hash == "":
		return r.Refresh(app, given, nil)
	case len(s.Secrets) == 0:
		return nil, app.CheckSecretHash(&hash, "") // N28
	}
	return r.Refresh(app, given, func(username string) error {
		if told := refusal.Of(app.CheckSecretHash(&hash, username)); told != nil {
			return refusal.RefreshSecretHash(app.ID).WithHint("at a refresh the hash is made over the stored username, " + username + " (N95); " + told.Hint)
		}
		return nil
	})
}
