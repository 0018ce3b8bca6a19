package truth_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/rows"
)

// kind is a plain kind, as its operations know it on the wire.
type kind struct {
	create, describe, update, remove, list string

	key    string // the member that names an item
	item   string // the member that answers one
	items  string // the member that lists them
	limit  string // the member that bounds a page, and its greatest value
	most   int
	needs  string // what Create and Update want beside the key
	change string // what an update may say beside that
	dates  bool   // items have dates
	named  bool   // lists are in order of names

	missing func(key string) rows.Want
	exists  func(w *rows.World, key string) rows.Want
}

// kinds are all plain kinds.
var kinds = []kind{groups, servers}

var groups = kind{
	create: "CreateGroup", describe: "GetGroup", update: "UpdateGroup", remove: "DeleteGroup", list: "ListGroups",
	key: "GroupName", item: "Group", items: "Groups", limit: "Limit", most: 60,
	change: `"Description":"changed"`, dates: true, named: true,
	missing: func(string) rows.Want {
		return rows.Want{Code: "ResourceNotFoundException", Message: "Group not found."}
	},
	exists: func(*rows.World, string) rows.Want {
		return rows.Want{Code: "GroupExistsException", Message: "A group with the name already exists."}
	},
}

var servers = kind{
	create: "CreateResourceServer", describe: "DescribeResourceServer", update: "UpdateResourceServer", remove: "DeleteResourceServer", list: "ListResourceServers",
	key: "Identifier", item: "ResourceServer", items: "ResourceServers", limit: "MaxResults", most: 50,
	needs: `"Name":"n"`, change: `"Scopes":[{"ScopeName":"s","ScopeDescription":"d"}]`,
	missing: func(key string) rows.Want {
		return rows.Want{Code: "ResourceNotFoundException", Message: "Resource server " + key + " does not exist."}
	},
	exists: func(w *rows.World, key string) rows.Want {
		return rows.Want{Code: "InvalidParameterException", Message: key + " already exists in user pool " + w.PoolID + "."}
	},
}

// body is that of an operation on an item, or with key "" on a pool.
func (k kind) body(pool, key string, more ...string) string {
	members := []string{fmt.Sprintf(`"UserPoolId":%q`, pool)}
	if key != "" {
		members = append(members, fmt.Sprintf("%q:%q", k.key, key))
	}
	for _, m := range more {
		if m != "" {
			members = append(members, m)
		}
	}
	return "{" + strings.Join(members, ",") + "}"
}

// ask sends an operation of which the answer has to be good.
func ask(w *rows.World, op, body string) map[string]any {
	w.Helper()
	status, _, answer := w.Post(op, body)
	require.Equal(w, http.StatusOK, status, "%s %s: %s", op, body, answer)
	var out map[string]any
	if len(answer) > 0 {
		require.NoError(w, json.Unmarshal(answer, &out))
	}
	return out
}

// refused sends an operation of which the answer has to be a refusal.
func refused(w *rows.World, want rows.Want, op, body string) {
	w.Helper()
	status, _, answer := w.Post(op, body)
	require.Equal(w, http.StatusBadRequest, status, "%s %s: %s", op, body, answer)
	var e struct {
		Type    string `json:"__type"`
		Message string `json:"message"`
	}
	require.NoError(w, json.Unmarshal(answer, &e))
	require.Equal(w, want.Code, e.Type)
	want.RequireMessage(w, e.Message)
}

// made makes items of a kind in the pool of the world.
func (k kind) made(w *rows.World, keys ...string) {
	w.Helper()
	for _, key := range keys {
		ask(w, k.create, k.body(w.PoolID, key, k.needs))
	}
}

// keys are those of the items on a page, and next is the token of the rest.
func (k kind) keys(w *rows.World, pool string, more ...string) (keys []string, next string) {
	w.Helper()
	out := ask(w, k.list, k.body(pool, "", more...))
	require.IsType(w, []any{}, out[k.items])
	for _, item := range out[k.items].([]any) {
		keys = append(keys, item.(map[string]any)[k.key].(string))
	}
	if token, there := out["NextToken"]; there {
		next = token.(string)
		require.NotEmpty(w, next)
	}
	return keys, next
}

