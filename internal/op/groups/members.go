package groups

import (
	"slices"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/service"
	"github.com/cognitofake/cognitofake/internal/state"
)

// groupsOfUser is in how many groups a user may be (P14).
const groupsOfUser = 100

func adminAddUserToGroup(r *service.Request, in *cip.AdminAddUserToGroupInput) (*cip.AdminAddUserToGroupOutput, error) {
	if err := changeMember(r, in.UserPoolId, in.Username, *in.GroupName, func(tx *state.Tx, u *state.User) (func(), *refusal.Error) {
		if of := tx.GroupsOf(u); len(of) >= groupsOfUser && !slices.Contains(of, *in.GroupName) {
			return nil, refusal.TooManyGroupsOfUser()
		}
		return func() { tx.Join(u, *in.GroupName) }, nil
	}); err != nil {
		return nil, err
	}
	return &cip.AdminAddUserToGroupOutput{}, nil
}

func adminRemoveUserFromGroup(r *service.Request, in *cip.AdminRemoveUserFromGroupInput) (*cip.AdminRemoveUserFromGroupOutput, error) {
	if err := changeMember(r, in.UserPoolId, in.Username, *in.GroupName, func(tx *state.Tx, u *state.User) (func(), *refusal.Error) {
		return func() { tx.Leave(u, *in.GroupName) }, nil
	}); err != nil {
		return nil, err
	}
	return &cip.AdminRemoveUserFromGroupOutput{}, nil
}

// changeMember changes in what groups a user is. The user is looked up before
// the group, and is not modified by it (choice).
func changeMember(r *service.Request, poolID, username *string, group string, change func(tx *state.Tx, u *state.User) (func(), *refusal.Error)) error {
	return r.CommitUser(poolID, username, func(tx *state.Tx, u *state.User) (func(), *refusal.Error) {
		if _, err := groups.Find(tx, group); err != nil {
			return nil, err // N132
		}
		return change(tx, u)
	})
}

// adminListGroupsForUser is in order of names, as all lists of groups (choice).
func adminListGroupsForUser(r *service.Request, in *cip.AdminListGroupsForUserInput) (*cip.AdminListGroupsForUserOutput, error) {
	out := &cip.AdminListGroupsForUserOutput{}
	if err := r.LookUser(in.UserPoolId, in.Username, func(tx *state.Tx, u *state.User) (err *refusal.Error) {
		out.Groups, out.NextToken, err = service.Listed(r, in, service.GroupsOf(tx, u), func(g types.GroupType) string { return *g.GroupName })
		return err
	}); err != nil {
		return nil, err
	}
	return out, nil
}

// listUsersInGroup is in order of the users' creation (choice).
func listUsersInGroup(r *service.Request, in *cip.ListUsersInGroupInput) (*cip.ListUsersInGroupOutput, error) {
	p, err := r.Pool(in.UserPoolId)
	if err != nil {
		return nil, err
	}
	out := &cip.ListUsersInGroupOutput{Users: []types.UserType{}}
	if err := state.Do(p, func(tx *state.Tx) *refusal.Error {
		if _, err := groups.Find(tx, *in.GroupName); err != nil {
			return err
		}
		page, next, err := service.Listed(r, in, tx.Members(*in.GroupName), func(u *state.User) uint64 { return u.Seq })
		for _, u := range page {
			out.Users = append(out.Users, u.Type(nil))
		}
		out.NextToken = next
		return err
	}); err != nil {
		return nil, err
	}
	return out, nil
}
