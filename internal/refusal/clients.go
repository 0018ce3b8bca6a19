package refusal

func ClientExists(id string) *Error { // ours, as PoolExists
	return InvalidParameter("App client " + id + " exists already; give another id.")
}

func TokenValidity() *Error { // N136
	return InvalidParameter("Invalid range for token validity.")
}

func WriteAttributes(doing string) *Error { // R91; aws/aws-cdk#2608, aws/aws-sdk-java#1395
	return InvalidParameter("Invalid write attributes specified while " + doing + " a client")
}

func ReadAttributes(doing string) *Error { // as WriteAttributes
	return InvalidParameter("Invalid read attributes specified while " + doing + " a client")
}

func MixedAuthFlows() *Error { // N25
	return InvalidParameter("Auth flow name with prefix 'ALLOW' cannot be used with legacy auth flow names.")
}

func TwoSecretSources() *Error { // choice
	return InvalidParameter("ClientSecret and GenerateSecret cannot be used together.")
}

func TooManySecrets(clientID string) *Error { // R27 (two at most); words: choice
	return New(codeLimitExceeded, "App client "+clientID+" already has the maximum of 2 secrets.")
}

func NoSecret(secretID string) *Error { // choice
	return New(codeResourceNotFound, "Client secret "+secretID+" does not exist.")
}

func LastSecret() *Error { // choice
	return InvalidParameter("The only secret of an app client cannot be deleted.")
}

func PublicClientSecret(clientID string) *Error { // choice
	return InvalidParameter("App client " + clientID + " was created without a secret and cannot be given one.")
}

func NoClient(id string) *Error { // R20, R21, N2
	return New(codeResourceNotFound, "User pool client "+id+" does not exist.")
}

func SecretHashMismatch(clientID string) *Error { // R23, R24
	return NotAuthorized("Unable to verify secret hash for client " + clientID)
}

func UnexpectedSecretHash(clientID string) *Error { // R25
	return InvalidParameter("App client " + clientID + " is not configured for secret but secret hash was received")
}

func SecretHashNotReceived(clientID string) *Error { // N27
	return NotAuthorized("Client " + clientID + " is configured with secret but SECRET_HASH was not received")
}
