package settings

import (
	"cmp"
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
	"github.com/cognitofake/cognitofake/internal/rule/factor"
	"github.com/cognitofake/cognitofake/internal/rule/message"
)

// newRecovery is how users of a pool that is made today recover their accounts,
// unless it says otherwise (N134).
func newRecovery() *types.AccountRecoverySettingType {
	return &types.AccountRecoverySettingType{RecoveryMechanisms: []types.RecoveryOptionType{
		{Name: types.RecoveryOptionNameTypeVerifiedEmail, Priority: opt.Of(int32(1))},
		{Name: types.RecoveryOptionNameTypeVerifiedPhoneNumber, Priority: opt.Of(int32(2))},
	}}
}

// checkRecovery judges the ways to recover an account, by themselves (P132) and
// beside a second factor that would go to the same address (M19).
func checkRecovery(d *Configuration) *refusal.Error {
	ways := opt.Value(d.AccountRecoverySetting).RecoveryMechanisms
	for i, way := range ways {
		if slices.ContainsFunc(ways[:i], func(w types.RecoveryOptionType) bool {
			return w.Name == way.Name || opt.Value(w.Priority) == opt.Value(way.Priority)
		}) {
			return refusal.RecoveryTwice()
		}
	}
	if len(ways) > 1 && slices.ContainsFunc(ways, func(w types.RecoveryOptionType) bool { return w.Name == types.RecoveryOptionNameTypeAdminOnly }) {
		return refusal.RecoveryByAdminAlone()
	}
	if len(ways) == 1 {
		only, factors := ways[0].Name, d.factors()
		switch {
		case only == types.RecoveryOptionNameTypeVerifiedPhoneNumber && factors.Has(factor.SMS):
			return refusal.RecoveryByFactor(string(only), "SMS MFA").WithHint("add verified_email to AccountRecoverySetting")
		case only == types.RecoveryOptionNameTypeVerifiedEmail && factors.Has(factor.Email):
			return refusal.RecoveryByFactor(string(only), "Email MFA").WithHint("add verified_phone_number to AccountRecoverySetting")
		}
	}
	return nil
}

// recoveryAttributes are the attributes to which codes that reset a password
// go, the preferred one first: those that AccountRecoverySetting ranks; where
// that is unset, as in older pools, the phone before the e-mail address. There are none where an
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
// first of the pool's recovery attributes that the user has and has verified,
// and that no second factor of theirs goes to (M110).
func (s *Pool) RecoveryDestination(attrs attribute.List, factors factor.Set) (message.Destination, *refusal.Error) {
	if len(s.Recovery) == 0 {
		return message.Destination{}, refusal.ContactAdministrator()
	}
	hint := ""
	for _, a := range s.Recovery {
		switch {
		case !attrs.Verified(a):
		case factors.Has(factor.Of(a)):
			hint = "the user has turned on " + string(factor.Of(a).Name()) + ", so that no code of a reset goes to the " + string(a) + " (M110)"
		default:
			return message.Destination{Attribute: a, Address: attrs.Get(string(a))}, nil
		}
	}
	return message.Destination{}, refusal.NothingVerified().RevealUser().WithHint(hint) // L143
}

// RecoveryMedia are what the pool recovers accounts by, first choice first: of
// these the addresses that it verifies, if there are any (choice: L76).
func (s *Pool) RecoveryMedia() []attribute.Address {
	verified := slices.DeleteFunc(slices.Clone(s.Recovery), func(a attribute.Address) bool { return !s.Auto.Has(a) })
	if len(verified) > 0 {
		return verified
	}
	return s.Recovery
}
