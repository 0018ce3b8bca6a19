package truth_test

import (
	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
	"github.com/cognitofake/cognitofake/internal/rows"
)

// filterRows are rows of the filter of ListUsers: docs/behaviour.md N127, N128, L134.
func filterRows() []rows.Row {
	return []rows.Row{
		findsSub(`sub = "8d5a6bdc-7c1c-4b6a-9c1e-1d8c2f0a7b11"`),
		findsSub(`sub = "8D5A6BDC-7C1C-4B6A-9C1E-1D8C2F0A7B11"`),
		findsSub(`sub ^= "8d5a6bdc-"`),
		{
			Rules: "L133 N130", Name: "a user of a list", Own: []cognitofake.Option{frozen()}, Prior: rows.AddThree,
			Call: func(w *rows.World) (any, error) { return w.List(`username = "joe"`) },
			Want: rows.Want{Check: func(w *rows.World, out any) {
				got := out.(*cip.ListUsersOutput).Users[0]
				u, _ := w.FindUser("joe")
				created := u.CreatedAt
				require.Equal(w, types.UserType{
					Username: aws.String("joe"), UserStatus: types.UserStatusTypeConfirmed, Enabled: false,
					Attributes: fixture.Attrs("email", "shared@example.com", "email_verified", "false", "family_name", "Doe",
						"given_name", "Jo", "phone_number", "+15555550101", "phone_number_verified", "false", "sub", u.Sub),
					UserCreateDate: &created, UserLastModifiedDate: &created,
				}, got)
			}},
		},
	}
}

// findsSub is a row of a filter that finds jane by a sub that is known beforehand.
func findsSub(filter string) rows.Row {
	r := rows.Finds(filter, "jane")
	r.Prior = prior(func(w *world) {
		w.pool.AddUser(cognitofake.NewUser{Username: "jane", Sub: "8d5a6bdc-7c1c-4b6a-9c1e-1d8c2f0a7b11", Attributes: rows.JaneDoe})
		rows.AddTwo(w.World)
	})
	return r
}

// pageRows are rows of pages and attributes: docs/behaviour.md N129, N130.
func pageRows() []rows.Row {
	return []rows.Row{
		{
			Rules: "N129", Name: "pages while users come and go", Prior: func(w *rows.World) { w.AddMany(10) },
			Call: call(func(w *world) (any, error) {
				return w.Pages(cip.ListUsersInput{Limit: aws.Int32(4)}, func(page int) {
					if page == 0 { // the last of this page, one of the next and one of an earlier; and a new one
						for _, gone := range []string{"user-0003", "user-0005", "user-0000"} {
							require.True(w, w.pool.DeleteUser(gone))
						}
						w.MustSignUp("user-0010")
					}
				}), nil
			}),
			Want: rows.Want{Check: func(w *rows.World, out any) {
				require.Equal(w, append(rows.Many(0, 5), rows.Many(6, 11)...), out)
			}},
		},
		{
			Rules: "N129", Name: "a token of another pool", Prior: func(w *rows.World) { w.AddMany(3) },
			Call: call(func(w *world) (any, error) {
				other := w.fake.AddPool(cip.CreateUserPoolInput{})
				token := w.FirstPage().PaginationToken
				return w.Client.ListUsers(w.Ctx, &cip.ListUsersInput{UserPoolId: &other.ID, Limit: aws.Int32(1), PaginationToken: token})
			}),
			Want: rows.Want{Code: "InvalidParameterException", AnyText: true},
		},
	}
}
