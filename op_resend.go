package cognitofake

import (
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognitofake/cognitofake/internal/refusal"
)

// resendConfirmationCode answers ResendConfirmationCode.
func resendConfirmationCode(r *request, in *cip.ResendConfirmationCodeInput) (*cip.ResendConfirmationCodeOutput, error) {
	app, err := r.CallingApp(in.ClientId, in.SecretHash, *in.Username)
	if err != nil {
		return nil, err
	}
	details, err := r.SendCode(app, codeRequest{
		username: *in.Username, purpose: purposeResendCode, grants: codeForSignUp, counts: attemptResend,
		recipient: resendRecipient, media: app.Pool.Settings().auto,
		metadata: in.ClientMetadata,
	})
	if err != nil {
		return nil, err
	}
	return &cip.ResendConfirmationCodeOutput{CodeDeliveryDetails: details}, nil
}

// resendRecipient is where the next code of a sign-up goes, for a user who
// may have one.
func resendRecipient(tx *Tx, u *user) (destination, *refusal.Error) {
	switch {
	case u.disabled:
		return destination{}, refusal.UserDisabled().RevealUser() // L75, L144
	case u.status == types.UserStatusTypeForceChangePassword:
		return destination{}, refusal.CannotResendStatus(string(u.status)) // L78
	case u.status != types.UserStatusTypeUnconfirmed:
		return destination{}, refusal.AlreadyConfirmed() // L72
	}
	to, sends := tx.Settings.verificationDestination(u.attrs)
	if !sends {
		return destination{}, refusal.CannotResend().WithHint(tx.Settings.hintCannotResend()) // L73, L74
	}
	return to, tx.Settings.checkLink(to, tx.Region())
}
