package cognitofake

import (
	"fmt"
	"maps"
	"slices"

	"github.com/google/uuid"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/model"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
	"github.com/cognitofake/cognitofake/internal/rule/password"
)

// givenUser is a user as a test describes one.
type givenUser struct {
	Username   string
	Sub        string
	Status     types.UserStatusType
	Disabled   bool
	Password   string
	Attributes map[string]string
}

// addUser puts a user into a pool as if they had been there for long.
func addUser(p *poolState, given givenUser) (made userSnapshot, err error) {
	u, err := preparedUser(p, &given)
	if err != nil {
		return userSnapshot{}, err
	}
	err = Do(p, func(tx *Tx) *refusal.Error {
		if err := tx.Admissible(u, given.Username, false); err != nil {
			return err
		}
		if tx.BySub(u.sub) != nil {
			return refusal.InvalidParameter(fmt.Sprintf("another user has the Sub %s; leave it out for a new one", u.sub))
		}
		made = tx.Snapshot(tx.Add(u))
		return nil
	})
	return made, err
}

// preparedUser makes a user of n, if that can be one.
func preparedUser(p *poolState, n *givenUser) (newUser, error) {
	s := p.Settings()
	given := make([]types.AttributeType, 0, len(n.Attributes))
	for _, name := range slices.Sorted(maps.Keys(n.Attributes)) {
		given = append(given, types.AttributeType{Name: &name, Value: opt.Of(n.Attributes[name])})
	}
	create := &cip.AdminCreateUserInput{
		UserPoolId: &p.ID, Username: &n.Username, UserAttributes: given, TemporaryPassword: &n.Password,
	}
	if message := model.Check(create); message != "" {
		return newUser{}, refusal.InvalidParameter(message)
	}
	if n.Attributes[attribute.Sub] != "" {
		return newUser{}, refusal.InvalidParameter("sub is no attribute to give; set the field Sub")
	}
	if n.Sub != "" {
		if id, err := uuid.Parse(n.Sub); err != nil || id.String() != n.Sub {
			return newUser{}, refusal.InvalidParameter(fmt.Sprintf("Sub %q is not a UUID in lower case; leave it out for a new one", n.Sub))
		}
	}
	if err := s.checkUsername(n.Username); err != nil {
		return newUser{}, err
	}
	if err := s.checkNamed(n.Username, given); err != nil {
		return newUser{}, err
	}
	attrs, err := s.adminAttributes(given, n.Username)
	if err != nil {
		return newUser{}, err
	}
	for _, address := range attribute.Addresses {
		if flag := address.Flag(); attrs.Get(string(address)) != "" && attrs.Get(flag) == "" {
			attrs = attrs.Set(flag, "false")
		}
	}
	u := p.NewUser(n.Username, attrs)
	if n.Sub != "" {
		u.sub = n.Sub
		if s.usesUsernameAttributes() {
			u.username = n.Sub
		}
	}
	u.disabled = n.Disabled
	u.status = opt.Default(n.Status, types.UserStatusTypeConfirmed)
	if n.Password != "" {
		u.password = password.Store(p.Random(), n.Password)
	}
	if err := checkState(s, u); err != nil {
		return newUser{}, err
	}
	return u, nil
}

// checkState refuses a status that does not arise (N126), and one that does
// not go with the rest of the user.
func checkState(s *poolSettings, u newUser) *refusal.Error {
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
