package rows

import (
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
)

// filterRows are rows of the filter of ListUsers: docs/behaviour.md N127, N128, L134.
func filterRows() []Row {
	return []Row{
		Finds(`username = "jane"`, "jane"),
		Finds(`username = "Jane"`),
		Finds(`username ^= "j"`, "jane", "joe"),
		Finds(`username ^= "J"`),
		Finds(`email = "JANE@example.com"`, "jane"),
		Finds(`email = "jane@example.co"`),
		Finds(`email ^= "Jane@"`, "jane"),
		Finds(`email = "shared@example.com"`, "joe", "maria"),
		Finds(`phone_number = "+15555550100"`, "jane"),
		Finds(`phone_number ^= "+1555555"`, "jane", "joe"),
		Finds(`name = "jane doe"`, "jane"),
		Finds(`given_name = "JO"`, "joe"),
		Finds(`family_name ^= "d"`, "jane", "joe"),
		Finds(`preferred_username = "JJ"`, "jane"),
		Finds(`cognito:user_status = "UNCONFIRMED"`, "maria"),
		Finds(`cognito:user_status = "unconfirmed"`, "maria"),
		Finds(`cognito:user_status ^= "C"`, "jane", "joe"),
		Finds(`status = "Enabled"`, "jane", "maria"),
		Finds(`status = "Disabled"`, "joe"),
		Finds(`status = "disabled"`),
		Finds(`status ^= "Dis"`, "joe"),
		Finds("", "jane", "joe", "maria"),
		Finds(`email="jane@example.com"`, "jane"),
		Finds(`email^="jane@example.com"`, "jane"),
		Finds("  email \t ^=  \"jane\" ", "jane"),
		Finds(`"email" = "jane@example.com"`, "jane"),
		Finds(`"email"="jane@example.com"`, "jane"),
		Finds(`name = "Maria \"Mia\" \\ Roe"`, "maria"),
		Finds(`name ^= "Maria \"M"`, "maria"),

		badFilter(`foo`), badFilter(`email`), badFilter(`email =`), badFilter(`email = jane`), badFilter(`email = 'jane'`),
		badFilter(`email = "jane`), badFilter(`email == "jane"`), badFilter(`email ^ "jane"`), badFilter(`email != "jane"`),
		badFilter(`email = "jane" and name = "x"`), badFilter(`= "jane"`), badFilter(`"" = "jane"`), badFilter(`email = ".\"`),
		badFilter(`email = "a"b"`), badFilter(`custom:plan`),

		{
			Rules: "N128", Name: "custom attribute",
			Call: func(w *World) (any, error) { return w.List(`custom:x = "1"`) },
			Want: Want{Code: "InvalidParameterException", Message: "Invalid search attribute: custom:x"},
		},
		{
			Rules: "N128", Choice: true, Name: "another attribute",
			Call: func(w *World) (any, error) { return w.List(`nickname = "1"`) },
			Want: Want{Code: "InvalidParameterException", Message: "Invalid search attribute: nickname"},
		},
		{
			Rules: "N128", Choice: true, Name: "a name in another case",
			Call: func(w *World) (any, error) { return w.List(`Email = "1"`) },
			Want: Want{Code: "InvalidParameterException", Message: "Invalid search attribute: Email"},
		},
		{
			Rules: "N127 R77", Choice: true, Name: "username in a pool without case", Pool: FoldingPool(), Prior: AddThree,
			Call: func(w *World) (any, error) { return w.List(`username = "JANE"`) },
			Want: Want{Check: func(w *World, out any) { require.Equal(w, []string{"jane"}, usernames(out)) }},
		},
		{
			Rules: "N127", Choice: true, Name: "an empty value", Prior: AddThree,
			Call: func(w *World) (any, error) { return w.List(`preferred_username ^= ""`) },
			Want: Want{Check: func(w *World, out any) { require.Equal(w, []string{"jane"}, usernames(out)) }},
		},
		{
			Rules: "L134", Name: "those who signed up", Pool: fixture.EmailPool(),
			Prior: func(w *World) { w.MustSignUp("jane", "email", "jane@example.com"); w.MustAdminCreate("joe") },
			Call:  func(w *World) (any, error) { return w.List(`cognito:user_status = "UNCONFIRMED"`) },
			Want: Want{Check: func(w *World, out any) {
				require.Equal(w, []string{"jane"}, usernames(out))
				got := out.(*cip.ListUsersOutput).Users[0]
				u := w.User("jane")
				require.Equal(w, fixture.Attrs("email", "jane@example.com", "email_verified", "false", "sub", u.Sub), got.Attributes)
				require.True(w, got.Enabled)
				require.Equal(w, got.UserCreateDate, got.UserLastModifiedDate)
			}},
		},
		{
			Rules: "N127 R64", Name: "by e-mail in an e-mail pool", Pool: fixture.EmailNamePool(),
			Prior: func(w *World) { w.MustSignUp("jane@example.com"); w.MustSignUp("joe@example.com") },
			Call:  func(w *World) (any, error) { return w.List(`email = "Joe@example.com"`) },
			Want: Want{Check: func(w *World, out any) {
				require.Equal(w, []string{w.User("joe@example.com").Sub}, usernames(out))
			}},
		},
		{
			Rules: "N127", Name: "by an e-mail that has changed",
			Prior: func(w *World) {
				AddThree(w)
				w.mustUpdate("jane", "email", "shared@example.com")
				w.mustUpdate("joe", "email", "joe@example.com")
			},
			Call: func(w *World) (any, error) { return w.List(`email = "shared@example.com"`) },
			Want: Want{Check: func(w *World, out any) { require.Equal(w, []string{"jane", "maria"}, usernames(out)) }},
		},
	}
}

