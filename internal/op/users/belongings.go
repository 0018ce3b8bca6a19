package users

import (
	"bytes"
	"fmt"
	"slices"

	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/srp"
	"github.com/cognitofake/cognitofake/internal/rule/webauthn"
	"github.com/cognitofake/cognitofake/internal/state"
)

// belongings reads what a user signs in with from the start, passkeys and
// devices; keep gives it to the user.
func belongings(tx *state.Tx, n *New) (keep func(u *state.User), err *refusal.Error) {
	var passkeys []*webauthn.Credential
	for _, text := range n.Passkeys {
		c, err := passkey(tx, text)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(passkeys, func(other *webauthn.Credential) bool { return bytes.Equal(other.ID, c.ID) }) {
			return nil, refusal.InvalidParameter("Passkeys has one passkey twice")
		}
		passkeys = append(passkeys, c)
	}
	devices, verifiers := make([]state.Device, len(n.Devices)), make([]srp.Verifier, len(n.Devices))
	for i, given := range n.Devices {
		if !tx.TracksDevices() {
			return nil, refusal.InvalidParameter("the pool has no DeviceConfiguration; leave Devices out")
		}
		if c := given.DeviceSecretVerifierConfig; c != nil {
			var ok bool
			if verifiers[i], ok = srp.ReadVerifier(opt.Value(c.PasswordVerifier), opt.Value(c.Salt)); !ok {
				return nil, refusal.InvalidParameter(fmt.Sprintf("Devices[%d]: PasswordVerifier and Salt are numbers as big-endian bytes, in Base64", i))
			}
		}
		key := opt.Value(given.DeviceKey)
		if key == "" {
			key = tx.NewDeviceKey()
		}
		if slices.ContainsFunc(devices[:i], func(d state.Device) bool { return d.Key == key }) {
			return nil, refusal.InvalidParameter("Devices has one DeviceKey twice: " + key)
		}
		devices[i] = state.Device{Key: key, Name: opt.Value(given.DeviceName), Remembered: true}
	}
	return func(u *state.User) {
		for _, c := range passkeys {
			tx.AddPasskey(u, c)
		}
		for i, d := range devices {
			tx.AddDevice(u, d, verifiers[i])
		}
	}, nil
}

// passkey reads a passkey for the pool's relying party.
func passkey(tx *state.Tx, text string) (*webauthn.Credential, *refusal.Error) {
	if err := tx.CheckPasskeysOn(); err != nil {
		return nil, err
	}
	party, err := tx.Party()
	if err != nil {
		return nil, err
	}
	given, err := webauthn.ReadRegistration([]byte(text))
	if err != nil {
		return nil, err
	}
	c, err := given.Credential(party)
	if err != nil {
		return nil, err
	}
	return c, tx.CheckPasskey(nil, c)
}
