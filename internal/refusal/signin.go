package refusal

func SignUpNotPermitted() *Error { // R22
	return NotAuthorized("SignUp is not permitted for this user pool")
}

func UserDisabled() *Error { return NotAuthorized("User is disabled.") } // N35; L144: choice

func AuthMethod() *Error { return InvalidParameter("Initiate Auth method not supported.") } // N18

func UserPasswordFlow() *Error { // N20
	return InvalidParameter("USER_PASSWORD_AUTH flow not enabled for this client")
}

func AuthFlow() *Error { // N21; N24: choice
	return InvalidParameter("Auth flow not enabled for this client")
}

func CustomFlowOnly() *Error { // C39
	return InvalidParameter("Only custom auth (lambda driven) is enabled for this client.")
}

func NamedFlow(flow string) *Error { // N22; N23: choice
	return InvalidParameter(flow + " is not enabled for the client.")
}

func MissingParameter(name string) *Error { // N26
	return InvalidParameter("Missing required parameter " + name)
}

func Credentials() *Error { return NotAuthorized("Incorrect username or password.") } // N32, N33

func UserNotConfirmed() *Error { // L140, N34
	return New(codeUserNotConfirmed, "User is not confirmed.")
}

func OneTimeCode() *Error { // N69
	return New(codeCodeMismatch, "Invalid code or auth state for the user.")
}

func ChallengeUnavailable() *Error { // N72; type: inferred
	return InvalidParameter("Selected challenge is not available")
}

func AttributesMissing(name string) *Error { // N67; of several the first: choice
	return InvalidParameter("Invalid attributes given, " + name + " is missing")
}

func AlreadyProvided(name string) *Error { // N68
	return NotAuthorized("Cannot modify an already provided " + name)
}

func Federated() *Error { // N126
	return NotAuthorized("User is not authorized to get auth details.")
}

func PublicNumber() *Error { return InvalidParameter("SRP_A is not valid.") } // M159; words: choice

func Timestamp() *Error { // M158
	return InvalidParameter("TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.")
}

func ResendState(username string) *Error { // N118
	return New(codeUnsupportedUserState, "Resend not possible. "+username+" status is not FORCE_CHANGE_PASSWORD")
}

func NativeSource() *Error { // aws-amplify/amplify-js#13334, boto/boto3#4163
	return InvalidParameter("Invalid SourceUser: Cognito users with a username/password may not be passed in as a SourceUser, only as a DestinationUser")
}

func AlreadyLinked() *Error { // words as public clients compare them
	return InvalidParameter("SourceUser is already linked to DestinationUser")
}

func LinkIncomplete(member string) *Error { // choice
	return InvalidParameter("Invalid " + member + ": ProviderName, ProviderAttributeName and ProviderAttributeValue are required.")
}

func TooManyIdentities() *Error { // five: API; words: choice
	return New(codeLimitExceeded, "The maximum number of identities linked to a user has been reached.")
}
