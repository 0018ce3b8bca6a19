package cognitofake

import (
	"context"
	"encoding/base64"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
)

// Trigger is a point at which a pool runs a Lambda function of the
// application. Triggers that are not among the constants, such as
// PreTokenGeneration, are kept in the LambdaConfig of a pool and not run.
type Trigger string

const (
	// PreSignUp is asked before SignUp or AdminCreateUser makes a user. It
	// refuses them with an error; for SignUp it may also confirm them.
	PreSignUp Trigger = "PreSignUp"
	// CustomMessage writes the words of a message before it is sent.
	CustomMessage Trigger = "CustomMessage"
	// PostConfirmation is told of a user who has just been confirmed, and of
	// one who has set a new password with ConfirmForgotPassword.
	PostConfirmation Trigger = "PostConfirmation"
	// CustomEmailSender sends e-mail in the place of the service.
	CustomEmailSender Trigger = "CustomEmailSender"
	// CustomSMSSender sends text messages in the place of the service.
	CustomSMSSender Trigger = "CustomSMSSender"
)

var knownTriggers = []Trigger{PreSignUp, CustomMessage, PostConfirmation, CustomEmailSender, CustomSMSSender}

// On makes fn the function of one of the pool's triggers, instead of any that
// the pool's LambdaConfig names. fn is whatever lambda.Start of
// github.com/aws/aws-lambda-go takes: a function of at most a context and an
// event that returns at most a result and an error, or a lambda.Handler. It
// gets the service's own event as JSON, and its result is read as the
// service reads it. A nil fn removes the function. An fn that lambda.Start
// would not run panics with its words.
//
// fn runs on the goroutine of the call that triggers it, with the values but
// not the cancellation of the caller's context, a deadline of five seconds
// ([WithTriggerTimeout]) and a lambdacontext. No lock is held: it may call the
// Fake. A function that returns after its deadline has timed out, and is
// called up to three times, as in production (L88); one that never returns
// hangs the call. A panic is the function's error.
//
// Prefer the function itself to lambda.NewHandler(fn): the handlers of that
// library share their output buffers between concurrent calls.
func (p *Pool) On(trigger Trigger, fn any) {
	if !slices.Contains(knownTriggers, trigger) {
		panic(fmt.Sprintf("cognitofake: On(%q): no trigger that the fake runs; those are %v", trigger, knownTriggers))
	}
	handler := mustHandler(fmt.Sprintf("On(%s)", trigger), fn)
	p.mu.Lock()
	defer p.mu.Unlock()
	set := maps.Clone(*p.triggers.Load())
	if set == nil {
		set = triggerSet{}
	}
	set[trigger] = handler
	if handler == nil {
		delete(set, trigger)
	}
	p.triggers.Store(&set)
}

// Lambda registers fn, as [Pool.On] takes it, as a function of the account:
// pools that were made over the wire or imported name theirs by ARN in
// LambdaConfig. The name is a plain one or an ARN, of which the part after
// :function: counts, without version or alias. A nil fn removes it. A named
// function that nobody registered fails the call as one that Cognito may not
// invoke does (L98), unless there is an invoker ([WithInvoker]).
func (f *Fake) Lambda(nameOrARN string, fn any) {
	name := functionName(nameOrARN)
	if name == "" {
		panic(fmt.Sprintf("cognitofake: Lambda(%q): no name of a function", nameOrARN))
	}
	handler := mustHandler(fmt.Sprintf("Lambda(%q)", nameOrARN), fn)
	f.mu.Lock()
	defer f.mu.Unlock()
	if handler == nil {
		delete(f.lambdas, name)
		return
	}
	f.lambdas[name] = handler
}

// functionName is the name that an ARN, a partial ARN or a qualified name has.
func functionName(nameOrARN string) string {
	if _, rest, ok := strings.Cut(nameOrARN, ":function:"); ok {
		nameOrARN = rest
	} else if strings.HasPrefix(nameOrARN, "arn:") {
		return nameOrARN
	}
	name, _, _ := strings.Cut(nameOrARN, ":")
	return name
}

// Invoker runs the Lambda function of a name with an event, and returns its
// result.
type Invoker func(ctx context.Context, function string, event []byte) ([]byte, error)

// WithInvoker runs the functions that a pool's LambdaConfig names and nobody
// registered with [Fake.Lambda], for functions that live elsewhere. What did
// not happen in the function itself is told by [ErrTriggerTimeout] and its
// kin; any other error is the function's own. The context ends when the
// attempt has timed out, and the invoker has to return then.
func WithInvoker(invoke Invoker) Option {
	if invoke == nil {
		panic("cognitofake: WithInvoker(nil): leave the option out to have none")
	}
	return func(f *Fake) { f.invoker = invoke }
}