// Finds is a row of a filter and the usernames of those whom it finds.
func Finds(filter string, names ...string) Row {
	return Row{
		Rules: "N127", Name: "filter " + filter, Prior: AddThree,
		Call: func(w *World) (any, error) { return w.List(filter) },
		Want: Want{Check: func(w *World, out any) { require.Equal(w, names, usernames(out)) }},
	}
}

func badFilter(filter string) Row {
	return Row{
		Rules: "N128", Name: "bad filter " + filter, Prior: AddThree,
		Call: func(w *World) (any, error) { return w.List(filter) },
		Want: Want{Code: "InvalidParameterException", Message: "Error while parsing filter."},
	}
}

// JaneDoe has the attributes of the jane whom filters find.
var JaneDoe = map[string]string{
	"email": "Jane@example.com", "phone_number": "+15555550100", "name": "Jane Doe", "family_name": "Doe", "preferred_username": "jj",
}

// AddThree adds jane, joe and maria, in this order.
func AddThree(w *World) {
	w.AddUser(NewUser{Username: "jane", Attributes: JaneDoe})
	AddTwo(w)
}

// AddTwo adds joe, who is disabled, and maria, who signed up.
func AddTwo(w *World) {
	w.AddUser(NewUser{Username: "joe", Disabled: true, Attributes: map[string]string{
		"email": "shared@example.com", "phone_number": "+15555550101", "given_name": "Jo", "family_name": "Doe",
	}})
	w.MustSignUp("maria", "email", "shared@example.com", "name", `Maria "Mia" \ Roe`)
}

// pageRows are rows of pages: docs/behaviour.md N129.
func pageRows() []Row {
	return []Row{
		{
			Rules: "N2", Name: "ListUsers of an unknown pool",
			Call: func(w *World) (any, error) {
				return w.Client.ListUsers(w.Ctx, &cip.ListUsersInput{UserPoolId: aws.String("us-east-1_Unknown00")})
			},
			Want: Want{Code: "ResourceNotFoundException", Message: "User pool us-east-1_Unknown00 does not exist."},
		},
		{
			Rules: "N1 N129", Name: "nobody",
			Raw:  func(w *World) string { return `ListUsers {"UserPoolId":"` + w.PoolID + `"}` },
			Want: Want{Check: func(w *World, out any) { require.Equal(w, `{"Users":[]}`, string(out.([]byte))) }},
		},
		limited("unset", nil, 60, true),
		limited("0", aws.Int32(0), 60, true),
		limited("7", aws.Int32(7), 7, true),
		limited("60", aws.Int32(60), 60, true),
		{
			Rules: "N129", Name: "the last page is full", Prior: func(w *World) { w.AddMany(60) },
			Call: func(w *World) (any, error) { return w.List("") },
			Want: Want{Check: func(w *World, out any) {
				require.Len(w, out.(*cip.ListUsersOutput).Users, 60)
				require.Nil(w, out.(*cip.ListUsersOutput).PaginationToken)
			}},
		},
		{
			Rules: "N129", Choice: true, Name: "limit 61",
			Call: func(w *World) (any, error) {
				return w.Client.ListUsers(w.Ctx, &cip.ListUsersInput{UserPoolId: &w.PoolID, Limit: aws.Int32(61)})
			},
			Want: Want{Code: "InvalidParameterException", Message: "1 validation error detected: Value '61' at 'limit' failed to satisfy " +
				"constraint: Member must have value less than or equal to 60"},
		},
		{
			Rules: "N129", Name: "pages do not overlap", Prior: func(w *World) { w.AddMany(125) },
			Call: func(w *World) (any, error) { return w.Pages(cip.ListUsersInput{Limit: aws.Int32(50)}, nil), nil },
			Want: Want{Check: func(w *World, out any) { require.Equal(w, Many(0, 125), out) }},
		},
		{
			Rules: "N129", Name: "pages of a filter", Prior: func(w *World) { w.AddMany(125) },
			Call: func(w *World) (any, error) {
				return w.Pages(cip.ListUsersInput{Filter: aws.String(`username ^= "user-00"`), Limit: aws.Int32(9)}, nil), nil
			},
			Want: Want{Check: func(w *World, out any) { require.Equal(w, Many(0, 100), out) }},
		},
		{
			Rules: "N129", Name: "pages of one e-mail",
			Prior: func(w *World) {
				for i := range 25 {
					w.AddUser(NewUser{Username: Many(0, 25)[i], Attributes: map[string]string{"email": "a@example.com"}})
				}
			},
			Call: func(w *World) (any, error) {
				return w.Pages(cip.ListUsersInput{Filter: aws.String(`email = "A@example.com"`), Limit: aws.Int32(10)}, nil), nil
			},
			Want: Want{Check: func(w *World, out any) { require.Equal(w, Many(0, 25), out) }},
		},
		badToken("garbage", cip.ListUsersInput{Limit: aws.Int32(1), PaginationToken: aws.String("garbage")}, false),
		badToken("of another filter", cip.ListUsersInput{Limit: aws.Int32(1), Filter: aws.String(`username ^= "user"`)}, true),
		badToken("of other attributes", cip.ListUsersInput{Limit: aws.Int32(1), AttributesToGet: []string{"email"}}, true),
		{
			Rules: "N129", Choice: true, Name: "words of a bad token",
			Call: func(w *World) (any, error) {
				return w.Client.ListUsers(w.Ctx, &cip.ListUsersInput{UserPoolId: &w.PoolID, PaginationToken: aws.String("garbage")})
			},
			Want: Want{Code: "InvalidParameterException", Message: "Paging marker garbage is invalid for request ", Prefix: true},
		},
		{
			Rules: "N129", Choice: true, Name: "another limit on the next page", Prior: func(w *World) { w.AddMany(5) },
			Call: func(w *World) (any, error) {
				return w.Client.ListUsers(w.Ctx, &cip.ListUsersInput{UserPoolId: &w.PoolID, Limit: aws.Int32(3), PaginationToken: w.FirstPage().PaginationToken})
			},
			Want: Want{Check: func(w *World, out any) { require.Equal(w, Many(1, 4), usernames(out)) }},
		},
	}
}

