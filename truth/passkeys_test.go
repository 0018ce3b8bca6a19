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
	turnsSMSOn := rows.Turning(mfaSettings{smsMFA: on1})
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
			Rules: "M135 M121", Name: "the time of the sign-in", Pool: rows.DevicePool(false, false), App: rows.RefreshClient(), Prior: rows.Jane,
			Own: []cognitofake.Option{frozen()},
			Call: call(func(w *world) (any, error) {
				d, _ := w.Confirmed("jane")
				w.fake.Advance(time.Hour)
				return w.ByDevice(d)
			}),
			Want: rows.Want{Check: check(func(w *world, out any) {
				rows.Tokens(w.World, out)
				d := w.AdminDevices("jane")[0]
				require.True(w, w.fake.Now().Truncate(time.Second).Equal(*d.DeviceLastAuthenticatedDate), d.DeviceLastAuthenticatedDate)
				require.True(w, w.fake.Now().Add(-time.Hour).Equal(*d.DeviceCreateDate), d.DeviceCreateDate)
			})},
		},
		{
			Rules: "M60", Name: "no second factor after EMAIL_OTP, though one is turned on meanwhile", App: rows.ChoiceClient(),
			Pool:  rows.WithFactors(fixture.AutoVerifying(rows.AnyFactorPool(), types.VerifiedAttributeTypeEmail), rows.Pwd, rows.EmailOTP),
			Prior: rows.Then(rows.WithMFA(rows.MFA(types.UserPoolMfaTypeOptional, smsMFA)), rows.Reachable),
			Call: call(func(w *world) (any, error) {
				session := w.asked(emailOTP)
				turnsSMSOn(w.World)
				return w.giveEmailCode(session, w.code("jane"))
			}),
			Want: signsJaneIn,
		},
		{
			Rules: "M60 N54", Choice: true, Name: "no second factor after the session of ConfirmSignUp", Pool: fixture.EmailPool(), App: rows.ChoiceClient(),
			Prior: rows.WithMFA(rows.MFA(types.UserPoolMfaTypeOn, tokenMFA)),
			Call: call(func(w *world) (any, error) {
				out, err := w.SignUp("jane", "email", "jane@example.com")
				require.NoError(w, err)
				return w.SignInBySession("jane", w.confirmSession("jane", *out.Session))
			}),
			Want: signsJaneIn,
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

// What the service would not say of a device stands in the transcript.
func TestHintsOfDevices(t *testing.T) {
	w := lone(t, rows.DevicePool(false, false), rows.RefreshClient())
	rows.Jane(w.World)
	hint := func(want string, d rows.Device) {
		t.Helper()
		_, err := w.SignInWith("jane", d.Key)
		require.NoError(t, err)
		_, err = d.Prove(w.World, nil)
		require.Contains(t, hintOf(t, w.fake, err), want)
	}
	d, _ := w.Confirmed("jane")
	other := d
	other.Group = "-AAAAAAAA"
	hint("the secret is another, or the device is of another group; DeviceGroupKey of this pool is "+d.Group, other)
	other = d
	other.Secret = "another"
	hint("the secret is another, or the device is of another group", other)

	tokens := w.Tokens("jane")
	pool := rows.NewDevice(tokens)
	pool.Group = w.PoolID // from the confirmation on
	_, err := w.Client.ConfirmDevice(t.Context(), pool.Confirmation(tokens.AccessToken))
	require.NoError(t, err)
	hint("the signature was made for the group "+w.PoolID+", as if it were the user's; a device signs with DeviceGroupKey, "+d.Group, pool)

	w.pool.AddUser(cognitofake.NewUser{Username: "joe", Password: fixture.GoodPassword})
	joes, _ := w.Confirmed("joe")
	_, err = w.SignInWith("jane", joes.Key)
	require.Contains(t, hintOf(t, w.fake, err), "the device is of another user, joe")
	_, err = w.SignInWith("jane", "us-east-1_0b0c0d0e")
	require.Contains(t, hintOf(t, w.fake, err), "ConfirmDevice makes one of the key in NewDeviceMetadata")
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
