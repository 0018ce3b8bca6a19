package trigger

import (
	"cmp"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
)

type PreSignUpRequest struct { // L103
	UserAttributes map[string]string  `json:"userAttributes"`
	ValidationData map[string]*string `json:"validationData"`
	ClientMetadata map[string]string  `json:"clientMetadata,omitzero"`
}

type PreSignUpResponse struct {
	AutoConfirmUser bool `json:"autoConfirmUser"`
	AutoVerifyEmail bool `json:"autoVerifyEmail"`
	AutoVerifyPhone bool `json:"autoVerifyPhone"`
}

func ReadPreSignUp(result []byte) (answer PreSignUpResponse, err *refusal.Error) {
	response, err := ReadResponse(result, "autoConfirmUser", "autoVerifyEmail", "autoVerifyPhone")
	if err != nil {
		return answer, err
	}
	err = cmp.Or(
		response.Member("autoConfirmUser", &answer.AutoConfirmUser),
		response.Member("autoVerifyEmail", &answer.AutoVerifyEmail),
		response.Member("autoVerifyPhone", &answer.AutoVerifyPhone),
	)
	return answer, err
}

// Check refuses flags that cannot be followed (L107, L108).
func (a PreSignUpResponse) Check(attrs attribute.List) *refusal.Error {
	switch {
	case (a.AutoVerifyEmail || a.AutoVerifyPhone) && !a.AutoConfirmUser:
		return refusal.AutoVerifyUnconfirmed().WithHint("the function has to answer autoConfirmUser beside autoVerifyEmail or autoVerifyPhone")
	}
	for _, address := range attribute.Addresses {
		if a.Verifies(address) && attrs.Get(string(address)) == "" {
			return refusal.AutoVerifyMissing(string(address)).WithHint("the sign-up has no " + string(address))
		}
	}
	return nil
}

// Verifies reports whether an address counts as verified (L106).
func (a PreSignUpResponse) Verifies(address attribute.Address) bool {
	return address == attribute.Email && a.AutoVerifyEmail || address == attribute.Phone && a.AutoVerifyPhone
}

// SuppliedAttributes is what PreSignUp sees of a user who is not made yet:
// what the caller gave, and what the username stands for (L103).
func SuppliedAttributes(attrs attribute.List) map[string]string {
	m := make(map[string]string, len(attrs))
	for _, a := range attrs {
		m[a.Name] = a.Value
	}
	return m
}

// ValidationMap is ValidationData by name, nil when none was sent.
func ValidationMap(data []types.AttributeType) map[string]*string {
	if data == nil {
		return nil
	}
	m := make(map[string]*string, len(data))
	for _, d := range data {
		m[opt.Value(d.Name)] = d.Value
	}
	return m
}
