package rows

import (
	"slices"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"
)

// functionARN is the ARN of a function.
func functionARN(name string) *string {
	return aws.String("arn:aws:lambda:us-east-1:123456789012:function:" + name)
}

// TokenFunction is a LambdaConfig that names a function for PreTokenGeneration.
func TokenFunction(name string, version types.PreTokenGenerationLambdaVersionType) *types.LambdaConfigType {
	return &types.LambdaConfigType{PreTokenGenerationConfig: &types.PreTokenGenerationVersionConfigType{LambdaArn: functionARN(name), LambdaVersion: version}}
}

// tokenTriggerRows are rows of how PreTokenGeneration is configured: C88 to C90.
func tokenTriggerRows() []Row {
	const v1, v2, v3 = types.PreTokenGenerationLambdaVersionTypeV10, types.PreTokenGenerationLambdaVersionTypeV20, types.PreTokenGenerationLambdaVersionTypeV30
	older := func(name string) *types.LambdaConfigType {
		return &types.LambdaConfigType{PreTokenGeneration: functionARN(name)}
	}
	both := func(older, newer string, version types.PreTokenGenerationLambdaVersionType) *types.LambdaConfigType {
		c := TokenFunction(newer, version)
		c.PreTokenGeneration = functionARN(older)
		return c
	}
	lite := func(c *types.LambdaConfigType) cip.CreateUserPoolInput {
		return cip.CreateUserPoolInput{UserPoolTier: types.UserPoolTierTypeLite, LambdaConfig: c}
	}
	customization := func(version string) Want {
		return tooLow("LITE", "Token Customization with Pre-Token Generation Lambda "+version)
	}
	differ := invalid("Cannot use PreTokenGenerationLambda and PreTokenGeneration with different Lambda function ARN's")
	var rows []Row
	for _, c := range []struct {
		name  string
		given *types.LambdaConfigType
		want  *types.LambdaConfigType
	}{
		{"the older member", older("f"), both("f", "f", v1)},
		{"V1_0", TokenFunction("f", v1), both("f", "f", v1)},
		{"V2_0", TokenFunction("f", v2), both("f", "f", v2)},
		{"V3_0", TokenFunction("f", v3), both("f", "f", v3)},
		{"both members, the newer of V2_0", both("f", "f", v2), both("f", "f", v2)},
		{"neither member", &types.LambdaConfigType{PreSignUp: functionARN("f")}, &types.LambdaConfigType{PreSignUp: functionARN("f")}},
	} {
		shown := shows(func(w *World, p *types.UserPoolType) { require.Equal(w, c.want, p.LambdaConfig) })
		rows = append(rows, either("C88 C89", "PreTokenGeneration by "+c.name, cip.CreateUserPoolInput{LambdaConfig: c.given}, shown)...)
	}
	return slices.Concat(rows,
		either("C88", "PreTokenGeneration of two functions", cip.CreateUserPoolInput{LambdaConfig: both("f", "g", v1)}, differ),
		either("C90", "V2_0 in LITE", lite(TokenFunction("f", v2)), customization("V2_0")),
		either("C90", "V3_0 in LITE", lite(TokenFunction("f", v3)), customization("V3_0")),
		either("C90", "V1_0 in LITE", lite(TokenFunction("f", v1)), Want{}),
		either("C90", "V3_0 in PLUS", cip.CreateUserPoolInput{UserPoolTier: types.UserPoolTierTypePlus, LambdaConfig: TokenFunction("f", v3)}, Want{}),
		[]Row{
			{Rules: "C88 N137", Name: "an update that names another function beside the old one", Pool: cip.CreateUserPoolInput{LambdaConfig: older("f")},
				Call: Updating(cip.UpdateUserPoolInput{LambdaConfig: both("g", "f", v1)}), Want: differ},
			{Rules: "C89 N137", Name: "an update replaces both members", Pool: cip.CreateUserPoolInput{LambdaConfig: TokenFunction("f", v2)},
				Call: Updating(cip.UpdateUserPoolInput{LambdaConfig: older("g")}),
				Want: shows(func(w *World, p *types.UserPoolType) { require.Equal(w, both("g", "g", v1), p.LambdaConfig) })},
			{Rules: "C90 N137", Name: "a lower tier, and the function is given again", Pool: cip.CreateUserPoolInput{LambdaConfig: TokenFunction("f", v2)},
				Call: Updating(cip.UpdateUserPoolInput{UserPoolTier: types.UserPoolTierTypeLite, LambdaConfig: TokenFunction("f", v2)}), Want: customization("V2_0")},
			{Rules: "C90", Choice: true, Name: "a version that there is not", Call: Creating(cip.CreateUserPoolInput{LambdaConfig: TokenFunction("f", "V4_0")}),
				Want: violating("Value 'V4_0' at 'lambdaConfig.preTokenGenerationConfig.lambdaVersion' failed to satisfy constraint: Member must satisfy enum value set: [V1_0, V2_0, V3_0]")},
			{Rules: "C90", Choice: true, Name: "V2_0 of a custom sender",
				Raw: func(*World) string {
					return `CreateUserPool {"PoolName":"p","LambdaConfig":{"KMSKeyID":"arn:aws:kms:us-east-1:123456789012:key/k","CustomEmailSender":{"LambdaArn":"` + *functionARN("f") + `","LambdaVersion":"V2_0"}}}`
				},
				Want: violating("Value 'V2_0' at 'lambdaConfig.customEmailSender.lambdaVersion' failed to satisfy constraint: Member must satisfy enum value set: [V1_0]")},
			{Rules: "C88", Choice: true, Name: "a version without a function",
				Raw: func(*World) string {
					return `CreateUserPool {"PoolName":"p","LambdaConfig":{"PreTokenGenerationConfig":{"LambdaVersion":"V2_0"}}}`
				},
				Want: violating("Value null at 'lambdaConfig.preTokenGenerationConfig.lambdaArn' failed to satisfy constraint: Member must not be null")},
		})
}
