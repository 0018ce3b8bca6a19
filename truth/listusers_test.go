package truth_test

import (
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
)

// Rows of the filter of ListUsers: docs/behaviour.md N127, N128, L134.
var _ = addRows(
	finds(`username = "jane"`, "jane"),
	finds(`username = "Jane"`),
	finds(`username ^= "j"`, "jane", "joe"),
	finds(`username ^= "J"`),
	finds(`email = "JANE@example.com"`, "jane"),
	finds(`email = "jane@example.co"`),
	finds(`email ^= "Jane@"`, "jane"),
	finds(`email = "shared@example.com"`, "joe", "maria"),
	finds(`phone_number = "+15555550100"`, "jane"),
	finds(`phone_number ^= "+1555555"`, "jane", "joe"),
	finds(`name = "jane doe"`, "jane"),
	finds(`given_name = "JO"`, "joe"),
	finds(`family_name ^= "d"`, "jane", "joe"),
	finds(`preferred_username = "JJ"`, "jane"),
	finds(`cognito:user_status = "UNCONFIRMED"`, "maria"),
	finds(`cognito:user_status = "unconfirmed"`, "maria"),
	finds(`cognito:user_status ^= "C"`, "jane", "joe"),
	finds(`status = "Enabled"`, "jane", "maria"),
	finds(`status = "Disabled"`, "joe"),
	finds(`status = "disabled"`),
	finds(`status ^= "Dis"`, "joe"),
	finds(`sub = "8d5a6bdc-7c1c-4b6a-9c1e-1d8c2f0a7b11"`, "jane"),
	finds(`sub = "8D5A6BDC-7C1C-4B6A-9C1E-1D8C2F0A7B11"`, "jane"),
	finds(`sub ^= "8d5a6bdc-"`, "jane"),
	finds("", "jane", "joe", "maria"),
	finds(`email="jane@example.com"`, "jane"),
	finds(`email^="jane@example.com"`, "jane"),
	finds("  email \t ^=  \"jane\" ", "jane"),
	finds(`"email" = "jane@example.com"`, "jane"),
	finds(`"email"="jane@example.com"`, "jane"),
	finds(`name = "Maria \"Mia\" \\ Roe"`, "maria"),
	finds(`name ^= "Maria \"M"`, "maria"),

	badFilter(`foo`), badFilter(`email`), badFilter(`email =`), badFilter(`email = jane`), badFilter(`email = 'jane'`),
	badFilter(`email = "jane`), badFilter(`email == "jane"`), badFilter(`email ^ "jane"`), badFilter(`email != "jane"`),
	badFilter(`email = "jane" and name = "x"`), badFilter(`= "jane"`), badFilter(`"" = "jane"`), badFilter(`email = ".\"`),
	badFilter(`email = "a"b"`), badFilter(`custom:plan`),

	row{
		rules: "N128", name: "custom attribute",
		call: func(w *world) (any, error) { return w.list(`custom:x = "1"`) },
		want: want{code: "InvalidParameterException", message: "Invalid search attribute: custom:x"},
	},
	row{
		rules: "N128", choice: true, name: "another attribute",
		call: func(w *world) (any, error) { return w.list(`nickname = "1"`) },
		want: want{code: "InvalidParameterException", message: "Invalid search attribute: nickname"},
	},
	row{
		rules: "N128", choice: true, name: "a name in another case",
		call: func(w *world) (any, error) { return w.list(`Email = "1"`) },
		want: want{code: "InvalidParameterException", message: "Invalid search attribute: Email"},
	},
	row{
		rules: "N127 R77", choice: true, name: "username in a pool without case", pool: foldingPool(), prior: addThree,
		call: func(w *world) (any, error) { return w.list(`username = "JANE"`) },
		want: want{check: func(w *world, out any) { require.Equal(w, []string{"jane"}, usernames(out)) }},
	},
	row{
		rules: "N127", choice: true, name: "an empty value", prior: addThree,
		call: func(w *world) (any, error) { return w.list(`preferred_username ^= ""`) },
		want: want{check: func(w *world, out any) { require.Equal(w, []string{"jane"}, usernames(out)) }},
	},
	row{
		rules: "L134", name: "those who signed up", pool: fixture.EmailPool(),
		prior: func(w *world) { w.mustSignUp("jane", "email", "jane@example.com"); w.mustAdminCreate("joe") },
		call:  func(w *world) (any, error) { return w.list(`cognito:user_status = "UNCONFIRMED"`) },
		want: want{check: func(w *world, out any) {
			require.Equal(w, []string{"jane"}, usernames(out))
			got := out.(*cip.ListUsersOutput).Users[0]
			u := w.user("jane")
			require.Equal(w, fixture.Attrs("email", "jane@example.com", "email_verified", "false", "sub", u.Sub), got.Attributes)
			require.True(w, got.Enabled)
			require.Equal(w, got.UserCreateDate, got.UserLastModifiedDate)
		}},
	},
	row{
		rules: "L133 N130", name: "a user of a list", opts: []cognitofake.Option{frozen()}, prior: addThree,
		call: func(w *world) (any, error) { return w.list(`username = "joe"`) },
		want: want{check: func(w *world, out any) {
			got := out.(*cip.ListUsersOutput).Users[0]
			u := w.user("joe")
			created := u.CreatedAt
			require.Equal(w, types.UserType{
				Username: aws.String("joe"), UserStatus: types.UserStatusTypeConfirmed, Enabled: false,
				Attributes: fixture.Attrs("email", "shared@example.com", "email_verified", "false", "family_name", "Doe",
					"given_name", "Jo", "phone_number", "+15555550101", "phone_number_verified", "false", "sub", u.Sub),
				UserCreateDate: &created, UserLastModifiedDate: &created,
			}, got)
		}},
	},
	row{
		rules: "N127 R64", name: "by e-mail in an e-mail pool", pool: fixture.EmailNamePool(),
		prior: func(w *world) { w.mustSignUp("jane@example.com"); w.mustSignUp("joe@example.com") },
		call:  func(w *world) (any, error) { return w.list(`email = "Joe@example.com"`) },
		want: want{check: func(w *world, out any) {
			require.Equal(w, []string{w.user("joe@example.com").Sub}, usernames(out))
		}},
	},
	row{
		rules: "N127", name: "by an e-mail that has changed",
		prior: func(w *world) {
			addThree(w)
			w.mustUpdate("jane", "email", "shared@example.com")
			w.mustUpdate("joe", "email", "joe@example.com")
		},
		call: func(w *world) (any, error) { return w.list(`email = "shared@example.com"`) },
		want: want{check: func(w *world, out any) { require.Equal(w, []string{"jane", "maria"}, usernames(out)) }},
	},
)

