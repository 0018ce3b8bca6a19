package message

import (
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/cognitofake/cognitofake/internal/rule/attribute"
	"github.com/stretchr/testify/require"
)

// A mask gives away the first characters and the last digits, and no more.
func FuzzMask(f *testing.F) {
	for _, s := range []string{"test@test.com", "a@b.c", "@", "", "+12065551234", "+1", "žofie@über.org", "\xff@\xff", "a@b@c"} {
		f.Add(s)
	}
	email := regexp.MustCompile(`\A(?s:.?)\*\*\*@(?s:.?)\*\*\*\z`)
	f.Fuzz(func(t *testing.T, address string) {
		masked := maskEmail(address)
		if utf8.ValidString(address) {
			require.Regexp(t, email, masked)
		}
		local, domain, _ := strings.Cut(address, "@")
		if local != "" && domain != "" {
			require.Equal(t, masked, maskEmail(firstRune(local)+"rest@"+firstRune(domain)+"rest"), "nothing else shows")
		}

		number := maskPhone(address)
		require.True(t, strings.HasPrefix(number, "+"))
		if attribute.ValidPhone(address) {
			require.Len(t, number, len(address), "the length stays")
			visible := max(1, len(address)-4)
			require.Equal(t, address[visible:], number[visible:])
			require.Equal(t, strings.Repeat("*", visible-1), number[1:visible])
		}
	})
}
