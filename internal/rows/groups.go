package rows

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
)

// inPool is an operation with members beside the pool's id, as bytes.
func inPool(op, members string) func(*World) string {
	return func(w *World) string { return op + ` {"UserPoolId":"` + w.PoolID + `",` + members + "}" }
}

// ask sends what inPool makes, and has to be answered.
func (w *World) ask(op, members string) map[string]any {
	w.Helper()
	_, body, _ := strings.Cut(inPool(op, members)(w), " ")
	status, _, answer := w.Post(op, body)
	require.Equal(w, http.StatusOK, status, "%s %s: %s", op, body, answer)
	var out map[string]any
	if len(answer) > 0 {
		require.NoError(w, json.Unmarshal(answer, &out))
	}
	return out
}

// after is what has been asked for before a row's call: operations, each
// followed by its members.
func after(asked ...string) func(*World) {
	return func(w *World) {
		for i := 0; i < len(asked); i += 2 {
			w.ask(asked[i], asked[i+1])
		}
	}
}

// answersGroup is an answer with this group, dates aside.
func answersGroup(want string) Want {
	return Want{Check: func(w *World, out any) {
		var got map[string]any
		require.NoError(w, json.Unmarshal(out.([]byte), &got))
		require.Len(w, got, 1)
		var item map[string]any
		require.NoError(w, json.Unmarshal([]byte(strings.ReplaceAll(want, "POOL", w.PoolID)), &item))
		given := got["Group"].(map[string]any)
		for _, date := range []string{"CreationDate", "LastModifiedDate"} {
			require.IsType(w, 0.0, given[date], date)
			delete(given, date)
		}
		require.Equal(w, item, given)
	}}
}

const (
	janeInA = `"Username":"jane","GroupName":"a"`
	role    = "arn:aws:iam::123456789012:role/"
)

var (
	groupNotFound = Want{Code: "ResourceNotFoundException", Message: "Group not found."}
	userNotFound  = Want{Code: "UserNotFoundException", Message: "User does not exist."}
)

// withJane makes jane before anything is asked.
func withJane(asked ...string) func(*World) {
	return func(w *World) {
		w.AddUser(NewUser{Username: "jane", Password: fixture.GoodPassword})
		after(asked...)(w)
	}
}

// groupNames are the names in a list of groups.
func groupNames(groups []types.GroupType) []string {
	names := []string{}
	for _, g := range groups {
		names = append(names, *g.GroupName)
	}
	return names
}

