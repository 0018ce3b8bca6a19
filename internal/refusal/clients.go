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

func TokensOutliveRefresh() *Error { // P128
	return InvalidParameter("Access and Id Token expiration times must be less than or equal to refresh token expiration times.")
}

func MixedAuthFlows() *Error { // N25, P130
	return InvalidParameter("Auth flow name with prefix 'ALLOW' cannot be used with legacy auth flow names.")
}

func ContextDataNeedsSecret() *Error { // P130
	return InvalidParameter("Client Secret is required to set EnablePropagateAdditionalUserContextData as true")
}

func CredentialsBesideOtherFlows() *Error { // P124
	return New(codeInvalidOAuthFlow, "client_credentials flow can not be selected along with code flow or implicit flow.")
}

func CredentialsNeedSecret() *Error { // P124
	return New(codeInvalidOAuthFlow, "client_credentials flow can not be selected if client does not have a client secret.")
}

func FlowNeedsCallback() *Error { // P124
	return New(codeInvalidOAuthFlow, "CallbackUrls can not be empty when code flow or implicit flow is selected")
}

func ScopeBesideCredentials(scope string) *Error { // P124
	return New(codeInvalidOAuthFlow, scope+" is not supported with client_credentials flow")
}

func OAuthNeedsFlowsAndScopes() *Error { // P125
	return InvalidParameter("AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows.")
}

func URLFragment(url string) *Error { // P126
	return InvalidParameter(url + " cannot use fragment")
}

func URLWithoutTLS(url string) *Error { // P126
	return InvalidParameter(url + " cannot use the HTTP protocol.")
}

func DefaultRedirect(url string) *Error { // P126
	return InvalidParameter("The default redirect URI " + url + " is not in the callback URIs list.")
}

func NoScope(scope string) *Error { // P43
	return New(codeScopeDoesNotExist, "Invalid scope requested: "+scope)
}

func NoProvider(provider, poolID string) *Error { // P67
	return InvalidParameter("The provider " + provider + " does not exist for User Pool " + poolID + ".")
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
