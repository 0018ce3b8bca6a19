package e2e

import (
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestDemoCommands pastes what -demo prints into a shell of somebody who has
// no AWS credentials.
func TestDemoCommands(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"aws", "curl"} {
		tool(t, name)
	}
	s := startServer(t, "-demo")
	var commands string
	require.Eventually(t, func() bool {
		commands = s.printed.String()
		return strings.Count(commands, "\n") > 10 && strings.HasSuffix(commands, "\n")
	}, 5*time.Second, time.Millisecond)

	shell := exec.Command("sh", "-e")
	shell.Stdin = strings.NewReader(commands)
	shell.Env = nil
	for _, e := range environ() {
		if !strings.HasPrefix(e, "AWS_ACCESS_KEY_ID=") && !strings.HasPrefix(e, "AWS_SECRET_ACCESS_KEY=") &&
			!strings.HasPrefix(e, "AWS_REGION=") && !strings.HasPrefix(e, "AWS_DEFAULT_REGION=") {
			shell.Env = append(shell.Env, e)
		}
	}
	output, err := shell.CombinedOutput()
	require.NoError(t, err, "%s", output)
	require.Equal(t, 2, strings.Count(string(output), `"CONFIRMED"`), "%s", output)
	require.NotContains(t, string(output), "Exception")
}
