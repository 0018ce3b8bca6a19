package cognitofake

import (
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
)

// confirmation is a request to make an UNCONFIRMED user CONFIRMED by a code,
// through ConfirmSignUp or the link.
type confirmation struct {
	username string
	code     string
	session  *string // SignUp's; nil without one
	force    bool    // ForceAliasCreation
	metadata map[string]string
}

// Confirm makes a user CONFIRMED who gives back their code. It returns the
// session for the sign-in that may follow, nil without one (L82).
func (r *request) Confirm(app *appState, c confirmation) (*string, error) {
	var next *string
	var confirmed userSnapshot
	if err := r.Commit(app, func(tx *Tx) (func(), *refusal.Error) {
		u, err := tx.Caller(app, c.username, refusal.UserNotFoundForClient, refusal.CodeMismatch) // L62, L65, L66
		switch {
		case err != nil:
			return nil, err
		case u.disabled:
			return nil, refusal.UserDisabled() // L144
		case u.status != types.UserStatusTypeUnconfirmed:
			return nil, refusal.CannotConfirm(string(u.status)) // L63, L64
		}
		if err := tx.CheckAttempts(u, attemptConfirm); err != nil {
			return nil, err // L55, L56
		}
		count := func() { tx.Count(u, attemptConfirm) }
		prove, err := proof(tx, u, app, c)
		if err != nil {
			return count, err
		}
		return func() {
			count()
			next = prove()
			tx.Confirm(u)
			confirmed = tx.Brief(u)
		}, nil
	}); err != nil {
		return nil, err
	}
	if err := r.PostConfirmation(app, confirmed, sourceConfirmSignUp, c.metadata); err != nil {
		return nil, err // the user stays confirmed (L124, L127, L128)
	}
	return next, nil
}

// proof checks the session of c if it has one, its code and the alias that
// the code stands for, in this order (L59). What it returns uses them up, which
// a refusal does not (L53, L68, L83): what the code was sent to is then
// verified (L60), and there is a session for the next step.
func proof(tx *Tx, u *user, app *appState, c confirmation) (prove func() *string, err *refusal.Error) {
	var signedUp *session
	if c.session != nil {
		if signedUp, err = tx.CheckSession(u, *c.session, app, sessionSignedUp); err != nil {
			return nil, err
		}
	}
	live, err := tx.CheckCode(u, codeForSignUp, app.ID, c.code)
	if err != nil {
		return nil, err
	}
	name := string(live.attribute)
	current := u.attrs.Get(name) == live.address // choice: an address of meanwhile is not verified by the code of an earlier one
	if owner := tx.AliasOwner(name, live.address); current && owner != nil && owner != u && !c.force {
		return nil, refusal.AliasExists(name) // L67
	}
	return func() *string {
		if current {
			tx.SetVerified(u, live.attribute, "true") // L69
		}
		tx.UseCode(live)
		if signedUp == nil {
			return nil
		}
		tx.UseSession(signedUp)
		return opt.Of(tx.OpenSession(u, app, sessionConfirmed))
	}, nil
}
