package passkeys

import (
	"slices"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
	"github.com/cognitofake/cognitofake/internal/service"
	"github.com/cognitofake/cognitofake/internal/state"
)

// getUserAuthFactors shows what the user of an access token may sign in by (M155).
func getUserAuthFactors(r *service.Request, in *cip.GetUserAuthFactorsInput) (*cip.GetUserAuthFactorsOutput, error) {
	out := &cip.GetUserAuthFactorsOutput{}
	if err := r.LookSignedIn(in.AccessToken, func(tx *state.Tx, _ *state.App, u *state.User) *refusal.Error {
		out.Username, out.ConfiguredUserAuthFactors = opt.Of(u.Username), factors(tx, u)
		out.UserMFASettingList, out.PreferredMfaSetting = u.MFASettings()
		return nil
	}); err != nil {
		return nil, err
	}
	return out, nil
}

func adminGetUserAuthFactors(r *service.Request, in *cip.AdminGetUserAuthFactorsInput) (*cip.AdminGetUserAuthFactorsOutput, error) {
	out := &cip.AdminGetUserAuthFactorsOutput{}
	if err := r.LookUser(in.UserPoolId, in.Username, func(tx *state.Tx, u *state.User) *refusal.Error {
		out.Username, out.ConfiguredUserAuthFactors = opt.Of(u.Username), factors(tx, u)
		out.UserMFASettingList, out.PreferredMfaSetting = u.MFASettings()
		return nil
	}); err != nil {
		return nil, err
	}
	return out, nil
}

// factors are those of the pool's first factors that a user has, and a verified
// software token, which is a second one alone (M155).
func factors(tx *state.Tx, u *state.User) []types.AuthFactorType {
	allowed := opt.Value(opt.Value(tx.Settings.Describe.Policies).SignInPolicy).AllowedFirstAuthFactors
	if allowed == nil || !tx.Settings.ChoiceTier {
		allowed = []types.AuthFactorType{types.AuthFactorTypePassword}
	}
	has := map[types.AuthFactorType]bool{
		types.AuthFactorTypePassword: u.HasPassword(),
		types.AuthFactorTypeEmailOtp: u.Attrs.Get(string(attribute.Email)) != "",
		types.AuthFactorTypeSmsOtp:   u.Attrs.Get(string(attribute.Phone)) != "",
		types.AuthFactorTypeWebAuthn: len(u.Passkeys()) > 0,
	}
	configured := []types.AuthFactorType{}
	for _, f := range []types.AuthFactorType{types.AuthFactorTypePassword, types.AuthFactorTypeEmailOtp, types.AuthFactorTypeSmsOtp, types.AuthFactorTypeWebAuthn} {
		if has[f] && slices.Contains(allowed, f) {
			configured = append(configured, f)
		}
	}
	if u.HasToken() {
		configured = append(configured, types.AuthFactorTypeSoftwareToken)
	}
	return configured
}
