package rows

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
)

// faultRows are rows of what can go wrong: docs/behaviour.md R49, R120 to R129, L39 to L47, L147 to L150.
func faultRows() []Row {
	return []Row{
		{
			Rules: "R123", Name: "sign-ups have no attempt limit", Pool: fixture.EmailPool(),
			Prior: func(w *World) {
				w.MustSignUp("jane")
				for range 25 {
					_, err := w.SignUp("jane")
					fixture.RequireAs[*types.UsernameExistsException](w, err)
				}
			},
			Call: func(w *World) (any, error) { return w.SignUp("jane") },
			Want: Want{Code: "UsernameExistsException", Message: "User already exists"},
		},
		{
			Rules: "L43", Name: "verified phone numbers without SmsConfiguration",
			Call: func(w *World) (any, error) {
				return w.Client.CreateUserPool(w.Ctx, &cip.CreateUserPoolInput{
					PoolName: aws.String("pool"), AutoVerifiedAttributes: []types.VerifiedAttributeType{types.VerifiedAttributeTypePhoneNumber},
				})
			},
			Want: Want{Code: "InvalidParameterException", AnyText: true},
		},
		{
			Rules: "L147", Name: "user context and analytics", Pool: fixture.EmailPool(),
			Call: func(w *World) (any, error) {
				in := w.SignUpInput("jane", "email", "jane@example.com")
				in.UserContextData = &types.UserContextDataType{IpAddress: aws.String("192.0.2.1"), EncodedData: aws.String("data")}
				in.AnalyticsMetadata = &types.AnalyticsMetadataType{AnalyticsEndpointId: aws.String("endpoint")}
				return w.Client.SignUp(w.Ctx, in)
			},
			Want: Want{Check: func(w *World, out any) {
				require.False(w, out.(*cip.SignUpOutput).UserConfirmed)
				require.Equal(w, []string{"email", "email_verified", "sub"}, w.User("jane").AttributeNames())
			}},
		},
	}
}
