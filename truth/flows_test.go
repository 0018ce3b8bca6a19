package truth_test

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
)

// refusesFlow asserts the answer of InitiateAuth to a flow.
func refusesFlow(rules, name string, app cip.CreateUserPoolClientInput, flow types.AuthFlowType, w want) row {
	return row{
		rules: rules, name: name, app: app, prior: jane, want: w,
		call: func(w *world) (any, error) {
			return w.auth(flow, "USERNAME", "jane", "PASSWORD", fixture.GoodPassword)
		},
	}
}

// refusesAdminFlow asserts the answer of AdminInitiateAuth to a flow.
func refusesAdminFlow(rules, name string, app cip.CreateUserPoolClientInput, flow types.AuthFlowType, w want) row {
	return row{
		rules: rules, name: name, app: app, prior: jane, want: w,
		call: func(w *world) (any, error) {
			return w.adminAuth(flow, "USERNAME", "jane", "PASSWORD", fixture.GoodPassword)
		},
	}
}

func choice(r row) row {
	r.choice = true
	return r
}

func flows(names ...types.ExplicitAuthFlowsType) cip.CreateUserPoolClientInput {
	return cip.CreateUserPoolClientInput{ExplicitAuthFlows: names}
}

// notModelled is our own answer to what the service would do and the fake does not.
func notModelled(what string) want {
	return want{code: "NotModelledException", status: 501, prefix: true, message: "cognitofake does not model " + what + ";"}
}

