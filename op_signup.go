package cognitofake

import (
	"strconv"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
	"github.com/cognitofake/cognitofake/internal/rule/password"
)

// signUpOperations are the operations of sign-up and what confirms it.
var signUpOperations = listOf(
	entry(signUp),
	entry(confirmSignUp),
	entry(adminConfirmSignUp),
	entry(resendConfirmationCode),
)

// signUp answers SignUp. The checks stand in the order of R139; whatever is
// refused leaves nothing behind.
func signUp(r *request, in *cip.SignUpInput) (*cip.SignUpOutput, error) {
	username := *in.Username
	app, err := r.CallingApp(in.ClientId, in.SecretHash, username)
	if err != nil {
		return nil, err
	}
	s := app.Pool.Settings()
	if s.adminOnly {
		return nil, refusal.SignUpNotPermitted() // R22
	}
	if err := app.Settings().checkWrite(s.schema, in.UserAttributes); err != nil {
		return nil, err
	}
	if err := s.checkUsername(username); err != nil {
		return nil, err
	}
	if err := s.checkNamed(username, in.UserAttributes); err != nil {
		return nil, err
	}
	if err := s.checkNewPassword(app.Settings().flows, opt.Value(in.Password), username, in.UserAttributes); err != nil {
		return nil, err
	}
	attrs, err := s.newAttributes(in.UserAttributes, username)
	if err != nil {
		return nil, err
	}
	to, sends := s.verificationDestination(attrs)
	if sends {
		if err := s.checkLink(to, r.Account().Region); err != nil {
			return nil, err
		}
	}

	u := app.Pool.NewUser(username, attrs)
	u.status = types.UserStatusTypeUnconfirmed
	if chosen := opt.Value(in.Password); chosen != "" {
		u.password = password.Store(r.Account().Random, chosen)
	}
	answer, err := r.PreSignUp(app, purposeSignUp, u, in.ValidationData, in.ClientMetadata)
	if err != nil {
		return nil, err
	}
	for _, address := range attribute.Addresses {
		if u.attrs.Get(string(address)) != "" {
			u.attrs = u.attrs.Set(address.Flag(), strconv.FormatBool(answer.verifies(address))) // R97, L106
		}
	}
	if answer.AutoConfirmUser {
		u.status, sends = types.UserStatusTypeConfirmed, false // R142, L105
	}

	out := &cip.SignUpOutput{UserSub: &u.sub, UserConfirmed: answer.AutoConfirmUser}
	var draft draft
	if err := r.Commit(app, func(tx *Tx) (func(), *refusal.Error) {
		if tx.Settings.adminOnly { // switched on meanwhile
			return nil, refusal.SignUpNotPermitted()
		}
		if err := tx.Free(username, u.attrs); err != nil { // R72, R73
			return nil, err.WithHint(r.Retried())
		}
		if err := r.Compromised(tx.Settings, opt.Value(in.Password)); err != nil { // after the name, as R139 has it
			return nil, err
		}
		return func() {
			made := tx.Add(u)
			r.Made()
			if !answer.AutoConfirmUser && app.Settings().flows.userAuth {
				out.Session = opt.Of(tx.OpenSession(made, app, sessionSignedUp)) // R113
			}
			draft = r.Draft(tx, made, app, purposeSignUp, to)
			if sends {
				draft.code = tx.IssueCode(made, codeForSignUp, app.ID, to.attribute)
				out.CodeDeliveryDetails = to.details()
			}
		}, nil
	}); err != nil {
		return nil, err
	}
	switch {
	case answer.AutoConfirmUser: // the user stays, CONFIRMED (L127)
		err = r.PostConfirmation(app, draft.user, sourceConfirmSignUp, in.ClientMetadata)
	case sends: // the user stays, UNCONFIRMED, when that fails (R122, L120)
		err = r.Deliver(draft, in.ClientMetadata)
	}
	if err != nil {
		return nil, err
	}
	return out, nil
}