// CodeEncrypter encrypts what a custom sender is to send: a code, or in an
// invitation the temporary password. keyID is the KMSKeyID of the pool's
// LambdaConfig, empty without one.
type CodeEncrypter func(poolID, keyID, code string) (ciphertext []byte, err error)

// WithCodeEncrypter encrypts the codes in the events of custom senders, in
// which they stand in Base64. Production encrypts them with the AWS Encryption
// SDK under a KMS key (L121). Without the option the event has the plain code
// in Base64.
func WithCodeEncrypter(encrypt CodeEncrypter) Option {
	if encrypt == nil {
		panic("cognitofake: WithCodeEncrypter(nil): leave the option out for the plain code in Base64")
	}
	return func(f *Fake) { f.encrypter = encrypt }
}

// encrypt is a code as the event of a custom sender has it.
func (f *Fake) encrypt(s *poolSettings, poolID, code string) (string, error) {
	ciphertext := []byte(code)
	if f.encrypter != nil {
		var err error
		if ciphertext, err = f.encrypter(poolID, opt.Value(opt.Value(s.describe.LambdaConfig).KMSKeyID), code); err != nil {
			return "", err
		}
	}
	return base64.StdEncoding.EncodeToString(ciphertext), nil
}

// triggerSet is the functions that Pool.On gave a pool. It is never changed:
// On stores another one.
type triggerSet map[Trigger]lambda.Handler

// function is a Lambda function that a trigger is about to run.
type function struct {
	trigger Trigger
	arn     string
	handler lambda.Handler
	hint    string // why it fails, where that is known beforehand
}

// function is what runs for a trigger of the pool, nil for nothing.
func (p *Pool) function(s *poolSettings, trigger Trigger) *function {
	if handler := (*p.triggers.Load())[trigger]; handler != nil {
		return &function{trigger: trigger, arn: p.fake.functionARN(string(trigger)), handler: handler}
	}
	arn := s.lambdas[trigger]
	if arn == "" {
		return nil
	}
	return p.fake.configured(trigger, arn)
}

// configured is the function that a LambdaConfig names.
func (f *Fake) configured(trigger Trigger, arn string) *function {
	name := functionName(arn)
	fn := &function{trigger: trigger, arn: arn}
	f.mu.RLock()
	fn.handler = f.lambdas[name]
	f.mu.RUnlock()
	switch {
	case fn.handler != nil:
	case f.invoker != nil:
		fn.handler = invoked{f.invoker, name}
	default:
		fn.handler = unregistered{}
		fn.hint = fmt.Sprintf("the pool's LambdaConfig names the function %s for %s and nobody registered it; give it with Fake.Lambda(%q, fn)", name, trigger, name)
	}
	return fn
}

// functionARN is an ARN for a function that has none.
func (f *Fake) functionARN(name string) string {
	return "arn:aws:lambda:" + f.region + ":" + f.accountID + ":function:" + name
}

// hasTriggers reports whether any function could run for the pool.
func (p *Pool) hasTriggers() bool {
	return len(*p.triggers.Load()) > 0 || p.settings.Load().lambdas != nil
}

// configuredLambdas is the ARNs of the triggers that the fake runs, nil
// without any.
func configuredLambdas(c *types.LambdaConfigType) map[Trigger]string {
	if c == nil {
		return nil
	}
	var lambdas map[Trigger]string
	add := func(trigger Trigger, arn *string) {
		if opt.Value(arn) == "" {
			return
		}
		if lambdas == nil {
			lambdas = map[Trigger]string{}
		}
		lambdas[trigger] = *arn
	}
	add(PreSignUp, c.PreSignUp)
	add(CustomMessage, c.CustomMessage)
	add(PostConfirmation, c.PostConfirmation)
	add(CustomEmailSender, opt.Value(c.CustomEmailSender).LambdaArn)
	add(CustomSMSSender, opt.Value(c.CustomSMSSender).LambdaArn)
	return lambdas
}

// invoked is a function that the Fake's invoker runs.
type invoked struct {
	invoke Invoker
	name   string
}

func (i invoked) Invoke(ctx context.Context, event []byte) ([]byte, error) {
	return i.invoke(ctx, i.name, event)
}

// unregistered is a function that a pool names and nobody has given (L98, choice).
type unregistered struct{}

func (unregistered) Invoke(context.Context, []byte) ([]byte, error) {
	return nil, ErrTriggerAccessDenied
}
