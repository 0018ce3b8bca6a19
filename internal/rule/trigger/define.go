package trigger

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/code"
)

// DefineRequest is what the function is asked that says what comes next in a
// custom sign-in (C45 to C47).
type DefineRequest struct {
	UserAttributes map[string]string `json:"userAttributes"`
	Session        []code.Round      `json:"session"`
	ClientMetadata map[string]string `json:"clientMetadata,omitzero"`
	UserNotFound   *bool             `json:"userNotFound,omitzero"`
}

// DefineResponse is the response that it fills in.
type DefineResponse struct {
	ChallengeName      *string `json:"challengeName"`
	IssueTokens        *bool   `json:"issueTokens"`
	FailAuthentication *bool   `json:"failAuthentication"`
}

// DefineMembers are the members that its response may have.
var DefineMembers = []string{"challengeName", "issueTokens", "failAuthentication"}

// Decision is what comes next in a custom sign-in: one of failure, tokens, and
// a challenge.
type Decision struct {
	Fail, Issue bool
	Challenge   string
}

// challenges are those that the functions of a custom sign-in know (C48).
var challenges = []string{
	"SRP_A", "PASSWORD_VERIFIER", "NEW_PASSWORD_REQUIRED", "CUSTOM_CHALLENGE",
	"SMS_MFA", "SOFTWARE_TOKEN_MFA", "EMAIL_OTP", "DEVICE_SRP_AUTH", "DEVICE_PASSWORD_VERIFIER", "ADMIN_NO_SRP_AUTH",
}

// ReadDefine reads a decision. Failure goes before tokens (C54), and these
// before a challenge (C51).
func ReadDefine(r Response) (d Decision, err *refusal.Error) {
	if err := cmp.Or(
		r.Member("challengeName", &d.Challenge),
		r.Member("issueTokens", &d.Issue),
		r.Member("failAuthentication", &d.Fail),
	); err != nil {
		return d, err // C56
	}
	if !d.Fail && !d.Issue && !slices.Contains(challenges, d.Challenge) { // C55
		return d, refusal.LambdaShape().WithHint(fmt.Sprintf(
			"DefineAuthChallenge has to answer issueTokens, failAuthentication, or the challengeName of a challenge; %q is none", d.Challenge))
	}
	return d, nil
}
