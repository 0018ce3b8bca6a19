package cognitofake

import (
	"context"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"time"

	"github.com/cognitofake/cognitofake/internal/awsjson"
	"github.com/cognitofake/cognitofake/internal/model"
	"github.com/cognitofake/cognitofake/internal/refusal"
)

// serviceConfig is what a service is told when it is made.
type serviceConfig struct {
	AccountConfig
	History        int // calls and messages that are remembered
	TriggerTimeout time.Duration
	Invoker        func(ctx context.Context, function string, event []byte) ([]byte, error) // nil without one
	Encrypter      func(poolID, keyID, code string) (ciphertext []byte, err error)          // nil without one
	Observer       func(historyCall, []outMessage)                                          // nil without one
	Compromised    []string                                                                 // passwords (R49)
	Outlet         outletConfig
	Quotas         map[string]float64 // requests a second, by category
}

// Service is user pools of one account, behind their operations.
type Service struct {
	Account *Account

	config    serviceConfig
	table     operationTable
	history   *history
	faults    *faults
	outlet    outlet
	functions functions
}

// newService makes a service that answers the operations of table.
func newService(config serviceConfig, table operationTable) *Service {
	s := &Service{
		Account: NewAccount(config.AccountConfig), config: config, table: table,
		history: newHistory(config.History), faults: newFaults(config.Quotas), outlet: outlet{outletConfig: config.Outlet},
	}
	s.history.observed = config.Observer != nil
	return s
}

// Reset makes the service what a test's own code made of it.
func (s *Service) Reset() {
	s.history.reset()
	s.faults.reset()
	s.outlet.reset()
	s.Account.Reset()
}

// unrecorded is a request of an operation that no history records.
func (s *Service) unrecorded(ctx context.Context, operation, userAgent string) *request {
	return &request{ctx: ctx, service: s, op: s.table[operation], userAgent: userAgent}
}

// Note adds a line to the transcript that belongs to no call.
func (s *Service) Note(line string) { s.history.note(line) }

// Transcript is what happened, to read after a failure.
func (s *Service) Transcript() string {
	users := 0
	for _, p := range s.Account.Pools() {
		p.Look(func(tx *Tx) { users += len(tx.Users()) })
	}
	return s.history.transcript(s.Account.Seed, users)
}

// targetPrefix begins X-Amz-Target in every request to user pools (R150).
const targetPrefix = "AWSCognitoIdentityProviderService"

// operation is one entry of the table that all requests go through.
type operation struct {
	model   *model.Operation
	name    string
	input   reflect.Type
	output  reflect.Type
	run     func(r *request, in any) (any, error)
	subject model.SubjectFields
}

// entry makes an operation of the function that answers it. Its name is that
// of In without "Input".
func entry[In, Out any](run func(*request, *In) (*Out, error)) operation {
	input := reflect.TypeFor[In]()
	name := strings.TrimSuffix(input.Name(), "Input")
	return operation{
		model:   model.Lookup(name),
		name:    name,
		input:   input,
		output:  reflect.TypeFor[Out](),
		subject: model.SubjectOf(input),
		run: func(r *request, in any) (any, error) {
			out, err := run(r, in.(*In))
			if err != nil {
				return nil, err
			}
			return out, nil
		},
	}
}

// listOf is the list of a family's operations.
func listOf(ops ...operation) []operation { return ops }

// joinOperations makes one table of the lists of all families.
func joinOperations(families ...[]operation) operationTable {
	table := operationTable{}
	for _, family := range families {
		for i := range family {
			table[family[i].name] = &family[i]
		}
	}
	return table
}

// operationTable is every operation that a service answers, by name.
type operationTable map[string]*operation

// OperationOf is the operation that takes input and answers output. Without
// one, name is empty; near then says what an operation with that input answers.
func (t operationTable) OperationOf(input, output reflect.Type) (name string, near string) {
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
func (s *Service) Serve(ctx context.Context, header http.Header, body []byte) (wireAnswer, error) {
	requestID := s.Account.Random.UUID()
	r := &request{ctx: ctx, service: s, userAgent: header.Get("User-Agent")}
	service, name, _ := awsjson.Target(header)
	r.record = s.history.begin(name, s.Account.Now(), header, requestID)
	in, out, err := s.dispatch(r, service, name, header, body)
	var a wireAnswer
	told, refused := err.(*refusal.Error)
	switch {
	case refused:
		a = wireAnswer{Status: told.HTTPStatus(), Header: make(http.Header, 4)}
		awsjson.SetErrorHeader(a.Header, requestID, told.Code, told.Message)
		a.Body = awsjson.AppendError(nil, told.Code, told.Message)
		err = nil
	case err == nil:
		a = wireAnswer{Status: http.StatusOK, Header: make(http.Header, 2)}
		awsjson.SetHeader(a.Header, requestID)
		if !r.op.model.Silent && out != nil {
			a.Body = awsjson.Append(make([]byte, 0, 256), out)
		}
	}
	failure := err
	if r.network != nil {
		a, err = r.network.carry(a)
		out, told, failure = nil, nil, r.network
	}
	s.history.end(r.record, in, out, a.Body, told, failure) // after the answer is written: it redacts
	if s.config.Observer != nil {
		s.config.Observer(s.history.ended(r.record))
	}
	return a, err
}

// dispatch finds the operation, reads and checks the input, and runs it.
func (s *Service) dispatch(r *request, service, name string, header http.Header, body []byte) (in, out any, err error) {
	known := model.Lookup(name)
	if known == nil || service != targetPrefix {
		return nil, nil, refusal.UnknownOperation()
	}
	if !known.Unsigned && header.Get("Authorization") == "" {
		return nil, nil, refusal.MissingAuthenticationToken()
	}
	if r.op = s.table[name]; r.op == nil {
		return nil, nil, refusal.NotModelled(name)
	}
	input := reflect.New(r.op.input)
	if err := awsjson.Decode(body, input.Interface()); err != nil {
		return nil, nil, refusal.Serialization(err.(*awsjson.SerializationError).Message)
	}
	in = input.Interface()
	s.history.identify(r.record, ioTypes{input: r.op.input, output: r.op.output}, s.subject(r.op, input.Elem()))
	if s.faults.armed.Load() {
		out, err = r.answer(in)
	} else {
		out, err = r.perform(in)
	}
	return in, out, err
}

// subject reads who and what an input is about.
func (s *Service) subject(op *operation, in reflect.Value) model.Subject {
	about := op.subject.Read(in)
	if about.Pool == "" && about.Client != "" {
		about.Pool = s.Account.PoolOf(about.Client)
	}
	return about
}
