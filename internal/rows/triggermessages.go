package rows

import (
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognitofake/cognitofake/internal/fixture"
)

// LinkPool sends links.
func LinkPool() cip.CreateUserPoolInput {
	in := fixture.EmailPool()
	in.VerificationMessageTemplate = &types.VerificationMessageTemplateType{DefaultEmailOption: types.DefaultEmailOptionTypeConfirmWithLink}
	return in
}
