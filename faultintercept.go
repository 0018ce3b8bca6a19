package cognitofake

import "context"

// answerer answers an input of one operation.
type answerer func(ctx context.Context, in any) (any, error)

// interceptor is a function before an operation.
type interceptor struct {
	op string
	fn func(ctx context.Context, in any, next answerer) (any, error)
}

// intercept puts fn before an operation, until remove is called.
func (fs *faults) intercept(op string, fn func(ctx context.Context, in any, next answerer) (any, error)) (remove func()) {
	i := &interceptor{op, fn}
	fs.change(func() { fs.interceptors = append(fs.interceptors, i) })
	return func() { fs.change(func() { fs.interceptors = without(fs.interceptors, i) }) }
}

// interceptorsOf are those of an operation, in the order in which they were given.
func (fs *faults) interceptorsOf(op string) []*interceptor {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	var chain []*interceptor
	for _, i := range fs.interceptors {
		if i.op == op {
			chain = append(chain, i)
		}
	}
	return chain
}
