package rows

import (
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// eitherApp are two rows: settings given to CreateUserPoolClient, with a secret
// or without, and to UpdateUserPoolClient of such a client.
func eitherApp(rules, name string, secret bool, in cip.UpdateUserPoolClientInput, want Want) []Row {
	made := cip.CreateUserPoolClientInput{GenerateSecret: secret}
	create := made
	create.AllowedOAuthFlows, create.AllowedOAuthFlowsUserPoolClient, create.AllowedOAuthScopes = in.AllowedOAuthFlows, in.AllowedOAuthFlowsUserPoolClient, in.AllowedOAuthScopes
	create.CallbackURLs, create.LogoutURLs, create.DefaultRedirectURI = in.CallbackURLs, in.LogoutURLs, in.DefaultRedirectURI
	create.SupportedIdentityProviders, create.ExplicitAuthFlows = in.SupportedIdentityProviders, in.ExplicitAuthFlows
	create.EnablePropagateAdditionalUserContextData, create.RefreshTokenValidity = in.EnablePropagateAdditionalUserContextData, in.RefreshTokenValidity
	create.AccessTokenValidity, create.IdTokenValidity, create.TokenValidityUnits = in.AccessTokenValidity, in.IdTokenValidity, in.TokenValidityUnits
	return []Row{
		{Rules: rules, Name: name, Call: creatingApp(create), Want: want},
		{Rules: rules, Name: name + ", later", App: made, Call: UpdatingApp(in), Want: want},
	}
}

// appSettingRows are rows of an app client's settings: docs/behaviour.md P43, P67, P124 to P130.
func appSettingRows() []Row {
	type in = cip.UpdateUserPoolClientInput
	const code, implicit, credentials = types.OAuthFlowTypeCode, types.OAuthFlowTypeImplicit, types.OAuthFlowTypeClientCredentials
	flow := func(names ...types.OAuthFlowType) []types.OAuthFlowType { return names }
	refused := func(message string) Want { return Want{Code: "InvalidOAuthFlowException", Message: message} }
	noCallback := refused("CallbackUrls can not be empty when code flow or implicit flow is selected")
	unnamed := invalid("AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows.")
	here, openid := []string{"https://example.com/cb"}, []string{"openid"}
	longer := invalid("Access and Id Token expiration times must be less than or equal to refresh token expiration times.")
	list := slices.Concat(
		eitherApp("P124", "code flow without a callback", false, in{AllowedOAuthFlows: flow(code), AllowedOAuthScopes: openid, AllowedOAuthFlowsUserPoolClient: true}, noCallback),
		eitherApp("P124", "implicit flow without a callback", false, in{AllowedOAuthFlows: flow(implicit), AllowedOAuthScopes: openid}, noCallback),
		eitherApp("P124", "code flow with a callback", false, in{AllowedOAuthFlows: flow(code, implicit), AllowedOAuthScopes: openid, CallbackURLs: here, AllowedOAuthFlowsUserPoolClient: true}, Want{}),
		eitherApp("P124", "client_credentials beside code", true, in{AllowedOAuthFlows: flow(credentials, code), CallbackURLs: here},
			refused("client_credentials flow can not be selected along with code flow or implicit flow.")),
		eitherApp("P124", "client_credentials without a secret", false, in{AllowedOAuthFlows: flow(credentials)},
			refused("client_credentials flow can not be selected if client does not have a client secret.")),
		eitherApp("P124", "client_credentials and openid", true, in{AllowedOAuthFlows: flow(credentials), AllowedOAuthScopes: openid}, refused("openid is not supported with client_credentials flow")),
		eitherApp("P124", "client_credentials with a secret", true, in{AllowedOAuthFlows: flow(credentials)}, Want{}),
		eitherApp("P125", "OAuth without flows", false, in{AllowedOAuthFlowsUserPoolClient: true, AllowedOAuthScopes: openid}, unnamed),
		eitherApp("P125", "OAuth without scopes", false, in{AllowedOAuthFlowsUserPoolClient: true, AllowedOAuthFlows: flow(code), CallbackURLs: here}, unnamed),
		eitherApp("P126", "a callback with a fragment", false, in{CallbackURLs: []string{"https://example.com/cb#frag"}}, invalid("https://example.com/cb#frag cannot use fragment")),
		eitherApp("P126", "a callback without TLS", false, in{CallbackURLs: []string{here[0], "http://example.com/cb"}}, invalid("http://example.com/cb cannot use the HTTP protocol.")),
		eitherApp("P126", "a logout without TLS", false, in{LogoutURLs: []string{"http://localhost.example.com/"}}, invalid("http://localhost.example.com/ cannot use the HTTP protocol.")),
		eitherApp("P126", "what needs no TLS", false, in{CallbackURLs: []string{"http://localhost:3000/cb", "http://127.0.0.1/cb", "http://[::1]:8080", "myapp://signin"}}, Want{}),
		eitherApp("P126", "a default redirect elsewhere", false, in{CallbackURLs: here, DefaultRedirectURI: aws.String("https://example.com/")},
			invalid("The default redirect URI https://example.com/ is not in the callback URIs list.")),
		eitherApp("P43", "a scope of nobody", false, in{AllowedOAuthScopes: []string{"openid", "Cognito"}}, Want{Code: "ScopeDoesNotExistException", Message: "Invalid scope requested: Cognito"}),
		eitherApp("P43", "a scope of no resource server", true, in{AllowedOAuthFlows: flow(credentials), AllowedOAuthScopes: []string{"api/read"}}, Want{Code: "ScopeDoesNotExistException", Message: "Invalid scope requested: api/read"}),
		eitherApp("P127", "standard scopes", false, in{AllowedOAuthScopes: []string{"phone", "email", "openid", "profile", "aws.cognito.signin.user.admin"}}, Want{}),
		eitherApp("P67", "a provider that there is not", false, in{SupportedIdentityProviders: []string{"COGNITO", "Salesforce"}},
			Want{Code: "InvalidParameterException", Words: func(w *World) string { return "The provider Salesforce does not exist for User Pool " + w.PoolID + "." }}),
		eitherApp("P67", "COGNITO", false, in{SupportedIdentityProviders: []string{"COGNITO"}}, Want{}),
		eitherApp("P128", "access tokens that outlive the refresh token", false, in{AccessTokenValidity: aws.Int32(2), RefreshTokenValidity: 1, TokenValidityUnits: &types.TokenValidityUnitsType{RefreshToken: types.TimeUnitsTypeHours}}, longer),
		eitherApp("P128", "ID tokens that outlive the refresh token", false, in{IdTokenValidity: aws.Int32(61), RefreshTokenValidity: 60, TokenValidityUnits: &types.TokenValidityUnitsType{IdToken: types.TimeUnitsTypeMinutes, RefreshToken: types.TimeUnitsTypeMinutes}}, longer),
		eitherApp("P128", "all tokens live as long", false, in{AccessTokenValidity: aws.Int32(1), IdTokenValidity: aws.Int32(1), RefreshTokenValidity: 1, TokenValidityUnits: &types.TokenValidityUnitsType{RefreshToken: types.TimeUnitsTypeHours}}, Want{}),
		eitherApp("P130 N25", "ALLOW_ and legacy flows", false, in{ExplicitAuthFlows: []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowUserAuth, types.ExplicitAuthFlowsTypeAdminNoSrpAuth}},
			invalid("Auth flow name with prefix 'ALLOW' cannot be used with legacy auth flow names.")),
		eitherApp("P130", "context data without a secret", false, in{EnablePropagateAdditionalUserContextData: aws.Bool(true)}, invalid("Client Secret is required to set EnablePropagateAdditionalUserContextData as true")),
		eitherApp("P130", "context data with a secret", true, in{EnablePropagateAdditionalUserContextData: aws.Bool(true)}, Want{}),
		[]Row{
			{Rules: "P129", Name: "attributes to read, later", Call: UpdatingApp(in{ReadAttributes: []string{"custom:none"}}), Want: invalid("Invalid read attributes specified while updating a client")},
			{Rules: "P129", Name: "attributes to write, later", Call: UpdatingApp(in{WriteAttributes: []string{"sub"}}), Want: invalid("Invalid write attributes specified while updating a client")},
			{Rules: "P124 N137", Name: "callbacks fall back, and the flows are given again", App: Full, Call: UpdatingApp(in{AllowedOAuthFlows: flow(code), AllowedOAuthScopes: openid}), Want: noCallback},
			{Rules: "P126 N137", Name: "callbacks fall back, and the default redirect is given again", App: Full, Call: UpdatingApp(in{DefaultRedirectURI: &here[0]}),
				Want: invalid("The default redirect URI https://example.com/cb is not in the callback URIs list.")},
		},
	)
	for _, scope := range []string{"phone", "email", "profile", "aws.cognito.signin.user.admin"} {
		row := Row{Rules: "P124", Choice: true, Name: "client_credentials and " + scope, Call: creatingApp(cip.CreateUserPoolClientInput{
			GenerateSecret: true, AllowedOAuthFlows: flow(credentials), AllowedOAuthScopes: []string{scope},
		}), Want: refused(scope + " is not supported with client_credentials flow")}
		list = append(list, row)
	}
	return append(list, customOnlyRows()...)
}

