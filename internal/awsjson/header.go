package awsjson

import (
	"net/http"
	"strconv"
	"strings"
)

// Target splits X-Amz-Target, as in "AWSCognitoIdentityProviderService.SignUp", into the service's prefix and the
// operation. ok is false where it is missing or lacks either.
func Target(h http.Header) (service, operation string, ok bool) {
	target := h.Get("X-Amz-Target")
	dot := strings.LastIndexByte(target, '.')
	if dot <= 0 || dot == len(target)-1 {
		return "", "", false
	}
	return target[:dot], target[dot+1:], true
}

// InvocationID is the id that an SDK gives a call and all its attempts, "" where there is none.
func InvocationID(h http.Header) string {
	return h.Get("Amz-Sdk-Invocation-Id")
}

// Attempt reads Amz-Sdk-Request, as in "attempt=1; max=3": which attempt of its call a request is, and how many the
// client makes at most. A number that is missing or unreadable is 0.
func Attempt(h http.Header) (attempt, max int) {
	for part := range strings.SplitSeq(h.Get("Amz-Sdk-Request"), ";") {
		key, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		switch key {
		case "attempt":
			attempt = number(value)
		case "max":
			max = number(value)
		}
	}
	return attempt, max
}

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 {
		return 0
	}
	return n
}

// SetHeader sets the headers of every response: its type and its request id.
func SetHeader(h http.Header, requestID string) {
	values := []string{ContentType, requestID}
	h["Content-Type"] = values[:1:1]
	h["X-Amzn-Requestid"] = values[1:]
}

// SetErrorHeader sets the headers of an error response: those of [SetHeader], the code, and the message unless it is
// empty. (R151)
func SetErrorHeader(h http.Header, requestID, code, message string) {
	SetHeader(h, requestID)
	h["X-Amzn-Errortype"] = []string{code + ":"}
	if message != "" {
		h["X-Amzn-Errormessage"] = []string{headerText(message)}
	}
}

// maxHeader bounds a message in a header: HTTP clients give up at some 16 KiB of headers. (choice)
const maxHeader = 4 << 10

// headerText is s with a space for each control character, and not too long: a message may quote what a user typed, and
// a header with a line break in it breaks the response. The body has the message as it is.
func headerText(s string) string {
	if len(s) > maxHeader {
		s = strings.ToValidUTF8(s[:maxHeader], "")
	}
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, s))
}
