package refusal

func TriggerFailed(trigger, message string) *Error { // L95, L96
	return New(codeUserLambdaValidation, trigger+" failed with error "+message+".")
}

func TriggerInvocation(trigger, reason string) *Error { // L97, L98
	return New(codeUnexpectedLambda, trigger+" invocation failed due to error "+reason+".")
}

func LambdaNoJSON() *Error { // L99
	return New(codeInvalidLambdaResponse, "Invalid lambda function output : Invalid JSON")
}

func LambdaShape() *Error { // L100, L113
	return New(codeInvalidLambdaResponse, "Unrecognizable lambda output")
}

func TokenTriggersDiffer() *Error { // C88; type: choice
	return InvalidParameter("Cannot use PreTokenGenerationLambda and PreTokenGeneration with different Lambda function ARN's")
}

// ByFunction reports whether an error is a refusal because of a function.
func ByFunction(err error) bool {
	e := Of(err)
	return e != nil && (e.Code == codeUserLambdaValidation || e.Code == codeUnexpectedLambda || e.Code == codeInvalidLambdaResponse)
}

func NoCustomAuth() *Error { // C36; C37: choice
	return InvalidParameter("Custom auth lambda trigger is not configured for the user pool.")
}

func AutoVerifyUnconfirmed() *Error { // L108; type: choice
	return New(codeInvalidLambdaResponse, "Phone or email cannot be auto verified, when user is not being auto confirmed.")
}

func AutoVerifyMissing(attribute string) *Error { // L107; type and words: choice
	return New(codeInvalidLambdaResponse, "User has no attribute "+attribute+" that could be auto verified.")
}
