package truth_test

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
	"github.com/cognitofake/cognitofake/internal/rows"
)

func (w *world) confirmBySession(username, session string) (*cip.ConfirmSignUpOutput, error) {
	in := w.ConfirmInput(username, w.code(username))
	in.Session = &session
	return w.Client.ConfirmSignUp(w.Ctx, in)
}

// confirmSession confirms with a session and returns the one that follows.
func (w *world) confirmSession(username, session string) string {
	w.Helper()
	out, err := w.confirmBySession(username, session)
	require.NoError(w, err)
	require.NotNil(w, out.Session)
	require.NotEqual(w, session, *out.Session)
	return *out.Session
}

// forged is a session that nobody issued.
const forged = "AYABeForgedForgedForgedForged"

const textSessionExpired = "Invalid session for the user, session is expired."

// sessionRows are rows of sign-up without a password and its sessions: L79 to L87, N54.
func sessionRows() []rows.Row {
	return []rows.Row{
		{
			Rules: "L23 L81 N54 R110 R112 R113", Name: "sign up, confirm and sign in without a password", Pool: passwordlessPool(), App: rows.ChoiceClient(),
			Call: call(func(w *world) (any, error) {
				return w.SignInBySession("jane", w.confirmSession("jane", w.SignUpSession("jane")))
			}),
			Want: rows.Want{Check: func(w *rows.World, out any) {
				got := out.(*cip.InitiateAuthOutput)
				require.Equal(w, "jane", w.Claims(got.AuthenticationResult.AccessToken)["username"])
				require.Empty(w, got.ChallengeName)
				require.Nil(w, got.Session)
				rows.Has("jane", types.UserStatusTypeConfirmed, "email_verified", "true")(w, out)
			}},
		},
		{
			Rules: "L81", Name: "with a password and a secret alike", Pool: fixture.EmailPool(),
			App: cip.CreateUserPoolClientInput{GenerateSecret: true, ExplicitAuthFlows: rows.ChoiceClient().ExplicitAuthFlows},
			Call: call(func(w *world) (any, error) {
				session := *w.MustSignUp("jane", "email", "jane@example.com").Session
				return w.SignInBySession("jane", w.confirmSession("jane", session))
			}),
			Want: rows.Want{Check: func(w *rows.World, out any) {
				require.NotNil(w, out.(*cip.InitiateAuthOutput).AuthenticationResult)
			}},
		},
		{
			Rules: "L61 L82", Name: "a confirmation without session has none", Pool: passwordlessPool(), App: rows.ChoiceClient(),
			Prior: func(w *rows.World) { w.SignUpSession("jane") },
			Call:  call(func(w *world) (any, error) { return w.Confirm("jane", w.code("jane")) }),
			Want:  rows.Want{Check: func(w *rows.World, out any) { require.Nil(w, out.(*cip.ConfirmSignUpOutput).Session) }},
		},
		{
			Rules: "L83", Choice: true, Name: "an expired session fails the confirmation and spares the code", Pool: passwordlessPool(), App: rows.ChoiceClient(),
			Call: call(func(w *world) (any, error) {
				session := w.SignUpSession("jane")
				w.fake.Advance(3*time.Minute + time.Second)
				return w.confirmBySession("jane", session)
			}),
			Want: rows.Want{Code: "NotAuthorizedException", Message: textSessionExpired, Check: check(func(w *world, out any) {
				rows.Still("jane")(w.World, out)
				w.MustConfirm("jane", w.code("jane"))
			})},
		},
		{
			Rules: "L83 N54", Name: "an expired session signs nobody in", Pool: passwordlessPool(), App: rows.ChoiceClient(),
			Call: call(func(w *world) (any, error) {
				session := w.confirmSession("jane", w.SignUpSession("jane"))
				w.fake.Advance(3*time.Minute + time.Second)
				return w.SignInBySession("jane", session)
			}),
			Want: rows.Want{Code: "NotAuthorizedException", Message: textSessionExpired, Check: rows.Has("jane", types.UserStatusTypeConfirmed)},
		},
		{
			Rules: "L83", Name: "AuthSessionValidity is the client's", Pool: passwordlessPool(),
			App: cip.CreateUserPoolClientInput{AuthSessionValidity: aws.Int32(15), ExplicitAuthFlows: rows.ChoiceClient().ExplicitAuthFlows},
			Call: call(func(w *world) (any, error) {
				session := w.SignUpSession("jane")
				w.fake.Advance(14 * time.Minute)
				session = w.confirmSession("jane", session)
				w.fake.Advance(14 * time.Minute)
				return w.SignInBySession("jane", session)
			}),
			Want: rows.Want{Check: func(w *rows.World, out any) {
				require.NotNil(w, out.(*cip.InitiateAuthOutput).AuthenticationResult)
			}},
		},
		{
			Rules: "L84", Choice: true, Name: "a session that nobody issued", Pool: passwordlessPool(), App: rows.ChoiceClient(),
			Prior: func(w *rows.World) { w.SignUpSession("jane") },
			Call:  call(func(w *world) (any, error) { return w.confirmBySession("jane", forged) }),
			Want:  rows.Want{Code: "NotAuthorizedException", Message: "Invalid session for the user.", Check: rows.Still("jane")},
		},
		{
			Rules: "L84", Choice: true, Name: "a session of somebody else", Pool: passwordlessPool(), App: rows.ChoiceClient(),
			Call: call(func(w *world) (any, error) {
				w.SignUpSession("jane")
				return w.confirmBySession("jane", w.SignUpSession("joe"))
			}),
			Want: rows.Want{Code: "NotAuthorizedException", Message: "Invalid session for the user.", Check: rows.Still("jane")},
		},
		{
			Rules: "L84", Choice: true, Name: "SignUp's session does not sign in", Pool: passwordlessPool(), App: rows.ChoiceClient(),
			Call: call(func(w *world) (any, error) {
				session := w.SignUpSession("jane")
				w.MustConfirm("jane", w.code("jane"))
				return w.SignInBySession("jane", session)
			}),
			Want: rows.Want{Code: "NotAuthorizedException", Message: "Invalid session for the user.", Check: rows.Has("jane", types.UserStatusTypeConfirmed)},
		},
		{
			Rules: "L85 N54", Choice: true, Name: "a session signs in once", Pool: passwordlessPool(), App: rows.ChoiceClient(),
			Call: call(func(w *world) (any, error) {
				session := w.confirmSession("jane", w.SignUpSession("jane"))
				_, err := w.SignInBySession("jane", session)
				require.NoError(w, err)
				return w.SignInBySession("jane", session)
			}),
			Want: rows.Want{Code: "NotAuthorizedException", Message: "Invalid session for the user, session can only be used once.", Check: rows.Has("jane", types.UserStatusTypeConfirmed)},
		},
		{
			Rules: "N51 N54", Choice: true, Name: "nor where a temporary password was given meanwhile", Pool: passwordlessPool(), App: rows.ChoiceClient(),
			Call: call(func(w *world) (any, error) {
				session := w.confirmSession("jane", w.SignUpSession("jane"))
				_, err := w.SetPassword("jane", "Temporary-1", false)
				require.NoError(w, err)
				return w.SignInBySession("jane", session)
			}),
			Want: rows.Want{Code: "NotAuthorizedException", Message: "Invalid session for the user.", Check: rows.Has("jane", types.UserStatusTypeForceChangePassword)},
		},
		{
			Rules: "L84", Choice: true, Name: "a session of another client", Pool: passwordlessPool(), App: rows.ChoiceClient(),
			Call: call(func(w *world) (any, error) {
				session := w.confirmSession("jane", w.SignUpSession("jane"))
				w.by(w.pool.AddAppClient(rows.ChoiceClient()))
				return w.SignInBySession("jane", session)
			}),
			Want: rows.Want{Code: "NotAuthorizedException", Message: "Invalid session for the user.", Check: rows.Has("jane", types.UserStatusTypeConfirmed)},
		},
		{
			Rules: "N63", Choice: true, Name: "a session of less than twenty characters", Pool: passwordlessPool(), App: rows.ChoiceClient(),
			Prior: func(w *rows.World) { w.SignUpSession("jane") },
			Call:  call(func(w *world) (any, error) { return w.confirmBySession("jane", "short") }),
			Want: rows.Want{Code: "InvalidParameterException", Check: rows.Still("jane"),
				Message: "1 validation error detected: Value at 'session' failed to satisfy constraint: Member must have length greater than or equal to 20"},
		},
		{
			Rules: "L87 N39", Choice: true, Name: "a user without a password signs in by none", Pool: passwordlessPool(),
			App: cip.CreateUserPoolClientInput{ExplicitAuthFlows: []types.ExplicitAuthFlowsType{
				types.ExplicitAuthFlowsTypeAllowUserAuth, types.ExplicitAuthFlowsTypeAllowUserPasswordAuth,
			}},
			Prior: prior(func(w *world) {
				w.SignUpSession("jane")
				w.MustConfirm("jane", w.code("jane"))
			}),
			Call: func(w *rows.World) (any, error) { return w.SignIn("jane", fixture.GoodPassword) },
			Want: rows.Want{Code: "NotAuthorizedException", Message: rows.TextCredentials},
		},
	}
}
