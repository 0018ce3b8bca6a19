package cognitofake

import (
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/cognitofake/cognitofake/internal/fault"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/settings"
)

// CheckPassword returns what SignUp says of a password in this pool, without a
// sign-up: nil when it is accepted, else the service's own error, such as a
// *types.InvalidPasswordException with "Password did not conform with policy:
// Password not long enough" (R40 to R44). With it the validator of an
// application is compared with the pool's PasswordPolicy. Whether a password is
// known to be compromised ([WithCompromisedPasswords]) it does not say.
func (p *Pool) CheckPassword(password string) error {
	if err := settings.CheckPassword(p.state.Settings(), password); err != nil {
		return refusal.Exception(err.Code, err.Message)
	}
	return nil
}

// Quota is a category of operations that share a number of requests a second,
// over all pools of an account in a region (R120, L150).
type Quota string

// The categories, with the requests a second of an account that has not asked
// for more (developer guide, quotas).
const (
	QuotaUserAuthentication     Quota = "UserAuthentication"     // 120
	QuotaUserCreation           Quota = "UserCreation"           // 50: SignUp, ConfirmSignUp, AdminCreateUser, AdminConfirmSignUp
	QuotaUserAccountRecovery    Quota = "UserAccountRecovery"    // 30
	QuotaUserRead               Quota = "UserRead"               // 120
	QuotaUserUpdate             Quota = "UserUpdate"             // 25
	QuotaUserToken              Quota = "UserToken"              // 120
	QuotaUserResourceRead       Quota = "UserResourceRead"       // 50: ResendConfirmationCode too
	QuotaUserResourceUpdate     Quota = "UserResourceUpdate"     // 25
	QuotaUserList               Quota = "UserList"               // 30
	QuotaUserPoolRead           Quota = "UserPoolRead"           // 15
	QuotaUserPoolUpdate         Quota = "UserPoolUpdate"         // 15
	QuotaUserPoolResourceRead   Quota = "UserPoolResourceRead"   // 20
	QuotaUserPoolResourceUpdate Quota = "UserPoolResourceUpdate" // 15
	QuotaUserPoolClientRead     Quota = "UserPoolClientRead"     // 15
	QuotaUserPoolClientUpdate   Quota = "UserPoolClientUpdate"   // 15
)

// WithQuota lets the operations of a category make no more than perSecond
// requests a second, by the Fake's clock. Those beyond are refused with
// TooManyRequestsException, `Rate exceeded` (R120), before anything in them is
// checked. It counts attempts, not calls: what the SDK tries again counts
// again. A second's worth may come at once. Without the option nothing is
// limited, for few tests are about that.
//
// The further limits of production, on one user and on single operations of
// one pool, are not modelled, nor is that RespondToAuthChallenge has three
// times the quota of UserAuthentication.
func WithQuota(category Quota, perSecond float64) Option {
	if _, ok := fault.DefaultQuotas[string(category)]; !ok {
		names := slices.Sorted(maps.Keys(fault.DefaultQuotas))
		return impossible("WithQuota: %q is no category of operations%s", category, meant(string(category), names, "there are "+strings.Join(names, ", ")))
	}
	if !(perSecond > 0) || math.IsInf(perSecond, 0) {
		return impossible("WithQuota(%s, %v): give requests a second, more than 0", category, perSecond)
	}
	return func(f *Fake) { f.config.Quotas[string(category)] = perSecond }
}

// WithDefaultQuotas sets every category to what an account has that has not
// asked for more, such as 50 requests a second for UserCreation: see
// [WithQuota]. A WithQuota after it changes one of them.
func WithDefaultQuotas() Option {
	return func(f *Fake) { maps.Copy(f.config.Quotas, fault.DefaultQuotas) }
}

// WithCompromisedPasswords is the list of passwords that threat protection
// knows to be compromised. SignUp refuses them with InvalidPasswordException
// in pools whose UserPoolTier is PLUS and whose AdvancedSecurityMode in
// UserPoolAddOns is ENFORCED; in all others, AUDIT included, the list has no
// effect (R49, L148). Production has a list of its own and no way to add to
// it; the fake's is empty without the option. What production can configure
// further, by SetRiskConfiguration, is taken to be BLOCK at SIGN_UP.
func WithCompromisedPasswords(passwords ...string) Option {
	passwords = slices.Clone(passwords)
	return func(f *Fake) { f.config.Compromised = append(f.config.Compromised, passwords...) }
}

// WithSMSSandbox keeps the account in the SMS sandbox: text messages to other
// numbers than these are lost in silence, as [ErrSMSSandbox] says (L46).
// Without the option all text messages arrive.
func WithSMSSandbox(verified ...string) Option {
	return func(f *Fake) { f.config.Outlet.Sandbox, f.config.Outlet.Verified = true, slices.Clone(verified) }
}

// WithDailyEmailLimit lets pools that send e-mail through Amazon Cognito
// itself (EmailSendingAccount COGNITO_DEFAULT, the default) send no more than
// n messages a day, all together; production has 50. Those beyond are refused
// with LimitExceededException, and what the operation has made stays: a user
// is there, UNCONFIRMED (L39, L40). The day begins at 09:00 UTC by the Fake's
// clock. Without the option there is no limit.
//
// The SDK tries LimitExceededException again: SignUp reaches the application
// as UsernameExistsException, said to its second attempt (R129).
func WithDailyEmailLimit(n int) Option {
	if n < 0 {
		return impossible("WithDailyEmailLimit(%d): a limit is not negative; leave the option out for none", n)
	}
	return func(f *Fake) { f.config.Outlet.Limited, f.config.Outlet.DailyLimit = true, n }
}
