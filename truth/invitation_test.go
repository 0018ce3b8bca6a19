package truth_test

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
)

// Rows of invitations: docs/behaviour.md N118, N119.
var _ = addRows(
	row{
		rules: "N119", name: "by e-mail",
		call: func(w *world) (any, error) { return w.inviteBy(types.DeliveryMediumTypeEmail) },
		want: want{check: func(w *world, _ any) {
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
		}},
	},
	row{
		rules: "N119", name: "by SMS unless told otherwise",
		call: func(w *world) (any, error) { return w.inviteBy() },
		want: want{check: func(w *world, _ any) {
			messages := w.pool.Messages()
			require.Len(w, messages, 1)
			require.Equal(w, types.DeliveryMediumTypeSms, messages[0].Medium)
			require.Equal(w, "+15555550100", messages[0].To)
			require.Empty(w, messages[0].Subject)
			require.Equal(w, "Your username is jane and temporary password is Temp#2026. ", messages[0].Body)
		}},
	},
	row{
		rules: "N119", name: "by both",
		call: func(w *world) (any, error) {
			return w.inviteBy(types.DeliveryMediumTypeEmail, types.DeliveryMediumTypeSms, types.DeliveryMediumTypeEmail)
		},
		want: want{check: func(w *world, _ any) {
			messages := w.pool.Messages()
			require.Len(w, messages, 2)
			require.Equal(w, types.DeliveryMediumTypeEmail, messages[0].Medium)
			require.Equal(w, types.DeliveryMediumTypeSms, messages[1].Medium)
			require.Equal(w, messages[0].Code, messages[1].Code)
		}},
	},
	row{
		rules: "N119", name: "by SMS without a phone number", pool: fixture.EmailPool(),
		call: func(w *world) (any, error) {
			return w.invite(&cip.AdminCreateUserInput{UserAttributes: fixture.Attrs("email", "jane@example.com")})
		},
		want: want{check: func(w *world, _ any) {
			require.Empty(w, w.pool.Messages())
			require.Equal(w, types.UserStatusTypeForceChangePassword, w.user("jane").Status)
		}},
	},
	row{
		rules: "N119", name: "by e-mail without an e-mail address",
		call: func(w *world) (any, error) {
			return w.invite(&cip.AdminCreateUserInput{DesiredDeliveryMediums: []types.DeliveryMediumType{types.DeliveryMediumTypeEmail}})
		},
		want: want{code: "InvalidParameterException", anyText: true},
	},
	row{
		rules: "N119", choice: true, name: "by SMS on request without a phone number",
		call: func(w *world) (any, error) {
			return w.invite(&cip.AdminCreateUserInput{DesiredDeliveryMediums: []types.DeliveryMediumType{types.DeliveryMediumTypeSms}})
		},
		want: want{code: "InvalidParameterException", message: "The user has no phone_number to which the invitation could be sent."},
	},
	row{
		rules: "N118", name: "suppressed",
		call: func(w *world) (any, error) {
			return w.invite(&cip.AdminCreateUserInput{
				UserAttributes:         fixture.Attrs("phone_number", "+15555550100"),
				MessageAction:          types.MessageActionTypeSuppress,
				DesiredDeliveryMediums: []types.DeliveryMediumType{types.DeliveryMediumTypeSms},
			})
		},
		want: want{check: func(w *world, _ any) { require.Empty(w, w.pool.Messages()) }},
	},
	row{
		rules: "N119", name: "in the pool's words", pool: cip.CreateUserPoolInput{
			AdminCreateUserConfig: &types.AdminCreateUserConfigType{InviteMessageTemplate: &types.MessageTemplateType{
				EmailMessage: aws.String("Hello {username}, use {####} ({username})"), EmailSubject: aws.String("Welcome"),
				SMSMessage: aws.String("{username}: {####}"),
			}},
			VerificationMessageTemplate: &types.VerificationMessageTemplateType{DefaultEmailOption: types.DefaultEmailOptionTypeConfirmWithLink},
		},
		call: func(w *world) (any, error) {
			return w.inviteBy(types.DeliveryMediumTypeEmail, types.DeliveryMediumTypeSms)
		},
		want: want{check: func(w *world, _ any) {
			messages := w.pool.Messages()
			require.Equal(w, "Welcome", messages[0].Subject)
			require.Equal(w, "Hello jane, use Temp#2026 (jane)", messages[0].Body)
			require.Empty(w, messages[0].Link)
			require.Equal(w, "jane: Temp#2026", messages[1].Body)
		}},
	},
	row{
		rules: "N119", choice: true, name: "by the name that signs in", pool: fixture.EmailNamePool(),
		call: func(w *world) (any, error) {
			return w.client.AdminCreateUser(w.ctx, &cip.AdminCreateUserInput{
				UserPoolId: &w.pool.ID, Username: aws.String("jane@example.com"), TemporaryPassword: aws.String("Temp#2026"),
				DesiredDeliveryMediums: []types.DeliveryMediumType{types.DeliveryMediumTypeEmail},
			})
		},
		want: want{check: func(w *world, _ any) {
			m := w.pool.Messages()[0]
			require.Equal(w, "Your username is jane@example.com and temporary password is Temp#2026. ", m.Body)
			require.Equal(w, w.user("jane@example.com").Sub, m.Username)
		}},
	},

	row{
		rules: "N118", name: "again",
		prior: func(w *world) {
			w.mustAdminCreate("jane", "email", "jane@example.com", "phone_number", "+15555550100")
			w.fake.Advance(8 * 24 * time.Hour)
		},
		call: func(w *world) (any, error) {
			return w.invite(&cip.AdminCreateUserInput{
				MessageAction: types.MessageActionTypeResend, UserAttributes: fixture.Attrs("name", "Jane"),
				DesiredDeliveryMediums: []types.DeliveryMediumType{types.DeliveryMediumTypeEmail},
			})
		},
		want: want{check: func(w *world, out any) {
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
		}},
	},
	row{
		rules: "N118", name: "again with a chosen password", pool: fixture.EmailNamePool(),
		prior: func(w *world) { w.mustAdminCreate("jane@example.com") },
		call: func(w *world) (any, error) {
			return w.client.AdminCreateUser(w.ctx, &cip.AdminCreateUserInput{
				UserPoolId: &w.pool.ID, Username: aws.String("jane@example.com"), TemporaryPassword: aws.String("Temp#2026"),
				DesiredDeliveryMediums: []types.DeliveryMediumType{types.DeliveryMediumTypeEmail},
				MessageAction:          types.MessageActionTypeResend,
			})
		},
		want: want{check: func(w *world, _ any) { require.Equal(w, "Temp#2026", w.pool.Messages()[0].Code) }},
	},
	row{
		rules: "N118 N117", name: "again with a weak password",
		prior: func(w *world) { w.mustAdminCreate("jane") },
		call: func(w *world) (any, error) {
			return w.invite(&cip.AdminCreateUserInput{TemporaryPassword: aws.String("short"), MessageAction: types.MessageActionTypeResend})
		},
		want: want{code: "InvalidPasswordException", message: "Password did not conform with policy: Password not long enough"},
	},
	row{
		rules: "N118 L138", name: "again for a user who has signed up",
		prior: func(w *world) { w.mustSignUp("jane") },
		call: func(w *world) (any, error) {
			return w.invite(&cip.AdminCreateUserInput{MessageAction: types.MessageActionTypeResend})
		},
		want: want{code: "UnsupportedUserStateException", message: "Resend not possible. jane status is not FORCE_CHANGE_PASSWORD"},
	},
	row{
		rules: "N118 L138", name: "again for a confirmed user",
		prior: func(w *world) { w.addJane() },
		call: func(w *world) (any, error) {
			return w.invite(&cip.AdminCreateUserInput{MessageAction: types.MessageActionTypeResend})
		},
		want: want{code: "UnsupportedUserStateException", message: "Resend not possible. jane status is not FORCE_CHANGE_PASSWORD"},
	},
)

// invite is AdminCreateUser of jane.
func (w *world) invite(in *cip.AdminCreateUserInput) (*cip.AdminCreateUserOutput, error) {
	in.UserPoolId, in.Username = &w.pool.ID, aws.String("jane")
	return w.client.AdminCreateUser(w.ctx, in)
}

// inviteBy invites jane, who has both addresses, by some media.
func (w *world) inviteBy(media ...types.DeliveryMediumType) (*cip.AdminCreateUserOutput, error) {
	return w.invite(&cip.AdminCreateUserInput{
		UserAttributes:    fixture.Attrs("email", "jane@example.com", "phone_number", "+15555550100"),
		TemporaryPassword: aws.String("Temp#2026"), DesiredDeliveryMediums: media,
	})
}
