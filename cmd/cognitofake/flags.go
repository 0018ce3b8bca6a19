package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

const help = `usage: cognitofake [flags]

Serves Amazon Cognito user pools in memory, on POST / of a loopback port.
Nothing is kept when it stops.

  -addr HOST:PORT       listen there; 127.0.0.1:9229 without it, port 0 picks one
  -allow-remote         listen on an address that is not loopback, and take any Host header
  -origin ORIGIN        let web pages of this origin, such as https://app.example, make signed
                        calls and use the control endpoints (repeatable); those of others may
                        call what needs no credentials, and nothing else
  -code CODE            every code is this one; without it codes are random
  -pool FILE            start with the pool that aws cognito-idp describe-user-pool printed (repeatable)
  -client FILE          likewise from describe-user-pool-client; its pool has to be there (repeatable)
  -user FILE            start with the users of a JSON file: one, or an array, as
                        POST /_cognitofake/users takes them (repeatable)
  -lambda-endpoint URL  call the functions of LambdaConfig there, by the Lambda Invoke API
  -smtp HOST:PORT       also hand each e-mail to this SMTP server
  -demo                 start with a pool and an app client, and print commands to try them
  -health               ask the server at -addr whether it is well, and exit with 0 or 1
  -version              print the version, and exit

Flags may come from the environment: COGNITOFAKE_ADDR, COGNITOFAKE_ALLOW_REMOTE (true),
COGNITOFAKE_ORIGIN, COGNITOFAKE_CODE, COGNITOFAKE_POOL, COGNITOFAKE_CLIENT, COGNITOFAKE_USER,
COGNITOFAKE_LAMBDA_ENDPOINT, COGNITOFAKE_SMTP, COGNITOFAKE_DEMO (true). Those of repeatable
flags take several values, with commas between them. A flag on the command line wins; an empty
variable is none.

In a browser, GET / shows the inbox. Control endpoints, JSON but for the code:

  GET /_cognitofake/health
  GET /_cognitofake/code?username=NAME          the newest code that is good, as text
  GET /_cognitofake/messages                    ?to= &username= &poolId= &after=TIME &wait=5s
  DELETE /_cognitofake/messages
  GET /_cognitofake/calls                       ?limit= &username= &operation= &poolId= &errors=1
  GET or POST /_cognitofake/users               ?username= &poolId=
  GET or POST /_cognitofake/clock               {"advance":"24h1s"}
  GET, POST or DELETE /_cognitofake/faults      {"operation":"SignUp","error":"TooManyRequestsException"}
  POST /_cognitofake/reset

The exit status is 2 for a flag or file that cannot be used, and 1 for what fails later.
`

// settings is what the command line and the environment say.
type settings struct {
	addr        string
	allowRemote bool
	remote      bool // addr is not loopback
	origins     list // as a browser writes them
	code        string
	pools       list
	clients     list
	users       list
	lambda      *url.URL // nil for none
	smtp        string
	demo        bool
	health      bool
	version     bool
}

// list is a flag that may be given several times.
type list []string

func (l *list) String() string { return strings.Join(*l, ",") }

func (l *list) Set(value string) error {
	if value == "" {
		return errors.New("a value is missing")
	}
	*l = append(*l, value)
	return nil
}

