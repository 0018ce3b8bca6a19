package settings

import (
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
)

// withTokenTrigger says the function of PreTokenGeneration in both of its
// members, whichever was given; the older one is of version V1_0 (C89).
func withTokenTrigger(c *types.LambdaConfigType) *types.LambdaConfigType {
	if (c.PreTokenGeneration == nil) == (c.PreTokenGenerationConfig == nil) {
		return c
	}
	both := *c
	if c.PreTokenGeneration == nil {
		both.PreTokenGeneration = c.PreTokenGenerationConfig.LambdaArn
	} else {
		both.PreTokenGenerationConfig = &types.PreTokenGenerationVersionConfigType{
			LambdaArn: c.PreTokenGeneration, LambdaVersion: types.PreTokenGenerationLambdaVersionTypeV10,
		}
	}
	return &both
}

// checkTokenTrigger wants both members to name one function (C88).
func checkTokenTrigger(d *Configuration) *refusal.Error {
	c := opt.Value(d.LambdaConfig)
	if c.PreTokenGeneration != nil && c.PreTokenGenerationConfig != nil && *c.PreTokenGeneration != *c.PreTokenGenerationConfig.LambdaArn {
		return refusal.TokenTriggersDiffer().WithHint("give LambdaConfig.PreTokenGenerationConfig alone, or the same ARN in PreTokenGeneration")
	}
	return nil
}

// tokenTriggerBeyondLite are the versions of PreTokenGeneration that a pool of
// the tier LITE does not have (C90).
func (c *Configuration) tokenTriggerBeyondLite() []string {
	version := opt.Value(opt.Value(c.LambdaConfig).PreTokenGenerationConfig).LambdaVersion
	if version == "" || version == types.PreTokenGenerationLambdaVersionTypeV10 {
		return nil
	}
	return []string{refusal.FeatureTokenTrigger + string(version)}
}
