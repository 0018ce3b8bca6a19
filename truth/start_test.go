package truth_test

import (
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
)

// A Fake of New answers until stop is called, as in a TestMain, and nothing is
// left then.
func TestStart(t *testing.T) {
	before := goleak.IgnoreCurrent()
	fake := cognitofake.New()
	app := fake.AddPool(fixture.EmailPool()).AddAppClient(cip.CreateUserPoolClientInput{})
	url, stop := fake.Start()
	again, stopAgain := fake.Start()
	require.NotEqual(t, url, again, "each Start is a server of its own")

	client := cip.New(cip.Options{Region: fake.Region(), BaseEndpoint: &url})
	_, err := client.SignUp(t.Context(), fixture.SignUpInput(app.ID, "", "jane", "email", "jane@example.com"))
	require.NoError(t, err)
	require.Len(t, fake.Calls(), 1)
	require.Empty(t, os.Getenv("AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER"), "the environment is as it was")

	stop()
	stop()
	_, err = http.Get(url)
	require.Error(t, err)
	response, err := http.Get(again + "/" + fake.Pools()[0].ID + "/.well-known/jwks.json")
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	stopAgain()
	http.DefaultClient.CloseIdleConnections()
	goleak.VerifyNone(t, before)
}

// In tests of NewT, side by side, nobody has to stop anything.
func TestStartInParallel(t *testing.T) {
	before := goleak.IgnoreCurrent()
	urls := make([]string, 4)
	t.Run("tests", func(t *testing.T) {
		for i := range urls {
			t.Run(fmt.Sprint(i), func(t *testing.T) {
				t.Parallel()
				fake := cognitofake.NewT(t)
				app := fake.AddPool(fixture.EmailPool()).AddAppClient(cip.CreateUserPoolClientInput{})
				urls[i], _ = fake.Start()
				client := cip.New(cip.Options{Region: fake.Region(), BaseEndpoint: &urls[i]})
				_, err := client.SignUp(t.Context(), fixture.SignUpInput(app.ID, "", "jane", "email", "jane@example.com"))
				require.NoError(t, err)
			})
		}
	})
	goleak.VerifyNone(t, before)
	for _, url := range urls {
		_, err := http.Get(url)
		require.Error(t, err)
	}
}

// A program that a test starts finds the Fake by Environ alone, in a clean shell and
// in one that is configured for AWS.
func TestEnvironOfAProgram(t *testing.T) {
	fake := cognitofake.NewT(t, cognitofake.WithRegion("eu-west-1"))
	fake.AddPool(cip.CreateUserPoolInput{PoolName: aws.String("customers")})
	url, _ := fake.Start()
	t.Setenv("AWS_PROFILE", "")
	require.NotContains(t, fake.Environ(url), "AWS_PROFILE=", "an empty profile is a name to Python's SDK")

	hostile := []string{"AWS_PROFILE=work", "AWS_DEFAULT_PROFILE=work", "AWS_RETRY_MODE=legacy", "AWS_REGION=ap-south-1",
		"AWS_USE_FIPS_ENDPOINT=true", "AWS_SESSION_TOKEN=stale", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true", "AWS_CA_BUNDLE=nowhere"}
	for name, shell := range map[string][]string{"clean": nil, "configured": hostile} {
		t.Run(name, func(t *testing.T) {
			for _, variable := range shell {
				name, value, _ := strings.Cut(variable, "=")
				t.Setenv(name, value)
			}
			cmd := exec.Command(os.Args[0], "-test.run=^TestProgramOfEnviron$", "-test.v")
			cmd.Env = append(os.Environ(), append(fake.Environ(url), "TRUTH_PROGRAM=1")...)
			out, err := cmd.CombinedOutput()
			require.NoError(t, err, string(out))
			require.Contains(t, string(out), "pools: customers in eu-west-1")
		})
	}
}

// TestProgramOfEnviron is the program that TestEnvironOfAProgram starts.
func TestProgramOfEnviron(t *testing.T) {
	if os.Getenv("TRUTH_PROGRAM") == "" {
		t.Skip("another test starts it")
	}
	cfg, err := config.LoadDefaultConfig(t.Context())
	require.NoError(t, err)
	out, err := cip.NewFromConfig(cfg).ListUserPools(t.Context(), &cip.ListUserPoolsInput{MaxResults: aws.Int32(1)})
	require.NoError(t, err)
	fmt.Println("pools:", *out.UserPools[0].Name, "in", cfg.Region)
}

// Every variable has a value that the SDKs of other languages take, or is one
// that they take for none when it is empty.
func TestEnvironSuitsOtherLanguages(t *testing.T) {
	t.Setenv("AWS_PROFILE", "work")
	t.Setenv("AWS_DEFAULT_PROFILE", "")
	seen := map[string]string{}
	for _, variable := range cognitofake.New().Environ("http://127.0.0.1:9229") {
		name, value, ok := strings.Cut(variable, "=")
		require.True(t, ok, variable)
		require.NotContains(t, seen, name)
		seen[name] = value
	}
	for name, value := range seen {
		if value == "" {
			require.Contains(t, []string{"AWS_SESSION_TOKEN", "AWS_CA_BUNDLE", "AWS_PROFILE"}, name)
		}
	}
	require.Equal(t, "http://127.0.0.1:9229", seen["AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER"])
	require.Equal(t, seen["AWS_REGION"], seen["AWS_DEFAULT_REGION"])
}
