package cognitofake

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/random"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/stretchr/testify/require"
)

func TestPolicySymbols(t *testing.T) {
	symbol := passwordPolicy{symbol: true}
	for c := rune(0); c < 0x180; c++ {
		want := refusal.PasswordNoSymbol
		if c >= '!' && c <= '~' && !(c >= '0' && c <= '9') && !(c >= 'A' && c <= 'Z') && !(c >= 'a' && c <= 'z') || c == ' ' {
			want = "" // all printable ASCII but letters and digits, and the space within (R43)
		}
		require.Equal(t, want, symbol.violation("x"+string(c)+"x"), "%q", c)
	}
	for _, password := range []string{" x", "x ", " ", ""} {
		require.Equal(t, refusal.PasswordNoSymbol, symbol.violation(password), "%q", password)
	}
}

func TestZeroPolicyAsksNothing(t *testing.T) {
	require.Empty(t, passwordPolicy{}.violation(""))
	require.Equal(t, passwordPolicy{}, newPasswordPolicy(nil))
	require.Equal(t, passwordPolicy{minLength: 8, lower: true, upper: true, number: true, symbol: true}, newPasswordPolicy(defaultPasswordPolicy(nil)))
	require.Equal(t, passwordPolicy{minLength: 8}, newPasswordPolicy(defaultPasswordPolicy(&types.PasswordPolicyType{})))
}

func TestStoredPassword(t *testing.T) {
	random := random.New(1)
	none := storedPassword{}
	require.False(t, none.matches(""), "no password matches nothing")
	one, two := storePassword(random, "pa$$W0rd"), storePassword(random, "pa$$W0rd")
	require.True(t, one.matches("pa$$W0rd"))
	require.True(t, two.matches("pa$$W0rd"))
	require.NotEqual(t, one.hash, two.hash, "salted")
	for _, wrong := range []string{"", "pa$$w0rd", "pa$$W0rd ", "PA$$W0RD"} {
		require.False(t, one.matches(wrong), wrong)
	}
	require.NotContains(t, string(one.hash[:]), "pa$$")
}
