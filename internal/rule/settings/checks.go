package settings

import (
	"slices"
	"strings"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/message"
)

// CheckNew judges the pool that CreateUserPool would make in an account.
func CheckNew(d *Configuration, account string) *refusal.Error {
	if d.MfaConfiguration != types.UserPoolMfaTypeOff && d.SmsConfiguration == nil { // M16
		return refusal.MFANeedsSMS().WithHint("give SmsConfiguration, or leave MfaConfiguration out")
	}
	return check(d, account)
}

// CheckUpdate judges the pool that UpdateUserPool would leave: d, which was
// old. Settings are judged together, whichever of them the call names (N137).
func CheckUpdate(old, d *Configuration, in *cip.UpdateUserPoolInput) *refusal.Error {
	if c := in.AdminCreateUserConfig; c != nil && c.UnusedAccountValidityDays != 0 {
		return refusal.UnusedAccountValidity().WithHint("leave AdminCreateUserConfig.UnusedAccountValidityDays out, or 0; CreateUserPool alone takes it")
	}
	if d.MfaConfiguration == types.UserPoolMfaTypeOn && old.factors() == 0 { // M17
		return refusal.MFAAfterCreation().WithHint("SetUserPoolMfaConfig turns it on, and says which second factors there are")
	}
	return check(d, accountOf(&d.UserPoolType))
}

// accountOf is the account in a pool's ARN.
func accountOf(d *types.UserPoolType) string { return arnAccount(opt.Value(d.Arn)) }

// arnAccount is the account of an ARN, "" where it has none.
func arnAccount(arn string) string {
	if parts := strings.SplitN(arn, ":", 6); len(parts) == 6 {
		return parts[4]
	}
	return ""
}

// check is what no pool may be. The tier is judged before the settings that it
// forbids (choice).
func check(d *Configuration, account string) *refusal.Error {
	if len(d.AliasAttributes) > 0 && len(d.UsernameAttributes) > 0 {
		return refusal.AliasAndUsernameAttributes().WithHint("leave AliasAttributes or UsernameAttributes out")
	}
	if slices.Contains(d.AutoVerifiedAttributes, types.VerifiedAttributeTypePhoneNumber) && d.SmsConfiguration == nil {
		return refusal.PhoneNeedsSMS().WithHint("give SmsConfiguration an SnsCallerArn, or leave phone_number out of AutoVerifiedAttributes")
	}
	for _, judge := range []func(*Configuration) *refusal.Error{checkTier, checkFactors, checkRecovery, checkVerifiesFirst} {
		if err := judge(d); err != nil {
			return err
		}
	}
	if err := checkTemplates(&d.UserPoolType); err != nil {
		return err
	}
	if err := CheckTags(d.UserPoolTags); err != nil {
		return err
	}
	return checkSender(opt.Value(d.EmailConfiguration), account)
}

// checkTier refuses what the pool's tier does not have (P134).
func checkTier(d *Configuration) *refusal.Error {
	var missing []string
	if d.UserPoolTier == types.UserPoolTierTypeLite && len(firstFactors(d)) > 1 {
		missing = append(missing, refusal.FeaturePasswordless)
	}
	if d.UserPoolTier != types.UserPoolTierTypePlus && protected(d.UserPoolAddOns) {
		missing = append(missing, refusal.FeatureThreatProtection)
	}
	if d.UserPoolTier == types.UserPoolTierTypeLite {
		missing = append(missing, d.factorsBeyondLite()...)
	}
	if missing != nil {
		return refusal.NotInTier(string(d.UserPoolTier), missing...).WithHint("give another UserPoolTier, or leave out what it lacks: AllowedFirstAuthFactors beside PASSWORD need ESSENTIALS, UserPoolAddOns need PLUS")
	}
	return nil
}

// protected reports whether threats are looked for, in sign-ins of any kind.
func protected(addOns *types.UserPoolAddOnsType) bool {
	a := opt.Value(addOns)
	mode := a.AdvancedSecurityMode
	return mode != "" && mode != types.AdvancedSecurityModeTypeOff ||
		a.AdvancedSecurityAdditionalFlows != nil && a.AdvancedSecurityAdditionalFlows.CustomAuthMode != ""
}

