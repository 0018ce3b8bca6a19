package state

import (
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/password"
)

// rememberPassword keeps the password that a user is about to lose, where the
// pool remembers any. A temporary one was never the user's own, and a new one may be the same.
func (tx *Tx) rememberPassword(u *User) {
	n := tx.Settings.PasswordHistory()
	earlier := u.rarely().earlier
	if n > 0 && tx.ownPassword(u) {
		earlier = append(earlier, u.password.Stored)
	}
	if len(earlier) > 0 {
		u.own().earlier = slices.Clone(earlier[max(0, len(earlier)-n):])
	}
}

// ownPassword reports whether the user has a password and it is not a temporary one.
func (tx *Tx) ownPassword(u *User) bool {
	return u.password.IsSet && u.Status != types.UserStatusTypeForceChangePassword
}

// provable is the password that a user can prove by SRP: where it has to be
// reset, the one that is void for everything but a custom sign-in (C67).
func (u *User) provable() Password {
	if u.Status == types.UserStatusTypeResetRequired && !u.password.IsSet {
		return u.rarely().void
	}
	return u.password
}

// CheckHistory refuses a new password that is one of the latest that the user
// has had, the present one among them (N112).
func (tx *Tx) CheckHistory(u *User, plain string) *refusal.Error {
	n := tx.Settings.PasswordHistory()
	had := u.rarely().earlier
	if tx.ownPassword(u) {
		had = append(slices.Clone(had), u.password.Stored)
	}
	had = had[max(0, len(had)-n):]
	if slices.ContainsFunc(had, func(p password.Stored) bool { return p.Matches(plain) }) {
		return refusal.PasswordUsed().WithHint("the user has had this password before, and the pool's PasswordHistorySize keeps it from coming back")
	}
	return nil
}

// CheckPresent judges the password that a user gives to change it (N111): none
// where they have none.
func (tx *Tx) CheckPresent(u *User, plain *string) *refusal.Error {
	if plain == nil && !u.password.IsSet || plain != nil && u.password.Matches(*plain) {
		return nil
	}
	return refusal.Credentials().WithHint(u.hintPassword())
}
