package cognitofake

import (
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
)

// nameAttribute is the attribute that a username stands for in a pool with
// UsernameAttributes (R64); the zero attribute elsewhere.
func (s *poolSettings) nameAttribute(username string) attribute.Pair {
	switch {
	case s.named.Has(attribute.Email) && attribute.LooksLikeEmail(username):
		return attribute.Pair{Name: attribute.Email, Value: username}
	case s.named.Has(attribute.Phone) && attribute.LooksLikePhone(username):
		return attribute.Pair{Name: attribute.Phone, Value: username}
	}
	return attribute.Pair{}
}

// checkUsername judges the form of a new user's name: R60 to R62, R69, R70.
func (s *poolSettings) checkUsername(username string) *refusal.Error {
	email, phone := attribute.LooksLikeEmail(username), attribute.LooksLikePhone(username)
	byEmail, byPhone := s.named.Has(attribute.Email), s.named.Has(attribute.Phone)
	switch {
	case byEmail && byPhone:
		if !email && !phone {
			return refusal.UsernameNotEmailOrPhone()
		}
	case byEmail && !email:
		return refusal.UsernameNotEmail()
	case byPhone && !phone:
		return refusal.UsernameNotPhone()
	case s.alias.Has(attribute.Email) && email:
		return refusal.UsernameIsEmail()
	case s.alias.Has(attribute.Phone) && phone:
		return refusal.UsernameIsPhone()
	}
	return nil
}

// checkNamed compares an attribute that is given beside a username which
// already is that attribute (R65, R66). Only the kind that the username is of
// is constrained (R67); an empty value is none.
func (s *poolSettings) checkNamed(username string, given []types.AttributeType) *refusal.Error {
	named := s.nameAttribute(username)
	if named.Name == "" {
		return nil
	}
	if v := attribute.Last(given, named.Name); v == "" || s.fold(v) == s.fold(username) {
		return nil
	}
	if named.Name == attribute.Phone {
		return refusal.PhoneNotUsername()
	}
	return refusal.EmailNotUsername()
}

// aliasKey is a value that signs a user in beside the username.
type aliasKey struct{ name, folded string }

// names finds the users of a pool by everything that can name them. Its
// maps hold folded values, so that a look-up costs the same however many
// users there are. The pool's mutex guards it.
type names struct {
	byName map[string]*user
	bySub  map[string]*user
	// All who have an address (R75), in order of creation, by the address in
	// lower case whatever the pool: ListUsers ignores its case (N127).
	byAddress map[attribute.Address]map[string][]*user
	alias     map[aliasKey]*user // owners of verified aliases and of preferred usernames
}

func newNames() names {
	return names{
		byName: map[string]*user{}, bySub: map[string]*user{},
		byAddress: map[attribute.Address]map[string][]*user{attribute.Email: {}, attribute.Phone: {}},
		alias:     map[aliasKey]*user{},
	}
}

// addLocked stores a new user, under all names and with the aliases that are
// theirs (L109).
func (p *Pool) addLocked(u *user) {
	s := p.settings.Load()
	u.created = p.fake.now()
	u.modified = u.created
	p.lastSeq++
	u.seq = p.lastSeq
	p.order = append(p.order, u)
	p.names.byName[s.fold(u.username)] = u
	p.names.bySub[u.sub] = u
	for _, a := range u.attrs {
		p.indexLocked(u, a)
	}
	for _, address := range attribute.Addresses {
		if u.attrs.Verified(address) {
			p.claimAliasLocked(u, string(address))
		}
	}
	p.claimAliasLocked(u, attribute.PreferredUsername)
}

func (p *Pool) indexLocked(u *user, a attribute.Pair) {
	if index := p.names.byAddress[attribute.Address(a.Name)]; index != nil {
		key := strings.ToLower(a.Value)
		at, _ := position(index[key], u.seq)
		index[key] = slices.Insert(index[key], at, u)
	}
}

func (p *Pool) unindexLocked(u *user, a attribute.Pair) {
	index := p.names.byAddress[attribute.Address(a.Name)]
	key := strings.ToLower(a.Value)
	if index == nil {
		return
	}
	rest := slices.DeleteFunc(index[key], func(x *user) bool { return x == u })
	if len(rest) == 0 {
		delete(index, key)
	} else {
		index[key] = rest
	}
}

// removeLocked forgets u; all its names are free.
func (p *Pool) removeLocked(u *user) {
	s := p.settings.Load()
	delete(p.names.byName, s.fold(u.username))
	delete(p.names.bySub, u.sub)
	for _, a := range u.attrs {
		p.unindexLocked(u, a)
		p.releaseAliasLocked(s, u, a.Name)
	}
	if i, ok := p.positionLocked(u.seq); ok {
		p.order = slices.Delete(p.order, i, i+1)
	}
}

