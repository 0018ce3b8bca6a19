package cognitofake

import (
	"sync"

	"github.com/aws/aws-lambda-go/lambda"
)

// functions are those of the account, by name.
type functions struct {
	mu     sync.Mutex
	byName map[string]lambda.Handler
}

// set registers a function; nil removes it.
func (f *functions) set(name string, handler lambda.Handler) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if handler == nil {
		delete(f.byName, name)
		return
	}
	if f.byName == nil {
		f.byName = map[string]lambda.Handler{}
	}
	f.byName[name] = handler
}

func (f *functions) get(name string) lambda.Handler {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.byName[name]
}

// function is what runs for a trigger of a pool, nil for nothing.
func (s *Service) function(p *poolState, settings *poolSettings, named string) *function {
	if handler := (*p.Triggers.Load())[named]; handler != nil {
		return &function{trigger: named, arn: s.Account.FunctionARN(named), handler: handler}
	}
	arn := settings.lambdas[named]
	if arn == "" {
		return nil
	}
	name := functionName(arn)
	fn := &function{trigger: named, arn: arn, handler: s.functions.get(name)}
	switch {
	case fn.handler != nil:
		return fn
	case s.config.Invoker != nil:
		fn.handler = byInvoker(s.config.Invoker, name)
		return fn
	}
	return unregisteredFunction(named, arn)
}
