package cognitofake

import (
	"reflect"
	"strings"
)

// words is what the service says with an exception in an operation when a
// fault leaves that open: the words it uses most, "" where nobody has recorded
// any or they need more of the request than about has.
func words(op Operation, code string, about subject) string {
	switch code {
	case codeTooManyRequests:
		return errTooManyRequests().message
	case codeForbidden:
		return errBlocked().message
	case codeInternalError, "InternalServerException":
		return errInternal().message
	case codeResourceNotFound:
		return wordsNotFound(about)
	case codeNotAuthorized:
		return wordsNotAuthorized(op)
	case codeInvalidParameter:
		return wordsInvalidParameter(op)
	case codeLimitExceeded:
		return wordsLimitExceeded(op)
	case codeInvalidPassword:
		return wordsInvalidPassword(op)
	case codeUserNotFound:
		return wordsUserNotFound(op)
	case codeUsernameExists:
		if op == OpAdminCreateUser {
			return wordsAccountExists
		}
		return errUserExists().message
	case codeAliasExists:
		return errAliasExists(attrEmail).message
	case codeCodeMismatch:
		return errCodeMismatch().message
	case codeExpiredCode:
		return errExpiredCode().message
	case codeCodeDeliveryFailure:
		return errEmailFailed().message
	case "InvalidSmsRoleTrustRelationshipException":
		return errSMSRoleTrust().message
	case "InvalidSmsRoleAccessPolicyException":
		return errSMSRolePolicy().message
	case "InvalidEmailRoleAccessPolicyException":
		return errEmailRolePolicy().message
	case codeInvalidLambdaResponse:
		return wordsLambdaOutput
	case "UserLambdaValidationException":
		return triggerOf(op) + wordsLambdaFailed
	case "UnexpectedLambdaException":
		return triggerOf(op) + wordsLambdaTimeout
	case codeUserNotConfirmed:
		return wordsNotConfirmed
	case "PasswordResetRequiredException":
		return wordsResetRequired
	case "PasswordHistoryPolicyViolationException":
		return wordsPasswordUsed
	case "GroupExistsException":
		return wordsGroupExists
	}
	return ""
}

// wordsUnknown stands where the service's words are not on record.
const wordsUnknown = "cognitofake knows no recorded words of this error"

const (
	wordsAccountExists   = "User account already exists"                                                                 // L138
	wordsLambdaOutput    = "Unrecognizable lambda output"                                                                // L100
	wordsLambdaFailed    = " failed with error refused."                                                                 // L95
	wordsLambdaTimeout   = " invocation failed due to error Socket timeout while invoking Lambda function."              // L97
	wordsNotConfirmed    = "User is not confirmed."                                                                      // L140
	wordsResetRequired   = "Password reset required for the user"                                                        // N36
	wordsPasswordUsed    = "Password has previously been used."                                                          // N112
	wordsGroupExists     = "A group with the name already exists."                                                       // N131
	wordsNoUser          = "User does not exist."                                                                        // N6
	wordsNoUserForCode   = "Username/client id combination not found."                                                   // L65, L75
	wordsConfirmed       = "User cannot be confirmed. Current status is CONFIRMED"                                       // L63
	wordsAlready         = "User is already confirmed."                                                                  // L72
	wordsNoVerification  = "Cannot resend codes. Auto verification not turned on."                                       // L73
	wordsWrongPassword   = "Incorrect username or password."                                                             // N32
	wordsCannotReset     = "User password cannot be reset in the current state."                                         // N106
	wordsNothingVerified = "Cannot reset password for the user as there is no registered/verified email or phone_number" // L143
	wordsFlowDisabled    = "USER_PASSWORD_AUTH flow not enabled for this client"                                         // N20
	wordsAdminFlow       = "Auth flow not enabled for this client"                                                       // N21
)

func wordsNotFound(about subject) string {
	switch {
	case about.client != "":
		return errNoClient(about.client).message
	case about.pool != "":
		return errNoPool(about.pool).message
	}
	return ""
}

func wordsNotAuthorized(op Operation) string {
	switch op {
	case OpSignUp:
		return errSignUpNotPermitted().message
	case OpConfirmSignUp, OpAdminConfirmSignUp:
		return wordsConfirmed
	case OpResendConfirmationCode:
		return wordsNoVerification
	case OpInitiateAuth, OpAdminInitiateAuth, OpRespondToAuthChallenge, OpAdminRespondToAuthChallenge, OpChangePassword:
		return wordsWrongPassword
	case OpForgotPassword, OpAdminResetUserPassword:
		return wordsCannotReset
	}
	return ""
}

func wordsInvalidParameter(op Operation) string {
	switch op {
	case OpSignUp:
		return errInvalidEmail().message
	case OpResendConfirmationCode:
		return wordsAlready
	case OpForgotPassword, OpAdminResetUserPassword:
		return wordsNothingVerified
	case OpInitiateAuth:
		return wordsFlowDisabled
	case OpAdminInitiateAuth:
		return wordsAdminFlow
	}
	return checkInput(op, reflect.New(operations[op].input).Interface()) // what an empty request is told
}

func wordsLimitExceeded(op Operation) string {
	switch op {
	case OpSignUp, OpAdminCreateUser:
		return errDailyEmailLimit().message // R123: nobody has seen the other words here
	case OpConfirmSignUp, OpResendConfirmationCode, OpForgotPassword, OpConfirmForgotPassword, OpChangePassword,
		OpGetUserAttributeVerificationCode, OpVerifyUserAttribute, OpAdminResetUserPassword, OpAdminConfirmSignUp:
		return errAttemptLimit().message
	}
	return ""
}

func wordsInvalidPassword(op Operation) string {
	text := errPasswordPolicy(passwordTooShort).message
	if op == OpSignUp || op == OpAdminCreateUser {
		return text
	}
	return strings.Replace(text, "did not conform with", "does not conform to", 1)
}

func wordsUserNotFound(op Operation) string {
	switch op {
	case OpConfirmSignUp, OpResendConfirmationCode, OpForgotPassword, OpConfirmForgotPassword:
		return wordsNoUserForCode
	}
	return wordsNoUser
}

// triggerOf is the trigger of an operation that is most likely to fail.
func triggerOf(op Operation) string {
	switch op {
	case OpSignUp, OpAdminCreateUser:
		return "PreSignUp"
	case OpConfirmSignUp, OpAdminConfirmSignUp, OpConfirmForgotPassword:
		return "PostConfirmation"
	case OpInitiateAuth, OpAdminInitiateAuth, OpRespondToAuthChallenge, OpAdminRespondToAuthChallenge:
		return "PreAuthentication"
	}
	return "CustomMessage"
}
