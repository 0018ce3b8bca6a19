package main

import (
	"errors"
	"flag"
	"io"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
)

const help = `usage: cognitofake [flags]

Serves Amazon Cognito user pools in memory, on POST / of a loopback port.

  -addr HOST:PORT       listen there; 127.0.0.1:9229 without it, port 0 picks one
  -allow-remote         listen on an address that is not loopback, and take any Host header
  -code CODE            every code is this one; without it codes are random
  -pool FILE            start with the pool that aws cognito-idp describe-user-pool printed (repeatable)
  -client FILE          likewise from describe-user-pool-client; its pool has to be there (repeatable)
  -lambda-endpoint URL  call the functions of LambdaConfig there, by the Lambda Invoke API
  -smtp HOST:PORT       also hand each e-mail to this SMTP server
  -demo                 start with a pool and an app client, and print commands to try them

In a browser, GET / shows the inbox. Control endpoints, all JSON:

  GET /_cognitofake/health
  GET or DELETE /_cognitofake/messages
  GET /_cognitofake/calls
  GET or POST /_cognitofake/users
  GET or POST /_cognitofake/clock               {"advance":"24h1s"}
  GET, POST or DELETE /_cognitofake/faults
  POST /_cognitofake/reset
`

// settings is what the command line says.
type settings struct {
	addr        string
	allowRemote bool
	remote      bool // addr is not loopback
	code        string
	pools       files
	clients     files
	lambda      *url.URL // nil for none
	smtp        string
	demo        bool
}

// files is a flag that may be given several times.
type files []string

func (f *files) String() string { return strings.Join(*f, " ") }

func (f *files) Set(name string) error {
	if name == "" {
		return errors.New("a file name is missing")
	}
	*f = append(*f, name)
	return nil
}

// parseFlags reads the command line. Its errors are usage errors, or flag.ErrHelp.
func parseFlags(args []string) (settings, error) {
	var s settings
	var lambda string
	flags := flag.NewFlagSet("cognitofake", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&s.addr, "addr", "127.0.0.1:9229", "")
	flags.BoolVar(&s.allowRemote, "allow-remote", false, "")
	flags.StringVar(&s.code, "code", "", "")
	flags.Var(&s.pools, "pool", "")
	flags.Var(&s.clients, "client", "")
	flags.StringVar(&lambda, "lambda-endpoint", "", "")
	flags.StringVar(&s.smtp, "smtp", "", "")
	flags.BoolVar(&s.demo, "demo", false, "")
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return s, err
	case err != nil:
		return s, usagef("%v; cognitofake -help lists the flags", err)
	case flags.NArg() > 0:
		return s, usagef("unexpected argument %q; cognitofake -help lists the flags", flags.Arg(0))
	}
	host, err := splitAddress("-addr", s.addr)
	if err != nil {
		return s, err
	}
	if s.remote = !isLoopback(host); s.remote && !s.allowRemote {
		return s, usagef("-addr %s is not loopback: whoever reaches it could read all codes, messages and users, and change them;"+
			" give 127.0.0.1 or add -allow-remote", s.addr)
	}
	if len(s.code) > 2048 || strings.ContainsAny(s.code, " \t\n\v\f\r") {
		return s, usagef("-code %q: a code has 1 to 2048 characters and no white space", s.code)
	}
	if s.smtp != "" {
		if _, err := splitAddress("-smtp", s.smtp); err != nil {
			return s, err
		}
	}
	if lambda != "" {
		s.lambda, err = url.Parse(lambda)
		if err != nil || s.lambda.Scheme != "http" && s.lambda.Scheme != "https" || s.lambda.Host == "" || s.lambda.RawQuery != "" || s.lambda.Fragment != "" {
			return s, usagef("-lambda-endpoint %s is not an http or https URL such as http://127.0.0.1:3001", lambda)
		}
	}
	return s, nil
}

// splitAddress checks HOST:PORT and returns the host.
func splitAddress(flag, address string) (string, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return "", usagef("%s %s has to be HOST:PORT, such as 127.0.0.1:9229", flag, address)
	}
	if n, err := strconv.Atoi(port); err != nil || n < 0 || n > 65535 {
		return "", usagef("%s %s: the port has to be a number from 0 to 65535", flag, address)
	}
	return host, nil
}

// isLoopback reports whether a host, without port or brackets, can only be
// this machine.
func isLoopback(host string) bool {
	if strings.EqualFold(strings.TrimSuffix(host, "."), "localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.Unmap().IsLoopback()
}
