package cognitofake

import (
	"context"
	"reflect"

	"github.com/cognitofake/cognitofake/internal/fault"
	"github.com/cognitofake/cognitofake/internal/op"
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
// The input has been read and has not been checked. It is fn's own copy, in
// clear, with passwords. next calls the interceptors that were given later, then
// applies quotas and faults, and then runs the operation. An error of next is
// one of the SDK's types for errors.As. If fn returns an error of the SDK's
// types, the caller gets it, with the service's words if it has none. Any other
// error is a failure of the transport, as for [Fake.FailNext].
//
// The operation is any that the service has. Where the fake does not model it,
// only next says so, with NotModelledException: an fn that answers by itself
// makes up for what is missing.
//
// No lock is held while fn runs: it may call back into the Fake. A pair of
// types that no operation has is a mistake of the test: see [NewT].
func Intercept[In, Out any](f *Fake, fn func(ctx context.Context, in *In, next func(context.Context, *In) (*Out, error)) (*Out, error)) (remove func()) {
	if f == nil {
		panic("cognitofake: Intercept: give a Fake")
	}
	f.tb().Helper()
	if fn == nil {
		f.misuse("Intercept: give a function")
		return func() {}
	}
	name := f.operationOf(reflect.TypeFor[In](), reflect.TypeFor[Out]())
	if name == "" {
		return func() {}
	}
	return f.service.Faults.Intercept(name, func(ctx context.Context, in any, next fault.Answerer) (any, error) {
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
	})
}

// operationOf is the operation with these types, which there has to be; "" if
// misuse returns.
func (f *Fake) operationOf(in, out reflect.Type) string {
	f.tb().Helper()
	name, near := op.Table.OperationOf(in, out)
	if name != "" {
		return name
	}
	if near != "" {
		near = "; " + near
	}
	f.misuse("Intercept: no operation takes *%s and answers *%s%s", in, out, near)
	return ""
}
