package rows

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
)

// invitationRows are rows of invitations: docs/behaviour.md N118, N119.
func invitationRows() []Row {
	return []Row{
		{
			Rules: "N119", Name: "by SMS without a phone number", Pool: fixture.EmailPool(),
			Call: func(w *World) (any, error) {
				return w.Invite(&cip.AdminCreateUserInput{UserAttributes: fixture.Attrs("email", "jane@example.com")})
			},
			Want: Want{Check: func(w *World, _ any) {
				w.RequireSent(0)
				require.Equal(w, types.UserStatusTypeForceChangePassword, w.User("jane").Status)
			}},
		},
		{
			Rules: "N119", Name: "by e-mail without an e-mail address",
			Call: func(w *World) (any, error) {
				return w.Invite(&cip.AdminCreateUserInput{DesiredDeliveryMediums: []types.DeliveryMediumType{types.DeliveryMediumTypeEmail}})
			},
			Want: Want{Code: "InvalidParameterException", Message: "No email provided but desired delivery medium was Email"},
		},
		{
			Rules: "N119", Choice: true, Name: "by SMS on request without a phone number",
			Call: func(w *World) (any, error) {
				return w.Invite(&cip.AdminCreateUserInput{DesiredDeliveryMediums: []types.DeliveryMediumType{types.DeliveryMediumTypeSms}})
			},
			Want: Want{Code: "InvalidParameterException", Message: "No phone number provided but desired delivery medium was SMS"},
		},
		{
			Rules: "N119", Name: "by both without an e-mail address",
			Call: func(w *World) (any, error) {
				return w.Invite(&cip.AdminCreateUserInput{
					UserAttributes:         fixture.Attrs("phone_number", "+15555550100"),
					DesiredDeliveryMediums: []types.DeliveryMediumType{types.DeliveryMediumTypeSms, types.DeliveryMediumTypeEmail},
				})
			},
			Want: Want{Code: "InvalidParameterException", Message: "No email provided but desired delivery medium was Email"},
		},
		{
			Rules: "N118 N119", Name: "again by e-mail without an e-mail address",
			Prior: func(w *World) { w.MustAdminCreate("jane") },
			Call: func(w *World) (any, error) {
				return w.Invite(&cip.AdminCreateUserInput{
					MessageAction: types.MessageActionTypeResend, DesiredDeliveryMediums: []types.DeliveryMediumType{types.DeliveryMediumTypeEmail},
				})
			},
			Want: Want{Code: "InvalidParameterException", Message: "No email provided but desired delivery medium was Email"},
		},
		{
			Rules: "N119", Choice: true, Name: "suppressed, by e-mail without an e-mail address",
			Call: func(w *World) (any, error) {
				return w.Invite(&cip.AdminCreateUserInput{
					MessageAction: types.MessageActionTypeSuppress, DesiredDeliveryMediums: []types.DeliveryMediumType{types.DeliveryMediumTypeEmail},
				})
			},
		},
		{
			Rules: "N118", Name: "suppressed",
			Call: func(w *World) (any, error) {
				return w.Invite(&cip.AdminCreateUserInput{
					UserAttributes:         fixture.Attrs("phone_number", "+15555550100"),
					MessageAction:          types.MessageActionTypeSuppress,
					DesiredDeliveryMediums: []types.DeliveryMediumType{types.DeliveryMediumTypeSms},
				})
			},
			Want: Want{Check: func(w *World, _ any) { w.RequireSent(0) }},
		},
		{
			Rules: "N118 N117", Name: "again with a weak password",
			Prior: func(w *World) { w.MustAdminCreate("jane") },
			Call: func(w *World) (any, error) {
				return w.Invite(&cip.AdminCreateUserInput{TemporaryPassword: aws.String("short"), MessageAction: types.MessageActionTypeResend})
			},
			Want: Want{Code: "InvalidPasswordException", Message: "Password did not conform with password policy: Password not long enough"},
		},
		{
			Rules: "N118 L138", Name: "again for a user who has signed up",
			Prior: func(w *World) { w.MustSignUp("jane") },
			Call: func(w *World) (any, error) {
				return w.Invite(&cip.AdminCreateUserInput{MessageAction: types.MessageActionTypeResend})
			},
			Want: Want{Code: "UnsupportedUserStateException", Message: "Resend not possible. jane status is not FORCE_CHANGE_PASSWORD"},
		},
		{
			Rules: "N118 L138", Name: "again for a confirmed user",
			Prior: func(w *World) { w.AddJane() },
			Call: func(w *World) (any, error) {
				return w.Invite(&cip.AdminCreateUserInput{MessageAction: types.MessageActionTypeResend})
			},
			Want: Want{Code: "UnsupportedUserStateException", Message: "Resend not possible. jane status is not FORCE_CHANGE_PASSWORD"},
		},
	}
}

// Invite is AdminCreateUser of jane.
func (w *World) Invite(in *cip.AdminCreateUserInput) (*cip.AdminCreateUserOutput, error) {
	in.UserPoolId, in.Username = &w.PoolID, aws.String("jane")
	return w.Client.AdminCreateUser(w.Ctx, in)
}

// InviteBy invites jane, who has both addresses, by some media.
func (w *World) InviteBy(media ...types.DeliveryMediumType) (*cip.AdminCreateUserOutput, error) {
	return w.Invite(&cip.AdminCreateUserInput{
		UserAttributes:    fixture.Attrs("email", "jane@example.com", "phone_number", "+15555550100"),
		TemporaryPassword: aws.String("Temp#2026"), DesiredDeliveryMediums: media,
	})
}
