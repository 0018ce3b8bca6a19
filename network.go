package cognitofake

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
)

// Failures below the protocol.
var (
	netDroppedBefore error = &network{text: "connection dropped before the request arrived"}
	netDroppedAfter  error = &network{text: "connection dropped after the operation took effect", after: true}
	netTruncated     error = &network{text: "answer truncated", after: true, spoil: truncate}
	netNotJSON       error = &network{text: "a page of HTML was answered", spoil: htmlPage}
)

// errLost is a message that is lost in silence.
var errLost = errors.New("lost on the way")

// errSMSSandbox is an errLost.
var errSMSSandbox = fmt.Errorf("%w: the account is in the SMS sandbox, and the number is not verified", errLost)

// wireAnswer is what goes back over the wire.
type wireAnswer struct {
	Status  int
	Header  http.Header
	Body    []byte
	Missing int // bytes at the end of the body that never arrive
}

// network is a way in which the network fails.
type network struct {
	text  string
	after bool                        // the operation takes effect first
	spoil func(wireAnswer) wireAnswer // nil: no answer arrives at all
}

func (e *network) Error() string { return e.text }

// carry is what arrives of an answer.
func (e *network) carry(a wireAnswer) (wireAnswer, error) {
	if e.spoil == nil {
		return wireAnswer{}, e
	}
	return e.spoil(a), nil
}

// truncate keeps the first half of the body; of an empty one the connection
// promises more than it carries.
func truncate(a wireAnswer) wireAnswer {
	half := len(a.Body) / 2
	a.Missing = max(1, len(a.Body)-half)
	a.Body = a.Body[:half]
	return a
}

func htmlPage(wireAnswer) wireAnswer {
	return wireAnswer{
		Status: http.StatusOK,
		Header: http.Header{"Content-Type": {"text/html; charset=utf-8"}},
		Body:   []byte("<html><body>It works!</body></html>\n"),
	}
}

// cutBody is the body of a response whose end never arrives.
func cutBody(b []byte) io.ReadCloser {
	return io.NopCloser(io.MultiReader(bytes.NewReader(b), brokenReader{}))
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }
