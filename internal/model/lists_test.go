package model

import (
	"reflect"
	"strings"
	"testing"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/stretchr/testify/require"
)

// Every list and map of plain values of every operation is told once and
// whole, with all that is demanded of an element (P13).
func TestEveryPlainListIsToldOnce(t *testing.T) {
	lists, maps := 0, 0
	// visit makes a bad value of each list and map below s in a copy of root.
	var visit func(op *Operation, s *shape, root reflect.Type, index []int, path string)
	visit = func(op *Operation, s *shape, root reflect.Type, index []int, path string) {
		for _, m := range s.members {
			owner := root
			for _, i := range index {
				if owner = owner.Field(i).Type; owner.Kind() == reflect.Pointer {
					owner = owner.Elem()
				}
			}
			f, ok := owner.FieldByName(m.name)
			if !ok {
				continue
			}
			below := append(append([]int{}, index...), f.Index[0])
			at := strings.TrimPrefix(path+"."+lowerFirst(m.name), ".")
			switch {
			case m.shape.kind == structure && f.Type.Kind() == reflect.Pointer:
				visit(op, m.shape, root, below, at)
			case m.shape.kind == list && m.shape.item.kind == text && bad(m.shape.item) != "":
				lists++
				in := reflect.New(root)
				elem := reflect.New(f.Type.Elem()).Elem()
				elem.SetString(bad(m.shape.item))
				value := reflect.Append(reflect.MakeSlice(f.Type, 0, 2), elem, elem)
				set(in.Elem(), below, value)
				shown := ""
				if !m.shape.secret() {
					shown = "'[" + elem.String() + ", " + elem.String() + "]' "
				}
				require.Equal(t, 1, strings.Count(op.Check(in.Interface()), "at '"+at+"' failed to satisfy constraint: Member must satisfy constraint: ["), op.Name)
				require.Contains(t, op.Check(in.Interface()), "Value "+shown+"at '"+at+"' failed to satisfy constraint: "+
					"Member must satisfy constraint: ["+m.shape.item.demands()+"]", op.Name)
				require.NotContains(t, op.Check(in.Interface()), at+".")
			case m.shape.kind == dict && bad(m.shape.item) != "":
				maps++
				in := reflect.New(root)
				set(in.Elem(), below, reflect.ValueOf(map[string]string{"a": bad(m.shape.item), "b": bad(m.shape.item)}))
				require.Equal(t, 1, strings.Count(op.Check(in.Interface()), "at '"+at+"' failed to satisfy constraint: Map value must satisfy constraint: ["+m.shape.item.demands()+"]"), op.Name)
				require.NotContains(t, op.Check(in.Interface()), at+".")
			}
		}
	}
	for op := range Operations() {
		if method, ok := reflect.TypeFor[*cip.Client]().MethodByName(op.Name); ok {
			visit(op, op.input, method.Type.In(2).Elem(), nil, "")
		}
	}
	require.Greater(t, lists, 30)
	require.Greater(t, maps, 20)
}

// bad is a value that s refuses, "" for none.
func bad(s *shape) string {
	switch {
	case s.enum != nil, s.pattern != nil:
		return "\x00"
	case s.max > 0:
		return strings.Repeat("x", s.max+1)
	}
	return ""
}

// set puts a value into a field, making the structures on the way.
func set(v reflect.Value, index []int, value reflect.Value) {
	for _, i := range index {
		if v.Kind() == reflect.Pointer {
			if v.IsNil() {
				v.Set(reflect.New(v.Type().Elem()))
			}
			v = v.Elem()
		}
		v = v.Field(i)
	}
	v.Set(value)
}
