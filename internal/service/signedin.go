package service

import (
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/code"
	"github.com/cognitofake/cognitofake/internal/rule/token"
	"github.com/cognitofake/cognitofake/internal/state"
)

// SignedIn is who an access token speaks for.
type SignedIn struct {
	App    *state.App
	bearer *token.Bearer
}

// SignedIn reads the access token of an operation by which users act on
// themselves. It judges, in the order of N16, what needs no transaction; User
// judges the rest.
func (r *Request) SignedIn(accessToken *string) (SignedIn, error) {
	b, refused := token.ReadAccess(*accessToken)
	if refused != nil {
		return SignedIn{}, refused
	}
	if _, err := r.service.Account.Pool(&b.PoolID); err != nil {
		return SignedIn{}, refusal.InvalidAccessToken().WithHint("the access token is of pool " + b.PoolID + ", which this Fake does not have")
	}
	if err := b.Check(r.service.Account.Now()); err != nil {
		return SignedIn{}, err
	}
	app, err := r.PoolApp(&b.PoolID, &b.ClientID)
	if err != nil {
		return SignedIn{}, err // choice: the client has been deleted
	}
	return SignedIn{App: app, bearer: b}, nil
}

// User is the user of the access token (N12, N15).
func (s SignedIn) User(tx *state.Tx) (*state.User, *refusal.Error) { return tx.Bearer(s.bearer) }

// Family is the sign-in that gave the access token.
func (s SignedIn) Family(tx *state.Tx, u *state.User) *token.Family { return tx.FamilyOf(u, s.bearer) }

// LookSignedIn shows something of the user whom an access token speaks for, to
// its app client.
func (r *Request) LookSignedIn(accessToken *string, see func(tx *state.Tx, app *state.App, u *state.User) *refusal.Error) error {
	s, err := r.SignedIn(accessToken)
	if err != nil {
		return err
	}
	return state.Do(s.App, func(tx *state.Tx) *refusal.Error {
		u, err := s.User(tx)
		if err != nil {
			return err
		}
		return see(tx, s.App, u)
	})
}

// CommitSignedIn is Commit for an operation that an access token allows: check
// gets the app client and the user whom the token speaks for.
func (r *Request) CommitSignedIn(accessToken *string, check func(tx *state.Tx, app *state.App, u *state.User) (commit func(), err *refusal.Error)) error {
	s, err := r.SignedIn(accessToken)
	if err != nil {
		return err
	}
	return r.Commit(s.App, func(tx *state.Tx) (func(), *refusal.Error) {
		u, err := s.User(tx)
		if err != nil {
			return nil, err
		}
		return check(tx, s.App, u)
	})
}

// CommitInSession is Commit for an operation that the session of a sign-in
// allows: check gets the user who is in the middle of it, and the session.
func (r *Request) CommitInSession(token string, stage code.Stage, check func(tx *state.Tx, u *state.User, s *code.Session) (commit func(), err *refusal.Error)) error {
	p := r.Account().PoolOfSession(token)
	if p == nil {
		return refusal.InvalidSession().WithHint("no such session has been issued in any pool")
	}
	return r.Commit(p, func(tx *state.Tx) (func(), *refusal.Error) {
		u, s, err := tx.SessionOwner(token, stage)
		switch {
		case err != nil:
			return nil, err
		case u.Disabled:
			return nil, refusal.UserDisabled()
		}
		return check(tx, u, s)
	})
}
