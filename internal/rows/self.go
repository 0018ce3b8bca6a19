package rows

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
)

// GetUser asks who an access token is.
func (w *World) GetUser(token *string) (*cip.GetUserOutput, error) {
	return w.Client.GetUser(w.Ctx, &cip.GetUserInput{AccessToken: token})
}

// ChangePassword changes the password of who an access token is.
func (w *World) ChangePassword(token *string, previous, proposed string) (*cip.ChangePasswordOutput, error) {
	in := &cip.ChangePasswordInput{AccessToken: token, ProposedPassword: &proposed}
	if previous != "" {
		in.PreviousPassword = &previous
	}
	return w.Client.ChangePassword(w.Ctx, in)
}

// SignOut signs everywhere out who an access token is.
func (w *World) SignOut(token *string) (*cip.GlobalSignOutOutput, error) {
	return w.Client.GlobalSignOut(w.Ctx, &cip.GlobalSignOutInput{AccessToken: token})
}

// Revoke revokes a refresh token.
func (w *World) Revoke(token *string) (*cip.RevokeTokenOutput, error) {
	in := &cip.RevokeTokenInput{ClientId: &w.ClientID, Token: token}
	if w.Secret != "" {
		in.ClientSecret = &w.Secret
	}
	return w.Client.RevokeToken(w.Ctx, in)
}

// What an administrator does to a user on the way of a row.

func (w *World) disables(username string) {
	w.Helper()
	_, err := w.Client.AdminDisableUser(w.Ctx, &cip.AdminDisableUserInput{UserPoolId: &w.PoolID, Username: &username})
	require.NoError(w, err)
}

func (w *World) enables(username string) {
	w.Helper()
	_, err := w.Client.AdminEnableUser(w.Ctx, &cip.AdminEnableUserInput{UserPoolId: &w.PoolID, Username: &username})
	require.NoError(w, err)
}

func (w *World) deletes(username string) {
	w.Helper()
	_, err := w.Client.AdminDeleteUser(w.Ctx, &cip.AdminDeleteUserInput{UserPoolId: &w.PoolID, Username: &username})
	require.NoError(w, err)
}

func (w *World) setsPassword(username, password string) {
	w.Helper()
	_, err := w.Client.AdminSetUserPassword(w.Ctx, &cip.AdminSetUserPasswordInput{
		UserPoolId: &w.PoolID, Username: &username, Password: &password, Permanent: true,
	})
	require.NoError(w, err)
}

func (w *World) adminUpdates(username string, pairs ...string) {
	w.Helper()
	_, err := w.Client.AdminUpdateUserAttributes(w.Ctx, &cip.AdminUpdateUserAttributesInput{
		UserPoolId: &w.PoolID, Username: &username, UserAttributes: fixture.Attrs(pairs...),
	})
	require.NoError(w, err)
}

// readsOnly is a PasswordClient with ReadAttributes.
func readsOnly(names ...string) cip.CreateUserPoolClientInput {
	in := PasswordClient()
	in.ReadAttributes = names
	return in
}

