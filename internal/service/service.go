// Package service is the way of a request, and what operations share. It knows
// no operation by name.
package service

import (
	"context"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"time"

	"github.com/cognitofake/cognitofake/internal/awsjson"
	"github.com/cognitofake/cognitofake/internal/fault"
	"github.com/cognitofake/cognitofake/internal/history"
	"github.com/cognitofake/cognitofake/internal/misuse"
	"github.com/cognitofake/cognitofake/internal/model"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/message"
	"github.com/cognitofake/cognitofake/internal/rule/token"
	"github.com/cognitofake/cognitofake/internal/state"
)

// Config is what a service is told when it is made.
type Config struct {
	state.Config
	History        int // calls and messages that are remembered
	TriggerTimeout time.Duration
	Invoker        func(ctx context.Context, function string, event []byte) ([]byte, error) // nil without one
	Encrypter      func(poolID, keyID, code string) (ciphertext []byte, err error)          // nil without one
	Observer       func(history.Call, []message.Message)                                    // nil without one
	Compromised    []string                                                                 // passwords (R49)
	Outlet         OutletConfig
	Quotas         map[string]float64 // requests a second, by category
}

// Service is user pools of one account, behind their operations.
type Service struct {
	Account *state.Account

	config    Config
	table     Table
	History   *history.History
	Faults    *fault.Faults
	outlet    outlet
	Functions functions
}

// New makes a service that answers the operations of table.
func New(config Config, table Table) *Service {
	s := &Service{
		Account: state.NewAccount(config.Config), config: config, table: table,
		History: history.New(config.History), Faults: fault.New(config.Quotas), outlet: outlet{OutletConfig: config.Outlet},
	}
	s.History.Observed = config.Observer != nil
	return s
}

// Reset makes the service what a test's own code made of it.
func (s *Service) Reset() {
	s.History.Reset()
	s.Faults.Reset()
	s.outlet.reset()
	s.Account.Reset()
}

// Unrecorded is a request of an operation that no history records.
func (s *Service) Unrecorded(ctx context.Context, operation, userAgent string) *Request {
	return &Request{ctx: ctx, service: s, op: s.table[operation], userAgent: userAgent}
}

// Note adds a line to the transcript that belongs to no call.
func (s *Service) Note(line string) { s.History.Note(line) }

// TargetPrefix begins X-Amz-Target in every request to user pools (R150).
const TargetPrefix = "AWSCognitoIdentityProviderService"

// Operation is one entry of the table that all requests go through.
type Operation struct {
	model   *model.Operation
	name    string
	input   reflect.Type
	output  reflect.Type
	run     func(r *Request, in any) (any, error)
	subject model.SubjectFields
	token   []int // where the input has an access token, which says whom it is about; nil for nowhere
	bare    bool  // not modelled: there are its types, for interceptors and faults, and nothing behind them
}

// Op makes an operation of the function that answers it. Its name is that
// of In without "Input".
func Op[In, Out any](run func(*Request, *In) (*Out, error)) Operation {
	input := reflect.TypeFor[In]()
	name := strings.TrimSuffix(input.Name(), "Input")
	var token []int
	if f, ok := input.FieldByName("AccessToken"); ok {
		token = f.Index
	}
	return Operation{
		token:   token,
		model:   model.Lookup(name),
		name:    name,
		input:   input,
		output:  reflect.TypeFor[Out](),
		subject: model.SubjectOf(input),
		run: func(r *Request, in any) (any, error) {
			out, err := run(r, in.(*In))
			if err != nil {
				return nil, err
			}
			return out, nil
		},
	}
}

// NotModelled is an operation that is refused as such, unless an interceptor
// answers it.
func NotModelled[In, Out any]() Operation {
	name := strings.TrimSuffix(reflect.TypeFor[In]().Name(), "Input")
	op := Op(func(*Request, *In) (*Out, error) { return nil, refusal.NotModelled(name) })
	op.bare = true
	return op
}

// List is the list of a family's operations.
func List(ops ...Operation) []Operation { return ops }

// Join makes one table of lists; of an operation that is in several the last one
// counts.
func Join(families ...[]Operation) Table {
	table := Table{}
	for _, family := range families {
		for i := range family {
			table[family[i].name] = &family[i]
		}
	}
	return table
}

