package cognitofake_test

import (
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
)

// section is what stands under a heading of a Markdown file.
func section(t *testing.T, file, heading string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	_, rest, ok := strings.Cut("\n"+string(text), "\n"+heading+"\n")
	require.True(t, ok, "%s has no %q", file, heading)
	level, _, _ := strings.Cut(heading, " ")
	end := regexp.MustCompile(`(?m)^#{1,` + string(rune('0'+len(level))) + `} `)
	if at := end.FindStringIndex(rest); at != nil {
		rest = rest[:at[0]]
	}
	return rest
}

var (
	quoted = regexp.MustCompile("`([^`]+)`")
	block  = regexp.MustCompile("(?ms)^```(go|text)\n(.*?)^```$")
)

// goFiles is the text of every Go file of the module.
func goFiles(t *testing.T) string {
	var all strings.Builder
	require.NoError(t, filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".go" {
			return err
		}
		text, err := os.ReadFile(path)
		all.Write(text)
		return err
	}))
	return all.String()
}

// pages are the README and the pages of docs, by path.
func pages(t *testing.T) map[string]string {
	t.Helper()
	paths, err := filepath.Glob("docs/*.md")
	require.NoError(t, err)
	require.Greater(t, len(paths), 5)
	all := map[string]string{}
	for _, path := range append(paths, "README.md", "CONTRIBUTING.md") {
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		all[filepath.ToSlash(path)] = string(text)
	}
	return all
}

// Every program that a page shows is compiled, every transcript is printed,
// and every Example runs.
func TestPagesShowWhatIsThere(t *testing.T) {
	code := goFiles(t)
	outputs := strings.ReplaceAll(code, "\n\t// ", "\n")
	for path, text := range pages(t) {
		for _, b := range block.FindAllStringSubmatch(text, -1) {
			from := map[string]string{"go": code, "text": outputs}[b[1]]
			require.True(t, strings.Contains(from, "\n"+b[2]), "%s: a block that stands in no Go file:\n%s", path, b[2])
		}
		for _, name := range regexp.MustCompile("`(Example[A-Za-z_]*)`").FindAllStringSubmatch(text, -1) {
			require.True(t, strings.Contains(code, "\nfunc "+name[1]+"() {"), "%s: %s", path, name[1])
		}
	}
}

// Links of a page within the repository lead to a file, and to a heading or an
// anchor in it.
func TestPagesLinkToWhatIsThere(t *testing.T) {
	link := regexp.MustCompile(`\]\(([^)#: ]*)(?:#([^)]+))?\)`)
	for path, text := range pages(t) {
		for _, l := range link.FindAllStringSubmatch(text, -1) {
			target, fragment := l[1], l[2]
			file := path
			if target != "" {
				file = filepath.Join(filepath.Dir(path), filepath.FromSlash(target))
			}
			there, err := os.ReadFile(file)
			if info, e := os.Stat(file); e == nil && info.IsDir() {
				err = nil
			}
			require.NoError(t, err, "%s links to %s", path, l[0])
			if fragment != "" {
				require.Contains(t, anchors(string(there)), fragment, "%s links to %s", path, l[0])
			}
		}
	}
}

// anchors are what a link into a page may name: its headings, as git hosts
// write them, and the ids in it.
func anchors(text string) []string {
	var all []string
	for _, id := range regexp.MustCompile(`<a id="([^"]+)"`).FindAllStringSubmatch(text, -1) {
		all = append(all, id[1])
	}
	for _, heading := range regexp.MustCompile(`(?m)^#+ (.+)$`).FindAllStringSubmatch(text, -1) {
		plain := regexp.MustCompile(`[^\w\- ]`).ReplaceAllString(strings.ToLower(heading[1]), "")
		all = append(all, strings.ReplaceAll(plain, " ", "-"))
	}
	return all
}

