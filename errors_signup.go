package cognitofake

import (
	"net/http"
	"strconv"
	"strings"
)

// Protocol.

func errSerialization(message string) *apiError { // R16
	return refuse(codeSerialization, message)
}

func errUnknownOperation() *apiError { // choice: code of the framework, no words
	return refuse(codeUnknownOperation, "")
}

func errNotModelled(op string) *apiError { // ours
	return &apiError{
		code: codeNotModelled,
		message: "cognitofake does not model " + op +
			"; its README lists the operations that it does under \"Operations\"",
		status: http.StatusNotImplemented,
	}
}

func errMissingAuthenticationToken() *apiError { // R154
	return refuse(codeMissingAuthenticationToken, "Missing Authentication Token")
}

// Clients, pools, secrets.

func errNoClient(id string) *apiError { // R20, R21, N2
	return refuse(codeResourceNotFound, "User pool client "+id+" does not exist.")
}

func errNoPool(id string) *apiError { // N2
	return refuse(codeResourceNotFound, "User pool "+id+" does not exist.")
}

func errSecretHash(clientID string) *apiError { // R23, R24
	return notAuthorized("Unable to verify secret hash for client " + clientID)
}

func errUnexpectedSecretHash(clientID string) *apiError { // R25
	return invalidParameter("App client " + clientID + " is not configured for secret but secret hash was received")
}

func errSignUpNotPermitted() *apiError { // R22
	return notAuthorized("SignUp is not permitted for this user pool")
}

// Passwords.

const (
	passwordTooShort    = "Password not long enough"
	passwordNoLowercase = "Password must have lowercase characters"
	passwordNoUppercase = "Password must have uppercase characters"
	passwordNoNumber    = "Password must have numeric characters"
	passwordNoSymbol    = "Password must have symbol characters"
)

func errPasswordPolicy(violation string) *apiError { // R40
	return refuse(codeInvalidPassword, "Password did not conform with policy: "+violation)
}

func errPasswordMissing() *apiError { // R114, choice
	return invalidParameter("1 validation error detected: Value null at 'password' failed to satisfy constraint: Member must not be null")
}

func errPasswordCompromised() *apiError { // R49
	return refuse(codeInvalidPassword, "Provided password cannot be used for security reasons.")
}

// Usernames and aliases.

func errUsernameNotEmail() *apiError { return invalidParameter("Username should be an email.") } // R60

func errUsernameNotPhone() *apiError { return invalidParameter("Username should be a phone number.") } // R61

func errUsernameNotEmailOrPhone() *apiError { // R62
	return invalidParameter("Username should be either an email or a phone number.")
}

func errEmailNotUsername() *apiError { // R65
	return invalidParameter("User email should be empty or same as username, since username attribute is email.")
}

func errPhoneNotUsername() *apiError { // R66, choice
	return invalidParameter("User phone_number should be empty or same as username, since username attribute is phone_number.")
}

func errUsernameIsEmail() *apiError { // R69
	return invalidParameter("Username cannot be of email format, since user pool is configured for email alias.")
}

func errUsernameIsPhone() *apiError { // R70
	return invalidParameter("Username cannot be of phone number format, since user pool is configured for phone number alias.")
}

func errPreferredUsernameUnconfirmed() *apiError { // R71
	return invalidParameter("Preferred username cannot be provided for unconfirmed account, since user pool is configured for preferred username alias.")
}

func errUserExists() *apiError { return refuse(codeUsernameExists, "User already exists") } // R72

func errAccountExists(attribute string) *apiError { // R73
	return refuse(codeUsernameExists, "An account with the given "+attribute+" already exists.")
}

func errAliasExists(attribute string) *apiError { // L67
	if attribute == "preferred_username" {
		return refuse(codeAliasExists, "Already found an entry for the provided username.")
	}
	return refuse(codeAliasExists, "An account with the "+attribute+" already exists.")
}

// Attributes.

func errInvalidEmail() *apiError { return invalidParameter("Invalid email address format.") } // R78

func errInvalidPhone() *apiError { return invalidParameter("Invalid phone number format.") } // R79

func errNullAttribute(name string) *apiError { // R80
	return invalidParameter("Attribute value for " + name + " must not be null")
}

func errSchema(violations ...string) *apiError { // R83
	return invalidParameter("Attributes did not conform to the schema: " + strings.Join(violations, ", "))
}

func violationRequired(scimName string) string { // R83b
	return scimName + ": The attribute " + scimName + " is required"
}

func violationUnknown(name string) string { // R84
	return "Type for attribute {" + name + "} could not be determined"
}

func violationTooShort(name string, min int) string { // R86
	return name + ": String must be no shorter than " + strconv.Itoa(min) + " characters"
}

func violationTooLong(name string, max int) string { // R86
	return name + ": String must be no longer than " + strconv.Itoa(max) + " characters"
}

func violationNumberMin(name, min string) string { // R87, choice
	return name + ": Number must be no less than " + min
}

func violationNumberMax(name, max string) string { // R87, choice
	return name + ": Number must be no greater than " + max
}

func violationType(name, dataType string) string { // R87, choice
	return name + ": Value is not a valid " + dataType
}

func errUnauthorizedAttribute() *apiError { // R90
	return notAuthorized("A client attempted to write unauthorized attribute")
}

// Delivery.

func errNoDomain() *apiError { // R94, L37: "use pool" is the service's
	return invalidParameter("Cannot perform specific action because there does not exist a valid use pool domain associated with the user pool")
}
