// Package signin has the operations of a sign-in.
package signin

import (
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/code"
	"github.com/cognitofake/cognitofake/internal/rule/settings"
	"github.com/cognitofake/cognitofake/internal/rule/token"
	"github.com/cognitofake/cognitofake/internal/rule/trigger"
	"github.com/cognitofake/cognitofake/internal/service"
	"github.com/cognitofake/cognitofake/internal/state"
)

// Operations are the operations of sign-in.
var Operations = service.List(
	service.Op(initiateAuth),
	service.Op(adminInitiateAuth),
)

// initiateAuth answers InitiateAuth.
func initiateAuth(r *service.Request, in *cip.InitiateAuthInput) (*cip.InitiateAuthOutput, error) {
	app, err := r.App(in.ClientId)
	if err != nil {
		return nil, err
	}
	result, err := signIn{app: app, flow: in.AuthFlow, parameters: in.AuthParameters, session: in.Session}.run(r)
	if err != nil {
		return nil, err
	}
	return &cip.InitiateAuthOutput{AuthenticationResult: result, ChallengeParameters: map[string]string{}}, nil // N31
}

// adminInitiateAuth answers AdminInitiateAuth.
func adminInitiateAuth(r *service.Request, in *cip.AdminInitiateAuthInput) (*cip.AdminInitiateAuthOutput, error) {
	app, err := r.PoolApp(in.UserPoolId, in.ClientId)
	if err != nil {
		return nil, err
	}
	result, err := signIn{app: app, admin: true, flow: in.AuthFlow, parameters: in.AuthParameters, session: in.Session}.run(r)
	if err != nil {
		return nil, err
	}
	return &cip.AdminInitiateAuthOutput{AuthenticationResult: result, ChallengeParameters: map[string]string{}}, nil
}

// signIn is a request to sign in.
type signIn struct {
	app        *state.App
	admin      bool // by AdminInitiateAuth
	flow       types.AuthFlowType
	parameters map[string]string
	session    *string // of ConfirmSignUp, with USER_AUTH
}

// Keys of AuthParameters.
const (
	parameterUsername   = "USERNAME"
	parameterPassword   = "PASSWORD"
	parameterSecretHash = "SECRET_HASH"
	parameterPreferred  = "PREFERRED_CHALLENGE"
)

// run checks in the order of N29, and gives tokens.
func (s signIn) run(r *service.Request) (*types.AuthenticationResultType, error) {
	if err := s.checkFlow(); err != nil {
		if err.Code == refusal.CodeNotModelled {
			r.Skipped(s.app.Pool.Settings(), s.begins()...)
		}
		return nil, err
	}
	if err := s.checkParameters(); err != nil {
		return nil, err
	}
	if err := s.checkSecretHash(); err != nil {
		return nil, err
	}
	var c token.Claims
	var skipped []string
	err := r.Commit(s.app, func(tx *state.Tx) (func(), *refusal.Error) {
		u, prove, err := s.authenticate(tx)
		skipped = s.skipped(tx, err)
		if err != nil {
			return prove, err
		}
		return func() {
			prove()
			c = service.TokenClaims(tx, s.app, u)
		}, nil
	})
	r.Skipped(s.app.Pool.Settings(), skipped...)
	if err != nil {
		return nil, err
	}
	return service.Tokens(s.app, c), nil
}

// begins are the triggers that the flow begins with once the user is found.
func (s signIn) begins() []string {
	switch s.flow {
	case types.AuthFlowTypeRefreshToken, types.AuthFlowTypeRefreshTokenAuth:
		return []string{trigger.PreTokenGeneration}
	case types.AuthFlowTypeCustomAuth:
		return []string{trigger.PreAuthentication, trigger.DefineAuth, trigger.CreateAuth}
	}
	return []string{trigger.PreAuthentication}
}

// skipped are the triggers that the sign-in would have run until it ended with
// err: migration for a user who is not there and has a password, the first
// look at one who is there or has to be thought so, unless they are locked
// out, and the last ones where there are tokens.
func (s signIn) skipped(tx *state.Tx, err *refusal.Error) []string {
	known := tx.Find(s.parameters[parameterUsername]) != nil
	switch {
	case err == nil:
		return append(s.begins(), trigger.PostAuthentication, trigger.PreTokenGeneration)
	case known && err.Message != refusal.PasswordAttempts().Message:
		return s.begins()
	case known:
		return nil
	}
	var triggers []string
	if s.byPassword() {
		triggers = append(triggers, trigger.UserMigration)
	}
	if s.app.Settings().HidesUsers {
		triggers = append(triggers, s.begins()...)
	}
	return triggers
}

// byPassword reports whether a password is to prove the user (N50).
func (s signIn) byPassword() bool {
	return s.flow != types.AuthFlowTypeUserAuth ||
		s.session == nil && s.parameters[parameterPreferred] == "PASSWORD" && s.parameters[parameterPassword] != ""
}

// operation is the name of the request's operation.
func (s signIn) operation() string {
	if s.admin {
		return "AdminInitiateAuth"
	}
	return "InitiateAuth"
}

