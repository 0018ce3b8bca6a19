package truth_test

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
	"github.com/cognitofake/cognitofake/internal/rows"
)

// googleUser came through an identity provider, with a verified e-mail.
func googleUser(w *world) cognitofake.User {
	return w.pool.AddUser(cognitofake.NewUser{
		Username: "google_1234", Status: external, Attributes: map[string]string{
			"email": "jane@example.com", "email_verified": "true", "preferred_username": "jj",
		},
	})
}

var noSuchUser = rows.Want{Code: "UserNotFoundException", Message: "User does not exist."}

// federatedRows are rows of users of a provider: docs/behaviour.md N5, N126, P178.
func federatedRows() []rows.Row {
	var list []rows.Row
	for name, pool := range map[string]cip.CreateUserPoolInput{
		"a plain pool": {}, "an e-mail pool": fixture.EmailNamePool(), "a phone pool": rows.PhoneNamePool(),
		"an alias pool": rows.AliasPool("email", "phone_number", "preferred_username"), "a caseless e-mail pool": rows.Folding(fixture.EmailNamePool()),
	} {
		list = append(list,
			rows.Row{Rules: "P178 N5", Name: "found by username in " + name, Pool: pool, Prior: prior(func(w *world) { googleUser(w) }),
				Call: func(w *rows.World) (any, error) { return w.AdminGet("google_1234") },
				Want: rows.Want{Check: check(func(w *world, out any) {
					got := out.(*cip.AdminGetUserOutput)
					require.Equal(w, "google_1234", *got.Username)
					require.Equal(w, external, got.UserStatus)
					u := w.user("google_1234")
					require.NotEqual(w, u.Username, u.Sub)
					for _, name := range []string{u.Sub, "jane@example.com", "jj"} {
						_, err := w.AdminGet(name)
						noSuchUser.RequireError(w.World, err)
					}
					found, err := w.List(`email = "jane@example.com"`)
					require.NoError(w, err)
					require.Len(w, found.Users, 1, "a filter finds everybody")
				})}},
			rows.Row{Rules: "N126", Choice: name != "a plain pool", Name: "EXTERNAL_PROVIDER in " + name, Pool: pool, App: rows.PasswordClient(),
				Prior: prior(func(w *world) { googleUser(w) }),
				Call:  func(w *rows.World) (any, error) { return w.SignIn("google_1234", fixture.GoodPassword) },
				Want:  noAuthDetails},
		)
	}
	return append(list,
		rows.Row{Rules: "P178 R69", Choice: true, Name: "a provider's name with an e-mail address, in an alias pool", Pool: rows.AliasPool("email"),
			Prior: prior(func(w *world) {
				w.pool.AddUser(cognitofake.NewUser{Username: "okta_jane@example.com", Status: external})
			}),
			Call: func(w *rows.World) (any, error) { return w.AdminGet("okta_jane@example.com") }},
		rows.Row{Rules: "P178 R64", Choice: true, Name: "a provider's name with an e-mail address, in an e-mail pool", Pool: fixture.EmailNamePool(),
			Prior: prior(func(w *world) {
				w.pool.AddUser(cognitofake.NewUser{Username: "okta_jane@example.com", Status: external})
			}),
			Call: func(w *rows.World) (any, error) { return w.AdminGet("okta_jane@example.com") },
			Want: rows.Want{Check: func(w *rows.World, out any) {
				require.Equal(w, "okta_jane@example.com", *out.(*cip.AdminGetUserOutput).Username)
				require.Empty(w, w.User("okta_jane@example.com").Attributes["email"])
			}}},
		rows.Row{Rules: "N5", Choice: true, Name: "an alias beside the e-mail of a provider's user", Pool: rows.EmailAliasPool(), App: rows.PasswordClient(),
			Prior: prior(func(w *world) { googleUser(w) }),
			Call: call(func(w *world) (any, error) {
				w.confirmed("jane", "email", "jane@example.com")
				return w.AdminGet("jane@example.com")
			}),
			Want: rows.Want{Check: check(func(w *world, out any) {
				require.Equal(w, "jane", *out.(*cip.AdminGetUserOutput).Username)
				require.Equal(w, "true", w.user("google_1234").Attributes["email_verified"], "nothing was taken from them")
			})}},
		rows.Row{Rules: "N5", Choice: true, Name: "the e-mail of a provider's user names a new one, in an e-mail pool", Pool: fixture.EmailNamePool(),
			Prior: prior(func(w *world) { googleUser(w) }),
			Call: func(w *rows.World) (any, error) {
				if _, err := w.SignUp("jane@example.com"); err != nil {
					return nil, err
				}
				_, err := w.Update("google_1234", "email", "jane@example.com", "name", "Jane")
				return nil, err
			},
			Want: rows.Want{Check: func(w *rows.World, _ any) {
				require.Equal(w, w.User("jane@example.com").Sub, w.User("jane@example.com").Username)
				require.Equal(w, "Jane", w.User("google_1234").Attributes["name"])
			}}},
		rows.Row{Rules: "N5 N123", Choice: true, Name: "a provider's user may have a preferred username that is another's", Pool: rows.AliasPool("preferred_username"),
			Prior: prior(func(w *world) {
				w.AddJane("preferred_username", "jane-d")
				googleUser(w)
			}),
			Call: func(w *rows.World) (any, error) { return w.Update("google_1234", "preferred_username", "jane-d") },
			Want: rows.Want{Check: func(w *rows.World, _ any) { require.Equal(w, "jane", w.User("jane-d").Username) }}},
		rows.Row{Rules: "N5 N123", Name: "a verified flag gives a provider's user no alias", Pool: rows.EmailAliasPool(),
			Prior: prior(func(w *world) { googleUser(w) }),
			Call: func(w *rows.World) (any, error) {
				return w.Update("google_1234", "email", "new@example.com", "email_verified", "true")
			},
			Want: rows.Want{Check: func(w *rows.World, _ any) {
				_, found := w.FindUser("new@example.com")
				require.False(w, found)
			}}},
		rows.Row{Rules: "N126", Choice: true, Name: "EXTERNAL_PROVIDER by an administrator", App: rows.PasswordClient(), Prior: prior(func(w *world) { googleUser(w) }),
			Call: func(w *rows.World) (any, error) { return w.AdminSignIn("google_1234", fixture.GoodPassword) }, Want: noAuthDetails},
		rows.Row{Rules: "N126", Choice: true, Name: "EXTERNAL_PROVIDER, ENABLED", App: rows.HidingPasswordClient(), Prior: prior(func(w *world) { googleUser(w) }),
			Call: func(w *rows.World) (any, error) { return w.SignIn("google_1234", fixture.GoodPassword) }, Want: noAuthDetails},
		rows.Row{Rules: "N126 N35", Name: "EXTERNAL_PROVIDER and disabled", App: rows.PasswordClient(),
			Prior: prior(func(w *world) {
				w.pool.AddUser(cognitofake.NewUser{Username: "google_1234", Status: external, Disabled: true})
			}),
			Call: func(w *rows.World) (any, error) { return w.SignIn("google_1234", fixture.GoodPassword) },
			Want: rows.Want{Code: "NotAuthorizedException", Message: textDisabled}},
		rows.Row{Rules: "N5 L142", Name: "signing in by the e-mail of a provider's user", App: rows.PasswordClient(), Pool: rows.EmailAliasPool(),
			Prior: prior(func(w *world) { googleUser(w) }),
			Call:  func(w *rows.World) (any, error) { return w.SignIn("jane@example.com", fixture.GoodPassword) },
			Want:  noSuchUser},
		rows.Row{Rules: "N106", Choice: true, Name: "a provider's user forgets no password", Prior: prior(func(w *world) { googleUser(w) }),
			Call: func(w *rows.World) (any, error) { return w.Forgot("google_1234") },
			Want: rows.Want{Code: "NotAuthorizedException", Message: textCannotReset}},
		rows.Row{Rules: "N114", Choice: true, Name: "no reset for a provider's user", Prior: prior(func(w *world) { googleUser(w) }),
			Call: func(w *rows.World) (any, error) { return w.ResetPassword("google_1234") },
			Want: rows.Want{Code: "NotAuthorizedException", Message: textCannotReset}},
		rows.Row{Rules: "L130", Choice: true, Name: "no confirmation of a provider's user", Prior: prior(func(w *world) { googleUser(w) }),
			Call: func(w *rows.World) (any, error) { return w.AdminConfirm("google_1234") },
			Want: rows.Want{Code: "NotAuthorizedException", Message: "User cannot be confirmed. Current status is EXTERNAL_PROVIDER"}},
		rows.Row{Rules: "N118", Choice: true, Name: "no invitation of a provider's user", Prior: prior(func(w *world) { googleUser(w) }),
			Call: func(w *rows.World) (any, error) {
				return w.Client.AdminCreateUser(w.Ctx, &cip.AdminCreateUserInput{
					UserPoolId: &w.PoolID, Username: aws.String("google_1234"), MessageAction: types.MessageActionTypeResend})
			},
			Want: rows.Want{Code: "UnsupportedUserStateException", Message: "Resend not possible. google_1234 status is not FORCE_CHANGE_PASSWORD"}},
		rows.Row{Rules: "R72 P178", Name: "a provider's name is taken", Prior: prior(func(w *world) { googleUser(w) }),
			Call: func(w *rows.World) (any, error) { return w.SignUp("google_1234") },
			Want: rows.Want{Code: "UsernameExistsException", Message: "User already exists"}},
	)
}

var noAuthDetails = rows.Want{Code: "NotAuthorizedException", Message: "User is not authorized to get auth details."}

// A test names a user of a provider as it likes; only requests do not.
func TestProviderUsersOfATest(t *testing.T) {
	for _, pool := range []cip.CreateUserPoolInput{{}, fixture.EmailNamePool(), rows.EmailAliasPool()} {
		w := newWorld(t, rows.Row{Pool: pool}, ways[0])
		made := googleUser(w)
		require.Equal(t, "google_1234", made.Username)
		for _, name := range []string{"google_1234", made.Sub, "jane@example.com"} {
			require.Equal(t, "google_1234", w.user(name).Username, name)
		}
		_, err := w.AdminGet(made.Sub)
		require.Equal(t, "it names a user of an identity provider, who is found by username alone: give google_1234", hintOf(t, w.fake, err))
		require.PanicsWithValue(t, `cognitofake: AddUser("google_1234"): User account already exists`, func() { googleUser(w) })
		require.True(t, w.pool.DeleteUser("google_1234"))
		googleUser(w) // every name is free
	}
}
