// Package factor has the second factors: which there are, and which of them a
// sign-in asks for. It knows no users.
package factor

import (
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
)

// Set is some of the second factors; each of them is a Set of one.
type Set uint8

const (
	SMS   Set = 1 << iota // a code to the phone
	Token                 // a code of an app that has the secret
	Email                 // a code to the e-mail address
)

// Name is how requests and challenges call a factor, "" for none.
func (s Set) Name() types.ChallengeNameType {
	switch s {
	case SMS:
		return types.ChallengeNameTypeSmsMfa
	case Token:
		return types.ChallengeNameTypeSoftwareTokenMfa
	case Email:
		return types.ChallengeNameTypeEmailOtp
	}
	return ""
}

// Named is the factor of a name, none for any other. API calls the one by
// e-mail EMAIL_MFA as well (M88).
func Named(name string) Set {
	if name == "EMAIL_MFA" {
		return Email
	}
	for _, f := range (SMS | Token | Email).Each() {
		if name == string(f.Name()) {
			return f
		}
	}
	return 0
}

// Has reports whether all of others are in the set, of which there is one.
func (s Set) Has(others Set) bool { return others != 0 && s&others == others }

// Each are the factors of the set, one by one, in the order in which lists have
// them (M53, M87).
func (s Set) Each() []Set {
	var each []Set
	for _, f := range [...]Set{SMS, Token, Email} {
		if s.Has(f) {
			each = append(each, f)
		}
	}
	return each
}

// Names are the names of the factors, nil for none.
func (s Set) Names() []string {
	var names []string
	for _, f := range s.Each() {
		names = append(names, string(f.Name()))
	}
	return names
}

// Address is the attribute to which the codes of a factor go, "" for one
// without messages.
func (s Set) Address() attribute.Address {
	switch s {
	case SMS:
		return attribute.Phone
	case Email:
		return attribute.Email
	}
	return ""
}

// Of is the factor whose codes go to an attribute.
func Of(a attribute.Address) Set {
	if a == attribute.Phone {
		return SMS
	}
	return Email
}

// User is what a sign-in knows of a user's factors.
type User struct {
	On        Set // that the user has turned on
	Preferred Set // of these one, or none
	Usable    Set // that the user could be asked for (M63)
}

// Pool is what a sign-in knows of the pool's.
type Pool struct {
	Mode    types.UserPoolMfaType
	Factors Set // that are switched on
	Primary Set // that goes to the address of recovery, if any (M74)
}

// Asked is what a sign-in asks for after the first factor: nothing at all, one
// of Choices, that a factor is set up, or what nobody can give.
type Asked struct {
	Choices Set
	SetUp   bool
	Nothing bool // there is no factor to ask for, and one has to be (M70, M71)
}

// Ask decides (M62 to M71, M74).
func Ask(p Pool, u User) Asked {
	switch p.Mode {
	case types.UserPoolMfaTypeOptional:
		candidates := u.On & u.Usable
		return Asked{Choices: preferred(u, candidates), Nothing: candidates == 0 && u.On&p.Factors != 0}
	case types.UserPoolMfaTypeOn:
		candidates := preferred(u, u.Usable)
		if candidates == u.Usable && candidates&^p.Primary != 0 {
			candidates &^= p.Primary
		}
		setUp := candidates == 0 && p.Factors&(Token|Email) != 0
		return Asked{Choices: candidates, SetUp: setUp, Nothing: candidates == 0 && !setUp}
	}
	return Asked{}
}

// preferred is the factor of the candidates that the user prefers, else all of them.
func preferred(u User, candidates Set) Set {
	if p := u.On & u.Preferred & candidates; p != 0 {
		return p
	}
	return candidates
}
