package rows

import (
	"encoding/json"
	"maps"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
)

// DevicePool tracks devices.
func DevicePool(instead, prompt bool) cip.CreateUserPoolInput {
	return cip.CreateUserPoolInput{DeviceConfiguration: &types.DeviceConfigurationType{
		ChallengeRequiredOnNewDevice: instead, DeviceOnlyRememberedOnUserPrompt: prompt,
	}}
}

// Device is a device of a user's, as an application keeps it.
type Device struct{ Key, Group, Secret string }

// NewDevice is the device that a sign-in gave out, with a secret for it.
func NewDevice(out *types.AuthenticationResultType) Device {
	return Device{*out.NewDeviceMetadata.DeviceKey, *out.NewDeviceMetadata.DeviceGroupKey, "device secret"}
}

// Confirmation is what ConfirmDevice takes of a device.
func (d Device) Confirmation(token *string) *cip.ConfirmDeviceInput {
	verifier, salt := fixture.DeviceVerifier(d.Group, d.Key, d.Secret)
	return &cip.ConfirmDeviceInput{AccessToken: token, DeviceKey: &d.Key, DeviceName: aws.String("phone"),
		DeviceSecretVerifierConfig: &types.DeviceSecretVerifierConfigType{PasswordVerifier: &verifier, Salt: &salt}}
}

// Confirmed is a new device of a user's, and the tokens of the sign-in that gave it out.
func (w *World) Confirmed(name string) (Device, *types.AuthenticationResultType) {
	w.Helper()
	tokens := w.Tokens(name)
	d := NewDevice(tokens)
	_, err := w.Client.ConfirmDevice(w.Ctx, d.Confirmation(tokens.AccessToken))
	require.NoError(w, err)
	return d, tokens
}

// confirming confirms jane's new device with what change makes of the input.
func confirming(change func(in *cip.ConfirmDeviceInput)) func(*World) (any, error) {
	return func(w *World) (any, error) {
		tokens := w.Tokens("jane")
		in := NewDevice(tokens).Confirmation(tokens.AccessToken)
		change(in)
		return w.Client.ConfirmDevice(w.Ctx, in)
	}
}

// AdminDevices are the devices of a user, as an administrator sees them.
func (w *World) AdminDevices(name string) []types.DeviceType {
	w.Helper()
	out, err := w.Client.AdminListDevices(w.Ctx, &cip.AdminListDevicesInput{UserPoolId: &w.PoolID, Username: &name})
	require.NoError(w, err)
	return out.Devices
}

// attributesOf are those of a device.
func attributesOf(d types.DeviceType) map[string]string {
	m := map[string]string{}
	for _, a := range d.DeviceAttributes {
		m[*a.Name] = *a.Value
	}
	return m
}

var noDevice = Want{Code: "ResourceNotFoundException", Message: "Device does not exist."}

