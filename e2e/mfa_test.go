package e2e

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// totp is the code that an authenticator app shows a number of steps from now
// (RFC 6238).
func totp(t *testing.T, secret string, steps int64) string {
	t.Helper()
	key, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(secret)
	require.NoError(t, err)
	mac := hmac.New(sha1.New, key)
	mac.Write(binary.BigEndian.AppendUint64(nil, uint64(time.Now().Unix()/30+steps)))
	sum := mac.Sum(nil)
	at := sum[19] & 0xf
	return fmt.Sprintf("%06d", binary.BigEndian.Uint32(sum[at:at+4])&0x7fffffff%1_000_000)
}

// addUser makes a user with a password of their own.
func (a *app) addUser(username, password string, attributes ...map[string]string) {
	a.t.Helper()
	a.s.do("AdminCreateUser", map[string]any{
		"UserPoolId": a.poolID, "Username": username, "MessageAction": "SUPPRESS", "UserAttributes": attributes,
	})
	a.s.do("AdminSetUserPassword", map[string]any{"UserPoolId": a.poolID, "Username": username, "Password": password, "Permanent": true})
}

// Amplify sets an app up on the way in, and signs in by its codes and by text
// message.
func TestSecondFactors(t *testing.T) {
	eachAppOf(t, []string{"amplify"}, func(t *testing.T, a *app) {
		sms := map[string]any{"SnsCallerArn": "arn:aws:iam::123456789012:role/sms"}
		a.s.do("UpdateUserPool", map[string]any{"UserPoolId": a.poolID}) // no first factor but passwords, which a required second one wants
		a.s.do("SetUserPoolMfaConfig", map[string]any{
			"UserPoolId": a.poolID, "MfaConfiguration": "ON",
			"SoftwareTokenMfaConfiguration": map[string]any{"Enabled": true},
		})
		const password = "Correct-horse-1"
		signIn := map[string]any{"Username": "jane", "Password": password, "AuthFlow": "USER_SRP_AUTH"}
		a.addUser("jane", password, map[string]string{"Name": "phone_number", "Value": "+12065550123"})

		next := a.does("SignIn", signIn)
		require.Equal(t, "MFA_SETUP", next["Challenge"])
		secret := next["SecretCode"].(string)
		a.isRefused("Respond", map[string]any{"Answer": "000000"}, "EnableSoftwareTokenMFAException", "Code mismatch")
		tokens := a.does("Respond", map[string]any{"Answer": totp(t, secret, 0)})["Tokens"]
		require.NotNil(t, tokens)
		require.Equal(t, map[string]any{"enabled": []any{"TOTP"}, "preferred": "TOTP"}, a.does("GetPreference", nil))
		a.does("SignOut", nil)

		require.Equal(t, "SOFTWARE_TOKEN_MFA", a.does("SignIn", signIn)["Challenge"])
		a.isRefused("Respond", map[string]any{"Answer": "12345x"}, "CodeMismatchException", "Invalid code received for user")
		require.NotNil(t, a.does("Respond", map[string]any{"Answer": totp(t, secret, 1)})["Tokens"])

		a.s.do("SetUserPoolMfaConfig", map[string]any{
			"UserPoolId": a.poolID, "MfaConfiguration": "OPTIONAL",
			"SoftwareTokenMfaConfiguration": map[string]any{"Enabled": true},
			"SmsMfaConfiguration":           map[string]any{"SmsConfiguration": sms},
		})
		a.does("SetPreference", map[string]any{"sms": "ENABLED", "totp": "ENABLED"})
		a.does("SignOut", nil)
		next = a.does("SignIn", signIn)
		require.Equal(t, "SELECT_MFA_TYPE", next["Challenge"])
		require.ElementsMatch(t, []any{"SMS", "TOTP"}, next["AllowedMFATypes"])
		next = a.does("Respond", map[string]any{"Answer": "SMS"})
		require.Equal(t, "SMS_MFA", next["Challenge"])
		require.Equal(t, "+*******0123", next["CodeDeliveryDetails"].(map[string]any)["Destination"])
		require.NotNil(t, a.does("Respond", map[string]any{"Answer": a.code("jane", "Authentication")})["Tokens"])

		a.does("SetPreference", map[string]any{"sms": "PREFERRED"})
		a.does("SignOut", nil)
		require.Equal(t, "SMS_MFA", a.does("SignIn", signIn)["Challenge"])
		a.isRefused("Respond", map[string]any{"Answer": "000000"}, "CodeMismatchException", "Invalid code or auth state for the user.")
		require.NotNil(t, a.does("Respond", map[string]any{"Answer": a.code("jane", "Authentication")})["Tokens"])
	})
}
