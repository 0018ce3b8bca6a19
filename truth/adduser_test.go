package truth_test

import (
	"testing"
	"time"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
	"github.com/cognitofake/cognitofake/internal/rows"
)

func TestAddUser(t *testing.T) {
	start := time.Date(2026, 5, 4, 3, 2, 1, 0, time.UTC)
	fake := cognitofake.New(cognitofake.WithClock(func() time.Time { return start }))
	pool := fake.AddPool(rows.Folding(rows.AliasPool("email", "preferred_username")))
	u := pool.AddUser(cognitofake.NewUser{Username: "jane", Attributes: map[string]string{
		"email": "jane@example.com", "email_verified": "True", "phone_number": "+15555550100", "preferred_username": "jj", "nickname": "",
	}})
	require.Equal(t, cognitofake.User{
		PoolID: pool.ID, Username: "jane", Sub: u.Sub, Status: types.UserStatusTypeConfirmed, Enabled: true,
		Attributes: map[string]string{
			"sub": u.Sub, "email": "jane@example.com", "email_verified": "True",
			"phone_number": "+15555550100", "phone_number_verified": "false", "preferred_username": "jj",
		},
		CreatedAt: start, ModifiedAt: start,
	}, u)
	for _, name := range []string{"JANE", u.Sub, "Jane@example.com", "JJ"} {
		got, err := fake.AdminGetUser(t.Context(), &cip.AdminGetUserInput{UserPoolId: &pool.ID, Username: &name})
		require.NoError(t, err, name)
		require.Equal(t, "jane", *got.Username)
	}
	require.Empty(t, fake.Messages())
	u.Attributes["email"] = "changed"
	again, _ := pool.User("jane")
	require.Equal(t, "jane@example.com", again.Attributes["email"])
}

func TestAddUserNamedByAddress(t *testing.T) {
	pool := cognitofake.New().AddPool(fixture.EmailNamePool())
	u := pool.AddUser(cognitofake.NewUser{Username: "jane@example.com", Status: types.UserStatusTypeUnconfirmed})
	require.Equal(t, u.Sub, u.Username)
	require.Equal(t, []string{"email", "email_verified", "sub"}, u.AttributeNames())
	chosen := "8d5a6bdc-7c1c-4b6a-9c1e-1d8c2f0a7b11"
	u = pool.AddUser(cognitofake.NewUser{Username: "joe@example.com", Sub: chosen})
	require.Equal(t, chosen, u.Username)
	require.Equal(t, chosen, u.Sub)
}

// What production could not hold is refused in a sentence, and adds nobody.
func TestAddUserRefuses(t *testing.T) {
	const sub = "8d5a6bdc-7c1c-4b6a-9c1e-1d8c2f0a7b11"
	for name, c := range map[string]struct {
		pool     cip.CreateUserPoolInput
		add      cognitofake.NewUser
		sentence string
	}{
		"no name":        {add: cognitofake.NewUser{}, sentence: `AddUser(""): 2 validation errors detected`},
		"bad name":       {add: cognitofake.NewUser{Username: "a b"}, sentence: "failed to satisfy constraint"},
		"a name in use":  {add: cognitofake.NewUser{Username: "jane"}, sentence: "User account already exists"},
		"a sub in use":   {add: cognitofake.NewUser{Username: "joe", Sub: sub}, sentence: "another user has the Sub"},
		"a sub as field": {add: cognitofake.NewUser{Username: "joe", Attributes: map[string]string{"sub": sub}}, sentence: "set the field Sub"},
		"no sub":         {add: cognitofake.NewUser{Username: "joe", Sub: "123"}, sentence: "not a UUID in lower case"},
		"unknown attribute": {
			add:      cognitofake.NewUser{Username: "joe", Attributes: map[string]string{"plan": "free"}},
			sentence: "Type for attribute {plan} could not be determined (the pool's schema has no attribute plan)",
		},
		"bad e-mail": {add: cognitofake.NewUser{Username: "joe", Attributes: map[string]string{"email": "joe"}}, sentence: "Invalid email address format."},
		"flag alone": {
			add:      cognitofake.NewUser{Username: "joe", Attributes: map[string]string{"email_verified": "true"}},
			sentence: "Email is required to verify/un-verify an email",
		},
		"alias in use": {
			pool: rows.AliasPool("email"),
			add: cognitofake.NewUser{Username: "joe", Attributes: map[string]string{
				"email": "jane@example.com", "email_verified": "true",
			}},
			sentence: "An account with the email already exists.",
		},
		"preferred username before confirmation": {
			pool: rows.AliasPool("preferred_username"),
			add: cognitofake.NewUser{Username: "joe", Status: types.UserStatusTypeUnconfirmed, Attributes: map[string]string{
				"preferred_username": "jj",
			}},
			sentence: "Preferred username cannot be provided for unconfirmed account",
		},
		"status that does not arise": {
			add:      cognitofake.NewUser{Username: "joe", Status: types.UserStatusTypeArchived},
			sentence: "Status ARCHIVED never arises; give UNCONFIRMED, ",
		},
		"password of a reset user": {
			add:      cognitofake.NewUser{Username: "joe", Status: types.UserStatusTypeResetRequired, Password: fixture.GoodPassword},
			sentence: "has no password; leave Password out",
		},
	} {
		t.Run(name, func(t *testing.T) {
			pool := cognitofake.New().AddPool(c.pool)
			pool.AddUser(cognitofake.NewUser{Username: "jane", Sub: sub, Attributes: map[string]string{
				"email": "jane@example.com", "email_verified": "true",
			}})
			defer func() {
				sentence, _ := recover().(string)
				require.Contains(t, sentence, c.sentence)
				require.Contains(t, sentence, "cognitofake: AddUser(")
				require.NotContains(t, sentence, fixture.GoodPassword)
				require.Len(t, pool.Users(), 1)
			}()
			pool.AddUser(c.add)
		})
	}
	t.Run("e-mail that is a name", func(t *testing.T) {
		pool := cognitofake.New().AddPool(fixture.EmailNamePool())
		pool.AddUser(cognitofake.NewUser{Username: "jane@example.com"})
		require.PanicsWithValue(t, `cognitofake: AddUser("jane@example.com"): An account with the given email already exists.`,
			func() { pool.AddUser(cognitofake.NewUser{Username: "jane@example.com"}) })
	})
}

func TestDeleteUser(t *testing.T) {
	w := newWorld(t, rows.Row{Pool: rows.Folding(rows.AliasPool("email"))}, ways[0])
	w.AddJane("email_verified", "true")
	require.False(t, w.pool.DeleteUser("joe"))
	require.True(t, w.pool.DeleteUser("Jane@Example.com"))
	require.False(t, w.pool.DeleteUser("jane"))
	require.Empty(t, w.pool.Users())
	w.AddJane("email_verified", "true") // every name is free
}

func TestResetForgetsAddedUsers(t *testing.T) {
	fake := cognitofake.New()
	pool := fake.AddPool(cip.CreateUserPoolInput{})
	pool.AddUser(cognitofake.NewUser{Username: "jane"})
	fake.Reset()
	require.Empty(t, pool.Users())
}
