package attribute

import (
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/stretchr/testify/require"
)

func TestAttributes(t *testing.T) {
	var a List
	for _, pair := range [][2]string{{"name", "Jane"}, {"email", "x"}, {"phone_number", "+1"}, {"email", "y"}, {"address", ""}, {"name", ""}, {"name", ""}} {
		a = a.Set(pair[0], pair[1])
		require.True(t, slices.IsSortedFunc(a, func(x, y Pair) int { return strings.Compare(x.Name, y.Name) }))
	}
	require.Equal(t, List{{"email", "y"}, {"phone_number", "+1"}}, a)
	require.Equal(t, "y", a.Get("email"))
	require.Empty(t, a.Get("name"))
	require.Empty(t, List(nil).Get("name"))
}

func TestLastValue(t *testing.T) {
	given := []types.AttributeType{{Name: opt.Of("a"), Value: opt.Of("1")}, {Name: opt.Of("b")}, {Name: opt.Of("a"), Value: opt.Of("2")}, {Value: opt.Of("3")}}
	require.Equal(t, "2", Last(given, "a"))
	require.Empty(t, Last(given, "b"))
	require.Empty(t, Last(given, "c"))
	require.Empty(t, Last(nil, "a"))
}

func TestParseNumber(t *testing.T) {
	for s, want := range map[string]float64{"0": 0, "-1": -1, "+1": 1, "1.5": 1.5, "1e3": 1000, ".5": .5} {
		n, ok := parseNumber(s)
		require.True(t, ok, s)
		require.Equal(t, want, n)
	}
	for _, s := range []string{"", "x", "NaN", "nan", "Inf", "-inf", "infinity", "0x10", "0x1p-2", "1_000", "1,5", " 1", "1 ", "1e999", "--1", "e", "１"} {
		_, ok := parseNumber(s)
		require.False(t, ok, s)
	}
}

func TestValidDateTime(t *testing.T) {
	for _, s := range []string{"2024-05-01T10:00:00Z", "2024-05-01T10:00:00+02:00", "2024-05-01", "1700000000"} {
		require.True(t, validDateTime(s), s)
	}
	for _, s := range []string{"", "yesterday", "2024-13-01", "10:00"} {
		require.False(t, validDateTime(s), s)
	}
}
