package rows

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
)

const (
	deviceSRP      = types.ChallengeNameTypeDeviceSrpAuth
	deviceVerifier = types.ChallengeNameTypeDevicePasswordVerifier
)

// SignInWith signs in by password with a device, up to the answer to that.
func (w *World) SignInWith(name, key string) (*cip.InitiateAuthOutput, error) {
	return w.Auth(types.AuthFlowTypeUserPasswordAuth, "USERNAME", name, "PASSWORD", fixture.GoodPassword, "DEVICE_KEY", key)
}

// Prove has a device prove itself, once it has been asked to; spoil changes the answer.
func (d Device) Prove(w *World, spoil func(m map[string]string)) (*cip.RespondToAuthChallengeOutput, error) {
	w.Helper()
	c := fixture.NewSRP()
	out, err := w.Respond(deviceSRP, nil, "USERNAME", "jane", "DEVICE_KEY", d.Key, "SRP_A", c.A())
	if err != nil {
		return nil, err
	}
	require.Equal(w, deviceVerifier, out.ChallengeName)
	responses := c.DeviceAnswer(d.Group, d.Secret, Now(), out.ChallengeParameters)
	if spoil != nil {
		spoil(responses)
	}
	return w.Client.RespondToAuthChallenge(w.Ctx, &cip.RespondToAuthChallengeInput{ClientId: &w.ClientID, ChallengeName: deviceVerifier, ChallengeResponses: responses})
}

// ByDevice signs jane in by password and a device.
func (w *World) ByDevice(d Device) (*cip.RespondToAuthChallengeOutput, error) {
	w.Helper()
	out, err := w.SignInWith("jane", d.Key)
	require.NoError(w, err)
	require.Equal(w, deviceSRP, out.ChallengeName)
	return d.Prove(w, nil)
}

// smsUser is jane with a phone, who signs in by a text message as well.
func smsUser(w *World) {
	OtpUser("phone_number", "+15555550100")(w)
}

