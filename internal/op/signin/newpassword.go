package signin

import (
	"bytes"
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
	"github.com/cognitofake/cognitofake/internal/rule/code"
	"github.com/cognitofake/cognitofake/internal/state"
)

// attributePrefix begins the keys of attributes in the challenge of a new
// password.
const attributePrefix = "userAttributes."

// askNewPassword answers with the challenge to replace a temporary password: it
// shows what attributes there are, and which the schema misses (N64).
func (s *step) askNewPassword(tx *state.Tx, u *state.User) {
	required := []string{}
	for _, name := range missing(tx, u.Attrs.Get) {
		required = append(required, attributePrefix+name)
	}
	attributes := make(map[string]string, len(u.Attrs))
	for _, a := range u.Attrs {
		attributes[a.Name] = a.Value
	}
	maps.Copy(s.answer.parameters, map[string]string{
		"USER_ID_FOR_SRP": u.Username, "requiredAttributes": text(required), "userAttributes": text(attributes),
	})
	s.ask(tx, u, types.ChallengeNameTypeNewPasswordRequired, code.OneTime{})
}

// text is a value as JSON in a string.
func text(v any) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(err) // strings alone are encoded
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// missing are the attributes that the schema requires and that get has no
// value of.
func missing(tx *state.Tx, get func(name string) string) []string {
	var names []string
	for _, required := range tx.Settings.Schema.Required {
		if get(required.Name) == "" {
			names = append(names, required.Name)
		}
	}
	return names
}

// setNewPassword judges the answer to that challenge: the password, attributes
// that are there already, attributes that are missing, and values, in this
// order (choice). It makes the user CONFIRMED (N65).
func (s *step) setNewPassword(tx *state.Tx, u *state.User) (func(), *refusal.Error) {
	if u == nil || !s.replaces(u) {
		return nil, refusal.InvalidSession().WithHint("the user has a password of their own by now") // choice
	}
	password := s.given[keyNewPassword]
	if err := tx.Settings.CheckPolicy(password, refusal.NewPasswordPolicy); err != nil {
		return nil, err // N66
	}
	if err := tx.CheckHistory(u, password); err != nil {
		return nil, err // N112
	}
	given, err := s.newAttributes(u)
	if err != nil {
		return nil, err
	}
	if names := missing(tx, func(name string) string { return u.Attrs.Get(name) + attribute.Last(given, name) }); names != nil {
		return nil, refusal.AttributesMissing(names[0]).WithHint(
			"the pool requires " + strings.Join(names, ", ") + "; the answer brings each as " + attributePrefix + "<name>") // N67
	}
	if err := s.app.Settings().CheckWrite(tx.Settings.Schema, given); err != nil {
		return nil, err // choice
	}
	update, err := tx.PlanFirst(u, given)
	if err != nil {
		return nil, err
	}
	next, err := s.next(tx, u, firstFactor, func(name string) string { return cmp.Or(attribute.Last(given, name), u.Attrs.Get(name)) })
	if err != nil {
		return nil, err
	}
	return func() {
		s.ApplyUpdate(tx, u, update)
		tx.SetPassword(u, password)
		tx.Touch(u)
		next()
	}, nil
}

// newAttributes are those that the answer adds to the user's; an empty value is
// none (choice).
func (s *step) newAttributes(u *state.User) ([]types.AttributeType, *refusal.Error) {
	var given []types.AttributeType
	for _, key := range slices.Sorted(maps.Keys(s.given)) {
		name, ok := strings.CutPrefix(key, attributePrefix)
		v := s.given[key]
		if !ok || v == "" {
			continue
		}
		if name == attribute.Sub || u.Attrs.Get(name) != "" {
			return nil, refusal.AlreadyProvided(name) // N68
		}
		given = append(given, types.AttributeType{Name: opt.Of(name), Value: opt.Of(v)})
	}
	return given, nil
}
