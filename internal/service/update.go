package service

import (
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/rule/code"
	"github.com/cognitofake/cognitofake/internal/rule/message"
	"github.com/cognitofake/cognitofake/internal/state"
)

// Update writes what has been planned of a user's attributes. It returns the
// messages to addresses that are now to be verified: by an app client, or with
// nil by an administrator's operation (N121, N123).
func (r *Request) Update(tx *state.Tx, u *state.User, app *state.App, update state.Update) []Draft {
	r.ApplyUpdate(tx, u, update)
	messages := make([]Draft, len(update.Verify))
	for i, to := range update.Verify {
		messages[i] = r.VerifyDraft(tx, u, app, message.UpdateUserAttribute, to)
	}
	return messages
}

// ApplyUpdate writes what has been planned of a user's attributes, and notes
// why no code follows where none does.
func (r *Request) ApplyUpdate(tx *state.Tx, u *state.User, update state.Update) {
	tx.ApplyUpdate(u, update)
	if len(update.Verify) == 0 && len(update.Unsent) > 0 {
		r.Unsent(strings.Join(update.Unsent, "; "))
	}
}

// VerifyDraft is a message with a code that verifies an address. Its triggers
// see the address, whether it is the user's already or not (C110).
func (r *Request) VerifyDraft(tx *state.Tx, u *state.User, app *state.App, purpose string, to message.Destination) Draft {
	draft := r.Draft(tx, u, app, purpose, to)
	draft.Code = tx.IssueCodeFor(u, code.ForAddress(to.Attribute), draft.clientID(), to)
	if name := string(to.Attribute); draft.User.Attributes != nil && draft.User.Attributes[name] != to.Address {
		draft.User.Attributes[name], draft.User.Attributes[to.Attribute.Flag()] = to.Address, "false"
	}
	return draft
}

// Details are the drafts' destinations, as the caller is told of them (L15).
func Details(messages []Draft) []types.CodeDeliveryDetailsType {
	var list []types.CodeDeliveryDetailsType
	for _, d := range messages {
		list = append(list, *d.to.Details())
	}
	return list
}
