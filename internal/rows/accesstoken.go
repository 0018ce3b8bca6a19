package rows

import (
	"encoding/base64"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
)

// byToken are the operations of signed-in users and their bodies beside the
// access token.
var byToken = []struct{ op, rest string }{
	{"GetUser", ``},
	{"UpdateUserAttributes", `,"UserAttributes":[{"Name":"name","Value":"x"}]`},
	{"DeleteUserAttributes", `,"UserAttributeNames":["name"]`},
	{"GetUserAttributeVerificationCode", `,"AttributeName":"email"`},
	{"VerifyUserAttribute", `,"AttributeName":"email","Code":"123456"`},
	{"ChangePassword", `,"PreviousPassword":"` + fixture.GoodPassword + `","ProposedPassword":"` + NewPassword + `"`},
	{"ListWebAuthnCredentials", ``},
	{"GetUserAuthFactors", ``},
	{"ListDevices", ``},
	{"AssociateSoftwareToken", ``},
	{"VerifySoftwareToken", `,"UserCode":"123456"`},
	{"SetUserMFAPreference", ``},
	{"SetUserSettings", `,"MFAOptions":[]`},
	{"GlobalSignOut", ``},
	{"DeleteUser", ``},
}

// byTokenToo are those that need more than a token to succeed.
var byTokenToo = []struct{ op, rest string }{
	{"StartWebAuthnRegistration", ``},
	{"CompleteWebAuthnRegistration", `,"Credential":{}`},
	{"DeleteWebAuthnCredential", `,"CredentialId":"x"`},
	{"ConfirmDevice", `,"DeviceKey":"us-east-1_0"`},
	{"GetDevice", `,"DeviceKey":"us-east-1_0"`},
	{"ForgetDevice", `,"DeviceKey":"us-east-1_0"`},
	{"UpdateDeviceStatus", `,"DeviceKey":"us-east-1_0"`},
}

// everywhere asserts that each operation refuses an access token in these words.
func everywhere(want Want, token func(w *World) string) func(*World) (any, error) {
	return func(w *World) (any, error) {
		given := token(w)
		for _, o := range slices.Concat(byToken, byTokenToo) {
			Row{Raw: func(*World) string { return o.op + ` {"AccessToken":"` + given + `"` + o.rest + `}` }, Want: want}.runRaw(w)
		}
		return nil, nil
	}
}

// altered is a token with another claim.
func altered(token, claim, other string) string {
	parts := strings.Split(token, ".")
	claims, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		panic(err)
	}
	parts[1] = base64.RawURLEncoding.EncodeToString([]byte(strings.Replace(string(claims), claim, other, 1)))
	return strings.Join(parts, ".")
}

