package cognitofake

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/cognitofake/cognitofake/internal/rule/trigger"
)

// Trigger is a point at which a pool runs a Lambda function of the
// application. The constants are all triggers that there are.
//
// The event types named here are those of package
// github.com/aws/aws-lambda-go/events. A function takes one and returns it,
// whole: one that returns an error refuses the call, which answers
// UserLambdaValidationException with the function's words (C15).
type Trigger string

const (
	// PreSignUp runs before SignUp or AdminCreateUser makes a user. It refuses
	// the user with an error; for SignUp it may also confirm them. Its event is
	// CognitoEventUserPoolsPreSignup.
	PreSignUp Trigger = trigger.PreSignUp
	// CustomMessage writes the words of a message before it is sent. Its event
	// is CognitoEventUserPoolsCustomMessage.
	CustomMessage Trigger = trigger.CustomMessage
	// PostConfirmation runs when a user has been confirmed, or has set a new
	// password with ConfirmForgotPassword. Its event is
	// CognitoEventUserPoolsPostConfirmation.
	PostConfirmation Trigger = trigger.PostConfirmation
	// PreAuthentication runs when a sign-in begins, before the password is looked
	// at, and refuses it with an error. Challenges and refreshes do not run it
	// again. Its event is CognitoEventUserPoolsPreAuthentication.
	PreAuthentication Trigger = trigger.PreAuthentication
	// PostAuthentication runs once for each sign-in that succeeds, before its
	// tokens are issued; an error withholds them. Its event is
	// CognitoEventUserPoolsPostAuthentication.
	PostAuthentication Trigger = trigger.PostAuthentication
	// DefineAuthChallenge decides at each step of CUSTOM_AUTH what comes next: a
	// challenge, tokens, or a refusal. Its event is
	// CognitoEventUserPoolsDefineAuthChallenge.
	DefineAuthChallenge Trigger = trigger.DefineAuthChallenge
	// CreateAuthChallenge makes a challenge of CUSTOM_AUTH, and the answer that
	// it expects. Its event is CognitoEventUserPoolsCreateAuthChallenge.
	CreateAuthChallenge Trigger = trigger.CreateAuthChallenge
	// VerifyAuthChallengeResponse judges the answer to a challenge of
	// CUSTOM_AUTH. Its event is CognitoEventUserPoolsVerifyAuthChallenge.
	VerifyAuthChallengeResponse Trigger = trigger.VerifyAuthChallengeResponse
	// PreTokenGeneration changes the claims of tokens before they are signed, at
	// a sign-in and at each refresh. Its event is
	// CognitoEventUserPoolsPreTokenGen, or CognitoEventUserPoolsPreTokenGenV2_0
	// where PreTokenGenerationConfig has LambdaVersion V2_0 or V3_0.
	PreTokenGeneration Trigger = trigger.PreTokenGeneration
	// UserMigration brings a user whom the pool does not have from elsewhere,
	// when they sign in with a password or have forgotten it. Its event is
	// CognitoEventUserPoolsMigrateUser, which has the password in plain text.
	UserMigration Trigger = trigger.UserMigration
	// CustomEmailSender sends e-mail in the place of the service. Package events
	// has no type for its event; a map[string]any or json.RawMessage will do.
	CustomEmailSender Trigger = trigger.CustomEmailSender
	// CustomSMSSender sends text messages in the place of the service. Its event
	// is like that of CustomEmailSender.
	CustomSMSSender Trigger = trigger.CustomSMSSender
	// InboundFederation changes the attributes that a provider tells of a user
	// who signs in through it. No operation of the API runs it: the hosted pages
	// do, which the fake does not have yet. Its event is
	// CognitoEventUserPoolsInboundFederation.
	InboundFederation Trigger = trigger.InboundFederation
)

// On makes fn the function of one of the pool's triggers, instead of any that
// the pool's LambdaConfig names. fn is whatever lambda.Start of
// github.com/aws/aws-lambda-go takes: a function of at most a context and an
// event that returns at most a result and an error, or a lambda.Handler. It
// gets the service's own event as JSON, and its result is read as the
// service reads it. A nil fn removes the function. An fn that lambda.Start
// would not run is a mistake of the test: see [NewT].
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
func (p *Pool) On(t Trigger, fn any) {
	p.fake().tb().Helper()
	if !slices.Contains(trigger.Known, string(t)) {
		p.fake().misuse("On: %q is no trigger%s", string(t), meant(string(t), trigger.Known, "there are "+strings.Join(trigger.Known, ", ")))
	} else if handler, ok := p.fake().handler(fmt.Sprintf("On(%s)", t), fn); ok {
		p.state().SetTrigger(string(t), handler)
	}
}

