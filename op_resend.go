package cognitofake

import (
	"time"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/refusal"
)

// resendConfirmationCode answers ResendConfirmationCode.
func (f *Fake) resendConfirmationCode(r *request, in *cip.ResendConfirmationCodeInput) (*cip.ResendConfirmationCodeOutput, error) {
	app, err := f.callingApp(in.ClientId, in.SecretHash, *in.Username)
	if err != nil {
		return nil, err
	}
	s := app.pool.settings.Load()
	details, sendErr := app.sendCode(r, &codeRequest{
		username: *in.Username, purpose: purposeResendCode, grants: codeForSignUp,
		recipient: app.pool.resendRecipientLocked,
		media:     s.auto,
		metadata:  in.ClientMetadata,
	})
	if sendErr != nil {
		return nil, sendErr
	}
	return &cip.ResendConfirmationCodeOutput{CodeDeliveryDetails: details}, nil
}

// resendRecipientLocked is where the next code of a sign-up goes, for a user
// who may have one.
func (p *Pool) resendRecipientLocked(s *poolSettings, u *user, now time.Time) (destination, *refusal.Error) {
	switch {
	case u.disabled:
		return destination{}, refusal.UserDisabled().RevealUser() // L75, L144
	case u.status == types.UserStatusTypeForceChangePassword:
		return destination{}, refusal.CannotResendStatus(string(u.status)) // L78
	case u.status != types.UserStatusTypeUnconfirmed:
		return destination{}, refusal.AlreadyConfirmed() // L72
	}
	to, sends := s.verificationDestination(u.attrs)
	if !sends {
		return destination{}, refusal.CannotResend().WithHint(s.hintCannotResend()) // L73, L74
	}
	if err := s.checkLink(to, p.fake.region); err != nil {
		return destination{}, err
	}
	return to, u.windowsLocked().resend.takeLocked(resendLimit, now) // L55, L56
}
