package cognitofake

import (
	"slices"

	"github.com/cognitofake/cognitofake/internal/model"
)

// words is what the service says with an exception in an operation when a
// fault leaves that open: of several sentences one that applications meet. It
// is "" where nobody has recorded any, or where about does not say enough.
func words(op, code string, about model.Subject) string {
	said := func(e *apiError) bool { return e.code == code }
	if i := slices.IndexFunc(saidBy[op], said); i >= 0 {
		return saidBy[op][i].message
	}
	if i := slices.IndexFunc(saidByAll, said); i >= 0 {
		return saidByAll[i].message
	}
	switch {
	case code == codeResourceNotFound && about.Client != "":
		return errNoClient(about.Client).message
	case code == codeResourceNotFound && about.Pool != "":
		return errNoPool(about.Pool).message
	case code == codeUnsupportedUserState && about.Username != "":
		return errResendState(about.Username).message
	case code == codeUserLambdaValidation:
		return errTriggerFailed(triggerOf(op), "refused").message
	case code == codeUnexpectedLambda:
		return errTriggerInvocation(triggerOf(op), "Socket timeout while invoking Lambda function").message
	case code == codeInvalidParameter: // what an empty request is told
		return model.Lookup(op).CheckEmpty()
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
	errAliasExists("email"), errCodeMismatch(), errExpiredCode(), errNewPasswordPolicy(passwordTooShort),
	errEmailFailed(), errSMSRoleTrust(), errSMSRolePolicy(), errEmailRolePolicy(), errLambdaShape(),
}

// saidBy is what single operations say.
var saidBy = map[string][]*apiError{
	"SignUp": {
		errSignUpNotPermitted(), errInvalidEmail(), errPasswordPolicy(passwordTooShort), errUserExists(),
		errDailyEmailLimit(), // the words of R123 have not been seen here
	},
	"ConfirmSignUp":                    {errCannotConfirm("CONFIRMED"), errUserNotFoundForClient(), errAttemptLimit()},
	"AdminConfirmSignUp":               {errCannotConfirm("CONFIRMED"), errAttemptLimit()},
	"ResendConfirmationCode":           {errCannotResend(), errAlreadyConfirmed(), errUserNotFoundForClient(), errAttemptLimit()},
	"ForgotPassword":                   {errCannotReset(), errNothingVerified(), errUserNotFoundForClient(), errAttemptLimit()},
	"ConfirmForgotPassword":            {errUserDisabled(), errUserNotFoundForClient(), errAttemptLimit()},
	"AdminResetUserPassword":           {errCannotReset(), errNothingVerified(), errAttemptLimit()},
	"AdminCreateUser":                  {errInvalidEmail(), errPasswordPolicy(passwordTooShort), errAccountTaken()},
	"InitiateAuth":                     {errCredentials(), errUserPasswordFlow()},
	"AdminInitiateAuth":                {errCredentials(), errAuthFlow()},
	"RespondToAuthChallenge":           {errCredentials()},
	"AdminRespondToAuthChallenge":      {errCredentials()},
	"ChangePassword":                   {errCredentials(), errAttemptLimit()},
	"GetUserAttributeVerificationCode": {errAttemptLimit()},
	"VerifyUserAttribute":              {errAttemptLimit()},
	"AdminUpdateUserAttributes":        {errAddressTaken("email")},
}

// triggerOf is the trigger of an operation that is most likely to fail.
func triggerOf(op string) string {
	switch op {
	case "SignUp", "AdminCreateUser":
		return "PreSignUp"
	case "ConfirmSignUp", "AdminConfirmSignUp", "ConfirmForgotPassword":
		return "PostConfirmation"
	case "InitiateAuth", "AdminInitiateAuth", "RespondToAuthChallenge", "AdminRespondToAuthChallenge":
		return "PreAuthentication"
	}
	return "CustomMessage"
}
