package rows

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
)

// Resend asks for a new code.
func (w *World) Resend(username string) (*cip.ResendConfirmationCodeOutput, error) {
	in := &cip.ResendConfirmationCodeInput{ClientId: &w.ClientID, Username: &username}
	if w.Secret != "" {
		in.SecretHash = aws.String(w.SecretHash(username))
	}
	return w.Client.ResendConfirmationCode(w.Ctx, in)
}

// MustResend is Resend that has to succeed.
func (w *World) MustResend(username string) *cip.ResendConfirmationCodeOutput {
	w.Helper()
	out, err := w.Resend(username)
	require.NoError(w, err)
	return out
}

const (
	EmailMask        = `^[a-z]\*\*\*@[a-z]\*\*\*$`
	TextCannotResend = "Cannot resend codes. Auto verification not turned on."
)

// resendRows are rows of ResendConfirmationCode: L71 to L78.
func resendRows() []Row {
	return []Row{
		{
			Rules: "L73", Name: "the pool verifies nothing",
			Prior: func(w *World) { w.MustSignUp("jane", "email", "test@test.com") },
			Call:  func(w *World) (any, error) { return w.Resend("jane") },
			Want:  Want{Code: "NotAuthorizedException", Message: TextCannotResend},
		},
		{
			Rules: "L73 R94", Choice: true, Name: "the pool verifies nothing, and its links have no domain",
			Pool: cip.CreateUserPoolInput{VerificationMessageTemplate: &types.VerificationMessageTemplateType{
				DefaultEmailOption: types.DefaultEmailOptionTypeConfirmWithLink,
			}},
			Prior: func(w *World) { w.MustSignUp("jane", "email", "test@test.com") },
			Call:  func(w *World) (any, error) { return w.Resend("jane") },
			Want:  Want{Code: "NotAuthorizedException", Message: TextCannotResend},
		},
		{
			Rules: "L74", Choice: true, Name: "the user has nothing that the pool verifies", Pool: fixture.EmailPool(),
			Prior: func(w *World) { w.MustSignUp("jane") },
			Call:  func(w *World) (any, error) { return w.Resend("jane") },
			Want:  Want{Code: "NotAuthorizedException", Message: TextCannotResend},
		},
		{
			Rules: "L75", Name: "unknown user", Pool: fixture.EmailPool(),
			Call: func(w *World) (any, error) { return w.Resend("nobody") },
			Want: Want{Code: "UserNotFoundException", Message: TextCombination},
		},
		{
			Rules: "L75", Name: "unknown user, nothing verified",
			Call: func(w *World) (any, error) { return w.Resend("nobody") },
			Want: Want{Code: "UserNotFoundException", Message: TextCombination},
		},
		{
			Rules: "L77", Name: "an alias that is not verified", Pool: EmailAliasPool(),
			Prior: func(w *World) { w.MustSignUp("jane", "email", "test@test.com") },
			Call:  func(w *World) (any, error) { return w.Resend("test@test.com") },
			Want:  Want{Code: "UserNotFoundException", Message: TextCombination},
		},
		{
			Rules: "R23", Name: "a wrong hash on ResendConfirmationCode", Pool: fixture.EmailPool(), App: Secretive(),
			Prior: func(w *World) { w.MustSignUp("jane", "email", "test@test.com") },
			Call: func(w *World) (any, error) {
				return w.Client.ResendConfirmationCode(w.Ctx, &cip.ResendConfirmationCodeInput{
					ClientId: &w.ClientID, Username: aws.String("jane"), SecretHash: aws.String("bad"),
				})
			},
			Want: Want{Code: "NotAuthorizedException", Words: Unverified},
		},
		{
			Rules: "R25", Name: "a hash for a client without secret, on ResendConfirmationCode", Pool: fixture.EmailPool(),
			Prior: func(w *World) { w.MustSignUp("jane", "email", "test@test.com") },
			Call: func(w *World) (any, error) {
				return w.Client.ResendConfirmationCode(w.Ctx, &cip.ResendConfirmationCodeInput{
					ClientId: &w.ClientID, Username: aws.String("jane"), SecretHash: aws.String("bad"),
				})
			},
			Want: Want{Code: "InvalidParameterException", Words: unexpectedHash},
		},
	}
}
