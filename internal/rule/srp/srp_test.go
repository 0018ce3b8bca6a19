package srp

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

// testdata/vectors.json has what amazon-cognito-identity-js made of fixed
// numbers; testdata/record.mjs says how.
func TestVectors(t *testing.T) {
	text, err := os.ReadFile("testdata/vectors.json")
	require.NoError(t, err)
	var vectors []struct {
		PoolID, Username, Password, Timestamp, Salt, Block string
		ClientPublic, ServerSecret, ServerPublic           string
		Key, Signature                                     string
	}
	require.NoError(t, json.Unmarshal(text, &vectors))
	require.Len(t, vectors, 12)
	for _, v := range vectors {
		a, ok := Parse(v.ClientPublic)
		require.True(t, ok)
		salt, err := hex.DecodeString(v.Salt)
		require.NoError(t, err)
		block, err := base64.StdEncoding.DecodeString(v.Block)
		require.NoError(t, err)

		e := NewExchange(a, hexadecimal(v.ServerSecret).Bytes(), NewIdentity(v.PoolID, v.Username, v.Password), Salt(salt))
		require.Equal(t, v.ServerPublic, e.B())
		require.Equal(t, v.Key, hex.EncodeToString(e.key()))
		require.Equal(t, v.Signature, e.Signature(v.PoolID, v.Username, block, v.Timestamp))

		wrong := NewExchange(a, hexadecimal(v.ServerSecret).Bytes(), NewIdentity(v.PoolID, v.Username, v.Password+"x"), Salt(salt))
		require.NotEqual(t, v.Signature, wrong.Signature(v.PoolID, v.Username, block, v.Timestamp))
		canonical, ok := Canonical(v.Timestamp)
		require.True(t, ok)
		require.Equal(t, v.Timestamp, canonical)
	}
}

func TestParse(t *testing.T) {
	for _, s := range []string{"", "xyz", "0", "000", "-1", group.Text(16), "0" + group.Text(16)} {
		_, ok := Parse(s)
		require.False(t, ok, s)
	}
	for _, s := range []string{"1", "abc", "ABC", "00ff"} {
		_, ok := Parse(s)
		require.True(t, ok, s)
	}
}

func TestCanonical(t *testing.T) {
	for s, want := range map[string]string{
		"Fri Sep 5 07:08:09 UTC 2025":   "Fri Sep 5 07:08:09 UTC 2025",
		"Mon Sep 15 17:18:19 UTC 2025":  "Mon Sep 15 17:18:19 UTC 2025",
		"Fri Sep 05 07:08:09 UTC 2025":  "Fri Sep 5 07:08:09 UTC 2025",
		"Mon Sep 5 07:08:09 UTC 2025":   "Fri Sep 5 07:08:09 UTC 2025",
		"Fri Sep 5 7:8:9 UTC 2025":      "Fri Sep 5 07:08:09 UTC 2025",
		"Fri Sep 5 07:08:09 GMT 2025":   "Fri Sep 5 07:08:09 UTC 2025",
		"":                              "",
		"2025-09-05T07:08:09Z":          "",
		"Fri Sep 5 07:08:09 2025":       "",
		"vie sept. 5 07:08:09 UTC 2025": "",
		"Fri Foo 5 07:08:09 UTC 2025":   "",
	} {
		got, ok := Canonical(s)
		require.Equal(t, want, got, s)
		require.Equal(t, want != "", ok, s)
	}
}

func BenchmarkExchange(b *testing.B) {
	a, _ := Parse("abcdef0123456789")
	for b.Loop() {
		e := NewExchange(a, make([]byte, 32), Identity{}, Salt{1})
		e.Signature("us-east-1_x", "jane", nil, "")
	}
}
