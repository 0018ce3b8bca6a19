package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestMain(m *testing.M) {
	if filepath.Base(os.Args[0]) == "curl" { // TestDemoCommands calls itself so
		os.Exit(curl(os.Args[1:]))
	}
	os.Exit(m.Run())
}

// buffer is what a program has written so far.
type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// start serves what the command line says, without a network of its own, and
// returns its URL and its log.
func start(t *testing.T, args ...string) (url string, srv *server, log *buffer) {
	t.Helper()
	s, err := parseFlags(args)
	require.NoError(t, err)
	log = &buffer{}
	srv, err = newServer(s, log)
	require.NoError(t, err)
	web := httptest.NewServer(srv)
	t.Cleanup(func() {
		srv.stop()
		web.Close()
		if srv.mailer != nil {
			srv.mailer.close(t.Context())
		}
	})
	return web.URL, srv, log
}

// answer is a response that has been read.
type answer struct {
	status int
	header http.Header
	body   string
}

// send makes one request; headers are pairs.
func send(t *testing.T, method, url, body string, headers ...string) answer {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	require.NoError(t, err)
	for i := 0; i < len(headers); i += 2 {
		if headers[i] == "Host" {
			req.Host = headers[i+1]
		}
		req.Header.Set(headers[i], headers[i+1])
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.Do(req)
	require.NoError(t, err)
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return answer{response.StatusCode, response.Header, string(text)}
}

// call is one request of the AWS protocol.
func call(t *testing.T, url, operation, body string) answer {
	t.Helper()
	return send(t, http.MethodPost, url+"/", body, "Content-Type", "application/x-amz-json-1.1",
		"X-Amz-Target", "AWSCognitoIdentityProviderService."+operation, "Authorization", "any")
}

// mustCall is a call that succeeds.
func mustCall(t *testing.T, url, operation, body string) map[string]any {
	t.Helper()
	a := call(t, url, operation, body)
	require.Equal(t, http.StatusOK, a.status, a.body)
	out := map[string]any{}
	if a.body != "" {
		require.NoError(t, json.Unmarshal([]byte(a.body), &out))
	}
	return out
}

// signUp makes a user of the demo pool.
func signUp(t *testing.T, url, name string) {
	t.Helper()
	mustCall(t, url, "SignUp", `{"ClientId":"`+demoClient+`","Username":"`+name+`","Password":"pa$$W0rd",
		"UserAttributes":[{"Name":"email","Value":"`+name+`@example.com"}]}`)
}

// get reads JSON from a control endpoint.
func get[T any](t *testing.T, url string) T {
	t.Helper()
	a := send(t, http.MethodGet, url, "")
	require.Equal(t, http.StatusOK, a.status, a.body)
	require.Equal(t, "application/json", a.header.Get("Content-Type"))
	var v T
	require.NoError(t, json.Unmarshal([]byte(a.body), &v))
	return v
}

// post is a request to a control endpoint that is taken.
func post(t *testing.T, url, body string) answer {
	t.Helper()
	a := send(t, http.MethodPost, url, body)
	require.Equal(t, http.StatusOK, a.status, a.body)
	return a
}

// The program prints one line when it is ready, answers, and ends when it is told to.
func TestServeAndStop(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	out, in := io.Pipe()
	log := &buffer{}
	ended := make(chan int)
	go func() {
		status := run(ctx, []string{"-addr", "localhost:0"}, in, log)
		in.Close()
		ended <- status
	}()
	lines := bufio.NewReader(out)
	line, err := lines.ReadString('\n')
	require.NoError(t, err)
	require.Regexp(t, `^listening on http://127\.0\.0\.1:[0-9]+\n$`, line)
	url := strings.TrimSpace(strings.TrimPrefix(line, "listening on "))
	require.Equal(t, map[string]string{"status": "ok"}, get[map[string]string](t, url+"/_cognitofake/health"))

	live, err := http.Get(url + "/_cognitofake/inbox/live")
	require.NoError(t, err)
	defer live.Body.Close()
	stop()
	select {
	case status := <-ended:
		require.Zero(t, status, log.String())
	case <-time.After(stopTimeout + time.Second):
		t.Fatal("it did not stop")
	}
	rest, err := io.ReadAll(lines)
	require.NoError(t, err)
	require.Empty(t, rest, "one line, and no more")
	_, err = http.Get(url + "/_cognitofake/health")
	require.Error(t, err)
}

func TestHelp(t *testing.T) {
	var out, log bytes.Buffer
	require.Zero(t, run(t.Context(), []string{"-help"}, &out, &log))
	require.Empty(t, log.String())
	for _, flag := range []string{"-addr", "-allow-remote", "-code", "-pool", "-client", "-lambda-endpoint", "-smtp", "-demo"} {
		require.Contains(t, out.String(), "  "+flag)
	}
	for path := range control {
		if !strings.HasPrefix(path, "/_cognitofake/inbox/") {
			require.Contains(t, out.String(), path)
		}
	}
}

// What the command line gets wrong is one sentence, and status 2.
func TestUsage(t *testing.T) {
	dir := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		return path
	}
	pool := file("pool.json", `{"UserPool": {"Id": "us-east-1_abc"}}`)
	for _, row := range []struct {
		args []string
		want string
	}{
		{[]string{"-frob"}, "flag provided but not defined: -frob; cognitofake -help lists the flags"},
		{[]string{"serve"}, `unexpected argument "serve"; cognitofake -help lists the flags`},
		{[]string{"-addr", "9229"}, "-addr 9229 has to be HOST:PORT, such as 127.0.0.1:9229"},
		{[]string{"-addr", "127.0.0.1:http"}, "-addr 127.0.0.1:http: the port has to be a number from 0 to 65535"},
		{[]string{"-addr", "127.0.0.1:70000"}, "-addr 127.0.0.1:70000: the port has to be a number from 0 to 65535"},
		{[]string{"-addr", ":9229"}, "-addr :9229 is not loopback: whoever reaches it could read all codes, messages and users, and change them; give 127.0.0.1 or add -allow-remote"},
		{[]string{"-addr", "0.0.0.0:0"}, "-addr 0.0.0.0:0 is not loopback: whoever reaches it could read all codes, messages and users, and change them; give 127.0.0.1 or add -allow-remote"},
		{[]string{"-addr", "example.com:80"}, "-addr example.com:80 is not loopback: whoever reaches it could read all codes, messages and users, and change them; give 127.0.0.1 or add -allow-remote"},
		{[]string{"-code", "1 2"}, `-code "1 2": a code has 1 to 2048 characters and no white space`},
		{[]string{"-smtp", "mail"}, "-smtp mail has to be HOST:PORT, such as 127.0.0.1:9229"},
		{[]string{"-lambda-endpoint", "127.0.0.1:3001"}, "-lambda-endpoint 127.0.0.1:3001 is not an http or https URL such as http://127.0.0.1:3001"},
		{[]string{"-lambda-endpoint", "ftp://127.0.0.1"}, "-lambda-endpoint ftp://127.0.0.1 is not an http or https URL such as http://127.0.0.1:3001"},
		{[]string{"-pool", filepath.Join(dir, "none.json")}, "-pool " + filepath.Join(dir, "none.json") + ": no such file or directory"},
		{[]string{"-pool", dir}, "-pool " + dir + ": is a directory"},
		{[]string{"-pool", file("text.json", "hello")}, "-pool " + filepath.Join(dir, "text.json") + ": not JSON: invalid character 'h' looking for beginning of value, at line 1, column 1"},
		{[]string{"-pool", file("noid.json", "{}")}, "-pool " + filepath.Join(dir, "noid.json") + ": UserPool.Id is missing"},
		{[]string{"-pool", file("type.json", `{"UserPool": {"Id": "us-east-1_abc", "Policies": {"PasswordPolicy": {"MinimumLength": "8"}}}}`)},
			"-pool " + filepath.Join(dir, "type.json") + ": UserPool.Policies.PasswordPolicy.MinimumLength has to be a number, not a string"},
		{[]string{"-pool", pool, "-pool", pool}, "-pool " + pool + ": UserPool: User pool us-east-1_abc exists already; give another id."},
		{[]string{"-client", filepath.Join(dir, "none.json")}, "-client " + filepath.Join(dir, "none.json") + ": no such file or directory"},
		{[]string{"-client", file("c0.json", "x")}, "-client " + filepath.Join(dir, "c0.json") + ": invalid character 'x' looking for beginning of value"},
		{[]string{"-client", file("c1.json", `{"UserPoolClient": {"ClientId": "abc"}}`)}, "-client " + filepath.Join(dir, "c1.json") + ": UserPoolClient.UserPoolId is missing"},
		{[]string{"-client", file("c2.json", `{"UserPoolClient": {"UserPoolId": 7}}`)}, "-client " + filepath.Join(dir, "c2.json") + ": UserPoolClient.UserPoolId has to be of type string, not number"},
		{[]string{"-client", file("c3.json", `{"UserPoolClient": {"UserPoolId": "us-east-1_abc", "ClientId": "abc"}}`)},
			"-client " + filepath.Join(dir, "c3.json") + `: UserPoolClient.UserPoolId is "us-east-1_abc", and no -pool file describes that pool`},
		{[]string{"-pool", pool, "-client", file("c4.json", `{"UserPoolId": "us-east-1_abc", "ClientId": ["abc"]}`)},
			"-client " + filepath.Join(dir, "c4.json") + ": UserPoolClient.ClientId has to be a string, not a list"},
	} {
		var out, log bytes.Buffer
		require.Equal(t, 2, run(t.Context(), row.args, &out, &log), row.args)
		require.Equal(t, "cognitofake: "+row.want+"\n", log.String())
		require.Empty(t, out.String())
	}
}

