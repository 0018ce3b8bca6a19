package state

import (
	"bytes"
	"slices"
	"time"

	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/webauthn"
)

// passkeys are those of a user, and the registration that the user has begun.
type passkeys struct {
	all  []*webauthn.Credential // oldest first
	last uint64
	open registration
}

// registration is one that waits for the answer of an authenticator; the zero
// value is none.
type registration struct {
	challenge, clientID string
	expires             time.Time
}

// CheckPasskeysOn refuses the registration of passkeys in a pool that has none (M141).
func (tx *Tx) CheckPasskeysOn() *refusal.Error {
	if !tx.Settings.HasPasskeys() {
		return refusal.PasskeysOff().WithHint("passkeys want WEB_AUTHN in Policies.SignInPolicy.AllowedFirstAuthFactors, and the tier ESSENTIALS or PLUS")
	}
	return nil
}

// Party is the relying party of the pool's passkeys (M142).
func (tx *Tx) Party() (webauthn.Party, *refusal.Error) { return tx.Settings.Party(tx.pool.Region) }

// Passkeys are those of a user, oldest first.
func (u *User) Passkeys() []*webauthn.Credential {
	if p := u.rarely().passkeys; p != nil {
		return p.all
	}
	return nil
}

// PasskeysOf are those that a user has for a relying party.
func (u *User) PasskeysOf(p webauthn.Party) []*webauthn.Credential {
	return slices.DeleteFunc(slices.Clone(u.Passkeys()), func(c *webauthn.Credential) bool { return c.RelyingParty != p.ID })
}

// NewChallenge is one that an authenticator has to sign.
func (tx *Tx) NewChallenge() string { return webauthn.NewChallenge(tx.pool.account.Random.Fill) }

// OpenRegistration lets a user register a passkey by an app client. Another
// registration of the user that is open ends.
func (tx *Tx) OpenRegistration(u *User, app *App, challenge string) {
	u.ownPasskeys().open = registration{challenge, app.ID, tx.Now.Add(webauthn.RegistrationLife)}
}

// CheckRegistration refuses the answer to another challenge than that of the
// registration that is open, and by another app client (M145).
func (tx *Tx) CheckRegistration(u *User, app *App, challenge string) *refusal.Error {
	var open registration
	if p := u.rarely().passkeys; p != nil {
		open = p.open
	}
	switch {
	case open.challenge == "":
		return refusal.NoRegistration().WithHint("the user has begun no registration; StartWebAuthnRegistration does")
	case open.challenge != challenge:
		return refusal.NoRegistration().WithHint("the passkey has signed another challenge than that of the newest StartWebAuthnRegistration")
	case tx.Now.After(open.expires):
		return refusal.NoRegistration().WithHint("the registration has ended: it lives " + webauthn.RegistrationLife.String() + ", the timeout in its options")
	case open.clientID != app.ID:
		return refusal.RegistrationOfOtherClient().WithHint("it was begun by " + open.clientID)
	}
	return nil
}

// maxPasskeys is how many a user may have (M146).
const maxPasskeys = 20

// CheckPasskey refuses a passkey that a user cannot have: one that somebody has
// (choice), and one too many (M146); u is nil for a user who is not there yet.
func (tx *Tx) CheckPasskey(u *User, c *webauthn.Credential) *refusal.Error {
	for _, other := range tx.pool.order {
		if other.rare != nil && slices.ContainsFunc(other.Passkeys(), func(known *webauthn.Credential) bool { return bytes.Equal(known.ID, c.ID) }) {
			return refusal.CredentialNotSupported().WithHint("the passkey has been registered before, by user " + other.Username)
		}
	}
	if u != nil && len(u.Passkeys()) >= maxPasskeys {
		return refusal.TooManyPasskeys()
	}
	return nil
}

// AddPasskey gives a user a passkey, and ends the registration that is open.
func (tx *Tx) AddPasskey(u *User, c *webauthn.Credential) {
	p := u.ownPasskeys()
	p.last++
	c.Seq, c.Created = p.last, tx.Now
	p.all = append(p.all, c)
	p.open = registration{}
}

// RemovePasskey takes a passkey from a user.
func (tx *Tx) RemovePasskey(u *User, c *webauthn.Credential) {
	p := u.ownPasskeys()
	p.all = slices.DeleteFunc(slices.Clone(p.all), func(known *webauthn.Credential) bool { return known == c })
}

// UsePasskey notes that a user has signed in by a passkey.
func (tx *Tx) UsePasskey(c *webauthn.Credential, a *webauthn.Assertion) { c.Use(a) }

// ownPasskeys are a user's passkeys, to change: made when first needed.
func (u *User) ownPasskeys() *passkeys {
	r := u.own()
	if r.passkeys == nil {
		r.passkeys = &passkeys{}
	}
	return r.passkeys
}
