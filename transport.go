package cognitofake

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/aws/ratelimit"
	"github.com/aws/aws-sdk-go-v2/aws/retry"
	"github.com/cognitofake/cognitofake/internal/awsjson"
	"github.com/cognitofake/cognitofake/internal/model"
	"github.com/cognitofake/cognitofake/internal/refusal"
)

// targetPrefix begins X-Amz-Target in every request to user pools (R150).
const targetPrefix = "AWSCognitoIdentityProviderService"

// maxBody bounds a request.
const maxBody = 1 << 20

// operation is one entry of the table that all requests go through.
type operation struct {
	model   *model.Operation
	name    string
	input   reflect.Type
	output  reflect.Type
	run     func(f *Fake, r *request, in any) (any, error)
	subject model.SubjectFields
}

// entry makes an operation of the function that answers it.
// Its name is that of In without "Input".
func entry[In, Out any](run func(*Fake, *request, *In) (*Out, error)) operation {
	input := reflect.TypeFor[In]()
	name := strings.TrimSuffix(input.Name(), "Input")
	return operation{
		model:   model.Lookup(name),
		name:    name,
		input:   input,
		output:  reflect.TypeFor[Out](),
		subject: model.SubjectOf(input),
		run: func(f *Fake, r *request, in any) (any, error) {
			out, err := run(f, r, in.(*In))
			if err != nil {
				return nil, err
			}
			return out, nil
		},
	}
}

func index(ops ...operation) map[string]*operation {
	m := make(map[string]*operation, len(ops))
	for i := range ops {
		m[ops[i].name] = &ops[i]
	}
	return m
}

// request is one attempt of one call on its way through the table.
type request struct {
	// ctx is the caller's. The service does not know it: what has begun is
	// finished, and triggers get it without its cancellation.
	ctx       context.Context
	op        *operation
	userAgent string
	record    *callRecord
	faults    *faults         // nil: nothing was set when the request arrived
	network   *transportFault // what becomes of the answer; nil: it arrives
}

// answer is what goes back over the wire.
type answer struct {
	status  int
	header  http.Header
	body    []byte
	missing int // bytes at the end of the body that never arrive
}

// serve takes every request there is, from the client in memory and from
// net/http alike. An error is a failure below the protocol.
func (f *Fake) serve(ctx context.Context, header http.Header, body []byte) (answer, error) {
	requestID := f.newUUID()
	r := &request{ctx: ctx, userAgent: header.Get("User-Agent")}
	service, name, _ := awsjson.Target(header)
	r.record = f.history.begin(name, f.now(), header, requestID)
	in, out, err := f.dispatch(r, service, name, header, body)
	var a answer
	refusal, refused := err.(*refusal.Error)
	switch {
	case refused:
		a = answer{status: refusal.HTTPStatus(), header: make(http.Header, 4)}
		awsjson.SetErrorHeader(a.header, requestID, refusal.Code, refusal.Message)
		a.body = awsjson.AppendError(nil, refusal.Code, refusal.Message)
		err = nil
	case err == nil:
		a = answer{status: http.StatusOK, header: make(http.Header, 2)}
		awsjson.SetHeader(a.header, requestID)
		if !r.op.model.Silent && out != nil {
			a.body = awsjson.Append(make([]byte, 0, 256), out)
		}
	}
	failure := err
	if r.network != nil {
		a, err = r.network.carry(a)
		out, refusal, failure = nil, nil, r.network
	}
	f.history.end(r.record, in, out, a.body, refusal, failure) // after the answer is written: it redacts
	if f.observer != nil {
		f.observer(f.history.ended(r.record))
	}
	return a, err
}

// dispatch finds the operation, reads and checks the input, and runs it.
func (f *Fake) dispatch(r *request, service, name string, header http.Header, body []byte) (in, out any, err error) {
	known := model.Lookup(name)
	if known == nil || service != targetPrefix {
		return nil, nil, refusal.UnknownOperation()
	}
	if !known.Unsigned && header.Get("Authorization") == "" {
		return nil, nil, refusal.MissingAuthenticationToken()
	}
	if r.op = operations[name]; r.op == nil {
		return nil, nil, refusal.NotModelled(name)
	}
	input := reflect.New(r.op.input)
	if err := awsjson.Decode(body, input.Interface()); err != nil {
		return nil, nil, refusal.Serialization(err.(*awsjson.SerializationError).Message)
	}
	in = input.Interface()
	f.history.identify(r.record, r.op, f.subjectOf(r.op, input.Elem()))
	if f.faults.armed.Load() {
		out, err = f.answer(r, in)
	} else {
		out, err = f.perform(r, in)
	}
	return in, out, err
}

// perform checks an input against the model, and runs the operation.
func (f *Fake) perform(r *request, in any) (any, error) {
	if message := r.op.model.Check(in); message != "" {
		return nil, refusal.InvalidParameter(message)
	}
	return r.op.run(f, r, in)
}

// Config returns an aws.Config whose clients of Amazon Cognito user pools end
// in the Fake: for code that makes its own client with NewFromConfig. Its
// credentials are dummies. Clients made from it retry as the SDK does, three
// attempts, but without waiting and without a retry quota; a Retryer that you
// set keeps its own time. A request for any other AWS service fails with an
// error that names the host, and is not retried.
func (f *Fake) Config() aws.Config {
	return aws.Config{
		Region:     f.region,
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

// RoundTrip answers a request in memory. Requests are known by their target,
// so that any endpoint will do.
func (t transport) RoundTrip(req *http.Request) (*http.Response, error) {
	var body []byte
	if req.Body != nil {
		defer req.Body.Close()
	}
	if service, _, _ := awsjson.Target(req.Header); service != targetPrefix {
		return nil, &foreignHostError{req.URL.Host}
	}
	ctx := req.Context()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if req.Body != nil {
		var err error
		if body, err = readBody(req); err != nil {
			return nil, err
		}
	}
	a, err := t.fake.serve(ctx, req.Header, body)
	if err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil { // the service has finished; its answer finds nobody
		return nil, err
	}
	return &http.Response{
		Status: statusLine(a.status), StatusCode: a.status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: a.header, ContentLength: int64(len(a.body) + a.missing),
		Body: newBody(a), Request: req,
	}, nil
}

// responseBody is a body that has arrived whole.
type responseBody struct{ bytes.Reader }

func newBody(a answer) io.ReadCloser {
	if a.missing > 0 {
		return cutBody(a.body)
	}
	body := &responseBody{}
	body.Reset(a.body)
	return body
}

func (*responseBody) Close() error { return nil }

func readBody(req *http.Request) ([]byte, error) {
	if n := req.ContentLength; n > 0 && n <= maxBody {
		body := make([]byte, n)
		_, err := io.ReadFull(req.Body, body)
		return body, err
	}
	return io.ReadAll(req.Body)
}

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
