package cognitofake

import (
	"maps"
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
	"github.com/cognitofake/cognitofake/internal/rule/password"
)

// User is a snapshot of one user of a pool, for assertions: a copy that no
// later call changes, without the password.
type User struct {
	PoolID string
	// Username is the stored one: in a pool with UsernameAttributes it is the
	// sub, as it is for AdminGetUser, triggers and tokens (R64).
	Username string
	Sub      string
	Status   types.UserStatusType
	Enabled  bool
	// Attributes has all attributes by name, sub among them. The flags
	// email_verified and phone_number_verified are "true" or "false" and are
	// there when the address is (R97).
	Attributes map[string]string
	CreatedAt  time.Time
	ModifiedAt time.Time
}

// AttributeNames returns the names of the user's attributes, sorted.
func (u User) AttributeNames() []string { return slices.Sorted(maps.Keys(u.Attributes)) }

// user is one user of a pool; the pool's mutex guards it.
type user struct {
	seq      uint64 // order of creation in the pool
	username string
	sub      string
	status   types.UserStatusType
	disabled bool
	attrs    attribute.List
	password password.Stored
	created  time.Time
	modified time.Time

	codes    []code
	sessions []session
	attempts *attemptWindows // nil until something is limited

	// temporarySince is when a temporary password was set; its validity counts from here.
	temporarySince time.Time
}

// attribute is the value of name, "" for none.
func (u *user) attribute(name string) string {
	if name == attribute.Sub {
		return u.sub
	}
	return u.attrs.Get(name)
}

// list is all attributes of the user, sub among them, sorted by name (L133).
func (u *user) list() []types.AttributeType {
	all := slices.Clone(u.attrs).Set(attribute.Sub, u.sub)
	result := make([]types.AttributeType, len(all))
	for i := range all {
		result[i] = types.AttributeType{Name: &all[i].Name, Value: &all[i].Value}
	}
	return result
}

// userType is the user as lists and AdminCreateUser show them, with all
// attributes, or with those of names when there are any (N115, N130).
func (u *user) userType(names []string) types.UserType {
	shown := u.list()
	if len(names) > 0 {
		shown = slices.DeleteFunc(shown, func(a types.AttributeType) bool { return !slices.Contains(names, *a.Name) })
	}
	return types.UserType{
		Username: opt.Of(u.username), Attributes: shown, UserStatus: u.status, Enabled: !u.disabled,
		UserCreateDate: opt.Of(u.created), UserLastModifiedDate: opt.Of(u.modified),
	}
}

func (p *Pool) snapshotLocked(u *user) User {
	s := User{
		PoolID: p.ID, Username: u.username, Sub: u.sub,
		Status: u.status, Enabled: !u.disabled,
		Attributes: make(map[string]string, len(u.attrs)+1),
		CreatedAt:  u.created, ModifiedAt: u.modified,
	}
	for _, a := range u.attrs {
		s.Attributes[a.Name] = a.Value
	}
	s.Attributes[attribute.Sub] = u.sub
	return s
}

// briefLocked is as much of a snapshot as a message needs, which is all of it
// where a trigger has a say.
func (p *Pool) briefLocked(u *user) User {
	if p.hasTriggers() {
		return p.snapshotLocked(u)
	}
	return User{PoolID: p.ID, Username: u.username, Sub: u.sub, Status: u.status}
}