// Table is every operation that a service answers, by name.
type Table map[string]*Operation

// OperationOf is the operation that takes input and answers output. Without
// one, name is empty; near then says what an operation with that input answers.
func (t Table) OperationOf(input, output reflect.Type) (name string, near string) {
	for name, op := range t {
		switch {
		case op.input == input && op.output == output:
			return name, ""
		case op.input == input:
			near = fmt.Sprintf("%s answers *%s", name, op.output)
		}
	}
	return "", near
}

// Serve takes every request there is, from the client in memory and from
// net/http alike. An error is a failure below the protocol.
func (s *Service) Serve(ctx context.Context, header http.Header, body Body) (fault.Answer, error) {
	requestID := s.Account.Random.UUID()
	r := &Request{ctx: ctx, service: s, userAgent: header.Get("User-Agent")}
	service, name, _ := awsjson.Target(header)
	r.record = s.History.Begin(name, s.Account.Now(), header, requestID)
	in, out, err := s.dispatch(r, service, name, header, body)
	var a fault.Answer
	told, refused := err.(*refusal.Error)
	switch {
	case refused:
		a = fault.Answer{Status: told.HTTPStatus(), Header: make(http.Header, 4)}
		awsjson.SetErrorHeader(a.Header, requestID, told.Code, told.Message)
		a.Body = awsjson.AppendError(nil, told.Code, told.Message)
		err = nil
	case err == nil:
		a = fault.Answer{Status: http.StatusOK, Header: make(http.Header, 2)}
		awsjson.SetHeader(a.Header, requestID)
		if !r.op.model.Silent && out != nil {
			a.Body = awsjson.Append(make([]byte, 0, 256), out)
		}
	}
	failure := err
	if r.network != nil {
		a, err = r.network.Carry(a)
		out, told, failure = nil, nil, r.network
	}
	if r.op != nil && r.op.bare {
		in, out = nil, nil // nobody has looked for what is secret in them
	}
	s.History.End(r.record, in, out, a.Body, told, failure) // after the answer is written: it redacts
	if s.config.Observer != nil {
		misuse.Guard(func() { s.config.Observer(s.History.Ended(r.record)) }) // the answer is made
	}
	return a, err
}

// dispatch finds the operation, reads and checks the input, and runs it.
func (s *Service) dispatch(r *Request, service, name string, header http.Header, body Body) (in, out any, err error) {
	if body.TooLarge {
		return nil, nil, refusal.RequestTooLarge(MaxBody)
	}
	known := model.Lookup(name)
	if known == nil || service != TargetPrefix {
		return nil, nil, refusal.UnknownOperation().WithHint(hintUnknown(service, name))
	}
	if !known.Unsigned && header.Get("Authorization") == "" {
		return nil, nil, refusal.MissingAuthenticationToken().WithHint(name + " is signed with AWS credentials; any will do here")
	}
	r.op = s.table[name]
	input := reflect.New(r.op.input)
	if err := awsjson.Decode(body.Text, input.Interface()); err != nil && r.op.bare {
		return nil, nil, refusal.NotModelled(name)
	} else if err != nil {
		return nil, nil, refusal.Serialization(err.(*awsjson.SerializationError).Message)
	}
	in = input.Interface()
	s.History.Identify(r.record, history.Types{Input: r.op.input, Output: r.op.output}, s.subject(r.op, input.Elem()))
	if s.Faults.Armed.Load() {
		out, err = r.answer(in)
	} else {
		out, err = r.perform(in)
	}
	return in, out, err
}

// subject reads who and what an input is about.
func (s *Service) subject(op *Operation, in reflect.Value) model.Subject {
	if op.token != nil {
		return s.bearer(in.FieldByIndex(op.token).Interface().(*string))
	}
	about := op.subject.Read(in)
	if about.Pool == "" && about.Client != "" {
		about.Pool = s.Account.PoolOf(about.Client)
	}
	return about
}

// bearer is whom an access token says that a request is about, nobody where it
// is none of the account's.
func (s *Service) bearer(accessToken *string) model.Subject {
	b, err := token.ReadAccess(opt.Value(accessToken))
	if err != nil || s.Account.PoolOf(b.ClientID) != b.PoolID {
		return model.Subject{}
	}
	return model.Subject{Pool: b.PoolID, Client: b.ClientID, Username: b.Username}
}
