package refusal

func CodeMismatch() *Error { // L51
	return New(codeCodeMismatch, "Invalid verification code provided, please try again.")
}

func ExpiredCode() *Error { // L52
	return New(codeExpiredCode, "Invalid code provided, please request a code again.")
}

func AttemptLimit() *Error { // L56
	return New(codeLimitExceeded, "Attempt limit exceeded, please try after some time.")
}

func ExpiredSession() *Error { // L83, N54
	return NotAuthorized("Invalid session for the user, session is expired.")
}

func UsedSession() *Error { // N54
	return NotAuthorized("Invalid session for the user, session can only be used once.")
}

func InvalidSession() *Error { // L84, N54
	return NotAuthorized("Invalid session for the user.")
}

func CannotConfirm(status string) *Error { // L63, L64
	return NotAuthorized("User cannot be confirmed. Current status is " + status)
}

func AlreadyConfirmed() *Error { return InvalidParameter("User is already confirmed.") } // L72

func CannotResend() *Error { // L73; L74: choice
	return NotAuthorized("Cannot resend codes. Auto verification not turned on.")
}

func CannotResendStatus(status string) *Error { // L78; type and words: choice
	return NotAuthorized("Cannot resend codes. Current status is " + status)
}
