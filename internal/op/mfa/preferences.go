package mfa

import (
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
	"github.com/cognitofake/cognitofake/internal/rule/factor"
	"github.com/cognitofake/cognitofake/internal/service"
	"github.com/cognitofake/cognitofake/internal/state"
)

// preference is what a request says of one factor.
type preference struct {
	factor             factor.Set
	enabled, preferred bool
}

// preferences are what a request says of factors; one that it leaves out stays
// as it is (M44).
type preferences struct {
	factors  []preference
	passkeys bool // WebAuthnMfaSettings has Enabled
}

func preferencesOf(sms *types.SMSMfaSettingsType, token *types.SoftwareTokenMfaSettingsType, email *types.EmailMfaSettingsType, webAuthn *types.WebAuthnMfaSettingsType) preferences {
	var p preferences
	if sms != nil {
		p.factors = append(p.factors, preference{factor.SMS, sms.Enabled, sms.PreferredMfa})
	}
	if token != nil {
		p.factors = append(p.factors, preference{factor.Token, token.Enabled, token.PreferredMfa})
	}
	if email != nil {
		p.factors = append(p.factors, preference{factor.Email, email.Enabled, email.PreferredMfa})
	}
	p.passkeys = webAuthn != nil && webAuthn.Enabled
	return p
}

func setUserMFAPreference(r *service.Request, in *cip.SetUserMFAPreferenceInput) (*cip.SetUserMFAPreferenceOutput, error) {
	p := preferencesOf(in.SMSMfaSettings, in.SoftwareTokenMfaSettings, in.EmailMfaSettings, in.WebAuthnMfaSettings)
	if err := r.CommitSignedIn(in.AccessToken, func(tx *state.Tx, _ *state.App, u *state.User) (func(), *refusal.Error) {
		return p.set(r, tx, u)
	}); err != nil {
		return nil, err
	}
	return &cip.SetUserMFAPreferenceOutput{}, nil
}

func adminSetUserMFAPreference(r *service.Request, in *cip.AdminSetUserMFAPreferenceInput) (*cip.AdminSetUserMFAPreferenceOutput, error) {
	p := preferencesOf(in.SMSMfaSettings, in.SoftwareTokenMfaSettings, in.EmailMfaSettings, in.WebAuthnMfaSettings)
	if err := r.ChangeUser(in.UserPoolId, in.Username, func(tx *state.Tx, u *state.User) (func(), *refusal.Error) {
		return p.set(r, tx, u)
	}); err != nil {
		return nil, err
	}
	return &cip.AdminSetUserMFAPreferenceOutput{}, nil
}

// set judges preferences (M43 to M51), and returns what sets them.
func (p preferences) set(r *service.Request, tx *state.Tx, u *state.User) (func(), *refusal.Error) {
	on, preferred := u.Turned()
	var chosen, idle factor.Set
	for _, one := range p.factors {
		if one.preferred {
			if chosen != 0 {
				return nil, refusal.SeveralPreferred() // M46
			}
			chosen = one.factor
		}
	}
	for _, one := range p.factors {
		if one.preferred && !one.enabled {
			return nil, refusal.DisabledPreferred() // M47
		}
	}
	for _, one := range p.factors {
		preferred &^= one.factor // M45
		if !one.enabled {
			on &^= one.factor
			continue
		}
		if err := u.CheckFactor(one.factor); err != nil {
			return nil, err
		}
		on |= one.factor
		if !tx.Settings.Factors.Has(one.factor) {
			idle |= one.factor
		}
	}
	if p.passkeys && (!tx.Settings.MFA.PasskeysAreTwo() || on == 0) {
		return nil, refusal.PasskeyNoFactor() // M43
	}
	if chosen != 0 {
		preferred = chosen
	}
	return func() {
		tx.Turn(u, on, preferred)
		for _, f := range idle.Each() {
			r.Hint(string(f.Name()) + " is no factor of the pool (SetUserPoolMfaConfig): it is shown, and no sign-in asks for it (M51)")
		}
	}, nil
}

func setUserSettings(r *service.Request, in *cip.SetUserSettingsInput) (*cip.SetUserSettingsOutput, error) {
	if err := r.CommitSignedIn(in.AccessToken, func(tx *state.Tx, _ *state.App, u *state.User) (func(), *refusal.Error) {
		return setOptions(tx, u, in.MFAOptions)
	}); err != nil {
		return nil, err
	}
	return &cip.SetUserSettingsOutput{}, nil
}

func adminSetUserSettings(r *service.Request, in *cip.AdminSetUserSettingsInput) (*cip.AdminSetUserSettingsOutput, error) {
	if err := r.ChangeUser(in.UserPoolId, in.Username, func(tx *state.Tx, u *state.User) (func(), *refusal.Error) {
		return setOptions(tx, u, in.MFAOptions)
	}); err != nil {
		return nil, err
	}
	return &cip.AdminSetUserSettingsOutput{}, nil
}

// setOptions judges MFAOptions, the older way to turn text messages on or off
// (M54, M55).
func setOptions(tx *state.Tx, u *state.User, options []types.MFAOptionType) (func(), *refusal.Error) {
	for _, o := range options {
		if o.DeliveryMedium != types.DeliveryMediumTypeSms || opt.Value(o.AttributeName) != attribute.Phone {
			return nil, refusal.MFAOption()
		}
	}
	on := len(options) > 0
	if on {
		if err := u.CheckFactor(factor.SMS); err != nil {
			return nil, err
		}
	}
	return func() { tx.SetMFAOptions(u, on) }, nil
}
