package truth_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
	"github.com/cognitofake/cognitofake/internal/rows"
)

// adds is a user who is there when a row begins.
func adds(username string) func(*rows.World) {
	return prior(func(w *world) {
		w.pool.AddUser(cognitofake.NewUser{Username: username, Password: fixture.GoodPassword})
	})
}

// living is a client whose refresh tokens live two hours.
func living(in cip.CreateUserPoolClientInput) cip.CreateUserPoolClientInput {
	in.RefreshTokenValidity = 2
	in.TokenValidityUnits = &types.TokenValidityUnitsType{RefreshToken: types.TimeUnitsTypeHours}
	return in
}

// tokenLifeRows are rows of tokens in the course of time: N11, N85, N87, N93, C127 to C130, C140 to C142.
func tokenLifeRows() []rows.Row {
	stands := []cognitofake.Option{frozen()}
	return []rows.Row{
		{
			Rules: "N11 N87", Name: "an access token lives an hour", Own: stands, App: rows.PasswordClient(), Prior: adds("jane"),
			Call: call(func(w *world) (any, error) {
				token := w.Tokens("jane").AccessToken
				w.fake.Advance(time.Hour - time.Second)
				_, err := w.GetUser(token)
				require.NoError(w, err)
				w.fake.Advance(time.Second)
				return w.GetUser(token)
			}),
			Want: rows.Want{Code: "NotAuthorizedException", Message: "Access Token has expired"},
		},
		{
			Rules: "N16", Choice: true, Name: "expiry comes before user and revocation, signature before expiry", Own: stands, App: rows.PasswordClient(), Prior: adds("jane"),
			Call: call(func(w *world) (any, error) {
				token := w.Tokens("jane").AccessToken
				_, err := w.SignOut(token)
				require.NoError(w, err)
				w.pool.DeleteUser("jane")
				w.fake.Advance(time.Hour)
				_, err = w.GetUser(aws.String(*token + "AA"))
				w.RequireRefused(err, "NotAuthorizedException", "Could not verify signature for Access Token")
				return w.GetUser(token)
			}),
			Want: rows.Want{Code: "NotAuthorizedException", Message: "Access Token has expired", Check: check(func(w *world, _ any) {
				require.Empty(w, w.pool.Users())
			})},
		},
		{
			Rules: "N93 N87", Name: "a refresh token lives thirty days", Own: stands, App: rows.RefreshClient(), Prior: adds("jane"),
			Call: call(func(w *world) (any, error) {
				token := w.Tokens("jane").RefreshToken
				w.fake.Advance(30*24*time.Hour - time.Second)
				_, err := w.Refresh(token, "")
				require.NoError(w, err)
				w.fake.Advance(time.Second)
				return w.Refresh(token, "")
			}),
			Want: rows.Want{Code: "NotAuthorizedException", Message: rows.TextRefreshExpired},
		},
		{
			Rules: "N93", Name: "a refresh token expired long ago, and its user has signed in since", Own: stands, App: rows.RefreshClient(), Prior: adds("jane"),
			Call: call(func(w *world) (any, error) {
				token := w.Tokens("jane").RefreshToken
				w.fake.Advance(90 * 24 * time.Hour)
				w.Tokens("jane")
				return w.Refresh(token, "")
			}),
			Want: rows.Want{Code: "NotAuthorizedException", Message: rows.TextRefreshExpired},
		},
		{
			Rules: "C129 C128 N87", Name: "a refresh does not lengthen the life of the token", Own: stands, App: living(rows.RefreshClient()), Prior: adds("jane"),
			Call: call(func(w *world) (any, error) {
				token := w.Tokens("jane").RefreshToken
				w.fake.Advance(2*time.Hour - time.Second)
				_, err := w.Refresh(token, "")
				require.NoError(w, err)
				w.fake.Advance(time.Second)
				return w.Refresh(token, "")
			}),
			Want: rows.Want{Code: "NotAuthorizedException", Message: rows.TextRefreshExpired},
		},
		{
			Rules: "C140", Name: "nor does rotation", Own: stands, App: living(rows.RotatingClient(0)), Prior: adds("jane"),
			Call: call(func(w *world) (any, error) {
				token := w.Tokens("jane").RefreshToken
				w.fake.Advance(time.Hour)
				token = w.Renewed(token)
				w.fake.Advance(time.Hour - time.Second)
				token = w.Renewed(token)
				w.fake.Advance(time.Second)
				return w.GetTokens(token)
			}),
			Want: rows.Want{Code: "NotAuthorizedException", Message: rows.TextRefreshExpired},
		},
		{
			Rules: "C141 C142 N97", Name: "the grace period ends", Own: stands, App: rows.RotatingClient(60), Prior: adds("jane"),
			Call: call(func(w *world) (any, error) {
				old := w.Tokens("jane").RefreshToken
				w.Renewed(old)
				w.fake.Advance(59 * time.Second)
				newest := w.Renewed(old)
				w.fake.Advance(time.Second)
				_, err := w.GetTokens(old)
				w.RequireRefused(err, "RefreshTokenReuseException", rows.TextReuse)
				w.Renewed(newest)
				return w.GetTokens(old)
			}),
			Want: rows.Want{Code: "RefreshTokenReuseException", Message: rows.TextReuse},
		},
		{
			Rules: "N85 C125", Name: "auth_time outlives a refresh", Own: stands, App: rows.RefreshClient(), Prior: adds("jane"),
			Call: call(func(w *world) (any, error) {
				before := w.Tokens("jane")
				w.fake.Advance(24 * time.Hour)
				out, err := w.Refresh(before.RefreshToken, "")
				require.NoError(w, err)
				for _, pair := range [][2]*string{{before.AccessToken, out.AuthenticationResult.AccessToken}, {before.IdToken, out.AuthenticationResult.IdToken}} {
					old, renewed := w.Claims(pair[0]), w.Claims(pair[1])
					require.Equal(w, old["auth_time"], renewed["auth_time"])
					require.Equal(w, old["iat"].(float64)+86400, renewed["iat"])
					require.Equal(w, renewed["iat"].(float64)+3600, renewed["exp"])
				}
				return nil, nil
			}),
		},
		{
			Rules: "C127 C128", Name: "units of validity", Own: stands, Prior: adds("jane"),
			App: func() cip.CreateUserPoolClientInput {
				in := rows.PasswordClient()
				in.AccessTokenValidity, in.IdTokenValidity = aws.Int32(301), aws.Int32(1)
				in.TokenValidityUnits = &types.TokenValidityUnitsType{AccessToken: types.TimeUnitsTypeSeconds, IdToken: types.TimeUnitsTypeDays}
				return in
			}(),
			Call: call(func(w *world) (any, error) {
				got := w.Tokens("jane")
				require.EqualValues(w, 301, got.ExpiresIn)
				access, id := w.Claims(got.AccessToken), w.Claims(got.IdToken)
				require.Equal(w, 301.0, access["exp"].(float64)-access["iat"].(float64))
				require.Equal(w, 86400.0, id["exp"].(float64)-id["iat"].(float64))
				return nil, nil
			}),
		},
		{
			Rules: "C130", Name: "rotation brings origin_jti back", Prior: adds("jane"),
			App: func() cip.CreateUserPoolClientInput {
				in := rows.RotatingClient(0)
				in.EnableTokenRevocation = aws.Bool(false)
				return in
			}(),
			Call: call(func(w *world) (any, error) {
				got := w.Tokens("jane")
				for _, token := range []*string{got.AccessToken, got.IdToken} {
					require.Contains(w, w.Claims(token), "origin_jti")
					require.Contains(w, w.Claims(token), "jti")
				}
				return nil, nil
			}),
		},
		{
			Rules: "C122", Name: "types of claims", Pool: rankPool(), App: reading("custom:rank", "email_verified", "name"),
			Prior: prior(func(w *world) {
				w.pool.AddUser(cognitofake.NewUser{Username: "jane", Password: fixture.GoodPassword, Attributes: map[string]string{
					"custom:rank": "7", "email": "jane@example.com", "email_verified": "true", "name": "Jane",
				}})
			}),
			Call: call(func(w *world) (any, error) {
				id := w.Claims(w.Tokens("jane").IdToken)
				require.Equal(w, []any{"7", true, "Jane"}, []any{id["custom:rank"], id["email_verified"], id["name"]})
				for _, name := range []string{"auth_time", "iat", "exp"} {
					require.IsType(w, 0.0, id[name])
				}
				return nil, nil
			}),
		},
	}
}

