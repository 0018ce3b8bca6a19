package truth_test

import (
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"maps"
	"math/big"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/golang-jwt/jwt/v5"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
	"github.com/cognitofake/cognitofake/internal/rows"
)

// keySet is the pool's, as an application fetches it.
func (w *world) keySet() map[string]*rsa.PublicKey {
	w.Helper()
	status, body := w.visit("/" + w.pool.ID + "/.well-known/jwks.json")
	require.Equal(w, http.StatusOK, status)
	var set struct{ Keys []map[string]string }
	require.NoError(w, json.Unmarshal([]byte(body), &set))
	keys := map[string]*rsa.PublicKey{}
	for _, k := range set.Keys {
		require.Equal(w, []string{"alg", "e", "kid", "kty", "n", "use"}, slices.Sorted(maps.Keys(k)))
		require.Equal(w, []string{"RS256", "AQAB", "RSA", "sig"}, []string{k["alg"], k["e"], k["kty"], k["use"]})
		n, err := base64.RawURLEncoding.DecodeString(k["n"])
		require.NoError(w, err)
		keys[k["kid"]] = &rsa.PublicKey{N: new(big.Int).SetBytes(n), E: 65537}
	}
	require.Len(w, keys, 2)
	return keys
}

// verified is the claims of a token after an application's checks of it.
func (w *world) verified(token *string) (header map[string]any, claims jwt.MapClaims) {
	w.Helper()
	keys := w.keySet()
	parsed, err := jwt.Parse(aws.ToString(token), func(t *jwt.Token) (any, error) { return keys[t.Header["kid"].(string)], nil },
		jwt.WithValidMethods([]string{"RS256"}), jwt.WithTimeFunc(w.fake.Now), jwt.WithIssuedAt(), jwt.WithExpirationRequired(),
		jwt.WithIssuer("https://cognito-idp.us-east-1.amazonaws.com/"+w.pool.ID))
	require.NoError(w, err)
	return parsed.Header, parsed.Claims.(jwt.MapClaims)
}

const uuidPattern = `^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`

// tokenRow signs jane in and looks at the tokens.
func tokenRow(rules, name string, pool cip.CreateUserPoolInput, app cip.CreateUserPoolClientInput, look func(*world, *types.AuthenticationResultType)) rows.Row {
	return rows.Row{
		Rules: rules, Name: name, Pool: pool, App: app, Prior: prior(func(w *world) {
			w.MustSignUp("jane", "email", "jane@example.com", "phone_number", "+15555550100", "name", "Jane", "custom:rank", "7",
				"address", "1 Main Street", "updated_at", "1700000000")
			w.MustConfirm("jane", w.code("jane"))
		}),
		Call: func(w *rows.World) (any, error) { return w.SignIn("jane", fixture.GoodPassword) },
		Want: rows.Want{Check: check(func(w *world, out any) { look(w, out.(*cip.InitiateAuthOutput).AuthenticationResult) })},
	}
}

// rankPool has a custom attribute.
func rankPool() cip.CreateUserPoolInput {
	in := fixture.EmailPool()
	in.Schema = []types.SchemaAttributeType{{Name: aws.String("rank"), AttributeDataType: types.AttributeDataTypeNumber}}
	return in
}

// reading is a passwordClient that reads what is named.
func reading(names ...string) cip.CreateUserPoolClientInput {
	in := rows.PasswordClient()
	in.ReadAttributes = names
	return in
}

