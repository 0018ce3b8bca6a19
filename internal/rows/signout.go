package rows

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
)

// requireEnded asserts that none of these tokens is good any more.
func (w *World) requireEnded(tokens *types.AuthenticationResultType) {
	w.Helper()
	_, err := w.GetUser(tokens.AccessToken)
	w.RequireRefused(err, "NotAuthorizedException", TextAccessRevoked)
	_, err = w.GetTokens(tokens.RefreshToken)
	w.RequireRefused(err, "NotAuthorizedException", TextRefreshRevoked)
}

// requireAlive asserts that all of these tokens are good.
func (w *World) requireAlive(tokens *types.AuthenticationResultType) {
	w.Helper()
	_, err := w.GetUser(tokens.AccessToken)
	require.NoError(w, err)
	_, err = w.GetTokens(tokens.RefreshToken)
	require.NoError(w, err)
}

// unrevocable is a PasswordClient without EnableTokenRevocation.
func unrevocable() cip.CreateUserPoolClientInput {
	in := PasswordClient()
	in.EnableTokenRevocation = aws.Bool(false)
	return in
}

// signOutRows are rows of sign-out everywhere: N100, N101, C145.
func signOutRows() []Row {
	byAdministrator := func(w *World) error {
		_, err := w.Client.AdminUserGlobalSignOut(w.Ctx, &cip.AdminUserGlobalSignOutInput{UserPoolId: &w.PoolID, Username: aws.String("jane")})
		return err
	}
	everywhere := func(end func(w *World, token *string) error) func(*World) (any, error) {
		return func(w *World) (any, error) {
			w.AddUser(NewUser{Username: "john", Password: fixture.GoodPassword})
			first, second := w.Tokens("jane"), w.Tokens("jane")
			other := w.OtherClient(PasswordClient())
			third, johns := other.Tokens("jane"), w.Tokens("john")
			renewed, err := w.GetTokens(first.RefreshToken)
			require.NoError(w, err)
			require.NoError(w, end(w, first.AccessToken))
			w.requireEnded(first)
			w.requireEnded(second)
			other.requireEnded(third)
			_, err = w.GetUser(renewed.AuthenticationResult.AccessToken)
			w.RequireRefused(err, "NotAuthorizedException", TextAccessRevoked)
			w.requireAlive(johns)
			w.requireAlive(w.Tokens("jane")) // N101
			return nil, nil
		}
	}
	byUser := func(w *World, token *string) error {
		_, err := w.SignOut(token)
		return err
	}
	return []Row{
		{Rules: "N100 N12 N93 N101", Name: "GlobalSignOut", App: PasswordClient(), Prior: Jane, Call: everywhere(byUser)},
		{Rules: "N100", Name: "GlobalSignOut by a client without token revocation", App: unrevocable(), Prior: Jane, Call: everywhere(byUser)},
		{Rules: "N100 C145", Name: "AdminUserGlobalSignOut", App: PasswordClient(), Prior: Jane,
			Call: everywhere(func(w *World, _ *string) error { return byAdministrator(w) })},
		{
			Rules: "N100", Name: "GlobalSignOut twice", App: PasswordClient(), Prior: Jane,
			Call: func(w *World) (any, error) {
				token := w.Tokens("jane").AccessToken
				_, err := w.SignOut(token)
				require.NoError(w, err)
				return w.SignOut(token)
			},
			Want: notAuthorized(TextAccessRevoked),
		},
		{
			Rules: "C145", Name: "sign-out comes before reuse", App: RotatingClient(0), Prior: Jane,
			Call: func(w *World) (any, error) {
				old := w.Tokens("jane").RefreshToken
				newest := w.Renewed(old)
				require.NoError(w, byAdministrator(w))
				_, err := w.GetTokens(newest)
				w.RequireRefused(err, "NotAuthorizedException", TextRefreshRevoked)
				return w.GetTokens(old)
			},
			Want: notAuthorized(TextRefreshRevoked),
		},
		{
			Rules: "N6", Name: "AdminUserGlobalSignOut of nobody",
			Call: func(w *World) (any, error) { return nil, byAdministrator(w) },
			Want: Want{Code: "UserNotFoundException", Message: "User does not exist."},
		},
	}
}

