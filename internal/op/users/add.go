package users

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
	"github.com/cognitofake/cognitofake/internal/rule/settings"
	"github.com/cognitofake/cognitofake/internal/state"
	"github.com/google/uuid"
)

// New is a user as a test describes one.
type New struct {
	Username   string
	Sub        string
	Status     types.UserStatusType
	Disabled   bool
	Password   string
	Attributes map[string]string

	MFA          []types.ChallengeNameType
	PreferredMFA types.ChallengeNameType
	TOTPSecret   string

	Passkeys []string
	Devices  []cip.ConfirmDeviceInput
}

// Add puts a user into a pool as if they had been there for long.
func Add(p *state.Pool, given New) (made state.Snapshot, err error) {
	u, err := preparedUser(p, &given)
	if err != nil {
		return state.Snapshot{}, err
	}
	err = state.Do(p, func(tx *state.Tx) *refusal.Error {
		if err := tx.Admissible(u, given.Username, false); err != nil {
			return err
		}
		if tx.BySub(u.Sub) != nil {
			return refusal.InvalidParameter(fmt.Sprintf("another user has the Sub %s; leave it out for a new one", u.Sub))
		}
		keep, err := belongings(tx, &given)
		if err != nil {
			return err
		}
		added := tx.Add(u)
		keep(added)
		made = tx.Snapshot(added)
		return nil
	})
	return made, err
}

// preparedUser makes a user of n, if that can be one.
func preparedUser(p *state.Pool, n *New) (state.NewUser, error) {
	s := p.Settings()
	given := make([]types.AttributeType, 0, len(n.Attributes))
	for _, name := range slices.Sorted(maps.Keys(n.Attributes)) {
		given = append(given, types.AttributeType{Name: &name, Value: opt.Of(n.Attributes[name])})
	}
	create := &cip.AdminCreateUserInput{
		UserPoolId: &p.ID, Username: &n.Username, UserAttributes: given, TemporaryPassword: &n.Password,
	}
	if message := model.Check(create); message != "" {
		return state.NewUser{}, refusal.InvalidParameter(message)
	}
	if n.Attributes[attribute.Sub] != "" {
		return state.NewUser{}, refusal.InvalidParameter("sub is no attribute to give; set the field Sub")
	}
	if n.Sub != "" {
		if id, err := uuid.Parse(n.Sub); err != nil || id.String() != n.Sub {
			return state.NewUser{}, refusal.InvalidParameter(fmt.Sprintf("Sub %q is not a UUID in lower case; leave it out for a new one", n.Sub))
		}
	}
	// The username of a provider's user is the provider's, in every kind of
	// pool, and stands for no address (P178).
	named, federated := n.Username, n.Status == types.UserStatusTypeExternalProvider
	if federated {
		named = ""
	} else if err := s.CheckUsername(n.Username); err != nil {
		return state.NewUser{}, err
	}
	if err := s.CheckNamed(named, given); err != nil {
		return state.NewUser{}, err
	}
	attrs, err := s.AdminAttributes(given, named)
	if err != nil {
		return state.NewUser{}, err
	}
	for _, address := range attribute.Addresses {
		if flag := address.Flag(); attrs.Get(string(address)) != "" && attrs.Get(flag) == "" {
			attrs = attrs.Set(flag, "false")
		}
	}
	u := p.NewUser(n.Username, attrs)
	if n.Sub != "" {
		u.Sub = n.Sub
		if s.UsesUsernameAttributes() {
			u.Username = n.Sub
		}
	}
	if federated {
		u.Username = n.Username
	}
	u.Disabled = n.Disabled
	u.Status = opt.Default(n.Status, types.UserStatusTypeConfirmed)
	if n.Password != "" {
		u.Password = p.StorePassword(u.Username, n.Password)
	}
	if err := checkState(s, u); err != nil {
		return state.NewUser{}, err
	}
	factors, refused := secondFactors(p, n, u.Attrs)
	u.Factors = factors
	return u, refused
}

// checkState refuses a status that does not arise (N126), and one that does
// not go with the rest of the user.
func checkState(s *settings.Pool, u state.NewUser) *refusal.Error {
	switch u.Status {
	case types.UserStatusTypeConfirmed, types.UserStatusTypeForceChangePassword:
	case types.UserStatusTypeUnconfirmed:
		if s.AliasPreferred && u.Attrs.Get(attribute.PreferredUsername) != "" {
			return refusal.PreferredUsernameUnconfirmed()
		}
	case types.UserStatusTypeResetRequired, types.UserStatusTypeExternalProvider:
		if u.Password.IsSet {
			return refusal.InvalidParameter(fmt.Sprintf("a user whose Status is %s has no password; leave Password out", u.Status))
		}
	default:
		return refusal.InvalidParameter(fmt.Sprintf("Status %s never arises; give UNCONFIRMED, CONFIRMED, FORCE_CHANGE_PASSWORD,"+
			" RESET_REQUIRED or EXTERNAL_PROVIDER", u.Status))
	}
	return nil
}
