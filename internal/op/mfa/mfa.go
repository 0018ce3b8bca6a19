// Package mfa has the operations of a user's second factors.
package mfa

import (
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/code"
	"github.com/cognitofake/cognitofake/internal/rule/factor"
	"github.com/cognitofake/cognitofake/internal/service"
	"github.com/cognitofake/cognitofake/internal/state"
)

// Operations are the operations of a user's second factors.
var Operations = service.List(
	service.Op(associateSoftwareToken),
	service.Op(verifySoftwareToken),
	service.Op(setUserMFAPreference),
	service.Op(adminSetUserMFAPreference),
	service.Op(setUserSettings),
	service.Op(adminSetUserSettings),
)

// setup is the stage in which the session of a sign-in allows to set a software
// token up.
const setup = code.Stage(types.ChallengeNameTypeMfaSetup)

// associateSoftwareToken gives a new secret, to a user who is signed in or who
// has been told to set a factor up (M24 to M31, M98).
func associateSoftwareToken(r *service.Request, in *cip.AssociateSoftwareTokenInput) (*cip.AssociateSoftwareTokenOutput, error) {
	out := &cip.AssociateSoftwareTokenOutput{}
	err := byTokenOrSession(r, in.AccessToken, in.Session, func(tx *state.Tx, u *state.User, s *code.Session) (func(), *refusal.Error) {
		return func() {
			out.SecretCode = opt.Of(tx.AssociateToken(u))
			if s != nil {
				out.Session = opt.Of(tx.Renew(u, s, false)) // M26
			}
		}, nil
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// verifySoftwareToken takes the first code of a software token (M32 to M39).
func verifySoftwareToken(r *service.Request, in *cip.VerifySoftwareTokenInput) (*cip.VerifySoftwareTokenOutput, error) {
	out := &cip.VerifySoftwareTokenOutput{Status: types.VerifySoftwareTokenResponseTypeSuccess}
	err := byTokenOrSession(r, in.AccessToken, in.Session, func(tx *state.Tx, u *state.User, s *code.Session) (func(), *refusal.Error) {
		mismatch := refusal.SoftwareTokenMismatch
		if s != nil {
			mismatch = refusal.SoftwareTokenMismatchInSession
		}
		keep, err := tx.CheckNewToken(u, *in.UserCode, mismatch)
		if err != nil {
			return nil, err // M34: the session stays good
		}
		return func() {
			keep(opt.Value(in.FriendlyDeviceName))
			if s != nil { // M38, M39
				on, _ := u.Turned()
				tx.Turn(u, on|factor.Token, factor.Token)
				out.Session = opt.Of(tx.Renew(u, s, true))
			}
		}, nil
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// byTokenOrSession commits what a user does by access token, which counts where
// both are given (M27), or in the middle of a sign-in. The session is nil in the
// first case.
func byTokenOrSession(r *service.Request, accessToken, session *string, check func(tx *state.Tx, u *state.User, s *code.Session) (func(), *refusal.Error)) error {
	enabled := func(tx *state.Tx, u *state.User, s *code.Session) (func(), *refusal.Error) {
		if !tx.Settings.Factors.Has(factor.Token) {
			return nil, refusal.SoftwareTokenOff().WithHint("SetUserPoolMfaConfig of the pool has no SoftwareTokenMfaConfiguration with Enabled") // M28
		}
		return check(tx, u, s)
	}
	switch {
	case accessToken != nil:
		return r.CommitSignedIn(accessToken, func(tx *state.Tx, _ *state.App, u *state.User) (func(), *refusal.Error) {
			return enabled(tx, u, nil)
		})
	case session != nil:
		return r.CommitInSession(*session, setup, enabled)
	}
	return refusal.TokenOrSession()
}
