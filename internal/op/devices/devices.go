// Package devices has the operations of devices that users sign in with.
package devices

import (
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/srp"
	"github.com/cognitofake/cognitofake/internal/service"
	"github.com/cognitofake/cognitofake/internal/state"
)

// Operations are the operations of devices.
var Operations = service.List(
	service.Op(confirmDevice),
	service.Op(getDevice),
	service.Op(listDevices),
	service.Op(updateDeviceStatus),
	service.Op(forgetDevice),
	service.Op(adminGetDevice),
	service.Op(adminListDevices),
	service.Op(adminUpdateDeviceStatus),
	service.Op(adminForgetDevice),
)

// confirmDevice makes the new device of a sign-in the user's (M116 to M120).
func confirmDevice(r *service.Request, in *cip.ConfirmDeviceInput) (*cip.ConfirmDeviceOutput, error) {
	who, err := r.SignedIn(in.AccessToken)
	if err != nil {
		return nil, err
	}
	out := &cip.ConfirmDeviceOutput{}
	if err := r.Commit(who.App, func(tx *state.Tx) (func(), *refusal.Error) {
		u, err := who.User(tx)
		if err != nil {
			return nil, err
		}
		f := who.Family(tx, u)
		if err := tx.CheckConfirm(u, f, *in.DeviceKey); err != nil {
			return nil, err
		}
		v, err := ReadVerifier(in.DeviceSecretVerifierConfig)
		if err != nil {
			return nil, err
		}
		return func() {
			tx.ConfirmDevice(u, f, opt.Value(in.DeviceName), v)
			out.UserConfirmationNecessary = tx.AsksToRemember()
		}, nil
	}); err != nil {
		return nil, err
	}
	return out, nil
}

// ReadVerifier is what a device proves itself by; a device may come without (M119).
func ReadVerifier(c *types.DeviceSecretVerifierConfigType) (srp.Verifier, *refusal.Error) {
	if c == nil {
		return srp.Verifier{}, nil
	}
	v, ok := srp.ReadVerifier(opt.Value(c.PasswordVerifier), opt.Value(c.Salt))
	if !ok {
		return v, refusal.DeviceVerifier().WithHint("PasswordVerifier and Salt of DeviceSecretVerifierConfig are numbers as big-endian bytes, in Base64")
	}
	return v, nil
}

// own is the user of an access token, which the model lets a request leave out
// (M128).
func own(r *service.Request, accessToken *string) (service.SignedIn, error) {
	if accessToken == nil {
		return service.SignedIn{}, refusal.MissingParameter("AccessToken") // choice
	}
	return r.SignedIn(accessToken)
}

func getDevice(r *service.Request, in *cip.GetDeviceInput) (*cip.GetDeviceOutput, error) {
	who, err := own(r, in.AccessToken)
	if err != nil {
		return nil, err
	}
	out := &cip.GetDeviceOutput{}
	if err := state.Do(who.App, func(tx *state.Tx) *refusal.Error {
		u, err := who.User(tx)
		if err != nil {
			return err
		}
		d, err := tx.Device(u, *in.DeviceKey)
		switch {
		case err != nil:
			return err
		case !d.Remembered: // M123
			return refusal.NoDevice().WithHint("the device is not remembered; UpdateDeviceStatus has it so")
		}
		out.Device = opt.Of(shown(tx, u, d, false))
		return nil
	}); err != nil {
		return nil, err
	}
	return out, nil
}

// pageSize is how many devices a page has at most (M124).
const pageSize = 60

// listDevices shows the devices that are remembered (M123).
func listDevices(r *service.Request, in *cip.ListDevicesInput) (*cip.ListDevicesOutput, error) {
	var all []item
	if err := r.LookSignedIn(in.AccessToken, func(tx *state.Tx, _ *state.App, u *state.User) *refusal.Error {
		for _, d := range u.Devices() {
			if d.Remembered {
				all = append(all, item{d.Seq, shown(tx, u, d, false)})
			}
		}
		return nil
	}); err != nil {
		return nil, err
	}
	page, next, err := pageOf(r, all, in.Limit, in.PaginationToken, "ListDevices")
	if err != nil {
		return nil, err
	}
	return &cip.ListDevicesOutput{Devices: page, PaginationToken: next}, nil
}

// item is a device of a list.
type item struct {
	seq    uint64
	device types.DeviceType
}

func pageOf(r *service.Request, all []item, limit *int32, token *string, op string) ([]types.DeviceType, *string, error) {
	n := pageSize
	if given := opt.Value(limit); given > 0 {
		n = int(given)
	}
	page, next, err := service.Page(r, all, func(i item) uint64 { return i.seq }, n, token, op)
	if err != nil {
		return nil, nil, err
	}
	devices := []types.DeviceType{}
	for _, i := range page {
		devices = append(devices, i.device)
	}
	return devices, next, nil
}

// updateDeviceStatus has a device remembered or not; without a status nothing
// changes (M126).
func updateDeviceStatus(r *service.Request, in *cip.UpdateDeviceStatusInput) (*cip.UpdateDeviceStatusOutput, error) {
	if err := r.CommitSignedIn(in.AccessToken, func(tx *state.Tx, _ *state.App, u *state.User) (func(), *refusal.Error) {
		return remembering(tx, u, *in.DeviceKey, in.DeviceRememberedStatus)
	}); err != nil {
		return nil, err
	}
	return &cip.UpdateDeviceStatusOutput{}, nil
}

func remembering(tx *state.Tx, u *state.User, key string, status types.DeviceRememberedStatusType) (func(), *refusal.Error) {
	d, err := tx.Device(u, key)
	if err != nil || status == "" {
		return nil, err
	}
	return func() { tx.Remember(d, status == types.DeviceRememberedStatusTypeRemembered) }, nil
}

func forgetDevice(r *service.Request, in *cip.ForgetDeviceInput) (*cip.ForgetDeviceOutput, error) {
	who, err := own(r, in.AccessToken)
	if err != nil {
		return nil, err
	}
	if err := r.Commit(who.App, func(tx *state.Tx) (func(), *refusal.Error) {
		u, err := who.User(tx)
		if err != nil {
			return nil, err
		}
		return forgetting(tx, u, *in.DeviceKey)
	}); err != nil {
		return nil, err
	}
	return &cip.ForgetDeviceOutput{}, nil
}

func forgetting(tx *state.Tx, u *state.User, key string) (func(), *refusal.Error) {
	d, err := tx.Device(u, key)
	if err != nil {
		return nil, err
	}
	return func() { tx.ForgetDevice(u, d) }, nil
}
