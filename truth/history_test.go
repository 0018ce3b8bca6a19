package truth_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/stretchr/testify/require"

	"github.com/cognitofake/cognitofake"
	"github.com/cognitofake/cognitofake/internal/fixture"
)

func TestHistoryIsBounded(t *testing.T) {
	fake, pool, app := shop(cognitofake.WithHistory(3))
	for i := range 10 {
		mustRegister(t, fake, app, fmt.Sprintf("user%d", i), "email", fmt.Sprintf("user%d@example.com", i))
	}
	require.Len(t, pool.Users(), 10, "users are not forgotten")
	calls, messages := fake.Calls(), fake.Messages()
	require.Len(t, calls, 3)
	require.Len(t, messages, 3)
	for i := range 3 {
		require.Equal(t, fmt.Sprintf("user%d", 7+i), calls[i].Username)
		require.Equal(t, fmt.Sprintf("user%d@example.com", 7+i), messages[i].To)
	}
	require.Contains(t, fake.Transcript(), "older ones dropped: 7 calls, 7 messages; WithHistory keeps more")
	require.Contains(t, fake.Transcript(), "\n  8 SignUp", "calls keep their numbers")
	require.NotContains(t, fake.Transcript(), "user6")
	require.Len(t, pool.Code("user0"), 6, "codes stay valid")

	fake.Reset()
	require.NotContains(t, fake.Transcript(), "older ones dropped")
}

func TestTakeMessages(t *testing.T) {
	fake, pool, app := shop()
	require.Empty(t, fake.TakeMessages())
	require.NotNil(t, fake.Messages())
	mustRegister(t, fake, app, "jane", "email", "jane@example.com")
	mustRegister(t, fake, app, "john", "email", "john@example.com")
	taken := fake.TakeMessages()
	require.Equal(t, []string{"jane@example.com", "john@example.com"}, []string{taken[0].To, taken[1].To})
	require.Empty(t, fake.Messages())
	require.Empty(t, pool.Messages())
	require.Equal(t, taken[0].Code, pool.Code("jane"), "codes stay valid")
	taken[0].Code = "changed"
	require.NotEqual(t, "changed", pool.Code("jane"))
	mustRegister(t, fake, app, "jim", "email", "jim@example.com")
	require.Len(t, fake.Messages(), 1)
}

func TestWaitMessage(t *testing.T) {
	fake, pool, app := shop()
	mustRegister(t, fake, app, "jane", "email", "shared@example.com")
	mustRegister(t, fake, app, "john", "email", "shared@example.com")

	first, err := fake.WaitMessage(t.Context(), "shared@example.com")
	require.NoError(t, err)
	require.Equal(t, "jane", first.Username, "the oldest")
	second, err := fake.WaitMessage(t.Context(), "shared@example.com")
	require.NoError(t, err)
	require.Equal(t, "john", second.Username, "each once")
	require.Len(t, fake.Messages(), 2, "waiting takes nothing out")

	mustRegister(t, fake, app, "jim", "email", "jim@example.com")
	byName, err := fake.WaitMessage(t.Context(), "jim")
	require.NoError(t, err)
	require.Equal(t, pool.Code("jim"), byName.Code)
}

func TestWaitMessageWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fake, pool, app := shop()
		go func() {
			time.Sleep(4 * time.Second)
			_, _ = signUpWith(context.Background(), fake, app, "other", "email", "other@example.com")
			time.Sleep(4 * time.Second)
			_, _ = signUpWith(context.Background(), fake, app, "jane", "email", "jane@example.com")
		}()
		start := time.Now()
		m, err := fake.WaitMessage(t.Context(), "jane@example.com")
		require.NoError(t, err)
		require.Equal(t, 8*time.Second, time.Since(start))
		u, ok := pool.User("jane")
		require.True(t, ok, "the user is there before the message is (R138)")
		require.Equal(t, u.Username, m.Username)
		require.Equal(t, m.SentAt, u.CreatedAt)
	})
}

func TestWaitMessageEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fake, _, app := shop()
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		mustRegister(t, fake, app, "john", "email", "john@example.com")
		_, err := fake.WaitMessage(ctx, "jane@example.com")
		require.ErrorIs(t, err, context.DeadlineExceeded)
		require.EqualError(t, err, `cognitofake: no message to jane@example.com: context deadline exceeded; last call: SignUp john UNCONFIRMED`)
		m, err := fake.WaitMessage(ctx, "john@example.com")
		require.NoError(t, err, "a message that is there needs no waiting")
		require.Equal(t, "john", m.Username)
	})
}

// Many may wait at once, and each message is somebody's.
func TestWaitMessageInManyGoroutines(t *testing.T) {
	fake, _, app := shop()
	got := make(chan string, 20)
	fixture.InParallel(40, func(i int) {
		if i%2 == 0 {
			_, err := signUpWith(t.Context(), fake, app, fmt.Sprint("user", i), "email", "shared@example.com")
			if err != nil {
				t.Error(err)
			}
			return
		}
		m, err := fake.WaitMessage(t.Context(), "shared@example.com")
		if err != nil {
			t.Error(err)
		}
		got <- m.Username
	})
	close(got)
	names := map[string]bool{}
	for name := range got {
		names[name] = true
	}
	require.Len(t, names, 20)
}

// Codes and sessions expire in a synctest bubble, where time.Now is the clock.
func TestExpiryInABubble(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		fake := cognitofake.New()
		pool := fake.AddPool(fixture.EmailPool())
		app := pool.AddAppClient(cip.CreateUserPoolClientInput{})
		mustRegister(t, fake, app, "jane", "email", "jane@example.com")
		time.Sleep(24 * time.Hour)
		require.NotEmpty(t, pool.Code("jane"))
		time.Sleep(time.Second)
		require.Empty(t, pool.Code("jane"), "24 hours (L49)")
	})
}

// A program that sends a mebibyte again and again does not fill the memory.
func TestHistoryIsBoundedInBytes(t *testing.T) {
	t.Parallel()
	fake := cognitofake.New()
	long := strings.Repeat("a", 500_000)
	for range 70 { // each counts twice: as it was sent, and as the call's user
		_, err := fake.SignUp(t.Context(), &cip.SignUpInput{ClientId: &long, Username: &long})
		require.Error(t, err)
	}
	calls := fake.Calls()
	require.Less(t, len(calls), 70)
	require.Greater(t, len(calls), 10)
	require.Equal(t, long, calls[len(calls)-1].Username)
	require.Contains(t, fake.Transcript(), "older ones dropped")
}
