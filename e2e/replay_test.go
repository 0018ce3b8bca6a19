package e2e

import (
	"bufio"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// R's paws and PowerShell's Register-CGIPUserInPool cannot be installed
// everywhere. What they send, with every parameter of their pages, is in
// testdata and goes over the wire byte for byte; but for the port, which is
// another in each test.
//
// paws writes members in the order of its page and leaves text as it is
// (paws.common, json_builder.cpp). PowerShell stands on the SDK for .NET, which
// writes them in the order of the alphabet and escapes whatever HTML might
// mistake (SignUpRequestMarshaller.cs and System.Text.Json).
func TestReplay(t *testing.T) {
	for _, file := range []string{"paws.http", "powershell.http"} {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			s := startServer(t, "-pool", "testdata/pool.json", "-client", "testdata/client.json")
			var imported struct {
				UserPoolClient struct{ UserPoolId, ClientId, ClientSecret string }
			}
			text, err := os.ReadFile("testdata/client.json")
			require.NoError(t, err)
			require.NoError(t, json.Unmarshal(text, &imported))
			client := imported.UserPoolClient
			hash := secretHash(client.ClientSecret, "jane@example.com", client.ClientId)

			for _, row := range []struct{ name, old, new, answer string }{
				{"weak password", "pa$$W0rd", "PASSWORD", `{"__type":"InvalidPasswordException",` +
					`"message":"Password did not conform with policy: Password must have lowercase characters"}`},
				{"unknown client", client.ClientId, "2example", `{"__type":"ResourceNotFoundException",` +
					`"message":"User pool client 2example does not exist."}`},
				{"wrong hash", hash[len(hash)-9:], "AAAAAAAA=", `{"__type":"NotAuthorizedException",` +
					`"message":"Unable to verify secret hash for client ` + client.ClientId + `"}`},
				{"invalid e-mail", `"Value":"jane@example.com"`, `"Value":"jane.example.com"`, `{"__type":"InvalidParameterException",` +
					`"message":"Invalid email address format."}`},
			} {
				resp, answer := replay(t, s, file, row.old, row.new)
				require.Equal(t, http.StatusBadRequest, resp.StatusCode, row.name)
				require.Equal(t, row.answer, answer, row.name)
			}

			resp, answer := replay(t, s, file)
			require.Equal(t, http.StatusOK, resp.StatusCode, answer)
			require.Equal(t, "application/x-amz-json-1.1", resp.Header.Get("Content-Type"))
			var output map[string]any
			require.NoError(t, json.Unmarshal([]byte(answer), &output))
			requireSignedUp(t, output)
			requireArrived(t, s.lastCall().Input, client.ClientId)

			user := map[string]any{"UserPoolId": client.UserPoolId, "Username": "jane@example.com"}
			require.Equal(t, "UNCONFIRMED", s.do("AdminGetUser", user)["UserStatus"])
			messages := s.messages("jane@example.com")
			require.Len(t, messages, 1)

			resp, answer = replay(t, s, file)
			require.Equal(t, http.StatusBadRequest, resp.StatusCode)
			require.Equal(t, `{"__type":"UsernameExistsException","message":"User already exists"}`, answer)
			require.Equal(t, "UsernameExistsException:", resp.Header.Get("X-Amzn-Errortype"))

			s.do("ConfirmSignUp", map[string]any{
				"ClientId": client.ClientId, "Username": "jane@example.com", "SecretHash": hash,
				"ConfirmationCode": messages[0].Code,
			})
			require.Equal(t, "CONFIRMED", s.do("AdminGetUser", user)["UserStatus"])
		})
	}
}

// requireArrived checks that each parameter of the pages was understood.
func requireArrived(t *testing.T, input map[string]any, clientID string) {
	t.Helper()
	for _, secret := range []string{"Password", "SecretHash"} {
		require.Contains(t, input, secret)
		delete(input, secret)
	}
	require.Equal(t, map[string]any{
		"ClientId":          clientID,
		"Username":          "jane@example.com",
		"UserAttributes":    []any{pair("email", "jane@example.com"), pair("phone_number", "+12065550100"), pair("name", "Jané")},
		"ValidationData":    []any{pair("invitation", "42")},
		"AnalyticsMetadata": map[string]any{"AnalyticsEndpointId": "endpoint"},
		"UserContextData":   map[string]any{"IpAddress": "192.0.2.1", "EncodedData": "fingerprint"},
		"ClientMetadata":    map[string]any{"key1": `it's "quoted" & kept`, "key2": "<b>"},
	}, input)
}

// replay sends a request of testdata, with replacements in its body, and
// returns the answer.
func replay(t *testing.T, s *server, file string, replacements ...string) (*http.Response, string) {
	t.Helper()
	text, err := os.ReadFile("testdata/" + file)
	require.NoError(t, err)
	head, body, _ := strings.Cut(strings.TrimSuffix(string(text), "\n"), "\n\n")
	length := "\nContent-Length: " + strconv.Itoa(len(body))
	require.Contains(t, head, length)
	if len(replacements) > 0 {
		changed := strings.NewReplacer(replacements...).Replace(body)
		require.NotEqual(t, body, changed)
		head = strings.Replace(head, length, "\nContent-Length: "+strconv.Itoa(len(changed)), 1)
		body = changed
	}
	host := strings.TrimPrefix(s.url, "http://")
	head = strings.ReplaceAll(strings.Replace(head, "{{host}}", host, 1), "\n", "\r\n")

	conn, err := net.Dial("tcp", host)
	require.NoError(t, err)
	defer conn.Close()
	_, err = io.WriteString(conn, head+"\r\n\r\n"+body)
	require.NoError(t, err)
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	require.NoError(t, err)
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	require.NoError(t, err)
	return resp, string(answer)
}