// newDeviceRows are rows of the devices that sign-ins give out, and of
// ConfirmDevice: M111 to M120.
func newDeviceRows() []Row {
	invalidKey := invalid("Invalid device key given.")
	const always, prompted = false, true
	row := func(rules, name string, prompt bool, call func(*World) (any, error), want Want) Row {
		return Row{Rules: rules, Name: name, Pool: DevicePool(false, prompt), App: RefreshClient(), Prior: Jane, Call: call, Want: want}
	}
	signsInWith := func(w *World) (any, error) { return w.SignIn("jane", fixture.GoodPassword) }
	given := Want{Check: func(w *World, out any) {
		text, err := json.Marshal(out)
		require.NoError(w, err)
		var got struct {
			AuthenticationResult *types.AuthenticationResultType
		}
		require.NoError(w, json.Unmarshal(text, &got))
		d := got.AuthenticationResult.NewDeviceMetadata
		require.NotNil(w, d)
		require.Regexp(w, `^`+w.Region+`_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`, *d.DeviceKey)
		require.Regexp(w, `^-[A-Za-z0-9]{8}$`, *d.DeviceGroupKey)
		require.Equal(w, *d.DeviceKey, w.Claims(got.AuthenticationResult.AccessToken)["device_key"])
		require.NotContains(w, w.Claims(got.AuthenticationResult.IdToken), "device_key")
		require.Empty(w, w.AdminDevices("jane"), "it waits")
	}}
	none := Want{Check: func(w *World, out any) {
		require.Nil(w, out.(*cip.InitiateAuthOutput).AuthenticationResult.NewDeviceMetadata)
		require.NotContains(w, w.Claims(out.(*cip.InitiateAuthOutput).AuthenticationResult.AccessToken), "device_key")
	}}
	status := func(necessary bool, status string) Want {
		return Want{Check: func(w *World, out any) {
			require.Equal(w, necessary, out.(*cip.ConfirmDeviceOutput).UserConfirmationNecessary)
			devices := w.AdminDevices("jane")
			require.Len(w, devices, 1)
			require.Equal(w, status, attributesOf(devices[0])["dev:device_remembered_status"])
		}}
	}
	return []Row{
		row("M111 M112 M114 M115", "a sign-in gives out a device", always, signsInWith, given),
		{Rules: "M111 M112", Name: "an empty configuration is one", Pool: cip.CreateUserPoolInput{DeviceConfiguration: &types.DeviceConfigurationType{}},
			App: RefreshClient(), Prior: Jane, Call: signsInWith, Want: given},
		{Rules: "M111 M112", Name: "no configuration", App: RefreshClient(), Prior: Jane, Call: signsInWith, Want: none},
		{Rules: "M111", Name: "the configuration has been left out since", Pool: DevicePool(false, false), App: RefreshClient(), Prior: Then(Jane, func(w *World) {
			_, err := w.Client.UpdateUserPool(w.Ctx, &cip.UpdateUserPoolInput{UserPoolId: &w.PoolID})
			require.NoError(w, err)
		}), Call: signsInWith, Want: none},
		{Rules: "M111", Name: "as the pool is described", Pool: DevicePool(true, false), Call: func(w *World) (any, error) {
			return w.Client.DescribeUserPool(w.Ctx, &cip.DescribeUserPoolInput{UserPoolId: &w.PoolID})
		}, Want: Want{Check: func(w *World, out any) {
			require.Equal(w, &types.DeviceConfigurationType{ChallengeRequiredOnNewDevice: true}, out.(*cip.DescribeUserPoolOutput).UserPool.DeviceConfiguration)
		}}},
		{Rules: "M112", Name: "after a new password", Pool: DevicePool(false, false), App: RefreshClient(), Prior: Invited("jane"),
			Call: answering("NEW_PASSWORD", otherPass), Want: given},
		row("M112", "by an administrator", always, func(w *World) (any, error) { return w.AdminSignIn("jane", fixture.GoodPassword) }, given),
		Choice(row("M113", "one group, and a key each", always, func(w *World) (any, error) {
			one, other := NewDevice(w.Tokens("jane")), NewDevice(w.Tokens("jane"))
			require.Equal(w, one.Group, other.Group)
			require.NotEqual(w, one.Key, other.Key)
			return nil, nil
		}, Want{})),

		row("M116", "always remembered", always, confirming(func(*cip.ConfirmDeviceInput) {}), status(false, "remembered")),
		row("M116", "remembered by prompt", prompted, confirming(func(*cip.ConfirmDeviceInput) {}), status(true, "not_remembered")),
		row("M116", "as on the wire", always, func(w *World) (any, error) {
			tokens := w.Tokens("jane")
			_, _, body := w.Post("ConfirmDevice", `{"AccessToken":"`+*tokens.AccessToken+`","DeviceKey":"`+*tokens.NewDeviceMetadata.DeviceKey+`"}`, "Authorization", "")
			require.Equal(w, `{"UserConfirmationNecessary":false}`, string(body))
			return nil, nil
		}, Want{}),
		row("M117", "the key of another sign-in", always, func(w *World) (any, error) {
			return w.Client.ConfirmDevice(w.Ctx, NewDevice(w.Tokens("jane")).Confirmation(w.Tokens("jane").AccessToken))
		}, invalidKey),
		row("M117", "an invented key", always, confirming(func(in *cip.ConfirmDeviceInput) { in.DeviceKey = aws.String("us-east-1_0b0c0d0e") }), invalidKey),
		row("M117", "a key of another form", always, confirming(func(in *cip.ConfirmDeviceInput) { in.DeviceKey = aws.String("phone") }),
			violating(`Value 'phone' at 'deviceKey' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w-]+_[0-9a-f-]+`)),
		{Rules: "M117", Name: "the last challenge was answered by e-mail", Pool: Named(DevicePool(false, false), types.UsernameAttributeTypeEmail), App: RefreshClient(),
			Prior: Invited("jane@example.com"), Call: func(w *World) (any, error) {
				out, err := w.Respond(newPassword, w.forced("jane@example.com"), "USERNAME", "jane@example.com", "NEW_PASSWORD", otherPass)
				require.NoError(w, err)
				return w.Client.ConfirmDevice(w.Ctx, NewDevice(out.AuthenticationResult).Confirmation(out.AuthenticationResult.AccessToken))
			}, Want: invalidKey},
		{Rules: "M117", Name: "the last challenge was answered by the stored name", Pool: Named(DevicePool(false, false), types.UsernameAttributeTypeEmail), App: RefreshClient(),
			Prior: Invited("jane@example.com"), Call: func(w *World) (any, error) {
				out, err := w.Respond(newPassword, w.forced("jane@example.com"), "USERNAME", w.User("jane@example.com").Username, "NEW_PASSWORD", otherPass)
				require.NoError(w, err)
				return w.Client.ConfirmDevice(w.Ctx, NewDevice(out.AuthenticationResult).Confirmation(out.AuthenticationResult.AccessToken))
			}},
		{Rules: "M117", Name: "a sign-in by e-mail without a challenge", Pool: Named(DevicePool(false, false), types.UsernameAttributeTypeEmail), App: RefreshClient(),
			Prior: func(w *World) { w.AddUser(NewUser{Username: "jane@example.com", Password: fixture.GoodPassword}) },
			Call:  func(w *World) (any, error) { w.Confirmed("jane@example.com"); return nil, nil }},
		row("M117 M137", "the key of another user", always, func(w *World) (any, error) {
			w.AddUser(NewUser{Username: "joe", Password: fixture.GoodPassword})
			d, _ := w.Confirmed("jane")
			_, err := w.Client.ConfirmDevice(w.Ctx, d.Confirmation(w.Tokens("joe").AccessToken))
			invalidKey.RequireError(w, err)
			return nil, nil
		}, Want{}),
		Choice(row("M118", "twice", always, func(w *World) (any, error) {
			d, tokens := w.Confirmed("jane")
			return w.Client.ConfirmDevice(w.Ctx, d.Confirmation(tokens.AccessToken))
		}, Want{Code: "DeviceKeyExistsException", Message: "Device Key already exists."})),
		row("M119", "without a verifier", always, confirming(func(in *cip.ConfirmDeviceInput) { in.DeviceSecretVerifierConfig = nil }), status(false, "remembered")),
		row("M119", "a verifier that is no Base64", always, confirming(func(in *cip.ConfirmDeviceInput) { in.DeviceSecretVerifierConfig.PasswordVerifier = aws.String("?") }),
			ofType("InvalidParameterException")),
		Choice(row("M120", "devices are not tracked any more", always, func(w *World) (any, error) {
			tokens := w.Tokens("jane")
			_, err := w.Client.UpdateUserPool(w.Ctx, &cip.UpdateUserPoolInput{UserPoolId: &w.PoolID})
			require.NoError(w, err)
			return w.Client.ConfirmDevice(w.Ctx, NewDevice(tokens).Confirmation(tokens.AccessToken))
		}, invalidKey)),
		{Rules: "M120", Choice: true, Name: "devices are not tracked", App: RefreshClient(), Prior: Jane, Call: func(w *World) (any, error) {
			return w.Client.ConfirmDevice(w.Ctx, &cip.ConfirmDeviceInput{AccessToken: w.Tokens("jane").AccessToken, DeviceKey: aws.String("us-east-1_0b0c0d0e")})
		}, Want: invalidKey},
	}
}

