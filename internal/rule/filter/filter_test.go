package filter

import (
	"strings"
	"testing"

	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/stretchr/testify/require"
)

// The filter that is read is the filter that was meant.
func FuzzParseFilter(f *testing.F) {
	for _, seed := range []string{`email = "jane"`, `"name"^="J \"D\" \\"`, ` `, `status="Enabled" `, `custom:x = "1"`, `email = "`, `"`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := Parse(text)
		if err != nil {
			require.Equal(t, refusal.CodeInvalidParameter, err.Code)
			require.Zero(t, got)
			return
		}
		if got.name == "" {
			require.Zero(t, got)
			return
		}
		again, err := Parse(write(got))
		require.Nil(t, err)
		require.Equal(t, got, again)
	})
}

// write is a filter as text.
func write(f Filter) string {
	op := " = "
	if f.prefix {
		op = " ^= "
	}
	return f.name + op + `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(f.value) + `"`
}