// deviceSignInRows are rows of signing in with a device: M129 to M137.
func deviceSignInRows() []Row {
	client := func() cip.CreateUserPoolClientInput {
		in := RefreshClient()
		in.ExplicitAuthFlows = append(in.ExplicitAuthFlows, types.ExplicitAuthFlowsTypeAllowUserSrpAuth, types.ExplicitAuthFlowsTypeAllowUserAuth)
		return in
	}
	row := func(rules, name string, call func(*World) (any, error), want Want) Row {
		return Row{Rules: rules, Name: name, Pool: DevicePool(false, false), App: client(), Prior: Jane, Call: call, Want: want}
	}
	// known is a pool where everybody needs a text message, but for those with a
	// device where it stands for that.
	known := func(r Row, instead bool) Row {
		r.Pool = DevicePool(instead, false)
		r.Prior = smsUser
		return r
	}
	required := func(w *World) { WithMFA(MFA(mfaOn, smsMFA))(w) }
	old := Want{Check: func(w *World, out any) {
		Tokens(w, out)
		require.Nil(w, out.(*cip.RespondToAuthChallengeOutput).AuthenticationResult.NewDeviceMetadata)
		key := *w.AdminDevices("jane")[0].DeviceKey
		require.Equal(w, key, w.Claims(out.(*cip.RespondToAuthChallengeOutput).AuthenticationResult.AccessToken)["device_key"])
	}}
	asksDevice := Want{Check: func(w *World, out any) {
		got := out.(*cip.InitiateAuthOutput)
		require.Equal(w, deviceSRP, got.ChallengeName)
		require.NotNil(w, got.Session)
		require.Nil(w, got.AuthenticationResult)
		require.Equal(w, map[string]string{"USERNAME": "jane"}, got.ChallengeParameters)
	}}
	asksSMS := Want{Check: func(w *World, out any) { require.Equal(w, smsMFA, out.(*cip.InitiateAuthOutput).ChallengeName) }}
	// answeringWith names a device when jane's app has given its code, and not before.
	answeringWith := func(w *World, key string) (*cip.RespondToAuthChallengeOutput, error) {
		w.Helper()
		WithMFA(MFA(mfaOptional, tokenMFA))(w)
		HasToken(w)
		Turning(settings{tokenMFA: asOn})(w)
		return w.answersMFA(tokenMFA, w.Challenged(tokenMFA), "SOFTWARE_TOKEN_MFA_CODE", w.TOTP(1), "DEVICE_KEY", key)
	}
	refused := notAuthorized("Incorrect username or password.")
	proving := func(spoil func(m map[string]string)) func(*World) (any, error) {
		return func(w *World) (any, error) {
			d, _ := w.Confirmed("jane")
			_, err := w.SignInWith("jane", d.Key)
			require.NoError(w, err)
			return d.Prove(w, spoil)
		}
	}
	return []Row{
		row("M129", "an unknown key", func(w *World) (any, error) { return w.SignInWith("jane", "us-east-1_0b0c0d0e") }, noDevice),
		row("M129 M127", "the key of a device that was forgotten", func(w *World) (any, error) {
			d, tokens := w.Confirmed("jane")
			_, err := w.Client.ForgetDevice(w.Ctx, &cip.ForgetDeviceInput{AccessToken: tokens.AccessToken, DeviceKey: &d.Key})
			require.NoError(w, err)
			return w.SignInWith("jane", d.Key)
		}, noDevice),
		Choice(row("M129", "an unknown key and a wrong password", func(w *World) (any, error) {
			return w.Auth(types.AuthFlowTypeUserPasswordAuth, "USERNAME", "jane", "PASSWORD", "wrong", "DEVICE_KEY", "us-east-1_0b0c0d0e")
		}, refused)),
		row("M129", "an unknown key in the answer to PASSWORD_VERIFIER", func(w *World) (any, error) {
			return w.Prove("jane", fixture.GoodPassword, func(m map[string]string) { m["DEVICE_KEY"] = "us-east-1_0b0c0d0e" })
		}, noDevice),
		row("M129 M78", "an unknown key in the answer to a second factor", func(w *World) (any, error) {
			return answeringWith(w, "us-east-1_0b0c0d0e")
		}, noDevice),
		row("M129 M78 M130", "a key in the answer to a second factor alone", func(w *World) (any, error) {
			d, _ := w.Confirmed("jane")
			out, err := answeringWith(w, d.Key)
			require.NoError(w, err)
			require.Equal(w, deviceSRP, out.ChallengeName)
			return d.Prove(w, nil)
		}, old),
		{Rules: "M129 M137", Name: "the device of another user", Pool: DevicePool(false, false), App: client(), Prior: Then(Jane, joe), Call: func(w *World) (any, error) {
			d, _ := w.Confirmed("joe")
			return w.SignInWith("jane", d.Key)
		}, Want: noDevice},
		row("M130 M132", "a remembered device is asked", func(w *World) (any, error) {
			d, _ := w.Confirmed("jane")
			return w.SignInWith("jane", d.Key)
		}, asksDevice),
		row("M130", "a remembered device is asked after PASSWORD_VERIFIER", func(w *World) (any, error) {
			d, _ := w.Confirmed("jane")
			out, err := w.Prove("jane", fixture.GoodPassword, func(m map[string]string) { m["DEVICE_KEY"] = d.Key })
			require.NoError(w, err)
			require.Equal(w, deviceSRP, out.ChallengeName)
			return d.Prove(w, nil)
		}, old),
		Choice(row("M130", "the key stands at the start of SRP alone", func(w *World) (any, error) {
			d, _ := w.Confirmed("jane")
			c := fixture.NewSRP()
			first, err := w.Auth(types.AuthFlowTypeUserSrpAuth, "USERNAME", "jane", "SRP_A", c.A(), "DEVICE_KEY", d.Key)
			require.NoError(w, err)
			out, err := w.answer(c.Answer(w.PoolID, fixture.GoodPassword, Now(), first.ChallengeParameters), nil)
			require.NoError(w, err)
			require.Equal(w, deviceSRP, out.ChallengeName)
			return d.Prove(w, nil)
		}, old)),
		row("M133", "its challenge", func(w *World) (any, error) {
			d, _ := w.Confirmed("jane")
			first, err := w.SignInWith("jane", d.Key)
			require.NoError(w, err)
			return w.Respond(deviceSRP, first.Session, "USERNAME", "jane", "DEVICE_KEY", d.Key, "SRP_A", fixture.NewSRP().A())
		}, Want{Check: func(w *World, out any) {
			got := out.(*cip.RespondToAuthChallengeOutput)
			require.Equal(w, deviceVerifier, got.ChallengeName)
			require.NotNil(w, got.Session)
			p := got.ChallengeParameters
			require.Len(w, p, 5)
			require.Regexp(w, `^[0-9a-f]+$`, p["SALT"])
			require.Regexp(w, `^[0-9a-f]{700,768}$`, p["SRP_B"])
			require.Greater(w, len(p["SECRET_BLOCK"]), 1000)
			require.Equal(w, "jane", p["USERNAME"])
			require.Equal(w, *w.AdminDevices("jane")[0].DeviceKey, p["DEVICE_KEY"])
		}}),
		row("M132 M133 M134 M135", "a device proves itself, without sessions", proving(nil), old),
		row("M136", "a wrong secret", func(w *World) (any, error) {
			d, _ := w.Confirmed("jane")
			_, err := w.SignInWith("jane", d.Key)
			require.NoError(w, err)
			d.Secret = "another"
			return d.Prove(w, nil)
		}, refused),
		row("M134 M136", "another group", func(w *World) (any, error) {
			d, _ := w.Confirmed("jane")
			_, err := w.SignInWith("jane", d.Key)
			require.NoError(w, err)
			d.Group = "-AAAAAAAA"
			return d.Prove(w, nil)
		}, refused),
		row("M136", "a wrong signature", proving(func(m map[string]string) { m["PASSWORD_CLAIM_SIGNATURE"] = "AAAA" }), refused),
		row("M136 M158", "a timestamp of another form", proving(func(m map[string]string) { m["TIMESTAMP"] = "now" }),
			invalid("TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.")),
		Choice(row("M132", "nobody has given a password", func(w *World) (any, error) {
			d, _ := w.Confirmed("jane")
			return d.Prove(w, nil)
		}, notAuthorized(textSession))),
		Choice(row("M132", "a challenge is good for one answer", func(w *World) (any, error) {
			d, _ := w.Confirmed("jane")
			_, err := w.ByDevice(d)
			require.NoError(w, err)
			return d.Prove(w, nil)
		}, notAuthorized(textSession))),
		Choice(row("M119 M134", "a device without a verifier", func(w *World) (any, error) {
			tokens := w.Tokens("jane")
			d := NewDevice(tokens)
			_, err := w.Client.ConfirmDevice(w.Ctx, &cip.ConfirmDeviceInput{AccessToken: tokens.AccessToken, DeviceKey: &d.Key})
			require.NoError(w, err)
			_, err = w.SignInWith("jane", d.Key)
			require.NoError(w, err)
			return d.Prove(w, nil)
		}, refused)),
		known(row("M130", "a device in place of the second factor", func(w *World) (any, error) {
			d, _ := w.Confirmed("jane")
			required(w)
			return w.ByDevice(d)
		}, old), true),
		known(row("M130", "another device has the second factor asked", func(w *World) (any, error) {
			w.Confirmed("jane")
			required(w)
			return w.SignIn("jane", fixture.GoodPassword)
		}, asksSMS), true),
		known(row("M130", "a device that does not stand for the second factor", func(w *World) (any, error) {
			d, _ := w.Confirmed("jane")
			required(w)
			return w.SignInWith("jane", d.Key)
		}, asksSMS), false),
		row("M130 M78", "the second factor, and then the device that the password came with", func(w *World) (any, error) {
			WithMFA(MFA(mfaOptional, tokenMFA))(w)
			HasToken(w)
			Turning(settings{tokenMFA: asOn})(w)
			tokens, err := w.answersMFA(tokenMFA, w.Challenged(tokenMFA), "SOFTWARE_TOKEN_MFA_CODE", w.TOTP(1))
			require.NoError(w, err)
			d := NewDevice(tokens.AuthenticationResult)
			_, err = w.Client.ConfirmDevice(w.Ctx, d.Confirmation(tokens.AuthenticationResult.AccessToken))
			require.NoError(w, err)
			first, err := w.SignInWith("jane", d.Key)
			require.NoError(w, err)
			require.Equal(w, tokenMFA, first.ChallengeName)
			out, err := w.answersMFA(tokenMFA, first.Session, "SOFTWARE_TOKEN_MFA_CODE", w.TOTP(-1))
			require.NoError(w, err)
			require.Equal(w, deviceSRP, out.ChallengeName)
			return d.Prove(w, nil)
		}, old),
		known(row("M131 M126", "a device that is not remembered", func(w *World) (any, error) {
			d, tokens := w.Confirmed("jane")
			required(w)
			_, err := w.Client.UpdateDeviceStatus(w.Ctx, &cip.UpdateDeviceStatusInput{AccessToken: tokens.AccessToken, DeviceKey: &d.Key,
				DeviceRememberedStatus: types.DeviceRememberedStatusTypeNotRemembered})
			require.NoError(w, err)
			return w.SignInWith("jane", d.Key)
		}, asksSMS), true),
		row("M131", "a device that is not remembered, and no second factor", func(w *World) (any, error) {
			d, tokens := w.Confirmed("jane")
			_, err := w.Client.UpdateDeviceStatus(w.Ctx, &cip.UpdateDeviceStatusInput{AccessToken: tokens.AccessToken, DeviceKey: &d.Key,
				DeviceRememberedStatus: types.DeviceRememberedStatusTypeNotRemembered})
			require.NoError(w, err)
			return w.SignInWith("jane", d.Key)
		}, Want{Check: func(w *World, out any) {
			got := out.(*cip.InitiateAuthOutput).AuthenticationResult
			require.NotNil(w, got)
			require.Nil(w, got.NewDeviceMetadata)
			require.Equal(w, *w.AdminDevices("jane")[0].DeviceKey, w.Claims(got.AccessToken)["device_key"])
		}}),
	}
}

