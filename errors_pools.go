package cognitofake

// Configuration of pools and clients.

func errInvalidMessage() *apiError { return invalidParameter("The message is invalid.") } // L33

func errRequiredCustomAttribute() *apiError { // N135
	return invalidParameter("Required custom attributes are not supported currently.")
}

func errMFANeedsSMS() *apiError { // N135
	return invalidParameter("SMS configuration and Auto verification for phone_number are required when MFA is required/optional")
}

func errPhoneNeedsSMS() *apiError { // L43; words: choice
	return invalidParameter("SmsConfiguration is required when phone_number is among AutoVerifiedAttributes")
}

func errAliasAndUsernameAttributes() *apiError { // N135; words: choice
	return invalidParameter("Only one of the aliasAttributes or usernameAttributes can be set in a user pool.")
}

func errFactorsNeedTier() *apiError { // N135; words: choice
	return refuse(codeFeatureUnavailable, "Choice-based sign-in factors other than PASSWORD are not available in the LITE tier.")
}

func errFactorsNeedPassword() *apiError { // R117; words: choice
	return invalidParameter("AllowedFirstAuthFactors must contain PASSWORD.")
}

func errPoolExists(id string) *apiError { // ours: only a chosen id can be taken
	return invalidParameter("User pool " + id + " exists already; give another id.")
}

func errClientExists(id string) *apiError { // ours, as errPoolExists
	return invalidParameter("App client " + id + " exists already; give another id.")
}

func errPoolHasDomain() *apiError { // N137
	return invalidParameter("User pool cannot be deleted. It has a domain configured that should be deleted first.")
}

func errPoolProtected() *apiError { // N137
	return invalidParameter("The user pool cannot be deleted because deletion protection is activated. Deletion protection must be inactivated first.")
}

func errTokenValidity() *apiError { // N136
	return invalidParameter("Invalid range for token validity.")
}

func errWriteAttributes(doing string) *apiError { // R91; aws/aws-cdk#2608, aws/aws-sdk-java#1395
	return invalidParameter("Invalid write attributes specified while " + doing + " a client")
}

func errReadAttributes(doing string) *apiError { // as errWriteAttributes
	return invalidParameter("Invalid read attributes specified while " + doing + " a client")
}

func errMixedAuthFlows() *apiError { // N25; words: choice
	return invalidParameter("ExplicitAuthFlows with an ALLOW_ prefix cannot be mixed with values without it.")
}

func errTwoSecretSources() *apiError { // choice
	return invalidParameter("ClientSecret and GenerateSecret cannot be used together.")
}

func errTooManySecrets(clientID string) *apiError { // R27 (two at most); words: choice
	return refuse(codeLimitExceeded, "App client "+clientID+" already has the maximum of 2 secrets.")
}

func errNoSecret(secretID string) *apiError { // choice
	return refuse(codeResourceNotFound, "Client secret "+secretID+" does not exist.")
}

func errLastSecret() *apiError { // choice
	return invalidParameter("The only secret of an app client cannot be deleted.")
}

func errPublicClientSecret(clientID string) *apiError { // choice
	return invalidParameter("App client " + clientID + " was created without a secret and cannot be given one.")
}

func errAttributeExists(name string) *apiError { // choice
	return invalidParameter(name + ": Existing attribute already has name " + name + ".")
}

func errSchemaSetting(name, what string) *apiError { // choice
	return invalidParameter("Invalid schema for attribute " + name + ": " + what)
}

func errDomainTaken() *apiError { // choice
	return invalidParameter("Domain already associated with another user pool.")
}

func errDomainPrefix(domain string) *apiError { // R10, in the model's own pattern
	return invalidParameter("1 validation error detected: Value '" + domain + "' at 'domain' failed to satisfy constraint: " +
		`Member must satisfy regular expression pattern: ^[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?$`)
}

func errPoolHasOneDomain() *apiError { // choice
	return invalidParameter("The user pool already has a domain configured.")
}

func errNoSuchDomain(domain string) *apiError { // choice
	return invalidParameter("No such domain or user pool exists: " + domain)
}