// holderLocked is the oldest user whose attr is v, as the pool compares names.
func (p *Pool) holderLocked(s *poolSettings, a attribute.Address, v string) *user {
	for _, u := range p.names.byAddress[a][strings.ToLower(v)] {
		if s.fold(u.attrs.Get(string(a))) == s.fold(v) {
			return u
		}
	}
	return nil
}

// positionLocked is where the user of seq stands in the order of creation, or
// where the next one does.
func (p *Pool) positionLocked(seq uint64) (int, bool) { return position(p.order, seq) }

// position is positionLocked in a list that is in order of creation.
func position(users []*user, seq uint64) (int, bool) {
	return slices.BinarySearchFunc(users, seq, func(u *user, seq uint64) int {
		switch {
		case u.seq < seq:
			return -1
		case u.seq > seq:
			return 1
		}
		return 0
	})
}

// setAttributeLocked writes one attribute of a stored user and keeps the
// indexes. The empty value removes it.
func (p *Pool) setAttributeLocked(u *user, name, v string) {
	s := p.settings.Load()
	old := u.attrs.Get(name)
	if old == v {
		return
	}
	if old != "" {
		p.unindexLocked(u, attribute.Pair{Name: name, Value: old})
		p.releaseAliasLocked(s, u, name)
	}
	u.attrs = u.attrs.Set(name, v)
	if v != "" {
		p.indexLocked(u, attribute.Pair{Name: name, Value: v})
	}
}

// aliasOwnerLocked is who signs in by the value v of attribute name.
func (p *Pool) aliasOwnerLocked(s *poolSettings, name, v string) *user {
	if !s.hasAlias(name) || v == "" {
		return nil
	}
	return p.names.alias[aliasKey{name, s.fold(v)}]
}

// claimAliasLocked makes u the owner of its value of name. Whoever owned it
// keeps the value and loses the verified flag (L69, L109).
func (p *Pool) claimAliasLocked(u *user, name string) {
	s := p.settings.Load()
	v := u.attrs.Get(name)
	if !s.hasAlias(name) || v == "" {
		return
	}
	if owner := p.aliasOwnerLocked(s, name, v); owner != nil && owner != u {
		if flag := attribute.Address(name).Flag(); flag != "" {
			owner.attrs = owner.attrs.Set(flag, "false")
			owner.modified = p.fake.now()
		}
	}
	p.names.alias[aliasKey{name, s.fold(v)}] = u
}

// releaseAliasLocked frees the alias that u has by its value of name, if any.
func (p *Pool) releaseAliasLocked(s *poolSettings, u *user, name string) {
	v := u.attrs.Get(name)
	key := aliasKey{name, s.fold(v)}
	if v != "" && p.names.alias[key] == u {
		delete(p.names.alias, key)
	}
}

// findLocked is the user that a request names: username, sub, an alias that
// is verified, or in a pool with UsernameAttributes the address itself,
// verified or not (N5, L62).
func (p *Pool) findLocked(name string) *user {
	s := p.settings.Load()
	folded := s.fold(name)
	if u := p.names.byName[folded]; u != nil {
		return u
	}
	if u := p.names.bySub[name]; u != nil {
		return u
	}
	for _, address := range attribute.Addresses {
		if !s.named.Has(address) {
			continue
		}
		if u := p.holderLocked(s, address, name); u != nil {
			return u
		}
	}
	for _, attr := range []string{attribute.Email, attribute.Phone, attribute.PreferredUsername} {
		if u := p.aliasOwnerLocked(s, attr, name); u != nil {
			return u
		}
	}
	return nil
}

// searchLocked is the user that a test means by x: whatever a sign-in form
// takes, verified or not; of several the newest.
func (p *Pool) searchLocked(x string) *user {
	s := p.settings.Load()
	newest := p.findLocked(x)
	for _, address := range attribute.Addresses {
		for _, u := range p.names.byAddress[address][strings.ToLower(x)] {
			if s.fold(u.attrs.Get(string(address))) == s.fold(x) && (newest == nil || u.seq > newest.seq) {
				newest = u
			}
		}
	}
	return newest
}

// takenLocked refuses a new user whose name is in use, in any status (R72, R73).
func (p *Pool) takenLocked(s *poolSettings, username string, attrs attribute.List) *refusal.Error {
	if !s.usesUsernameAttributes() {
		if p.names.byName[s.fold(username)] != nil {
			return refusal.UserExists()
		}
		return nil
	}
	// An address that signs in has one owner, also where it was given as an
	// attribute beside a username of the other kind (choice).
	for _, address := range attribute.Addresses {
		if v := attrs.Get(string(address)); s.named.Has(address) && v != "" && p.holderLocked(s, address, v) != nil {
			return refusal.AccountExists(string(address))
		}
	}
	return nil
}
