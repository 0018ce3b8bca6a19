package cognitofake

import (
	"slices"
	"strings"
	"time"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
	"github.com/cognitofake/cognitofake/internal/rule/password"
)

// poolSettings is how a pool is configured: what DescribeUserPool shows, and
// what the operations read of it. It is never changed: a pool that is
// configured anew gets another one, so that readers need no lock.
type poolSettings struct {
	describe types.UserPoolType

	policy            password.Policy
	temporaryValidity time.Duration
	schema            *attribute.Schema

	auto           attribute.AddressSet // AutoVerifiedAttributes
	alias          attribute.AddressSet // AliasAttributes
	aliasPreferred bool                 // preferred_username among them
	named          attribute.AddressSet // UsernameAttributes
	verifiesFirst  attribute.AddressSet // a new value is taken over when it has been verified
	otp            attribute.AddressSet // of first factors EMAIL_OTP and SMS_OTP, in a tier that has them (R110)

	recovery []attribute.Address // for forgotten passwords, preferred first (N105)

	foldCase   bool // CaseSensitive=false (R77)
	adminOnly  bool // AllowAdminCreateUserOnly (R22)
	linkMode   bool // CONFIRM_WITH_LINK (L34)
	choiceTier bool // ESSENTIALS or PLUS

	lambdas map[Trigger]string // ARNs of LambdaConfig; nil without any
}

// newPoolSettings reads a description, and refuses what the service refuses.
func newPoolSettings(d types.UserPoolType) (*poolSettings, *refusal.Error) {
	s := &poolSettings{
		describe:       d,
		schema:         attribute.NewSchema(d.SchemaAttributes),
		auto:           attribute.SetOf(d.AutoVerifiedAttributes),
		alias:          attribute.SetOf(d.AliasAttributes),
		aliasPreferred: slices.Contains(d.AliasAttributes, types.AliasAttributeTypePreferredUsername),
		named:          attribute.SetOf(d.UsernameAttributes),
		recovery:       recoveryAttributes(d.AccountRecoverySetting),
		choiceTier:     d.UserPoolTier != types.UserPoolTierTypeLite,
		lambdas:        configuredLambdas(d.LambdaConfig),
	}
	if c := d.UsernameConfiguration; c != nil {
		s.foldCase = c.CaseSensitive != nil && !*c.CaseSensitive
	}
	if c := d.AdminCreateUserConfig; c != nil {
		s.adminOnly = c.AllowAdminCreateUserOnly
	}
	if t := d.VerificationMessageTemplate; t != nil {
		s.linkMode = t.DefaultEmailOption == types.DefaultEmailOptionTypeConfirmWithLink
	}
	policies := opt.Value(d.Policies)
	policy := password.DefaultPolicy(policies.PasswordPolicy) // an import may be silent
	s.policy = password.NewPolicy(policy)
	s.temporaryValidity = time.Duration(policy.TemporaryPasswordValidityDays) * 24 * time.Hour
	if p := policies.SignInPolicy; p != nil && s.choiceTier {
		s.otp = oneTimePasswords(p.AllowedFirstAuthFactors)
	}
	if u := d.UserAttributeUpdateSettings; u != nil {
		s.verifiesFirst = attribute.SetOf(u.AttributesRequireVerificationBeforeUpdate)
	}
	return s, s.check()
}

// oneTimePasswords are the addresses to which first factors send a code.
func oneTimePasswords(factors []types.AuthFactorType) attribute.AddressSet {
	var names []attribute.Address
	for _, factor := range factors {
		switch factor {
		case types.AuthFactorTypeEmailOtp:
			names = append(names, attribute.Email)
		case types.AuthFactorTypeSmsOtp:
			names = append(names, attribute.Phone)
		}
	}
	return attribute.SetOf(names)
}

