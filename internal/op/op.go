// Package op joins the operations of all families.
package op

import (
	"maps"

	"github.com/cognitofake/cognitofake/internal/op/clients"
	"github.com/cognitofake/cognitofake/internal/op/devices"
	"github.com/cognitofake/cognitofake/internal/op/federation"
	"github.com/cognitofake/cognitofake/internal/op/groups"
	"github.com/cognitofake/cognitofake/internal/op/mfa"
	"github.com/cognitofake/cognitofake/internal/op/passkeys"
	"github.com/cognitofake/cognitofake/internal/op/passwords"
	"github.com/cognitofake/cognitofake/internal/op/pools"
	"github.com/cognitofake/cognitofake/internal/op/resources"
	"github.com/cognitofake/cognitofake/internal/op/self"
	"github.com/cognitofake/cognitofake/internal/op/signin"
	"github.com/cognitofake/cognitofake/internal/op/signup"
	"github.com/cognitofake/cognitofake/internal/op/threat"
	"github.com/cognitofake/cognitofake/internal/op/tokens"
	"github.com/cognitofake/cognitofake/internal/op/users"
	"github.com/cognitofake/cognitofake/internal/service"
)

// All are those of every family.
var All = service.Join(
	signup.Operations, signin.Operations, tokens.Operations, mfa.Operations, passkeys.Operations, devices.Operations, self.Operations, passwords.Operations, users.Operations, groups.Operations, federation.Operations, pools.Operations, clients.Operations, resources.Operations,
	threat.Operations,
)

// Table is every operation that the service has: those of All, and the others,
// which are refused.
var Table = withOthers()

func withOthers() service.Table {
	table := service.Join(every)
	maps.Copy(table, All)
	return table
}
