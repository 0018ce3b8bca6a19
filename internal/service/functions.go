package service

import (
	"sync"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/cognitofake/cognitofake/internal/rule/settings"
	"github.com/cognitofake/cognitofake/internal/rule/trigger"
	"github.com/cognitofake/cognitofake/internal/state"
)

// functions are those of the account, by name.
type functions struct {
	mu     sync.Mutex
	byName map[string]lambda.Handler
}

// Set registers a function; nil removes it.
func (f *functions) Set(name string, handler lambda.Handler) {
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

// function is what runs for a trigger of a pool, nil for nothing. Where nothing
// runs any more the call has a hint.
func (r *Request) function(p *state.Pool, s *settings.Pool, named string) *trigger.Function {
	fn := r.service.function(p, s, named)
	if reset := s.Resets.Hint("LambdaConfig"); fn == nil && reset != "" && r.record != nil && !r.record.Silent {
		r.record.Silent = true
		r.Hint("functions do not run any more: " + reset)
	}
	return fn
}

// function is what runs for a trigger of a pool, nil for nothing.
func (s *Service) function(p *state.Pool, settings *settings.Pool, named string) *trigger.Function {
	if handler := (*p.Triggers.Load())[named]; handler != nil {
		return &trigger.Function{Trigger: named, Arn: s.Account.FunctionARN(named), Handler: handler}
	}
	arn := settings.Lambdas[named]
	if arn == "" {
		return nil
	}
	name := trigger.FunctionName(arn)
	fn := &trigger.Function{Trigger: named, Arn: arn, Handler: s.Functions.get(name)}
	switch {
	case fn.Handler != nil:
		return fn
	case s.config.Invoker != nil:
		fn.Handler = trigger.ByInvoker(s.config.Invoker, name)
		return fn
	}
	return trigger.Unregistered(named, arn)
}
