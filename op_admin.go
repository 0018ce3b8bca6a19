package cognitofake

import (
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/password"
)

// Operations of an administrator on one user.

// userLocked is the user that an administrator's request names (N5, N6).
func (p *Pool) userLocked(name string) (*user, *refusal.Error) {
	if err := p.goneLocked(nil); err != nil {
		return nil, err
	}
	u := p.findLocked(name)
	if u == nil {
		return nil, refusal.UserNotFound().WithHint(p.hintNoUserLocked(name))
	}
	return u, nil
}

// userChange checks what is wanted of a user, and returns what does it.
type userChange func(p *Pool, u *user) (commit func(), err *refusal.Error)

// changeUser changes one user of a pool. The change is checked once more
// before it is done, for in between no lock is held.
func (f *Fake) changeUser(r *request, poolID, name *string, change userChange) *refusal.Error {
	p, err := f.pool(poolID)
	if err != nil {
		return err
	}
	check := func() (*user, func(), *refusal.Error) {
		u, err := p.userLocked(*name)
		if err != nil {
			return nil, nil, err
		}
		commit, err := change(p, u)
		return u, commit, err
	}
	p.mu.Lock()
	_, _, err = check()
	p.mu.Unlock()
	if err != nil {
		return err
	}
	r.beforeCommit()
	p.mu.Lock()
	defer p.mu.Unlock()
	u, commit, err := check()
	if err != nil {
		return err
	}
	commit()
	u.modified = f.now()
	return nil
}

// deliverAll hands messages over, one after the other, until one fails.
func (f *Fake) deliverAll(r *request, messages []parcel) error {
	for i := range messages {
		if err := f.deliver(r, &messages[i]); err != nil {
			return err
		}
	}
	return nil
}

func (f *Fake) adminGetUser(_ *request, in *cip.AdminGetUserInput) (*cip.AdminGetUserOutput, error) {
	p, err := f.pool(in.UserPoolId)
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	u, err := p.userLocked(*in.Username)
	if err != nil {
		return nil, err
	}
	return &cip.AdminGetUserOutput{
		Username: opt.Of(u.username), UserAttributes: u.list(), UserStatus: u.status, Enabled: !u.disabled,
		UserCreateDate: opt.Of(u.created), UserLastModifiedDate: opt.Of(u.modified),
	}, nil
}

// adminDeleteUser forgets a user; the name is free at once (L136).
func (f *Fake) adminDeleteUser(r *request, in *cip.AdminDeleteUserInput) (*cip.AdminDeleteUserOutput, error) {
	if err := f.changeUser(r, in.UserPoolId, in.Username, func(p *Pool, u *user) (func(), *refusal.Error) {
		return func() { p.removeLocked(u) }, nil
	}); err != nil {
		return nil, err
	}
	return &cip.AdminDeleteUserOutput{}, nil
}

func (f *Fake) adminEnableUser(r *request, in *cip.AdminEnableUserInput) (*cip.AdminEnableUserOutput, error) {
	if err := f.changeUser(r, in.UserPoolId, in.Username, func(_ *Pool, u *user) (func(), *refusal.Error) {
		return func() { u.disabled = false }, nil
	}); err != nil {
		return nil, err
	}
	return &cip.AdminEnableUserOutput{}, nil
}

func (f *Fake) adminDisableUser(r *request, in *cip.AdminDisableUserInput) (*cip.AdminDisableUserOutput, error) {
	if err := f.changeUser(r, in.UserPoolId, in.Username, func(_ *Pool, u *user) (func(), *refusal.Error) {
		return func() { u.disabled = true }, nil
	}); err != nil {
		return nil, err
	}
	return &cip.AdminDisableUserOutput{}, nil
}

// adminSetUserPassword leads to CONFIRMED or FORCE_CHANGE_PASSWORD from any
// status, without message and trigger (N113, L139).
func (f *Fake) adminSetUserPassword(r *request, in *cip.AdminSetUserPasswordInput) (*cip.AdminSetUserPasswordOutput, error) {
	if err := f.changeUser(r, in.UserPoolId, in.Username, func(p *Pool, u *user) (func(), *refusal.Error) {
		if violation := p.settings.Load().policy.Violation(*in.Password); violation != "" {
			return nil, refusal.NewPasswordPolicy(violation).WithHint(password.Hint(*in.Password, violation))
		}
		return func() {
			if in.Permanent {
				u.password = password.Store(f.random, *in.Password)
				u.status = types.UserStatusTypeConfirmed
				return
			}
			p.setTemporaryPasswordLocked(u, *in.Password)
		}, nil
	}); err != nil {
		return nil, err
	}
	return &cip.AdminSetUserPasswordOutput{}, nil
}

// setTemporaryPasswordLocked gives u a password that has to be changed at the
// next sign-in; its term begins anew (N38, N118).
func (p *Pool) setTemporaryPasswordLocked(u *user, given string) {
	u.password = password.Store(p.fake.random, given)
	u.temporarySince = p.fake.now()
	u.status = types.UserStatusTypeForceChangePassword
}

// adminResetUserPassword voids the password and sends a code (N114).
func (f *Fake) adminResetUserPassword(r *request, in *cip.AdminResetUserPasswordInput) (*cip.AdminResetUserPasswordOutput, error) {
	var message parcel
	if err := f.changeUser(r, in.UserPoolId, in.Username, func(p *Pool, u *user) (func(), *refusal.Error) {
		s := p.settings.Load()
		if u.disabled {
			return nil, refusal.ResetDisabled()
		}
		if u.status != types.UserStatusTypeConfirmed && u.status != types.UserStatusTypeResetRequired {
			return nil, refusal.CannotReset()
		}
		to, err := s.recoveryDestination(u.attrs)
		if err != nil {
			return nil, err
		}
		return func() {
			u.status = types.UserStatusTypeResetRequired
			u.password = password.Stored{}
			code := p.issueCodeLocked(u, codeForReset, "", to.attribute)
			message = parcel{pool: p, settings: s, user: p.briefLocked(u), to: to, purpose: purposeForgotPassword, code: code, metadata: in.ClientMetadata}
		}, nil
	}); err != nil {
		return nil, err
	}
	if err := f.deliver(r, &message); err != nil {
		return nil, err
	}
	return &cip.AdminResetUserPasswordOutput{}, nil
}
