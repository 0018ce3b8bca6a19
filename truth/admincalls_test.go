package truth_test

import (
	"encoding/json"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
	"github.com/cognitofake/cognitofake/internal/rows"
)

// UserLastModifiedDate is that of the last operation that changes users, on
// the fake's clock.
func TestLastModified(t *testing.T) {
	start := time.Date(2026, 5, 4, 3, 2, 1, 0, time.UTC)
	for _, op := range rows.AdminOperations {
		t.Run(op.Name, func(t *testing.T) {
			w := newWorld(t, rows.Row{Own: []cognitofake.Option{cognitofake.WithClock(func() time.Time { return start })}}, ways[0])
			w.addChangeable(op.Name)
			w.fake.Advance(time.Minute)
			_, err := op.Call(w.World, w.pool.ID, "jane")
			require.NoError(t, err)
			u, found := w.pool.User("jane")
			switch op.Name {
			case "AdminDeleteUser":
				require.False(t, found)
				return
			case "AdminGetUser":
				require.Equal(t, start, u.ModifiedAt)
			default:
				require.Equal(t, start.Add(time.Minute), u.ModifiedAt)
			}
			require.Equal(t, start, u.CreatedAt)
			_, err = w.List("")
			require.NoError(t, err)
			require.Equal(t, u, w.user("jane"))
		})
	}
}

// A refused change is none.
func TestRefusedChangeLeavesTheUser(t *testing.T) {
	w := newWorld(t, rows.Row{Pool: rows.Folding(rows.AliasPool("email"))}, ways[0])
	w.MustSignUp("jane", "email", "jane@example.com")
	before := w.user("jane")
	w.fake.Advance(time.Minute)
	_, err := w.SetPassword("jane", "weak", true)
	require.Error(t, err)
	_, err = w.ResetPassword("jane")
	require.Error(t, err)
	_, err = w.Update("jane", "name", "Jane", "email", "jane", "email_verified", "true")
	require.Error(t, err)
	_, err = w.DeleteAttributes("jane", "name", "sub")
	require.Error(t, err)
	_, err = w.Invite(&cip.AdminCreateUserInput{MessageAction: types.MessageActionTypeResend})
	require.Error(t, err)
	require.Equal(t, before, w.user("jane"))
	require.Empty(t, w.fake.Messages())
}

// No lock is held at the moment BeforeCommit, and what was checked before it is
// checked again after.
func TestChangeOfAUserWhoIsGone(t *testing.T) {
	for _, op := range rows.AdminOperations {
		if op.Name == "AdminGetUser" {
			continue // it only reads
		}
		t.Run(op.Name, func(t *testing.T) {
			w := newWorld(t, rows.Row{}, ways[0])
			jane := w.addChangeable(op.Name)
			name, _, _ := strings.Cut(op.Name, " ")
			held := w.fake.Hold(cognitofake.Operation(name), cognitofake.BeforeCommit)
			result := make(chan error, 1)
			go func() {
				_, err := op.Call(w.World, w.pool.ID, "jane")
				result <- err
			}()
			require.NoError(t, held.Wait(t.Context()))
			require.Equal(t, jane, w.user("jane"), "nothing is stored")
			require.True(t, w.pool.DeleteUser("jane"))
			held.Release()
			fixture.RequireAs[*types.UserNotFoundException](t, <-result)
			require.Empty(t, w.pool.Users())
			require.Empty(t, w.fake.Messages())
		})
	}
}

// addChangeable adds a user jane whom every one of adminOperations may change.
func (w *world) addChangeable(operation string) cognitofake.User {
	status := types.UserStatusTypeConfirmed
	if operation == "AdminCreateUser RESEND" {
		status = types.UserStatusTypeForceChangePassword
	}
	return w.pool.AddUser(cognitofake.NewUser{
		Username: "jane", Status: status, Attributes: map[string]string{"email": "jane@example.com", "email_verified": "true"},
	})
}

