package rows

import (
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
)

// creatingApp makes a client of the row's pool over the wire.
func creatingApp(in cip.CreateUserPoolClientInput) func(*World) (any, error) {
	return func(w *World) (any, error) {
		in := in // rows run side by side
		in.UserPoolId, in.ClientName = &w.PoolID, cmpOr(in.ClientName, aws.String("web"))
		out, err := w.Client.CreateUserPoolClient(w.Ctx, &in)
		if err != nil {
			return nil, err
		}
		return out.UserPoolClient, nil
	}
}

// UpdatingApp changes the row's client.
func UpdatingApp(in cip.UpdateUserPoolClientInput) func(*World) (any, error) {
	return func(w *World) (any, error) {
		in := in // rows run side by side
		in.UserPoolId, in.ClientId = &w.PoolID, &w.ClientID
		out, err := w.Client.UpdateUserPoolClient(w.Ctx, &in)
		if err != nil {
			return nil, err
		}
		return out.UserPoolClient, nil
	}
}

// describedApp is the row's client, as DescribeUserPoolClient shows it.
func describedApp(w *World) (any, error) {
	out, err := w.Client.DescribeUserPoolClient(w.Ctx, &cip.DescribeUserPoolClientInput{UserPoolId: &w.PoolID, ClientId: &w.ClientID})
	if err != nil {
		return nil, err
	}
	return out.UserPoolClient, nil
}

// isDefaultApp checks N136, member by member.
func isDefaultApp(secret bool) Want {
	return Want{Check: func(w *World, out any) {
		a := out.(*types.UserPoolClientType)
		require.Regexp(w, `^[0-9a-v]{26}$`, *a.ClientId)
		require.Equal(w, secret, a.ClientSecret != nil)
		if secret {
			require.Regexp(w, `^[0-9a-v]{51}$`, *a.ClientSecret)
		}
		require.NotNil(w, a.CreationDate)
		require.Equal(w, a.CreationDate, a.LastModifiedDate)
		require.Equal(w, &types.UserPoolClientType{
			ClientId: a.ClientId, ClientSecret: a.ClientSecret, CreationDate: a.CreationDate, LastModifiedDate: a.LastModifiedDate,
			UserPoolId: &w.PoolID, ClientName: aws.String("web"), RefreshTokenValidity: 30, TokenValidityUnits: &types.TokenValidityUnitsType{},
			AllowedOAuthFlowsUserPoolClient: aws.Bool(false), EnableTokenRevocation: aws.Bool(true),
			EnablePropagateAdditionalUserContextData: aws.Bool(false), AuthSessionValidity: aws.Int32(3),
		}, a)
	}}
}

// Full is a client of which nothing is default.
var Full = cip.CreateUserPoolClientInput{
	ClientName: aws.String("web"), ClientSecret: aws.String(fixture.ChosenSecret), RefreshTokenValidity: 5, AccessTokenValidity: aws.Int32(10), IdTokenValidity: aws.Int32(20),
	TokenValidityUnits: &types.TokenValidityUnitsType{AccessToken: types.TimeUnitsTypeMinutes, IdToken: types.TimeUnitsTypeMinutes},
	ReadAttributes:     []string{"email", "email_verified"}, WriteAttributes: []string{"email"}, ExplicitAuthFlows: []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowUserAuth},
	PreventUserExistenceErrors: types.PreventUserExistenceErrorTypesEnabled, EnableTokenRevocation: aws.Bool(false), AuthSessionValidity: aws.Int32(15),
	CallbackURLs: []string{"https://example.com/cb"}, LogoutURLs: []string{"https://example.com/out"},
	AllowedOAuthFlowsUserPoolClient: true, AllowedOAuthFlows: []types.OAuthFlowType{types.OAuthFlowTypeCode}, AllowedOAuthScopes: []string{"openid"},
	SupportedIdentityProviders: []string{"COGNITO"}, EnablePropagateAdditionalUserContextData: aws.Bool(true),
}

func noClient(id string) Want {
	return Want{Code: "ResourceNotFoundException", Message: "User pool client " + id + " does not exist."}
}

// NoSuchApp is the answer to the row's client where it is not.
var NoSuchApp = gone

