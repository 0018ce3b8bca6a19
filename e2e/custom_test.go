package e2e

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"
)

// serveChallenges serves the three functions of a custom sign-in by the Lambda
// Invoke API: a password by SRP if the client begins with one, then the sum of
// two numbers, for which there are three attempts.
func serveChallenges(t *testing.T) (url string) {
	type round struct {
		ChallengeName   string `json:"challengeName"`
		ChallengeResult bool   `json:"challengeResult"`
	}
	define := func(rounds []round) map[string]any {
		switch last := len(rounds) - 1; {
		case last < 0:
			return map[string]any{"challengeName": "CUSTOM_CHALLENGE"}
		case rounds[last].ChallengeName == "SRP_A":
			return map[string]any{"challengeName": "PASSWORD_VERIFIER"}
		case rounds[last].ChallengeName == "CUSTOM_CHALLENGE" && rounds[last].ChallengeResult:
			return map[string]any{"issueTokens": true}
		case len(rounds) >= 3 && rounds[0].ChallengeName == "CUSTOM_CHALLENGE":
			return map[string]any{"failAuthentication": true}
		}
		return map[string]any{"challengeName": "CUSTOM_CHALLENGE"}
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var event map[string]any
		var typed struct {
			Request struct {
				Session                    []round
				PrivateChallengeParameters map[string]string
				ChallengeAnswer            string
			}
		}
		var body json.RawMessage
		if json.NewDecoder(r.Body).Decode(&body) != nil || json.Unmarshal(body, &event) != nil || json.Unmarshal(body, &typed) != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		switch r.URL.Path {
		case "/2015-03-31/functions/define/invocations":
			event["response"] = define(typed.Request.Session)
		case "/2015-03-31/functions/create/invocations":
			event["response"] = map[string]any{
				"publicChallengeParameters": map[string]string{"question": "2 + 3"}, "privateChallengeParameters": map[string]string{"sum": "5"},
			}
		case "/2015-03-31/functions/verify/invocations":
			event["response"] = map[string]any{"answerCorrect": typed.Request.ChallengeAnswer == typed.Request.PrivateChallengeParameters["sum"]}
		default:
			w.WriteHeader(http.StatusNotFound)
			return
		}
		json.NewEncoder(w).Encode(event)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// addChallengePool makes a pool of these functions, a client, and jane.
func (s *server) addChallengePool(password string) (poolID, clientID string) {
	s.t.Helper()
	const arn = "arn:aws:lambda:us-east-1:123456789012:function:"
	pool := s.do("CreateUserPool", map[string]any{"PoolName": "challenges", "LambdaConfig": map[string]any{
		"DefineAuthChallenge": arn + "define", "CreateAuthChallenge": arn + "create", "VerifyAuthChallengeResponse": arn + "verify",
	}})["UserPool"].(map[string]any)["Id"].(string)
	client := s.do("CreateUserPoolClient", map[string]any{"UserPoolId": pool, "ClientName": "app"})["UserPoolClient"].(map[string]any)
	s.do("AdminCreateUser", map[string]any{"UserPoolId": pool, "Username": "jane", "MessageAction": "SUPPRESS"})
	s.do("AdminSetUserPassword", map[string]any{"UserPoolId": pool, "Username": "jane", "Password": password, "Permanent": true})
	return pool, client["ClientId"].(string)
}

// The AWS CLI walks through a custom challenge: a wrong answer, then the right one.
func TestCustomChallengeByTheAWSCLI(t *testing.T) {
	t.Parallel()
	s := startServer(t, "-lambda-endpoint", serveChallenges(t))
	poolID, clientID := s.addChallengePool("Correct-horse-1")
	out, complaint := aws(t, s, "initiate-auth", "--client-id", clientID, "--auth-flow", "CUSTOM_AUTH", "--auth-parameters", "USERNAME=jane")
	require.Empty(t, complaint)
	for _, answer := range []string{"6", "5"} {
		require.Equal(t, "CUSTOM_CHALLENGE", out["ChallengeName"])
		require.Equal(t, map[string]any{"USERNAME": "jane", "question": "2 + 3"}, out["ChallengeParameters"])
		out, complaint = aws(t, s, "respond-to-auth-challenge", "--client-id", clientID, "--challenge-name", "CUSTOM_CHALLENGE",
			"--session", out["Session"].(string), "--challenge-responses", "USERNAME=jane,ANSWER="+answer)
		require.Empty(t, complaint)
	}
	tokens := map[string]string{}
	for _, name := range []string{"AccessToken", "IdToken"} {
		tokens[name] = out["AuthenticationResult"].(map[string]any)[name].(string)
	}
	s.requireTokens(poolID, clientID, "jane", tokens)
}

// amazon-cognito-identity-js walks through it, with and without a password
// first, and is let down after three wrong answers.
func TestCustomChallengeByIdentityJS(t *testing.T) {
	t.Parallel()
	s := startServer(t, "-lambda-endpoint", serveChallenges(t))
	a := &app{t: t, s: s, library: "identity"}
	a.poolID, a.clientID = s.addChallengePool("Correct-horse-1")
	a.startInNode()
	for _, password := range []string{"", "Correct-horse-1"} {
		out, refused := a.call("SignInCustom", map[string]any{"Username": "jane", "Password": password})
		require.Empty(t, refused)
		require.Equal(t, "CUSTOM_CHALLENGE", out["Challenge"])
		out, refused = a.call("AnswerCustom", map[string]any{"Answer": "6"})
		require.Empty(t, refused)
		require.Equal(t, "2 + 3", out["Parameters"].(map[string]any)["question"])
		out, refused = a.call("AnswerCustom", map[string]any{"Answer": "5"})
		require.Empty(t, refused)
		tokens := map[string]string{}
		for name, v := range out["Tokens"].(map[string]any) {
			tokens[name] = v.(string)
		}
		s.requireTokens(a.poolID, a.clientID, "jane", tokens)
	}
	_, refused := a.call("SignInCustom", map[string]any{"Username": "jane", "Password": "Wrong-horse-1"})
	require.Equal(t, "NotAuthorizedException: Incorrect username or password.", refused.Text)
	_, refused = a.call("SignInCustom", map[string]any{"Username": "jane"})
	require.Empty(t, refused)
	for range 3 {
		require.Empty(t, refused)
		_, refused = a.call("AnswerCustom", map[string]any{"Answer": "6"})
	}
	require.Equal(t, "NotAuthorizedException: Incorrect username or password.", refused.Text)
}
