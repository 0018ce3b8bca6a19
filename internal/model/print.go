package model

import (
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// print quotes a value that may be shown.
func (n *node) print(value string) string {
	if !n.show {
		return ""
	}
	return "'" + value + "'"
}

// printList renders a list as Java does.
func (n *node) printList(v reflect.Value) string {
	if !n.show {
		return ""
	}
	return n.print(render(n.shape, v))
}

// printMap renders a map as Java does. The order of its keys is a choice.
func (n *node) printMap(entries map[string]string) string {
	if !n.show {
		return ""
	}
	parts := make([]string, 0, len(entries))
	for _, k := range slices.Sorted(maps.Keys(entries)) {
		parts = append(parts, k+"="+entries[k])
	}
	return n.print("{" + strings.Join(parts, ", ") + "}")
}

// render writes a value as the service prints it: a list in brackets, a
// structure with its type and members (P12); that one which was not sent is
// null is a choice.
func render(s *shape, v reflect.Value) string {
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return "null"
		}
		v = v.Elem()
	}
	var parts []string
	switch v.Kind() {
	case reflect.Slice:
		if v.IsNil() {
			return "null"
		}
		for i := range v.Len() {
			parts = append(parts, render(s.item, v.Index(i)))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case reflect.Struct:
		for _, m := range s.members {
			if f := v.FieldByName(m.name); f.IsValid() {
				parts = append(parts, lowerFirst(m.name)+"="+render(m.shape, f))
			}
		}
		return s.name + "(" + strings.Join(parts, ", ") + ")"
	case reflect.Bool:
		return strconv.FormatBool(v.Bool())
	case reflect.Int32, reflect.Int64:
		return strconv.FormatInt(v.Int(), 10)
	case reflect.String:
		if v.Len() == 0 && v.Type() != reflect.TypeFor[string]() { // an enum that was not sent
			return "null"
		}
		return v.String()
	}
	return "null" // what no list that is printed has
}

// secret says that s has something that is not to be seen, at any depth.
func (s *shape) secret() bool {
	switch {
	case s == nil:
		return false
	case s.sensitive, s.kind == blob:
		return true
	}
	return s.item.secret() || s.key.secret() ||
		slices.ContainsFunc(s.members, func(m member) bool { return m.shape.secret() })
}

// lowerFirst spells a member as the service's answers do.
func lowerFirst(name string) string { return strings.ToLower(name[:1]) + name[1:] }
