package truth_test

import (
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
)

// Serve leads the SDK to the Fake whatever the shell has configured, and
// nothing is asked of anybody else.
func TestServeInAHostileEnvironment(t *testing.T) {
	var strayed atomic.Int32
	elsewhere := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		strayed.Add(1)
		http.Error(w, "not the fake", http.StatusTeapot)
	}))
	t.Cleanup(elsewhere.Close)
	folder := t.TempDir()
	write := func(name, content string) string {
		path := filepath.Join(folder, name)
		require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
		return path
	}
	missing := filepath.Join(folder, "missing")

	hostile := map[string]map[string]string{
		"a profile that is nowhere":    {"AWS_PROFILE": "missing"},
		"endpoints are to be ignored":  {"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "true"},
		"an endpoint for all":          {"AWS_ENDPOINT_URL": elsewhere.URL},
		"an endpoint for Cognito":      {"AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER": elsewhere.URL},
		"a session token":              {"AWS_SESSION_TOKEN": "stale"},
		"keys":                         {"AWS_ACCESS_KEY_ID": "AKIDREAL", "AWS_SECRET_ACCESS_KEY": "real"},
		"another region":               {"AWS_REGION": "ap-south-1"},
		"defaults for other languages": {"AWS_DEFAULT_REGION": "ap-south-1", "AWS_DEFAULT_PROFILE": "missing"},
		"FIPS endpoints":               {"AWS_USE_FIPS_ENDPOINT": "true"},
		"dual-stack endpoints":         {"AWS_USE_DUALSTACK_ENDPOINT": "true"},
		"certificates that are not":    {"AWS_CA_BUNDLE": missing},
		"a retry mode of other SDKs":   {"AWS_RETRY_MODE": "legacy"},
		"more attempts":                {"AWS_MAX_ATTEMPTS": "9"},
		"instance metadata":            {"AWS_DEFAULTS_MODE": "auto", "AWS_EC2_METADATA_DISABLED": "false", "AWS_EC2_METADATA_SERVICE_ENDPOINT": elsewhere.URL},
		"a container's role":           {"AWS_CONTAINER_CREDENTIALS_FULL_URI": elsewhere.URL},
		"a web identity":               {"AWS_WEB_IDENTITY_TOKEN_FILE": missing, "AWS_ROLE_ARN": "arn:aws:iam::123456789012:role/web"},
		"a proxy":                      {"HTTP_PROXY": elsewhere.URL, "http_proxy": elsewhere.URL, "HTTPS_PROXY": elsewhere.URL, "NO_PROXY": ""},
		"a profile with an endpoint": {"AWS_PROFILE": "work", "AWS_CONFIG_FILE": write("endpoint",
			"[profile work]\nregion = ap-south-1\nendpoint_url = "+elsewhere.URL+"\nservices = s\nmax_attempts = 9\nuse_fips_endpoint = true\n"+
				"[services s]\ncognito_identity_provider =\n  endpoint_url = "+elsewhere.URL+"\n")},
		"a profile that ignores endpoints": {"AWS_CONFIG_FILE": write("ignore",
			"[default]\nignore_configured_endpoint_urls = true\n")},
		"a profile with a role": {"AWS_PROFILE": "work", "AWS_CONFIG_FILE": write("role",
			"[profile work]\nrole_arn = arn:aws:iam::123456789012:role/work\nsource_profile = base\n"+
				"[profile base]\naws_access_key_id = AKIDREAL\naws_secret_access_key = real\n")},
		"a profile with single sign-on": {"AWS_PROFILE": "work", "AWS_CONFIG_FILE": write("sso",
			"[profile work]\nsso_session = s\nsso_account_id = 123456789012\nsso_role_name = r\n"+
				"[sso-session s]\nsso_region = us-east-1\nsso_start_url = "+elsewhere.URL+"\n")},
		"a profile that cannot be read": {"AWS_CONFIG_FILE": write("broken", "[profile\n=\n")},
		"shared credentials": {"AWS_SHARED_CREDENTIALS_FILE": write("credentials",
			"[default]\naws_access_key_id = AKIDREAL\naws_secret_access_key = real\nignore_configured_endpoint_urls = true\n")},
	}
	all := map[string]string{}
	for _, env := range hostile {
		maps.Copy(all, env)
	}
	hostile["all at once"] = all

	for name, env := range hostile {
		t.Run(name, func(t *testing.T) {
			for name, v := range env {
				t.Setenv(name, v)
			}
			requireServed(t)
			require.Zero(t, strayed.Load(), "a request went elsewhere")
		})
	}
}

// requireServed asserts that code which asks the environment for everything
// reaches a Fake, signed and unsigned, as in a clean shell.
func requireServed(t *testing.T) {
	t.Helper()
	fake := cognitofake.NewT(t, cognitofake.WithRegion("eu-west-1"))
	pool := fake.AddPool(cip.CreateUserPoolInput{})
	app := pool.AddAppClient(cip.CreateUserPoolClientInput{})
	url := fake.Serve(t)

	require.Equal(t, "eu-west-1", os.Getenv("AWS_DEFAULT_REGION"))
	require.Empty(t, os.Getenv("AWS_DEFAULT_PROFILE"))
	cfg, err := config.LoadDefaultConfig(t.Context())
	require.NoError(t, err)
	require.Equal(t, "eu-west-1", cfg.Region)
	keys, err := cfg.Credentials.Retrieve(t.Context())
	require.NoError(t, err)
	require.Equal(t, "AKIDCOGNITOFAKE", keys.AccessKeyID)
	require.Empty(t, keys.SessionToken)

	client := cip.NewFromConfig(cfg)
	require.Equal(t, url, aws.ToString(client.Options().BaseEndpoint))
	_, err = client.SignUp(t.Context(), &cip.SignUpInput{ClientId: &app.ID, Username: aws.String("jane"), Password: aws.String(fixture.GoodPassword)})
	require.NoError(t, err)
	_, err = client.ListUserPools(t.Context(), &cip.ListUserPoolsInput{MaxResults: aws.Int32(1)})
	require.NoError(t, err)
	calls := fake.Calls()
	require.Len(t, calls, 2)
	require.Equal(t, 3, calls[0].MaxAttempts)
}

// When the test has ended nothing is left: no goroutine, no variable, and a
// connection that somebody forgot holds nobody up.
func TestServeCleansUp(t *testing.T) {
	const endpoint = "AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER"
	t.Setenv(endpoint, "https://before.example.com")
	before := goleak.IgnoreCurrent()
	var url string
	t.Run("test", func(t *testing.T) {
		requireServed(t)
		url = os.Getenv(endpoint)
		host := strings.TrimPrefix(url, "http://")
		silent, err := net.Dial("tcp", host)
		require.NoError(t, err)
		halfway, err := net.Dial("tcp", host)
		require.NoError(t, err)
		_, err = io.WriteString(halfway, "POST / HTTP/1.1\r\nHost: "+host+"\r\nContent-Length: 100\r\n\r\n{")
		require.NoError(t, err)
		require.NotNil(t, silent)
	})
	goleak.VerifyNone(t, before)
	require.Equal(t, "https://before.example.com", os.Getenv(endpoint))
	_, err := http.Get(url)
	require.Error(t, err)
}
