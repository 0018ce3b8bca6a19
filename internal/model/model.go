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
	Silent   bool     // has no output: the service answers an empty body (N1)
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

// Secret reports whether members of that name carry a password, a secret, a
// hash, a session or a token, in whatever structure they are.
func Secret(member string) bool {
	_, found := slices.BinarySearch(secretMembers, member)
	return found || slices.Contains(secretOutputs, member)
}

// secretOutputs are the secrets that only answers have; the service model here
// is that of the requests. What proves a device is one too, though the model
// does not call it so.
var secretOutputs = []string{"ClientSecretValue", "IdToken", "SecretCode", "PasswordVerifier", "Salt"}

// Operations yields every operation of the model, sorted by name.
func Operations() iter.Seq[*Operation] { return slices.Values(operations[:]) }

// Check holds in, a pointer to an input struct of the SDK, against the model:
// see [Operation.Check].
func Check(in any) string {
	name := reflect.TypeOf(in).Elem().Name()
	return Lookup(strings.TrimSuffix(name, "Input")).Check(in)
}

// CheckEmpty is what [Operation.Check] returns of a request without members.
func (o *Operation) CheckEmpty() string {
	var c checker
	for _, m := range o.input.members {
		if m.presence == required {
			c.add("null", "Member must not be null") // R12
			c.below(len(c.found)-1, func() string { return lowerFirst(m.name) })
		}
	}
	return c.message()
}

// Check returns "" when in, a pointer to the operation's input struct of the
// SDK, satisfies the model. Otherwise it returns the whole message of the
// InvalidParameterException, which lists all violations at once (R10).
func (o *Operation) Check(in any) string {
	c := o.check(in)
	return c.message()
}

// Broken are the paths of the members that Check names, as it names them.
func (o *Operation) Broken(in any) []string {
	var paths []string
	for _, v := range o.check(in).found {
		if !slices.Contains(paths, v.path) {
			paths = append(paths, v.path)
		}
	}
	return paths
}

func (o *Operation) check(in any) (c checker) {
	v := reflect.ValueOf(in).Elem()
	p := o.plan.Load()
	if p == nil {
		p = &plan{input: v.Type(), root: newNode(o.input, v.Type(), false)}
		o.plan.Store(p)
	}
	if p.input != v.Type() {
		panic(fmt.Sprintf("model: %s takes *%s, not %T", o.Name, p.input, in))
	}
	if p.root != nil {
		c.walk(p.root, v)
	}
	return c
}
