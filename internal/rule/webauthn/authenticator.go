package webauthn

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/binary"
	"math/big"

	"github.com/fxamacker/cbor/v2"
	"github.com/google/uuid"
)

// Flags of authenticator data.
const (
	userPresent    = 1 << 0
	userVerified   = 1 << 2
	backupEligible = 1 << 3
	backedUp       = 1 << 4
	hasCredential  = 1 << 6
	hasExtensions  = 1 << 7
)

// authenticatorData is what an authenticator signs.
type authenticatorData struct {
	rpHash  [sha256.Size]byte
	flags   byte
	counter uint32

	// With hasCredential:
	aaguid uuid.UUID
	id     []byte
	key    cbor.RawMessage

	raw []byte
}

func (d *authenticatorData) has(flag byte) bool { return d.flags&flag != 0 }

// maxCredentialID is the length of the longest id that a credential may have.
const maxCredentialID = 1023

// readAuthenticatorData says what is wrong with data that has another form.
func readAuthenticatorData(raw []byte) (d authenticatorData, wrong string) {
	const fixed = sha256.Size + 1 + 4
	if len(raw) < fixed {
		return d, "the authenticator data ends early"
	}
	d.raw = raw
	d.rpHash = [sha256.Size]byte(raw)
	d.flags = raw[sha256.Size]
	d.counter = binary.BigEndian.Uint32(raw[sha256.Size+1:])
	rest := raw[fixed:]
	if d.has(hasCredential) {
		if len(rest) < 18 {
			return d, "the authenticator data ends early"
		}
		d.aaguid = uuid.UUID(rest[:16])
		n := int(binary.BigEndian.Uint16(rest[16:]))
		if rest = rest[18:]; n == 0 || n > maxCredentialID || n > len(rest) {
			return d, "the credential id in the authenticator data has no such length"
		}
		d.id, rest = rest[:n], rest[n:]
		var err error
		if rest, err = cbor.UnmarshalFirst(rest, &d.key); err != nil {
			return d, "the public key in the authenticator data is no CBOR"
		}
	}
	if d.has(hasExtensions) {
		var extensions map[string]cbor.RawMessage
		var err error
		if rest, err = cbor.UnmarshalFirst(rest, &extensions); err != nil {
			return d, "the extensions in the authenticator data are no CBOR map"
		}
	}
	if len(rest) > 0 {
		return d, "something follows the authenticator data"
	}
	return d, ""
}

// COSE algorithms that passkeys may have (M145).
const (
	algES256 = -7
	algRS256 = -257
)

// publicKey is a key that verifies signatures by one algorithm.
type publicKey struct {
	algorithm int64
	key       crypto.PublicKey
}

// readKey reads a COSE key; what is wrong with one is said.
func readKey(encoded []byte) (publicKey, string) {
	var k struct {
		Type      int64           `cbor:"1,keyasint"`
		Algorithm int64           `cbor:"3,keyasint"`
		First     cbor.RawMessage `cbor:"-1,keyasint"` // the curve, or the modulus
		Second    []byte          `cbor:"-2,keyasint"` // X, or the exponent
		Third     []byte          `cbor:"-3,keyasint"` // Y
	}
	if err := cbor.Unmarshal(encoded, &k); err != nil {
		return publicKey{}, "the public key is no COSE key"
	}
	const ec2, rsaType, p256 = 2, 3, 1
	switch {
	case k.Algorithm == algES256 && k.Type == ec2:
		var curve int64
		if err := cbor.Unmarshal(k.First, &curve); err != nil || curve != p256 || len(k.Second) != 32 || len(k.Third) != 32 {
			return publicKey{}, "the public key is no point of P-256"
		}
		key, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), append(append([]byte{4}, k.Second...), k.Third...))
		if err != nil {
			return publicKey{}, "the public key is no point of P-256"
		}
		return publicKey{k.Algorithm, key}, ""
	case k.Algorithm == algRS256 && k.Type == rsaType:
		var modulus []byte
		if err := cbor.Unmarshal(k.First, &modulus); err != nil || len(modulus) < 256 || len(k.Second) == 0 || len(k.Second) > 4 {
			return publicKey{}, "the public key is no RSA key of 2048 bits or more"
		}
		exponent := new(big.Int).SetBytes(k.Second).Int64()
		return publicKey{k.Algorithm, &rsa.PublicKey{N: new(big.Int).SetBytes(modulus), E: int(exponent)}}, ""
	}
	return publicKey{}, "the algorithm of the credential is neither ES256 nor RS256, the two that the options ask for"
}

// verifies reports whether signature is one of data by the key.
func (k publicKey) verifies(data, signature []byte) bool {
	sum := sha256.Sum256(data)
	switch key := k.key.(type) {
	case *ecdsa.PublicKey:
		return k.algorithm == algES256 && ecdsa.VerifyASN1(key, sum[:], signature)
	case *rsa.PublicKey:
		return k.algorithm == algRS256 && rsa.VerifyPKCS1v15(key, crypto.SHA256, sum[:], signature) == nil
	}
	return false
}

// signed is what an authenticator signs: its data, and the hash of the browser's.
func (d *authenticatorData) signed(c clientData) []byte {
	sum := sha256.Sum256(c.raw)
	return append(append([]byte{}, d.raw...), sum[:]...)
}

// of reports whether the data is for a relying party.
func (d *authenticatorData) of(p Party) bool { return d.rpHash == sha256.Sum256([]byte(p.ID)) }

// checkUser says what the authenticator has not done with the user, "" for
// nothing. A credential that is backed up has to be one that may be.
func (d *authenticatorData) checkUser(p Party) string {
	switch {
	case !d.has(userPresent):
		return "the authenticator did not see a user (flag UP)"
	case p.Verifies && !d.has(userVerified):
		return "the authenticator did not verify the user (flag UV), and UserVerification is required"
	case d.has(backedUp) && !d.has(backupEligible):
		return "the credential says that it is backed up, and that it may not be (flags BS and BE)"
	}
	return ""
}
