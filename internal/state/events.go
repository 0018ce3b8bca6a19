package state

import (
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
)

// keptEvents bounds what a user remembers of sign-ins.
const keptEvents = 1000

// AuthEvent is a sign-in that threat protection has watched (C148).
type AuthEvent struct {
	Seq uint64 // of the user's events
	types.AuthEventType
}

// Watch remembers how a sign-in of a user has ended, by these factors.
func (tx *Tx) Watch(u *User, ended types.EventResponseType, by []types.ChallengeResponseType) {
	r := u.own()
	seq := uint64(1)
	if n := len(r.events); n > 0 {
		seq = r.events[n-1].Seq + 1
	}
	if len(r.events) == keptEvents {
		r.events = slices.Delete(r.events, 0, 1)
	}
	r.events = append(r.events, AuthEvent{seq, types.AuthEventType{
		EventId: opt.Of(tx.pool.account.Random.UUID()), EventType: types.EventTypeSignIn, EventResponse: ended,
		CreationDate: opt.Of(tx.Now), ChallengeResponses: by, EventRisk: &types.EventRiskType{RiskDecision: types.RiskDecisionTypeNoRisk, CompromisedCredentialsDetected: opt.Of(false)},
	}})
}

// Events are the sign-ins of a user that have been watched, newest first.
func (u *User) Events() []AuthEvent {
	events := slices.Clone(u.rarely().events)
	slices.Reverse(events)
	return events
}

// GiveFeedback notes what is thought of an event; ok is false for none of that id.
func (tx *Tx) GiveFeedback(u *User, id string, value types.FeedbackValueType, provider string) (ok bool) {
	for i := range u.rarely().events {
		if e := &u.own().events[i]; *e.EventId == id {
			e.EventFeedback = &types.EventFeedbackType{FeedbackValue: value, Provider: &provider, FeedbackDate: opt.Of(tx.Now)}
			return true
		}
	}
	return false
}
