package truth_test

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
)

// signUpSession signs up without a password and returns the session.
func (w *world) signUpSession(username string) string {
	w.Helper()
	in := w.signUpInput(username, "email", username+"@example.com")
	in.Password = nil
	out, err := w.client.SignUp(w.ctx, in)
	require.NoError(w, err)
	require.NotNil(w, out.Session)
	return *out.Session
}

func (w *world) confirmBySession(username, session string) (*cip.ConfirmSignUpOutput, error) {
	in := w.confirmInput(username, w.code(username))
	in.Session = &session
	return w.client.ConfirmSignUp(w.ctx, in)
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

func (w *world) signInBySession(username, session string) (*cip.InitiateAuthOutput, error) {
	in := w.authInput(types.AuthFlowTypeUserAuth, "USERNAME", username)
	in.Session = &session
	return w.client.InitiateAuth(w.ctx, in)
}

// forged is a session that nobody issued.
const forged = "AYABeForgedForgedForgedForged"

const textSessionExpired = "Invalid session for the user, session is expired."

// Rows of sign-up without a password and its sessions: L79 to L87, N54.
var _ = addRows(
	row{
		rules: "L23 L81 N54 R110 R112 R113", name: "sign up, confirm and sign in without a password", pool: passwordlessPool(), app: choiceClient(),
		call: func(w *world) (any, error) {
			return w.signInBySession("jane", w.confirmSession("jane", w.signUpSession("jane")))
		},
		want: want{check: func(w *world, out any) {
			got := out.(*cip.InitiateAuthOutput)
			require.Equal(w, "jane", w.claims(got.AuthenticationResult.AccessToken)["username"])
			require.Empty(w, got.ChallengeName)
			require.Nil(w, got.Session)
			has("jane", types.UserStatusTypeConfirmed, "email_verified", "true")(w, out)
		}},
	},
	row{
		rules: "L80", choice: true, name: "no password where the pool has no one-time passwords", pool: fixture.EmailPool(), app: choiceClient(),
		call: func(w *world) (any, error) {
			in := w.signUpInput("jane", "email", "jane@example.com")
			in.Password = nil
			return w.client.SignUp(w.ctx, in)
		},
		want: want{code: "InvalidParameterException",
			message: "1 validation error detected: Value null at 'password' failed to satisfy constraint: Member must not be null"},
	},
	row{
		rules: "L81", name: "with a password and a secret alike", pool: fixture.EmailPool(),
		app: cip.CreateUserPoolClientInput{GenerateSecret: true, ExplicitAuthFlows: choiceClient().ExplicitAuthFlows},
		call: func(w *world) (any, error) {
			session := *w.mustSignUp("jane", "email", "jane@example.com").Session
			return w.signInBySession("jane", w.confirmSession("jane", session))
		},
		want: want{check: func(w *world, out any) {
			require.NotNil(w, out.(*cip.InitiateAuthOutput).AuthenticationResult)
		}},
	},
	row{
		rules: "L61 L82", name: "a confirmation without session has none", pool: passwordlessPool(), app: choiceClient(),
		prior: func(w *world) { w.signUpSession("jane") },
		call:  func(w *world) (any, error) { return w.confirm("jane", w.code("jane")) },
		want:  want{check: func(w *world, out any) { require.Nil(w, out.(*cip.ConfirmSignUpOutput).Session) }},
	},
	row{
		rules: "L83", choice: true, name: "an expired session fails the confirmation and spares the code", pool: passwordlessPool(), app: choiceClient(),
		call: func(w *world) (any, error) {
			session := w.signUpSession("jane")
			w.fake.Advance(3*time.Minute + time.Second)
			return w.confirmBySession("jane", session)
		},
		want: want{code: "NotAuthorizedException", message: textSessionExpired, check: func(w *world, out any) {
			still("jane")(w, out)
			w.mustConfirm("jane", w.code("jane"))
		}},
	},
	row{
		rules: "L83 N54", name: "an expired session signs nobody in", pool: passwordlessPool(), app: choiceClient(),
		call: func(w *world) (any, error) {
			session := w.confirmSession("jane", w.signUpSession("jane"))
			w.fake.Advance(3*time.Minute + time.Second)
			return w.signInBySession("jane", session)
		},
		want: want{code: "NotAuthorizedException", message: textSessionExpired, check: has("jane", types.UserStatusTypeConfirmed)},
	},
	row{
		rules: "L83", name: "AuthSessionValidity is the client's", pool: passwordlessPool(),
		app: cip.CreateUserPoolClientInput{AuthSessionValidity: aws.Int32(15), ExplicitAuthFlows: choiceClient().ExplicitAuthFlows},
		call: func(w *world) (any, error) {
			session := w.signUpSession("jane")
			w.fake.Advance(14 * time.Minute)
			session = w.confirmSession("jane", session)
			w.fake.Advance(14 * time.Minute)
			return w.signInBySession("jane", session)
		},
		want: want{check: func(w *world, out any) {
			require.NotNil(w, out.(*cip.InitiateAuthOutput).AuthenticationResult)
		}},
	},
	row{
		rules: "L84", choice: true, name: "a session that nobody issued", pool: passwordlessPool(), app: choiceClient(),
		prior: func(w *world) { w.signUpSession("jane") },
		call:  func(w *world) (any, error) { return w.confirmBySession("jane", forged) },
		want:  want{code: "NotAuthorizedException", message: "Invalid session for the user.", check: still("jane")},
	},
	row{
		rules: "L84", choice: true, name: "a session of somebody else", pool: passwordlessPool(), app: choiceClient(),
		call: func(w *world) (any, error) {
			w.signUpSession("jane")
			return w.confirmBySession("jane", w.signUpSession("joe"))
		},
		want: want{code: "NotAuthorizedException", message: "Invalid session for the user.", check: still("jane")},
	},
	row{
		rules: "L84", choice: true, name: "SignUp's session does not sign in", pool: passwordlessPool(), app: choiceClient(),
		call: func(w *world) (any, error) {
			session := w.signUpSession("jane")
			w.mustConfirm("jane", w.code("jane"))
			return w.signInBySession("jane", session)
		},
		want: want{code: "NotAuthorizedException", message: "Invalid session for the user.", check: has("jane", types.UserStatusTypeConfirmed)},
	},
	row{
		rules: "L85 N54", choice: true, name: "a session signs in once", pool: passwordlessPool(), app: choiceClient(),
		call: func(w *world) (any, error) {
			session := w.confirmSession("jane", w.signUpSession("jane"))
			_, err := w.signInBySession("jane", session)
			require.NoError(w, err)
			return w.signInBySession("jane", session)
		},
		want: want{code: "NotAuthorizedException", message: "Invalid session for the user, session can only be used once.", check: has("jane", types.UserStatusTypeConfirmed)},
	},
	row{
		rules: "L84", choice: true, name: "a session of another client", pool: passwordlessPool(), app: choiceClient(),
		call: func(w *world) (any, error) {
			session := w.confirmSession("jane", w.signUpSession("jane"))
			w.app = w.pool.AddAppClient(choiceClient())
			return w.signInBySession("jane", session)
		},
		want: want{code: "NotAuthorizedException", message: "Invalid session for the user.", check: has("jane", types.UserStatusTypeConfirmed)},
	},
	row{
		rules: "N63", choice: true, name: "a session of less than twenty characters", pool: passwordlessPool(), app: choiceClient(),
		prior: func(w *world) { w.signUpSession("jane") },
		call:  func(w *world) (any, error) { return w.confirmBySession("jane", "short") },
		want: want{code: "InvalidParameterException", check: still("jane"),
			message: "1 validation error detected: Value at 'session' failed to satisfy constraint: Member must have length greater than or equal to 20"},
	},
	row{
		rules: "L87 N39", choice: true, name: "a user without a password signs in by none", pool: passwordlessPool(),
		app: cip.CreateUserPoolClientInput{ExplicitAuthFlows: []types.ExplicitAuthFlowsType{
			types.ExplicitAuthFlowsTypeAllowUserAuth, types.ExplicitAuthFlowsTypeAllowUserPasswordAuth,
		}},
		prior: func(w *world) {
			w.signUpSession("jane")
			w.mustConfirm("jane", w.code("jane"))
		},
		call: func(w *world) (any, error) { return w.signIn("jane", fixture.GoodPassword) },
		want: want{code: "NotAuthorizedException", message: textCredentials},
	},
)
