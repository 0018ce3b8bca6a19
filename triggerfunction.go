package cognitofake

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
	triggerPreSignUp         = "PreSignUp"
	triggerCustomMessage     = "CustomMessage"
	triggerPostConfirmation  = "PostConfirmation"
	triggerCustomEmailSender = "CustomEmailSender"
	triggerCustomSMSSender   = "CustomSMSSender"
)

var knownTriggers = []string{triggerPreSignUp, triggerCustomMessage, triggerPostConfirmation, triggerCustomEmailSender, triggerCustomSMSSender}

// triggerSet is the functions that a test gave a pool, by trigger. It is never
// changed: there is another one when it is.
type triggerSet map[string]lambda.Handler

// function is a Lambda function that a trigger is about to run.
type function struct {
	trigger string
	arn     string
	handler lambda.Handler
	hint    string // why it fails, where that is known beforehand
}

// unregisteredFunction is one that a pool's LambdaConfig names and nobody has
// given: Cognito may not invoke it (L98, choice).
func unregisteredFunction(trigger, arn string) *function {
	name := functionName(arn)
	return &function{trigger: trigger, arn: arn, handler: unregistered{}, hint: fmt.Sprintf(
		"the pool's LambdaConfig names the function %s for %s and nobody registered it; give it with Fake.Lambda(%q, fn)", name, trigger, name)}
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

// configuredLambdas is the ARNs of the triggers that the fake runs, nil
// without any.
func configuredLambdas(c *types.LambdaConfigType) map[string]string {
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
	add(triggerPreSignUp, c.PreSignUp)
	add(triggerCustomMessage, c.CustomMessage)
	add(triggerPostConfirmation, c.PostConfirmation)
	add(triggerCustomEmailSender, opt.Value(c.CustomEmailSender).LambdaArn)
	add(triggerCustomSMSSender, opt.Value(c.CustomSMSSender).LambdaArn)
	return lambdas
}

// byInvoker is a function of that name that an invoker runs.
func byInvoker(invoke func(ctx context.Context, function string, event []byte) ([]byte, error), name string) lambda.Handler {
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

// unregistered is a function that a pool names and nobody has given (L98, choice).
type unregistered struct{}

func (unregistered) Invoke(context.Context, []byte) ([]byte, error) {
	return nil, errAccessDenied
}
