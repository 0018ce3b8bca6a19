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

// The triggers, by their names in LambdaConfig.
const (
	PreSignUp                   = "PreSignUp"
	CustomMessage               = "CustomMessage"
	PostConfirmation            = "PostConfirmation"
	PreAuthentication           = "PreAuthentication"
	PostAuthentication          = "PostAuthentication"
	DefineAuthChallenge         = "DefineAuthChallenge"
	CreateAuthChallenge         = "CreateAuthChallenge"
	VerifyAuthChallengeResponse = "VerifyAuthChallengeResponse"
	PreTokenGeneration          = "PreTokenGeneration"
	UserMigration               = "UserMigration"
	CustomEmailSender           = "CustomEmailSender"
	CustomSMSSender             = "CustomSMSSender"
	InboundFederation           = "InboundFederation"
)

// Known are all triggers.
var Known = []string{
	PreSignUp, CustomMessage, PostConfirmation, PreAuthentication, PostAuthentication, DefineAuthChallenge, CreateAuthChallenge,
	VerifyAuthChallengeResponse, PreTokenGeneration, UserMigration, CustomEmailSender, CustomSMSSender, InboundFederation,
}

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

// Configured is the ARNs of the functions that a pool names, by trigger; nil
// without any.
func Configured(c *types.LambdaConfigType) map[string]string {
	if c == nil {
		return nil
	}
	lambdas := map[string]string{}
	for trigger, arn := range map[string]*string{
		PreSignUp: c.PreSignUp, CustomMessage: c.CustomMessage, PostConfirmation: c.PostConfirmation,
		PreAuthentication: c.PreAuthentication, PostAuthentication: c.PostAuthentication,
		DefineAuthChallenge: c.DefineAuthChallenge, CreateAuthChallenge: c.CreateAuthChallenge,
		VerifyAuthChallengeResponse: c.VerifyAuthChallengeResponse, UserMigration: c.UserMigration,
		PreTokenGeneration: opt.Or(opt.Value(c.PreTokenGenerationConfig).LambdaArn, c.PreTokenGeneration),
		CustomEmailSender:  opt.Value(c.CustomEmailSender).LambdaArn, CustomSMSSender: opt.Value(c.CustomSMSSender).LambdaArn,
		InboundFederation: opt.Value(c.InboundFederation).LambdaArn,
	} {
		if opt.Value(arn) != "" {
			lambdas[trigger] = *arn
		}
	}
	if len(lambdas) == 0 {
		return nil
	}
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
