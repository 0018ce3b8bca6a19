package cognitofake

import (
	"net/http"
	"strings"
)

// Codes and sessions.

func errCodeMismatch() *apiError { // L51
	return refuse(codeCodeMismatch, "Invalid verification code provided, please try again.")
}

func errExpiredCode() *apiError { // L52
	return refuse(codeExpiredCode, "Invalid code provided, please request a code again.")
}

func errAttemptLimit() *apiError { // L56
	return refuse(codeLimitExceeded, "Attempt limit exceeded, please try after some time.")
}

func errExpiredSession() *apiError { // L83, N54
	return notAuthorized("Invalid session for the user, session is expired.")
}

func errUsedSession() *apiError { // N54
	return notAuthorized("Invalid session for the user, session can only be used once.")
}

func errInvalidSession() *apiError { // L84, N54
	return notAuthorized("Invalid session for the user.")
}

// Confirmation, sign-in, forgotten passwords.

func errUserNotFound() *apiError { // L130, L142, N6, N33
	return refuse(codeUserNotFound, "User does not exist.")
}

func errUserNotFoundForClient() *apiError { // L62, L65, L75, N106
	return refuse(codeUserNotFound, "Username/client id combination not found.")
}

func errUserDisabled() *apiError { return notAuthorized("User is disabled.") } // N35; L144: choice

func errCannotConfirm(status string) *apiError { // L63, L64
	return notAuthorized("User cannot be confirmed. Current status is " + status)
}

func errAlreadyConfirmed() *apiError { return invalidParameter("User is already confirmed.") } // L72

func errCannotResend() *apiError { // L73; L74: choice
	return notAuthorized("Cannot resend codes. Auto verification not turned on.")
}

func errCannotResendStatus(status string) *apiError { // L78; type and words: choice
	return notAuthorized("Cannot resend codes. Current status is " + status)
}

func errAuthMethod() *apiError { return invalidParameter("Initiate Auth method not supported.") } // N18

func errUserPasswordFlow() *apiError { // N20
	return invalidParameter("USER_PASSWORD_AUTH flow not enabled for this client")
}

func errAuthFlow() *apiError { // N21; N24: choice
	return invalidParameter("Auth flow not enabled for this client")
}

func errNamedFlow(flow string) *apiError { // N22; N23: choice
	return invalidParameter(flow + " is not enabled for the client.")
}

func errMissingParameter(name string) *apiError { // N26
	return invalidParameter("Missing required parameter " + name)
}

func errSecretHashNotReceived(clientID string) *apiError { // N27
	return notAuthorized("Client " + clientID + " is configured with secret but SECRET_HASH was not received")
}

func errCredentials() *apiError { return notAuthorized("Incorrect username or password.") } // N32, N33

func errUserNotConfirmed() *apiError { // L140, N34
	return refuse(codeUserNotConfirmed, "User is not confirmed.")
}

func errPasswordResetRequired() *apiError { // N36
	return refuse(codePasswordResetRequired, "Password reset required for the user")
}

func errTemporaryPasswordExpired() *apiError { // N38
	return notAuthorized("Temporary password has expired and must be reset by an administrator.")
}

func errPasswordAttempts() *apiError { return notAuthorized("Password attempts exceeded") } // N43

func errNothingVerified() *apiError { // L143, N106, N114
	return invalidParameter("Cannot reset password for the user as there is no registered/verified email or phone_number")
}

func errCannotReset() *apiError { // N106, N114
	return notAuthorized("User password cannot be reset in the current state.")
}

func errContactAdministrator() *apiError { // N106
	return notAuthorized("Contact administrator to reset password.")
}

func errNewPasswordPolicy(violation string) *apiError { // N110, N113: the verb differs from errPasswordPolicy
	return refuse(codeInvalidPassword, "Password does not conform to policy: "+violation)
}

// Administrator's operations on users.

func errAccountTaken() *apiError { return refuse(codeUsernameExists, "User account already exists") } // N117, L138

func errResendState(username string) *apiError { // N118
	return refuse(codeUnsupportedUserState, "Resend not possible. "+username+" status is not FORCE_CHANGE_PASSWORD")
}

func errNoInvitationAddress(attribute string) *apiError { // N119; words: choice
	return invalidParameter("The user has no " + attribute + " to which the invitation could be sent.")
}

func errResetDisabled() *apiError { return notAuthorized("User is disabled") } // N114: without period here alone

func errImmutable(names ...string) *apiError { // N122; of several: choice
	var text strings.Builder
	for _, name := range names {
		text.WriteString("user." + name + ": Attribute cannot be updated.\n")
	}
	return invalidParameter(text.String())
}

func errAddressTaken(attribute string) *apiError { // N122, N123
	return refuse(codeAliasExists, "An account with the given "+attribute+" already exists.")
}

