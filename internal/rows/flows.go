package rows

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
)

// TextNoCustom is what a pool without the functions of custom authentication says.
const TextNoCustom = "Custom auth lambda trigger is not configured for the user pool."

// refusesFlow asserts the answer of InitiateAuth to a flow.
func refusesFlow(rules, name string, app cip.CreateUserPoolClientInput, flow types.AuthFlowType, w Want) Row {
	return Row{
		Rules: rules, Name: name, App: app, Prior: Jane, Want: w,
		Call: func(w *World) (any, error) {
			return w.Auth(flow, "USERNAME", "jane", "PASSWORD", fixture.GoodPassword)
		},
	}
}

// refusesAdminFlow asserts the answer of AdminInitiateAuth to a flow.
func refusesAdminFlow(rules, name string, app cip.CreateUserPoolClientInput, flow types.AuthFlowType, w Want) Row {
	return Row{
		Rules: rules, Name: name, App: app, Prior: Jane, Want: w,
		Call: func(w *World) (any, error) {
			return w.adminAuth(flow, "USERNAME", "jane", "PASSWORD", fixture.GoodPassword)
		},
	}
}

// Choice marks a row whose answer is the fake's own.
func Choice(r Row) Row {
	r.Choice = true
	return r
}

func flows(names ...types.ExplicitAuthFlowsType) cip.CreateUserPoolClientInput {
	return cip.CreateUserPoolClientInput{ExplicitAuthFlows: names}
}

// NotModelled is our own answer to what the service would do and the fake does not.
func NotModelled(what string) Want {
	return Want{Code: "NotModelledException", Status: 501, Prefix: true, Message: "cognitofake does not model " + what + ";"}
}

