package cognitofake

import (
	"time"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/refusal"
)

// initiateAuth answers InitiateAuth.
func (f *Fake) initiateAuth(r *request, in *cip.InitiateAuthInput) (*cip.InitiateAuthOutput, error) {
	app, err := f.appClient(in.ClientId)
	if err != nil {
		return nil, err
	}
	result, err := app.signIn(r, &signIn{
		app: app, op: "InitiateAuth", flow: in.AuthFlow, parameters: in.AuthParameters, session: in.Session,
	})
	if err != nil {
		return nil, err
	}
	return &cip.InitiateAuthOutput{AuthenticationResult: result, ChallengeParameters: map[string]string{}}, nil // N31
}

// adminInitiateAuth answers AdminInitiateAuth.
func (f *Fake) adminInitiateAuth(r *request, in *cip.AdminInitiateAuthInput) (*cip.AdminInitiateAuthOutput, error) {
	_, app, err := f.poolApp(in.UserPoolId, in.ClientId)
	if err != nil {
		return nil, err
	}
	result, err := app.signIn(r, &signIn{
		app: app, op: "AdminInitiateAuth", flow: in.AuthFlow, parameters: in.AuthParameters, session: in.Session,
	})
	if err != nil {
		return nil, err
	}
	return &cip.AdminInitiateAuthOutput{AuthenticationResult: result, ChallengeParameters: map[string]string{}}, nil
}

