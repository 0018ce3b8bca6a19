package devices

import (
	"strings"
	"time"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/service"
	"github.com/cognitofake/cognitofake/internal/state"
)

// shown is a device as it is described: whole to an administrator, and with a
// few attributes to its user (M121, M122).
func shown(tx *state.Tx, u *state.User, d *state.Device, whole bool) types.DeviceType {
	t := types.DeviceType{
		DeviceKey: opt.Of(d.Key), DeviceCreateDate: opt.Of(d.Created), DeviceLastModifiedDate: opt.Of(d.Modified),
		DeviceLastAuthenticatedDate: opt.Of(d.Authenticated.Truncate(time.Second)),
	}
	add := func(name, value string) {
		t.DeviceAttributes = append(t.DeviceAttributes, types.AttributeType{Name: &name, Value: &value})
	}
	add("device_status", "valid")
	if d.Name != "" {
		add("device_name", d.Name)
	}
	const address = "127.0.0.1" // nobody comes from anywhere else
	if !whole {
		add("last_ip_used", address)
		return t
	}
	p := tx.Pool()
	owner := u.Username + "." + p.ID
	status := types.DeviceRememberedStatusTypeNotRemembered
	if d.Remembered {
		status = types.DeviceRememberedStatusTypeRemembered
	}
	add("dev:device_arn", strings.TrimSuffix(p.ARN, "userpool/"+p.ID)+"owner/"+owner+"/device/"+d.Key)
	add("dev:device_owner", owner)
	add("last_ip_used", address)
	add("dev:device_remembered_status", string(status))
	add("dev:device_sdk", "aws-sdk")
	return t
}

func adminGetDevice(r *service.Request, in *cip.AdminGetDeviceInput) (*cip.AdminGetDeviceOutput, error) {
	out := &cip.AdminGetDeviceOutput{}
	if err := r.LookUser(in.UserPoolId, in.Username, func(tx *state.Tx, u *state.User) *refusal.Error {
		d, err := tx.Device(u, *in.DeviceKey)
		if err != nil {
			return err
		}
		out.Device = opt.Of(shown(tx, u, d, true))
		return nil
	}); err != nil {
		return nil, err
	}
	return out, nil
}

// adminListDevices shows every device that is confirmed (M123).
func adminListDevices(r *service.Request, in *cip.AdminListDevicesInput) (*cip.AdminListDevicesOutput, error) {
	var all []item
	if err := r.LookUser(in.UserPoolId, in.Username, func(tx *state.Tx, u *state.User) *refusal.Error {
		for _, d := range u.Devices() {
			all = append(all, item{d.Seq, shown(tx, u, d, true)})
		}
		return nil
	}); err != nil {
		return nil, err
	}
	page, next, err := pageOf(r, all, in.Limit, in.PaginationToken, "AdminListDevices")
	if err != nil {
		return nil, err
	}
	return &cip.AdminListDevicesOutput{Devices: page, PaginationToken: next}, nil
}

func adminUpdateDeviceStatus(r *service.Request, in *cip.AdminUpdateDeviceStatusInput) (*cip.AdminUpdateDeviceStatusOutput, error) {
	if err := r.CommitUser(in.UserPoolId, in.Username, func(tx *state.Tx, u *state.User) (func(), *refusal.Error) {
		return remembering(tx, u, *in.DeviceKey, in.DeviceRememberedStatus)
	}); err != nil {
		return nil, err
	}
	return &cip.AdminUpdateDeviceStatusOutput{}, nil
}

func adminForgetDevice(r *service.Request, in *cip.AdminForgetDeviceInput) (*cip.AdminForgetDeviceOutput, error) {
	if err := r.CommitUser(in.UserPoolId, in.Username, func(tx *state.Tx, u *state.User) (func(), *refusal.Error) {
		return forgetting(tx, u, *in.DeviceKey)
	}); err != nil {
		return nil, err
	}
	return &cip.AdminForgetDeviceOutput{}, nil
}
