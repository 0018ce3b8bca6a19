package webauthn

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
)

// Assertion is what an authenticator made of the options to use a credential:
// AuthenticationResponseJSON, read and not yet believed.
type Assertion struct {
	id         []byte
	client     clientData
	data       authenticatorData
	signature  []byte
	userHandle []byte
}

// ReadAssertion reads an AuthenticationResponseJSON, and says what is wrong
// with what is none.
func ReadAssertion(text string) (_ *Assertion, wrong string) {
	var given struct {
		response
		Response struct {
			ClientData        string  `json:"clientDataJSON"`
			AuthenticatorData string  `json:"authenticatorData"`
			Signature         string  `json:"signature"`
			UserHandle        *string `json:"userHandle"`
		} `json:"response"`
	}
	if err := json.Unmarshal([]byte(text), &given); err != nil {
		return nil, "CREDENTIAL is no AuthenticationResponseJSON: give it as JSON in a string"
	}
	a := &Assertion{}
	if a.id, wrong = given.id(); wrong != "" {
		return nil, wrong
	}
	client, okClient := decode(given.Response.ClientData)
	data, okData := decode(given.Response.AuthenticatorData)
	signature, okSignature := decode(given.Response.Signature)
	if !okClient || !okData || !okSignature {
		return nil, "clientDataJSON, authenticatorData or signature is not in base64url"
	}
	if given.Response.UserHandle != nil {
		var ok bool
		if a.userHandle, ok = decode(*given.Response.UserHandle); !ok {
			return nil, "response.userHandle is not in base64url"
		}
	}
	if a.client, wrong = readClientData(client, "webauthn.get"); wrong != "" {
		return nil, wrong
	}
	if a.data, wrong = readAuthenticatorData(data); wrong != "" {
		return nil, wrong
	}
	a.signature = signature
	return a, ""
}

// Challenge is the one that the assertion answers, as options have it.
func (a *Assertion) Challenge() string { return a.client.Challenge }

// Check says what is wrong with the assertion, which has to answer a challenge
// by one of a user's credentials. The credential comes back when nothing is.
func (a *Assertion) Check(p Party, challenge, sub string, allowed []*Credential) (_ *Credential, wrong string) {
	i := slices.IndexFunc(allowed, func(c *Credential) bool { return bytes.Equal(c.ID, a.id) })
	if i < 0 {
		return nil, "the user has no such passkey"
	}
	c := allowed[i]
	switch {
	case len(a.userHandle) > 0 && string(a.userHandle) != sub:
		return nil, "the userHandle is of another user"
	case a.client.Challenge != challenge:
		return nil, "the passkey has signed another challenge"
	case !p.allows(a.client.Origin):
		return nil, "the origin is " + a.client.Origin + ", which is not of the relying party " + p.ID
	case !a.data.of(p):
		return nil, "the authenticator used the passkey for another relying party than " + p.ID
	}
	if wrong := a.data.checkUser(p); wrong != "" {
		return nil, wrong
	}
	switch {
	case !c.key.verifies(a.data.signed(a.client), a.signature):
		return nil, "the signature is not by the passkey"
	case (a.data.counter > 0 || c.counter > 0) && a.data.counter <= c.counter:
		return nil, fmt.Sprintf("the passkey's counter is %d and was %d before: there may be a copy of it", a.data.counter, c.counter)
	}
	return c, ""
}

// Use notes that the credential has made an assertion that was found good.
func (c *Credential) Use(a *Assertion) { c.counter = a.data.counter }
