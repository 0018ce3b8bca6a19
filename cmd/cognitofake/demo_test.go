package main

import (
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The commands that -demo prints work as they are printed, as a whole and
// line by line. curl is played by this test, so that it needs no more than a
// shell; that of the machine is for the tests of other people's clients.
func TestDemoCommands(t *testing.T) {
	url, _, _ := start(t, "-demo")
	bin := t.TempDir()
	self, err := os.Executable()
	require.NoError(t, err)
	require.NoError(t, os.Symlink(self, filepath.Join(bin, "curl")))
	require.NoError(t, os.WriteFile(filepath.Join(bin, "aws"), []byte("#!/bin/sh\n"), 0o700)) // its part is to be quoted well
	sh := func(script string) string {
		command := exec.Command("sh", "-eu")
		command.Stdin = strings.NewReader(script)
		command.Env = append(os.Environ(), "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"))
		out, err := command.CombinedOutput()
		require.NoError(t, err, "%s\n%s", script, out)
		return string(out)
	}
	commands := demoCommands(url)
	require.NotRegexp(t, `\{[A-Z]+\}`, commands)
	for line := range strings.Lines(commands) {
		require.Less(t, len(line), 190, line)
	}
	out := sh(commands)
	require.Contains(t, out, `"UserStatus":"CONFIRMED"`)

	// Line by line: what is exported, and the functions, are there for later ones.
	send(t, http.MethodPost, url+"/_cognitofake/reset", "")
	out, before := "", ""
	for line := range strings.Lines(commands) {
		if strings.HasPrefix(line, "export ") || strings.HasPrefix(line, "cognito() ") || strings.HasPrefix(line, "idp() ") {
			before += line
			continue
		}
		out += sh(before + line)
	}
	require.Contains(t, out, `"UserConfirmed":false`)
	require.Contains(t, out, `"email_verified","Value":"true"`)
	require.Contains(t, out, `"UserStatus":"CONFIRMED"`)
}

// curl is as much of that program as the commands use.
func curl(args []string) int {
	method, body, headers := http.MethodGet, "", http.Header{}
	flags := flag.NewFlagSet("curl", flag.ContinueOnError)
	flags.Bool("sS", false, "")
	after := flags.String("w", "", "")
	flags.Func("X", "", func(name string) error { method = name; return nil })
	flags.Func("d", "", func(data string) error {
		if method == http.MethodGet {
			method = http.MethodPost
		}
		body = data
		return nil
	})
	flags.Func("H", "", func(header string) error {
		name, value, _ := strings.Cut(header, ": ")
		headers.Set(name, value)
		return nil
	})
	url := ""
	for len(args) > 0 {
		if err := flags.Parse(args); err != nil {
			return 2
		}
		if args = flags.Args(); len(args) > 0 {
			url, args = args[0], args[1:]
		}
	}
	req, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 3
	}
	req.Header = headers
	response, err := http.DefaultClient.Do(req)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 7
	}
	defer response.Body.Close()
	_, _ = io.Copy(os.Stdout, response.Body)
	fmt.Print(strings.ReplaceAll(*after, `\n`, "\n"))
	return 0
}
