package cognitofake

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/ratelimit"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/cognitofake/cognitofake/internal/awsjson"
	"github.com/cognitofake/cognitofake/internal/fault"
	"github.com/cognitofake/cognitofake/internal/hosted"
	"github.com/cognitofake/cognitofake/internal/service"
)

// Config returns an aws.Config whose clients of Amazon Cognito user pools end
// in the Fake: for code that makes its own client with NewFromConfig. Its
// credentials are dummies. Clients made from it retry as the SDK does, three
// attempts, but without waiting and without a retry quota; a Retryer that you
// set keeps its own time. A request for any other AWS service fails with an
// error that names the host, and is not retried.
func (f *Fake) Config() aws.Config {
	return aws.Config{
		Region:     f.config.Region,
		HTTPClient: &transport{func() *Fake { return f }},
		Credentials: aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
			return aws.Credentials{AccessKeyID: accessKeyID, SecretAccessKey: secretAccessKey, Source: "cognitofake"}, nil
		}),
		Retryer: newRetryer,
	}
}

// The dummy credentials; nobody checks a signature.
const (
	accessKeyID     = "AKIDCOGNITOFAKE"
	secretAccessKey = "cognitofake"
)

// newRetryer is the SDK's standard one, without its waiting and its quota.
func newRetryer() aws.Retryer {
	return retry.NewStandard(func(o *retry.StandardOptions) {
		o.RateLimiter = ratelimit.None
		o.Backoff = retry.BackoffDelayerFunc(func(int, error) (time.Duration, error) { return 0, nil })
	})
}

// HTTPClient returns an http.Client whose requests end in the Fake, for code
// that calls the service by https with a client of its own: it fetches a pool's
// token keys, visits a confirmation link, or speaks the AWS protocol. See
// [Fake.Transport].
func (f *Fake) HTTPClient() *http.Client { return &http.Client{Transport: f.Transport()} }

// Transport returns the way into the Fake as an http.RoundTripper: the AWS
// protocol to any host, and all else that [Fake.ServeHTTP] answers to the hosts
// that it has in production, which are
//
//	cognito-idp.<region>.amazonaws.com
//	<domain>.auth.<region>.amazoncognito.com
//
// and the pools' custom domains. A request to any other host fails with an
// error that names it and these. Nothing goes over the network.
func (f *Fake) Transport() http.RoundTripper { return &transport{func() *Fake { return f }} }

// transport is the network, as the clients of a Fake see it. It is an
// aws.HTTPClient and an http.RoundTripper.
type transport struct {
	fake func() *Fake // a function, so that what prints or compares a client by reflection ends here
}

// Do is what the SDK calls; it words errors as an http.Client does.
func (t *transport) Do(req *http.Request) (*http.Response, error) {
	response, err := t.RoundTrip(req)
	if err == nil {
		return response, nil
	}
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		return nil, err
	}
	return nil, &url.Error{Op: req.Method[:1] + strings.ToLower(req.Method[1:]), URL: req.URL.String(), Err: err}
}

// RoundTrip answers a request in memory.
func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Body != nil {
		defer req.Body.Close()
	}
	if err := req.Context().Err(); err != nil {
		return nil, err
	}
	var response *http.Response
	var err error
	target, _, _ := awsjson.Target(req.Header)
	switch {
	case target == service.TargetPrefix: // so that any endpoint will do
		response, err = t.fake().call(req)
	case hosted.IsHost(t.fake().service, req.URL.Host):
		response, err = t.fake().visit(req)
	default:
		err = &foreignHostError{req.URL.Host, hosted.Hosts(t.fake().service)}
	}
	if err == nil { // else the service has finished, and its answer finds nobody
		err = req.Context().Err()
	}
	if err != nil {
		return nil, asNetwork(err)
	}
	return response, nil
}

// asNetwork is what a client sees of an error below the protocol.
func asNetwork(err error) error {
	var wire *fault.Network
	if errors.As(err, &wire) {
		return io.EOF
	}
	return err
}

// visit answers a request as net/http would have it answered.
func (f *Fake) visit(req *http.Request) (response *http.Response, err error) {
	arrived := req.Clone(req.Context())
	arrived.Host = cmp.Or(req.Host, req.URL.Host)
	arrived.RequestURI = req.URL.RequestURI()
	arrived.RemoteAddr = "192.0.2.1:1234" // an address of documents
	if arrived.Body == nil {
		arrived.Body = http.NoBody
	}
	recorder := httptest.NewRecorder()
	defer func() {
		if dropped := recover(); dropped == http.ErrAbortHandler {
			err = io.EOF
		} else if dropped != nil {
			panic(dropped)
		}
	}()
	f.ServeHTTP(recorder, arrived)
	response = recorder.Result()
	response.Request = req
	if req.Method == http.MethodHead {
		response.Body = http.NoBody
	}
	return response, nil
}

// call answers a request of the AWS protocol.
func (f *Fake) call(req *http.Request) (*http.Response, error) {
	body, err := service.ReadBody(req.Body, req.ContentLength)
	if err != nil {
		return nil, err
	}
	a, err := f.service.Serve(req.Context(), req.Header, body)
	if err != nil {
		return nil, err
	}
	return &http.Response{
		Status: statusLine(a.Status), StatusCode: a.Status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: a.Header, ContentLength: int64(len(a.Body) + a.Missing),
		Body: newBody(a), Request: req,
	}, nil
}

// responseBody is a body that has arrived whole.
type responseBody struct{ bytes.Reader }

func newBody(a fault.Answer) io.ReadCloser {
	if a.Missing > 0 {
		return fault.CutBody(a.Body)
	}
	body := &responseBody{}
	body.Reset(a.Body)
	return body
}

func (*responseBody) Close() error { return nil }

func statusLine(code int) string {
	if code == http.StatusOK {
		return "200 OK"
	}
	return fmt.Sprintf("%d %s", code, http.StatusText(code))
}

// foreignHostError is a request for another service than user pools.
type foreignHostError struct {
	host  string
	hosts []string // of the Fake
}

func (e *foreignHostError) Error() string {
	return "cognitofake: request to " + e.host + ": the fake answers Amazon Cognito user pools alone, at " + strings.Join(e.hosts, ", ") +
		"; give clients of other services a configuration of their own"
}

// RetryableError keeps the SDK from trying again.
func (e *foreignHostError) RetryableError() bool { return false }
