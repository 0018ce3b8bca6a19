package e2e

import (
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/MicahParks/keyfunc/v3"
	"github.com/golang-jwt/jwt/v5"
	"github.com/stretchr/testify/require"
)

// keys is where the server publishes those of a pool; the issuer in its tokens
// is Amazon's.
func (s *server) keys(poolID string) string { return s.url + "/" + poolID + "/.well-known/jwks.json" }

func issuer(poolID string) string { return "https://cognito-idp.us-east-1.amazonaws.com/" + poolID }

// parse verifies a token with keyfunc, which fetches the keys, as it would be
// some time later.
func (s *server) parse(poolID, token string, later time.Duration, options ...jwt.ParserOption) (jwt.MapClaims, error) {
	s.t.Helper()
	keys, err := keyfunc.NewDefaultCtx(s.t.Context(), []string{s.keys(poolID)})
	require.NoError(s.t, err)
	claims := jwt.MapClaims{}
	_, err = jwt.ParseWithClaims(token, claims, keys.Keyfunc, append(options,
		jwt.WithValidMethods([]string{"RS256"}), jwt.WithIssuer(issuer(poolID)), jwt.WithExpirationRequired(),
		jwt.WithTimeFunc(func() time.Time { return time.Now().Add(later) }))...)
	return claims, err
}

// claims are those of a token that verifies.
func (s *server) claims(poolID, token string) jwt.MapClaims {
	s.t.Helper()
	claims, err := s.parse(poolID, token, 0)
	require.NoError(s.t, err)
	return claims
}

// requireTokens checks an access token and an ID token.
func (s *server) requireTokens(poolID, clientID, name string, tokens map[string]string) {
	s.t.Helper()
	access, id := s.claims(poolID, tokens["AccessToken"]), s.claims(poolID, tokens["IdToken"])
	for claim, want := range map[string]string{
		"token_use": "access", "client_id": clientID, "username": name, "scope": "aws.cognito.signin.user.admin",
	} {
		require.Equal(s.t, want, access[claim], claim)
	}
	for claim, want := range map[string]string{"token_use": "id", "aud": clientID, "cognito:username": name} {
		require.Equal(s.t, want, id[claim], claim)
	}
	for _, same := range []string{"sub", "origin_jti", "event_id", "auth_time"} {
		require.NotEmpty(s.t, access[same], same)
		require.Equal(s.t, access[same], id[same], same)
	}
}

// signIn is one with a password, as plain HTTP.
func (s *server) signIn(clientID, name, password string) map[string]string {
	s.t.Helper()
	return tokensOf(s.t, s.do("InitiateAuth", map[string]any{
		"ClientId": clientID, "AuthFlow": "USER_PASSWORD_AUTH",
		"AuthParameters": map[string]any{"USERNAME": name, "PASSWORD": password},
	}))
}

// tokensOf are those in an answer of the service.
func tokensOf(t testing.TB, output map[string]any) map[string]string {
	t.Helper()
	require.Empty(t, output["ChallengeName"])
	result, ok := output["AuthenticationResult"].(map[string]any)
	require.True(t, ok, "%v", output)
	require.Equal(t, "Bearer", result["TokenType"])
	require.EqualValues(t, 3600, result["ExpiresIn"])
	tokens := map[string]string{}
	for _, kind := range []string{"AccessToken", "IdToken", "RefreshToken"} {
		if token, ok := result[kind].(string); ok {
			tokens[kind] = token
		}
	}
	return tokens
}

// refreshing is the body of an InitiateAuth.
func refreshing(clientID, refreshToken string) string {
	return fmt.Sprintf(`{"ClientId":%q,"AuthFlow":"REFRESH_TOKEN_AUTH","AuthParameters":{"REFRESH_TOKEN":%q}}`, clientID, refreshToken)
}

// requireRevoked checks that an access token is.
func (s *server) requireRevoked(accessToken string) {
	s.t.Helper()
	_, answer := s.attempt("GetUser", fmt.Sprintf(`{"AccessToken":%q}`, accessToken))
	require.JSONEq(s.t, `{"__type":"NotAuthorizedException","message":"Access Token has been revoked"}`, answer)
}

