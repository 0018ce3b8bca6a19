package rows

import (
	"fmt"
	"maps"
	"strings"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"
)

// arn is that of the row's pool.
func (w *World) arn() *string {
	w.Helper()
	out, err := w.Client.DescribeUserPool(w.Ctx, &cip.DescribeUserPoolInput{UserPoolId: &w.PoolID})
	require.NoError(w, err)
	return out.UserPool.Arn
}

func (w *World) tag(tags map[string]string) error {
	_, err := w.Client.TagResource(w.Ctx, &cip.TagResourceInput{ResourceArn: w.arn(), Tags: tags})
	return err
}

func (w *World) untag(keys ...string) error {
	_, err := w.Client.UntagResource(w.Ctx, &cip.UntagResourceInput{ResourceArn: w.arn(), TagKeys: keys})
	return err
}

func (w *World) tags() map[string]string {
	w.Helper()
	out, err := w.Client.ListTagsForResource(w.Ctx, &cip.ListTagsForResourceInput{ResourceArn: w.arn()})
	require.NoError(w, err)
	return out.Tags
}

// tagRows are rows of tags: docs/behaviour.md P80 to P84.
func tagRows() []Row {
	tagged := cip.CreateUserPoolInput{UserPoolTags: map[string]string{"a": "1", "b": "2"}}
	// are wants the pool to have these tags, by both operations that show them.
	are := func(tags map[string]string) Want {
		return Want{Check: func(w *World, _ any) {
			require.Equal(w, tags, w.tags())
			out, err := w.Client.DescribeUserPool(w.Ctx, &cip.DescribeUserPoolInput{UserPoolId: &w.PoolID})
			require.NoError(w, err)
			require.Equal(w, len(tags), len(out.UserPool.UserPoolTags))
			require.True(w, maps.Equal(tags, out.UserPool.UserPoolTags))
		}}
	}
	tagging := func(tags map[string]string) func(*World) (any, error) {
		return func(w *World) (any, error) { return nil, w.tag(tags) }
	}
	untagging := func(keys ...string) func(*World) (any, error) {
		return func(w *World) (any, error) { return nil, w.untag(keys...) }
	}
	of := func(arn string) *string { return &arn }
	// each asks all three operations about an ARN.
	each := func(w *World, arn *string) []error {
		_, tag := w.Client.TagResource(w.Ctx, &cip.TagResourceInput{ResourceArn: arn, Tags: map[string]string{"a": "1"}})
		_, untag := w.Client.UntagResource(w.Ctx, &cip.UntagResourceInput{ResourceArn: arn, TagKeys: []string{"a"}})
		_, list := w.Client.ListTagsForResource(w.Ctx, &cip.ListTagsForResourceInput{ResourceArn: arn})
		return []error{tag, untag, list}
	}
	refusing := func(arn func(w *World) *string, want Want) func(*World) (any, error) {
		return func(w *World) (any, error) {
			for _, err := range each(w, arn(w)) {
				want.RequireError(w, err)
			}
			require.Equal(w, map[string]string{"a": "1", "b": "2"}, w.tags())
			return nil, nil
		}
	}
	many := func(n int) map[string]string {
		tags := map[string]string{}
		for i := range n {
			tags[fmt.Sprintf("k%d", i)] = "v"
		}
		return tags
	}
	anyText := Want{Code: "InvalidParameterException", AnyText: true}
	return []Row{
		{Rules: "P80", Name: "no tags", Call: func(w *World) (any, error) {
			status, _, answer := w.Post("ListTagsForResource", fmt.Sprintf(`{"ResourceArn":%q}`, *w.arn()))
			require.Equal(w, 200, status)
			require.Equal(w, `{"Tags":{}}`, string(answer))
			return nil, nil
		}},
		{Rules: "P80", Name: "tags are added and overwritten", Pool: tagged, Call: tagging(map[string]string{"b": "3", "c": ""}), Want: are(map[string]string{"a": "1", "b": "3", "c": ""})},
		{Rules: "P80", Name: "tags are taken away, and one that there is not", Pool: tagged, Call: untagging("a", "z"), Want: are(map[string]string{"b": "2"})},
		{Rules: "P80", Name: "the last tags are taken away", Pool: tagged, Call: untagging("a", "b"), Want: are(map[string]string{})},
		{Rules: "P80 P5", Name: "what tagging answers", Pool: tagged, Call: func(w *World) (any, error) {
			for op, member := range map[string]string{"TagResource": `"Tags":{"a":"2"}`, "UntagResource": `"TagKeys":["b"]`} {
				status, _, answer := w.Post(op, fmt.Sprintf(`{"ResourceArn":%q,%s}`, *w.arn(), member))
				require.Equal(w, 200, status, op)
				require.Equal(w, `{}`, string(answer), op)
			}
			return nil, nil
		}, Want: are(map[string]string{"a": "2"})},
		{Rules: "P81", Name: "tags of CreateUserPool", Pool: tagged, Call: untagging("z"), Want: are(tagged.UserPoolTags)},
		{Rules: "P81", Name: "UpdateUserPool replaces tags", Pool: tagged, Call: Updating(cip.UpdateUserPoolInput{UserPoolTags: map[string]string{"c": "3"}}), Want: are(map[string]string{"c": "3"})},
		{Rules: "P81 N137", Name: "UpdateUserPool without tags", Pool: tagged, Call: Updating(cip.UpdateUserPoolInput{DeletionProtection: types.DeletionProtectionTypeInactive}), Want: are(map[string]string{})},
		{Rules: "P82", Name: "fifty tags", Call: tagging(many(50)), Want: are(many(50))},
		{Rules: "P82", Choice: true, Name: "the fifty-first tag", Prior: func(w *World) { require.NoError(w, w.tag(many(50))) }, Call: tagging(map[string]string{"more": "v"}), Want: anyText},
		{Rules: "P82", Choice: true, Name: "a tag of the service's own", Pool: tagged, Call: func(w *World) (any, error) {
			anyText.RequireError(w, w.tag(map[string]string{"c": "3", "aws:c": "3"}))
			require.Equal(w, tagged.UserPoolTags, w.tags(), "nothing has changed")
			return nil, nil
		}},
		{Rules: "P82", Name: "a key that is too long", Call: tagging(map[string]string{strings.Repeat("k", 129): "v"}), Want: anyText},
		{Rules: "P83", Name: "no ARN", Pool: tagged, Call: refusing(func(*World) *string { return of("not an ARN, though long enough") },
			violating(breaksShown("not an ARN, though long enough", "resourceArn", `Member must satisfy regular expression pattern: arn:[\w+=/,.@-]+:[\w+=/,.@-]+:([\w+=/,.@-]*)?:[0-9]+:[\w+=/,.@-]+(:[\w+=/,.@-]+)?(:[\w+=/,.@-]+)?`)))},
		{Rules: "P83 N2", Choice: true, Name: "the ARN of a pool that there is not", Pool: tagged, Call: refusing(func(*World) *string {
			return of("arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_Unknown00")
		}, Want{Code: "ResourceNotFoundException", Message: "User pool us-east-1_Unknown00 does not exist."})},
		{Rules: "P83", Choice: true, Name: "the ARN of another service", Pool: tagged, Call: refusing(func(*World) *string {
			return of("arn:aws:lambda:us-east-1:123456789012:function:f")
		}, anyText)},
		{Rules: "P84", Name: "no tags given, no keys", Pool: tagged, Call: func(w *World) (any, error) {
			for op, member := range map[string]string{"TagResource": "tags", "UntagResource": "tagKeys"} {
				status, _, answer := w.Post(op, fmt.Sprintf(`{"ResourceArn":%q}`, *w.arn()))
				require.Equal(w, 400, status, op)
				require.Contains(w, string(answer), "Value null at '"+member+"' failed to satisfy constraint: Member must not be null", op)
			}
			return nil, nil
		}, Want: are(tagged.UserPoolTags)},
	}
}