// kindRows walk every plain kind through what all of them do: docs/behaviour.md P1 to P10.
func kindRows() []rows.Row {
	var all []rows.Row
	for _, k := range kinds {
		all = append(all, k.refusals()...)
		all = append(all, k.life()...)
		all = append(all, k.pages()...)
	}
	return all
}

const unknownPool = "us-east-1_Unknown00"

// refusals are rows of a pool and of an item that there are not.
func (k kind) refusals() []rows.Row {
	var all []rows.Row
	for _, op := range []string{k.create, k.describe, k.update, k.remove, k.list} {
		key, needs := "x", ""
		switch op {
		case k.list:
			key = ""
		case k.create, k.update:
			needs = k.needs
		}
		all = append(all,
			rows.Row{Rules: "P1 P2 N2", Name: "pool unknown to " + op, Raw: func(*rows.World) string { return op + " " + k.body(unknownPool, key, needs) },
				Want: rows.Want{Code: "ResourceNotFoundException", Message: "User pool " + unknownPool + " does not exist."}},
			rows.Row{Rules: "P1 N4", Name: "bad pool id for " + op, Raw: func(*rows.World) string { return op + " " + k.body("nopool", key, needs) },
				Want: rows.Want{Code: "InvalidParameterException", Message: `1 validation error detected: Value 'nopool' at 'userPoolId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w-]+_[0-9a-zA-Z]+`}},
			rows.Row{Rules: "P1", Name: "unsigned " + op, Call: func(w *rows.World) (any, error) {
				status, _, answer := w.Post(op, k.body(w.PoolID, key, needs), "Authorization", "")
				require.Equal(w, http.StatusBadRequest, status)
				require.Contains(w, string(answer), "MissingAuthenticationToken")
				return nil, nil
			}})
		if op != k.create && op != k.list {
			all = append(all, rows.Row{Rules: "P3", Name: "item unknown to " + op, Prior: func(w *rows.World) { k.made(w, "another") },
				Raw: func(w *rows.World) string { return op + " " + k.body(w.PoolID, "x", needs) }, Want: k.missing("x")})
		}
	}
	return append(all, rows.Row{Rules: "P2", Choice: true, Name: k.items + ": an update of an item in another pool", Call: func(w *rows.World) (any, error) {
		k.made(w, "x")
		other := anotherPool(w)
		refused(w, k.missing("x"), k.update, k.body(other, "x", k.needs))
		refused(w, k.missing("x"), k.describe, k.body(other, "x"))
		refused(w, k.missing("x"), k.remove, k.body(other, "x"))
		return nil, nil
	}})
}

func anotherPool(w *rows.World) string {
	w.Helper()
	name := "another"
	made, err := w.Client.CreateUserPool(w.Ctx, &cip.CreateUserPoolInput{PoolName: &name})
	require.NoError(w, err)
	return *made.UserPool.Id
}

