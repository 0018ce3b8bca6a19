package service

import (
	"slices"
	"strings"

	"github.com/cognitofake/cognitofake/internal/history"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
	"github.com/cognitofake/cognitofake/internal/state"
)

// Transcript is what happened, to read after a failure, and whom it left.
func (s *Service) Transcript() string {
	var pools []history.Users
	for _, p := range s.Account.Pools() {
		if users := usersOf(p); users.Count > 0 {
			pools = append(pools, users)
		}
	}
	return s.History.Transcript(s.Account.Seed, pools)
}

// shownUsers is how many users of a pool a transcript shows.
const shownUsers = 20

func usersOf(p *state.Pool) history.Users {
	users := history.Users{PoolID: p.ID}
	p.Look(func(tx *state.Tx) {
		all := tx.Users()
		users.Count = len(all)
		for _, u := range slices.Backward(all[max(0, len(all)-shownUsers):]) {
			users.Newest = append(users.Newest, userLine(tx, u))
		}
	})
	return users
}

// userLine is the state of a user in one line: names of attributes, no values.
func userLine(tx *state.Tx, u *state.User) string {
	line := tx.SignInName(u) + " " + string(u.Status)
	if u.Disabled {
		line += ", disabled"
	}
	names := make([]string, 0, len(u.Attrs))
	for _, a := range u.Attrs {
		address := attribute.Address(a.Name)
		switch {
		case a.Name == attribute.Sub, attribute.FlagOf(a.Name) != "":
		case address.Flag() == "":
			names = append(names, a.Name)
		case u.Attrs.Verified(address):
			names = append(names, a.Name+" (verified)")
		default:
			names = append(names, a.Name+" (not verified)")
		}
	}
	slices.Sort(names)
	return strings.Join(append([]string{line}, names...), ", ")
}
