package refusal

import (
	"errors"
	"net/http"
	"reflect"
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/aws/smithy-go"
	"github.com/cognitofake/cognitofake/internal/model"
)

// exceptionTypes are the SDK's types by the exception that each stands for.
var exceptionTypes = typesByName(
	types.AccessDeniedException{}, types.AliasExistsException{}, types.CodeDeliveryFailureException{},
	types.CodeMismatchException{}, types.ConcurrentModificationException{}, types.DeviceKeyExistsException{},
	types.DuplicateProviderException{}, types.EnableSoftwareTokenMFAException{}, types.ExpiredCodeException{},
	types.FeatureUnavailableInTierException{}, types.ForbiddenException{}, types.GroupExistsException{},
	types.InternalErrorException{}, types.InternalServerException{}, types.InvalidEmailRoleAccessPolicyException{},
	types.InvalidLambdaResponseException{}, types.InvalidOAuthFlowException{}, types.InvalidParameterException{},
	types.InvalidPasswordException{}, types.InvalidSmsRoleAccessPolicyException{},
	types.InvalidSmsRoleTrustRelationshipException{}, types.InvalidUserPoolConfigurationException{},
	types.LimitExceededException{}, types.ManagedLoginBrandingExistsException{}, types.MFAMethodNotFoundException{},
	types.NotAuthorizedException{}, types.OperationNotEnabledException{}, types.PasswordHistoryPolicyViolationException{},
	types.PasswordResetRequiredException{}, types.PreconditionNotMetException{}, types.RefreshTokenReuseException{},
	types.ResourceNotFoundException{}, types.ScopeDoesNotExistException{}, types.SoftwareTokenMFANotFoundException{},
	types.TermsExistsException{}, types.TierChangeNotAllowedException{}, types.TooManyFailedAttemptsException{},
	types.TooManyRequestsException{}, types.UnauthorizedException{}, types.UnexpectedLambdaException{},
	types.UnsupportedIdentityProviderException{}, types.UnsupportedOperationException{},
	types.UnsupportedTokenTypeException{}, types.UnsupportedUserStateException{}, types.UserImportInProgressException{},
	types.UserLambdaValidationException{}, types.UsernameExistsException{}, types.UserNotConfirmedException{},
	types.UserNotFoundException{}, types.UserPoolAddOnNotEnabledException{}, types.UserPoolTaggingException{},
	types.WebAuthnChallengeNotFoundException{}, types.WebAuthnClientMismatchException{},
	types.WebAuthnConfigurationMissingException{}, types.WebAuthnCredentialNotSupportedException{},
	types.WebAuthnNotEnabledException{}, types.WebAuthnOriginNotAllowedException{},
	types.WebAuthnRelyingPartyMismatchException{},
)

func typesByName(samples ...any) map[string]reflect.Type {
	m := make(map[string]reflect.Type, len(samples))
	for _, sample := range samples {
		t := reflect.TypeOf(sample)
		m[t.Name()] = t
	}
	return m
}

// Exception is an error as the SDK gives it to a caller. An empty message
// is a nil one.
func Exception(code, message string) error {
	t, ok := exceptionTypes[code]
	if !ok {
		return &smithy.GenericAPIError{Code: code, Message: message}
	}
	v := reflect.New(t)
	if message != "" {
		v.Elem().FieldByName("Message").Set(reflect.ValueOf(&message))
	}
	return v.Interface().(error)
}

// Listed reports whether the service could answer err to the operation: it is
// not one of the SDK's types, or the model has it.
func Listed(op string, err error) bool {
	var api smithy.APIError
	if !errors.As(err, &api) {
		return true
	}
	t := reflect.TypeOf(api)
	if t.Kind() != reflect.Pointer || exceptionTypes[t.Elem().Name()] != t.Elem() {
		return true
	}
	return slices.Contains(model.Lookup(op).Errors, t.Elem().Name())
}

// Of is what the service says when it means err; nil when it is no
// error of an API. The message is empty where the service has to find words.
func Of(err error) *Error {
	var refusal *Error
	if errors.As(err, &refusal) {
		return refusal
	}
	var api smithy.APIError
	if !errors.As(err, &api) {
		return nil
	}
	return &Error{Code: api.ErrorCode(), Message: api.ErrorMessage(), status: statusOf(api, err)}
}

// statusOf is the HTTP status of an error: that of the SDK's own response
// around it, or the service's (R152).
func statusOf(api smithy.APIError, err error) int {
	var response interface{ HTTPStatusCode() int }
	if errors.As(err, &response) && response.HTTPStatusCode() >= http.StatusBadRequest {
		return response.HTTPStatusCode()
	}
	switch api.ErrorCode() {
	case codeForbidden:
		return http.StatusForbidden // R124
	case codeInternalError, codeInternalServer, codeInternalFailure:
		return http.StatusInternalServerError // R125
	case codeServiceUnavailable:
		return http.StatusServiceUnavailable
	}
	if api.ErrorFault() == smithy.FaultServer {
		return http.StatusInternalServerError
	}
	return http.StatusBadRequest
}
