package rows

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
)

// RefreshClient signs in by password and refreshes.
func RefreshClient() cip.CreateUserPoolClientInput {
	in := PasswordClient()
	in.ExplicitAuthFlows = append(in.ExplicitAuthFlows, types.ExplicitAuthFlowsTypeAllowRefreshTokenAuth)
	return in
}

// SecretRefreshClient is a RefreshClient with a secret.
func SecretRefreshClient() cip.CreateUserPoolClientInput {
	in := RefreshClient()
	in.GenerateSecret = true
	return in
}

// RotatingClient signs in by password and rotates refresh tokens; an old one
// is good for grace seconds more.
func RotatingClient(grace int32) cip.CreateUserPoolClientInput {
	in := PasswordClient()
	in.RefreshTokenRotation = &types.RefreshTokenRotationType{Feature: types.FeatureTypeEnabled, RetryGracePeriodSeconds: &grace}
	return in
}

// Tokens are those of somebody who signs in by the good password.
func (w *World) Tokens(name string) *types.AuthenticationResultType {
	w.Helper()
	out, err := w.SignIn(name, fixture.GoodPassword)
	require.NoError(w, err)
	return out.AuthenticationResult
}

// Refresh refreshes by InitiateAuth; username is for the hash of a client with a secret.
func (w *World) Refresh(token *string, username string) (*cip.InitiateAuthOutput, error) {
	in := &cip.InitiateAuthInput{
		ClientId: &w.ClientID, AuthFlow: types.AuthFlowTypeRefreshTokenAuth, AuthParameters: map[string]string{"REFRESH_TOKEN": *token},
	}
	if w.Secret != "" {
		in.AuthParameters["SECRET_HASH"] = w.SecretHash(username)
	}
	return w.Client.InitiateAuth(w.Ctx, in)
}

// GetTokens refreshes by GetTokensFromRefreshToken.
func (w *World) GetTokens(token *string) (*cip.GetTokensFromRefreshTokenOutput, error) {
	in := &cip.GetTokensFromRefreshTokenInput{ClientId: &w.ClientID, RefreshToken: token}
	if w.Secret != "" {
		in.ClientSecret = &w.Secret
	}
	return w.Client.GetTokensFromRefreshToken(w.Ctx, in)
}

// Renewed is the refresh token that takes the place of another.
func (w *World) Renewed(token *string) *string {
	w.Helper()
	out, err := w.GetTokens(token)
	require.NoError(w, err)
	require.NotNil(w, out.AuthenticationResult.RefreshToken)
	return out.AuthenticationResult.RefreshToken
}

// OtherClient makes the world one of another client of its pool.
func (w *World) OtherClient(in cip.CreateUserPoolClientInput) *World {
	w.Helper()
	in.UserPoolId, in.ClientName = &w.PoolID, aws.String("other")
	made, err := w.Client.CreateUserPoolClient(w.Ctx, &in)
	require.NoError(w, err)
	other := *w
	other.ClientID, other.Secret = *made.UserPoolClient.ClientId, aws.ToString(made.UserPoolClient.ClientSecret)
	return &other
}

// notAuthorized is a NotAuthorizedException in these words.
func notAuthorized(message string) Want {
	return Want{Code: "NotAuthorizedException", Message: message}
}

// Words of tokens that are refused.
const (
	TextInvalidRefresh = "Invalid Refresh Token."
	TextRefreshRevoked = "Refresh Token has been revoked"
	TextRefreshExpired = "Refresh Token has expired"
	TextReuse          = "Refresh token reuse detected"
	TextAccessRevoked  = "Access Token has been revoked"
	TextInvalidAccess  = "Invalid Access Token"
)

// RequireRefused asserts words and type of a refusal.
func (w *World) RequireRefused(err error, code, message string) {
	w.Helper()
	Want{Code: code, Message: message}.RequireError(w, err)
}

// renewedAlike looks at tokens that were given for those of before.
func renewedAlike(w *World, before, after *types.AuthenticationResultType) {
	w.Helper()
	require.Equal(w, "Bearer", *after.TokenType)
	require.EqualValues(w, 3600, after.ExpiresIn)
	for _, pair := range [][2]*string{{before.AccessToken, after.AccessToken}, {before.IdToken, after.IdToken}} {
		old, renewed := w.Claims(pair[0]), w.Claims(pair[1])
		for _, name := range []string{"origin_jti", "auth_time", "sub", "iss", "token_use"} {
			require.Equal(w, old[name], renewed[name], name)
		}
		require.NotEqual(w, old["jti"], renewed["jti"])
		require.GreaterOrEqual(w, renewed["iat"], old["iat"])
	}
	access, id := w.Claims(after.AccessToken), w.Claims(after.IdToken)
	for _, name := range []string{"origin_jti", "event_id", "auth_time", "iat", "iss", "sub"} {
		require.Equal(w, access[name], id[name], name)
	}
	require.NotEqual(w, access["jti"], id["jti"])
}