// limited is a row of the first page of 125 users.
func limited(name string, limit *int32, length int, more bool) Row {
	return Row{
		Rules: "N129", Choice: name == "0", Name: "limit " + name, Prior: func(w *World) { w.AddMany(125) },
		Call: func(w *World) (any, error) {
			return w.Client.ListUsers(w.Ctx, &cip.ListUsersInput{UserPoolId: &w.PoolID, Limit: limit})
		},
		Want: Want{Check: func(w *World, out any) {
			require.Equal(w, Many(0, length), usernames(out))
			require.Equal(w, more, out.(*cip.ListUsersOutput).PaginationToken != nil)
		}},
	}
}

// badToken is a row of a token that is refused: the one in the request, or
// that of a first page without a filter.
func badToken(name string, in cip.ListUsersInput, first bool) Row {
	return Row{
		Rules: "N129", Name: "token " + name, Prior: func(w *World) { w.AddMany(3) },
		Call: func(w *World) (any, error) {
			in := in
			in.UserPoolId = &w.PoolID
			if first {
				in.PaginationToken = w.FirstPage().PaginationToken
			}
			return w.Client.ListUsers(w.Ctx, &in)
		},
		Want: Want{Code: "InvalidParameterException", AnyText: true},
	}
}

// List lists the users whom a filter finds.
func (w *World) List(filter string) (*cip.ListUsersOutput, error) {
	return w.Client.ListUsers(w.Ctx, &cip.ListUsersInput{UserPoolId: &w.PoolID, Filter: &filter})
}

// FirstPage has one user and a token.
func (w *World) FirstPage() *cip.ListUsersOutput {
	w.Helper()
	out, err := w.Client.ListUsers(w.Ctx, &cip.ListUsersInput{UserPoolId: &w.PoolID, Limit: aws.Int32(1)})
	require.NoError(w, err)
	require.NotNil(w, out.PaginationToken)
	return out
}

// Pages is the usernames of all pages; after is told of each but the last.
func (w *World) Pages(in cip.ListUsersInput, after func(page int)) []string {
	w.Helper()
	in.UserPoolId = &w.PoolID
	var names []string
	for page := 0; ; page++ {
		out, err := w.Client.ListUsers(w.Ctx, &in)
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

// AddMany adds n users, named as many names them.
func (w *World) AddMany(n int) {
	for _, name := range Many(0, n) {
		w.MustAdminCreate(name)
	}
}

// Many is the names user-0000, user-0001 and so on, from one number to before another.
func Many(from, to int) []string {
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
