package rows

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
)

// Forgot asks for a code to set a new password.
func (w *World) Forgot(username string) (*cip.ForgotPasswordOutput, error) {
	in := &cip.ForgotPasswordInput{ClientId: &w.ClientID, Username: &username}
	if w.Secret != "" {
		in.SecretHash = aws.String(w.SecretHash(username))
	}
	return w.Client.ForgotPassword(w.Ctx, in)
}

// MustForget is Forgot that has to succeed.
func (w *World) MustForget(username string) {
	w.Helper()
	_, err := w.Forgot(username)
	require.NoError(w, err)
}

// ConfirmForgot sets a new password with a code.
func (w *World) ConfirmForgot(username, code, password string) (*cip.ConfirmForgotPasswordOutput, error) {
	return w.Client.ConfirmForgotPassword(w.Ctx, &cip.ConfirmForgotPasswordInput{
		ClientId: &w.ClientID, Username: &username, ConfirmationCode: &code, Password: &password,
	})
}

// Pretended asserts details of a reset that no message stands behind.
func Pretended(sent int) func(*World, any) {
	return func(w *World, out any) {
		got := out.(*cip.ForgotPasswordOutput).CodeDeliveryDetails
		require.Equal(w, types.DeliveryMediumTypeEmail, got.DeliveryMedium)
		require.Equal(w, "email", *got.AttributeName)
		require.Regexp(w, EmailMask, *got.Destination)
		w.RequireSent(sent)
	}
}

const (
	NewPassword         = "N3w-pa$$word"
	TextNothingVerified = "Cannot reset password for the user as there is no registered/verified email or phone_number"
)

// forgotRows are rows of ForgotPassword: L143, N105 to N108.
func forgotRows() []Row {
	return []Row{
		{
			Rules: "L143 N106", Name: "unconfirmed, nothing verified", Pool: fixture.EmailPool(),
			Prior: func(w *World) { w.MustSignUp("jane", "email", "test@test.com") },
			Call:  func(w *World) (any, error) { return w.Forgot("jane") },
			Want:  Want{Code: "InvalidParameterException", Message: TextNothingVerified, Check: Still("jane")},
		},
		{
			Rules: "L143 N106", Name: "unconfirmed, nothing verified, ENABLED", Pool: fixture.EmailPool(), App: Hiding(),
			Prior: func(w *World) { w.MustSignUp("jane", "email", "test@test.com") },
			Call:  func(w *World) (any, error) { return w.Forgot("jane") },
			Want:  Want{Check: Pretended(1)},
		},
		{
			Rules: "N106", Name: "unknown user", Pool: fixture.EmailPool(),
			Call: func(w *World) (any, error) { return w.Forgot("nobody") },
			Want: Want{Code: "UserNotFoundException", Message: TextCombination},
		},
		{
			Rules: "N106 L76", Name: "unknown user, ENABLED", Pool: fixture.EmailPool(), App: Hiding(),
			Call: func(w *World) (any, error) {
				if _, err := w.Forgot("somebody-else"); err != nil {
					return nil, err
				}
				return w.Forgot("nobody")
			},
			Want: Want{Check: func(w *World, out any) {
				Pretended(0)(w, out)
				resent, err := w.Resend("nobody")
				require.NoError(w, err)
				require.Equal(w, resent.CodeDeliveryDetails, out.(*cip.ForgotPasswordOutput).CodeDeliveryDetails)
			}},
		},
	}
}

// confirmForgotRows are rows of ConfirmForgotPassword: N109, N110.
func confirmForgotRows() []Row {
	return []Row{
		{
			Rules: "N110", Choice: true, Name: "unknown user, of a forgotten password",
			Call: func(w *World) (any, error) { return w.ConfirmForgot("nobody", "123456", NewPassword) },
			Want: Want{Code: "UserNotFoundException", Message: TextCombination},
		},
		{
			Rules: "N110", Name: "unknown user, of a forgotten password, ENABLED", App: Hiding(),
			Call: func(w *World) (any, error) { return w.ConfirmForgot("nobody", "123456", NewPassword) },
			Want: Want{Code: "CodeMismatchException", Message: TextMismatch},
		},
	}
}
