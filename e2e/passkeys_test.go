package e2e

import (
	"encoding/json"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"
	"github.com/descope/virtualwebauthn"
	"github.com/stretchr/testify/require"
)

// passkeyUser is jane, who may sign in by passkeys of a relying party.
type passkeyUser struct {
	*server
	client, token string
}

func startPasskeys(t *testing.T, relyingParty string) *passkeyUser {
	t.Helper()
	s := startServer(t)
	pool := s.do("CreateUserPool", map[string]any{"PoolName": "passkeys", "Policies": map[string]any{
		"SignInPolicy": map[string]any{"AllowedFirstAuthFactors": []string{"PASSWORD", "WEB_AUTHN"}},
	}})["UserPool"].(map[string]any)["Id"].(string)
	s.do("SetUserPoolMfaConfig", map[string]any{"UserPoolId": pool, "WebAuthnConfiguration": map[string]any{
		"RelyingPartyId": relyingParty, "UserVerification": "required",
	}})
	app := s.do("CreateUserPoolClient", map[string]any{"UserPoolId": pool, "ClientName": "web",
		"ExplicitAuthFlows": []string{"ALLOW_USER_AUTH", "ALLOW_USER_PASSWORD_AUTH"}})["UserPoolClient"].(map[string]any)["ClientId"].(string)
	s.do("AdminCreateUser", map[string]any{"UserPoolId": pool, "Username": "jane", "MessageAction": "SUPPRESS"})
	s.do("AdminSetUserPassword", map[string]any{"UserPoolId": pool, "Username": "jane", "Password": "Correct-horse-1", "Permanent": true})
	tokens := s.do("InitiateAuth", map[string]any{"ClientId": app, "AuthFlow": "USER_PASSWORD_AUTH",
		"AuthParameters": map[string]any{"USERNAME": "jane", "PASSWORD": "Correct-horse-1"}})["AuthenticationResult"].(map[string]any)
	return &passkeyUser{s, app, tokens["AccessToken"].(string)}
}

// creation are the options to register a passkey, as JSON.
func (u *passkeyUser) creation() string {
	text, err := json.Marshal(u.do("StartWebAuthnRegistration", map[string]any{"AccessToken": u.token})["CredentialCreationOptions"])
	require.NoError(u.t, err)
	return string(text)
}

func (u *passkeyUser) complete(credential string) {
	u.t.Helper()
	u.do("CompleteWebAuthnRegistration", map[string]any{"AccessToken": u.token, "Credential": json.RawMessage(credential)})
}

// signIn signs in by what sign makes of the options.
func (u *passkeyUser) signIn(sign func(options string) string) (answer map[string]any, refusal string) {
	u.t.Helper()
	started := u.do("InitiateAuth", map[string]any{"ClientId": u.client, "AuthFlow": "USER_AUTH",
		"AuthParameters": map[string]any{"USERNAME": "jane", "PREFERRED_CHALLENGE": "WEB_AUTHN"}})
	require.Equal(u.t, "WEB_AUTHN", started["ChallengeName"])
	credential := sign(started["ChallengeParameters"].(map[string]any)["CREDENTIAL_REQUEST_OPTIONS"].(string))
	return u.respond(map[string]any{"ClientId": u.client, "ChallengeName": "WEB_AUTHN", "Session": started["Session"],
		"ChallengeResponses": map[string]any{"USERNAME": "jane", "CREDENTIAL": credential}})
}

// Somebody else's virtual authenticator registers passkeys and signs in by them.
func TestPasskeysInGo(t *testing.T) {
	for name, kind := range map[string]virtualwebauthn.KeyType{"EC2": virtualwebauthn.KeyTypeEC2, "RSA": virtualwebauthn.KeyTypeRSA} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			u := startPasskeys(t, "example.com")
			party := virtualwebauthn.RelyingParty{ID: "example.com", Name: "example.com", Origin: "https://example.com"}
			authenticator, key := virtualwebauthn.NewAuthenticator(), virtualwebauthn.NewCredential(kind)
			options, err := virtualwebauthn.ParseAttestationOptions(u.creation())
			require.NoError(t, err)
			u.complete(virtualwebauthn.CreateAttestationResponse(party, authenticator, key, *options))
			authenticator.Options.UserHandle = []byte(options.UserID)
			sign := func(party virtualwebauthn.RelyingParty) func(string) string {
				return func(options string) string {
					o, err := virtualwebauthn.ParseAssertionOptions(options)
					require.NoError(t, err)
					require.Len(t, o.AllowCredentials, 1)
					return virtualwebauthn.CreateAssertionResponse(party, authenticator, key, *o)
				}
			}
			answer, refusal := u.signIn(sign(party))
			require.Empty(t, refusal)
			require.NotNil(t, answer["AuthenticationResult"])
			party.Origin = "https://example.org"
			_, refusal = u.signIn(sign(party))
			require.Contains(t, refusal, "NotAuthorizedException")
		})
	}
}

// Chromium's own virtual authenticator does, in a page on localhost.
func TestPasskeysInChromium(t *testing.T) {
	u := startPasskeys(t, "localhost")
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	page := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.Write([]byte("<!doctype html><title>passkeys</title>"))
	})}
	go page.Serve(listener)
	t.Cleanup(func() { page.Close() })
	_, port, _ := strings.Cut(listener.Addr().String(), ":")

	p := openTab(t)
	p.do(chromedp.Navigate("http://localhost:" + port + "/"))
	ctx, cancel := p.within()
	defer cancel()
	_, err = chromedp.Call(ctx, webauthn.Enable, webauthn.EnableParams{})
	require.NoError(t, err)
	_, err = chromedp.Call(ctx, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{Options: &webauthn.VirtualAuthenticatorOptions{
		Protocol: webauthn.AuthenticatorProtocolCtap2, Transport: webauthn.AuthenticatorTransportInternal,
		HasResidentKey: true, HasUserVerification: true, IsUserVerified: true, AutomaticPresenceSimulation: true,
	}})
	require.NoError(t, err)
	u.complete(eval[string](p, `navigator.credentials.create({publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(`+u.creation()+`)}).then(c => JSON.stringify(c))`))
	for range 2 { // the counter goes on
		answer, refusal := u.signIn(func(options string) string {
			return eval[string](p, `navigator.credentials.get({publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(`+options+`)}).then(c => JSON.stringify(c))`)
		})
		require.Empty(t, refusal)
		require.NotNil(t, answer["AuthenticationResult"])
	}
}
