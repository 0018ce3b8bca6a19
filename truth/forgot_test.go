package truth_test

import (
	"fmt"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
	"github.com/cognitofake/cognitofake/internal/rows"
)

// resetTo asserts where the code for a forgotten password went.
func resetTo(attribute string, medium types.DeliveryMediumType, mask, address string) func(*world, any) {
	return func(w *world, out any) {
		require.Equal(w, details(attribute, medium, mask), out.(*cip.ForgotPasswordOutput).CodeDeliveryDetails)
		messages := w.pool.Messages()
		last := messages[len(messages)-1]
		require.Equal(w, address, last.To)
		require.Equal(w, "ForgotPassword", last.Purpose)
		require.Equal(w, w.pool.Code(address), last.Code)
	}
}

// verifiedJane is confirmed, and her e-mail verified.
func verifiedJane(w *world) { w.confirmed("jane", "email", "test@test.com") }

// bothVerified is jane with both addresses verified.
func bothVerified(w *world) {
	w.pool.AddUser(cognitofake.NewUser{Username: "jane", Attributes: map[string]string{
		"email": "test@test.com", "email_verified": "true", "phone_number": "+15555551234", "phone_number_verified": "true",
	}})
}

// recovering is a pool that sends reset codes by what is named, best first.
func recovering(in cip.CreateUserPoolInput, names ...types.RecoveryOptionNameType) cip.CreateUserPoolInput {
	in.AccountRecoverySetting = &types.AccountRecoverySettingType{}
	for i, name := range names {
		option := types.RecoveryOptionType{Name: name, Priority: aws.Int32(int32(i + 1))}
		in.AccountRecoverySetting.RecoveryMechanisms = append([]types.RecoveryOptionType{option}, in.AccountRecoverySetting.RecoveryMechanisms...)
	}
	return in
}

// olderPool is one of before AccountRecoverySetting, which is unset in it.
func olderPool(w *world) {
	pool, err := w.fake.ImportPool(strings.NewReader(`{"UserPool": {"Id": "us-east-1_older", "Name": "older"}}`))
	require.NoError(w, err)
	w.in(pool)
	w.by(pool.AddAppClient(cip.CreateUserPoolClientInput{}))
}

// reachableJane has both addresses, and has verified them.
func reachableJane(w *world) {
	w.AddJane("email_verified", "true", "phone_number", "+15555550100", "phone_number_verified", "true")
}

const (
	recoverEmail = types.RecoveryOptionNameTypeVerifiedEmail
	recoverPhone = types.RecoveryOptionNameTypeVerifiedPhoneNumber
)

// pretendedBy asserts by which medium a reset goes out that nobody gets.
func pretendedBy(medium types.DeliveryMediumType) rows.Want {
	return rows.Want{Check: func(w *rows.World, out any) {
		require.Equal(w, medium, out.(*cip.ForgotPasswordOutput).CodeDeliveryDetails.DeliveryMedium)
		w.RequireSent(0)
	}}
}