// missingRefreshToken is what a refresh without a token is told, where the flow is allowed.
var missingRefreshToken = invalid("Missing required parameter REFRESH_TOKEN")

// refreshRows are rows of refresh by InitiateAuth: N90 to N96, C124 to C126.
func refreshRows() []Row {
	refreshing := func(flow types.AuthFlowType) func(w *World) (any, error) {
		return func(w *World) (any, error) {
			before := w.Tokens("jane")
			out, err := w.Client.InitiateAuth(w.Ctx, &cip.InitiateAuthInput{
				ClientId: &w.ClientID, AuthFlow: flow, AuthParameters: map[string]string{"REFRESH_TOKEN": *before.RefreshToken, "USERNAME": "nobody"},
			})
			if err == nil {
				require.Empty(w, out.ChallengeName)
				require.NotNil(w, out.ChallengeParameters)
				require.Empty(w, out.ChallengeParameters)
				require.Nil(w, out.AuthenticationResult.RefreshToken)
				renewedAlike(w, before, out.AuthenticationResult)
				_, err := w.GetUser(out.AuthenticationResult.AccessToken)
				require.NoError(w, err)
			}
			return out, err
		}
	}
	return []Row{
		{Rules: "N91 N96 C124 C125", Name: "REFRESH_TOKEN_AUTH", App: RefreshClient(), Prior: Jane, Call: refreshing(types.AuthFlowTypeRefreshTokenAuth)},
		{Rules: "N91", Name: "REFRESH_TOKEN", App: RefreshClient(), Prior: Jane, Call: refreshing(types.AuthFlowTypeRefreshToken)},
		{
			Rules: "N96", Name: "a refresh without USERNAME", App: RefreshClient(), Prior: Jane,
			Call: func(w *World) (any, error) { return w.Refresh(w.Tokens("jane").RefreshToken, "") },
			Want: Want{Check: func(w *World, out any) {
				require.Equal(w, "jane", w.Claims(out.(*cip.InitiateAuthOutput).AuthenticationResult.AccessToken)["username"])
			}},
		},
		{
			Rules: "N96 N95", Name: "nor is USERNAME looked at for the hash", App: SecretRefreshClient(), Prior: Jane,
			Call: func(w *World) (any, error) {
				return w.Client.InitiateAuth(w.Ctx, &cip.InitiateAuthInput{
					ClientId: &w.ClientID, AuthFlow: types.AuthFlowTypeRefreshTokenAuth, AuthParameters: map[string]string{
						"REFRESH_TOKEN": *w.Tokens("jane").RefreshToken, "USERNAME": "nobody", "SECRET_HASH": w.SecretHash("jane"),
					},
				})
			},
			Want: Want{Check: func(w *World, out any) {
				require.Equal(w, "jane", w.Claims(out.(*cip.InitiateAuthOutput).AuthenticationResult.AccessToken)["username"])
			}},
		},
		{
			Rules: "N91 N18", Name: "refresh by AdminInitiateAuth, again and again", App: RefreshClient(), Prior: Jane,
			Call: func(w *World) (any, error) {
				token := w.Tokens("jane").RefreshToken
				for range 2 {
					out, err := w.adminAuth(types.AuthFlowTypeRefreshTokenAuth, "REFRESH_TOKEN", *token)
					if err != nil {
						return nil, err
					}
					require.Nil(w, out.AuthenticationResult.RefreshToken)
				}
				return w.Refresh(token, "")
			},
		},
		{
			Rules: "N90 C125", Name: "a refresh reads the attributes anew", App: RefreshClient(), Prior: Jane,
			Call: func(w *World) (any, error) {
				before := w.Tokens("jane")
				w.adminUpdates("jane", "email", "new@example.com", "email_verified", "true", "name", "Jane")
				w.setsPassword("jane", NewPassword)
				_, err := w.GetUser(before.AccessToken)
				require.NoError(w, err)
				require.Equal(w, "jane@example.com", w.Claims(before.IdToken)["email"])
				out, err := w.Refresh(before.RefreshToken, "")
				require.NoError(w, err)
				id := w.Claims(out.AuthenticationResult.IdToken)
				require.Equal(w, []any{"new@example.com", true, "Jane"}, []any{id["email"], id["email_verified"], id["name"]})
				return nil, nil
			},
		},
		{
			Rules: "N24", Choice: true, Name: "refresh is not enabled", App: PasswordClient(), Prior: Jane,
			Call: func(w *World) (any, error) { return w.Refresh(w.Tokens("jane").RefreshToken, "") },
			Want: invalid("Auth flow not enabled for this client"),
		},
		{
			Rules: "N26", Name: "no REFRESH_TOKEN", App: RefreshClient(),
			Call: func(w *World) (any, error) { return w.Auth(types.AuthFlowTypeRefreshTokenAuth, "USERNAME", "jane") },
			Want: missingRefreshToken,
		},
		{
			Rules: "N92", Name: "not ours", App: RefreshClient(), Prior: Jane,
			Call: func(w *World) (any, error) { return w.Refresh(aws.String("not-a-token"), "") },
			Want: notAuthorized(TextInvalidRefresh),
		},
		{
			Rules: "N92", Name: "an access token to refresh by", App: RefreshClient(), Prior: Jane,
			Call: func(w *World) (any, error) { return w.Refresh(w.Tokens("jane").AccessToken, "") },
			Want: notAuthorized(TextInvalidRefresh),
		},
		{
			Rules: "N92", Name: "a refresh token that was altered", App: RefreshClient(), Prior: Jane,
			Call: func(w *World) (any, error) {
				token := *w.Tokens("jane").RefreshToken
				for _, at := range []int{80, 200, 900, len(token) - 2} {
					other := "A"
					if token[at] == 'A' {
						other = "B"
					}
					_, err := w.Refresh(aws.String(token[:at]+other+token[at+1:]), "")
					w.RequireRefused(err, "NotAuthorizedException", TextInvalidRefresh)
				}
				return w.Refresh(aws.String(strings.TrimSuffix(token, token[len(token)-1:])), "")
			},
			Want: notAuthorized(TextInvalidRefresh),
		},
		{
			Rules: "N92 C126", Name: "a refresh token of another client", App: RefreshClient(), Prior: Jane,
			Call: func(w *World) (any, error) {
				return w.OtherClient(RefreshClient()).Refresh(w.Tokens("jane").RefreshToken, "")
			},
			Want: notAuthorized(TextInvalidRefresh),
		},
		{
			Rules: "N92", Choice: true, Name: "the refresh token of a user who was deleted and came back", App: RefreshClient(), Prior: Jane,
			Call: func(w *World) (any, error) {
				token := w.Tokens("jane").RefreshToken
				w.deletes("jane")
				Jane(w)
				return w.Refresh(token, "")
			},
			Want: notAuthorized(TextInvalidRefresh),
		},
		{
			Rules: "N94", Choice: true, Name: "refresh of a disabled user", App: RefreshClient(), Prior: Jane,
			Call: func(w *World) (any, error) {
				token := w.Tokens("jane").RefreshToken
				w.disables("jane")
				return w.Refresh(token, "")
			},
			Want: notAuthorized("User is disabled."),
		},
		{
			Rules: "N95", Name: "the hash of a refresh is over the sub in an e-mail pool", Pool: fixture.EmailNamePool(), App: SecretRefreshClient(),
			Prior: func(w *World) { w.AddUser(NewUser{Username: "jane@example.com", Password: fixture.GoodPassword}) },
			Call: func(w *World) (any, error) {
				return w.Refresh(w.Tokens("jane@example.com").RefreshToken, w.User("jane@example.com").Sub)
			},
		},
		{
			Rules: "N95", Name: "the hash of a refresh over the e-mail address", Pool: fixture.EmailNamePool(), App: SecretRefreshClient(),
			Prior: func(w *World) { w.AddUser(NewUser{Username: "jane@example.com", Password: fixture.GoodPassword}) },
			Call: func(w *World) (any, error) {
				return w.Refresh(w.Tokens("jane@example.com").RefreshToken, "jane@example.com")
			},
			Want: Want{Code: "NotAuthorizedException", Words: func(w *World) string { return "SecretHash does not match for the client: " + w.ClientID }},
		},
		{
			Rules: "N28", Choice: true, Name: "a hash of a refresh by a client without a secret", App: RefreshClient(),
			Call: func(w *World) (any, error) {
				return w.Auth(types.AuthFlowTypeRefreshTokenAuth, "REFRESH_TOKEN", "not-a-token", "SECRET_HASH", fixture.HashOf("x", "y"))
			},
			Want: Want{Code: "InvalidParameterException", Words: func(w *World) string {
				return "App client " + w.ClientID + " is not configured for secret but secret hash was received"
			}},
		},
		{
			Rules: "N95 N27", Name: "no hash of a refresh", App: SecretRefreshClient(), Prior: Jane,
			Call: func(w *World) (any, error) {
				return w.Client.InitiateAuth(w.Ctx, &cip.InitiateAuthInput{
					ClientId: &w.ClientID, AuthFlow: types.AuthFlowTypeRefreshTokenAuth,
					AuthParameters: map[string]string{"REFRESH_TOKEN": *w.Tokens("jane").RefreshToken},
				})
			},
			Want: Want{Code: "NotAuthorizedException", Words: func(w *World) string {
				return "Client " + w.ClientID + " is configured with secret but SECRET_HASH was not received"
			}},
		},
	}
}