// revokeRows are rows of RevokeToken: N102, N103, C143, C146, C147.
func revokeRows() []Row {
	unauthorized := Want{Code: "UnauthorizedException", AnyText: true}
	return []Row{
		{
			Rules: "N102 N12 N93", Name: "RevokeToken", App: PasswordClient(), Prior: Jane,
			Call: func(w *World) (any, error) {
				ended, other := w.Tokens("jane"), w.Tokens("jane")
				renewed, err := w.GetTokens(ended.RefreshToken)
				require.NoError(w, err)
				_, err = w.Revoke(ended.RefreshToken)
				require.NoError(w, err)
				w.requireEnded(ended)
				_, err = w.GetUser(renewed.AuthenticationResult.AccessToken)
				w.RequireRefused(err, "NotAuthorizedException", TextAccessRevoked)
				w.requireAlive(other)
				return w.Revoke(ended.RefreshToken) // C146
			},
		},
		{
			Rules: "C146", Name: "RevokeToken of a token that was never given", App: PasswordClient(),
			Call: func(w *World) (any, error) { return w.Revoke(aws.String("not-a-token")) },
		},
		{
			Rules: "C146", Name: "a token that is revoked already", App: PasswordClient(), Prior: Jane,
			Call: func(w *World) (any, error) {
				token := w.Tokens("jane").RefreshToken
				for range 2 {
					_, err := w.Revoke(token)
					require.NoError(w, err)
				}
				return w.GetTokens(token)
			},
			Want: notAuthorized(TextRefreshRevoked),
		},
		{
			Rules: "C143", Name: "RevokeToken by the first, the newest, and one between them", App: RotatingClient(0), Prior: Jane,
			Call: func(w *World) (any, error) {
				for _, end := range []int{0, 3} {
					tokens := []*string{w.Tokens("jane").RefreshToken}
					for range 3 {
						tokens = append(tokens, w.Renewed(tokens[len(tokens)-1]))
					}
					_, err := w.Revoke(tokens[1])
					require.NoError(w, err)
					tokens[3] = w.Renewed(tokens[3]) // nothing has ended
					_, err = w.Revoke(tokens[end])
					require.NoError(w, err)
					for _, token := range tokens {
						_, err := w.GetTokens(token)
						w.RequireRefused(err, "NotAuthorizedException", TextRefreshRevoked)
					}
				}
				return nil, nil
			},
		},
		{
			Rules: "N103 C147", Name: "an access token to revoke", App: PasswordClient(), Prior: Jane,
			Call: func(w *World) (any, error) { return w.Revoke(w.Tokens("jane").AccessToken) },
			Want: Want{Code: "UnsupportedTokenTypeException", AnyText: true},
		},
		{
			Rules: "N103 C147", Name: "an ID token to revoke", App: PasswordClient(), Prior: Jane,
			Call: func(w *World) (any, error) { return w.Revoke(w.Tokens("jane").IdToken) },
			Want: Want{Code: "UnsupportedTokenTypeException", AnyText: true},
		},
		{
			Rules: "N103", Name: "a client without token revocation", App: unrevocable(), Prior: Jane,
			Call: func(w *World) (any, error) { return w.Revoke(w.Tokens("jane").RefreshToken) },
			Want: Want{Code: "UnsupportedOperationException", AnyText: true},
		},
		{
			Rules: "N103 C147", Name: "a token of another client to revoke", App: PasswordClient(), Prior: Jane,
			Call: func(w *World) (any, error) {
				tokens := w.Tokens("jane")
				_, err := w.OtherClient(PasswordClient()).Revoke(tokens.RefreshToken)
				w.requireAlive(tokens)
				return nil, err
			},
			Want: unauthorized,
		},
		{
			Rules: "N103 C147", Name: "RevokeToken with the secret", App: SecretPasswordClient(), Prior: Jane,
			Call: func(w *World) (any, error) {
				token := w.Tokens("jane").RefreshToken
				for _, wrong := range []*string{nil, aws.String(fixture.SecondSecret)} {
					_, err := w.Client.RevokeToken(w.Ctx, &cip.RevokeTokenInput{ClientId: &w.ClientID, ClientSecret: wrong, Token: token})
					unauthorized.RequireError(w, err)
				}
				return w.Revoke(token)
			},
		},
	}
}
