package model

import (
	"regexp"
	"sync"
	"unicode/utf8"
)

// shape is a type of the service model with its constraints.
type shape struct {
	kind      kind
	name      string // of a structure
	sensitive bool   // values are never shown
	min       int    // of a length, a count or a number
	zero      bool   // a least length of 0 is stated
	max       int    // 0: none
	pattern   *pattern
	enum      []string // in the order of the answers (P13), or else of the model
	members   []member // of a structure, in the order of the answers (R13)
	item      *shape   // of a list; the value of a map
	key       *shape   // of a map
}

type kind uint8

const (
	structure kind = iota
	list
	dict
	text
	integer
	boolean
	blob
)

// member is a member of a structure.
type member struct {
	name     string
	shape    *shape
	presence presence
}

type presence uint8

const (
	optional presence = iota
	required
	// blankable: optional, and the empty string counts as absent.
	blankable
)

// pattern is a regular expression of the model. Like all of the service's it
// has to match the whole string.
type pattern struct {
	java string // as the service prints it
	re2  string // the same for package regexp, anchored

	// For `[class]+` and `[class]*`: the ASCII characters of the class, which
	// decide about most strings without regexp. Zero for other patterns.
	class ascii
	some  bool // the + form, which refuses the empty string

	once     sync.Once
	compiled *regexp.Regexp
}

// ascii is a set of ASCII characters, one bit each.
type ascii [2]uint64

func (a *ascii) has(c byte) bool { return a[c>>6&1]&(1<<(c&63)) != 0 }

func (p *pattern) match(s string) bool {
	if p.class != (ascii{}) {
		i := 0
		for i < len(s) && s[i] < utf8.RuneSelf {
			if !p.class.has(s[i]) {
				return false
			}
			i++
		}
		if i == len(s) {
			return i > 0 || !p.some
		}
	}
	return p.regexp().MatchString(s)
}

// regexp compiles late: few programs meet more than a handful of the patterns.
func (p *pattern) regexp() *regexp.Regexp {
	p.once.Do(func() { p.compiled = regexp.MustCompile(p.re2) })
	return p.compiled
}
