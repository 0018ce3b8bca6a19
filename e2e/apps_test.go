package e2e

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// app is an application with one of the libraries that applications sign their
// users in with. It knows who is signed in, as they do.
type app struct {
	*client
	t                *testing.T
	s                *server
	library          string
	poolID, clientID string
	reload           func() // opens the page again; nil in Node.js
}

// eachApp runs a test once for every library in Node.js and in Chromium, each
// against a new server.
func eachApp(t *testing.T, test func(t *testing.T, a *app)) {
	eachAppOf(t, []string{"identity", "amplify"}, test)
}

// eachAppOf is eachApp with some of the libraries, by their modules.
func eachAppOf(t *testing.T, modules []string, test func(t *testing.T, a *app)) {
	for _, library := range []struct{ name, module string }{
		{"amazon-cognito-identity-js", "identity"},
		{"aws-amplify", "amplify"},
	} {
		if !slices.Contains(modules, library.module) {
			continue
		}
		for _, place := range []struct {
			name  string
			start func(a *app)
		}{
			{"Node.js", (*app).startInNode},
			{"Chromium", (*app).startInChromium},
		} {
			t.Run(library.name+" in "+place.name, func(t *testing.T) {
				t.Parallel()
				a := &app{t: t, s: startServer(t), library: library.module}
				a.poolID, a.clientID = a.s.addAppPool()
				place.start(a)
				test(t, a)
			})
		}
	}
}

// addAppPool makes a pool whose users sign in with a password or with a code
// sent by e-mail, and a client without secret for it, as web pages have.
func (s *server) addAppPool() (poolID, clientID string) {
	s.t.Helper()
	pool := s.do("CreateUserPool", map[string]any{
		"PoolName":               "apps",
		"AutoVerifiedAttributes": []string{"email"},
		"Policies":               map[string]any{"SignInPolicy": map[string]any{"AllowedFirstAuthFactors": []string{"PASSWORD", "EMAIL_OTP"}}},
	})["UserPool"].(map[string]any)
	poolID = pool["Id"].(string)
	client := s.do("CreateUserPoolClient", map[string]any{
		"UserPoolId": poolID, "ClientName": "app", "PreventUserExistenceErrors": "ENABLED",
		"ExplicitAuthFlows": []string{"ALLOW_USER_SRP_AUTH", "ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"},
	})["UserPoolClient"].(map[string]any)
	return poolID, client["ClientId"].(string)
}

// appShows is the text of a refusal in both libraries' words.
func appShows(_, exception, message string) string { return exception + ": " + message }

func (a *app) startInNode() {
	cmd := exec.Command(tool(a.t, "node"), "app.mjs", a.library, a.s.url+"/", a.poolID, a.clientID)
	cmd.Dir = "clients/js"
	a.client = &client{call: lineCalls(a.t, cmd), shows: appShows}
}

func (a *app) startInChromium() {
	url := startAppPage(a.t)
	p := openTab(a.t)
	a.reload = func() {
		p.do(chromedp.Navigate(url))
		config, err := json.Marshal(map[string]any{"endpoint": a.s.url + "/", "poolId": a.poolID, "clientId": a.clientID})
		require.NoError(a.t, err)
		require.Equal(a.t, "open", eval[string](p, fmt.Sprintf(`(openApp(%q, %s), "open")`, a.library, config)))
	}
	a.reload()
	a.client = &client{
		call: func(operation string, input map[string]any) (map[string]any, refusal) {
			encoded, err := json.Marshal(input)
			require.NoError(a.t, err)
			answer := eval[struct {
				Output map[string]any
				refusal
			}](p, fmt.Sprintf(`callApp(%q, %s)`, operation, encoded))
			return answer.Output, answer.refusal
		},
		shows: appShows,
	}
}

// bundle is the page's script with both libraries, built once.
var bundle = sync.OnceValues(func() (string, error) {
	script := filepath.Join(temporary, "page.js")
	cmd := exec.Command("node", "node_modules/esbuild/bin/esbuild", "page.mjs", "--bundle", "--define:global=window",
		"--log-level=warning", "--outfile="+script)
	cmd.Dir = "clients/js"
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return script, nil
})

// startAppPage serves a page of another origin with that script.
func startAppPage(t *testing.T) (url string) {
	t.Helper()
	script, err := bundle()
	require.NoError(t, err)
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, `<!doctype html><title>app</title><link rel="icon" href="data:,"><script src="page.js"></script>`)
	})
	mux.HandleFunc("GET /page.js", func(w http.ResponseWriter, r *http.Request) { http.ServeFile(w, r, script) })
	page := httptest.NewServer(mux)
	t.Cleanup(page.Close)
	return page.URL
}

// does is a call that is not refused.
func (a *app) does(operation string, input map[string]any) (output map[string]any) {
	a.t.Helper()
	output, refused := a.call(operation, input)
	require.Empty(a.t, refused, operation)
	return output
}

// isRefused is a call that is, in these words.
func (a *app) isRefused(operation string, input map[string]any, exception, message string) {
	a.t.Helper()
	_, refused := a.call(operation, input)
	require.Equal(a.t, refusal{Text: a.shows(operation, exception, message), Type: exception}, refused, operation)
}

// code is the newest that a user was sent, for the purpose that it has to have.
func (a *app) code(username, purpose string) string {
	a.t.Helper()
	messages := a.s.messages(username)
	require.NotEmpty(a.t, messages)
	newest := messages[len(messages)-1]
	require.Equal(a.t, purpose, newest.Purpose)
	return newest.Code
}
