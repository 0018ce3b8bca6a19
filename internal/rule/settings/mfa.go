package settings

import (
	"slices"
	"time"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/factor"
)

// Configuration is all that a pool is told: what DescribeUserPool shows of it,
// and beside that what it never shows.
type Configuration struct {
	types.UserPoolType
	MFA MFA
	// RecoveryUnset says that nobody has given AccountRecoverySetting, which
	// then is the service's own (M74).
	RecoveryUnset bool
}

// MFA is what GetUserPoolMfaConfig alone shows of a pool (M22), each member as it
// was given, nil for none.
type MFA struct {
	SMS      bool // text messages are a second factor, by SmsConfiguration of the pool
	Token    *types.SoftwareTokenMfaConfigType
	Email    *types.EmailMfaConfigType
	WebAuthn *types.WebAuthnConfigurationType
}

// Imported is the configuration of a pool of which only the description is
// known. It does not name the second factors but for text messages; where it
// cannot have those and has MFA, it is codes of apps (choice).
func Imported(d types.UserPoolType) Configuration {
	c := Configuration{UserPoolType: d, RecoveryUnset: d.AccountRecoverySetting == nil}
	switch {
	case d.MfaConfiguration == "" || d.MfaConfiguration == types.UserPoolMfaTypeOff:
	case d.SmsConfiguration != nil:
		c.MFA.SMS = true
	default:
		c.MFA.Token = &types.SoftwareTokenMfaConfigType{Enabled: true}
	}
	return c
}

// factors are the second factors of the pool: none while MFA is off (M5, M17).
func (c *Configuration) factors() factor.Set {
	var set factor.Set
	if c.MfaConfiguration == "" || c.MfaConfiguration == types.UserPoolMfaTypeOff {
		return set
	}
	if c.MFA.SMS {
		set |= factor.SMS
	}
	if c.MFA.Token != nil && c.MFA.Token.Enabled {
		set |= factor.Token
	}
	if c.MFA.Email != nil {
		set |= factor.Email // M10
	}
	return set
}

// PasskeysAreTwo reports whether a passkey stands for both factors (M15, M72).
func (m *MFA) PasskeysAreTwo() bool {
	return m.WebAuthn != nil && m.WebAuthn.FactorConfiguration == types.WebAuthnFactorConfigurationTypeMultiFactorWithUserVerification
}

// withSMSFactor is c after CreateUserPool or UpdateUserPool, which know text
// messages as a second factor alone (M16, M17). configured says that the call
// brings what sends them.
func withSMSFactor(c Configuration, mfa types.UserPoolMfaType, configured bool) Configuration {
	switch mfa {
	case "": // M18
	case types.UserPoolMfaTypeOff:
		c.MFA = MFA{WebAuthn: c.MFA.WebAuthn}
	default:
		c.MFA.SMS = c.MFA.SMS || configured
	}
	return c
}

// SetMFA is old as SetUserPoolMfaConfig makes it: what in leaves out is
// switched off (M4, M5). What sends text messages, and their words, are the
// pool's, and stay (M12; the words: choice).
func SetMFA(old Configuration, in *cip.SetUserPoolMfaConfigInput, now time.Time) Configuration {
	c, given := old, opt.Copy(in)
	c.LastModifiedDate = &now
	c.MfaConfiguration = opt.Default(given.MfaConfiguration, types.UserPoolMfaTypeOff)
	c.MFA = MFA{
		SMS: given.SmsMfaConfiguration != nil, Token: given.SoftwareTokenMfaConfiguration,
		Email: given.EmailMfaConfiguration, WebAuthn: given.WebAuthnConfiguration,
	}
	if sms := given.SmsMfaConfiguration; sms != nil {
		c.SmsConfiguration = opt.Or(sms.SmsConfiguration, c.SmsConfiguration)
		c.SmsAuthenticationMessage = opt.Or(sms.SmsAuthenticationMessage, c.SmsAuthenticationMessage)
	}
	return c
}

