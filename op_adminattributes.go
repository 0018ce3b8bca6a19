package cognitofake

import (
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
)

func adminUpdateUserAttributes(r *request, in *cip.AdminUpdateUserAttributesInput) (*cip.AdminUpdateUserAttributesOutput, error) {
	if err := updateAttributes(r, in.UserPoolId, in.Username, in.UserAttributes, in.ClientMetadata); err != nil {
		return nil, err
	}
	return &cip.AdminUpdateUserAttributesOutput{}, nil
}

// adminDeleteUserAttributes is an update by empty values.
func adminDeleteUserAttributes(r *request, in *cip.AdminDeleteUserAttributesInput) (*cip.AdminDeleteUserAttributesOutput, error) {
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
func updateAttributes(r *request, poolID, name *string, given []types.AttributeType, metadata map[string]string) error {
	var messages []draft
	if err := r.ChangeUser(poolID, name, func(tx *Tx, u *user) (func(), *refusal.Error) {
		update, err := tx.PlanUpdate(u, given)
		if err != nil {
			return nil, err
		}
		return func() {
			tx.ApplyUpdate(u, update)
			for _, to := range update.verify {
				code := tx.IssueCode(u, codeForAddress(to.attribute), "", to.attribute)
				draft := r.Draft(tx, u, nil, purposeUpdate, to)
				draft.code = code
				messages = append(messages, draft)
			}
		}, nil
	}); err != nil {
		return err
	}
	return r.DeliverAll(messages, metadata)
}
