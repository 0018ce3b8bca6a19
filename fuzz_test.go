package cognitofake

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

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
		if validPhone(address) {
			require.Len(t, number, len(address), "the length stays")
			visible := max(1, len(address)-4)
			require.Equal(t, address[visible:], number[visible:])
			require.Equal(t, strings.Repeat("*", visible-1), number[1:visible])
		}
	})
}

// slowViolation is R42 to R44 and R50 once more, word for word and slowly.
func slowViolation(p passwordPolicy, password string) string {
	has := func(class string, from, to int) bool {
		runes := []rune(password)
		return slices.ContainsFunc(runes[min(from, len(runes)):max(min(from, len(runes)), len(runes)-to)], func(r rune) bool { return strings.ContainsRune(class, r) })
	}
	const letters = "abcdefghijklmnopqrstuvwxyz"
	switch {
	case utf8.RuneCountInString(password) < p.minLength:
		return "Password not long enough"
	case p.lower && !has(letters, 0, 0):
		return "Password must have lowercase characters"
	case p.upper && !has(strings.ToUpper(letters), 0, 0):
		return "Password must have uppercase characters"
	case p.number && !has("0123456789", 0, 0):
		return "Password must have numeric characters"
	case p.symbol && !has("^$*.[]{}()?\"!@#%&/\\,><':;|_~`=+-", 0, 0) && !has(" ", 1, 1):
		return "Password must have symbol characters"
	}
	return ""
}

func FuzzPasswordPolicy(f *testing.F) {
	for _, password := range []string{"pa$$W0rd", "", " ", " x", "x ", "x x", "É٣£\xff", "aA1 ", "ABC def 123"} {
		f.Add(password, 8, true, true, true, true)
		f.Add(password, 0, false, false, false, true)
	}
	f.Fuzz(func(t *testing.T, password string, length int, lower, upper, number, symbol bool) {
		p := passwordPolicy{minLength: length, lower: lower, upper: upper, number: number, symbol: symbol}
		require.Equal(t, slowViolation(p, password), p.violation(password))
	})
}
