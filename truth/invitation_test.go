package truth_test

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
	"github.com/cognitofake/cognitofake/internal/rows"
)

// invitationRows are rows of invitations: docs/behaviour.md N118, N119.
func invitationRows() []rows.Row {
	return []rows.Row{
		{
			Rules: "N119", Name: "by e-mail",
			Call: func(w *rows.World) (any, error) { return w.InviteBy(types.DeliveryMediumTypeEmail) },
			Want: rows.Want{Check: check(func(w *world, _ any) {
				messages := w.pool.Messages()
				require.Len(w, messages, 1)
				m := messages[0]
				require.Equal(w, types.DeliveryMediumTypeEmail, m.Medium)
				require.Equal(w, "jane@example.com", m.To)
				require.Equal(w, "email", m.Attribute)
				require.Equal(w, "Your temporary password", m.Subject)
				require.Equal(w, "Your username is jane and temporary password is Temp#2026. ", m.Body)
				require.Equal(w, "Temp#2026", m.Code)
				require.Equal(w, "AdminCreateUser", m.Purpose)
				require.Equal(w, "jane", m.Username)
				require.Empty(w, m.ClientID)
				require.True(w, m.Delivered)
				require.Empty(w, w.pool.Code("jane"), "a temporary password is no code")
			})},
		},
		{
			Rules: "N119", Name: "by SMS unless told otherwise",
			Call: func(w *rows.World) (any, error) { return w.InviteBy() },
			Want: rows.Want{Check: check(func(w *world, _ any) {
				messages := w.pool.Messages()
				require.Len(w, messages, 1)
				require.Equal(w, types.DeliveryMediumTypeSms, messages[0].Medium)
				require.Equal(w, "+15555550100", messages[0].To)
				require.Empty(w, messages[0].Subject)
				require.Equal(w, "Your username is jane and temporary password is Temp#2026. ", messages[0].Body)
			})},
		},
		{
			Rules: "N119", Name: "by both",
			Call: func(w *rows.World) (any, error) {
				return w.InviteBy(types.DeliveryMediumTypeEmail, types.DeliveryMediumTypeSms, types.DeliveryMediumTypeEmail)
			},
			Want: rows.Want{Check: check(func(w *world, _ any) {
				messages := w.pool.Messages()
				require.Len(w, messages, 2)
				require.Equal(w, types.DeliveryMediumTypeEmail, messages[0].Medium)
				require.Equal(w, types.DeliveryMediumTypeSms, messages[1].Medium)
				require.Equal(w, messages[0].Code, messages[1].Code)
			})},
		},
		{
			Rules: "N119", Name: "in the pool's words", Pool: cip.CreateUserPoolInput{
				AdminCreateUserConfig: &types.AdminCreateUserConfigType{InviteMessageTemplate: &types.MessageTemplateType{
					EmailMessage: aws.String("Hello {username}, use {####} ({username})"), EmailSubject: aws.String("Welcome"),
					SMSMessage: aws.String("{username}: {####}"),
				}},
				VerificationMessageTemplate: &types.VerificationMessageTemplateType{DefaultEmailOption: types.DefaultEmailOptionTypeConfirmWithLink},
			},
			Call: func(w *rows.World) (any, error) {
				return w.InviteBy(types.DeliveryMediumTypeEmail, types.DeliveryMediumTypeSms)
			},
			Want: rows.Want{Check: check(func(w *world, _ any) {
				messages := w.pool.Messages()
				require.Equal(w, "Welcome", messages[0].Subject)
				require.Equal(w, "Hello jane, use Temp#2026 (jane)", messages[0].Body)
				require.Empty(w, messages[0].Link)
				require.Equal(w, "jane: Temp#2026", messages[1].Body)
			})},
		},
		{
			Rules: "N119", Choice: true, Name: "by the name that signs in", Pool: fixture.EmailNamePool(),
			Call: func(w *rows.World) (any, error) {
				return w.Client.AdminCreateUser(w.Ctx, &cip.AdminCreateUserInput{
					UserPoolId: &w.PoolID, Username: aws.String("jane@example.com"), TemporaryPassword: aws.String("Temp#2026"),
					DesiredDeliveryMediums: []types.DeliveryMediumType{types.DeliveryMediumTypeEmail},
				})
			},
			Want: rows.Want{Check: check(func(w *world, _ any) {
				m := w.pool.Messages()[0]
				require.Equal(w, "Your username is jane@example.com and temporary password is Temp#2026. ", m.Body)
				require.Equal(w, w.user("jane@example.com").Sub, m.Username)
			})},
		},

		{
			Rules: "N118", Name: "again",
			Prior: prior(func(w *world) {
				w.MustAdminCreate("jane", "email", "jane@example.com", "phone_number", "+15555550100")
				w.fake.Advance(8 * 24 * time.Hour)
			}),
			Call: func(w *rows.World) (any, error) {
				return w.Invite(&cip.AdminCreateUserInput{
					MessageAction: types.MessageActionTypeResend, UserAttributes: fixture.Attrs("name", "Jane"),
					DesiredDeliveryMediums: []types.DeliveryMediumType{types.DeliveryMediumTypeEmail},
				})
			},
			Want: rows.Want{Check: check(func(w *world, out any) {
				got := out.(*cip.AdminCreateUserOutput).User
				u := w.user("jane")
				require.Len(w, w.pool.Users(), 1)
				require.Equal(w, fixture.Attrs("email", "jane@example.com", "phone_number", "+15555550100", "sub", u.Sub), got.Attributes)
				require.Equal(w, types.UserStatusTypeForceChangePassword, got.UserStatus)
				require.True(w, got.UserLastModifiedDate.After(*got.UserCreateDate))
				require.WithinDuration(w, u.ModifiedAt, *got.UserLastModifiedDate, 2*time.Millisecond) // the wire has milliseconds, the SDK reads them as a float
				messages := w.pool.Messages()
				require.Len(w, messages, 1)
				require.Contains(w, messages[0].Body, "temporary password is "+messages[0].Code+". ")
				require.NotEmpty(w, messages[0].Code)
			})},
		},
		{
			Rules: "N118", Name: "again with a chosen password", Pool: fixture.EmailNamePool(),
			Prior: func(w *rows.World) { w.MustAdminCreate("jane@example.com") },
			Call: func(w *rows.World) (any, error) {
				return w.Client.AdminCreateUser(w.Ctx, &cip.AdminCreateUserInput{
					UserPoolId: &w.PoolID, Username: aws.String("jane@example.com"), TemporaryPassword: aws.String("Temp#2026"),
					DesiredDeliveryMediums: []types.DeliveryMediumType{types.DeliveryMediumTypeEmail},
					MessageAction:          types.MessageActionTypeResend,
				})
			},
			Want: rows.Want{Check: check(func(w *world, _ any) { require.Equal(w, "Temp#2026", w.pool.Messages()[0].Code) })},
		},
	}
}
