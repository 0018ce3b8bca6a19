package truth_test

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
)

// Rows of app clients over the wire: docs/behaviour.md N2, N3, N25, N87, N136, R91.

// creatingApp makes a client of the row's pool over the wire.
func creatingApp(in cip.CreateUserPoolClientInput) func(*world) (any, error) {
	return func(w *world) (any, error) {
		in := in // rows run side by side
		in.UserPoolId, in.ClientName = &w.pool.ID, cmpOr(in.ClientName, aws.String("web"))
		out, err := w.client.CreateUserPoolClient(w.ctx, &in)
		if err != nil {
			return nil, err
		}
		return out.UserPoolClient, nil
	}
}

// updatingApp changes the row's client.
func updatingApp(in cip.UpdateUserPoolClientInput) func(*world) (any, error) {
	return func(w *world) (any, error) {
		in := in // rows run side by side
		in.UserPoolId, in.ClientId = &w.pool.ID, &w.app.ID
		out, err := w.client.UpdateUserPoolClient(w.ctx, &in)
		if err != nil {
			return nil, err
		}
		return out.UserPoolClient, nil
	}
}

// describedApp is the row's client, as DescribeUserPoolClient shows it.
func describedApp(w *world) (any, error) {
	out, err := w.client.DescribeUserPoolClient(w.ctx, &cip.DescribeUserPoolClientInput{UserPoolId: &w.pool.ID, ClientId: &w.app.ID})
	if err != nil {
		return nil, err
	}
	return out.UserPoolClient, nil
}

// isDefaultApp checks N136, member by member.
func isDefaultApp(secret bool) want {
	return want{check: func(w *world, out any) {
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
			UserPoolId: &w.pool.ID, ClientName: aws.String("web"), RefreshTokenValidity: 30, TokenValidityUnits: &types.TokenValidityUnitsType{},
			AllowedOAuthFlowsUserPoolClient: aws.Bool(false), EnableTokenRevocation: aws.Bool(true),
			EnablePropagateAdditionalUserContextData: aws.Bool(false), AuthSessionValidity: aws.Int32(3),
		}, a)
	}}
}

// full is a client of which nothing is default.
var full = cip.CreateUserPoolClientInput{
	ClientName: aws.String("web"), ClientSecret: aws.String(fixture.ChosenSecret), RefreshTokenValidity: 5, AccessTokenValidity: aws.Int32(10), IdTokenValidity: aws.Int32(20),
	TokenValidityUnits: &types.TokenValidityUnitsType{AccessToken: types.TimeUnitsTypeMinutes, IdToken: types.TimeUnitsTypeMinutes},
	ReadAttributes:     []string{"email", "email_verified"}, WriteAttributes: []string{"email"}, ExplicitAuthFlows: []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowUserAuth},
	PreventUserExistenceErrors: types.PreventUserExistenceErrorTypesEnabled, EnableTokenRevocation: aws.Bool(false), AuthSessionValidity: aws.Int32(15),
	CallbackURLs: []string{"https://example.com/cb"}, LogoutURLs: []string{"https://example.com/out"},
	AllowedOAuthFlowsUserPoolClient: true, AllowedOAuthFlows: []types.OAuthFlowType{types.OAuthFlowTypeCode}, AllowedOAuthScopes: []string{"openid"},
	SupportedIdentityProviders: []string{"COGNITO"}, EnablePropagateAdditionalUserContextData: aws.Bool(true),
}

func noClient(id string) want {
	return want{code: "ResourceNotFoundException", message: "User pool client " + id + " does not exist."}
}

// elsewhere is the pool id of another pool than the row's.
func elsewhere(w *world) *string { return &w.fake.AddPool(cip.CreateUserPoolInput{}).ID }

// noSuchApp is the answer to the row's client where it is not.
var noSuchApp = gone

// validityRows are rows of the bounds of N87.
func validityRows() []row {
	var rows []row
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
		r := row{rules: "N136 N87", name: v.name, call: creatingApp(v.in)}
		if !v.ok {
			r.want = invalid("Invalid range for token validity.")
		}
		rows = append(rows, r)
	}
	return rows
}

