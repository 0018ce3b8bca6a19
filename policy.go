package cognitofake

import (
	"crypto/subtle"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/random"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"golang.org/x/crypto/blake2b"
)

// passwordPolicy is what a pool asks of passwords. The zero value asks nothing.
type passwordPolicy struct {
	minLength                    int
	lower, upper, number, symbol bool
}

func newPasswordPolicy(p *types.PasswordPolicyType) passwordPolicy {
	if p == nil {
		return passwordPolicy{}
	}
	return passwordPolicy{
		minLength: int(opt.Value(p.MinimumLength)),
		lower:     p.RequireLowercase,
		upper:     p.RequireUppercase,
		number:    p.RequireNumbers,
		symbol:    p.RequireSymbols,
	}
}

// passwordSymbols are all printable ASCII characters that are neither
// letters, digits nor space (R43).
const passwordSymbols = "^$*.[]{}()?\"!@#%&/\\,><':;|_~`=+-"

// violation says the first thing that is wrong with a password, in the order
// of R42, or "". Letters and digits outside of Basic Latin, and symbols that
// are not in the list, are accepted and count as nothing (R43, R44).
func (p passwordPolicy) violation(password string) string {
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
		case strings.IndexByte(passwordSymbols, c) >= 0:
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

// storedPassword is a password as a user keeps it. The zero value is that of
// a user who has none and matches nothing.
//
// A slow hash would cost a thousand times the rest of a call and protect
// nothing in a test.
type storedPassword struct {
	set  bool
	salt [16]byte
	hash [blake2b.Size256]byte
}

func storePassword(source *random.Source, password string) storedPassword {
	p := storedPassword{set: true}
	source.Fill(p.salt[:])
	p.hash = p.derive(password)
	return p
}

func (p *storedPassword) derive(password string) (sum [blake2b.Size256]byte) {
	h, err := blake2b.New256(p.salt[:])
	if err != nil {
		panic(err) // only a key of over 64 bytes is refused
	}
	io.WriteString(h, password)
	h.Sum(sum[:0])
	return sum
}

func (p *storedPassword) matches(password string) bool {
	if !p.set {
		return false
	}
	hash := p.derive(password)
	return subtle.ConstantTimeCompare(p.hash[:], hash[:]) == 1
}

// temporarySymbols are those that templates, JSON and HTML leave alone.
const temporarySymbols = "!@#$%^*-_=+?"

// temporaryLength is that of a generated password in a pool that asks for less.
const temporaryLength = 8

// generate is a password that the policy accepts, with a character of each
// class whatever the policy asks.
func (p passwordPolicy) generate(source *random.Source) string {
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
