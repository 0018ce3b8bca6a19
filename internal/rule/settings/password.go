package settings

import (
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"

	"github.com/cognitofake/cognitofake/internal/model"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
)

// CheckPassword judges a password as SignUp does where one has to be given: by
// the model, then by the pool's policy.
func CheckPassword(s *Pool, chosen string) *refusal.Error {
	in := &cip.SignUpInput{ClientId: opt.Of("x"), Username: opt.Of("x"), Password: &chosen}
	if message := model.Check(in); message != "" {
		return refusal.InvalidParameter(message)
	}
	if chosen == "" {
		return refusal.PasswordMissing() // R114
	}
	return s.CheckPolicy(chosen, refusal.PasswordPolicy)
}