// Tests in a module of their own, with the go.mod of docs/ci.md: the
// application keeps its own versions. It has none of the SDK here.
func TestModuleOfItsOwn(t *testing.T) {
	text, err := os.ReadFile("docs/ci.md")
	require.NoError(t, err)
	gomod := regexp.MustCompile("(?s)```go\\.mod\n(.*?)```").FindSubmatch(text)
	require.NotNil(t, gomod)
	here, err := os.Getwd()
	require.NoError(t, err)
	sums, err := os.ReadFile("go.sum")
	require.NoError(t, err)
	ours, err := os.ReadFile("go.mod")
	require.NoError(t, err)
	indirect := regexp.MustCompile(`(?s)require \(.*\)`).Find(ours) // what go mod tidy would add

	dir := t.TempDir()
	for name, content := range map[string]string{
		"go.mod":             "module example.com/app\n\ngo 1.22\n",
		"app.go":             "package app\n\nconst Name = \"app\"\n",
		"cognitotest/go.sum": string(sums),
		"cognitotest/go.mod": strings.ReplaceAll(string(gomod[1]), "../../cognitofake", filepath.ToSlash(here)) + "\n" + string(indirect) + "\n",
		"cognitotest/app_test.go": `package cognitotest

import (
	"testing"

	"example.com/app"
	"github.com/cognitofake/cognitofake"
)

func Test(t *testing.T) {
	if fake := cognitofake.NewT(t); len(fake.Pools()) != 0 || app.Name != "app" {
		t.Fail()
	}
}
`,
	} {
		require.NoError(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o700))
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600))
	}
	for folder, version := range map[string]string{"cognitotest": "1.25.0", ".": "1.22"} {
		command := exec.Command("go", "test", "-vet=off", "./...")
		command.Dir = filepath.Join(dir, folder)
		command.Env = append(os.Environ(), "GOFLAGS=-mod=mod", "GOPROXY=off", "GOWORK=off")
		out, err := command.CombinedOutput()
		require.NoError(t, err, string(out))
		after, err := os.ReadFile(filepath.Join(command.Dir, "go.mod"))
		require.NoError(t, err)
		require.Contains(t, string(after), "\ngo "+version+"\n")
	}
}

// A stranger reads the README in ten minutes.
func TestReadmeIsShort(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	require.Less(t, len(strings.Fields(string(readme))), 1600, "words; long tables go to docs")
}

// The recipes name an Example, and link to the file that has it.
func TestReadmeRecipes(t *testing.T) {
	rows := 0
	for line := range strings.Lines(section(t, "README.md", "## Recipes")) {
		if !strings.Contains(line, "](example") {
			continue
		}
		rows++
		for _, l := range regexp.MustCompile("\\[`(\\w+)`\\]\\((\\w+\\.go)\\)").FindAllStringSubmatch(line, -1) {
			text, err := os.ReadFile(l[2])
			require.NoError(t, err)
			require.Contains(t, string(text), "func "+l[1]+"()", l[2])
		}
	}
	require.Greater(t, rows, 8)
}

// The table of operations is what the fake models.
func TestPageListsTheOperations(t *testing.T) {
	fake := cognitofake.New()
	var modelled []string
	client := reflect.TypeFor[*cip.Client]()
	for i := range client.NumMethod() {
		if op := client.Method(i).Name; op != "Options" {
			_, _, answer := fixture.Post(t.Context(), t, fake.Config().HTTPClient, "https://example.test/", op, "{}")
			if !strings.Contains(string(answer), "NotModelledException") {
				modelled = append(modelled, op)
			}
		}
	}
	var listed []string
	for _, name := range quoted.FindAllStringSubmatch(section(t, "docs/operations.md", "# Operations"), -1) {
		if _, ok := client.MethodByName(name[1]); ok {
			listed = append(listed, name[1])
		}
	}
	slices.Sort(listed)
	require.Equal(t, modelled, listed)
}