// finds is a row of a filter and the usernames of those whom it finds.
func finds(filter string, names ...string) row {
	return row{
		rules: "N127", name: "filter " + filter, prior: addThree,
		call: func(w *world) (any, error) { return w.list(filter) },
		want: want{check: func(w *world, out any) { require.Equal(w, names, usernames(out)) }},
	}
}

func badFilter(filter string) row {
	return row{
		rules: "N128", name: "bad filter " + filter, prior: addThree,
		call: func(w *world) (any, error) { return w.list(filter) },
		want: want{code: "InvalidParameterException", message: "Error while parsing filter."},
	}
}

// addThree adds jane, joe and maria, in this order.
func addThree(w *world) {
	w.pool.AddUser(cognitofake.NewUser{Username: "jane", Sub: "8d5a6bdc-7c1c-4b6a-9c1e-1d8c2f0a7b11", Attributes: map[string]string{
		"email": "Jane@example.com", "phone_number": "+15555550100", "name": "Jane Doe", "family_name": "Doe", "preferred_username": "jj",
	}})
	w.pool.AddUser(cognitofake.NewUser{Username: "joe", Disabled: true, Attributes: map[string]string{
		"email": "shared@example.com", "phone_number": "+15555550101", "given_name": "Jo", "family_name": "Doe",
	}})
	w.pool.AddUser(cognitofake.NewUser{Username: "maria", Status: types.UserStatusTypeUnconfirmed, Attributes: map[string]string{
		"email": "shared@example.com", "name": `Maria "Mia" \ Roe`,
	}})
}

