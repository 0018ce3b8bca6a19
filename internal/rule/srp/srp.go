// Package srp proves a password without sending it: the server's side of Secure
// Remote Password as the service has it, a group of 3072 bits, SHA-256, and
// HKDF with "Caldera Derived Key" (N74). It knows no users.
package srp

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"math/big"
	"regexp"
	"strings"
	"time"
)

// group is the prime of the 3072-bit group of RFC 5054; its generator is 2.
var group = hexadecimal("FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74" +
	"020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B302B0A6DF25F1437" +
	"4FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED" +
	"EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF05" +
	"98DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB" +
	"9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B" +
	"E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF695581718" +
	"3995497CEA956AE515D2261898FA051015728E5A8AAAC42DAD33170D04507A33" +
	"A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7" +
	"ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864" +
	"D87602733EC86A64521F2B18177B200CBBE117577A615D6C770988C0BAD946E2" +
	"08E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF")

var generator, multiplier = big.NewInt(2), number(hash(padded(group), []byte{2}))

func hexadecimal(s string) *big.Int {
	n, ok := new(big.Int).SetString(s, 16)
	if !ok {
		panic("srp: no hexadecimal number: " + s)
	}
	return n
}

func number(b []byte) *big.Int { return new(big.Int).SetBytes(b) }

func hash(parts ...[]byte) []byte {
	h := sha256.New()
	for _, part := range parts {
		h.Write(part)
	}
	return h.Sum(nil)
}

// padded is a number as it is hashed: its bytes, after a zero where the first
// would look negative.
func padded(n *big.Int) []byte {
	b := n.Bytes()
	if len(b) == 0 || b[0] >= 0x80 {
		return append([]byte{0}, b...)
	}
	return b
}

func power(base, exponent *big.Int) *big.Int { return new(big.Int).Exp(base, exponent, group) }

// Identity is all that the server has to know of a password: the hash of it
// with the names of its pool and user. A verifier is made of it when a user
// first signs in so, for to make one takes longer than the whole of a sign-up.
type Identity [sha256.Size]byte

// NewIdentity is the identity of a user in the pool of an id.
func NewIdentity(poolID, username, password string) Identity {
	return Identity(hash([]byte(PoolName(poolID)), []byte(username), []byte(":"), []byte(password)))
}

// PoolName is the part of a pool's id that is hashed.
func PoolName(poolID string) string {
	_, name, _ := strings.Cut(poolID, "_")
	return name
}

// Salt is that of a user's verifier. Its first byte is not zero, so that
// clients that take it for a number or for bytes agree.
type Salt [16]byte

// String is the salt as a challenge has it.
func (s Salt) String() string { return hex.EncodeToString(s[:]) }

// Public is the public number of a client.
type Public struct{ n *big.Int }

// Parse reads SRP_A; ok is false for what is no number, and for one that would
// make every password right (M159).
func Parse(s string) (a Public, ok bool) {
	n, ok := new(big.Int).SetString(s, 16)
	return Public{n}, ok && n.Sign() > 0 && new(big.Int).Mod(n, group).Sign() != 0
}

// Exchange is one sign-in, between challenge and answer.
type Exchange struct {
	a, secret, verifier, public *big.Int
}

// NewExchange answers a client's public number. secret is random.
func NewExchange(a Public, secret []byte, identity Identity, salt Salt) *Exchange {
	x := number(hash(padded(number(salt[:])), identity[:]))
	return newExchange(a, secret, power(generator, x))
}

func newExchange(a Public, secret []byte, verifier *big.Int) *Exchange {
	e := &Exchange{a: a.n, secret: number(secret), verifier: verifier}
	e.public = new(big.Int).Mul(multiplier, e.verifier)
	e.public.Add(e.public, power(generator, e.secret)).Mod(e.public, group)
	return e
}

// B is the server's public number, as a challenge has it.
func (e *Exchange) B() string { return e.public.Text(16) }

// key is what both sides know when the client knows the password.
func (e *Exchange) key() []byte {
	u := number(hash(padded(e.a), padded(e.public)))
	shared := power(new(big.Int).Mul(e.a, power(e.verifier, u)), e.secret)
	return expand(padded(shared), padded(u))
}

// expand is HKDF for the service's one purpose.
func expand(material, salt []byte) []byte {
	extract := hmac.New(sha256.New, salt)
	extract.Write(material)
	derive := hmac.New(sha256.New, extract.Sum(nil))
	derive.Write([]byte("Caldera Derived Key\x01"))
	return derive.Sum(nil)[:16]
}

// Signature is what a client that knows the password makes of a challenge.
func (e *Exchange) Signature(poolID, username string, block []byte, timestamp string) string {
	return e.sign(PoolName(poolID), username, block, timestamp)
}

// sign is the signature of somebody who is called so within a group.
func (e *Exchange) sign(group, name string, block []byte, timestamp string) string {
	mac := hmac.New(sha256.New, e.key())
	for _, part := range [][]byte{[]byte(group), []byte(name), block, []byte(timestamp)} {
		mac.Write(part)
	}
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// timestamp is the form of TIMESTAMP, as far as the service has to read it.
var timestamp = regexp.MustCompile(`\A[A-Z][a-z]{2} ([A-Z][a-z]{2} [0-9]{1,2} [0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}) ([A-Z]{3,4}) ([0-9]{4})\z`)

// Canonical is a timestamp as the service writes it, over which a signature
// has to be made: one that begins with a wrong day of the week or a padded
// day becomes another (M158). ok is false when it does not parse.
func Canonical(s string) (canonical string, ok bool) {
	m := timestamp.FindStringSubmatch(s)
	if m == nil {
		return "", false
	}
	at, err := time.Parse("Jan 2 15:4:5 2006", m[1]+" "+m[3])
	if err != nil {
		return "", false
	}
	return at.Format("Mon Jan 2 15:04:05 ") + "UTC" + at.Format(" 2006"), true
}
