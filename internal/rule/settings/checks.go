package settings

import (
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
	"github.com/cognitofake/cognitofake/internal/rule/message"
)

func (s *Pool) check() *refusal.Error {
	d := &s.Describe
	if len(d.AliasAttributes) > 0 && len(d.UsernameAttributes) > 0 {
		return refusal.AliasAndUsernameAttributes().WithHint("leave AliasAttributes or UsernameAttributes out")
	}
	if s.Auto.Has(attribute.Phone) && d.SmsConfiguration == nil {
		return refusal.PhoneNeedsSMS().WithHint("give SmsConfiguration an SnsCallerArn, or leave phone_number out of AutoVerifiedAttributes")
	}
	if p := d.Policies; p != nil && p.SignInPolicy != nil {
		factors := p.SignInPolicy.AllowedFirstAuthFactors
		if !slices.Contains(factors, types.AuthFactorTypePassword) {
			return refusal.FactorsNeedPassword().WithHint("add PASSWORD to Policies.SignInPolicy.AllowedFirstAuthFactors")
		}
		if !s.ChoiceTier && len(factors) > 1 {
			return refusal.FactorsNeedTier().WithHint("leave UserPoolTier out, for ESSENTIALS, or the other factors out of Policies.SignInPolicy.AllowedFirstAuthFactors")
		}
	}
	return s.checkTemplates()
}

// CheckMFA judges what CreateUserPool and UpdateUserPool are given. A pool that
// exists may have a second factor without text messages, by
// SetUserPoolMfaConfig.
func CheckMFA(d types.UserPoolType) *refusal.Error {
	if d.MfaConfiguration != types.UserPoolMfaTypeOff &&
		(d.SmsConfiguration == nil || !slices.Contains(d.AutoVerifiedAttributes, types.VerifiedAttributeTypePhoneNumber)) {
		return refusal.MFANeedsSMS().WithHint("give SmsConfiguration and AutoVerifiedAttributes with phone_number, or leave MfaConfiguration out")
	}
	return nil
}

// checkTemplates refuses what fits the model's patterns and is no message all
// the same (L33): a code where a link belongs, and the reverse.
func (s *Pool) checkTemplates() *refusal.Error {
	d := &s.Describe
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
