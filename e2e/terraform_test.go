package e2e

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestTerraform makes pools and all that they have with the real Terraform and
// its AWS provider, changes them and destroys them. After each step another
// plan has nothing to do: what the server answers is what was configured.
func TestTerraform(t *testing.T) {
	tf := newTerraform(t)
	s := startServer(t)
	tf.provider(s)

	tf.configure("made")
	tf.apply()
	tf.unchanged()
	tf.note()
	require.Equal(t, "OFF", s.mfaOf("plain")["MfaConfiguration"])
	require.Equal(t, map[string]any{"MfaConfiguration": "OPTIONAL", "SoftwareTokenMfaConfiguration": map[string]any{"Enabled": true}}, s.mfaOf("app"))
	require.Equal(t, 12.0, s.lengthOf("whole"))

	tf.configure("changed")
	tf.apply()
	tf.unchanged()
	tf.note()
	tf.whole()
	require.Equal(t, "ON", s.mfaOf("app")["MfaConfiguration"])
	require.Equal(t, map[string]any{"MfaConfiguration": "ON", "SoftwareTokenMfaConfiguration": map[string]any{"Enabled": true}}, s.mfaOf("later"))
	require.Equal(t, map[string]any{"stage": "production", "owner": "jane"}, s.poolNamed("tagged")["UserPoolTags"])
	require.Equal(t, 9.0, s.lengthOf("whole"))

	// What somebody else has made is taken over as it is.
	pool, client := tf.id("aws_cognito_user_pool.app"), tf.id("aws_cognito_user_pool_client.plain")
	tf.must("state", "rm", "aws_cognito_user_pool.app", "aws_cognito_user_pool_client.plain")
	tf.must("import", "aws_cognito_user_pool.app", pool)
	tf.must("import", "aws_cognito_user_pool_client.plain", tf.id("aws_cognito_user_pool.plain")+"/"+client)
	tf.unchanged()

	tf.must("destroy", "-auto-approve")
	require.Empty(t, s.do("ListUserPools", map[string]any{"MaxResults": 60})["UserPools"])
	require.NotContains(t, s.log.String(), "NotModelledException")
}

// TestFindMirror is where the provider is looked for.
func TestFindMirror(t *testing.T) {
	platform := runtime.GOOS + "_" + runtime.GOARCH
	for name, c := range map[string]struct {
		file  string
		found bool
	}{
		"unpacked":            {"a/registry.example.org/hashicorp/aws/5.0.0/" + platform + "/terraform-provider-aws_v5.0.0_x5", true},
		"packed":              {"a/b/registry.example.org/hashicorp/aws/terraform-provider-aws_5.0.0_" + platform + ".zip", true},
		"too deep":            {"a/b/c/registry.example.org/hashicorp/aws/5.0.0/" + platform + "/terraform-provider-aws_v5.0.0_x5", false},
		"of another machine":  {"registry.example.org/hashicorp/aws/5.0.0/plan9_mips/terraform-provider-aws_v5.0.0_x5", false},
		"of another provider": {"registry.example.org/hashicorp/google/5.0.0/" + platform + "/terraform-provider-google_v5.0.0_x5", false},
		"below no registry":   {"plugins/hashicorp/aws/5.0.0/" + platform + "/terraform-provider-aws_v5.0.0_x5", false},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			file := filepath.Join(dir, filepath.FromSlash(c.file))
			require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o700))
			write(t, file, "")
			registry, _, _ := strings.Cut(file, "/hashicorp/")
			if !c.found {
				registry = ""
			}
			require.Equal(t, registry, findMirror(dir, 3))
		})
	}
}

// poolNamed describes the pool of a name.
func (s *server) poolNamed(name string) map[string]any {
	s.t.Helper()
	for _, p := range s.do("ListUserPools", map[string]any{"MaxResults": 60})["UserPools"].([]any) {
		if p := p.(map[string]any); p["Name"] == name {
			return s.do("DescribeUserPool", map[string]any{"UserPoolId": p["Id"]})["UserPool"].(map[string]any)
		}
	}
	require.Fail(s.t, "no pool "+name)
	return nil
}

func (s *server) mfaOf(name string) map[string]any {
	s.t.Helper()
	return s.do("GetUserPoolMfaConfig", map[string]any{"UserPoolId": s.poolNamed(name)["Id"]})
}

// lengthOf is the least length of a pool's passwords.
func (s *server) lengthOf(name string) any {
	s.t.Helper()
	return s.poolNamed(name)["Policies"].(map[string]any)["PasswordPolicy"].(map[string]any)["MinimumLength"]
}

// terraform is the program, in a directory of its own, with a provider.
type terraform struct {
	t       *testing.T
	program string
	dir     string
	env     []string
	source  string          // the address of the provider
	given   map[string]bool // arguments that have stood in a configuration
}

