package state

import (
	"slices"
	"strings"

	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
)

// aliasKey is a value that signs a user in beside the username.
type aliasKey struct{ name, folded string }

// names finds the users of a pool by everything that can name them. Its
// maps hold folded values, so that a look-up costs the same however many
// users there are. The pool's mutex guards it.
type names struct {
	byName map[string]*User
	bySub  map[string]*User
	// All who have an address (R75), in order of creation, by the address in
	// lower case whatever the pool: ListUsers ignores its case (N127).
	byAddress map[attribute.Address]map[string][]*User
	alias     map[aliasKey]*User // owners of verified aliases and of preferred usernames
}

func newNames() names {
	return names{
		byName: map[string]*User{}, bySub: map[string]*User{},
		byAddress: map[attribute.Address]map[string][]*User{attribute.Email: {}, attribute.Phone: {}},
		alias:     map[aliasKey]*User{},
	}
}

// Add stores a new user, under all names and with the aliases that are theirs
// (L109).
func (tx *Tx) Add(n NewUser) *User {
	tx.pool.lastSeq++
	u := &User{
		Seq: tx.pool.lastSeq, Sub: n.Sub, Username: n.Username, Attrs: n.Attrs, password: n.Password,
		Status: n.Status, Disabled: n.Disabled, Created: tx.Now, Modified: tx.Now,
		federated: n.Federated(),
	}
	if f := n.Factors; f != nil {
		*u.ownMFA() = factors{on: f.On, preferred: f.Preferred, token: f.Token}
	}
	tx.pool.order = append(tx.pool.order, u)
	tx.pool.names.byName[tx.Settings.Fold(u.Username)] = u
	tx.pool.names.bySub[u.Sub] = u
	for _, a := range u.Attrs {
		tx.index(u, a)
	}
	for _, address := range attribute.Addresses {
		if u.Attrs.Verified(address) {
			tx.claimAlias(u, string(address))
		}
	}
	tx.claimAlias(u, attribute.PreferredUsername)
	return u
}

func (tx *Tx) index(u *User, a attribute.Pair) {
	if index := tx.pool.names.byAddress[attribute.Address(a.Name)]; index != nil {
		key := strings.ToLower(a.Value)
		at, _ := position(index[key], u.Seq)
		index[key] = slices.Insert(index[key], at, u)
	}
}

func (tx *Tx) unindex(u *User, a attribute.Pair) {
	index := tx.pool.names.byAddress[attribute.Address(a.Name)]
	key := strings.ToLower(a.Value)
	if index == nil {
		return
	}
	rest := slices.DeleteFunc(index[key], func(x *User) bool { return x == u })
	if len(rest) == 0 {
		delete(index, key)
	} else {
		index[key] = rest
	}
}

// Remove forgets u; all its names are free, and it is in no group (P28).
func (tx *Tx) Remove(u *User) {
	for _, group := range slices.Clone(tx.GroupsOf(u)) {
		tx.Leave(u, group)
	}
	delete(tx.pool.names.byName, tx.Settings.Fold(u.Username))
	delete(tx.pool.names.bySub, u.Sub)
	for _, a := range u.Attrs {
		tx.unindex(u, a)
		tx.releaseAlias(u, a.Name)
	}
	if i, ok := position(tx.pool.order, u.Seq); ok {
		tx.pool.order = slices.Delete(tx.pool.order, i, i+1)
	}
}

// holder is the oldest user whom the address v names, as the pool compares
// names.
func (tx *Tx) holder(a attribute.Address, v string) *User {
	for _, u := range tx.pool.names.byAddress[a][strings.ToLower(v)] {
		if !u.federated && tx.Settings.Fold(u.Attrs.Get(string(a))) == tx.Settings.Fold(v) {
			return u
		}
	}
	return nil
}

// position is where the user of seq stands in a list that is in order of
// creation, or where the next one does.
func position(users []*User, seq uint64) (int, bool) {
	return slices.BinarySearchFunc(users, seq, func(u *User, seq uint64) int {
		switch {
		case u.Seq < seq:
			return -1
		case u.Seq > seq:
			return 1
		}
		return 0
	})
}

// SetAttribute writes one attribute of a stored user and keeps the
// indexes. The empty value removes it.
func (tx *Tx) SetAttribute(u *User, name, v string) {
	old := u.Attrs.Get(name)
	if old == v {
		return
	}
	if old != "" {
		tx.unindex(u, attribute.Pair{Name: name, Value: old})
		tx.releaseAlias(u, name)
	}
	u.Attrs = u.Attrs.Set(name, v)
	if v != "" {
		tx.index(u, attribute.Pair{Name: name, Value: v})
	}
}

