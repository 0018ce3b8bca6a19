package cognitofake

import (
	"reflect"
	"slices"
)

// words is what the service says with an exception in an operation when a
// fault leaves that open: of several sentences one that applications meet. It
// is "" where nobody has recorded any, or where about does not say enough.
func words(op Operation, code string, about subject) string {
	said := func(e *apiError) bool { return e.code == code }
	if i := slices.IndexFunc(saidBy[op], said); i >= 0 {
		return saidBy[op][i].message
	}
	if i := slices.IndexFunc(saidByAll, said); i >= 0 {
		return saidByAll[i].message
	}
	switch {
	case code == codeResourceNotFound && about.client != "":
		return errNoClient(about.client).message
	case code == codeResourceNotFound && about.pool != "":
		return errNoPool(about.pool).message
	case code == codeUnsupportedUserState && about.username != "":
		return errResendState(about.username).message
	case code == codeUserLambdaValidation:
		return errTriggerFailed(triggerOf(op), "refused").message
	case code == codeUnexpectedLambda:
		return errTriggerInvocation(triggerOf(op), "Socket timeout while invoking Lambda function").message
	case code == codeInvalidParameter: // what an empty request is told
		return checkInput(op, reflect.New(operations[op].input).Interface())
	}
	return ""
}

// wordsUnknown stands where the service's words are not on record: the SDK's
// Message is never nil.
const wordsUnknown = "cognitofake knows no recorded words of this error"

// saidByAll is what operations say that have no words of their own in saidBy.
var saidByAll = []*apiError{
	errTooManyRequests(), errBlocked(), errInternal(), errInternalServer(),
	errUserNotFound(), errUserNotConfirmed(), errPasswordResetRequired(),
	errAliasExists(attrEmail), errCodeMismatch(), errExpiredCode(), errNewPasswordPolicy(passwordTooShort),
	errEmailFailed(), errSMSRoleTrust(), errSMSRolePolicy(), errEmailRolePolicy(), errLambdaShape(),
}

// saidBy is what single operations say.
var saidBy = map[Operation][]*apiError{
	OpSignUp: {
		errSignUpNotPermitted(), errInvalidEmail(), errPasswordPolicy(passwordTooShort), errUserExists(),
		errDailyEmailLimit(), // the words of R123 have not been seen here
	},
	OpConfirmSignUp:                    {errCannotConfirm("CONFIRMED"), errUserNotFoundForClient(), errAttemptLimit()},
	OpAdminConfirmSignUp:               {errCannotConfirm("CONFIRMED"), errAttemptLimit()},
	OpResendConfirmationCode:           {errCannotResend(), errAlreadyConfirmed(), errUserNotFoundForClient(), errAttemptLimit()},
	OpForgotPassword:                   {errCannotReset(), errNothingVerified(), errUserNotFoundForClient(), errAttemptLimit()},
	OpConfirmForgotPassword:            {errUserDisabled(), errUserNotFoundForClient(), errAttemptLimit()},
	OpAdminResetUserPassword:           {errCannotReset(), errNothingVerified(), errAttemptLimit()},
	OpAdminCreateUser:                  {errInvalidEmail(), errPasswordPolicy(passwordTooShort), errAccountTaken()},
	OpInitiateAuth:                     {errCredentials(), errUserPasswordFlow()},
	OpAdminInitiateAuth:                {errCredentials(), errAuthFlow()},
	OpRespondToAuthChallenge:           {errCredentials()},
	OpAdminRespondToAuthChallenge:      {errCredentials()},
	OpChangePassword:                   {errCredentials(), errAttemptLimit()},
	OpGetUserAttributeVerificationCode: {errAttemptLimit()},
	OpVerifyUserAttribute:              {errAttemptLimit()},
	OpAdminUpdateUserAttributes:        {errAddressTaken(attrEmail)},
}

// triggerOf is the trigger of an operation that is most likely to fail.
func triggerOf(op Operation) Trigger {
	switch op {
	case OpSignUp, OpAdminCreateUser:
		return PreSignUp
	case OpConfirmSignUp, OpAdminConfirmSignUp, OpConfirmForgotPassword:
		return PostConfirmation
	case OpInitiateAuth, OpAdminInitiateAuth, OpRespondToAuthChallenge, OpAdminRespondToAuthChallenge:
		return "PreAuthentication"
	}
	return CustomMessage
}