// discoveryRows are rows of what OpenID Connect clients ask for: C132, C133.
func discoveryRows() []rows.Row {
	discovered := func(w *world) (members []string, values map[string]any) {
		status, body := w.visit("/" + w.pool.ID + "/.well-known/openid-configuration")
		require.Equal(w, http.StatusOK, status)
		decoder := json.NewDecoder(strings.NewReader(body))
		_, err := decoder.Token()
		require.NoError(w, err)
		for decoder.More() {
			name, err := decoder.Token()
			require.NoError(w, err)
			members = append(members, name.(string))
			var skipped any
			require.NoError(w, decoder.Decode(&skipped))
		}
		require.NoError(w, json.Unmarshal([]byte(body), &values))
		return members, values
	}
	return []rows.Row{
		{
			Rules: "C132 N89", Name: "discovery of a pool with a domain",
			Call: call(func(w *world) (any, error) {
				_, err := w.Client.CreateUserPoolDomain(w.Ctx, &cip.CreateUserPoolDomainInput{UserPoolId: &w.pool.ID, Domain: aws.String("shop")})
				require.NoError(w, err)
				members, got := discovered(w)
				require.Equal(w, []string{
					"authorization_endpoint", "end_session_endpoint", "id_token_signing_alg_values_supported", "issuer", "jwks_uri",
					"response_types_supported", "revocation_endpoint", "scopes_supported", "subject_types_supported", "token_endpoint",
					"token_endpoint_auth_methods_supported", "userinfo_endpoint",
				}, members)
				issuer, domain := "https://cognito-idp.us-east-1.amazonaws.com/"+w.pool.ID, "https://shop.auth.us-east-1.amazoncognito.com"
				require.Equal(w, map[string]any{
					"authorization_endpoint": domain + "/oauth2/authorize", "end_session_endpoint": domain + "/logout",
					"revocation_endpoint": domain + "/oauth2/revoke", "token_endpoint": domain + "/oauth2/token", "userinfo_endpoint": domain + "/oauth2/userInfo",
					"id_token_signing_alg_values_supported": []any{"RS256"}, "issuer": issuer, "jwks_uri": issuer + "/.well-known/jwks.json",
					"response_types_supported": []any{"code", "token"}, "scopes_supported": []any{"openid", "email", "phone", "profile"},
					"subject_types_supported": []any{"public"}, "token_endpoint_auth_methods_supported": []any{"client_secret_basic", "client_secret_post"},
				}, got)
				return nil, nil
			}),
		},
		{
			Rules: "C133", Choice: true, Name: "discovery of a pool without a domain, and of none",
			Call: call(func(w *world) (any, error) {
				members, _ := discovered(w)
				require.Equal(w, []string{
					"id_token_signing_alg_values_supported", "issuer", "jwks_uri", "response_types_supported", "scopes_supported",
					"subject_types_supported", "token_endpoint_auth_methods_supported",
				}, members)
				status, _ := w.visit("/us-east-1_unknown/.well-known/openid-configuration")
				require.Equal(w, http.StatusNotFound, status)
				return nil, nil
			}),
		},
	}
}
