package service

import (
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/code"
	"github.com/cognitofake/cognitofake/internal/rule/trigger"
	"github.com/cognitofake/cognitofake/internal/state"
)

// Confirmation is a request to make an UNCONFIRMED user CONFIRMED by a code,
// through ConfirmSignUp or the link.
type Confirmation struct {
	Username string
	Code     string
	Session  *string // SignUp's; nil without one
	Force    bool    // ForceAliasCreation
	Metadata map[string]string
}

// Confirm makes a user CONFIRMED who gives back their code. It returns the
// session for the sign-in that may follow, nil without one (L82).
func (r *Request) Confirm(app *state.App, c Confirmation) (*string, error) {
	var next *string
	var confirmed state.Snapshot
	if err := r.Commit(app, func(tx *state.Tx) (func(), *refusal.Error) {
		u, err := tx.Caller(app, c.Username, refusal.UserNotFoundForClient, refusal.CodeMismatch) // L62, L65, L66
		switch {
		case err != nil:
			return nil, err
		case u.Disabled:
			return nil, refusal.UserDisabled() // L144
		case u.Status != types.UserStatusTypeUnconfirmed:
			return nil, refusal.CannotConfirm(string(u.Status)) // L63, L64
		}
		if err := tx.CheckAttempts(u, code.Confirm); err != nil {
			return nil, err // L55, L56
		}
		count := func() { tx.Count(u, code.Confirm) }
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
	if err := r.PostConfirmation(app, confirmed, trigger.SourceConfirmSignUp, c.Metadata); err != nil {
		return nil, err // the user stays confirmed (L124, L127, L128)
	}
	return next, nil
}

// proof checks the session of c if it has one, its code and the alias that
// the code stands for, in this order (L59). What it returns uses them up, which
// a refusal does not (L53, L68, L83): what the code was sent to is then
// verified (L60), and there is a session for the next step.
func proof(tx *state.Tx, u *state.User, app *state.App, c Confirmation) (prove func() *string, err *refusal.Error) {
	var signedUp *code.Session
	if c.Session != nil {
		if signedUp, err = tx.CheckSession(u, *c.Session, app, code.SignedUp); err != nil {
			return nil, err
		}
	}
	live, err := tx.CheckCode(u, code.ForSignUp, app.ID, c.Code)
	if err != nil {
		return nil, err
	}
	name := string(live.Attribute)
	current := u.Attrs.Get(name) == live.Address // choice: an address of meanwhile is not verified by the code of an earlier one
	if owner := tx.AliasOwner(name, live.Address); current && owner != nil && owner != u && !c.Force {
		return nil, refusal.AliasExists(name) // L67
	}
	return func() *string {
		if current {
			tx.SetVerified(u, live.Attribute, "true") // L69
		}
		tx.UseCode(live)
		if signedUp == nil {
			return nil
		}
		tx.UseSession(signedUp)
		return opt.Of(tx.OpenSession(u, app, code.Confirmed))
	}, nil
}
