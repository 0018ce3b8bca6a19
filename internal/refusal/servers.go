package refusal

func ServerExists(poolID, identifier string) *Error { // P40; words: choice
	return InvalidParameter(identifier + " already exists in user pool " + poolID + ".")
}

func NoServer(identifier string) *Error { // P41; words: choice
	return New(codeResourceNotFound, "Resource server "+identifier+" does not exist.")
}

func TooManyServers() *Error { // P14; words: choice
	return New(codeLimitExceeded, "Maximum number of resource servers reached.")
}
