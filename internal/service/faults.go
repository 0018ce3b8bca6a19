package service

import (
	"context"
	"errors"
	"reflect"

	"github.com/cognitofake/cognitofake/internal/awsjson"
	"github.com/cognitofake/cognitofake/internal/fault"
	"github.com/cognitofake/cognitofake/internal/misuse"
	"github.com/cognitofake/cognitofake/internal/model"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
)

// answer is the way of a request through a Fake on which something is set.
func (r *Request) answer(in any) (any, error) {
	r.faults = r.service.Faults
	if overdue := r.faults.Hold(r.ctx, r.op.name, r.about(), fault.AtArrival); overdue != nil {
		return nil, overdue
	}
	out, err := r.conclude(r.intercept(in))
	if overdue := r.faults.Hold(r.ctx, r.op.name, r.about(), fault.BeforeAnswer); overdue != nil {
		r.network = nil
		return nil, overdue
	}
	r.faults.Delay(r.ctx, r.op.name, r.about())
	return out, err
}

// refuseOrPerform refuses a request by a quota or by a fault, or has it run.
func (r *Request) refuseOrPerform(in any) (any, error) {
	if err := r.faults.TakeQuota(r.op.name, in, r.service.Account.Now()); err != nil {
		return nil, err
	}
	set := r.faults.Take(r.op.name, false, r.about())
	if set == nil {
		return r.perform(in)
	}
	if set.Refusal != nil {
		return nil, set.Refusal.Worded(r.op.name, r.about()).WithHint(set.Hint())
	}
	r.Hint(set.Hint())
	var wire *fault.Network
	if errors.As(set.Err, &wire) && wire.After {
		out, err := r.perform(in)
		return out, errors.Join(set.Err, err)
	}
	return nil, set.Err
}

// conclude turns how a request has ended into what serve knows: an output, a
// refusal, a network that fails, or an error of the transport.
func (r *Request) conclude(out any, err error) (any, error) {
	var wire *fault.Network
	if errors.As(err, &wire) {
		r.network = wire
	}
	if refusal := refusal.Of(err); refusal != nil {
		return nil, refusal.Worded(r.op.name, r.about())
	}
	if r.network != nil {
		return out, nil
	}
	return out, err
}

// about is who and what the request concerns.
func (r *Request) about() model.Subject {
	return model.Subject{Pool: r.record.PoolID, Client: r.record.ClientID, Username: r.record.Username}
}

// intercept sends a request through the interceptors of its operation, and on.
func (r *Request) intercept(in any) (any, error) {
	chain := r.faults.InterceptorsOf(r.op.name)
	if len(chain) == 0 {
		return r.refuseOrPerform(in)
	}
	out, err := r.chained(chain)(r.ctx, duplicate(r.op.input, in))
	if out == nil {
		return nil, err
	}
	return duplicate(r.op.output, out), err // what fn keeps is not to be redacted
}

// chained is the rest of a chain, and the operation behind it.
func (r *Request) chained(chain []*fault.Interceptor) fault.Answerer {
	return func(ctx context.Context, in any) (any, error) {
		if len(chain) > 0 {
			var out any
			err := guard(func() (err error) {
				out, err = chain[0].Fn(ctx, in, r.chained(chain[1:]))
				return err
			})
			return out, err
		}
		inner := *r
		inner.ctx = ctx
		return inner.refuseOrPerform(in)
	}
}

// guard runs code of the test's. A mistake that the code makes is what the call
// answers.
func guard(code func() error) (err error) {
	if mistake := misuse.Guard(func() { err = code() }); mistake != nil {
		return refusal.Mistake(mistake.Error())
	}
	return err
}

func duplicate(t reflect.Type, v any) any { return opt.Decode(t, awsjson.Append(nil, v)) }
