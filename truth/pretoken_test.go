package truth_test

import (
	"maps"
	"reflect"
	"strings"

	"github.com/aws/aws-lambda-go/events"
	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
	"github.com/cognitofake/cognitofake/internal/rows"
)

const (
	tokenV1 = cognitofake.PreTokenGeneration
	tokenV2 = cognitofake.PreTokenGenerationV2
	tokenV3 = cognitofake.PreTokenGenerationV3
)

// answering answers the event with these details in its response, of whatever version.
func answering(json string) bytesFunction {
	return func(event string) (string, error) {
		head, _, _ := strings.Cut(event, `OverrideDetails":null`)
		return head + `OverrideDetails":` + json + `}}`, nil
	}
}

// rolePrefix begins the roles of rows.
const rolePrefix = "arn:aws:iam::123456789012:role/"

// withGroups is jane with attributes, in two groups with roles.
func withGroups(w *world) {
	w.pool.AddUser(cognitofake.NewUser{Username: "jane", Password: fixture.GoodPassword, Attributes: map[string]string{
		"email": "jane@example.com", "email_verified": "true", "name": "Jane", "custom:rank": "7", "updated_at": "1700000000", "address": "1 Main Street",
	}})
	for i, name := range []string{"a", "b"} {
		_, err := w.Client.CreateGroup(w.Ctx, &cip.CreateGroupInput{
			UserPoolId: &w.pool.ID, GroupName: &name, RoleArn: aws.String(rolePrefix + name), Precedence: aws.Int32(int32(i)),
		})
		require.NoError(w, err)
		_, err = w.Client.AdminAddUserToGroup(w.Ctx, &cip.AdminAddUserToGroupInput{UserPoolId: &w.pool.ID, GroupName: &name, Username: aws.String("jane")})
		require.NoError(w, err)
	}
}

// claimsChanged are the claims of one token that another has otherwise, nil
// for those that it lacks; what differs between any two tokens does not count.
func claimsChanged(before, after map[string]any) map[string]any {
	changed := map[string]any{}
	all := maps.Clone(before)
	maps.Copy(all, after)
	for _, name := range []string{"jti", "origin_jti", "event_id", "iat", "exp", "auth_time"} {
		delete(all, name)
	}
	for name := range all {
		old, had := before[name]
		now, has := after[name]
		if had != has || !reflect.DeepEqual(old, now) {
			changed[name] = now
		}
	}
	return changed
}

// changes is a row of what details do to the claims of jane: those of the ID
// token and of the access token that differ, nil for one that is gone.
func changes(rules, name string, on cognitofake.Trigger, json string, id, access map[string]any) rows.Row {
	reader := rows.RefreshClient()
	reader.ReadAttributes = []string{"email", "email_verified", "name", "custom:rank", "updated_at", "address"}
	return rows.Row{
		Rules: rules, Name: name, Pool: rankPool(), App: reader, Prior: prior(withGroups),
		Call: call(func(w *world) (any, error) {
			before := w.Tokens("jane")
			w.pool.On(on, answering(json))
			after := w.Tokens("jane")
			refreshed, err := w.Refresh(before.RefreshToken, "jane")
			require.NoError(w, err)
			require.Nil(w, refreshed.AuthenticationResult.RefreshToken)
			for _, got := range []*types.AuthenticationResultType{after, refreshed.AuthenticationResult} {
				require.Equal(w, orNone(id), claimsChanged(w.Claims(before.IdToken), w.Claims(got.IdToken)), "ID token")
				require.Equal(w, orNone(access), claimsChanged(w.Claims(before.AccessToken), w.Claims(got.AccessToken)), "access token")
				w.verified(got.IdToken)
				w.verified(got.AccessToken)
				require.Len(w, w.Claims(got.IdToken), len(w.Claims(before.IdToken))+more(w.Claims(before.IdToken), orNone(id)))
			}
			return nil, nil
		}),
	}
}

// more is how many claims a change adds.
func more(before, changed map[string]any) int {
	n := 0
	for name, v := range changed {
		switch _, had := before[name]; {
		case v == nil && had:
			n--
		case v != nil && !had:
			n++
		}
	}
	return n
}

func orNone(m map[string]any) map[string]any {
	if m == nil {
		return map[string]any{}
	}
	return m
}