// unknownRows are rows of each operation on a client, for a pool and for a
// client that there is not.
func unknownRows() []row {
	pool, app := aws.String("us-east-1_Unknown"), aws.String("unknown")
	var rows []row
	for op, call := range map[string]func(w *world, pool, app *string) (any, error){
		"UpdateUserPoolClient": func(w *world, pool, app *string) (any, error) {
			return w.client.UpdateUserPoolClient(w.ctx, &cip.UpdateUserPoolClientInput{UserPoolId: pool, ClientId: app})
		},
		"DeleteUserPoolClient": func(w *world, pool, app *string) (any, error) {
			return w.client.DeleteUserPoolClient(w.ctx, &cip.DeleteUserPoolClientInput{UserPoolId: pool, ClientId: app})
		},
		"AddUserPoolClientSecret": func(w *world, pool, app *string) (any, error) {
			return w.client.AddUserPoolClientSecret(w.ctx, &cip.AddUserPoolClientSecretInput{UserPoolId: pool, ClientId: app})
		},
		"ListUserPoolClientSecrets": func(w *world, pool, app *string) (any, error) {
			return w.client.ListUserPoolClientSecrets(w.ctx, &cip.ListUserPoolClientSecretsInput{UserPoolId: pool, ClientId: app})
		},
		"DeleteUserPoolClientSecret": func(w *world, pool, app *string) (any, error) {
			return w.client.DeleteUserPoolClientSecret(w.ctx, &cip.DeleteUserPoolClientSecretInput{UserPoolId: pool, ClientId: app, ClientSecretId: aws.String("x")})
		},
	} {
		rows = append(rows,
			row{rules: "N2", name: "pool unknown to " + op, call: func(w *world) (any, error) { return call(w, pool, &w.app.ID) }, want: noPool(*pool)},
			row{rules: "N2", name: "client unknown to " + op, call: func(w *world) (any, error) { return call(w, &w.pool.ID, app) }, want: noClient(*app)},
		)
	}
	return append(rows,
		row{rules: "N2", name: "pool unknown to ListUserPoolClients", call: func(w *world) (any, error) {
			return w.client.ListUserPoolClients(w.ctx, &cip.ListUserPoolClientsInput{UserPoolId: pool})
		}, want: noPool(*pool)},
		row{rules: "N2", name: "pool unknown to DeleteUserPoolDomain", call: func(w *world) (any, error) {
			return w.client.DeleteUserPoolDomain(w.ctx, &cip.DeleteUserPoolDomainInput{UserPoolId: pool, Domain: aws.String("x")})
		}, want: noPool(*pool)},
	)
}