// selfRows are rows of GetUser, ChangePassword and DeleteUser: N99, N104, N111.
func selfRows() []Row {
	seen := func(pairs ...string) Want {
		return Want{Check: func(w *World, out any) {
			got := out.(*cip.GetUserOutput)
			require.Equal(w, "jane", *got.Username)
			require.Equal(w, append(fixture.Attrs(pairs...), fixture.Attrs("sub", w.User("jane").Sub)...), got.UserAttributes)
			require.Nil(w, got.PreferredMfaSetting)
			require.Empty(w, got.UserMFASettingList)
			require.Empty(w, got.MFAOptions)
		}}
	}
	asking := func(w *World) (any, error) { return w.GetUser(w.Tokens("jane").AccessToken) }
	return []Row{
		{Rules: "N99", Name: "GetUser", App: PasswordClient(), Prior: Jane, Call: asking,
			Want: seen("email", "jane@example.com", "email_verified", "false")},
		{Rules: "N99 C123", Name: "GetUser by a client that may read the flag alone", App: readsOnly("email_verified"), Prior: Jane, Call: asking,
			Want: seen("email_verified", "false")},
		{Rules: "N99 C123", Name: "GetUser by a client that may read the address without the flag", App: readsOnly("email"), Prior: Jane, Call: asking,
			Want: seen("email", "jane@example.com")},
		{
			Rules: "N99", Name: "what GetUser has on the wire", App: PasswordClient(), Prior: Jane,
			Raw: func(w *World) string { return `GetUser {"AccessToken":"` + *w.Tokens("jane").AccessToken + `"}` },
			Want: Want{Check: func(w *World, out any) {
				for _, absent := range []string{"UserStatus", "Date", "Enabled", "MFA", "Mfa"} {
					require.NotContains(w, string(out.([]byte)), absent)
				}
			}},
		},
		{
			Rules: "N111 N90", Name: "a new password", App: RefreshClient(), Prior: Jane,
			Call: func(w *World) (any, error) {
				tokens := w.Tokens("jane")
				_, err := w.ChangePassword(tokens.AccessToken, fixture.GoodPassword, NewPassword)
				require.NoError(w, err)
				_, err = w.SignIn("jane", fixture.GoodPassword)
				w.RequireRefused(err, "NotAuthorizedException", TextCredentials)
				_, err = w.GetUser(tokens.AccessToken)
				require.NoError(w, err)
				_, err = w.Refresh(tokens.RefreshToken, "")
				require.NoError(w, err)
				return w.SignIn("jane", NewPassword)
			},
		},
		{
			Rules: "N111", Name: "a wrong PreviousPassword", App: PasswordClient(), Prior: Jane,
			Call: func(w *World) (any, error) {
				return w.ChangePassword(w.Tokens("jane").AccessToken, "wr0ng-Pa$$", NewPassword)
			},
			Want: notAuthorized(TextCredentials),
		},
		{
			Rules: "N111", Choice: true, Name: "no PreviousPassword", App: PasswordClient(), Prior: Jane,
			Call: func(w *World) (any, error) { return w.ChangePassword(w.Tokens("jane").AccessToken, "", NewPassword) },
			Want: notAuthorized(TextCredentials),
		},
		{
			Rules: "N111", Name: "a weak ProposedPassword", App: PasswordClient(), Prior: Jane,
			Call: func(w *World) (any, error) {
				return w.ChangePassword(w.Tokens("jane").AccessToken, fixture.GoodPassword, "weak")
			},
			Want: Want{Code: "InvalidPasswordException", Message: "Password does not conform to policy: Password not long enough"},
		},
		{
			Rules: "N107 N111", Name: "wrong passwords without end", App: PasswordClient(), Prior: Jane,
			Call: func(w *World) (any, error) {
				token := w.Tokens("jane").AccessToken
				for range 5 {
					_, err := w.ChangePassword(token, "wr0ng-Pa$$", NewPassword)
					w.RequireRefused(err, "NotAuthorizedException", TextCredentials)
				}
				w.Tokens("jane") // the lock-out of sign-ins is another one (N45)
				return w.ChangePassword(token, fixture.GoodPassword, NewPassword)
			},
			Want: Want{Code: "LimitExceededException", Message: TextLimit},
		},
		{
			Rules: "N111", Choice: true, Name: "ChangePassword after an administrator's reset", Pool: fixture.EmailPool(), App: PasswordClient(), Prior: func(w *World) {
				Jane(w)
				w.adminUpdates("jane", "email_verified", "true")
			},
			Call: func(w *World) (any, error) {
				token := w.Tokens("jane").AccessToken
				_, err := w.Client.AdminResetUserPassword(w.Ctx, &cip.AdminResetUserPasswordInput{UserPoolId: &w.PoolID, Username: aws.String("jane")})
				require.NoError(w, err)
				return w.ChangePassword(token, "", NewPassword)
			},
			Want: Want{Code: "PasswordResetRequiredException", Message: "Password reset required for the user"},
		},
		{
			Rules: "N104", Name: "DeleteUser", App: PasswordClient(), Prior: Jane,
			Call: func(w *World) (any, error) {
				tokens := w.Tokens("jane")
				_, _, answer := w.Post("DeleteUser", `{"AccessToken":"`+*tokens.AccessToken+`"}`)
				require.Empty(w, answer)
				_, found := w.FindUser("jane")
				require.False(w, found)
				_, err := w.SignIn("jane", fixture.GoodPassword)
				w.RequireRefused(err, "UserNotFoundException", "User does not exist.")
				Jane(w)
				return w.Client.DeleteUser(w.Ctx, &cip.DeleteUserInput{AccessToken: w.Tokens("jane").AccessToken})
			},
		},
	}
}

// historyPool is a pool of tier PLUS that remembers passwords.
func historyPool(n int32) cip.CreateUserPoolInput {
	in := fixture.EmailPool()
	in.UserPoolTier = types.UserPoolTierTypePlus
	in.Policies = &types.UserPoolPolicyType{PasswordPolicy: &types.PasswordPolicyType{MinimumLength: aws.Int32(8), PasswordHistorySize: &n}}
	return in
}

// historyRows are rows of passwords that may not come back: N112.
func historyRows() []Row {
	used := Want{Code: "PasswordHistoryPolicyViolationException", Message: "Password has previously been used."}
	return []Row{
		{
			Rules: "N112", Name: "passwords may not come back by ChangePassword", Pool: historyPool(3), App: PasswordClient(), Prior: Jane,
			Call: func(w *World) (any, error) {
				token := w.Tokens("jane").AccessToken
				change := func(from, to string) error {
					_, err := w.ChangePassword(token, from, to)
					return err
				}
				used.RequireError(w, change(fixture.GoodPassword, fixture.GoodPassword))
				require.NoError(w, change(fixture.GoodPassword, "second-one"))
				require.NoError(w, change("second-one", "third-one"))
				used.RequireError(w, change("third-one", fixture.GoodPassword))
				require.NoError(w, change("third-one", "fourth-one"))
				require.NoError(w, change("fourth-one", fixture.GoodPassword)) // three others have been there since
				return nil, change(fixture.GoodPassword, "third-one")
			},
			Want: used,
		},
		{
			Rules: "N112", Name: "passwords may not come back by AdminSetUserPassword", Pool: historyPool(2), App: PasswordClient(), Prior: Jane,
			Call: func(w *World) (any, error) {
				w.setsPassword("jane", "second-one")
				return w.Client.AdminSetUserPassword(w.Ctx, &cip.AdminSetUserPasswordInput{
					UserPoolId: &w.PoolID, Username: aws.String("jane"), Password: aws.String(fixture.GoodPassword), Permanent: true,
				})
			},
			Want: used,
		},
		{
			Rules: "N112", Name: "a pool of another tier remembers nothing", App: PasswordClient(), Prior: Jane,
			Pool: func() cip.CreateUserPoolInput {
				in := historyPool(3)
				in.UserPoolTier = types.UserPoolTierTypeEssentials
				return in
			}(),
			Call: func(w *World) (any, error) {
				return w.ChangePassword(w.Tokens("jane").AccessToken, fixture.GoodPassword, fixture.GoodPassword)
			},
		},
	}
}
