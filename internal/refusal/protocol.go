package refusal

import (
	"fmt"
	"net/http"
	"strings"
)

func Serialization(message string) *Error { // R16
	return New(codeSerialization, message)
}

func RequestTooLarge(limit int) *Error { // R155; words and limit: choice
	return &Error{
		Code: codeRequestTooLarge, Message: fmt.Sprintf("Request entity is too large: it has more than %d bytes", limit),
		status: http.StatusRequestEntityTooLarge,
	}
}

func UnknownOperation() *Error { // choice: code of the framework, no words
	return New(codeUnknownOperation, "")
}

// NotModelled refuses what the service would do and the fake does not: an
// operation, or a part of one, such as "RespondToAuthChallenge with
// ChallengeName ADMIN_NO_SRP_AUTH".
func NotModelled(what string) *Error { // ours
	return &Error{
		Code:    CodeNotModelled,
		Message: "cognitofake does not model " + what + "; " + operationsPage + " lists the operations that it does",
		status:  http.StatusNotImplemented,
		Lacks:   what,
		Hint:    wayRound(what),
	}
}

// operationsPage is where the operations that are modelled are listed.
const operationsPage = "docs/operations.md"

// wayRound is how a test gets on without what is not modelled.
func wayRound(what string) string {
	op, part, _ := strings.Cut(what, " ")
	switch {
	case part != "" && strings.Contains(op, "Auth"):
		return "AppClient.SignIn signs a user in without it"
	case op == "CreateUserImportJob", op == "StartUserImportJob":
		return "Pool.AddUser puts a user into the pool"
	case strings.HasSuffix(op, "IdentityProvider"), strings.HasSuffix(op, "IdentityProviders"), op == "GetIdentityProviderByIdentifier":
		return "Pool.AddUser with Status EXTERNAL_PROVIDER puts a user of an identity provider into the pool"
	}
	return ""
}

func MissingAuthenticationToken() *Error { // R154
	return New(codeMissingAuthenticationToken, "Missing Authentication Token")
}

func Filter() *Error { return InvalidParameter("Error while parsing filter.") } // N128

func SearchAttribute(name string) *Error { // N128
	return InvalidParameter("Invalid search attribute: " + name)
}

func PagingMarker(token, requestID string) *Error { // N129; one sighting
	return InvalidParameter("Paging marker " + token + " is invalid for request " + requestID)
}

func PaginationToken() *Error { return InvalidParameter("Invalid pagination token.") } // P10: choice

func TooManyRequests() *Error { return New(CodeTooManyRequests, "Rate exceeded") } // R120, L150

func Blocked() *Error { // R124, L149
	return &Error{Code: codeForbidden, Message: "Request not allowed due to WAF block.", status: http.StatusForbidden}
}

func Internal() *Error { // R125
	return &Error{Code: codeInternalError, Message: "Internal server error.", status: http.StatusInternalServerError}
}

func InternalServer() *Error { // of the operations on client secrets; words: choice
	return &Error{Code: codeInternalServer, Message: Internal().Message, status: http.StatusInternalServerError}
}
