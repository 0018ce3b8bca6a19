// Package bench measures what a call through the fake costs, beside the same
// SDK client on a transport that returns a canned answer: what the SDK alone
// costs, and no test double that keeps the real client can go below it.
//
//	go test -v .       the limits, and the figures they were judged by
//	go test -bench .   the figures alone
package bench
