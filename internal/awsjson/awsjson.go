// Package awsjson is the server side of the AWS JSON 1.1 protocol. It decodes request bodies into, and encodes response
// bodies from, the Go types that the AWS SDK generates for its clients, so a server needs no types of its own.
//
// It knows no service, but for the document types that only the service's own package can make. [Decode] and [Append]
// walk any of the SDK's structs, by a plan that is made once for each type.
// Names on the wire are the names of the Go fields, but for the structs that lowerCase lists; a test asks the SDK
// whether that is so for every operation.
package awsjson

import "reflect"

// ContentType is the media type of requests and responses, errors included.
const ContentType = "application/x-amz-json-1.1"

// maxDepth is how deep objects and lists may nest in a body, the body itself being the first level. (choice)
const maxDepth = 64

// A SerializationError says why a body could not be decoded. The protocol reports it as SerializationException.
type SerializationError struct {
	// Message is what the service says, "" where it says nothing.
	Message string
}

func (e *SerializationError) Error() string {
	if e.Message == "" {
		return "SerializationException"
	}
	return "SerializationException: " + e.Message
}

// Decode parses body, one JSON object, into v, a pointer to a zero SDK struct. A body of no bytes is an object without
// members. The error is always a *[SerializationError], and leaves v half filled.
//
// Member names match exactly; members that v lacks are ignored. Of a member that comes twice the last value holds, and
// null is the same as absent: it takes nothing back. A null in a list of structs is an empty struct, so that whoever
// checks the members finds them missing; in other lists and in maps it is dropped (choice). Strings are read as
// encoding/json reads them: what is no UTF-8 becomes U+FFFD. Times are seconds, rounded to milliseconds.
func Decode(body []byte, v any) error {
	if len(body) == 0 {
		return nil
	}
	rv := reflect.ValueOf(v).Elem()
	p := parser{in: body}
	return p.body(planOf(rv.Type()), rv)
}

// Append appends to dst the JSON object for v, a pointer to an SDK struct, and returns the extended buffer.
//
// Left out are nil pointers, lists and maps, empty enums, and the SDK's ResultMetadata. All else is written: false, 0,
// and lists, maps and structs that are empty but not nil. Times are seconds with milliseconds. Fields come in the order
// of the struct, map keys sorted. A nil v is an empty object.
func Append(dst []byte, v any) []byte {
	rv := reflect.ValueOf(v)
	if rv.IsNil() {
		return append(dst, "{}"...)
	}
	rv = rv.Elem()
	return appendStruct(dst, planOf(rv.Type()), rv)
}

// AppendError appends to dst the body of an error response. An empty message is left out. The framework, which words a
// SerializationException, writes Message with a capital. (R16)
func AppendError(dst []byte, code, message string) []byte {
	dst = append(dst, `{"__type":`...)
	dst = appendString(dst, code)
	if message != "" {
		name := `,"message":`
		if code == "SerializationException" {
			name = `,"Message":`
		}
		dst = append(dst, name...)
		dst = appendString(dst, message)
	}
	return append(dst, '}')
}