// Rows of pages and attributes: docs/behaviour.md N129, N130.
var _ = addRows(
	row{
		rules: "N2", name: "ListUsers of an unknown pool",
		call: func(w *world) (any, error) {
			return w.client.ListUsers(w.ctx, &cip.ListUsersInput{UserPoolId: aws.String("us-east-1_Unknown00")})
		},
		want: want{code: "ResourceNotFoundException", message: "User pool us-east-1_Unknown00 does not exist."},
	},
	row{
		rules: "N1 N129", name: "nobody",
		raw:  func(w *world) string { return `ListUsers {"UserPoolId":"` + w.pool.ID + `"}` },
		want: want{check: func(w *world, out any) { require.Equal(w, `{"Users":[]}`, string(out.([]byte))) }},
	},
	limited("unset", nil, 60, true),
	limited("0", aws.Int32(0), 60, true),
	limited("7", aws.Int32(7), 7, true),
	limited("60", aws.Int32(60), 60, true),
	row{
		rules: "N129", name: "the last page is full", prior: func(w *world) { w.addMany(60) },
		call: func(w *world) (any, error) { return w.list("") },
		want: want{check: func(w *world, out any) {
			require.Len(w, out.(*cip.ListUsersOutput).Users, 60)
			require.Nil(w, out.(*cip.ListUsersOutput).PaginationToken)
		}},
	},
	row{
		rules: "N129", choice: true, name: "limit 61",
		call: func(w *world) (any, error) {
			return w.client.ListUsers(w.ctx, &cip.ListUsersInput{UserPoolId: &w.pool.ID, Limit: aws.Int32(61)})
		},
		want: want{code: "InvalidParameterException", message: "1 validation error detected: Value '61' at 'limit' failed to satisfy " +
			"constraint: Member must have value less than or equal to 60"},
	},
	row{
		rules: "N129", name: "pages do not overlap", prior: func(w *world) { w.addMany(125) },
		call: func(w *world) (any, error) { return w.pages(cip.ListUsersInput{Limit: aws.Int32(50)}, nil), nil },
		want: want{check: func(w *world, out any) { require.Equal(w, many(0, 125), out) }},
	},
	row{
		rules: "N129", name: "pages of a filter", prior: func(w *world) { w.addMany(125) },
		call: func(w *world) (any, error) {
			return w.pages(cip.ListUsersInput{Filter: aws.String(`username ^= "user-00"`), Limit: aws.Int32(9)}, nil), nil
		},
		want: want{check: func(w *world, out any) { require.Equal(w, many(0, 100), out) }},
	},
	row{
		rules: "N129", name: "pages of one e-mail",
		prior: func(w *world) {
			for i := range 25 {
				w.pool.AddUser(cognitofake.NewUser{Username: many(0, 25)[i], Attributes: map[string]string{"email": "a@example.com"}})
			}
		},
		call: func(w *world) (any, error) {
			return w.pages(cip.ListUsersInput{Filter: aws.String(`email = "A@example.com"`), Limit: aws.Int32(10)}, nil), nil
		},
		want: want{check: func(w *world, out any) { require.Equal(w, many(0, 25), out) }},
	},
	row{
		rules: "N129", name: "pages while users come and go", prior: func(w *world) { w.addMany(10) },
		call: func(w *world) (any, error) {
			return w.pages(cip.ListUsersInput{Limit: aws.Int32(4)}, func(page int) {
				if page == 0 { // the last of this page, one of the next and one of an earlier; and a new one
					for _, gone := range []string{"user-0003", "user-0005", "user-0000"} {
						require.True(w, w.pool.DeleteUser(gone))
					}
					w.mustSignUp("user-0010")
				}
			}), nil
		},
		want: want{check: func(w *world, out any) {
			require.Equal(w, append(many(0, 5), many(6, 11)...), out)
		}},
	},
	badToken("garbage", cip.ListUsersInput{Limit: aws.Int32(1), PaginationToken: aws.String("garbage")}, false),
	badToken("of another filter", cip.ListUsersInput{Limit: aws.Int32(1), Filter: aws.String(`username ^= "user"`)}, true),
	badToken("of other attributes", cip.ListUsersInput{Limit: aws.Int32(1), AttributesToGet: []string{"email"}}, true),
	row{
		rules: "N129", choice: true, name: "words of a bad token",
		call: func(w *world) (any, error) {
			return w.client.ListUsers(w.ctx, &cip.ListUsersInput{UserPoolId: &w.pool.ID, PaginationToken: aws.String("garbage")})
		},
		want: want{code: "InvalidParameterException", message: "Paging marker garbage is invalid for request ", prefix: true},
	},
	row{
		rules: "N129", name: "a token of another pool", prior: func(w *world) { w.addMany(3) },
		call: func(w *world) (any, error) {
			other := w.fake.AddPool(cip.CreateUserPoolInput{})
			token := w.firstPage().PaginationToken
			return w.client.ListUsers(w.ctx, &cip.ListUsersInput{UserPoolId: &other.ID, Limit: aws.Int32(1), PaginationToken: token})
		},
		want: want{code: "InvalidParameterException", anyText: true},
	},
	row{
		rules: "N129", choice: true, name: "another limit on the next page", prior: func(w *world) { w.addMany(5) },
		call: func(w *world) (any, error) {
			return w.client.ListUsers(w.ctx, &cip.ListUsersInput{UserPoolId: &w.pool.ID, Limit: aws.Int32(3), PaginationToken: w.firstPage().PaginationToken})
		},
		want: want{check: func(w *world, out any) { require.Equal(w, many(1, 4), usernames(out)) }},
	},
	row{
		rules: "N130", name: "attributes asked for", prior: addThree,
		call: func(w *world) (any, error) {
			return w.client.ListUsers(w.ctx, &cip.ListUsersInput{
				UserPoolId: &w.pool.ID, Filter: aws.String(`username = "joe"`), AttributesToGet: []string{"given_name", "email"},
			})
		},
		want: want{check: func(w *world, out any) {
			require.Equal(w, fixture.Attrs("email", "shared@example.com", "given_name", "Jo"), out.(*cip.ListUsersOutput).Users[0].Attributes)
		}},
	},
	row{
		rules: "N130", choice: true, name: "attributes that a user lacks, and sub", prior: addThree,
		call: func(w *world) (any, error) {
			return w.client.ListUsers(w.ctx, &cip.ListUsersInput{
				UserPoolId: &w.pool.ID, AttributesToGet: []string{"preferred_username", "sub", "custom:x"},
			})
		},
		want: want{check: func(w *world, out any) {
			users := out.(*cip.ListUsersOutput).Users
			require.Equal(w, fixture.Attrs("preferred_username", "jj", "sub", w.user("jane").Sub), users[0].Attributes)
			require.Equal(w, fixture.Attrs("sub", w.user("joe").Sub), users[1].Attributes)
		}},
	},
	row{
		rules: "N130", name: "no attributes asked for are all", prior: addThree,
		raw: func(w *world) string {
			return `ListUsers {"UserPoolId":"` + w.pool.ID + `","AttributesToGet":[],"Filter":"username = \"maria\""}`
		},
		want: want{check: func(w *world, out any) {
			require.Contains(w, string(out.([]byte)), `"Attributes":[{"Name":"email","Value":"shared@example.com"}`)
			require.NotContains(w, string(out.([]byte)), "UserAttributes")
		}},
	},
)

