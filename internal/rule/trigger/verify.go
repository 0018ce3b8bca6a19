package trigger

import "github.com/cognitofake/cognitofake/internal/refusal"

// VerifyRequest is what the function is asked that judges the answer to a
// challenge (C69, C70).
type VerifyRequest struct {
	UserAttributes map[string]string `json:"userAttributes"`
	Private        map[string]string `json:"privateChallengeParameters"`
	Answer         string            `json:"challengeAnswer"`
	ClientMetadata map[string]string `json:"clientMetadata,omitzero"`
	UserNotFound   *bool             `json:"userNotFound,omitzero"`
}

// VerifyResponse is the response that it fills in.
type VerifyResponse struct {
	AnswerCorrect *bool `json:"answerCorrect"`
}

// VerifyMembers are the members that its response may have.
var VerifyMembers = []string{"answerCorrect"}

// ReadVerify reads a verdict; nil is none, which counts as false (C72).
func ReadVerify(r Response) (correct *bool, err *refusal.Error) {
	err = r.Member("answerCorrect", &correct)
	return correct, err
}
