// Package webauthn is the relying party's side of passkeys, as Web
// Authentication Level 3 has it: it writes the options of both ceremonies, and
// verifies what an authenticator makes of them. It knows no users.
package webauthn

import (
	"encoding/base64"
	"encoding/json"
	"time"

	"github.com/google/uuid"
)

// Credential is a passkey, as the relying party keeps it.
type Credential struct {
	ID           []byte
	RelyingParty string
	Attachment   string // "platform", "cross-platform", or "" when unknown
	Transports   []string
	Created      time.Time
	Seq          uint64 // order of creation among those of its user

	aaguid  uuid.UUID
	key     publicKey
	counter uint32
}

// Name is the id of the credential in answers and options.
func (c *Credential) Name() string { return encode(c.ID) }

// makers are the names of well-known authenticators.
var makers = map[uuid.UUID]string{
	uuid.MustParse("fbfc3007-154e-4ecc-8c0b-6e020557d7bd"): "iCloud Keychain",
	uuid.MustParse("ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4"): "Google Password Manager",
	uuid.MustParse("08987058-cadc-4b81-b6e1-30de50dcbe96"): "Windows Hello",
	uuid.MustParse("bada5566-a7aa-401f-bd96-45619a55120d"): "1Password",
	uuid.MustParse("d548826e-79b4-db40-a3d8-11116f7e8349"): "Bitwarden",
}

// FriendlyName is that of the credential in lists (M149).
func (c *Credential) FriendlyName() string {
	if name := makers[c.aaguid]; name != "" {
		return name
	}
	return "Passkey"
}

// challengeSize is the length of a challenge before it is encoded.
const challengeSize = 32

// RegistrationLife is how long a registration is open: as long as its options
// tell the browser (choice).
const RegistrationLife = 60 * time.Second

// Party is the relying party, and what it asks of authenticators.
type Party struct {
	ID       string
	Verifies bool // authenticators have to verify the user
}

func (p Party) verification() string {
	if p.Verifies {
		return "required"
	}
	return "preferred"
}

// NewChallenge is a challenge that fill makes, as options have it.
func NewChallenge(fill func([]byte)) string {
	challenge := make([]byte, challengeSize)
	fill(challenge)
	return encode(challenge)
}

// CreationOptions are those with which a user registers a passkey (M143).
func (p Party) CreationOptions(challenge, sub, username string, existing []*Credential) any {
	exclude := []any{}
	for _, c := range existing {
		exclude = append(exclude, map[string]any{"id": c.Name(), "type": credentialType})
	}
	return map[string]any{
		"authenticatorSelection": map[string]any{"requireResidentKey": true, "residentKey": "required", "userVerification": p.verification()},
		"challenge":              challenge,
		"excludeCredentials":     exclude,
		"pubKeyCredParams":       []any{map[string]any{"alg": algES256, "type": credentialType}, map[string]any{"alg": algRS256, "type": credentialType}},
		"rp":                     map[string]any{"id": p.ID, "name": p.ID},
		"timeout":                RegistrationLife.Milliseconds(),
		"user":                   map[string]any{"displayName": username, "id": encode([]byte(sub)), "name": username},
	}
}

// RequestOptions are those with which a user signs in by one of the
// credentials: JSON in a string (M150).
func (p Party) RequestOptions(challenge string, allowed []*Credential) string {
	type descriptor struct {
		Type       string   `json:"type"`
		ID         string   `json:"id"`
		Transports []string `json:"transports,omitempty"`
	}
	options := struct {
		Challenge        string       `json:"challenge"`
		RPID             string       `json:"rpId"`
		Timeout          int          `json:"timeout"`
		AllowCredentials []descriptor `json:"allowCredentials"`
		UserVerification string       `json:"userVerification"`
	}{challenge, p.ID, 180000, []descriptor{}, p.verification()}
	for _, c := range allowed {
		options.AllowCredentials = append(options.AllowCredentials, descriptor{credentialType, c.Name(), c.Transports})
	}
	text, err := json.Marshal(options)
	if err != nil {
		panic(err) // the options are plain values
	}
	return string(text)
}

// credentialType is the only type of credentials that there is.
const credentialType = "public-key"

func encode(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }
