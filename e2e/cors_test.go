package e2e

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// startWebApp serves a page of another origin, which has
// amazon-cognito-identity-js as its publishers build it for browsers.
func startWebApp(t *testing.T) string {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, `<!doctype html><title>app</title><link rel="icon" href="data:,"><script src="identity.js"></script>`)
	})
	mux.HandleFunc("GET /identity.js", func(w http.ResponseWriter, r *http.Request) {
		http.ServeFile(w, r, "clients/js/node_modules/amazon-cognito-identity-js/dist/amazon-cognito-identity.min.js")
	})
	app := httptest.NewServer(mux)
	t.Cleanup(app.Close)
	return app.URL
}

// TestWebApp signs up from a page on another port, which the browser allows
// only because the server answers CORS for operations without credentials.
func TestWebApp(t *testing.T) {
	s := startServer(t, "-demo")
	p := openTab(t)
	p.do(chromedp.Navigate(startWebApp(t)))

	signUp := fmt.Sprintf(`new Promise((resolve) => {
		const pool = new AmazonCognitoIdentity.CognitoUserPool({UserPoolId: %q, ClientId: %q, endpoint: %q});
		const email = new AmazonCognitoIdentity.CognitoUserAttribute({Name: "email", Value: "jane@example.com"});
		pool.signUp("jane@example.com", "pa$$W0rd", [email], null, (error, result) =>
			resolve(error ? String(error) : result.codeDeliveryDetails.Destination));
	})`, s.demoPool(), exampleClient, s.url+"/")
	require.Equal(t, "j***@e***", eval[string](p, signUp))
	require.Equal(t, "UsernameExistsException: User already exists", eval[string](p, signUp))

	// The headers that SDKs in browsers send, and the ones that they read.
	type answer struct {
		Status    int
		Type, ID  string
		Exception string
	}
	refused := eval[answer](p, fmt.Sprintf(`(async () => {
		const answer = await fetch(%q, {
			method: "POST",
			headers: {
				"content-type": "application/x-amz-json-1.1",
				"x-amz-target": "AWSCognitoIdentityProviderService.SignUp",
				"x-amz-user-agent": "aws-sdk-js/3",
				"amz-sdk-invocation-id": "1",
				"amz-sdk-request": "attempt=1; max=3",
				"cache-control": "no-store",
			},
			body: JSON.stringify({ClientId: "unknown", Username: "joe", Password: "pa$$W0rd"}),
		});
		return {
			Status: answer.status,
			Type: answer.headers.get("x-amzn-errortype"),
			ID: answer.headers.get("x-amzn-requestid"),
			Exception: (await answer.json()).__type,
		};
	})()`, s.url))
	require.Regexp(t, `^[0-9a-f-]{36}$`, refused.ID)
	refused.ID = ""
	require.Equal(t, answer{Status: 400, Type: "ResourceNotFoundException:", Exception: "ResourceNotFoundException"}, refused)
}

// signedCall is a script that lists the pools, and says how that went.
func signedCall(s *server) string {
	return fmt.Sprintf(`fetch(%q, {method: "POST", body: '{"MaxResults":1}', headers: {
		"x-amz-target": "AWSCognitoIdentityProviderService.ListUserPools", "authorization": "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE",
	}}).then((answer) => String(answer.status), String)`, s.url)
}

// TestNamedOrigin is a page that -origin names, and which does what a program
// may: signed calls, and the control endpoints. A page elsewhere does neither.
func TestNamedOrigin(t *testing.T) {
	app := startWebApp(t)
	s := startServer(t, "-demo", "-origin", app)
	s.do("SignUp", sample())
	p := openTab(t)
	p.do(chromedp.Navigate(app))
	require.Equal(t, "200", eval[string](p, signedCall(s)))
	require.Equal(t, s.messages("jane@example.com")[0].Code,
		eval[string](p, fmt.Sprintf(`fetch(%q).then((answer) => answer.text(), String)`, s.url+"/_cognitofake/code?username=jane@example.com")))
	require.Equal(t, "200", eval[string](p, fmt.Sprintf(`fetch(%q, {method: "POST", headers: {"content-type": "application/json"}, body: '{"advance":"1h"}'})
		.then((answer) => String(answer.status), String)`, s.url+"/_cognitofake/clock")))

	p.do(chromedp.Navigate(startWebApp(t)))
	require.Equal(t, "TypeError: Failed to fetch", eval[string](p, signedCall(s)))
}

// TestOtherOrigins is a page that tries to reach the inbox and the control
// endpoints: it can neither read nor change anything.
func TestOtherOrigins(t *testing.T) {
	s := startServer(t, "-demo")
	s.do("SignUp", sample())
	p := openTab(t)
	p.do(chromedp.Navigate(startWebApp(t)))

	for _, path := range []string{"/", "/_cognitofake/messages", "/_cognitofake/calls", "/_cognitofake/users", "/_cognitofake/code?username=jane@example.com", "/_cognitofake/inbox/live"} {
		require.Equal(t, "TypeError: Failed to fetch", eval[string](p,
			fmt.Sprintf(`fetch(%q).then((answer) => answer.text(), String)`, s.url+path)), path)
	}
	require.Equal(t, "TypeError: Failed to fetch", eval[string](p, signedCall(s)))
	for path, body := range map[string]string{
		"/_cognitofake/reset":         "",
		"/_cognitofake/clock":         `{"advance":"48h"}`,
		"/_cognitofake/users":         `{"username":"eve"}`,
		"/_cognitofake/faults":        `{"operation":"ConfirmSignUp","error":"InternalErrorException","times":9}`,
		"/_cognitofake/inbox/delete":  fmt.Sprintf(`{"poolId":%q,"username":"jane@example.com"}`, s.demoPool()),
		"/_cognitofake/inbox/confirm": fmt.Sprintf(`{"poolId":%q,"username":"jane@example.com"}`, s.demoPool()),
	} {
		// A form could send these without asking for permission first.
		eval[string](p, fmt.Sprintf(`fetch(%q, {method: "POST", mode: "no-cors", body: %q}).then(() => "sent", String)`, s.url+path, body))
	}
	eval[string](p, fmt.Sprintf(`fetch(%q, {method: "DELETE"}).then(() => "sent", String)`, s.url+"/_cognitofake/messages"))

	requireStatus(t, s, nil, "UNCONFIRMED")
	messages := s.messages("jane@example.com")
	require.Len(t, messages, 1)
	s.do("ConfirmSignUp", map[string]any{
		"ClientId": exampleClient, "Username": "jane@example.com", "ConfirmationCode": messages[0].Code,
	})
}