// unrecognizable is a row of details that are refused.
func unrecognizable(rules, name string, on cognitofake.Trigger, json string) rows.Row {
	return rows.Row{
		Rules: rules, Name: name, Pool: rankPool(), App: rows.PasswordClient(), Prior: prior(withGroups),
		Call: call(func(w *world) (any, error) {
			w.pool.On(on, answering(json))
			return w.SignIn("jane", fixture.GoodPassword)
		}),
		Want: rows.Want{Code: "InvalidLambdaResponseException", Message: "Unrecognizable lambda output"},
	}
}

// scopes is the claim of an access token that has these.
func scopes(names ...string) map[string]any {
	return map[string]any{"scope": strings.Join(names, " ")}
}

const selfScope = "aws.cognito.signin.user.admin"

// everyFixed are values for all claims that stay as they are.
func everyFixed() (add, suppress string) {
	names := []string{
		"acr", "amr", "at_hash", "auth_time", "azp", "exp", "iat", "iss", "jti", "nbf", "nonce", "origin_jti", "sub", "token_use", "identities",
		"cognito:username", "cognito:user_status", "cognito:anything", "username", "client_id", "device_key", "event_id", "version", "scope",
	}
	return `{"` + strings.Join(names, `":"x","`) + `":"x"}`, `["` + strings.Join(names, `","`) + `"]`
}

