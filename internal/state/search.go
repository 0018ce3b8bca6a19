package state

import (
	"iter"
	"strings"

	"github.com/cognitofake/cognitofake/internal/rule/attribute"
	"github.com/cognitofake/cognitofake/internal/rule/filter"
)

// Search yields the users whom a filter finds and who were made after the
// user of the place after, in order of creation.
func (tx *Tx) Search(only filter.Filter, after uint64) iter.Seq[*User] {
	return func(yield func(*User) bool) {
		matches := only.Match(tx.Settings.Fold)
		users := tx.candidates(only)
		start, _ := position(users, after+1)
		for _, u := range users[start:] {
			if matches(u.searched) && !yield(u) {
				return
			}
		}
	}
}

// searched is what a filter sees of a user, "" for nothing.
func (u *User) searched(name string) string {
	switch name {
	case filter.Username:
		return u.Username
	case filter.Status:
		return string(u.Status)
	case filter.Enabled:
		if u.Disabled {
			return "Disabled"
		}
		return "Enabled"
	}
	return u.attribute(name)
}

// candidates are the users among whom a filter finds its own, in order of
// creation. An exact filter on a name that is indexed does not look at others.
func (tx *Tx) candidates(only filter.Filter) []*User {
	one := func(u *User) []*User {
		if u == nil {
			return nil
		}
		return []*User{u}
	}
	if v, ok := only.Exact(filter.Username); ok {
		return one(tx.pool.names.byName[tx.Settings.Fold(v)])
	}
	if v, ok := only.Exact(attribute.Sub); ok {
		return one(tx.pool.names.bySub[strings.ToLower(v)])
	}
	for _, address := range attribute.Addresses {
		if v, ok := only.Exact(string(address)); ok {
			return tx.pool.names.byAddress[address][strings.ToLower(v)]
		}
	}
	return tx.pool.order
}
