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
