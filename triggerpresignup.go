package cognitofake

import (
	"cmp"

	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
)

func readPreSignUp(result []byte) (answer preSignUpResponse, err *refusal.Error) {
	response, err := readResponse(result, "autoConfirmUser", "autoVerifyEmail", "autoVerifyPhone")
	if err != nil {
		return answer, err
	}
	err = cmp.Or(
		response.member("autoConfirmUser", &answer.AutoConfirmUser),
		response.member("autoVerifyEmail", &answer.AutoVerifyEmail),
		response.member("autoVerifyPhone", &answer.AutoVerifyPhone),
	)
	return answer, err
}

// check refuses flags that cannot be followed (L107, L108).
func (a preSignUpResponse) check(attrs attribute.List) *refusal.Error {
	switch {
	case (a.AutoVerifyEmail || a.AutoVerifyPhone) && !a.AutoConfirmUser:
		return refusal.AutoVerifyUnconfirmed()
	}
	for _, address := range attribute.Addresses {
		if a.verifies(address) && attrs.Get(string(address)) == "" {
			return refusal.AutoVerifyMissing(string(address))
		}
	}
	return nil
}

// verifies reports whether an address counts as verified (L106).
func (a preSignUpResponse) verifies(address attribute.Address) bool {
	return address == attribute.Email && a.AutoVerifyEmail || address == attribute.Phone && a.AutoVerifyPhone
}
