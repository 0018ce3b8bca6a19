package attribute

import (
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// Address is an attribute by which a user is reached: [Email] or [Phone]. A
// second attribute, its flag, says whether the user has verified it.
type Address string

// Addresses are all there are.
var Addresses = []Address{Email, Phone}

// Flag names the attribute that says whether the address is verified; "" for
// what is no address.
func (a Address) Flag() string {
	switch a {
	case Email:
		return EmailVerified
	case Phone:
		return PhoneVerified
	}
	return ""
}

// Medium is how a message gets to the address.
func (a Address) Medium() types.DeliveryMediumType {
	if a == Phone {
		return types.DeliveryMediumTypeSms
	}
	return types.DeliveryMediumTypeEmail
}

// ByMedium is the address to which a medium goes.
func ByMedium(medium types.DeliveryMediumType) Address {
	if medium == types.DeliveryMediumTypeSms {
		return Phone
	}
	return Email
}

// FlagOf is the address whose flag an attribute is; "" for any other attribute.
func FlagOf(name string) Address {
	switch name {
	case EmailVerified:
		return Email
	case PhoneVerified:
		return Phone
	}
	return ""
}

// AddressSet is a set of addresses; the zero set is empty.
type AddressSet struct{ email, phone bool }

// Has reports whether the set has an address.
func (s AddressSet) Has(a Address) bool { return a == Email && s.email || a == Phone && s.phone }

// Empty reports whether the set has no address.
func (s AddressSet) Empty() bool { return s == AddressSet{} }

// And is what both sets have.
func (s AddressSet) And(t AddressSet) AddressSet {
	return AddressSet{s.email && t.email, s.phone && t.phone}
}

// SetOf makes a set of a list of the SDK's, in which addresses go by their
// names, whatever else it has.
func SetOf[T ~string](names []T) AddressSet {
	return AddressSet{slices.Contains(names, Email), slices.Contains(names, Phone)}
}

// Verified reports whether there is an address, and the user has verified it.
func (l List) Verified(a Address) bool { return l.Get(string(a)) != "" && True(l.Get(a.Flag())) }

// True reads a flag, which keeps the spelling that it came with (L93).
func True(flag string) bool { return strings.EqualFold(flag, "true") }
