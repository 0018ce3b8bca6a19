package e2e

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The forms that the two AWS CLI documents show, each as its user types it.

// TestAWSCLIExample is the example of the first document, its Command and its
// Output; the literal PASSWORD is one that the default policy refuses.
func TestAWSCLIExample(t *testing.T) {
	t.Parallel()
	s := startServer(t, "-demo")
	command := strings.Fields(`sign-up --client-id 3n4b5urk1ft4fl3mg5e62d9ado --username jane@example.com --password PASSWORD` +
		` --user-attributes Name=email,Value=jane@example.com Name=name,Value=Jane`) // as the shell leaves its quotes

	_, complaint := aws(t, s, command...)
	require.Equal(t, "An error occurred (InvalidPasswordException) when calling the SignUp operation:"+
		" Password did not conform with policy: Password must have lowercase characters", complaint)
	require.Empty(t, s.messages("jane@example.com"))

	for i, word := range command {
		if word == "PASSWORD" {
			command[i] = "pa$$W0rd"
		}
	}
	output, complaint := aws(t, s, command...)
	require.Empty(t, complaint)
	requireSignedUp(t, output)
	requireAttributes(t, s, map[string]any{"email": "jane@example.com", "name": "Jane"})
}

// everything is a sign-up with a value for each option of the documents.
var everything = []struct{ option, shorthand, json string }{
	{"--user-attributes", "Name=email,Value=jane@example.com Name=name,Value=Jane",
		`[{"Name": "email", "Value": "jane@example.com"}, {"Name": "name", "Value": "Jane"}]`},
	{"--validation-data", "Name=invitation,Value=42 Name=source,Value=web",
		`[{"Name": "invitation", "Value": "42"}, {"Name": "source", "Value": "web"}]`},
	{"--analytics-metadata", "AnalyticsEndpointId=endpoint", `{"AnalyticsEndpointId": "endpoint"}`},
	{"--user-context-data", "EncodedData=fingerprint", `{"EncodedData": "fingerprint"}`},
	{"--client-metadata", "KeyName1=string,KeyName2=text", `{"KeyName1": "string", "KeyName2": "text"}`},
}

// requireEverything checks that all of it arrived.
func requireEverything(t *testing.T, s *server) {
	t.Helper()
	input := s.lastCall().Input
	for _, name := range []string{"Password", "SecretHash"} { // redacted
		delete(input, name)
	}
	require.Equal(t, map[string]any{
		"ClientId":          exampleClient,
		"Username":          "jane@example.com",
		"UserAttributes":    []any{pair("email", "jane@example.com"), pair("name", "Jane")},
		"ValidationData":    []any{pair("invitation", "42"), pair("source", "web")},
		"AnalyticsMetadata": map[string]any{"AnalyticsEndpointId": "endpoint"},
		"UserContextData":   map[string]any{"EncodedData": "fingerprint"},
		"ClientMetadata":    map[string]any{"KeyName1": "string", "KeyName2": "text"},
	}, input)
}

func TestAWSCLIForms(t *testing.T) {
	base := []string{"sign-up", "--client-id", exampleClient, "--username", "jane@example.com", "--password", "pa$$W0rd"}
	shorthand, jsonSyntax := base, base
	document := map[string]any{"ClientId": exampleClient, "Username": "jane@example.com", "Password": "pa$$W0rd"}
	for _, o := range everything {
		shorthand = append(append(shorthand[:len(shorthand):len(shorthand)], o.option), strings.Fields(o.shorthand)...)
		jsonSyntax = append(jsonSyntax[:len(jsonSyntax):len(jsonSyntax)], o.option, o.json)
		document[camel(o.option)] = json.RawMessage(o.json)
	}
	whole, err := json.Marshal(document)
	require.NoError(t, err)
	file := filepath.Join(t.TempDir(), "sign-up.json")
	require.NoError(t, os.WriteFile(file, whole, 0o600))
	document["Username"], document["Password"] = "overridden", "overridden"
	overridden, err := json.Marshal(document)
	require.NoError(t, err)

	for name, args := range map[string][]string{
		"shorthand":                     shorthand,
		"JSON":                          jsonSyntax,
		"cli-input-json":                {"sign-up", "--cli-input-json", string(whole)},
		"cli-input-json of a file":      {"sign-up", "--cli-input-json", "file://" + file},
		"options override the document": append(base[:len(base):len(base)], "--cli-input-json", string(overridden)),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := startServer(t, "-demo")
			output, complaint := aws(t, s, args...)
			require.Empty(t, complaint)
			requireSignedUp(t, output)
			requireEverything(t, s)
		})
	}
}

