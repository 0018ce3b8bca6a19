package rows

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
)

// getTokensRows are rows of GetTokensFromRefreshToken: N97, N98, C134 to C144.
func getTokensRows() []Row {
	reused := Want{Code: "RefreshTokenReuseException", Message: TextReuse}
	return []Row{
		{
			Rules: "N98 C138", Name: "without rotation, by a client that may not refresh otherwise", App: PasswordClient(), Prior: Jane,
			Call: func(w *World) (any, error) {
				before := w.Tokens("jane")
				out, err := w.GetTokens(before.RefreshToken)
				require.NoError(w, err)
				require.Nil(w, out.AuthenticationResult.RefreshToken)
				renewedAlike(w, before, out.AuthenticationResult)
				return w.GetTokens(before.RefreshToken)
			},
		},
		{
			Rules: "N98 C138", Name: "the answer has no ChallengeParameters", App: PasswordClient(), Prior: Jane,
			Raw: func(w *World) string {
				return `GetTokensFromRefreshToken {"ClientId":"` + w.ClientID + `","RefreshToken":"` + *w.Tokens("jane").RefreshToken + `"}`
			},
			Want: Want{Check: func(w *World, out any) {
				require.NotContains(w, string(out.([]byte)), "ChallengeParameters")
				require.NotContains(w, string(out.([]byte)), `"RefreshToken"`)
			}},
		},
		{
			Rules: "N97 C140 C144", Name: "each refresh gives another token", App: RotatingClient(0), Prior: Jane,
			Call: func(w *World) (any, error) {
				before := w.Tokens("jane")
				seen := map[string]bool{*before.RefreshToken: true}
				token := before.RefreshToken
				for range 3 {
					out, err := w.GetTokens(token)
					require.NoError(w, err)
					renewedAlike(w, before, out.AuthenticationResult)
					token = out.AuthenticationResult.RefreshToken
					require.False(w, seen[*token])
					seen[*token] = true
				}
				return w.GetUser(before.AccessToken)
			},
		},
		{
			Rules: "N97 C141", Name: "an old token, without a grace period", App: RotatingClient(0), Prior: Jane,
			Call: func(w *World) (any, error) {
				old := w.Tokens("jane").RefreshToken
				newest := w.Renewed(old)
				_, err := w.GetTokens(old)
				reused.RequireError(w, err)
				newest = w.Renewed(newest) // it revoked nothing
				w.Renewed(newest)
				return w.GetTokens(old)
			},
			Want: reused,
		},
		{
			Rules: "C142", Name: "an old token within the grace period", App: RotatingClient(60), Prior: Jane,
			Call: func(w *World) (any, error) {
				old := w.Tokens("jane").RefreshToken
				first := w.Renewed(old)
				second := w.Renewed(old)
				require.NotEqual(w, *first, *second)
				_, err := w.GetTokens(first) // its place is taken
				reused.RequireError(w, err)
				w.Renewed(second)
				return w.GetTokens(first)
			},
			Want: reused,
		},
		{
			Rules: "C137 N97", Choice: true, Name: "REFRESH_TOKEN_AUTH by a client with rotation", Prior: Jane,
			App: func() cip.CreateUserPoolClientInput {
				in := RotatingClient(0)
				in.ExplicitAuthFlows = []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeUserPasswordAuth} // of the old kind, which may refresh
				return in
			}(),
			Call: func(w *World) (any, error) { return w.Refresh(w.Tokens("jane").RefreshToken, "") },
			Want: invalid("Auth flow not enabled for this client"),
		},
		{
			Rules: "C139 N2", Name: "refresh by an unknown client", App: PasswordClient(), Prior: Jane,
			Call: func(w *World) (any, error) {
				return w.Client.GetTokensFromRefreshToken(w.Ctx, &cip.GetTokensFromRefreshTokenInput{
					ClientId: aws.String("nobody"), RefreshToken: w.Tokens("jane").RefreshToken,
				})
			},
			Want: Want{Code: "ResourceNotFoundException", Message: "User pool client nobody does not exist."},
		},
		{
			Rules: "C139 N92", Name: "not ours, of GetTokensFromRefreshToken", App: PasswordClient(),
			Call: func(w *World) (any, error) { return w.GetTokens(aws.String("not-a-token")) },
			Want: notAuthorized(TextInvalidRefresh),
		},
		{
			Rules: "C139 N92", Name: "of another client, of GetTokensFromRefreshToken", App: PasswordClient(), Prior: Jane,
			Call: func(w *World) (any, error) {
				return w.OtherClient(PasswordClient()).GetTokens(w.Tokens("jane").RefreshToken)
			},
			Want: notAuthorized(TextInvalidRefresh),
		},
		{
			Rules: "C139 N94", Choice: true, Name: "of a disabled user, of GetTokensFromRefreshToken", App: PasswordClient(), Prior: Jane,
			Call: func(w *World) (any, error) {
				token := w.Tokens("jane").RefreshToken
				w.disables("jane")
				return w.GetTokens(token)
			},
			Want: notAuthorized("User is disabled."),
		},
		{
			Rules: "N98 C139", Name: "the secret itself", App: SecretPasswordClient(), Prior: Jane,
			Call: func(w *World) (any, error) { return w.GetTokens(w.Tokens("jane").RefreshToken) },
		},
		{
			Rules: "C139", Choice: true, Name: "no secret", App: SecretPasswordClient(), Prior: Jane,
			Call: func(w *World) (any, error) {
				return w.Client.GetTokensFromRefreshToken(w.Ctx, &cip.GetTokensFromRefreshTokenInput{
					ClientId: &w.ClientID, RefreshToken: w.Tokens("jane").RefreshToken,
				})
			},
			Want: Want{Code: "NotAuthorizedException", Words: func(w *World) string {
				return "Client " + w.ClientID + " is configured with secret but SECRET_HASH was not received"
			}},
		},
		{
			Rules: "C139", Choice: true, Name: "a wrong secret", App: SecretPasswordClient(), Prior: Jane,
			Call: func(w *World) (any, error) {
				return w.Client.GetTokensFromRefreshToken(w.Ctx, &cip.GetTokensFromRefreshTokenInput{
					ClientId: &w.ClientID, ClientSecret: aws.String(fixture.SecondSecret), RefreshToken: w.Tokens("jane").RefreshToken,
				})
			},
			Want: Want{Code: "NotAuthorizedException", Words: func(w *World) string {
				return "Unable to verify secret hash for client " + w.ClientID
			}},
		},
		{
			Rules: "C139", Choice: true, Name: "no RefreshToken",
			Raw:  func(w *World) string { return `GetTokensFromRefreshToken {"ClientId":"` + w.ClientID + `"}` },
			Want: violating("Value null at 'refreshToken' failed to satisfy constraint: Member must not be null"),
		},
		{
			Rules: "C134", Name: "rotation as it is described",
			Call: func(w *World) (any, error) {
				rotation := func(in *types.RefreshTokenRotationType) *types.RefreshTokenRotationType {
					other := w.OtherClient(cip.CreateUserPoolClientInput{RefreshTokenRotation: in})
					out, err := w.Client.DescribeUserPoolClient(w.Ctx, &cip.DescribeUserPoolClientInput{UserPoolId: &w.PoolID, ClientId: &other.ClientID})
					require.NoError(w, err)
					return out.UserPoolClient.RefreshTokenRotation
				}
				require.Nil(w, rotation(nil))
				for _, feature := range []types.FeatureType{types.FeatureTypeEnabled, types.FeatureTypeDisabled} {
					require.Equal(w, &types.RefreshTokenRotationType{Feature: feature, RetryGracePeriodSeconds: aws.Int32(0)},
						rotation(&types.RefreshTokenRotationType{Feature: feature}))
				}
				return nil, nil
			},
		},
		{
			Rules: "C134", Name: "an update leaves rotation out", App: RotatingClient(30),
			Call: func(w *World) (any, error) {
				return w.Client.UpdateUserPoolClient(w.Ctx, &cip.UpdateUserPoolClientInput{UserPoolId: &w.PoolID, ClientId: &w.ClientID})
			},
			Want: Want{Check: func(w *World, out any) {
				require.Equal(w, &types.RefreshTokenRotationType{Feature: types.FeatureTypeDisabled, RetryGracePeriodSeconds: aws.Int32(0)},
					out.(*cip.UpdateUserPoolClientOutput).UserPoolClient.RefreshTokenRotation)
			}},
		},
		{
			Rules: "C134", Choice: true, Name: "a grace period of 61 seconds",
			Call: func(w *World) (any, error) {
				in := RotatingClient(61)
				in.UserPoolId, in.ClientName = &w.PoolID, aws.String("other")
				return w.Client.CreateUserPoolClient(w.Ctx, &in)
			},
			Want: violating("Value '61' at 'refreshTokenRotation.retryGracePeriodSeconds' failed to satisfy constraint: Member must have value less than or equal to 60"),
		},
		{
			Rules: "C135", Choice: true, Name: "rotation beside ALLOW_REFRESH_TOKEN_AUTH",
			Call: func(w *World) (any, error) {
				in := RefreshClient()
				in.UserPoolId, in.ClientName, in.RefreshTokenRotation = &w.PoolID, aws.String("other"), RotatingClient(0).RefreshTokenRotation
				return w.Client.CreateUserPoolClient(w.Ctx, &in)
			},
			Want: Want{Code: "InvalidParameterException", AnyText: true},
		},
		{
			Rules: "C135", Choice: true, Name: "rotation beside ALLOW_REFRESH_TOKEN_AUTH, later", App: RefreshClient(),
			Call: func(w *World) (any, error) {
				return w.Client.UpdateUserPoolClient(w.Ctx, &cip.UpdateUserPoolClientInput{
					UserPoolId: &w.PoolID, ClientId: &w.ClientID,
					ExplicitAuthFlows: RefreshClient().ExplicitAuthFlows, RefreshTokenRotation: RotatingClient(0).RefreshTokenRotation,
				})
			},
			Want: Want{Code: "InvalidParameterException", AnyText: true},
		},
		{
			Rules: "C136", Choice: true, Name: "ALLOW_ values without refresh", App: PasswordClient(),
			Call: func(w *World) (any, error) {
				return w.Client.DescribeUserPoolClient(w.Ctx, &cip.DescribeUserPoolClientInput{UserPoolId: &w.PoolID, ClientId: &w.ClientID})
			},
		},
	}
}