// checkFlow judges whether the client and the operation allow the flow (N18 to
// N24). Flows that always lead to a challenge are not modelled.
func (s signIn) checkFlow() *refusal.Error {
	allowed := s.app.Settings().Flows
	switch s.flow {
	case types.AuthFlowTypeUserPasswordAuth:
		switch {
		case s.admin:
			return refusal.AuthMethod()
		case !allowed.UserPassword:
			return refusal.UserPasswordFlow().WithHint(settings.HintFlow(types.ExplicitAuthFlowsTypeAllowUserPasswordAuth))
		}
		return nil
	case types.AuthFlowTypeAdminUserPasswordAuth, types.AuthFlowTypeAdminNoSrpAuth:
		switch {
		case !s.admin:
			return refusal.AuthMethod()
		case !allowed.AdminPassword:
			return refusal.AuthFlow().WithHint(settings.HintFlow(types.ExplicitAuthFlowsTypeAllowAdminUserPasswordAuth))
		}
		return nil
	case types.AuthFlowTypeUserAuth:
		switch {
		case !allowed.UserAuth:
			return refusal.NamedFlow(string(s.flow)).WithHint(settings.HintFlow(types.ExplicitAuthFlowsTypeAllowUserAuth))
		case !s.app.Pool.Settings().ChoiceTier:
			return refusal.NamedFlow(string(s.flow)).WithHint(settings.HintChoiceTier) // N57; that it is this refusal: choice
		}
		return nil
	case types.AuthFlowTypeUserSrpAuth:
		if !allowed.Srp {
			return refusal.NamedFlow(string(s.flow)).WithHint(settings.HintFlow(types.ExplicitAuthFlowsTypeAllowUserSrpAuth))
		}
	case types.AuthFlowTypeCustomAuth:
		if !allowed.Custom {
			return refusal.NamedFlow(string(s.flow)).WithHint(settings.HintFlow(types.ExplicitAuthFlowsTypeAllowCustomAuth))
		}
	default: // REFRESH_TOKEN_AUTH, REFRESH_TOKEN
		if !allowed.Refresh {
			return refusal.AuthFlow().WithHint(settings.HintFlow(types.ExplicitAuthFlowsTypeAllowRefreshTokenAuth))
		}
	}
	return refusal.NotModelled(s.operation() + " with AuthFlow " + string(s.flow))
}

// checkParameters wants what the flow cannot do without (N26).
func (s signIn) checkParameters() *refusal.Error {
	needed := []string{parameterUsername, parameterPassword}
	if s.flow == types.AuthFlowTypeUserAuth {
		needed = needed[:1]
	}
	for _, name := range needed {
		if s.parameters[name] == "" {
			return refusal.MissingParameter(name)
		}
	}
	return nil
}

// checkSecretHash judges SECRET_HASH (N27, N28). An empty hash is none (N26,
// choice).
func (s signIn) checkSecretHash() error {
	var hash *string
	if given := s.parameters[parameterSecretHash]; given != "" {
		hash = &given
	}
	if hash == nil && len(s.app.Settings().Secrets) > 0 {
		return refusal.SecretHashNotReceived(s.app.ID).WithHint(state.HintHashMissing)
	}
	return s.app.CheckSecretHash(hash, s.parameters[parameterUsername])
}

// authenticate is the user who may have tokens: found, enabled, in a fit
// status, and proved by session or password. prove has to be called: with a
// refusal it counts a wrong password, else it forgets those of before.
func (s signIn) authenticate(tx *state.Tx) (u *state.User, prove func(), err *refusal.Error) {
	byPassword := s.byPassword()
	hidden := refusal.Credentials // N33
	if !byPassword && s.session == nil {
		hidden = func() *refusal.Error { // which the service would pretend
			return refusal.NotModelled(s.operation() + " with AuthFlow USER_AUTH and a challenge")
		}
	}
	u, err = tx.Caller(s.app, s.parameters[parameterUsername], refusal.UserNotFound, hidden) // L142
	switch {
	case err != nil:
		return nil, nil, err
	case u.Disabled:
		return nil, nil, refusal.UserDisabled() // N35
	}
	switch u.Status {
	case types.UserStatusTypeUnconfirmed:
		return nil, nil, refusal.UserNotConfirmed() // L140, N34
	case types.UserStatusTypeResetRequired:
		return nil, nil, refusal.PasswordResetRequired() // N36
	case types.UserStatusTypeExternalProvider:
		return nil, nil, refusal.NoAuthDetails() // N126
	}
	var session *code.Session
	switch {
	case byPassword:
		if failed, err := tx.CheckPassword(u, s.parameters[parameterPassword]); err != nil {
			return nil, failed, err
		}
	case s.session != nil: // N54
		if session, err = tx.CheckSession(u, *s.session, s.app, code.Confirmed); err != nil {
			return nil, nil, err
		}
	default:
		return nil, nil, refusal.NotModelled(s.operation() + " with AuthFlow USER_AUTH and a challenge")
	}
	switch {
	case u.Status == types.UserStatusTypeForceChangePassword && tx.Now.Sub(u.TemporarySince) > tx.Settings.TemporaryValidity:
		return nil, nil, refusal.TemporaryPasswordExpired() // N38
	case u.Status == types.UserStatusTypeForceChangePassword:
		return nil, nil, refusal.NotModelled(s.operation() + " with the challenge NEW_PASSWORD_REQUIRED") // N37
	case tx.Settings.Describe.MfaConfiguration == types.UserPoolMfaTypeOn:
		return nil, nil, refusal.NotModelled(s.operation() + " with a challenge of MFA")
	}
	return u, func() {
		if session != nil {
			tx.UseSession(session) // L85
		}
		tx.Proved(u)
	}, nil
}
