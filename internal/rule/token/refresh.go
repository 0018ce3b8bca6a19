package token

import (
	"crypto/subtle"
	"encoding/base64"
	"encoding/binary"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/google/uuid"
	"golang.org/x/crypto/blake2b"
)

// Refresh is what a refresh token stands for. The token says it by itself, so
// that nothing is kept of any single one.
type Refresh struct {
	Family     uuid.UUID
	User       uint64 // the user's place in the order of creation
	Generation uint32 // how many tokens the family had before
	Expires    int64  // seconds since 1970
}

// Ended reports whether the token's time is over.
func (r Refresh) Ended(now time.Time) bool { return !now.Before(time.Unix(r.Expires, 0)) }

// Seal makes the refresh tokens of one pool, and knows them again.
type Seal [blake2b.Size256]byte

// NewSeal is the seal of a pool.
func NewSeal(accountSeed uint64, poolID string) Seal {
	return blake2b.Sum256(binary.BigEndian.AppendUint64([]byte("refresh "+poolID+" "), accountSeed))
}

// refreshHeader begins every refresh token (N88).
const refreshHeader = `{"cty":"JWT","enc":"A256GCM","alg":"RSA-OAEP"}`

// jweParts are the lengths of the parts of a JWE after its header: key, nonce,
// ciphertext and tag.
var jweParts = [4]int{256, 12, 1000, 16}

const (
	maskedBytes = 8 + 4 + 8               // user, generation, expiry
	openBytes   = len(uuid.UUID{})        // the family, by which the others are masked
	saidBytes   = openBytes + maskedBytes // what the token says; the rest of it follows
)

// Token looks like the service's, a JWE of five parts (N88). All of it follows
// from the seal and from what it stands for.
func (s Seal) Token(r Refresh) string {
	said := make([]byte, saidBytes, 2*saidBytes)
	copy(said, r.Family[:])
	binary.BigEndian.PutUint64(said[openBytes:], r.User)
	binary.BigEndian.PutUint32(said[openBytes+8:], r.Generation)
	binary.BigEndian.PutUint64(said[openBytes+12:], uint64(r.Expires))
	s.mask(said)
	all := make([]byte, jweParts[0]+jweParts[1]+jweParts[2]+jweParts[3])
	copy(all, said)
	s.stream(said, all[saidBytes:])
	token := make([]byte, 0, base64.RawURLEncoding.EncodedLen(len(refreshHeader)+len(all))+2*len(jweParts))
	token = base64.RawURLEncoding.AppendEncode(token, []byte(refreshHeader))
	for _, n := range jweParts {
		token = base64.RawURLEncoding.AppendEncode(append(token, '.'), all[:n])
		all = all[n:]
	}
	return string(token)
}

// Read is what a token of this seal stands for; ok is false for any other.
func (s Seal) Read(token string) (r Refresh, ok bool) {
	parts := strings.Split(token, ".")
	if len(parts) != 1+len(jweParts) {
		return r, false
	}
	said, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil || len(said) < saidBytes {
		return r, false
	}
	said = said[:saidBytes]
	s.mask(said)
	copy(r.Family[:], said)
	r.User = binary.BigEndian.Uint64(said[openBytes:])
	r.Generation = binary.BigEndian.Uint32(said[openBytes+8:])
	r.Expires = int64(binary.BigEndian.Uint64(said[openBytes+12:]))
	return r, subtle.ConstantTimeCompare([]byte(s.Token(r)), []byte(token)) == 1
}

// mask hides what follows the family, or shows it again.
func (s Seal) mask(said []byte) {
	var mask [maskedBytes]byte
	s.stream(said[:openBytes], mask[:])
	subtle.XORBytes(said[openBytes:], said[openBytes:], mask[:])
}

// stream fills b with what follows from the seal and from data.
func (s Seal) stream(data, b []byte) {
	seed := blake2b.Sum256(append(s[:len(s):len(s)], data...))
	rand.NewChaCha8(seed).Read(b)
}
