package users

import (
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
	"github.com/cognitofake/cognitofake/internal/rule/message"
	"github.com/cognitofake/cognitofake/internal/rule/settings"
	"github.com/cognitofake/cognitofake/internal/service"
	"github.com/cognitofake/cognitofake/internal/state"
)

// adminCreateUser answers AdminCreateUser, with SignUp's order of checks
// (R139) as far as they apply.
func adminCreateUser(r *service.Request, in *cip.AdminCreateUserInput) (*cip.AdminCreateUserOutput, error) {
	if in.MessageAction == types.MessageActionTypeResend {
		return resendInvitation(r, in)
	}
	p, err := r.Pool(in.UserPoolId)
	if err != nil {
		return nil, err
	}
	s, username := p.Settings(), *in.Username
	if err := s.CheckUsername(username); err != nil {
		return nil, err
	}
	if err := s.CheckNamed(username, in.UserAttributes); err != nil {
		return nil, err
	}
	if err := checkTemporaryPassword(s, in); err != nil {
		return nil, err
	}
	u := p.NewUser(username, nil)
	if u.Attrs, err = s.AdminAttributes(in.UserAttributes, username); err != nil {
		return nil, err
	}
	if err := checkInvitable(in, u.Attrs); err != nil {
		return nil, err
	}
	if _, err := r.PreSignUp(p, message.Invitation, u, in.ValidationData, in.ClientMetadata); err != nil {
		return nil, err // R135; the answer counts for nothing else (L110)
	}
	out := &cip.AdminCreateUserOutput{}
	var messages []service.Draft
	if err := r.Commit(p, func(tx *state.Tx) (func(), *refusal.Error) {
		if err := tx.Admissible(u, username, in.ForceAliasCreation); err != nil {
			return nil, err.WithHint(r.Retried())
		}
		return func() {
			made := tx.Add(u)
			r.Made()
			given := temporaryPassword(tx, in)
			if given == "" {
				tx.Confirm(made) // N116
			} else {
				tx.SetTemporaryPassword(made, given)
			}
			out.User = opt.Of(made.Type(nil))
			messages = invitations(r, tx, made, in, given)
		}, nil
	}); err != nil {
		return nil, err
	}
	noteUninvited(r, in, messages)
	return out, r.DeliverAll(messages, in.ClientMetadata) // the user stays when that fails (L41)
}

// resendInvitation answers AdminCreateUser with MessageAction RESEND: a new
// temporary password with a new term for a user who is there (N118). What else
// the request says of the user is not looked at (choice).
func resendInvitation(r *service.Request, in *cip.AdminCreateUserInput) (*cip.AdminCreateUserOutput, error) {
	out := &cip.AdminCreateUserOutput{}
	var messages []service.Draft
	if err := r.ChangeUser(in.UserPoolId, in.Username, func(tx *state.Tx, u *state.User) (func(), *refusal.Error) {
		if u.Status != types.UserStatusTypeForceChangePassword {
			return nil, refusal.ResendState(u.Username)
		}
		if err := checkTemporaryPassword(tx.Settings, in); err != nil {
			return nil, err
		}
		if err := checkInvitable(in, u.Attrs); err != nil {
			return nil, err
		}
		return func() {
			given := opt.Value(in.TemporaryPassword)
			if given == "" {
				given = tx.GeneratePassword()
			}
			tx.SetTemporaryPassword(u, given)
			tx.Touch(u) // as the answer shows it
			out.User = opt.Of(u.Type(nil))
			messages = invitations(r, tx, u, in, given)
		}, nil
	}); err != nil {
		return nil, err
	}
	noteUninvited(r, in, messages)
	return out, r.DeliverAll(messages, in.ClientMetadata)
}

// checkTemporaryPassword judges one that is given, in words of its own (N117).
func checkTemporaryPassword(s *settings.Pool, in *cip.AdminCreateUserInput) *refusal.Error {
	if given := opt.Value(in.TemporaryPassword); given != "" {
		return s.CheckPolicy(given, refusal.TemporaryPasswordPolicy)
	}
	return nil
}

// temporaryPassword is the given one, or one that fits the pool's policy; none
// where the pool lets users in by one-time passwords (N116).
func temporaryPassword(tx *state.Tx, in *cip.AdminCreateUserInput) string {
	switch given := opt.Value(in.TemporaryPassword); {
	case given != "":
		return given
	case !tx.Settings.Otp.Empty():
		return ""
	}
	return tx.GeneratePassword()
}

// checkInvitable refuses a medium that is asked for by name and has no address
// (N119; for SMS a choice).
func checkInvitable(in *cip.AdminCreateUserInput, attrs attribute.List) *refusal.Error {
	if in.MessageAction == types.MessageActionTypeSuppress {
		return nil
	}
	for _, medium := range in.DesiredDeliveryMediums {
		if name := string(attribute.ByMedium(medium)); attrs.Get(name) == "" {
			return refusal.NoInvitationAddress(attribute.Address(name) == attribute.Phone)
		}
	}
	return nil
}

// invitations are the messages that tell u the temporary password.
func invitations(r *service.Request, tx *state.Tx, u *state.User, in *cip.AdminCreateUserInput, given string) []service.Draft {
	if in.MessageAction == types.MessageActionTypeSuppress {
		return nil
	}
	return r.Invitations(tx, u, nil, in.DesiredDeliveryMediums, given)
}

// noteUninvited notes why nobody is told.
func noteUninvited(r *service.Request, in *cip.AdminCreateUserInput, messages []service.Draft) {
	switch {
	case len(messages) > 0:
	case in.MessageAction == types.MessageActionTypeSuppress:
		r.Unsent("MessageAction is SUPPRESS (N118)")
	default:
		r.Unsent("DesiredDeliveryMediums is SMS unless given, and the user has no phone_number (N119)")
	}
}
