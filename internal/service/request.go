package service

import (
	"context"
	"fmt"
	"strings"

	"github.com/cognitofake/cognitofake/internal/fault"
	"github.com/cognitofake/cognitofake/internal/history"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/settings"
	"github.com/cognitofake/cognitofake/internal/state"
)

// Request is one attempt of one call on its way through the service: all that
// an operation may touch.
type Request struct {
	// ctx is the caller's. The service does not know it: what has begun is
	// finished, and triggers get it without its cancellation.
	ctx       context.Context
	service   *Service
	op        *Operation
	userAgent string
	record    *history.Record
	faults    *fault.Faults  // nil: nothing was set when the request arrived
	held      bool           // it has been held before it commits
	network   *fault.Network // what becomes of the answer; nil: it arrives
}

// perform checks an input against the model, and runs the operation.
func (r *Request) perform(in any) (any, error) {
	if message := r.op.model.Check(in); message != "" && !r.op.bare {
		return nil, refusal.InvalidParameter(message).WithHint(r.hintBroken(in))
	}
	return r.op.run(r, in)
}

// Service is the service that the request came to.
func (r *Request) Service() *Service { return r.service }

// Account is the account that the request is about.
func (r *Request) Account() *state.Account { return r.service.Account }

// Pool is the pool of an id.
func (r *Request) Pool(id *string) (*state.Pool, error) { return r.service.Account.Pool(id) }

// App is the app client of an id.
func (r *Request) App(id *string) (*state.App, error) { return r.service.Account.App(id) }

// CallingApp is the client that an unsigned operation comes from, once it has
// proved to know its secret (R20, R23 to R25).
func (r *Request) CallingApp(id, hash *string, username string) (*state.App, error) {
	a, err := r.App(id)
	if err != nil {
		return nil, err
	}
	return a, a.CheckSecretHash(hash, username)
}

// PoolApp is an app client of a pool; one of another pool is unknown (N3).
func (r *Request) PoolApp(poolID, clientID *string) (*state.App, error) {
	p, err := r.Pool(poolID)
	if err != nil {
		return nil, err
	}
	a, err := r.App(clientID)
	if err != nil {
		return nil, err
	}
	if a.Pool != p {
		return nil, refusal.NoClient(a.ID)
	}
	return a, nil
}

// Commit does what check finds good: check changes nothing and returns what
// does, which then runs in the same transaction. A refusal that leaves a mark
// comes with what makes it. While a test holds the operation before it
// commits, check runs once more when the hold ends, for no lock is held
// meanwhile; a call that is refused is not held. A call that commits several
// times is held once, before the first.
func (r *Request) Commit(on state.Target, check func(tx *state.Tx) (commit func(), err *refusal.Error)) error {
	if r.faults != nil && !r.held && r.faults.HoldsAt(r.op.name, r.about(), fault.BeforeCommit) {
		if err := state.Do(on, func(tx *state.Tx) *refusal.Error {
			commit, err := check(tx)
			if err != nil && commit != nil {
				commit()
			}
			return err
		}); err != nil {
			return err
		}
		r.held = true
		if overdue := r.faults.Hold(r.ctx, r.op.name, r.about(), fault.BeforeCommit); overdue != nil {
			return overdue
		}
	}
	return state.Do(on, func(tx *state.Tx) *refusal.Error {
		commit, err := check(tx)
		if commit != nil {
			commit()
		}
		return err
	})
}

// LookUser shows something of the user of a pool whom name finds.
func (r *Request) LookUser(poolID, name *string, see func(tx *state.Tx, u *state.User) *refusal.Error) error {
	p, err := r.Pool(poolID)
	if err != nil {
		return err
	}
	return state.Do(p, func(tx *state.Tx) *refusal.Error {
		u, err := tx.User(*name)
		if err != nil {
			return err
		}
		return see(tx, u)
	})
}

// CommitUser is Commit for what is about the user of a pool whom name finds.
func (r *Request) CommitUser(poolID, name *string, check func(tx *state.Tx, u *state.User) (commit func(), err *refusal.Error)) error {
	p, err := r.Pool(poolID)
	if err != nil {
		return err
	}
	return r.Commit(p, func(tx *state.Tx) (func(), *refusal.Error) {
		u, err := tx.User(*name)
		if err != nil {
			return nil, err
		}
		return check(tx, u)
	})
}

// ChangeUser is CommitUser for what changes the user, and so the date of their
// last change.
func (r *Request) ChangeUser(poolID, name *string, change func(tx *state.Tx, u *state.User) (commit func(), err *refusal.Error)) error {
	return r.CommitUser(poolID, name, func(tx *state.Tx, u *state.User) (func(), *refusal.Error) {
		commit, err := change(tx, u)
		if err != nil {
			return nil, err
		}
		return func() {
			commit()
			tx.Touch(u)
		}, nil
	})
}

// Made notes that the request has made a user, whom another attempt of its
// call would find.
func (r *Request) Made() { r.record.Made = true }

// Hint adds what the fake knows to the record of the call.
func (r *Request) Hint(hint string) { r.service.History.Hint(r.record, hint) }

// Conceal keeps a secret out of the record of the call.
func (r *Request) Conceal(secret string) { r.service.History.Conceal(r.record, secret) }

// Unsent notes why the call, which might have sent something, sends nothing.
func (r *Request) Unsent(why string) { r.service.History.Unsent(r.record, why) }

// Change is the request as one that configures something by an input.
func (r *Request) Change(in any) settings.Change {
	return settings.Change{Call: fmt.Sprintf("%s (call %d)", r.op.name, r.record.Number()), In: in}
}

// HintReset says which settings the request has reset by leaving them out.
func (r *Request) HintReset(names string) {
	if names != "" {
		r.Hint("left out, and so reset to the default: " + names + " (N137)")
	}
}

// Compromised refuses a password that is known to be compromised, where the
// pool looks for it (R49).
func (r *Request) Compromised(s *settings.Pool, plain string) *refusal.Error {
	return r.service.checkCompromised(s, plain)
}

// Retried recognises the retry trap: an earlier attempt of this very call
// made the user.
func (r *Request) Retried() string {
	err, ok := r.service.History.MadeBefore(r.record)
	switch {
	case !ok:
		return ""
	case err == "":
		return "an earlier attempt of this same call made the user, and its answer was lost; the SDK tried it again (README, \"The retry trap\")"
	}
	name, _, _ := strings.Cut(err, ":")
	return "an earlier attempt of this same call made the user and then failed with " + name +
		"; the SDK tried it again (README, \"The retry trap\")"
}
