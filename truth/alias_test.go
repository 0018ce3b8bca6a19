package truth_test

import (
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
	"github.com/cognitofake/cognitofake/internal/rows"
)

// aliasRows are rows of aliases at ConfirmSignUp: L62, L67 to L70, L145.
func aliasRows() []rows.Row {
	return []rows.Row{
		{
			Rules: "L59 L67", Name: "code before alias", Pool: rows.EmailAliasPool(),
			Prior: prior(func(w *world) {
				w.confirmed("jane", "email", "jane@example.com")
				w.MustSignUp("jan", "email", "jane@example.com")
			}),
			Call: func(w *rows.World) (any, error) { return w.Confirm("jan", rows.WrongCode) },
			Want: rows.Want{Code: "CodeMismatchException", Message: rows.TextMismatch},
		},
		{
			Rules: "L67 R74", Name: "a taken e-mail", Pool: rows.EmailAliasPool(),
			Prior: prior(func(w *world) {
				w.confirmed("jane", "email", "jane@example.com")
				w.MustSignUp("jan", "email", "jane@example.com")
			}),
			Call: call(func(w *world) (any, error) { return w.Confirm("jan", w.code("jan")) }),
			Want: rows.Want{Code: "AliasExistsException", Message: textAliasEmail, Check: func(w *rows.World, out any) {
				rows.Still("jan")(w, out)
				rows.Has("jane", types.UserStatusTypeConfirmed, "email_verified", "true")(w, out)
			}},
		},
		{
			Rules: "L67", Name: "a taken phone", Pool: rows.Aliased(fixture.PhonePool(), types.AliasAttributeTypePhoneNumber),
			Prior: prior(func(w *world) {
				w.confirmed("jane", "phone_number", "+15555550100")
				w.MustSignUp("jan", "phone_number", "+15555550100")
			}),
			Call: call(func(w *world) (any, error) { return w.Confirm("jan", w.code("jan")) }),
			Want: rows.Want{Code: "AliasExistsException", Message: "An account with the phone_number already exists.", Check: rows.Still("jan")},
		},
		{
			Rules: "L67 R77", Name: "a taken e-mail in another case", Pool: rows.Caseless(rows.EmailAliasPool()),
			Prior: prior(func(w *world) {
				w.confirmed("jane", "email", "jane@example.com")
				w.MustSignUp("jan", "email", "JANE@example.com")
			}),
			Call: call(func(w *world) (any, error) { return w.Confirm("jan", w.code("jan")) }),
			Want: rows.Want{Code: "AliasExistsException", Message: textAliasEmail, Check: rows.Still("jan")},
		},
		{
			Rules: "L68", Choice: true, Name: "the code outlives the taken alias", Pool: rows.EmailAliasPool(),
			Prior: prior(func(w *world) {
				w.confirmed("jane", "email", "jane@example.com")
				w.MustSignUp("jan", "email", "jane@example.com")
				_, err := w.Confirm("jan", w.code("jan"))
				require.Error(w, err)
			}),
			Call: call(func(w *world) (any, error) {
				in := w.ConfirmInput("jan", w.code("jan"))
				in.ForceAliasCreation = true
				return w.Client.ConfirmSignUp(w.Ctx, in)
			}),
			Want: rows.Want{Check: rows.Has("jan", types.UserStatusTypeConfirmed, "email_verified", "true")},
		},
		{
			Rules: "L69 L142", Name: "ForceAliasCreation moves the alias", Pool: rows.EmailAliasPool(), App: rows.PasswordClient(),
			Own: []cognitofake.Option{frozen()},
			Prior: prior(func(w *world) {
				w.confirmed("jane", "email", "jane@example.com")
				w.MustSignUp("jan", "email", "jane@example.com")
				w.fake.Advance(time.Hour)
			}),
			Call: call(func(w *world) (any, error) {
				in := w.ConfirmInput("jan", w.code("jan"))
				in.ForceAliasCreation = true
				return w.Client.ConfirmSignUp(w.Ctx, in)
			}),
			Want: rows.Want{Check: check(func(w *world, out any) {
				rows.Has("jan", types.UserStatusTypeConfirmed, "email", "jane@example.com", "email_verified", "true")(w.World, out)
				rows.Has("jane", types.UserStatusTypeConfirmed, "email", "jane@example.com", "email_verified", "false")(w.World, out)
				require.Equal(w, w.fake.Now(), w.user("jane").ModifiedAt, "the former owner is modified")
				require.Equal(w, "jan", w.SignedIn("jane@example.com"))
				require.Equal(w, "jane", w.SignedIn("jane"))
			})},
		},
		{
			Rules: "L70 R75", Name: "no aliases, no check", Pool: fixture.EmailPool(),
			Prior: prior(func(w *world) {
				w.confirmed("jane", "email", "jane@example.com")
				w.MustSignUp("jan", "email", "jane@example.com")
			}),
			Call: call(func(w *world) (any, error) { return w.Confirm("jan", w.code("jan")) }),
			Want: rows.Want{Check: func(w *rows.World, out any) {
				rows.Has("jan", types.UserStatusTypeConfirmed, "email_verified", "true")(w, out)
				rows.Has("jane", types.UserStatusTypeConfirmed, "email_verified", "true")(w, out)
			}},
		},
		{
			Rules: "L145", Name: "who confirms first owns the alias", Pool: rows.EmailAliasPool(),
			Prior: prior(func(w *world) {
				w.MustSignUp("jane", "email", "jane@example.com")
				w.MustSignUp("jan", "email", "jane@example.com")
				w.MustConfirm("jan", w.code("jan"))
			}),
			Call: call(func(w *world) (any, error) { return w.Confirm("jane", w.code(w.user("jane").Sub)) }),
			Want: rows.Want{Code: "AliasExistsException", Message: textAliasEmail, Check: rows.Still("jane")},
		},
		{
			Rules: "L62 L63", Name: "by a verified alias", Pool: rows.EmailAliasPool(),
			Prior: prior(func(w *world) { w.confirmed("jane", "email", "jane@example.com") }),
			Call:  func(w *rows.World) (any, error) { return w.Confirm("jane@example.com", rows.WrongCode) },
			Want:  rows.Want{Code: "NotAuthorizedException", Message: rows.TextConfirmed},
		},
		{
			Rules: "L62", Name: "by an alias that is not verified", Pool: rows.EmailAliasPool(),
			Prior: func(w *rows.World) { w.MustSignUp("jane", "email", "jane@example.com") },
			Call:  call(func(w *world) (any, error) { return w.Confirm("jane@example.com", w.code("jane")) }),
			Want:  rows.Want{Code: "UserNotFoundException", Message: rows.TextCombination, Check: rows.Still("jane")},
		},
	}
}
