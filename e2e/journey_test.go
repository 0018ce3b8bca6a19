package e2e

import (
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

const (
	firstPassword  = "pa$$W0rd"
	secondPassword = "Pa$$w0rd-2"
	thirdPassword  = "Pa$$w0rd-3"
)

// TestApps is what the users of an application do, with each library.
func TestApps(t *testing.T) {
	eachApp(t, func(t *testing.T, a *app) {
		a.signUp("jane")
		a.signInByEachFlow("jane")
		a.changeAttributes("jane")
		a.changePassword("jane")
		a.forgetPassword("jane")
		a.signOut("jane")
		a.acceptInvitation("joe")
		if a.library == "amplify" {
			a.signInWithCode("mary")
		}
		a.deleteUser("jane")
	})
}

// signUp is from the form to a confirmed user.
func (a *app) signUp(name string) {
	email := name + "@example.com"
	output := a.does("SignUp", map[string]any{
		"Username": name, "Password": firstPassword,
		"UserAttributes": []any{pair("email", email)},
	})
	require.Equal(a.t, false, output["UserConfirmed"])
	require.Regexp(a.t, `^[0-9a-f-]{36}$`, output["UserSub"])
	require.Equal(a.t, map[string]any{
		"Destination": name[:1] + "***@e***", "DeliveryMedium": "EMAIL", "AttributeName": "email",
	}, output["CodeDeliveryDetails"])

	signIn := a.credentials(name, firstPassword, "USER_PASSWORD_AUTH")
	if a.library == "amplify" { // it tells an exception as a step
		require.Equal(a.t, "CONFIRM_SIGN_UP", a.does("SignIn", signIn)["Challenge"])
	} else {
		a.isRefused("SignIn", signIn, "UserNotConfirmedException", "User is not confirmed.")
	}
	a.isRefused("ConfirmSignUp", map[string]any{"Username": name, "ConfirmationCode": other(a.code(name, "SignUp"))},
		"CodeMismatchException", "Invalid verification code provided, please try again.")
	a.does("ConfirmSignUp", map[string]any{"Username": name, "ConfirmationCode": a.code(name, "SignUp")})
}

// signInByEachFlow ends with a user who is signed in.
func (a *app) signInByEachFlow(name string) {
	for _, flow := range []string{"USER_PASSWORD_AUTH", "USER_SRP_AUTH"} {
		for _, who := range []map[string]any{
			a.credentials(name, firstPassword+"x", flow),
			a.credentials("nobody", firstPassword, flow),
		} {
			a.isRefused("SignIn", who, "NotAuthorizedException", "Incorrect username or password.")
		}
		before := len(a.s.calls())
		tokens := a.requireTokens(name, a.does("SignIn", a.credentials(name, firstPassword, flow)))
		sent := a.s.calls()[before:]
		require.Equal(a.t, flow, sent[0].Input["AuthFlow"])
		parameters := slices.Collect(maps.Keys(sent[0].Input["AuthParameters"].(map[string]any)))
		if flow == "USER_SRP_AUTH" { // the password stays with the client
			require.NotContains(a.t, parameters, "PASSWORD")
			require.Equal(a.t, "RespondToAuthChallenge", sent[1].Operation)
		}

		// New tokens of the same sign-in.
		refreshed := a.requireTokens(name, a.does("Refresh", nil))
		was, is := a.s.claims(a.poolID, tokens["AccessToken"]), a.s.claims(a.poolID, refreshed["AccessToken"])
		require.NotEqual(a.t, was["jti"], is["jti"])
		for _, same := range []string{"sub", "origin_jti", "auth_time"} {
			require.Equal(a.t, was[same], is[same], same)
		}
		if a.reload != nil {
			a.reload()
			require.Equal(a.t, refreshed["AccessToken"], a.requireTokens(name, a.does("Resume", nil))["AccessToken"])
		}
		if flow == "USER_PASSWORD_AUTH" {
			a.does("SignOut", nil)
		}
	}
}

// changeAttributes leaves another e-mail address, proved.
func (a *app) changeAttributes(name string) {
	require.Subset(a.t, a.does("GetUser", nil), map[string]any{"email": name + "@example.com", "email_verified": "true"})

	a.does("UpdateUserAttributes", map[string]any{"UserAttributes": []any{
		pair("email", name+"@example.org"), pair("name", "Jane"), pair("nickname", "J"),
	}})
	require.Subset(a.t, a.does("GetUser", nil), map[string]any{
		"email": name + "@example.org", "email_verified": "false", "name": "Jane", "nickname": "J",
	})
	verify := func(code string) map[string]any { return map[string]any{"AttributeName": "email", "Code": code} }
	a.isRefused("VerifyUserAttribute", verify(other(a.code(name, "UpdateUserAttribute"))),
		"CodeMismatchException", "Invalid verification code provided, please try again.")
	a.does("GetUserAttributeVerificationCode", map[string]any{"AttributeName": "email"})
	a.does("VerifyUserAttribute", verify(a.code(name, "VerifyUserAttribute")))

	a.does("DeleteUserAttributes", map[string]any{"UserAttributeNames": []string{"nickname"}})
	user := a.does("GetUser", nil)
	require.Subset(a.t, user, map[string]any{"email": name + "@example.org", "email_verified": "true", "name": "Jane"})
	require.NotContains(a.t, user, "nickname")
}

// changePassword is from the first to the second.
func (a *app) changePassword(name string) {
	change := func(from, to string) map[string]any {
		return map[string]any{"PreviousPassword": from, "ProposedPassword": to}
	}
	a.isRefused("ChangePassword", change(secondPassword, secondPassword),
		"NotAuthorizedException", "Incorrect username or password.")
	a.isRefused("ChangePassword", change(firstPassword, "Pa$$w0r"),
		"InvalidPasswordException", "Password does not conform to policy: Password not long enough")
	a.does("ChangePassword", change(firstPassword, secondPassword))
	a.does("GetUser", nil) // the tokens stay good
	a.does("SignOut", nil)
	a.isRefused("SignIn", a.credentials(name, firstPassword, "USER_SRP_AUTH"),
		"NotAuthorizedException", "Incorrect username or password.")
	a.requireTokens(name, a.does("SignIn", a.credentials(name, secondPassword, "USER_SRP_AUTH")))
	a.does("SignOut", nil)
}

// forgetPassword ends with the third.
func (a *app) forgetPassword(name string) {
	output := a.does("ForgotPassword", map[string]any{"Username": name})
	require.Equal(a.t, map[string]any{
		"Destination": name[:1] + "***@e***", "DeliveryMedium": "EMAIL", "AttributeName": "email",
	}, output["CodeDeliveryDetails"])
	confirm := func(code, password string) map[string]any {
		return map[string]any{"Username": name, "ConfirmationCode": code, "Password": password}
	}
	code := a.code(name, "ForgotPassword")
	a.isRefused("ConfirmForgotPassword", confirm(other(code), thirdPassword),
		"CodeMismatchException", "Invalid verification code provided, please try again.")
	a.does("ConfirmForgotPassword", confirm(code, thirdPassword))
	a.isRefused("ConfirmForgotPassword", confirm(code, firstPassword),
		"ExpiredCodeException", "Invalid code provided, please request a code again.")
	a.isRefused("SignIn", a.credentials(name, secondPassword, "USER_PASSWORD_AUTH"),
		"NotAuthorizedException", "Incorrect username or password.")
}

// signOut is from this application, which revokes its refresh token, and then
// from all.
func (a *app) signOut(name string) {
	credentials := a.credentials(name, thirdPassword, "USER_SRP_AUTH")
	for _, leave := range []struct{ operation, sends string }{{"SignOut", "RevokeToken"}, {"GlobalSignOut", "GlobalSignOut"}} {
		tokens := a.requireTokens(name, a.does("SignIn", credentials))
		elsewhere := a.s.signIn(a.clientID, name, thirdPassword)
		a.does(leave.operation, nil)
		require.Contains(a.t, operations(a.s.calls()), leave.sends)
		require.Empty(a.t, a.does("Resume", nil))

		a.s.requireRevoked(tokens["AccessToken"])
		a.requireTokens(name, a.does("SignIn", credentials)) // it can be done again
		if leave.operation == "GlobalSignOut" {
			a.s.requireRevoked(elsewhere["AccessToken"])
			_, answer := a.s.attempt("InitiateAuth", refreshing(a.clientID, elsewhere["RefreshToken"]))
			require.JSONEq(a.t, `{"__type":"NotAuthorizedException","message":"Refresh Token has been revoked"}`, answer)
		} else {
			a.s.do("GetUser", map[string]any{"AccessToken": elsewhere["AccessToken"]})
		}
		a.does("SignOut", nil)
	}
}

// acceptInvitation is the first sign-in of a user whom an administrator made.
func (a *app) acceptInvitation(name string) {
	for _, flow := range []string{"USER_PASSWORD_AUTH", "USER_SRP_AUTH"} {
		name := name + flow[5:8]
		a.s.do("AdminCreateUser", map[string]any{
			"UserPoolId": a.poolID, "Username": name, "TemporaryPassword": firstPassword,
			"DesiredDeliveryMediums": []string{"EMAIL"},
			"UserAttributes":         []any{pair("email", name+"@example.com"), pair("email_verified", "true")},
		})
		a.isRefused("SignIn", a.credentials(name, firstPassword+"x", flow),
			"NotAuthorizedException", "Incorrect username or password.")
		output := a.does("SignIn", a.credentials(name, firstPassword, flow))
		require.Equal(a.t, "NEW_PASSWORD_REQUIRED", output["Challenge"])
		a.isRefused("NewPassword", map[string]any{"NewPassword": "Pa$$w0r"},
			"InvalidPasswordException", "Password does not conform to policy: Password not long enough")
		output = a.does("NewPassword", map[string]any{
			"NewPassword": secondPassword, "UserAttributes": map[string]any{"name": "Joe"},
		})
		a.requireTokens(name, output)
		require.Subset(a.t, a.does("GetUser", nil), map[string]any{"name": "Joe", "email_verified": "true"})
		a.does("SignOut", nil)
		a.requireTokens(name, a.does("SignIn", a.credentials(name, secondPassword, flow)))
		a.does("SignOut", nil)
	}
}

// signInWithCode is from a sign-up without a password to tokens, and in again
// with codes, one chosen at once and one from the list.
func (a *app) signInWithCode(name string) {
	a.does("SignUp", map[string]any{
		"Username": name, "AuthFlow": "USER_AUTH", "UserAttributes": []any{pair("email", name+"@example.com")},
	})
	output := a.does("ConfirmSignUp", map[string]any{"Username": name, "ConfirmationCode": a.code(name, "SignUp")})
	require.Equal(a.t, "COMPLETE_AUTO_SIGN_IN", output["Next"])
	// The library sends the Session that ConfirmSignUp answers, but none to
	// ConfirmSignUp, which then answers none (L82): the user has to prove the
	// address again.
	output = a.does("AutoSignIn", nil)
	require.Equal(a.t, "SELECT_CHALLENGE", output["Challenge"])
	require.Equal(a.t, []any{"EMAIL_OTP"}, output["AvailableChallenges"])
	require.Equal(a.t, "EMAIL_OTP", a.does("Respond", map[string]any{"Answer": "EMAIL_OTP"})["Challenge"])
	a.requireTokens(name, a.does("Respond", map[string]any{"Answer": a.code(name, "Authentication")}))
	a.does("SignOut", nil)

	output = a.does("SignIn", map[string]any{"Username": name, "AuthFlow": "USER_AUTH", "PreferredChallenge": "EMAIL_OTP"})
	require.Equal(a.t, "EMAIL_OTP", output["Challenge"])
	a.isRefused("Respond", map[string]any{"Answer": other(a.code(name, "Authentication"))},
		"CodeMismatchException", "Invalid code or auth state for the user.")
	a.requireTokens(name, a.does("Respond", map[string]any{"Answer": a.code(name, "Authentication")}))
	a.does("SignOut", nil)

	a.s.do("AdminSetUserPassword", map[string]any{
		"UserPoolId": a.poolID, "Username": name, "Password": firstPassword, "Permanent": true,
	})
	output = a.does("SignIn", map[string]any{"Username": name, "AuthFlow": "USER_AUTH"})
	require.Equal(a.t, "SELECT_CHALLENGE", output["Challenge"])
	require.ElementsMatch(a.t, []any{"PASSWORD", "PASSWORD_SRP", "EMAIL_OTP"}, output["AvailableChallenges"])
	require.Equal(a.t, "EMAIL_OTP", a.does("Respond", map[string]any{"Answer": "EMAIL_OTP"})["Challenge"])
	a.requireTokens(name, a.does("Respond", map[string]any{"Answer": a.code(name, "Authentication")}))
	a.does("SignOut", nil)

	for _, factor := range []string{"PASSWORD", "PASSWORD_SRP"} {
		credentials := a.credentials(name, firstPassword+"x", "USER_AUTH")
		credentials["PreferredChallenge"] = factor
		a.isRefused("SignIn", credentials, "NotAuthorizedException", "Incorrect username or password.")
		credentials["Password"] = firstPassword
		a.requireTokens(name, a.does("SignIn", credentials))
		a.does("SignOut", nil)
	}
}

func (a *app) deleteUser(name string) {
	a.requireTokens(name, a.does("SignIn", a.credentials(name, thirdPassword, "USER_SRP_AUTH")))
	a.does("DeleteUser", nil)
	a.isRefused("SignIn", a.credentials(name, thirdPassword, "USER_SRP_AUTH"),
		"NotAuthorizedException", "Incorrect username or password.")
	_, answer := a.s.attempt("AdminGetUser", `{"UserPoolId":"`+a.poolID+`","Username":"`+name+`"}`)
	require.Contains(a.t, answer, "UserNotFoundException")
}

func (a *app) credentials(name, password, flow string) map[string]any {
	return map[string]any{"Username": name, "Password": password, "AuthFlow": flow}
}

// requireTokens checks what an application holds: tokens of this user, for
// this client, signed with the keys of the pool.
func (a *app) requireTokens(name string, output map[string]any) map[string]string {
	a.t.Helper()
	require.NotContains(a.t, output, "Challenge")
	tokens := map[string]string{}
	for kind, token := range output["Tokens"].(map[string]any) {
		tokens[kind] = token.(string)
	}
	a.s.requireTokens(a.poolID, a.clientID, name, tokens)
	return tokens
}

// pair is an attribute.
func pair(name, value string) any { return map[string]any{"Name": name, "Value": value} }

// other is a code of the same length.
func other(code string) string {
	first := "0"
	if code[0] == '0' {
		first = "1"
	}
	return first + code[1:]
}

// operations are those of calls.
func operations(calls []call) (names []string) {
	for _, c := range calls {
		names = append(names, c.Operation)
	}
	return names
}