// signIn is a request to sign in.
type signIn struct {
	app        *AppClient
	op         string // InitiateAuth or AdminInitiateAuth
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

// signIn checks in the order of N29, and gives tokens.
func (a *AppClient) signIn(r *request, s *signIn) (*types.AuthenticationResultType, *refusal.Error) {
	if err := s.checkFlow(); err != nil {
		return nil, err
	}
	if err := s.checkParameters(); err != nil {
		return nil, err
	}
	if err := s.checkSecretHash(); err != nil {
		return nil, err
	}
	r.beforeCommit()
	p := a.pool
	p.mu.Lock()
	u, err := p.authenticateLocked(s)
	if err != nil {
		p.mu.Unlock()
		return nil, err
	}
	c := a.claimsLocked(u)
	p.mu.Unlock()
	return a.tokens(c), nil
}

// checkFlow judges N18 to N24. Flows that lead to a challenge of necessity
// are not modelled.
func (s *signIn) checkFlow() *refusal.Error {
	allowed := s.app.settings.Load().flows
	admin := s.op == "AdminInitiateAuth"
	switch s.flow {
	case types.AuthFlowTypeUserPasswordAuth:
		switch {
		case admin:
			return refusal.AuthMethod()
		case !allowed.userPassword:
			return refusal.UserPasswordFlow().WithHint(hintFlow(types.ExplicitAuthFlowsTypeAllowUserPasswordAuth))
		}
		return nil
	case types.AuthFlowTypeAdminUserPasswordAuth, types.AuthFlowTypeAdminNoSrpAuth:
		switch {
		case !admin:
			return refusal.AuthMethod()
		case !allowed.adminPassword:
			return refusal.AuthFlow().WithHint(hintFlow(types.ExplicitAuthFlowsTypeAllowAdminUserPasswordAuth))
		}
		return nil
	case types.AuthFlowTypeUserAuth:
		switch {
		case !allowed.userAuth:
			return refusal.NamedFlow(string(s.flow)).WithHint(hintFlow(types.ExplicitAuthFlowsTypeAllowUserAuth))
		case !s.app.pool.settings.Load().choiceTier:
			return refusal.NamedFlow(string(s.flow)).WithHint(hintChoiceTier) // N57; that it is this refusal: choice
		}
		return nil
	case types.AuthFlowTypeUserSrpAuth:
		if !allowed.srp {
			return refusal.NamedFlow(string(s.flow)).WithHint(hintFlow(types.ExplicitAuthFlowsTypeAllowUserSrpAuth))
		}
	case types.AuthFlowTypeCustomAuth:
		if !allowed.custom {
			return refusal.NamedFlow(string(s.flow)).WithHint(hintFlow(types.ExplicitAuthFlowsTypeAllowCustomAuth))
		}
	default: // REFRESH_TOKEN_AUTH, REFRESH_TOKEN
		if !allowed.refresh {
			return refusal.AuthFlow().WithHint(hintFlow(types.ExplicitAuthFlowsTypeAllowRefreshTokenAuth))
		}
	}
	return refusal.NotModelled(s.op + " with AuthFlow " + string(s.flow))
}

// checkParameters wants what the flow cannot do without (N26).
func (s *signIn) checkParameters() *refusal.Error {
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

// checkSecretHash judges N27 and N28. An empty hash is none (N26, choice).
func (s *signIn) checkSecretHash() *refusal.Error {
	var hash *string
	if given := s.parameters[parameterSecretHash]; given != "" {
		hash = &given
	}
	if hash == nil && len(s.app.settings.Load().secrets) > 0 {
		return refusal.SecretHashNotReceived(s.app.ID).WithHint(hintHashMissing)
	}
	return s.app.checkSecretHash(hash, s.parameters[parameterUsername])
}

// authenticateLocked is the user who may have tokens: found, enabled, in a
// fit status, and proved by session or password.
func (p *Pool) authenticateLocked(s *signIn) (*user, *refusal.Error) {
	if err := p.goneLocked(s.app); err != nil {
		return nil, err
	}
	byPassword := s.flow != types.AuthFlowTypeUserAuth ||
		s.session == nil && s.parameters[parameterPreferred] == "PASSWORD" && s.parameters[parameterPassword] != "" // N50
	now, name := p.fake.now(), s.parameters[parameterUsername]
	u := p.findLocked(name)
	switch {
	case u == nil && !s.app.hidesUsers():
		return nil, refusal.UserNotFound().WithHint(p.hintNoUserLocked(name)) // L142, N33
	case u == nil && !byPassword && s.session == nil:
		return nil, refusal.NotModelled(s.op + " with AuthFlow USER_AUTH and a challenge") // which the service would pretend
	case u == nil:
		return nil, refusal.Credentials().WithHint(p.hintNoUserLocked(name))
	case u.disabled:
		return nil, refusal.UserDisabled() // N35
	}
	switch u.status {
	case types.UserStatusTypeUnconfirmed:
		return nil, refusal.UserNotConfirmed() // L140, N34
	case types.UserStatusTypeResetRequired:
		return nil, refusal.PasswordResetRequired() // N36
	case types.UserStatusTypeExternalProvider:
		return nil, refusal.Credentials() // N126
	}
	var session *session
	switch {
	case byPassword:
		if err := u.checkPasswordLocked(s.parameters[parameterPassword], now); err != nil {
			return nil, err
		}
	case s.session != nil: // N54
		var err *refusal.Error
		if session, err = u.checkSessionLocked(*s.session, s.app, sessionConfirmed, now); err != nil {
			return nil, err
		}
	default:
		return nil, refusal.NotModelled(s.op + " with AuthFlow USER_AUTH and a challenge")
	}
	settings := p.settings.Load()
	switch {
	case u.status == types.UserStatusTypeForceChangePassword && now.Sub(u.temporarySince) > settings.temporaryValidity:
		return nil, refusal.TemporaryPasswordExpired() // N38
	case u.status == types.UserStatusTypeForceChangePassword:
		return nil, refusal.NotModelled(s.op + " with the challenge NEW_PASSWORD_REQUIRED") // N37
	case settings.describe.MfaConfiguration == types.UserPoolMfaTypeOn:
		return nil, refusal.NotModelled(s.op + " with a challenge of MFA")
	}
	if session != nil {
		session.used = true // L85
	}
	u.windowsLocked().signIn.Proved()
	return u, nil
}

// checkPasswordLocked judges N32, N39 and N42 to N45.
func (u *user) checkPasswordLocked(password string, now time.Time) *refusal.Error {
	lock := &u.windowsLocked().signIn
	if err := lock.Check(now); err != nil {
		return err
	}
	if !u.password.Matches(password) {
		lock.Failed(now)
		return refusal.Credentials().WithHint(u.hintPasswordLocked())
	}
	return nil
}