// Settings that are said to be kept and described back are.
func TestPageListsTheSettings(t *testing.T) {
	fake := cognitofake.New()
	lambda := aws.String("arn:aws:lambda:us-east-1:123456789012:function:f")
	pool := cip.CreateUserPoolInput{
		IssuerConfiguration: &types.IssuerConfigurationType{Type: types.IssuerTypeUpdated},
		KeyConfiguration:    &types.KeyConfigurationType{KeyType: types.EncryptionKeyTypeAwsOwnedKey},
		UserPoolTags:        map[string]string{"team": "blue"},
		EmailConfiguration: &types.EmailConfigurationType{
			EmailSendingAccount: types.EmailSendingAccountTypeDeveloper, From: aws.String("x@example.com"),
			ReplyToEmailAddress: aws.String("y@example.com"), ConfigurationSet: aws.String("set"),
			SourceArn: aws.String("arn:aws:ses:us-east-1:123456789012:identity/example.com"),
		},
		SmsConfiguration: &types.SmsConfigurationType{
			SnsCallerArn: aws.String("arn:aws:iam::123456789012:role/sms"), ExternalId: aws.String("id"), SnsRegion: aws.String("us-east-1"),
		},
		Policies: &types.UserPoolPolicyType{PasswordPolicy: &types.PasswordPolicyType{
			PasswordHistorySize: aws.Int32(3), MinimumLength: aws.Int32(8), TemporaryPasswordValidityDays: 7,
		}, SignInPolicy: &types.SignInPolicyType{AllowedFirstAuthFactors: []types.AuthFactorType{types.AuthFactorTypePassword}}},
		AdminCreateUserConfig:  &types.AdminCreateUserConfigType{UnusedAccountValidityDays: 5},
		AutoVerifiedAttributes: []types.VerifiedAttributeType{types.VerifiedAttributeTypePhoneNumber},
		LambdaConfig: &types.LambdaConfigType{
			PreTokenGeneration: lambda,
		},
	}
	p := fake.AddPool(pool)
	described, err := fake.DescribeUserPool(t.Context(), &cip.DescribeUserPoolInput{UserPoolId: &p.ID})
	require.NoError(t, err)
	requireDescribed(t, pool, *described.UserPool)

	app := cip.CreateUserPoolClientInput{
		AllowedOAuthFlows:                        []types.OAuthFlowType{types.OAuthFlowTypeCode},
		AllowedOAuthFlowsUserPoolClient:          true,
		AllowedOAuthScopes:                       []string{"openid"},
		AnalyticsConfiguration:                   &types.AnalyticsConfigurationType{ApplicationId: aws.String("d70b2ba36a8c4dc5a04a0451a31a1e12")},
		CallbackURLs:                             []string{"https://example.com/in"},
		DefaultRedirectURI:                       aws.String("https://example.com/in"),
		EnablePropagateAdditionalUserContextData: aws.Bool(true),
		GenerateSecret:                           true, // which the member before wants
		LogoutURLs:                               []string{"https://example.com/out"},
		SupportedIdentityProviders:               []string{"COGNITO"},
	}
	a := p.AddAppClient(app)
	app.GenerateSecret = false // no setting
	describedApp, err := fake.DescribeUserPoolClient(t.Context(), &cip.DescribeUserPoolClientInput{UserPoolId: &p.ID, ClientId: &a.ID})
	require.NoError(t, err)
	requireDescribed(t, app, *describedApp.UserPoolClient)

	listed := section(t, "docs/settings.md", "# Settings that change nothing")
	for _, field := range setFields(app) {
		require.Contains(t, listed, "\n- `"+field+"`")
	}
	for _, field := range setFields(pool) {
		switch field {
		case "AutoVerifiedAttributes": // SMS wants it
		case "Policies":
			require.Contains(t, listed, "\n- `PasswordHistorySize`")
		case "AdminCreateUserConfig":
			require.Contains(t, listed, "\n- `UnusedAccountValidityDays`")
		case "EmailConfiguration", "SmsConfiguration", "LambdaConfig": // each member by itself
			for _, member := range setFields(reflect.ValueOf(pool).FieldByName(field).Elem().Interface()) {
				if member != "EmailSendingAccount" { // it counts
					require.Contains(t, listed, "`"+field+"."+member+"`")
				}
			}
		default:
			require.Contains(t, listed, "\n- `"+field+"`")
		}
	}
}

// setFields names the fields of a struct that are not zero.
func setFields(v any) []string {
	var names []string
	for i := range reflect.TypeOf(v).NumField() {
		if f := reflect.TypeOf(v).Field(i); f.IsExported() && !reflect.ValueOf(v).Field(i).IsZero() {
			names = append(names, f.Name)
		}
	}
	return names
}

// requireDescribed asserts that every field that is set in an input stands in
// the description likewise.
func requireDescribed(t *testing.T, in, description any) {
	t.Helper()
	for _, field := range setFields(in) {
		want := reflect.ValueOf(in).FieldByName(field).Interface()
		got := reflect.ValueOf(description).FieldByName(field)
		if _, plain := want.(bool); plain && got.Kind() == reflect.Pointer {
			got = got.Elem()
		}
		require.Equal(t, want, got.Interface(), field)
	}
}
