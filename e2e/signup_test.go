package e2e

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"maps"
	"testing"

	"github.com/stretchr/testify/require"
)

// sample is the sign-up of the documents, with a password that the default
// policy takes: their literal PASSWORD does not.
func sample() map[string]any {
	return map[string]any{
		"ClientId": exampleClient,
		"Username": "jane@example.com",
		"Password": "pa$$W0rd",
		"UserAttributes": []any{
			map[string]any{"Name": "email", "Value": "jane@example.com"},
			map[string]any{"Name": "name", "Value": "Jane"},
		},
	}
}

// with is the sample with other parameters.
func with(parameters map[string]any) map[string]any {
	input := sample()
	maps.Copy(input, parameters)
	return input
}

// TestSample is the documents' sample from sign-up to confirmation.
func TestSample(t *testing.T) {
	eachClient(t, func(t *testing.T, s *server, c *client) {
		output, refused := c.call("SignUp", sample())
		require.Empty(t, refused)
		requireSignedUp(t, output)

		requireStatus(t, s, c, "UNCONFIRMED")

		messages := s.messages("jane@example.com")
		require.Len(t, messages, 1)
		require.Equal(t, "SignUp", messages[0].Purpose)
		require.Regexp(t, `^[0-9]{6}$`, messages[0].Code)
		require.Equal(t, "Your confirmation code is "+messages[0].Code, messages[0].Body)

		confirm := map[string]any{"ClientId": exampleClient, "Username": "jane@example.com", "ConfirmationCode": "000000"}
		if messages[0].Code == "000000" {
			confirm["ConfirmationCode"] = "000001"
		}
		_, refused = c.call("ConfirmSignUp", confirm)
		require.Equal(t, refusal{
			Text: c.shows("ConfirmSignUp", "CodeMismatchException", "Invalid verification code provided, please try again."),
			Type: "CodeMismatchException",
		}, refused)
		requireStatus(t, s, c, "UNCONFIRMED")

		confirm["ConfirmationCode"] = messages[0].Code
		_, refused = c.call("ConfirmSignUp", confirm)
		require.Empty(t, refused)
		requireStatus(t, s, c, "CONFIRMED")
	})
}

// requireSignedUp checks the answer to the sample, as the documents print it
// and today's service completes it.
func requireSignedUp(t *testing.T, output map[string]any) {
	t.Helper()
	require.Equal(t, false, output["UserConfirmed"])
	require.Regexp(t, `^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`, output["UserSub"])
	require.Equal(t, map[string]any{
		"Destination": "j***@e***", "DeliveryMedium": "EMAIL", "AttributeName": "email",
	}, output["CodeDeliveryDetails"])
}

// requireStatus asks the client itself, where it can, for the state of the
// sample's user.
func requireStatus(t *testing.T, s *server, c *client, status string) {
	t.Helper()
	input := map[string]any{"UserPoolId": s.demoPool(), "Username": "jane@example.com"}
	var output map[string]any
	if c != nil && c.can("AdminGetUser") {
		var refused refusal
		output, refused = c.call("AdminGetUser", input)
		require.Empty(t, refused)
	} else {
		output = s.do("AdminGetUser", input)
	}
	require.Equal(t, status, output["UserStatus"])
}

// TestRefusals compares what each client shows, to the last full stop.
func TestRefusals(t *testing.T) {
	eachClient(t, func(t *testing.T, s *server, c *client) {
		id, secret := s.addSecretClient()
		_, refused := c.call("SignUp", sample())
		require.Empty(t, refused)

		for _, row := range []struct {
			name, exception, message string
			input                    map[string]any
		}{
			{
				name:      "the documents' literal password",
				input:     with(map[string]any{"Username": "joe", "Password": "PASSWORD"}),
				exception: "InvalidPasswordException",
				message:   "Password did not conform with policy: Password must have lowercase characters",
			},
			{
				name:      "weak password",
				input:     with(map[string]any{"Username": "joe", "Password": "secret"}),
				exception: "InvalidPasswordException",
				message:   "Password did not conform with policy: Password not long enough",
			},
			{
				name:      "duplicate",
				input:     sample(),
				exception: "UsernameExistsException",
				message:   "User already exists",
			},
			{
				name:      "unknown client",
				input:     with(map[string]any{"Username": "joe", "ClientId": "1example23456789"}),
				exception: "ResourceNotFoundException",
				message:   "User pool client 1example23456789 does not exist.",
			},
			{
				name: "hash of another name",
				input: with(map[string]any{"Username": "joe", "ClientId": id,
					"SecretHash": secretHash(secret, "jane@example.com", id)}),
				exception: "NotAuthorizedException",
				message:   "Unable to verify secret hash for client " + id,
			},
			{
				name:      "no hash",
				input:     with(map[string]any{"Username": "joe", "ClientId": id}),
				exception: "NotAuthorizedException",
				message:   "Unable to verify secret hash for client " + id,
			},
			{
				name: "hash for a client without secret",
				input: with(map[string]any{"Username": "joe",
					"SecretHash": secretHash(secret, "joe", exampleClient)}),
				exception: "InvalidParameterException",
				message:   "App client " + exampleClient + " is not configured for secret but secret hash was received",
			},
			{
				name: "invalid e-mail",
				input: with(map[string]any{"Username": "joe", "UserAttributes": []any{
					map[string]any{"Name": "email", "Value": "jane.example.com"}}}),
				exception: "InvalidParameterException",
				message:   "Invalid email address format.",
			},
			{
				name:      "white space in the name",
				input:     with(map[string]any{"Username": "jane doe"}),
				exception: "InvalidParameterException",
				message: "1 validation error detected: Value at 'username' failed to satisfy constraint:" +
					` Member must satisfy regular expression pattern: [\p{L}\p{M}\p{S}\p{N}\p{P}]+`,
			},
		} {
			if row.input["SecretHash"] != nil && !c.can("SecretHash") {
				continue
			}
			_, refused := c.call("SignUp", row.input)
			require.Equal(t, refusal{Text: c.shows("SignUp", row.exception, row.message), Type: row.exception}, refused, row.name)
		}

		if c.can("SecretHash") {
			_, refused = c.call("SignUp", with(map[string]any{"Username": "joe", "ClientId": id,
				"SecretHash": secretHash(secret, "joe", id)}))
			require.Empty(t, refused, "the right hash")
		}
	})
}

// secretHash is the documents' "keyed-hash message authentication code (HMAC)
// calculated using the secret key of a user pool client and username plus the
// client ID in the message".
func secretHash(secret, username, clientID string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(username + clientID))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}
