package awsjson

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// A parser reads strict JSON from front to back. It checks syntax as it goes: a pass of json.Valid first would take
// longer than all the rest. Methods that read a token are called with pos at its first byte.
type parser struct {
	in    []byte
	pos   int
	depth int
}

// malformed is the error for what is no JSON. The service says no more than its name. (choice)
func malformed() error { return &SerializationError{} }

// peek skips white space and returns the byte after it, 0 at the end.
func (p *parser) peek() byte {
	for ; p.pos < len(p.in); p.pos++ {
		switch c := p.in[p.pos]; c {
		case ' ', '\t', '\n', '\r':
		default:
			return c
		}
	}
	return 0
}

// at returns the byte at pos, 0 at the end.
func (p *parser) at() byte {
	if p.pos < len(p.in) {
		return p.in[p.pos]
	}
	return 0
}

// open reads the bracket that begins an object or list.
func (p *parser) open() error {
	p.pos++
	if p.depth++; p.depth > maxDepth {
		return malformed()
	}
	return nil
}

// more reads up to item i of an object or list, or its closing bracket, when it returns false.
func (p *parser) more(i int, closing byte) (bool, error) {
	c := p.peek()
	if c == closing {
		p.pos++
		p.depth--
		return false, nil
	}
	if i > 0 {
		if c != ',' {
			return false, malformed()
		}
		p.pos++
		p.peek()
	}
	return true, nil
}

// literal reads word, which is true, false or null.
func (p *parser) literal(word string) error {
	end := p.pos + len(word)
	if end > len(p.in) || string(p.in[p.pos:end]) != word {
		return malformed()
	}
	p.pos = end
	return nil
}

// key reads the name of a member and its colon.
func (p *parser) key() (raw []byte, plain bool, err error) {
	if p.at() != '"' {
		return nil, false, malformed()
	}
	if raw, plain, err = p.scanString(); err != nil {
		return nil, false, err
	}
	if p.peek() != ':' {
		return nil, false, malformed()
	}
	p.pos++
	return raw, plain, nil
}

// scanString reads a string and returns what stands between its quotes. plain means ASCII without escapes.
func (p *parser) scanString() (raw []byte, plain bool, err error) {
	p.pos++
	start := p.pos
	plain = true
	for ; p.pos < len(p.in); p.pos++ {
		switch c := p.in[p.pos]; {
		case c == '"':
			raw = p.in[start:p.pos]
			p.pos++
			return raw, plain, nil
		case c < ' ':
			return nil, false, malformed()
		case c == '\\':
			plain = false
			p.pos++
			switch p.at() {
			case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
			case 'u':
				if hex4(p.in[p.pos+1:]) < 0 {
					return nil, false, malformed()
				}
				p.pos += 4
			default:
				return nil, false, malformed()
			}
		case c >= utf8.RuneSelf:
			plain = false
		}
	}
	return nil, false, malformed()
}

// text is the string that scanString found.
func text(raw []byte, plain bool) string {
	if plain {
		return string(raw)
	}
	var b strings.Builder
	b.Grow(len(raw))
	for len(raw) > 0 {
		if raw[0] != '\\' {
			r, n := utf8.DecodeRune(raw) // a bad byte is one U+FFFD
			b.WriteRune(r)
			raw = raw[n:]
			continue
		}
		c := raw[1]
		raw = raw[2:]
		switch c {
		case 'b':
			b.WriteByte('\b')
		case 'f':
			b.WriteByte('\f')
		case 'n':
			b.WriteByte('\n')
		case 'r':
			b.WriteByte('\r')
		case 't':
			b.WriteByte('\t')
		case 'u':
			r := hex4(raw)
			raw = raw[4:]
			if utf16.IsSurrogate(r) {
				low := rune(-1)
				if len(raw) >= 6 && raw[0] == '\\' && raw[1] == 'u' {
					low = hex4(raw[2:])
				}
				// Half a pair is U+FFFD, and what follows it stands for itself.
				if r = utf16.DecodeRune(r, low); r != utf8.RuneError {
					raw = raw[6:]
				}
			}
			b.WriteRune(r)
		default: // '"', '\\', '/'
			b.WriteByte(c)
		}
	}
	return b.String()
}

// hex4 is the number that four hexadecimal digits at the start of b spell, or -1.
func hex4(b []byte) rune {
	if len(b) < 4 {
		return -1
	}
	var r rune
	for _, c := range b[:4] {
		switch {
		case '0' <= c && c <= '9':
			c -= '0'
		case 'a' <= c && c <= 'f':
			c -= 'a' - 10
		case 'A' <= c && c <= 'F':
			c -= 'A' - 10
		default:
			return -1
		}
		r = r<<4 | rune(c)
	}
	return r
}

// number reads a number; integer means that it has neither fraction nor exponent.
func (p *parser) number() (raw []byte, integer bool, err error) {
	start := p.pos
	if p.at() == '-' {
		p.pos++
	}
	if p.at() == '0' {
		p.pos++
	} else if !p.digits() {
		return nil, false, malformed()
	}
	integer = true
	if p.at() == '.' {
		integer = false
		p.pos++
		if !p.digits() {
			return nil, false, malformed()
		}
	}
	if c := p.at(); c == 'e' || c == 'E' {
		integer = false
		p.pos++
		if c := p.at(); c == '+' || c == '-' {
			p.pos++
		}
		if !p.digits() {
			return nil, false, malformed()
		}
	}
	return p.in[start:p.pos], integer, nil
}

// digits reads digits and reports whether there was one.
func (p *parser) digits() bool {
	start := p.pos
	for '0' <= p.at() && p.at() <= '9' {
		p.pos++
	}
	return p.pos > start
}
