package model

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// checker collects the violations of one input.
type checker struct {
	found []violation
}

type violation struct {
	path       string // relative to what is being walked
	value      string // as printed, "" when hidden
	constraint string
}

// String words a violation (R11).
func (v violation) String() string {
	value := v.value
	if value != "" {
		value += " "
	}
	return "Value " + value + "at '" + v.path + "' failed to satisfy constraint: " + v.constraint
}

// message words all violations (R10).
func (c *checker) message() string {
	if len(c.found) == 0 {
		return ""
	}
	texts := make([]string, len(c.found))
	for i, v := range c.found {
		texts[i] = v.String()
	}
	count := "1 validation error"
	if len(texts) > 1 {
		count = strconv.Itoa(len(texts)) + " validation errors"
	}
	return count + " detected: " + strings.Join(texts, "; ")
}

func (c *checker) add(value, constraint string) {
	c.found = append(c.found, violation{value: value, constraint: constraint})
}

// below puts the name of a part before the paths of the violations found in it
// since there were before of them. Paths are made on the way back, so that a
// good input needs none.
func (c *checker) below(before int, name func() string) {
	if before == len(c.found) {
		return
	}
	prefix := name()
	for i := range c.found[before:] {
		v := &c.found[before+i]
		if v.path != "" {
			v.path = "." + v.path
		}
		v.path = prefix + v.path
	}
}

// walk checks v, which is present.
func (c *checker) walk(n *node, v reflect.Value) {
	if v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	switch n.kind {
	case structure:
		c.fields(n, v)
	case list:
		c.size(n, v)
		if n.item == nil {
			return
		}
		if n.item.kind == text {
			c.elements(n, v)
			return
		}
		for i := range v.Len() {
			before := len(c.found)
			c.walk(n.item, v.Index(i))
			c.below(before, func() string { return strconv.Itoa(i+1) + ".member" })
		}
	case dict:
		c.size(n, v)
		c.entries(n, v.Interface().(map[string]string))
	case text:
		c.text(n, v.String())
	case integer:
		c.number(n, v.Int())
	case blob:
		c.size(n, v)
	}
}

func (c *checker) fields(n *node, v reflect.Value) {
	for i := range n.fields {
		f := &n.fields[i]
		before := len(c.found)
		value := v.Field(f.index)
		switch {
		case value.IsZero(): // nil, an empty enum, a plain zero: not sent
			if f.presence == required {
				c.add("null", "Member must not be null") // R12
			}
		case f.node == nil, f.presence == blankable && value.Elem().Len() == 0:
		default:
			c.walk(f.node, value)
		}
		c.below(before, func() string { return f.name })
	}
}

// elements checks a list of plain values. The service tells such a list once
// and whole, with all that is demanded of each element (P13).
func (c *checker) elements(n *node, v reflect.Value) {
	for i := range v.Len() {
		if !n.item.accepts(v.Index(i).String()) {
			c.add(n.printList(v), "Member must satisfy constraint: ["+n.item.demands()+"]")
			return
		}
	}
}

// entries checks keys and values of a map, which is told like a list: once for
// its keys and once for its values, in the words of sister services (P13,
// inferred).
func (c *checker) entries(n *node, entries map[string]string) {
	var badKey, badValue bool
	for k, v := range entries {
		badKey = badKey || n.key != nil && !n.key.accepts(k)
		badValue = badValue || n.item != nil && !n.item.accepts(v)
	}
	if badKey {
		c.add(n.printMap(entries), "Map keys must satisfy constraint: ["+n.key.demands()+"]")
	}
	if badValue {
		c.add(n.printMap(entries), "Map value must satisfy constraint: ["+n.item.demands()+"]")
	}
}

// text checks the length first and then the pattern (R13).
func (c *checker) text(n *node, s string) {
	if wrong := n.wrongText(s); wrong != "" {
		c.add(n.print(s), wrong)
	}
	if n.pattern != nil && !n.pattern.match(s) {
		c.add(n.print(s), n.pattern.demand())
	}
	if n.enum != nil && !slices.Contains(n.enum, s) {
		c.add(n.print(s), n.demandEnum())
	}
}

// accepts says that a plain value breaks nothing.
func (s *shape) accepts(v string) bool {
	return s.wrongText(v) == "" && (s.pattern == nil || s.pattern.match(v)) && (s.enum == nil || slices.Contains(s.enum, v))
}

// demands is all that is asked of a plain value, in the order of the service.
func (s *shape) demands() string {
	var all []string
	if s.max > 0 {
		all = append(all, atMost(s.max))
	}
	if s.min > 0 || s.zero {
		all = append(all, atLeast(s.min))
	}
	if s.pattern != nil {
		all = append(all, s.pattern.demand())
	}
	if s.enum != nil {
		all = append(all, s.demandEnum())
	}
	return strings.Join(all, ", ")
}

func (p *pattern) demand() string { return "Member must satisfy regular expression pattern: " + p.java }

func (s *shape) demandEnum() string {
	return "Member must satisfy enum value set: [" + strings.Join(s.enum, ", ") + "]"
}

func atMost(n int) string { return "Member must have length less than or equal to " + strconv.Itoa(n) }

func atLeast(n int) string {
	return "Member must have length greater than or equal to " + strconv.Itoa(n)
}

// wrongText is what is wrong with the length of a text: its code points (R17),
// counted only when the bytes leave it open.
func (s *shape) wrongText(v string) string {
	if s.max > 0 && len(v) > s.max || len(v) < utf8.UTFMax*s.min {
		return s.wrongLength(utf8.RuneCountInString(v))
	}
	return ""
}

// size checks the count of a list or map or the bytes of a blob.
func (c *checker) size(n *node, v reflect.Value) {
	if wrong := n.wrongLength(v.Len()); wrong != "" {
		c.add(n.printList(v), wrong)
	}
}

func (s *shape) wrongLength(length int) string {
	switch {
	case s.max > 0 && length > s.max:
		return atMost(s.max)
	case length < s.min:
		return atLeast(s.min)
	}
	return ""
}

func (c *checker) number(n *node, i int64) {
	switch {
	case n.max > 0 && i > int64(n.max):
		c.add(n.print(strconv.FormatInt(i, 10)), "Member must have value less than or equal to "+strconv.Itoa(n.max))
	case i < int64(n.min):
		c.add(n.print(strconv.FormatInt(i, 10)), "Member must have value greater than or equal to "+strconv.Itoa(n.min))
	}
}
