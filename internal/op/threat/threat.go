// Package threat has the operations of threat protection.
package threat

import (
	"math"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/service"
	"github.com/cognitofake/cognitofake/internal/state"
)

// Operations are the operations of threat protection.
var Operations = service.List(
	service.Op(adminListUserAuthEvents),
	service.Op(adminUpdateAuthEventFeedback),
	service.Op(updateAuthEventFeedback),
)

const hintOff = "threat protection needs UserPoolTier PLUS, and AdvancedSecurityMode AUDIT or ENFORCED in UserPoolAddOns (C148)"

// watched is the user whom a request names, in a pool with threat protection (C148).
func watched(tx *state.Tx, name string) (*state.User, *refusal.Error) {
	u, err := tx.User(name)
	switch {
	case err != nil:
		return nil, err
	case !tx.Settings.WatchesSignIns():
		return nil, refusal.AddOnNotEnabled().WithHint(hintOff)
	}
	return u, nil
}

// adminListUserAuthEvents answers the sign-ins of a user, newest first.
func adminListUserAuthEvents(r *service.Request, in *cip.AdminListUserAuthEventsInput) (*cip.AdminListUserAuthEventsOutput, error) {
	p, err := r.Pool(in.UserPoolId)
	if err != nil {
		return nil, err
	}
	out := &cip.AdminListUserAuthEventsOutput{AuthEvents: []types.AuthEventType{}}
	var events []state.AuthEvent
	if err := state.Do(p, func(tx *state.Tx) *refusal.Error {
		u, err := watched(tx, *in.Username)
		if err == nil {
			events = u.Events()
		}
		return err
	}); err != nil {
		return nil, err
	}
	limit := 60
	if n := opt.Value(in.MaxResults); n > 0 {
		limit = int(n)
	}
	newestFirst := func(e state.AuthEvent) uint64 { return math.MaxUint64 - e.Seq }
	page, next, err := service.Page(r, events, newestFirst, limit, in.NextToken, p.ID, *in.Username)
	if err != nil {
		return nil, err
	}
	for _, e := range page {
		out.AuthEvents = append(out.AuthEvents, e.AuthEventType)
	}
	out.NextToken = next
	return out, nil
}

// adminUpdateAuthEventFeedback notes what an administrator thinks of an event.
func adminUpdateAuthEventFeedback(r *service.Request, in *cip.AdminUpdateAuthEventFeedbackInput) (*cip.AdminUpdateAuthEventFeedbackOutput, error) {
	p, err := r.Pool(in.UserPoolId)
	if err != nil {
		return nil, err
	}
	if err := state.Do(p, func(tx *state.Tx) *refusal.Error {
		u, err := watched(tx, *in.Username)
		if err == nil && !tx.GiveFeedback(u, *in.EventId, in.FeedbackValue, "Admin") {
			err = refusal.NoAuthEvent()
		}
		return err
	}); err != nil {
		return nil, err
	}
	return &cip.AdminUpdateAuthEventFeedbackOutput{}, nil
}

// updateAuthEventFeedback takes what a user thinks of an event. Its token comes
// in a notification, and the fake sends none, so that no token is good.
func updateAuthEventFeedback(r *service.Request, in *cip.UpdateAuthEventFeedbackInput) (*cip.UpdateAuthEventFeedbackOutput, error) {
	p, err := r.Pool(in.UserPoolId)
	if err != nil {
		return nil, err
	}
	return nil, state.Do(p, func(tx *state.Tx) *refusal.Error {
		if _, err := watched(tx, *in.Username); err != nil {
			return err
		}
		return refusal.FeedbackToken().WithHint("tokens come with notifications of risks, and the fake sends none (C148)")
	})
}
