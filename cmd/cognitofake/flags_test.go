package main

import (
	"bytes"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestHelp(t *testing.T) {
	var out, log bytes.Buffer
	require.Zero(t, run(t.Context(), []string{"-help"}, &out, &log))
	require.Empty(t, log.String())
	for _, flag := range []string{"addr", "allow-remote", "origin", "code", "pool", "client", "user", "lambda-endpoint", "smtp", "demo", "health", "version"} {
		require.Contains(t, out.String(), "\n  -"+flag)
		if name := variable(flag); name != "" {
			require.Regexp(t, name+`[, .\n]`, out.String())
		}
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
		{[]string{"-smtp", "mail"}, "-smtp mail has to be HOST:PORT, such as 127.0.0.1:1025"},
		{[]string{"-code", ""}, `-code "": a code has 1 to 2048 characters and no white space`},
		{[]string{"-origin", "app.example"}, "-origin app.example is not a scheme, a host and a port, such as https://app.example or http://localhost:3000"},
		{[]string{"-origin", "https://app.example/"}, "-origin https://app.example/ is not a scheme, a host and a port, such as https://app.example or http://localhost:3000"},
		{[]string{"-origin", "https://me@app.example"}, "-origin https://me@app.example is not a scheme, a host and a port, such as https://app.example or http://localhost:3000"},
		{[]string{"-origin", "*"}, "-origin * is not a scheme, a host and a port, such as https://app.example or http://localhost:3000"},
		{[]string{"-origin", "file:///"}, "-origin file:/// is not a scheme, a host and a port, such as https://app.example or http://localhost:3000"},
		{[]string{"-demo", "-user", filepath.Join(dir, "none.json")}, "-user " + filepath.Join(dir, "none.json") + ": no such file or directory"},
		{[]string{"-demo", "-user", file("u0.json", "[{")}, "-user " + filepath.Join(dir, "u0.json") + ": it ends too early"},
		{[]string{"-demo", "-user", file("u1.json", `[{"username":"jane"},{"username":"joe","Name":"Joe"}]`)}, "-user " + filepath.Join(dir, "u1.json") + `: unknown field "Name"`},
		{[]string{"-demo", "-user", file("u2.json", `[{"username":"jane"},{"username":"jane"}]`)}, "-user " + filepath.Join(dir, "u2.json") + `: user 2, "jane": User account already exists`},
		{[]string{"-user", file("u3.json", `{"username":"jane"}`)}, "-user " + filepath.Join(dir, "u3.json") + `: user 1, "jane": there is no pool to put a user into`},
		{[]string{"-demo", "-user", file("u4.json", `{"username":"jane"} x`)}, "-user " + filepath.Join(dir, "u4.json") + ": something follows it"},
		{[]string{"-lambda-endpoint", "127.0.0.1:3001"}, "-lambda-endpoint 127.0.0.1:3001 is not an http or https URL such as http://127.0.0.1:3001"},
		{[]string{"-lambda-endpoint", "ftp://127.0.0.1"}, "-lambda-endpoint ftp://127.0.0.1 is not an http or https URL such as http://127.0.0.1:3001"},
		{[]string{"-pool", filepath.Join(dir, "none.json")}, "-pool " + filepath.Join(dir, "none.json") + ": no such file or directory"},
		{[]string{"-pool", dir}, "-pool " + dir + ": is a directory"},
		{[]string{"-pool", file("text.json", "hello")}, "-pool " + filepath.Join(dir, "text.json") + ": not JSON: invalid character 'h' looking for beginning of value, at line 1, column 1"},
		{[]string{"-pool", file("noid.json", "{}")}, "-pool " + filepath.Join(dir, "noid.json") + ": UserPool.Id is missing"},
		{[]string{"-pool", file("type.json", `{"UserPool": {"Id": "us-east-1_abc", "Policies": {"PasswordPolicy": {"MinimumLength": "8"}}}}`)},
			"-pool " + filepath.Join(dir, "type.json") + ": UserPool.Policies.PasswordPolicy.MinimumLength has to be a number, not a string"},
		{[]string{"-pool", pool, "-pool", pool}, "-pool " + pool + " describes us-east-1_abc, which an earlier -pool file or -demo does too"},
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

// What the command line does not say, the environment may.
func TestEnvironment(t *testing.T) {
	read := func(environment map[string]string, args ...string) (settings, error) {
		return parseFlags(args, func(name string) string { return environment[name] })
	}
	all := map[string]string{
		"COGNITOFAKE_ADDR": "0.0.0.0:1", "COGNITOFAKE_ALLOW_REMOTE": "true", "COGNITOFAKE_CODE": "123456", "COGNITOFAKE_DEMO": "1",
		"COGNITOFAKE_ORIGIN": "https://App.example:443,http://localhost:3000", "COGNITOFAKE_POOL": "a.json,b.json", "COGNITOFAKE_CLIENT": "c.json",
		"COGNITOFAKE_USER": "u.json", "COGNITOFAKE_LAMBDA_ENDPOINT": "http://127.0.0.1:3001", "COGNITOFAKE_SMTP": "127.0.0.1:1025",
		"COGNITOFAKE_VERSION": "1.2.3", "COGNITOFAKE_HEALTH": "true", "COGNITOFAKE_PORT": "tcp://10.0.0.1:9229", // as others set them
	}
	s, err := read(all)
	require.NoError(t, err)
	require.Equal(t, "http://127.0.0.1:3001", s.lambda.String())
	s.lambda = nil
	require.Equal(t, settings{
		addr: "0.0.0.0:1", allowRemote: true, remote: true, code: "123456", demo: true, origins: list{"https://app.example", "http://localhost:3000"},
		pools: list{"a.json", "b.json"}, clients: list{"c.json"}, users: list{"u.json"}, smtp: "127.0.0.1:1025",
	}, s)
	s, err = read(all, "-addr", "127.0.0.1:2", "-pool", "d.json", "-demo=false", "-origin", "https://other.example")
	require.NoError(t, err)
	require.Equal(t, "127.0.0.1:2", s.addr)
	require.Equal(t, list{"d.json"}, s.pools, "in place of those of the environment")
	require.Equal(t, list{"https://other.example"}, s.origins)
	require.False(t, s.demo)
	s, err = read(map[string]string{"COGNITOFAKE_ADDR": "", "COGNITOFAKE_DEMO": "", "COGNITOFAKE_CODE": "", "COGNITOFAKE_POOL": ""})
	require.NoError(t, err)
	require.Equal(t, settings{addr: "127.0.0.1:9229"}, s, "an empty variable is none")

	for name, row := range map[string][2]string{
		"COGNITOFAKE_DEMO": {"maybe", `COGNITOFAKE_DEMO is "maybe": give true or false`},
		"COGNITOFAKE_POOL": {"a,,b", `COGNITOFAKE_POOL is "a,,b": a value is missing`},
		"COGNITOFAKE_ADDR": {"9229", `-addr 9229 has to be HOST:PORT, such as 127.0.0.1:9229`},
	} {
		_, err := read(map[string]string{name: row[0]})
		require.EqualError(t, err, row[1])
	}
}

// The program itself reads them.
func TestEnvironmentOfTheProgram(t *testing.T) {
	t.Setenv("COGNITOFAKE_ADDR", "nonsense")
	var out, log bytes.Buffer
	require.Equal(t, 2, run(t.Context(), nil, &out, &log))
	require.Equal(t, "cognitofake: -addr nonsense has to be HOST:PORT, such as 127.0.0.1:9229\n", log.String())
}

func TestVersion(t *testing.T) {
	var out, log bytes.Buffer
	require.Zero(t, run(t.Context(), []string{"-version"}, &out, &log))
	require.Regexp(t, `^cognitofake \S+ go1\.\S+ \w+/\w+\n$`, out.String())
	require.Empty(t, log.String())
}

// A server on all addresses tells those that can be opened.
func TestReachable(t *testing.T) {
	address := func(text string) net.Addr {
		return net.TCPAddrFromAddrPort(netip.MustParseAddrPort(text))
	}
	subnet := func(text string) net.Addr {
		ip, n, err := net.ParseCIDR(text)
		require.NoError(t, err)
		return &net.IPNet{IP: ip, Mask: n.Mask}
	}
	interfaces := []net.Addr{subnet("127.0.0.1/8"), subnet("192.168.1.5/24"), subnet("::1/128"), subnet("fe80::1/64"), subnet("2001:db8::5/64"), subnet("192.168.1.5/32")}
	for listening, want := range map[string][]string{
		"127.0.0.1:80":   {"http://127.0.0.1:80"},
		"[::1]:80":       {"http://[::1]:80"},
		"192.168.1.5:80": {"http://192.168.1.5:80"},
		"0.0.0.0:80":     {"http://127.0.0.1:80", "http://192.168.1.5:80"},
		"[::]:80":        {"http://127.0.0.1:80", "http://192.168.1.5:80", "http://[2001:db8::5]:80"},
	} {
		require.Equal(t, want, reachable(address(listening), interfaces), listening)
	}
	require.Equal(t, "listening on http://127.0.0.1:80 (in memory: nothing is kept)\nand on http://192.168.1.5:80\n",
		greeting([]string{"http://127.0.0.1:80", "http://192.168.1.5:80"}))
}
