package rows

import (
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
)

const (
	api           = `"Identifier":"api","Name":"API","Scopes":[{"ScopeName":"read","ScopeDescription":"Reads"},{"ScopeName":"a.write","ScopeDescription":"Writes"}]`
	serverPattern = `Member must satisfy regular expression pattern: [\x21\x23-\x5B\x5D-\x7E]+`
	scopePattern  = `Member must satisfy regular expression pattern: [\x21\x23-\x2E\x30-\x5B\x5D-\x7E]+`
)

// answersServer is an answer with this resource server.
func answersServer(want string) Want {
	return Want{Check: func(w *World, out any) {
		require.JSONEq(w, `{"ResourceServer":`+strings.ReplaceAll(want, "POOL", w.PoolID)+`}`, string(out.([]byte)))
	}}
}

// scopesOf are scopes in JSON, a name and a description each.
func scopesOf(n int) (sent, printed string) {
	var members, values []string
	for i := range n {
		members = append(members, fmt.Sprintf(`{"ScopeName":"s%d","ScopeDescription":"d"}`, i))
		values = append(values, fmt.Sprintf("ResourceServerScopeType(scopeName=s%d, scopeDescription=d)", i))
	}
	return `"Scopes":[` + strings.Join(members, ",") + "]", "[" + strings.Join(values, ", ") + "]"
}

