package e2e

import (
	"regexp"
	"testing"
	"time"

	cognitosrp "github.com/alexrudd/cognito-srp/v4"
	"github.com/stretchr/testify/require"
)

// addClient makes an app client without secret, with which users sign in by
// password and by SRP.
func (s *server) addClient(poolID string) (id string) {
	s.t.Helper()
	return s.do("CreateUserPoolClient", map[string]any{
		"UserPoolId": poolID, "ClientName": "app",
		"ExplicitAuthFlows": []string{"ALLOW_USER_SRP_AUTH", "ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"},
	})["UserPoolClient"].(map[string]any)["ClientId"].(string)
}

// TestInvitation is from an administrator's AdminCreateUser to the tokens of
// the user, who stays signed in, proves who they are by SRP, and leaves.
func TestInvitation(t *testing.T) {
	eachSDK(t, func(t *testing.T, s *server, c *client) {
		does := func(operation string, input map[string]any) map[string]any {
			t.Helper()
			output, refused := c.call(operation, input)
			require.Empty(t, refused, operation)
			return output
		}
		isRefused := func(operation string, input map[string]any, exception, message string) {
			t.Helper()
			_, refused := c.call(operation, input)
			require.Equal(t, refusal{Text: c.shows(operation, exception, message), Type: exception}, refused)
		}
		poolID := s.demoPool()
		clientID := s.addClient(poolID)
		signIn := func(password string) map[string]any {
			return map[string]any{"ClientId": clientID, "AuthFlow": "USER_PASSWORD_AUTH",
				"AuthParameters": map[string]any{"USERNAME": "joe", "PASSWORD": password}}
		}

		user := does("AdminCreateUser", map[string]any{
			"UserPoolId": poolID, "Username": "joe", "DesiredDeliveryMediums": []string{"EMAIL"},
			"UserAttributes": []any{pair("email", "joe@example.com"), pair("email_verified", "true")},
		})["User"].(map[string]any)
		require.Equal(t, "FORCE_CHANGE_PASSWORD", user["UserStatus"])
		messages := s.messages("joe")
		require.Len(t, messages, 1)
		require.Equal(t, "Your temporary password", messages[0].Subject)
		invitation := regexp.MustCompile(`^Your username is joe and temporary password is (\S+)\. $`).FindStringSubmatch(messages[0].Body)
		require.NotNil(t, invitation, messages[0].Body)
		temporaryPassword := invitation[1]

		isRefused("InitiateAuth", signIn(temporaryPassword+"x"), "NotAuthorizedException", "Incorrect username or password.")
		challenge := does("InitiateAuth", signIn(temporaryPassword))
		require.Equal(t, "NEW_PASSWORD_REQUIRED", challenge["ChallengeName"])
		require.Empty(t, challenge["AuthenticationResult"])
		parameters := challenge["ChallengeParameters"].(map[string]any)
		require.Equal(t, "joe", parameters["USER_ID_FOR_SRP"])
		require.Equal(t, "[]", parameters["requiredAttributes"])
		require.JSONEq(t, `{"email":"joe@example.com","email_verified":"true"}`, parameters["userAttributes"].(string))

		respond := func(name string, session any, responses map[string]any) map[string]any {
			input := map[string]any{"ClientId": clientID, "ChallengeName": name, "ChallengeResponses": responses}
			if session != nil {
				input["Session"] = session
			}
			return input
		}
		newPassword := func(password string) map[string]any {
			return respond("NEW_PASSWORD_REQUIRED", challenge["Session"], map[string]any{
				"USERNAME": "joe", "NEW_PASSWORD": password, "userAttributes.name": "Joe",
			})
		}
		isRefused("RespondToAuthChallenge", newPassword("Pa$$w0r"),
			"InvalidPasswordException", "Password does not conform to policy: Password not long enough")
		tokens := tokensOf(t, does("RespondToAuthChallenge", newPassword(secondPassword)))
		s.requireTokens(poolID, clientID, "joe", tokens)
		isRefused("RespondToAuthChallenge", newPassword(thirdPassword),
			"NotAuthorizedException", "Invalid session for the user, session can only be used once.")

		require.Equal(t, "CONFIRMED", does("AdminGetUser", map[string]any{"UserPoolId": poolID, "Username": "joe"})["UserStatus"])
		access := map[string]any{"AccessToken": tokens["AccessToken"]}
		require.Subset(t, does("GetUser", access)["UserAttributes"], []any{pair("name", "Joe"), pair("email", "joe@example.com")})

		refresh := map[string]any{"ClientId": clientID, "AuthFlow": "REFRESH_TOKEN_AUTH",
			"AuthParameters": map[string]any{"REFRESH_TOKEN": tokens["RefreshToken"]}}
		refreshed := tokensOf(t, does("InitiateAuth", refresh))
		require.NotContains(t, refreshed, "RefreshToken")
		s.requireTokens(poolID, clientID, "joe", refreshed)

		// No AWS SDK has the client's half of SRP.
		challenge, responses := proving(t, does, poolID, clientID, firstPassword)
		isRefused("RespondToAuthChallenge", respond("PASSWORD_VERIFIER", challenge["Session"], responses),
			"NotAuthorizedException", "Incorrect username or password.")
		challenge, responses = proving(t, does, poolID, clientID, secondPassword)
		s.requireTokens(poolID, clientID, "joe", tokensOf(t,
			does("RespondToAuthChallenge", respond("PASSWORD_VERIFIER", challenge["Session"], responses))))

		does("ChangePassword", map[string]any{
			"AccessToken": tokens["AccessToken"], "PreviousPassword": secondPassword, "ProposedPassword": thirdPassword,
		})
		isRefused("InitiateAuth", signIn(secondPassword), "NotAuthorizedException", "Incorrect username or password.")
		tokensOf(t, does("InitiateAuth", signIn(thirdPassword)))

		does("GlobalSignOut", access)
		isRefused("GetUser", access, "NotAuthorizedException", "Access Token has been revoked")
		isRefused("InitiateAuth", refresh, "NotAuthorizedException", "Refresh Token has been revoked")
	})
}

// proving is the challenge that a sign-in by SRP gets, and the responses that
// prove a password, which cognito-srp makes.
func proving(t *testing.T, does func(string, map[string]any) map[string]any, poolID, clientID, password string) (challenge, responses map[string]any) {
	t.Helper()
	srp, err := cognitosrp.NewCognitoSRP("joe", password, poolID, clientID, nil)
	require.NoError(t, err)
	challenge = does("InitiateAuth", map[string]any{"ClientId": clientID, "AuthFlow": "USER_SRP_AUTH", "AuthParameters": srp.GetAuthParams()})
	require.Equal(t, "PASSWORD_VERIFIER", challenge["ChallengeName"])
	parameters := map[string]string{}
	for name, value := range challenge["ChallengeParameters"].(map[string]any) {
		parameters[name] = value.(string)
	}
	answer, err := srp.PasswordVerifierChallenge(parameters, time.Now())
	require.NoError(t, err)
	responses = map[string]any{}
	for name, value := range answer {
		responses[name] = value
	}
	return challenge, responses
}