// MustRun wants each of these triggers of the pool to run before the test ends:
// in a test of [NewT] or [Fake.ResetAfter] one that did not fails the test, as
// a fault of [Fake.FailNext] does that no attempt has met. It does not matter
// who gave the function: [Pool.On], [Fake.Lambda] or [WithInvoker]. What it was
// called with, and what it answered, stand in [Pool.Invocations].
func (p *Pool) MustRun(triggers ...Trigger) {
	p.fake().tb().Helper()
	for _, t := range triggers {
		if !slices.Contains(trigger.Known, string(t)) {
			p.fake().misuse("MustRun: %q is no trigger%s", string(t), meant(string(t), trigger.Known, "there are "+strings.Join(trigger.Known, ", ")))
			return
		}
	}
	for _, t := range triggers {
		p.fake().service.Faults.Await(p.ID, string(t))
	}
}

// Lambda registers fn, as [Pool.On] takes it, as a function of the account:
// pools that were made over the wire or imported name theirs by ARN in
// LambdaConfig. The name is a plain one or an ARN, of which the part after
// :function: counts, without version or alias. A nil fn removes it. A named
// function that nobody registered fails the call as one that Cognito may not
// invoke does (L98), unless there is an invoker ([WithInvoker]).
func (f *Fake) Lambda(nameOrARN string, fn any) {
	f.tb().Helper()
	name := trigger.FunctionName(nameOrARN)
	if name == "" {
		f.misuse("Lambda(%q): no name of a function", nameOrARN)
	} else if handler, ok := f.handler(fmt.Sprintf("Lambda(%q)", nameOrARN), fn); ok {
		f.service.Functions.Set(name, handler)
	}
}

// Invoker runs the Lambda function of a name with an event, and returns its
// result.
type Invoker func(ctx context.Context, function string, event []byte) ([]byte, error)

// WithInvoker runs the functions that a pool's LambdaConfig names and nobody
// registered with [Fake.Lambda], for functions that live elsewhere. An invoker
// returns [ErrTriggerTimeout] or another of those errors for a failure that did
// not happen in the function itself; any other error is the function's own. The
// context ends when the attempt has timed out, and the invoker has to return
// then.
func WithInvoker(invoke Invoker) Option {
	if invoke == nil {
		return impossible("WithInvoker(nil): leave the option out to have none")
	}
	return func(f *Fake) { f.config.Invoker = invoke }
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
		return impossible("WithCodeEncrypter(nil): leave the option out for the plain code in Base64")
	}
	return func(f *Fake) { f.config.Encrypter = encrypt }
}

// handler is fn as a lambda.Handler, nil for nil. lambda.Start has to run it.
func (f *Fake) handler(where string, fn any) (handler lambda.Handler, ok bool) {
	f.tb().Helper()
	handler, err := trigger.Handler(fn)
	if err != nil {
		f.misuse("%s: %v; it takes whatever lambda.Start of aws-lambda-go does", where, err)
	}
	return handler, err == nil
}

// Errors for failures that happen to a function and not in it. A function given
// with [Pool.On] or [Fake.Lambda], or an [Invoker], returns one of them, or an
// error that wraps one, to simulate the failure without waiting.
var (
	// ErrTriggerTimeout means that no answer came in time. The function is
	// called three times in all, and then the operation fails (L88, L97).
	ErrTriggerTimeout = trigger.ErrTimeout
	// ErrTriggerDisconnected means that the connection dropped before an answer
	// came. The function is called three times too. The error's type and words
	// are a choice.
	ErrTriggerDisconnected = trigger.ErrDisconnected
	// ErrTriggerAccessDenied means that Cognito may not invoke the function (L98).
	ErrTriggerAccessDenied = trigger.ErrAccessDenied
	// ErrTriggerThrottled means that Lambda throttles the function (L98).
	ErrTriggerThrottled = NotInvocable("TooManyRequestsException")
	// ErrTriggerUpdating means that the function is being updated (L98).
	ErrTriggerUpdating = NotInvocable("ResourceConflictException")
	// ErrTriggerCrash means that the runtime exited while the function ran (L96).
	ErrTriggerCrash = trigger.ErrCrash
)

// NotInvocable returns the error of a function that Lambda refuses to invoke,
// with an exception of that name (L98).
func NotInvocable(name string) error { return trigger.NotInvocable(name) }

// WithTriggerTimeout changes how long one attempt of a trigger may take; 5
// seconds without it, as in production, where it cannot be changed (L88).
// 0 means no limit, for debuggers.
func WithTriggerTimeout(d time.Duration) Option {
	if d < 0 {
		return impossible("WithTriggerTimeout(%v): a time-out is not negative; 0 means none", d)
	}
	return func(f *Fake) { f.config.TriggerTimeout = d }
}
