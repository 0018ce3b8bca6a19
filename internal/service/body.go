package service

import "io"

// MaxBody bounds the body of a request, whichever way it comes in (R155).
const MaxBody = 1 << 20

// Body is what a request has brought.
type Body struct {
	Text     []byte
	TooLarge bool // there is more than MaxBody; Text is not all of it, and may be nothing
}

// ReadBody reads a body of length bytes, -1 where nobody has said; r may be
// nil. It reads no more than it takes to see that one is too large.
func ReadBody(r io.Reader, length int64) (Body, error) {
	switch {
	case r == nil:
		return Body{}, nil
	case length > MaxBody:
		return Body{TooLarge: true}, nil
	case length > 0:
		text := make([]byte, length)
		_, err := io.ReadFull(r, text)
		return Body{Text: text}, err
	}
	text, err := io.ReadAll(io.LimitReader(r, MaxBody+1))
	return Body{Text: text, TooLarge: len(text) > MaxBody}, err
}
