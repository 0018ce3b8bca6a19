// Package clijson reads what the describe commands of the AWS CLI print into
// the SDK's types. It differs from the protocol's JSON: dates are ISO 8601 or
// epoch seconds, the whole may stand in a member of its own, and a person may
// have edited it. So every error names the member by its path, and members
// that the SDK's types lack are reported.
package clijson

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"reflect"
	"slices"
	"strconv"
	"time"
)

// Decode reads one JSON object into v, a pointer to a zero struct of the SDK.
// The object may stand alone or as the member called wrapper; paths begin with
// wrapper either way. Null is the same as absent. unknown are the paths of the
// members that nothing in v takes, sorted.
func Decode(data []byte, wrapper string, v any) (unknown []string, err error) {
	whole, err := parse(data)
	if err != nil {
		return nil, err
	}
	var d decoder
	if inner, wrapped := whole[wrapper]; wrapped {
		for name := range whole {
			if name != wrapper {
				d.unknown = append(d.unknown, name)
			}
		}
		var ok bool
		if whole, ok = inner.(map[string]any); !ok {
			return nil, mismatch(wrapper, "an object", inner)
		}
	}
	if err := d.structure(wrapper, whole, reflect.ValueOf(v).Elem()); err != nil {
		return nil, err
	}
	slices.Sort(d.unknown)
	return d.unknown, nil
}

// parse reads the text as one object, numbers as they are written.
func parse(data []byte) (map[string]any, error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff")) // some shells write a byte order mark
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var whole any
	err := d.Decode(&whole)
	if err == nil {
		if _, more := d.Token(); more != io.EOF {
			err = fmt.Errorf("something follows the object, at %s", position(data, d.InputOffset()))
		}
	}
	var syntax *json.SyntaxError
	switch {
	case errors.Is(err, io.EOF):
		return nil, errors.New("not JSON: it is empty")
	case errors.Is(err, io.ErrUnexpectedEOF):
		return nil, errors.New("not JSON: it ends too early")
	case errors.As(err, &syntax):
		return nil, fmt.Errorf("not JSON: %v, at %s", syntax, position(data, syntax.Offset))
	case err != nil:
		return nil, err
	}
	object, ok := whole.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("not a JSON object but %s", kindOf(whole))
	}
	return object, nil
}

// position is where an offset lies, as editors count.
func position(data []byte, offset int64) string {
	before := data[:min(max(offset-1, 0), int64(len(data)))]
	line := bytes.Count(before, []byte("\n")) + 1
	column := len(before) - bytes.LastIndexByte(before, '\n')
	return fmt.Sprintf("line %d, column %d", line, column)
}

type decoder struct{ unknown []string }

var timeType = reflect.TypeFor[time.Time]()

func (d *decoder) structure(path string, object map[string]any, v reflect.Value) error {
	for _, name := range slices.Sorted(maps.Keys(object)) {
		member := path + "." + name
		field, ok := v.Type().FieldByName(name)
		if !ok || !field.IsExported() {
			d.unknown = append(d.unknown, member)
			continue
		}
		if err := d.value(member, object[name], v.FieldByIndex(field.Index)); err != nil {
			return err
		}
	}
	return nil
}

// value reads any value into v, which is settable.
func (d *decoder) value(path string, given any, v reflect.Value) error {
	if given == nil {
		return nil
	}
	if v.Kind() == reflect.Pointer {
		target := reflect.New(v.Type().Elem())
		if err := d.value(path, given, target.Elem()); err != nil {
			return err
		}
		v.Set(target)
		return nil
	}
	if v.Type() == timeType {
		t, ok := date(given)
		if !ok {
			return fmt.Errorf("%s has to be a date, as ISO 8601 or seconds since 1970", path)
		}
		v.Set(reflect.ValueOf(t))
		return nil
	}
	switch v.Kind() {
	case reflect.Struct:
		if object, ok := given.(map[string]any); ok {
			return d.structure(path, object, v)
		}
		return mismatch(path, "an object", given)
	case reflect.Slice:
		return d.list(path, given, v)
	case reflect.Map:
		return d.table(path, given, v)
	case reflect.String:
		s, ok := given.(string)
		if !ok {
			return mismatch(path, "a string", given)
		}
		v.SetString(s)
	case reflect.Bool:
		b, ok := given.(bool)
		if !ok {
			return mismatch(path, "true or false", given)
		}
		v.SetBool(b)
	case reflect.Int32, reflect.Int64:
		n, ok := given.(json.Number)
		if !ok {
			return mismatch(path, "a number", given)
		}
		i, err := strconv.ParseInt(n.String(), 10, v.Type().Bits())
		if err != nil {
			return fmt.Errorf("%s has to be a whole number of %d bits, not %s", path, v.Type().Bits(), n)
		}
		v.SetInt(i)
	default:
		panic("clijson: " + path + " is a " + v.Type().String())
	}
	return nil
}

func (d *decoder) list(path string, given any, v reflect.Value) error {
	items, ok := given.([]any)
	if !ok {
		return mismatch(path, "a list", given)
	}
	v.Set(reflect.MakeSlice(v.Type(), len(items), len(items)))
	for i, item := range items {
		at := path + "[" + strconv.Itoa(i) + "]"
		if item == nil {
			return fmt.Errorf("%s is null", at)
		}
		if err := d.value(at, item, v.Index(i)); err != nil {
			return err
		}
	}
	return nil
}

func (d *decoder) table(path string, given any, v reflect.Value) error {
	object, ok := given.(map[string]any)
	if !ok {
		return mismatch(path, "an object", given)
	}
	table := make(map[string]string, len(object))
	for _, name := range slices.Sorted(maps.Keys(object)) {
		s, ok := object[name].(string)
		if !ok {
			return mismatch(path+"."+name, "a string", object[name])
		}
		table[name] = s
	}
	v.Set(reflect.ValueOf(table))
	return nil
}

// dateLayouts are how programs write dates: the AWS CLI, and Python's str.
var dateLayouts = []string{
	time.RFC3339, "2006-01-02 15:04:05Z07:00", "2006-01-02T15:04:05", "2006-01-02 15:04:05", time.DateOnly,
}

// date is a moment in UTC, as exact as the protocol is.
func date(given any) (time.Time, bool) {
	switch given := given.(type) {
	case json.Number:
		seconds, err := given.Float64()
		ms := math.Round(seconds * 1000)
		return time.UnixMilli(int64(ms)).UTC(), err == nil && math.Abs(ms) < 253402300800_000 // the year 10000
	case string:
		for _, layout := range dateLayouts {
			if t, err := time.Parse(layout, given); err == nil {
				return t.UTC().Round(time.Millisecond), true
			}
		}
	}
	return time.Time{}, false
}

func mismatch(path, want string, given any) error {
	return fmt.Errorf("%s has to be %s, not %s", path, want, kindOf(given))
}

// kindOf says what a JSON value is.
func kindOf(v any) string {
	switch v.(type) {
	case nil:
		return "null"
	case string:
		return "a string"
	case bool:
		return "a boolean"
	case json.Number:
		return "a number"
	case []any:
		return "a list"
	}
	return "an object"
}