// AliasOwner is who signs in by the value v of attribute name.
func (tx *Tx) AliasOwner(name, v string) *User {
	if !tx.Settings.HasAlias(name) || v == "" {
		return nil
	}
	return tx.pool.names.alias[aliasKey{name, tx.Settings.Fold(v)}]
}

// claimAlias makes u the owner of its value of name. Whoever owned it
// keeps the value and loses the verified flag (L69, L109).
func (tx *Tx) claimAlias(u *User, name string) {
	v := u.Attrs.Get(name)
	if !tx.Settings.HasAlias(name) || v == "" || u.federated {
		return
	}
	if owner := tx.AliasOwner(name, v); owner != nil && owner != u {
		if flag := attribute.Address(name).Flag(); flag != "" {
			owner.Attrs = owner.Attrs.Set(flag, "false")
			owner.Modified = tx.Now
		}
	}
	tx.pool.names.alias[aliasKey{name, tx.Settings.Fold(v)}] = u
}

// releaseAlias frees the alias that u has by its value of name, if any.
func (tx *Tx) releaseAlias(u *User, name string) {
	v := u.Attrs.Get(name)
	key := aliasKey{name, tx.Settings.Fold(v)}
	if v != "" && tx.pool.names.alias[key] == u {
		delete(tx.pool.names.alias, key)
	}
}

// Find is the user that a request names: username, sub, an alias that
// is verified, or in a pool with UsernameAttributes the address itself,
// verified or not (N5, L62). Users of a provider are found by username alone.
func (tx *Tx) Find(name string) *User {
	folded := tx.Settings.Fold(name)
	if u := tx.pool.names.byName[folded]; u != nil {
		return u
	}
	if u := tx.pool.names.bySub[name]; u != nil && !u.federated {
		return u
	}
	for _, address := range attribute.Addresses {
		if !tx.Settings.Named.Has(address) {
			continue
		}
		if u := tx.holder(address, name); u != nil {
			return u
		}
	}
	for _, attr := range []string{attribute.Email, attribute.Phone, attribute.PreferredUsername} {
		if u := tx.AliasOwner(attr, name); u != nil {
			return u
		}
	}
	return nil
}

// Meant is the user that a test means by x: whatever a sign-in form
// takes, verified or not; of several the newest.
func (tx *Tx) Meant(x string) *User {
	newest := tx.Find(x)
	if newest == nil {
		newest = tx.pool.names.bySub[x] // of a provider
	}
	for _, address := range attribute.Addresses {
		for _, u := range tx.pool.names.byAddress[address][strings.ToLower(x)] {
			if tx.Settings.Fold(u.Attrs.Get(string(address))) == tx.Settings.Fold(x) && (newest == nil || u.Seq > newest.Seq) {
				newest = u
			}
		}
	}
	return newest
}

// SignInName is what a user signs in with: the stored username, or where that
// is the sub the address (choice: what {username} becomes in an invitation there).
func (tx *Tx) SignInName(u *User) string {
	for _, address := range attribute.Addresses {
		if v := u.Attrs.Get(string(address)); tx.Settings.Named.Has(address) && v != "" {
			return v
		}
	}
	return u.Username
}

// Free refuses a new user whose name is in use, in any status (R72, R73).
func (tx *Tx) Free(username string, attrs attribute.List) *refusal.Error {
	if !tx.Settings.UsesUsernameAttributes() {
		if tx.pool.names.byName[tx.Settings.Fold(username)] != nil {
			return refusal.UserExists()
		}
		return nil
	}
	// An address that signs in has one owner, also where it was given as an
	// attribute beside a username of the other kind (choice).
	for _, address := range attribute.Addresses {
		if v := attrs.Get(string(address)); tx.Settings.Named.Has(address) && v != "" && tx.holder(address, v) != nil {
			return refusal.AccountExists(string(address))
		}
	}
	return nil
}

// Admissible refuses a user whom an administrator makes when the name is
// in use, or an alias that they would own, unless it may be moved (N117, L138).
func (tx *Tx) Admissible(u NewUser, username string, force bool) *refusal.Error {
	if u.Federated() {
		if tx.pool.names.byName[tx.Settings.Fold(username)] != nil {
			return refusal.AccountTaken()
		}
		return nil
	}
	if !tx.Settings.UsesUsernameAttributes() && tx.pool.names.byName[tx.Settings.Fold(username)] != nil {
		return refusal.AccountTaken()
	}
	if err := tx.Free(username, u.Attrs); err != nil {
		return err
	}
	if !force {
		for _, address := range attribute.Addresses {
			name := string(address)
			if u.Attrs.Verified(address) && tx.AliasOwner(name, u.Attrs.Get(name)) != nil {
				return refusal.AliasExists(name)
			}
		}
	}
	return tx.checkPreferred(nil, u.Attrs.Get(attribute.PreferredUsername))
}
