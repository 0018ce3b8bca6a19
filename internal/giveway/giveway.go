// Package giveway keeps answers from overtaking their clients.
package giveway

import "strings"

// The Go SDK loses answers that overtake it. When its client has the head of
// an answer, the SDK closes the body of the request; when net/http, on another
// goroutine, comes back from writing that body only then and looks for its
// end, the SDK's wrapper says io.EOF where the end is nil, and net/http takes
// that for a failure and closes the connection
// (aws/aws-sdk-go-v2#1825; seen in smithy-go 1.26.0 and 1.28.9). What had not been
// read by then is gone: everything after the first 4 KiB.
//
// On loopback that is no accident. The kernel wakes the server within the
// client's write, on the client's processor and before it, so that the client
// stands still until the server has answered and sleeps: whoever gives way
// before the answer, by giveWay, lets it come back from its write first. Time
// that passes without that does not help, however long the operation takes.

// oneRead is less than what net/http's client reads at once, 4 KiB, and leaves
// room for the head.
const oneRead = 2 << 10

// Before gives way before an answer of a size to a client of a user agent, if
// part of the answer could be lost.
func Before(userAgent string, size int) {
	if size > oneRead && strings.Contains(userAgent, "aws-sdk-go-v2/") {
		giveWay()
	}
}
