package refusal

func UsernameNotEmail() *Error { return InvalidParameter("Username should be an email.") } // R60

func UsernameNotPhone() *Error { return InvalidParameter("Username should be a phone number.") } // R61

func UsernameNotEmailOrPhone() *Error { // R62
	return InvalidParameter("Username should be either an email or a phone number.")
}

func EmailNotUsername() *Error { // R65
	return InvalidParameter("User email should be empty or same as username, since username attribute is email.")
}

func PhoneNotUsername() *Error { // R66, choice
	return InvalidParameter("User phone_number should be empty or same as username, since username attribute is phone_number.")
}

func UsernameIsEmail() *Error { // R69
	return InvalidParameter("Username cannot be of email format, since user pool is configured for email alias.")
}

func UsernameIsPhone() *Error { // R70
	return InvalidParameter("Username cannot be of phone number format, since user pool is configured for phone number alias.")
}

func PreferredUsernameUnconfirmed() *Error { // R71
	return InvalidParameter("Preferred username cannot be provided for unconfirmed account, since user pool is configured for preferred username alias.")
}

func UserExists() *Error { return New(codeUsernameExists, "User already exists") } // R72

func AccountExists(attribute string) *Error { // R73
	return New(codeUsernameExists, "An account with the given "+attribute+" already exists.")
}

func AliasExists(attribute string) *Error { // L67
	if attribute == "preferred_username" {
		return New(codeAliasExists, "Already found an entry for the provided username.")
	}
	return New(codeAliasExists, "An account with the "+attribute+" already exists.")
}

func UserNotFound() *Error { // L130, L142, N6, N33
	return New(codeUserNotFound, "User does not exist.")
}

func UserNotFoundForClient() *Error { // L62, L65, L75, N106
	return New(codeUserNotFound, "Username/client id combination not found.")
}

func AccountTaken() *Error { return New(codeUsernameExists, "User account already exists") } // N117, L138

func AddressTaken(attribute string) *Error { // N122, N123
	return New(codeAliasExists, "An account with the given "+attribute+" already exists.")
}
