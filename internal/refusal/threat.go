package refusal

const codeAddOnNotEnabled = "UserPoolAddOnNotEnabledException"

func AddOnNotEnabled() *Error { // C148; words: choice
	return New(codeAddOnNotEnabled, "Threat protection is not enabled for this user pool.")
}

func NoAuthEvent() *Error { // C148: choice
	return InvalidParameter("Event does not exist.")
}

func FeedbackToken() *Error { // C148: choice
	return NotAuthorized("Invalid feedback token.")
}
