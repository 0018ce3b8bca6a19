package state

import (
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/settings"
)

// domain is one that a pool has, and what only the domain's operations show of it.
type domain struct {
	pool     *Pool
	describe types.DomainDescriptionType
}

// claimDomains makes the domains of a description, if any, the pool's: all or
// none. The caller holds the account's lock.
func (a *Account) claimDomains(p *Pool, s *settings.Pool) *refusal.Error {
	names := []string{opt.Value(s.Describe.Domain), opt.Value(s.Describe.CustomDomain)}
	for _, name := range names {
		if owner := a.domains[name]; owner != nil && owner.pool != p {
			return refusal.DomainTaken()
		}
	}
	for _, name := range names {
		if name != "" {
			a.domains[name] = a.newDomain(p, settings.NewDomain(name, opt.Value(s.Describe.CreationDate)))
		}
	}
	return nil
}

func (a *Account) newDomain(p *Pool, d types.DomainDescriptionType) *domain {
	d.AWSAccountId, d.UserPoolId = opt.Of(a.AccountID), opt.Of(p.ID)
	return &domain{p, d}
}

// AddDomain gives a pool a domain.
func (a *Account) AddDomain(poolID string, d types.DomainDescriptionType) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	p, name := a.pools[poolID], *d.Domain
	switch {
	case p == nil:
		return refusal.NoPool(poolID)
	case a.domains[name] != nil:
		return refusal.DomainTaken()
	}
	if err := p.configure(settings.Change{}, func(c settings.Configuration) (settings.Configuration, *refusal.Error) {
		custom := settings.IsCustomDomain(&d)
		switch {
		case custom && c.CustomDomain == nil:
			c.CustomDomain = &name
		case !custom && c.Domain == nil:
			c.Domain = &name
		default:
			return c, refusal.PoolHasOneDomain()
		}
		return c, nil
	}); err != nil {
		return err
	}
	a.domains[name] = a.newDomain(p, d)
	return nil
}

// domainOf is a domain of a pool, and the pool. a.mu is held.
func (a *Account) domainOf(poolID, name string) (*Pool, *domain, *refusal.Error) {
	p, d := a.pools[poolID], a.domains[name]
	switch {
	case p == nil:
		return nil, nil, refusal.NoPool(poolID)
	case d == nil || d.pool != p:
		return nil, nil, refusal.NoSuchDomain()
	}
	return p, d, nil
}

// ChangeDomain makes a domain of a pool's what change makes of its description.
func (a *Account) ChangeDomain(poolID, name string, change func(p *settings.Pool, d *types.DomainDescriptionType) *refusal.Error) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	p, owner, err := a.domainOf(poolID, name)
	if err != nil {
		return err
	}
	d := owner.describe
	if err := change(p.Settings(), &d); err != nil {
		return err
	}
	owner.describe = d
	return nil
}

// RemoveDomain takes a domain from a pool.
func (a *Account) RemoveDomain(poolID, name string) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	p, _, err := a.domainOf(poolID, name)
	if err != nil {
		return err
	}
	if err := p.configure(settings.Change{}, func(c settings.Configuration) (settings.Configuration, *refusal.Error) {
		if opt.Value(c.CustomDomain) == name {
			c.CustomDomain = nil
		} else {
			c.Domain = nil
		}
		return c, nil
	}); err != nil {
		return err
	}
	delete(a.domains, name)
	return nil
}

// Domain describes a domain, as an empty one where there is none (P68).
func (a *Account) Domain(name string) *types.DomainDescriptionType {
	a.mu.RLock()
	defer a.mu.RUnlock()
	owner := a.domains[name]
	if owner == nil {
		return &types.DomainDescriptionType{}
	}
	return opt.Copy(&owner.describe)
}
