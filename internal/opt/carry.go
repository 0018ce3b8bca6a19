package opt

import (
	"fmt"
	"reflect"
	"time"

	"github.com/cognitofake/cognitofake/internal/awsjson"
)

// Carry copies the members of the struct from that to has too, deeply. What
// from leaves out becomes the zero value. Members of one name are of one type,
// but that one may be a pointer to the other.
func Carry(from, to any) {
	carry(from, to, func(reflect.Value) bool { return true })
}

// Merge is [Carry] of the members that from has a value for: what it leaves
// out stays as it is in to.
func Merge(from, to any) {
	carry(from, to, func(given reflect.Value) bool { return !given.IsZero() })
}

// carry writes the members of from that replaced is true of over those of to.
func carry(from, to any, replaced func(given reflect.Value) bool) {
	target, source := reflect.ValueOf(to).Elem(), reflect.ValueOf(from).Elem()
	for i := range target.NumField() {
		given := source.FieldByName(target.Type().Field(i).Name)
		if given.IsValid() && target.Field(i).CanSet() && replaced(given) {
			set(target.Field(i), given)
		}
	}
}

// set makes to a deep copy of from.
func set(to, from reflect.Value) {
	switch {
	case to.Type() == from.Type():
		to.Set(from)
		part(to)
	case to.Kind() == reflect.Pointer && to.Type().Elem() == from.Type():
		to.SetZero()
		if from.Kind() != reflect.String || from.Len() > 0 { // an enum without a value is not there
			to.Set(reflect.New(from.Type()))
			set(to.Elem(), from)
		}
	case from.Kind() == reflect.Pointer && from.Type().Elem() == to.Type():
		to.SetZero()
		if !from.IsNil() {
			set(to, from.Elem())
		}
	default:
		panic(fmt.Sprintf("%s and %s have one name", from.Type(), to.Type()))
	}
}

var timeType = reflect.TypeFor[time.Time]()

// part copies all that v, which is a copy itself, shares with what it was
// copied from. The service's times are of whole milliseconds.
func part(v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			c := reflect.New(v.Type().Elem())
			c.Elem().Set(v.Elem())
			part(c.Elem())
			v.Set(c)
		}
	case reflect.Struct:
		if v.Type() == timeType {
			v.Set(reflect.ValueOf(time.UnixMilli(v.Interface().(time.Time).UnixMilli()).UTC()))
			return
		}
		for i := range v.NumField() {
			if field := v.Field(i); field.CanSet() {
				part(field)
			}
		}
	case reflect.Slice:
		if !v.IsNil() {
			c := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
			reflect.Copy(c, v)
			for i := range c.Len() {
				part(c.Index(i))
			}
			v.Set(c)
		}
	case reflect.Map:
		if !v.IsNil() {
			c := reflect.MakeMapWithSize(v.Type(), v.Len())
			for entries := v.MapRange(); entries.Next(); {
				c.SetMapIndex(entries.Key(), entries.Value()) // strings, in the SDK's structs
			}
			v.Set(c)
		}
	}
}

// Copy is a deep copy of one of the SDK's structs.
func Copy[T any](v *T) *T {
	c := new(T)
	*c = *v
	part(reflect.ValueOf(c).Elem())
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