// deviceRows are rows of the operations of devices: M121 to M128.
func deviceRows() []Row {
	row := func(rules, name string, call func(*World) (any, error), want Want) Row {
		return Row{Rules: rules, Name: name, Pool: DevicePool(false, false), App: RefreshClient(), Prior: Jane, Call: call, Want: want}
	}
	prompt := func(r Row) Row {
		r.Pool = DevicePool(false, true)
		return r
	}
	get := func(w *World, token *string, key string) (*cip.GetDeviceOutput, error) {
		return w.Client.GetDevice(w.Ctx, &cip.GetDeviceInput{AccessToken: token, DeviceKey: &key})
	}
	list := func(w *World, token *string) []types.DeviceType {
		out, err := w.Client.ListDevices(w.Ctx, &cip.ListDevicesInput{AccessToken: token})
		require.NoError(w, err)
		return out.Devices
	}
	update := func(w *World, token *string, key string, status types.DeviceRememberedStatusType) error {
		_, err := w.Client.UpdateDeviceStatus(w.Ctx, &cip.UpdateDeviceStatusInput{AccessToken: token, DeviceKey: &key, DeviceRememberedStatus: status})
		return err
	}
	// each calls every operation on one device, as a user and as an administrator.
	each := func(key func(w *World) string) func(*World) (any, error) {
		return func(w *World) (any, error) {
			k := key(w)
			token := *w.Tokens("jane").AccessToken
			user, admin := `{"AccessToken":"`+token+`","DeviceKey":"`+k+`"}`, `{"UserPoolId":"`+w.PoolID+`","Username":"jane","DeviceKey":"`+k+`"}`
			for op, body := range map[string]string{
				"GetDevice": user, "UpdateDeviceStatus": user, "ForgetDevice": user,
				"AdminGetDevice": admin, "AdminUpdateDeviceStatus": admin, "AdminForgetDevice": admin,
			} {
				Row{Raw: func(*World) string { return op + " " + body }, Want: noDevice}.runRaw(w)
			}
			return nil, nil
		}
	}
	return []Row{
		row("M121", "as an administrator sees it", func(w *World) (any, error) {
			d, _ := w.Confirmed("jane")
			_, _, body := w.Post("AdminGetDevice", `{"UserPoolId":"`+w.PoolID+`","Username":"jane","DeviceKey":"`+d.Key+`"}`)
			var got struct{ Device map[string]any }
			require.NoError(w, json.Unmarshal(body, &got))
			require.Equal(w, []string{"DeviceAttributes", "DeviceCreateDate", "DeviceKey", "DeviceLastAuthenticatedDate", "DeviceLastModifiedDate"}, slices.Sorted(maps.Keys(got.Device)))
			seconds := got.Device["DeviceLastAuthenticatedDate"].(float64)
			require.Equal(w, float64(int64(seconds)), seconds)
			devices := w.AdminDevices("jane")
			require.Len(w, devices, 1)
			require.Equal(w, d.Key, *devices[0].DeviceKey)
			arn := w.describe().Arn
			require.Equal(w, map[string]string{
				"device_status": "valid", "device_name": "phone", "last_ip_used": "127.0.0.1", "dev:device_remembered_status": "remembered", "dev:device_sdk": "aws-sdk",
				"dev:device_owner": "jane." + w.PoolID,
				"dev:device_arn":   (*arn)[:len(*arn)-len("userpool/"+w.PoolID)] + "owner/jane." + w.PoolID + "/device/" + d.Key,
			}, attributesOf(devices[0]))
			return nil, nil
		}, Want{}),
		row("M122 M123", "as the user sees it", func(w *World) (any, error) {
			d, tokens := w.Confirmed("jane")
			out, err := get(w, tokens.AccessToken, d.Key)
			require.NoError(w, err)
			require.Equal(w, map[string]string{"device_status": "valid", "device_name": "phone", "last_ip_used": "127.0.0.1"}, attributesOf(*out.Device))
			require.Equal(w, []types.DeviceType{*out.Device}, list(w, tokens.AccessToken))
			return nil, nil
		}, Want{}),
		row("M122", "without a name", func(w *World) (any, error) {
			tokens := w.Tokens("jane")
			_, err := w.Client.ConfirmDevice(w.Ctx, &cip.ConfirmDeviceInput{AccessToken: tokens.AccessToken, DeviceKey: tokens.NewDeviceMetadata.DeviceKey})
			require.NoError(w, err)
			require.NotContains(w, attributesOf(list(w, tokens.AccessToken)[0]), "device_name")
			return nil, nil
		}, Want{}),
		row("M123", "no device", func(w *World) (any, error) {
			_, _, body := w.Post("ListDevices", `{"AccessToken":"`+*w.Tokens("jane").AccessToken+`"}`, "Authorization", "")
			require.Equal(w, `{"Devices":[]}`, string(body))
			return nil, nil
		}, Want{}),
		prompt(row("M123", "a device that is not remembered", func(w *World) (any, error) {
			d, tokens := w.Confirmed("jane")
			require.Empty(w, list(w, tokens.AccessToken))
			require.Len(w, w.AdminDevices("jane"), 1)
			return get(w, tokens.AccessToken, d.Key)
		}, noDevice)),
		row("M124", "pages", func(w *World) (any, error) {
			for range 3 {
				w.Confirmed("jane")
			}
			token := w.Tokens("jane").AccessToken
			one, err := w.Client.ListDevices(w.Ctx, &cip.ListDevicesInput{AccessToken: token, Limit: aws.Int32(2)})
			require.NoError(w, err)
			require.NotNil(w, one.PaginationToken)
			two, err := w.Client.ListDevices(w.Ctx, &cip.ListDevicesInput{AccessToken: token, Limit: aws.Int32(2), PaginationToken: one.PaginationToken})
			require.NoError(w, err)
			require.Nil(w, two.PaginationToken)
			require.Equal(w, list(w, token), slices.Concat(one.Devices, two.Devices))
			require.Len(w, w.AdminDevices("jane"), 3)
			return nil, nil
		}, Want{}),
		row("M124", "61 of them", func(w *World) (any, error) {
			return w.Client.ListDevices(w.Ctx, &cip.ListDevicesInput{AccessToken: w.Tokens("jane").AccessToken, Limit: aws.Int32(61)})
		}, violating("Value '61' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 60")),
		row("M125", "an unknown key", each(func(*World) string { return "us-east-1_0b0c0d0e" }), Want{}),
		row("M125 M115", "a key that was not confirmed", each(func(w *World) string { return *w.Tokens("jane").NewDeviceMetadata.DeviceKey }), Want{}),
		row("M125 M127", "a device that was forgotten", each(func(w *World) string {
			d, tokens := w.Confirmed("jane")
			status, _, body := w.Post("ForgetDevice", `{"AccessToken":"`+*tokens.AccessToken+`","DeviceKey":"`+d.Key+`"}`, "Authorization", "")
			require.Equal(w, 200, status)
			require.Empty(w, body)
			return d.Key
		}), Want{}),
		row("M127", "an administrator forgets a device", func(w *World) (any, error) {
			d, _ := w.Confirmed("jane")
			_, _, body := w.Post("AdminForgetDevice", `{"UserPoolId":"`+w.PoolID+`","Username":"jane","DeviceKey":"`+d.Key+`"}`)
			require.Empty(w, body)
			require.Empty(w, w.AdminDevices("jane"))
			return nil, nil
		}, Want{}),
		prompt(row("M126", "remembered and not", func(w *World) (any, error) {
			d, tokens := w.Confirmed("jane")
			require.NoError(w, update(w, tokens.AccessToken, d.Key, types.DeviceRememberedStatusTypeRemembered))
			require.Len(w, list(w, tokens.AccessToken), 1)
			require.NoError(w, update(w, tokens.AccessToken, d.Key, ""))
			require.Len(w, list(w, tokens.AccessToken), 1, "nothing changes")
			_, err := w.Client.AdminUpdateDeviceStatus(w.Ctx, &cip.AdminUpdateDeviceStatusInput{UserPoolId: &w.PoolID, Username: aws.String("jane"), DeviceKey: &d.Key,
				DeviceRememberedStatus: types.DeviceRememberedStatusTypeNotRemembered})
			require.NoError(w, err)
			require.Empty(w, list(w, tokens.AccessToken))
			return nil, nil
		}, Want{})),
		row("M126", "another status", func(w *World) (any, error) {
			d, tokens := w.Confirmed("jane")
			return nil, update(w, tokens.AccessToken, d.Key, "x")
		}, violating("Value 'x' at 'deviceRememberedStatus' failed to satisfy constraint: Member must satisfy enum value set: [remembered, not_remembered]")),
		row("M128 N6", "nobody", func(w *World) (any, error) {
			for op, rest := range map[string]string{
				"AdminListDevices": "", "AdminGetDevice": `,"DeviceKey":"us-east-1_0"`, "AdminForgetDevice": `,"DeviceKey":"us-east-1_0"`, "AdminUpdateDeviceStatus": `,"DeviceKey":"us-east-1_0"`,
			} {
				Row{Raw: func(*World) string { return op + ` {"UserPoolId":"` + w.PoolID + `","Username":"nobody"` + rest + `}` }, Want: unknownUser}.runRaw(w)
			}
			return nil, nil
		}, Want{}),
		{Rules: "M128", Choice: true, Name: "GetDevice without a token", Raw: func(*World) string { return `GetDevice {"DeviceKey":"us-east-1_0"}` }, Want: invalid("Missing required parameter AccessToken")},
		{Rules: "M128", Choice: true, Name: "ForgetDevice without a token", Raw: func(*World) string { return `ForgetDevice {"DeviceKey":"us-east-1_0"}` }, Want: invalid("Missing required parameter AccessToken")},
		{Rules: "M30", Name: "GetDevice without a key", Raw: func(*World) string { return `GetDevice {}` },
			Want: violating("Value null at 'deviceKey' failed to satisfy constraint: Member must not be null")},
	}
}

// Now is TIMESTAMP of this moment.
func Now() string { return fixture.Timestamp(time.Now()) }

// describe is the row's pool.
func (w *World) describe() *types.UserPoolType {
	w.Helper()
	out, err := w.Client.DescribeUserPool(w.Ctx, &cip.DescribeUserPoolInput{UserPoolId: &w.PoolID})
	require.NoError(w, err)
	return out.UserPool
}
