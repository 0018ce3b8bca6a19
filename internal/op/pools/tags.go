package pools

import (
	"maps"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/settings"
	"github.com/cognitofake/cognitofake/internal/service"
	"github.com/cognitofake/cognitofake/internal/state"
)

// tagResource adds tags to a pool, and overwrites those of the same keys (P80).
func tagResource(r *service.Request, in *cip.TagResourceInput) (*cip.TagResourceOutput, error) {
	if err := changeTags(r, in.ResourceArn, func(tags map[string]string) { maps.Copy(tags, in.Tags) }); err != nil {
		return nil, err
	}
	return &cip.TagResourceOutput{}, nil
}

// untagResource takes tags away; a key that there is not is no error (P80).
func untagResource(r *service.Request, in *cip.UntagResourceInput) (*cip.UntagResourceOutput, error) {
	if err := changeTags(r, in.ResourceArn, func(tags map[string]string) {
		for _, key := range in.TagKeys {
			delete(tags, key)
		}
	}); err != nil {
		return nil, err
	}
	return &cip.UntagResourceOutput{}, nil
}

func listTagsForResource(r *service.Request, in *cip.ListTagsForResourceInput) (*cip.ListTagsForResourceOutput, error) {
	p, err := poolOf(r, in.ResourceArn)
	if err != nil {
		return nil, err
	}
	return &cip.ListTagsForResourceOutput{Tags: cloneTags(p.Settings().Describe.UserPoolTags)}, nil
}

// poolOf is the pool of an ARN (P83).
func poolOf(r *service.Request, arn *string) (*state.Pool, error) {
	id, err := settings.PoolOfARN(*arn)
	if err != nil {
		return nil, err
	}
	p, missing := r.Pool(&id)
	if missing != nil {
		return nil, missing
	}
	if p.ARN != *arn { // of another account or Region
		return nil, refusal.NoPool(id)
	}
	return p, nil
}

func changeTags(r *service.Request, arn *string, change func(tags map[string]string)) error {
	p, err := poolOf(r, arn)
	if err != nil {
		return err
	}
	return p.Configure(settings.Change{}, func(c settings.Configuration) (settings.Configuration, *refusal.Error) {
		c.UserPoolTags = cloneTags(c.UserPoolTags)
		change(c.UserPoolTags)
		return c, settings.CheckTags(c.UserPoolTags)
	})
}

// cloneTags are tags of one's own, {} for none.
func cloneTags(tags map[string]string) map[string]string {
	clone := make(map[string]string, len(tags))
	maps.Copy(clone, tags)
	return clone
}
