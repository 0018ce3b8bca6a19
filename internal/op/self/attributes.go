package self

import (
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
	"github.com/cognitofake/cognitofake/internal/rule/code"
	"github.com/cognitofake/cognitofake/internal/rule/message"
	"github.com/cognitofake/cognitofake/internal/service"
	"github.com/cognitofake/cognitofake/internal/state"
)

func updateUserAttributes(r *service.Request, in *cip.UpdateUserAttributesInput) (*cip.UpdateUserAttributesOutput, error) {
	messages, err := update(r, in.AccessToken, in.UserAttributes)
	if err != nil {
		return nil, err
	}
	if err := r.DeliverAll(messages, in.ClientMetadata); err != nil {
		return nil, err // what has been written stays
	}
	return &cip.UpdateUserAttributesOutput{CodeDeliveryDetailsList: service.Details(messages)}, nil
}

// deleteUserAttributes is an update by empty values (N122).
func deleteUserAttributes(r *service.Request, in *cip.DeleteUserAttributesInput) (*cip.DeleteUserAttributesOutput, error) {
	given := make([]types.AttributeType, len(in.UserAttributeNames))
	for i := range given {
		given[i] = types.AttributeType{Name: &in.UserAttributeNames[i], Value: opt.Of("")}
	}
	if _, err := update(r, in.AccessToken, given); err != nil {
		return nil, err
	}
	return &cip.DeleteUserAttributesOutput{}, nil
}

// update writes attributes that the client may write (R90, R132), and returns
// the codes for addresses that are now to be verified (N121).
func update(r *service.Request, accessToken *string, given []types.AttributeType) (messages []service.Draft, err error) {
	err = r.CommitSignedIn(accessToken, func(tx *state.Tx, app *state.App, u *state.User) (func(), *refusal.Error) {
		if err := app.Settings().CheckWrite(tx.Settings.Schema, given); err != nil {
			return nil, err
		}
		update, err := tx.PlanUpdate(u, given)
		if err != nil {
			return nil, err
		}
		return func() {
			messages = r.Update(tx, u, app, update)
			tx.Touch(u)
		}, nil
	})
	return messages, err
}

// getUserAttributeVerificationCode sends a code to the address that the user
// has, verified or not (N124).
func getUserAttributeVerificationCode(r *service.Request, in *cip.GetUserAttributeVerificationCodeInput) (*cip.GetUserAttributeVerificationCodeOutput, error) {
	var messages []service.Draft
	if err := r.CommitSignedIn(in.AccessToken, func(tx *state.Tx, app *state.App, u *state.User) (func(), *refusal.Error) {
		address, err := addressOf(*in.AttributeName)
		if err != nil {
			return nil, err
		}
		to := message.Destination{Attribute: address, Address: u.Attrs.Get(string(address))}
		if to.Address == "" {
			return nil, refusal.NoAttributeToVerify(*in.AttributeName).WithHint("the user has no " + *in.AttributeName)
		}
		if err := tx.CheckAttempts(u, code.Ask); err != nil {
			return nil, err // L55
		}
		return func() {
			tx.Count(u, code.Ask)
			messages = []service.Draft{r.VerifyDraft(tx, u, app, message.VerifyUserAttribute, to)}
		}, nil
	}); err != nil {
		return nil, err
	}
	if err := r.DeliverAll(messages, in.ClientMetadata); err != nil {
		return nil, err
	}
	return &cip.GetUserAttributeVerificationCodeOutput{CodeDeliveryDetails: &service.Details(messages)[0]}, nil
}

// addressOf is the attribute of a name, if it is one that can be verified.
func addressOf(name string) (attribute.Address, *refusal.Error) {
	for _, a := range attribute.Addresses {
		if name == string(a) {
			return a, nil
		}
	}
	return "", refusal.NoAttributeToVerify(name).WithHint("email and phone_number alone can be verified")
}

// verifyUserAttribute takes the code of an address back (N124): the address is
// verified, and becomes the user's if it was not yet (N121).
func verifyUserAttribute(r *service.Request, in *cip.VerifyUserAttributeInput) (*cip.VerifyUserAttributeOutput, error) {
	if err := r.CommitSignedIn(in.AccessToken, func(tx *state.Tx, app *state.App, u *state.User) (func(), *refusal.Error) {
		address, err := addressOf(*in.AttributeName)
		if err != nil {
			return nil, err
		}
		if err := tx.CheckAttempts(u, code.Verify); err != nil {
			return nil, err // L55
		}
		count := func() { tx.Count(u, code.Verify) }
		live, err := tx.CheckCode(u, code.ForAddress(address), app.ID, *in.Code)
		if err != nil {
			return count, err
		}
		if err := tx.CheckAddressCode(u, live); err != nil {
			return count, err // the code stays good
		}
		return func() {
			count()
			tx.UseCode(live)
			tx.Prove(u, live)
			tx.Touch(u)
		}, nil
	}); err != nil {
		return nil, err
	}
	return &cip.VerifyUserAttributeOutput{}, nil
}
