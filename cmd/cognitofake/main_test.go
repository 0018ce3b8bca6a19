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
	"regexp"
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
	s, err := parseFlags(args, func(string) string { return "" })
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
		req.Header.Add(headers[i], headers[i+1])
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

// urlOf is the URL in the first line that the program prints.
func urlOf(t *testing.T, line string) string {
	t.Helper()
	m := regexp.MustCompile(`^listening on (http://127\.0\.0\.1:[0-9]+) \(in memory: nothing is kept\)\n$`).FindStringSubmatch(line)
	require.NotNil(t, m, line)
	return m[1]
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
	url := urlOf(t, line)
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

// A port that is taken is no mistake of the command line.
func TestPortTaken(t *testing.T) {
	url, _, _ := start(t)
	var out, log bytes.Buffer
	require.Equal(t, 1, run(t.Context(), []string{"-addr", strings.TrimPrefix(url, "http://")}, &out, &log))
	require.Regexp(t, `^cognitofake: -addr 127\.0\.0\.1:[0-9]+: .*address already in use: another cognitofake\? -addr 127\.0\.0\.1:0 picks a free port\n$`, log.String())
	require.Empty(t, out.String())
}

// Files of a real pool and client are there, before anything is asked and
// again after a reset; what they ask in vain is logged.
func TestPoolAndClientFiles(t *testing.T) {
	url, _, log := start(t, "-pool", "../../truth/testdata/describe-user-pool.json", "-client", "../../truth/testdata/describe-user-pool-client.json")
	require.Contains(t, log.String(), "warning: -pool ../../truth/testdata/describe-user-pool.json: UserPool.MfaConfiguration is OPTIONAL, and a description does not say by which factors: codes of an app are taken, for SmsConfiguration is missing; SetUserPoolMfaConfig says otherwise\n")
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

// -health is a probe of its own: 0 for a server that is well, 1 for any other.
func TestHealth(t *testing.T) {
	url, _, _ := start(t)
	address := strings.TrimPrefix(url, "http://")
	ask := func(address string) (status int, out, log string) {
		var o, l bytes.Buffer
		status = run(t.Context(), []string{"-health", "-addr", address}, &o, &l)
		return status, o.String(), l.String()
	}
	status, out, log := ask(address)
	require.Zero(t, status, log)
	require.Equal(t, "ok\n", out)
	status, _, log = ask("0.0.0.0" + address[strings.LastIndexByte(address, ':'):]) // as its server may have been told
	require.Zero(t, status, log)

	sick := httptest.NewServer(http.NotFoundHandler())
	defer sick.Close()
	status, out, log = ask(strings.TrimPrefix(sick.URL, "http://"))
	require.Equal(t, 1, status)
	require.Empty(t, out)
	require.Regexp(t, `^cognitofake: -health: 127\.0\.0\.1:[0-9]+ answers 404 Not Found\n$`, log)
	address = strings.TrimPrefix(sick.URL, "http://")
	sick.Close()
	status, _, log = ask(address)
	require.Equal(t, 1, status)
	require.Regexp(t, `^cognitofake: -health: .*refused\n$`, log)
	status, _, _ = ask("nonsense")
	require.Equal(t, 2, status)
}

// Users of files are there at the start, and again after a reset.
func TestUserFiles(t *testing.T) {
	dir := t.TempDir()
	one, many := filepath.Join(dir, "one.json"), filepath.Join(dir, "many.json")
	require.NoError(t, os.WriteFile(one, []byte("\ufeff"+` {"username":"jane","password":"pa$$W0rd","attributes":{"email":"jane@example.com"}}`), 0o600))
	require.NoError(t, os.WriteFile(many, []byte(`[{"username":"joe","status":"UNCONFIRMED"},{"username":"ann","poolId":"`+demoPool+`"}]`), 0o600))
	url, srv, log := start(t, "-demo", "-user", one, "-user", many)
	for range 2 {
		users := get[[]map[string]any](t, url+"/_cognitofake/users")
		require.Len(t, users, 3)
		mustCall(t, url, "InitiateAuth", `{"ClientId":"`+demoClient+`","AuthFlow":"USER_PASSWORD_AUTH","AuthParameters":{"USERNAME":"jane","PASSWORD":"pa$$W0rd"}}`)
		require.True(t, srv.fake.Pools()[0].DeleteUser("jane"))
		signUp(t, url, "later")
		post(t, url+"/_cognitofake/reset", "")
	}
	require.NotContains(t, log.String(), "pa$$W0rd")
}
