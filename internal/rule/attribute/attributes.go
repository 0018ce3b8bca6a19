// Package attribute has the attributes of users: their names, their schema, and
// what a value may be. It knows no users.
package attribute

import (
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
)

// Attributes that the service itself reads or writes.
const (
	Sub               = "sub"
	Email             = "email"
	EmailVerified     = "email_verified"
	Phone             = "phone_number"
	PhoneVerified     = "phone_number_verified"
	PreferredUsername = "preferred_username"
	Identities        = "identities"

	CustomPrefix    = "custom:"
	DeveloperPrefix = "dev:"
)

// Pair is one name and value of a user.
type Pair struct{ Name, Value string }

// List are a user's, sorted by name, each name once, no value empty.
// sub is not among them: it is the user's own field.
type List []Pair

func (a List) find(name string) (int, bool) {
	return slices.BinarySearchFunc(a, name, func(x Pair, name string) int {
		return strings.Compare(x.Name, name)
	})
}

func (a List) Get(name string) string {
	if i, ok := a.find(name); ok {
		return a[i].Value
	}
	return ""
}

// Set returns a with name set to value; the empty value removes the name. As
// with append, the old a is not to be used afterwards.
func (a List) Set(name, value string) List {
	i, ok := a.find(name)
	switch {
	case ok && value == "":
		return slices.Delete(a, i, i+1)
	case ok:
		a[i].Value = value
		return a
	case value == "":
		return a
	}
	return slices.Insert(a, i, Pair{name, value})
}

// Last is the value that a request gives to name, "" for none: of several
// the last wins (R89).
func Last(given []types.AttributeType, name string) string {
	for _, a := range slices.Backward(given) {
		if opt.Value(a.Name) == name {
			return opt.Value(a.Value)
		}
	}
	return ""
}
