package cognitofake

import (
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/refusal"
)

// WithCompromisedPasswords is the list of passwords that threat protection
// knows to be compromised. SignUp refuses them with InvalidPasswordException
// in pools whose UserPoolTier is PLUS and whose AdvancedSecurityMode in
// UserPoolAddOns is ENFORCED; in all others, AUDIT included, the list has no
// effect (R49, L148). Production has a list of its own and no way to add to
// it; the fake's is empty without the option. What production can configure
// further, by SetRiskConfiguration, is taken to be BLOCK at SIGN_UP.
func WithCompromisedPasswords(passwords ...string) Option {
	passwords = slices.Clone(passwords)
	return func(f *Fake) { f.compromised = append(f.compromised, passwords...) }
}

// checkCompromised refuses a password that is known to be compromised, where
// the pool looks for it (R49).
func (f *Fake) checkCompromised(s *poolSettings, password string) *refusal.Error {
	if !s.blocksCompromised() || !slices.Contains(f.compromised, password) {
		return nil
	}
	return refusal.PasswordCompromised()
}

func (s *poolSettings) blocksCompromised() bool {
	d := &s.describe
	return d.UserPoolTier == types.UserPoolTierTypePlus && d.UserPoolAddOns != nil &&
		d.UserPoolAddOns.AdvancedSecurityMode == types.AdvancedSecurityModeTypeEnforced
}
