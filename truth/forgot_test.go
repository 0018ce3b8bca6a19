package truth_test

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
)

func (w *world) forgot(username string) (*cip.ForgotPasswordOutput, error) {
	in := &cip.ForgotPasswordInput{ClientId: &w.app.ID, Username: &username}
	if w.app.Secret != "" {
		in.SecretHash = aws.String(w.app.SecretHash(username))
	}
	return w.client.ForgotPassword(w.ctx, in)
}

func (w *world) mustForget(username string) {
	w.Helper()
	_, err := w.forgot(username)
	require.NoError(w, err)
}

func (w *world) confirmForgot(username, code, password string) (*cip.ConfirmForgotPasswordOutput, error) {
	return w.client.ConfirmForgotPassword(w.ctx, &cip.ConfirmForgotPasswordInput{
		ClientId: &w.app.ID, Username: &username, ConfirmationCode: &code, Password: &password,
	})
}

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

// pretended asserts details of a reset that no message stands behind.
func pretended(sent int) func(*world, any) {
	return func(w *world, out any) {
		got := out.(*cip.ForgotPasswordOutput).CodeDeliveryDetails
		require.Equal(w, types.DeliveryMediumTypeEmail, got.DeliveryMedium)
		require.Equal(w, "email", *got.AttributeName)
		require.Regexp(w, emailMask, *got.Destination)
		require.Len(w, w.pool.Messages(), sent)
	}
}

// verifiedJane is confirmed, and her e-mail verified.
func verifiedJane(w *world) { w.confirmed("jane", "email", "test@test.com") }

// recovering is a pool that sends reset codes by what is named, best first.
func recovering(in cip.CreateUserPoolInput, names ...types.RecoveryOptionNameType) cip.CreateUserPoolInput {
	in.AccountRecoverySetting = &types.AccountRecoverySettingType{}
	for i, name := range names {
		option := types.RecoveryOptionType{Name: name, Priority: aws.Int32(int32(i + 1))}
		in.AccountRecoverySetting.RecoveryMechanisms = append([]types.RecoveryOptionType{option}, in.AccountRecoverySetting.RecoveryMechanisms...)
	}
	return in
}

const (
	newPassword         = "N3w-pa$$word"
	textNothingVerified = "Cannot reset password for the user as there is no registered/verified email or phone_number"
)

