package e2e

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"
	"time"

	cognitosrp "github.com/alexrudd/cognito-srp/v4"
	"github.com/stretchr/testify/require"
)

// invite is a user who has a temporary password, in a pool of its own with a
// client that signs in by SRP.
func (s *server) invite(username, temporary string, secret bool) (poolID, clientID, clientSecret string) {
	s.t.Helper()
	pool := s.do("CreateUserPool", map[string]any{"PoolName": "srp"})["UserPool"].(map[string]any)["Id"].(string)
	app := s.do("CreateUserPoolClient", map[string]any{"UserPoolId": pool, "ClientName": "srp", "GenerateSecret": secret})["UserPoolClient"].(map[string]any)
	s.do("AdminCreateUser", map[string]any{"UserPoolId": pool, "Username": username, "TemporaryPassword": temporary, "MessageAction": "SUPPRESS"})
	clientSecret, _ = app["ClientSecret"].(string)
	return pool, app["ClientId"].(string), clientSecret
}

// A client of SRP in Go that somebody else wrote goes from an invitation to
// tokens, and is refused with another password.
func TestSRPInGo(t *testing.T) {
	for _, secret := range []bool{false, true} {
		t.Run(fmt.Sprintf("secret %t", secret), func(t *testing.T) {
			t.Parallel()
			s := startServer(t)
			pool, client, clientSecret := s.invite("jane", "Temporary-1ä", secret)
			var key *string
			if secret {
				key = &clientSecret
			}
			prove := func(password string) (answer map[string]any, refusal string, hash string) {
				c, err := cognitosrp.NewCognitoSRP("jane", password, pool, client, key)
				require.NoError(t, err)
				started := s.do("InitiateAuth", map[string]any{"ClientId": client, "AuthFlow": "USER_SRP_AUTH", "AuthParameters": c.GetAuthParams()})
				require.Equal(t, "PASSWORD_VERIFIER", started["ChallengeName"])
				parameters := map[string]string{}
				for name, v := range started["ChallengeParameters"].(map[string]any) {
					parameters[name] = v.(string)
				}
				responses, err := c.PasswordVerifierChallenge(parameters, time.Now())
				require.NoError(t, err)
				answer, refusal = s.respond(map[string]any{"ClientId": client, "ChallengeName": "PASSWORD_VERIFIER", "ChallengeResponses": responses})
				return answer, refusal, responses["SECRET_HASH"]
			}

			_, refusal, _ := prove("Temporary-2")
			require.Contains(t, refusal, "Incorrect username or password.")
			answer, refusal, hash := prove("Temporary-1ä")
			require.Empty(t, refusal)
			require.Equal(t, "NEW_PASSWORD_REQUIRED", answer["ChallengeName"])
			responses := map[string]any{"USERNAME": "jane", "NEW_PASSWORD": "Correct-horse-1"}
			if secret {
				responses["SECRET_HASH"] = hash
			}
			answer, refusal = s.respond(map[string]any{
				"ClientId": client, "ChallengeName": "NEW_PASSWORD_REQUIRED", "Session": answer["Session"], "ChallengeResponses": responses,
			})
			require.Empty(t, refusal)
			require.Contains(t, answer, "AuthenticationResult")
			for range 20 { // salts stay, public numbers do not
				answer, refusal, _ = prove("Correct-horse-1")
				require.Empty(t, refusal)
				require.Contains(t, answer, "AuthenticationResult")
			}
		})
	}
}

// respond is RespondToAuthChallenge, and what it was refused with.
func (s *server) respond(input map[string]any) (answer map[string]any, refusal string) {
	s.t.Helper()
	body, err := json.Marshal(input)
	require.NoError(s.t, err)
	status, text := s.attempt("RespondToAuthChallenge", string(body))
	if status != http.StatusOK {
		return nil, text
	}
	require.NoError(s.t, json.Unmarshal([]byte(text), &answer))
	return answer, ""
}