// A port that is taken is no mistake of the command line.
func TestPortTaken(t *testing.T) {
	url, _, _ := start(t)
	var out, log bytes.Buffer
	require.Equal(t, 1, run(t.Context(), []string{"-addr", strings.TrimPrefix(url, "http://")}, &out, &log))
	require.Regexp(t, `^cognitofake: -addr 127\.0\.0\.1:[0-9]+: .*address already in use\n$`, log.String())
	require.Empty(t, out.String())
}

// Files of a real pool and client are there, before anything is asked and
// again after a reset; what they ask in vain is logged.
func TestPoolAndClientFiles(t *testing.T) {
	url, _, log := start(t, "-pool", "../../truth/testdata/describe-user-pool.json", "-client", "../../truth/testdata/describe-user-pool-client.json")
	require.Contains(t, log.String(), "warning: -pool ../../truth/testdata/describe-user-pool.json: UserPool.MfaConfiguration is OPTIONAL: no user has a second factor\n")
	const id = `"UserPoolId":"eu-central-1_aB3dE5fG7"`
	for range 2 {
		out := mustCall(t, url, "DescribeUserPoolClient", `{`+id+`,"ClientId":"6mt2k4r0c8qv1p5n7s9d3f0hjl"}`)
		require.Equal(t, "web", out["UserPoolClient"].(map[string]any)["ClientName"])
		mustCall(t, url, "DeleteUserPoolClient", `{`+id+`,"ClientId":"6mt2k4r0c8qv1p5n7s9d3f0hjl"}`)
		require.Equal(t, http.StatusOK, send(t, http.MethodPost, url+"/_cognitofake/reset", "").status)
	}
}