// Rows of ForgotPassword: L143, N105 to N108.
var _ = addRows(
	row{
		rules: "N105 L27", name: "a code to the verified e-mail", pool: fixture.EmailPool(), prior: verifiedJane,
		call: func(w *world) (any, error) { return w.forgot("jane") },
		want: want{check: func(w *world, out any) {
			resetTo("email", types.DeliveryMediumTypeEmail, "t***@t***", "test@test.com")(w, out)
			last := w.pool.Messages()[1]
			require.Equal(w, "Your verification code", last.Subject)
			require.Equal(w, "Your password reset code is "+last.Code, last.Body)
		}},
	},
	row{
		rules: "N105", name: "only what is verified: the phone", pool: twoMediaPool(),
		prior: func(w *world) {
			w.confirmed("jane", "email", "test@test.com", "phone_number", "+15555551234")
		},
		call: func(w *world) (any, error) { return w.forgot("jane") },
		want: want{check: resetTo("phone_number", types.DeliveryMediumTypeSms, "+*******1234", "+15555551234")},
	},
	row{
		rules: "N105", name: "AccountRecoverySetting leaves the phone out", prior: verifiedJane,
		pool: recovering(fixture.EmailPool(), types.RecoveryOptionNameTypeVerifiedEmail, types.RecoveryOptionNameTypeVerifiedPhoneNumber),
		call: func(w *world) (any, error) { return w.forgot("jane") },
		want: want{check: resetTo("email", types.DeliveryMediumTypeEmail, "t***@t***", "test@test.com")},
	},
	row{
		rules: "N105 N106", name: "AccountRecoverySetting has not what is verified", prior: verifiedJane,
		pool: recovering(fixture.EmailPool(), types.RecoveryOptionNameTypeVerifiedPhoneNumber),
		call: func(w *world) (any, error) { return w.forgot("jane") },
		want: want{code: "InvalidParameterException", message: textNothingVerified},
	},
	row{
		rules: "L143 N106", name: "unconfirmed, nothing verified", pool: fixture.EmailPool(),
		prior: func(w *world) { w.mustSignUp("jane", "email", "test@test.com") },
		call:  func(w *world) (any, error) { return w.forgot("jane") },
		want:  want{code: "InvalidParameterException", message: textNothingVerified, check: still("jane")},
	},
	row{
		rules: "L143 N106", name: "unconfirmed, nothing verified, ENABLED", pool: fixture.EmailPool(), app: hiding(),
		prior: func(w *world) { w.mustSignUp("jane", "email", "test@test.com") },
		call:  func(w *world) (any, error) { return w.forgot("jane") },
		want:  want{check: pretended(1)},
	},
	row{
		rules: "N106", name: "unknown user", pool: fixture.EmailPool(),
		call: func(w *world) (any, error) { return w.forgot("nobody") },
		want: want{code: "UserNotFoundException", message: textCombination},
	},
	row{
		rules: "N106 L76", name: "unknown user, ENABLED", pool: fixture.EmailPool(), app: hiding(),
		call: func(w *world) (any, error) {
			if _, err := w.forgot("somebody-else"); err != nil {
				return nil, err
			}
			return w.forgot("nobody")
		},
		want: want{check: func(w *world, out any) {
			pretended(0)(w, out)
			resent, err := w.resend("nobody")
			require.NoError(w, err)
			require.Equal(w, resent.CodeDeliveryDetails, out.(*cip.ForgotPasswordOutput).CodeDeliveryDetails)
		}},
	},
	row{
		rules: "N106", name: "an administrator has to help", prior: verifiedJane,
		pool: recovering(fixture.EmailPool(), types.RecoveryOptionNameTypeAdminOnly),
		call: func(w *world) (any, error) { return w.forgot("jane") },
		want: want{code: "NotAuthorizedException", message: "Contact administrator to reset password."},
	},
	row{
		rules: "N107 L48", name: "six digits for an hour", pool: fixture.EmailPool(), prior: verifiedJane,
		call: func(w *world) (any, error) {
			w.mustForget("jane")
			code := w.code("jane")
			require.Regexp(w, `^[0-9]{6}$`, code)
			w.fake.Advance(time.Hour + time.Second)
			require.Empty(w, w.pool.Code("jane"))
			return w.confirmForgot("jane", code, newPassword)
		},
		want: want{code: "ExpiredCodeException", message: textExpired},
	},
	row{
		rules: "N107", choice: true, name: "the sixth of an hour", pool: fixture.EmailPool(),
		prior: func(w *world) {
			verifiedJane(w)
			for range 5 {
				w.mustForget("jane")
			}
		},
		call: func(w *world) (any, error) { return w.forgot("jane") },
		want: want{code: "LimitExceededException", message: textLimit, check: func(w *world, _ any) {
			w.fake.Advance(time.Hour)
			w.mustForget("jane")
		}},
	},
	row{
		rules: "N107", name: "more than twenty in an hour", pool: fixture.EmailPool(), prior: verifiedJane,
		call: func(w *world) (any, error) {
			for range 20 {
				if _, err := w.forgot("jane"); err != nil {
					return nil, err
				}
			}
			return w.forgot("jane")
		},
		want: want{code: "LimitExceededException", message: textLimit},
	},
	row{
		rules: "N107", choice: true, name: "the twentieth confirmation of an hour", pool: fixture.EmailPool(),
		prior: func(w *world) {
			verifiedJane(w)
			w.mustForget("jane")
			for range 19 {
				_, err := w.confirmForgot("jane", wrongCode, newPassword)
				want{code: "CodeMismatchException", message: textMismatch}.requireError(w, err)
			}
		},
		call: func(w *world) (any, error) { return w.confirmForgot("jane", w.code("jane"), newPassword) },
		want: want{code: "LimitExceededException", message: textLimit},
	},
	row{
		rules: "N108", choice: true, name: "until then the old password is good", pool: fixture.EmailPool(), app: passwordClient(), prior: verifiedJane,
		call: func(w *world) (any, error) {
			w.mustForget("jane")
			return w.signIn("jane", fixture.GoodPassword)
		},
		want: want{check: has("jane", types.UserStatusTypeConfirmed)},
	},
	row{
		rules: "R24", name: "no hash on ForgotPassword", pool: fixture.EmailPool(), app: secretive(), prior: verifiedJane,
		call: func(w *world) (any, error) {
			return w.client.ForgotPassword(w.ctx, &cip.ForgotPasswordInput{ClientId: &w.app.ID, Username: aws.String("jane")})
		},
		want: want{code: "NotAuthorizedException", message: "Unable to verify secret hash for client ", prefix: true},
	},
)

