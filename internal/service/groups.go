package service

import (
	"cmp"
	"math"
	"slices"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/state"
	"github.com/golang-jwt/jwt/v5"
)

// GroupsOf are the groups that a user is in, in order of their names.
func GroupsOf(tx *state.Tx, u *state.User) []types.GroupType {
	groups := []types.GroupType{}
	for _, name := range tx.GroupsOf(u) {
		groups = append(groups, *opt.Copy(state.ShelfOf[types.GroupType](tx).Get(name)))
	}
	slices.SortFunc(groups, func(a, b types.GroupType) int { return cmp.Compare(*a.GroupName, *b.GroupName) })
	return groups
}

// claimGroups puts the groups of a user into claims: their names into both
// tokens, the best first (N86), and their roles into the ID token (P29).
func claimGroups(tx *state.Tx, u *state.User, access, id jwt.MapClaims) {
	groups := GroupsOf(tx, u)
	if len(groups) == 0 {
		return
	}
	slices.SortStableFunc(groups, func(a, b types.GroupType) int { return cmp.Compare(rank(a), rank(b)) })
	var names, roles []string
	for _, g := range groups {
		names = append(names, *g.GroupName)
		if g.RoleArn != nil && !slices.Contains(roles, *g.RoleArn) {
			roles = append(roles, *g.RoleArn)
		}
	}
	access["cognito:groups"], id["cognito:groups"] = names, names
	if len(roles) > 0 {
		id["cognito:roles"] = roles
	}
	if role := preferredRole(groups); role != "" {
		id["cognito:preferred_role"] = role
	}
}

// preferredRole is the role of the best of groups in order, among those that
// have one (P30); "" when several are the best and their roles differ, or when
// no Precedence says which is (P31).
func preferredRole(groups []types.GroupType) string {
	groups = slices.DeleteFunc(slices.Clone(groups), func(g types.GroupType) bool { return g.RoleArn == nil || g.Precedence == nil })
	if len(groups) == 0 {
		return ""
	}
	best := groups[0]
	if slices.ContainsFunc(groups, func(g types.GroupType) bool { return rank(g) == rank(best) && *g.RoleArn != *best.RoleArn }) {
		return ""
	}
	return *best.RoleArn
}

// rank orders groups: the lowest Precedence first, those without any last (P16).
func rank(g types.GroupType) int64 {
	if g.Precedence == nil {
		return math.MaxInt64
	}
	return int64(*g.Precedence)
}
