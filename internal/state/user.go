package state

import (
	"slices"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
	"github.com/cognitofake/cognitofake/internal/rule/code"
	"github.com/cognitofake/cognitofake/internal/rule/factor"
	"github.com/cognitofake/cognitofake/internal/rule/password"
	"github.com/cognitofake/cognitofake/internal/rule/srp"
	"github.com/cognitofake/cognitofake/internal/rule/totp"
)

// User is one user of a pool. A transaction on the pool reaches it, and
// changes it by its own methods alone.
type User struct {
	Seq      uint64 // order of creation in the pool
	Username string
	Sub      string
	Status   types.UserStatusType
	Attrs    attribute.List
	Created  time.Time
	Modified time.Time
	codes    code.Codes
	rare     *rare // nil until there is something of it
	password Password
	Disabled bool

	// federated users came through an identity provider: their username alone
	// finds them, and no address or alias is theirs (N5, P178).
	federated bool
}

// NewUser is a user who is not stored yet.
type NewUser struct {
	Sub, Username string
	Attrs         attribute.List
	Password      Password
	Status        types.UserStatusType
	Disabled      bool
	Factors       *NewFactors // nil for none
}

// NewFactors are the second factors of a user who is not stored yet.
type NewFactors struct {
	On, Preferred factor.Set
	Token         *totp.Token // nil for none
}

// Password is what a pool keeps of a user's: the zero value is that of a user
// who has none.
type Password struct {
	password.Stored
	identity srp.Identity // for sign-in by SRP
}

// StorePassword is a password of the pool's user of that name, stored or not yet.
func (p *Pool) StorePassword(username, plain string) Password {
	return Password{password.Store(p.account.Random, plain), srp.NewIdentity(p.ID, username, plain)}
}

// HasPassword reports whether the user can sign in by one.
func (u *User) HasPassword() bool { return u.password.IsSet }

// Federated reports whether the user came through an identity provider.
func (n *NewUser) Federated() bool { return n.Status == types.UserStatusTypeExternalProvider }

// attribute is the value of name, "" for none.
func (u *User) attribute(name string) string {
	if name == attribute.Sub {
		return u.Sub
	}
	return u.Attrs.Get(name)
}

// List is all attributes of the user, sub among them, sorted by name (L133).
func (u *User) List() []types.AttributeType {
	all := slices.Clone(u.Attrs).Set(attribute.Sub, u.Sub)
	result := make([]types.AttributeType, len(all))
	for i := range all {
		result[i] = types.AttributeType{Name: &all[i].Name, Value: &all[i].Value}
	}
	return result
}

// Lacks reports whether the user has no value for one of the attributes of
// these names.
func (u *User) Lacks(names []string) bool {
	return slices.ContainsFunc(names, func(name string) bool { return u.attribute(name) == "" })
}

// Type is the user as lists and AdminCreateUser show them, with the attributes
// of names, or with all when that is nil (N115, N130).
func (u *User) Type(names []string) types.UserType {
	shown := u.List()
	if names != nil {
		shown = slices.DeleteFunc(shown, func(a types.AttributeType) bool { return !slices.Contains(names, *a.Name) })
	}
	return types.UserType{
		Username: opt.Of(u.Username), Attributes: shown, UserStatus: u.Status, Enabled: !u.Disabled,
		UserCreateDate: opt.Of(u.Created), UserLastModifiedDate: opt.Of(u.Modified), MFAOptions: u.MFAOptions(), // M57
	}
}

// Snapshot is a user as they are at one time.
type Snapshot struct {
	PoolID     string
	Username   string
	Sub        string
	Status     types.UserStatusType
	Enabled    bool
	Attributes map[string]string
	CreatedAt  time.Time
	ModifiedAt time.Time

	MFA          []types.ChallengeNameType
	PreferredMFA types.ChallengeNameType
}

// Snapshot is u as they are now, sub among the attributes.
func (tx *Tx) Snapshot(u *User) Snapshot {
	s := Snapshot{
		PoolID: tx.pool.ID, Username: u.Username, Sub: u.Sub,
		Status: u.Status, Enabled: !u.Disabled,
		Attributes: make(map[string]string, len(u.Attrs)+1),
		CreatedAt:  u.Created, ModifiedAt: u.Modified,
	}
	for _, a := range u.Attrs {
		s.Attributes[a.Name] = a.Value
	}
	s.Attributes[attribute.Sub] = u.Sub
	for _, f := range u.mfa().on.Each() {
		s.MFA = append(s.MFA, f.Name())
	}
	s.PreferredMFA = u.mfa().preferred.Name()
	return s
}

// Brief is a snapshot of u with all that a message needs: everything where a
// function may be shown it, else no attributes and no dates.
func (tx *Tx) Brief(u *User) Snapshot {
	if tx.pool.HasTriggers() {
		s := tx.Snapshot(u)
		if at := u.rarely().signedOut; !at.IsZero() {
			s.Attributes["cognito:token_nbf"] = tokenNotBefore(at)
		}
		return s
	}
	return Snapshot{PoolID: tx.pool.ID, Username: u.Username, Sub: u.Sub, Status: u.Status}
}

// EventAttributes is all attributes as an event has them, values being
// strings (L93, L114, L123).
func (u *Snapshot) EventAttributes() map[string]string {
	m := make(map[string]string, len(u.Attributes)+1)
	for name, v := range u.Attributes {
		m[name] = v
	}
	m["cognito:user_status"] = string(u.Status)
	return m
}
