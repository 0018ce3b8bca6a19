// Package settings makes the descriptions of pools and app clients readable,
// and refuses what the service refuses of them. It knows no locks.
package settings

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"time"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
	"github.com/cognitofake/cognitofake/internal/rule/message"
	"github.com/cognitofake/cognitofake/internal/rule/password"
	"github.com/cognitofake/cognitofake/internal/rule/trigger"
)

// Pool is how a pool is configured: what DescribeUserPool shows, and
// what the operations read of it. It is never changed: a pool that is
// configured anew gets another one, so that readers need no lock.
type Pool struct {
	Describe types.UserPoolType

	Policy            password.Policy
	TemporaryValidity time.Duration
	Schema            *attribute.Schema

	Auto           attribute.AddressSet // AutoVerifiedAttributes
	Alias          attribute.AddressSet // AliasAttributes
	AliasPreferred bool                 // preferred_username among them
	Named          attribute.AddressSet // UsernameAttributes
	VerifiesFirst  attribute.AddressSet // a new value is taken over when it has been verified
	Otp            attribute.AddressSet // of first factors EMAIL_OTP and SMS_OTP, in a tier that has them (R110)

	Recovery []attribute.Address // for forgotten passwords, preferred first (N105)

	foldCase   bool // CaseSensitive=false (R77)
	AdminOnly  bool // AllowAdminCreateUserOnly (R22)
	LinkMode   bool // CONFIRM_WITH_LINK (L34)
	ChoiceTier bool // ESSENTIALS or PLUS

	Lambdas map[string]string // ARNs of LambdaConfig; nil without any
}

