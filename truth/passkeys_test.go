package truth_test

import (
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
	"github.com/cognitofake/cognitofake/internal/rows"
	"github.com/cognitofake/cognitofake/passkey"
)

// passkeyRows are rows of passkeys and devices that need the Fake: its clock,
// and users who have them from the start.
func passkeyRows() []rows.Row {
	device := rows.Device{Key: "us-east-1_0b0c0d0e", Group: "", Secret: "device secret"}
	return []rows.Row{
		{
			Rules: "M145 M143", Choice: true, Name: "a registration that has ended", Own: []cognitofake.Option{frozen()},
			Pool: rows.PasskeyPool(), App: rows.PasskeyClient(), Prior: rows.Then(rows.Relying(""), rows.Jane),
			Call: call(func(w *world) (any, error) {
				token := w.Tokens("jane").AccessToken
				start, err := w.StartRegistration(token)
				require.NoError(w, err)
				credential, err := passkey.New().Register(start.CredentialCreationOptions)
				require.NoError(w, err)
				w.fake.Advance(61 * time.Second)
				return w.CompleteRegistration(token, credential)
			}),
			Want: rows.Want{Code: "WebAuthnChallengeNotFoundException", AnyText: true},
		},
		{
			Rules: "M152 M147", Name: "a user who has a passkey from the start", Pool: rows.PasskeyPool(), App: rows.PasskeyClient(), Prior: rows.Relying(""),
			Call: call(func(w *world) (any, error) {
				key := passkey.New()
				w.pool.AddUser(cognitofake.NewUser{Username: "jane", Password: fixture.GoodPassword, Passkeys: []string{key.Passkey("example.com")}})
				require.Len(w, w.Passkeys(w.Tokens("jane").AccessToken), 1)
				return w.ByPasskey("jane", key)
			}),
			Want: rows.Want{Check: rows.Tokens},
		},
		{
			Rules: "M130 M121", Name: "a user who has a device from the start", Pool: rows.DevicePool(true, true), App: rows.RefreshClient(),
			Call: call(func(w *world) (any, error) {
				in := device.Confirmation(nil)
				w.pool.AddUser(cognitofake.NewUser{Username: "jane", Password: fixture.GoodPassword, Devices: []cip.ConfirmDeviceInput{*in}})
				require.Len(w, w.AdminDevices("jane"), 1)
				return w.SignInWith("jane", device.Key)
			}),
			Want: rows.Want{Check: func(w *rows.World, out any) {
				require.Equal(w, types.ChallengeNameTypeDeviceSrpAuth, out.(*cip.InitiateAuthOutput).ChallengeName)
			}},
		},
	}
}

// What a user cannot have from the start is told.
func TestImpossibleBelongings(t *testing.T) {
	fake := cognitofake.New()
	plain, keyed := fake.AddPool(cip.CreateUserPoolInput{}), fake.AddPool(rows.PasskeyPool())
	_, err := fake.SetUserPoolMfaConfig(t.Context(), &cip.SetUserPoolMfaConfigInput{UserPoolId: &keyed.ID,
		WebAuthnConfiguration: &types.WebAuthnConfigurationType{RelyingPartyId: aws.String("example.com")}})
	require.NoError(t, err)
	credential := passkey.New().Passkey("example.com")
	for name, tt := range map[string]struct {
		pool *cognitofake.Pool
		user cognitofake.NewUser
		says string
	}{
		"no devices":            {plain, cognitofake.NewUser{Devices: []cip.ConfirmDeviceInput{{}}}, "the pool has no DeviceConfiguration; leave Devices out"},
		"no passkeys":           {plain, cognitofake.NewUser{Passkeys: []string{credential}}, "WebAuthn is not enabled for this user pool."},
		"no credential":         {keyed, cognitofake.NewUser{Passkeys: []string{"x"}}, "Invalid credential."},
		"twice":                 {keyed, cognitofake.NewUser{Passkeys: []string{credential, credential}}, "Passkeys has one passkey twice"},
		"another relying party": {keyed, cognitofake.NewUser{Passkeys: []string{passkey.New().Passkey("example.org")}}, "The credential is for a different relying party."},
	} {
		t.Run(name, func(t *testing.T) {
			tt.user.Username = "jane"
			defer func() {
				require.Contains(t, recover(), tt.says)
				_, there := tt.pool.User("jane")
				require.False(t, there)
			}()
			tt.pool.AddUser(tt.user)
		})
	}
}

// What proves a device is a secret: it is in no call and no transcript.
func TestDeviceVerifiersAreSecret(t *testing.T) {
	w := lone(t, rows.DevicePool(false, false), rows.RefreshClient())
	rows.Jane(w.World)
	tokens := w.Tokens("jane")
	in := rows.NewDevice(tokens).Confirmation(tokens.AccessToken)
	_, err := w.Client.ConfirmDevice(t.Context(), in)
	require.NoError(t, err)
	calls := w.fake.Calls()
	config := calls[len(calls)-1].Input.(*cip.ConfirmDeviceInput).DeviceSecretVerifierConfig
	require.Equal(t, "REDACTED", *config.PasswordVerifier)
	require.Equal(t, "REDACTED", *config.Salt)
	require.NotContains(t, w.fake.Transcript(), *in.DeviceSecretVerifierConfig.PasswordVerifier)
}
