package truth_test

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
	"github.com/cognitofake/cognitofake/internal/rows"
)

// whileHeld runs a call that is held before it commits, has meanwhile happen,
// lets it go, and returns what it answers.
func whileHeld(op cognitofake.Operation, do func(*rows.World) error, meanwhile func(*world)) func(*rows.World) (any, error) {
	return call(func(w *world) (any, error) {
		held := w.fake.Hold(op, cognitofake.BeforeCommit)
		result := make(chan error, 1)
		go func() { result <- do(w.World) }()
		require.NoError(w, held.Wait(w.Ctx))
		meanwhile(w)
		held.Release()
		return nil, <-result
	})
}

func deleteApp(w *world) {
	_, err := w.Client.DeleteUserPoolClient(w.Ctx, &cip.DeleteUserPoolClientInput{UserPoolId: &w.PoolID, ClientId: &w.ClientID})
	require.NoError(w, err)
}

// heldRows are rows of what changes while a call is held: docs/behaviour.md R21, R22, L94.
func heldRows() []rows.Row {
	gone := rows.Want{Code: "ResourceNotFoundException", Words: func(w *rows.World) string { return "User pool client " + w.ClientID + " does not exist." }}
	users := func(n int) func(*rows.World, any) {
		return check(func(w *world, _ any) { require.Len(w, w.pool.Users(), n) })
	}
	jane := prior(func(w *world) { w.MustSignUp("jane", "email", "jane@example.com") })
	janeConfirmed := prior(func(w *world) { w.confirmed("jane", "email", "jane@example.com") })
	flows := cip.CreateUserPoolClientInput{ExplicitAuthFlows: []types.ExplicitAuthFlowsType{types.ExplicitAuthFlowsTypeAllowUserPasswordAuth}}
	goneWith := func(check func(*rows.World, any)) rows.Want { w := gone; w.Check = check; return w }
	return []rows.Row{
		{
			Rules: "R21", Choice: true, Name: "the app client is deleted while a sign-up is held", Pool: fixture.EmailPool(),
			Call: whileHeld(cognitofake.OpSignUp, func(w *rows.World) error { _, err := w.SignUp("jane"); return err }, deleteApp),
			Want: goneWith(users(0)),
		},
		{
			Rules: "R21", Choice: true, Name: "the app client is deleted while a resend is held", Pool: fixture.EmailPool(), Prior: jane,
			Call: whileHeld(cognitofake.OpResendConfirmationCode, func(w *rows.World) error {
				_, err := w.Client.ResendConfirmationCode(w.Ctx, &cip.ResendConfirmationCodeInput{ClientId: &w.ClientID, Username: aws.String("jane")})
				return err
			}, deleteApp),
			Want: goneWith(check(func(w *world, _ any) { require.Len(w, w.fake.Messages(), 1) })),
		},
		{
			Rules: "R21", Choice: true, Name: "the app client is deleted while a forgotten password is held", Pool: fixture.EmailPool(), Prior: janeConfirmed,
			Call: whileHeld(cognitofake.OpForgotPassword, func(w *rows.World) error {
				_, err := w.Client.ForgotPassword(w.Ctx, &cip.ForgotPasswordInput{ClientId: &w.ClientID, Username: aws.String("jane")})
				return err
			}, deleteApp),
			Want: goneWith(check(func(w *world, _ any) { require.Len(w, w.fake.Messages(), 1) })),
		},
		{
			Rules: "R21", Choice: true, Name: "the app client is deleted while a sign-in is held", Pool: fixture.EmailPool(), App: flows, Prior: janeConfirmed,
			Call: whileHeld(cognitofake.OpInitiateAuth, func(w *rows.World) error {
				_, err := w.Client.InitiateAuth(w.Ctx, &cip.InitiateAuthInput{
					ClientId: &w.ClientID, AuthFlow: types.AuthFlowTypeUserPasswordAuth,
					AuthParameters: map[string]string{"USERNAME": "jane", "PASSWORD": fixture.GoodPassword},
				})
				return err
			}, deleteApp),
			Want: goneWith(users(1)),
		},
		{
			Rules: "R22", Name: "sign-up is closed while one is held", Pool: fixture.EmailPool(),
			Call: whileHeld(cognitofake.OpSignUp, func(w *rows.World) error { _, err := w.SignUp("jane"); return err }, func(w *world) {
				_, err := w.Client.UpdateUserPool(w.Ctx, &cip.UpdateUserPoolInput{
					UserPoolId: &w.PoolID, AdminCreateUserConfig: &types.AdminCreateUserConfigType{AllowAdminCreateUserOnly: true},
				})
				require.NoError(w, err)
			}),
			Want: rows.Want{Code: "NotAuthorizedException", Message: "SignUp is not permitted for this user pool", Check: users(0)},
		},
		{
			Rules: "N6", Name: "a call that is refused is not held before its commit", Pool: fixture.EmailPool(),
			Call: call(func(w *world) (any, error) {
				held := w.fake.Hold(cognitofake.OpAdminDisableUser, cognitofake.BeforeCommit)
				ctx, cancel := context.WithTimeout(w.Ctx, time.Minute) // a call that is held ends by it
				defer cancel()
				_, err := w.Client.AdminDisableUser(ctx, &cip.AdminDisableUserInput{UserPoolId: &w.PoolID, Username: aws.String("nobody")})
				require.Zero(w, held.Count())
				return nil, err
			}),
			Want: rows.Want{Code: "UserNotFoundException", Message: "User does not exist."},
		},
	}
}
