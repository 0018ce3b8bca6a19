package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// docs is docs/server.md.
func docs(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../../docs/server.md")
	require.NoError(t, err)
	return string(text)
}

// block is the first block of a language after some text.
func docsBlock(t *testing.T, after, language string) string {
	t.Helper()
	_, rest, ok := strings.Cut(docs(t), after)
	require.True(t, ok, after)
	_, rest, ok = strings.Cut(rest, "\n```"+language+"\n")
	require.True(t, ok)
	text, _, ok := strings.Cut(rest, "\n```\n")
	require.True(t, ok)
	return text + "\n"
}

// The document has every flag with its variable, and every control endpoint
// with its methods.
func TestDocsAreWhole(t *testing.T) {
	text := docs(t)
	for _, flag := range regexp.MustCompile(`(?m)^  -([a-z-]+)`).FindAllStringSubmatch(help, -1) {
		row := "\n| `-" + flag[1]
		require.Contains(t, text, row)
		if name := variable(flag[1]); name != "" {
			require.Regexp(t, regexp.QuoteMeta(row)+"[ `][^|]*\\| `"+name+"` \\|", text)
		}
	}
	for path, methods := range control {
		if strings.HasPrefix(path, "/_cognitofake/inbox/") {
			continue
		}
		for method := range methods {
			require.Contains(t, text, "\n| `"+method+" "+path)
		}
	}
}

// The commands of the document work as they stand there.
func TestDocsCommands(t *testing.T) {
	url, _, _ := start(t, "-demo")
	signUp(t, url, "jane")
	bin := t.TempDir()
	self, err := os.Executable()
	require.NoError(t, err)
	require.NoError(t, os.Symlink(self, filepath.Join(bin, "curl"))) // this test plays it
	for line := range strings.Lines(docsBlock(t, "need not poll:", "sh")) {
		command := exec.Command("sh", "-eu")
		command.Stdin = strings.NewReader(line)
		command.Env = append(os.Environ(), "URL="+url, "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"))
		out, err := command.CombinedOutput()
		require.NoError(t, err, "%s\n%s", line, out)
		require.NotContains(t, string(out), `{"error":`, line)
		require.NotEmpty(t, out, line)
		switch {
		case strings.Contains(line, "/code?"):
			require.Regexp(t, `^[0-9]{6}$`, string(out))
		case strings.Contains(line, "/faults\"") && !strings.Contains(line, "-X"):
			require.JSONEq(t, `[{"operation":"SignUp","error":"TooManyRequestsException","times":3,"at":""}]`, string(out))
		case strings.Contains(line, "/messages?"):
			require.Contains(t, string(out), `"to":"jane@example.com"`)
		case strings.Contains(line, "/users?"):
			require.Contains(t, string(out), `"username":"joe"`)
		}
	}
}

// The users of the document are taken, and sign in.
func TestDocsUsers(t *testing.T) {
	file := filepath.Join(t.TempDir(), "users.json")
	text := docsBlock(t, "## Users of a file", "json")
	require.True(t, json.Valid([]byte(text)))
	require.NoError(t, os.WriteFile(file, []byte(text), 0o600))
	url, _, _ := start(t, "-demo", "-user", file)
	require.Len(t, get[[]any](t, url+"/_cognitofake/users"), 3)
	mustCall(t, url, "InitiateAuth", `{"ClientId":"`+demoClient+`","AuthFlow":"USER_PASSWORD_AUTH","AuthParameters":{"USERNAME":"jane","PASSWORD":"pa$$W0rd"}}`)
}
