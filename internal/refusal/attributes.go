package refusal

import (
	"strconv"
	"strings"
)

func RequiredCustomAttribute() *Error { // N135
	return InvalidParameter("Required custom attributes are not supported currently.")
}

func AttributeExists(name string) *Error { // choice
	return InvalidParameter(name + ": Existing attribute already has name " + name + ".")
}

func AttributeTwice(name string) *Error { // P131
	return InvalidParameter("Duplicate custom attribute names " + name + " are not allowed in a user pool schema.")
}

func StandardAttribute(name string) *Error { // P131
	return InvalidParameter("You can not change AttributeDataType or set developerOnlyAttribute for standard schema attribute " + name)
}

func BoundsReversed(name string) *Error { // P131
	return InvalidParameter("Attribute " + name + " cannot have a max value smaller than it's min value")
}

func AttributeDataType() *Error { // P131
	return InvalidParameter("Invalid AttributeDataType input, consider using the provided AttributeDataType enum.")
}

func SchemaSetting(name, what string) *Error { // choice
	return InvalidParameter("Invalid schema for attribute " + name + ": " + what)
}

func InvalidEmail() *Error { return InvalidParameter("Invalid email address format.") } // R78

func InvalidPhone() *Error { return InvalidParameter("Invalid phone number format.") } // R79

func NullAttribute(name string) *Error { // R80
	return InvalidParameter("Attribute value for " + name + " must not be null")
}

func Schema(violations ...string) *Error { // R83
	return InvalidParameter("Attributes did not conform to the schema: " + strings.Join(violations, ", "))
}

func ViolationRequired(scimName string) string { // R83b
	return scimName + ": The attribute " + scimName + " is required"
}

func ViolationUnknown(name string) string { // R84
	return "Type for attribute {" + name + "} could not be determined"
}

func ViolationTooShort(name string, min int) string { // R86
	return name + ": String must be no shorter than " + strconv.Itoa(min) + " characters"
}

func ViolationTooLong(name string, max int) string { // R86
	return name + ": String must be no longer than " + strconv.Itoa(max) + " characters"
}

func ViolationNumberMin(name, min string) string { // R87, choice
	return name + ": Number must be no less than " + min
}

func ViolationNumberMax(name, max string) string { // R87, choice
	return name + ": Number must be no greater than " + max
}

func ViolationType(name, dataType string) string { // R87, choice
	return name + ": Value is not a valid " + dataType
}

func UnauthorizedAttribute() *Error { // R90
	return NotAuthorized("A client attempted to write unauthorized attribute")
}

func Immutable(names ...string) *Error { // N122; of several: choice
	var text strings.Builder
	for _, name := range names {
		text.WriteString("user." + name + ": Attribute cannot be updated.\n")
	}
	return InvalidParameter(text.String())
}

func AttributesToGet() *Error { // N130
	return InvalidParameter("One or more requested attributes do not exist.")
}

func NothingToVerify(attribute string) *Error { // N123
	if attribute == "phone_number" {
		return InvalidParameter("Phone Number is required to verify/un-verify a phone number")
	}
	return InvalidParameter("Email is required to verify/un-verify an email")
}