// TestVerifiers is two libraries that check tokens, one for JavaScript and one
// for Go: they take those of the server, and none that are expired, foreign or
// altered.
func TestVerifiers(t *testing.T) {
	s := startServer(t, "-demo")
	poolID := s.demoPool()
	clients := []string{exampleClient, s.addClient(poolID)}
	otherPool, otherClient := s.addAppPool()
	tokens := map[string]string{}
	for _, id := range []string{poolID, otherPool} {
		s.do("AdminCreateUser", map[string]any{
			"UserPoolId": id, "Username": "jane", "TemporaryPassword": firstPassword, "MessageAction": "SUPPRESS",
		})
		s.do("AdminSetUserPassword", map[string]any{
			"UserPoolId": id, "Username": "jane", "Password": secondPassword, "Permanent": true,
		})
	}
	for prefix, clientID := range map[string]string{"": clients[0], "other client ": clients[1], "other pool ": otherClient} {
		for kind, token := range s.signIn(clientID, "jane", secondPassword) {
			tokens[prefix+kind] = token
		}
	}

	verifyJS := exec.Command(tool(t, "node"), "verify.mjs", s.keys(poolID))
	verifyJS.Dir = "clients/js"
	javaScript := lineCalls(t, verifyJS)
	// verify is what each makes of a token: "" for a good one.
	verify := func(token, use string, later time.Duration) (javaScriptSays, goSays string) {
		claims, refused := javaScript("verify", map[string]any{
			"Token": token, "UserPoolId": poolID, "ClientId": clients[0], "TokenUse": use, "Later": later.Milliseconds(),
		})
		if refused == (refusal{}) {
			require.Equal(t, use, claims["token_use"])
		}
		if use == "id" {
			_, err := s.parse(poolID, token, later, jwt.WithAudience(clients[0]))
			return refused.Type, fmt.Sprint(err)
		}
		claims, err := s.parse(poolID, token, later)
		if err == nil && claims["client_id"] != clients[0] { // it stands in no claim of the standard
			err = jwt.ErrTokenInvalidAudience
		}
		return refused.Type, fmt.Sprint(err)
	}

	for _, kind := range []struct{ name, use string }{{"AccessToken", "access"}, {"IdToken", "id"}} {
		good := tokens[kind.name]
		for _, row := range []struct {
			name, token string
			later       time.Duration
			javaScript  string
			golang      string
		}{
			{name: "good", token: good, golang: "<nil>"},
			{name: "good for 59 minutes", token: good, later: 59 * time.Minute, golang: "<nil>"},
			{"expired", good, 61 * time.Minute, "JwtExpiredError", "token is expired"},
			{"of another pool", tokens["other pool "+kind.name], 0, "ParameterValidationError", "key not found"},
			{"of another client", tokens["other client "+kind.name], 0, "CognitoJwtInvalidClientIdError", "token has invalid audience"},
			{"other payload", altered(t, good, 1, "username", "cognito:username"), 0, "JwtInvalidSignatureError", "signature is invalid"},
			{"kid of the other key", withKid(t, good, kidOf(t, tokens[map[string]string{"access": "IdToken", "id": "AccessToken"}[kind.use]])), 0,
				"JwtInvalidSignatureError", "signature is invalid"},
			{"unknown kid", withKid(t, good, "unknown"), 0, "KidNotFoundInJwksError", "key not found"},
			{"without signature", good[:strings.LastIndexByte(good, '.')+1], 0, "JwtParseError", "signature is invalid"},
			{"alg none", unsigned(t, good), 0, "JwtParseError", "signing method none is invalid"},
			{"signed by somebody else", forged(t, good), 0, "JwtInvalidSignatureError", "signature is invalid"},
		} {
			javaScriptSays, goSays := verify(row.token, kind.use, row.later)
			require.Equal(t, row.javaScript, javaScriptSays, "%s: %s", kind.name, row.name)
			require.Contains(t, goSays, row.golang, "%s: %s", kind.name, row.name)
		}
	}
	// One kind is not taken for the other.
	javaScriptSays, _ := verify(tokens["IdToken"], "access", 0)
	require.Equal(t, "CognitoJwtInvalidTokenUseError", javaScriptSays)
	javaScriptSays, _ = verify(tokens["AccessToken"], "id", 0)
	require.Equal(t, "CognitoJwtInvalidTokenUseError", javaScriptSays)
	// A refresh token says nothing to either.
	javaScriptSays, goSays := verify(tokens["RefreshToken"], "access", 0)
	require.Equal(t, "JwtParseError", javaScriptSays)
	require.Contains(t, goSays, "token is malformed")
}

// part is the JSON of a token's header (0) or payload (1).
func part(t testing.TB, token string, i int) map[string]any {
	t.Helper()
	text, err := base64.RawURLEncoding.DecodeString(strings.Split(token, ".")[i])
	require.NoError(t, err)
	var members map[string]any
	require.NoError(t, json.Unmarshal(text, &members))
	return members
}

func withPart(t testing.TB, token string, i int, members map[string]any) string {
	t.Helper()
	text, err := json.Marshal(members)
	require.NoError(t, err)
	parts := strings.Split(token, ".")
	parts[i] = base64.RawURLEncoding.EncodeToString(text)
	return strings.Join(parts, ".")
}

// altered has another text in the members of these names.
func altered(t testing.TB, token string, i int, names ...string) string {
	members := part(t, token, i)
	for _, name := range names {
		if _, ok := members[name]; ok {
			members[name] = "admin"
		}
	}
	return withPart(t, token, i, members)
}

func kidOf(t testing.TB, token string) string { return part(t, token, 0)["kid"].(string) }

func withKid(t testing.TB, token, kid string) string {
	header := part(t, token, 0)
	header["kid"] = kid
	return withPart(t, token, 0, header)
}

// unsigned is what a verifier takes that believes the header.
func unsigned(t testing.TB, token string) string {
	header := part(t, token, 0)
	header["alg"] = "none"
	token = withPart(t, token, 0, header)
	return token[:strings.LastIndexByte(token, '.')+1]
}

// forged is the same token, signed with a key that is not the pool's.
func forged(t testing.TB, token string) string {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	require.NoError(t, err)
	unsigned := token[:strings.LastIndexByte(token, '.')]
	signature, err := jwt.SigningMethodRS256.Sign(unsigned, key)
	require.NoError(t, err)
	return unsigned + "." + base64.RawURLEncoding.EncodeToString(signature)
}
