package rows

import (
	"strings"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
)

// groupClaim is a row of what the groups of jane, in order of joining, do to her tokens.
func groupClaim(rules, name string, want map[string]any, groups ...string) Row {
	asked := []string{}
	for _, g := range groups {
		asked = append(asked, "CreateGroup", `"GroupName":`+g)
		group, _, _ := strings.Cut(g, ",")
		asked = append(asked, "AdminAddUserToGroup", `"Username":"jane","GroupName":`+group)
	}
	return Row{Rules: rules, Name: name, App: PasswordClient(), Prior: withJane(asked...),
		Call: func(w *World) (any, error) { return w.SignIn("jane", fixture.GoodPassword) },
		Want: Want{Check: func(w *World, out any) {
			got := out.(*cip.InitiateAuthOutput).AuthenticationResult
			access, id := w.Claims(got.AccessToken), w.Claims(got.IdToken)
			for _, claim := range []string{"cognito:groups", "cognito:roles", "cognito:preferred_role"} {
				require.Equal(w, want[claim], id[claim], claim)
			}
			require.Equal(w, want["cognito:groups"], access["cognito:groups"])
			require.NotContains(w, access, "cognito:roles")
			require.NotContains(w, access, "cognito:preferred_role")
			for _, claims := range []map[string]any{access, id} {
				for _, v := range claims {
					require.NotNil(w, v, "what there is not is absent")
				}
			}
		}}}
}

// claimRows are rows of groups in tokens: docs/behaviour.md P29 to P32, N86.
func claimRows() []Row {
	list := func(items ...string) []any {
		all := []any{}
		for _, i := range items {
			all = append(all, strings.ReplaceAll(i, "role/", role))
		}
		return all
	}
	withRole := func(name, r string, more string) string { return `"` + name + `","RoleArn":"` + role + r + `"` + more }
	rows := []Row{
		groupClaim("P29", "no groups", nil),
		groupClaim("P29", "a group", map[string]any{"cognito:groups": list("a")}, `"a"`),
		groupClaim("P29 N86", "groups, the best first", map[string]any{"cognito:groups": list("c", "a", "d", "b", "e")},
			`"e"`, `"b"`, `"d","Precedence":7`, `"a","Precedence":7`, `"c","Precedence":0`),
		groupClaim("P30", "roles, each once", map[string]any{
			"cognito:groups": list("a", "b", "c", "d"), "cognito:roles": list("role/x", "role/y"), "cognito:preferred_role": role + "x",
		}, withRole("a", "x", `,"Precedence":1`), withRole("b", "y", `,"Precedence":2`), withRole("c", "x", `,"Precedence":3`), `"d"`),
		groupClaim("P30", "two best groups of one role", map[string]any{
			"cognito:groups": list("a", "b"), "cognito:roles": list("role/x"), "cognito:preferred_role": role + "x",
		}, withRole("a", "x", `,"Precedence":0`), withRole("b", "x", `,"Precedence":0`)),
		groupClaim("P30", "two best groups of different roles", map[string]any{
			"cognito:groups": list("a", "b", "c"), "cognito:roles": list("role/x", "role/y", "role/z"),
		}, withRole("a", "x", `,"Precedence":0`), withRole("b", "y", `,"Precedence":0`), withRole("c", "z", `,"Precedence":1`)),
		groupClaim("P30", "the best group has no role", map[string]any{
			"cognito:groups": list("a", "b"), "cognito:roles": list("role/y"), "cognito:preferred_role": role + "y",
		}, `"a","Precedence":0`, withRole("b", "y", `,"Precedence":5`)),
		groupClaim("P30", "a role without Precedence beside one with", map[string]any{
			"cognito:groups": list("b", "a"), "cognito:roles": list("role/y", "role/x"), "cognito:preferred_role": role + "y",
		}, withRole("a", "x", ""), withRole("b", "y", `,"Precedence":5`)),
		groupClaim("P31", "a role without Precedence", map[string]any{"cognito:groups": list("a"), "cognito:roles": list("role/x")}, withRole("a", "x", "")),
		groupClaim("P31", "the Precedence is that of a group without a role", map[string]any{"cognito:groups": list("b", "a"), "cognito:roles": list("role/x")},
			withRole("a", "x", ""), `"b","Precedence":1`),
	}
	leaves := groupClaim("P24 P29", "a group that is deleted", map[string]any{"cognito:groups": list("b")}, `"a"`, `"b"`)
	before := leaves.Prior
	leaves.Prior = func(w *World) {
		before(w)
		w.ask("DeleteGroup", `"GroupName":"a"`)
	}
	return append(rows, leaves,
		Row{Rules: "P32 N90", Name: "groups are those of the refresh", App: RefreshClient(),
			Prior: withJane("CreateGroup", `"GroupName":"a"`, "CreateGroup", `"GroupName":`+withRole("b", "x", `,"Precedence":1`), "AdminAddUserToGroup", janeInA),
			Call: func(w *World) (any, error) {
				before := w.Tokens("jane")
				require.Equal(w, list("a"), w.Claims(before.IdToken)["cognito:groups"])
				w.ask("AdminRemoveUserFromGroup", janeInA)
				w.ask("AdminAddUserToGroup", `"Username":"jane","GroupName":"b"`)
				first, err := w.Refresh(before.RefreshToken, "jane")
				require.NoError(w, err)
				second, err := w.GetTokens(before.RefreshToken)
				require.NoError(w, err)
				for _, after := range []*types.AuthenticationResultType{first.AuthenticationResult, second.AuthenticationResult} {
					access, id := w.Claims(after.AccessToken), w.Claims(after.IdToken)
					require.Equal(w, list("b"), access["cognito:groups"])
					require.Equal(w, list("b"), id["cognito:groups"])
					require.Equal(w, list("role/x"), id["cognito:roles"])
					require.Equal(w, role+"x", id["cognito:preferred_role"])
				}
				return nil, nil
			}},
		Row{Rules: "P28", Choice: true, Name: "a user who deletes themselves is in no group", App: RefreshClient(),
			Prior: withJane("CreateGroup", `"GroupName":"a"`, "AdminAddUserToGroup", janeInA), Call: func(w *World) (any, error) {
				_, err := w.Client.DeleteUser(w.Ctx, &cip.DeleteUserInput{AccessToken: w.Tokens("jane").AccessToken})
				require.NoError(w, err)
				require.Empty(w, w.membersOf("a"))
				return nil, nil
			}})
}