// validityRows are rows of the bounds of N87.
func validityRows() []Row {
	var list []Row
	for _, v := range []struct {
		name string
		in   cip.CreateUserPoolClientInput
		ok   bool
	}{
		{"access of 5 minutes", cip.CreateUserPoolClientInput{AccessTokenValidity: aws.Int32(5), TokenValidityUnits: &types.TokenValidityUnitsType{AccessToken: types.TimeUnitsTypeMinutes}}, true},
		{"access of 4 minutes", cip.CreateUserPoolClientInput{AccessTokenValidity: aws.Int32(4), TokenValidityUnits: &types.TokenValidityUnitsType{AccessToken: types.TimeUnitsTypeMinutes}}, false},
		{"access of 299 seconds", cip.CreateUserPoolClientInput{AccessTokenValidity: aws.Int32(299), TokenValidityUnits: &types.TokenValidityUnitsType{AccessToken: types.TimeUnitsTypeSeconds}}, false},
		{"access of 24 hours", cip.CreateUserPoolClientInput{AccessTokenValidity: aws.Int32(24)}, true},
		{"access of 25 hours", cip.CreateUserPoolClientInput{AccessTokenValidity: aws.Int32(25)}, false},
		{"access of 1 day", cip.CreateUserPoolClientInput{AccessTokenValidity: aws.Int32(1), TokenValidityUnits: &types.TokenValidityUnitsType{AccessToken: types.TimeUnitsTypeDays}}, true},
		{"access of 86400 days", cip.CreateUserPoolClientInput{AccessTokenValidity: aws.Int32(86400), TokenValidityUnits: &types.TokenValidityUnitsType{AccessToken: types.TimeUnitsTypeDays}}, false},
		{"ID of 86400 seconds", cip.CreateUserPoolClientInput{IdTokenValidity: aws.Int32(86400), TokenValidityUnits: &types.TokenValidityUnitsType{IdToken: types.TimeUnitsTypeSeconds}}, true},
		{"ID of 25 hours", cip.CreateUserPoolClientInput{IdTokenValidity: aws.Int32(25)}, false},
		{"refresh of 1 hour", cip.CreateUserPoolClientInput{RefreshTokenValidity: 1, TokenValidityUnits: &types.TokenValidityUnitsType{RefreshToken: types.TimeUnitsTypeHours}}, true},
		{"refresh of 59 minutes", cip.CreateUserPoolClientInput{RefreshTokenValidity: 59, TokenValidityUnits: &types.TokenValidityUnitsType{RefreshToken: types.TimeUnitsTypeMinutes}}, false},
		{"refresh of 3650 days", cip.CreateUserPoolClientInput{RefreshTokenValidity: 3650}, true},
		{"refresh of 3651 days", cip.CreateUserPoolClientInput{RefreshTokenValidity: 3651}, false},
	} {
		r := Row{Rules: "N136 N87", Name: v.name, Call: creatingApp(v.in)}
		if !v.ok {
			r.Want = invalid("Invalid range for token validity.")
		}
		list = append(list, r)
	}
	return list
}

// unknownRows are rows of each operation on a client, for a pool and for a
// client that there is not.
func unknownRows() []Row {
	pool, app := aws.String("us-east-1_Unknown"), aws.String("unknown")
	var list []Row
	for op, call := range map[string]func(w *World, pool, app *string) (any, error){
		"UpdateUserPoolClient": func(w *World, pool, app *string) (any, error) {
			return w.Client.UpdateUserPoolClient(w.Ctx, &cip.UpdateUserPoolClientInput{UserPoolId: pool, ClientId: app})
		},
		"DeleteUserPoolClient": func(w *World, pool, app *string) (any, error) {
			return w.Client.DeleteUserPoolClient(w.Ctx, &cip.DeleteUserPoolClientInput{UserPoolId: pool, ClientId: app})
		},
		"AddUserPoolClientSecret": func(w *World, pool, app *string) (any, error) {
			return w.Client.AddUserPoolClientSecret(w.Ctx, &cip.AddUserPoolClientSecretInput{UserPoolId: pool, ClientId: app})
		},
		"ListUserPoolClientSecrets": func(w *World, pool, app *string) (any, error) {
			return w.Client.ListUserPoolClientSecrets(w.Ctx, &cip.ListUserPoolClientSecretsInput{UserPoolId: pool, ClientId: app})
		},
		"DeleteUserPoolClientSecret": func(w *World, pool, app *string) (any, error) {
			return w.Client.DeleteUserPoolClientSecret(w.Ctx, &cip.DeleteUserPoolClientSecretInput{UserPoolId: pool, ClientId: app, ClientSecretId: aws.String("x")})
		},
	} {
		list = append(list,
			Row{Rules: "N2", Name: "pool unknown to " + op, Call: func(w *World) (any, error) { return call(w, pool, &w.ClientID) }, Want: noPool(*pool)},
			Row{Rules: "N2", Name: "client unknown to " + op, Call: func(w *World) (any, error) { return call(w, &w.PoolID, app) }, Want: noClient(*app)},
		)
	}
	return append(list,
		Row{Rules: "N2", Name: "pool unknown to ListUserPoolClients", Call: func(w *World) (any, error) {
			return w.Client.ListUserPoolClients(w.Ctx, &cip.ListUserPoolClientsInput{UserPoolId: pool})
		}, Want: noPool(*pool)},
		Row{Rules: "N2", Name: "pool unknown to DeleteUserPoolDomain", Call: func(w *World) (any, error) {
			return w.Client.DeleteUserPoolDomain(w.Ctx, &cip.DeleteUserPoolDomainInput{UserPoolId: pool, Domain: aws.String("x")})
		}, Want: noPool(*pool)},
	)
}

