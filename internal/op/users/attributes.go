package users

import (
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/service"
	"github.com/cognitofake/cognitofake/internal/state"
)

func adminUpdateUserAttributes(r *service.Request, in *cip.AdminUpdateUserAttributesInput) (*cip.AdminUpdateUserAttributesOutput, error) {
	if err := updateAttributes(r, in.UserPoolId, in.Username, in.UserAttributes, in.ClientMetadata); err != nil {
		return nil, err
	}
	return &cip.AdminUpdateUserAttributesOutput{}, nil
}

// adminDeleteUserAttributes is an update by empty values.
func adminDeleteUserAttributes(r *service.Request, in *cip.AdminDeleteUserAttributesInput) (*cip.AdminDeleteUserAttributesOutput, error) {
	given := make([]types.AttributeType, len(in.UserAttributeNames))
	for i := range given {
		given[i] = types.AttributeType{Name: &in.UserAttributeNames[i], Value: opt.Of("")}
	}
	if err := updateAttributes(r, in.UserPoolId, in.Username, given, nil); err != nil {
		return nil, err
	}
	return &cip.AdminDeleteUserAttributesOutput{}, nil
}

// updateAttributes writes attributes of a user and sends a code to each
// address that is now to be verified (N123).
func updateAttributes(r *service.Request, poolID, name *string, given []types.AttributeType, metadata map[string]string) error {
	var messages []service.Draft
	if err := r.ChangeUser(poolID, name, func(tx *state.Tx, u *state.User) (func(), *refusal.Error) {
		update, err := tx.PlanUpdate(u, given)
		if err != nil {
			return nil, err
		}
		return func() { messages = r.Update(tx, u, nil, update) }, nil
	}); err != nil {
		return err
	}
	return r.DeliverAll(messages, metadata)
}