func errNothingToVerify(attribute string) *apiError { // N123
	if attribute == "phone_number" {
		return invalidParameter("Phone Number is required to verify/un-verify a phone number")
	}
	return invalidParameter("Email is required to verify/un-verify an email")
}

// Lists of users.

func errFilter() *apiError { return invalidParameter("Error while parsing filter.") } // N128

func errSearchAttribute(name string) *apiError { // N128
	return invalidParameter("Invalid search attribute: " + name)
}

func errPagingMarker(token, requestID string) *apiError { // N129; one sighting
	return invalidParameter("Paging marker " + token + " is invalid for request " + requestID)
}

// Triggers.

func errTriggerFailed(trigger, message string) *apiError { // L95, L96
	return refuse(codeUserLambdaValidation, trigger+" failed with error "+message+".")
}

func errTriggerInvocation(trigger, reason string) *apiError { // L97, L98
	return refuse(codeUnexpectedLambda, trigger+" invocation failed due to error "+reason+".")
}

func errLambdaNoJSON() *apiError { // L99
	return refuse(codeInvalidLambdaResponse, "Invalid lambda function output : Invalid JSON")
}

func errLambdaShape() *apiError { // L100, L113
	return refuse(codeInvalidLambdaResponse, "Unrecognizable lambda output")
}

func errAutoVerifyUnconfirmed() *apiError { // L108; type: choice
	return refuse(codeInvalidLambdaResponse, "Phone or email cannot be auto verified, when user is not being auto confirmed.")
}

func errAutoVerifyMissing(attribute string) *apiError { // L107; type and words: choice
	return refuse(codeInvalidLambdaResponse, "User has no attribute "+attribute+" that could be auto verified.")
}

// Account linking.

func errNativeSource() *apiError { // aws-amplify/amplify-js#13334, boto/boto3#4163
	return invalidParameter("Invalid SourceUser: Cognito users with a username/password may not be passed in as a SourceUser, only as a DestinationUser")
}

func errAlreadyLinked() *apiError { // words as public clients compare them
	return invalidParameter("SourceUser is already linked to DestinationUser")
}

func errLinkIncomplete(member string) *apiError { // choice
	return invalidParameter("Invalid " + member + ": ProviderName, ProviderAttributeName and ProviderAttributeValue are required.")
}

func errTooManyIdentities() *apiError { // five: API; words: choice
	return refuse(codeLimitExceeded, "The maximum number of identities linked to a user has been reached.")
}

// Throttling, outages, delivery.

const (
	codeInternalServer     = "InternalServerException"
	codeSMSRoleTrust       = "InvalidSmsRoleTrustRelationshipException"
	codeSMSRolePolicy      = "InvalidSmsRoleAccessPolicyException"
	codeEmailRolePolicy    = "InvalidEmailRoleAccessPolicyException"
	codeInternalFailure    = "InternalFailure" // of AWS at large, as the next
	codeServiceUnavailable = "ServiceUnavailable"
)

func errTooManyRequests() *apiError { return refuse(codeTooManyRequests, "Rate exceeded") } // R120, L150

func errBlocked() *apiError { // R124, L149
	return &apiError{code: codeForbidden, message: "Request not allowed due to WAF block.", status: http.StatusForbidden}
}

func errInternal() *apiError { // R125
	return &apiError{code: codeInternalError, message: "Internal server error.", status: http.StatusInternalServerError}
}

func errInternalServer() *apiError { // AddUserPoolClientSecret and its kin; words: choice
	return &apiError{code: codeInternalServer, message: errInternal().message, status: http.StatusInternalServerError}
}

func errDailyEmailLimit() *apiError { // R121, L39
	return refuse(codeLimitExceeded, "Exceeded daily email limit for the operation or the account."+
		" If a higher limit is required, please configure your user pool to use your own Amazon SES configuration for sending email.")
}

func errEmailFailed() *apiError { // R126, L41
	return refuse(codeCodeDeliveryFailure, "Invalid email provided/Unable to send the email")
}

func errSMSFailed() *apiError { // R126; L42, choice
	return refuse(codeCodeDeliveryFailure, "Invalid phone number provided/Unable to send the message. User pool does not have SMS configuration to send messages.")
}

func errSMSRoleTrust() *apiError { // R127, L44
	return refuse(codeSMSRoleTrust, "Role does not have a trust relationship allowing Cognito to assume the role")
}

func errSMSRolePolicy() *apiError { // R127, L45
	return refuse(codeSMSRolePolicy, "Role does not have permission to publish with SNS")
}

func errEmailRolePolicy() *apiError { // R127; words: choice
	return refuse(codeEmailRolePolicy, "Role does not have permission to send email with SES")
}