// tokenRows are rows of tokens: N78 to N89.
func tokenRows() []rows.Row {
	return []rows.Row{
		tokenRow("N78 N89 C117 C131", "headers, keys and signatures", rankPool(), rows.PasswordClient(), func(w *world, got *types.AuthenticationResultType) {
			kids := map[any]bool{}
			for _, token := range []*string{got.AccessToken, got.IdToken} {
				header, _ := w.verified(token)
				require.Len(w, header, 2)
				require.Equal(w, "RS256", header["alg"])
				require.Len(w, header["kid"], 44)
				kids[header["kid"]] = true
			}
			require.Len(w, kids, 2)
		}),
		tokenRow("N79 N81 N82 N83 C118", "the ID token", rankPool(), rows.PasswordClient(), func(w *world, got *types.AuthenticationResultType) {
			_, claims := w.verified(got.IdToken)
			require.Equal(w, []string{
				"address", "aud", "auth_time", "cognito:username", "email", "email_verified", "event_id", "exp", "iat", "iss", "jti", "name",
				"origin_jti", "phone_number", "phone_number_verified", "sub", "token_use", "updated_at",
			}, slices.Sorted(maps.Keys(claims)))
			require.Equal(w, w.user("jane").Sub, claims["sub"])
			require.Equal(w, w.app.ID, claims["aud"])
			require.Equal(w, "id", claims["token_use"])
			require.Equal(w, "jane", claims["cognito:username"])
			require.Equal(w, "jane@example.com", claims["email"])
			require.Equal(w, true, claims["email_verified"])
			require.Equal(w, false, claims["phone_number_verified"])
		}),
		rows.Choice(tokenRow("N83", "address and updated_at", rankPool(), rows.PasswordClient(), func(w *world, got *types.AuthenticationResultType) {
			_, claims := w.verified(got.IdToken)
			require.Equal(w, map[string]any{"formatted": "1 Main Street"}, claims["address"])
			require.EqualValues(w, 1700000000, claims["updated_at"])
		})),
		tokenRow("N83", "a client that may read little", rankPool(), reading("email_verified", "custom:rank"), func(w *world, got *types.AuthenticationResultType) {
			_, claims := w.verified(got.IdToken)
			require.Equal(w, true, claims["email_verified"])
			require.Equal(w, "7", claims["custom:rank"])
			require.NotContains(w, claims, "email")
			require.NotContains(w, claims, "name")
		}),
		tokenRow("N80 N81 N82 C119", "the access token", rankPool(), rows.PasswordClient(), func(w *world, got *types.AuthenticationResultType) {
			_, claims := w.verified(got.AccessToken)
			require.Equal(w, []string{
				"auth_time", "client_id", "event_id", "exp", "iat", "iss", "jti", "origin_jti", "scope", "sub", "token_use", "username",
			}, slices.Sorted(maps.Keys(claims)))
			require.Equal(w, w.user("jane").Sub, claims["sub"])
			require.Equal(w, w.app.ID, claims["client_id"])
			require.Equal(w, "access", claims["token_use"])
			require.Equal(w, "jane", claims["username"])
			require.Equal(w, "aws.cognito.signin.user.admin", claims["scope"])
		}),
		tokenRow("N84", "the ids of tokens", rankPool(), rows.PasswordClient(), func(w *world, got *types.AuthenticationResultType) {
			again, err := w.SignIn("jane", fixture.GoodPassword)
			require.NoError(w, err)
			access, id, later := w.Claims(got.AccessToken), w.Claims(got.IdToken), w.Claims(again.AuthenticationResult.AccessToken)
			for _, name := range []string{"jti", "origin_jti", "event_id"} {
				require.Regexp(w, uuidPattern, access[name])
				require.NotEqual(w, access[name], later[name])
			}
			require.NotEqual(w, access["jti"], id["jti"])
			require.Equal(w, access["origin_jti"], id["origin_jti"])
			require.Equal(w, access["event_id"], id["event_id"])
		}),
		tokenRow("N84", "a client without revocation", rankPool(), func() cip.CreateUserPoolClientInput {
			in := rows.PasswordClient()
			in.EnableTokenRevocation = aws.Bool(false)
			return in
		}(), func(w *world, got *types.AuthenticationResultType) {
			access, id := w.Claims(got.AccessToken), w.Claims(got.IdToken)
			require.NotContains(w, access, "origin_jti")
			require.NotContains(w, id, "origin_jti")
			require.Contains(w, access, "jti")
			require.NotContains(w, id, "jti")
		}),
		tokenRow("N85 N87", "the times of tokens", rankPool(), rows.PasswordClient(), func(w *world, got *types.AuthenticationResultType) {
			w.fake.Advance(24 * time.Hour)
			again, err := w.SignIn("jane", fixture.GoodPassword)
			require.NoError(w, err)
			for _, token := range []*string{again.AuthenticationResult.AccessToken, again.AuthenticationResult.IdToken} {
				claims := w.Claims(token)
				require.InDelta(w, w.fake.Now().Unix(), claims["iat"], 60)
				require.Equal(w, claims["iat"], claims["auth_time"])
				require.Equal(w, 3600.0, claims["exp"].(float64)-claims["iat"].(float64))
			}
		}),
		tokenRow("N31 N87", "a client with its own validities", rankPool(), func() cip.CreateUserPoolClientInput {
			in := rows.PasswordClient()
			in.AccessTokenValidity, in.IdTokenValidity = aws.Int32(2), aws.Int32(10)
			in.TokenValidityUnits = &types.TokenValidityUnitsType{IdToken: types.TimeUnitsTypeMinutes}
			return in
		}(), func(w *world, got *types.AuthenticationResultType) {
			require.EqualValues(w, 7200, got.ExpiresIn)
			access, id := w.Claims(got.AccessToken), w.Claims(got.IdToken)
			require.Equal(w, 7200.0, access["exp"].(float64)-access["iat"].(float64))
			require.Equal(w, 600.0, id["exp"].(float64)-id["iat"].(float64))
		}),
		tokenRow("N88", "the refresh token", rankPool(), rows.PasswordClient(), func(w *world, got *types.AuthenticationResultType) {
			require.True(w, strings.HasPrefix(*got.RefreshToken, "eyJjdHkiOiJKV1QiLCJlbmMiOiJBMjU2R0NNIiwiYWxnIjoiUlNBLU9BRVAifQ."))
			require.Len(w, strings.Split(*got.RefreshToken, "."), 5)
			require.InDelta(w, 1800, len(*got.RefreshToken), 100)
		}),
		{
			Rules: "N89", Choice: true, Name: "the key set of no pool",
			Call: call(func(w *world) (any, error) {
				status, _ := w.visit("/us-east-1_unknown/.well-known/jwks.json")
				require.Equal(w, http.StatusNotFound, status)
				return nil, nil
			}),
		},
	}
}
