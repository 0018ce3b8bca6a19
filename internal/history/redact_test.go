package history

import (
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/awsjson"
	"github.com/cognitofake/cognitofake/internal/model"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/stretchr/testify/require"
)

// Whatever the service model calls a password, secret, hash, session or token
// is redacted, under each name that a member of it has.
func TestSecretMembersOfTheModelAreKnown(t *testing.T) {
	data, err := os.ReadFile("../model/service-model.json")
	require.NoError(t, err)
	var service struct {
		Shapes map[string]struct {
			Members map[string]string
		}
	}
	require.NoError(t, json.Unmarshal(data, &service))
	secrets := []string{"PasswordType", "SecretHashType", "ClientSecretType", "SessionType", "TokenModelType"}
	parameters := []string{"AuthParametersType", "ChallengeResponsesType"}
	found := 0
	for structure, shape := range service.Shapes {
		for member, kind := range shape.Members {
			switch {
			case slices.Contains(secrets, kind):
				require.True(t, model.Secret(member), "%s.%s", structure, member)
				found++
			case slices.Contains(parameters, kind):
				require.Contains(t, parameterFields, member, structure)
				found++
			}
		}
	}
	require.Greater(t, found, 30)
}

func TestRedact(t *testing.T) {
	for name, v := range map[string]any{
		"sign-up": &cip.SignUpInput{
			ClientId: opt.Of("client"), Username: opt.Of("jane"), Password: opt.Of("hush"), SecretHash: opt.Of("hush"),
			UserAttributes: []types.AttributeType{{Name: opt.Of("email"), Value: opt.Of("jane@example.com")}},
			ClientMetadata: map[string]string{"k": "v"}, UserContextData: &types.UserContextDataType{IpAddress: opt.Of("1.2.3.4")},
		},
		"sign-up answer": &cip.SignUpOutput{Session: opt.Of("hush"), UserSub: opt.Of("sub")},
		"sign-in":        &cip.InitiateAuthInput{AuthParameters: map[string]string{"USERNAME": "jane", "PASSWORD": "hush", "SECRET_HASH": "hush", "SRP_A": "hush", "REFRESH_TOKEN": "hush"}},
		"challenge":      &cip.RespondToAuthChallengeInput{ChallengeResponses: map[string]string{"NEW_PASSWORD": "hush", "DEVICE_KEY": "hush"}},
		"tokens": &cip.InitiateAuthOutput{Session: opt.Of("hush"), AuthenticationResult: &types.AuthenticationResultType{
			AccessToken: opt.Of("hush"), IdToken: opt.Of("hush"), RefreshToken: opt.Of("hush"), TokenType: opt.Of("Bearer"), ExpiresIn: 3600,
		}},
		"client":     &cip.CreateUserPoolClientInput{ClientName: opt.Of("web"), ClientSecret: opt.Of("hush")},
		"client out": &cip.DescribeUserPoolClientOutput{UserPoolClient: &types.UserPoolClientType{ClientId: opt.Of("client"), ClientSecret: opt.Of("hush")}},
		"secret out": &cip.AddUserPoolClientSecretOutput{ClientSecretDescriptor: &types.ClientSecretDescriptorType{ClientSecretId: opt.Of("id"), ClientSecretValue: opt.Of("hush")}},
		"secrets":    &cip.ListUserPoolClientSecretsOutput{ClientSecrets: []types.ClientSecretDescriptorType{{ClientSecretId: opt.Of("id")}, {ClientSecretValue: opt.Of("hush")}}},
		"admin":      &cip.AdminCreateUserInput{Username: opt.Of("jane"), TemporaryPassword: opt.Of("hush")},
		"set":        &cip.AdminSetUserPasswordInput{Username: opt.Of("jane"), Password: opt.Of("hush")},
	} {
		before := string(awsjson.Append(nil, v))
		redact(v)
		after := string(awsjson.Append(nil, v))
		require.NotContains(t, after, "hush", name)
		require.Equal(t, strings.ReplaceAll(before, "hush", redacted), after, name)
	}
}

// What a test looks at in the parameters of a sign-in and of its challenges is shown.
func TestOpenParameters(t *testing.T) {
	open := map[string]string{
		"USERNAME": "jane", "PREFERRED_CHALLENGE": "PASSWORD", "ANSWER": "42", "SMS_OTP_CODE": "1", "EMAIL_OTP_CODE": "2", "SMS_MFA_CODE": "3",
		"userAttributes.name": "Jane",
	}
	in := &cip.RespondToAuthChallengeInput{ChallengeResponses: maps.Clone(open)}
	redact(in)
	require.Equal(t, open, in.ChallengeResponses)
}
