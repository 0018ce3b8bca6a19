// Package signup has the operations of a sign-up and of what confirms it.
package signup

import (
	"strconv"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
	"github.com/cognitofake/cognitofake/internal/rule/code"
	"github.com/cognitofake/cognitofake/internal/rule/message"
	"github.com/cognitofake/cognitofake/internal/rule/trigger"
	"github.com/cognitofake/cognitofake/internal/service"
	"github.com/cognitofake/cognitofake/internal/state"
)

// Operations are the operations of sign-up and what confirms it.
var Operations = service.List(
	service.Op(signUp),
	service.Op(confirmSignUp),
	service.Op(adminConfirmSignUp),
	service.Op(resendConfirmationCode),
)

// signUp answers SignUp. The checks stand in the order of R139; whatever is
// refused leaves nothing behind.
func signUp(r *service.Request, in *cip.SignUpInput) (*cip.SignUpOutput, error) {
	username := *in.Username
	app, err := r.CallingApp(in.ClientId, in.SecretHash, username)
	if err != nil {
		return nil, err
	}
	s := app.Pool.Settings()
	if s.AdminOnly {
		return nil, refusal.SignUpNotPermitted() // R22
	}
	if err := app.Settings().CheckWrite(s.Schema, in.UserAttributes); err != nil {
		return nil, err
	}
	if err := s.CheckUsername(username); err != nil {
		return nil, err
	}
	if err := s.CheckNamed(username, in.UserAttributes); err != nil {
		return nil, err
	}
	if err := s.CheckNewPassword(app.Settings().Flows, opt.Value(in.Password), username, in.UserAttributes); err != nil {
		return nil, err
	}
	attrs, err := s.NewAttributes(in.UserAttributes, username)
	if err != nil {
		return nil, err
	}
	to, sends := s.VerificationDestination(attrs)
	if sends {
		if err := s.CheckLink(to, r.Account().Region); err != nil {
			return nil, err
		}
	}

	u := app.Pool.NewUser(username, attrs)
	u.Status = types.UserStatusTypeUnconfirmed
	if chosen := opt.Value(in.Password); chosen != "" {
		u.Password = app.Pool.StorePassword(u.Username, chosen)
	}
	answer, err := r.PreSignUp(app, message.SignUp, u, in.ValidationData, in.ClientMetadata)
	if err != nil {
		return nil, err
	}
	for _, address := range attribute.Addresses {
		if u.Attrs.Get(string(address)) != "" {
			u.Attrs = u.Attrs.Set(address.Flag(), strconv.FormatBool(answer.Verifies(address))) // R97, L106
		}
	}
	if answer.AutoConfirmUser {
		u.Status, sends = types.UserStatusTypeConfirmed, false // R142, L105
	}

	out := &cip.SignUpOutput{UserSub: &u.Sub, UserConfirmed: answer.AutoConfirmUser}
	var draft service.Draft
	if err := r.Commit(app, func(tx *state.Tx) (func(), *refusal.Error) {
		if tx.Settings.AdminOnly { // switched on meanwhile
			return nil, refusal.SignUpNotPermitted()
		}
		if err := tx.Free(username, u.Attrs); err != nil { // R72, R73
			return nil, err.WithHint(r.Retried())
		}
		if err := r.Compromised(tx.Settings, opt.Value(in.Password)); err != nil { // after the name, as R139 has it
			return nil, err
		}
		return func() {
			made := tx.Add(u)
			r.Made()
			if !answer.AutoConfirmUser && app.Settings().Flows.UserAuth {
				out.Session = opt.Of(tx.OpenSession(made, app, code.SignedUp)) // R113
			}
			draft = r.Draft(tx, made, app, message.SignUp, to)
			if sends {
				draft.Code = tx.IssueCode(made, code.ForSignUp, app.ID, to.Attribute)
				out.CodeDeliveryDetails = to.Details()
			}
		}, nil
	}); err != nil {
		return nil, err
	}
	switch {
	case answer.AutoConfirmUser: // the user stays, CONFIRMED (L127)
		r.Unsent("PreSignUp answered autoConfirmUser, so the user is CONFIRMED and needs no code (L105)")
		err = r.PostConfirmation(app, draft.User, trigger.SourceConfirmSignUp, in.ClientMetadata)
	case sends: // the user stays, UNCONFIRMED, when that fails (R122, L120)
		err = r.Deliver(draft, in.ClientMetadata)
	default:
		r.Unsent(s.HintUnsent())
	}
	if err != nil {
		return nil, err
	}
	return out, nil
}