func (s *poolSettings) check() *refusal.Error {
	d := &s.describe
	if len(d.AliasAttributes) > 0 && len(d.UsernameAttributes) > 0 {
		return refusal.AliasAndUsernameAttributes().WithHint("leave AliasAttributes or UsernameAttributes out")
	}
	if s.auto.Has(attribute.Phone) && d.SmsConfiguration == nil {
		return refusal.PhoneNeedsSMS().WithHint("give SmsConfiguration an SnsCallerArn, or leave phone_number out of AutoVerifiedAttributes")
	}
	if p := d.Policies; p != nil && p.SignInPolicy != nil {
		factors := p.SignInPolicy.AllowedFirstAuthFactors
		if !slices.Contains(factors, types.AuthFactorTypePassword) {
			return refusal.FactorsNeedPassword().WithHint("add PASSWORD to Policies.SignInPolicy.AllowedFirstAuthFactors")
		}
		if !s.choiceTier && len(factors) > 1 {
			return refusal.FactorsNeedTier().WithHint("leave UserPoolTier out, for ESSENTIALS, or the other factors out of Policies.SignInPolicy.AllowedFirstAuthFactors")
		}
	}
	return s.checkTemplates()
}

// checkMFA judges what CreateUserPool and UpdateUserPool are given. A pool that
// exists may have a second factor without text messages, by
// SetUserPoolMfaConfig.
func checkMFA(d types.UserPoolType) *refusal.Error {
	if d.MfaConfiguration != types.UserPoolMfaTypeOff &&
		(d.SmsConfiguration == nil || !slices.Contains(d.AutoVerifiedAttributes, types.VerifiedAttributeTypePhoneNumber)) {
		return refusal.MFANeedsSMS().WithHint("give SmsConfiguration and AutoVerifiedAttributes with phone_number, or leave MfaConfiguration out")
	}
	return nil
}

