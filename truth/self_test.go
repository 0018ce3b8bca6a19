package truth_test

import (
	"strings"
	"time"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
	"github.com/cognitofake/cognitofake/internal/rows"
)

// janeByMail is confirmed, and her e-mail address verified.
func janeByMail(w *world) { w.confirmed("jane", "email", "jane@example.com") }

// signedIn is jane's access token.
func (w *world) signedIn() *string {
	w.Helper()
	return w.Tokens("jane").AccessToken
}

// verifyingFirst keeps an address until the new one is verified.
func verifyingFirst(in cip.CreateUserPoolInput) cip.CreateUserPoolInput {
	in.UserAttributeUpdateSettings = &types.UserAttributeUpdateSettingsType{
		AttributesRequireVerificationBeforeUpdate: in.AutoVerifiedAttributes,
	}
	return in
}

// attribute asserts that attributes of jane are these.
func (w *world) attributes(pairs ...string) {
	w.Helper()
	rows.Has("jane", types.UserStatusTypeConfirmed, pairs...)(w.World, nil)
}

// lastMessage is the newest message of the pool.
func (w *world) lastMessage() cognitofake.Message {
	w.Helper()
	messages := w.pool.Messages()
	require.NotEmpty(w, messages)
	return messages[len(messages)-1]
}

