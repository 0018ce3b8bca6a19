// Package passkey is a virtual authenticator with its browser: it makes
// passkeys and signs with them, for tests of code that registers and uses
// passkeys. It knows nothing of cognitofake, and works against the real service
// and other relying parties too.
//
//	key := passkey.New()
//	start, err := client.StartWebAuthnRegistration(ctx, ...)
//	credential, err := key.Register(start.CredentialCreationOptions)
//	_, err = client.CompleteWebAuthnRegistration(ctx, &cognitoidentityprovider.CompleteWebAuthnRegistrationInput{
//		AccessToken: token, Credential: credential,
//	})
//
// and, when the user signs in and is asked WEB_AUTHN:
//
//	answer, err := key.Assert(out.ChallengeParameters["CREDENTIAL_REQUEST_OPTIONS"])
//
// The texts are those of a browser: the options are what
// PublicKeyCredential.parseCreationOptionsFromJSON and
// parseRequestOptionsFromJSON take, the answers what toJSON of a credential
// gives.
package passkey

import (
	"crypto"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/document"
)

// Authenticator makes passkeys and signs with them, for one user in one
// browser. Its fields may be changed at any time, to have the next answer
// another than a relying party may take. It is not for several goroutines at
// once.
type Authenticator struct {
	// Origin is the page on which the user is. If it is empty, it is https
	// and the relying party's id.
	Origin string
	// RelyingParty is for whom the authenticator signs, whatever the options
	// say, if it is not empty.
	RelyingParty string
	// UserNotPresent is for a user who did not touch the authenticator,
	// UserNotVerified for one who gave neither PIN nor finger.
	UserNotPresent, UserNotVerified bool
	// Algorithm is the COSE algorithm of the passkeys that are made from now
	// on: ES256, RS256 or EdDSA; 0 is the first of them that the options name.
	Algorithm int
	// SelfAttestation has new passkeys attested by themselves, in the format
	// packed; otherwise they have no attestation.
	SelfAttestation bool
	// CrossPlatform is for an authenticator that is plugged in, such as a
	// security key, in place of one that is part of the machine.
	CrossPlatform bool

	passkeys []*key
}

// COSE algorithms of passkeys.
const (
	ES256 = -7
	EdDSA = -8
	RS256 = -257
)

// key is one passkey.
type key struct {
	id         []byte
	rpID       string
	userHandle []byte
	signer     crypto.Signer
	algorithm  int
	counter    uint32
}

// New returns an authenticator without passkeys.
func New() *Authenticator { return &Authenticator{} }

// Register makes a passkey of the options that StartWebAuthnRegistration
// answers with, and returns the credential that CompleteWebAuthnRegistration
// takes. Like a browser it refuses when it has one of the passkeys that the
// options exclude.
func (a *Authenticator) Register(options document.Interface) (document.Interface, error) {
	if options == nil {
		return nil, errors.New("passkey: no options to register with")
	}
	text, err := options.MarshalSmithyDocument()
	if err != nil {
		return nil, fmt.Errorf("passkey: the options are no document: %w", err)
	}
	answer, err := a.RegisterJSON(string(text))
	if err != nil {
		return nil, err
	}
	var credential map[string]any
	if err := json.Unmarshal([]byte(answer), &credential); err != nil {
		return nil, err
	}
	return document.NewLazyDocument(credential), nil
}

// RegisterJSON is [Authenticator.Register] in JSON texts, as browsers have
// them: PublicKeyCredentialCreationOptionsJSON, by itself or as the member
// publicKey, and RegistrationResponseJSON.
func (a *Authenticator) RegisterJSON(options string) (string, error) {
	var o creationOptions
	if err := readOptions(options, &o); err != nil {
		return "", err
	}
	userHandle, err := decode(o.User.ID)
	switch {
	case o.RP.ID == "":
		return "", errors.New("passkey: the options name no relying party (rp.id)")
	case o.Challenge == "":
		return "", errors.New("passkey: the options have no challenge")
	case err != nil || len(userHandle) == 0:
		return "", errors.New("passkey: the options name no user (user.id, in base64url)")
	}
	for _, excluded := range o.Exclude {
		if a.find(o.RP.ID, excluded.ID) != nil {
			return "", errors.New("passkey: the authenticator has a passkey that the options exclude")
		}
	}
	algorithm := a.Algorithm
	for _, p := range o.Parameters {
		if algorithm == 0 && slices.Contains([]int{ES256, RS256, EdDSA}, p.Algorithm) {
			algorithm = p.Algorithm
		}
	}
	k, err := a.add(o.RP.ID, userHandle, algorithm)
	if err != nil {
		return "", err
	}
	return a.register(k, o.Challenge)
}

// Passkey makes a passkey for a user who has it from the start, and returns
// the credential, as NewUser of cognitofake takes it.
func (a *Authenticator) Passkey(relyingPartyID string) string {
	k, err := a.add(relyingPartyID, nil, a.Algorithm)
	if err != nil {
		panic(err.Error())
	}
	answer, err := a.register(k, encode([]byte("nobody has asked")))
	if err != nil {
		panic(err.Error())
	}
	return answer
}

// Assert signs in with a passkey: with the first of those that the options
// allow, or if they name none with the newest one for the relying party. It
// takes CREDENTIAL_REQUEST_OPTIONS of the challenge WEB_AUTHN and returns the
// CREDENTIAL of its answer, or in the words of browsers takes
// PublicKeyCredentialRequestOptionsJSON, by itself or as the member publicKey,
// and returns AuthenticationResponseJSON.
func (a *Authenticator) Assert(options string) (string, error) {
	var o requestOptions
	if err := readOptions(options, &o); err != nil {
		return "", err
	}
	var k *key
	for _, allowed := range o.Allow {
		if k == nil {
			k = a.find(o.RPID, allowed.ID)
		}
	}
	if len(o.Allow) == 0 {
		k = a.newest(o.RPID)
	}
	if k == nil {
		return "", fmt.Errorf("passkey: the authenticator has no passkey for %s that the options allow", o.RPID)
	}
	return a.assert(k, o.Challenge)
}

// SetCounter makes n the counter of signatures of every passkey: the next
// signature has n+1. One that goes back is what a copied authenticator shows.
func (a *Authenticator) SetCounter(n uint32) {
	for _, k := range a.passkeys {
		k.counter = n
	}
}

func (a *Authenticator) add(rpID string, userHandle []byte, algorithm int) (*key, error) {
	if algorithm == 0 {
		algorithm = ES256
	}
	signer, err := newSigner(algorithm)
	if err != nil {
		return nil, err
	}
	k := &key{id: make([]byte, 32), rpID: rpID, userHandle: userHandle, signer: signer, algorithm: algorithm}
	if _, err := rand.Read(k.id); err != nil {
		return nil, err
	}
	a.passkeys = append(a.passkeys, k)
	return k, nil
}

func (a *Authenticator) find(rpID, id string) *key {
	for _, k := range a.passkeys {
		if k.rpID == rpID && encode(k.id) == id {
			return k
		}
	}
	return nil
}

func (a *Authenticator) newest(rpID string) *key {
	for _, k := range slices.Backward(a.passkeys) {
		if k.rpID == rpID {
			return k
		}
	}
	return nil
}