// The invitation has the temporary password, for that is what the user gets;
// calls and transcript never show one.
func TestTemporaryPasswordIsNotRecorded(t *testing.T) {
	w := newWorld(t, rows.Row{Pool: fixture.EmailPool()}, ways[0])
	_, err := w.InviteBy(types.DeliveryMediumTypeEmail)
	require.NoError(t, err)
	_, err = w.Invite(&cip.AdminCreateUserInput{
		MessageAction: types.MessageActionTypeResend, DesiredDeliveryMediums: []types.DeliveryMediumType{types.DeliveryMediumTypeEmail},
	})
	require.NoError(t, err)
	_, err = w.SetPassword("jane", fixture.GoodPassword, true)
	require.NoError(t, err)
	_, err = w.SetPassword("jane", "tooweak", true)
	require.Error(t, err)

	messages := w.fake.Messages()
	require.Len(t, messages, 2)
	secrets := []string{"Temp#2026", messages[1].Code, fixture.GoodPassword, "tooweak"}
	require.Contains(t, messages[0].Body, secrets[0])
	require.Contains(t, messages[1].Body, secrets[1])
	calls, err := json.Marshal(w.fake.Calls())
	require.NoError(t, err)
	transcript := w.fake.Transcript()
	require.Contains(t, transcript, "an invitation")
	for _, secret := range secrets {
		require.NotContains(t, string(calls), secret)
		require.NotContains(t, transcript, secret)
	}
	first := w.fake.Calls()[0].Input.(*cip.AdminCreateUserInput)
	require.Equal(t, "REDACTED", *first.TemporaryPassword)
}

// Exactly one of many who want a name gets it, whichever way they come.
func TestRaceForAName(t *testing.T) {
	w := newWorld(t, rows.Row{}, ways[0])
	var won atomic.Int32
	var all sync.WaitGroup
	for i := range 40 {
		all.Go(func() {
			var err error
			if i%2 == 0 {
				_, err = w.AdminCreate("jane")
			} else {
				_, err = w.SignUp("jane")
			}
			if err == nil {
				won.Add(1)
			}
		})
	}
	all.Wait()
	require.EqualValues(t, 1, won.Load())
	require.Len(t, w.pool.Users(), 1)
}

// A verified alias has one owner, however many claim it at once.
func TestRaceForAnAlias(t *testing.T) {
	w := newWorld(t, rows.Row{Pool: rows.AliasPool("email")}, ways[0])
	names := rows.Many(0, 20)
	w.AddMany(len(names))
	var all sync.WaitGroup
	for _, name := range names {
		all.Go(func() {
			_, err := w.Update(name, "email", "jane@example.com", "email_verified", "true")
			require.NoError(w, err)
		})
	}
	all.Wait()
	var owners []string
	for _, u := range w.pool.Users() {
		if u.Attributes["email_verified"] == "true" {
			owners = append(owners, u.Username)
		}
	}
	require.Len(t, owners, 1)
	got, err := w.AdminGet("jane@example.com")
	require.NoError(t, err)
	require.Equal(t, owners[0], *got.Username)
}

// What the wire and the handle show of a user is the same.
func TestViewsOfAUserAgree(t *testing.T) {
	w := newWorld(t, rows.Row{Pool: fixture.EmailPool()}, ways[0])
	w.AddJane("email_verified", "true", "name", "Jane")
	got, err := w.AdminGet("jane")
	require.NoError(t, err)
	list, err := w.List(`sub = "` + w.user("jane").Sub + `"`)
	require.NoError(t, err)
	require.Equal(t, got.UserAttributes, list.Users[0].Attributes)
	require.Equal(t, got.UserCreateDate, list.Users[0].UserCreateDate)
	fromWire := map[string]string{}
	for _, a := range got.UserAttributes {
		fromWire[*a.Name] = aws.ToString(a.Value)
	}
	require.Equal(t, fromWire, w.user("jane").Attributes)
}
