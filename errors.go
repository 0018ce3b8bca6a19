package cognitofake

import (
	"net/http"
	"strconv"
	"strings"
)

// apiError is a refusal in the service's own type and words. Only awsjson
// turns it into bytes, and only the SDK turns the bytes into a *types.X.
type apiError struct {
	code    string
	message string
	status  int    // 0 means 400: the service answers nearly every refusal with it (R152)
	hint    string // what the service would never say; for the transcript only

	// existence marks a refusal that tells whether a user exists, where
	// PreventUserExistenceErrors=ENABLED answers something else (L75).
	existence bool
}

func (e *apiError) Error() string {
	if e.message == "" {
		return e.code
	}
	return e.code + ": " + e.message
}

func (e *apiError) httpStatus() int {
	if e.status == 0 {
		return http.StatusBadRequest
	}
	return e.status
}

// because attaches a hint for the transcript. An empty hint changes nothing.
func (e *apiError) because(hint string) *apiError {
	if hint != "" {
		e.hint = hint
	}
	return e
}

// sentence is what a panic says of the refusal: the service's words, and what
// to do about it.
func (e *apiError) sentence() string {
	if e.hint == "" {
		return e.message
	}
	return e.message + " (" + e.hint + ")"
}

// telling marks the refusal as one that tells whether a user exists.
func (e *apiError) telling() *apiError {
	e.existence = true
	return e
}

// Exception names, as they stand on the wire.
const (
	codeAliasExists           = "AliasExistsException"
	codeCodeDeliveryFailure   = "CodeDeliveryFailureException"
	codeCodeMismatch          = "CodeMismatchException"
	codeExpiredCode           = "ExpiredCodeException"
	codeFeatureUnavailable    = "FeatureUnavailableInTierException"
	codeForbidden             = "ForbiddenException"
	codeInternalError         = "InternalErrorException"
	codeInvalidLambdaResponse = "InvalidLambdaResponseException"
	codeInvalidParameter      = "InvalidParameterException"
	codeInvalidPassword       = "InvalidPasswordException"
	codeLimitExceeded         = "LimitExceededException"
	codeNotAuthorized         = "NotAuthorizedException"
	codeResourceNotFound      = "ResourceNotFoundException"
	codeTooManyRequests       = "TooManyRequestsException"
	codeUnsupportedUserState  = "UnsupportedUserStateException"
	codeUnexpectedLambda      = "UnexpectedLambdaException"
	codeUserLambdaValidation  = "UserLambdaValidationException"
	codeUserNotConfirmed      = "UserNotConfirmedException"
	codeUserNotFound          = "UserNotFoundException"
	codeUsernameExists        = "UsernameExistsException"

	codeMissingAuthenticationToken = "MissingAuthenticationTokenException"
	codeSerialization              = "SerializationException"
	codeUnknownOperation           = "UnknownOperationException"
	codeNotModelled                = "NotModelledException" // ours, never the service's
)

func refuse(code, message string) *apiError { return &apiError{code: code, message: message} }

func invalidParameter(message string) *apiError { return refuse(codeInvalidParameter, message) }

func notAuthorized(message string) *apiError { return refuse(codeNotAuthorized, message) }

// What follows is every text that the service says, once, with its rule.
// "choice" marks words, or a whole answer, that nobody has recorded.

// Protocol.

func errSerialization(message string) *apiError { // R16
	return refuse(codeSerialization, message)
}

func errUnknownOperation() *apiError { // choice: code of the framework, no words
	return refuse(codeUnknownOperation, "")
}

func errNotModelled(op string) *apiError { // ours
	return &apiError{
		code: codeNotModelled,
		message: "cognitofake does not model " + op +
			"; its README lists the operations that it does under \"Operations\"",
		status: http.StatusNotImplemented,
	}
}

func errMissingAuthenticationToken() *apiError { // R154
	return refuse(codeMissingAuthenticationToken, "Missing Authentication Token")
}

// Clients, pools, secrets.

func errNoClient(id string) *apiError { // R20, R21, N2
	return refuse(codeResourceNotFound, "User pool client "+id+" does not exist.")
}

func errNoPool(id string) *apiError { // N2
	return refuse(codeResourceNotFound, "User pool "+id+" does not exist.")
}

func errSecretHash(clientID string) *apiError { // R23, R24
	return notAuthorized("Unable to verify secret hash for client " + clientID)
}

