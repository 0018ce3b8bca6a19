package opt

import (
	"reflect"

	"github.com/cognitofake/cognitofake/internal/awsjson"
)

// Carry copies the members of the struct from that to has too, deeply. What
// from leaves out becomes the zero value. Members of one name are of one type,
// but for a plain value that may become a pointer to it.
func Carry(from, to any) {
	carry(from, to, func(reflect.Value) bool { return true })
}

// Merge is [Carry] of the members that from has a value for: what it leaves
// out stays as it is in to.
func Merge(from, to any) {
	carry(from, to, func(given reflect.Value) bool { return !given.IsZero() })
}

// carry makes the members of to zero that replaced is true of, and writes
// those of from over them.
func carry(from, to any, replaced func(given reflect.Value) bool) {
	target, source := reflect.ValueOf(to).Elem(), reflect.ValueOf(from).Elem()
	for i := range target.NumField() {
		given := source.FieldByName(target.Type().Field(i).Name)
		if given.IsValid() && target.Field(i).CanSet() && replaced(given) {
			target.Field(i).SetZero()
		}
	}
	if err := awsjson.Decode(awsjson.Append(nil, from), to); err != nil {
		panic(err) // members of one name are of one type
	}
}

// Copy is a deep copy of one of the SDK's structs.
func Copy[T any](v *T) *T {
	c := new(T)
	Carry(v, c)
	return c
}

// Decode is a new struct of type t with what awsjson.Append has written.
func Decode(t reflect.Type, encoded []byte) any {
	c := reflect.New(t).Interface()
	if err := awsjson.Decode(encoded, c); err != nil {
		panic(err) // Decode reads whatever Append writes
	}
	return c
}
