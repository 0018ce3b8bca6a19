package cognitofake

import (
	"cmp"
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// recoveryDestination is where a code goes that resets a password: to the
// verified address that AccountRecoverySetting ranks first; where that is
// unset, to the phone before the e-mail address (N105).
func (s *poolSettings) recoveryDestination(attrs attributes) (destination, *apiError) {
	options := []types.RecoveryOptionType{
		{Name: types.RecoveryOptionNameTypeVerifiedPhoneNumber}, {Name: types.RecoveryOptionNameTypeVerifiedEmail},
	}
	if set := s.describe.AccountRecoverySetting; set != nil && len(set.RecoveryMechanisms) > 0 {
		options = slices.Clone(set.RecoveryMechanisms)
		slices.SortStableFunc(options, func(a, b types.RecoveryOptionType) int {
			return cmp.Compare(value(a.Priority), value(b.Priority))
		})
	}
	for _, o := range options {
		switch o.Name {
		case types.RecoveryOptionNameTypeAdminOnly:
			return destination{}, errContactAdministrator()
		case types.RecoveryOptionNameTypeVerifiedPhoneNumber:
			if attrs.verified(attrPhone) {
				return phoneDestination(attrs.get(attrPhone)), nil
			}
		case types.RecoveryOptionNameTypeVerifiedEmail:
			if attrs.verified(attrEmail) {
				return emailDestination(attrs.get(attrEmail)), nil
			}
		}
	}
	return destination{}, errNothingVerified()
}

// verified reports whether there is a verified e-mail address or phone number.
func (a attributes) verified(name string) bool {
	return a.get(name) != "" && a.get(verifiedFlag(name)) == "true"
}
