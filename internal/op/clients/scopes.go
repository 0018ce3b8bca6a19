package clients

import (
	"fmt"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/state"
)

// standardScopes are those that every pool has.
var standardScopes = []string{"phone", "email", "openid", "profile", "aws.cognito.signin.user.admin"}

// checkScopes refuses scopes that the pool has not: a client takes them while
// they exist (P43), and keeps them when they no longer do (P44).
func checkScopes(p *state.Pool, scopes []string) error {
	for _, scope := range scopes {
		if slices.Contains(standardScopes, scope) {
			continue
		}
		hint := ""
		p.Look(func(tx *state.Tx) { hint = missingScope(tx, scope) })
		if hint != "" {
			return refusal.ScopeDoesNotExist(scope).WithHint(hint)
		}
	}
	return nil
}

// missingScope says what of a scope there is not; "" when it is there.
func missingScope(tx *state.Tx, scope string) string {
	at := strings.LastIndexByte(scope, '/') // which no scope's own name has
	if at < 0 {
		return fmt.Sprintf("%s is none of the standard scopes; one of a resource server is <identifier>/<scope name>", scope)
	}
	identifier, name := scope[:at], scope[at+1:]
	server := state.ShelfOf[types.ResourceServerType](tx).Get(identifier)
	switch {
	case server == nil:
		return fmt.Sprintf("the pool has no resource server %s; make it first, with CreateResourceServer", identifier)
	case !slices.ContainsFunc(server.Scopes, func(s types.ResourceServerScopeType) bool { return *s.ScopeName == name }):
		return fmt.Sprintf("resource server %s has no scope %s", identifier, name)
	}
	return ""
}