// groupRows are rows of groups: docs/behaviour.md P15 to P24, N131.
func groupRows() []Row {
	refuses := func(name, members string, entries ...string) Row {
		return Row{Rules: "P18", Name: name, Raw: inPool("CreateGroup", members), Want: violating(entries...)}
	}
	return []Row{
		{Rules: "P15 N131", Name: "a group with everything", Raw: inPool("CreateGroup", `"GroupName":"a","Description":"d","RoleArn":"`+role+`r","Precedence":3`),
			Want: answersGroup(`{"GroupName":"a","UserPoolId":"POOL","Description":"d","RoleArn":"` + role + `r","Precedence":3}`)},
		{Rules: "P15 P16 N131", Name: "a group with a name", Raw: inPool("CreateGroup", `"GroupName":"a"`), Want: answersGroup(`{"GroupName":"a","UserPoolId":"POOL"}`)},
		{Rules: "P16", Name: "Precedence 0", Prior: after("CreateGroup", `"GroupName":"a","Precedence":0`), Raw: inPool("GetGroup", `"GroupName":"a"`),
			Want: answersGroup(`{"GroupName":"a","UserPoolId":"POOL","Precedence":0}`)},
		{Rules: "P16", Name: "the greatest Precedence", Raw: inPool("CreateGroup", `"GroupName":"a","Precedence":2147483647`),
			Want: answersGroup(`{"GroupName":"a","UserPoolId":"POOL","Precedence":2147483647}`)},
		{Rules: "P17", Name: "Precedence -1", Raw: inPool("CreateGroup", `"GroupName":"a","Precedence":-1`),
			Want: invalid("1 validation error detected: Value '-1' at 'precedence' failed to satisfy constraint: Member must have value greater than or equal to 0")},
		{Rules: "P17", Name: "Precedence -1 later", Prior: after("CreateGroup", `"GroupName":"a"`), Raw: inPool("UpdateGroup", `"GroupName":"a","Precedence":-1`),
			Want: invalid("1 validation error detected: Value '-1' at 'precedence' failed to satisfy constraint: Member must have value greater than or equal to 0")},
		{Rules: "P11", Name: "a group without a name", Raw: inPool("CreateGroup", `"GroupName":""`), Want: invalid("2 validation errors detected: " +
			"Value '' at 'groupName' failed to satisfy constraint: Member must have length greater than or equal to 1; " +
			`Value '' at 'groupName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\p{L}\p{M}\p{S}\p{N}\p{P}]+`)},
		refuses("a name with a space", `"GroupName":"my group"`, breaksShown("my group", "groupName", usernamePattern)),
		refuses("a name of 129", `"GroupName":"`+strings.Repeat("g", 129)+`"`, breaksShown(strings.Repeat("g", 129), "groupName", "Member must have length less than or equal to 128")),
		refuses("a Description of 2,049", `"GroupName":"a","Description":"`+strings.Repeat("d", 2049)+`"`,
			breaksShown(strings.Repeat("d", 2049), "description", "Member must have length less than or equal to 2048")),
		refuses("a role that is no ARN", `"GroupName":"a","RoleArn":"the role of administrators"`,
			breaksShown("the role of administrators", "roleArn", `Member must satisfy regular expression pattern: arn:[\w+=/,.@-]+:[\w+=/,.@-]+:([\w+=/,.@-]*)?:[0-9]+:[\w+=/,.@-]+(:[\w+=/,.@-]+)?(:[\w+=/,.@-]+)?`)),
		{Rules: "P18", Name: "a name of every class", Raw: inPool("CreateGroup", `"GroupName":"Jürgen~_9!€"`), Want: answersGroup(`{"GroupName":"Jürgen~_9!€","UserPoolId":"POOL"}`)},
		{Rules: "P19", Choice: true, Name: "a role of another account", Raw: inPool("CreateGroup", `"GroupName":"a","RoleArn":"arn:aws:iam::000000000001:role/r"`),
			Want: answersGroup(`{"GroupName":"a","UserPoolId":"POOL","RoleArn":"arn:aws:iam::000000000001:role/r"}`)},
		{Rules: "P20 N131", Name: "a name twice, by the SDK", Prior: after("CreateGroup", `"GroupName":"a"`), Call: func(w *World) (any, error) {
			_, err := w.Client.CreateGroup(w.Ctx, &cip.CreateGroupInput{UserPoolId: &w.PoolID, GroupName: aws.String("a")})
			fixture.RequireAs[*types.GroupExistsException](w, err)
			return nil, err
		}, Want: Want{Code: "GroupExistsException", Message: "A group with the name already exists."}},
		{Rules: "P21", Name: "a name in another case", Prior: after("CreateGroup", `"GroupName":"Admins"`), Raw: inPool("CreateGroup", `"GroupName":"admins"`),
			Want: Want{Code: "GroupExistsException", Message: "A group with the name already exists."}},
		{Rules: "P21", Choice: true, Name: "another case finds nothing", Prior: after("CreateGroup", `"GroupName":"Admins"`), Raw: inPool("GetGroup", `"GroupName":"admins"`), Want: groupNotFound},
		{Rules: "P21 P24", Name: "a name in another case when the group is gone", Prior: after("CreateGroup", `"GroupName":"Admins"`, "DeleteGroup", `"GroupName":"Admins"`),
			Raw: inPool("CreateGroup", `"GroupName":"admins"`), Want: answersGroup(`{"GroupName":"admins","UserPoolId":"POOL"}`)},
		{Rules: "P22", Name: "an update keeps what it leaves out", Prior: after("CreateGroup", `"GroupName":"a","Description":"d","RoleArn":"`+role+`r","Precedence":3`),
			Raw: inPool("UpdateGroup", `"GroupName":"a","Precedence":0`), Want: answersGroup(`{"GroupName":"a","UserPoolId":"POOL","Description":"d","RoleArn":"` + role + `r","Precedence":0}`)},
		{Rules: "P22", Name: "an update of everything", Prior: after("CreateGroup", `"GroupName":"a"`), Raw: inPool("UpdateGroup", `"GroupName":"a","Description":"d","RoleArn":"`+role+`r","Precedence":3`),
			Want: answersGroup(`{"GroupName":"a","UserPoolId":"POOL","Description":"d","RoleArn":"` + role + `r","Precedence":3}`)},
		{Rules: "P23", Choice: true, Name: "an empty Description", Prior: after("CreateGroup", `"GroupName":"a","Description":"d"`, "UpdateGroup", `"GroupName":"a","Description":""`),
			Raw: inPool("GetGroup", `"GroupName":"a"`), Want: answersGroup(`{"GroupName":"a","UserPoolId":"POOL"}`)},
		{Rules: "P9 P7", Choice: true, Name: "a page of groups unless asked", Prior: func(w *World) {
			for i := range 61 {
				w.ask("CreateGroup", fmt.Sprintf(`"GroupName":"g%02d"`, i))
			}
		}, Call: func(w *World) (any, error) {
			return w.Client.ListGroups(w.Ctx, &cip.ListGroupsInput{UserPoolId: &w.PoolID})
		}, Want: Want{Check: func(w *World, out any) {
			page := out.(*cip.ListGroupsOutput)
			require.Len(w, page.Groups, 60)
			rest, err := w.Client.ListGroups(w.Ctx, &cip.ListGroupsInput{UserPoolId: &w.PoolID, NextToken: page.NextToken})
			require.NoError(w, err)
			require.Equal(w, []string{"g60"}, groupNames(rest.Groups))
			require.Nil(w, rest.NextToken)
		}}},
	}
}