// Each -client file is a client, of whichever pool it names.
func TestTwoClientFiles(t *testing.T) {
	dir := t.TempDir()
	file := func(name, text string) string {
		name = filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(name, []byte(text), 0o600))
		return name
	}
	url, _, _ := start(t,
		"-pool", file("p1.json", `{"UserPool": {"Id": "us-east-1_one", "Name": "one"}}`),
		"-pool", file("p2.json", `{"UserPool": {"Id": "us-east-1_two", "Name": "two"}}`),
		"-client", file("c1.json", `{"UserPoolClient": {"UserPoolId": "us-east-1_one", "ClientId": "first", "ClientName": "1"}}`),
		"-client", file("c2.json", `{"UserPoolClient": {"UserPoolId": "us-east-1_one", "ClientId": "second", "ClientName": "2"}}`),
		"-client", file("c3.json", `{"UserPoolClient": {"UserPoolId": "us-east-1_two", "ClientId": "third", "ClientName": "3"}}`),
	)
	for _, c := range [][2]string{{"us-east-1_one", "first"}, {"us-east-1_one", "second"}, {"us-east-1_two", "third"}} {
		out := mustCall(t, url, "DescribeUserPoolClient", `{"UserPoolId":"`+c[0]+`","ClientId":"`+c[1]+`"}`)
		require.Equal(t, c[1], out["UserPoolClient"].(map[string]any)["ClientId"])
	}
}

func TestFixedCode(t *testing.T) {
	url, _, _ := start(t, "-demo", "-code", "000000")
	signUp(t, url, "jane")
	require.Equal(t, "000000", get[[]map[string]any](t, url+"/_cognitofake/messages")[0]["code"])
}
