package trigger

import (
	"cmp"
	"fmt"

	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/code"
)

// CreateRequest is what the function is asked that makes a challenge (C58).
type CreateRequest struct {
	UserAttributes map[string]string `json:"userAttributes"`
	ChallengeName  string            `json:"challengeName"`
	Session        []code.Round      `json:"session"`
	ClientMetadata map[string]string `json:"clientMetadata,omitzero"`
	UserNotFound   *bool             `json:"userNotFound,omitzero"`
}

// CreateResponse is the response that it fills in.
type CreateResponse struct {
	Public   map[string]string `json:"publicChallengeParameters"`
	Private  map[string]string `json:"privateChallengeParameters"`
	Metadata *string           `json:"challengeMetadata"`
}

// CreateMembers are the members that its response may have.
var CreateMembers = []string{"publicChallengeParameters", "privateChallengeParameters", "challengeMetadata"}

// ReadCreate reads a challenge. Metadata that are empty count as none: Go's
// event type cannot say null (choice).
func ReadCreate(r Response) (c CreateResponse, err *refusal.Error) {
	metadata := ""
	err = cmp.Or(r.texts("publicChallengeParameters", &c.Public), r.texts("privateChallengeParameters", &c.Private), r.Member("challengeMetadata", &metadata))
	if metadata != "" {
		c.Metadata = opt.Of(metadata)
	}
	return c, err
}

// texts reads a member that is a map of strings (C61).
func (r Response) texts(name string, m *map[string]string) *refusal.Error {
	var given map[string]*string
	if err := r.Member(name, &given); err != nil || given == nil {
		return err
	}
	*m = make(map[string]string, len(given))
	for key, v := range given {
		if v == nil {
			return refusal.LambdaShape().WithHint(fmt.Sprintf("%s in the function's response has null for %q, and has to have strings alone", name, key))
		}
		(*m)[key] = *v
	}
	return nil
}
