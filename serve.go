package cognitofake

import (
	"net/http/httptest"
	"path/filepath"
)

// Serve is for code that makes its client by itself, with
// config.LoadDefaultConfig: it answers on a loopback port for the length of
// the test, points the SDK's environment at it, and returns its URL. Whatever
// the shell has configured for AWS is out of the way until the test ends.
//
// It changes the environment, so it is not for parallel tests: use
// [net/http/httptest.NewServer](fake) and its URL there. Nor is it for a
// testing/synctest bubble, where a network connection blocks the clock.
func (f *Fake) Serve(tb TB) string {
	tb.Helper()
	server := httptest.NewServer(f)
	tb.Cleanup(func() {
		server.Config.Close() // at the end of a test nobody waits for an answer
		server.Close()        // returns when nothing of the server runs any more
	})
	for name, v := range f.environment(server.URL) {
		tb.Setenv(name, v)
	}
	return server.URL
}

// environment is what makes the SDK find the Fake, and nothing but the Fake.
func (f *Fake) environment(url string) map[string]string {
	missing := filepath.Join(string(filepath.Separator), "nonexistent", "cognitofake")
	return map[string]string{
		"AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER": url,
		"AWS_REGION":                f.region,
		"AWS_ACCESS_KEY_ID":         accessKeyID,
		"AWS_SECRET_ACCESS_KEY":     secretAccessKey, // with keys here no other source of credentials is asked
		"AWS_EC2_METADATA_DISABLED": "true",

		// A profile would bring its own endpoint, region, role or time-outs.
		"AWS_CONFIG_FILE":             filepath.Join(missing, "config"),
		"AWS_SHARED_CREDENTIALS_FILE": filepath.Join(missing, "credentials"),
		"AWS_PROFILE":                 "",

		// The shell's would go out with the keys above, or keep the endpoint
		// above from being used, or be refused beside it.
		"AWS_SESSION_TOKEN":                   "",
		"AWS_IGNORE_CONFIGURED_ENDPOINT_URLS": "",
		"AWS_USE_FIPS_ENDPOINT":               "",
		"AWS_USE_DUALSTACK_ENDPOINT":          "",
		"AWS_CA_BUNDLE":                       "",

		// How often a call is tried is not the shell's to say. "legacy", which
		// other SDKs know, is an error in Go.
		"AWS_RETRY_MODE":   "",
		"AWS_MAX_ATTEMPTS": "",

		// SDKs of other languages read these, in programs that a test starts.
		"AWS_DEFAULT_REGION":  f.region,
		"AWS_DEFAULT_PROFILE": "",
	}
}