// verifyRows are rows of addresses that users change and verify: N121, N124.
func verifyRows() []rows.Row {
	newMail := types.CodeDeliveryDetailsType{
		AttributeName: ptr("email"), DeliveryMedium: types.DeliveryMediumTypeEmail, Destination: ptr("n***@e***"),
	}
	return []rows.Row{
		{
			Rules: "N121 N124", Name: "a verified e-mail address changed", Pool: fixture.EmailPool(), App: rows.PasswordClient(),
			Prior: prior(janeByMail),
			Call: call(func(w *world) (any, error) {
				token := w.signedIn()
				out, err := w.Updates(token, "email", "new@example.org", "name", "Jane")
				require.NoError(w, err)
				require.Equal(w, []types.CodeDeliveryDetailsType{newMail}, out.CodeDeliveryDetailsList)
				w.attributes("email", "new@example.org", "email_verified", "false", "name", "Jane")
				require.Equal(w, []string{"new@example.org", "UpdateUserAttribute", w.app.ID},
					[]string{w.lastMessage().To, w.lastMessage().Purpose, w.lastMessage().ClientID})
				return w.Verifies(token, "email", w.code("jane"))
			}),
			Want: rows.Want{Check: check(func(w *world, _ any) { w.attributes("email", "new@example.org", "email_verified", "true") })},
		},
		{
			Rules: "N121", Name: "the old e-mail address holds until the new one is verified", Pool: verifyingFirst(fixture.EmailPool()), App: rows.PasswordClient(),
			Prior: prior(janeByMail),
			Call: call(func(w *world) (any, error) {
				token := w.signedIn()
				out, err := w.Updates(token, "email", "new@example.org", "name", "Jane")
				require.NoError(w, err)
				require.Equal(w, []types.CodeDeliveryDetailsType{newMail}, out.CodeDeliveryDetailsList)
				w.attributes("email", "jane@example.com", "email_verified", "true", "name", "Jane")
				require.Equal(w, "new@example.org", w.lastMessage().To)
				return w.Verifies(token, "email", w.code("jane"))
			}),
			Want: rows.Want{Check: check(func(w *world, _ any) { w.attributes("email", "new@example.org", "email_verified", "true") })},
		},
		{
			Rules: "N121 N5", Name: "an alias that is changed signs in until the new one is verified", App: rows.PasswordClient(),
			Pool:  verifyingFirst(rows.Aliased(fixture.EmailPool(), types.AliasAttributeTypeEmail)),
			Prior: prior(janeByMail),
			Call: call(func(w *world) (any, error) {
				token := w.signedIn()
				_, err := w.Updates(token, "email", "new@example.org")
				require.NoError(w, err)
				require.Equal(w, "jane", w.SignedIn("jane@example.com"))
				_, err = w.Verifies(token, "email", w.code("jane"))
				require.NoError(w, err)
				require.Equal(w, "jane", w.SignedIn("new@example.org"))
				return w.SignIn("jane@example.com", fixture.GoodPassword)
			}),
			Want: rows.Want{Code: "UserNotFoundException", Message: "User does not exist."},
		},
		{
			Rules: "N124 L67", Choice: true, Name: "an alias of somebody else is not taken by verification", App: rows.PasswordClient(),
			Pool:  rows.Aliased(fixture.EmailPool(), types.AliasAttributeTypeEmail),
			Prior: prior(janeByMail),
			Call: call(func(w *world) (any, error) {
				token := w.signedIn()
				_, err := w.Updates(token, "email", "john@example.com")
				require.NoError(w, err)
				w.pool.AddUser(cognitofake.NewUser{Username: "john", Attributes: map[string]string{"email": "john@example.com", "email_verified": "true"}})
				return w.Verifies(token, "email", w.code("jane"))
			}),
			Want: rows.Want{Code: "AliasExistsException", Message: textAliasEmail, Check: check(func(w *world, _ any) {
				w.attributes("email_verified", "false")
				require.Equal(w, "true", w.user("john").Attributes["email_verified"])
			})},
		},
		{
			Rules: "N124 N122", Choice: true, Name: "a name of somebody else is not taken by verification", App: rows.PasswordClient(),
			Pool:  verifyingFirst(rows.Named(fixture.EmailPool(), types.UsernameAttributeTypeEmail)),
			Prior: prior(func(w *world) { w.confirmed("jane@example.com") }),
			Call: call(func(w *world) (any, error) {
				token := w.Tokens("jane@example.com").AccessToken
				_, err := w.Updates(token, "email", "john@example.com")
				require.NoError(w, err)
				w.pool.AddUser(cognitofake.NewUser{Username: "john@example.com"})
				return w.Verifies(token, "email", w.code("jane@example.com"))
			}),
			Want: rows.Want{Code: "AliasExistsException", Message: "An account with the given email already exists.", Check: check(func(w *world, _ any) {
				require.Equal(w, "jane@example.com", w.user("jane@example.com").Attributes["email"])
			})},
		},
		{
			Rules: "N124", Name: "a code asked for and given back, A28", App: rows.PasswordClient(), Pool: fixture.EmailPool(),
			Call: call(func(w *world) (any, error) {
				w.MustSignUp("jane", "email", "jane@example.com")
				w.MustAdminConfirm("jane")
				w.attributes("email_verified", "false")
				token := w.Tokens("jane").AccessToken
				out, err := w.AsksCode(token, "email")
				require.NoError(w, err)
				require.Equal(w, details("email", types.DeliveryMediumTypeEmail, "j***@e***"), out.CodeDeliveryDetails)
				require.Equal(w, "VerifyUserAttribute", w.lastMessage().Purpose)
				require.Regexp(w, `^[0-9]{6}$`, w.lastMessage().Code)
				return w.Verifies(token, "email", w.lastMessage().Code)
			}),
			Want: rows.Want{Check: check(func(w *world, _ any) { w.attributes("email_verified", "true") })},
		},
		{
			Rules: "N124", Name: "a phone number verified", App: rows.PasswordClient(), Pool: twoMediaPool(),
			Prior: prior(janeByMail),
			Call: call(func(w *world) (any, error) {
				token := w.signedIn()
				out, err := w.Updates(token, "phone_number", "+15555551234")
				require.NoError(w, err)
				require.Equal(w, []types.CodeDeliveryDetailsType{*details("phone_number", types.DeliveryMediumTypeSms, "+*******1234")}, out.CodeDeliveryDetailsList)
				return w.Verifies(token, "phone_number", w.lastMessage().Code)
			}),
			Want: rows.Want{Check: check(func(w *world, _ any) { w.attributes("phone_number_verified", "true") })},
		},
		{
			Rules: "N124 L50", Name: "an earlier code", App: rows.PasswordClient(), Pool: fixture.EmailPool(),
			Prior: prior(janeByMail),
			Call: call(func(w *world) (any, error) {
				token := w.signedIn()
				_, err := w.AsksCode(token, "email")
				require.NoError(w, err)
				earlier := w.code("jane")
				_, err = w.AsksCode(token, "email")
				require.NoError(w, err)
				return w.Verifies(token, "email", earlier)
			}),
			Want: rows.Want{Code: "CodeMismatchException", Message: rows.TextMismatch},
		},
		{
			Rules: "N124 L49", Name: "a code lives a day", App: dayClient(), Pool: fixture.EmailPool(),
			Prior: prior(janeByMail),
			Call: call(func(w *world) (any, error) {
				token := w.signedIn()
				_, err := w.AsksCode(token, "email")
				require.NoError(w, err)
				code := w.code("jane")
				w.fake.Advance(24*time.Hour + time.Second)
				return w.Verifies(w.Tokens("jane").AccessToken, "email", code)
			}),
			Want: rows.Want{Code: "ExpiredCodeException", Message: rows.TextExpired},
		},
		{
			Rules: "N124", Name: "a code works once", App: rows.PasswordClient(), Pool: fixture.EmailPool(),
			Prior: prior(janeByMail),
			Call: call(func(w *world) (any, error) {
				token := w.signedIn()
				_, err := w.AsksCode(token, "email")
				require.NoError(w, err)
				code := w.code("jane")
				_, err = w.Verifies(token, "email", code)
				require.NoError(w, err)
				return w.Verifies(token, "email", code)
			}),
			Want: rows.Want{Code: "ExpiredCodeException", Message: rows.TextExpired},
		},
		{
			Rules: "N124", Choice: true, Name: "a code of an address that is gone", App: rows.PasswordClient(),
			Prior: prior(func(w *world) {
				w.pool.AddUser(cognitofake.NewUser{Username: "jane", Password: fixture.GoodPassword, Attributes: map[string]string{"email": "jane@example.com"}})
			}),
			Call: call(func(w *world) (any, error) {
				token := w.Tokens("jane").AccessToken
				_, err := w.AsksCode(token, "email")
				require.NoError(w, err)
				_, err = w.Updates(token, "email", "new@example.com") // nothing is sent: the pool verifies nothing
				require.NoError(w, err)
				return w.Verifies(token, "email", w.lastMessage().Code)
			}),
			Want: rows.Want{Code: "ExpiredCodeException", Message: rows.TextExpired},
		},
		{
			Rules: "C110 L114 L101", Choice: true, Name: "CustomMessage of a changed address", App: rows.PasswordClient(), Pool: verifyingFirst(fixture.EmailPool()),
			Prior: prior(janeByMail),
			Call: call(func(w *world) (any, error) {
				token := w.signedIn()
				_, err := w.SignOut(token)
				require.NoError(w, err)
				token = w.Tokens("jane").AccessToken
				w.pool.On(cognitofake.CustomMessage, func(e map[string]any) (map[string]any, error) {
					response := e["response"].(map[string]any)
					response["emailMessage"] = e["triggerSource"].(string) + " {####}"
					return e, nil
				})
				_, err = w.Client.UpdateUserAttributes(w.Ctx, &cip.UpdateUserAttributesInput{
					AccessToken: token, UserAttributes: fixture.Attrs("email", "new@example.org"), ClientMetadata: map[string]string{"a": "b"},
				})
				require.NoError(w, err)
				require.Equal(w, "CustomMessage_UpdateUserAttribute "+w.code("jane"), w.lastMessage().Body)
				_, err = w.AsksCode(token, "email")
				require.NoError(w, err)
				require.Equal(w, "CustomMessage_VerifyUserAttribute "+w.code("jane"), w.lastMessage().Body)
				return nil, nil
			}),
			Want: rows.Want{Check: check(func(w *world, _ any) {
				calls := w.fake.Calls()
				event := calls[len(calls)-2].Invocations[0].Event
				for _, part := range []string{`"email":"new@example.org"`, `"email_verified":"false"`, `"clientMetadata":{"a":"b"}`, `"clientId":"` + w.app.ID + `"`} {
					require.Contains(w, event, part)
				}
			})},
		},
		{
			Rules: "C7", Name: "events of a user who was signed out", App: rows.PasswordClient(), Pool: fixture.EmailPool(),
			Prior: prior(janeByMail),
			Call: call(func(w *world) (any, error) {
				token := w.signedIn()
				w.pool.On(cognitofake.CustomMessage, func(e map[string]any) (map[string]any, error) { return e, nil })
				_, err := w.AsksCode(token, "email")
				require.NoError(w, err)
				_, err = w.SignOut(token)
				require.NoError(w, err)
				return w.AsksCode(w.Tokens("jane").AccessToken, "email")
			}),
			Want: rows.Want{Check: check(func(w *world, _ any) {
				var events []string
				for _, c := range w.fake.Calls() {
					for _, inv := range c.Invocations {
						events = append(events, inv.Event)
					}
				}
				require.NotContains(w, events[0], "cognito:token_nbf")
				require.Regexp(w, `"cognito:token_nbf":"[0-9]{13}"`, events[1])
				require.False(w, strings.Contains(strings.Join(w.user("jane").AttributeNames(), " "), "nbf"))
			})},
		},
	}
}

func ptr(s string) *string { return &s }

// dayClient has access tokens that live a day.
func dayClient() cip.CreateUserPoolClientInput {
	in := rows.PasswordClient()
	day := int32(24)
	in.AccessTokenValidity = &day
	return in
}
