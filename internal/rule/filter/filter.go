// Package filter reads and applies the condition of ListUsers.
package filter

import (
	"strings"

	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
)

// Filter is the condition of ListUsers (N127). The zero filter is everybody.
type Filter struct {
	name   string
	value  string
	prefix bool // ^=, not =
}

// Names of a filter that are no attributes.
const (
	Username = "username"
	Status   = "cognito:user_status"
	Enabled  = "status"
)

// Parse reads Name Op "Value", with blanks between and around, and
// quotes about the name too if one likes. In the value \" is a quote and \\ a
// backslash; other backslashes are themselves (choice).
func Parse(text string) (Filter, *refusal.Error) {
	rest := trimBlanks(text)
	if rest == "" {
		return Filter{}, nil
	}
	var f Filter
	var ok bool
	if f.name, rest, ok = cutName(rest); !ok {
		return Filter{}, refusal.Filter()
	}
	rest = trimBlanks(rest)
	if f.prefix = strings.HasPrefix(rest, "^="); f.prefix {
		rest = rest[1:]
	}
	if rest, ok = strings.CutPrefix(rest, "="); !ok {
		return Filter{}, refusal.Filter()
	}
	if f.value, rest, ok = cutQuoted(trimBlanks(rest)); !ok || rest != "" {
		return Filter{}, refusal.Filter()
	}
	if !searchable(f.name) {
		return Filter{}, refusal.SearchAttribute(f.name)
	}
	return f, nil
}

func trimBlanks(s string) string { return strings.Trim(s, " \t\r\n") }

// cutName splits a name, quoted or not, from what follows it.
func cutName(s string) (name, rest string, ok bool) {
	if strings.HasPrefix(s, `"`) {
		name, rest, ok = cutQuoted(s)
		return name, rest, ok && name != ""
	}
	end := strings.IndexAny(s, " \t\r\n=^\"")
	if end < 1 {
		return "", "", false
	}
	return s[:end], s[end:], true
}

// cutQuoted splits a text in quotes from what follows it.
func cutQuoted(s string) (text, rest string, ok bool) {
	if !strings.HasPrefix(s, `"`) {
		return "", "", false
	}
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch c := s[i]; {
		case c == '"':
			return b.String(), s[i+1:], true
		case c == '\\' && i+1 < len(s) && (s[i+1] == '"' || s[i+1] == '\\'):
			i++
			b.WriteByte(s[i])
		default:
			b.WriteByte(c)
		}
	}
	return "", "", false
}

// searchable reports whether a filter may ask for a name (N127, N128).
func searchable(name string) bool {
	switch name {
	case Username, Status, Enabled, attribute.Sub, attribute.Email, attribute.Phone,
		attribute.PreferredUsername, "name", "given_name", "family_name":
		return true
	}
	return false
}

// Exact is the value that an exact filter on name asks for.
func (f Filter) Exact(name string) (v string, ok bool) { return f.value, !f.prefix && f.name == name }

// foldCase is the form in which the filter compares: case counts in a
// username, unless the pool ignores it, and in status; nowhere else (N127).
func (f Filter) fold(foldName func(string) string, v string) string {
	switch f.name {
	case Username:
		return foldName(v)
	case Enabled:
		return v
	}
	return strings.ToLower(v)
}

// Match returns the filter's test of what get says of a user by name, "" for
// nothing. Nobody has an empty value. foldName is how the pool compares
// usernames.
func (f Filter) Match(foldName func(string) string) func(get func(name string) string) bool {
	if f.name == "" {
		return func(func(string) string) bool { return true }
	}
	want := f.fold(foldName, f.value)
	return func(get func(string) string) bool {
		got := get(f.name)
		if got == "" {
			return false
		}
		got = f.fold(foldName, got)
		return got == want || f.prefix && strings.HasPrefix(got, want)
	}
}
