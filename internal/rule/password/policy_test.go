package password

import (
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/random"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/stretchr/testify/require"
)

func TestPolicySymbols(t *testing.T) {
	symbol := Policy{symbol: true}
	for c := rune(0); c < 0x180; c++ {
		want := refusal.PasswordNoSymbol
		if c >= '!' && c <= '~' && !(c >= '0' && c <= '9') && !(c >= 'A' && c <= 'Z') && !(c >= 'a' && c <= 'z') || c == ' ' {
			want = "" // all printable ASCII but letters and digits, and the space within (R43)
		}
		require.Equal(t, want, symbol.Violation("x"+string(c)+"x"), "%q", c)
	}
	for _, password := range []string{" x", "x ", " ", ""} {
		require.Equal(t, refusal.PasswordNoSymbol, symbol.Violation(password), "%q", password)
	}
}

func TestZeroPolicyAsksNothing(t *testing.T) {
	require.Empty(t, Policy{}.Violation(""))
	require.Equal(t, Policy{}, NewPolicy(nil))
	require.Equal(t, Policy{minLength: 8, lower: true, upper: true, number: true, symbol: true}, NewPolicy(DefaultPolicy(nil)))
	require.Equal(t, Policy{minLength: 8}, NewPolicy(DefaultPolicy(&types.PasswordPolicyType{})))
}

func TestStoredPassword(t *testing.T) {
	random := random.New(1)
	none := Stored{}
	require.False(t, none.Matches(""), "no password matches nothing")
	one, two := Store(random, "pa$$W0rd"), Store(random, "pa$$W0rd")
	require.True(t, one.Matches("pa$$W0rd"))
	require.True(t, two.Matches("pa$$W0rd"))
	require.NotEqual(t, one.hash, two.hash, "salted")
	for _, wrong := range []string{"", "pa$$w0rd", "pa$$W0rd ", "PA$$W0RD"} {
		require.False(t, one.Matches(wrong), wrong)
	}
	require.NotContains(t, string(one.hash[:]), "pa$$")
}