// overrideRows are rows of what PreTokenGeneration makes of claims: C94 to C106.
func overrideRows() []rows.Row {
	type m = map[string]any
	add, suppress := everyFixed()
	noGroups := m{"cognito:groups": nil}
	noRoles := m{"cognito:groups": nil, "cognito:roles": nil, "cognito:preferred_role": nil}
	other := `{"groupsToOverride":["x","y"],"iamRolesToOverride":["r"],"preferredRole":"r"}`
	otherID, otherAccess := m{"cognito:groups": []any{"x", "y"}, "cognito:roles": []any{"r"}, "cognito:preferred_role": "r"}, m{"cognito:groups": []any{"x", "y"}}
	const id, access = `{"idTokenGeneration":`, `{"accessTokenGeneration":`
	list := []rows.Row{
		changes("C94 C20", "the untouched event of V1_0", tokenV1, `null`, nil, nil),
		changes("C94 C20", "the untouched event of V2_0", tokenV2, `null`, nil, nil),
		changes("C94", "no details of V1_0", tokenV1, `{}`, nil, nil),
		changes("C94", "no details of V3_0", tokenV3, `{"idTokenGeneration":null,"accessTokenGeneration":{}}`, nil, nil),

		changes("C96 C105", "V1_0 adds and changes claims of the ID token", tokenV1,
			`{"claimsToAddOrOverride":{"tenant":"t","name":"J","custom:rank":"8","custom:new":"n","family_name":"Doe"}}`,
			m{"tenant": "t", "name": "J", "custom:rank": "8", "custom:new": "n", "family_name": "Doe"}, nil),
		changes("C97 C105", "V1_0 suppresses claims of the ID token", tokenV1, `{"claimsToSuppress":["email","custom:rank","not there"]}`, m{"email": nil, "custom:rank": nil}, nil),
		changes("C97", "V1_0 adds and suppresses the same claim", tokenV1, `{"claimsToAddOrOverride":{"tenant":"t","email":"x"},"claimsToSuppress":["tenant","email"]}`, m{"email": nil}, nil),
		changes("C98", "V2_0 changes each token by itself", tokenV2,
			`{"idTokenGeneration":{"claimsToAddOrOverride":{"a":"id"},"claimsToSuppress":["email"]},"accessTokenGeneration":{"claimsToAddOrOverride":{"a":"access"},"claimsToSuppress":["b"]}}`,
			m{"a": "id", "email": nil}, m{"a": "access"}),
		changes("C97 C98", "V2_0 adds and suppresses the same claim", tokenV2, access+`{"claimsToAddOrOverride":{"a":1,"b":2},"claimsToSuppress":["a"]}}`, nil, m{"b": 2.0}),
		changes("C98", "claims of every JSON type", tokenV2,
			access+`{"claimsToAddOrOverride":{"s":"<a> & \"b\"","n":1.50,"big":12345678901234567890,"t":true,"f":false,"l":["x",1,null],"o":{"k":{"deep":[]}},"e":""}},`+
				`"idTokenGeneration":{"claimsToAddOrOverride":{"l":[{"a":1}],"o":{},"name":7}}}`,
			m{"l": []any{m{"a": 1.0}}, "o": m{}, "name": 7.0},
			m{"s": `<a> & "b"`, "n": 1.5, "big": 12345678901234567890.0, "t": true, "f": false, "l": []any{"x", 1.0, nil}, "o": m{"k": m{"deep": []any{}}}, "e": ""}),
		changes("C98", "V3_0 does what V2_0 does", tokenV3, access+`{"claimsToAddOrOverride":{"a":[1]},"scopesToAdd":["api/read"]}}`, nil, m{"a": []any{1.0}, "scope": selfScope + " api/read"}),
		rows.Choice(changes("C98", "a claim that is null", tokenV2, id+`{"claimsToAddOrOverride":{"a":null,"name":null,"email_verified":null}}}`, m{"name": nil, "email_verified": nil}, nil)),

		changes("C99", "V1_0 with other groups and roles", tokenV1, `{"groupOverrideDetails":`+other+`}`, otherID, otherAccess),
		changes("C99", "V2_0 with other groups and roles", tokenV2, `{"groupOverrideDetails":`+other+`}`, otherID, otherAccess),
		changes("C99", "V1_0 without groups: null", tokenV1, `{"groupOverrideDetails":null}`, noRoles, noGroups),
		changes("C99", "V1_0 without groups: {}", tokenV1, `{"groupOverrideDetails":{}}`, noRoles, noGroups),
		changes("C99", "V2_0 without groups: null", tokenV2, `{"groupOverrideDetails":null}`, noRoles, noGroups),
		changes("C99", "V2_0 without groups: {}", tokenV2, `{"groupOverrideDetails":{}}`, noRoles, noGroups),
		changes("C99", "empty lists", tokenV2, `{"groupOverrideDetails":{"groupsToOverride":[],"iamRolesToOverride":[],"preferredRole":null}}`, noRoles, noGroups),
		changes("C99", "groups without roles", tokenV2, `{"groupOverrideDetails":{"groupsToOverride":["x"],"iamRolesToOverride":null}}`,
			m{"cognito:groups": []any{"x"}, "cognito:roles": nil, "cognito:preferred_role": nil}, m{"cognito:groups": []any{"x"}}),
		changes("C99", "roles without groups", tokenV1, `{"groupOverrideDetails":{"iamRolesToOverride":["r"],"preferredRole":"r"}}`,
			m{"cognito:groups": nil, "cognito:roles": []any{"r"}, "cognito:preferred_role": "r"}, noGroups),
		changes("C100", "V1_0 suppresses the groups", tokenV1, `{"claimsToSuppress":["cognito:groups"]}`, noRoles, nil),
		changes("C100", "V2_0 suppresses the groups of both tokens", tokenV2, id+`{"claimsToSuppress":["cognito:groups"]},"accessTokenGeneration":{"claimsToSuppress":["cognito:groups"]}}`, noRoles, noGroups),
		changes("C100 C103", "the roles alone", tokenV1, `{"claimsToSuppress":["cognito:roles"]}`, m{"cognito:roles": nil}, nil),
		changes("C103", "groups and roles as claims", tokenV2, id+`{"claimsToAddOrOverride":{"cognito:groups":["x"],"cognito:preferred_role":"r"}}}`,
			m{"cognito:groups": []any{"x"}, "cognito:preferred_role": "r"}, nil),

		changes("C101", "scopes are added", tokenV2, access+`{"scopesToAdd":["api/read","openid"]}}`, nil, scopes(selfScope, "api/read", "openid")),
		changes("C101", "scopes are added and taken out", tokenV2, access+`{"scopesToAdd":["api/read"],"scopesToSuppress":["`+selfScope+`","none"]}}`, nil, scopes("api/read")),
		rows.Choice(changes("C101", "a scope that there is already", tokenV2, access+`{"scopesToAdd":["`+selfScope+`","x","x"]}}`, nil, scopes(selfScope, "x"))),
		rows.Choice(changes("C101", "a scope that is added and taken out", tokenV2, access+`{"scopesToAdd":["x","y"],"scopesToSuppress":["x"]}}`, nil, scopes(selfScope, "y"))),
		rows.Choice(changes("C101", "no scope is left", tokenV2, access+`{"scopesToSuppress":["`+selfScope+`"]}}`, nil, m{"scope": nil})),

		changes("C103", "V1_0 tries claims that stay", tokenV1, `{"claimsToAddOrOverride":`+add+`,"claimsToSuppress":`+suppress+`}`, nil, nil),
		changes("C103", "V2_0 tries claims that stay", tokenV2,
			`{"idTokenGeneration":{"claimsToAddOrOverride":`+add+`},"accessTokenGeneration":{"claimsToAddOrOverride":`+add+`}}`, nil, nil),
		changes("C103", "V2_0 suppresses claims that stay", tokenV2,
			`{"idTokenGeneration":{"claimsToSuppress":`+suppress+`},"accessTokenGeneration":{"claimsToSuppress":`+suppress+`}}`, nil, nil),
		changes("C104", "the aud of the ID token", tokenV2, id+`{"claimsToAddOrOverride":{"aud":"x"},"claimsToSuppress":["aud"]}}`, nil, nil),
		rows.Choice(changes("C104", "another aud of the access token", tokenV2, access+`{"claimsToAddOrOverride":{"aud":"x"}}}`, nil, nil)),
		changes("C105", "developers' attributes are not added", tokenV2, id+`{"claimsToAddOrOverride":{"dev:custom:a":"x"},"claimsToSuppress":["dev:custom:b"]}}`, nil, nil),
		changes("C106", "attributes that have a form of their own", tokenV2,
			id+`{"claimsToAddOrOverride":{"email_verified":"false","phone_number_verified":"true","updated_at":"1800000000","address":"2 Main Street"}},`+
				`"accessTokenGeneration":{"claimsToAddOrOverride":{"email_verified":"false","updated_at":5}}}`,
			m{"email_verified": false, "phone_number_verified": true, "updated_at": 1800000000.0, "address": m{"formatted": "2 Main Street"}},
			m{"email_verified": "false", "updated_at": 5.0}),
		changes("C106", "and in V1_0", tokenV1, `{"claimsToAddOrOverride":{"email_verified":"false"}}`, m{"email_verified": false}, nil),

		unrecognizable("C96", "a number in V1_0", tokenV1, `{"claimsToAddOrOverride":{"a":1}}`),
		unrecognizable("C96", "a boolean in V1_0", tokenV1, `{"claimsToAddOrOverride":{"a":true}}`),
		unrecognizable("C96", "a list in V1_0", tokenV1, `{"claimsToAddOrOverride":{"a":["x"]}}`),
		unrecognizable("C96", "an object in V1_0", tokenV1, `{"claimsToAddOrOverride":{"a":{}}}`),
		rows.Choice(unrecognizable("C101", "a scope with a blank", tokenV2, access+`{"scopesToAdd":["api/read api/write"]}}`)),
		rows.Choice(unrecognizable("C98", "a member of V2_0 in V1_0", tokenV1, `{"idTokenGeneration":{}}`)),
		rows.Choice(unrecognizable("C98", "a member of V1_0 in V2_0", tokenV2, `{"claimsToAddOrOverride":{}}`)),
		rows.Choice(unrecognizable("C98", "a member that is misspelt", tokenV2, access+`{"claimsToAddorOverride":{}}}`)),
		rows.Choice(unrecognizable("C98", "scopes of the ID token", tokenV2, id+`{"scopesToAdd":[]}}`)),
		rows.Choice(unrecognizable("C99", "an unknown member of groups", tokenV1, `{"groupOverrideDetails":{"groups":[]}}`)),
	}
	for _, name := range []string{"email_verified", "phone_number_verified", "updated_at", "address"} {
		list = append(list, rows.Choice(unrecognizable("C106", name+" that is no string", tokenV2, id+`{"claimsToAddOrOverride":{"`+name+`":true}}}`)))
	}
	for _, wrong := range []string{`[]`, `"x"`, `1`, `{"claimsToAddOrOverride":[]}`, `{"claimsToSuppress":"email"}`, `{"claimsToSuppress":[1]}`, `{"groupOverrideDetails":[]}`,
		`{"groupOverrideDetails":{"groupsToOverride":"a"}}`, `{"groupOverrideDetails":{"preferredRole":[]}}`} {
		list = append(list, unrecognizable("C96 C18", "V1_0 with "+wrong, tokenV1, wrong))
	}
	for _, wrong := range []string{`[]`, `{"idTokenGeneration":[]}`, access + `"x"}`, access + `{"claimsToAddOrOverride":[]}}`, access + `{"scopesToAdd":"openid"}}`, access + `{"scopesToSuppress":[1]}}`} {
		list = append(list, unrecognizable("C98 C18", "V2_0 with "+wrong, tokenV2, wrong))
	}
	return append(list, overrideLifeRows()...)
}