// customOnlyRows are rows of a client of CUSTOM_AUTH_FLOW_ONLY: docs/behaviour.md C39.
func customOnlyRows() []Row {
	only := flows(types.ExplicitAuthFlowsTypeCustomAuthFlowOnly)
	refused := invalid("Only custom auth (lambda driven) is enabled for this client.")
	list := []Row{
		refusesFlow("C39 C36", "custom authentication itself", only, types.AuthFlowTypeCustomAuth, invalid(TextNoCustom)),
		Choice(refusesFlow("C39", "refresh tokens", only, types.AuthFlowTypeRefreshTokenAuth, invalid("Missing required parameter REFRESH_TOKEN"))),
	}
	for _, f := range []types.AuthFlowType{types.AuthFlowTypeUserSrpAuth, types.AuthFlowTypeUserPasswordAuth, types.AuthFlowTypeUserAuth} {
		list = append(list, refusesFlow("C39", "custom authentication only, and "+string(f), only, f, refused))
	}
	for _, f := range []types.AuthFlowType{types.AuthFlowTypeUserSrpAuth, types.AuthFlowTypeAdminUserPasswordAuth} {
		list = append(list, refusesAdminFlow("C39", "custom authentication only, an administrator, and "+string(f), only, f, refused))
	}
	return list
}

