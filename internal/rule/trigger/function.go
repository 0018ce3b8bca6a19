// Package trigger has the functions that a pool runs: their events, their
// answers, and what a bad one gets. It knows no pools.
package trigger

import (
	"context"
	"fmt"
	"strings"

	"github.com/aws/aws-lambda-go/lambda"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
)

// The triggers that are run.
const (
	PreSignUp         = "PreSignUp"
	CustomMessage     = "CustomMessage"
	PostConfirmation  = "PostConfirmation"
	CustomEmailSender = "CustomEmailSender"
	CustomSMSSender   = "CustomSMSSender"
)

// The triggers that a pool may name a function for and that are not run yet.
const (
	PreAuthentication  = "PreAuthentication"
	PostAuthentication = "PostAuthentication"
	PreTokenGeneration = "PreTokenGeneration"
	UserMigration      = "UserMigration"
	DefineAuth         = "DefineAuthChallenge"
	CreateAuth         = "CreateAuthChallenge"
)

// Idle is the ARN of the function that a pool names for a trigger which is not
// run yet, "" for none.
func Idle(c *types.LambdaConfigType, trigger string) string {
	if c == nil {
		return ""
	}
	switch trigger {
	case PreAuthentication:
		return opt.Value(c.PreAuthentication)
	case PostAuthentication:
		return opt.Value(c.PostAuthentication)
	case PreTokenGeneration:
		if c.PreTokenGenerationConfig != nil {
			return opt.Value(c.PreTokenGenerationConfig.LambdaArn)
		}
		return opt.Value(c.PreTokenGeneration)
	case UserMigration:
		return opt.Value(c.UserMigration)
	case DefineAuth:
		return opt.Value(c.DefineAuthChallenge)
	case CreateAuth:
		return opt.Value(c.CreateAuthChallenge)
	}
	return ""
}

var Known = []string{PreSignUp, CustomMessage, PostConfirmation, CustomEmailSender, CustomSMSSender}

// Set is the functions that a test gave a pool, by trigger. It is never
// changed: there is another one when it is.
type Set map[string]lambda.Handler

// Function is a Lambda function that a trigger is about to run.
type Function struct {
	Trigger string
	Arn     string
	Handler lambda.Handler
	hint    string // why it fails, where that is known beforehand
}

// Unregistered is one that a pool's LambdaConfig names and nobody has
// given: Cognito may not invoke it (L98, choice).
func Unregistered(trigger, arn string) *Function {
	name := FunctionName(arn)
	return &Function{Trigger: trigger, Arn: arn, Handler: notRegistered{}, hint: fmt.Sprintf(
		"the pool's LambdaConfig names the function %s for %s and nobody registered it; give it with Fake.Lambda(%q, fn)", name, trigger, name)}
}

// FunctionName is the name that an ARN, a partial ARN or a qualified name has.
func FunctionName(nameOrARN string) string {
	if _, rest, ok := strings.Cut(nameOrARN, ":function:"); ok {
		nameOrARN = rest
	} else if strings.HasPrefix(nameOrARN, "arn:") {
		return nameOrARN
	}
	name, _, _ := strings.Cut(nameOrARN, ":")
	return name
}

// Configured is the ARNs of the triggers that the fake runs, nil
// without any.
func Configured(c *types.LambdaConfigType) map[string]string {
	if c == nil {
		return nil
	}
	var lambdas map[string]string
	add := func(trigger string, arn *string) {
		if opt.Value(arn) == "" {
			return
		}
		if lambdas == nil {
			lambdas = map[string]string{}
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

// ByInvoker is a function of that name that an invoker runs.
func ByInvoker(invoke func(ctx context.Context, function string, event []byte) ([]byte, error), name string) lambda.Handler {
	return invoked{invoke, name}
}

// invoked is a function that the Fake's invoker runs.
type invoked struct {
	invoke func(ctx context.Context, function string, event []byte) ([]byte, error)
	name   string
}

func (i invoked) Invoke(ctx context.Context, event []byte) ([]byte, error) {
	return i.invoke(ctx, i.name, event)
}

// notRegistered is a function that a pool names and nobody has given (L98, choice).
type notRegistered struct{}

func (notRegistered) Invoke(context.Context, []byte) ([]byte, error) {
	return nil, ErrAccessDenied
}
