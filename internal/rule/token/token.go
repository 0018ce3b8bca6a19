// Package token signs tokens. It knows no users.
package token

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"strconv"

	"github.com/cognitofake/cognitofake/internal/rule/attribute"
	"github.com/golang-jwt/jwt/v5"
)

// Use is what a token is good for, as its claim token_use says.
type Use string

const (
	Access Use = "access"
	ID     Use = "id"
)

// KeyID names a key of the pool in tokens and in the key set: 32 bytes in
// Base64 (N78). Each pool names its keys by itself.
func KeyID(poolID string, use Use) string {
	sum := sha256.Sum256(append([]byte(poolID+" "+string(use)+" "), Keys[use]().N.Bytes()...))
	return base64.StdEncoding.EncodeToString(sum[:])
}

// Claims are what tokens say that are given together.
type Claims struct {
	Access, ID jwt.MapClaims
	Refresh    *Refresh // nil without a refresh token
}

// Value is an attribute as the ID token has it (N83).
func Value(a attribute.Pair) any {
	switch a.Name {
	case attribute.EmailVerified, attribute.PhoneVerified:
		return attribute.True(a.Value)
	case "address":
		return map[string]string{"formatted": a.Value}
	case "updated_at":
		if n, err := strconv.ParseInt(a.Value, 10, 64); err == nil {
			return n
		}
	}
	return a.Value
}

// Sign is a token of a pool with these claims.
func Sign(poolID string, use Use, c jwt.MapClaims) string {
	claims, err := json.Marshal(c)
	if err != nil {
		panic(err) // the claims are plain values
	}
	header := `{"kid":"` + KeyID(poolID, use) + `","alg":"RS256"}` // no typ (N78)
	token := make([]byte, 0, base64.RawURLEncoding.EncodedLen(len(header)+len(claims)+signatureBytes)+4)
	token = base64.RawURLEncoding.AppendEncode(token, []byte(header))
	token = base64.RawURLEncoding.AppendEncode(append(token, '.'), claims)
	sum := sha256.Sum256(token)
	signature, err := rsa.SignPKCS1v15(nil, Keys[use](), crypto.SHA256, sum[:])
	if err != nil {
		panic(err) // the key fits
	}
	return string(base64.RawURLEncoding.AppendEncode(append(token, '.'), signature))
}

// signatureBytes is the length of a signature by a key of 2048 bits.
const signatureBytes = 256
