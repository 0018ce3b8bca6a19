// Package settings makes the descriptions of pools and app clients readable,
// and refuses what the service refuses of them. It knows no locks.
package settings

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
	"github.com/cognitofake/cognitofake/internal/rule/factor"
	"github.com/cognitofake/cognitofake/internal/rule/password"
	"github.com/cognitofake/cognitofake/internal/rule/trigger"
)

// Pool is how a pool is configured: what DescribeUserPool shows, and
// what the operations read of it. It is never changed: a pool that is
// configured anew gets another one, so that readers need no lock.
type Pool struct {
	Describe types.UserPoolType
	MFA      MFA

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

	Factors       factor.Set // second factors that are switched on; none while MFA is off
	PrimaryFactor factor.Set // the one that shares its address with the first way of recovery, if any (M74)
	recoveryUnset bool

	foldCase   bool // CaseSensitive=false (R77)
	AdminOnly  bool // AllowAdminCreateUserOnly (R22)
	LinkMode   bool // CONFIRM_WITH_LINK (L34)
	ChoiceTier bool // ESSENTIALS or PLUS

	Lambdas map[string]string // ARNs of LambdaConfig; nil without any

	Resets Resets // for hints alone
}

// NewPool reads a configuration.
func NewPool(c Configuration) *Pool {
	d := c.UserPoolType
	s := &Pool{
		Describe:       d,
		MFA:            c.MFA,
		Factors:        c.factors(),
		PrimaryFactor:  c.primaryFactor(),
		recoveryUnset:  c.RecoveryUnset,
		Schema:         attribute.NewSchema(attribute.Complete(d.SchemaAttributes)),
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
	return s
}

// Configuration is what the pool was made of, to change it.
func (s *Pool) Configuration() Configuration {
	return Configuration{UserPoolType: s.Describe, MFA: s.MFA, RecoveryUnset: s.recoveryUnset}
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

// WatchesSignIns reports whether threat protection is on (C148).
func (s *Pool) WatchesSignIns() bool {
	d := &s.Describe
	return d.UserPoolTier == types.UserPoolTierTypePlus && d.UserPoolAddOns != nil &&
		d.UserPoolAddOns.AdvancedSecurityMode != types.AdvancedSecurityModeTypeOff
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
