package cognitofake

import (
	"iter"
	"strings"

	"github.com/cognitofake/cognitofake/internal/rule/attribute"
)

// Search yields the users whom a filter finds and who were made after the
// user of the place after, in order of creation.
func (tx *Tx) Search(only filter, after uint64) iter.Seq[*user] {
	return func(yield func(*user) bool) {
		matches := only.match(tx.Settings.fold)
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
func (u *user) searched(name string) string {
	switch name {
	case filterUsername:
		return u.username
	case filterStatus:
		return string(u.status)
	case filterEnabled:
		if u.disabled {
			return "Disabled"
		}
		return "Enabled"
	}
	return u.attribute(name)
}

// candidates are the users among whom a filter finds its own, in order of
// creation. An exact filter on a name that is indexed does not look at others.
func (tx *Tx) candidates(only filter) []*user {
	one := func(u *user) []*user {
		if u == nil {
			return nil
		}
		return []*user{u}
	}
	if v, ok := only.exact(filterUsername); ok {
		return one(tx.pool.names.byName[tx.Settings.fold(v)])
	}
	if v, ok := only.exact(attribute.Sub); ok {
		return one(tx.pool.names.bySub[strings.ToLower(v)])
	}
	for _, address := range attribute.Addresses {
		if v, ok := only.exact(string(address)); ok {
			return tx.pool.names.byAddress[address][strings.ToLower(v)]
		}
	}
	return tx.pool.order
}
