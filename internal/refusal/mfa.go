package refusal

func SoftwareTokenOff() *Error { // M28
	return New(codeSoftwareTokenMFANotFound, "Software Token MFA has not been enabled by the userPool")
}

func SoftwareTokenNotAssociated() *Error { // M36; words: choice
	return New(codeSoftwareTokenMFANotFound, "Software token has not been associated with the user.")
}

func SoftwareTokenMissing() *Error { // M84
	return New(codeSoftwareTokenMFANotFound, "Software Token MFA does not exist for the user.")
}

func TokenOrSession() *Error { return InvalidParameter("AccessToken or Session is required.") } // M27; choice

func SoftwareTokenMismatch() *Error { // M33
	return New(codeEnableSoftwareTokenMFA, "Code mismatch and fail enable Software Token MFA")
}

func SoftwareTokenMismatchInSession() *Error { // M34
	return New(codeEnableSoftwareTokenMFA, "Code mismatch")
}

func SoftwareTokenUsed() *Error { // M42
	return New(codeExpiredCode, "Your software token has already been used once.")
}

func SoftwareTokenCode() *Error { // M81
	return New(codeCodeMismatch, "Invalid code received for user")
}

func SeveralPreferred() *Error { // M46; words: choice
	return InvalidParameter("Only one MFA type can be set as preferred.")
}

func DisabledPreferred() *Error { // M47; words: choice
	return InvalidParameter("Invalid MFA preference: a disabled MFA type cannot be preferred.")
}

func NoDeliveryConfig(factor string) *Error { // M48; of SMS_MFA and EMAIL_OTP: inferred
	return InvalidParameter("User does not have delivery config set to turn on " + factor)
}

func PasskeyNoFactor() *Error { // M43; words: choice
	return InvalidParameter("WebAuthn MFA needs FactorConfiguration MULTI_FACTOR_WITH_USER_VERIFICATION and another MFA type.")
}

func MFAOption() *Error { // M55
	return InvalidParameter("Only phone_number attribute is currently supported as a MFA option.")
}

func AttributeOfMFA(name string) *Error { // M58; words: choice
	return InvalidParameter("Cannot delete " + name + " while MFA is required.")
}

func NoMFAMechanism() *Error { // M70, M71; so spelt
	return New(codeMFAMethodNotFound, "No MFA mechanism registerd in the account.")
}

func NoSMSConfiguration() *Error { // M107
	return InvalidParameter("Invalid phone number provided/Unable to send the message. User pool does not have SMS configuration to send messages.")
}
