package model

import (
	"cmp"
	"fmt"
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

// entries checks keys and values. How the service names an entry is unknown:
// the paths are a choice, made like those of list items.
func (c *checker) entries(n *node, entries map[string]string) {
	all := len(c.found)
	for k, v := range entries {
		before := len(c.found)
		if n.key != nil {
			c.text(n.key, k)
			c.below(before, func() string { return k + ".key" })
		}
		before = len(c.found)
		if n.item != nil {
			c.text(n.item, v)
			c.below(before, func() string { return k + ".member" })
		}
	}
	slices.SortStableFunc(c.found[all:], func(a, b violation) int { return cmp.Compare(a.path, b.path) })
}

// text checks the length first and then the pattern (P11).
func (c *checker) text(n *node, s string) {
	// Code points (R17), counted only when the bytes leave it open.
	if n.max > 0 && len(s) > n.max || len(s) < utf8.UTFMax*n.min {
		if wrong := n.wrongLength(utf8.RuneCountInString(s)); wrong != "" {
			c.add(n.print(s), wrong)
		}
	}
	if n.pattern != nil && !n.pattern.match(s) {
		c.add(n.print(s), "Member must satisfy regular expression pattern: "+n.pattern.java)
	}
	if n.enum != nil && !slices.Contains(n.enum, s) {
		c.add(n.print(s), "Member must satisfy enum value set: ["+strings.Join(n.enum, ", ")+"]")
	}
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
		return "Member must have length less than or equal to " + strconv.Itoa(s.max)
	case length < s.min:
		return "Member must have length greater than or equal to " + strconv.Itoa(s.min)
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

// print quotes a value that may be shown.
func (n *node) print(value string) string {
	if !n.show {
		return ""
	}
	return "'" + value + "'"
}

// printList prints a list whose values may be shown (P12).
func (n *node) printList(v reflect.Value) string {
	if !n.show {
		return ""
	}
	return n.print(n.printed(v))
}

// printed is a value as the service's messages have it: that of an optional
// member which is left out is null (choice).
func (s *shape) printed(v reflect.Value) string {
	switch {
	case v.Kind() == reflect.Pointer && v.IsNil(), s.enum != nil && v.Len() == 0:
		return "null"
	case v.Kind() == reflect.Pointer:
		return s.printed(v.Elem())
	case s.kind == structure:
		var members []string
		for _, m := range s.members {
			if f := v.FieldByName(m.name); f.IsValid() {
				members = append(members, m.path()+"="+m.shape.printed(f))
			}
		}
		return v.Type().Name() + "(" + strings.Join(members, ", ") + ")"
	case s.kind == list:
		items := make([]string, v.Len())
		for i := range items {
			items[i] = s.item.printed(v.Index(i))
		}
		return "[" + strings.Join(items, ", ") + "]"
	}
	return fmt.Sprint(v.Interface())
}
