package awsjson

import (
	"fmt"
	"reflect"
	"strings"
	"sync"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/document"
)

// kind says how a Go type travels as JSON.
type kind uint8

const (
	kindSkip   kind = iota // any value, ignored
	kindString             // string and the enums
	kindBool
	kindInt // int32 and int64
	kindFloat
	kindTime // seconds since 1970
	kindBlob // base64
	kindList
	kindMap // map[string]string, the only one that the SDK has
	kindStruct
	kindDocument // any value, kept as it is
	kindPointer  // what it points to, or nothing
)

// A plan is a Go type, looked at once.
type plan struct {
	kind   kind
	enum   bool // a string type of its own: its zero value means absent
	typ    reflect.Type
	elem   *plan             // of a pointer, list or map
	empty  reflect.Value     // of a list: not nil, no room
	fields []field           // of a struct
	byName map[string]*field // of a struct
}

type field struct {
	name  string // on the wire
	key   string // `,"name":`
	index int
	plan  *plan
}

var (
	plans sync.Map // reflect.Type to *plan

	skip = &plan{kind: kindSkip}
)

func planOf(t reflect.Type) *plan {
	if p, ok := plans.Load(t); ok {
		return p.(*plan)
	}
	p, _ := plans.LoadOrStore(t, newPlan(t, map[reflect.Type]*plan{}))
	return p.(*plan)
}

// newPlan makes the plan of t. seen holds those begun, so that a type may contain itself.
func newPlan(t reflect.Type, seen map[reflect.Type]*plan) *plan {
	if p, ok := seen[t]; ok {
		return p
	}
	p := &plan{typ: t}
	seen[t] = p
	switch t.Kind() {
	case reflect.Pointer:
		p.kind, p.elem = kindPointer, newPlan(t.Elem(), seen)
	case reflect.String:
		p.kind, p.enum = kindString, t != reflect.TypeFor[string]()
	case reflect.Bool:
		p.kind = kindBool
	case reflect.Int32, reflect.Int64:
		p.kind = kindInt
	case reflect.Float64:
		p.kind = kindFloat
	case reflect.Slice:
		if t == reflect.TypeFor[[]byte]() {
			p.kind = kindBlob
			break
		}
		p.kind, p.elem = kindList, newPlan(t.Elem(), seen)
		p.empty = reflect.MakeSlice(t, 0, 0)
	case reflect.Map:
		if t != reflect.TypeFor[map[string]string]() {
			panic(fmt.Sprintf("awsjson: no plan for %s", t))
		}
		p.kind, p.elem = kindMap, newPlan(t.Elem(), seen)
	case reflect.Struct:
		if t == reflect.TypeFor[time.Time]() {
			p.kind = kindTime
			break
		}
		p.kind = kindStruct
		p.addFields(t, seen)
	case reflect.Interface:
		if t != reflect.TypeFor[document.Interface]() {
			panic(fmt.Sprintf("awsjson: no plan for %s", t))
		}
		p.kind = kindDocument
	default:
		panic(fmt.Sprintf("awsjson: no plan for %s", t))
	}
	return p
}

func (p *plan) addFields(t reflect.Type, seen map[reflect.Type]*plan) {
	for i := range t.NumField() {
		f := t.Field(i)
		if !f.IsExported() || f.Name == "ResultMetadata" { // what the SDK keeps for itself
			continue
		}
		p.fields = append(p.fields, field{name: wireName(t, f.Name), index: i, plan: newPlan(f.Type, seen)})
	}
	p.byName = make(map[string]*field, len(p.fields))
	for i := range p.fields {
		f := &p.fields[i]
		p.byName[f.name] = f
		f.key = `,"` + f.name + `":`
	}
}

// lowerCase are the structs whose members begin with a small letter in the model. Go's names hide that. The test that
// asks the SDK fails when one is missing here.
var lowerCase = map[string]bool{
	"HttpHeader": true,
}

func wireName(t reflect.Type, name string) string {
	if lowerCase[t.Name()] {
		return strings.ToLower(name[:1]) + name[1:]
	}
	return name
}
