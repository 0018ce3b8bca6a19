package state

import "github.com/cognitofake/cognitofake/internal/rule/settings"

var _ settings.Shelves = (*Tx)(nil)

// HasScope reports whether a resource server of the pool has a scope (P43).
func (tx *Tx) HasScope(string) bool { return false } // no resource servers are kept

// HasProvider reports whether the pool has an identity provider (P67).
func (tx *Tx) HasProvider(string) bool { return false } // no providers are kept
