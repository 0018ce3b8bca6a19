package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The commands that the pages for newcomers show as sh: the first line starts the
// server, the others are run against it. As in TestDemoCommands, curl is
// played by this test.
func TestPageCommands(t *testing.T) {
	bin := t.TempDir()
	self, err := os.Executable()
	require.NoError(t, err)
	require.NoError(t, os.Symlink(self, filepath.Join(bin, "curl")))
	require.NoError(t, os.WriteFile(filepath.Join(bin, "aws"), []byte("#!/bin/sh\n"), 0o700))
	paths, err := filepath.Glob("../../docs/from-*.md")
	require.NoError(t, err)
	blocks := 0
	for _, path := range paths {
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		for _, block := range regexp.MustCompile("(?ms)^```sh\n(.*?)^```$").FindAllStringSubmatch(string(text), -1) {
			blocks++
			server, script, _ := strings.Cut(block[1], "\n")
			flags, ok := strings.CutPrefix(server, "go run ./cmd/cognitofake")
			require.True(t, ok, "%s: %s", path, server)
			url, _, _ := start(t, strings.Fields(flags)...)
			command := exec.Command("sh", "-eu")
			command.Stdin = strings.NewReader(strings.ReplaceAll(script, "http://127.0.0.1:9229", url))
			command.Env = append(os.Environ(), "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"))
			out, err := command.CombinedOutput()
			require.NoError(t, err, "%s\n%s", script, out)
			require.NotContains(t, string(out), "__type", script)
			require.NotEmpty(t, out, script)
		}
	}
	require.Positive(t, blocks)
}

// The flags and control endpoints that the pages name are there.
func TestPagesNameFlagsAndEndpoints(t *testing.T) {
	paths, err := filepath.Glob("../../docs/*.md")
	require.NoError(t, err)
	names := 0
	for _, path := range append(paths, "../../README.md") {
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		for _, command := range regexp.MustCompile("go run \\./cmd/cognitofake( [^`\n|]*)").FindAllStringSubmatch(string(text), -1) {
			for _, name := range regexp.MustCompile(`(?: |^)-([a-z-]+)`).FindAllStringSubmatch(command[1], -1) {
				names++
				require.Contains(t, help+"  -help", "  -"+name[1], "%s: %s", path, command[0])
			}
		}
		for _, endpoint := range regexp.MustCompile(`/_cognitofake/[a-z]+`).FindAllString(string(text), -1) {
			names++
			require.Contains(t, help, endpoint, path)
		}
	}
	require.Greater(t, names, 10)
}