// flowRows are rows of flows: N17 to N25, N57.
func flowRows() []Row {
	return []Row{
		{
			Rules: "N17", Name: "no such flow", App: PasswordClient(),
			Call: func(w *World) (any, error) { return w.Auth("PASSWORD_AUTH", "USERNAME", "jane") },
			Want: Want{Code: "InvalidParameterException", Prefix: true,
				Message: "1 validation error detected: Value 'PASSWORD_AUTH' at 'authFlow' failed to satisfy constraint: Member must satisfy enum value set: "},
		},
		refusesFlow("N18", "an admin flow in InitiateAuth", PasswordClient(), types.AuthFlowTypeAdminUserPasswordAuth,
			Want{Code: "InvalidParameterException", Message: "Initiate Auth method not supported."}),
		refusesFlow("N18", "the old admin flow in InitiateAuth", PasswordClient(), types.AuthFlowTypeAdminNoSrpAuth,
			Want{Code: "InvalidParameterException", Message: "Initiate Auth method not supported."}),
		refusesAdminFlow("N18", "a user's flow in AdminInitiateAuth", PasswordClient(), types.AuthFlowTypeUserPasswordAuth,
			Want{Code: "InvalidParameterException", Message: "Initiate Auth method not supported."}),
		refusesFlow("N19 N20", "a default client and USER_PASSWORD_AUTH", flows(), types.AuthFlowTypeUserPasswordAuth,
			Want{Code: "InvalidParameterException", Message: "USER_PASSWORD_AUTH flow not enabled for this client"}),
		refusesFlow("N20", "another client and USER_PASSWORD_AUTH", flows(types.ExplicitAuthFlowsTypeAllowAdminUserPasswordAuth), types.AuthFlowTypeUserPasswordAuth,
			Want{Code: "InvalidParameterException", Message: "USER_PASSWORD_AUTH flow not enabled for this client"}),
		refusesAdminFlow("N19 N21", "a default client and ADMIN_USER_PASSWORD_AUTH", flows(), types.AuthFlowTypeAdminUserPasswordAuth,
			Want{Code: "InvalidParameterException", Message: textAuthFlow}),
		refusesAdminFlow("N21", "ADMIN_NO_SRP_AUTH", flows(types.ExplicitAuthFlowsTypeAllowUserPasswordAuth), types.AuthFlowTypeAdminNoSrpAuth,
			Want{Code: "InvalidParameterException", Message: textAuthFlow}),
		refusesFlow("N22", "USER_SRP_AUTH", PasswordClient(), types.AuthFlowTypeUserSrpAuth,
			Want{Code: "InvalidParameterException", Message: "USER_SRP_AUTH is not enabled for the client."}),
		refusesAdminFlow("N22", "CUSTOM_AUTH", PasswordClient(), types.AuthFlowTypeCustomAuth,
			Want{Code: "InvalidParameterException", Message: "CUSTOM_AUTH is not enabled for the client."}),
		Choice(refusesFlow("N19 N23", "a default client and USER_AUTH", flows(), types.AuthFlowTypeUserAuth,
			Want{Code: "InvalidParameterException", Message: "USER_AUTH is not enabled for the client."})),
		Choice(refusesFlow("N24", "REFRESH_TOKEN_AUTH", PasswordClient(), types.AuthFlowTypeRefreshTokenAuth,
			Want{Code: "InvalidParameterException", Message: textAuthFlow})),
		Choice(refusesFlow("N19 N26", "SRP by default", flows(), types.AuthFlowTypeUserSrpAuth,
			Want{Code: "InvalidParameterException", Message: "Missing required parameter SRP_A"})),
		refusesAdminFlow("N19 C36", "custom by default", flows(), types.AuthFlowTypeCustomAuth, invalid(TextNoCustom)),
		refusesFlow("N19 N26", "refresh by default", flows(), types.AuthFlowTypeRefreshToken, missingRefreshToken),
		refusesFlow("N25 N26", "an old client refreshes too", flows(types.ExplicitAuthFlowsTypeAdminNoSrpAuth), types.AuthFlowTypeRefreshTokenAuth,
			missingRefreshToken),
		refusesAdminFlow("N25", "an old client signs in", flows(types.ExplicitAuthFlowsTypeAdminNoSrpAuth), types.AuthFlowTypeAdminUserPasswordAuth, Want{}),
		refusesAdminFlow("N18 N25", "by the old name", flows(types.ExplicitAuthFlowsTypeAdminNoSrpAuth), types.AuthFlowTypeAdminNoSrpAuth, Want{}),
		{
			Rules: "N25 P130", Name: "old and new values do not mix",
			Call: func(w *World) (any, error) {
				return w.Client.CreateUserPoolClient(w.Ctx, &cip.CreateUserPoolClientInput{
					UserPoolId: &w.PoolID, ClientName: aws.String("x"), ExplicitAuthFlows: []types.ExplicitAuthFlowsType{
						types.ExplicitAuthFlowsTypeAdminNoSrpAuth, types.ExplicitAuthFlowsTypeAllowUserSrpAuth,
					}})
			},
			Want: invalid("Auth flow name with prefix 'ALLOW' cannot be used with legacy auth flow names."),
		},
		{
			Rules: "N50 N57", Name: "a password inside USER_AUTH", App: ChoiceClient(), Prior: Jane,
			Call: func(w *World) (any, error) {
				return w.Auth(types.AuthFlowTypeUserAuth, "USERNAME", "jane", "PREFERRED_CHALLENGE", "PASSWORD", "PASSWORD", fixture.GoodPassword)
			},
			Want: Want{Check: func(w *World, out any) { require.NotNil(w, out.(*cip.InitiateAuthOutput).AuthenticationResult) }},
		},
		{
			Rules: "N50 N32", Name: "a wrong password inside USER_AUTH", App: ChoiceClient(), Prior: Jane,
			Call: func(w *World) (any, error) {
				return w.Auth(types.AuthFlowTypeUserAuth, "USERNAME", "jane", "PREFERRED_CHALLENGE", "PASSWORD", "PASSWORD", "wrong")
			},
			Want: Want{Code: "NotAuthorizedException", Message: TextCredentials},
		},
		{
			Rules: "N57", Choice: true, Name: "USER_AUTH in the tier LITE", App: ChoiceClient(), Prior: Jane,
			Pool: cip.CreateUserPoolInput{UserPoolTier: types.UserPoolTierTypeLite},
			Call: func(w *World) (any, error) { return w.Auth(types.AuthFlowTypeUserAuth, "USERNAME", "jane") },
			Want: Want{Code: "InvalidParameterException", Message: "USER_AUTH is not enabled for the client."},
		},
	}
}
