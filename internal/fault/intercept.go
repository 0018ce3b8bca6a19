package fault

import (
	"context"
)

// Answerer answers an input of one operation.
type Answerer func(ctx context.Context, in any) (any, error)

// Interceptor is a function before an operation.
type Interceptor struct {
	op string
	Fn func(ctx context.Context, in any, next Answerer) (any, error)
}

// Intercept puts fn before an operation, until remove is called.
func (fs *Faults) Intercept(op string, fn func(ctx context.Context, in any, next Answerer) (any, error)) (remove func()) {
	i := &Interceptor{op, fn}
	fs.change(func() { fs.interceptors = append(fs.interceptors, i) })
	return func() { fs.change(func() { fs.interceptors = without(fs.interceptors, i) }) }
}

// InterceptorsOf are those of an operation, in the order in which they were given.
func (fs *Faults) InterceptorsOf(op string) []*Interceptor {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	var chain []*Interceptor
	for _, i := range fs.interceptors {
		if i.op == op {
			chain = append(chain, i)
		}
	}
	return chain
}
