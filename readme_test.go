package cognitofake_test

import (
	"fmt"
	"io/fs"
	"os"
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
	_, rest, ok := strings.Cut(string(text), "\n"+heading+"\n")
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

// goFiles is the text of every Go file of the module, without the marks of
// comments in examples' outputs.
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
	return strings.ReplaceAll(all.String(), "\n\t// ", "\n")
}

// Every program in the README is compiled, every transcript is printed, and
// every Example runs.
func TestReadmeShowsWhatIsThere(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	code := goFiles(t)
	blocks := block.FindAllStringSubmatch(string(readme), -1)
	require.NotEmpty(t, blocks)
	for _, b := range blocks {
		require.Contains(t, code, "\n"+b[2], "a block of %s that stands in no Go file", b[1])
	}
	for _, name := range regexp.MustCompile("`(Example[A-Z_]\\w*)`").FindAllStringSubmatch(string(readme), -1) {
		require.Contains(t, code, "\nfunc "+name[1]+"() {")
	}
}

// The table of operations is what the fake models.
func TestReadmeListsTheOperations(t *testing.T) {
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
	for _, name := range quoted.FindAllStringSubmatch(section(t, "README.md", "## Operations"), -1) {
		if _, ok := client.MethodByName(name[1]); ok {
			listed = append(listed, name[1])
		}
	}
	slices.Sort(listed)
	require.Equal(t, modelled, listed)
}

// Settings that are said to be kept and described back are.
func TestReadmeListsTheSettings(t *testing.T) {
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
		MfaConfiguration:       types.UserPoolMfaTypeOptional,
		LambdaConfig: &types.LambdaConfigType{
			CreateAuthChallenge: lambda, DefineAuthChallenge: lambda, PostAuthentication: lambda, PreAuthentication: lambda,
			PreTokenGeneration: lambda, UserMigration: lambda, VerifyAuthChallengeResponse: lambda,
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

	listed := section(t, "README.md", "### Settings that change nothing")
	for _, field := range setFields(app) {
		require.Contains(t, listed, "`"+field+"`")
	}
	for _, field := range setFields(pool) {
		switch field {
		case "AutoVerifiedAttributes": // SMS wants it
		case "Policies":
			require.Contains(t, listed, "`PasswordHistorySize`")
		case "AdminCreateUserConfig":
			require.Contains(t, listed, "`UnusedAccountValidityDays`")
		default:
			require.Contains(t, listed, "`"+field+"`")
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

// The README's deviations are those of the package's documentation.
func TestReadmeListsTheDeviations(t *testing.T) {
	doc, err := os.ReadFile("doc.go")
	require.NoError(t, err)
	_, deviations, _ := strings.Cut(strings.ReplaceAll(string(doc), "\n//", "\n"), " # Deviations\n")
	ours := firstSentences(deviations)
	require.Greater(t, len(ours), 10)
	require.Equal(t, ours, firstSentences(section(t, "README.md", "## Deviations")))
}

// firstSentences is how the items of a numbered list begin, without markup.
func firstSentences(list string) []string {
	plain := strings.NewReplacer("`", "", "[", "", "]", "", "Fake.", "").Replace(list)
	rest := " " + strings.Join(strings.Fields(plain), " ")
	var sentences []string
	for n := 1; ; n++ {
		_, item, ok := strings.Cut(rest, fmt.Sprintf(" %d. ", n))
		if !ok {
			return sentences
		}
		rest = item
		sentence, _, _ := strings.Cut(item, ". ")
		sentences = append(sentences, sentence)
	}
}
