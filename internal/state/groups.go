package state

import "slices"

// membership is who is in which group. A pool that uses no groups has none.
type membership struct {
	users  map[string][]*User // by the name of a group, in order of their creation
	groups map[*User][]string // names, in order of joining
}

// Join makes a user a member of a group; a member stays one (N133).
func (tx *Tx) Join(u *User, group string) {
	m := &tx.pool.membership
	if m.users == nil {
		m.users, m.groups = map[string][]*User{}, map[*User][]string{}
	}
	at, member := position(m.users[group], u.Seq)
	if member {
		return
	}
	m.users[group] = slices.Insert(m.users[group], at, u)
	m.groups[u] = append(m.groups[u], group)
}

// Leave ends a user's membership of a group, if there is any (N133).
func (tx *Tx) Leave(u *User, group string) {
	m := &tx.pool.membership
	at, member := position(m.users[group], u.Seq)
	if !member {
		return
	}
	if m.users[group] = slices.Delete(m.users[group], at, at+1); len(m.users[group]) == 0 {
		delete(m.users, group)
	}
	if m.groups[u] = slices.DeleteFunc(m.groups[u], func(g string) bool { return g == group }); len(m.groups[u]) == 0 {
		delete(m.groups, u)
	}
}

// Disband ends every membership of a group (P24).
func (tx *Tx) Disband(group string) {
	for _, u := range slices.Clone(tx.pool.membership.users[group]) {
		tx.Leave(u, group)
	}
}

// Members are the users in a group, in order of their creation.
func (tx *Tx) Members(group string) []*User { return tx.pool.membership.users[group] }

// GroupsOf are the names of the groups that a user is in.
func (tx *Tx) GroupsOf(u *User) []string { return tx.pool.membership.groups[u] }
