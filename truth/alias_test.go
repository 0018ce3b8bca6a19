package truth_test

import (
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
)

// Rows of aliases at ConfirmSignUp: L62, L67 to L70, L145.
var _ = addRows(
	row{
		rules: "L59 L67", name: "code before alias", pool: emailAliasPool(),
		prior: func(w *world) {
			w.confirmed("jane", "email", "jane@example.com")
			w.mustSignUp("jan", "email", "jane@example.com")
		},
		call: func(w *world) (any, error) { return w.confirm("jan", wrongCode) },
		want: want{code: "CodeMismatchException", message: textMismatch},
	},
	row{
		rules: "L67 R74", name: "a taken e-mail", pool: emailAliasPool(),
		prior: func(w *world) {
			w.confirmed("jane", "email", "jane@example.com")
			w.mustSignUp("jan", "email", "jane@example.com")
		},
		call: func(w *world) (any, error) { return w.confirm("jan", w.code("jan")) },
		want: want{code: "AliasExistsException", message: textAliasEmail, check: func(w *world, out any) {
			still("jan")(w, out)
			has("jane", types.UserStatusTypeConfirmed, "email_verified", "true")(w, out)
		}},
	},
	row{
		rules: "L67", name: "a taken phone", pool: aliased(fixture.PhonePool(), types.AliasAttributeTypePhoneNumber),
		prior: func(w *world) {
			w.confirmed("jane", "phone_number", "+15555550100")
			w.mustSignUp("jan", "phone_number", "+15555550100")
		},
		call: func(w *world) (any, error) { return w.confirm("jan", w.code("jan")) },
		want: want{code: "AliasExistsException", message: "An account with the phone_number already exists.", check: still("jan")},
	},
	row{
		rules: "L67 R77", name: "a taken e-mail in another case", pool: caseless(emailAliasPool()),
		prior: func(w *world) {
			w.confirmed("jane", "email", "jane@example.com")
			w.mustSignUp("jan", "email", "JANE@example.com")
		},
		call: func(w *world) (any, error) { return w.confirm("jan", w.code("jan")) },
		want: want{code: "AliasExistsException", message: textAliasEmail, check: still("jan")},
	},
	row{
		rules: "L68", choice: true, name: "the code outlives the taken alias", pool: emailAliasPool(),
		prior: func(w *world) {
			w.confirmed("jane", "email", "jane@example.com")
			w.mustSignUp("jan", "email", "jane@example.com")
			_, err := w.confirm("jan", w.code("jan"))
			require.Error(w, err)
		},
		call: func(w *world) (any, error) {
			in := w.confirmInput("jan", w.code("jan"))
			in.ForceAliasCreation = true
			return w.client.ConfirmSignUp(w.ctx, in)
		},
		want: want{check: has("jan", types.UserStatusTypeConfirmed, "email_verified", "true")},
	},
	row{
		rules: "L69 L142", name: "ForceAliasCreation moves the alias", pool: emailAliasPool(), app: passwordClient(),
		prior: func(w *world) {
			w.confirmed("jane", "email", "jane@example.com")
			w.mustSignUp("jan", "email", "jane@example.com")
		},
		call: func(w *world) (any, error) {
			in := w.confirmInput("jan", w.code("jan"))
			in.ForceAliasCreation = true
			return w.client.ConfirmSignUp(w.ctx, in)
		},
		want: want{check: func(w *world, out any) {
			has("jan", types.UserStatusTypeConfirmed, "email", "jane@example.com", "email_verified", "true")(w, out)
			has("jane", types.UserStatusTypeConfirmed, "email", "jane@example.com", "email_verified", "false")(w, out)
			require.Equal(w, "jan", w.signedIn("jane@example.com"))
			require.Equal(w, "jane", w.signedIn("jane"))
		}},
	},
	row{
		rules: "L70 R75", name: "no aliases, no check", pool: fixture.EmailPool(),
		prior: func(w *world) {
			w.confirmed("jane", "email", "jane@example.com")
			w.mustSignUp("jan", "email", "jane@example.com")
		},
		call: func(w *world) (any, error) { return w.confirm("jan", w.code("jan")) },
		want: want{check: func(w *world, out any) {
			has("jan", types.UserStatusTypeConfirmed, "email_verified", "true")(w, out)
			has("jane", types.UserStatusTypeConfirmed, "email_verified", "true")(w, out)
		}},
	},
	row{
		rules: "L145", name: "who confirms first owns the alias", pool: emailAliasPool(),
		prior: func(w *world) {
			w.mustSignUp("jane", "email", "jane@example.com")
			w.mustSignUp("jan", "email", "jane@example.com")
			w.mustConfirm("jan", w.code("jan"))
		},
		call: func(w *world) (any, error) { return w.confirm("jane", w.code(w.user("jane").Sub)) },
		want: want{code: "AliasExistsException", message: textAliasEmail, check: still("jane")},
	},
	row{
		rules: "L62 L63", name: "by a verified alias", pool: emailAliasPool(),
		prior: func(w *world) { w.confirmed("jane", "email", "jane@example.com") },
		call:  func(w *world) (any, error) { return w.confirm("jane@example.com", wrongCode) },
		want:  want{code: "NotAuthorizedException", message: textConfirmed},
	},
	row{
		rules: "L62", name: "by an alias that is not verified", pool: emailAliasPool(),
		prior: func(w *world) { w.mustSignUp("jane", "email", "jane@example.com") },
		call:  func(w *world) (any, error) { return w.confirm("jane@example.com", w.code("jane")) },
		want:  want{code: "UserNotFoundException", message: textCombination, check: still("jane")},
	},
)