// TestAWSCLISkeleton goes the documents' way from --generate-cli-skeleton to
// --cli-input-json, with every member of the skeleton filled in.
func TestAWSCLISkeleton(t *testing.T) {
	t.Parallel()
	s := startServer(t, "-demo")
	id, secret := s.addSecretClient()
	before := len(s.calls())

	skeleton, complaint := aws(t, s, "sign-up", "--generate-cli-skeleton")
	require.Empty(t, complaint)
	input, complaint := aws(t, s, "sign-up", "--generate-cli-skeleton", "input")
	require.Empty(t, complaint)
	require.Equal(t, skeleton, input)
	sampleOutput, complaint := aws(t, s, "sign-up", "--client-id", id, "--username", "jane@example.com",
		"--password", "pa$$W0rd", "--generate-cli-skeleton", "output")
	if complaint != "" { // releases that know Session trip over their own sample of it
		require.Contains(t, complaint, "Invalid length for parameter Session")
	} else {
		require.Contains(t, sampleOutput, "UserSub")
	}
	require.Len(t, s.calls(), before, "a skeleton is made without a request")

	pairs := func(name, value string) []any { return []any{map[string]any{"Name": name, "Value": value}} }
	filling := map[string]any{
		"ClientId":          id,
		"SecretHash":        secretHash(secret, "jane@example.com", id),
		"Username":          "jane@example.com",
		"Password":          "pa$$W0rd",
		"UserAttributes":    pairs("email", "jane@example.com"),
		"ValidationData":    pairs("invitation", "42"),
		"AnalyticsMetadata": map[string]any{"AnalyticsEndpointId": "endpoint"},
		"UserContextData":   map[string]any{"IpAddress": "192.0.2.1", "EncodedData": "fingerprint"},
		"ClientMetadata":    map[string]any{"KeyName": "string"},
	}
	for member := range skeleton {
		require.Contains(t, filling, member)
		skeleton[member] = filling[member]
	}
	document, err := json.Marshal(skeleton)
	require.NoError(t, err)
	output, complaint := aws(t, s, "sign-up", "--cli-input-json", string(document))
	require.Empty(t, complaint)
	requireSignedUp(t, output)
	sent := s.lastCall().Input
	for member := range skeleton {
		if member != "Password" && member != "SecretHash" {
			require.Equal(t, skeleton[member], sent[member])
		}
	}
}

// TestAWSCLIYAML is --cli-input-yaml, which the first document has.
func TestAWSCLIYAML(t *testing.T) {
	t.Parallel()
	s := startServer(t, "-demo")
	cmd := exec.Command(tool(t, "aws"), "cognito-idp", "sign-up", "--generate-cli-skeleton", "yaml-input")
	cmd.Env = environ()
	skeleton, err := cmd.Output()
	require.NoError(t, err)
	require.True(t, bytes.HasPrefix(skeleton, []byte("ClientId: ''")), "%s", skeleton)

	output, complaint := aws(t, s, "sign-up", "--cli-input-yaml", "ClientId: "+exampleClient+
		"\nUsername: jane@example.com\nPassword: pa$$W0rd\nUserAttributes:\n- Name: email\n  Value: jane@example.com\n")
	require.Empty(t, complaint)
	requireSignedUp(t, output)
}

// requireAttributes checks the attributes that the sample's user has.
func requireAttributes(t *testing.T, s *server, want map[string]any) {
	t.Helper()
	user := s.do("AdminGetUser", map[string]any{"UserPoolId": s.demoPool(), "Username": "jane@example.com"})
	have := map[string]any{}
	for _, a := range user["UserAttributes"].([]any) {
		attribute := a.(map[string]any)
		have[attribute["Name"].(string)] = attribute["Value"]
	}
	require.Subset(t, have, want)
}

// camel is the parameter of an option.
func camel(option string) string {
	var name string
	for _, word := range strings.Split(strings.TrimPrefix(option, "--"), "-") {
		name += strings.ToUpper(word[:1]) + word[1:]
	}
	return name
}
