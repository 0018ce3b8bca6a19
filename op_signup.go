package cognitofake

import (
	"slices"
	"strconv"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
	"github.com/cognitofake/cognitofake/internal/rule/password"
)

// signUp answers SignUp. The checks stand in the order of R139; whatever is
// refused leaves nothing behind.
func (f *Fake) signUp(r *request, in *cip.SignUpInput) (*cip.SignUpOutput, error) {
	username := *in.Username
	app, err := f.callingApp(in.ClientId, in.SecretHash, username)
	if err != nil {
		return nil, err
	}
	p := app.pool
	s := p.settings.Load()
	if s.adminOnly {
		return nil, refusal.SignUpNotPermitted()
	}
	if err := app.checkWrite(in.UserAttributes); err != nil {
		return nil, err
	}
	if err := s.checkUsername(username); err != nil {
		return nil, err
	}
	if err := s.checkNamed(username, in.UserAttributes); err != nil {
		return nil, err
	}
	if err := s.checkNewPassword(app, opt.Value(in.Password), username, in.UserAttributes); err != nil {
		return nil, err
	}
	attrs, err := s.schema.Conform(in.UserAttributes, s.nameAttribute(username))
	if err != nil {
		return nil, err
	}
	if s.aliasPreferred && attrs.Get(attribute.PreferredUsername) != "" {
		return nil, refusal.PreferredUsernameUnconfirmed()
	}
	to, sends := s.verificationDestination(attrs)
	if sends {
		if err := s.checkLink(to, f.region); err != nil {
			return nil, err
		}
	}

	u := p.newUser(s, username, attrs)
	u.status = types.UserStatusTypeUnconfirmed
	if chosen := opt.Value(in.Password); chosen != "" {
		u.password = password.Store(f.random, chosen)
	}
	answer, err := p.preSignUp(r, s, purposeSignUp, newcomer{
		app: app, username: u.username, attrs: attrs, validation: in.ValidationData, metadata: in.ClientMetadata,
	})
	if err != nil {
		return nil, err
	}
	if answer.AutoConfirmUser {
		u.status, sends = types.UserStatusTypeConfirmed, false // R142, L105
	}
	for _, address := range attribute.Addresses {
		if attrs.Get(string(address)) != "" {
			attrs = attrs.Set(address.Flag(), strconv.FormatBool(answer.verifies(address))) // R97, L106
		}
	}
	u.attrs = attrs

	if err := p.checkFree(s, username, attrs); err != nil {
		return nil, err.WithHint(f.hintRetried(r))
	}
	if err := f.checkCompromised(s, opt.Value(in.Password)); err != nil {
		return nil, err
	}
	r.beforeCommit()
	return p.signUpUser(r, app, s, u, in, to, sends)
}

// signUpUser stores a new user who has passed every check, and sends the code
// or, to one whom PreSignUp has confirmed, nothing.
func (p *Pool) signUpUser(r *request, app *AppClient, s *poolSettings, u *user, in *cip.SignUpInput, to destination, sends bool) (*cip.SignUpOutput, error) {
	confirmed := u.status == types.UserStatusTypeConfirmed
	out := &cip.SignUpOutput{UserSub: &u.sub, UserConfirmed: confirmed}
	parcel := parcel{pool: p, settings: s, app: app, to: to, purpose: purposeSignUp, metadata: in.ClientMetadata}

	p.mu.Lock()
	if err := p.goneLocked(app); err != nil {
		p.mu.Unlock()
		return nil, err
	}
	if err := p.takenLocked(s, *in.Username, u.attrs); err != nil { // by somebody while no lock was held
		p.mu.Unlock()
		return nil, err.WithHint(p.fake.hintRetried(r))
	}
	p.addLocked(u)
	r.record.made = true
	if !confirmed && app.settings.Load().flows.userAuth {
		out.Session = opt.Of(p.openSessionLocked(u, app, sessionSignedUp)) // R113
	}
	if sends {
		parcel.code = p.issueCodeLocked(u, codeForSignUp, app.ID, to.attribute)
		out.CodeDeliveryDetails = to.details()
	}
	parcel.user = p.briefLocked(u)
	p.mu.Unlock()

	if confirmed { // the user stays, CONFIRMED (L127)
		if err := p.postConfirmation(r, app, parcel.user, sourceConfirmSignUp, in.ClientMetadata); err != nil {
			return nil, err
		}
	}
	if sends {
		if err := p.fake.deliver(r, &parcel); err != nil {
			return nil, err // the user stays, UNCONFIRMED (R122, L120)
		}
	}
	return out, nil
}

// checkFree is the duplicate check before anything is stored (R72, R73).
func (p *Pool) checkFree(s *poolSettings, username string, attrs attribute.List) *refusal.Error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.takenLocked(s, username, attrs)
}

// checkNewPassword judges the password of a sign-up: one that is there by the
// policy (R40, R116), one that is not by what allows to go without (R114).
func (s *poolSettings) checkNewPassword(app *AppClient, chosen, username string, given []types.AttributeType) *refusal.Error {
	if chosen != "" {
		if violation := s.policy.Violation(chosen); violation != "" {
			return refusal.PasswordPolicy(violation).WithHint(password.Hint(chosen, violation))
		}
		return nil
	}
	if !s.passwordless(app, username, given) {
		return refusal.PasswordMissing().WithHint(s.hintPasswordless(app))
	}
	return nil
}

// passwordless reports whether a user may sign up without a password: the
// pool and the client allow one-time passwords, and there is an address of the
// right kind that the pool verifies (R110, R111, L79).
func (s *poolSettings) passwordless(app *AppClient, username string, given []types.AttributeType) bool {
	if !app.settings.Load().flows.userAuth {
		return false
	}
	return slices.ContainsFunc(attribute.Addresses, func(a attribute.Address) bool {
		return s.otp.Has(a) && s.auto.Has(a) &&
			(s.nameAttribute(username).Name == string(a) || attribute.Last(given, string(a)) != "")
	})
}
