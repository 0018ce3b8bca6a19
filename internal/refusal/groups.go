package refusal

func GroupExists() *Error { // P20, P21
	return New(codeGroupExists, "A group with the name already exists.")
}

func NoGroup() *Error { return New(codeResourceNotFound, "Group not found.") } // N132

func TooManyGroups() *Error { // P14; words: choice
	return New(codeLimitExceeded, "Maximum number of groups reached.")
}

func TooManyGroupsOfUser() *Error { // P14; choice
	return New(codeLimitExceeded, "Maximum number of groups of a user reached.")
}
