package truth_test

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
)

// Rows of finding a user: N5, L62.
var _ = addRows(
	foundBy("username", cip.CreateUserPoolInput{}, func(cognitofake.User) string { return "jane" }),
	foundBy("sub", cip.CreateUserPoolInput{}, func(u cognitofake.User) string { return u.Sub }),
	foundBy("a verified e-mail alias", aliasPool("email"), func(cognitofake.User) string { return "jane@example.com" }),
	foundBy("a verified phone alias", aliasPool("phone_number"), func(cognitofake.User) string { return "+15555550100" }),
	foundBy("preferred_username", aliasPool("preferred_username"), func(cognitofake.User) string { return "jj" }),
	foundBy("another case", folding(cip.CreateUserPoolInput{}), func(cognitofake.User) string { return "JANE" }),
	foundBy("an alias in another case", folding(aliasPool("email")), func(cognitofake.User) string { return "Jane@Example.com" }),
	row{
		rules: "N5", name: "found by an unverified e-mail in an e-mail pool", pool: fixture.EmailNamePool(),
		prior: func(w *world) { w.mustSignUp("jane@example.com") },
		call:  func(w *world) (any, error) { return w.adminGet("jane@example.com") },
		want: want{check: func(w *world, out any) {
			require.Equal(w, w.user("jane@example.com").Sub, *out.(*cip.AdminGetUserOutput).Username)
		}},
	},
	notFoundBy("an unverified alias", aliasPool("email"), "jane@example.com"),
	notFoundBy("an e-mail that is no alias", fixture.EmailPool(), "jane@example.com"),
	notFoundBy("another case", cip.CreateUserPoolInput{}, "JANE"),
)

func foundBy(name string, pool cip.CreateUserPoolInput, by func(cognitofake.User) string) row {
	return row{
		rules: "N5", name: "found by " + name, pool: pool,
		prior: func(w *world) {
			w.addJane("email_verified", "true", "phone_number", "+15555550100", "phone_number_verified", "true",
				"preferred_username", "jj")
		},
		call: func(w *world) (any, error) { return w.adminGet(by(w.user("jane"))) },
		want: want{check: func(w *world, out any) { require.Equal(w, "jane", *out.(*cip.AdminGetUserOutput).Username) }},
	}
}

func notFoundBy(name string, pool cip.CreateUserPoolInput, by string) row {
	return row{
		rules: "N5 N6", name: "not found by " + name, pool: pool,
		app:   cip.CreateUserPoolClientInput{PreventUserExistenceErrors: types.PreventUserExistenceErrorTypesEnabled},
		prior: func(w *world) { w.addJane() },
		call:  func(w *world) (any, error) { return w.adminGet(by) },
		want:  want{code: "UserNotFoundException", message: "User does not exist."},
	}
}

// adminOperations are the administrator's operations on one user.
var adminOperations = []struct {
	name string
	call func(w *world, pool, username string) (any, error)
}{
	{"AdminGetUser", func(w *world, pool, username string) (any, error) {
		return w.client.AdminGetUser(w.ctx, &cip.AdminGetUserInput{UserPoolId: &pool, Username: &username})
	}},
	{"AdminDeleteUser", func(w *world, pool, username string) (any, error) {
		return w.client.AdminDeleteUser(w.ctx, &cip.AdminDeleteUserInput{UserPoolId: &pool, Username: &username})
	}},
	{"AdminEnableUser", func(w *world, pool, username string) (any, error) {
		return w.client.AdminEnableUser(w.ctx, &cip.AdminEnableUserInput{UserPoolId: &pool, Username: &username})
	}},
	{"AdminDisableUser", func(w *world, pool, username string) (any, error) {
		return w.client.AdminDisableUser(w.ctx, &cip.AdminDisableUserInput{UserPoolId: &pool, Username: &username})
	}},
	{"AdminSetUserPassword", func(w *world, pool, username string) (any, error) {
		return w.client.AdminSetUserPassword(w.ctx, &cip.AdminSetUserPasswordInput{
			UserPoolId: &pool, Username: &username, Password: aws.String(fixture.GoodPassword), Permanent: true,
		})
	}},
	{"AdminResetUserPassword", func(w *world, pool, username string) (any, error) {
		return w.client.AdminResetUserPassword(w.ctx, &cip.AdminResetUserPasswordInput{UserPoolId: &pool, Username: &username})
	}},
	{"AdminUpdateUserAttributes", func(w *world, pool, username string) (any, error) {
		return w.client.AdminUpdateUserAttributes(w.ctx, &cip.AdminUpdateUserAttributesInput{
			UserPoolId: &pool, Username: &username, UserAttributes: fixture.Attrs("name", "J"),
		})
	}},
	{"AdminDeleteUserAttributes", func(w *world, pool, username string) (any, error) {
		return w.client.AdminDeleteUserAttributes(w.ctx, &cip.AdminDeleteUserAttributesInput{
			UserPoolId: &pool, Username: &username, UserAttributeNames: []string{"name"},
		})
	}},
	{"AdminCreateUser RESEND", func(w *world, pool, username string) (any, error) {
		return w.client.AdminCreateUser(w.ctx, &cip.AdminCreateUserInput{
			UserPoolId: &pool, Username: &username, MessageAction: types.MessageActionTypeResend,
		})
	}},
}

// What all of them refuse: N2, N4, N6.
func init() {
	for _, op := range adminOperations {
		addRows(
			row{
				rules: "N2", name: op.name + " in an unknown pool",
				call: func(w *world) (any, error) { return op.call(w, "us-east-1_Unknown00", "jane") },
				want: want{code: "ResourceNotFoundException", message: "User pool us-east-1_Unknown00 does not exist."},
			},
			row{
				rules: "N2", name: op.name + " in a deleted pool",
				prior: func(w *world) {
					w.mustSignUp("jane")
					_, err := w.client.DeleteUserPool(w.ctx, &cip.DeleteUserPoolInput{UserPoolId: &w.pool.ID})
					require.NoError(w, err)
				},
				call: func(w *world) (any, error) { return op.call(w, w.pool.ID, "jane") },
				want: want{code: "ResourceNotFoundException", message: "User pool ", prefix: true},
			},
			row{
				rules: "N4", name: op.name + " in a malformed pool",
				call: func(w *world) (any, error) { return op.call(w, "pool", "jane") },
				want: want{code: "InvalidParameterException", message: "1 validation error detected: Value 'pool' at 'userPoolId' failed to " +
					`satisfy constraint: Member must satisfy regular expression pattern: [\w-]+_[0-9a-zA-Z]+`},
			},
			row{
				rules: "N6", name: op.name + " of nobody",
				app:   cip.CreateUserPoolClientInput{PreventUserExistenceErrors: types.PreventUserExistenceErrorTypesEnabled},
				prior: func(w *world) { w.mustSignUp("jane") },
				call:  func(w *world) (any, error) { return op.call(w, w.pool.ID, "joe") },
				want:  want{code: "UserNotFoundException", message: "User does not exist."},
			},
		)
	}
}