// forgotRows are rows of ForgotPassword: L143, N105 to N108.
func forgotRows() []rows.Row {
	return []rows.Row{
		{
			Rules: "N105 L27", Name: "a code to the verified e-mail", Pool: fixture.EmailPool(), Prior: prior(verifiedJane),
			Call: func(w *rows.World) (any, error) { return w.Forgot("jane") },
			Want: rows.Want{Check: check(func(w *world, out any) {
				resetTo("email", types.DeliveryMediumTypeEmail, "t***@t***", "test@test.com")(w, out)
				last := w.pool.Messages()[1]
				require.Equal(w, "Your verification code", last.Subject)
				require.Equal(w, "Your password reset code is "+last.Code, last.Body)
			})},
		},
		{
			Rules: "N105", Name: "only what is verified: the phone", Pool: twoMediaPool(),
			Prior: prior(func(w *world) {
				w.confirmed("jane", "email", "test@test.com", "phone_number", "+15555551234")
			}),
			Call: func(w *rows.World) (any, error) { return w.Forgot("jane") },
			Want: rows.Want{Check: check(resetTo("phone_number", types.DeliveryMediumTypeSms, "+*******1234", "+15555551234"))},
		},
		{
			Rules: "N105 N134", Name: "a pool made today: the e-mail first", Prior: prior(bothVerified),
			Call: func(w *rows.World) (any, error) { return w.Forgot("jane") },
			Want: rows.Want{Check: check(resetTo("email", types.DeliveryMediumTypeEmail, "t***@t***", "test@test.com"))},
		},
		{
			Rules: "N105", Name: "AccountRecoverySetting that is empty: the phone first", Prior: prior(bothVerified),
			Pool: recovering(cip.CreateUserPoolInput{}),
			Call: func(w *rows.World) (any, error) { return w.Forgot("jane") },
			Want: rows.Want{Check: check(resetTo("phone_number", types.DeliveryMediumTypeSms, "+*******1234", "+15555551234"))},
		},
		{
			Rules: "N105", Name: "e-mail first, then phone", Pool: recovering(cip.CreateUserPoolInput{}, recoverEmail, recoverPhone), Prior: prior(reachableJane),
			Call: func(w *rows.World) (any, error) { return w.Forgot("jane") },
			Want: rows.Want{Check: check(resetTo("email", types.DeliveryMediumTypeEmail, "j***@e***", "jane@example.com"))},
		},
		{
			Rules: "N105", Name: "phone first, then e-mail", Pool: recovering(cip.CreateUserPoolInput{}, recoverPhone, recoverEmail), Prior: prior(reachableJane),
			Call: func(w *rows.World) (any, error) { return w.Forgot("jane") },
			Want: rows.Want{Check: check(func(w *world, _ any) { require.Equal(w, "+15555550100", w.pool.Messages()[0].To) })},
		},
		{
			Rules: "N105", Name: "e-mail first, where only the phone is verified", Pool: recovering(cip.CreateUserPoolInput{}, recoverEmail, recoverPhone),
			Prior: prior(func(w *world) { w.AddJane("phone_number", "+15555550100", "phone_number_verified", "True") }),
			Call:  func(w *rows.World) (any, error) { return w.Forgot("jane") },
			Want:  rows.Want{Check: check(func(w *world, _ any) { require.Equal(w, "+15555550100", w.pool.Messages()[0].To) })},
		},
		{
			Rules: "N105", Name: "unset, phone first", Prior: prior(func(w *world) { olderPool(w); reachableJane(w) }),
			Call: func(w *rows.World) (any, error) { return w.Forgot("jane") },
			Want: rows.Want{Check: check(func(w *world, _ any) { require.Equal(w, "+15555550100", w.pool.Messages()[0].To) })},
		},
		{
			Rules: "L76 N105", Choice: true, Name: "a simulated reset, e-mail first", Pool: recovering(cip.CreateUserPoolInput{}, recoverEmail, recoverPhone), App: rows.Hiding(),
			Call: func(w *rows.World) (any, error) { return w.Forgot("nobody") }, Want: pretendedBy(types.DeliveryMediumTypeEmail),
		},
		{
			Rules: "L76 N105", Choice: true, Name: "a simulated reset, phone first", Pool: recovering(cip.CreateUserPoolInput{}, recoverPhone, recoverEmail), App: rows.Hiding(),
			Call: func(w *rows.World) (any, error) { return w.Forgot("nobody") }, Want: pretendedBy(types.DeliveryMediumTypeSms),
		},
		{
			Rules: "L76 N105", Choice: true, Name: "a simulated reset of a phone's form", Pool: recovering(cip.CreateUserPoolInput{}, recoverEmail, recoverPhone), App: rows.Hiding(),
			Call: func(w *rows.World) (any, error) { return w.Forgot("+15555550199") }, Want: pretendedBy(types.DeliveryMediumTypeSms),
		},
		{
			Rules: "L76 N105", Choice: true, Name: "a simulated reset where the pool verifies phones alone", Pool: recovering(fixture.PhonePool(), recoverEmail, recoverPhone), App: rows.Hiding(),
			Call: func(w *rows.World) (any, error) { return w.Forgot("nobody") }, Want: pretendedBy(types.DeliveryMediumTypeSms),
		},
		{
			Rules: "N105", Name: "AccountRecoverySetting leaves the phone out", Prior: prior(verifiedJane),
			Pool: recovering(fixture.EmailPool(), types.RecoveryOptionNameTypeVerifiedEmail, types.RecoveryOptionNameTypeVerifiedPhoneNumber),
			Call: func(w *rows.World) (any, error) { return w.Forgot("jane") },
			Want: rows.Want{Check: check(resetTo("email", types.DeliveryMediumTypeEmail, "t***@t***", "test@test.com"))},
		},
		{
			Rules: "N105 N106", Name: "AccountRecoverySetting has not what is verified", Prior: prior(verifiedJane),
			Pool: recovering(fixture.EmailPool(), types.RecoveryOptionNameTypeVerifiedPhoneNumber),
			Call: func(w *rows.World) (any, error) { return w.Forgot("jane") },
			Want: rows.Want{Code: "InvalidParameterException", Message: rows.TextNothingVerified},
		},
		{
			Rules: "N106", Name: "an administrator has to help", Prior: prior(verifiedJane),
			Pool: recovering(fixture.EmailPool(), types.RecoveryOptionNameTypeAdminOnly),
			Call: func(w *rows.World) (any, error) { return w.Forgot("jane") },
			Want: rows.Want{Code: "NotAuthorizedException", Message: "Contact administrator to reset password."},
		},
		{
			Rules: "N107 L48", Name: "six digits for an hour", Pool: fixture.EmailPool(), Prior: prior(verifiedJane),
			Call: call(func(w *world) (any, error) {
				w.MustForget("jane")
				code := w.code("jane")
				require.Regexp(w, `^[0-9]{6}$`, code)
				w.fake.Advance(time.Hour + time.Second)
				require.Empty(w, w.pool.Code("jane"))
				return w.ConfirmForgot("jane", code, rows.NewPassword)
			}),
			Want: rows.Want{Code: "ExpiredCodeException", Message: rows.TextExpired},
		},
		{
			Rules: "L48", Name: "codes that begin with a zero", Pool: fixture.EmailPool(), Own: []cognitofake.Option{cognitofake.WithSeed(1)},
			Prior: prior(func(w *world) {
				for i := range 100 {
					w.MustSignUp(fmt.Sprint("user", i), "email", "user@example.com")
				}
			}),
			Call: func(w *rows.World) (any, error) { return w.SignUp("jane", "email", "jane@example.com") },
			Want: rows.Want{Check: check(func(w *world, _ any) {
				first := map[byte]bool{}
				for _, m := range w.fake.Messages() {
					require.Regexp(w, `^[0-9]{6}$`, m.Code)
					first[m.Code[0]] = true
				}
				require.True(w, first['0'], "of a hundred codes none begins with a zero")
			})},
		},
		{
			Rules: "N107", Choice: true, Name: "the sixth of an hour", Pool: fixture.EmailPool(),
			Prior: prior(func(w *world) {
				verifiedJane(w)
				for range 5 {
					w.MustForget("jane")
				}
			}),
			Call: func(w *rows.World) (any, error) { return w.Forgot("jane") },
			Want: rows.Want{Code: "LimitExceededException", Message: rows.TextLimit, Check: check(func(w *world, _ any) {
				w.fake.Advance(time.Hour)
				w.MustForget("jane")
			})},
		},
		{
			Rules: "N107", Name: "more than twenty in an hour", Pool: fixture.EmailPool(), Prior: prior(verifiedJane),
			Call: func(w *rows.World) (any, error) {
				for range 20 {
					if _, err := w.Forgot("jane"); err != nil {
						return nil, err
					}
				}
				return w.Forgot("jane")
			},
			Want: rows.Want{Code: "LimitExceededException", Message: rows.TextLimit},
		},
		{
			Rules: "N107", Choice: true, Name: "the twentieth confirmation of an hour", Pool: fixture.EmailPool(),
			Prior: prior(func(w *world) {
				verifiedJane(w)
				w.MustForget("jane")
				for range 19 {
					_, err := w.ConfirmForgot("jane", rows.WrongCode, rows.NewPassword)
					rows.Want{Code: "CodeMismatchException", Message: rows.TextMismatch}.RequireError(w.World, err)
				}
			}),
			Call: call(func(w *world) (any, error) { return w.ConfirmForgot("jane", w.code("jane"), rows.NewPassword) }),
			Want: rows.Want{Code: "LimitExceededException", Message: rows.TextLimit},
		},
		{
			Rules: "N108", Choice: true, Name: "until then the old password is good", Pool: fixture.EmailPool(), App: rows.PasswordClient(), Prior: prior(verifiedJane),
			Call: func(w *rows.World) (any, error) {
				w.MustForget("jane")
				return w.SignIn("jane", fixture.GoodPassword)
			},
			Want: rows.Want{Check: rows.Has("jane", types.UserStatusTypeConfirmed)},
		},
		{
			Rules: "R24", Name: "no hash on ForgotPassword", Pool: fixture.EmailPool(), App: rows.Secretive(), Prior: prior(verifiedJane),
			Call: func(w *rows.World) (any, error) {
				return w.Client.ForgotPassword(w.Ctx, &cip.ForgotPasswordInput{ClientId: &w.ClientID, Username: aws.String("jane")})
			},
			Want: rows.Want{Code: "NotAuthorizedException", Words: rows.Unverified},
		},
	}
}

