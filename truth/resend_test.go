package truth_test

import (
	"time"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
	"github.com/cognitofake/cognitofake/internal/rows"
)

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
		other, err := w.Resend("someone-else@example.com")
		require.NoError(w, err)
		if other.CodeDeliveryDetails.DeliveryMedium == medium {
			require.Equal(w, got, other.CodeDeliveryDetails, "the mask is the pool's") // L76
		}
		require.Len(w, w.pool.Messages(), sent, "nothing is sent")
	}
}

const (
	phoneMask = `^\+\*{7}[0-9]{4}$`
)

// resendRows are rows of ResendConfirmationCode: L71 to L78.
func resendRows() []rows.Row {
	return []rows.Row{
		{
			Rules: "L71 L15 L16", Name: "a new code by e-mail", Pool: fixture.EmailPool(),
			Prior: func(w *rows.World) { w.MustSignUp("jane", "email", "test@test.com") },
			Call:  func(w *rows.World) (any, error) { return w.Resend("jane") },
			Want:  rows.Want{Check: check(sentTo("email", types.DeliveryMediumTypeEmail, "t***@t***", "test@test.com"))},
		},
		{
			Rules: "L71 L12 L19", Name: "a new code by SMS, as SignUp chose", Pool: twoMediaPool(),
			Prior: func(w *rows.World) { w.MustSignUp("jane", "email", "test@test.com", "phone_number", "+15555551234") },
			Call:  func(w *rows.World) (any, error) { return w.Resend("jane") },
			Want:  rows.Want{Check: check(sentTo("phone_number", types.DeliveryMediumTypeSms, "+*******1234", "+15555551234"))},
		},
		{
			Rules: "L71 L62", Name: "by the e-mail that is the username", Pool: rows.Named(fixture.EmailPool(), types.UsernameAttributeTypeEmail),
			Prior: func(w *rows.World) { w.MustSignUp("test@test.com") },
			Call:  func(w *rows.World) (any, error) { return w.Resend("test@test.com") },
			Want:  rows.Want{Check: check(sentTo("email", types.DeliveryMediumTypeEmail, "t***@t***", "test@test.com"))},
		},
		{
			Rules: "L50 L71", Name: "through another client, which then confirms", Pool: fixture.EmailPool(), App: rows.Secretive(),
			Prior: func(w *rows.World) { w.MustSignUp("jane", "email", "test@test.com") },
			Call: call(func(w *world) (any, error) {
				w.by(w.pool.AddAppClient(rows.Secretive()))
				w.MustResend("jane")
				return w.Confirm("jane", w.code("jane"))
			}),
			Want: rows.Want{Check: rows.Has("jane", types.UserStatusTypeConfirmed, "email_verified", "true")},
		},
		{
			Rules: "L49 L71", Name: "after the first code expired", Pool: fixture.EmailPool(),
			Prior: prior(func(w *world) {
				w.MustSignUp("jane", "email", "test@test.com")
				w.fake.Advance(25 * time.Hour)
				require.Empty(w, w.pool.Code("jane"))
			}),
			Call: func(w *rows.World) (any, error) { return w.Resend("jane") },
			Want: rows.Want{Check: check(sentTo("email", types.DeliveryMediumTypeEmail, "t***@t***", "test@test.com"))},
		},
		{
			Rules: "L55 L56", Name: "the sixth of an hour", Pool: fixture.EmailPool(),
			Prior: func(w *rows.World) {
				w.MustSignUp("jane", "email", "test@test.com")
				for range 5 {
					w.MustResend("jane")
				}
			},
			Call: func(w *rows.World) (any, error) { return w.Resend("jane") },
			Want: rows.Want{Code: "LimitExceededException", Message: rows.TextLimit, Check: check(func(w *world, _ any) {
				require.Len(w, w.pool.Messages(), 6)
				w.fake.Advance(time.Hour + time.Second)
				w.MustResend("jane")
			})},
		},
		{
			Rules: "L72", Name: "confirmed already", Pool: fixture.EmailPool(),
			Prior: prior(func(w *world) { w.confirmed("jane", "email", "test@test.com") }),
			Call:  func(w *rows.World) (any, error) { return w.Resend("jane") },
			Want:  rows.Want{Code: "InvalidParameterException", Message: "User is already confirmed."},
		},
		{
			Rules: "L72", Name: "confirmed already, ENABLED", Pool: fixture.EmailPool(), App: rows.Hiding(),
			Prior: prior(func(w *world) { w.confirmed("jane", "email", "test@test.com") }),
			Call:  func(w *rows.World) (any, error) { return w.Resend("jane") },
			Want:  rows.Want{Code: "InvalidParameterException", Message: "User is already confirmed."},
		},
		{
			Rules: "L75 L76", Name: "unknown user, ENABLED", Pool: fixture.EmailPool(), App: rows.Hiding(),
			Call: func(w *rows.World) (any, error) { return w.Resend("nobody") },
			Want: rows.Want{Check: check(simulated("email", types.DeliveryMediumTypeEmail, rows.EmailMask))},
		},
		{
			Rules: "L75 L76", Name: "unknown user, ENABLED, by SMS", Pool: fixture.PhonePool(), App: rows.Hiding(),
			Call: func(w *rows.World) (any, error) { return w.Resend("nobody") },
			Want: rows.Want{Check: check(simulated("phone_number", types.DeliveryMediumTypeSms, phoneMask))},
		},
		{
			Rules: "L76", Name: "the medium follows the form of an e-mail", Pool: twoMediaPool(), App: rows.Hiding(),
			Call: func(w *rows.World) (any, error) { return w.Resend("nobody@example.com") },
			Want: rows.Want{Check: check(simulated("email", types.DeliveryMediumTypeEmail, rows.EmailMask))},
		},
		{
			Rules: "L76", Name: "the medium follows the form of a phone", Pool: twoMediaPool(), App: rows.Hiding(),
			Call: func(w *rows.World) (any, error) { return w.Resend("+15555550199") },
			Want: rows.Want{Check: check(simulated("phone_number", types.DeliveryMediumTypeSms, phoneMask))},
		},
		{
			Rules: "L77", Name: "an alias that is not verified, ENABLED", Pool: rows.EmailAliasPool(), App: rows.Hiding(),
			Prior: func(w *rows.World) { w.MustSignUp("jane", "email", "test@test.com") },
			Call:  func(w *rows.World) (any, error) { return w.Resend("test@test.com") },
			Want:  rows.Want{Check: check(simulated("email", types.DeliveryMediumTypeEmail, rows.EmailMask))},
		},
	}
}
