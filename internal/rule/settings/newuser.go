package settings

import (
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
	"github.com/cognitofake/cognitofake/internal/rule/password"
)

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

// AdminAttributes are those of a user whom an administrator makes: none is
// required (N115), none needs a permission, and the verified flags may be among
// them, in the spelling that they were sent with (L93).
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
		if attrs.Get(address.Flag()) != "" && attrs.Get(string(address)) == "" {
			return nil, refusal.NothingToVerify(string(address))
		}
	}
	return attrs, nil
}

// CheckPolicy judges a password by the pool's policy; say words the violation.
func (s *Pool) CheckPolicy(chosen string, say func(violation string) *refusal.Error) *refusal.Error {
	if violation := s.Policy.Violation(chosen); violation != "" {
		return say(violation).WithHint(password.Hint(chosen, violation)).Also(s.Resets.Hint("Policies"))
	}
	return nil
}
