package rows

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
)

// findUserRows are rows of finding a user: N5, L62.
func findUserRows() []Row {
	return []Row{
		foundBy("username", cip.CreateUserPoolInput{}, func(User) string { return "jane" }),
		foundBy("sub", cip.CreateUserPoolInput{}, func(u User) string { return u.Sub }),
		foundBy("a verified e-mail alias", AliasPool("email"), func(User) string { return "jane@example.com" }),
		foundBy("a verified phone alias", AliasPool("phone_number"), func(User) string { return "+15555550100" }),
		foundBy("preferred_username", AliasPool("preferred_username"), func(User) string { return "jj" }),
		foundBy("another case", Folding(cip.CreateUserPoolInput{}), func(User) string { return "JANE" }),
		foundBy("an alias in another case", Folding(AliasPool("email")), func(User) string { return "Jane@Example.com" }),
		{
			Rules: "N5", Name: "found by an unverified e-mail in an e-mail pool", Pool: fixture.EmailNamePool(),
			Prior: func(w *World) { w.MustSignUp("jane@example.com") },
			Call:  func(w *World) (any, error) { return w.AdminGet("jane@example.com") },
			Want: Want{Check: func(w *World, out any) {
				require.Equal(w, w.User("jane@example.com").Sub, *out.(*cip.AdminGetUserOutput).Username)
			}},
		},
		{
			Rules: "N5", Choice: true, Name: "a username before a sub", Prior: func(w *World) {
				w.MustAdminCreate("jane")
				w.MustAdminCreate(w.User("jane").Sub, "name", "Other")
			},
			Call: func(w *World) (any, error) { return w.AdminGet(w.User("jane").Sub) },
			Want: Want{Check: func(w *World, out any) { require.Equal(w, w.User("jane").Sub, *out.(*cip.AdminGetUserOutput).Username) }},
		},
		notFoundBy("an unverified alias", AliasPool("email"), "jane@example.com"),
		notFoundBy("an e-mail that is no alias", fixture.EmailPool(), "jane@example.com"),
		notFoundBy("another case", cip.CreateUserPoolInput{}, "JANE"),
	}
}

func foundBy(name string, pool cip.CreateUserPoolInput, by func(User) string) Row {
	return Row{
		Rules: "N5", Name: "found by " + name, Pool: pool,
		Prior: func(w *World) {
			w.AddJane("email_verified", "true", "phone_number", "+15555550100", "phone_number_verified", "true",
				"preferred_username", "jj")
		},
		Call: func(w *World) (any, error) { return w.AdminGet(by(w.User("jane"))) },
		Want: Want{Check: func(w *World, out any) { require.Equal(w, "jane", *out.(*cip.AdminGetUserOutput).Username) }},
	}
}

func notFoundBy(name string, pool cip.CreateUserPoolInput, by string) Row {
	return Row{
		Rules: "N5 N6", Name: "not found by " + name, Pool: pool,
		App:   cip.CreateUserPoolClientInput{PreventUserExistenceErrors: types.PreventUserExistenceErrorTypesEnabled},
		Prior: func(w *World) { w.AddJane() },
		Call:  func(w *World) (any, error) { return w.AdminGet(by) },
		Want:  Want{Code: "UserNotFoundException", Message: "User does not exist."},
	}
}