// Rows of flows: N17 to N25, N57.
var _ = addRows(
	row{
		rules: "N17", name: "no such flow", app: passwordClient(),
		call: func(w *world) (any, error) { return w.auth("PASSWORD_AUTH", "USERNAME", "jane") },
		want: want{code: "InvalidParameterException", prefix: true,
			message: "1 validation error detected: Value 'PASSWORD_AUTH' at 'authFlow' failed to satisfy constraint: Member must satisfy enum value set: "},
	},
	refusesFlow("N18", "an admin flow in InitiateAuth", passwordClient(), types.AuthFlowTypeAdminUserPasswordAuth,
		want{code: "InvalidParameterException", message: "Initiate Auth method not supported."}),
	refusesFlow("N18", "the old admin flow in InitiateAuth", passwordClient(), types.AuthFlowTypeAdminNoSrpAuth,
		want{code: "InvalidParameterException", message: "Initiate Auth method not supported."}),
	refusesAdminFlow("N18", "a user's flow in AdminInitiateAuth", passwordClient(), types.AuthFlowTypeUserPasswordAuth,
		want{code: "InvalidParameterException", message: "Initiate Auth method not supported."}),
	refusesFlow("N19 N20", "a default client and USER_PASSWORD_AUTH", flows(), types.AuthFlowTypeUserPasswordAuth,
		want{code: "InvalidParameterException", message: "USER_PASSWORD_AUTH flow not enabled for this client"}),
	refusesFlow("N20", "another client and USER_PASSWORD_AUTH", flows(types.ExplicitAuthFlowsTypeAllowAdminUserPasswordAuth), types.AuthFlowTypeUserPasswordAuth,
		want{code: "InvalidParameterException", message: "USER_PASSWORD_AUTH flow not enabled for this client"}),
	refusesAdminFlow("N19 N21", "a default client and ADMIN_USER_PASSWORD_AUTH", flows(), types.AuthFlowTypeAdminUserPasswordAuth,
		want{code: "InvalidParameterException", message: textAuthFlow}),
	refusesAdminFlow("N21", "ADMIN_NO_SRP_AUTH", flows(types.ExplicitAuthFlowsTypeAllowUserPasswordAuth), types.AuthFlowTypeAdminNoSrpAuth,
		want{code: "InvalidParameterException", message: textAuthFlow}),
	refusesFlow("N22", "USER_SRP_AUTH", passwordClient(), types.AuthFlowTypeUserSrpAuth,
		want{code: "InvalidParameterException", message: "USER_SRP_AUTH is not enabled for the client."}),
	refusesAdminFlow("N22", "CUSTOM_AUTH", passwordClient(), types.AuthFlowTypeCustomAuth,
		want{code: "InvalidParameterException", message: "CUSTOM_AUTH is not enabled for the client."}),
	choice(refusesFlow("N19 N23", "a default client and USER_AUTH", flows(), types.AuthFlowTypeUserAuth,
		want{code: "InvalidParameterException", message: "USER_AUTH is not enabled for the client."})),
	choice(refusesFlow("N24", "REFRESH_TOKEN_AUTH", passwordClient(), types.AuthFlowTypeRefreshTokenAuth,
		want{code: "InvalidParameterException", message: textAuthFlow})),
	choice(refusesFlow("N19", "SRP by default", flows(), types.AuthFlowTypeUserSrpAuth,
		notModelled("InitiateAuth with AuthFlow USER_SRP_AUTH"))),
	choice(refusesAdminFlow("N19", "custom by default", flows(), types.AuthFlowTypeCustomAuth,
		notModelled("AdminInitiateAuth with AuthFlow CUSTOM_AUTH"))),
	choice(refusesFlow("N19", "refresh by default", flows(), types.AuthFlowTypeRefreshToken,
		notModelled("InitiateAuth with AuthFlow REFRESH_TOKEN"))),
	choice(refusesFlow("N25", "an old client refreshes too", flows(types.ExplicitAuthFlowsTypeAdminNoSrpAuth), types.AuthFlowTypeRefreshTokenAuth,
		notModelled("InitiateAuth with AuthFlow REFRESH_TOKEN_AUTH"))),
	refusesAdminFlow("N25", "an old client signs in", flows(types.ExplicitAuthFlowsTypeAdminNoSrpAuth), types.AuthFlowTypeAdminUserPasswordAuth, want{}),
	refusesAdminFlow("N18 N25", "by the old name", flows(types.ExplicitAuthFlowsTypeAdminNoSrpAuth), types.AuthFlowTypeAdminNoSrpAuth, want{}),
	row{
		rules: "N25", name: "old and new values do not mix",
		call: func(w *world) (any, error) {
			return w.client.CreateUserPoolClient(w.ctx, &cip.CreateUserPoolClientInput{
				UserPoolId: &w.pool.ID, ClientName: aws.String("x"), ExplicitAuthFlows: []types.ExplicitAuthFlowsType{
					types.ExplicitAuthFlowsTypeAdminNoSrpAuth, types.ExplicitAuthFlowsTypeAllowUserSrpAuth,
				}})
		},
		want: want{code: "InvalidParameterException", anyText: true},
	},
	row{
		rules: "N50 N57", name: "a password inside USER_AUTH", app: choiceClient(), prior: jane,
		call: func(w *world) (any, error) {
			return w.auth(types.AuthFlowTypeUserAuth, "USERNAME", "jane", "PREFERRED_CHALLENGE", "PASSWORD", "PASSWORD", fixture.GoodPassword)
		},
		want: want{check: func(w *world, out any) { require.NotNil(w, out.(*cip.InitiateAuthOutput).AuthenticationResult) }},
	},
	row{
		rules: "N50 N32", name: "a wrong password inside USER_AUTH", app: choiceClient(), prior: jane,
		call: func(w *world) (any, error) {
			return w.auth(types.AuthFlowTypeUserAuth, "USERNAME", "jane", "PREFERRED_CHALLENGE", "PASSWORD", "PASSWORD", "wrong")
		},
		want: want{code: "NotAuthorizedException", message: textCredentials},
	},
	row{
		rules: "N57", choice: true, name: "USER_AUTH in the tier LITE", app: choiceClient(), prior: jane,
		pool: cip.CreateUserPoolInput{UserPoolTier: types.UserPoolTierTypeLite},
		call: func(w *world) (any, error) { return w.auth(types.AuthFlowTypeUserAuth, "USERNAME", "jane") },
		want: want{code: "InvalidParameterException", message: "USER_AUTH is not enabled for the client."},
	},
	choice(refusesFlow("N57", "USER_AUTH without a challenge that is modelled", choiceClient(), types.AuthFlowTypeUserAuth,
		notModelled("InitiateAuth with AuthFlow USER_AUTH and a challenge"))),
)