// parseFlags reads the command line, and the environment where that is
// silent. Its errors are usage errors, or flag.ErrHelp.
func parseFlags(args []string, getenv func(string) string) (settings, error) {
	var s settings
	var lambda string
	flags := flag.NewFlagSet("cognitofake", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&s.addr, "addr", "127.0.0.1:9229", "")
	flags.BoolVar(&s.allowRemote, "allow-remote", false, "")
	flags.Var(&s.origins, "origin", "")
	flags.StringVar(&s.code, "code", "", "")
	flags.Var(&s.pools, "pool", "")
	flags.Var(&s.clients, "client", "")
	flags.Var(&s.users, "user", "")
	flags.StringVar(&lambda, "lambda-endpoint", "", "")
	flags.StringVar(&s.smtp, "smtp", "", "")
	flags.BoolVar(&s.demo, "demo", false, "")
	flags.BoolVar(&s.health, "health", false, "")
	flags.BoolVar(&s.version, "version", false, "")
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return s, err
	case err != nil:
		return s, usagef("%v; cognitofake -help lists the flags", err)
	case flags.NArg() > 0:
		return s, usagef("unexpected argument %q; cognitofake -help lists the flags", flags.Arg(0))
	}
	given, err := fromEnvironment(flags, getenv)
	if err != nil {
		return s, err
	}
	host, err := splitAddress("-addr", s.addr, "127.0.0.1:9229")
	if err != nil {
		return s, err
	}
	if s.remote = !isLoopback(host); s.remote && !s.allowRemote && !s.health {
		return s, usagef("-addr %s is not loopback: whoever reaches it could read all codes, messages and users, and change them;"+
			" give 127.0.0.1 or add -allow-remote", s.addr)
	}
	for i, origin := range s.origins {
		if s.origins[i], err = canonicalOrigin(origin); err != nil {
			return s, err
		}
	}
	if given["code"] && s.code == "" || len(s.code) > 2048 || strings.ContainsAny(s.code, " \t\n\v\f\r") {
		return s, usagef("-code %q: a code has 1 to 2048 characters and no white space", s.code)
	}
	if s.smtp != "" {
		if _, err := splitAddress("-smtp", s.smtp, "127.0.0.1:1025"); err != nil {
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

// variable is the environment's name of a flag. What a program does instead
// of serving is for the command line alone.
func variable(flag string) string {
	if flag == "health" || flag == "version" {
		return ""
	}
	return "COGNITOFAKE_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// fromEnvironment sets the flags that the command line does not; given are
// those that it does.
func fromEnvironment(flags *flag.FlagSet, getenv func(string) string) (given map[string]bool, err error) {
	given = map[string]bool{}
	flags.Visit(func(f *flag.Flag) { given[f.Name] = true })
	flags.VisitAll(func(f *flag.Flag) {
		name := variable(f.Name)
		if name == "" || given[f.Name] || err != nil {
			return
		}
		text := getenv(name)
		if text == "" {
			return
		}
		values := []string{text}
		if _, several := f.Value.(*list); several {
			values = strings.Split(text, ",")
		}
		for _, value := range values {
			if wrong := f.Value.Set(value); wrong != nil {
				why := wrong.Error()
				if _, plain := f.Value.(interface{ IsBoolFlag() bool }); plain {
					why = "give true or false"
				}
				err = usagef("%s is %q: %s", name, text, why)
			}
		}
	})
	return given, err
}

// canonicalOrigin is an origin as a browser writes it into the Origin header.
func canonicalOrigin(text string) (string, error) {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || text != u.Scheme+"://"+u.Host {
		return "", usagef("-origin %s is not a scheme, a host and a port, such as https://app.example or http://localhost:3000", text)
	}
	host := u.Host
	if port := u.Port(); u.Scheme == "http" && port == "80" || u.Scheme == "https" && port == "443" {
		host = strings.TrimSuffix(host, ":"+port)
	}
	return strings.ToLower(u.Scheme + "://" + host), nil
}

// splitAddress checks HOST:PORT and returns the host.
func splitAddress(flag, address, example string) (string, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return "", usagef("%s %s has to be HOST:PORT, such as %s", flag, address, example)
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

// reachable are the URLs of a listener, the first of them one of this machine:
// a server on all addresses has those of the machine's interfaces.
func reachable(listening net.Addr, interfaces []net.Addr) []string {
	at := func(ip netip.Addr) string {
		_, port, _ := net.SplitHostPort(listening.String())
		return "http://" + net.JoinHostPort(ip.String(), port)
	}
	all, err := netip.ParseAddrPort(listening.String())
	if err != nil || !all.Addr().IsUnspecified() {
		return []string{"http://" + listening.String()}
	}
	urls := []string{at(netip.AddrFrom4([4]byte{127, 0, 0, 1}))}
	for _, a := range interfaces {
		prefix, err := netip.ParsePrefix(a.String())
		ip := prefix.Addr().Unmap()
		if err != nil || ip.IsLoopback() || ip.IsLinkLocalUnicast() || ip.Is6() && all.Addr().Is4() {
			continue
		}
		if url := at(ip); !slices.Contains(urls, url) {
			urls = append(urls, url)
		}
	}
	return urls
}

// greeting is what the server prints when it is ready.
func greeting(urls []string) string {
	text := fmt.Sprintf("listening on %s (in memory: nothing is kept)\n", urls[0])
	for _, url := range urls[1:] {
		text += "and on " + url + "\n"
	}
	return text
}