// NewPool reads a description, and refuses what the service refuses.
func NewPool(d types.UserPoolType) (*Pool, *refusal.Error) {
	s := &Pool{
		Describe:       d,
		Schema:         attribute.NewSchema(d.SchemaAttributes),
		Auto:           attribute.SetOf(d.AutoVerifiedAttributes),
		Alias:          attribute.SetOf(d.AliasAttributes),
		AliasPreferred: slices.Contains(d.AliasAttributes, types.AliasAttributeTypePreferredUsername),
		Named:          attribute.SetOf(d.UsernameAttributes),
		Recovery:       recoveryAttributes(d.AccountRecoverySetting),
		ChoiceTier:     d.UserPoolTier != types.UserPoolTierTypeLite,
		Lambdas:        trigger.Configured(d.LambdaConfig),
	}
	if c := d.UsernameConfiguration; c != nil {
		s.foldCase = c.CaseSensitive != nil && !*c.CaseSensitive
	}
	if c := d.AdminCreateUserConfig; c != nil {
		s.AdminOnly = c.AllowAdminCreateUserOnly
	}
	if t := d.VerificationMessageTemplate; t != nil {
		s.LinkMode = t.DefaultEmailOption == types.DefaultEmailOptionTypeConfirmWithLink
	}
	policies := opt.Value(d.Policies)
	policy := password.DefaultPolicy(policies.PasswordPolicy) // an import may be silent
	s.Policy = password.NewPolicy(policy)
	s.TemporaryValidity = time.Duration(policy.TemporaryPasswordValidityDays) * 24 * time.Hour
	if p := policies.SignInPolicy; p != nil && s.ChoiceTier {
		s.Otp = oneTimePasswords(p.AllowedFirstAuthFactors)
	}
	if u := d.UserAttributeUpdateSettings; u != nil {
		s.VerifiesFirst = attribute.SetOf(u.AttributesRequireVerificationBeforeUpdate)
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

// UsesUsernameAttributes reports whether users of the pool are named by their
// e-mail address or phone number; their stored username is then their sub (R64).
func (s *Pool) UsesUsernameAttributes() bool { return !s.Named.Empty() }

// HasAlias reports whether a verified value of name signs its owner in.
func (s *Pool) HasAlias(name string) bool {
	return s.Alias.Has(attribute.Address(name)) || s.AliasPreferred && name == attribute.PreferredUsername
}

// Fold is the form in which names are compared (R77).
func (s *Pool) Fold(name string) string {
	if s.foldCase {
		return strings.ToLower(name)
	}
	return name
}

// Host is where the pool's pages are, "" without a domain (L35).
func (s *Pool) Host(region string) string {
	if d := opt.Value(s.Describe.CustomDomain); d != "" {
		return d
	}
	if d := opt.Value(s.Describe.Domain); d != "" {
		return d + ".auth." + region + ".amazoncognito.com"
	}
	return ""
}

// DescribePool is what a new pool looks like: the input, and the service's
// defaults where it is silent (R46, R77, R82, N134).
func DescribePool(in *cip.CreateUserPoolInput, now time.Time) (types.UserPoolType, *refusal.Error) {
	var d types.UserPoolType
	opt.Carry(in, &d)
	d.Name, d.CreationDate = opt.Of(*in.PoolName), &now
	var err *refusal.Error
	if d.SchemaAttributes, err = attribute.Describe(opt.Copy(in).Schema); err != nil {
		return d, err
	}
	return withDefaults(d, now), nil
}

// UpdatePool is d configured by in; what in leaves out goes back to its
// default (N137).
func UpdatePool(d types.UserPoolType, in *cip.UpdateUserPoolInput, now time.Time) types.UserPoolType {
	opt.Carry(in, &d)
	if in.PoolName != nil {
		d.Name = opt.Of(*in.PoolName)
	}
	return withDefaults(d, now)
}

// withDefaults fills in what the service does where a description is silent.
func withDefaults(d types.UserPoolType, now time.Time) types.UserPoolType {
	d.LastModifiedDate = &now
	d.LambdaConfig = opt.Or(d.LambdaConfig, &types.LambdaConfigType{})

	d.MfaConfiguration = opt.Default(d.MfaConfiguration, types.UserPoolMfaTypeOff)
	d.UserPoolTier = opt.Default(d.UserPoolTier, types.UserPoolTierTypeEssentials)
	d.DeletionProtection = opt.Default(d.DeletionProtection, types.DeletionProtectionTypeInactive)

	email := opt.Value(d.EmailConfiguration)
	email.EmailSendingAccount = opt.Default(email.EmailSendingAccount, types.EmailSendingAccountTypeCognitoDefault)
	d.EmailConfiguration = &email

	template := opt.Value(d.VerificationMessageTemplate)
	template.DefaultEmailOption = opt.Default(template.DefaultEmailOption, types.DefaultEmailOptionTypeConfirmWithCode)
	d.VerificationMessageTemplate = &template

	policies := opt.Value(d.Policies)
	policies.PasswordPolicy = password.DefaultPolicy(policies.PasswordPolicy)
	if policies.SignInPolicy == nil || len(policies.SignInPolicy.AllowedFirstAuthFactors) == 0 {
		policies.SignInPolicy = &types.SignInPolicyType{AllowedFirstAuthFactors: []types.AuthFactorType{types.AuthFactorTypePassword}}
	}
	d.Policies = &policies

	admin := opt.Value(d.AdminCreateUserConfig)
	if admin.UnusedAccountValidityDays == 0 {
		admin.UnusedAccountValidityDays = policies.PasswordPolicy.TemporaryPasswordValidityDays
	}
	d.AdminCreateUserConfig = &admin
	return d
}

// NewAttributes are those of a user who signs up: they conform to the schema,
// and have no preferred username where that is an alias (R71).
func (s *Pool) NewAttributes(given []types.AttributeType, username string) (attribute.List, error) {
	attrs, err := s.Schema.Conform(given, s.nameAttribute(username))
	if err != nil {
		return nil, err
	}
	if s.AliasPreferred && attrs.Get(attribute.PreferredUsername) != "" {
		return nil, refusal.PreferredUsernameUnconfirmed()
	}
	return attrs, nil
}

// CheckNewPassword judges the password of a sign-up: one that is there by the
// policy (R40, R116), one that is not by what allows to go without (R114).
func (s *Pool) CheckNewPassword(flows Flows, chosen, username string, given []types.AttributeType) *refusal.Error {
	if chosen != "" {
		return s.CheckPolicy(chosen, refusal.PasswordPolicy)
	}
	if !s.passwordless(flows, username, given) {
		return refusal.PasswordMissing().WithHint(s.hintPasswordless(flows))
	}
	return nil
}

// passwordless reports whether a user may sign up without a password: the
// pool and the client allow one-time passwords, and there is an address of the
// right kind that the pool verifies (R110, R111, L79).
func (s *Pool) passwordless(flows Flows, username string, given []types.AttributeType) bool {
	return flows.UserAuth && slices.ContainsFunc(attribute.Addresses, func(a attribute.Address) bool {
		return s.Otp.And(s.Auto).Has(a) &&
			(s.nameAttribute(username).Name == string(a) || attribute.Last(given, string(a)) != "")
	})
}

// hintPasswordless says which of the conditions of R110 is missing.
func (s *Pool) hintPasswordless(flows Flows) string {
	switch {
	case !s.ChoiceTier:
		return "sign-up without a password needs the tier ESSENTIALS or PLUS (R110)"
	case s.Otp.Empty():
		return "sign-up without a password needs EMAIL_OTP or SMS_OTP in the pool's AllowedFirstAuthFactors (R110)"
	case !flows.UserAuth:
		return "sign-up without a password needs ALLOW_USER_AUTH in the app client's ExplicitAuthFlows (R110)"
	}
	return "sign-up without a password needs an e-mail address or phone number of the kind of the one-time password, and that kind in AutoVerifiedAttributes (R110, L79)"
}

// HintCannotResend says which of two reasons it is.
func (s *Pool) HintCannotResend() string {
	if !s.Auto.Empty() {
		return "the user has no attribute that the pool verifies (L74)"
	}
	return "the pool has no AutoVerifiedAttributes (L73)"
}

// CheckTemporaryPassword judges one that is given (N117).
func (s *Pool) CheckTemporaryPassword(given string) *refusal.Error {
	if given == "" {
		return nil
	}
	return s.CheckPolicy(given, refusal.PasswordPolicy)
}

// AdminAttributes are those of a user whom an administrator makes: none is
// required (N115), none needs a permission, and the verified flags may be among
// them.
func (s *Pool) AdminAttributes(given []types.AttributeType, username string) (attribute.List, error) {
	attrs, err := s.Schema.Read(given, len(given)+3)
	if err != nil {
		return nil, err
	}
	if attrs.Get(attribute.Sub) != "" {
		return nil, refusal.Immutable(attribute.Sub) // choice
	}
	if fill := s.nameAttribute(username); fill.Name != "" && attrs.Get(fill.Name) == "" {
		attrs = attrs.Set(fill.Name, fill.Value) // R64
	}
	if err := s.Schema.CheckValues(attrs); err != nil {
		return nil, err
	}
	for _, address := range attribute.Addresses {
		flag := attrs.Get(address.Flag())
		if flag != "" && attrs.Get(string(address)) == "" {
			return nil, refusal.NothingToVerify(string(address))
		}
		attrs = attrs.Set(address.Flag(), strings.ToLower(flag))
	}
	return attrs, nil
}

// CheckPolicy judges a password by the pool's policy; say words the violation.
func (s *Pool) CheckPolicy(chosen string, say func(violation string) *refusal.Error) *refusal.Error {
	if violation := s.Policy.Violation(chosen); violation != "" {
		return say(violation).WithHint(password.Hint(chosen, violation))
	}
	return nil
}

// VerificationDestination is where the code that verifies a new user goes: to
// the phone if the pool verifies it and there is one, else to the e-mail
// address likewise, else nowhere (L8 to L14).
func (s *Pool) VerificationDestination(attrs attribute.List) (message.Destination, bool) {
	for _, a := range []attribute.Address{attribute.Phone, attribute.Email} {
		if address := attrs.Get(string(a)); s.Auto.Has(a) && address != "" {
			return message.Destination{Attribute: a, Address: address}, true
		}
	}
	return message.Destination{}, false
}

// CheckLink refuses to send a link in a pool whose domain would have to take
// it and which has none (R94, L37).
func (s *Pool) CheckLink(to message.Destination, region string) *refusal.Error {
	if s.LinkMode && to.Attribute == attribute.Email && s.Host(region) == "" {
		return refusal.NoDomain()
	}
	return nil
}

// recoveryAttributes are the attributes to which codes that reset a password
// go, the preferred one first: those that AccountRecoverySetting ranks; where
// that is unset, the phone before the e-mail address. There are none where an
// administrator has to help (N105, N106).
func recoveryAttributes(setting *types.AccountRecoverySettingType) []attribute.Address {
	if setting == nil || len(setting.RecoveryMechanisms) == 0 {
		return []attribute.Address{attribute.Phone, attribute.Email}
	}
	ranked := slices.Clone(setting.RecoveryMechanisms)
	slices.SortStableFunc(ranked, func(a, b types.RecoveryOptionType) int {
		return cmp.Compare(opt.Value(a.Priority), opt.Value(b.Priority))
	})
	names := []attribute.Address{}
	for _, m := range ranked {
		switch m.Name {
		case types.RecoveryOptionNameTypeVerifiedEmail:
			names = append(names, attribute.Email)
		case types.RecoveryOptionNameTypeVerifiedPhoneNumber:
			names = append(names, attribute.Phone)
		}
	}
	return names
}

// RecoveryDestination is where a code that resets a password goes: to the
// first of the pool's recovery attributes that the user has and has verified.
func (s *Pool) RecoveryDestination(attrs attribute.List) (message.Destination, *refusal.Error) {
	if len(s.Recovery) == 0 {
		return message.Destination{}, refusal.ContactAdministrator()
	}
	for _, a := range s.Recovery {
		if attrs.Verified(a) {
			return message.Destination{Attribute: a, Address: attrs.Get(string(a))}, nil
		}
	}
	return message.Destination{}, refusal.NothingVerified().RevealUser() // L143
}

// Templates are the pool's words for a message of a purpose; what the pool
// does not set is empty.
func (s *Pool) Templates(purpose string, link bool) message.Templates {
	d := &s.Describe
	t := opt.Value(d.VerificationMessageTemplate)
	switch {
	case purpose == message.Invitation:
		set := opt.Value(opt.Value(d.AdminCreateUserConfig).InviteMessageTemplate)
		return message.Templates{Email: opt.Value(set.EmailMessage), Subject: opt.Value(set.EmailSubject), Sms: opt.Value(set.SMSMessage)}
	case purpose == message.Authentication:
		return message.Templates{Sms: opt.Value(d.SmsAuthenticationMessage)} // M108
	case link:
		return message.Templates{Email: opt.Value(t.EmailMessageByLink), Subject: opt.Value(t.EmailSubjectByLink)}
	}
	return message.Templates{
		Email:   cmp.Or(opt.Value(t.EmailMessage), opt.Value(d.EmailVerificationMessage)),
		Subject: cmp.Or(opt.Value(t.EmailSubject), opt.Value(d.EmailVerificationSubject)),
		Sms:     cmp.Or(opt.Value(t.SmsMessage), opt.Value(d.SmsVerificationMessage)),
	}
}

// DefaultSender reports whether Amazon Cognito sends the pool's e-mail by itself.
func (s *Pool) DefaultSender() bool {
	c := s.Describe.EmailConfiguration
	return c == nil || c.EmailSendingAccount != types.EmailSendingAccountTypeDeveloper
}

// BlocksCompromised reports whether the pool refuses compromised passwords (R49).
func (s *Pool) BlocksCompromised() bool {
	d := &s.Describe
	return d.UserPoolTier == types.UserPoolTierTypePlus && d.UserPoolAddOns != nil &&
		d.UserPoolAddOns.AdvancedSecurityMode == types.AdvancedSecurityModeTypeEnforced
}

// RegionPattern is the form of an AWS region.
var RegionPattern = regexp.MustCompile(`\A[a-z]{2,}(-[a-z]+)+-[0-9]+\z`)

// RegionOf is the region that begins a pool's id, or other where none does.
func RegionOf(poolID, other string) string {
	if i := strings.LastIndexByte(poolID, '_'); i >= 0 && RegionPattern.MatchString(poolID[:i]) {
		return poolID[:i]
	}
	return other
}