// appClientRows are rows of app clients over the wire: docs/behaviour.md N2, N3, N25, N87, N136, R91.
func appClientRows() []Row {
	return slices.Concat(
		validityRows(),
		unknownRows(),
		[]Row{{Rules: "N136 N19", Name: "without a secret", Call: creatingApp(cip.CreateUserPoolClientInput{}), Want: isDefaultApp(false)},
			{Rules: "N136", Name: "with a secret", Call: creatingApp(cip.CreateUserPoolClientInput{GenerateSecret: true}), Want: isDefaultApp(true)},
			{Rules: "N136", Name: "DescribeUserPoolClient shows the secret", App: cip.CreateUserPoolClientInput{GenerateSecret: true, ClientName: aws.String("web")}, Call: describedApp, Want: isDefaultApp(true)},
			{Rules: "N136", Name: "all that is given", App: Full, Call: describedApp, Want: Want{Check: func(w *World, out any) {
				a := out.(*types.UserPoolClientType)
				require.Equal(w, &types.UserPoolClientType{
					ClientId: &w.ClientID, UserPoolId: &w.PoolID, CreationDate: a.CreationDate, LastModifiedDate: a.LastModifiedDate,
					ClientName: Full.ClientName, ClientSecret: Full.ClientSecret, RefreshTokenValidity: 5, AccessTokenValidity: Full.AccessTokenValidity, IdTokenValidity: Full.IdTokenValidity,
					TokenValidityUnits: Full.TokenValidityUnits, ReadAttributes: Full.ReadAttributes, WriteAttributes: Full.WriteAttributes, ExplicitAuthFlows: Full.ExplicitAuthFlows,
					PreventUserExistenceErrors: Full.PreventUserExistenceErrors, EnableTokenRevocation: Full.EnableTokenRevocation, AuthSessionValidity: Full.AuthSessionValidity,
					CallbackURLs: Full.CallbackURLs, LogoutURLs: Full.LogoutURLs, AllowedOAuthFlowsUserPoolClient: aws.Bool(true), AllowedOAuthFlows: Full.AllowedOAuthFlows,
					AllowedOAuthScopes: Full.AllowedOAuthScopes, SupportedIdentityProviders: Full.SupportedIdentityProviders, EnablePropagateAdditionalUserContextData: aws.Bool(true),
				}, a)
			}}},
			{Rules: "N137 R90", Name: "an update of WriteAttributes holds", Prior: func(w *World) {
				_, err := UpdatingApp(cip.UpdateUserPoolClientInput{WriteAttributes: []string{"name"}})(w)
				require.NoError(w, err)
			}, Call: SigningUp("jane", "email", "a@example.com"), Want: unauthorized},

			// Validation.
			{Rules: "N136", Name: "AuthSessionValidity 2", Call: creatingApp(cip.CreateUserPoolClientInput{AuthSessionValidity: aws.Int32(2)}),
				Want: violating(breaksShown("2", "authSessionValidity", "Member must have value greater than or equal to 3"))},
			{Rules: "N136", Name: "AuthSessionValidity 16", Call: creatingApp(cip.CreateUserPoolClientInput{AuthSessionValidity: aws.Int32(16)}),
				Want: violating(breaksShown("16", "authSessionValidity", "Member must have value less than or equal to 15"))},
			{Rules: "N25 P130", Name: "old and new names of flows", Call: creatingApp(cip.CreateUserPoolClientInput{ExplicitAuthFlows: []types.ExplicitAuthFlowsType{
				types.ExplicitAuthFlowsTypeAdminNoSrpAuth, types.ExplicitAuthFlowsTypeAllowRefreshTokenAuth,
			}}), Want: invalid("Auth flow name with prefix 'ALLOW' cannot be used with legacy auth flow names.")},
			{Rules: "N25 P130", Name: "old and new names of flows, later", Call: UpdatingApp(cip.UpdateUserPoolClientInput{ExplicitAuthFlows: []types.ExplicitAuthFlowsType{
				types.ExplicitAuthFlowsTypeAllowUserAuth, types.ExplicitAuthFlowsTypeCustomAuthFlowOnly,
			}}), Want: invalid("Auth flow name with prefix 'ALLOW' cannot be used with legacy auth flow names.")},
			{Rules: "N25", Name: "old names alone", Call: creatingApp(cip.CreateUserPoolClientInput{ExplicitAuthFlows: []types.ExplicitAuthFlowsType{
				types.ExplicitAuthFlowsTypeAdminNoSrpAuth, types.ExplicitAuthFlowsTypeUserPasswordAuth, types.ExplicitAuthFlowsTypeCustomAuthFlowOnly,
			}})},
			{Rules: "R91", Name: "an attribute to write that there is not", Call: creatingApp(cip.CreateUserPoolClientInput{WriteAttributes: []string{"email", "custom:none"}}),
				Want: invalid("Invalid write attributes specified while creating a client")},
			{Rules: "R91 P129", Name: "a verified flag to write", Call: creatingApp(cip.CreateUserPoolClientInput{WriteAttributes: []string{"email_verified"}}),
				Want: invalid("Invalid write attributes specified while creating a client")},
			{Rules: "R91 P129", Name: "an attribute to read that there is not", Call: creatingApp(cip.CreateUserPoolClientInput{ReadAttributes: []string{"nothing"}}),
				Want: invalid("Invalid read attributes specified while creating a client")},
			{Rules: "R91 P129", Name: "a required attribute left out later", Pool: Requiring(cip.CreateUserPoolInput{}, "email"), Call: UpdatingApp(cip.UpdateUserPoolClientInput{WriteAttributes: []string{"name"}}),
				Want: invalid("Invalid write attributes specified while updating a client")},
			{Rules: "N136", Name: "a chosen secret that is too short", Call: creatingApp(cip.CreateUserPoolClientInput{ClientSecret: aws.String(strings.Repeat("s", 23))}),
				Want: violating(breaks("clientSecret", "Member must have length greater than or equal to 24"))},
			{Rules: "N136", Name: "no client name", Raw: func(w *World) string { return `CreateUserPoolClient {"UserPoolId":"` + w.PoolID + `"}` },
				Want: violating("Value null at 'clientName' failed to satisfy constraint: " + mustNotBeNull)},

			// Unknown clients, and those of other pools.
			{Rules: "N2", Name: "a client for an unknown pool", Call: func(w *World) (any, error) {
				return w.Client.CreateUserPoolClient(w.Ctx, &cip.CreateUserPoolClientInput{UserPoolId: aws.String("us-east-1_Unknown"), ClientName: aws.String("web")})
			}, Want: noPool("us-east-1_Unknown")},
			{Rules: "N2", Name: "unknown client", Call: func(w *World) (any, error) {
				return w.Client.DescribeUserPoolClient(w.Ctx, &cip.DescribeUserPoolClientInput{UserPoolId: &w.PoolID, ClientId: aws.String("unknown")})
			}, Want: noClient("unknown")},
			{Rules: "N2", Name: "pool and client unknown", Call: func(w *World) (any, error) {
				return w.Client.DescribeUserPoolClient(w.Ctx, &cip.DescribeUserPoolClientInput{UserPoolId: aws.String("us-east-1_Unknown"), ClientId: aws.String("unknown")})
			}, Want: noPool("us-east-1_Unknown")},
			{Rules: "N137 N2", Name: "deleted twice", Prior: func(w *World) {
				_, err := w.Client.DeleteUserPoolClient(w.Ctx, &cip.DeleteUserPoolClientInput{UserPoolId: &w.PoolID, ClientId: &w.ClientID})
				require.NoError(w, err)
			}, Call: func(w *World) (any, error) {
				return w.Client.DeleteUserPoolClient(w.Ctx, &cip.DeleteUserPoolClientInput{UserPoolId: &w.PoolID, ClientId: &w.ClientID})
			}, Want: NoSuchApp},

			// Lists.
			{Rules: "N136", Name: "entries of ListUserPoolClients", App: Full, Call: func(w *World) (any, error) {
				return w.Client.ListUserPoolClients(w.Ctx, &cip.ListUserPoolClientsInput{UserPoolId: &w.PoolID})
			}, Want: Want{Check: func(w *World, out any) {
				require.Equal(w, []types.UserPoolClientDescription{{ClientId: &w.ClientID, UserPoolId: &w.PoolID, ClientName: aws.String("web")}}, out.(*cip.ListUserPoolClientsOutput).UserPoolClients)
				require.Nil(w, out.(*cip.ListUserPoolClientsOutput).NextToken)
			}}},
		},
	)
}
