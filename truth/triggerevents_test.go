package truth_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
	"github.com/cognitofake/cognitofake/internal/rows"
)

// TestEvents compares the event of every trigger source, byte for byte, with
// testdata/events. In the files SUB stands for the user's sub.
func TestEvents(t *testing.T) {
	both := fixture.EmailPool()
	both.AutoVerifiedAttributes = append(both.AutoVerifiedAttributes, types.VerifiedAttributeTypePhoneNumber)
	both.SmsConfiguration = fixture.SMSConfiguration()
	named := fixture.EmailPool()
	named.UsernameAttributes = []types.UsernameAttributeType{types.UsernameAttributeTypeEmail}
	const password, phone = "Temp0rary!", "+15555550123"
	metadata := map[string]string{"source": "web", "a<b>": `"quoted" & done`}

	signUp := func(w *world, username string, pairs ...string) {
		_, err := w.Client.SignUp(w.Ctx, w.SignUpInput(username, pairs...))
		require.NoError(w, err)
	}
	jane := func(w *world) { signUp(w, "jane", "email", "jane@example.com", "name", "Jane") }
	confirmed := func(w *world) {
		jane(w)
		_, err := w.Client.ConfirmSignUp(w.Ctx, &cip.ConfirmSignUpInput{
			ClientId: &w.app.ID, Username: aws.String("jane"), ConfirmationCode: aws.String("123456"), ClientMetadata: metadata,
		})
		require.NoError(w, err)
	}
	forgot := func(w *world) {
		confirmed(w)
		_, err := w.Client.ForgotPassword(w.Ctx, &cip.ForgotPasswordInput{ClientId: &w.app.ID, Username: aws.String("jane"), ClientMetadata: metadata})
		require.NoError(w, err)
	}
	resend := func(w *world) {
		_, err := w.Client.ResendConfirmationCode(w.Ctx, &cip.ResendConfirmationCodeInput{ClientId: &w.app.ID, Username: aws.String("jane"), ClientMetadata: metadata})
		require.NoError(w, err)
	}
	invite := func(w *world) {
		_, err := w.Client.AdminCreateUser(w.Ctx, &cip.AdminCreateUserInput{
			UserPoolId: &w.pool.ID, Username: aws.String("jane"), TemporaryPassword: aws.String(password),
			UserAttributes: fixture.Attrs("email", "jane@example.com", "phone_number", phone), ValidationData: fixture.Attrs("invite", "spring"),
			DesiredDeliveryMediums: []types.DeliveryMediumType{types.DeliveryMediumTypeEmail, types.DeliveryMediumTypeSms},
			ClientMetadata:         metadata,
		})
		require.NoError(w, err)
	}
	move := func(w *world) {
		jane(w)
		_, err := w.Client.AdminUpdateUserAttributes(w.Ctx, &cip.AdminUpdateUserAttributesInput{
			UserPoolId: &w.pool.ID, Username: aws.String("jane"), UserAttributes: fixture.Attrs("email", "j@example.com"), ClientMetadata: metadata,
		})
		require.NoError(w, err)
	}
	signIn := func(w *world) {
		confirmed(w)
		_, err := withMetadata(w.World, "jane", fixture.GoodPassword, metadata)
		require.NoError(w, err)
	}
	verify := func(w *world) {
		jane(w)
		w.MustAdminConfirm("jane")
		_, err := w.Client.GetUserAttributeVerificationCode(w.Ctx, &cip.GetUserAttributeVerificationCodeInput{
			AccessToken: aws.String(w.app.SignIn("jane").AccessToken), AttributeName: aws.String("email"), ClientMetadata: metadata,
		})
		require.NoError(w, err)
	}
	senders := []cognitofake.Trigger{cognitofake.CustomEmailSender, cognitofake.CustomSMSSender}
	auth := func(w *world, flow types.AuthFlowType, parameters map[string]string) *cip.InitiateAuthOutput {
		out, err := w.Client.InitiateAuth(w.Ctx, &cip.InitiateAuthInput{ClientId: &w.app.ID, AuthFlow: flow, AuthParameters: parameters, ClientMetadata: metadata})
		require.NoError(w, err)
		return out
	}
	signsIn := func(w *world) {
		confirmed(w)
		auth(w, types.AuthFlowTypeUserPasswordAuth, map[string]string{"USERNAME": "jane", "PASSWORD": fixture.GoodPassword})
	}
	replacesPassword := func(w *world) {
		w.pool.AddUser(cognitofake.NewUser{
			Username: "jane", Password: password, Status: types.UserStatusTypeForceChangePassword,
			Attributes: map[string]string{"email": "jane@example.com", "email_verified": "true", "name": "Jane"},
		})
		out := auth(w, types.AuthFlowTypeUserPasswordAuth, map[string]string{"USERNAME": "jane", "PASSWORD": password})
		_, err := w.Client.RespondToAuthChallenge(w.Ctx, &cip.RespondToAuthChallengeInput{
			ClientId: &w.app.ID, ChallengeName: out.ChallengeName, Session: out.Session, ClientMetadata: metadata,
			ChallengeResponses: map[string]string{"USERNAME": "jane", "NEW_PASSWORD": fixture.GoodPassword},
		})
		require.NoError(w, err)
	}
	refreshes := func(w *world) {
		confirmed(w)
		for name, role := range map[string]*string{"staff": nil, "admins": aws.String(rolePrefix + "admins")} {
			in := &cip.CreateGroupInput{UserPoolId: &w.pool.ID, GroupName: &name, RoleArn: role}
			if role != nil {
				in.Precedence = aws.Int32(1)
			}
			_, err := w.Client.CreateGroup(w.Ctx, in)
			require.NoError(w, err)
			_, err = w.Client.AdminAddUserToGroup(w.Ctx, &cip.AdminAddUserToGroupInput{UserPoolId: &w.pool.ID, Username: aws.String("jane"), GroupName: &name})
			require.NoError(w, err)
		}
		token := w.app.SignIn("jane").RefreshToken
		auth(w, types.AuthFlowTypeRefreshTokenAuth, map[string]string{"REFRESH_TOKEN": token})
	}
	phoned := func(w *world) { signUp(w, "jane", "phone_number", phone) }

	inV1, inV2, inV3 := []cognitofake.Trigger{tokenV1}, []cognitofake.Trigger{tokenV2}, []cognitofake.Trigger{tokenV3}
	for _, c := range []struct {
		file string // the trigger source, and a variant behind a point
		pool cip.CreateUserPoolInput
		app  cip.CreateUserPoolClientInput
		on   []cognitofake.Trigger // PreSignUp, CustomMessage and PostConfirmation when there are none
		do   func(w *world)
	}{
		{file: "PreSignUp_SignUp", do: func(w *world) {
			in := w.SignUpInput("jane", "email", "jane@example.com", "name", "Jane", "nickname", "")
			in.ValidationData, in.ClientMetadata = append(fixture.Attrs("invite", "spring"), types.AttributeType{Name: aws.String("empty")}), metadata
			_, err := w.Client.SignUp(w.Ctx, in)
			require.NoError(w, err)
		}},
		{file: "PreSignUp_SignUp.bare", do: func(w *world) { signUp(w, "jane") }},
		{file: "PreSignUp_SignUp.emailpool", pool: named, do: func(w *world) { signUp(w, "jane@example.com") }},
		{file: "PreSignUp_AdminCreateUser", pool: both, do: invite},
		{file: "PostConfirmation_ConfirmSignUp", pool: fixture.EmailPool(), do: confirmed},
		{file: "PostConfirmation_ConfirmSignUp.admin", pool: fixture.EmailPool(), do: func(w *world) {
			jane(w)
			_, err := w.Client.AdminConfirmSignUp(w.Ctx, &cip.AdminConfirmSignUpInput{UserPoolId: &w.pool.ID, Username: aws.String("jane")})
			require.NoError(w, err)
		}},
		{file: "PostConfirmation_ConfirmForgotPassword", pool: fixture.EmailPool(), do: func(w *world) {
			forgot(w)
			_, err := w.Client.ConfirmForgotPassword(w.Ctx, &cip.ConfirmForgotPasswordInput{
				ClientId: &w.app.ID, Username: aws.String("jane"), ConfirmationCode: aws.String("123456"), Password: aws.String(fixture.GoodPassword),
			})
			require.NoError(w, err)
		}},
		{file: "CustomMessage_SignUp", pool: fixture.EmailPool(), do: jane},
		{file: "CustomMessage_ResendCode", pool: fixture.EmailPool(), do: func(w *world) { jane(w); resend(w) }},
		{file: "CustomMessage_ForgotPassword", pool: fixture.EmailPool(), do: forgot},
		{file: "CustomMessage_AdminCreateUser", pool: both, do: invite},
		{file: "CustomMessage_UpdateUserAttribute", pool: fixture.EmailPool(), do: move},
		{file: "CustomEmailSender_SignUp", pool: fixture.EmailPool(), on: senders, do: jane},
		{file: "CustomEmailSender_ResendCode", pool: fixture.EmailPool(), on: senders, do: func(w *world) { jane(w); resend(w) }},
		{file: "CustomEmailSender_ForgotPassword", pool: fixture.EmailPool(), on: senders, do: forgot},
		{file: "CustomEmailSender_AdminCreateUser", pool: both, on: senders, do: invite},
		{file: "CustomEmailSender_UpdateUserAttribute", pool: fixture.EmailPool(), on: senders, do: move},
		{file: "CustomSMSSender_SignUp", pool: fixture.PhonePool(), on: senders, do: phoned},
		{file: "CustomSMSSender_ResendCode", pool: fixture.PhonePool(), on: senders, do: func(w *world) { phoned(w); resend(w) }},
		{file: "CustomSMSSender_AdminCreateUser", pool: both, on: senders, do: invite},
		{file: "TokenGeneration_Authentication", pool: fixture.EmailPool(), on: inV1, do: signsIn},
		{file: "TokenGeneration_Authentication.v2", pool: fixture.EmailPool(), on: inV2, do: signsIn},
		{file: "TokenGeneration_Authentication.v3", pool: fixture.EmailPool(), on: inV3, do: signsIn},
		{file: "TokenGeneration_NewPasswordChallenge", pool: fixture.EmailPool(), on: inV1, do: replacesPassword},
		{file: "TokenGeneration_NewPasswordChallenge.v2", pool: fixture.EmailPool(), on: inV2, do: replacesPassword},
		{file: "TokenGeneration_NewPasswordChallenge.v3", pool: fixture.EmailPool(), on: inV3, do: replacesPassword},
		{file: "TokenGeneration_RefreshTokens", pool: fixture.EmailPool(), on: inV1, do: refreshes},
		{file: "TokenGeneration_RefreshTokens.v2", pool: fixture.EmailPool(), on: inV2, do: refreshes},
		{file: "TokenGeneration_RefreshTokens.v3", pool: fixture.EmailPool(), on: inV3, do: refreshes},
		{file: "PreAuthentication_Authentication", pool: fixture.EmailPool(), app: rows.HidingPasswordClient(), on: []cognitofake.Trigger{cognitofake.PreAuthentication}, do: signIn},
		{file: "PostAuthentication_Authentication", pool: fixture.EmailPool(), app: rows.HidingPasswordClient(), on: []cognitofake.Trigger{cognitofake.PostAuthentication}, do: signIn},
		{file: "UserMigration_Authentication", app: rows.PasswordClient(), on: []cognitofake.Trigger{cognitofake.UserMigration}, do: func(w *world) {
			_, err := w.SignIn("jane", fixture.GoodPassword)
			require.Error(w, err)
			w.pool.AddUser(cognitofake.NewUser{Username: "jane"})
		}},
		{file: "UserMigration_ForgotPassword", app: rows.PasswordClient(), on: []cognitofake.Trigger{cognitofake.UserMigration}, do: func(w *world) {
			_, err := w.Client.ForgotPassword(w.Ctx, &cip.ForgotPasswordInput{ClientId: &w.app.ID, Username: aws.String("jane"), ClientMetadata: metadata})
			require.Error(w, err)
			w.pool.AddUser(cognitofake.NewUser{Username: "jane"})
		}},
		{file: "CustomMessage_VerifyUserAttribute", pool: fixture.EmailPool(), do: verify},
		{file: "CustomEmailSender_VerifyUserAttribute", pool: fixture.EmailPool(), on: senders, do: verify},
	} {
		for _, in := range ways {
			t.Run(c.file+"/"+in.name, func(t *testing.T) {
				t.Parallel()
				fake := cognitofake.NewT(t, cognitofake.WithFixedCode("123456"))
				client, _, _ := in.open(t, fake)
				w := worldOf(t, fake, client)
				w.in(fake.AddPool(c.pool, cognitofake.WithID("us-east-1_aB3cD4eF5")))
				app := c.app
				if app.ExplicitAuthFlows == nil {
					app.ExplicitAuthFlows = passwords
				}
				w.by(w.pool.AddAppClient(app, cognitofake.WithID("3n4b5urk1ft4fl3mg5e62d9ado")))
				on := c.on
				if on == nil {
					on = []cognitofake.Trigger{cognitofake.PreSignUp, cognitofake.CustomMessage, cognitofake.PostConfirmation}
				}
				source, _, _ := strings.Cut(c.file, ".")
				var got string
				for _, trigger := range on {
					w.pool.On(trigger, bytesFunction(func(event string) (string, error) {
						if strings.Contains(event, `"triggerSource":"`+source+`"`) {
							got = event
						}
						return event, nil
					}))
				}
				c.do(w)
				golden, err := os.ReadFile(filepath.Join("testdata", "events", c.file+".json"))
				require.NoError(t, err)
				want := strings.ReplaceAll(strings.TrimSuffix(string(golden), "\n"), "SUB", w.pool.Users()[0].Sub)
				require.Equal(t, want, got)
				for _, call := range fake.Calls() {
					for _, run := range call.Invocations {
						if run.Source == source && !strings.HasSuffix(source, "Sender_AdminCreateUser") && source != "UserMigration_Authentication" { // redacted
							require.Equal(t, want, run.Event, "what is recorded is what the function got")
						}
					}
				}
			})
		}
	}
}
