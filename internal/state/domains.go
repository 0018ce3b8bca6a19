package state

import (
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/settings"
)

// claimDomains makes the domains of a description, if any, the pool's: all or
// none. The caller holds the account's lock.
func (a *Account) claimDomains(p *Pool, s *settings.Pool) *refusal.Error {
	domains := []string{opt.Value(s.Describe.Domain), opt.Value(s.Describe.CustomDomain)}
	for _, domain := range domains {
		if owner := a.domains[domain]; owner != nil && owner != p {
			return refusal.DomainTaken()
		}
	}
	for _, domain := range domains {
		if domain != "" {
			a.domains[domain] = p
		}
	}
	return nil
}

// AddDomain gives a pool a domain.
func (a *Account) AddDomain(poolID, domain string, custom bool) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	p := a.pools[poolID]
	switch {
	case p == nil:
		return refusal.NoPool(poolID)
	case a.domains[domain] != nil:
		return refusal.DomainTaken()
	}
	if err := p.configure(settings.Change{}, func(d settings.Configuration) (settings.Configuration, *refusal.Error) {
		switch {
		case custom && d.CustomDomain == nil:
			d.CustomDomain = &domain
		case !custom && d.Domain == nil:
			d.Domain = &domain
		default:
			return d, refusal.PoolHasOneDomain()
		}
		return d, nil
	}); err != nil {
		return err
	}
	a.domains[domain] = p
	return nil
}

// RemoveDomain takes a domain from a pool.
func (a *Account) RemoveDomain(poolID, domain string) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	p := a.pools[poolID]
	switch {
	case p == nil:
		return refusal.NoPool(poolID)
	case a.domains[domain] != p:
		return refusal.NoSuchDomain()
	}
	if err := p.configure(settings.Change{}, func(d settings.Configuration) (settings.Configuration, *refusal.Error) {
		if opt.Value(d.CustomDomain) == domain {
			d.CustomDomain = nil
		} else {
			d.Domain = nil
		}
		return d, nil
	}); err != nil {
		return err
	}
	delete(a.domains, domain)
	return nil
}

// PoolByDomain is the pool that has a domain; nil for none.
func (a *Account) PoolByDomain(domain string) *Pool {
	a.mu.RLock()
	defer a.mu.RUnlock()
	return a.domains[domain]
}
