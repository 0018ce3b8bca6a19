package truth_test

import (
	"testing"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
	"github.com/cognitofake/cognitofake/internal/rows"
)

// Whoever waits for a message that a call does not send is told why: by the
// call's hint, which logs show, and by the transcript.
func TestNothingSentIsExplained(t *testing.T) {
	const doc = "docs/behaviour.md#"
	email, jane := fixture.EmailPool(), []string{"email", "jane@example.com"}
	both := fixture.AutoVerifying(fixture.PhonePool(), types.VerifiedAttributeTypeEmail, types.VerifiedAttributeTypePhoneNumber)
	confirming := func(w *world) {
		w.pool.On(cognitofake.PreSignUp, func(e events.CognitoEventUserPoolsPreSignup) (events.CognitoEventUserPoolsPreSignup, error) {
			e.Response.AutoConfirmUser = true
			return e, nil
		})
	}
	signedIn := func(w *world) *string {
		w.AddUser(rows.NewUser{Username: "jane", Attributes: map[string]string{"email": "jane@example.com"}})
		return aws.String(w.app.SignIn("jane").AccessToken)
	}
	updates := func(pairs ...string) func(w *world) error {
		return func(w *world) error { _, err := w.Updates(signedIn(w), pairs...); return err }
	}
	adminUpdates := func(pairs ...string) func(w *world) error {
		return func(w *world) error {
			signedIn(w)
			_, err := w.Client.AdminUpdateUserAttributes(w.Ctx, &cip.AdminUpdateUserAttributesInput{
				UserPoolId: &w.PoolID, Username: aws.String("jane"), UserAttributes: fixture.Attrs(pairs...),
			})
			return err
		}
	}
	invites := func(in cip.AdminCreateUserInput) func(w *world) error {
		return func(w *world) error { _, err := w.Invite(&in); return err }
	}
	signsUp := func(pairs ...string) func(w *world) error {
		return func(w *world) error { _, err := w.SignUp("jane", pairs...); return err }
	}
	hidingChooser := rows.ChoiceClient()
	hidingChooser.PreventUserExistenceErrors = types.PreventUserExistenceErrorTypesEnabled
	for name, c := range map[string]struct {
		pool cip.CreateUserPoolInput
		app  cip.CreateUserPoolClientInput
		set  func(w *world)
		do   func(w *world) error
		want string // "" for a call of which there is nothing to say
	}{
		"the pool verifies nothing": {do: signsUp(jane...),
			want: "the pool verifies no attribute: AutoVerifiedAttributes is empty (" + doc + "L9)"},
		"no address": {pool: email, do: signsUp(),
			want: "the pool verifies email, and the user has no email (" + doc + "L10, " + doc + "L11)"},
		"neither address": {pool: both, do: signsUp(),
			want: "the pool verifies email and phone_number, and the user has no email and no phone_number (" + doc + "L10, " + doc + "L11)"},
		"confirmed by PreSignUp": {pool: email, set: confirming, do: signsUp(jane...),
			want: "PreSignUp answered autoConfirmUser, so the user is CONFIRMED and needs no code (" + doc + "L105)"},
		"sent": {pool: email, do: signsUp(jane...)},
		"an invitation without phone": {pool: email, do: invites(cip.AdminCreateUserInput{UserAttributes: fixture.Attrs(jane...)}),
			want: "DesiredDeliveryMediums is SMS unless given, and the user has no phone_number (" + doc + "N119)"},
		"an invitation suppressed": {pool: email, do: invites(cip.AdminCreateUserInput{MessageAction: types.MessageActionTypeSuppress}),
			want: "MessageAction is SUPPRESS (" + doc + "N118)"},
		"an invitation sent": {pool: email, do: invites(cip.AdminCreateUserInput{UserAttributes: fixture.Attrs("phone_number", "+15555550100")})},
		"resent for nobody": {pool: email, app: rows.Hiding(), do: func(w *world) error { _, err := w.Resend("nobody"); return err },
			want: "PreventUserExistenceErrors=ENABLED of the app client hides UserNotFoundException: Username/client id combination not found." +
				" (" + doc + "L75); the pool has no users"},
		"forgotten by nobody": {pool: email, app: rows.Hiding(), do: func(w *world) error { _, err := w.Forgot("nobody"); return err },
			want: "PreventUserExistenceErrors=ENABLED of the app client hides UserNotFoundException: Username/client id combination not found." +
				" (" + doc + "L75); the pool has no users"},
		"a one-time password for nobody": {pool: rows.WithFactors(email, rows.Pwd, rows.EmailOTP), app: hidingChooser,
			do: func(w *world) error {
				_, err := w.Auth(types.AuthFlowTypeUserAuth, "USERNAME", "nobody", "PREFERRED_CHALLENGE", "EMAIL_OTP")
				return err
			},
			want: "the user does not exist (" + doc + "N53)"},
		"an address of before":    {pool: email, do: updates(jane...), want: "email is what it was"},
		"an address not verified": {do: updates("email", "new@example.com"), want: "AutoVerifiedAttributes has not email (" + doc + "N121)"},
		"no address at all":       {pool: email, do: updates("name", "Jane")},
		"a new address":           {pool: email, do: updates("email", "new@example.com")},
		"by an administrator": {do: adminUpdates("email", "new@example.com", "phone_number", "+15555550100"),
			want: "AutoVerifiedAttributes has not phone_number (" + doc + "N121); AutoVerifiedAttributes has not email (" + doc + "N121)"},
		"verified by an administrator": {pool: email, do: adminUpdates("email", "new@example.com", "email_verified", "true"),
			want: "email_verified is true in the request (" + doc + "N123)"},
	} {
		t.Run(name, func(t *testing.T) {
			w := lone(t, c.pool, c.app)
			if c.set != nil {
				c.set(w)
			}
			require.NoError(t, c.do(w))
			if c.want == "" {
				require.NotContains(t, w.hint(), "nothing was sent")
				return
			}
			require.Empty(t, w.fake.Messages())
			require.Contains(t, w.hint()+"; ", "nothing was sent: "+c.want+"; ")
			require.Contains(t, unbroken(w.fake.Transcript())+" ", "sent: nothing; "+c.want+" ")
		})
	}
}
