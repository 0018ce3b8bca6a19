package settings

import (
	"maps"
	"reflect"
	"slices"
	"strings"
)

// Change is a call that configures a pool or an app client anew.
type Change struct {
	Call string // such as "UpdateUserPool (call 7)"
	In   any    // a pointer to its input, of which what is left out is reset (N137); nil if nothing is
}

// Resets are settings that a call has reset by leaving them out: for each its
// name, and the call. They are never changed.
type Resets map[string]string

// Hint says of a setting that a call has reset which; "" for any other.
func (r Resets) Hint(setting string) string {
	if r[setting] == "" {
		return ""
	}
	return r[setting] + " left out " + setting + ", which reset it (N137)"
}

// After is a hint, and what there is to say of a setting behind it.
func (r Resets) After(hint, setting string) string {
	if reset := r.Hint(setting); reset != "" {
		return hint + "; " + reset
	}
	return hint
}

// By are the settings that a call has reset.
func (r Resets) By(call string) string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(r)) {
		if r[name] == call {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

// With is r after a change that made after of the description before; both are
// pointers to structs of one type.
func (r Resets) With(c Change, before, after any) Resets {
	if c.In == nil {
		return r
	}
	resets := maps.Clone(r)
	in, old, new := reflect.ValueOf(c.In).Elem(), reflect.ValueOf(before).Elem(), reflect.ValueOf(after).Elem()
	for i := range in.NumField() {
		name := in.Type().Field(i).Name
		was := old.FieldByName(name)
		switch {
		case !was.IsValid() || !was.CanInterface():
		case !in.Field(i).IsZero():
			delete(resets, name)
		case !reflect.DeepEqual(was.Interface(), new.FieldByName(name).Interface()):
			if resets == nil {
				resets = Resets{}
			}
			resets[name] = c.Call
		}
	}
	return resets
}
