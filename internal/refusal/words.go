package refusal

import (
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/model"
)

// WordsAtDelivery is what the service says of a message of this medium, ""
// where that does not depend on it.
func WordsAtDelivery(code string, medium types.DeliveryMediumType) string {
	switch {
	case code == codeLimitExceeded:
		return DailyEmailLimit().Message
	case code == CodeCodeDeliveryFailure && medium == types.DeliveryMediumTypeSms:
		return SMSFailed().Message
	case code == CodeCodeDeliveryFailure:
		return EmailFailed().Message
	}
	return ""
}

// Words is what the service says with an exception in an operation when a
// fault leaves that open: of several sentences one that applications meet. It
// is "" where nobody has recorded any, or where about does not say enough.
func Words(op, code string, about model.Subject) string {
	said := func(e *Error) bool { return e.Code == code }
	if i := slices.IndexFunc(saidBy[op], said); i >= 0 {
		return saidBy[op][i].Message
	}
	if i := slices.IndexFunc(saidByAll, said); i >= 0 {
		return saidByAll[i].Message
	}
	switch {
	case code == codeResourceNotFound && about.Client != "":
		return NoClient(about.Client).Message
	case code == codeResourceNotFound && about.Pool != "":
		return NoPool(about.Pool).Message
	case code == codeUnsupportedUserState && about.Username != "":
		return ResendState(about.Username).Message
	case code == codeUserLambdaValidation:
		return TriggerFailed(triggerOf(op), "refused").Message
	case code == codeUnexpectedLambda:
		return TriggerInvocation(triggerOf(op), "Socket timeout while invoking Lambda function").Message
	case code == CodeInvalidParameter: // what an empty request is told
		return model.Lookup(op).CheckEmpty()
	}
	return ""
}

// WordsUnknown stands where the service's words are not on record: the SDK's
// Message is never nil.
const WordsUnknown = "cognitofake knows no recorded words of this error"

// saidByAll is what operations say that have no words of their own in saidBy.
var saidByAll = []*Error{
	TooManyRequests(), Blocked(), Internal(), InternalServer(),
	UserNotFound(), UserNotConfirmed(), PasswordResetRequired(),
	AliasExists("email"), CodeMismatch(), ExpiredCode(), NewPasswordPolicy(PasswordTooShort),
	RefreshTokenReuse(), PasswordUsed(),
	NoMFAMechanism(), EmailFailed(), SMSRoleTrust(), SMSRolePolicy(), EmailRolePolicy(), LambdaShape(),
}

// saidBy is what single operations say.
var saidBy = map[string][]*Error{
	"SignUp": {
		SignUpNotPermitted(), InvalidEmail(), PasswordPolicy(PasswordTooShort), UserExists(),
		DailyEmailLimit(), // the words of R123 have not been seen here
	},
	"ConfirmSignUp":                    {CannotConfirm("CONFIRMED"), UserNotFoundForClient(), AttemptLimit()},
	"AdminConfirmSignUp":               {CannotConfirm("CONFIRMED"), AttemptLimit()},
	"ResendConfirmationCode":           {CannotResend(), AlreadyConfirmed(), UserNotFoundForClient(), AttemptLimit()},
	"ForgotPassword":                   {CannotReset(), NothingVerified(), UserNotFoundForClient(), AttemptLimit()},
	"ConfirmForgotPassword":            {UserDisabled(), UserNotFoundForClient(), AttemptLimit()},
	"AdminResetUserPassword":           {CannotReset(), NothingVerified(), AttemptLimit()},
	"AdminCreateUser":                  {InvalidEmail(), TemporaryPasswordPolicy(PasswordTooShort), AccountTaken()},
	"InitiateAuth":                     {Credentials(), UserPasswordFlow()},
	"AdminInitiateAuth":                {Credentials(), AuthFlow()},
	"RespondToAuthChallenge":           {Credentials(), OneTimeCode(), SoftwareTokenMissing()},
	"AdminRespondToAuthChallenge":      {Credentials(), OneTimeCode(), SoftwareTokenMissing()},
	"AssociateSoftwareToken":           {AccessTokenRevoked(), SoftwareTokenOff()},
	"VerifySoftwareToken":              {AccessTokenRevoked(), SoftwareTokenOff(), SoftwareTokenMismatch()},
	"SetUserMFAPreference":             {AccessTokenRevoked(), NoDeliveryConfig("SOFTWARE_TOKEN_MFA")},
	"AdminSetUserMFAPreference":        {NoDeliveryConfig("SOFTWARE_TOKEN_MFA")},
	"SetUserSettings":                  {AccessTokenRevoked(), MFAOption()},
	"AdminSetUserSettings":             {MFAOption()},
	"SetUserPoolMfaConfig":             {MFAWithoutFactor(), NotInTier("LITE", FeatureEmailMFA)},
	"GetTokensFromRefreshToken":        {InvalidRefreshToken()},
	"RevokeToken":                      {RevokedTokenType(), UnauthorizedRevocation()},
	"GlobalSignOut":                    {AccessTokenRevoked()},
	"GetUser":                          {AccessTokenRevoked()},
	"DeleteUser":                       {AccessTokenRevoked()},
	"UpdateUserAttributes":             {UnauthorizedAttribute(), AddressTaken("email")},
	"DeleteUserAttributes":             {UnauthorizedAttribute()},
	"ChangePassword":                   {Credentials(), AttemptLimit()},
	"GetUserAttributeVerificationCode": {AccessTokenRevoked(), AttemptLimit()},
	"VerifyUserAttribute":              {AccessTokenRevoked(), AttemptLimit()},
	"AdminUpdateUserAttributes":        {AddressTaken("email")},
	"CreateUserPoolClient":             {NoScope("api/read")},
	"UpdateUserPoolClient":             {NoScope("api/read")},
	"CreateResourceServer":             {TooManyServers()},
	"CreateGroup":                      {GroupExists(), TooManyGroups()},
	"GetGroup":                         {NoGroup()},
	"UpdateGroup":                      {NoGroup()},
	"DeleteGroup":                      {NoGroup()},
	"ListUsersInGroup":                 {NoGroup()},
	"AdminAddUserToGroup":              {NoGroup()},
	"AdminRemoveUserFromGroup":         {NoGroup()},
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
