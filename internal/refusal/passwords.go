package refusal

const (
	PasswordTooShort    = "Password not long enough"
	PasswordNoLowercase = "Password must have lowercase characters"
	PasswordNoUppercase = "Password must have uppercase characters"
	PasswordNoNumber    = "Password must have numeric characters"
	PasswordNoSymbol    = "Password must have symbol characters"
)

func PasswordPolicy(violation string) *Error { // R40
	return New(codeInvalidPassword, "Password did not conform with policy: "+violation)
}

func TemporaryPasswordPolicy(violation string) *Error { // N117: "password policy" here alone
	return New(codeInvalidPassword, "Password did not conform with password policy: "+violation)
}

func PasswordMissing() *Error { // R114, choice
	return InvalidParameter("1 validation error detected: Value null at 'password' failed to satisfy constraint: Member must not be null")
}

func PasswordCompromised() *Error { // R49
	return New(codeInvalidPassword, "Provided password cannot be used for security reasons.")
}

func PasswordResetRequired() *Error { // N36
	return New(codePasswordResetRequired, "Password reset required for the user")
}

func TemporaryPasswordExpired() *Error { // N38
	return NotAuthorized("Temporary password has expired and must be reset by an administrator.")
}

func PasswordAttempts() *Error { return NotAuthorized("Password attempts exceeded") } // N43

func NothingVerified() *Error { // L143, N106, N114
	return InvalidParameter("Cannot reset password for the user as there is no registered/verified email or phone_number")
}

func CannotReset() *Error { // N106, N114
	return NotAuthorized("User password cannot be reset in the current state.")
}

func ContactAdministrator() *Error { // N106
	return NotAuthorized("Contact administrator to reset password.")
}

func NewPasswordPolicy(violation string) *Error { // N110, N113: another verb than in PasswordPolicy
	return New(codeInvalidPassword, "Password does not conform to policy: "+violation)
}

func ResetDisabled() *Error { return NotAuthorized("User is disabled") } // N114: without period here alone
