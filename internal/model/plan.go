package model

import "reflect"

// plan is how to walk the input struct of an operation.
type plan struct {
	input reflect.Type
	root  *node
}

// node joins a shape to the Go type that carries its values.
type node struct {
	*shape
	show   bool // values may be printed
	fields []field
	item   *node // of a list or map; nil: nothing to check
	key    *node // of a map; nil: nothing to check
}

// field is a member that the Go struct has.
type field struct {
	index    int
	name     string // as in a path
	presence presence
	node     *node // nil: nothing to check in the value
}

// newNode returns nil when there is nothing to check: no constraint at or below
// s, or a Go type that cannot be walked (a document).
// hidden says that something around s is sensitive.
func newNode(s *shape, t reflect.Type, hidden bool) *node {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if !carries(t, s.kind) {
		return nil
	}
	hidden = hidden || s.sensitive
	n := &node{shape: s}
	switch s.kind {
	case structure:
		n.addFields(t, hidden)
		if len(n.fields) == 0 {
			return nil
		}
		return n
	case list, dict:
		n.item = newNode(s.item, t.Elem(), hidden)
		if s.key != nil {
			n.key = newNode(s.key, t.Key(), hidden)
		}
		n.show = !hidden && !s.secret()
	case text, integer:
		n.show = !hidden
	}
	if n.item == nil && n.key == nil && s.free() {
		return nil
	}
	return n
}

func (n *node) addFields(t reflect.Type, hidden bool) {
	for _, m := range n.members {
		sf, ok := t.FieldByName(m.name)
		if !ok {
			continue // a member that the SDK's type lacks
		}
		presence := m.presence
		if k := sf.Type.Kind(); k == reflect.Bool || k == reflect.Int32 || k == reflect.Int64 {
			presence = optional // a plain zero cannot be told from an absent member
		}
		child := newNode(m.shape, sf.Type, hidden)
		if child == nil && presence != required {
			continue
		}
		n.fields = append(n.fields, field{sf.Index[0], lowerFirst(m.name), presence, child})
	}
}

// free says that s itself, whatever it holds, accepts every value.
func (s *shape) free() bool {
	if s.kind == boolean {
		return true
	}
	return s.max == 0 && s.min == 0 && s.kind != integer && s.pattern == nil && s.enum == nil
}

// carries says whether values of t can be walked as values of k.
func carries(t reflect.Type, k kind) bool {
	switch k {
	case structure:
		return t.Kind() == reflect.Struct
	case list:
		return t.Kind() == reflect.Slice
	case dict:
		return t == reflect.TypeFor[map[string]string]() // the only one that the SDK's inputs have
	case text:
		return t.Kind() == reflect.String
	case integer:
		return t.Kind() == reflect.Int32 || t.Kind() == reflect.Int64
	case boolean:
		return t.Kind() == reflect.Bool
	case blob:
		return t == reflect.TypeFor[[]byte]()
	}
	return false
}
