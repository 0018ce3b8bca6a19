package truth_test

import (
	"encoding/json"
	"errors"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
	"github.com/cognitofake/cognitofake/internal/rows"
)

// migrationRows are rows of UserMigration: docs/behaviour.md C77 to C87.
func migrationRows() []rows.Row {
	migrating := func(response string) func(*rows.World) {
		return prior(on(cognitofake.UserMigration, withResponse(response)))
	}
	const (
		source   = "UserMigration_Authentication"
		whole    = `{"userAttributes":{"email":"jane@example.com","email_verified":"true","phone_number":"+15555550100"},"finalUserStatus":"CONFIRMED","messageAction":"SUPPRESS","forceAliasCreation":false,"enableSMSMFA":null,"desiredDeliveryMediums":null}`
		reset    = `{"userAttributes":{"email":"jane@example.com","email_verified":"true"},"finalUserStatus":"","messageAction":"SUPPRESS","desiredDeliveryMediums":[]}`
		resetSay = "Password reset required for the user"
	)
	short := func(w *rows.World) (any, error) { return w.SignIn("jane", "x") } // no policy takes it
	credentials := rows.Want{Code: "NotAuthorizedException", Message: rows.TextCredentials}
	unknown := rows.Want{Code: "UserNotFoundException", Message: "User does not exist."}
	migrated := check(func(w *world, _ any) {
		u := w.user("jane")
		require.Equal(w, types.UserStatusTypeConfirmed, u.Status)
		require.Equal(w, "true", u.Attributes["email_verified"])
		w.pool.On(cognitofake.UserMigration, nil)
		_, err := w.SignIn("jane", "x")
		require.NoError(w, err)
		w.RequireSent(0)
	})
	alias := fixture.EmailPool()
	alias.AliasAttributes = []types.AliasAttributeType{types.AliasAttributeTypeEmail}
	held := func(force string) func(*rows.World) {
		return prior(func(w *world) {
			w.pool.AddUser(cognitofake.NewUser{Username: "joan", Attributes: map[string]string{"email": "jane@example.com", "email_verified": "true"}})
			w.pool.On(cognitofake.UserMigration, withResponse(`{"userAttributes":{"email":"jane@example.com","email_verified":"true"},"finalUserStatus":"CONFIRMED","messageAction":"SUPPRESS","forceAliasCreation":`+force+`}`))
		})
	}
	srp := rows.PasswordClient()
	srp.ExplicitAuthFlows = append(srp.ExplicitAuthFlows, types.ExplicitAuthFlowsTypeAllowUserSrpAuth, types.ExplicitAuthFlowsTypeAllowUserAuth)
	sent := func(rule, response string, n int, to string) rows.Row {
		return rows.Row{Rules: "C82 " + rule, Name: "a welcome to " + to, Pool: fixture.EmailPool(), App: rows.PasswordClient(), Prior: migrating(response), Call: short,
			Want: rows.Want{Check: check(func(w *world, _ any) {
				require.Len(w, w.fake.Messages(), n)
				require.Equal(w, to, w.fake.Messages()[0].To)
				require.NotContains(w, w.fake.Messages()[0].Body, "x.")
			})}}
	}
	return []rows.Row{
		{Rules: "C77 C79 C80 C81", Name: "a user comes with their password", App: rows.PasswordClient(), Prior: migrating(whole), Call: short, Want: rows.Want{Check: migrated}},
		{Rules: "C77", Name: "ENABLED alike", App: rows.HidingPasswordClient(), Prior: migrating(whole), Call: short, Want: rows.Want{Check: migrated}},
		{Rules: "C77", Name: "by an administrator", App: rows.PasswordClient(), Prior: migrating(whole),
			Call: func(w *rows.World) (any, error) { return w.AdminSignIn("jane", "x") }, Want: rows.Want{Check: migrated}},
		{Rules: "C77", Name: "by USER_AUTH with PASSWORD", App: srp, Prior: migrating(whole),
			Call: func(w *rows.World) (any, error) {
				return w.Auth(types.AuthFlowTypeUserAuth, "USERNAME", "jane", "PREFERRED_CHALLENGE", "PASSWORD", "PASSWORD", "x")
			}, Want: rows.Want{Check: migrated}},
		{Rules: "C77", Name: "not by SRP", App: srp, Prior: migrating(whole),
			Call: func(w *rows.World) (any, error) {
				return w.Auth(types.AuthFlowTypeUserSrpAuth, "USERNAME", "jane", "SRP_A", fixture.NewSRP().A())
			}, Want: unknown},
		{Rules: "C77", Name: "not a user who is there", App: rows.PasswordClient(), Prior: janeWith(cognitofake.UserMigration, fails(errors.New("no"))),
			Call: janeSignsIn(fixture.GoodPassword)},
		{Rules: "C13", Name: "a migrated user meets PreAuthentication too", App: rows.PasswordClient(),
			Prior: prior(func(w *world) {
				migrating(whole)(w.World)
				w.pool.On(cognitofake.PreAuthentication, echo)
				w.pool.On(cognitofake.PostAuthentication, echo)
			}), Call: short,
			Want: rows.Want{Check: check(func(w *world, _ any) { require.Equal(w, []string{source, preAuth, postAuth}, w.ranLast()) })}},
		{Rules: "C78 C10", Name: "what it is asked", App: rows.PasswordClient(), Prior: migrating(whole), Call: short,
			Want: rows.Want{Check: check(func(w *world, _ any) {
				require.Equal(w, `{"password":"REDACTED","validationData":null,"userAttributes":null}`, w.toldTo(source))
			})}},
		{Rules: "C78 C8", Name: "metadata of the start are validationData", App: rows.PasswordClient(), Prior: migrating(whole),
			Call: func(w *rows.World) (any, error) {
				return withMetadata(w, "jane", "x-secret", map[string]string{"k": "v"})
			},
			Want: rows.Want{Check: check(func(w *world, _ any) {
				require.Equal(w, `{"password":"REDACTED","validationData":{"k":"v"},"userAttributes":null}`, w.toldTo(source))
			})}},
		{Rules: "C79 C3", Name: "an address that is typed in an e-mail pool", Pool: fixture.EmailNamePool(), App: rows.PasswordClient(),
			Prior: migrating(`{"userAttributes":{"name":"Jane"},"finalUserStatus":"CONFIRMED","messageAction":"SUPPRESS"}`),
			Call:  func(w *rows.World) (any, error) { return w.SignIn("jane@example.com", "x") },
			Want: rows.Want{Check: check(func(w *world, _ any) {
				u := w.user("jane@example.com")
				require.Equal(w, u.Sub, u.Username)
				require.Equal(w, "jane@example.com", u.Attributes["email"])
				require.Contains(w, w.pool.Invocations()[0].Event, `"userName":"jane@example.com"`)
			})}},
		{Rules: "C80 C79", Name: "no finalUserStatus", App: rows.PasswordClient(), Prior: migrating(reset), Call: short,
			Want: rows.Want{Code: "PasswordResetRequiredException", Message: resetSay, Check: check(func(w *world, _ any) {
				require.Equal(w, types.UserStatusTypeResetRequired, w.user("jane").Status)
			})}},
		{Rules: "C83", Name: "the untouched event, LEGACY", App: rows.PasswordClient(), Prior: prior(on(cognitofake.UserMigration, echo)), Call: short, Want: unknown},
		{Rules: "C83 C20", Name: "the untouched event, ENABLED", App: rows.HidingPasswordClient(), Prior: prior(on(cognitofake.UserMigration, echo)), Call: short, Want: credentials},
		{Rules: "C84 C15", Name: "its error is not hidden, and shows no password in the record", App: rows.HidingPasswordClient(),
			Prior: prior(on(cognitofake.UserMigration, bytesFunction(func(event string) (string, error) {
				var e struct{ Request struct{ Password string } }
				err := json.Unmarshal([]byte(event), &e)
				return "", errors.Join(err, errors.New("bad "+e.Request.Password))
			}))),
			Call: func(w *rows.World) (any, error) { return w.SignIn("jane", `Pa"ss<wörd`) },
			Want: rows.Want{Code: "UserLambdaValidationException", Message: `UserMigration failed with error bad Pa"ss<wörd.`, Check: check(func(w *world, _ any) {
				calls := w.fake.Calls()
				require.Equal(w, "UserLambdaValidationException: UserMigration failed with error bad REDACTED.", calls[len(calls)-1].Error)
				require.NotContains(w, w.fake.Transcript(), "ss<w")
				require.NotContains(w, w.pool.Invocations()[0].Event, "ss<w")
			})}},
		{Rules: "C85", Name: "sub among the attributes", App: rows.PasswordClient(), Prior: migrating(`{"userAttributes":{"sub":"x"},"finalUserStatus":"CONFIRMED"}`), Call: short, Want: credentials},
		{Rules: "C85", Name: "an attribute that the pool does not have", App: rows.PasswordClient(), Prior: migrating(`{"userAttributes":{"custom:no":"x"},"finalUserStatus":"CONFIRMED"}`), Call: short, Want: credentials},
		{Rules: "C85", Name: "a phone number of a bad form", App: rows.PasswordClient(), Prior: migrating(`{"userAttributes":{"phone_number":"1"},"finalUserStatus":"CONFIRMED"}`), Call: short, Want: credentials},
		{Rules: "C86", Choice: true, Name: "an alias of another user", Pool: alias, App: rows.PasswordClient(), Prior: held("false"), Call: short,
			Want: rows.Want{Code: "AliasExistsException", Message: "An account with the email already exists."}},
		{Rules: "C86", Name: "an alias that is moved", Pool: alias, App: rows.PasswordClient(), Prior: held("true"), Call: short,
			Want: rows.Want{Check: check(func(w *world, _ any) { require.Equal(w, "false", w.user("joan").Attributes["email_verified"]) })}},
		{Rules: "C18", Name: "attributes that are no texts", App: rows.PasswordClient(), Prior: migrating(`{"userAttributes":{"email":1}}`), Call: short,
			Want: rows.Want{Code: "InvalidLambdaResponseException", Message: "Unrecognizable lambda output"}},
		sent("N119", `{"userAttributes":{"phone_number":"+15555550100"},"finalUserStatus":"CONFIRMED"}`, 1, "+15555550100"),
		sent("C79", `{"userAttributes":{"email":"jane@example.com"},"finalUserStatus":"CONFIRMED","messageAction":"","desiredDeliveryMediums":["EMAIL"]}`, 1, "jane@example.com"),
		{Rules: "C87 C78 C8", Name: "a forgotten password", Pool: fixture.EmailPool(), App: rows.PasswordClient(), Prior: migrating(reset),
			Call: func(w *rows.World) (any, error) {
				name := "jane"
				return w.Client.ForgotPassword(w.Ctx, &cip.ForgotPasswordInput{ClientId: &w.ClientID, Username: &name, ClientMetadata: map[string]string{"k": "v"}})
			},
			Want: rows.Want{Check: check(func(w *world, out any) {
				require.Equal(w, `{"validationData":null,"userAttributes":null,"clientMetadata":{"k":"v"}}`, w.toldTo("UserMigration_ForgotPassword"))
				require.Equal(w, "j***@e***", *out.(*cip.ForgotPasswordOutput).CodeDeliveryDetails.Destination)
				require.Equal(w, types.UserStatusTypeResetRequired, w.user("jane").Status)
				_, err := w.ConfirmForgot("jane", w.pool.Code("jane"), fixture.GoodPassword)
				require.NoError(w, err)
			})}},
		{Rules: "C83", Name: "a forgotten password of nobody", Pool: fixture.EmailPool(), App: rows.PasswordClient(), Prior: prior(on(cognitofake.UserMigration, echo)),
			Call: func(w *rows.World) (any, error) { return w.Forgot("jane") },
			Want: rows.Want{Code: "UserNotFoundException", Message: "Username/client id combination not found."}},
	}
}
