package cognitofake

import (
	"cmp"
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
)

// recoveryAttributes are the attributes to which codes that reset a password
// go, the preferred one first: those that AccountRecoverySetting ranks; where
// that is unset, the phone before the e-mail address. There are none where an
// administrator has to help (N105, N106).
func recoveryAttributes(setting *types.AccountRecoverySettingType) []string {
	if setting == nil || len(setting.RecoveryMechanisms) == 0 {
		return []string{attrPhone, attrEmail}
	}
	ranked := slices.Clone(setting.RecoveryMechanisms)
	slices.SortStableFunc(ranked, func(a, b types.RecoveryOptionType) int {
		return cmp.Compare(opt.Value(a.Priority), opt.Value(b.Priority))
	})
	names := []string{}
	for _, m := range ranked {
		switch m.Name {
		case types.RecoveryOptionNameTypeVerifiedEmail:
			names = append(names, attrEmail)
		case types.RecoveryOptionNameTypeVerifiedPhoneNumber:
			names = append(names, attrPhone)
		}
	}
	return names
}

// recoveryDestination is where a code that resets a password goes: to the
// first of the pool's recovery attributes that the user has and has verified.
func (s *poolSettings) recoveryDestination(attrs attributes) (destination, *refusal.Error) {
	if len(s.recovery) == 0 {
		return destination{}, refusal.ContactAdministrator()
	}
	for _, name := range s.recovery {
		switch address := attrs.get(name); {
		case !attrs.verified(name):
		case name == attrPhone:
			return phoneDestination(address), nil
		default:
			return emailDestination(address), nil
		}
	}
	return destination{}, refusal.NothingVerified().RevealUser() // L143
}

// verified reports whether there is a verified e-mail address or phone number.
func (a attributes) verified(name string) bool {
	return a.get(name) != "" && a.get(verifiedFlag(name)) == "true"
}
