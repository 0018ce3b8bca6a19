package webauthn

import (
	"bytes"
	"crypto/x509"
	"encoding/asn1"
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"

	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/fxamacker/cbor/v2"
)

// Registration is what an authenticator made of the options to create a
// credential: RegistrationResponseJSON, read and not yet believed.
type Registration struct {
	client     clientData
	data       authenticatorData
	attachment string
	transports []string
	format     string
	statement  cbor.RawMessage
}

// response is a credential as browsers write it: the parts that both
// ceremonies have.
type response struct {
	ID         string  `json:"id"`
	RawID      string  `json:"rawId"`
	Type       string  `json:"type"`
	Attachment *string `json:"authenticatorAttachment"`
}

// id is the credential's id, or what is wrong with it.
func (r *response) id() (id []byte, wrong string) {
	id, ok := decode(r.ID)
	switch {
	case r.Type != credentialType:
		return nil, "the type of the credential is not " + credentialType
	case !ok || len(id) == 0:
		return nil, "the id of the credential is not in base64url"
	}
	if raw, ok := decode(r.RawID); !ok || !bytes.Equal(raw, id) {
		return nil, "id and rawId of the credential differ"
	}
	return id, ""
}

// decode reads base64url, which some pad.
func decode(s string) (b []byte, ok bool) {
	b, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(s, "="))
	return b, err == nil
}

// ReadRegistration reads a RegistrationResponseJSON. What is none is refused.
func ReadRegistration(document []byte) (*Registration, *refusal.Error) {
	r, wrong := readRegistration(document)
	if wrong != "" {
		return nil, refusal.MalformedCredential().WithHint(wrong)
	}
	return r, nil
}

func readRegistration(document []byte) (_ *Registration, wrong string) {
	var given struct {
		response
		Response struct {
			ClientData  string   `json:"clientDataJSON"`
			Attestation string   `json:"attestationObject"`
			Transports  []string `json:"transports"`
		} `json:"response"`
	}
	if err := json.Unmarshal(document, &given); err != nil {
		return nil, "Credential is no RegistrationResponseJSON: give the object, not a text of it"
	}
	id, wrong := given.id()
	if wrong != "" {
		return nil, wrong
	}
	r := &Registration{transports: given.Response.Transports}
	if given.Attachment != nil {
		r.attachment = *given.Attachment
	}
	raw, ok := decode(given.Response.ClientData)
	if !ok || len(raw) == 0 {
		return nil, "response.clientDataJSON is not in base64url"
	}
	if r.client, wrong = readClientData(raw, "webauthn.create"); wrong != "" {
		return nil, wrong
	}
	if raw, ok = decode(given.Response.Attestation); !ok || len(raw) == 0 {
		return nil, "response.attestationObject is not in base64url"
	}
	var attestation struct {
		Format    string          `cbor:"fmt"`
		Statement cbor.RawMessage `cbor:"attStmt"`
		Data      []byte          `cbor:"authData"`
	}
	if err := cbor.Unmarshal(raw, &attestation); err != nil || attestation.Format == "" || attestation.Statement == nil {
		return nil, "response.attestationObject is no CBOR map with fmt, attStmt and authData"
	}
	r.format, r.statement = attestation.Format, attestation.Statement
	if r.data, wrong = readAuthenticatorData(attestation.Data); wrong != "" {
		return nil, wrong
	}
	switch {
	case !r.data.has(hasCredential):
		return nil, "the authenticator data has no credential"
	case !bytes.Equal(r.data.id, id):
		return nil, "the id of the credential is not the one in the authenticator data"
	}
	return r, ""
}

// Challenge is the one that the registration answers, as options have it.
func (r *Registration) Challenge() string { return r.client.Challenge }

// CheckOrigin refuses the registration of a page that is not the party's (M145).
func (r *Registration) CheckOrigin(p Party) *refusal.Error {
	if !p.allows(r.client.Origin) {
		return refusal.OriginNotAllowed().WithHint("the origin is " + r.client.Origin + "; of the relying party " + p.ID +
			" are https://" + p.ID + " and what is below it, and http on localhost")
	}
	return nil
}

// Credential is what the registration brings, once relying party and
// credential are found good, in this order (M145).
func (r *Registration) Credential(p Party) (*Credential, *refusal.Error) {
	if !r.data.of(p) {
		return nil, refusal.RelyingPartyMismatch().WithHint("the authenticator made the credential for another relying party than " + p.ID)
	}
	key, wrong := readKey(r.data.key)
	if wrong == "" {
		wrong = r.data.checkUser(p)
	}
	if wrong == "" {
		wrong = r.attested(key)
	}
	if wrong != "" {
		return nil, refusal.CredentialNotSupported().WithHint(wrong)
	}
	return &Credential{
		ID: slices.Clone(r.data.id), RelyingParty: p.ID, Attachment: r.attachment, Transports: append([]string{}, r.transports...),
		aaguid: r.data.aaguid, key: key, counter: r.data.counter,
	}, nil
}

// attested says what is wrong with the attestation. The options ask for none;
// one that comes has to be right, in a format that is known here (choice).
func (r *Registration) attested(key publicKey) string {
	switch r.format {
	case "none":
		var empty map[string]cbor.RawMessage
		if err := cbor.Unmarshal(r.statement, &empty); err != nil || len(empty) > 0 {
			return "the attestation has format none and a statement"
		}
		return ""
	case "packed":
		return r.packed(key)
	}
	return "an attestation of format " + r.format + " is not verified here; the options ask for none"
}

// packed judges an attestation by the credential itself, or by a key of its
// maker, whose certificate comes along. Nobody vouches for the maker.
func (r *Registration) packed(key publicKey) string {
	var s struct {
		Algorithm    int64    `cbor:"alg"`
		Signature    []byte   `cbor:"sig"`
		Certificates [][]byte `cbor:"x5c"`
	}
	if err := cbor.Unmarshal(r.statement, &s); err != nil {
		return "the statement of the attestation is no CBOR map with alg and sig"
	}
	signer := key
	if len(s.Certificates) > 0 {
		certificate, err := x509.ParseCertificate(s.Certificates[0])
		if err != nil {
			return "the certificate of the attestation is none"
		}
		if wrong := r.vouches(certificate); wrong != "" {
			return wrong
		}
		signer = publicKey{s.Algorithm, certificate.PublicKey}
	}
	switch {
	case s.Algorithm != signer.algorithm:
		return "the attestation names another algorithm than the credential has"
	case !signer.verifies(r.data.signed(r.client), s.Signature):
		return "the signature of the attestation is wrong"
	}
	return ""
}

// aaguidExtension is the extension of a certificate that names the kind of
// authenticator.
var aaguidExtension = asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 45724, 1, 1, 4}

// vouches says what is wrong with a certificate for attestations.
func (r *Registration) vouches(c *x509.Certificate) string {
	if c.Version != 3 || c.IsCA || !slices.Contains(c.Subject.OrganizationalUnit, "Authenticator Attestation") {
		return "the certificate of the attestation is not one for attestations"
	}
	for _, e := range c.Extensions {
		if !e.Id.Equal(aaguidExtension) {
			continue
		}
		var aaguid []byte
		if _, err := asn1.Unmarshal(e.Value, &aaguid); err != nil || !bytes.Equal(aaguid, r.data.aaguid[:]) {
			return "the certificate of the attestation is for another kind of authenticator"
		}
	}
	return ""
}