// groupsOf are the groups of a user, by AdminListGroupsForUser.
func (w *World) groupsOf(username string) []string {
	w.Helper()
	out, err := w.Client.AdminListGroupsForUser(w.Ctx, &cip.AdminListGroupsForUserInput{UserPoolId: &w.PoolID, Username: &username})
	require.NoError(w, err)
	require.Nil(w, out.NextToken)
	return groupNames(out.Groups)
}

// membersOf are the users in a group.
func (w *World) membersOf(group string) []string {
	w.Helper()
	out, err := w.Client.ListUsersInGroup(w.Ctx, &cip.ListUsersInGroupInput{UserPoolId: &w.PoolID, GroupName: &group})
	require.NoError(w, err)
	names := []string{}
	for _, u := range out.Users {
		names = append(names, *u.Username)
	}
	return names
}

// memberRows are rows of who is in a group: docs/behaviour.md P24 to P28, N132, N133.
func memberRows() []Row {
	var list []Row
	for _, op := range []string{"AdminAddUserToGroup", "AdminRemoveUserFromGroup"} {
		list = append(list,
			Row{Rules: "P5 P26 N1", Name: "the answer of " + op, Prior: withJane("CreateGroup", `"GroupName":"a"`), Raw: inPool(op, janeInA),
				Want: Want{Check: func(w *World, out any) { require.Empty(w, out) }}},
			Row{Rules: "P26 N6", Name: "a user unknown to " + op, Prior: after("CreateGroup", `"GroupName":"a"`), Raw: inPool(op, janeInA), Want: userNotFound},
			Row{Rules: "P26 N132", Name: "a group unknown to " + op, Prior: withJane("CreateGroup", `"GroupName":"A"`), Raw: inPool(op, janeInA), Want: groupNotFound},
			Row{Rules: "N132", Choice: true, Name: "user and group unknown to " + op, Raw: inPool(op, janeInA), Want: userNotFound},
			Row{Rules: "P1 N2", Name: "pool unknown to " + op, Raw: func(*World) string { return op + ` {"UserPoolId":"us-east-1_Unknown",` + janeInA + `}` }, Want: noPool("us-east-1_Unknown")},
		)
	}
	for op, member := range map[string]string{"AdminListGroupsForUser": `"Username":"jane"`, "ListUsersInGroup": `"GroupName":"a"`} {
		list = append(list,
			Row{Rules: "P1 N2", Name: "pool unknown to " + op, Raw: func(*World) string { return op + ` {"UserPoolId":"us-east-1_Unknown",` + member + `}` }, Want: noPool("us-east-1_Unknown")},
			Row{Rules: "P10", Choice: true, Name: "a made-up token for " + op, Prior: withJane("CreateGroup", `"GroupName":"a"`), Raw: inPool(op, member+`,"NextToken":"x"`),
				Want: invalid("Invalid pagination token.")},
			Row{Rules: "P8", Name: "a page of 61 of " + op, Raw: inPool(op, member+`,"Limit":61`),
				Want: invalid("1 validation error detected: Value '61' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 60")},
		)
	}
	return append(list,
		Row{Rules: "P25 N133", Name: "groups of nobody's", Prior: withJane(), Raw: inPool("AdminListGroupsForUser", `"Username":"jane"`),
			Want: Want{Check: func(w *World, out any) { require.Equal(w, `{"Groups":[]}`, string(out.([]byte))) }}},
		Row{Rules: "P25 N133", Name: "nobody in a group", Prior: after("CreateGroup", `"GroupName":"a"`), Raw: inPool("ListUsersInGroup", `"GroupName":"a"`),
			Want: Want{Check: func(w *World, out any) { require.Equal(w, `{"Users":[]}`, string(out.([]byte))) }}},
		Row{Rules: "P27 N6", Name: "groups of an unknown user", Raw: inPool("AdminListGroupsForUser", `"Username":"jane"`), Want: userNotFound},
		Row{Rules: "P27 N132", Name: "users in an unknown group", Raw: inPool("ListUsersInGroup", `"GroupName":"a"`), Want: groupNotFound},
		Row{Rules: "P25 P15", Name: "entries of AdminListGroupsForUser",
			Prior: withJane("CreateGroup", `"GroupName":"a","Description":"d","Precedence":0`, "AdminAddUserToGroup", janeInA),
			Call: func(w *World) (any, error) {
				return w.Client.AdminListGroupsForUser(w.Ctx, &cip.AdminListGroupsForUserInput{UserPoolId: &w.PoolID, Username: aws.String("jane")})
			}, Want: Want{Check: func(w *World, out any) {
				got, err := w.Client.GetGroup(w.Ctx, &cip.GetGroupInput{UserPoolId: &w.PoolID, GroupName: aws.String("a")})
				require.NoError(w, err)
				require.Equal(w, []types.GroupType{*got.Group}, out.(*cip.AdminListGroupsForUserOutput).Groups)
			}}},
		Row{Rules: "P25", Name: "entries of ListUsersInGroup", Prior: func(w *World) {
			w.AddUser(NewUser{Username: "jane", Attributes: map[string]string{"email": "jane@example.com"}})
			after("CreateGroup", `"GroupName":"a"`, "AdminAddUserToGroup", janeInA)(w)
		}, Call: func(w *World) (any, error) {
			return w.Client.ListUsersInGroup(w.Ctx, &cip.ListUsersInGroupInput{UserPoolId: &w.PoolID, GroupName: aws.String("a")})
		}, Want: Want{Check: func(w *World, out any) {
			all, err := w.Client.ListUsers(w.Ctx, &cip.ListUsersInput{UserPoolId: &w.PoolID})
			require.NoError(w, err)
			require.Len(w, all.Users, 1)
			require.Equal(w, all.Users, out.(*cip.ListUsersInGroupOutput).Users)
		}}},
		Row{Rules: "P26 N5", Name: "by other names of the user", Pool: Aliased(cip.CreateUserPoolInput{}, types.AliasAttributeTypeEmail), Prior: func(w *World) {
			w.AddUser(NewUser{Username: "jane", Attributes: map[string]string{"email": "jane@example.com", "email_verified": "true"}})
			after("CreateGroup", `"GroupName":"a"`, "CreateGroup", `"GroupName":"b"`)(w)
		}, Call: func(w *World) (any, error) {
			sub := w.User("jane").Sub
			w.ask("AdminAddUserToGroup", `"Username":"jane@example.com","GroupName":"a"`)
			w.ask("AdminAddUserToGroup", `"Username":"`+sub+`","GroupName":"b"`)
			for _, name := range []string{"jane", "jane@example.com", sub} {
				require.Equal(w, []string{"a", "b"}, w.groupsOf(name))
			}
			return nil, nil
		}},
		Row{Rules: "N133", Choice: true, Name: "in a group twice, and out of it", Prior: withJane("CreateGroup", `"GroupName":"a"`), Call: func(w *World) (any, error) {
			w.ask("AdminRemoveUserFromGroup", janeInA)
			w.ask("AdminAddUserToGroup", janeInA)
			w.ask("AdminAddUserToGroup", janeInA)
			require.Equal(w, []string{"jane"}, w.membersOf("a"))
			w.ask("AdminRemoveUserFromGroup", janeInA)
			require.Empty(w, w.membersOf("a"))
			require.Empty(w, w.groupsOf("jane"))
			return nil, nil
		}},
		Row{Rules: "P24 N133", Name: "a deleted group has no members, nor has a new one of its name",
			Prior: withJane("CreateGroup", `"GroupName":"a"`, "CreateGroup", `"GroupName":"b"`, "AdminAddUserToGroup", janeInA, "AdminAddUserToGroup", `"Username":"jane","GroupName":"b"`),
			Call: func(w *World) (any, error) {
				w.ask("DeleteGroup", `"GroupName":"a"`)
				require.Equal(w, []string{"b"}, w.groupsOf("jane"))
				w.ask("CreateGroup", `"GroupName":"a"`)
				require.Empty(w, w.membersOf("a"))
				return nil, nil
			}},
		Row{Rules: "P28 N133", Choice: true, Name: "a deleted user is in no group, nor is a new one of the name",
			Prior: withJane("CreateGroup", `"GroupName":"a"`, "AdminAddUserToGroup", janeInA), Call: func(w *World) (any, error) {
				w.ask("AdminDeleteUser", `"Username":"jane"`)
				require.Empty(w, w.membersOf("a"))
				withJane()(w)
				require.Empty(w, w.groupsOf("jane"))
				return nil, nil
			}},
		Row{Rules: "P28", Choice: true, Name: "a disabled user stays in the group", Prior: withJane("CreateGroup", `"GroupName":"a"`, "AdminAddUserToGroup", janeInA, "AdminDisableUser", `"Username":"jane"`),
			Call: func(w *World) (any, error) {
				return w.Client.ListUsersInGroup(w.Ctx, &cip.ListUsersInGroupInput{UserPoolId: &w.PoolID, GroupName: aws.String("a")})
			}, Want: Want{Check: func(w *World, out any) {
				require.Len(w, out.(*cip.ListUsersInGroupOutput).Users, 1)
				require.False(w, out.(*cip.ListUsersInGroupOutput).Users[0].Enabled)
			}}},
		Row{Rules: "P7 P25", Choice: true, Name: "pages of who is in which group", Prior: func(w *World) {
			for i := range 5 {
				w.AddUser(NewUser{Username: fmt.Sprintf("u%d", 4-i)})
				w.ask("CreateGroup", fmt.Sprintf(`"GroupName":"g%d"`, i))
			}
			for i := range 5 {
				w.ask("AdminAddUserToGroup", fmt.Sprintf(`"Username":"u%d","GroupName":"g0"`, i))
				w.ask("AdminAddUserToGroup", fmt.Sprintf(`"Username":"u0","GroupName":"g%d"`, 4-i))
			}
		}, Call: func(w *World) (any, error) {
			var groups, users []string
			of := cip.NewAdminListGroupsForUserPaginator(w.Client, &cip.AdminListGroupsForUserInput{UserPoolId: &w.PoolID, Username: aws.String("u0"), Limit: aws.Int32(2)})
			for of.HasMorePages() {
				page, err := of.NextPage(w.Ctx)
				require.NoError(w, err)
				require.LessOrEqual(w, len(page.Groups), 2)
				groups = append(groups, groupNames(page.Groups)...)
			}
			in := cip.NewListUsersInGroupPaginator(w.Client, &cip.ListUsersInGroupInput{UserPoolId: &w.PoolID, GroupName: aws.String("g0"), Limit: aws.Int32(2)})
			for in.HasMorePages() {
				page, err := in.NextPage(w.Ctx)
				require.NoError(w, err)
				require.LessOrEqual(w, len(page.Users), 2)
				for _, u := range page.Users {
					users = append(users, *u.Username)
				}
			}
			require.Equal(w, []string{"g0", "g1", "g2", "g3", "g4"}, groups)
			require.Equal(w, []string{"u4", "u3", "u2", "u1", "u0"}, users)
			return nil, nil
		}},
		Row{Rules: "P14", Choice: true, Name: "a hundred groups of a user", Prior: func(w *World) {
			withJane()(w)
			for i := range 101 {
				w.ask("CreateGroup", fmt.Sprintf(`"GroupName":"g%d"`, i))
			}
			for i := range 100 {
				w.ask("AdminAddUserToGroup", fmt.Sprintf(`"Username":"jane","GroupName":"g%d"`, i))
			}
			w.ask("AdminAddUserToGroup", `"Username":"jane","GroupName":"g99"`)
		}, Raw: inPool("AdminAddUserToGroup", `"Username":"jane","GroupName":"g100"`),
			Want: Want{Code: "LimitExceededException", Message: "Maximum number of groups of a user reached."}},
	)
}
