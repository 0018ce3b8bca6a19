package main

import (
	"fmt"
	"regexp"
	"regexp/syntax"
	"strings"
)

// translate turns a Java pattern, which matches as a whole, into one of package
// regexp. It refuses what it does not know rather than change its meaning.
func translate(java string) (string, error) {
	const (
		space    = `\t-\r ` // Go's \s lacks \v
		nonSpace = `\x00-\x08\x0E-\x1F!-\x{10FFFF}`
		dot      = `[^\n\r\x{85}\x{2028}\x{2029}]` // Go's excludes \n only
	)
	var b strings.Builder
	rest, dotAll := strings.CutPrefix(java, "(?s)")
	inClass := false
	for i := 0; i < len(rest); i++ {
		c := rest[i]
		switch {
		case c == '\\':
			i++
			if i == len(rest) {
				return "", fmt.Errorf("pattern %q ends in a backslash", java)
			}
			set := map[byte]string{'s': space, 'S': nonSpace}[rest[i]]
			switch {
			case set != "" && inClass:
				b.WriteString(set)
			case set != "":
				b.WriteString("[" + set + "]")
			case strings.IndexByte(`wdptnrx-.{}[]()\/`, rest[i]) >= 0: // the same in both
				b.WriteString(rest[i-1 : i+1])
			default:
				return "", fmt.Errorf("pattern %q: unknown escape \\%c", java, rest[i])
			}
			continue
		case c == '[' && inClass, c == '&' && inClass:
			return "", fmt.Errorf("pattern %q: operations on classes are not known", java)
		case c == '[':
			inClass = true
		case c == ']':
			inClass = false
		case c == '.' && !inClass && dotAll:
			b.WriteString(`(?s:.)`)
			continue
		case c == '.' && !inClass:
			b.WriteString(dot)
			continue
		}
		b.WriteByte(c)
	}
	re2 := `\A(?:` + b.String() + `)\z`
	_, err := regexp.Compile(re2)
	return re2, err
}

// class recognises `[class]+` and `[class]*`: the ASCII characters of the class
// as bits, and whether one is needed. ok is false for other patterns.
func class(re2 string) (bits [2]uint64, some, ok bool) {
	re, err := syntax.Parse(re2, syntax.Perl)
	if err != nil {
		return bits, false, false
	}
	re = unanchored(re.Simplify())
	if re.Op != syntax.OpPlus && re.Op != syntax.OpStar {
		return bits, false, false
	}
	one := re.Sub[0]
	var ranges []rune
	switch one.Op {
	case syntax.OpCharClass:
		ranges = one.Rune
	case syntax.OpAnyChar:
		ranges = []rune{0, 127}
	default:
		return bits, false, false
	}
	for i := 0; i < len(ranges); i += 2 {
		for c := ranges[i]; c <= min(ranges[i+1], 127); c++ {
			bits[c>>6] |= 1 << (c & 63)
		}
	}
	return bits, re.Op == syntax.OpPlus, true
}

// unanchored strips anchors at both ends.
func unanchored(re *syntax.Regexp) *syntax.Regexp {
	for re.Op == syntax.OpConcat {
		sub := re.Sub
		for len(sub) > 0 && sub[0].Op == syntax.OpBeginText {
			sub = sub[1:]
		}
		for len(sub) > 0 && sub[len(sub)-1].Op == syntax.OpEndText {
			sub = sub[:len(sub)-1]
		}
		if len(sub) != 1 {
			break
		}
		re = sub[0]
	}
	return re
}