// CheckMFA judges the pool that SetUserPoolMfaConfig would leave, in the order
// of M23.
func CheckMFA(c *Configuration) *refusal.Error {
	blocks := c.MFA.SMS || c.MFA.Token != nil || c.MFA.Email != nil
	off := c.MfaConfiguration == types.UserPoolMfaTypeOff
	switch {
	case off && blocks:
		return refusal.MFAOffWithFactor().WithHint("leave SmsMfaConfiguration, SoftwareTokenMfaConfiguration and EmailMfaConfiguration out, or give MfaConfiguration ON or OPTIONAL; left out, it is OFF (M5)")
	case !off && c.factors() == 0:
		return refusal.MFAWithoutFactor().WithHint("the call says anew which factors there are: one that it leaves out is switched off (M4)")
	}
	if missing := c.factorsBeyondLite(); missing != nil && c.UserPoolTier == types.UserPoolTierTypeLite {
		return refusal.NotInTier(string(c.UserPoolTier), missing...).WithHint("give the pool another UserPoolTier, by UpdateUserPool")
	}
	if c.MFA.Email != nil && opt.Value(c.EmailConfiguration).EmailSendingAccount != types.EmailSendingAccountTypeDeveloper {
		return refusal.EmailFactorByDefaultSender() // M8
	}
	if c.MFA.SMS && c.SmsConfiguration == nil {
		return refusal.MFANeedsSMS().WithHint("give SmsMfaConfiguration an SmsConfiguration; the pool has none") // M11
	}
	for _, judge := range []func(*Configuration) *refusal.Error{checkFactors, checkRecovery} {
		if err := judge(c); err != nil {
			return err
		}
	}
	return checkTemplates(&c.UserPoolType)
}

// factorsBeyondLite are the features of MFA that a pool of the tier LITE does
// not have (M9, M21).
func (c *Configuration) factorsBeyondLite() []string {
	var missing []string
	if c.MFA.Email != nil {
		missing = append(missing, refusal.FeatureEmailMFA)
	}
	if c.MFA.PasskeysAreTwo() {
		missing = append(missing, refusal.FeaturePasskeyMFA)
	}
	return missing
}

// DescribeMFA is what GetUserPoolMfaConfig shows (M2, M3).
func (s *Pool) DescribeMFA() *cip.GetUserPoolMfaConfigOutput {
	d := &s.Describe
	out := &cip.GetUserPoolMfaConfigOutput{
		MfaConfiguration:              opt.Default(d.MfaConfiguration, types.UserPoolMfaTypeOff),
		SoftwareTokenMfaConfiguration: s.MFA.Token, EmailMfaConfiguration: s.MFA.Email, WebAuthnConfiguration: s.MFA.WebAuthn,
	}
	if s.Factors.Has(factor.SMS) {
		out.SmsMfaConfiguration = &types.SmsMfaConfigType{SmsAuthenticationMessage: d.SmsAuthenticationMessage, SmsConfiguration: d.SmsConfiguration}
	}
	return opt.Copy(out)
}

// primaryFactor is the factor whose codes go where a forgotten password is
// recovered first, where the pool was told to: none otherwise (M74).
func (c *Configuration) primaryFactor() factor.Set {
	ways := opt.Value(c.AccountRecoverySetting).RecoveryMechanisms
	if c.RecoveryUnset || len(ways) == 0 {
		return 0
	}
	first := slices.MinFunc(ways, func(a, b types.RecoveryOptionType) int {
		return int(opt.Value(a.Priority)) - int(opt.Value(b.Priority))
	})
	switch first.Name {
	case types.RecoveryOptionNameTypeVerifiedPhoneNumber:
		return factor.SMS
	case types.RecoveryOptionNameTypeVerifiedEmail:
		return factor.Email
	}
	return 0
}
