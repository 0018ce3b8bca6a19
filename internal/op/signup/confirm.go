package signup

import (
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/trigger"
	"github.com/cognitofake/cognitofake/internal/service"
	"github.com/cognitofake/cognitofake/internal/state"
)

// confirmSignUp answers ConfirmSignUp.
func confirmSignUp(r *service.Request, in *cip.ConfirmSignUpInput) (*cip.ConfirmSignUpOutput, error) {
	app, err := r.CallingApp(in.ClientId, in.SecretHash, *in.Username)
	if err != nil {
		return nil, err
	}
	session, err := r.Confirm(app, service.Confirmation{
		Username: *in.Username, Code: *in.ConfirmationCode, Session: in.Session, Force: in.ForceAliasCreation,
		Metadata: in.ClientMetadata,
	})
	if err != nil {
		return nil, err
	}
	return &cip.ConfirmSignUpOutput{Session: session}, nil
}

// adminConfirmSignUp answers AdminConfirmSignUp (L129 to L132).
func adminConfirmSignUp(r *service.Request, in *cip.AdminConfirmSignUpInput) (*cip.AdminConfirmSignUpOutput, error) {
	p, err := r.Pool(in.UserPoolId)
	if err != nil {
		return nil, err
	}
	var confirmed state.Snapshot
	if err := r.Commit(p, func(tx *state.Tx) (func(), *refusal.Error) {
		u, err := tx.User(*in.Username)
		switch {
		case err != nil:
			return nil, err // L130
		case u.Status != types.UserStatusTypeUnconfirmed:
			return nil, refusal.CannotConfirm(string(u.Status)) // L130
		}
		return func() {
			tx.Confirm(u)
			confirmed = tx.Brief(u)
		}, nil
	}); err != nil {
		return nil, err
	}
	if err := r.PostConfirmation(p, confirmed, trigger.SourceConfirmSignUp, in.ClientMetadata); err != nil {
		return nil, err // the user stays confirmed (L124, L127, L128)
	}
	return &cip.AdminConfirmSignUpOutput{}, nil
}
