package refusal

// The types of these refusals are known, and none of their words (M141 to M148).

func PasskeysOff() *Error { // M141; words: choice
	return New(codeWebAuthnNotEnabled, "WebAuthn is not enabled for this user pool.")
}

func NoRelyingParty() *Error { // M142; words: choice
	return New(codeWebAuthnConfigurationMissing, "WebAuthn configuration is missing: set a relying party ID or a domain.")
}

func MalformedCredential() *Error { return InvalidParameter("Invalid credential.") } // M145; choice

func NoRegistration() *Error { // M145; words: choice
	return New(codeWebAuthnChallengeNotFound, "Challenge not found.")
}

func RegistrationOfOtherClient() *Error { // M145; words: choice
	return New(codeWebAuthnClientMismatch, "The access token is for a different client than the one that started the registration.")
}

func OriginNotAllowed() *Error { // M145; words: choice
	return New(codeWebAuthnOriginNotAllowed, "The origin is not allowed for the relying party.")
}

func RelyingPartyMismatch() *Error { // M145; words: choice
	return New(codeWebAuthnRelyingPartyMismatch, "The credential is for a different relying party.")
}

func CredentialNotSupported() *Error { // M145; words: choice
	return New(codeWebAuthnCredentialNotSupported, "The credential is not supported.")
}

func TooManyPasskeys() *Error { // M146; words: choice
	return New(codeLimitExceeded, "Maximum number of passkeys of a user reached.")
}

func NoPasskey() *Error { // M148; words: choice
	return New(codeResourceNotFound, "WebAuthn credential does not exist.")
}
