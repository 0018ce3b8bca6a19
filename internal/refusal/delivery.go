package refusal

func NoDomain() *Error { // R94, L37: "use pool" is the service's
	return InvalidParameter("Cannot perform specific action because there does not exist a valid use pool domain associated with the user pool")
}

func NoInvitationAddress(phone bool) *Error { // N119; of a phone: choice
	if phone {
		return InvalidParameter("No phone number provided but desired delivery medium was SMS")
	}
	return InvalidParameter("No email provided but desired delivery medium was Email")
}

func DailyEmailLimit() *Error { // R121, L39
	return New(codeLimitExceeded, "Exceeded daily email limit for the operation or the account."+
		" If a higher limit is required, please configure your user pool to use your own Amazon SES configuration for sending email.")
}

func EmailFailed() *Error { // R126, L41
	return New(CodeCodeDeliveryFailure, "Invalid email provided/Unable to send the email")
}

func SMSFailed() *Error { // R126; L42, choice
	return New(CodeCodeDeliveryFailure, "Invalid phone number provided/Unable to send the message. User pool does not have SMS configuration to send messages.")
}

func SMSRoleTrust() *Error { // R127, L44
	return New(codeSMSRoleTrust, "Role does not have a trust relationship allowing Cognito to assume the role")
}

func SMSRolePolicy() *Error { // R127, L45
	return New(codeSMSRolePolicy, "Role does not have permission to publish with SNS")
}

func EmailRolePolicy() *Error { // R127; words: choice
	return New(codeEmailRolePolicy, "Role does not have permission to send email with SES")
}