// accessTokenRows are rows of what an access token has to be: N7 to N16.
func accessTokenRows() []Row {
	access := func(w *World) string { return *w.Tokens("jane").AccessToken }
	return []Row{
		{
			Rules: "N7 N1", Name: "an access token and no signature", App: PasswordClient(), Prior: Jane,
			Call: func(w *World) (any, error) {
				token := access(w)
				for _, o := range byToken {
					switch o.op {
					case "VerifyUserAttribute", "AssociateSoftwareToken", "VerifySoftwareToken", "GlobalSignOut":
						continue // without a code, in a pool without such tokens, and at the end of all
					}
					status, _, answer := w.Post(o.op, `{"AccessToken":"`+token+`"`+o.rest+`}`, "Authorization", "")
					require.Equal(w, 200, status, "%s %s", o.op, answer)
				}
				return nil, nil
			},
		},
		{Rules: "N8 N16", Choice: true, Name: "a pattern", Call: everywhere(
			violating("Value at 'accessToken' failed to satisfy constraint: Member must satisfy regular expression pattern: [A-Za-z0-9-_=.]+"),
			func(*World) string { return "not a token" })},
		{Rules: "N8", Choice: true, Name: "an empty one", Call: everywhere(
			violating("Value at 'accessToken' failed to satisfy constraint: Member must satisfy regular expression pattern: [A-Za-z0-9-_=.]+"),
			func(*World) string { return "" })},
		{Rules: "N9", Name: "no JWT", Call: everywhere(notAuthorized(TextInvalidAccess), func(*World) string { return "abc" })},
		{Rules: "N9", Name: "a JWT of somebody else", Call: everywhere(notAuthorized(TextInvalidAccess), func(*World) string {
			return "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c"
		})},
		{Rules: "N10 N16", Name: "a token that was altered", App: PasswordClient(), Prior: Jane, Call: everywhere(
			notAuthorized("Could not verify signature for Access Token"),
			func(w *World) string { return altered(access(w), `"jane"`, `"john"`) })},
		{Rules: "N10", Name: "a token that says it is not signed", App: PasswordClient(), Prior: Jane, Call: everywhere(
			notAuthorized("Could not verify signature for Access Token"),
			func(w *World) string {
				parts := strings.Split(access(w), ".")
				return base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none"}`)) + "." + parts[1] + "."
			})},
		{Rules: "N10", Name: "the signature of another token", App: PasswordClient(), Prior: Jane, Call: everywhere(
			notAuthorized("Could not verify signature for Access Token"),
			func(w *World) string {
				one, other := strings.Split(access(w), "."), strings.Split(access(w), ".")
				return one[0] + "." + one[1] + "." + other[2]
			})},
		{Rules: "N12", Name: "revoked", App: PasswordClient(), Prior: Jane, Call: everywhere(notAuthorized(TextAccessRevoked),
			func(w *World) string {
				tokens := w.Tokens("jane")
				_, err := w.Revoke(tokens.RefreshToken)
				require.NoError(w, err)
				return *tokens.AccessToken
			})},
		{Rules: "N14", Choice: true, Name: "an ID token", App: PasswordClient(), Prior: Jane, Call: everywhere(notAuthorized(TextInvalidAccess),
			func(w *World) string { return *w.Tokens("jane").IdToken })},
		{Rules: "N14", Choice: true, Name: "a refresh token", App: PasswordClient(), Prior: Jane, Call: everywhere(notAuthorized(TextInvalidAccess),
			func(w *World) string { return *w.Tokens("jane").RefreshToken })},
		{Rules: "N15", Choice: true, Name: "the user of the token is gone", App: PasswordClient(), Prior: Jane, Call: everywhere(
			Want{Code: "UserNotFoundException", Message: "User does not exist."},
			func(w *World) string {
				token := access(w)
				w.deletes("jane")
				Jane(w) // somebody else of the same name
				return token
			})},
		{Rules: "N15 N16", Choice: true, Name: "the user of the token is disabled, and signed out", App: PasswordClient(), Prior: Jane, Call: everywhere(
			notAuthorized("User is disabled."),
			func(w *World) string {
				token := access(w)
				_, err := w.SignOut(&token)
				require.NoError(w, err)
				w.disables("jane")
				return token
			})},
		{Rules: "N15", Name: "the user of the token was disabled for a while", App: PasswordClient(), Prior: Jane, Call: everywhere(
			notAuthorized(TextAccessRevoked),
			func(w *World) string {
				token := access(w)
				w.disables("jane")
				w.enables("jane")
				w.requireAlive(w.Tokens("jane"))
				return token
			})},
		{
			Rules: "N15", Choice: true, Name: "the refresh token of a user who was disabled for a while", App: PasswordClient(), Prior: Jane,
			Call: func(w *World) (any, error) {
				tokens := w.Tokens("jane")
				w.disables("jane")
				w.enables("jane")
				out, err := w.GetTokens(tokens.RefreshToken)
				require.NoError(w, err)
				renewedAlike(w, tokens, out.AuthenticationResult)
				return w.GetUser(out.AuthenticationResult.AccessToken)
			},
		},
		{Rules: "N16", Choice: true, Name: "the client of the token is gone", App: PasswordClient(), Prior: Jane,
			Call: func(w *World) (any, error) {
				other := w.OtherClient(PasswordClient())
				token := other.Tokens("jane").AccessToken
				_, err := w.Client.DeleteUserPoolClient(w.Ctx, &cip.DeleteUserPoolClientInput{UserPoolId: &w.PoolID, ClientId: &other.ClientID})
				require.NoError(w, err)
				return w.GetUser(token)
			},
			Want: Want{Code: "ResourceNotFoundException", Prefix: true, Message: "User pool client "}},
		{Rules: "N16", Choice: true, Name: "the pool of the token is gone", App: PasswordClient(),
			Call: func(w *World) (any, error) {
				r := Row{App: PasswordClient()}
				other := *w
				r.Open(&other)
				Jane(&other)
				token := other.Tokens("jane").AccessToken
				_, err := w.Client.DeleteUserPool(w.Ctx, &cip.DeleteUserPoolInput{UserPoolId: &other.PoolID})
				require.NoError(w, err)
				return w.GetUser(token)
			},
			Want: notAuthorized(TextInvalidAccess)},
		{Rules: "N8", Choice: true, Name: "no access token at all", Raw: func(*World) string { return `GetUser {}` },
			Want: violating("Value null at 'accessToken' failed to satisfy constraint: Member must not be null")},
		{Rules: "N3 C139", Choice: true, Name: "a refresh token of another pool", App: PasswordClient(),
			Call: func(w *World) (any, error) {
				r := Row{App: PasswordClient()}
				other := *w
				r.Open(&other)
				Jane(&other)
				return w.GetTokens(aws.String(*other.Tokens("jane").RefreshToken))
			},
			Want: notAuthorized(TextInvalidRefresh)},
	}
}
