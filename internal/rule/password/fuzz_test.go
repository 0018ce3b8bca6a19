package password

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
)

// slowViolation is R42 to R44 and R50 once more, word for word and slowly.
func slowViolation(p Policy, password string) string {
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
		p := Policy{minLength: length, lower: lower, upper: upper, number: number, symbol: symbol}
		require.Equal(t, slowViolation(p, password), p.Violation(password))
	})
}
