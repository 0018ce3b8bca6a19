package e2e

import (
	"bufio"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// exampleClient is the app client of the documents' samples, which -demo has.
const exampleClient = "3n4b5urk1ft4fl3mg5e62d9ado"

// server is one running cognitofake.
type server struct {
	t       testing.TB
	url     string
	process *os.Process
	stop    func()        // at the end of the test, unless it has been called
	printed *lockedBuffer // after the first line
	log     *lockedBuffer
}

// startServer starts the binary on a free port; it is stopped, and has to stop
// cleanly, when the test ends.
func startServer(t testing.TB, flags ...string) *server {
	t.Helper()
	cmd := exec.Command(serverProgram, append([]string{"-addr", "127.0.0.1:0"}, flags...)...)
	cmd.Env = environ()
	s := &server{t: t, printed: &lockedBuffer{}, log: &lockedBuffer{}}
	cmd.Stderr = s.log
	stdout, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	s.process = cmd.Process
	lines := bufio.NewReader(stdout)
	s.url = listening(t, lines)
	drained := make(chan struct{})
	go func() {
		defer close(drained)
		io.Copy(s.printed, lines)
	}()
	s.stop = sync.OnceFunc(func() {
		kill := time.AfterFunc(20*time.Second, func() { cmd.Process.Kill() })
		defer kill.Stop()
		assert.NoError(t, cmd.Process.Signal(os.Interrupt))
		<-drained
		assert.NoError(t, cmd.Wait(), "the server did not stop cleanly")
	})
	t.Cleanup(func() {
		s.stop()
		if t.Failed() {
			t.Logf("log of the server:\n%s", s.log)
		}
	})
	return s
}

// listening reads the line that the server prints when it is ready.
func listening(t testing.TB, stdout *bufio.Reader) (url string) {
	t.Helper()
	line, err := stdout.ReadString('\n')
	require.NoError(t, err, "the server ended before it listened")
	url, ok := strings.CutPrefix(strings.TrimSpace(line), "listening on ")
	require.True(t, ok, line)
	url, _, ok = strings.Cut(url, " ")
	require.True(t, ok, line)
	return url
}

// message is one of GET /_cognitofake/messages.
type message struct {
	PoolID    string `json:"poolId"`
	ClientID  string `json:"clientId"`
	Username  string `json:"username"`
	To        string `json:"to"`
	Medium    string `json:"medium"`
	Attribute string `json:"attribute"`
	Purpose   string `json:"purpose"`
	Subject   string `json:"subject"`
	Body      string `json:"body"`
	Code      string `json:"code"`
}

// messages are those to one user, oldest first.
func (s *server) messages(username string) []message {
	s.t.Helper()
	var messages []message
	s.get("/_cognitofake/messages?username="+username, &messages)
	return messages
}

// call is one of GET /_cognitofake/calls.
type call struct {
	Operation string         `json:"operation"`
	ClientID  string         `json:"clientId"`
	Username  string         `json:"username"`
	Input     map[string]any `json:"input"`
	Output    map[string]any `json:"output"`
	Error     string         `json:"error"`
}

func (s *server) calls() []call {
	s.t.Helper()
	var calls []call
	s.get("/_cognitofake/calls", &calls)
	return calls
}

// lastCall is the newest call.
func (s *server) lastCall() call {
	s.t.Helper()
	calls := s.calls()
	require.NotEmpty(s.t, calls)
	return calls[len(calls)-1]
}

func (s *server) get(path string, into any) {
	s.t.Helper()
	resp, err := http.Get(s.url + path)
	require.NoError(s.t, err)
	defer resp.Body.Close()
	require.Equal(s.t, http.StatusOK, resp.StatusCode, path)
	require.NoError(s.t, json.NewDecoder(resp.Body).Decode(into))
}

// do is one operation as plain HTTP: for what a test prepares, and for what
// the client under test has no call for.
func (s *server) do(operation string, input map[string]any) map[string]any {
	s.t.Helper()
	body, err := json.Marshal(input)
	require.NoError(s.t, err)
	status, answer := s.attempt(operation, string(body))
	require.Equal(s.t, http.StatusOK, status, "%s: %s", operation, answer)
	var output map[string]any
	if answer != "" {
		require.NoError(s.t, json.Unmarshal([]byte(answer), &output))
	}
	return output
}

// attempt is one operation, whatever comes of it.
func (s *server) attempt(operation, body string) (status int, answer string) {
	s.t.Helper()
	req, err := http.NewRequest(http.MethodPost, s.url, strings.NewReader(body))
	require.NoError(s.t, err)
	req.Header.Set("Content-Type", "application/x-amz-json-1.1")
	req.Header.Set("X-Amz-Target", "AWSCognitoIdentityProviderService."+operation)
	req.Header.Set("Authorization", "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE")
	resp, err := http.DefaultClient.Do(req)
	require.NoError(s.t, err)
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	require.NoError(s.t, err)
	return resp.StatusCode, string(text)
}

// demoPool is the id of the pool that -demo made.
func (s *server) demoPool() string {
	s.t.Helper()
	pools := s.do("ListUserPools", map[string]any{"MaxResults": 10})["UserPools"].([]any)
	require.Len(s.t, pools, 1)
	return pools[0].(map[string]any)["Id"].(string)
}

// addSecretClient makes an app client with a secret in the pool of -demo.
func (s *server) addSecretClient() (id, secret string) {
	s.t.Helper()
	out := s.do("CreateUserPoolClient", map[string]any{
		"UserPoolId": s.demoPool(), "ClientName": "with-secret", "GenerateSecret": true,
	})["UserPoolClient"].(map[string]any)
	return out["ClientId"].(string), out["ClientSecret"].(string)
}

// lockedBuffer is the end of a log that is written and read at once.
type lockedBuffer struct {
	mu sync.Mutex
	b  []byte
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	const kept = 16 << 10
	l.b = append(l.b, p[max(0, len(p)-kept):]...)
	l.b = l.b[max(0, len(l.b)-kept):]
	return len(p), nil
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return string(l.b)
}
