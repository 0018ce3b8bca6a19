package cognitofake

import (
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"

	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
	"github.com/cognitofake/cognitofake/internal/rule/password"
)

// user is one user of a pool. A transaction on the pool reaches it, and
// changes it by its own methods alone.
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

	codes    codes
	sessions sessions
	tried    *tried // nil until something is counted

	// temporarySince is when a temporary password was set; its validity counts from here.
	temporarySince time.Time
}

// newUser is a user who is not stored yet.
type newUser struct {
	sub, username string
	attrs         attribute.List
	password      password.Stored
	status        types.UserStatusType
	disabled      bool
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

// userSnapshot is a user as they are at one time.
type userSnapshot struct {
	PoolID     string
	Username   string
	Sub        string
	Status     types.UserStatusType
	Enabled    bool
	Attributes map[string]string
	CreatedAt  time.Time
	ModifiedAt time.Time
}

// Snapshot is u as they are now, sub among the attributes.
func (tx *Tx) Snapshot(u *user) userSnapshot {
	s := userSnapshot{
		PoolID: tx.pool.ID, Username: u.username, Sub: u.sub,
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

// Brief is a snapshot of u with all that a message needs: everything where a
// function may be shown it, else no attributes and no dates.
func (tx *Tx) Brief(u *user) userSnapshot {
	if tx.pool.HasTriggers() {
		return tx.Snapshot(u)
	}
	return userSnapshot{PoolID: tx.pool.ID, Username: u.username, Sub: u.sub, Status: u.status}
}

// eventAttributes is all attributes as an event has them, values being
// strings (L93, L114, L123).
func (u *userSnapshot) eventAttributes() map[string]string {
	m := make(map[string]string, len(u.Attributes)+1)
	for name, v := range u.Attributes {
		m[name] = v
	}
	m["cognito:user_status"] = string(u.Status)
	return m
}
