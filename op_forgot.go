package cognitofake

import (
	"time"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
	"github.com/cognitofake/cognitofake/internal/rule/password"
)

// forgotPassword answers ForgotPassword.
func (f *Fake) forgotPassword(r *request, in *cip.ForgotPasswordInput) (*cip.ForgotPasswordOutput, error) {
	app, err := f.callingApp(in.ClientId, in.SecretHash, *in.Username)
	if err != nil {
		return nil, err
	}
	s := app.pool.settings.Load()
	request := codeRequest{
		username: *in.Username, purpose: purposeForgotPassword, grants: codeForReset,
		recipient: app.pool.resetRecipientLocked,
		media:     s.auto,
		metadata:  in.ClientMetadata,
	}
	if s.describe.AccountRecoverySetting != nil {
		request.media = attribute.SetOf(s.recovery)
	}
	details, sendErr := app.sendCode(r, &request)
	if sendErr != nil {
		return nil, sendErr
	}
	return &cip.ForgotPasswordOutput{CodeDeliveryDetails: details}, nil
}

// resetRecipientLocked is where the code of a forgotten password goes, for a
// user who may have one.
func (p *Pool) resetRecipientLocked(s *poolSettings, u *user, now time.Time) (destination, *refusal.Error) {
	switch {
	case u.disabled:
		return destination{}, refusal.UserDisabled().RevealUser()
	case u.status == types.UserStatusTypeForceChangePassword, u.status == types.UserStatusTypeExternalProvider:
		return destination{}, refusal.CannotReset()
	}
	to, err := s.recoveryDestination(u.attrs)
	if err != nil {
		return destination{}, err
	}
	return to, u.windowsLocked().reset.takeLocked(resetLimit, now) // N107
}

// confirmForgotPassword answers ConfirmForgotPassword, in the order of N110.
func (f *Fake) confirmForgotPassword(r *request, in *cip.ConfirmForgotPasswordInput) (*cip.ConfirmForgotPasswordOutput, error) {
	app, err := f.callingApp(in.ClientId, in.SecretHash, *in.Username)
	if err != nil {
		return nil, err
	}
	r.beforeCommit()
	u, err := app.resetPassword(*in.Username, *in.ConfirmationCode, *in.Password)
	if err != nil {
		return nil, err
	}
	if err := app.pool.postConfirmation(r, app, u, sourceConfirmForgotPassword, in.ClientMetadata); err != nil {
		return nil, err // the new password stays
	}
	return &cip.ConfirmForgotPasswordOutput{}, nil
}

// resetPassword gives the user whom username names a new password, for the
// code of a ForgotPassword, and returns the user.
func (a *AppClient) resetPassword(username, code, chosen string) (User, *refusal.Error) {
	p := a.pool
	s, now := p.settings.Load(), p.fake.now()
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.goneLocked(a); err != nil {
		return User{}, err
	}
	u := p.findLocked(username)
	switch {
	case (u == nil || u.disabled) && a.hidesUsers(): // L66
		return User{}, refusal.CodeMismatch().WithHint(p.hintNoUserLocked(username))
	case u == nil:
		return User{}, refusal.UserNotFoundForClient().WithHint(p.hintNoUserLocked(username))
	case u.disabled:
		return User{}, refusal.UserDisabled()
	case u.status == types.UserStatusTypeForceChangePassword:
		return User{}, refusal.CannotReset() // choice: as ForgotPassword answers
	}
	if err := u.windowsLocked().confirmedReset.takeLocked(confirmedResetLimit, now); err != nil {
		return User{}, err // N107
	}
	c, err := u.checkCodeLocked(codeForReset, a.ID, code, now)
	if err != nil {
		return User{}, err
	}
	if violation := s.policy.Violation(chosen); violation != "" {
		return User{}, refusal.NewPasswordPolicy(violation).WithHint(password.Hint(chosen, violation)) // the code stays good
	}
	c.state = codeUsed
	u.password = password.Store(p.fake.random, chosen)
	u.status = types.UserStatusTypeConfirmed // N109
	u.modified = now
	return p.briefLocked(u), nil
}
