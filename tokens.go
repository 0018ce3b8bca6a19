package cognitofake

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
	"github.com/golang-jwt/jwt/v5"
)

// tokenUse is what a token is good for, as its claim token_use says.
type tokenUse string

const (
	tokenAccess tokenUse = "access"
	tokenID     tokenUse = "id"
)

// signingKeys sign the tokens of every pool, one key for each use. They are
// made when the first token or key set is asked for, and once in a process: a
// key takes as long to make as fifty sign-ins, nothing ever changes it, and
// what it signs is worth nothing outside a test.
var signingKeys = map[tokenUse]func() *rsa.PrivateKey{
	tokenAccess: sync.OnceValue(newSigningKey),
	tokenID:     sync.OnceValue(newSigningKey),
}

func newSigningKey() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err) // the system's randomness does not fail
	}
	return key
}

// keyID names a key of the pool in tokens and in the key set: 32 bytes in
// Base64 (N78). Each pool names its keys by itself, and no two processes name
// different keys alike.
func (p *Pool) keyID(use tokenUse) string {
	sum := sha256.Sum256([]byte(p.ID + " " + string(use) + " " + signingKeys[use]().N.String()))
	return base64.StdEncoding.EncodeToString(sum[:])
}

// claims are what the tokens of one sign-in say.
type claims struct{ access, id jwt.MapClaims }

// claimsLocked are those of u, who signs in now (N79 to N87).
func (a *AppClient) claimsLocked(u *user) claims {
	f, d := a.pool.fake, &a.settings.Load().describe
	now := f.now()
	origin, event := f.newUUID(), f.newUUID()
	common := func(use tokenUse, validity time.Duration) jwt.MapClaims {
		c := jwt.MapClaims{
			attribute.Sub: u.sub, "token_use": string(use), "iss": a.pool.issuer(), "event_id": event,
			"auth_time": now.Unix(), "iat": now.Unix(), "exp": now.Unix() + int64(validity.Seconds()),
		}
		revocable := opt.Value(d.EnableTokenRevocation)
		if revocable {
			c["origin_jti"] = origin
		}
		if revocable || use == tokenAccess {
			c["jti"] = f.newUUID() // N84
		}
		return c
	}
	access := common(tokenAccess, a.validity(tokenAccess))
	access["client_id"] = a.ID
	access["username"] = u.username
	access["scope"] = "aws.cognito.signin.user.admin"

	id := common(tokenID, a.validity(tokenID))
	id["aud"] = a.ID
	id["cognito:username"] = u.username
	for _, attr := range u.attrs {
		if a.mayRead(attr.Name) {
			id[attr.Name] = claim(attr)
		}
	}
	return claims{access, id}
}

// claim is an attribute as the ID token has it (N83).
func claim(a attribute.Pair) any {
	switch a.Name {
	case attribute.EmailVerified, attribute.PhoneVerified:
		return strings.EqualFold(a.Value, "true")
	case "address":
		return map[string]string{"formatted": a.Value}
	case "updated_at":
		if n, err := strconv.ParseInt(a.Value, 10, 64); err == nil {
			return n
		}
	}
	return a.Value
}

// mayRead reports whether the client sees an attribute: by its
// ReadAttributes, or without any every standard one (N83, R91).
func (a *AppClient) mayRead(name string) bool {
	if read := a.settings.Load().read; read != nil {
		return read[name]
	}
	return !strings.HasPrefix(name, attribute.CustomPrefix) && !strings.HasPrefix(name, attribute.DeveloperPrefix)
}

// validity is how long a token of the client lives (N87).
func (a *AppClient) validity(use tokenUse) time.Duration {
	d := &a.settings.Load().describe
	units := opt.Value(d.TokenValidityUnits)
	n, u := d.AccessTokenValidity, units.AccessToken
	if use == tokenID {
		n, u = d.IdTokenValidity, units.IdToken
	}
	if n == nil {
		return time.Hour
	}
	return time.Duration(*n) * unit(opt.Default(u, types.TimeUnitsTypeHours))
}

// tokens are the claims, signed, and a refresh token (N31).
func (a *AppClient) tokens(c claims) *types.AuthenticationResultType {
	return &types.AuthenticationResultType{
		AccessToken:  opt.Of(a.pool.sign(tokenAccess, c.access)),
		IdToken:      opt.Of(a.pool.sign(tokenID, c.id)),
		RefreshToken: opt.Of(a.pool.fake.newRefreshToken()),
		ExpiresIn:    int32(a.validity(tokenAccess).Seconds()),
		TokenType:    opt.Of("Bearer"),
	}
}

func (p *Pool) sign(use tokenUse, c jwt.MapClaims) string {
	token := jwt.Token{
		Method: jwt.SigningMethodRS256,
		Header: map[string]any{"kid": p.keyID(use), "alg": jwt.SigningMethodRS256.Alg()}, // no typ (N78)
		Claims: c,
	}
	signed, err := token.SignedString(signingKeys[use]())
	if err != nil {
		panic(err) // the claims are plain values and the key fits
	}
	return signed
}

// issuer is who signs the pool's tokens: the service, whatever endpoint was
// called (N81).
func (p *Pool) issuer() string {
	return "https://cognito-idp." + p.region() + ".amazonaws.com/" + p.ID
}

// newRefreshToken looks like the service's, a JWE of five parts, and means
// nothing (N88).
func (f *Fake) newRefreshToken() string {
	part := func(n int) string {
		b := make([]byte, n)
		f.random.Fill(b)
		return base64.RawURLEncoding.EncodeToString(b)
	}
	const header = `{"cty":"JWT","enc":"A256GCM","alg":"RSA-OAEP"}`
	return strings.Join([]string{
		base64.RawURLEncoding.EncodeToString([]byte(header)), part(256), part(12), part(1000), part(16),
	}, ".")
}

// jwk is a public key in a key set.
type jwk struct {
	Alg string `json:"alg"`
	E   string `json:"e"`
	Kid string `json:"kid"`
	Kty string `json:"kty"`
	N   string `json:"n"`
	Use string `json:"use"`
}

const jwksPath = "/.well-known/jwks.json"

// serveKeys answers GET /<pool id>/.well-known/jwks.json, with which the
// pool's tokens are verified (N89).
func (f *Fake) serveKeys(w http.ResponseWriter, poolID string) {
	p, err := f.pool(&poolID)
	if err != nil {
		http.Error(w, "cognitofake: "+err.Message, http.StatusNotFound)
		return
	}
	keys := []jwk{}
	for _, use := range []tokenUse{tokenID, tokenAccess} {
		public := signingKeys[use]().PublicKey
		keys = append(keys, jwk{
			Alg: jwt.SigningMethodRS256.Alg(), Kty: "RSA", Use: "sig", Kid: p.keyID(use),
			E: base64.RawURLEncoding.EncodeToString(big.NewInt(int64(public.E)).Bytes()),
			N: base64.RawURLEncoding.EncodeToString(public.N.Bytes()),
		})
	}
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(map[string]any{"keys": keys})
}
