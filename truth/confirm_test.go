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

// confirmRows are rows of ConfirmSignUp and its codes: docs/behaviour.md L48 to L70.
func confirmRows() []rows.Row {
	return []rows.Row{
		{
			Rules: "L48 L60 L61 L82", Name: "confirmed by the code", Pool: fixture.EmailPool(),
			Prior: func(w *rows.World) { w.MustSignUp("jane", "email", "jane@example.com", "phone_number", "+15555550100") },
			Call: call(func(w *world) (any, error) {
				require.Regexp(w, `^[0-9]{6}$`, w.code("jane"))
				return w.Confirm("jane", w.code("jane"))
			}),
			Want: rows.Want{Check: check(func(w *world, out any) {
				require.Nil(w, out.(*cip.ConfirmSignUpOutput).Session)
				rows.Has("jane", types.UserStatusTypeConfirmed, "email_verified", "true", "phone_number_verified", "false")(w.World, out)
				require.Empty(w, w.pool.Code("jane"))
			})},
		},
		{
			Rules: "L60 L13", Name: "the phone that got the code is verified, the e-mail is not", Pool: twoMediaPool(),
			Prior: func(w *rows.World) { w.MustSignUp("jane", "email", "jane@example.com", "phone_number", "+15555550100") },
			Call:  call(func(w *world) (any, error) { return w.Confirm("jane", w.code("jane")) }),
			Want:  rows.Want{Check: rows.Has("jane", types.UserStatusTypeConfirmed, "email_verified", "false", "phone_number_verified", "true")},
		},
		{
			Rules: "L1 L61", Name: "the body of a confirmation", Pool: fixture.EmailPool(),
			Prior: func(w *rows.World) { w.MustSignUp("jane", "email", "jane@example.com") },
			Raw: raw(func(w *world) string {
				return `ConfirmSignUp {"ClientId":"` + w.app.ID + `","Username":"jane","ConfirmationCode":"` + w.code("jane") + `"}`
			}),
			Want: rows.Want{Check: func(w *rows.World, out any) { require.Equal(w, "{}", string(out.([]byte))) }},
		},
		{
			Rules: "L51", Name: "wrong code", Pool: fixture.EmailPool(),
			Prior: func(w *rows.World) { w.MustSignUp("jane", "email", "jane@example.com") },
			Call:  func(w *rows.World) (any, error) { return w.Confirm("jane", rows.WrongCode) },
			Want: rows.Want{Code: "CodeMismatchException", Message: rows.TextMismatch, Check: check(func(w *world, out any) {
				rows.Still("jane")(w.World, out)
				w.MustConfirm("jane", w.code("jane")) // L53
			})},
		},
		{
			Rules: "L49", Name: "a code is good for 24 hours", Pool: fixture.EmailPool(),
			Prior: prior(func(w *world) {
				w.MustSignUp("jane", "email", "jane@example.com")
				w.fake.Advance(24*time.Hour - time.Minute)
			}),
			Call: call(func(w *world) (any, error) { return w.Confirm("jane", w.code("jane")) }),
			Want: rows.Want{Check: rows.Has("jane", types.UserStatusTypeConfirmed)},
		},
		{
			Rules: "L49 L52", Name: "and not longer", Pool: fixture.EmailPool(),
			Prior: func(w *rows.World) { w.MustSignUp("jane", "email", "jane@example.com") },
			Call: call(func(w *world) (any, error) {
				code := w.code("jane")
				w.fake.Advance(24*time.Hour + time.Second)
				return w.Confirm("jane", code)
			}),
			Want: rows.Want{Code: "ExpiredCodeException", Message: rows.TextExpired, Check: rows.Still("jane")},
		},
		{
			Rules: "L50", Name: "a resend makes the old code wrong", Choice: true, Pool: fixture.EmailPool(),
			Prior: func(w *rows.World) { w.MustSignUp("jane", "email", "jane@example.com") },
			Call: call(func(w *world) (any, error) {
				old := w.code("jane")
				for old == w.code("jane") {
					w.MustResend("jane")
				}
				return w.Confirm("jane", old)
			}),
			Want: rows.Want{Code: "CodeMismatchException", Message: rows.TextMismatch, Check: rows.Still("jane")},
		},
		{
			Rules: "L50", Name: "the old code fails whatever the words", Pool: fixture.EmailPool(),
			Prior: func(w *rows.World) { w.MustSignUp("jane", "email", "jane@example.com") },
			Call: call(func(w *world) (any, error) {
				old := w.code("jane")
				for old == w.code("jane") {
					w.MustResend("jane")
				}
				_, err := w.Confirm("jane", old)
				require.Error(w, err)
				return w.Confirm("jane", w.code("jane"))
			}),
			Want: rows.Want{Check: rows.Has("jane", types.UserStatusTypeConfirmed)},
		},
		{
			Rules: "L53", Choice: true, Name: "a wrong code does not spend the right one", Pool: fixture.EmailPool(),
			Prior: func(w *rows.World) {
				w.MustSignUp("jane", "email", "jane@example.com")
				for range 14 {
					_, err := w.Confirm("jane", rows.WrongCode)
					rows.Want{Code: "CodeMismatchException", Message: rows.TextMismatch}.RequireError(w, err)
				}
			},
			Call: call(func(w *world) (any, error) { return w.Confirm("jane", w.code("jane")) }),
			Want: rows.Want{Check: rows.Has("jane", types.UserStatusTypeConfirmed)},
		},
		{
			Rules: "L55 L56", Choice: true, Name: "the right code has to wait for the end of the hour", Pool: fixture.EmailPool(),
			Prior: prior(func(w *world) {
				w.MustSignUp("jane", "email", "jane@example.com")
				for range 15 {
					_, err := w.Confirm("jane", rows.WrongCode)
					require.Error(w, err)
				}
				_, err := w.Confirm("jane", w.code("jane"))
				rows.Want{Code: "LimitExceededException", Message: rows.TextLimit}.RequireError(w.World, err)
				w.fake.Advance(time.Hour + time.Second)
			}),
			Call: call(func(w *world) (any, error) { return w.Confirm("jane", w.code("jane")) }),
			Want: rows.Want{Check: rows.Has("jane", types.UserStatusTypeConfirmed)},
		},
		{
			Rules: "L58", Name: "a code of another client", Pool: fixture.EmailPool(),
			Prior: func(w *rows.World) { w.MustSignUp("jane", "email", "jane@example.com") },
			Call: call(func(w *world) (any, error) {
				code := w.code("jane")
				w.by(w.pool.AddAppClient(cip.CreateUserPoolClientInput{}))
				return w.Confirm("jane", code)
			}),
			Want: rows.Want{Code: "ExpiredCodeException", Message: rows.TextExpired, Check: rows.Still("jane")},
		},
		{
			Rules: "R24", Name: "no hash on ConfirmSignUp", App: rows.Secretive(), Pool: fixture.EmailPool(),
			Prior: func(w *rows.World) { w.MustSignUp("jane", "email", "jane@example.com") },
			Call: call(func(w *world) (any, error) {
				in := w.ConfirmInput("jane", w.code("jane"))
				in.SecretHash = nil
				return w.Client.ConfirmSignUp(w.Ctx, in)
			}),
			Want: rows.Want{Code: "NotAuthorizedException", Words: rows.Unverified, Check: rows.Still("jane")},
		},
		{
			Rules: "R26 L60", Name: "confirmed with a hash", App: rows.Secretive(), Pool: fixture.EmailPool(),
			Prior: func(w *rows.World) { w.MustSignUp("jane", "email", "jane@example.com") },
			Call:  call(func(w *world) (any, error) { return w.Confirm("jane", w.code("jane")) }),
			Want:  rows.Want{Check: rows.Has("jane", types.UserStatusTypeConfirmed)},
		},
		{
			Rules: "L62", Name: "by the sub", Pool: fixture.EmailPool(),
			Prior: func(w *rows.World) { w.MustSignUp("jane", "email", "jane@example.com") },
			Call:  call(func(w *world) (any, error) { return w.Confirm(w.user("jane").Sub, w.code("jane")) }),
			Want:  rows.Want{Check: rows.Has("jane", types.UserStatusTypeConfirmed)},
		},
		{
			Rules: "L62", Name: "by the e-mail that is the username", Pool: rows.Named(fixture.EmailPool(), types.UsernameAttributeTypeEmail),
			Prior: func(w *rows.World) { w.MustSignUp("jane@example.com") },
			Call:  call(func(w *world) (any, error) { return w.Confirm("jane@example.com", w.code("jane@example.com")) }),
			Want:  rows.Want{Check: rows.Has("jane@example.com", types.UserStatusTypeConfirmed, "email_verified", "true")},
		},
		{
			Rules: "L62", Name: "by the phone that is the username", Pool: rows.Named(fixture.PhonePool(), types.UsernameAttributeTypePhoneNumber),
			Prior: func(w *rows.World) { w.MustSignUp("+15555550100") },
			Call:  call(func(w *world) (any, error) { return w.Confirm("+15555550100", w.code("+15555550100")) }),
			Want:  rows.Want{Check: rows.Has("+15555550100", types.UserStatusTypeConfirmed, "phone_number_verified", "true")},
		},
		{
			Rules: "L62 R77", Name: "in another case", Pool: rows.Caseless(fixture.EmailPool()),
			Prior: func(w *rows.World) { w.MustSignUp("Jane", "email", "jane@example.com") },
			Call:  call(func(w *world) (any, error) { return w.Confirm("jANE", w.code("Jane")) }),
			Want:  rows.Want{Check: rows.Has("Jane", types.UserStatusTypeConfirmed)},
		},
		{
			Rules: "R77 L65", Name: "in another case, where case matters", Pool: fixture.EmailPool(),
			Prior: func(w *rows.World) { w.MustSignUp("Jane", "email", "jane@example.com") },
			Call:  call(func(w *world) (any, error) { return w.Confirm("jane", w.code("Jane")) }),
			Want:  rows.Want{Code: "UserNotFoundException", Message: rows.TextCombination},
		},
		{
			Rules: "L63", Name: "confirmed already, the code just used", Pool: fixture.EmailPool(), App: rows.Hiding(),
			Prior: func(w *rows.World) { w.MustSignUp("jane", "email", "jane@example.com") },
			Call: call(func(w *world) (any, error) {
				code := w.code("jane")
				w.MustConfirm("jane", code)
				return w.Confirm("jane", code)
			}),
			Want: rows.Want{Code: "NotAuthorizedException", Message: rows.TextConfirmed},
		},
		{
			Rules: "L135", Name: "an unconfirmed user waits for ever", Pool: fixture.EmailPool(),
			Prior: prior(func(w *world) {
				w.MustSignUp("jane", "email", "jane@example.com")
				w.fake.Advance(3 * 365 * 24 * time.Hour)
				w.MustResend("jane")
			}),
			Call: call(func(w *world) (any, error) { return w.Confirm("jane", w.code("jane")) }),
			Want: rows.Want{Check: rows.Has("jane", types.UserStatusTypeConfirmed)},
		},
		{
			Rules: "L137 R76", Name: "a name stays taken", Pool: fixture.EmailPool(), App: rows.Hiding(),
			Prior: prior(func(w *world) { w.confirmed("jane", "email", "jane@example.com") }),
			Call:  func(w *rows.World) (any, error) { return w.SignUp("jane", "email", "jane@example.com") },
			Want: rows.Want{Code: "UsernameExistsException", Message: "User already exists", Check: func(w *rows.World, _ any) {
				w.RequireSent(1, "no new code")
			}},
		},
		{
			Rules: "L147", Name: "context and analytics change nothing", Pool: fixture.EmailPool(),
			Prior: func(w *rows.World) { w.MustSignUp("jane", "email", "jane@example.com") },
			Call: call(func(w *world) (any, error) {
				in := w.ConfirmInput("jane", w.code("jane"))
				in.UserContextData = &types.UserContextDataType{IpAddress: aws.String("192.0.2.1")}
				in.AnalyticsMetadata = &types.AnalyticsMetadataType{AnalyticsEndpointId: aws.String("x")}
				return w.Client.ConfirmSignUp(w.Ctx, in)
			}),
			Want: rows.Want{Check: rows.Has("jane", types.UserStatusTypeConfirmed)},
		},
	}
}

// adminConfirmRows are rows of AdminConfirmSignUp: L129 to L132.
func adminConfirmRows() []rows.Row {
	return []rows.Row{
		{
			Rules: "L130", Name: "confirmed already", Pool: fixture.EmailPool(),
			Prior: prior(func(w *world) { w.confirmed("jane", "email", "jane@example.com") }),
			Call:  func(w *rows.World) (any, error) { return w.AdminConfirm("jane") },
			Want:  rows.Want{Code: "NotAuthorizedException", Message: rows.TextConfirmed},
		},
		{
			Rules: "L132", Choice: true, Name: "the code of before is of no use", Pool: fixture.EmailPool(),
			Prior: func(w *rows.World) { w.MustSignUp("jane", "email", "jane@example.com") },
			Call: call(func(w *world) (any, error) {
				code := w.code("jane")
				w.MustAdminConfirm("jane")
				require.Empty(w, w.pool.Code("jane"))
				return w.Confirm("jane", code)
			}),
			Want: rows.Want{Code: "NotAuthorizedException", Message: rows.TextConfirmed},
		},
	}
}
