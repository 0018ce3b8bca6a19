package trigger

import (
	"cmp"
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/refusal"
)

// MigrationRequest is what the function is asked about a user whom the pool
// does not have; Password is nil when they have forgotten it (C78).
type MigrationRequest struct {
	Password       *string           `json:"password,omitzero"`
	ValidationData map[string]string `json:"validationData"`
	UserAttributes map[string]string `json:"userAttributes"`
	ClientMetadata map[string]string `json:"clientMetadata,omitzero"`
}

// Migration is what the function tells of the user. Without UserAttributes it
// does not know them either (C83). Go's event type has no null, so an empty
// text counts as one (C79).
type Migration struct {
	UserAttributes         map[string]string          `json:"userAttributes"`
	ForceAliasCreation     *bool                      `json:"forceAliasCreation"`
	EnableSMSMFA           *bool                      `json:"enableSMSMFA"`
	FinalUserStatus        *string                    `json:"finalUserStatus"`
	MessageAction          *string                    `json:"messageAction"`
	DesiredDeliveryMediums []types.DeliveryMediumType `json:"desiredDeliveryMediums"`
}

// MigrationMembers are the members of that response.
var MigrationMembers = []string{
	"userAttributes", "forceAliasCreation", "enableSMSMFA", "finalUserStatus", "messageAction", "desiredDeliveryMediums",
}

// ReadMigration reads what the function tells.
func ReadMigration(r Response) (m Migration, err *refusal.Error) {
	err = cmp.Or(
		r.Member("userAttributes", &m.UserAttributes), r.Member("forceAliasCreation", &m.ForceAliasCreation),
		r.Member("enableSMSMFA", &m.EnableSMSMFA), r.Member("finalUserStatus", &m.FinalUserStatus),
		r.Member("messageAction", &m.MessageAction), r.Member("desiredDeliveryMediums", &m.DesiredDeliveryMediums),
	)
	for _, medium := range m.DesiredDeliveryMediums {
		if err == nil && !slices.Contains(medium.Values(), medium) {
			err = refusal.LambdaShape().WithHint("desiredDeliveryMediums may have EMAIL and SMS, and no " + string(medium)) // choice
		}
	}
	return m, err
}