func firstFactors(d *Configuration) []types.AuthFactorType {
	return opt.Value(opt.Value(d.Policies).SignInPolicy).AllowedFirstAuthFactors
}

// checkFactors judges the first factors, by themselves (P132) and beside a
// second one that everybody has (M14, M15).
func checkFactors(d *Configuration) *refusal.Error {
	factors := firstFactors(d)
	has := func(f types.AuthFactorType) bool { return slices.Contains(factors, f) }
	required := d.MfaConfiguration == types.UserPoolMfaTypeOn
	switch {
	case has(types.AuthFactorTypeSoftwareToken):
		return refusal.TokenIsNoFirstFactor().WithHint("leave SOFTWARE_TOKEN out of AllowedFirstAuthFactors: it is a second factor alone (M155)")
	case len(factors) > 0 && !has(types.AuthFactorTypePassword):
		return refusal.FactorsNeedPassword().WithHint("add PASSWORD to Policies.SignInPolicy.AllowedFirstAuthFactors")
	case has(types.AuthFactorTypeSmsOtp) && d.SmsConfiguration == nil:
		return refusal.FactorNeedsSMS().WithHint("give SmsConfiguration")
	case required && (has(types.AuthFactorTypeEmailOtp) || has(types.AuthFactorTypeSmsOtp)):
		return refusal.FactorsBesideMFA().WithHint("MfaConfiguration OPTIONAL takes them")
	case required && has(types.AuthFactorTypeWebAuthn) && !d.MFA.PasskeysAreTwo():
		return refusal.SinglePasskeyBesideMFA().WithHint("SetUserPoolMfaConfig takes a WebAuthnConfiguration with FactorConfiguration MULTI_FACTOR_WITH_USER_VERIFICATION")
	}
	return nil
}

// checkVerifiesFirst wants the pool to verify what is to be verified before it
// changes (N137).
func checkVerifiesFirst(d *Configuration) *refusal.Error {
	if u := d.UserAttributeUpdateSettings; u != nil {
		for _, name := range u.AttributesRequireVerificationBeforeUpdate {
			if !slices.Contains(d.AutoVerifiedAttributes, name) {
				return refusal.VerifiesFirstWithoutAuto().WithHint("give AutoVerifiedAttributes with " + string(name) + " in the same call: what is left out is reset")
			}
		}
	}
	return nil
}

// checkSender judges where e-mails come from (N135).
func checkSender(c types.EmailConfigurationType, account string) *refusal.Error {
	if c.From != nil && c.EmailSendingAccount != types.EmailSendingAccountTypeDeveloper {
		return refusal.FromByDefaultSender().WithHint("EmailConfiguration.From needs EmailSendingAccount DEVELOPER")
	}
	if owner := arnAccount(opt.Value(c.SourceArn)); owner != "" && owner != account {
		return refusal.ForeignEmailARN().WithHint("EmailConfiguration.SourceArn is of the account " + owner + ", the pool of " + account)
	}
	return nil
}

// checkTemplates refuses what fits the model's patterns and is no message all
// the same (L33): a code where a link belongs, and the reverse.
func checkTemplates(d *types.UserPoolType) *refusal.Error {
	t := opt.Value(d.VerificationMessageTemplate)
	if link := t.EmailMessageByLink; link != nil {
		if _, _, _, ok := message.CutLink(*link); !ok || strings.Contains(*link, message.CodePlaceholder) {
			return refusal.InvalidMessage().WithHint("VerificationMessageTemplate.EmailMessageByLink takes {##some text##} and no {####}")
		}
	}
	for _, code := range []struct {
		member string
		text   *string
	}{
		{"EmailVerificationMessage", d.EmailVerificationMessage},
		{"SmsVerificationMessage", d.SmsVerificationMessage},
		{"SmsAuthenticationMessage", d.SmsAuthenticationMessage},
		{"VerificationMessageTemplate.EmailMessage", t.EmailMessage},
		{"VerificationMessageTemplate.SmsMessage", t.SmsMessage},
	} {
		if code.text == nil {
			continue
		}
		if _, _, _, link := message.CutLink(*code.text); link || !strings.Contains(*code.text, message.CodePlaceholder) {
			return refusal.InvalidMessage().WithHint(code.member + " takes {####} and no {##link##}")
		}
	}
	return nil
}
