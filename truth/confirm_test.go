package truth_test

import (
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
)

// Rows of ConfirmSignUp and its codes: docs/behaviour.md L48 to L70.
var _ = addRows(
	row{
		rules: "L48 L60 L61 L82", name: "confirmed by the code", pool: fixture.EmailPool(),
		prior: func(w *world) { w.mustSignUp("jane", "email", "jane@example.com", "phone_number", "+15555550100") },
		call: func(w *world) (any, error) {
			require.Regexp(w, `^[0-9]{6}$`, w.code("jane"))
			return w.confirm("jane", w.code("jane"))
		},
		want: want{check: func(w *world, out any) {
			require.Nil(w, out.(*cip.ConfirmSignUpOutput).Session)
			has("jane", types.UserStatusTypeConfirmed, "email_verified", "true", "phone_number_verified", "false")(w, out)
			require.Empty(w, w.pool.Code("jane"))
		}},
	},
	row{
		rules: "L60 L13", name: "the phone that got the code is verified, the e-mail is not", pool: twoMediaPool(),
		prior: func(w *world) { w.mustSignUp("jane", "email", "jane@example.com", "phone_number", "+15555550100") },
		call:  func(w *world) (any, error) { return w.confirm("jane", w.code("jane")) },
		want:  want{check: has("jane", types.UserStatusTypeConfirmed, "email_verified", "false", "phone_number_verified", "true")},
	},
	row{
		rules: "L1 L61", name: "the body of a confirmation", pool: fixture.EmailPool(),
		prior: func(w *world) { w.mustSignUp("jane", "email", "jane@example.com") },
		raw: func(w *world) string {
			return `ConfirmSignUp {"ClientId":"` + w.app.ID + `","Username":"jane","ConfirmationCode":"` + w.code("jane") + `"}`
		},
		want: want{check: func(w *world, out any) { require.Equal(w, "{}", string(out.([]byte))) }},
	},
	row{
		rules: "L51", name: "wrong code", pool: fixture.EmailPool(),
		prior: func(w *world) { w.mustSignUp("jane", "email", "jane@example.com") },
		call:  func(w *world) (any, error) { return w.confirm("jane", wrongCode) },
		want: want{code: "CodeMismatchException", message: textMismatch, check: func(w *world, out any) {
			still("jane")(w, out)
			w.mustConfirm("jane", w.code("jane")) // L53
		}},
	},
	row{
		rules: "L49", name: "a code is good for 24 hours", pool: fixture.EmailPool(),
		prior: func(w *world) {
			w.mustSignUp("jane", "email", "jane@example.com")
			w.fake.Advance(24*time.Hour - time.Minute)
		},
		call: func(w *world) (any, error) { return w.confirm("jane", w.code("jane")) },
		want: want{check: has("jane", types.UserStatusTypeConfirmed)},
	},
	row{
		rules: "L49 L52", name: "and not longer", pool: fixture.EmailPool(),
		prior: func(w *world) { w.mustSignUp("jane", "email", "jane@example.com") },
		call: func(w *world) (any, error) {
			code := w.code("jane")
			w.fake.Advance(24*time.Hour + time.Second)
			return w.confirm("jane", code)
		},
		want: want{code: "ExpiredCodeException", message: textExpired, check: still("jane")},
	},
	row{
		rules: "L52", name: "no code was ever sent",
		prior: func(w *world) { w.mustSignUp("jane", "email", "jane@example.com") },
		call:  func(w *world) (any, error) { return w.confirm("jane", "123456") },
		want:  want{code: "ExpiredCodeException", message: textExpired, check: still("jane")},
	},
	row{
		rules: "L50", name: "a resend makes the old code wrong", choice: true, pool: fixture.EmailPool(),
		prior: func(w *world) { w.mustSignUp("jane", "email", "jane@example.com") },
		call: func(w *world) (any, error) {
			old := w.code("jane")
			for old == w.code("jane") {
				w.mustResend("jane")
			}
			return w.confirm("jane", old)
		},
		want: want{code: "CodeMismatchException", message: textMismatch, check: still("jane")},
	},
	row{
		rules: "L50", name: "the old code fails whatever the words", pool: fixture.EmailPool(),
		prior: func(w *world) { w.mustSignUp("jane", "email", "jane@example.com") },
		call: func(w *world) (any, error) {
			old := w.code("jane")
			for old == w.code("jane") {
				w.mustResend("jane")
			}
			_, err := w.confirm("jane", old)
			require.Error(w, err)
			return w.confirm("jane", w.code("jane"))
		},
		want: want{check: has("jane", types.UserStatusTypeConfirmed)},
	},
	row{
		rules: "L53", choice: true, name: "a wrong code does not spend the right one", pool: fixture.EmailPool(),
		prior: func(w *world) {
			w.mustSignUp("jane", "email", "jane@example.com")
			for range 14 {
				_, err := w.confirm("jane", wrongCode)
				want{code: "CodeMismatchException", message: textMismatch}.requireError(w, err)
			}
		},
		call: func(w *world) (any, error) { return w.confirm("jane", w.code("jane")) },
		want: want{check: has("jane", types.UserStatusTypeConfirmed)},
	},
	row{
		rules: "L54", name: "a blank in the code", pool: fixture.EmailPool(),
		prior: func(w *world) { w.mustSignUp("jane", "email", "jane@example.com") },
		call:  func(w *world) (any, error) { return w.confirm("jane", "1 12 123") },
		want: want{code: "InvalidParameterException", check: still("jane"),
			message: `1 validation error detected: Value '1 12 123' at 'confirmationCode' failed to satisfy constraint: Member must satisfy regular expression pattern: [\S]+`},
	},
	row{
		rules: "L54", name: "a code of letters is a wrong code", pool: fixture.EmailPool(),
		prior: func(w *world) { w.mustSignUp("jane", "email", "jane@example.com") },
		call: func(w *world) (any, error) {
			_, err := w.confirm("jane", "0")
			want{code: "CodeMismatchException", message: textMismatch}.requireError(w, err)
			return w.confirm("jane", "abc")
		},
		want: want{code: "CodeMismatchException", message: textMismatch},
	},
	row{
		rules: "L54", name: "a code of 2049 characters", pool: fixture.EmailPool(),
		prior: func(w *world) { w.mustSignUp("jane", "email", "jane@example.com") },
		call:  func(w *world) (any, error) { return w.confirm("jane", strings.Repeat("1", 2049)) },
		want:  want{code: "InvalidParameterException", prefix: true, message: "1 validation error detected: Value '1111"},
	},
	row{
		rules: "L55 L56", name: "the sixteenth attempt of an hour", pool: fixture.EmailPool(),
		prior: func(w *world) {
			w.mustSignUp("jane", "email", "jane@example.com")
			for range 15 {
				_, err := w.confirm("jane", wrongCode)
				want{code: "CodeMismatchException", message: textMismatch}.requireError(w, err)
			}
		},
		call: func(w *world) (any, error) { return w.confirm("jane", wrongCode) },
		want: want{code: "LimitExceededException", message: textLimit, check: still("jane")},
	},
	row{
		rules: "L55 L56", choice: true, name: "the right code has to wait for the end of the hour", pool: fixture.EmailPool(),
		prior: func(w *world) {
			w.mustSignUp("jane", "email", "jane@example.com")
			for range 15 {
				_, err := w.confirm("jane", wrongCode)
				require.Error(w, err)
			}
			_, err := w.confirm("jane", w.code("jane"))
			want{code: "LimitExceededException", message: textLimit}.requireError(w, err)
			w.fake.Advance(time.Hour + time.Second)
		},
		call: func(w *world) (any, error) { return w.confirm("jane", w.code("jane")) },
		want: want{check: has("jane", types.UserStatusTypeConfirmed)},
	},
	row{
		rules: "L58", name: "a code of another client", pool: fixture.EmailPool(),
		prior: func(w *world) { w.mustSignUp("jane", "email", "jane@example.com") },
		call: func(w *world) (any, error) {
			code := w.code("jane")
			w.app = w.pool.AddAppClient(cip.CreateUserPoolClientInput{})
			return w.confirm("jane", code)
		},
		want: want{code: "ExpiredCodeException", message: textExpired, check: still("jane")},
	},
	row{
		rules: "L59 L63", name: "status before code and attempts", pool: fixture.EmailPool(),
		prior: func(w *world) {
			w.mustSignUp("jane", "email", "jane@example.com")
			for range 15 {
				_, err := w.confirm("jane", wrongCode)
				require.Error(w, err)
			}
			w.mustAdminConfirm("jane")
		},
		call: func(w *world) (any, error) { return w.confirm("jane", wrongCode) },
		want: want{code: "NotAuthorizedException", message: textConfirmed},
	},
	row{
		rules: "L59 R23", name: "secret before user", app: secretive(),
		call: func(w *world) (any, error) {
			in := w.confirmInput("nobody", "123456")
			in.SecretHash = aws.String("bad")
			return w.client.ConfirmSignUp(w.ctx, in)
		},
		want: want{code: "NotAuthorizedException", message: "Unable to verify secret hash for client ", prefix: true},
	},
	row{
		rules: "R24", name: "no hash on ConfirmSignUp", app: secretive(), pool: fixture.EmailPool(),
		prior: func(w *world) { w.mustSignUp("jane", "email", "jane@example.com") },
		call: func(w *world) (any, error) {
			in := w.confirmInput("jane", w.code("jane"))
			in.SecretHash = nil
			return w.client.ConfirmSignUp(w.ctx, in)
		},
		want: want{code: "NotAuthorizedException", message: "Unable to verify secret hash for client ", prefix: true, check: still("jane")},
	},
	row{
		rules: "R26 L60", name: "confirmed with a hash", app: secretive(), pool: fixture.EmailPool(),
		prior: func(w *world) { w.mustSignUp("jane", "email", "jane@example.com") },
		call:  func(w *world) (any, error) { return w.confirm("jane", w.code("jane")) },
		want:  want{check: has("jane", types.UserStatusTypeConfirmed)},
	},
	row{
		rules: "R20 N2", name: "unknown client on ConfirmSignUp",
		call: func(w *world) (any, error) {
			in := w.confirmInput("jane", "123456")
			in.ClientId = aws.String("unknown")
			return w.client.ConfirmSignUp(w.ctx, in)
		},
		want: want{code: "ResourceNotFoundException", message: "User pool client unknown does not exist."},
	},
	row{
		rules: "L62", name: "by the sub", pool: fixture.EmailPool(),
		prior: func(w *world) { w.mustSignUp("jane", "email", "jane@example.com") },
		call:  func(w *world) (any, error) { return w.confirm(w.user("jane").Sub, w.code("jane")) },
		want:  want{check: has("jane", types.UserStatusTypeConfirmed)},
	},
	row{
		rules: "L62", name: "by the e-mail that is the username", pool: named(fixture.EmailPool(), types.UsernameAttributeTypeEmail),
		prior: func(w *world) { w.mustSignUp("jane@example.com") },
		call:  func(w *world) (any, error) { return w.confirm("jane@example.com", w.code("jane@example.com")) },
		want:  want{check: has("jane@example.com", types.UserStatusTypeConfirmed, "email_verified", "true")},
	},
	row{
		rules: "L62", name: "by the phone that is the username", pool: named(fixture.PhonePool(), types.UsernameAttributeTypePhoneNumber),
		prior: func(w *world) { w.mustSignUp("+15555550100") },
		call:  func(w *world) (any, error) { return w.confirm("+15555550100", w.code("+15555550100")) },
		want:  want{check: has("+15555550100", types.UserStatusTypeConfirmed, "phone_number_verified", "true")},
	},
	row{
		rules: "L62 R77", name: "in another case", pool: caseless(fixture.EmailPool()),
		prior: func(w *world) { w.mustSignUp("Jane", "email", "jane@example.com") },
		call:  func(w *world) (any, error) { return w.confirm("jANE", w.code("Jane")) },
		want:  want{check: has("Jane", types.UserStatusTypeConfirmed)},
	},
	row{
		rules: "R77 L65", name: "in another case, where case matters", pool: fixture.EmailPool(),
		prior: func(w *world) { w.mustSignUp("Jane", "email", "jane@example.com") },
		call:  func(w *world) (any, error) { return w.confirm("jane", w.code("Jane")) },
		want:  want{code: "UserNotFoundException", message: textCombination},
	},
	row{
		rules: "L63", name: "confirmed already, the code just used", pool: fixture.EmailPool(), app: hiding(),
		prior: func(w *world) { w.mustSignUp("jane", "email", "jane@example.com") },
		call: func(w *world) (any, error) {
			code := w.code("jane")
			w.mustConfirm("jane", code)
			return w.confirm("jane", code)
		},
		want: want{code: "NotAuthorizedException", message: textConfirmed},
	},
	row{
		rules: "L65", name: "unknown user",
		call: func(w *world) (any, error) { return w.confirm("nobody", "123456") },
		want: want{code: "UserNotFoundException", message: textCombination},
	},
	row{
		rules: "L66", choice: true, name: "unknown user, ENABLED", app: hiding(),
		call: func(w *world) (any, error) { return w.confirm("nobody", "123456") },
		want: want{code: "CodeMismatchException", message: textMismatch},
	},
	row{
		rules: "L66", name: "ENABLED tells nobody that a user is unknown", app: hiding(),
		call: func(w *world) (any, error) {
			_, err := w.confirm("nobody", "123456")
			var unknown *types.UserNotFoundException
			require.NotErrorAs(w, err, &unknown)
			return nil, err
		},
		want: want{code: "CodeMismatchException", anyText: true},
	},
	row{
		rules: "L135", name: "an unconfirmed user waits for ever", pool: fixture.EmailPool(),
		prior: func(w *world) {
			w.mustSignUp("jane", "email", "jane@example.com")
			w.fake.Advance(3 * 365 * 24 * time.Hour)
			w.mustResend("jane")
		},
		call: func(w *world) (any, error) { return w.confirm("jane", w.code("jane")) },
		want: want{check: has("jane", types.UserStatusTypeConfirmed)},
	},
	row{
		rules: "L137 R76", name: "a name stays taken", pool: fixture.EmailPool(), app: hiding(),
		prior: func(w *world) { w.confirmed("jane", "email", "jane@example.com") },
		call:  func(w *world) (any, error) { return w.signUp("jane", "email", "jane@example.com") },
		want: want{code: "UsernameExistsException", message: "User already exists", check: func(w *world, _ any) {
			require.Len(w, w.pool.Messages(), 1, "no new code")
		}},
	},
	row{
		rules: "L147", name: "context and analytics change nothing", pool: fixture.EmailPool(),
		prior: func(w *world) { w.mustSignUp("jane", "email", "jane@example.com") },
		call: func(w *world) (any, error) {
			in := w.confirmInput("jane", w.code("jane"))
			in.UserContextData = &types.UserContextDataType{IpAddress: aws.String("192.0.2.1")}
			in.AnalyticsMetadata = &types.AnalyticsMetadataType{AnalyticsEndpointId: aws.String("x")}
			return w.client.ConfirmSignUp(w.ctx, in)
		},
		want: want{check: has("jane", types.UserStatusTypeConfirmed)},
	},
)

