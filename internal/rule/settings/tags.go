package settings

import (
	"strings"

	"github.com/cognitofake/cognitofake/internal/refusal"
)

// mostTags is how many tags a pool may have (P82).
const mostTags = 50

// CheckTags judges the tags that a pool would have (P82).
func CheckTags(tags map[string]string) *refusal.Error {
	if len(tags) > mostTags {
		return refusal.TooManyTags()
	}
	for key := range tags {
		if strings.HasPrefix(key, "aws:") {
			return refusal.ReservedTag()
		}
	}
	return nil
}

// PoolOfARN is the id of the pool that an ARN names (P83).
func PoolOfARN(arn string) (id string, err *refusal.Error) {
	if parts := strings.SplitN(arn, ":", 6); len(parts) == 6 && parts[2] == "cognito-idp" {
		if id, ok := strings.CutPrefix(parts[5], "userpool/"); ok {
			return id, nil
		}
	}
	return "", refusal.NoPoolARN().WithHint("ResourceArn is the Arn that DescribeUserPool shows")
}