// overrideLifeRows are rows of tokens that a function changed, and of what they are good for.
func overrideLifeRows() []rows.Row {
	otherVersion := func(on cognitofake.Trigger, from, to string) rows.Row {
		return rows.Row{
			Rules: "C94", Choice: true, Name: string(on) + ": the member " + to + " in place of " + from, App: rows.PasswordClient(), Prior: adds("jane"),
			Call: call(func(w *world) (any, error) {
				w.pool.On(on, bytesFunction(func(event string) (string, error) { return strings.Replace(event, from, to, 1), nil }))
				return w.SignIn("jane", fixture.GoodPassword)
			}),
			Want: rows.Want{Code: "InvalidLambdaResponseException", Message: "Unrecognizable lambda output"},
		}
	}
	return []rows.Row{
		otherVersion(tokenV1, "claimsOverrideDetails", "claimsAndScopeOverrideDetails"),
		otherVersion(tokenV2, "claimsAndScopeOverrideDetails", "claimsOverrideDetails"),
		otherVersion(tokenV3, "claimsAndScopeOverrideDetails", "claimsOverrideDetails"),
		{
			Rules: "C104", Name: "the client's own id as aud of the access token", App: rows.PasswordClient(), Prior: adds("jane"),
			Call: call(func(w *world) (any, error) {
				w.pool.On(tokenV2, answering(`{"accessTokenGeneration":{"claimsToAddOrOverride":{"aud":"`+w.app.ID+`"}}}`))
				got := w.Tokens("jane")
				require.Equal(w, w.app.ID, w.Claims(got.AccessToken)["aud"])
				return w.GetUser(got.AccessToken)
			}),
		},
		{
			Rules: "C102 N13", Name: "an access token without the scope of users", App: rows.PasswordClient(), Prior: adds("jane"),
			Call: call(func(w *world) (any, error) {
				w.pool.On(tokenV2, answering(`{"accessTokenGeneration":{"scopesToAdd":["openid"],"scopesToSuppress":["`+selfScope+`"]}}`))
				token := w.Tokens("jane").AccessToken
				_, err := w.Client.ChangePassword(w.Ctx, &cip.ChangePasswordInput{
					AccessToken: token, PreviousPassword: aws.String(fixture.GoodPassword), ProposedPassword: aws.String(rows.NewPassword),
				})
				w.RequireRefused(err, "NotAuthorizedException", "Access Token does not have required scopes")
				return w.GetUser(token)
			}),
			Want: rows.Want{Code: "NotAuthorizedException", Message: "Access Token does not have required scopes"},
		},
		{
			Rules: "C107", Name: "what a function changes is in those tokens alone", Pool: rankPool(), App: rows.RefreshClient(), Prior: prior(withGroups),
			Call: call(func(w *world) (any, error) {
				w.pool.On(tokenV1, answering(`{"claimsToAddOrOverride":{"tenant":"t","name":"J"},"claimsToSuppress":["email"]}`))
				first := w.Tokens("jane")
				require.Equal(w, "t", w.Claims(first.IdToken)["tenant"])
				got, err := w.GetUser(first.AccessToken)
				require.NoError(w, err)
				attributes := map[string]string{}
				for _, a := range got.UserAttributes {
					attributes[*a.Name] = *a.Value
				}
				require.Equal(w, []string{"Jane", "jane@example.com"}, []string{attributes["name"], attributes["email"]})
				require.NotContains(w, attributes, "tenant")
				w.pool.On(tokenV1, nil)
				out, err := w.Refresh(first.RefreshToken, "jane")
				require.NoError(w, err)
				id := w.Claims(out.AuthenticationResult.IdToken)
				require.NotContains(w, id, "tenant")
				require.Equal(w, []any{"Jane", "jane@example.com"}, []any{id["name"], id["email"]})
				return nil, nil
			}),
		},
		{
			Rules: "C99", Name: "a function in Go that forgets the groups", Pool: rankPool(), App: rows.PasswordClient(), Prior: prior(withGroups),
			Call: call(func(w *world) (any, error) {
				copies := false
				w.pool.On(tokenV2, func(e events.CognitoEventUserPoolsPreTokenGenV2_0) (events.CognitoEventUserPoolsPreTokenGenV2_0, error) {
					if copies {
						e.Response.ClaimsAndScopeOverrideDetails.GroupOverrideDetails = e.Request.GroupConfiguration
					}
					return e, nil
				})
				require.NotContains(w, w.Claims(w.Tokens("jane").AccessToken), "cognito:groups")
				copies = true
				got := w.Tokens("jane")
				require.Equal(w, []any{"a", "b"}, w.Claims(got.AccessToken)["cognito:groups"])
				require.Equal(w, rolePrefix+"a", w.Claims(got.IdToken)["cognito:preferred_role"])
				return nil, nil
			}),
		},
	}
}
