package trigger

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/rule/token"
)

// The events of sources that no operation has yet, and of all versions, byte
// for byte (C2, C91, C93, C94). The files stand with those of the truth table.
func TestPreTokenEvents(t *testing.T) {
	caller := Caller{Region: "us-east-1", PoolID: "us-east-1_aB3cD4eF5", ClientID: "3n4b5urk1ft4fl3mg5e62d9ado"}
	user := Generation{
		UserName: "jane", Groups: &token.GroupOverride{},
		UserAttributes: map[string]string{
			"sub": "SUB", "cognito:user_status": "CONFIRMED", "email": "jane@example.com", "email_verified": "true", "name": "Jane",
		},
	}
	machine := Generation{
		UserName: "ClientCredentials", UserAttributes: map[string]string{}, Scopes: []string{"api/read"}, ClientMetadata: map[string]string{"k": "v"},
	}
	const v1, v2, v3 = types.PreTokenGenerationLambdaVersionTypeV10, types.PreTokenGenerationLambdaVersionTypeV20, types.PreTokenGenerationLambdaVersionTypeV30
	for _, c := range []struct {
		file    string
		source  string
		version types.PreTokenGenerationLambdaVersionType
		of      Generation
		scopes  []string
	}{
		{"TokenGeneration_AuthenticateDevice", SourceAuthenticateDevice, v1, user, []string{"aws.cognito.signin.user.admin"}},
		{"TokenGeneration_AuthenticateDevice.v2", SourceAuthenticateDevice, v2, user, []string{"aws.cognito.signin.user.admin"}},
		{"TokenGeneration_AuthenticateDevice.v3", SourceAuthenticateDevice, v3, user, []string{"aws.cognito.signin.user.admin"}},
		{"TokenGeneration_HostedAuth", SourceHostedAuth, v1, user, []string{"openid", "profile", "email"}},
		{"TokenGeneration_HostedAuth.v2", SourceHostedAuth, v2, user, []string{"openid", "profile", "email"}},
		{"TokenGeneration_HostedAuth.v3", SourceHostedAuth, v3, user, []string{"openid", "profile", "email"}},
		{"TokenGeneration_ClientCredentials", SourceClientCredentials, v3, machine, []string{"api/read"}},
	} {
		t.Run(c.file, func(t *testing.T) {
			golden, err := os.ReadFile(filepath.Join("..", "..", "..", "truth", "testdata", "events", c.file+".json"))
			require.NoError(t, err)
			c.of.Source, c.of.Version, c.of.Scopes = c.source, c.version, c.scopes
			require.Equal(t, strings.TrimSuffix(string(golden), "\n"), string(NewPreTokenEvent(caller, c.of).Encode()))
		})
	}
}
