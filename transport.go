package cognitofake

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/ratelimit"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/cognitofake/cognitofake/internal/awsjson"
	"github.com/cognitofake/cognitofake/internal/fault"
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
		HTTPClient: transport{f},
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

// transport is the network, as the clients of a Fake see it. It is an
// aws.HTTPClient and an http.RoundTripper.
type transport struct{ fake *Fake }

// Do is what the SDK calls; it words errors as an http.Client does.
func (t transport) Do(req *http.Request) (*http.Response, error) {
	response, err := t.RoundTrip(req)
	if err != nil {
		return nil, sendError(req, err)
	}
	return response, nil
}

// sendError is what an http.Client makes of a request that has failed.
func sendError(req *http.Request, err error) error {
	var wire *fault.Network
	if errors.As(err, &wire) {
		err = io.EOF
	}
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		return err
	}
	return &url.Error{Op: "Post", URL: req.URL.String(), Err: err}
}

// RoundTrip answers a request in memory. Requests are known by their target,
// so that any endpoint will do.
func (t transport) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Body != nil {
		defer req.Body.Close()
	}
	if target, _, _ := awsjson.Target(req.Header); target != service.TargetPrefix {
		return nil, &foreignHostError{req.URL.Host}
	}
	ctx := req.Context()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	body, err := service.ReadBody(req.Body, req.ContentLength)
	if err != nil {
		return nil, err
	}
	a, err := t.fake.service.Serve(ctx, req.Header, body)
	if err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil { // the service has finished; its answer finds nobody
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
type foreignHostError struct{ host string }

func (e *foreignHostError) Error() string {
	return "cognitofake: request to " + e.host + ": the fake answers Amazon Cognito user pools alone;" +
		" give clients of other services a configuration of their own"
}

// RetryableError keeps the SDK from trying again.
func (e *foreignHostError) RetryableError() bool { return false }
