// Package groups has the operations of groups and who is in them.
package groups

import (
	"strings"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/service"
	"github.com/cognitofake/cognitofake/internal/state"
)

// Operations are the operations of groups and who is in them.
var Operations = service.List(
	service.Op(service.Create[cip.CreateGroupInput](groups, func(g *types.GroupType) *cip.CreateGroupOutput {
		return &cip.CreateGroupOutput{Group: g}
	})),
	service.Op(service.Describe[cip.GetGroupInput](groups, func(g *types.GroupType) *cip.GetGroupOutput {
		return &cip.GetGroupOutput{Group: g}
	})),
	service.Op(service.Update[cip.UpdateGroupInput](groups, func(g *types.GroupType) *cip.UpdateGroupOutput {
		return &cip.UpdateGroupOutput{Group: g}
	})),
	service.Op(service.Delete[cip.DeleteGroupInput, cip.DeleteGroupOutput](groups)),
	service.Op(service.ListOf[cip.ListGroupsInput](groups, func(all []types.GroupType, next *string) *cip.ListGroupsOutput {
		return &cip.ListGroupsOutput{Groups: all, NextToken: next}
	})),
	service.Op(adminAddUserToGroup),
	service.Op(adminRemoveUserFromGroup),
	service.Op(adminListGroupsForUser),
	service.Op(listUsersInGroup),
)

// groups are in order of their names (P7, choice). An update keeps what it
// leaves out (P22), and who is in a group does not keep it from being deleted (P24).
var groups = service.Kind[types.GroupType]{
	Key:     func(g *types.GroupType) *string { return g.GroupName },
	Exists:  func(string, string) *refusal.Error { return refusal.GroupExists() },
	Missing: func(string) *refusal.Error { return refusal.NoGroup() },
	Check: func(g *types.GroupType) *refusal.Error {
		if opt.Value(g.Description) == "" {
			g.Description = nil // P23: choice
		}
		return nil
	},
	Gone:   (*state.Tx).Disband,
	Fold:   strings.ToLower, // P21
	Quota:  10_000,
	Full:   refusal.TooManyGroups,
	Merges: true,
	ByKey:  true,
}
