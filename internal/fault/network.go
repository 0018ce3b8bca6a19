package fault

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
)

// Failures below the protocol.
var (
	DroppedBefore error = &Network{text: "connection dropped before the request arrived"}
	DroppedAfter  error = &Network{text: "connection dropped after the operation took effect", After: true}
	Truncated     error = &Network{text: "answer truncated", After: true, spoil: truncate}
	NotJSON       error = &Network{text: "a page of HTML was answered", spoil: htmlPage}
)

// ErrLost is a message that is lost in silence.
var ErrLost = errors.New("lost on the way")

// ErrSMSSandbox is an ErrLost.
var ErrSMSSandbox = fmt.Errorf("%w: the account is in the SMS sandbox, and the number is not verified", ErrLost)

// Answer is what goes back over the wire.
type Answer struct {
	Status  int
	Header  http.Header
	Body    []byte
	Missing int // bytes at the end of the body that never arrive
}

// Network is a way in which the network fails.
type Network struct {
	text  string
	After bool                // the operation takes effect first
	spoil func(Answer) Answer // nil: no answer arrives at all
}

func (e *Network) Error() string { return e.text }

// Carry is what arrives of an answer.
func (e *Network) Carry(a Answer) (Answer, error) {
	if e.spoil == nil {
		return Answer{}, e
	}
	return e.spoil(a), nil
}

// truncate keeps the first half of the body; of an empty one the connection
// promises more than it carries.
func truncate(a Answer) Answer {
	half := len(a.Body) / 2
	a.Missing = max(1, len(a.Body)-half)
	a.Body = a.Body[:half]
	return a
}

func htmlPage(Answer) Answer {
	return Answer{
		Status: http.StatusOK,
		Header: http.Header{"Content-Type": {"text/html; charset=utf-8"}},
		Body:   []byte("<html><body>It works!</body></html>\n"),
	}
}

// CutBody is the body of a response whose end never arrives.
func CutBody(b []byte) io.ReadCloser {
	return io.NopCloser(io.MultiReader(bytes.NewReader(b), brokenReader{}))
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }
