package token

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/cognitofake/cognitofake/internal/rule/attribute"
)

// Claims of groups.
const (
	Groups        = "cognito:groups"
	Roles         = "cognito:roles"
	PreferredRole = "cognito:preferred_role"
)

// Override is what a function of PreTokenGeneration makes of the claims.
type Override struct {
	ID, Access     Change
	AddScopes      []string
	SuppressScopes []string
	Groups         *GroupOverride // nil leaves the groups as they are (C99)
}

// Change is what becomes of the claims of one token.
type Change struct {
	Set      map[string]json.RawMessage // each keeps its JSON type (C98)
	Suppress []string
}

// GroupOverride takes the place of the groups, roles and preferred role of a user.
type GroupOverride struct {
	Groups, Roles []string
	Preferred     string
}

// fixed are the claims that no function adds, changes or suppresses (C103).
var fixed = []string{
	"acr", "amr", "at_hash", "auth_time", "azp", "client_id", "device_key", "event_id", "exp", "iat", "identities", "iss", "jti", "nbf", "nonce",
	"origin_jti", "scope", "sub", "token_use", "username", "version",
}

// ByString are the attributes that the ID token takes as strings alone, for
// there they have a form of their own (C106).
var ByString = []string{attribute.EmailVerified, attribute.PhoneVerified, "updated_at", "address"}

func isFixed(use Use, name string) bool {
	switch name {
	case Groups, Roles, PreferredRole:
		return false
	case "aud":
		return use == ID // C104
	}
	return slices.Contains(fixed, name) || strings.HasPrefix(name, "cognito:")
}

// Apply changes the claims by what a function says of them. What it says of a
// claim that stays all the same is named in ignored.
func (c Claims) Apply(o Override) (ignored []string) {
	if o.Groups != nil {
		c.overrideGroups(*o.Groups)
	}
	ignored = append(c.change(ID, o.ID), c.change(Access, o.Access)...)
	c.overrideScopes(o)
	return ignored
}

func (c Claims) change(use Use, change Change) (ignored []string) {
	claims := c.ID
	if use == Access {
		claims = c.Access
	}
	ignore := func(name, why string) { ignored = append(ignored, name+" of the "+use.word()+" token ("+why+")") }
	for _, name := range slices.Sorted(maps.Keys(change.Set)) {
		switch v := change.Set[name]; {
		case isFixed(use, name):
			ignore(name, "C103")
		case name == "aud" && string(v) != quoted(c.Access["client_id"]):
			ignore(name, "it may be the app client's id alone, C104")
		case strings.HasPrefix(name, "dev:"):
			ignore(name, "it can be suppressed, not added, C105")
		case string(v) == "null":
			delete(claims, name) // C98: choice
		case use == ID && slices.Contains(ByString, name):
			var s string
			_ = json.Unmarshal(v, &s) // whoever reads the answer has looked
			claims[name] = Value(attribute.Pair{Name: name, Value: s})
		default:
			claims[name] = v
		}
	}
	for _, name := range change.Suppress {
		if isFixed(use, name) {
			ignore(name, "C103")
			continue
		}
		delete(claims, name)
		if name == Groups { // C100
			delete(claims, Roles)
			delete(claims, PreferredRole)
		}
	}
	return ignored
}

// overrideGroups puts other groups into both tokens and other roles into the ID
// token, or none (C99).
func (c Claims) overrideGroups(g GroupOverride) {
	put := func(claims map[string]any, name string, v any, empty bool) {
		delete(claims, name)
		if !empty {
			claims[name] = v
		}
	}
	put(c.Access, Groups, g.Groups, len(g.Groups) == 0)
	put(c.ID, Groups, g.Groups, len(g.Groups) == 0)
	put(c.ID, Roles, g.Roles, len(g.Roles) == 0)
	put(c.ID, PreferredRole, g.Preferred, g.Preferred == "")
}

// overrideScopes adds scopes to the access token, each once, and takes others
// out, these in any case; without any there is no claim (C101; in part a choice).
func (c Claims) overrideScopes(o Override) {
	scopes := c.Scopes()
	for _, s := range o.AddScopes {
		if s != "" && !slices.Contains(scopes, s) {
			scopes = append(scopes, s)
		}
	}
	scopes = slices.DeleteFunc(scopes, func(s string) bool { return slices.Contains(o.SuppressScopes, s) })
	if len(scopes) == 0 {
		delete(c.Access, "scope")
		return
	}
	c.Access["scope"] = strings.Join(scopes, " ")
}

// Scopes are those of the access token.
func (c Claims) Scopes() []string {
	scope, _ := c.Access["scope"].(string)
	return strings.Fields(scope)
}

// GroupsOf are the groups, roles and preferred role that the claims have.
func (c Claims) GroupsOf() GroupOverride {
	groups, _ := c.ID[Groups].([]string)
	roles, _ := c.ID[Roles].([]string)
	preferred, _ := c.ID[PreferredRole].(string)
	return GroupOverride{groups, roles, preferred}
}

func (u Use) word() string {
	if u == ID {
		return "ID"
	}
	return string(u)
}

// quoted is a claim as JSON.
func quoted(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		return ""
	}
	return string(text)
}
