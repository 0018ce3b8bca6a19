package cognitofake

import (
	"context"
	"fmt"
	"reflect"

	"github.com/cognitofake/cognitofake/internal/awsjson"
	"github.com/cognitofake/cognitofake/internal/opt"
)

// Intercept puts fn before an operation, the one that takes *In and answers
// *Out; it is called for every attempt, not call, until remove is called. fn
// may look at the input, change it, call next or not, and change or replace
// what next answers:
//
//	cognitofake.Intercept(fake, func(ctx context.Context, in *cip.SignUpInput, next func(context.Context, *cip.SignUpInput) (*cip.SignUpOutput, error)) (*cip.SignUpOutput, error) {
//		in.ClientMetadata = map[string]string{"source": "test"}
//		return next(ctx, in)
//	})
//
// The input has been read and not yet been checked; it is fn's own copy, in
// clear, with passwords. Beyond next lie further interceptors, in the order in
// which they were given, then quotas and faults, then the operation. An error
// of next is one of the SDK's types for errors.As. An error of the SDK's types
// that fn returns is what the caller is told, with the service's words if it
// has none; any other is a failure of the transport, as for [Fake.FailNext].
//
// No lock is held while fn runs: it may call back into the Fake. A pair of
// types that no modelled operation has panics.
func Intercept[In, Out any](f *Fake, fn func(ctx context.Context, in *In, next func(context.Context, *In) (*Out, error)) (*Out, error)) (remove func()) {
	in, out := reflect.TypeFor[In](), reflect.TypeFor[Out]()
	if fn == nil {
		panic("cognitofake: Intercept: give a function")
	}
	i := &interceptor{op: operationOf(in, out)}
	i.fn = func(ctx context.Context, in any, next answerer) (any, error) {
		out, err := fn(ctx, in.(*In), func(ctx context.Context, in *In) (*Out, error) {
			if in == nil {
				in = new(In)
			}
			out, err := next(ctx, in)
			typed, _ := out.(*Out)
			return typed, err
		})
		if out == nil {
			out = new(Out)
		}
		return out, err
	}
	fs := f.faults
	fs.change(func() { fs.interceptors = append(fs.interceptors, i) })
	return func() { fs.change(func() { fs.interceptors = without(fs.interceptors, i) }) }
}

// operationOf is the operation with these types; without one it panics.
func operationOf(in, out reflect.Type) string {
	hint := ""
	for name, op := range operations {
		switch {
		case op.input == in && op.output == out:
			return name
		case op.input == in:
			hint = fmt.Sprintf("; %s answers *%s", name, op.output)
		}
	}
	panic(fmt.Sprintf("cognitofake: Intercept: no operation that the fake models takes *%s and answers *%s%s", in, out, hint))
}

// answerer answers an input of one operation.
type answerer func(ctx context.Context, in any) (any, error)

// interceptor is a function before an operation.
type interceptor struct {
	op string
	fn func(ctx context.Context, in any, next answerer) (any, error)
}

// intercept sends a request through the interceptors of its operation, and on.
func (f *Fake) intercept(r *request, in any) (any, error) {
	f.faults.mu.Lock()
	var chain []*interceptor
	for _, i := range f.faults.interceptors {
		if i.op == r.op.name {
			chain = append(chain, i)
		}
	}
	f.faults.mu.Unlock()
	if len(chain) == 0 {
		return f.strike(r, in)
	}
	out, err := f.through(r, chain)(r.ctx, duplicate(r.op.input, in))
	return duplicate(r.op.output, out), err // what fn keeps is not to be redacted
}

// through is the rest of a chain, and the operation behind it.
func (f *Fake) through(r *request, chain []*interceptor) answerer {
	return func(ctx context.Context, in any) (any, error) {
		if len(chain) > 0 {
			return chain[0].fn(ctx, in, f.through(r, chain[1:]))
		}
		inner := *r
		inner.ctx = ctx
		return f.strike(&inner, in)
	}
}

func duplicate(t reflect.Type, v any) any { return opt.Decode(t, awsjson.Append(nil, v)) }
