package state

import (
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"time"

	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/code"
	"github.com/cognitofake/cognitofake/internal/rule/srp"
	"github.com/cognitofake/cognitofake/internal/rule/token"
)

// Device is a device of a user, once it is confirmed.
type Device struct {
	Key           string
	Seq           uint64 // order of confirmation
	Name          string // "" for none
	Remembered    bool
	Created       time.Time
	Modified      time.Time
	Authenticated time.Time // when the user last signed in with it

	verifier srp.Verifier
}

// TracksDevices reports whether the pool tells devices apart (M111).
func (tx *Tx) TracksDevices() bool { return tx.Settings.Describe.DeviceConfiguration != nil }

// TrustsDevices reports whether a remembered device stands for the second
// factor (M130).
func (tx *Tx) TrustsDevices() bool {
	return opt.Value(tx.Settings.Describe.DeviceConfiguration).ChallengeRequiredOnNewDevice
}

// letters are those of a group's key.
const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

// DeviceGroupKey is that of the pool's devices (M112, M113).
func (tx *Tx) DeviceGroupKey() string {
	sum := sha256.Sum256(binary.BigEndian.AppendUint64([]byte("device group "+tx.pool.ID+" "), tx.pool.account.Seed))
	key := []byte{'-'}
	for _, b := range sum[:8] {
		key = append(key, letters[int(b)%len(letters)])
	}
	return string(key)
}

// NewDeviceKey is a key for a device that nobody has (M112).
func (tx *Tx) NewDeviceKey() string { return tx.pool.Region + "_" + tx.pool.account.Random.UUID() }

// Devices are those of a user, oldest first.
func (u *User) Devices() []*Device { return u.rarely().devices }

// Device is the device of a user that has a key (M125, M129, M137).
func (tx *Tx) Device(u *User, key string) (*Device, *refusal.Error) {
	of := func(u *User) *Device {
		if i := slices.IndexFunc(u.Devices(), func(d *Device) bool { return d.Key == key }); i >= 0 {
			return u.Devices()[i]
		}
		return nil
	}
	if d := of(u); d != nil {
		return d, nil
	}
	hint := "the user has no confirmed device of that key; ConfirmDevice makes one of the key in NewDeviceMetadata"
	for _, other := range tx.pool.order[max(0, len(tx.pool.order)-1000):] {
		if of(other) != nil {
			hint = "the device is of another user, " + other.Username
		}
	}
	return nil, refusal.NoDevice().WithHint(hint)
}

// FamilyOf is the sign-in of a user that gave an access token; nil for none.
func (tx *Tx) FamilyOf(u *User, b *token.Bearer) *token.Family {
	return u.rarely().families.OfAccess(b)
}

// CheckFamilyDevice refuses a refresh without the device of the sign-in, and
// with one that has been forgotten (M138).
func (tx *Tx) CheckFamilyDevice(u *User, f *token.Family, key string) *refusal.Error {
	if !tx.TracksDevices() || f.Device.Key == "" {
		return nil
	}
	if key != f.Device.Key {
		return refusal.InvalidRefreshToken().WithHint("the sign-in had a device, and the refresh has to name it as DEVICE_KEY: the device_key of the access token")
	}
	if _, err := tx.Device(u, key); err != nil && !f.Device.New {
		return refusal.InvalidRefreshToken().WithHint("the device of the sign-in has been forgotten")
	}
	return nil
}

// CheckConfirm judges whether a sign-in may confirm a device (M117, M118, M120).
func (tx *Tx) CheckConfirm(u *User, f *token.Family, key string) *refusal.Error {
	switch {
	case !tx.TracksDevices():
		return refusal.InvalidDeviceKey().WithHint("the pool has no DeviceConfiguration: it does not track devices")
	case f == nil || f.Device.Key != key:
		return refusal.InvalidDeviceKey().WithHint("the key was not given out to the sign-in of this access token: give the DeviceKey of its NewDeviceMetadata")
	case f.Device.Unproved:
		return refusal.InvalidDeviceKey().WithHint("the last challenge of the sign-in was answered with another USERNAME than USER_ID_FOR_SRP, " + u.Username + ": such a device cannot be confirmed (M117)")
	case f.Device.New:
		return nil
	}
	if _, err := tx.Device(u, key); err != nil {
		return refusal.InvalidDeviceKey().WithHint("the device has been forgotten; the next sign-in gives another key")
	}
	return refusal.DeviceExists()
}

// AddDevice gives a user a device, which is new.
func (tx *Tx) AddDevice(u *User, d Device, v srp.Verifier) {
	r := u.own()
	r.lastSeq++
	d.Seq, d.verifier = r.lastSeq, v
	d.Created, d.Modified, d.Authenticated = tx.Now, tx.Now, tx.Now
	r.devices = append(r.devices, &d)
}

// ConfirmDevice gives a user the device of a sign-in.
func (tx *Tx) ConfirmDevice(u *User, f *token.Family, name string, v srp.Verifier) {
	f.Device.New = false
	tx.AddDevice(u, Device{Key: f.Device.Key, Name: name, Remembered: !tx.AsksToRemember()}, v)
}

// AsksToRemember reports whether a device is remembered only when the user says
// so (M116).
func (tx *Tx) AsksToRemember() bool {
	return opt.Value(tx.Settings.Describe.DeviceConfiguration).DeviceOnlyRememberedOnUserPrompt
}

// Remember has a device remembered, or not (M126).
func (tx *Tx) Remember(d *Device, remembered bool) { d.Remembered, d.Modified = remembered, tx.Now }

// ForgetDevice takes a device from a user (M127).
func (tx *Tx) ForgetDevice(u *User, d *Device) {
	r := u.own()
	r.devices = slices.DeleteFunc(slices.Clone(r.devices), func(other *Device) bool { return other == d })
}

// DeviceSession is the session of a user that waits for a device to prove
// itself; nil for none (M132).
func (tx *Tx) DeviceSession(u *User, app *App, stage code.Stage, key string) *code.Session {
	return u.rarely().sessions.OfDevice(stage, app.ID, key, tx.Now)
}

// NewDeviceExchange answers the public number of a device; salt is as the
// challenge has it. ok is false for a device without a verifier (M119).
func (tx *Tx) NewDeviceExchange(d *Device, app *App, a srp.Public) (p *srp.Pending, salt string, ok bool) {
	if !d.verifier.Known() {
		return nil, "", false
	}
	return srp.NewDevicePending(tx.pool.account.Random, a, app.ID, d.Key, d.verifier), d.verifier.Salt(), true
}

// ExchangeDevice is the DEVICE_KEY with which an exchange of a user began, ""
// for none.
func (tx *Tx) ExchangeDevice(u *User, a srp.Answer) string { return u.rarely().exchanges.DeviceOf(a) }

// CheckDeviceExchange judges the answer of a device; spend ends the exchange,
// also beside a refusal.
func (tx *Tx) CheckDeviceExchange(u *User, d *Device, a srp.Answer) (spend func(), err *refusal.Error) {
	p, err := u.rarely().exchanges.CheckDevice(a, tx.DeviceGroupKey(), d.Key, tx.Now)
	if p == nil {
		return nil, err
	}
	return p.Use, err
}

// Authenticate notes that a user has signed in with a device (M135).
func (tx *Tx) Authenticate(d *Device) { d.Authenticated = tx.Now }
