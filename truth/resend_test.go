package truth_test

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
)

func (w *world) resend(username string) (*cip.ResendConfirmationCodeOutput, error) {
	in := &cip.ResendConfirmationCodeInput{ClientId: &w.app.ID, Username: &username}
	if w.app.Secret != "" {
		in.SecretHash = aws.String(w.app.SecretHash(username))
	}
	return w.client.ResendConfirmationCode(w.ctx, in)
}

func (w *world) mustResend(username string) *cip.ResendConfirmationCodeOutput {
	w.Helper()
	out, err := w.resend(username)
	require.NoError(w, err)
	return out
}

// details are what a caller is told of a message.
func details(attribute string, medium types.DeliveryMediumType, mask string) *types.CodeDeliveryDetailsType {
	return &types.CodeDeliveryDetailsType{AttributeName: &attribute, DeliveryMedium: medium, Destination: &mask}
}

// sentTo asserts that a resend went to a mask by the last message.
func sentTo(attribute string, medium types.DeliveryMediumType, mask, address string) func(*world, any) {
	return func(w *world, out any) {
		require.Equal(w, details(attribute, medium, mask), out.(*cip.ResendConfirmationCodeOutput).CodeDeliveryDetails)
		messages := w.pool.Messages()
		last := messages[len(messages)-1]
		require.Equal(w, address, last.To)
		require.Equal(w, "ResendCode", last.Purpose)
		require.Equal(w, w.code(address), last.Code)
	}
}

// simulated asserts details that no message stands behind.
func simulated(attribute string, medium types.DeliveryMediumType, mask string) func(*world, any) {
	return func(w *world, out any) {
		sent := len(w.pool.Messages())
		got := out.(*cip.ResendConfirmationCodeOutput).CodeDeliveryDetails
		require.Equal(w, attribute, *got.AttributeName)
		require.Equal(w, medium, got.DeliveryMedium)
		require.Regexp(w, mask, *got.Destination)
		other, err := w.resend("someone-else@example.com")
		require.NoError(w, err)
		if other.CodeDeliveryDetails.DeliveryMedium == medium {
			require.Equal(w, got, other.CodeDeliveryDetails, "the mask is the pool's") // L76
		}
		require.Len(w, w.pool.Messages(), sent, "nothing is sent")
	}
}

const (
	emailMask = `^[a-z]\*\*\*@[a-z]\*\*\*$`
	phoneMask = `^\+\*{7}[0-9]{4}$`

	textCannotResend = "Cannot resend codes. Auto verification not turned on."
)

