package signin

import (
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/refusal"
)

// refresh gives new tokens for a refresh token, when the client allows that.
func refresh(s *step, flow types.AuthFlowType) (*answer, error) {
	return nil, refusal.NotModelled(s.operation + " with AuthFlow " + string(flow))
}
