package trigger

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Events that no operation of the API causes are compared byte for byte too
// (C113, C114, C116); their rows come with the endpoints of a domain.
func TestEventsOfADomain(t *testing.T) {
	by := Caller{Region: "us-east-1", PoolID: "us-east-1_aB3cD4eF5", ClientID: "3n4b5urk1ft4fl3mg5e62d9ado"}
	jane := map[string]string{"sub": "SUB", "cognito:user_status": "CONFIRMED", "email": "jane@example.com", "email_verified": "true", "name": "Jane"}
	email := map[string]string{"email": "test@test.com"}
	for _, e := range []Event{
		NewEvent(by, "jane", InboundFederation, SourceExternalProvider, FederationRequest{ProviderName: "Corp", ProviderType: "OIDC", Attributes: FederationAttributes{
			TokenResponse: map[string]string{"token_type": "Bearer", "expires_in": "3600"}, IDToken: map[string]string{"sub": "user123", "email": "test@test.com"}, UserInfo: email,
		}}, FederationResponse{}),
		NewEvent(by, "jane", CustomEmailSender, SourceAccountTakeOver, CustomSenderRequest{Type: "customEmailSenderRequestV1", UserAttributes: jane}, nil),
		NewEvent(by, "Corp_user123", PreSignUp, SourceExternalProvider, PreSignUpRequest{UserAttributes: email}, PreSignUpResponse{}),
	} {
		golden, err := os.ReadFile(filepath.Join("..", "..", "..", "truth", "testdata", "events", e.Source+".json"))
		require.NoError(t, err)
		require.Equal(t, strings.TrimSuffix(string(golden), "\n"), string(e.Encode()))
	}
}

func TestReadFederation(t *testing.T) {
	event := string(NewEvent(Caller{Region: "r"}, "jane", InboundFederation, SourceExternalProvider, FederationRequest{}, FederationResponse{}).Encode())
	_, ok, err := ReadFederation([]byte(event))
	require.Nil(t, err)
	require.False(t, ok, "null leaves the provider's attributes")
	attributes, ok, err := ReadFederation([]byte(strings.Replace(event, `"userAttributesToMap":null`, `"userAttributesToMap":{"email":"a@b.c"}`, 1)))
	require.Nil(t, err)
	require.True(t, ok)
	require.Equal(t, map[string]string{"email": "a@b.c"}, attributes)
	for _, bad := range []string{`null`, `{"response":{}}`, strings.Replace(event, `"userAttributesToMap":null`, `"userAttributesToMap":{"email":1}`, 1)} {
		_, _, err := ReadFederation([]byte(bad))
		require.NotNil(t, err)
	}
}
