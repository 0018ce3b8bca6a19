package service

import (
	"maps"
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
	"github.com/cognitofake/cognitofake/internal/rule/factor"
	"github.com/cognitofake/cognitofake/internal/rule/message"
	"github.com/cognitofake/cognitofake/internal/rule/trigger"
	"github.com/cognitofake/cognitofake/internal/state"
)

// Migrate asks the pool's UserMigration function, if there is one, about a
// user of a name whom the pool does not have, and makes the user whom it tells
// of (C77 to C87). password is nil where it has been forgotten. No PreSignUp or
// PostConfirmation runs, and no policy judges the password (C81, C82).
func (r *Request) Migrate(app *state.App, name string, password *string, validation, metadata map[string]string) error {
	source := message.ForgotPassword
	if password != nil {
		source = trigger.SourceAuthentication
		r.Conceal(*password)
	}
	var told trigger.Migration
	ran, err := r.ask(Somebody{App: app, UserName: name}, trigger.UserMigration, source, trigger.MigrationRequest{
		Password: password, ValidationData: validation, ClientMetadata: metadata,
	}, trigger.Migration{}, func(answer trigger.Response) (err *refusal.Error) {
		told, err = trigger.ReadMigration(answer)
		return err
	}, trigger.MigrationMembers...)
	switch {
	case err != nil || !ran:
		return err // not hidden (C84)
	case told.UserAttributes == nil:
		r.Hint("UserMigration told of no user: its response has no userAttributes (C83)")
		return nil
	}
	u, err := migrant(app.Pool, name, told.UserAttributes)
	if err != nil {
		return refusal.Credentials().WithHint("the pool cannot store what UserMigration told: " + err.Error() + " (C85)")
	}
	u.Status = types.UserStatusTypeResetRequired // C80, C87
	status := types.UserStatusType(opt.Value(told.FinalUserStatus))
	switch {
	case password == nil:
	case status == types.UserStatusTypeConfirmed:
		u.Status, u.Password = status, app.Pool.StorePassword(u.Username, *password)
	case status != types.UserStatusTypeResetRequired:
		r.Hint("UserMigration left finalUserStatus to be RESET_REQUIRED; CONFIRMED signs the user in (C80)")
	}
	var welcome []Draft
	if err := state.Do(app, func(tx *state.Tx) *refusal.Error {
		if tx.Find(name) != nil {
			return nil // the function, or somebody else, has made them meanwhile
		}
		if err := tx.Admissible(u, name, opt.Value(told.ForceAliasCreation)); err != nil {
			if err.Code != refusal.AliasExists(attribute.Email).Code {
				err = refusal.Credentials().WithHint("the pool cannot store what UserMigration told: " + err.Error() + " (C85)")
			}
			return err // C86
		}
		made := tx.Add(u)
		r.Made()
		if opt.Value(told.EnableSMSMFA) && tx.Settings.Factors.Has(factor.SMS) {
			tx.Turn(made, factor.SMS, factor.SMS)
		}
		if opt.Value(told.MessageAction) != string(types.MessageActionTypeSuppress) {
			welcome = r.Invitations(tx, made, app, told.DesiredDeliveryMediums, "")
		}
		return nil
	}); err != nil {
		return err
	}
	return r.DeliverAll(welcome, metadata)
}

// migrant is the user whom a function tells of, before they are stored.
func migrant(p *state.Pool, name string, attributes map[string]string) (state.NewUser, error) {
	s := p.Settings()
	var given []types.AttributeType
	for _, name := range slices.Sorted(maps.Keys(attributes)) {
		given = append(given, types.AttributeType{Name: &name, Value: opt.Of(attributes[name])})
	}
	if err := s.CheckUsername(name); err != nil {
		return state.NewUser{}, err
	}
	if err := s.CheckNamed(name, given); err != nil {
		return state.NewUser{}, err
	}
	attrs, err := s.AdminAttributes(given, name)
	if err != nil {
		return state.NewUser{}, err
	}
	return p.NewUser(name, attrs), nil
}

// Invitations are the messages that tell u the temporary password, or without
// one welcome them, by each medium asked for once; by SMS, if there is a phone
// number, when none is (N119). app is nil for an administrator's operation.
func (r *Request) Invitations(tx *state.Tx, u *state.User, app *state.App, media []types.DeliveryMediumType, password string) []Draft {
	if len(media) == 0 {
		media = []types.DeliveryMediumType{types.DeliveryMediumTypeSms}
	}
	var messages []Draft
	for i, medium := range media {
		to := message.Destination{Attribute: attribute.ByMedium(medium)}
		to.Address = u.Attrs.Get(string(to.Attribute))
		if to.Address == "" || slices.Contains(media[:i], medium) {
			continue
		}
		draft := r.Draft(tx, u, app, message.Invitation, to)
		draft.Code, draft.Name = password, tx.SignInName(u)
		messages = append(messages, draft)
	}
	return messages
}
