package e2e

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestBoto3EveryParameter sends each parameter of boto3's page at once.
func TestBoto3EveryParameter(t *testing.T) {
	t.Parallel()
	s := startServer(t, "-demo")
	c := boto3(t, s)
	id, secret := s.addSecretClient()
	input := map[string]any{
		"ClientId":          id,
		"SecretHash":        secretHash(secret, "jane@example.com", id),
		"Username":          "jane@example.com",
		"Password":          "pa$$W0rd",
		"UserAttributes":    []any{pair("email", "jane@example.com"), pair("name", "Jane")},
		"ValidationData":    []any{pair("invitation", "42")},
		"AnalyticsMetadata": map[string]any{"AnalyticsEndpointId": "endpoint"},
		"UserContextData":   map[string]any{"IpAddress": "192.0.2.1", "EncodedData": "fingerprint"},
		"ClientMetadata":    map[string]any{"key": "value"},
	}
	output, refused := c.call("SignUp", input)
	require.Empty(t, refused)
	requireSignedUp(t, output)
	sent := s.lastCall().Input
	for name, value := range input {
		if name != "Password" && name != "SecretHash" {
			require.Equal(t, value, sent[name])
		}
	}
	require.NotContains(t, sent["Password"], "pa$$W0rd")
}

// TestBoto3ChecksParameters is what boto3 refuses by itself: nothing is sent.
func TestBoto3ChecksParameters(t *testing.T) {
	t.Parallel()
	s := startServer(t, "-demo")
	c := boto3(t, s)
	before := len(s.calls())
	_, refused := c.call("SignUp", map[string]any{"ClientId": exampleClient, "Password": "pa$$W0rd", "Nickname": "Jane"})
	require.Equal(t, "ParamValidationError", refused.Type)
	require.Contains(t, refused.Text, `Missing required parameter in input: "Username"`)
	require.Contains(t, refused.Text, `Unknown parameter in input: "Nickname"`)
	require.Len(t, s.calls(), before)
}