// serverRows are rows of resource servers: docs/behaviour.md P34 to P42, P45.
func serverRows() []Row {
	refuses := func(rules, name, members, entry string) []Row {
		return []Row{
			{Rules: rules, Name: name, Raw: inPool("CreateResourceServer", members), Want: invalid("1 validation error detected: " + entry)},
			{Rules: rules, Name: name + ", in an update", Raw: inPool("UpdateResourceServer", members), Want: invalid("1 validation error detected: " + entry)},
		}
	}
	hundred, _ := scopesOf(100)
	tooMany, printed := scopesOf(101)
	scope := func(name, description string) string {
		return `"Identifier":"api","Name":"n","Scopes":[{"ScopeName":"` + name + `","ScopeDescription":"` + description + `"}]`
	}
	long := strings.Repeat("x", 257)
	list := []Row{
		{Rules: "P34 P35", Name: "a resource server with scopes, in their order", Raw: inPool("CreateResourceServer", api),
			Want: answersServer(`{"UserPoolId":"POOL",` + api + `}`)},
		{Rules: "P34 P35", Name: "a resource server without scopes", Raw: inPool("CreateResourceServer", `"Identifier":"api","Name":"API"`),
			Want: answersServer(`{"UserPoolId":"POOL","Identifier":"api","Name":"API","Scopes":[]}`)},
		{Rules: "P34", Name: "entries of ListResourceServers", Prior: after("CreateResourceServer", api), Raw: inPool("ListResourceServers", `"MaxResults":50`), Want: Want{Check: func(w *World, out any) {
			require.JSONEq(w, `{"ResourceServers":[{"UserPoolId":"`+w.PoolID+`",`+api+`}]}`, string(out.([]byte)))
		}}},
		{Rules: "P36", Name: "a URL as identifier", Raw: inPool("CreateResourceServer", `"Identifier":"https://api.example.com/v1","Name":"API"`),
			Want: answersServer(`{"UserPoolId":"POOL","Identifier":"https://api.example.com/v1","Name":"API","Scopes":[]}`)},
		{Rules: "P37", Name: "a scope without description", Raw: inPool("CreateResourceServer", `"Identifier":"api","Name":"n","Scopes":[{"ScopeName":"read"}]`),
			Want: invalid("1 validation error detected: Value null at 'scopes.1.member.scopeDescription' failed to satisfy constraint: Member must not be null")},
		{Rules: "P37", Name: "a scope without name", Raw: inPool("CreateResourceServer", `"Identifier":"api","Name":"n","Scopes":[{"ScopeDescription":"d"}]`),
			Want: invalid("1 validation error detected: Value null at 'scopes.1.member.scopeName' failed to satisfy constraint: Member must not be null")},
		{Rules: "P37 P12", Name: "the second scope", Raw: inPool("CreateResourceServer", `"Identifier":"api","Name":"n","Scopes":[{"ScopeName":"a","ScopeDescription":"d"},{"ScopeName":"a/b","ScopeDescription":"d"}]`),
			Want: invalid("1 validation error detected: Value 'a/b' at 'scopes.2.member.scopeName' failed to satisfy constraint: " + scopePattern)},
		{Rules: "P38 P14", Name: "a hundred scopes", Raw: inPool("CreateResourceServer", `"Identifier":"api","Name":"n",`+hundred),
			Want: answersServer(`{"UserPoolId":"POOL","Identifier":"api","Name":"n",` + hundred + `}`)},
		{Rules: "P39", Name: "no name", Raw: inPool("CreateResourceServer", `"Identifier":"api"`),
			Want: invalid("1 validation error detected: Value null at 'name' failed to satisfy constraint: Member must not be null")},
		{Rules: "P39", Name: "no name in an update", Prior: after("CreateResourceServer", api), Raw: inPool("UpdateResourceServer", `"Identifier":"api"`),
			Want: invalid("1 validation error detected: Value null at 'name' failed to satisfy constraint: Member must not be null")},
		{Rules: "P40", Choice: true, Name: "an identifier in another case is another", Prior: after("CreateResourceServer", api), Raw: inPool("CreateResourceServer", `"Identifier":"API","Name":"n"`),
			Want: answersServer(`{"UserPoolId":"POOL","Identifier":"API","Name":"n","Scopes":[]}`)},
		{Rules: "P40", Choice: true, Name: "an identifier twice", Prior: after("CreateResourceServer", api), Raw: inPool("CreateResourceServer", api),
			Want: Want{Code: "InvalidParameterException", Words: func(w *World) string { return "api already exists in user pool " + w.PoolID + "." }}},
		{Rules: "P41", Choice: true, Name: "an unknown identifier", Raw: inPool("DescribeResourceServer", `"Identifier":"api"`),
			Want: Want{Code: "ResourceNotFoundException", Message: "Resource server api does not exist."}},
		{Rules: "P42", Name: "an update replaces name and scopes", Prior: after("CreateResourceServer", api, "UpdateResourceServer", `"Identifier":"api","Name":"n","Scopes":[{"ScopeName":"x","ScopeDescription":"X"}]`),
			Raw:  inPool("DescribeResourceServer", `"Identifier":"api"`),
			Want: answersServer(`{"UserPoolId":"POOL","Identifier":"api","Name":"n","Scopes":[{"ScopeName":"x","ScopeDescription":"X"}]}`)},
		{Rules: "P42", Name: "an update without scopes leaves none", Prior: after("CreateResourceServer", api, "UpdateResourceServer", `"Identifier":"api","Name":"n"`),
			Raw: inPool("DescribeResourceServer", `"Identifier":"api"`), Want: answersServer(`{"UserPoolId":"POOL","Identifier":"api","Name":"n","Scopes":[]}`)},
		{Rules: "P45", Name: "a deleted identifier is free", Prior: after("CreateResourceServer", api, "DeleteResourceServer", `"Identifier":"api"`), Raw: inPool("CreateResourceServer", `"Identifier":"api","Name":"n"`),
			Want: answersServer(`{"UserPoolId":"POOL","Identifier":"api","Name":"n","Scopes":[]}`)},
		{Rules: "P14", Name: "25 resource servers", Prior: func(w *World) {
			for i := range 25 {
				w.ask("CreateResourceServer", fmt.Sprintf(`"Identifier":"api%d","Name":"n"`, i))
			}
		}, Raw: inPool("CreateResourceServer", `"Identifier":"api","Name":"n"`),
			Want: Want{Code: "LimitExceededException", Message: "Maximum number of resource servers reached."}},
		{Rules: "P14", Name: "one of 25 resource servers again", Prior: func(w *World) {
			for i := range 25 {
				w.ask("CreateResourceServer", fmt.Sprintf(`"Identifier":"api%d","Name":"n"`, i))
			}
			w.ask("DeleteResourceServer", `"Identifier":"api7"`)
		}, Raw: inPool("CreateResourceServer", `"Identifier":"api","Name":"n"`), Want: answersServer(`{"UserPoolId":"POOL","Identifier":"api","Name":"n","Scopes":[]}`)},
	}
	for _, r := range [][]Row{
		refuses("P36", "an identifier with a space", `"Identifier":"my api","Name":"n"`, "Value 'my api' at 'identifier' failed to satisfy constraint: "+serverPattern),
		refuses("P36", "an identifier of 257", `"Identifier":"`+long+`","Name":"n"`, "Value '"+long+"' at 'identifier' failed to satisfy constraint: Member must have length less than or equal to 256"),
		refuses("P37 P12", "a scope with a space", scope("read all", "d"), "Value 'read all' at 'scopes.1.member.scopeName' failed to satisfy constraint: "+scopePattern),
		refuses("P37", "a scope of 257", scope(long, "d"), "Value '"+long+"' at 'scopes.1.member.scopeName' failed to satisfy constraint: Member must have length less than or equal to 256"),
		refuses("P37", "an empty description", scope("s", ""), "Value '' at 'scopes.1.member.scopeDescription' failed to satisfy constraint: Member must have length greater than or equal to 1"),
		refuses("P38 P12 P14", "101 scopes", `"Identifier":"api","Name":"n",`+tooMany, "Value '"+printed+"' at 'scopes' failed to satisfy constraint: Member must have length less than or equal to 100"),
		refuses("P39", "a name with a slash", `"Identifier":"api","Name":"a/b"`, `Value 'a/b' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w\s+=,.@-]+`),
	} {
		list = append(list, r...)
	}
	return list
}

