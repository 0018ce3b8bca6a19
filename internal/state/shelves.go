package state

import (
	"fmt"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognitofake/cognitofake/internal/rule/settings"
)

var _ settings.Shelves = (*Tx)(nil)

// MissingScope says what of a scope of a resource server there is not; "" when
// it is there (P43).
func (tx *Tx) MissingScope(scope string) string {
	at := strings.LastIndexByte(scope, '/') // which no scope's own name has
	if at < 0 {
		return scope + " is none of the standard scopes; one of a resource server is <identifier>/<scope name>"
	}
	identifier, name := scope[:at], scope[at+1:]
	server := ShelfOf[types.ResourceServerType](tx).Get(identifier)
	switch {
	case server == nil:
		return fmt.Sprintf("the pool has no resource server %s; make it first, with CreateResourceServer", identifier)
	case !slices.ContainsFunc(server.Scopes, func(s types.ResourceServerScopeType) bool { return *s.ScopeName == name }):
		return fmt.Sprintf("resource server %s has no scope %s", identifier, name)
	}
	return ""
}

// HasProvider reports whether the pool has an identity provider (P67).
func (tx *Tx) HasProvider(string) bool { return false } // no providers are kept
