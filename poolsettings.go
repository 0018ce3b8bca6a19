package cognitofake

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

	lambdas map[string]string // ARNs of LambdaConfig; nil without any
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

// describePool is what a new pool looks like: the input, and the service's
// defaults where it is silent (R46, R77, R82, N134).
func describePool(in *cip.CreateUserPoolInput, now time.Time) (types.UserPoolType, *refusal.Error) {
	var d types.UserPoolType
	opt.Carry(in, &d)
	d.Name, d.CreationDate = opt.Of(*in.PoolName), &now
	var err *refusal.Error
	if d.SchemaAttributes, err = attribute.Describe(opt.Copy(in).Schema); err != nil {
		return d, err
	}
	return withDefaults(d, now), nil
}

// updatePool is d configured by in; what in leaves out goes back to its
// default (N137).
func updatePool(d types.UserPoolType, in *cip.UpdateUserPoolInput, now time.Time) types.UserPoolType {
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

// newAttributes are those of a user who signs up: they conform to the schema,
// and have no preferred username where that is an alias (R71).
func (s *poolSettings) newAttributes(given []types.AttributeType, username string) (attribute.List, error) {
	attrs, err := s.schema.Conform(given, s.nameAttribute(username))
	if err != nil {
		return nil, err
	}
	if s.aliasPreferred && attrs.Get(attribute.PreferredUsername) != "" {
		return nil, refusal.PreferredUsernameUnconfirmed()
	}
	return attrs, nil
}

// checkNewPassword judges the password of a sign-up: one that is there by the
// policy (R40, R116), one that is not by what allows to go without (R114).
func (s *poolSettings) checkNewPassword(flows flowSet, chosen, username string, given []types.AttributeType) *refusal.Error {
	if chosen != "" {
		return s.checkPolicy(chosen, refusal.PasswordPolicy)
	}
	if !s.passwordless(flows, username, given) {
		return refusal.PasswordMissing().WithHint(s.hintPasswordless(flows))
	}
	return nil
}

// passwordless reports whether a user may sign up without a password: the
// pool and the client allow one-time passwords, and there is an address of the
// right kind that the pool verifies (R110, R111, L79).
func (s *poolSettings) passwordless(flows flowSet, username string, given []types.AttributeType) bool {
	return flows.userAuth && slices.ContainsFunc(attribute.Addresses, func(a attribute.Address) bool {
		return s.otp.And(s.auto).Has(a) &&
			(s.nameAttribute(username).Name == string(a) || attribute.Last(given, string(a)) != "")
	})
}

// hintPasswordless says which of the conditions of R110 is missing.
func (s *poolSettings) hintPasswordless(flows flowSet) string {
	switch {
	case !s.choiceTier:
		return "sign-up without a password needs the tier ESSENTIALS or PLUS (R110)"
	case s.otp.Empty():
		return "sign-up without a password needs EMAIL_OTP or SMS_OTP in the pool's AllowedFirstAuthFactors (R110)"
	case !flows.userAuth:
		return "sign-up without a password needs ALLOW_USER_AUTH in the app client's ExplicitAuthFlows (R110)"
	}
	return "sign-up without a password needs an e-mail address or phone number of the kind of the one-time password, and that kind in AutoVerifiedAttributes (R110, L79)"
}

// hintCannotResend says which of two reasons it is.
func (s *poolSettings) hintCannotResend() string {
	if !s.auto.Empty() {
		return "the user has no attribute that the pool verifies (L74)"
	}
	return "the pool has no AutoVerifiedAttributes (L73)"
}

// checkTemporaryPassword judges one that is given (N117).
func (s *poolSettings) checkTemporaryPassword(given string) *refusal.Error {
	if given == "" {
		return nil
	}
	return s.checkPolicy(given, refusal.PasswordPolicy)
}

// adminAttributes are those of a user whom an administrator makes: none is
// required (N115), none needs a permission, and the verified flags may be among
// them.
func (s *poolSettings) adminAttributes(given []types.AttributeType, username string) (attribute.List, error) {
	attrs, err := s.schema.Read(given, len(given)+3)
	if err != nil {
		return nil, err
	}
	if attrs.Get(attribute.Sub) != "" {
		return nil, refusal.Immutable(attribute.Sub) // choice
	}
	if fill := s.nameAttribute(username); fill.Name != "" && attrs.Get(fill.Name) == "" {
		attrs = attrs.Set(fill.Name, fill.Value) // R64
	}
	if err := s.schema.CheckValues(attrs); err != nil {
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

// checkPolicy judges a password by the pool's policy; say words the violation.
func (s *poolSettings) checkPolicy(chosen string, say func(violation string) *refusal.Error) *refusal.Error {
	if violation := s.policy.Violation(chosen); violation != "" {
		return say(violation).WithHint(password.Hint(chosen, violation))
	}
	return nil
}

// verificationDestination is where the code that verifies a new user goes: to
// the phone if the pool verifies it and there is one, else to the e-mail
// address likewise, else nowhere (L8 to L14).
func (s *poolSettings) verificationDestination(attrs attribute.List) (destination, bool) {
	for _, a := range []attribute.Address{attribute.Phone, attribute.Email} {
		if address := attrs.Get(string(a)); s.auto.Has(a) && address != "" {
			return destination{attribute: a, address: address}, true
		}
	}
	return destination{}, false
}

// checkLink refuses to send a link in a pool whose domain would have to take
// it and which has none (R94, L37).
func (s *poolSettings) checkLink(to destination, region string) *refusal.Error {
	if s.linkMode && to.attribute == attribute.Email && s.host(region) == "" {
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

// recoveryDestination is where a code that resets a password goes: to the
// first of the pool's recovery attributes that the user has and has verified.
func (s *poolSettings) recoveryDestination(attrs attribute.List) (destination, *refusal.Error) {
	if len(s.recovery) == 0 {
		return destination{}, refusal.ContactAdministrator()
	}
	for _, a := range s.recovery {
		if attrs.Verified(a) {
			return destination{attribute: a, address: attrs.Get(string(a))}, nil
		}
	}
	return destination{}, refusal.NothingVerified().RevealUser() // L143
}

// templates are the pool's words for a message of a purpose; what the pool
// does not set is empty.
func (s *poolSettings) templates(purpose string, link bool) templates {
	d := &s.describe
	t := opt.Value(d.VerificationMessageTemplate)
	switch {
	case purpose == purposeInvitation:
		set := opt.Value(opt.Value(d.AdminCreateUserConfig).InviteMessageTemplate)
		return templates{email: opt.Value(set.EmailMessage), subject: opt.Value(set.EmailSubject), sms: opt.Value(set.SMSMessage)}
	case link:
		return templates{email: opt.Value(t.EmailMessageByLink), subject: opt.Value(t.EmailSubjectByLink)}
	}
	return templates{
		email:   cmp.Or(opt.Value(t.EmailMessage), opt.Value(d.EmailVerificationMessage)),
		subject: cmp.Or(opt.Value(t.EmailSubject), opt.Value(d.EmailVerificationSubject)),
		sms:     cmp.Or(opt.Value(t.SmsMessage), opt.Value(d.SmsVerificationMessage)),
	}
}

// defaultSender reports whether Amazon Cognito sends the pool's e-mail by itself.
func (s *poolSettings) defaultSender() bool {
	c := s.describe.EmailConfiguration
	return c == nil || c.EmailSendingAccount != types.EmailSendingAccountTypeDeveloper
}

// blocksCompromised reports whether the pool refuses compromised passwords (R49).
func (s *poolSettings) blocksCompromised() bool {
	d := &s.describe
	return d.UserPoolTier == types.UserPoolTierTypePlus && d.UserPoolAddOns != nil &&
		d.UserPoolAddOns.AdvancedSecurityMode == types.AdvancedSecurityModeTypeEnforced
}

// regionPattern is the form of an AWS region.
var regionPattern = regexp.MustCompile(`\A[a-z]{2,}(-[a-z]+)+-[0-9]+\z`)

// regionOf is the region that begins a pool's id, or other where none does.
func regionOf(poolID, other string) string {
	if i := strings.LastIndexByte(poolID, '_'); i >= 0 && regionPattern.MatchString(poolID[:i]) {
		return poolID[:i]
	}
	return other
}
