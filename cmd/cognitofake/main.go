// Command cognitofake serves Amazon Cognito user pools on a loopback port, in
// memory, for programs in any language: point AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER,
// or the endpoint option of an SDK, at the address that it prints.
//
// Beside the AWS protocol it has control endpoints under /_cognitofake/ and,
// for a browser, an inbox of messages and codes. See cognitofake -help.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// usageError is a flag, or a file that a flag names, that cannot be used.
type usageError struct{ sentence string }

func (e *usageError) Error() string { return e.sentence }

func usagef(format string, args ...any) error { return &usageError{fmt.Sprintf(format, args...)} }

// run serves until ctx ends, and returns the exit status: 2 for what the
// command line got wrong.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	err := serve(ctx, args, stdout, stderr)
	var usage *usageError
	switch {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprint(stdout, help)
		return 0
	case errors.As(err, &usage):
		fmt.Fprintln(stderr, "cognitofake: "+usage.sentence)
		return 2
	case err != nil:
		fmt.Fprintln(stderr, "cognitofake: "+err.Error())
		return 1
	}
	return 0
}

func serve(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	s, err := parseFlags(args)
	if err != nil {
		return err
	}
	srv, err := newServer(s, stderr)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", s.addr)
	if err != nil {
		return fmt.Errorf("-addr %s: %w", s.addr, err)
	}
	if s.remote {
		srv.log.Printf("warning: -allow-remote: whoever reaches %s can read all codes, messages and users, and change them", listener.Addr())
	}
	url := "http://" + listener.Addr().String()
	fmt.Fprintln(stdout, "listening on "+url)
	if s.demo {
		fmt.Fprint(stdout, demoCommands(reachable(url)))
	}
	return srv.serve(ctx, listener)
}
