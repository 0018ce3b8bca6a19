// Package refusal has every sentence that the service says, once, with the rule
// behind it. "choice" marks words, or a whole answer, that nobody has recorded.
package refusal

import (
	"net/http"
	"reflect"

	"github.com/aws/smithy-go"
	"github.com/cognitofake/cognitofake/internal/model"
)

// Error is a refusal in the service's own type and words. Only awsjson
// turns it into bytes, and only the SDK turns the bytes into a *types.X.
type Error struct {
	Code    string
	Message string
	status  int    // 0 means 400: the service answers nearly every refusal with it (R152)
	Hint    string // what the service would never say; for the transcript only
	Lacks   string // what the fake does not model and was asked for; "" for all other refusals

	// existence marks a refusal that tells whether a user exists, where
	// PreventUserExistenceErrors=ENABLED answers something else (L75).
	RevealsUser bool
}

func (e *Error) Error() string {
	if e.Message == "" {
		return e.Code
	}
	return e.Code + ": " + e.Message
}

func (e *Error) HTTPStatus() int {
	if e.status == 0 {
		return http.StatusBadRequest
	}
	return e.status
}

// WithHint attaches a hint for the transcript. An empty hint changes nothing.
func (e *Error) WithHint(hint string) *Error {
	if hint != "" {
		e.Hint = hint
	}
	return e
}

// Also adds a hint to what the refusal has of them.
func (e *Error) Also(hint string) *Error {
	if e.Hint != "" && hint != "" {
		hint = e.Hint + "; " + hint
	}
	return e.WithHint(hint)
}

// Advice is what a panic says of the refusal: the service's words, and what
// to do about it.
func (e *Error) Advice() string {
	if e.Hint == "" {
		return e.Message
	}
	return e.Message + " (" + Cited(e.Hint) + ")"
}

// Advice is what a panic says of an error that may be a refusal.
func Advice(err error) string {
	if e, ok := err.(*Error); ok {
		return e.Advice()
	}
	return err.Error()
}

// RevealUser marks the refusal as one that tells whether a user exists.
func (e *Error) RevealUser() *Error {
	e.RevealsUser = true
	return e
}

// Exception names, as they stand on the wire.
const (
	codeAliasExists              = "AliasExistsException"
	CodeCodeDeliveryFailure      = "CodeDeliveryFailureException"
	codeCodeMismatch             = "CodeMismatchException"
	codeEnableSoftwareTokenMFA   = "EnableSoftwareTokenMFAException"
	codeDeviceKeyExists          = "DeviceKeyExistsException"
	codeExpiredCode              = "ExpiredCodeException"
	codeFeatureUnavailable       = "FeatureUnavailableInTierException"
	codeForbidden                = "ForbiddenException"
	codeGroupExists              = "GroupExistsException"
	codeInternalError            = "InternalErrorException"
	codeInvalidLambdaResponse    = "InvalidLambdaResponseException"
	CodeInvalidParameter         = "InvalidParameterException"
	codeInvalidPassword          = "InvalidPasswordException"
	codeLimitExceeded            = "LimitExceededException"
	codeInvalidOAuthFlow         = "InvalidOAuthFlowException"
	codeScopeDoesNotExist        = "ScopeDoesNotExistException"
	codeSoftwareTokenMFANotFound = "SoftwareTokenMFANotFoundException"
	codeMFAMethodNotFound        = "MFAMethodNotFoundException"
	codeNotAuthorized            = "NotAuthorizedException"
	codePasswordHistory          = "PasswordHistoryPolicyViolationException"
	codePasswordResetRequired    = "PasswordResetRequiredException"
	codeRefreshTokenReuse        = "RefreshTokenReuseException"
	codeResourceNotFound         = "ResourceNotFoundException"
	CodeTooManyRequests          = "TooManyRequestsException"
	codeUnauthorized             = "UnauthorizedException"
	codeUnsupportedOperation     = "UnsupportedOperationException"
	codeUnsupportedTokenType     = "UnsupportedTokenTypeException"
	codeUnsupportedUserState     = "UnsupportedUserStateException"
	codeUnexpectedLambda         = "UnexpectedLambdaException"
	codeUserLambdaValidation     = "UserLambdaValidationException"
	codeUserNotConfirmed         = "UserNotConfirmedException"
	codeUserNotFound             = "UserNotFoundException"
	codeUsernameExists           = "UsernameExistsException"

	codeWebAuthnChallengeNotFound      = "WebAuthnChallengeNotFoundException"
	codeWebAuthnClientMismatch         = "WebAuthnClientMismatchException"
	codeWebAuthnConfigurationMissing   = "WebAuthnConfigurationMissingException"
	codeWebAuthnCredentialNotSupported = "WebAuthnCredentialNotSupportedException"
	codeWebAuthnNotEnabled             = "WebAuthnNotEnabledException"
	codeWebAuthnOriginNotAllowed       = "WebAuthnOriginNotAllowedException"
	codeWebAuthnRelyingPartyMismatch   = "WebAuthnRelyingPartyMismatchException"

	codeMissingAuthenticationToken = "MissingAuthenticationTokenException"
	codeRequestTooLarge            = "RequestEntityTooLargeException"
	codeSerialization              = "SerializationException"
	codeUnknownOperation           = "UnknownOperationException"
	CodeNotModelled                = "NotModelledException" // ours, never the service's
	codeMistake                    = "TestMistakeException" // likewise
)

func New(code, message string) *Error { return &Error{Code: code, Message: message} }

func InvalidParameter(message string) *Error { return New(CodeInvalidParameter, message) }

func NotAuthorized(message string) *Error { return New(codeNotAuthorized, message) }

// Mistake is the end of a request in which the test itself has made a mistake.
func Mistake(sentence string) *Error { return New(codeMistake, sentence) }

const (
	codeInternalServer     = "InternalServerException"
	codeSMSRoleTrust       = "InvalidSmsRoleTrustRelationshipException"
	codeSMSRolePolicy      = "InvalidSmsRoleAccessPolicyException"
	codeEmailRolePolicy    = "InvalidEmailRoleAccessPolicyException"
	codeInternalFailure    = "InternalFailure" // of AWS at large, as the next
	codeServiceUnavailable = "ServiceUnavailable"
)

// Worded is the refusal with the service's words, if it has none of its own.
func (e *Error) Worded(op string, about model.Subject) *Error {
	w := *e
	if w.Message == "" {
		w.Message = Words(op, w.Code, about)
	}
	if w.Message == "" && exceptionTypes[w.Code] != nil {
		w.Message = WordsUnknown
	}
	return &w
}

func (e *Error) ErrorCode() string { return e.Code }

func (e *Error) ErrorMessage() string { return e.Message }

func (e *Error) ErrorFault() smithy.ErrorFault {
	if e.HTTPStatus() >= http.StatusInternalServerError {
		return smithy.FaultServer
	}
	return smithy.FaultClient
}

// As finds the SDK's type for errors.As.
func (e *Error) As(target any) bool {
	exception, v := reflect.ValueOf(Exception(e.Code, e.Message)), reflect.ValueOf(target).Elem()
	if v.Type() != exception.Type() {
		return false
	}
	v.Set(exception)
	return true
}