var _ = addRows(append(append(validityRows(), unknownRows()...),
	row{rules: "N136 N19", name: "without a secret", call: creatingApp(cip.CreateUserPoolClientInput{}), want: isDefaultApp(false)},
	row{rules: "N136", name: "with a secret", call: creatingApp(cip.CreateUserPoolClientInput{GenerateSecret: true}), want: isDefaultApp(true)},
	row{rules: "N136", name: "DescribeUserPoolClient shows the secret", app: cip.CreateUserPoolClientInput{GenerateSecret: true, ClientName: aws.String("web")}, call: describedApp, want: isDefaultApp(true)},
	row{rules: "N136", name: "all that is given", app: full, call: describedApp, want: want{check: func(w *world, out any) {
		a := out.(*types.UserPoolClientType)
		require.Equal(w, &types.UserPoolClientType{
			ClientId: &w.app.ID, UserPoolId: &w.pool.ID, CreationDate: a.CreationDate, LastModifiedDate: a.LastModifiedDate,
			ClientName: full.ClientName, ClientSecret: full.ClientSecret, RefreshTokenValidity: 5, AccessTokenValidity: full.AccessTokenValidity, IdTokenValidity: full.IdTokenValidity,
			TokenValidityUnits: full.TokenValidityUnits, ReadAttributes: full.ReadAttributes, WriteAttributes: full.WriteAttributes, ExplicitAuthFlows: full.ExplicitAuthFlows,
			PreventUserExistenceErrors: full.PreventUserExistenceErrors, EnableTokenRevocation: full.EnableTokenRevocation, AuthSessionValidity: full.AuthSessionValidity,
			CallbackURLs: full.CallbackURLs, LogoutURLs: full.LogoutURLs, AllowedOAuthFlowsUserPoolClient: aws.Bool(true), AllowedOAuthFlows: full.AllowedOAuthFlows,
			AllowedOAuthScopes: full.AllowedOAuthScopes, SupportedIdentityProviders: full.SupportedIdentityProviders, EnablePropagateAdditionalUserContextData: aws.Bool(true),
		}, a)
	}}},
	row{rules: "N137", name: "members of a client left out go back", app: full, opts: []cognitofake.Option{cognitofake.WithClock(fixture.Stopped)}, call: updatingApp(cip.UpdateUserPoolClientInput{}), want: want{check: func(w *world, out any) {
		a := out.(*types.UserPoolClientType)
		require.Equal(w, fixture.ChosenSecret, *a.ClientSecret, "the secret stays")
		require.Equal(w, &types.UserPoolClientType{
			ClientId: &w.app.ID, ClientSecret: a.ClientSecret, CreationDate: a.CreationDate, LastModifiedDate: a.LastModifiedDate,
			UserPoolId: &w.pool.ID, ClientName: aws.String("web"), RefreshTokenValidity: 30, TokenValidityUnits: &types.TokenValidityUnitsType{},
			AllowedOAuthFlowsUserPoolClient: aws.Bool(false), EnableTokenRevocation: aws.Bool(true),
			EnablePropagateAdditionalUserContextData: aws.Bool(false), AuthSessionValidity: aws.Int32(3),
		}, a)
	}}},
	row{rules: "N137 R90", name: "an update of WriteAttributes holds", prior: func(w *world) {
		_, err := updatingApp(cip.UpdateUserPoolClientInput{WriteAttributes: []string{"name"}})(w)
		require.NoError(w, err)
	}, call: signingUp("jane", "email", "a@example.com"), want: unauthorized},

	// Validation.
	row{rules: "N136", name: "AuthSessionValidity 2", call: creatingApp(cip.CreateUserPoolClientInput{AuthSessionValidity: aws.Int32(2)}),
		want: violating(breaksShown("2", "authSessionValidity", "Member must have value greater than or equal to 3"))},
	row{rules: "N136", name: "AuthSessionValidity 16", call: creatingApp(cip.CreateUserPoolClientInput{AuthSessionValidity: aws.Int32(16)}),
		want: violating(breaksShown("16", "authSessionValidity", "Member must have value less than or equal to 15"))},
	row{rules: "N25", name: "old and new names of flows", call: creatingApp(cip.CreateUserPoolClientInput{ExplicitAuthFlows: []types.ExplicitAuthFlowsType{
		types.ExplicitAuthFlowsTypeAdminNoSrpAuth, types.ExplicitAuthFlowsTypeAllowRefreshTokenAuth,
	}}), want: want{code: "InvalidParameterException", anyText: true}},
	row{rules: "N25", name: "old and new names of flows, later", call: updatingApp(cip.UpdateUserPoolClientInput{ExplicitAuthFlows: []types.ExplicitAuthFlowsType{
		types.ExplicitAuthFlowsTypeAllowUserAuth, types.ExplicitAuthFlowsTypeCustomAuthFlowOnly,
	}}), want: want{code: "InvalidParameterException", anyText: true}},
	row{rules: "N25", name: "old names alone", call: creatingApp(cip.CreateUserPoolClientInput{ExplicitAuthFlows: []types.ExplicitAuthFlowsType{
		types.ExplicitAuthFlowsTypeAdminNoSrpAuth, types.ExplicitAuthFlowsTypeUserPasswordAuth, types.ExplicitAuthFlowsTypeCustomAuthFlowOnly,
	}})},
	row{rules: "R91", name: "an attribute to write that there is not", call: creatingApp(cip.CreateUserPoolClientInput{WriteAttributes: []string{"email", "custom:none"}}),
		want: invalid("Invalid write attributes specified while creating a client")},
	row{rules: "R91", name: "a verified flag to write", call: creatingApp(cip.CreateUserPoolClientInput{WriteAttributes: []string{"email_verified"}}),
		want: want{code: "InvalidParameterException", anyText: true}},
	row{rules: "R91", name: "an attribute to read that there is not", call: creatingApp(cip.CreateUserPoolClientInput{ReadAttributes: []string{"nothing"}}),
		want: want{code: "InvalidParameterException", anyText: true}},
	row{rules: "R91", name: "a required attribute left out later", pool: requiring(cip.CreateUserPoolInput{}, "email"), call: updatingApp(cip.UpdateUserPoolClientInput{WriteAttributes: []string{"name"}}),
		want: want{code: "InvalidParameterException", anyText: true}},
	row{rules: "N136", name: "a chosen secret that is too short", call: creatingApp(cip.CreateUserPoolClientInput{ClientSecret: aws.String(strings.Repeat("s", 23))}),
		want: violating(breaks("clientSecret", "Member must have length greater than or equal to 24"))},
	row{rules: "N136", name: "no client name", raw: func(w *world) string { return `CreateUserPoolClient {"UserPoolId":"` + w.pool.ID + `"}` },
		want: violating("Value null at 'clientName' failed to satisfy constraint: " + mustNotBeNull)},

	// Unknown clients, and those of other pools.
	row{rules: "N2", name: "a client for an unknown pool", call: func(w *world) (any, error) {
		return w.client.CreateUserPoolClient(w.ctx, &cip.CreateUserPoolClientInput{UserPoolId: aws.String("us-east-1_Unknown"), ClientName: aws.String("web")})
	}, want: noPool("us-east-1_Unknown")},
	row{rules: "N2", name: "unknown client", call: func(w *world) (any, error) {
		return w.client.DescribeUserPoolClient(w.ctx, &cip.DescribeUserPoolClientInput{UserPoolId: &w.pool.ID, ClientId: aws.String("unknown")})
	}, want: noClient("unknown")},
	row{rules: "N2", name: "pool and client unknown", call: func(w *world) (any, error) {
		return w.client.DescribeUserPoolClient(w.ctx, &cip.DescribeUserPoolClientInput{UserPoolId: aws.String("us-east-1_Unknown"), ClientId: aws.String("unknown")})
	}, want: noPool("us-east-1_Unknown")},
	row{rules: "N3", choice: true, name: "described in another pool", call: func(w *world) (any, error) {
		return w.client.DescribeUserPoolClient(w.ctx, &cip.DescribeUserPoolClientInput{UserPoolId: elsewhere(w), ClientId: &w.app.ID})
	}, want: noSuchApp},
	row{rules: "N3 N137", choice: true, name: "updated in another pool", call: func(w *world) (any, error) {
		return w.client.UpdateUserPoolClient(w.ctx, &cip.UpdateUserPoolClientInput{UserPoolId: elsewhere(w), ClientId: &w.app.ID})
	}, want: noSuchApp},
	row{rules: "N3", choice: true, name: "deleted in another pool", call: func(w *world) (any, error) {
		return w.client.DeleteUserPoolClient(w.ctx, &cip.DeleteUserPoolClientInput{UserPoolId: elsewhere(w), ClientId: &w.app.ID})
	}, want: noSuchApp},
	row{rules: "N137 N2", name: "deleted twice", prior: func(w *world) {
		_, err := w.client.DeleteUserPoolClient(w.ctx, &cip.DeleteUserPoolClientInput{UserPoolId: &w.pool.ID, ClientId: &w.app.ID})
		require.NoError(w, err)
	}, call: func(w *world) (any, error) {
		return w.client.DeleteUserPoolClient(w.ctx, &cip.DeleteUserPoolClientInput{UserPoolId: &w.pool.ID, ClientId: &w.app.ID})
	}, want: noSuchApp},

	// Lists.
	row{rules: "N136", name: "entries of ListUserPoolClients", app: full, call: func(w *world) (any, error) {
		return w.client.ListUserPoolClients(w.ctx, &cip.ListUserPoolClientsInput{UserPoolId: &w.pool.ID})
	}, want: want{check: func(w *world, out any) {
		require.Equal(w, []types.UserPoolClientDescription{{ClientId: &w.app.ID, UserPoolId: &w.pool.ID, ClientName: aws.String("web")}}, out.(*cip.ListUserPoolClientsOutput).UserPoolClients)
		require.Nil(w, out.(*cip.ListUserPoolClientsOutput).NextToken)
	}}},
)...)
