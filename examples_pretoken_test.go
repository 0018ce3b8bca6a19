package cognitofake_test

import (
	"context"
	"fmt"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognitofake/cognitofake"
)

// A PreTokenGeneration function of version V2_0 puts the tenant of a user and a
// scope into the access token. It copies the groups, which an event of
// aws-lambda-go would take away otherwise (C99).
func ExamplePool_On_claims() {
	ctx := context.Background()
	fake := cognitofake.New()
	pool := fake.AddPool(cognitoidentityprovider.CreateUserPoolInput{
		Schema: []types.SchemaAttributeType{{Name: aws.String("tenant"), AttributeDataType: types.AttributeDataTypeString}},
	})
	app := pool.AddAppClient(cognitoidentityprovider.CreateUserPoolClientInput{
		ExplicitAuthFlows: []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowUserPasswordAuth},
	})
	pool.AddUser(cognitofake.NewUser{
		Username: "jane", Password: "pa$$W0rd", Attributes: map[string]string{"custom:tenant": "acme"},
	})
	pool.On(cognitofake.PreTokenGenerationV2, func(e events.CognitoEventUserPoolsPreTokenGenV2_0) (events.CognitoEventUserPoolsPreTokenGenV2_0, error) {
		details := &e.Response.ClaimsAndScopeOverrideDetails
		details.GroupOverrideDetails = e.Request.GroupConfiguration
		details.AccessTokenGeneration.ClaimsToAddOrOverride = map[string]any{
			"tenant": e.Request.UserAttributes["custom:tenant"], "beta": true,
		}
		details.AccessTokenGeneration.ScopesToAdd = []string{"orders/read"}
		return e, nil
	})

	out, err := fake.InitiateAuth(ctx, &cognitoidentityprovider.InitiateAuthInput{
		ClientId: &app.ID, AuthFlow: types.AuthFlowTypeUserPasswordAuth,
		AuthParameters: map[string]string{"USERNAME": "jane", "PASSWORD": "pa$$W0rd"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	claims := cognitofake.Claims(*out.AuthenticationResult.AccessToken)
	fmt.Println(claims["tenant"], claims["beta"])
	fmt.Println(claims["scope"])
	// Output:
	// acme true
	// aws.cognito.signin.user.admin orders/read
}

// A function of version V1_0 changes the ID token, in strings alone. It runs
// again at each refresh, so that its claims follow what it knows (C107).
func ExamplePool_On_idToken() {
	ctx := context.Background()
	fake := cognitofake.New()
	pool := fake.AddPool(cognitoidentityprovider.CreateUserPoolInput{})
	app := pool.AddAppClient(cognitoidentityprovider.CreateUserPoolClientInput{
		ExplicitAuthFlows: []types.ExplicitAuthFlowsType{
			types.ExplicitAuthFlowsTypeAllowUserPasswordAuth, types.ExplicitAuthFlowsTypeAllowRefreshTokenAuth,
		},
	})
	pool.AddUser(cognitofake.NewUser{Username: "jane", Password: "pa$$W0rd"})
	plan := "free"
	pool.On(cognitofake.PreTokenGeneration, func(e events.CognitoEventUserPoolsPreTokenGen) (events.CognitoEventUserPoolsPreTokenGen, error) {
		e.Response.ClaimsOverrideDetails.GroupOverrideDetails = e.Request.GroupConfiguration
		e.Response.ClaimsOverrideDetails.ClaimsToAddOrOverride = map[string]string{"plan": plan}
		return e, nil
	})
	auth := func(flow types.AuthFlowType, parameters map[string]string) *types.AuthenticationResultType {
		out, err := fake.InitiateAuth(ctx, &cognitoidentityprovider.InitiateAuthInput{ClientId: &app.ID, AuthFlow: flow, AuthParameters: parameters})
		if err != nil {
			fmt.Println(err)
			return &types.AuthenticationResultType{}
		}
		fmt.Println(cognitofake.Claims(*out.AuthenticationResult.IdToken)["plan"])
		return out.AuthenticationResult
	}

	tokens := auth(types.AuthFlowTypeUserPasswordAuth, map[string]string{"USERNAME": "jane", "PASSWORD": "pa$$W0rd"})
	plan = "pro"
	auth(types.AuthFlowTypeRefreshTokenAuth, map[string]string{"REFRESH_TOKEN": *tokens.RefreshToken})
	// Output:
	// free
	// pro
}
