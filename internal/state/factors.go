package state

import (
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
	"github.com/cognitofake/cognitofake/internal/rule/factor"
	"github.com/cognitofake/cognitofake/internal/rule/message"
	"github.com/cognitofake/cognitofake/internal/rule/totp"
)

// factors are the second factors of a user.
type factors struct {
	on        factor.Set
	preferred factor.Set
	options   bool        // MFAOptions, which the older operations alone set (M54)
	token     *totp.Token // that the user has proved to have
	waiting   *totp.Token // that the user has asked for since (M29)
}

// mfa is the second factors of a user, to read.
func (u *User) mfa() factors {
	if f := u.rarely().factors; f != nil {
		return *f
	}
	return factors{}
}

// ownMFA is the second factors of a user, to change: made when first needed.
func (u *User) ownMFA() *factors {
	r := u.own()
	if r.factors == nil {
		r.factors = &factors{}
	}
	return r.factors
}

// MFASettings are UserMFASettingList and PreferredMfaSetting of a user, absent
// where there are none (M53).
func (u *User) MFASettings() (list []string, preferred *string) {
	f := u.mfa()
	if f.preferred != 0 {
		preferred = opt.Of(string(f.preferred.Name()))
	}
	return f.on.Names(), preferred
}

// MFAOptions are what the older operations have set (M54).
func (u *User) MFAOptions() []types.MFAOptionType {
	if !u.mfa().options {
		return nil
	}
	return []types.MFAOptionType{{AttributeName: opt.Of(attribute.Phone), DeliveryMedium: types.DeliveryMediumTypeSms}}
}

// Turned is what a user has turned on: the factors, and of these the preferred one.
func (u *User) Turned() (on, preferred factor.Set) {
	f := u.mfa()
	return f.on, f.preferred
}

// CheckFactor refuses to turn on a factor that the user has nothing for (M48).
func (u *User) CheckFactor(f factor.Set) *refusal.Error {
	switch address := f.Address(); {
	case f == factor.Token && u.mfa().token == nil:
		return refusal.NoDeliveryConfig(string(f.Name())).WithHint("the user has no software token: AssociateSoftwareToken, then VerifySoftwareToken")
	case address != "" && u.Attrs.Get(string(address)) == "":
		return refusal.NoDeliveryConfig(string(f.Name())).WithHint("the user has no " + string(address))
	}
	return nil
}

// Turn sets what a user has turned on.
func (tx *Tx) Turn(u *User, on, preferred factor.Set) {
	f := u.ownMFA()
	f.on, f.preferred = on, preferred&on
}

// SetMFAOptions turns codes by text message on or off, as the older operations
// do (M54).
func (tx *Tx) SetMFAOptions(u *User, on bool) {
	f := u.ownMFA()
	f.options = on
	if on {
		f.on |= factor.SMS
	} else {
		f.on &^= factor.SMS
		f.preferred &= f.on
	}
}

// AskedFactors is what a sign-in asks a user for who has these attributes (M63).
func (tx *Tx) AskedFactors(u *User, get func(name string) string) factor.Asked {
	s := tx.Settings
	if s.Describe.MfaConfiguration == "" || s.Describe.MfaConfiguration == types.UserPoolMfaTypeOff {
		return factor.Asked{}
	}
	f := u.mfa()
	var usable factor.Set
	if f.token != nil {
		usable |= factor.Token // though the pool has switched that off since
	}
	for _, one := range (s.Factors & (factor.SMS | factor.Email)).Each() {
		if get(string(one.Address())) != "" {
			usable |= one
		}
	}
	return factor.Ask(
		factor.Pool{Mode: s.Describe.MfaConfiguration, Factors: s.Factors, Primary: s.PrimaryFactor},
		factor.User{On: f.on, Preferred: f.preferred, Usable: usable},
	)
}

