package cognitofake

import (
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/refusal"
)

// looksLikeEmail and looksLikePhone are looser than the formats of
// attributes (R63, choice).
func looksLikeEmail(s string) bool { return strings.Contains(s, "@") }

func looksLikePhone(s string) bool {
	if len(s) < 2 || s[0] != '+' {
		return false
	}
	for i := 1; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// nameAttribute is the attribute that a username stands for in a pool with
// UsernameAttributes (R64); the zero attribute elsewhere.
func (s *poolSettings) nameAttribute(username string) attribute {
	switch {
	case s.nameEmail && looksLikeEmail(username):
		return attribute{attrEmail, username}
	case s.namePhone && looksLikePhone(username):
		return attribute{attrPhone, username}
	}
	return attribute{}
}

// checkUsername judges the form of a new user's name: R60 to R62, R69, R70.
func (s *poolSettings) checkUsername(username string) *refusal.Error {
	email, phone := looksLikeEmail(username), looksLikePhone(username)
	switch {
	case s.nameEmail && s.namePhone:
		if !email && !phone {
			return refusal.UsernameNotEmailOrPhone()
		}
	case s.nameEmail && !email:
		return refusal.UsernameNotEmail()
	case s.namePhone && !phone:
		return refusal.UsernameNotPhone()
	case s.aliasEmail && email:
		return refusal.UsernameIsEmail()
	case s.aliasPhone && phone:
		return refusal.UsernameIsPhone()
	}
	return nil
}

// checkNamed compares an attribute that is given beside a username which
// already is that attribute (R65, R66). Only the kind that the username is of
// is constrained (R67); an empty value is none.
func (s *poolSettings) checkNamed(username string, given []types.AttributeType) *refusal.Error {
	named := s.nameAttribute(username)
	if named.name == "" {
		return nil
	}
	if v := lastValue(given, named.name); v == "" || s.fold(v) == s.fold(username) {
		return nil
	}
	if named.name == attrPhone {
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
	byEmail map[string][]*user
	byPhone map[string][]*user
	alias   map[aliasKey]*user // owners of verified aliases and of preferred usernames
}

func newNames() names {
	return names{
		byName: map[string]*user{}, bySub: map[string]*user{},
		byEmail: map[string][]*user{}, byPhone: map[string][]*user{},
		alias: map[aliasKey]*user{},
	}
}

// valueIndex is the index of an attribute that has one.
func (n *names) valueIndex(attr string) map[string][]*user {
	switch attr {
	case attrEmail:
		return n.byEmail
	case attrPhone:
		return n.byPhone
	}
	return nil
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
	for _, name := range []string{attrEmail, attrPhone} {
		if u.attrs.verified(name) {
			p.claimAliasLocked(u, name)
		}
	}
	p.claimAliasLocked(u, attrPreferredUsername)
}

func (p *Pool) indexLocked(u *user, a attribute) {
	if index := p.names.valueIndex(a.name); index != nil {
		key := strings.ToLower(a.value)
		at, _ := position(index[key], u.seq)
		index[key] = slices.Insert(index[key], at, u)
	}
}

func (p *Pool) unindexLocked(u *user, a attribute) {
	index := p.names.valueIndex(a.name)
	key := strings.ToLower(a.value)
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
		p.releaseAliasLocked(s, u, a.name)
	}
	if i, ok := p.positionLocked(u.seq); ok {
		p.order = slices.Delete(p.order, i, i+1)
	}
}

// holderLocked is the oldest user whose attr is v, as the pool compares names.
func (p *Pool) holderLocked(s *poolSettings, attr, v string) *user {
	for _, u := range p.names.valueIndex(attr)[strings.ToLower(v)] {
		if s.fold(u.attrs.get(attr)) == s.fold(v) {
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
	old := u.attrs.get(name)
	if old == v {
		return
	}
	if old != "" {
		p.unindexLocked(u, attribute{name, old})
		p.releaseAliasLocked(s, u, name)
	}
	u.attrs = u.attrs.set(name, v)
	if v != "" {
		p.indexLocked(u, attribute{name, v})
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
	v := u.attrs.get(name)
	if !s.hasAlias(name) || v == "" {
		return
	}
	if owner := p.aliasOwnerLocked(s, name, v); owner != nil && owner != u {
		if flag := verifiedFlag(name); flag != "" {
			owner.attrs = owner.attrs.set(flag, "false")
			owner.modified = p.fake.now()
		}
	}
	p.names.alias[aliasKey{name, s.fold(v)}] = u
}

// releaseAliasLocked frees the alias that u has by its value of name, if any.
func (p *Pool) releaseAliasLocked(s *poolSettings, u *user, name string) {
	v := u.attrs.get(name)
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
	if s.nameEmail {
		if u := p.holderLocked(s, attrEmail, name); u != nil {
			return u
		}
	}
	if s.namePhone {
		if u := p.holderLocked(s, attrPhone, name); u != nil {
			return u
		}
	}
	for _, attr := range []string{attrEmail, attrPhone, attrPreferredUsername} {
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
	for _, attr := range []string{attrEmail, attrPhone} {
		for _, u := range p.names.valueIndex(attr)[strings.ToLower(x)] {
			if s.fold(u.attrs.get(attr)) == s.fold(x) && (newest == nil || u.seq > newest.seq) {
				newest = u
			}
		}
	}
	return newest
}

// takenLocked refuses a new user whose name is in use, in any status (R72, R73).
func (p *Pool) takenLocked(s *poolSettings, username string, attrs attributes) *refusal.Error {
	if !s.usesUsernameAttributes() {
		if p.names.byName[s.fold(username)] != nil {
			return refusal.UserExists()
		}
		return nil
	}
	// An address that signs in has one owner, also where it was given as an
	// attribute beside a username of the other kind (choice).
	if v := attrs.get(attrEmail); s.nameEmail && v != "" && p.holderLocked(s, attrEmail, v) != nil {
		return refusal.AccountExists(attrEmail)
	}
	if v := attrs.get(attrPhone); s.namePhone && v != "" && p.holderLocked(s, attrPhone, v) != nil {
		return refusal.AccountExists(attrPhone)
	}
	return nil
}
