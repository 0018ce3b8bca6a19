package truth_test

import (
	"testing"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
	"github.com/cognitofake/cognitofake/internal/rows"
)

// What UpdateUserPool and UpdateUserPoolClient leave out they reset (N137). The
// call says so, and so does whatever misses the setting afterwards.
func TestResetSettingsAreExplained(t *testing.T) {
	const rule = " (docs/behaviour.md#N137)"
	pool := fixture.EmailPool()
	pool.Policies = &types.UserPoolPolicyType{PasswordPolicy: &types.PasswordPolicyType{MinimumLength: aws.Int32(6)}}
	pool.LambdaConfig = &types.LambdaConfigType{PreSignUp: aws.String("arn:aws:lambda:us-east-1:123456789012:function:check")}
	app := rows.HidingPasswordClient()
	w := lone(t, pool, app)
	w.fake.Lambda("check", func(e events.CognitoEventUserPoolsPreSignup) (events.CognitoEventUserPoolsPreSignup, error) {
		return e, nil
	})
	update := func(in cip.UpdateUserPoolInput) string {
		in.UserPoolId = &w.PoolID
		_, err := w.Client.UpdateUserPool(w.Ctx, &in)
		require.NoError(t, err)
		return w.hint()
	}
	updateClient := func(in cip.UpdateUserPoolClientInput) string {
		in.UserPoolId, in.ClientId = &w.PoolID, &w.ClientID
		_, err := w.Client.UpdateUserPoolClient(w.Ctx, &in)
		require.NoError(t, err)
		return w.hint()
	}
	left := func(call, setting string) string { return call + " left out " + setting + ", which reset it" + rule }

	w.pool.AddUser(userOfReset("joe"))
	require.Empty(t, update(cip.UpdateUserPoolInput{AutoVerifiedAttributes: pool.AutoVerifiedAttributes, Policies: pool.Policies, LambdaConfig: pool.LambdaConfig}))
	require.Equal(t, "left out, and so reset to the default: AutoVerifiedAttributes, LambdaConfig, Policies"+rule, update(cip.UpdateUserPoolInput{}))
	require.Empty(t, update(cip.UpdateUserPoolInput{}), "there is nothing left to reset")

	noFunctions := "functions do not run any more: " + left("UpdateUserPool (call 2)", "LambdaConfig")
	_, err := w.SignUp("jane", "email", "jane@example.com")
	require.NoError(t, err)
	require.Equal(t, "nothing was sent: the pool verifies no attribute: AutoVerifiedAttributes is empty (docs/behaviour.md#L9); "+
		left("UpdateUserPool (call 2)", "AutoVerifiedAttributes")+"; "+noFunctions, w.hint())
	require.Empty(t, w.pool.Code("jane"))
	require.Contains(t, unbroken(w.fake.Transcript()), `Code("jane") is empty: no code was sent: the pool has no AutoVerifiedAttributes (docs/behaviour.md#L9); `+
		left("UpdateUserPool (call 2)", "AutoVerifiedAttributes"))
	_, err = w.Resend("jane")
	require.Equal(t, "the pool has no AutoVerifiedAttributes (docs/behaviour.md#L73); "+left("UpdateUserPool (call 2)", "AutoVerifiedAttributes"), hintOf(t, w.fake, err))
	_, err = w.Client.SignUp(w.Ctx, &cip.SignUpInput{ClientId: &w.ClientID, Username: aws.String("jim"), Password: aws.String("Abcd3!")})
	require.Equal(t, left("UpdateUserPool (call 2)", "Policies"), hintOf(t, w.fake, err))
	_, err = w.Updates(aws.String(w.app.SignIn("joe").AccessToken), "email", "new@example.com")
	require.NoError(t, err)
	require.Equal(t, "nothing was sent: AutoVerifiedAttributes has not email (docs/behaviour.md#N121); "+left("UpdateUserPool (call 2)", "AutoVerifiedAttributes"), w.hint())

	require.Equal(t, "left out, and so reset to the default: ExplicitAuthFlows, PreventUserExistenceErrors"+rule, updateClient(cip.UpdateUserPoolClientInput{}))
	_, err = w.SignIn("joe", fixture.GoodPassword)
	require.Contains(t, hintOf(t, w.fake, err), "; "+left("UpdateUserPoolClient (call 8)", "ExplicitAuthFlows"))
	_, err = w.Forgot("nobody")
	require.Equal(t, "the pool has no such user; "+left("UpdateUserPoolClient (call 8)", "PreventUserExistenceErrors"), hintOf(t, w.fake, err))

	require.Empty(t, updateClient(cip.UpdateUserPoolClientInput{ExplicitAuthFlows: app.ExplicitAuthFlows, PreventUserExistenceErrors: app.PreventUserExistenceErrors}))
	_, err = w.SignIn("joe", "wrong")
	require.Equal(t, "the user exists; the password is wrong", hintOf(t, w.fake, err), "what has been given again is not reset")
}

// userOfReset is a confirmed user with an address.
func userOfReset(name string) cognitofake.NewUser {
	return cognitofake.NewUser{Username: name, Password: fixture.GoodPassword, Attributes: map[string]string{"email": name + "@example.com"}}
}