// newTerraform finds the program and the provider, or skips the test; in CI
// one that is missing is a failure.
func newTerraform(t *testing.T) *terraform {
	t.Helper()
	program, err := exec.LookPath("terraform")
	if err != nil {
		absent(t, "terraform is not on the PATH: https://developer.hashicorp.com/terraform/install")
	}
	tf := &terraform{t: t, program: program, dir: t.TempDir(), source: "hashicorp/aws", given: map[string]bool{}}
	for _, e := range environ("CHECKPOINT_DISABLE=1", "TF_IN_AUTOMATION=1") {
		if strings.HasPrefix(e, "TF_IN_AUTOMATION=") || !strings.HasPrefix(e, "TF_") {
			tf.env = append(tf.env, e)
		}
	}
	for _, command := range []string{"init", "plan", "apply", "destroy", "import"} {
		tf.env = append(tf.env, "TF_CLI_ARGS_"+command+"=-input=false -no-color")
	}
	registry := findMirror("/", 5)
	if registry != "" {
		tf.source = filepath.Base(registry) + "/hashicorp/aws"
		settings := filepath.Join(t.TempDir(), "cli.tfrc")
		write(t, settings, "provider_installation {\n  filesystem_mirror {\n    path = "+quote(filepath.Dir(registry))+"\n  }\n}\n")
		tf.env = append(tf.env, "TF_CLI_CONFIG_FILE="+settings)
	} else { // init asks the registry, through the proxy if there is one
		for _, e := range os.Environ() {
			if name, _, _ := strings.Cut(strings.ToUpper(e), "="); strings.HasSuffix(name, "_PROXY") {
				tf.env = append(tf.env, e)
			}
		}
		tf.env = append(tf.env, "NO_PROXY=127.0.0.1")
	}
	write(t, filepath.Join(tf.dir, "versions.tf"), "terraform {\n  required_providers {\n    aws = {\n      source = "+quote(tf.source)+"\n    }\n  }\n}\n")
	if out, err := tf.run("init"); err != nil {
		if registry == "" {
			absent(t, "there is no AWS provider for Terraform: no folder hashicorp/aws in a mirror on this machine, and terraform init finds none:\n"+out)
		}
		t.Fatalf("terraform init, with the provider in %s: %v\n%s", registry, err, out)
	}
	return tf
}

// absent says what there is not: a failure in CI, a skip elsewhere.
func absent(t *testing.T, what string) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatal(what)
	}
	t.Skip(what)
}

// findMirror is the folder of a registry in a filesystem mirror that has the
// AWS provider for this machine, at most so many levels below dir, the
// shallowest first; "" for none.
func findMirror(dir string, levels int) string {
	registry := regexp.MustCompile(`^[a-z0-9-]+(\.[a-z0-9-]+)+$`)
	others := regexp.MustCompile(`^/(proc|sys|dev|run)$|/(\.git|node_modules)$`)
	level := []string{dir}
	for range levels {
		var next []string
		for _, dir := range level {
			entries, _ := os.ReadDir(dir) // what may not be read has no mirror for us
			for _, e := range entries {
				path := filepath.Join(dir, e.Name())
				switch {
				case !e.IsDir() || others.MatchString(path):
				case registry.MatchString(e.Name()) && hasProvider(path):
					return path
				default:
					next = append(next, path)
				}
			}
		}
		level = next
	}
	return ""
}

// hasProvider reports whether a registry's folder has the AWS provider for
// this machine, unpacked or not.
func hasProvider(registry string) bool {
	for _, form := range []string{
		filepath.Join("*", runtime.GOOS+"_"+runtime.GOARCH, "terraform-provider-aws*"),
		"terraform-provider-aws_*_" + runtime.GOOS + "_" + runtime.GOARCH + ".zip",
	} {
		if found, _ := filepath.Glob(filepath.Join(registry, "hashicorp", "aws", form)); len(found) > 0 {
			return true
		}
	}
	return false
}

// provider points the provider at the server, by the block that docs/server.md
// shows.
func (tf *terraform) provider(s *server) {
	tf.t.Helper()
	page, err := os.ReadFile("../docs/server.md")
	require.NoError(tf.t, err)
	_, block, ok := strings.Cut(string(page), "```hcl\n")
	require.True(tf.t, ok, "docs/server.md shows a provider")
	block, _, _ = strings.Cut(block, "```")
	const address = "http://127.0.0.1:9229"
	require.Contains(tf.t, block, address)
	write(tf.t, filepath.Join(tf.dir, "provider.tf"), strings.ReplaceAll(block, address, s.url))
}

// configure puts the files of a configuration in the place of those before.
func (tf *terraform) configure(name string) {
	tf.t.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", "terraform", name, "*.tf"))
	require.NoError(tf.t, err)
	require.NotEmpty(tf.t, files)
	for _, file := range files {
		content, err := os.ReadFile(file)
		require.NoError(tf.t, err)
		write(tf.t, filepath.Join(tf.dir, filepath.Base(file)), string(content))
	}
}