// scoped is a client with scopes.
func scoped(scopes ...string) cip.CreateUserPoolClientInput {
	return cip.CreateUserPoolClientInput{AllowedOAuthScopes: scopes}
}

func noScope(scope string) Want {
	return Want{Code: "ScopeDoesNotExistException", Message: "Invalid scope requested: " + scope}
}

// scopeRows are rows of the scopes of resource servers in app clients: docs/behaviour.md P43, P44, P46.
func scopeRows() []Row {
	has := func(scopes ...string) Want {
		return Want{Check: func(w *World, out any) { require.Equal(w, scopes, out.(*types.UserPoolClientType).AllowedOAuthScopes) }}
	}
	withAPI := after("CreateResourceServer", api, "CreateResourceServer", `"Identifier":"https://api.example.com/v1","Name":"n","Scopes":[{"ScopeName":"read","ScopeDescription":"d"}]`)
	updating := func(scopes ...string) func(*World) (any, error) {
		return UpdatingApp(cip.UpdateUserPoolClientInput{AllowedOAuthScopes: scopes})
	}
	standard := []string{"phone", "email", "openid", "profile", "aws.cognito.signin.user.admin"}
	list := []Row{
		{Rules: "P43", Name: "the standard scopes", Call: creatingApp(scoped(standard...)), Want: has(standard...)},
		{Rules: "P43", Name: "scopes of resource servers", Prior: withAPI, Call: creatingApp(scoped("openid", "api/read", "api/a.write", "https://api.example.com/v1/read")),
			Want: has("openid", "api/read", "api/a.write", "https://api.example.com/v1/read")},
		{Rules: "P43", Name: "scopes of resource servers, later", Prior: withAPI, Call: updating("api/read"), Want: has("api/read")},
		{Rules: "P43", Name: "the first of two that there are not", Prior: withAPI, Call: creatingApp(scoped("api/read", "api/none", "other/read")), Want: noScope("api/none")},
		{Rules: "P43", Name: "a scope of a server in another pool", Prior: func(w *World) {
			made, err := w.Client.CreateUserPool(w.Ctx, &cip.CreateUserPoolInput{PoolName: aws.String("another")})
			require.NoError(w, err)
			_, err = w.Client.CreateResourceServer(w.Ctx, &cip.CreateResourceServerInput{
				UserPoolId: made.UserPool.Id, Identifier: aws.String("api"), Name: aws.String("n"),
				Scopes: []types.ResourceServerScopeType{{ScopeName: aws.String("read"), ScopeDescription: aws.String("d")}},
			})
			require.NoError(w, err)
		}, Call: creatingApp(scoped("api/read")), Want: noScope("api/read")},
		{Rules: "P43", Name: "a refused update changes nothing", App: scoped("openid"), Call: updating("api/read"), Want: Want{
			Code: "ScopeDoesNotExistException", Message: "Invalid scope requested: api/read", Check: func(w *World, _ any) {
				a, err := describedApp(w)
				require.NoError(w, err)
				require.Equal(w, []string{"openid"}, a.(*types.UserPoolClientType).AllowedOAuthScopes)
			}}},
		{Rules: "P43", Name: "the SDK's type", Call: func(w *World) (any, error) {
			_, err := creatingApp(scoped("api/read"))(w)
			fixture.RequireAs[*types.ScopeDoesNotExistException](w, err)
			return nil, err
		}, Want: noScope("api/read")},
		{Rules: "P44", Name: "a deleted server leaves its scopes in clients", Prior: func(w *World) {
			withAPI(w)
			_, err := updating("api/read")(w)
			require.NoError(w, err)
			w.ask("DeleteResourceServer", `"Identifier":"api"`)
		}, Call: describedApp, Want: has("api/read")},
		{Rules: "P44", Name: "a deleted scope stays in clients", Prior: func(w *World) {
			withAPI(w)
			_, err := updating("api/read")(w)
			require.NoError(w, err)
			w.ask("UpdateResourceServer", `"Identifier":"api","Name":"n"`)
		}, Call: describedApp, Want: has("api/read")},
		{Rules: "P43 P44", Name: "a deleted scope is not taken again", Prior: func(w *World) {
			withAPI(w)
			w.ask("UpdateResourceServer", `"Identifier":"api","Name":"n"`)
		}, Call: updating("api/read"), Want: noScope("api/read")},
		{Rules: "P46 N80", Name: "a sign-in by InitiateAuth has no custom scopes", App: PasswordClient(), Prior: func(w *World) {
			withAPI(w)
			w.AddUser(NewUser{Username: "jane", Password: fixture.GoodPassword})
			_, err := UpdatingApp(cip.UpdateUserPoolClientInput{AllowedOAuthScopes: []string{"api/read"}, ExplicitAuthFlows: PasswordClient().ExplicitAuthFlows})(w)
			require.NoError(w, err)
		}, Call: func(w *World) (any, error) { return w.SignIn("jane", fixture.GoodPassword) }, Want: Want{Check: func(w *World, out any) {
			require.Equal(w, "aws.cognito.signin.user.admin", w.Claims(out.(*cip.InitiateAuthOutput).AuthenticationResult.AccessToken)["scope"])
		}}},
	}
	for _, scope := range []string{"api/read", "read", "openId", "api/", "/read", "api/read/", "API/read", "api/Read", "aws.cognito.signin.user"} {
		prior := withAPI
		if scope == "api/read" {
			prior = nil
		}
		list = append(list,
			Row{Rules: "P43", Name: "no scope " + scope, Prior: prior, Call: creatingApp(scoped(scope)), Want: noScope(scope)},
			Row{Rules: "P43", Name: "no scope " + scope + ", later", Prior: prior, Call: updating(scope), Want: noScope(scope)})
	}
	return list
}
