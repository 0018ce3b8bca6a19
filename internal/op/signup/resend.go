package signup

import (
	"slices"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
	"github.com/cognitofake/cognitofake/internal/rule/code"
	"github.com/cognitofake/cognitofake/internal/rule/message"
	"github.com/cognitofake/cognitofake/internal/rule/settings"
	"github.com/cognitofake/cognitofake/internal/service"
	"github.com/cognitofake/cognitofake/internal/state"
)

// resendConfirmationCode answers ResendConfirmationCode.
func resendConfirmationCode(r *service.Request, in *cip.ResendConfirmationCodeInput) (*cip.ResendConfirmationCodeOutput, error) {
	app, err := r.CallingApp(in.ClientId, in.SecretHash, *in.Username)
	if err != nil {
		return nil, err
	}
	details, err := r.SendCode(app, service.CodeRequest{
		Username: *in.Username, Purpose: message.ResendCode, Grants: code.ForSignUp, Counts: code.Resend,
		Recipient: resendRecipient, Media: verifiedMedia(app.Pool.Settings()),
		Metadata: in.ClientMetadata,
	})
	if err != nil {
		return nil, err
	}
	return &cip.ResendConfirmationCodeOutput{CodeDeliveryDetails: details}, nil
}

// verifiedMedia are the addresses that a pool verifies, the phone first (L8 to L14).
func verifiedMedia(s *settings.Pool) []attribute.Address {
	media := []attribute.Address{attribute.Phone, attribute.Email}
	return slices.DeleteFunc(media, func(a attribute.Address) bool { return !s.Auto.Has(a) })
}

// resendRecipient is where the next code of a sign-up goes, for a user who
// may have one.
func resendRecipient(tx *state.Tx, u *state.User) (message.Destination, *refusal.Error) {
	switch {
	case u.Disabled:
		return message.Destination{}, refusal.UserDisabled().RevealUser() // L75, L144
	case u.Status == types.UserStatusTypeForceChangePassword:
		return message.Destination{}, refusal.CannotResendStatus(string(u.Status)) // L78
	case u.Status != types.UserStatusTypeUnconfirmed:
		return message.Destination{}, refusal.AlreadyConfirmed() // L72
	}
	to, sends := tx.Settings.VerificationDestination(u.Attrs)
	if !sends {
		return message.Destination{}, refusal.CannotResend().WithHint(tx.Settings.HintCannotResend()) // L73, L74
	}
	return to, tx.Settings.CheckLink(to, tx.Region())
}
