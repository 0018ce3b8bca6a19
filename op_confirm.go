package cognitofake

import (
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
)

// confirmSignUp answers ConfirmSignUp.
func (f *Fake) confirmSignUp(r *request, in *cip.ConfirmSignUpInput) (*cip.ConfirmSignUpOutput, error) {
	app, err := f.callingApp(in.ClientId, in.SecretHash, *in.Username)
	if err != nil {
		return nil, err
	}
	session, err := app.pool.confirm(r, &confirmation{
		app: app, username: *in.Username, code: *in.ConfirmationCode, session: in.Session, force: in.ForceAliasCreation,
		metadata: in.ClientMetadata,
	})
	if err != nil {
		return nil, err
	}
	return &cip.ConfirmSignUpOutput{Session: session}, nil
}

// adminConfirmSignUp answers AdminConfirmSignUp (L129 to L132).
func (f *Fake) adminConfirmSignUp(r *request, in *cip.AdminConfirmSignUpInput) (*cip.AdminConfirmSignUpOutput, error) {
	p, err := f.pool(in.UserPoolId)
	if err != nil {
		return nil, err
	}
	if _, err := p.confirm(r, &confirmation{username: *in.Username, metadata: in.ClientMetadata}); err != nil {
		return nil, err
	}
	return &cip.AdminConfirmSignUpOutput{}, nil
}

// confirmation is a request to make an UNCONFIRMED user CONFIRMED: by a code,
// through ConfirmSignUp or the link, or by an administrator's word.
type confirmation struct {
	app      *AppClient // nil for an administrator
	username string
	code     string
	session  *string // SignUp's; nil without one
	force    bool    // ForceAliasCreation
	metadata map[string]string

	confirmed User // who is CONFIRMED now, for PostConfirmation
}

// confirm is the one way by which a user who signed up becomes CONFIRMED
// later. It returns the session for the sign-in that may follow, nil without
// one (L82).
func (p *Pool) confirm(r *request, c *confirmation) (*string, *refusal.Error) {
	r.beforeCommit()
	p.mu.Lock()
	session, err := p.confirmLocked(c)
	p.mu.Unlock()
	if err != nil {
		return nil, err
	}
	if err := p.postConfirmation(r, c.app, c.confirmed, sourceConfirmSignUp, c.metadata); err != nil {
		return nil, err // the user stays confirmed (L124, L127, L128)
	}
	return session, nil
}

// confirmLocked checks in the order of L59, and confirms.
func (p *Pool) confirmLocked(c *confirmation) (*string, *refusal.Error) {
	if err := p.goneLocked(c.app); err != nil {
		return nil, err
	}
	u := p.findLocked(c.username)
	switch {
	case u == nil && c.app == nil:
		return nil, refusal.UserNotFound().WithHint(p.hintNoUserLocked(c.username)) // L130
	case u == nil && c.app.hidesUsers():
		return nil, refusal.CodeMismatch().WithHint(p.hintNoUserLocked(c.username)) // L66
	case u == nil:
		return nil, refusal.UserNotFoundForClient().WithHint(p.hintNoUserLocked(c.username)) // L62, L65
	case u.disabled && c.app != nil:
		return nil, refusal.UserDisabled() // L144
	case u.status != types.UserStatusTypeUnconfirmed:
		return nil, refusal.CannotConfirm(string(u.status)) // L63, L64, L130
	}
	var next *string
	if c.app != nil {
		var err *refusal.Error
		if next, err = p.proveLocked(u, c); err != nil {
			return nil, err
		}
	}
	u.status = types.UserStatusTypeConfirmed
	u.modified = p.fake.now()
	c.confirmed = p.briefLocked(u)
	return next, nil
}

// proveLocked takes the code of c, and the session if it has one, from u:
// attempts, session, code and alias, and nothing is used up unless all are
// good (L53, L68, L83). What the code was sent to is then verified (L60). It
// returns the session that follows.
func (p *Pool) proveLocked(u *user, c *confirmation) (*string, *refusal.Error) {
	now := p.fake.now()
	if err := u.windowsLocked().confirm.takeLocked(confirmLimit, now); err != nil {
		return nil, err // L55, L56
	}
	var signedUp *session
	if c.session != nil {
		var err *refusal.Error
		if signedUp, err = u.checkSessionLocked(*c.session, c.app, sessionSignedUp, now); err != nil {
			return nil, err
		}
	}
	code, err := u.checkCodeLocked(codeForSignUp, c.app.ID, c.code, now)
	if err != nil {
		return nil, err
	}
	if u.attrs.Get(string(code.attribute)) == code.address { // choice: an address of meanwhile is not verified by the code of an earlier one
		owner := p.aliasOwnerLocked(p.settings.Load(), string(code.attribute), code.address)
		if owner != nil && owner != u && !c.force {
			return nil, refusal.AliasExists(string(code.attribute)) // L67
		}
		p.setVerifiedLocked(u, code.attribute, "true") // L69
	}
	code.state = codeUsed
	if signedUp == nil {
		return nil, nil
	}
	signedUp.used = true
	return opt.Of(p.openSessionLocked(u, c.app, sessionConfirmed)), nil
}

// goneLocked refuses what comes to a pool that was deleted meanwhile; app is
// nil for an administrator's operation.
func (p *Pool) goneLocked(app *AppClient) *refusal.Error {
	switch {
	case !p.deleted:
		return nil
	case app != nil:
		return refusal.NoClient(app.ID) // R21
	}
	return refusal.NoPool(p.ID)
}