func errUnexpectedSecretHash(clientID string) *apiError { // R25
	return invalidParameter("App client " + clientID + " is not configured for secret but secret hash was received")
}

func errSignUpNotPermitted() *apiError { // R22
	return notAuthorized("SignUp is not permitted for this user pool")
}

// Passwords.

const (
	passwordTooShort    = "Password not long enough"
	passwordNoLowercase = "Password must have lowercase characters"
	passwordNoUppercase = "Password must have uppercase characters"
	passwordNoNumber    = "Password must have numeric characters"
	passwordNoSymbol    = "Password must have symbol characters"
)

func errPasswordPolicy(violation string) *apiError { // R40
	return refuse(codeInvalidPassword, "Password did not conform with policy: "+violation)
}

func errPasswordMissing() *apiError { // R114, choice
	return invalidParameter("1 validation error detected: Value null at 'password' failed to satisfy constraint: Member must not be null")
}

func errPasswordCompromised() *apiError { // R49
	return refuse(codeInvalidPassword, "Provided password cannot be used for security reasons.")
}

// Usernames and aliases.

func errUsernameNotEmail() *apiError { return invalidParameter("Username should be an email.") } // R60

func errUsernameNotPhone() *apiError { return invalidParameter("Username should be a phone number.") } // R61

func errUsernameNotEmailOrPhone() *apiError { // R62
	return invalidParameter("Username should be either an email or a phone number.")
}

func errEmailNotUsername() *apiError { // R65
	return invalidParameter("User email should be empty or same as username, since username attribute is email.")
}

func errPhoneNotUsername() *apiError { // R66, choice
	return invalidParameter("User phone_number should be empty or same as username, since username attribute is phone_number.")
}

func errUsernameIsEmail() *apiError { // R69
	return invalidParameter("Username cannot be of email format, since user pool is configured for email alias.")
}

func errUsernameIsPhone() *apiError { // R70
	return invalidParameter("Username cannot be of phone number format, since user pool is configured for phone number alias.")
}

func errPreferredUsernameUnconfirmed() *apiError { // R71
	return invalidParameter("Preferred username cannot be provided for unconfirmed account, since user pool is configured for preferred username alias.")
}

func errUserExists() *apiError { return refuse(codeUsernameExists, "User already exists") } // R72

func errAccountExists(attribute string) *apiError { // R73
	return refuse(codeUsernameExists, "An account with the given "+attribute+" already exists.")
}

func errAliasExists(attribute string) *apiError { // L67
	if attribute == attrPreferredUsername {
		return refuse(codeAliasExists, "Already found an entry for the provided username.")
	}
	return refuse(codeAliasExists, "An account with the "+attribute+" already exists.")
}

// Attributes.

func errInvalidEmail() *apiError { return invalidParameter("Invalid email address format.") } // R78

func errInvalidPhone() *apiError { return invalidParameter("Invalid phone number format.") } // R79

func errNullAttribute(name string) *apiError { // R80
	return invalidParameter("Attribute value for " + name + " must not be null")
}

func errSchema(violations ...string) *apiError { // R83
	return invalidParameter("Attributes did not conform to the schema: " + strings.Join(violations, ", "))
}

func violationRequired(scimName string) string { // R83b
	return scimName + ": The attribute " + scimName + " is required"
}

func violationUnknown(name string) string { // R84
	return "Type for attribute {" + name + "} could not be determined"
}

func violationTooShort(name string, min int) string { // R86
	return name + ": String must be no shorter than " + strconv.Itoa(min) + " characters"
}

func violationTooLong(name string, max int) string { // R86
	return name + ": String must be no longer than " + strconv.Itoa(max) + " characters"
}

func violationNumberMin(name, min string) string { // R87, choice
	return name + ": Number must be no less than " + min
}

func violationNumberMax(name, max string) string { // R87, choice
	return name + ": Number must be no greater than " + max
}

func violationType(name, dataType string) string { // R87, choice
	return name + ": Value is not a valid " + dataType
}

func errUnauthorizedAttribute() *apiError { // R90
	return notAuthorized("A client attempted to write unauthorized attribute")
}

// Delivery.

func errNoDomain() *apiError { // R94, L37: "use pool" is the service's
	return invalidParameter("Cannot perform specific action because there does not exist a valid use pool domain associated with the user pool")
}

// Configuration of pools and clients.

func errInvalidMessage() *apiError { return invalidParameter("The message is invalid.") } // L33

