package truth_test

import (
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
	"github.com/cognitofake/cognitofake/internal/rows"
)

// updateAttributeRows are rows of AdminUpdateUserAttributes: docs/behaviour.md N122, N123, L146.
func updateAttributeRows() []rows.Row {
	return []rows.Row{
		{
			Rules: "N123", Choice: true, Name: "a new e-mail is unverified and gets a code", Pool: fixture.EmailPool(),
			Prior: func(w *rows.World) { w.AddJane("email_verified", "true") },
			Call:  func(w *rows.World) (any, error) { return w.Update("jane", "email", "new@example.com") },
			Want: rows.Want{Check: check(func(w *world, _ any) {
				require.Equal(w, "new@example.com", w.user("jane").Attributes["email"])
				require.Equal(w, "false", w.user("jane").Attributes["email_verified"])
				messages := w.pool.Messages()
				require.Len(w, messages, 1)
				m := messages[0]
				require.Equal(w, "new@example.com", m.To)
				require.Equal(w, "email", m.Attribute)
				require.Equal(w, "UpdateUserAttribute", m.Purpose)
				require.Equal(w, "Your confirmation code is "+m.Code, m.Body)
				require.Equal(w, m.Code, w.pool.Code("jane"))
			})},
		},
		{
			Rules: "N123 L34", Choice: true, Name: "the code of a new e-mail is no link", Pool: cip.CreateUserPoolInput{
				AutoVerifiedAttributes:      fixture.EmailPool().AutoVerifiedAttributes,
				VerificationMessageTemplate: &types.VerificationMessageTemplateType{DefaultEmailOption: types.DefaultEmailOptionTypeConfirmWithLink},
			},
			Prior: func(w *rows.World) { w.AddJane() },
			Call:  func(w *rows.World) (any, error) { return w.Update("jane", "email", "new@example.com") },
			Want: rows.Want{Check: check(func(w *world, _ any) {
				require.Empty(w, w.pool.Messages()[0].Link)
				require.NotEmpty(w, w.pool.Messages()[0].Code)
			})},
		},
		{
			Rules: "N123", Choice: true, Name: "both addresses", Pool: cip.CreateUserPoolInput{
				AutoVerifiedAttributes: []types.VerifiedAttributeType{types.VerifiedAttributeTypeEmail, types.VerifiedAttributeTypePhoneNumber},
				SmsConfiguration:       fixture.SMSConfiguration(),
			},
			Prior: func(w *rows.World) { w.AddJane() },
			Call: func(w *rows.World) (any, error) {
				return w.Update("jane", "email", "new@example.com", "phone_number", "+15555550100")
			},
			Want: rows.Want{Check: check(func(w *world, _ any) {
				messages := w.pool.Messages()
				require.Len(w, messages, 2)
				require.Equal(w, "+15555550100", messages[0].To)
				require.Equal(w, types.DeliveryMediumTypeSms, messages[0].Medium)
				require.Equal(w, "new@example.com", messages[1].To)
				require.NotEqual(w, messages[0].Code, messages[1].Code)
			})},
		},
		{
			Rules: "L146 N123", Choice: true, Name: "a new e-mail before confirmation", Pool: fixture.EmailPool(),
			Prior: func(w *rows.World) { w.MustSignUp("jane", "email", "jane@example.com") },
			Call:  func(w *rows.World) (any, error) { return w.Update("jane", "email", "new@example.com") },
			Want: rows.Want{Check: check(func(w *world, _ any) {
				messages := w.pool.Messages()
				require.Len(w, messages, 2)
				require.Equal(w, "new@example.com", messages[1].To)
				require.Equal(w, messages[0].Code, w.pool.Code("jane"), "the code of the sign-up is the one that ConfirmSignUp takes")
				require.Equal(w, "false", w.user("jane").Attributes["email_verified"])
			})},
		},

		{
			Rules: "N123", Name: "where the old e-mail holds until the new one is verified", Pool: rows.KeepingPool(),
			Prior: func(w *rows.World) { w.AddJane("email_verified", "true") },
			Call:  func(w *rows.World) (any, error) { return w.Update("jane", "email", "new@example.com", "name", "Jane") },
			Want: rows.Want{Check: check(func(w *world, _ any) {
				require.Equal(w, "jane@example.com", w.user("jane").Attributes["email"])
				require.Equal(w, "true", w.user("jane").Attributes["email_verified"])
				require.Equal(w, "Jane", w.user("jane").Attributes["name"])
				require.Equal(w, "new@example.com", w.pool.Messages()[0].To)
			})},
		},
	}
}
