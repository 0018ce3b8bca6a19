package misuse

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestGuard(t *testing.T) {
	require.NoError(t, Guard(func() {}))
	require.EqualError(t, Guard(func() { panic(Mistake("a sentence")) }), "a sentence")
	other := errors.New("another panic")
	require.PanicsWithValue(t, other, func() { Guard(func() { panic(other) }) })
}

func TestStack(t *testing.T) {
	guarded, ofTesting := Stack()
	require.False(t, guarded)
	require.True(t, ofTesting)
	Guard(func() { guarded, ofTesting = Stack() })
	require.True(t, guarded)
	require.True(t, ofTesting)

	done := make(chan bool)
	mine := Goroutine()
	require.Equal(t, mine, Goroutine())
	require.NotZero(t, mine)
	go func() {
		defer close(done)
		guarded, ofTesting = Stack()
		require.NotEqual(t, mine, Goroutine())
	}()
	<-done
	require.False(t, guarded)
	require.False(t, ofTesting)

	var deep func(n int)
	deep = func(n int) {
		if n > 0 {
			deep(n - 1)
			return
		}
		guarded, ofTesting = Stack()
	}
	Guard(func() { deep(5000) })
	require.True(t, guarded)
	require.True(t, ofTesting)
}

func TestNear(t *testing.T) {
	names := []string{"ConfirmSignUp", "SignUp", "AdminGetUser", "GetUser"}
	for name, want := range map[string]string{
		"Signup": "SignUp", "SignUp": "SignUp", "signUp": "SignUp", "AdminGetUsers": "AdminGetUser", "SingUp": "SignUp", "ConfirmSignup": "ConfirmSignUp",
		"": "", "Frobnicate": "", "X": "",
	} {
		require.Equal(t, want, Near(name, names), name)
	}
}
