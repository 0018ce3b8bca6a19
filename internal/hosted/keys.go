package hosted

import (
	"encoding/base64"
	"math/big"

	"github.com/cognitofake/cognitofake/internal/rule/token"
	"github.com/cognitofake/cognitofake/internal/state"
	"github.com/golang-jwt/jwt/v5"
)

// jwk is a public key in a key set.
type jwk struct {
	Alg string `json:"alg"`
	E   string `json:"e"`
	Kid string `json:"kid"`
	Kty string `json:"kty"`
	N   string `json:"n"`
	Use string `json:"use"`
}

// keySet has the keys by which the pool's tokens are verified (N89).
func keySet(p *state.Pool) any {
	keys := []jwk{}
	for _, use := range []token.Use{token.ID, token.Access} {
		public := token.Keys[use]().PublicKey
		keys = append(keys, jwk{
			Alg: jwt.SigningMethodRS256.Alg(), Kty: "RSA", Use: "sig", Kid: token.KeyID(p.ID, use),
			E: base64.RawURLEncoding.EncodeToString(big.NewInt(int64(public.E)).Bytes()),
			N: base64.RawURLEncoding.EncodeToString(public.N.Bytes()),
		})
	}
	return map[string]any{"keys": keys}
}
