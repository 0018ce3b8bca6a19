package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Programs under test, built once.
var (
	serverProgram string // cmd/cognitofake
	goProgram     string // clients/gosdk
	temporary     string // for what tests build
)

func TestMain(m *testing.M) { os.Exit(testMain(m)) }

func testMain(m *testing.M) int {
	dir, err := os.MkdirTemp("", "cognitofake-e2e")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	temporary = dir
	serverProgram = os.Getenv("COGNITOFAKE") // another build than that of the working tree
	goProgram = filepath.Join(dir, "gosdk")
	if serverProgram == "" {
		serverProgram = filepath.Join(dir, "cognitofake")
		build("..", serverProgram, "./cmd/cognitofake")
	}
	build(".", goProgram, "./clients/gosdk")
	return m.Run()
}

func build(module, program, pkg string) {
	out, err := exec.Command("go", "build", "-C", module, "-o", program, pkg).CombinedOutput()
	if err != nil {
		panic(fmt.Sprintf("go build %s: %v\n%s", pkg, err, out))
	}
}

// tool is a program that has to be there: one that is missing is a failure.
func tool(t testing.TB, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Fatalf("%v: e2e/run installs it", err)
	}
	return path
}

// environ is the environment of a client: that of the test, without what a
// shell has configured for AWS, for proxies or for the server, and with dummy keys. There is
// no endpoint in it.
func environ(more ...string) []string {
	var env []string
	for _, e := range os.Environ() {
		name := strings.ToUpper(e[:strings.IndexByte(e, '=')])
		if !strings.HasPrefix(name, "AWS_") && !strings.HasPrefix(name, "COGNITOFAKE_") && !strings.HasSuffix(name, "_PROXY") {
			env = append(env, e)
		}
	}
	missing := filepath.Join(os.TempDir(), "cognitofake-e2e-no-such-file")
	env = append(env,
		"AWS_REGION=us-east-1", "AWS_DEFAULT_REGION=us-east-1",
		"AWS_ACCESS_KEY_ID=AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY=example",
		"AWS_CONFIG_FILE="+missing, "AWS_SHARED_CREDENTIALS_FILE="+missing,
		"AWS_EC2_METADATA_DISABLED=true", "AWS_PAGER=", "NO_COLOR=1", "PYTHONWARNINGS=ignore")
	return append(env, more...)
}
