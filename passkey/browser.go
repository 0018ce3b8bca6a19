package passkey

import (
	"cmp"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math/big"
	"strings"

	"github.com/fxamacker/cbor/v2"
)

type descriptor struct {
	ID string `json:"id"`
}

type creationOptions struct {
	Challenge string `json:"challenge"`
	RP        struct {
		ID string `json:"id"`
	} `json:"rp"`
	User struct {
		ID string `json:"id"`
	} `json:"user"`
	Parameters []struct {
		Algorithm int `json:"alg"`
	} `json:"pubKeyCredParams"`
	Exclude []descriptor `json:"excludeCredentials"`
}

type requestOptions struct {
	Challenge string       `json:"challenge"`
	RPID      string       `json:"rpId"`
	Allow     []descriptor `json:"allowCredentials"`
}

// readOptions reads options that stand by themselves or in the member publicKey.
func readOptions(text string, options any) error {
	var wrapped struct {
		PublicKey json.RawMessage `json:"publicKey"`
	}
	if err := json.Unmarshal([]byte(text), &wrapped); err != nil {
		return fmt.Errorf("passkey: the options are no JSON object: %w", err)
	}
	if wrapped.PublicKey != nil {
		text = string(wrapped.PublicKey)
	}
	if err := json.Unmarshal([]byte(text), options); err != nil {
		return fmt.Errorf("passkey: the options have another form: %w", err)
	}
	return nil
}

func encode(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func decode(s string) ([]byte, error) {
	return base64.RawURLEncoding.DecodeString(strings.TrimRight(s, "="))
}

// clientData is what the browser says of a ceremony.
func (a *Authenticator) clientData(kind, challenge, rpID string) []byte {
	text, err := json.Marshal(struct {
		Type        string `json:"type"`
		Challenge   string `json:"challenge"`
		Origin      string `json:"origin"`
		CrossOrigin bool   `json:"crossOrigin"`
	}{kind, challenge, cmp.Or(a.Origin, "https://"+rpID), false})
	if err != nil {
		panic(err) // plain values
	}
	return text
}

// data is authenticator data, up to a credential.
func (a *Authenticator) data(k *key, credential bool) []byte {
	const present, verified, holdsCredential = 1 << 0, 1 << 2, 1 << 6
	flags := byte(0)
	if !a.UserNotPresent {
		flags |= present
	}
	if !a.UserNotVerified {
		flags |= verified
	}
	if credential {
		flags |= holdsCredential
	}
	hash := sha256.Sum256([]byte(cmp.Or(a.RelyingParty, k.rpID)))
	return binary.BigEndian.AppendUint32(append(hash[:], flags), k.counter)
}

func (a *Authenticator) attachment() (name string, transports []string) {
	if a.CrossPlatform {
		return "cross-platform", []string{"usb"}
	}
	return "platform", []string{"internal"}
}

// register is the credential of a new passkey, as a browser hands it to its page.
func (a *Authenticator) register(k *key, challenge string) (string, error) {
	cose, err := k.cose()
	if err != nil {
		return "", err
	}
	var aaguid [16]byte
	data := append(a.data(k, true), aaguid[:]...)
	data = append(binary.BigEndian.AppendUint16(data, uint16(len(k.id))), k.id...)
	data = append(data, cose...)
	client := a.clientData("webauthn.create", challenge, k.rpID)
	format, statement := "none", map[string]any{}
	if a.SelfAttestation {
		signature, err := k.sign(data, client)
		if err != nil {
			return "", err
		}
		format, statement = "packed", map[string]any{"alg": k.algorithm, "sig": signature}
	}
	object, err := cbor.Marshal(map[string]any{"fmt": format, "attStmt": statement, "authData": data})
	if err != nil {
		return "", err
	}
	public, err := x509.MarshalPKIXPublicKey(k.signer.Public())
	if err != nil {
		return "", err
	}
	_, transports := a.attachment()
	return a.credential(k, map[string]any{
		"attestationObject": encode(object), "clientDataJSON": encode(client), "transports": transports,
		"authenticatorData": encode(data), "publicKey": encode(public), "publicKeyAlgorithm": k.algorithm,
	})
}

// assert is a signature of a passkey, as a browser hands it to its page.
func (a *Authenticator) assert(k *key, challenge string) (string, error) {
	k.counter++
	data, client := a.data(k, false), a.clientData("webauthn.get", challenge, k.rpID)
	signature, err := k.sign(data, client)
	if err != nil {
		return "", err
	}
	response := map[string]any{"authenticatorData": encode(data), "clientDataJSON": encode(client), "signature": encode(signature)}
	if k.userHandle != nil {
		response["userHandle"] = encode(k.userHandle)
	}
	return a.credential(k, response)
}

func (a *Authenticator) credential(k *key, response map[string]any) (string, error) {
	attachment, _ := a.attachment()
	text, err := json.Marshal(map[string]any{
		"id": encode(k.id), "rawId": encode(k.id), "type": "public-key", "response": response,
		"authenticatorAttachment": attachment, "clientExtensionResults": map[string]any{},
	})
	return string(text), err
}

func newSigner(algorithm int) (crypto.Signer, error) {
	switch algorithm {
	case ES256:
		return ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	case RS256:
		return rsa.GenerateKey(rand.Reader, 2048)
	case EdDSA:
		_, private, err := ed25519.GenerateKey(rand.Reader)
		return private, err
	}
	return nil, fmt.Errorf("passkey: Algorithm %d is none of ES256, RS256 and EdDSA", algorithm)
}

// sign is a signature of authenticator data and client data.
func (k *key) sign(data, client []byte) ([]byte, error) {
	sum := sha256.Sum256(client)
	signed := append(append([]byte{}, data...), sum[:]...)
	if k.algorithm == EdDSA {
		return k.signer.Sign(rand.Reader, signed, crypto.Hash(0))
	}
	digest := sha256.Sum256(signed)
	return k.signer.Sign(rand.Reader, digest[:], crypto.SHA256)
}

// cose is the public key as a COSE key.
func (k *key) cose() ([]byte, error) {
	members := map[int]any{3: k.algorithm}
	switch public := k.signer.Public().(type) {
	case *ecdsa.PublicKey:
		point, err := public.Bytes()
		if err != nil {
			return nil, err
		}
		members[1], members[-1], members[-2], members[-3] = 2, 1, point[1:33], point[33:]
	case *rsa.PublicKey:
		members[1], members[-1], members[-2] = 3, public.N.Bytes(), big.NewInt(int64(public.E)).Bytes()
	case ed25519.PublicKey:
		members[1], members[-1], members[-2] = 1, 6, []byte(public)
	}
	return cbor.Marshal(members)
}
