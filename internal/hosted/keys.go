package hosted

import (
	"encoding/base64"
	"encoding/json"
	"math/big"
	"net/http"

	"github.com/cognitofake/cognitofake/internal/rule/token"
	"github.com/cognitofake/cognitofake/internal/service"
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

const KeysPath = "/.well-known/jwks.json"

// ServeKeys answers GET /<pool id>/.well-known/jwks.json, with which the
// pool's tokens are verified (N89).
func ServeKeys(s *service.Service, w http.ResponseWriter, poolID string) {
	p, err := s.Account.Pool(&poolID)
	if err != nil {
		http.Error(w, "cognitofake: User pool "+poolID+" does not exist.", http.StatusNotFound)
		return
	}
	keys := []jwk{}
	for _, use := range []token.Use{token.ID, token.Access} {
		public := token.Keys[use]().PublicKey
		keys = append(keys, jwk{
			Alg: jwt.SigningMethodRS256.Alg(), Kty: "RSA", Use: "sig", Kid: token.KeyID(p.ID, use),
			E: base64.RawURLEncoding.EncodeToString(big.NewInt(int64(public.E)).Bytes()),
			N: base64.RawURLEncoding.EncodeToString(public.N.Bytes()),
		})
	}
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(map[string]any{"keys": keys})
}
