package webauthn

import (
	"testing"

	"github.com/fxamacker/cbor/v2"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/passkey"
)

// An attestation by the credential itself is verified, and others are refused.
func TestAttestation(t *testing.T) {
	key := passkey.New()
	key.SelfAttestation = true
	party := Party{ID: "example.com"}
	read := func() *Registration {
		r, wrong := readRegistration([]byte(key.Passkey("example.com")))
		require.Empty(t, wrong)
		return r
	}
	_, err := read().Credential(party)
	require.Nil(t, err)

	for name, spoil := range map[string]func(r *Registration){
		"other data":       func(r *Registration) { r.client.raw = append(r.client.raw, ' ') },
		"another format":   func(r *Registration) { r.format = "tpm" },
		"none and a claim": func(r *Registration) { r.format = "none" },
		"no signature": func(r *Registration) {
			r.statement, _ = cbor.Marshal(map[string]any{"alg": -7})
		},
		"another algorithm": func(r *Registration) {
			var s map[string]any
			require.NoError(t, cbor.Unmarshal(r.statement, &s))
			s["alg"] = -257
			r.statement, _ = cbor.Marshal(s)
		},
		"no certificate": func(r *Registration) {
			r.statement, _ = cbor.Marshal(map[string]any{"alg": -7, "sig": []byte{1}, "x5c": [][]byte{{1}}})
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := read()
			spoil(r)
			_, err := r.Credential(party)
			require.NotNil(t, err)
			require.Equal(t, "WebAuthnCredentialNotSupportedException", err.Code)
			require.NotEmpty(t, err.Hint)
		})
	}
}

func TestOrigins(t *testing.T) {
	for origin, allowed := range map[string]bool{
		"https://example.com": true, "https://a.example.com:8443": true, "http://example.com": false, "https://example.com.evil.test": false,
		"https://notexample.com": false, "https://example.com/": false, "": false, "null": false, "http://localhost": false,
	} {
		require.Equal(t, allowed, Party{ID: "example.com"}.allows(origin), origin)
	}
	require.True(t, Party{ID: "localhost"}.allows("http://localhost:3000"))
}
