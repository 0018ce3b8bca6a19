package hosted

import (
	"slices"
	"strings"

	"github.com/cognitofake/cognitofake/internal/rule/token"
	"github.com/cognitofake/cognitofake/internal/service"
)

// Hosts are the names under which the service answers for the account: one for
// each region that a pool is of, and the pools' domains.
func Hosts(s *service.Service) []string {
	hosts := []string{token.Host(s.Account.Region)}
	for _, p := range s.Account.Pools() {
		hosts = append(hosts, token.Host(p.Region))
		hosts = append(hosts, p.Settings().Hosts(p.Region)...)
	}
	slices.Sort(hosts)
	return slices.Compact(hosts)
}

// IsHost reports whether a host, with a port or without, is one of the account's.
func IsHost(s *service.Service, host string) bool {
	name, _, _ := strings.Cut(host, ":")
	return slices.Contains(Hosts(s), strings.ToLower(name))
}
