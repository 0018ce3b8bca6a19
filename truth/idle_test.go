package truth_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
	"github.com/cognitofake/cognitofake/internal/rows"
)

const notRun = "not run, for cognitofake does not run these triggers yet: "

// lastHint is the hint of the newest call.
func lastHint(fake *cognitofake.Fake) string {
	calls := fake.Calls()
	return calls[len(calls)-1].Hint
}

// Functions that a pool names for triggers which are not run yet are named in
// the record of each call that would have run them.
func TestSkippedFunctionsAreTold(t *testing.T) {
	function := func(name string) *string { return aws.String("arn:aws:lambda:us-east-1:123456789012:function:" + name) }
	all := cip.CreateUserPoolInput{LambdaConfig: &types.LambdaConfigType{
		PreTokenGeneration: function("token"),
	}}
	flows := rows.PasswordClient()
	flows.ExplicitAuthFlows = append(flows.ExplicitAuthFlows, types.ExplicitAuthFlowsTypeAllowRefreshTokenAuth,
		types.ExplicitAuthFlowsTypeAllowUserSrpAuth)
	signIn := func(name, password string) func(*world) {
		return func(w *world) { w.SignIn(name, password) }
	}
	for name, c := range map[string]struct {
		pool cip.CreateUserPoolInput
		app  cip.CreateUserPoolClientInput
		do   func(w *world)
		want string
	}{
		"a sign-in":               {all, flows, signIn("jane", fixture.GoodPassword), notRun + "PreTokenGeneration (token)"},
		"one by an administrator": {all, flows, func(w *world) { w.AdminSignIn("jane", fixture.GoodPassword) }, notRun + "PreTokenGeneration (token)"},
		"tokens of version 2": {cip.CreateUserPoolInput{LambdaConfig: &types.LambdaConfigType{
			PreTokenGenerationConfig: &types.PreTokenGenerationVersionConfigType{LambdaArn: function("v2"), LambdaVersion: types.PreTokenGenerationLambdaVersionTypeV20},
		}}, flows, signIn("jane", fixture.GoodPassword), notRun + "PreTokenGeneration (v2)"},
		"a refresh": {all, flows, func(w *world) {
			w.Auth(types.AuthFlowTypeRefreshTokenAuth, "REFRESH_TOKEN", w.app.SignIn("jane").RefreshToken)
		}, notRun + "PreTokenGeneration (token)"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, rows.Row{Pool: c.pool, App: c.app}, ways[0])
			rows.Jane(w.World)
			c.do(w)
			require.Equal(t, c.want, lastHint(w.fake))
			if c.want != "" {
				require.Contains(t, w.fake.Transcript(), "hint: ")
			}
		})
	}
}

// Whoever waits for an invitation that is not sent is told why.
func TestUninvitedUsersAreTold(t *testing.T) {
	const none = "nothing was sent: DesiredDeliveryMediums is SMS unless given, and the user has no phone_number (docs/behaviour.md#N119)"
	w := newWorld(t, rows.Row{}, ways[0])
	invite := func(in cip.AdminCreateUserInput) string {
		_, err := w.Invite(&in)
		require.NoError(t, err)
		return lastHint(w.fake)
	}
	require.Equal(t, none, invite(cip.AdminCreateUserInput{UserAttributes: fixture.Attrs("email", "jane@example.com")}))
	require.Equal(t, none, invite(cip.AdminCreateUserInput{MessageAction: types.MessageActionTypeResend}))
	require.Contains(t, w.fake.Transcript(), "sent: nothing; DesiredDeliveryMediums is SMS unless given")
	require.Empty(t, invite(cip.AdminCreateUserInput{
		MessageAction: types.MessageActionTypeResend, DesiredDeliveryMediums: []types.DeliveryMediumType{types.DeliveryMediumTypeEmail},
	}))
	w.pool.DeleteUser("jane")
	require.Equal(t, "nothing was sent: MessageAction is SUPPRESS (docs/behaviour.md#N118)", invite(cip.AdminCreateUserInput{MessageAction: types.MessageActionTypeSuppress}))
	w.pool.DeleteUser("jane")
	require.Empty(t, invite(cip.AdminCreateUserInput{UserAttributes: fixture.Attrs("phone_number", "+15555550100")}))
}
