// Command cognitofake serves Amazon Cognito user pools on a loopback port, in
// memory, for programs in any language: point AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER,
// or the endpoint option of an SDK, at the address that it prints.
//
// Beside the AWS protocol it has control endpoints under /_cognitofake/ and,
// for a browser, an inbox of messages and codes. See cognitofake -help.
package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"syscall"
	"time"
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
	s, err := parseFlags(args, os.Getenv)
	switch {
	case err != nil:
		return err
	case s.version:
		fmt.Fprintln(stdout, version())
		return nil
	case s.health:
		return probe(ctx, s.addr, stdout)
	}
	srv, err := newServer(s, stderr)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", s.addr)
	if errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Errorf("-addr %s: %w: another cognitofake? -addr 127.0.0.1:0 picks a free port", s.addr, err)
	}
	if err != nil {
		return fmt.Errorf("-addr %s: %w", s.addr, err)
	}
	if s.remote {
		srv.log.Printf("warning: -allow-remote: whoever reaches %s can read all codes, messages and users, and change them", listener.Addr())
	}
	interfaces, _ := net.InterfaceAddrs() // without them the loopback address is told
	urls := reachable(listener.Addr(), interfaces)
	fmt.Fprint(stdout, greeting(urls))
	if s.demo {
		fmt.Fprint(stdout, demoCommands(urls[0]))
	}
	return srv.serve(ctx, listener)
}

// version is what the build says of itself.
func version() string {
	v := "(devel)"
	if info, ok := debug.ReadBuildInfo(); ok {
		v = cmp.Or(info.Main.Version, v)
	}
	return fmt.Sprintf("cognitofake %s %s %s/%s", v, runtime.Version(), runtime.GOOS, runtime.GOARCH)
}

// probeTimeout bounds the question of -health.
const probeTimeout = 3 * time.Second

// probe asks the server that listens on addr whether it is well, for
// containers that have no other program to ask with.
func probe(ctx context.Context, addr string, stdout io.Writer) error {
	host, port, _ := net.SplitHostPort(addr)
	if ip, err := netip.ParseAddr(host); host == "" || err == nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	ctx, cancel := context.WithTimeout(ctx, probeTimeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+net.JoinHostPort(host, port)+"/_cognitofake/health", nil)
	if err != nil {
		return err
	}
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}} // and no proxy
	response, err := client.Do(req)
	if err != nil {
		return fmt.Errorf("-health: %w", err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("-health: %s answers %s", addr, response.Status)
	}
	fmt.Fprintln(stdout, "ok")
	return nil
}
