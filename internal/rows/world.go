package rows

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake/internal/fixture"
)

// TB is the part of *testing.T that rows need.
type TB interface {
	Helper()
	Errorf(format string, args ...any)
	FailNow()
}

// World is what a row runs in: an endpoint, and a pool and an app client of the row's own there.
type World struct {
	TB
	Ctx    context.Context
	Client *cip.Client
	// Post sends an operation's body as it is; header has names and values, "" for none.
	Post   func(op, body string, header ...string) (int, http.Header, []byte)
	Region string

	PoolID   string
	ClientID string
	Secret   string // of the app client, "" for none

	// TOTPSecret is that of the software token that the row has asked for last.
	TOTPSecret string

	// Sent is what users were sent so far; nil where an endpoint shows none.
	Sent func() []Message
	// Own is what the runner of the rows keeps of a world.
	Own any
}

// Message is one that a user was sent.
type Message struct {
	To, Subject, Body, Code string
	Medium                  types.DeliveryMediumType
}

// Open makes the row's pool and its app client by the protocol.
func (r Row) Open(w *World) {
	w.Helper()
	pool := r.Pool
	if pool.PoolName == nil {
		pool.PoolName = aws.String("rows")
	}
	made, err := w.Client.CreateUserPool(w.Ctx, &pool)
	require.NoError(w, err)
	w.PoolID = *made.UserPool.Id
	app := r.App
	app.UserPoolId = &w.PoolID
	if app.ClientName == nil {
		app.ClientName = aws.String("rows")
	}
	client, err := w.Client.CreateUserPoolClient(w.Ctx, &app)
	require.NoError(w, err)
	w.ClientID, w.Secret = *client.UserPoolClient.ClientId, aws.ToString(client.UserPoolClient.ClientSecret)
}

// SecretHash is the hash of a username for the row's app client.
func (w *World) SecretHash(username string) string {
	return fixture.HashOf(w.Secret, username+w.ClientID)
}

// RequireSent asserts how many messages were sent, where the endpoint shows them.
func (w *World) RequireSent(n int, words ...any) {
	w.Helper()
	if w.Sent != nil {
		require.Len(w, w.Sent(), n, words...)
	}
}

// User is what AdminGetUser and ListUsers tell of a user.
type User struct {
	Username, Sub         string
	Status                types.UserStatusType
	Enabled               bool
	Attributes            map[string]string
	CreatedAt, ModifiedAt time.Time
}

// AttributeNames are the names of the user's attributes, sorted.
func (u User) AttributeNames() []string { return slices.Sorted(maps.Keys(u.Attributes)) }

func userOf(username *string, attributes []types.AttributeType, status types.UserStatusType, enabled bool, created, modified *time.Time) User {
	u := User{Username: *username, Status: status, Enabled: enabled, Attributes: map[string]string{}, CreatedAt: *created, ModifiedAt: *modified}
	for _, a := range attributes {
		u.Attributes[*a.Name] = *a.Value
	}
	u.Sub = u.Attributes["sub"]
	return u
}

// FindUser looks for the user whom x names.
func (w *World) FindUser(x string) (User, bool) {
	w.Helper()
	out, err := w.Client.AdminGetUser(w.Ctx, &cip.AdminGetUserInput{UserPoolId: &w.PoolID, Username: &x})
	var unknown *types.UserNotFoundException
	if errors.As(err, &unknown) {
		return User{}, false
	}
	require.NoError(w, err)
	return userOf(out.Username, out.UserAttributes, out.UserStatus, out.Enabled, out.UserCreateDate, out.UserLastModifiedDate), true
}

// User is a user who must be there.
func (w *World) User(x string) User {
	w.Helper()
	u, ok := w.FindUser(x)
	require.True(w, ok, "no user %s", x)
	return u
}

// Users are all users of the pool, by name; none when the pool is gone.
func (w *World) Users() []User {
	w.Helper()
	users := []User{}
	pages := cip.NewListUsersPaginator(w.Client, &cip.ListUsersInput{UserPoolId: &w.PoolID})
	for pages.HasMorePages() {
		out, err := pages.NextPage(w.Ctx)
		var gone *types.ResourceNotFoundException
		if errors.As(err, &gone) {
			return nil
		}
		require.NoError(w, err)
		for _, u := range out.Users {
			users = append(users, userOf(u.Username, u.Attributes, u.UserStatus, u.Enabled, u.UserCreateDate, u.UserLastModifiedDate))
		}
	}
	slices.SortFunc(users, func(a, b User) int { return strings.Compare(a.Username, b.Username) })
	return users
}

// NewUser is a user for AddUser to make. Without a password the user has one
// that nobody knows.
type NewUser struct {
	Username   string
	Password   string
	Disabled   bool
	Attributes map[string]string
}

// AddUser makes a confirmed user as an administrator does, and sends nothing.
func (w *World) AddUser(n NewUser) {
	w.Helper()
	attributes := map[string]string{}
	maps.Copy(attributes, n.Attributes)
	for _, address := range []string{"email", "phone_number"} {
		if attributes[address] != "" && attributes[address+"_verified"] == "" {
			attributes[address+"_verified"] = "false"
		}
	}
	var pairs []string
	for _, name := range slices.Sorted(maps.Keys(attributes)) {
		pairs = append(pairs, name, attributes[name])
	}
	_, err := w.Client.AdminCreateUser(w.Ctx, &cip.AdminCreateUserInput{
		UserPoolId: &w.PoolID, Username: &n.Username, UserAttributes: fixture.Attrs(pairs...), MessageAction: types.MessageActionTypeSuppress,
	})
	require.NoError(w, err)
	password := n.Password
	if password == "" {
		password = "Nobody-knows-1-this"
	}
	_, err = w.Client.AdminSetUserPassword(w.Ctx, &cip.AdminSetUserPasswordInput{
		UserPoolId: &w.PoolID, Username: &n.Username, Password: &password, Permanent: true,
	})
	require.NoError(w, err)
	if n.Disabled {
		_, err = w.Client.AdminDisableUser(w.Ctx, &cip.AdminDisableUserInput{UserPoolId: &w.PoolID, Username: &n.Username})
		require.NoError(w, err)
	}
}