// deviceRefreshRows are rows of refresh with a device: M138, M139.
func deviceRefreshRows() []Row {
	row := func(rules, name string, call func(*World) (any, error), want Want) Row {
		return Row{Rules: rules, Name: name, Pool: DevicePool(false, false), App: RefreshClient(), Prior: Jane, Call: call, Want: want}
	}
	refresh := func(w *World, token *string, key string) (*cip.InitiateAuthOutput, error) {
		return w.Auth(types.AuthFlowTypeRefreshTokenAuth, "REFRESH_TOKEN", *token, "DEVICE_KEY", key)
	}
	refused := notAuthorized(TextInvalidRefresh)
	keeps := Want{Check: func(w *World, out any) {
		got := out.(*cip.InitiateAuthOutput).AuthenticationResult
		require.Nil(w, got.NewDeviceMetadata)
		require.NotEmpty(w, w.Claims(got.AccessToken)["device_key"])
	}}
	return []Row{
		row("M138 M139", "with the device", func(w *World) (any, error) {
			d, tokens := w.Confirmed("jane")
			return refresh(w, tokens.RefreshToken, d.Key)
		}, keeps),
		row("M138", "without the device", func(w *World) (any, error) {
			_, tokens := w.Confirmed("jane")
			return w.Refresh(tokens.RefreshToken, "")
		}, refused),
		row("M138", "with another device", func(w *World) (any, error) {
			_, tokens := w.Confirmed("jane")
			other, _ := w.Confirmed("jane")
			return refresh(w, tokens.RefreshToken, other.Key)
		}, refused),
		row("M138", "of a sign-in by a device, without it", func(w *World) (any, error) {
			d, _ := w.Confirmed("jane")
			out, err := w.ByDevice(d)
			require.NoError(w, err)
			return w.Refresh(out.AuthenticationResult.RefreshToken, "")
		}, refused),
		Choice(row("M138", "before the device is confirmed, without it", func(w *World) (any, error) { return w.Refresh(w.Tokens("jane").RefreshToken, "") }, refused)),
		Choice(row("M138", "before the device is confirmed", func(w *World) (any, error) {
			tokens := w.Tokens("jane")
			return refresh(w, tokens.RefreshToken, *tokens.NewDeviceMetadata.DeviceKey)
		}, keeps)),
		row("M138 M127", "the device has been forgotten", func(w *World) (any, error) {
			d, tokens := w.Confirmed("jane")
			_, err := w.Client.AdminForgetDevice(w.Ctx, &cip.AdminForgetDeviceInput{UserPoolId: &w.PoolID, Username: aws.String("jane"), DeviceKey: &d.Key})
			require.NoError(w, err)
			return refresh(w, tokens.RefreshToken, d.Key)
		}, refused),
		row("M138", "by GetTokensFromRefreshToken, with the device", func(w *World) (any, error) {
			d, tokens := w.Confirmed("jane")
			out, err := w.Client.GetTokensFromRefreshToken(w.Ctx, &cip.GetTokensFromRefreshTokenInput{ClientId: &w.ClientID, RefreshToken: tokens.RefreshToken, DeviceKey: &d.Key})
			require.NoError(w, err)
			require.Equal(w, d.Key, w.Claims(out.AuthenticationResult.AccessToken)["device_key"])
			return out, nil
		}, Want{}),
		row("M138", "by GetTokensFromRefreshToken, without the device", func(w *World) (any, error) {
			_, tokens := w.Confirmed("jane")
			return w.GetTokens(tokens.RefreshToken)
		}, refused),
		row("M138 M111", "devices are not tracked any more", func(w *World) (any, error) {
			_, tokens := w.Confirmed("jane")
			_, err := w.Client.UpdateUserPool(w.Ctx, &cip.UpdateUserPoolInput{UserPoolId: &w.PoolID})
			require.NoError(w, err)
			return w.Refresh(tokens.RefreshToken, "")
		}, Want{}),
	}
}
