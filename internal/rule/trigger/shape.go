package trigger

import (
	"context"
	"fmt"
	"reflect"

	"github.com/aws/aws-lambda-go/lambda"
)

// plain is a Go function as a lambda.Handler. It wraps the function anew for
// each call, because a handler of the library hands out a buffer that its
// next call writes to.
type plain struct{ fn any }

func (p plain) Invoke(ctx context.Context, event []byte) ([]byte, error) {
	return lambda.NewHandler(p.fn).Invoke(ctx, event)
}

// Handler is fn as a lambda.Handler, nil for nil. lambda.NewHandler takes
// any value and its handler reports a bad one at each call; a test wants to
// know where the function is given.
func Handler(fn any) (lambda.Handler, error) {
	if fn == nil {
		return nil, nil
	}
	if handler, ok := fn.(lambda.Handler); ok {
		return handler, nil
	}
	if err := checkShape(reflect.ValueOf(fn)); err != nil {
		return nil, err
	}
	return plain{fn}, nil
}

// checkShape refuses a function that lambda.Start would not run, in its words.
func checkShape(fn reflect.Value) error {
	t := fn.Type()
	if t.Kind() != reflect.Func {
		return fmt.Errorf("handler kind %s is not %s", t.Kind(), reflect.Func)
	}
	if fn.IsNil() {
		return fmt.Errorf("handler is nil")
	}
	contextType, errorType := reflect.TypeFor[context.Context](), reflect.TypeFor[error]()
	isContext := func(t reflect.Type) bool {
		return t.Kind() == reflect.Interface && contextType.Implements(t) && t.Implements(contextType)
	}
	switch n := t.NumIn(); {
	case n > 2:
		return fmt.Errorf("handlers may not take more than two arguments, but handler takes %d", n)
	case n == 2 && !isContext(t.In(0)):
		return fmt.Errorf("handler takes two arguments, but the first is not Context. got %s", t.In(0).Kind())
	case n == 1 && t.In(0).Kind() == reflect.Interface && t.In(0).NumMethod() > 0 && !isContext(t.In(0)):
		return fmt.Errorf("handler takes an interface, but it is not context.Context: %q", t.In(0).Name())
	}
	switch n := t.NumOut(); {
	case n > 2:
		return fmt.Errorf("handler may not return more than two values")
	case n == 2 && !t.Out(1).Implements(errorType):
		return fmt.Errorf("handler returns two values, but the second does not implement error")
	case n == 1 && !t.Out(0).Implements(errorType):
		return fmt.Errorf("handler returns a single value, but it does not implement error")
	}
	return nil
}