// Rows of AdminConfirmSignUp: L129 to L132.
var _ = addRows(
	row{
		rules: "L129", name: "an administrator confirms", pool: fixture.EmailPool(),
		prior: func(w *world) { w.mustSignUp("jane", "email", "jane@example.com") },
		call:  func(w *world) (any, error) { return w.adminConfirm("jane") },
		want:  want{check: has("jane", types.UserStatusTypeConfirmed, "email_verified", "false")},
	},
	row{
		rules: "L129 L130", name: "of a client, no user learns that nobody exists", app: hiding(),
		call: func(w *world) (any, error) { return w.adminConfirm("nobody") },
		want: want{code: "UserNotFoundException", message: "User does not exist."},
	},
	row{
		rules: "L130", name: "confirmed already", pool: fixture.EmailPool(),
		prior: func(w *world) { w.confirmed("jane", "email", "jane@example.com") },
		call:  func(w *world) (any, error) { return w.adminConfirm("jane") },
		want:  want{code: "NotAuthorizedException", message: textConfirmed},
	},
	row{
		rules: "L131", name: "by the e-mail of an unconfirmed user", pool: named(cip.CreateUserPoolInput{}, types.UsernameAttributeTypeEmail),
		prior: func(w *world) { w.mustSignUp("jane@example.com") },
		call:  func(w *world) (any, error) { return w.adminConfirm("jane@example.com") },
		want:  want{check: has("jane@example.com", types.UserStatusTypeConfirmed)},
	},
	row{
		rules: "L132", choice: true, name: "the code of before is of no use", pool: fixture.EmailPool(),
		prior: func(w *world) { w.mustSignUp("jane", "email", "jane@example.com") },
		call: func(w *world) (any, error) {
			code := w.code("jane")
			w.mustAdminConfirm("jane")
			require.Empty(w, w.pool.Code("jane"))
			return w.confirm("jane", code)
		},
		want: want{code: "NotAuthorizedException", message: textConfirmed},
	},
	row{
		rules: "N2 N6", name: "unknown pool",
		call: func(w *world) (any, error) {
			return w.client.AdminConfirmSignUp(w.ctx, &cip.AdminConfirmSignUpInput{
				UserPoolId: aws.String("us-east-1_unknown"), Username: aws.String("jane")})
		},
		want: want{code: "ResourceNotFoundException", message: "User pool us-east-1_unknown does not exist."},
	},
)