func errRequiredCustomAttribute() *apiError { // N135
	return invalidParameter("Required custom attributes are not supported currently.")
}

func errMFANeedsSMS() *apiError { // N135
	return invalidParameter("SMS configuration and Auto verification for phone_number are required when MFA is required/optional")
}

func errPhoneNeedsSMS() *apiError { // L43; words: choice
	return invalidParameter("SmsConfiguration is required when phone_number is among AutoVerifiedAttributes")
}

func errAliasAndUsernameAttributes() *apiError { // N135; words: choice
	return invalidParameter("Only one of the aliasAttributes or usernameAttributes can be set in a user pool.")
}

func errFactorsNeedTier() *apiError { // N135; words: choice
	return refuse(codeFeatureUnavailable, "Choice-based sign-in factors other than PASSWORD are not available in the LITE tier.")
}

func errFactorsNeedPassword() *apiError { // R117; words: choice
	return invalidParameter("AllowedFirstAuthFactors must contain PASSWORD.")
}

func errPoolExists(id string) *apiError { // ours: only a chosen id can be taken
	return invalidParameter("User pool " + id + " exists already; give another id.")
}

func errClientExists(id string) *apiError { // ours, as errPoolExists
	return invalidParameter("App client " + id + " exists already; give another id.")
}

func errPoolHasDomain() *apiError { // N137
	return invalidParameter("User pool cannot be deleted. It has a domain configured that should be deleted first.")
}

func errPoolProtected() *apiError { // N137
	return invalidParameter("The user pool cannot be deleted because deletion protection is activated. Deletion protection must be inactivated first.")
}

func errTokenValidity() *apiError { // N136
	return invalidParameter("Invalid range for token validity.")
}

func errWriteAttributes(doing string) *apiError { // R91; aws/aws-cdk#2608, aws/aws-sdk-java#1395
	return invalidParameter("Invalid write attributes specified while " + doing + " a client")
}

func errReadAttributes(doing string) *apiError { // as errWriteAttributes
	return invalidParameter("Invalid read attributes specified while " + doing + " a client")
}

func errMixedAuthFlows() *apiError { // N25; words: choice
	return invalidParameter("ExplicitAuthFlows with an ALLOW_ prefix cannot be mixed with values without it.")
}

func errTwoSecretSources() *apiError { // choice
	return invalidParameter("ClientSecret and GenerateSecret cannot be used together.")
}

func errTooManySecrets(clientID string) *apiError { // R27 (two at most); words: choice
	return refuse(codeLimitExceeded, "App client "+clientID+" already has the maximum of 2 secrets.")
}

func errNoSecret(secretID string) *apiError { // choice
	return refuse(codeResourceNotFound, "Client secret "+secretID+" does not exist.")
}

func errLastSecret() *apiError { // choice
	return invalidParameter("The only secret of an app client cannot be deleted.")
}

func errPublicClientSecret(clientID string) *apiError { // choice
	return invalidParameter("App client " + clientID + " was created without a secret and cannot be given one.")
}

func errAttributeExists(name string) *apiError { // choice
	return invalidParameter(name + ": Existing attribute already has name " + name + ".")
}

func errSchemaSetting(name, what string) *apiError { // choice
	return invalidParameter("Invalid schema for attribute " + name + ": " + what)
}

func errDomainTaken() *apiError { // choice
	return invalidParameter("Domain already associated with another user pool.")
}

func errDomainPrefix(domain string) *apiError { // R10, in the model's own pattern
	return invalidParameter("1 validation error detected: Value '" + domain + "' at 'domain' failed to satisfy constraint: " +
		`Member must satisfy regular expression pattern: ^[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?$`)
}

func errPoolHasOneDomain() *apiError { // choice
	return invalidParameter("The user pool already has a domain configured.")
}

func errNoSuchDomain(domain string) *apiError { // choice
	return invalidParameter("No such domain or user pool exists: " + domain)
}

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

const codePasswordResetRequired = "PasswordResetRequiredException"

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
	if attribute == attrPhone {
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

func errTriggerFailed(trigger Trigger, message string) *apiError { // L95, L96
	return refuse(codeUserLambdaValidation, string(trigger)+" failed with error "+message+".")
}

func errTriggerInvocation(trigger Trigger, reason string) *apiError { // L97, L98
	return refuse(codeUnexpectedLambda, string(trigger)+" invocation failed due to error "+reason+".")
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
