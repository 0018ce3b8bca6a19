package refusal

import (
	"fmt"
	"net/http"
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

func NotModelled(op string) *Error { // ours
	return &Error{
		Code: CodeNotModelled,
		Message: "cognitofake does not model " + op +
			"; its README lists the operations that it does under \"Operations\"",
		status: http.StatusNotImplemented,
	}
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
