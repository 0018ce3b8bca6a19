package service

import (
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/trigger"
	"github.com/cognitofake/cognitofake/internal/state"
)

// Somebody is who signs in, as functions are told of them: a user, or where the
// client hides who exists whoever is named.
type Somebody struct {
	App        *state.App
	UserName   string            // the stored username, or the name as typed (C3)
	Attributes map[string]string // none of nobody (C26)
	NotFound   *bool             // nil where the client tells who exists (C11)
}

// Somebody is the user u of a name, or nobody where u is nil, as functions are
// told of them.
func (r *Request) Somebody(tx *state.Tx, app *state.App, u *state.User, name string) Somebody {
	who := Somebody{App: app, UserName: name, Attributes: map[string]string{}}
	if u != nil {
		brief := tx.Brief(u)
		who.UserName, who.Attributes = u.Username, brief.EventAttributes()
	}
	if app.Settings().HidesUsers {
		who.NotFound = opt.Of(u == nil)
	}
	return who
}

// Runs reports whether a pool has a function for a trigger.
func (r *Request) Runs(p *state.Pool, t string) bool { return r.function(p, p.Settings(), t) != nil }

// ask runs the function of a trigger of a sign-in, if the pool has one, and
// reads its answer; known are the members that its response may have. template
// is the response that it fills in.
func (r *Request) ask(who Somebody, t, source string, request, template any, read func(trigger.Response) *refusal.Error, known ...string) (ran bool, err error) {
	fn := r.function(who.App.Pool, who.App.Pool.Settings(), t)
	if fn == nil {
		return false, nil
	}
	e := trigger.NewEvent(r.caller(who.App.Pool, who.App), who.UserName, t, source, request, template)
	return true, r.run(fn, e, func(result []byte) *refusal.Error {
		response, err := trigger.ReadWhole(result, known...)
		if err != nil || read == nil {
			return err
		}
		return read(response)
	})
}

// PreAuthentication asks before the password is looked at whether somebody may
// sign in (C23 to C26). validation is the ClientMetadata of the call (C8).
func (r *Request) PreAuthentication(who Somebody, validation map[string]string) error {
	_, err := r.ask(who, trigger.PreAuthentication, trigger.SourceAuthentication, trigger.PreAuthenticationRequest{
		UserAttributes: who.Attributes, ValidationData: validation, UserNotFound: who.NotFound,
	}, trigger.EmptyResponse{}, nil)
	return err
}

// PostAuthentication tells of a sign-in that has succeeded; a refusal of the
// function leaves what has been done as it is (C30 to C33). newDevice reports
// whether a device has been given with the tokens (M140).
func (r *Request) PostAuthentication(who Somebody, newDevice bool, metadata map[string]string) error {
	_, err := r.ask(who, trigger.PostAuthentication, trigger.SourceAuthentication, trigger.PostAuthenticationRequest{
		UserAttributes: who.Attributes, NewDeviceUsed: newDevice, ClientMetadata: metadata,
	}, trigger.EmptyResponse{}, nil)
	return stays(err, "the user has proved who they are: sessions and codes of the sign-in are used")
}