// domainRows are rows of the names of domains: docs/behaviour.md P70 to P76.
func domainRows() []Row {
	making := func(domain string, change func(*cip.CreateUserPoolDomainInput)) func(*World) (any, error) {
		return func(w *World) (any, error) {
			in := &cip.CreateUserPoolDomainInput{UserPoolId: &w.PoolID, Domain: &domain}
			if domain == "" {
				in.Domain = aws.String(w.Domain())
			}
			if change != nil {
				change(in)
			}
			return w.Client.CreateUserPoolDomain(w.Ctx, in)
		}
	}
	custom := func(in *cip.CreateUserPoolDomainInput) {
		in.CustomDomainConfig = &types.CustomDomainConfigType{CertificateArn: aws.String("arn:aws:acm:us-east-1:123456789012:certificate/c")}
	}
	version := func(n int32) func(*cip.CreateUserPoolDomainInput) {
		return func(in *cip.CreateUserPoolDomainInput) { in.ManagedLoginVersion = &n }
	}
	form := invalid("The domain name contains an invalid character. Domain names can only contain lower-case letters, numbers, and hyphens. " +
		`Please enter a different name that follows this format: ^[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?$`)
	lite := cip.CreateUserPoolInput{UserPoolTier: types.UserPoolTierTypeLite}
	list := []Row{
		{Rules: "P71", Name: "64 characters", Call: making(strings.Repeat("d", 64), nil), Want: violating(breaksShown(strings.Repeat("d", 64), "domain", "Member must have length less than or equal to 63"))},
		{Rules: "P71", Choice: true, Name: "dots in a custom domain", Call: making("login.example.org", custom)},
		{Rules: "P71", Name: "a bad character in a custom domain", Call: making("Login.example.org", custom), Want: form},
		{Rules: "P71", Name: "a bad character to DescribeUserPoolDomain", Call: func(w *World) (any, error) {
			return w.Client.DescribeUserPoolDomain(w.Ctx, &cip.DescribeUserPoolDomainInput{Domain: aws.String("A_b")})
		}, Want: form},
		{Rules: "P70", Name: "a second prefix domain", Prior: WithDomain, Call: making("another-one", nil), Want: invalid("User pool already has a domain configured.")},
		{Rules: "P70", Name: "the domain of a pool", Prior: WithDomain, Call: making("", nil), Want: invalid("Domain already associated with another user pool.")},
		{Rules: "P74", Name: "no such domain", Call: func(w *World) (any, error) {
			return w.Client.DeleteUserPoolDomain(w.Ctx, &cip.DeleteUserPoolDomainInput{UserPoolId: &w.PoolID, Domain: aws.String("nobodys")})
		}, Want: invalid("No such domain or user pool exists.")},
		{Rules: "P76", Name: "managed login in LITE", Pool: lite, Call: making("", version(2)),
			Want: Want{Code: "FeatureUnavailableInTierException", Message: "The following feature is not available for the LITE pricing tier configured: Managed Login Version 2"}},
		{Rules: "P76", Name: "the older pages in LITE", Pool: lite, Call: making("", version(1))},
		{Rules: "P76", Name: "managed login", Call: making("", version(2))},
		{Rules: "P76", Name: "a version that there is not", Call: making("", version(3)), Want: Want{Code: "InvalidParameterException", AnyText: true}},
	}
	for _, name := range []string{"login.example.org", "Shop", "shop_1", "-shop", "shop-", "sh op", "café"} {
		list = append(list, Row{Rules: "P71", Name: name, Call: making(name, nil), Want: form})
	}
	for name, word := range map[string]string{"my-cognito-app": "cognito", "aws-shop": "aws", "shop-amazon": "amazon"} {
		list = append(list, Row{Rules: "P72", Name: name, Call: making(name, nil), Want: invalid("Domain cannot contain reserved word: " + word)})
	}
	return append(list, Row{Rules: "P72", Name: "awsome", Call: making("awsome-cognitos", nil)})
}
