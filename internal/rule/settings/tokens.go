package settings

import (
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
)

// RefreshValidity is how long refresh tokens of the client live (N87).
func (s *Client) RefreshValidity() time.Duration {
	d := &s.Describe
	return time.Duration(opt.Default(d.RefreshTokenValidity, 30)) *
		unit(opt.Default(opt.Value(d.TokenValidityUnits).RefreshToken, types.TimeUnitsTypeDays))
}

// Rotates reports whether each refresh gives a new refresh token.
func (s *Client) Rotates() bool {
	return opt.Value(s.Describe.RefreshTokenRotation).Feature == types.FeatureTypeEnabled
}

// Grace is how long a refresh token is still good once it has been rotated out.
func (s *Client) Grace() time.Duration {
	return time.Duration(opt.Value(opt.Value(s.Describe.RefreshTokenRotation).RetryGracePeriodSeconds)) * time.Second
}

// NamesOrigin reports whether tokens of the client say of which sign-in they
// are (N84, C130).
func (s *Client) NamesOrigin() bool {
	return opt.Value(s.Describe.EnableTokenRevocation) || s.Rotates()
}

// withRotation fills in what the service does of refresh token rotation (C134):
// nothing as long as it was never given.
func withRotation(given, before *types.RefreshTokenRotationType) *types.RefreshTokenRotationType {
	if given == nil && before == nil {
		return nil
	}
	r := opt.Value(given)
	r.Feature = opt.Default(r.Feature, types.FeatureTypeDisabled)
	r.RetryGracePeriodSeconds = opt.Or(r.RetryGracePeriodSeconds, opt.Of(int32(0)))
	return &r
}

// checkRotation refuses rotation beside the flow that it replaces (C135).
func checkRotation(d *types.UserPoolClientType) *refusal.Error {
	if opt.Value(d.RefreshTokenRotation).Feature == types.FeatureTypeEnabled &&
		slices.Contains(d.ExplicitAuthFlows, types.ExplicitAuthFlowsTypeAllowRefreshTokenAuth) {
		return refusal.RotationWithFlow().WithHint("leave ALLOW_REFRESH_TOKEN_AUTH out of ExplicitAuthFlows; GetTokensFromRefreshToken needs none")
	}
	return nil
}

// PasswordHistory is how many passwords of a user may not come back (N112).
func (s *Pool) PasswordHistory() int {
	if s.Describe.UserPoolTier != types.UserPoolTierTypePlus {
		return 0
	}
	return int(opt.Value(opt.Value(opt.Value(s.Describe.Policies).PasswordPolicy).PasswordHistorySize))
}

// HasSecret reports whether plain is a secret of the client, which any text is
// where it has none (choice).
func (s *Client) HasSecret(plain string) bool {
	return len(s.Secrets) == 0 || slices.ContainsFunc(s.Secrets, func(known Secret) bool { return known.Value == plain })
}