// confirmForgotRows are rows of ConfirmForgotPassword: N109, N110.
func confirmForgotRows() []rows.Row {
	return []rows.Row{
		{
			Rules: "N109", Name: "a new password", Pool: fixture.EmailPool(), App: rows.PasswordClient(), Prior: prior(verifiedJane),
			Call: call(func(w *world) (any, error) {
				w.MustForget("jane")
				return w.ConfirmForgot("jane", w.code("jane"), rows.NewPassword)
			}),
			Want: rows.Want{Check: func(w *rows.World, _ any) {
				_, err := w.SignIn("jane", rows.NewPassword)
				require.NoError(w, err)
				w.Fails(1)
				_, err = w.SignIn("jane", fixture.GoodPassword)
				rows.Want{Code: "NotAuthorizedException", Message: rows.TextCredentials}.RequireError(w, err)
			}},
		},
		{
			Rules: "N110", Name: "a wrong code", Pool: fixture.EmailPool(), Prior: prior(verifiedJane),
			Call: func(w *rows.World) (any, error) {
				w.MustForget("jane")
				return w.ConfirmForgot("jane", rows.WrongCode, rows.NewPassword)
			},
			Want: rows.Want{Code: "CodeMismatchException", Message: rows.TextMismatch},
		},
		{
			Rules: "N110", Name: "no code asked for", Pool: fixture.EmailPool(), Prior: prior(verifiedJane),
			Call: func(w *rows.World) (any, error) { return w.ConfirmForgot("jane", "123456", rows.NewPassword) },
			Want: rows.Want{Code: "ExpiredCodeException", Message: rows.TextExpired},
		},
		{
			Rules: "N110", Name: "a code twice", Pool: fixture.EmailPool(), Prior: prior(verifiedJane),
			Call: call(func(w *world) (any, error) {
				w.MustForget("jane")
				code := w.code("jane")
				_, err := w.ConfirmForgot("jane", code, rows.NewPassword)
				require.NoError(w, err)
				return w.ConfirmForgot("jane", code, rows.NewPassword)
			}),
			Want: rows.Want{Code: "ExpiredCodeException", Message: rows.TextExpired},
		},
		{
			Rules: "L58", Name: "a code of another client, for a password", Pool: fixture.EmailPool(), Prior: prior(verifiedJane),
			Call: call(func(w *world) (any, error) {
				w.MustForget("jane")
				code := w.code("jane")
				w.by(w.pool.AddAppClient(cip.CreateUserPoolClientInput{}))
				return w.ConfirmForgot("jane", code, rows.NewPassword)
			}),
			Want: rows.Want{Code: "ExpiredCodeException", Message: rows.TextExpired},
		},
		{
			Rules: "N110", Choice: true, Name: "the code before the password", Pool: fixture.EmailPool(), Prior: prior(verifiedJane),
			Call: func(w *rows.World) (any, error) {
				w.MustForget("jane")
				return w.ConfirmForgot("jane", rows.WrongCode, "weak")
			},
			Want: rows.Want{Code: "CodeMismatchException", Message: rows.TextMismatch},
		},
		{
			Rules: "N109 N110", Name: "no function runs after a refusal", Pool: fixture.EmailPool(), Prior: prior(func(w *world) {
				verifiedJane(w)
				w.pool.On(cognitofake.PostConfirmation, echo)
				w.MustForget("jane")
				_, err := w.ConfirmForgot("jane", w.code("jane"), "password")
				require.Error(w, err)
			}),
			Call: func(w *rows.World) (any, error) { return w.ConfirmForgot("jane", rows.WrongCode, rows.NewPassword) },
			Want: rows.Want{Code: "CodeMismatchException", Message: rows.TextMismatch, Check: check(func(w *world, _ any) {
				require.Empty(w, w.runs(cognitofake.OpConfirmForgotPassword))
				_, err := w.ConfirmForgot("jane", w.code("jane"), rows.NewPassword)
				require.NoError(w, err)
				require.Equal(w, []string{"PostConfirmation_ConfirmForgotPassword"}, sources(w.runs(cognitofake.OpConfirmForgotPassword)))
			})},
		},
		{
			Rules: "N110", Name: "a weak password", Pool: fixture.EmailPool(), Prior: prior(verifiedJane),
			Call: call(func(w *world) (any, error) {
				w.MustForget("jane")
				return w.ConfirmForgot("jane", w.code("jane"), "password")
			}),
			Want: rows.Want{Code: "InvalidPasswordException", Message: "Password does not conform to policy: Password must have uppercase characters",
				Check: check(func(w *world, _ any) {
					_, err := w.ConfirmForgot("jane", w.code("jane"), rows.NewPassword) // the code survives: choice
					require.NoError(w, err)
				})},
		},
	}
}
