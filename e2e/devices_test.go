package e2e

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// challenges are those that the server has asked for since a number of calls.
func (s *server) challenges(since int) []any {
	s.t.Helper()
	var names []any
	for _, c := range s.calls()[since:] {
		if name := c.Output["ChallengeName"]; name != nil {
			names = append(names, name)
		}
	}
	return names
}

// A device that amazon-cognito-identity-js has confirmed and remembers stands
// for the second factor, by text message and by app, until it is forgotten.
func TestDevices(t *testing.T) {
	eachAppOf(t, []string{"identity"}, func(t *testing.T, a *app) {
		a.s.do("UpdateUserPool", map[string]any{
			"UserPoolId":          a.poolID,
			"DeviceConfiguration": map[string]any{"ChallengeRequiredOnNewDevice": true, "DeviceOnlyRememberedOnUserPrompt": true},
		})
		a.s.do("SetUserPoolMfaConfig", map[string]any{
			"UserPoolId": a.poolID, "MfaConfiguration": "OPTIONAL",
			"SoftwareTokenMfaConfiguration": map[string]any{"Enabled": true},
			"SmsMfaConfiguration":           map[string]any{"SmsConfiguration": map[string]any{"SnsCallerArn": "arn:aws:iam::123456789012:role/sms"}},
		})
		const password = "Correct-horse-1"
		signIn := map[string]any{"Username": "jane", "Password": password, "AuthFlow": "USER_SRP_AUTH"}
		a.addUser("jane", password, map[string]string{"Name": "phone_number", "Value": "+12065550123"})
		prefers := func(sms, app bool) {
			a.s.do("AdminSetUserMFAPreference", map[string]any{
				"UserPoolId": a.poolID, "Username": "jane",
				"SMSMfaSettings":           map[string]any{"Enabled": sms, "PreferredMfa": sms},
				"SoftwareTokenMfaSettings": map[string]any{"Enabled": app, "PreferredMfa": app},
			})
		}
		// signsIn has the challenges of a sign-in, which asks for nothing from jane.
		signsIn := func() []any {
			t.Helper()
			a.does("SignOut", nil)
			before := len(a.s.calls())
			require.NotNil(t, a.does("SignIn", signIn)["Tokens"])
			return a.s.challenges(before)
		}
		asksForSMS := func() {
			t.Helper()
			require.Equal(t, "SMS_MFA", a.does("SignIn", signIn)["Challenge"])
			require.NotNil(t, a.does("Respond", map[string]any{"Answer": a.code("jane", "Authentication")})["Tokens"])
		}

		prefers(true, false)
		asksForSMS()
		require.Equal(t, map[string]any{"DeviceKeys": []any{}}, a.does("ListDevices", nil), "confirmed, and not remembered yet")
		a.does("SignOut", nil)
		asksForSMS()
		a.does("RememberDevice", nil)
		key := a.does("GetDevice", nil)["DeviceKey"]
		require.Equal(t, map[string]any{"DeviceKeys": []any{key}}, a.does("ListDevices", nil))

		byDevice := []any{"PASSWORD_VERIFIER", "DEVICE_SRP_AUTH", "DEVICE_PASSWORD_VERIFIER"}
		require.Equal(t, byDevice, signsIn())
		require.NotNil(t, a.does("Refresh", nil)["Tokens"])
		if a.reload != nil { // the device is in the browser's storage
			a.reload()
			a.does("Resume", nil)
		}
		require.Equal(t, byDevice, signsIn())

		// The app's codes are skipped like text messages.
		token := a.does("Refresh", nil)["Tokens"].(map[string]any)["AccessToken"]
		secret := a.s.do("AssociateSoftwareToken", map[string]any{"AccessToken": token})["SecretCode"].(string)
		a.s.do("VerifySoftwareToken", map[string]any{"AccessToken": token, "UserCode": totp(t, secret, 0)})
		prefers(false, true)
		require.Equal(t, byDevice, signsIn())

		a.does("DoNotRememberDevice", nil)
		a.does("SignOut", nil)
		require.Equal(t, "SOFTWARE_TOKEN_MFA", a.does("SignIn", signIn)["Challenge"])
		require.NotNil(t, a.does("Respond", map[string]any{"Answer": totp(t, secret, 1)})["Tokens"])
		a.does("RememberDevice", nil)
		require.Equal(t, byDevice, signsIn())

		prefers(true, false)
		a.does("ForgetDevice", nil)
		a.does("SignOut", nil)
		asksForSMS()
		a.does("RememberDevice", nil)
		require.NotEqual(t, key, a.does("GetDevice", nil)["DeviceKey"], "a device that was forgotten comes back as a new one")
		require.Equal(t, byDevice, signsIn())
	})
}
