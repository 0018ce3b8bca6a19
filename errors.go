package cognitofake

import "net/http"

// Every word that the service says stands once, with its rule: requests and
// sign-up in errors_signup.go, pools and app clients in errors_pools.go, what
// comes after a sign-up in errors_users.go. "choice" marks words, or a whole
// answer, that nobody has recorded.

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
	codePasswordResetRequired = "PasswordResetRequiredException"
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