// checkTemplates refuses what fits the model's patterns and is no message all
// the same (L33): a code where a link belongs, and the reverse.
func (s *poolSettings) checkTemplates() *refusal.Error {
	d := &s.describe
	t := opt.Value(d.VerificationMessageTemplate)
	if link := t.EmailMessageByLink; link != nil {
		if _, _, _, ok := cutLink(*link); !ok || strings.Contains(*link, codePlaceholder) {
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
		if _, _, _, link := cutLink(*code.text); link || !strings.Contains(*code.text, codePlaceholder) {
			return refusal.InvalidMessage().WithHint(code.member + " takes {####} and no {##link##}")
		}
	}
	return nil
}

// usesUsernameAttributes reports whether users of the pool are named by their
// e-mail address or phone number; their stored username is then their sub (R64).
func (s *poolSettings) usesUsernameAttributes() bool { return !s.named.Empty() }

// hasAlias reports whether a verified value of name signs its owner in.
func (s *poolSettings) hasAlias(name string) bool {
	return s.alias.Has(attribute.Address(name)) || s.aliasPreferred && name == attribute.PreferredUsername
}

// fold is the form in which names are compared (R77).
func (s *poolSettings) fold(name string) string {
	if s.foldCase {
		return strings.ToLower(name)
	}
	return name
}

// host is where the pool's pages are, "" without a domain (L35).
func (s *poolSettings) host(region string) string {
	if d := opt.Value(s.describe.CustomDomain); d != "" {
		return d
	}
	if d := opt.Value(s.describe.Domain); d != "" {
		return d + ".auth." + region + ".amazoncognito.com"
	}
	return ""
}

// describeNew is what a new pool looks like: the input, and the service's
// defaults where it is silent (R46, R77, R82, N134).
func describeNew(in *cip.CreateUserPoolInput, now time.Time) (types.UserPoolType, *refusal.Error) {
	attributes, err := attribute.Describe(in.Schema)
	if err != nil {
		return types.UserPoolType{}, err
	}
	d := types.UserPoolType{
		Name:                  in.PoolName,
		CreationDate:          &now,
		SchemaAttributes:      attributes,
		AliasAttributes:       in.AliasAttributes,
		UsernameAttributes:    in.UsernameAttributes,
		UsernameConfiguration: in.UsernameConfiguration,
	}
	return describeConfigured(d, &cip.UpdateUserPoolInput{
		AccountRecoverySetting:      in.AccountRecoverySetting,
		AdminCreateUserConfig:       in.AdminCreateUserConfig,
		AutoVerifiedAttributes:      in.AutoVerifiedAttributes,
		DeletionProtection:          in.DeletionProtection,
		DeviceConfiguration:         in.DeviceConfiguration,
		EmailConfiguration:          in.EmailConfiguration,
		EmailVerificationMessage:    in.EmailVerificationMessage,
		EmailVerificationSubject:    in.EmailVerificationSubject,
		IssuerConfiguration:         in.IssuerConfiguration,
		KeyConfiguration:            in.KeyConfiguration,
		LambdaConfig:                in.LambdaConfig,
		MfaConfiguration:            in.MfaConfiguration,
		Policies:                    in.Policies,
		PoolName:                    in.PoolName,
		SmsAuthenticationMessage:    in.SmsAuthenticationMessage,
		SmsConfiguration:            in.SmsConfiguration,
		SmsVerificationMessage:      in.SmsVerificationMessage,
		UserAttributeUpdateSettings: in.UserAttributeUpdateSettings,
		UserPoolAddOns:              in.UserPoolAddOns,
		UserPoolTags:                in.UserPoolTags,
		UserPoolTier:                in.UserPoolTier,
		VerificationMessageTemplate: in.VerificationMessageTemplate,
	}, now), nil
}

// describeConfigured is d configured by in; what in leaves out goes back to
// its default (N137).
func describeConfigured(d types.UserPoolType, in *cip.UpdateUserPoolInput, now time.Time) types.UserPoolType {
	d.LastModifiedDate = &now
	d.Name = opt.Or(in.PoolName, d.Name)
	d.AccountRecoverySetting = in.AccountRecoverySetting
	d.AutoVerifiedAttributes = in.AutoVerifiedAttributes
	d.DeviceConfiguration = in.DeviceConfiguration
	d.EmailVerificationMessage = in.EmailVerificationMessage
	d.EmailVerificationSubject = in.EmailVerificationSubject
	d.IssuerConfiguration = in.IssuerConfiguration
	d.KeyConfiguration = in.KeyConfiguration
	d.SmsAuthenticationMessage = in.SmsAuthenticationMessage
	d.SmsConfiguration = in.SmsConfiguration
	d.SmsVerificationMessage = in.SmsVerificationMessage
	d.UserAttributeUpdateSettings = in.UserAttributeUpdateSettings
	d.UserPoolAddOns = in.UserPoolAddOns
	d.UserPoolTags = in.UserPoolTags
	d.LambdaConfig = opt.Or(in.LambdaConfig, &types.LambdaConfigType{})

	d.MfaConfiguration = opt.Default(in.MfaConfiguration, types.UserPoolMfaTypeOff)
	d.UserPoolTier = opt.Default(in.UserPoolTier, types.UserPoolTierTypeEssentials)
	d.DeletionProtection = opt.Default(in.DeletionProtection, types.DeletionProtectionTypeInactive)

	email := opt.Value(in.EmailConfiguration)
	email.EmailSendingAccount = opt.Default(email.EmailSendingAccount, types.EmailSendingAccountTypeCognitoDefault)
	d.EmailConfiguration = &email

	template := opt.Value(in.VerificationMessageTemplate)
	template.DefaultEmailOption = opt.Default(template.DefaultEmailOption, types.DefaultEmailOptionTypeConfirmWithCode)
	d.VerificationMessageTemplate = &template

	policies := opt.Value(in.Policies)
	policies.PasswordPolicy = password.DefaultPolicy(policies.PasswordPolicy)
	if policies.SignInPolicy == nil || len(policies.SignInPolicy.AllowedFirstAuthFactors) == 0 {
		policies.SignInPolicy = &types.SignInPolicyType{AllowedFirstAuthFactors: []types.AuthFactorType{types.AuthFactorTypePassword}}
	}
	d.Policies = &policies

	admin := opt.Value(in.AdminCreateUserConfig)
	if admin.UnusedAccountValidityDays == 0 {
		admin.UnusedAccountValidityDays = policies.PasswordPolicy.TemporaryPasswordValidityDays
	}
	d.AdminCreateUserConfig = &admin
	return d
}