// life are rows of what becomes of an item.
func (k kind) life() []rows.Row {
	described := func(w *rows.World) map[string]any {
		return ask(w, k.describe, k.body(w.PoolID, "x"))[k.item].(map[string]any)
	}
	return []rows.Row{
		{Rules: "P4 P6", Name: k.create + ", then " + k.describe, Own: []cognitofake.Option{frozen()}, Call: func(w *rows.World) (any, error) {
			out := ask(w, k.create, k.body(w.PoolID, "x", k.needs))
			require.Len(w, out, 1)
			item := out[k.item].(map[string]any)
			require.Equal(w, []any{"x", w.PoolID}, []any{item[k.key], item["UserPoolId"]})
			for member, v := range item {
				require.NotNil(w, v, member)
				require.NotEqual(w, "", v, member)
			}
			if k.dates {
				require.Equal(w, []any{1767225600.0, 1767225600.0}, []any{item["CreationDate"], item["LastModifiedDate"]})
			} else {
				require.NotContains(w, item, "CreationDate")
				require.NotContains(w, item, "LastModifiedDate")
			}
			require.Equal(w, item, described(w))
			require.Equal(w, []any{item}, ask(w, k.list, k.body(w.PoolID, ""))[k.items])
			return nil, nil
		}},
		{Rules: "P4 P6", Name: k.update, Own: []cognitofake.Option{frozen()}, Call: call(func(w *world) (any, error) {
			k.made(w.World, "x")
			before := described(w.World)
			w.fake.Advance(time.Hour)
			out := ask(w.World, k.update, k.body(w.PoolID, "x", k.needs, k.change))
			require.Len(w, out, 1)
			item := out[k.item].(map[string]any)
			require.NotEqual(w, before, item)
			require.Equal(w, item, described(w.World))
			if k.dates {
				require.Equal(w, []any{1767225600.0, 1767229200.0}, []any{item["CreationDate"], item["LastModifiedDate"]})
			}
			return nil, nil
		})},
		{Rules: "P2 P4", Name: k.create + " twice", Call: func(w *rows.World) (any, error) {
			k.made(w, "x")
			before := described(w)
			refused(w, k.exists(w, "x"), k.create, k.body(w.PoolID, "x", k.needs, k.change))
			require.Equal(w, before, described(w), "a refused call changes nothing")
			return nil, nil
		}},
		{Rules: "P4", Name: k.create + " in two pools", Call: func(w *rows.World) (any, error) {
			k.made(w, "x", "y")
			other := anotherPool(w)
			keys, _ := k.keys(w, other)
			require.Empty(w, keys)
			ask(w, k.create, k.body(other, "x", k.needs))
			ask(w, k.remove, k.body(other, "x"))
			require.NotEmpty(w, described(w))
			return nil, nil
		}},
		{Rules: "P3 P5 N1", Name: k.remove, Call: func(w *rows.World) (any, error) {
			k.made(w, "x", "y")
			status, _, answer := w.Post(k.remove, k.body(w.PoolID, "x"))
			require.Equal(w, http.StatusOK, status)
			require.Empty(w, answer)
			for _, op := range []string{k.describe, k.remove} {
				refused(w, k.missing("x"), op, k.body(w.PoolID, "x"))
			}
			refused(w, k.missing("x"), k.update, k.body(w.PoolID, "x", k.needs))
			keys, _ := k.keys(w, w.PoolID)
			require.Equal(w, []string{"y"}, keys)
			k.made(w, "x")
			require.NotEmpty(w, described(w), "the key is free again")
			return nil, nil
		}},
		{Rules: "P7", Name: k.items + " go with Reset and with their pool", Call: call(func(w *world) (any, error) {
			k.made(w.World, "x")
			w.fake.Reset()
			keys, _ := k.keys(w.World, w.PoolID)
			require.Empty(w, keys)
			k.made(w.World, "x")
			ask(w.World, "DeleteUserPool", k.body(w.PoolID, ""))
			w.fake.AddPool(cip.CreateUserPoolInput{}, cognitofake.WithID(w.PoolID))
			keys, _ = k.keys(w.World, w.PoolID)
			require.Empty(w, keys)
			return nil, nil
		})},
		{Rules: "P4", Name: k.create + " held before it commits", Call: call(func(w *world) (any, error) {
			held := w.fake.Hold(cognitofake.Operation(k.create), cognitofake.BeforeCommit)
			done := make(chan int)
			go func() {
				status, _, _ := w.Post(k.create, k.body(w.PoolID, "x", k.needs))
				done <- status
			}()
			require.NoError(w, held.Wait(w.t.Context()))
			refused(w.World, k.missing("x"), k.describe, k.body(w.PoolID, "x"))
			held.Release()
			require.Equal(w, http.StatusOK, <-done)
			require.NotEmpty(w, described(w.World))
			return nil, nil
		})},
	}
}