// AdminOperations are the administrator's operations on one user.
var AdminOperations = []struct {
	Name string
	Call func(w *World, pool, username string) (any, error)
}{
	{"AdminGetUser", func(w *World, pool, username string) (any, error) {
		return w.Client.AdminGetUser(w.Ctx, &cip.AdminGetUserInput{UserPoolId: &pool, Username: &username})
	}},
	{"AdminDeleteUser", func(w *World, pool, username string) (any, error) {
		return w.Client.AdminDeleteUser(w.Ctx, &cip.AdminDeleteUserInput{UserPoolId: &pool, Username: &username})
	}},
	{"AdminEnableUser", func(w *World, pool, username string) (any, error) {
		return w.Client.AdminEnableUser(w.Ctx, &cip.AdminEnableUserInput{UserPoolId: &pool, Username: &username})
	}},
	{"AdminDisableUser", func(w *World, pool, username string) (any, error) {
		return w.Client.AdminDisableUser(w.Ctx, &cip.AdminDisableUserInput{UserPoolId: &pool, Username: &username})
	}},
	{"AdminSetUserPassword", func(w *World, pool, username string) (any, error) {
		return w.Client.AdminSetUserPassword(w.Ctx, &cip.AdminSetUserPasswordInput{
			UserPoolId: &pool, Username: &username, Password: aws.String(fixture.GoodPassword), Permanent: true,
		})
	}},
	{"AdminResetUserPassword", func(w *World, pool, username string) (any, error) {
		return w.Client.AdminResetUserPassword(w.Ctx, &cip.AdminResetUserPasswordInput{UserPoolId: &pool, Username: &username})
	}},
	{"AdminUpdateUserAttributes", func(w *World, pool, username string) (any, error) {
		return w.Client.AdminUpdateUserAttributes(w.Ctx, &cip.AdminUpdateUserAttributesInput{
			UserPoolId: &pool, Username: &username, UserAttributes: fixture.Attrs("name", "J"),
		})
	}},
	{"AdminDeleteUserAttributes", func(w *World, pool, username string) (any, error) {
		return w.Client.AdminDeleteUserAttributes(w.Ctx, &cip.AdminDeleteUserAttributesInput{
			UserPoolId: &pool, Username: &username, UserAttributeNames: []string{"name"},
		})
	}},
	{"AdminCreateUser RESEND", func(w *World, pool, username string) (any, error) {
		return w.Client.AdminCreateUser(w.Ctx, &cip.AdminCreateUserInput{
			UserPoolId: &pool, Username: &username, MessageAction: types.MessageActionTypeResend,
		})
	}},
}

// adminRefusals are what all of them refuse: N2, N4, N6.
func adminRefusals() []Row {
	var list []Row
	for _, op := range AdminOperations {
		list = append(list,
			Row{
				Rules: "N2", Name: op.Name + " in an unknown pool",
				Call: func(w *World) (any, error) { return op.Call(w, "us-east-1_Unknown00", "jane") },
				Want: Want{Code: "ResourceNotFoundException", Message: "User pool us-east-1_Unknown00 does not exist."},
			},
			Row{
				Rules: "N2", Name: op.Name + " in a deleted pool",
				Prior: func(w *World) {
					w.MustSignUp("jane")
					_, err := w.Client.DeleteUserPool(w.Ctx, &cip.DeleteUserPoolInput{UserPoolId: &w.PoolID})
					require.NoError(w, err)
				},
				Call: func(w *World) (any, error) { return op.Call(w, w.PoolID, "jane") },
				Want: Want{Code: "ResourceNotFoundException", Words: func(w *World) string { return "User pool " + w.PoolID + " does not exist." }},
			},
			Row{
				Rules: "N4", Name: op.Name + " in a malformed pool",
				Call: func(w *World) (any, error) { return op.Call(w, "pool", "jane") },
				Want: Want{Code: "InvalidParameterException", Message: "1 validation error detected: Value 'pool' at 'userPoolId' failed to " +
					`satisfy constraint: Member must satisfy regular expression pattern: [\w-]+_[0-9a-zA-Z]+`},
			},
			Row{
				Rules: "N6", Name: op.Name + " of nobody",
				App:   cip.CreateUserPoolClientInput{PreventUserExistenceErrors: types.PreventUserExistenceErrorTypesEnabled},
				Prior: func(w *World) { w.MustSignUp("jane") },
				Call:  func(w *World) (any, error) { return op.Call(w, w.PoolID, "joe") },
				Want:  Want{Code: "UserNotFoundException", Message: "User does not exist."},
			},
		)
	}
	return list
}
