// Package password judges passwords by a pool's policy, keeps them, and locks
// users out who guess. It knows no users.
package password

import (
	"strings"
	"unicode/utf8"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/random"
	"github.com/cognitofake/cognitofake/internal/refusal"
)

// Hint tells a class that is missing from one that only looks as if
// it were there.
func Hint(password, violation string) string {
	foreign := strings.ContainsFunc(password, func(r rune) bool { return r > 127 })
	if foreign && violation != refusal.PasswordTooShort {
		return "the password has a character that counts as no class in Cognito: only Basic Latin does (R43, R44)"
	}
	return ""
}

// Policy is what a pool asks of passwords. The zero value asks nothing.
type Policy struct {
	minLength                    int
	lower, upper, number, symbol bool
}

func NewPolicy(p *types.PasswordPolicyType) Policy {
	if p == nil {
		return Policy{}
	}
	return Policy{
		minLength: int(opt.Value(p.MinimumLength)),
		lower:     p.RequireLowercase,
		upper:     p.RequireUppercase,
		number:    p.RequireNumbers,
		symbol:    p.RequireSymbols,
	}
}

// symbols are all printable ASCII characters that are neither
// letters, digits nor space (R43).
const symbols = "^$*.[]{}()?\"!@#%&/\\,><':;|_~`=+-"

// Violation says the first thing that is wrong with a password, in the order
// of R42, or "". Letters and digits outside of Basic Latin, and symbols that
// are not in the list, are accepted and count as nothing (R43, R44).
func (p Policy) Violation(password string) string {
	var lower, upper, number, symbol bool
	for i := range len(password) {
		switch c := password[i]; {
		case c >= 'a' && c <= 'z':
			lower = true
		case c >= 'A' && c <= 'Z':
			upper = true
		case c >= '0' && c <= '9':
			number = true
		case c == ' ':
			symbol = symbol || i > 0 && i < len(password)-1 // R50
		case strings.IndexByte(symbols, c) >= 0:
			symbol = true
		}
	}
	switch {
	case utf8.RuneCountInString(password) < p.minLength:
		return refusal.PasswordTooShort
	case p.lower && !lower:
		return refusal.PasswordNoLowercase
	case p.upper && !upper:
		return refusal.PasswordNoUppercase
	case p.number && !number:
		return refusal.PasswordNoNumber
	case p.symbol && !symbol:
		return refusal.PasswordNoSymbol
	}
	return ""
}

// temporarySymbols are those that templates, JSON and HTML leave alone.
const temporarySymbols = "!@#$%^*-_=+?"

// temporaryLength is that of a generated password in a pool that asks for less.
const temporaryLength = 8

// Generate is a password that the policy accepts, with a character of each
// class whatever the policy asks.
func (p Policy) Generate(source *random.Source) string {
	const lower, upper = "abcdefghijkmnopqrstuvwxyz", "ABCDEFGHJKLMNPQRSTUVWXYZ"
	alphabets := []string{upper, lower, random.Digits, temporarySymbols}
	var password strings.Builder
	for i := range max(p.minLength, temporaryLength) {
		alphabet := lower + upper + random.Digits
		if i < len(alphabets) {
			alphabet = alphabets[i]
		}
		password.WriteString(source.Pick(1, alphabet))
	}
	return password.String()
}

// DefaultPolicy is R46: all classes without a policy, none where a
// policy is silent.
func DefaultPolicy(given *types.PasswordPolicyType) *types.PasswordPolicyType {
	if given == nil {
		return &types.PasswordPolicyType{
			MinimumLength: opt.Of(int32(8)), TemporaryPasswordValidityDays: 7,
			RequireLowercase: true, RequireUppercase: true, RequireNumbers: true, RequireSymbols: true,
		}
	}
	p := *given
	p.MinimumLength = opt.Or(p.MinimumLength, opt.Of(int32(8)))
	if p.TemporaryPasswordValidityDays == 0 {
		p.TemporaryPasswordValidityDays = 7
	}
	return &p
}
