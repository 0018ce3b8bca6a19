package trigger

import (
	"cmp"

	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
)

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
