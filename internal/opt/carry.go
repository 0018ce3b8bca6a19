package opt

import (
	"reflect"

	"github.com/cognitofake/cognitofake/internal/awsjson"
)

// Carry fills the struct in with the members of d that it has too.
func Carry(d, in any) {
	if err := awsjson.Decode(awsjson.Append(nil, d), in); err != nil {
		panic(err) // members of one name are of one type
	}
}

// Copy is a deep copy of one of the SDK's structs.
func Copy[T any](v *T) *T {
	c := new(T)
	if err := awsjson.Decode(awsjson.Append(nil, v), c); err != nil {
		panic(err) // Decode reads whatever Append writes
	}
	return c
}

// Decode is a new struct of type t with what Append has written.
func Decode(t reflect.Type, encoded []byte) any {
	c := reflect.New(t).Interface()
	if err := awsjson.Decode(encoded, c); err != nil {
		panic(err) // as above
	}
	return c
}
