// Package model checks requests against the constraints of the public service
// model and words violations as the service does. It knows no state.
//
// The constraints stand in table_gen.go, made from service-model.json.
package model

//go:generate go run ./gen

import (
	"fmt"
	"iter"
	"reflect"
	"slices"
	"strings"
	"sync/atomic"
)

// Operation is one operation of the service model.
type Operation struct {
	Name     string
	Unsigned bool     // sent without AWS credentials
	Errors   []string // names of the modelled errors, sorted; not to be changed
	input    *shape
	plan     atomic.Pointer[plan] // made at the first Check
}

// Lookup returns the operation of that name, nil when the model has none.
func Lookup(name string) *Operation {
	i, found := slices.BinarySearchFunc(operations[:], name,
		func(o *Operation, name string) int { return strings.Compare(o.Name, name) })
	if !found {
		return nil
	}
	return operations[i]
}

// Operations yields every operation of the model, sorted by name.
func Operations() iter.Seq[*Operation] { return slices.Values(operations[:]) }

// Check returns "" when in, a pointer to the operation's input struct of the
// SDK, satisfies the model. Otherwise it returns the whole message of the
// InvalidParameterException, which lists all violations at once (R10).
func (o *Operation) Check(in any) string {
	v := reflect.ValueOf(in).Elem()
	p := o.plan.Load()
	if p == nil {
		p = &plan{input: v.Type(), root: newNode(o.input, v.Type(), false)}
		o.plan.Store(p)
	}
	if p.input != v.Type() {
		panic(fmt.Sprintf("model: %s takes *%s, not %T", o.Name, p.input, in))
	}
	if p.root == nil {
		return ""
	}
	var c checker
	c.walk(p.root, v)
	return c.message()
}
