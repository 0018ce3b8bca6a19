package totp

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The codes of RFC 6238, appendix B, by their last six digits.
func TestCodesOfTheRFC(t *testing.T) {
	token := &Token{secret: []byte("12345678901234567890")}
	for at, want := range map[int64]string{
		59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037", 20000000000: "353130",
	} {
		require.Equal(t, want, token.Code(time.Unix(at, 0)), at)
	}
}

func TestSecretsAreRead(t *testing.T) {
	token, err := Read("gezdgnbvgy3tqojqgezdgnbvgy3tqojq====")
	require.NoError(t, err)
	require.Equal(t, "287082", token.Code(time.Unix(59, 0)))
	require.Equal(t, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", token.Secret())
	for _, secret := range []string{"", "GEZDGNBV", "not a secret, is it", "GEZDGNBVGY3TQOJ1"} {
		_, err := Read(secret)
		require.Error(t, err, secret)
	}
}

// The window is the present step and its neighbours, and each code is good once.
func TestCheck(t *testing.T) { // M41, M42
	now := time.Unix(1111111111, 0)
	for off, want := range map[int64]Verdict{-2: Wrong, -1: Right, 0: Right, 1: Right, 2: Wrong} {
		token := &Token{secret: []byte("12345678901234567890")}
		code := token.code(now.Unix()/step + off)
		at, v := token.Check(code, now)
		require.Equal(t, want, v, off)
		if v != Right {
			drift, ok := token.Drift(code, now)
			require.True(t, ok)
			require.Equal(t, time.Duration(off)*step*time.Second, drift)
			continue
		}
		token.Use(at)
		_, v = token.Check(code, now)
		require.Equal(t, Used, v)
		other := token.code(now.Unix()/step + (off+2)%3 - 1)
		_, v = token.Check(other, now)
		require.Equal(t, Right, v, "another step is good still")
	}
}

// All three codes of a window can be had, one after the other.
func TestCodeIsOneThatIsTaken(t *testing.T) {
	token, now := &Token{secret: []byte("12345678901234567890")}, time.Unix(1111111111, 0)
	for range 3 {
		at, v := token.Check(token.Code(now), now)
		require.Equal(t, Right, v)
		token.Use(at)
	}
	require.Empty(t, token.Code(now))
	require.NotEmpty(t, token.Code(now.Add(step*time.Second)))
}
