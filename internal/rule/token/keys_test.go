package token

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestKeys(t *testing.T) {
	access, id := Keys[Access](), Keys[ID]()
	for _, key := range []interface{ Validate() error }{access, id} {
		require.NoError(t, key.Validate())
	}
	require.Equal(t, 2048, access.N.BitLen())
	require.Equal(t, 2048, id.N.BitLen())
	require.NotEqual(t, access.N, id.N)
	require.Same(t, access, Keys[Access](), "put together once")
}

func BenchmarkNewKey(b *testing.B) {
	key := Keys[Access]()
	p, q := key.Primes[0].Text(16), key.Primes[1].Text(16)
	for b.Loop() {
		newKey(p, q)
	}
}
