package refusal

func InvalidMessage() *Error { return InvalidParameter("The message is invalid.") } // L33

func MFANeedsSMS() *Error { // N135
	return InvalidParameter("SMS configuration and Auto verification for phone_number are required when MFA is required/optional")
}

func PhoneNeedsSMS() *Error { // L43; words: choice
	return InvalidParameter("SmsConfiguration is required when phone_number is among AutoVerifiedAttributes")
}

func AliasAndUsernameAttributes() *Error { // N135; words: choice
	return InvalidParameter("Only one of the aliasAttributes or usernameAttributes can be set in a user pool.")
}

func FactorsNeedTier() *Error { // N135; words: choice
	return New(codeFeatureUnavailable, "Choice-based sign-in factors other than PASSWORD are not available in the LITE tier.")
}

func FactorsNeedPassword() *Error { // R117; words: choice
	return InvalidParameter("AllowedFirstAuthFactors must contain PASSWORD.")
}

func PoolExists(id string) *Error { // ours: only a chosen id can be taken
	return InvalidParameter("User pool " + id + " exists already; give another id.")
}

func PoolHasDomain() *Error { // N137
	return InvalidParameter("User pool cannot be deleted. It has a domain configured that should be deleted first.")
}

func PoolProtected() *Error { // N137
	return InvalidParameter("The user pool cannot be deleted because deletion protection is activated. Deletion protection must be inactivated first.")
}

func DomainTaken() *Error { // choice
	return InvalidParameter("Domain already associated with another user pool.")
}

func DomainPrefix(domain string) *Error { // R10, in the model's own pattern
	return InvalidParameter("1 validation error detected: Value '" + domain + "' at 'domain' failed to satisfy constraint: " +
		`Member must satisfy regular expression pattern: ^[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?$`)
}

func PoolHasOneDomain() *Error { // choice
	return InvalidParameter("The user pool already has a domain configured.")
}

func NoSuchDomain(domain string) *Error { // choice
	return InvalidParameter("No such domain or user pool exists: " + domain)
}

func NoPool(id string) *Error { // N2
	return New(codeResourceNotFound, "User pool "+id+" does not exist.")
}
