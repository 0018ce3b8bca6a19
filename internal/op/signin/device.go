package signin

import (
	"cmp"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/code"
	"github.com/cognitofake/cognitofake/internal/rule/srp"
	"github.com/cognitofake/cognitofake/internal/rule/token"
	"github.com/cognitofake/cognitofake/internal/state"
)

const (
	keyDevice      = "DEVICE_KEY"
	deviceSRP      = types.ChallengeNameTypeDeviceSrpAuth
	deviceVerifier = types.ChallengeNameTypeDevicePasswordVerifier
)

// deviceKey is the DEVICE_KEY of the step, or of an earlier one of its sign-in.
func (s *step) deviceKey() string { return cmp.Or(s.given[keyDevice], s.carried) }

// device is the device with which a user signs in; nil for none. A key that the
// user does not have is refused once a password is proved (M129; when: choice).
func (s *step) device(tx *state.Tx, u *state.User) (*state.Device, *refusal.Error) {
	key := s.deviceKey()
	if key == "" || !tx.TracksDevices() {
		return nil, nil
	}
	return tx.Device(u, key)
}

// askDevice asks a remembered device to prove itself (M130, M132).
func (s *step) askDevice(tx *state.Tx, u *state.User) {
	tx.Proved(u)
	s.answer.challenge, s.answer.parameters = deviceSRP, map[string]string{"USERNAME": u.Username}
	s.answer.session = opt.Of(s.open(tx, u, code.Session{Stage: code.Stage(deviceSRP)}))
}

// open opens a session for the answer to a challenge, which remembers the
// device of the sign-in, and how far its functions have come. That of a nobody
// is pretended.
func (s *step) open(tx *state.Tx, u *state.User, session code.Session) string {
	nobody := ""
	if u == nil {
		nobody = s.given[keyUsername]
	}
	return tx.Open(u, s.app, session.Carrying(nobody, s.deviceKey(), s.custom))
}

// startDevice answers a device's public number with the challenge to prove its
// secret (M133). The user has proved their password before: a session says so,
// which the answer need not name (M132).
func (s *step) startDevice() (*answer, error) {
	if err := s.readPublic(); err != nil {
		return nil, err
	}
	return s.take(func(tx *state.Tx) (func(), *refusal.Error) {
		u, d, err := s.ofDevice(tx)
		if err != nil {
			return nil, err
		}
		session := tx.DeviceSession(u, s.app, code.Stage(deviceSRP), d.Key)
		if session == nil {
			return nil, refusal.InvalidSession().WithHint("no sign-in of the user by this app client waits for the device: the password comes first")
		}
		pending, salt, ok := tx.NewDeviceExchange(d, s.app, s.public)
		if !ok {
			return nil, refusal.Credentials().WithHint("the device was confirmed without DeviceSecretVerifierConfig, and can prove nothing (M119)")
		}
		s.custom = session.Custom.Answered(string(deviceSRP), true)
		return func() {
			tx.UseSession(session)
			tx.OpenExchange(u, s.app, pending)
			s.answer.challenge = deviceVerifier
			s.answer.parameters = map[string]string{
				"SALT": salt, "SECRET_BLOCK": pending.Block(), "SRP_B": pending.B(), "USERNAME": u.Username, keyDevice: d.Key,
			}
			s.answer.session = opt.Of(s.open(tx, u, code.Session{Stage: code.Stage(deviceVerifier)}))
		}, nil
	})
}

// verifyDevice judges the answer to DEVICE_PASSWORD_VERIFIER (M134 to M136).
func (s *step) verifyDevice() (*answer, error) {
	if _, ok := srp.Canonical(s.given[keyTimestamp]); !ok {
		return nil, refusal.Timestamp()
	}
	return s.take(func(tx *state.Tx) (func(), *refusal.Error) {
		u, d, err := s.ofDevice(tx)
		if err != nil {
			return nil, err
		}
		spend, err := tx.CheckDeviceExchange(u, d, srp.Answer{
			PoolID: s.app.Pool.ID, ClientID: s.app.ID, Block: s.given[keyBlock], Signature: s.given[keySignature], Timestamp: s.given[keyTimestamp],
		})
		if err != nil {
			return spend, err
		}
		session := tx.DeviceSession(u, s.app, code.Stage(deviceVerifier), d.Key)
		if session != nil {
			s.custom = session.Custom.Answered(string(deviceVerifier), true)
		}
		return func() {
			spend()
			if session != nil {
				tx.UseSession(session)
			}
			s.admit(tx, u, d)
		}, nil
	})
}

// ofDevice is the user and the device that an answer names.
func (s *step) ofDevice(tx *state.Tx) (*state.User, *state.Device, *refusal.Error) {
	u, err := s.fitting(tx)
	if err != nil {
		return nil, nil, err
	}
	d, err := tx.Device(u, s.given[keyDevice])
	return u, d, err
}

// family is what the tokens of a sign-in know of its device: the one that the
// user has signed in with, or where the pool tracks them a new one (M112, M114,
// M131).
func (s *step) family(tx *state.Tx, u *state.User, d *state.Device) token.Device {
	switch {
	case d != nil:
		tx.Authenticate(d)
		return token.Device{Key: d.Key}
	case !tx.TracksDevices():
		return token.Device{}
	}
	given := token.Device{Key: tx.NewDeviceKey(), New: true, Unproved: s.flow == "" && s.given[keyUsername] != u.Username}
	s.newDevice = &types.NewDeviceMetadataType{DeviceKey: opt.Of(given.Key), DeviceGroupKey: opt.Of(tx.DeviceGroupKey())}
	return given
}