// Rows of ResendConfirmationCode: L71 to L78.
var _ = addRows(
	row{
		rules: "L71 L15 L16", name: "a new code by e-mail", pool: fixture.EmailPool(),
		prior: func(w *world) { w.mustSignUp("jane", "email", "test@test.com") },
		call:  func(w *world) (any, error) { return w.resend("jane") },
		want:  want{check: sentTo("email", types.DeliveryMediumTypeEmail, "t***@t***", "test@test.com")},
	},
	row{
		rules: "L71 L12 L19", name: "a new code by SMS, as SignUp chose", pool: twoMediaPool(),
		prior: func(w *world) { w.mustSignUp("jane", "email", "test@test.com", "phone_number", "+15555551234") },
		call:  func(w *world) (any, error) { return w.resend("jane") },
		want:  want{check: sentTo("phone_number", types.DeliveryMediumTypeSms, "+*******1234", "+15555551234")},
	},
	row{
		rules: "L71 L62", name: "by the e-mail that is the username", pool: named(fixture.EmailPool(), types.UsernameAttributeTypeEmail),
		prior: func(w *world) { w.mustSignUp("test@test.com") },
		call:  func(w *world) (any, error) { return w.resend("test@test.com") },
		want:  want{check: sentTo("email", types.DeliveryMediumTypeEmail, "t***@t***", "test@test.com")},
	},
	row{
		rules: "L50 L71", name: "through another client, which then confirms", pool: fixture.EmailPool(), app: secretive(),
		prior: func(w *world) { w.mustSignUp("jane", "email", "test@test.com") },
		call: func(w *world) (any, error) {
			w.app = w.pool.AddAppClient(secretive())
			w.mustResend("jane")
			return w.confirm("jane", w.code("jane"))
		},
		want: want{check: has("jane", types.UserStatusTypeConfirmed, "email_verified", "true")},
	},
	row{
		rules: "L49 L71", name: "after the first code expired", pool: fixture.EmailPool(),
		prior: func(w *world) {
			w.mustSignUp("jane", "email", "test@test.com")
			w.fake.Advance(25 * time.Hour)
			require.Empty(w, w.pool.Code("jane"))
		},
		call: func(w *world) (any, error) { return w.resend("jane") },
		want: want{check: sentTo("email", types.DeliveryMediumTypeEmail, "t***@t***", "test@test.com")},
	},
	row{
		rules: "L55 L56", name: "the sixth of an hour", pool: fixture.EmailPool(),
		prior: func(w *world) {
			w.mustSignUp("jane", "email", "test@test.com")
			for range 5 {
				w.mustResend("jane")
			}
		},
		call: func(w *world) (any, error) { return w.resend("jane") },
		want: want{code: "LimitExceededException", message: textLimit, check: func(w *world, _ any) {
			require.Len(w, w.pool.Messages(), 6)
			w.fake.Advance(time.Hour + time.Second)
			w.mustResend("jane")
		}},
	},
	row{
		rules: "L72", name: "confirmed already", pool: fixture.EmailPool(),
		prior: func(w *world) { w.confirmed("jane", "email", "test@test.com") },
		call:  func(w *world) (any, error) { return w.resend("jane") },
		want:  want{code: "InvalidParameterException", message: "User is already confirmed."},
	},
	row{
		rules: "L72", name: "confirmed already, ENABLED", pool: fixture.EmailPool(), app: hiding(),
		prior: func(w *world) { w.confirmed("jane", "email", "test@test.com") },
		call:  func(w *world) (any, error) { return w.resend("jane") },
		want:  want{code: "InvalidParameterException", message: "User is already confirmed."},
	},
	row{
		rules: "L73", name: "the pool verifies nothing",
		prior: func(w *world) { w.mustSignUp("jane", "email", "test@test.com") },
		call:  func(w *world) (any, error) { return w.resend("jane") },
		want:  want{code: "NotAuthorizedException", message: textCannotResend},
	},
	row{
		rules: "L74", choice: true, name: "the user has nothing that the pool verifies", pool: fixture.EmailPool(),
		prior: func(w *world) { w.mustSignUp("jane") },
		call:  func(w *world) (any, error) { return w.resend("jane") },
		want:  want{code: "NotAuthorizedException", message: textCannotResend},
	},
	row{
		rules: "L75", name: "unknown user", pool: fixture.EmailPool(),
		call: func(w *world) (any, error) { return w.resend("nobody") },
		want: want{code: "UserNotFoundException", message: textCombination},
	},
	row{
		rules: "L75", name: "unknown user, nothing verified",
		call: func(w *world) (any, error) { return w.resend("nobody") },
		want: want{code: "UserNotFoundException", message: textCombination},
	},
	row{
		rules: "L75 L76", name: "unknown user, ENABLED", pool: fixture.EmailPool(), app: hiding(),
		call: func(w *world) (any, error) { return w.resend("nobody") },
		want: want{check: simulated("email", types.DeliveryMediumTypeEmail, emailMask)},
	},
	row{
		rules: "L75 L76", name: "unknown user, ENABLED, by SMS", pool: fixture.PhonePool(), app: hiding(),
		call: func(w *world) (any, error) { return w.resend("nobody") },
		want: want{check: simulated("phone_number", types.DeliveryMediumTypeSms, phoneMask)},
	},
	row{
		rules: "L76", name: "the medium follows the form of an e-mail", pool: twoMediaPool(), app: hiding(),
		call: func(w *world) (any, error) { return w.resend("nobody@example.com") },
		want: want{check: simulated("email", types.DeliveryMediumTypeEmail, emailMask)},
	},
	row{
		rules: "L76", name: "the medium follows the form of a phone", pool: twoMediaPool(), app: hiding(),
		call: func(w *world) (any, error) { return w.resend("+15555550199") },
		want: want{check: simulated("phone_number", types.DeliveryMediumTypeSms, phoneMask)},
	},
	row{
		rules: "L77", name: "an alias that is not verified", pool: emailAliasPool(),
		prior: func(w *world) { w.mustSignUp("jane", "email", "test@test.com") },
		call:  func(w *world) (any, error) { return w.resend("test@test.com") },
		want:  want{code: "UserNotFoundException", message: textCombination},
	},
	row{
		rules: "L77", name: "an alias that is not verified, ENABLED", pool: emailAliasPool(), app: hiding(),
		prior: func(w *world) { w.mustSignUp("jane", "email", "test@test.com") },
		call:  func(w *world) (any, error) { return w.resend("test@test.com") },
		want:  want{check: simulated("email", types.DeliveryMediumTypeEmail, emailMask)},
	},
	row{
		rules: "R23", name: "a wrong hash on ResendConfirmationCode", pool: fixture.EmailPool(), app: secretive(),
		prior: func(w *world) { w.mustSignUp("jane", "email", "test@test.com") },
		call: func(w *world) (any, error) {
			return w.client.ResendConfirmationCode(w.ctx, &cip.ResendConfirmationCodeInput{
				ClientId: &w.app.ID, Username: aws.String("jane"), SecretHash: aws.String("bad"),
			})
		},
		want: want{code: "NotAuthorizedException", message: "Unable to verify secret hash for client ", prefix: true},
	},
	row{
		rules: "R25", name: "a hash for a client without secret, on ResendConfirmationCode", pool: fixture.EmailPool(),
		prior: func(w *world) { w.mustSignUp("jane", "email", "test@test.com") },
		call: func(w *world) (any, error) {
			return w.client.ResendConfirmationCode(w.ctx, &cip.ResendConfirmationCodeInput{
				ClientId: &w.app.ID, Username: aws.String("jane"), SecretHash: aws.String("bad"),
			})
		},
		want: want{code: "InvalidParameterException", message: "App client ", prefix: true},
	},
)
