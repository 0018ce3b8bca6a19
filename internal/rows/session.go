package rows

import (
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
)

// SignUpSession signs up without a password and returns the session.
func (w *World) SignUpSession(username string) string {
	w.Helper()
	in := w.SignUpInput(username, "email", username+"@example.com")
	in.Password = nil
	out, err := w.Client.SignUp(w.Ctx, in)
	require.NoError(w, err)
	require.NotNil(w, out.Session)
	return *out.Session
}

// SignInBySession signs in with the session of a confirmation.
func (w *World) SignInBySession(username, session string) (*cip.InitiateAuthOutput, error) {
	in := w.authInput(types.AuthFlowTypeUserAuth, "USERNAME", username)
	in.Session = &session
	return w.Client.InitiateAuth(w.Ctx, in)
}

// sessionRows are rows of sign-up without a password and its sessions: L79 to L87, N54.
func sessionRows() []Row {
	return []Row{
		{
			Rules: "L80", Choice: true, Name: "no password where the pool has no one-time passwords", Pool: fixture.EmailPool(), App: ChoiceClient(),
			Call: func(w *World) (any, error) {
				in := w.SignUpInput("jane", "email", "jane@example.com")
				in.Password = nil
				return w.Client.SignUp(w.Ctx, in)
			},
			Want: Want{Code: "InvalidParameterException",
				Message: "1 validation error detected: Value null at 'password' failed to satisfy constraint: Member must not be null"},
		},
	}
}
