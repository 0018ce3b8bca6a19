package cognitofake

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/op/users"
	"github.com/cognitofake/cognitofake/internal/refusal"
)

// User is a snapshot of one user of a pool, for assertions: a copy that no
// later call changes, without the password.
type User struct {
	PoolID string `json:"poolId"`
	// Username is the stored one: in a pool with UsernameAttributes it is the
	// sub, as it is for AdminGetUser, triggers and tokens (R64).
	Username string               `json:"username"`
	Sub      string               `json:"sub"`
	Status   types.UserStatusType `json:"status"`
	Enabled  bool                 `json:"enabled"`
	// Attributes has all attributes by name, sub among them. The flags
	// email_verified and phone_number_verified are there when the address is
	// (R97): "true" or "false", or in another case if they came so (L93).
	Attributes map[string]string `json:"attributes"`
	CreatedAt  time.Time         `json:"createdAt"`
	ModifiedAt time.Time         `json:"modifiedAt"`
	// MFA are the second factors that the user has turned on, UserMFASettingList
	// of AdminGetUser; PreferredMFA is the preferred one of them, if any.
	MFA          []types.ChallengeNameType `json:"mfa,omitempty"`
	PreferredMFA types.ChallengeNameType   `json:"preferredMfa,omitempty"`
}

// AttributeNames returns the names of the user's attributes, sorted.
func (u User) AttributeNames() []string { return slices.Sorted(maps.Keys(u.Attributes)) }

// name is what somebody would call the user: in a pool with UsernameAttributes
// the stored username is the sub, and says nothing to a reader.
func (u User) name() string {
	if u.Username != u.Sub {
		return u.Username
	}
	return cmp.Or(u.Attributes["email"], u.Attributes["phone_number"], u.Username)
}

// String is one line for a log, such as
//
//	jane CONFIRMED email=jane@example.com (verified) name="Jane Doe"
func (u User) String() string {
	var b strings.Builder
	b.WriteString(u.Username + " " + string(u.Status))
	if !u.Enabled {
		b.WriteString(" (disabled)")
	}
	for _, name := range u.AttributeNames() {
		if name == "sub" || strings.HasSuffix(name, "_verified") {
			continue
		}
		b.WriteString(" " + name + "=" + plainly(u.Attributes[name]))
		if verified, has := u.Attributes[name+"_verified"]; has {
			b.WriteString(map[bool]string{true: " (verified)", false: " (not verified)"}[strings.EqualFold(verified, "true")])
		}
	}
	return b.String()
}

// GoString is [User.String].
func (u User) GoString() string { return u.String() }

// plainly is a value for a line of a log: in quotes if it would not be read as
// one word.
func plainly(s string) string {
	if quoted := strconv.Quote(s); s == "" || strings.Contains(s, " ") || quoted != `"`+s+`"` {
		return quoted
	}
	return s
}

// NewUser is a user as [Pool.AddUser] makes one. Only Username has to be set.
type NewUser struct {
	// Username is what the user is called by: in a pool with UsernameAttributes
	// the e-mail address or phone number, which becomes an attribute while the
	// stored username is the sub, as in production (R64). That of a user with
	// the status EXTERNAL_PROVIDER is any, such as google_1234, in every pool,
	// and it alone finds the user.
	Username string `json:"username"`
	// Sub is a new one if empty. Another has to be a UUID in lower case.
	Sub string `json:"sub,omitempty"`
	// Status is CONFIRMED if empty.
	Status types.UserStatusType `json:"status,omitempty"`
	// Disabled is what AdminDisableUser does to a user.
	Disabled bool `json:"disabled,omitempty"`
	// Password is permanent, or with the status FORCE_CHANGE_PASSWORD temporary
	// and as old as the user. The pool's policy does not apply, since it may
	// have been another one when the password was set. If it is empty the user
	// has none that anybody knows, and every password is a wrong one.
	Password string `json:"password,omitempty"`
	// Attributes are standard and custom ones by name, with the custom: prefix.
	// An e-mail address is verified if email_verified is "true", in any case, a
	// phone number if phone_number_verified is; a flag that is left out is
	// "false" (R97).
	// Required attributes may be missing, as after AdminCreateUser (N115).
	Attributes map[string]string `json:"attributes,omitempty"`
	// MFA are the second factors that the user has turned on: SMS_MFA, for which
	// they need a phone_number, EMAIL_OTP, for which they need an email, and
	// SOFTWARE_TOKEN_MFA. PreferredMFA is one of them, or none. What of them a
	// sign-in asks for is the pool's matter: [Pool.SetMFA].
	MFA          []types.ChallengeNameType `json:"mfa,omitempty"`
	PreferredMFA types.ChallengeNameType   `json:"preferredMfa,omitempty"`
	// TOTPSecret is the secret that the user's app has, in Base32, if the user
	// has a verified software token; with SOFTWARE_TOKEN_MFA in MFA it is a new
	// one if empty. [Pool.TOTP] has its codes.
	TOTPSecret string `json:"totpSecret,omitempty"`
	// Passkeys are those with which the user signs in, each a credential as a
	// browser writes it when it is registered (RegistrationResponseJSON), for
	// the relying party of the pool: what Passkey of an Authenticator of package
	// passkey returns. Challenge and origin are not looked at.
	Passkeys []string `json:"passkeys,omitempty"`
	// Devices are remembered devices of the user, as ConfirmDevice takes them,
	// without an access token. A DeviceKey that is left out is a new one, which
	// AdminListDevices shows.
	Devices []cognitoidentityprovider.ConfirmDeviceInput `json:"-"`
}

// String is one line for a log, without the password.
func (n NewUser) String() string { return "new user " + plainly(n.Username) }

// GoString is [NewUser.String].
func (n NewUser) GoString() string { return n.String() }

// MarshalJSON leaves password and TOTPSecret out; reading JSON takes them.
func (n NewUser) MarshalJSON() ([]byte, error) {
	type plain NewUser // without this method
	n.Password, n.TOTPSecret = "", ""
	return json.Marshal(plain(n))
}

// AddUser puts a user into the pool as if they had been there for long, for a
// test that starts from a state which would take several calls to reach. No
// message is sent, no trigger runs, and no call is recorded. Verified aliases
// and a preferred username sign the user in if the pool has such aliases. An
// UNCONFIRMED user has no code yet; ResendConfirmationCode sends one.
//
// It returns the snapshot that [Pool.User] gives. A user whom production could
// not have is a mistake of the test (see [NewT]): one with a name or alias of
// another user, an attribute that is not in the schema, a flag without its
// address, or a status that does not arise.
func (p *Pool) AddUser(n NewUser) User {
	p.fake().tb().Helper()
	made, err := users.Add(p.state(), users.New(n))
	if err != nil {
		p.fake().misuse("AddUser(%q): %s", n.Username, refusal.Advice(err))
		return User{}
	}
	return User(made)
}