// limited is a row of the first page of 125 users.
func limited(name string, limit *int32, length int, more bool) row {
	return row{
		rules: "N129", choice: name == "0", name: "limit " + name, prior: func(w *world) { w.addMany(125) },
		call: func(w *world) (any, error) {
			return w.client.ListUsers(w.ctx, &cip.ListUsersInput{UserPoolId: &w.pool.ID, Limit: limit})
		},
		want: want{check: func(w *world, out any) {
			require.Equal(w, many(0, length), usernames(out))
			require.Equal(w, more, out.(*cip.ListUsersOutput).PaginationToken != nil)
		}},
	}
}

// badToken is a row of a token that is refused: the one in the request, or
// that of a first page without a filter.
func badToken(name string, in cip.ListUsersInput, first bool) row {
	return row{
		rules: "N129", name: "token " + name, prior: func(w *world) { w.addMany(3) },
		call: func(w *world) (any, error) {
			in := in
			in.UserPoolId = &w.pool.ID
			if first {
				in.PaginationToken = w.firstPage().PaginationToken
			}
			return w.client.ListUsers(w.ctx, &in)
		},
		want: want{code: "InvalidParameterException", anyText: true},
	}
}

func (w *world) list(filter string) (*cip.ListUsersOutput, error) {
	return w.client.ListUsers(w.ctx, &cip.ListUsersInput{UserPoolId: &w.pool.ID, Filter: &filter})
}

// firstPage has one user and a token.
func (w *world) firstPage() *cip.ListUsersOutput {
	w.Helper()
	out, err := w.client.ListUsers(w.ctx, &cip.ListUsersInput{UserPoolId: &w.pool.ID, Limit: aws.Int32(1)})
	require.NoError(w, err)
	require.NotNil(w, out.PaginationToken)
	return out
}

// pages is the usernames of all pages; after is told of each but the last.
func (w *world) pages(in cip.ListUsersInput, after func(page int)) []string {
	w.Helper()
	in.UserPoolId = &w.pool.ID
	var names []string
	for page := 0; ; page++ {
		out, err := w.client.ListUsers(w.ctx, &in)
		require.NoError(w, err)
		names = append(names, usernames(out)...)
		if in.PaginationToken = out.PaginationToken; in.PaginationToken == nil {
			return names
		}
		require.Len(w, out.Users, int(*in.Limit))
		if after != nil {
			after(page)
		}
	}
}

// addMany adds n users, named as many names them.
func (w *world) addMany(n int) {
	for _, name := range many(0, n) {
		w.pool.AddUser(cognitofake.NewUser{Username: name})
	}
}

// many is the names user-0000, user-0001 and so on, from one number to before another.
func many(from, to int) []string {
	var names []string
	for i := from; i < to; i++ {
		number := strconv.Itoa(i)
		names = append(names, "user-"+strings.Repeat("0", 4-len(number))+number)
	}
	return names
}

// usernames is whom a page of ListUsers has, in its order.
func usernames(out any) []string {
	var names []string
	for _, u := range out.(*cip.ListUsersOutput).Users {
		names = append(names, *u.Username)
	}
	return names
}
