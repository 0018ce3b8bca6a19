package cognitofake

import (
	"fmt"
	"maps"
	"slices"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/model"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
	"github.com/cognitofake/cognitofake/internal/rule/password"
	"github.com/google/uuid"
)

// NewUser is a user as [Pool.AddUser] makes one. Only Username has to be set.
type NewUser struct {
	// Username is what the user is called by: in a pool with UsernameAttributes
	// the e-mail address or phone number, which becomes an attribute while the
	// stored username is the sub, as in production (R64).
	Username string
	// Sub is a new one if empty. Another has to be a UUID in lower case.
	Sub string
	// Status is CONFIRMED if empty.
	Status types.UserStatusType
	// Disabled is what AdminDisableUser does to a user.
	Disabled bool
	// Password is permanent, or with the status FORCE_CHANGE_PASSWORD temporary
	// and as old as the user. The pool's policy does not apply, since it may
	// have been another one when the password was set. If it is empty the user
	// has none that anybody knows, and every password is a wrong one.
	Password string
	// Attributes are standard and custom ones by name, with the custom: prefix.
	// An e-mail address is verified if email_verified is "true", a phone number
	// if phone_number_verified is; a flag that is left out is "false" (R97).
	// Required attributes may be missing, as after AdminCreateUser (N115).
	Attributes map[string]string
}

// AddUser puts a user into the pool as if they had been there for long, for a
// test that starts from a state which would take several calls to reach. No
// message is sent, no trigger runs, and no call is recorded. Verified aliases
// and a preferred username sign the user in if the pool has such aliases. An
// UNCONFIRMED user has no code yet; ResendConfirmationCode sends one.
//
// It returns the snapshot that [Pool.User] gives. What production could not
// hold panics with a sentence: a name or alias that is another user's, an
// attribute that is not in the schema, a flag without its address, a status
// that does not arise.
func (p *Pool) AddUser(n NewUser) User {
	s := p.settings.Load()
	u, err := p.preparedUser(s, &n)
	if err != nil {
		panic(fmt.Sprintf("cognitofake: AddUser(%q): %s", n.Username, err.Advice()))
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.admissibleLocked(s, u, n.Username, false); err != nil {
		panic(fmt.Sprintf("cognitofake: AddUser(%q): %s", n.Username, err.Advice()))
	}
	if p.names.bySub[u.sub] != nil {
		panic(fmt.Sprintf("cognitofake: AddUser(%q): another user has the Sub %s; leave it out for a new one", n.Username, u.sub))
	}
	p.addLocked(u)
	u.temporarySince = u.created
	return p.snapshotLocked(u)
}

// preparedUser makes a user of n, if that can be one.
func (p *Pool) preparedUser(s *poolSettings, n *NewUser) (*user, *refusal.Error) {
	given := make([]types.AttributeType, 0, len(n.Attributes))
	for _, name := range slices.Sorted(maps.Keys(n.Attributes)) {
		given = append(given, types.AttributeType{Name: &name, Value: opt.Of(n.Attributes[name])})
	}
	create := &cip.AdminCreateUserInput{
		UserPoolId: &p.ID, Username: &n.Username, UserAttributes: given, TemporaryPassword: &n.Password,
	}
	if message := model.Check(create); message != "" {
		return nil, refusal.InvalidParameter(message)
	}
	if n.Attributes[attribute.Sub] != "" {
		return nil, refusal.InvalidParameter("sub is no attribute to give; set the field Sub")
	}
	if n.Sub != "" {
		if id, err := uuid.Parse(n.Sub); err != nil || id.String() != n.Sub {
			return nil, refusal.InvalidParameter(fmt.Sprintf("Sub %q is not a UUID in lower case; leave it out for a new one", n.Sub))
		}
	}
	if err := s.checkUsername(n.Username); err != nil {
		return nil, err
	}
	if err := s.checkNamed(n.Username, given); err != nil {
		return nil, err
	}
	attrs, err := s.adminAttributes(given, n.Username)
	if err != nil {
		return nil, err
	}
	for _, address := range attribute.Addresses {
		if flag := address.Flag(); attrs.Get(string(address)) != "" && attrs.Get(flag) == "" {
			attrs = attrs.Set(flag, "false")
		}
	}
	u := p.newUser(s, n.Username, attrs)
	if n.Sub != "" {
		u.sub = n.Sub
		if s.usesUsernameAttributes() {
			u.username = n.Sub
		}
	}
	u.disabled = n.Disabled
	u.status = opt.Default(n.Status, types.UserStatusTypeConfirmed)
	if n.Password != "" {
		u.password = password.Store(p.fake.random, n.Password)
	}
	return u, s.checkState(u)
}

// checkState refuses a status that does not arise (N126), and one that does
// not go with the rest of the user.
func (s *poolSettings) checkState(u *user) *refusal.Error {
	switch u.status {
	case types.UserStatusTypeConfirmed, types.UserStatusTypeForceChangePassword:
	case types.UserStatusTypeUnconfirmed:
		if s.aliasPreferred && u.attrs.Get(attribute.PreferredUsername) != "" {
			return refusal.PreferredUsernameUnconfirmed()
		}
	case types.UserStatusTypeResetRequired, types.UserStatusTypeExternalProvider:
		if u.password.IsSet {
			return refusal.InvalidParameter(fmt.Sprintf("a user whose Status is %s has no password; leave Password out", u.status))
		}
	default:
		return refusal.InvalidParameter(fmt.Sprintf("Status %s never arises; give UNCONFIRMED, CONFIRMED, FORCE_CHANGE_PASSWORD,"+
			" RESET_REQUIRED or EXTERNAL_PROVIDER", u.status))
	}
	return nil
}

// DeleteUser removes the user whom x names, as [Pool.User] finds them. Their
// names are free at once. It reports whether there was such a user.
func (p *Pool) DeleteUser(x string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	u := p.searchLocked(x)
	if u == nil {
		return false
	}
	p.removeLocked(u)
	return true
}