// requires reports whether a user may not lose an address, for everybody needs
// a second factor and theirs goes there (M58).
func (tx *Tx) requires(u *User, address attribute.Address) bool {
	return tx.Settings.Describe.MfaConfiguration == types.UserPoolMfaTypeOn && u.mfa().on.Has(factor.Of(address)) && u.Attrs.Get(string(address)) != ""
}

// RecoveryDestination is where a code that resets a user's password goes, never
// to the address of a second factor that they have turned on (M110).
func (tx *Tx) RecoveryDestination(u *User) (message.Destination, *refusal.Error) {
	return tx.Settings.RecoveryDestination(u.Attrs, u.mfa().on&tx.Settings.Factors)
}

// AssociateToken gives a user a new software token, which the user has to prove
// yet; it returns the secret.
func (tx *Tx) AssociateToken(u *User) string {
	f := u.ownMFA()
	f.waiting = totp.New(tx.pool.account.Random)
	return f.waiting.Secret()
}

// CheckNewToken judges a code of the software token that a user has asked for,
// or, without such, of the one that they have (M36). What comes back keeps the
// token under a name, "" for none.
func (tx *Tx) CheckNewToken(u *User, code string, mismatch func() *refusal.Error) (keep func(name string), err *refusal.Error) {
	f := u.mfa()
	token := f.waiting
	if token == nil {
		token = f.token
	}
	if token == nil {
		return nil, refusal.SoftwareTokenNotAssociated().WithHint("AssociateSoftwareToken comes first")
	}
	at, err := tx.checkCode(token, code, mismatch)
	if err != nil {
		return nil, err
	}
	return func(name string) {
		token.Use(at)
		if name != "" {
			token.Name = name
		}
		f := u.ownMFA()
		f.token, f.waiting = token, nil
	}, nil
}

// CheckToken judges a code of the software token that a user signs in with.
func (tx *Tx) CheckToken(u *User, code string) (use func(), err *refusal.Error) {
	token := u.mfa().token
	if token == nil {
		return nil, refusal.SoftwareTokenMissing() // M84
	}
	at, err := tx.checkCode(token, code, refusal.SoftwareTokenCode)
	if err != nil {
		return nil, err
	}
	return func() { token.Use(at) }, nil
}

func (tx *Tx) checkCode(token *totp.Token, code string, mismatch func() *refusal.Error) (at int64, err *refusal.Error) {
	at, verdict := token.Check(code, tx.Now)
	switch verdict {
	case totp.Right:
		return at, nil
	case totp.Used:
		return 0, refusal.SoftwareTokenUsed().WithHint("each code is good once (M42); the codes of the steps before and after this one are others, and Advance brings the next")
	}
	hint := "the code is not one of the secret that AssociateSoftwareToken gave the user"
	if off, ok := token.Drift(code, tx.Now); ok {
		hint = fmt.Sprintf("the clock that made the code is %s ahead of the Fake's", off)
		if off < 0 {
			hint = fmt.Sprintf("the code is %s old by the Fake's clock, or the clock that made it is behind", -off)
		}
		hint += "; the codes of the present 30 seconds and of those before and after are good (M41)"
	}
	return 0, mismatch().WithHint(hint)
}

// HasToken reports whether the user has proved a software token.
func (u *User) HasToken() bool { return u.mfa().token != nil }

// TokenName is the name of a user's software token, "" for none (M79).
func (u *User) TokenName() string {
	if t := u.mfa().token; t != nil {
		return t.Name
	}
	return ""
}

// TokenCode is a code of the user's software token that would be taken at a
// time, of the newest one that they have asked for; "" without one.
func (u *User) TokenCode(now time.Time) (code, why string) {
	f := u.mfa()
	token := f.waiting
	if token == nil {
		token = f.token
	}
	if token == nil {
		return "", "the user has no software token; AssociateSoftwareToken gives one"
	}
	if code = token.Code(now); code == "" {
		why = "each of the three codes that are good now has been used; Advance by 30 seconds"
	}
	return code, why
}
