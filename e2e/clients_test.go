package e2e

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// client is one of other people's, made to call what the tests tell it.
type client struct {
	// call is one call. A refused one has no output, but the text and the
	// name of the exception as the client shows them.
	call func(operation string, input map[string]any) (output map[string]any, refused refusal)
	// shows is the text of a refusal in this client's words.
	shows func(operation, exception, message string) string
	// lacks names operations and parameters that the client cannot send.
	lacks []string
}

// refusal is what a client shows of an error: "" and "" for none.
type refusal struct {
	Text string // what it prints
	Type string // the typed exception that its caller catches
}

func (c *client) can(what string) bool { return !slices.Contains(c.lacks, what) }

// starter starts one of the clients.
type starter struct {
	name  string
	start func(t *testing.T, s *server) *client
}

// sdks have a method for each operation.
var sdks = []starter{
	{"AWS CLI", awsCLI},
	{"boto3", boto3},
	{"JavaScript SDK v3", javaScriptSDK},
	{"Go SDK v2", goSDK},
}

// eachSDK runs a test once for every client of sdks, each against a new server.
func eachSDK(t *testing.T, test func(t *testing.T, s *server, c *client)) { each(t, sdks, test) }

// eachClient runs a test once for every client, each against a new server.
func eachClient(t *testing.T, test func(t *testing.T, s *server, c *client)) {
	each(t, append([]starter{{"amazon-cognito-identity-js", identityJS}}, sdks...), test)
}

func each(t *testing.T, clients []starter, test func(t *testing.T, s *server, c *client)) {
	for _, c := range clients {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := startServer(t, "-demo")
			test(t, s, c.start(t, s))
		})
	}
}

func boto3(t *testing.T, s *server) *client {
	cmd := exec.Command(tool(t, "python3"), "clients/boto3/client.py", s.url)
	return &client{
		call: lineCalls(t, cmd),
		shows: func(operation, exception, message string) string {
			return fmt.Sprintf("An error occurred (%s) when calling the %s operation: %s", exception, operation, message)
		},
	}
}

func javaScriptSDK(t *testing.T, s *server) *client {
	cmd := exec.Command(tool(t, "node"), "sdk.mjs", s.url)
	cmd.Dir = "clients/js"
	return &client{
		call:  lineCalls(t, cmd),
		shows: func(_, exception, message string) string { return exception + ": " + message },
	}
}

func identityJS(t *testing.T, s *server) *client {
	cmd := exec.Command(tool(t, "node"), "app.mjs", "identity", s.url+"/", s.demoPool(), exampleClient)
	cmd.Dir = "clients/js"
	return &client{
		call:  lineCalls(t, cmd),
		shows: appShows,
		lacks: []string{"AdminGetUser", "SecretHash"},
	}
}

func goSDK(t *testing.T, s *server) *client {
	cmd := exec.Command(goProgram)
	cmd.Env = environ("AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER=" + s.url)
	call := lineCalls(t, cmd)
	requestID := regexp.MustCompile(`RequestID: [0-9a-f-]{36}`)
	return &client{
		call: func(operation string, input map[string]any) (map[string]any, refusal) {
			output, refused := call(operation, input)
			refused.Text = requestID.ReplaceAllString(refused.Text, "RequestID: <uuid>")
			return output, refused
		},
		shows: func(operation, exception, message string) string {
			return fmt.Sprintf("operation error Cognito Identity Provider: %s, https response error StatusCode: 400,"+
				" RequestID: <uuid>, %s: %s", operation, exception, message)
		},
	}
}

// lineCalls starts a program that takes calls and gives answers by the line.
func lineCalls(t *testing.T, cmd *exec.Cmd) func(string, map[string]any) (map[string]any, refusal) {
	t.Helper()
	if cmd.Env == nil {
		cmd.Env = environ()
	}
	var stderr lockedBuffer
	cmd.Stderr = &stderr
	stdin, err := cmd.StdinPipe()
	require.NoError(t, err)
	stdout, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	t.Cleanup(func() {
		stdin.Close()
		assert.NoError(t, cmd.Wait(), "%s", &stderr)
	})
	calls, answers := json.NewEncoder(stdin), bufio.NewReader(stdout)
	return func(operation string, input map[string]any) (map[string]any, refusal) {
		require.NoError(t, calls.Encode(map[string]any{"operation": operation, "input": input}))
		line, err := answers.ReadBytes('\n')
		require.NoError(t, err, "%s", &stderr)
		var answer struct {
			Output map[string]any
			refusal
		}
		require.NoError(t, json.Unmarshal(line, &answer), "%s", line)
		return answer.Output, answer.refusal
	}
}

// awsCLI runs aws once for each call, with an option for each parameter.
func awsCLI(t *testing.T, s *server) *client {
	shows := func(operation, exception, message string) string {
		return fmt.Sprintf("An error occurred (%s) when calling the %s operation: %s", exception, operation, message)
	}
	return &client{
		call: func(operation string, input map[string]any) (map[string]any, refusal) {
			args := []string{kebab(operation)}
			for name, value := range input {
				text, ok := value.(string)
				if !ok {
					encoded, err := json.Marshal(value)
					require.NoError(t, err)
					text = string(encoded)
				}
				args = append(args, "--"+kebab(name), text)
			}
			output, text := aws(t, s, args...)
			r := refusal{Text: text}
			if match := regexp.MustCompile(`^An error occurred \((\w+)\)`).FindStringSubmatch(text); match != nil {
				r.Type = match[1]
			}
			return output, r
		},
		shows: shows,
	}
}

// aws runs `aws cognito-idp` and returns what it printed: an object, or a
// complaint.
func aws(t testing.TB, s *server, args ...string) (output map[string]any, complaint string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cmd := exec.Command(tool(t, "aws"), append([]string{"cognito-idp", "--endpoint-url", s.url}, args...)...)
	cmd.Env = environ()
	cmd.Stdin, cmd.Stdout, cmd.Stderr = nil, &stdout, &stderr
	err := cmd.Run()
	if err != nil {
		require.Empty(t, stdout.String())
		return nil, strings.TrimSpace(stderr.String())
	}
	require.Empty(t, stderr.String())
	if stdout.Len() > 0 {
		require.NoError(t, json.Unmarshal(stdout.Bytes(), &output), "%s", &stdout)
	}
	return output, ""
}

// kebab is the name that the AWS CLI has for an operation or a parameter.
func kebab(name string) string {
	words := regexp.MustCompile(`[A-Z][a-z]+`).FindAllString(name, -1)
	return strings.ToLower(strings.Join(words, "-"))
}