func (tf *terraform) apply() {
	tf.t.Helper()
	tf.must("apply", "-auto-approve")
}

// unchanged wants a plan to have nothing to do.
func (tf *terraform) unchanged() {
	tf.t.Helper()
	out, err := tf.run("plan", "-detailed-exitcode", "-out=plan")
	require.NoError(tf.t, err, "what was read differs from what was configured (exit status 2), or cannot be read:\n%s", out)
}

// unbuilt are resources of user pools that stand in no configuration, because
// the server lacks their operations.
var unbuilt = []string{"aws_cognito_identity_provider", "aws_cognito_risk_configuration", "aws_cognito_user_pool_ui_customization"}

// note keeps which arguments stand in the configuration of the last plan.
func (tf *terraform) note() {
	tf.t.Helper()
	var plan struct {
		Configuration struct {
			Root struct {
				Resources []struct {
					Type        string
					Expressions map[string]any
				}
			} `json:"root_module"`
		}
	}
	require.NoError(tf.t, json.Unmarshal([]byte(tf.must("show", "-json", "plan")), &plan))
	for _, r := range plan.Configuration.Root.Resources {
		arguments(r.Type, r.Expressions, tf.given)
	}
}

// whole wants every argument that the provider has for user pools, but for
// those of unbuilt, to have stood in a configuration.
func (tf *terraform) whole() {
	tf.t.Helper()
	var schema struct {
		Providers map[string]struct {
			Resources map[string]struct{ Block schemaBlock } `json:"resource_schemas"`
		} `json:"provider_schemas"`
	}
	require.NoError(tf.t, json.Unmarshal([]byte(tf.must("providers", "schema", "-json")), &schema))
	require.Len(tf.t, schema.Providers, 1)
	for _, provider := range schema.Providers {
		for name, resource := range provider.Resources {
			if !strings.HasPrefix(name, "aws_cognito_") || strings.HasPrefix(name, "aws_cognito_identity_pool") || slices.Contains(unbuilt, name) {
				continue
			}
			for _, path := range resource.Block.settable(name) {
				assert.True(tf.t, tf.given[path], "%s stands in no configuration", path)
			}
		}
	}
}

// schemaBlock is a block of arguments, as the provider describes it.
type schemaBlock struct {
	Attributes map[string]struct{ Optional, Required bool }
	Blocks     map[string]struct{ Block schemaBlock } `json:"block_types"`
}

// settable are the paths of the arguments that a configuration may give; id
// and tags_all are the provider's own.
func (b schemaBlock) settable(path string) []string {
	var paths []string
	for name, a := range b.Attributes {
		if (a.Optional || a.Required) && name != "id" && name != "tags_all" {
			paths = append(paths, path+"."+name)
		}
	}
	for name, inner := range b.Blocks {
		paths = append(paths, inner.Block.settable(path+"."+name)...)
	}
	return paths
}

// arguments notes the paths of the arguments that expressions give.
func arguments(path string, expressions any, into map[string]bool) {
	switch e := expressions.(type) {
	case map[string]any:
		into[path] = true
		for name, inner := range e {
			arguments(path+"."+name, inner, into)
		}
	case []any:
		for _, inner := range e {
			arguments(path, inner, into)
		}
	}
}

// id is that of a resource in the state.
func (tf *terraform) id(address string) string {
	tf.t.Helper()
	var state struct {
		Values struct {
			Root struct {
				Resources []struct {
					Address string
					Values  struct{ ID string }
				}
			} `json:"root_module"`
		}
	}
	require.NoError(tf.t, json.Unmarshal([]byte(tf.must("show", "-json")), &state))
	for _, r := range state.Values.Root.Resources {
		if r.Address == address {
			return r.Values.ID
		}
	}
	require.Fail(tf.t, "the state has no "+address)
	return ""
}

func (tf *terraform) must(args ...string) (output string) {
	tf.t.Helper()
	out, err := tf.run(args...)
	require.NoError(tf.t, err, "terraform %s:\n%s", strings.Join(args, " "), out)
	return out
}

func (tf *terraform) run(args ...string) (output string, err error) {
	var out bytes.Buffer
	cmd := exec.Command(tf.program, args...)
	cmd.Dir, cmd.Env = tf.dir, tf.env
	cmd.Stdout, cmd.Stderr = &out, &out
	err = cmd.Run()
	return out.String(), err
}

func write(t *testing.T, file, content string) {
	t.Helper()
	require.NoError(t, os.WriteFile(file, []byte(content), 0o600))
}

// quote is a string of Terraform's language.
func quote(s string) string {
	encoded, _ := json.Marshal(s)
	return string(encoded)
}
