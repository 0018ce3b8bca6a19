package cognitofake

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/url"
)

// Failures below the protocol, for [Fake.FailNext] and [Fake.Fail]. The SDK
// meets what it meets on a real connection, in memory and over HTTP alike, so
// that none of these values is in the chain of the caller's error.
var (
	// ErrDroppedBefore drops the connection before the service has read the
	// request: nothing happens. The SDK reads EOF and tries again.
	ErrDroppedBefore error = &transportFault{text: "connection dropped before the request arrived"}

	// ErrDroppedAfter drops the connection when the operation has taken
	// effect: its answer is lost. The SDK reads EOF and tries again, and the
	// second attempt meets what the first has done. SignUp then says
	// UsernameExistsException of its own user.
	ErrDroppedAfter error = &transportFault{text: "connection dropped after the operation took effect", after: true}

	// ErrTruncated cuts the answer in half when the operation has taken
	// effect. The SDK cannot decode it and does not try again. Where the model
	// has no answer, as for DeleteUserPool, the connection promises a byte that
	// never comes; today's SDK does not look, and its call succeeds.
	ErrTruncated error = &transportFault{text: "answer truncated", after: true, spoil: truncate}

	// ErrNotJSON is a page of HTML with status 200, as a proxy on the way may
	// answer: nothing happens. The SDK cannot decode it and does not try again.
	ErrNotJSON error = &transportFault{text: "a page of HTML was answered", spoil: htmlPage}
)

// transportFault is a way in which the network fails.
type transportFault struct {
	text  string
	after bool                // the operation takes effect first
	spoil func(answer) answer // nil: no answer arrives at all
}

func (e *transportFault) Error() string { return e.text }

// carry is what arrives of an answer.
func (e *transportFault) carry(a answer) (answer, error) {
	if e.spoil == nil {
		return answer{}, e
	}
	return e.spoil(a), nil
}

// truncate keeps the first half of the body; of an empty one the connection
// promises more than it carries.
func truncate(a answer) answer {
	half := len(a.body) / 2
	a.missing = max(1, len(a.body)-half)
	a.body = a.body[:half]
	return a
}

func htmlPage(answer) answer {
	return answer{
		status: http.StatusOK,
		header: http.Header{"Content-Type": {"text/html; charset=utf-8"}},
		body:   []byte("<html><body>It works!</body></html>\n"),
	}
}

// cutBody is the body of a response whose end never arrives.
func cutBody(b []byte) io.ReadCloser {
	return io.NopCloser(io.MultiReader(bytes.NewReader(b), brokenReader{}))
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// sendError is what an http.Client makes of a request that has failed.
func sendError(req *http.Request, err error) error {
	var wire *transportFault
	if errors.As(err, &wire) {
		err = io.EOF
	}
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		return err
	}
	return &url.Error{Op: "Post", URL: req.URL.String(), Err: err}
}