// Rows of ConfirmForgotPassword: N109, N110.
var _ = addRows(
	row{
		rules: "N109", name: "a new password", pool: fixture.EmailPool(), app: passwordClient(), prior: verifiedJane,
		call: func(w *world) (any, error) {
			w.mustForget("jane")
			return w.confirmForgot("jane", w.code("jane"), newPassword)
		},
		want: want{check: func(w *world, _ any) {
			_, err := w.signIn("jane", newPassword)
			require.NoError(w, err)
			w.fails(1)
			_, err = w.signIn("jane", fixture.GoodPassword)
			want{code: "NotAuthorizedException", message: textCredentials}.requireError(w, err)
		}},
	},
	row{
		rules: "N110", name: "a wrong code", pool: fixture.EmailPool(), prior: verifiedJane,
		call: func(w *world) (any, error) {
			w.mustForget("jane")
			return w.confirmForgot("jane", wrongCode, newPassword)
		},
		want: want{code: "CodeMismatchException", message: textMismatch},
	},
	row{
		rules: "N110", name: "no code asked for", pool: fixture.EmailPool(), prior: verifiedJane,
		call: func(w *world) (any, error) { return w.confirmForgot("jane", "123456", newPassword) },
		want: want{code: "ExpiredCodeException", message: textExpired},
	},
	row{
		rules: "N110", name: "a code twice", pool: fixture.EmailPool(), prior: verifiedJane,
		call: func(w *world) (any, error) {
			w.mustForget("jane")
			code := w.code("jane")
			_, err := w.confirmForgot("jane", code, newPassword)
			require.NoError(w, err)
			return w.confirmForgot("jane", code, newPassword)
		},
		want: want{code: "ExpiredCodeException", message: textExpired},
	},
	row{
		rules: "L58", name: "a code of another client, for a password", pool: fixture.EmailPool(), prior: verifiedJane,
		call: func(w *world) (any, error) {
			w.mustForget("jane")
			code := w.code("jane")
			w.app = w.pool.AddAppClient(cip.CreateUserPoolClientInput{})
			return w.confirmForgot("jane", code, newPassword)
		},
		want: want{code: "ExpiredCodeException", message: textExpired},
	},
	row{
		rules: "N110", name: "a weak password", pool: fixture.EmailPool(), prior: verifiedJane,
		call: func(w *world) (any, error) {
			w.mustForget("jane")
			return w.confirmForgot("jane", w.code("jane"), "password")
		},
		want: want{code: "InvalidPasswordException", message: "Password does not conform to policy: Password must have uppercase characters",
			check: func(w *world, _ any) {
				_, err := w.confirmForgot("jane", w.code("jane"), newPassword) // the code survives: choice
				require.NoError(w, err)
			}},
	},
	row{
		rules: "N110", choice: true, name: "unknown user, of a forgotten password",
		call: func(w *world) (any, error) { return w.confirmForgot("nobody", "123456", newPassword) },
		want: want{code: "UserNotFoundException", message: textCombination},
	},
	row{
		rules: "N110", name: "unknown user, of a forgotten password, ENABLED", app: hiding(),
		call: func(w *world) (any, error) { return w.confirmForgot("nobody", "123456", newPassword) },
		want: want{code: "CodeMismatchException", message: textMismatch},
	},
)