// pages are rows of lists.
func (k kind) pages() []rows.Row {
	two := fmt.Sprintf(`"%s":2`, k.limit)
	at := func(token string) string { return fmt.Sprintf(`"NextToken":%q`, token) }
	path := strings.ToLower(k.limit[:1]) + k.limit[1:]
	bad := func(w *rows.World, rest ...string) {
		w.Helper()
		refused(w, rows.Want{Code: "InvalidParameterException", Message: "Invalid pagination token."}, k.list, k.body(w.PoolID, "", rest...))
	}
	all := []rows.Row{
		{Rules: "P7", Name: "no " + k.items, Raw: func(w *rows.World) string { return k.list + " " + k.body(w.PoolID, "") },
			Want: rows.Want{Check: func(w *rows.World, out any) { require.Equal(w, `{"`+k.items+`":[]}`, string(out.([]byte))) }}},
		{Rules: "P7", Name: "pages of " + k.items, Call: func(w *rows.World) (any, error) {
			k.made(w, "e", "b", "d", "a", "c")
			want := [][]string{{"e", "b"}, {"d", "a"}, {"c"}}
			if k.named {
				want = [][]string{{"a", "b"}, {"c", "d"}, {"e"}}
			}
			token := ""
			for i, page := range want {
				more := []string{two}
				if i > 0 {
					more = append(more, at(token))
				}
				var keys []string
				keys, token = k.keys(w, w.PoolID, more...)
				require.Equal(w, page, keys)
				require.Equal(w, i < len(want)-1, token != "")
			}
			return nil, nil
		}},
		{Rules: "P7", Name: "pages of " + k.items + " that come and go", Call: func(w *rows.World) (any, error) {
			k.made(w, "b", "c", "d", "e")
			_, token := k.keys(w, w.PoolID, two)
			for _, gone := range []string{"c", "d"} {
				ask(w, k.remove, k.body(w.PoolID, gone))
			}
			k.made(w, "f")
			keys, next := k.keys(w, w.PoolID, two, at(token))
			require.Equal(w, []string{"e", "f"}, keys)
			require.Empty(w, next)
			return nil, nil
		}},
		{Rules: "P7 P10", Choice: true, Name: "tokens of " + k.items, Call: func(w *rows.World) (any, error) {
			k.made(w, "a", "b", "c", "d")
			_, token := k.keys(w, w.PoolID, two)
			keys, _ := k.keys(w, w.PoolID, fmt.Sprintf(`"%s":3`, k.limit), at(token))
			require.Equal(w, []string{"c", "d"}, keys, "the size of the page is free")
			bad(w, at("made-up"))
			bad(w, at(token+"A"))
			bad(w, at(token[1:]))
			other := anotherPool(w)
			refused(w, rows.Want{Code: "InvalidParameterException", Message: "Invalid pagination token."}, k.list, k.body(other, "", at(token)))
			return nil, nil
		}},
		{Rules: "P10", Name: "an empty token of " + k.items, Raw: func(w *rows.World) string { return k.list + " " + k.body(w.PoolID, "", at("")) },
			Want: rows.Want{Code: "InvalidParameterException", Entries: []string{
				`Value '' at 'nextToken' failed to satisfy constraint: Member must have length greater than or equal to 1`,
				`Value '' at 'nextToken' failed to satisfy constraint: Member must satisfy regular expression pattern: [\S]+`,
			}}},
		{Rules: "P8", Name: "too many " + k.items + " on a page", Raw: func(w *rows.World) string {
			return k.list + " " + k.body(w.PoolID, "", fmt.Sprintf(`"%s":%d`, k.limit, k.most+1))
		}, Want: rows.Want{Code: "InvalidParameterException", Message: fmt.Sprintf(
			"1 validation error detected: Value '%d' at '%s' failed to satisfy constraint: Member must have value less than or equal to %d", k.most+1, path, k.most)}},
	}
	none := rows.Row{Rules: "P8 P9", Name: "0 " + k.items + " on a page", Raw: func(w *rows.World) string {
		return k.list + " " + k.body(w.PoolID, "", fmt.Sprintf(`"%s":0`, k.limit))
	}}
	if k.limit == "MaxResults" {
		none.Want = rows.Want{Code: "InvalidParameterException", Message: "1 validation error detected: Value '0' at 'maxResults' failed to satisfy constraint: Member must have value greater than or equal to 1"}
	} else {
		none.Prior = func(w *rows.World) { k.made(w, "a", "b") }
		none.Want.Check = func(w *rows.World, out any) { require.Equal(w, 2, strings.Count(string(out.([]byte)), w.PoolID)) }
	}
	return append(all, none)
}
