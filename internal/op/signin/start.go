package signin

import (
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/settings"
	"github.com/cognitofake/cognitofake/internal/state"
)

// start begins a flow, in the order of N29.
func (s *step) start(admin bool) (*answer, error) {
	flow := s.flow
	if err := s.checkFlow(flow, admin); err != nil {
		return nil, refusal.Of(err).Also(s.app.Settings().Resets.Hint("ExplicitAuthFlows"))
	}
	switch flow {
	case types.AuthFlowTypeUserAuth:
		if err := s.checkGiven(keyUsername); err != nil {
			return nil, err
		}
		if err := s.readPublic(); err != nil {
			return nil, err
		}
		if s.session != nil {
			return s.begin(s.bySession)
		}
		return s.begin(s.choose)
	case types.AuthFlowTypeUserSrpAuth:
		if err := s.checkGiven(keyUsername, keyPublic); err != nil {
			return nil, err
		}
		if err := s.readPublic(); err != nil {
			return nil, err
		}
		return s.begin(s.startSRP)
	case types.AuthFlowTypeCustomAuth:
		return s.startCustom()
	case types.AuthFlowTypeRefreshTokenAuth, types.AuthFlowTypeRefreshToken:
		return refresh(s)
	}
	if err := s.checkGiven(keyUsername, keyPassword); err != nil {
		return nil, err
	}
	return s.begin(func(tx *state.Tx) (func(), *refusal.Error) {
		u, err := s.fitting(tx)
		if err != nil {
			return nil, err
		}
		return s.byPassword(tx, u)
	})
}

// checkFlow judges whether the operation has the flow and the client allows it
// (N18 to N24, N57, C39).
func (s *step) checkFlow(flow types.AuthFlowType, admin bool) error {
	allowed := s.app.Settings().Flows
	if allowed.CustomOnly && flow != types.AuthFlowTypeCustomAuth && flow != types.AuthFlowTypeRefreshTokenAuth && flow != types.AuthFlowTypeRefreshToken {
		return refusal.CustomFlowOnly().WithHint("the app client's ExplicitAuthFlows have CUSTOM_AUTH_FLOW_ONLY")
	}
	switch flow {
	case types.AuthFlowTypeUserPasswordAuth:
		switch {
		case admin:
			return refusal.AuthMethod().WithHint("AdminInitiateAuth has ADMIN_USER_PASSWORD_AUTH in its place (N18)")
		case !allowed.UserPassword:
			return refusal.UserPasswordFlow().WithHint(settings.HintFlow(types.ExplicitAuthFlowsTypeAllowUserPasswordAuth))
		}
	case types.AuthFlowTypeAdminUserPasswordAuth, types.AuthFlowTypeAdminNoSrpAuth:
		switch {
		case !admin:
			return refusal.AuthMethod().WithHint("InitiateAuth has USER_PASSWORD_AUTH in its place (N18)")
		case !allowed.AdminPassword:
			return refusal.AuthFlow().WithHint(settings.HintFlow(types.ExplicitAuthFlowsTypeAllowAdminUserPasswordAuth))
		}
	case types.AuthFlowTypeUserAuth:
		switch {
		case !allowed.UserAuth:
			return refusal.NamedFlow(string(flow)).WithHint(settings.HintFlow(types.ExplicitAuthFlowsTypeAllowUserAuth))
		case !s.app.Pool.Settings().ChoiceTier:
			return refusal.NamedFlow(string(flow)).WithHint(settings.HintChoiceTier) // N57; that it is this refusal: choice
		}
	case types.AuthFlowTypeUserSrpAuth:
		if !allowed.Srp {
			return refusal.NamedFlow(string(flow)).WithHint(settings.HintFlow(types.ExplicitAuthFlowsTypeAllowUserSrpAuth))
		}
	case types.AuthFlowTypeCustomAuth:
		if !allowed.Custom {
			return refusal.NamedFlow(string(flow)).WithHint(settings.HintFlow(types.ExplicitAuthFlowsTypeAllowCustomAuth))
		}
	default: // REFRESH_TOKEN_AUTH, REFRESH_TOKEN
		if !allowed.Refresh {
			return refusal.AuthFlow().WithHint(settings.HintFlow(types.ExplicitAuthFlowsTypeAllowRefreshTokenAuth))
		}
	}
	return nil
}
