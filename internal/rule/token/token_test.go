package token

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
)

func TestRefreshTokensSayWhatTheyStandFor(t *testing.T) {
	seal := NewSeal(1, "us-east-1_a")
	seen := map[string]bool{}
	for _, r := range []Refresh{
		{Family: uuid.New(), User: 1, Expires: 1_800_000_000},
		{Family: uuid.New(), User: math.MaxUint64, Generation: math.MaxUint32, Expires: math.MaxInt64},
		{},
	} {
		token := seal.Token(r)
		got, ok := seal.Read(token)
		require.True(t, ok)
		require.Equal(t, r, got)
		require.Equal(t, token, seal.Token(r))
		require.False(t, seen[token])
		seen[token] = true

		_, ok = NewSeal(1, "us-east-1_b").Read(token)
		require.False(t, ok, "a token of another pool")
		_, ok = NewSeal(2, "us-east-1_a").Read(token)
		require.False(t, ok, "a token of another account")
		for i := 0; i < len(token); i += 7 {
			changed := []byte(token)
			changed[i] ^= 1
			_, ok := seal.Read(string(changed))
			require.False(t, ok, "a token changed at %d", i)
		}
	}
	for _, other := range []string{"", ".", "....", "a.b.c", strings.Repeat("A", 2000)} {
		_, ok := seal.Read(other)
		require.False(t, ok, other)
	}
}

// claims are those of an access token of a pool, with changes.
func claims(change jwt.MapClaims) jwt.MapClaims {
	c := jwt.MapClaims{
		"iss": Issuer("us-east-1", "us-east-1_a"), "token_use": "access", "client_id": "c", "username": "jane", "sub": "s",
		"event_id": uuid.NewString(), "scope": "openid " + SelfScope, "exp": int64(2_000_000_000),
	}
	for name, v := range change {
		c[name] = v
	}
	return c
}

func TestAccessTokens(t *testing.T) {
	now := time.Unix(1_999_999_999, 0)
	judge := func(raw string, now time.Time) string {
		b, err := ReadAccess(raw)
		if err == nil {
			err = b.Check(now)
		}
		if err == nil {
			return ""
		}
		return err.Message
	}
	const pool = "us-east-1_a"
	for name, c := range map[string]struct{ raw, want string }{
		"good":            {Sign(pool, Access, claims(nil)), ""},
		"no scope":        {Sign(pool, Access, claims(jwt.MapClaims{"scope": "openid"})), "Access Token does not have required scopes"}, // N13
		"scope absent":    {Sign(pool, Access, claims(jwt.MapClaims{"scope": ""})), "Access Token does not have required scopes"},
		"by the ID key":   {Sign(pool, ID, claims(nil)), "Could not verify signature for Access Token"},
		"by another pool": {Sign("us-east-1_b", Access, claims(nil)), "Could not verify signature for Access Token"},
		"no pool":         {Sign(pool, Access, claims(jwt.MapClaims{"iss": "https://example.com/" + pool})), "Invalid Access Token"},
		"no expiry":       {Sign(pool, Access, claims(jwt.MapClaims{"exp": nil})), "Invalid Access Token"},
		"an ID token":     {Sign(pool, ID, claims(jwt.MapClaims{"token_use": "id"})), "Invalid Access Token"},
	} {
		require.Equal(t, c.want, judge(c.raw, now), name)
	}
	require.Equal(t, "Access Token has expired", judge(Sign(pool, Access, claims(jwt.MapClaims{"scope": "openid"})), now.Add(time.Second)), "before the scope (N16)")
}

// Families that no token is left of go, and no other does.
func TestFamiliesThatAreOver(t *testing.T) {
	var fs Families
	at := time.Unix(1_800_000_000, 0)
	begin := func(now time.Time) *Family {
		return fs.Begin(Family{ID: uuid.New(), Event: uuid.New(), Began: now, Expires: now.Add(time.Hour)})
	}
	first := begin(at)
	begin(at.Add(time.Hour + lag))
	require.Same(t, first, fs.Of(first.ID))
	begin(at.Add(time.Hour + lag + time.Second))
	require.True(t, fs.Of(first.ID) == nil)
	require.Len(t, fs, 2)
}
