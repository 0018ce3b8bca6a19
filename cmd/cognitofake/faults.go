package main

import (
	"net/http"
	"slices"
	"strings"

	"github.com/aws/smithy-go"

	"github.com/cognitofake/cognitofake"
)

// lostSilently is the error of a message that nobody is told about.
const lostSilently = "none"

// maxTimes bounds how many requests one fault fails, but for all of them.
const maxTimes = 10_000

// commonErrors are what any AWS service may answer, beside what its model
// lists for an operation.
var commonErrors = []string{
	"AccessDeniedException", "ExpiredTokenException", "IncompleteSignature", "InternalFailure", "InvalidSignatureException",
	"MissingAuthenticationTokenException", "RequestExpired", "RequestLimitExceeded", "ServiceUnavailable",
	"ThrottlingException", "UnrecognizedClientException",
}

// setFault breaks an operation.
func (s *server) setFault(req *http.Request) (any, error) {
	in := struct {
		Operation string `json:"operation"`
		Error     string `json:"error"`
		Message   string `json:"message"`
		Times     *int   `json:"times"`
		At        string `json:"at"`
	}{}
	if err := readJSON(req, &in); err != nil {
		return nil, err
	}
	op := cognitofake.Operation(in.Operation)
	if !slices.Contains(cognitofake.Operations(), op) {
		return nil, badf("operation is %q, which the server does not model", in.Operation)
	}
	times := 1
	if in.Times != nil {
		times = *in.Times
	}
	if times < 0 || times > maxTimes {
		return nil, badf("times is %d: it goes from 1 to %d, and 0 is until cleared", times, maxTimes)
	}
	var where []cognitofake.Scope
	switch in.At {
	case "":
	case "delivery":
		where = append(where, cognitofake.AtDelivery())
	default:
		return nil, badf(`at is %q: leave it out, or give "delivery"`, in.At)
	}
	var fault error = &smithy.GenericAPIError{Code: in.Error, Message: in.Message}
	switch {
	case in.Error == "":
		return nil, badf("error is missing: the name of an exception, such as TooManyRequestsException")
	case in.Error == lostSilently && in.At == "":
		return nil, badf(`error is "none", which goes with "at":"delivery" alone`)
	case in.Error == lostSilently:
		fault = cognitofake.ErrLost
	default:
		if listed := exceptions(op); !slices.Contains(listed, in.Error) && !slices.Contains(commonErrors, in.Error) {
			return nil, badf("error is %q, which %s does not answer; it answers %s", in.Error, op, strings.Join(listed, ", "))
		}
	}
	if times == 0 {
		s.fake.Fail(op, fault, where...)
	}
	for range times {
		s.fake.FailNext(op, fault, where...)
	}
	return done{}, nil
}

// exceptions are the names of what the service model lists for an operation.
func exceptions(op cognitofake.Operation) []string {
	var names []string
	for _, fault := range cognitofake.Faults(op) {
		names = append(names, cognitofake.FaultName(fault))
	}
	return names
}

func (s *server) faults(*http.Request) (any, error) { return s.pendingFaults(), nil }

func (s *server) clearFaults(*http.Request) (any, error) {
	s.fake.ClearFaults()
	return done{}, nil
}
