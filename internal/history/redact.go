package history

import (
	"reflect"
	"slices"
	"strings"
	"sync"

	"github.com/cognitofake/cognitofake/internal/model"
	"github.com/cognitofake/cognitofake/internal/opt"
)

// redacted stands for what is not to be seen.
const redacted = "REDACTED"

// parameterFields are maps whose values are secrets, but for openParameters.
var parameterFields = []string{"AuthParameters", "ChallengeResponses", "ChallengeParameters"}

var openParameters = []string{
	"USERNAME", "PREFERRED_CHALLENGE", "ANSWER", "SMS_OTP_CODE", "EMAIL_OTP_CODE", "SMS_MFA_CODE",
	"CODE_DELIVERY_DELIVERY_MEDIUM", "CODE_DELIVERY_DESTINATION", "USER_ID_FOR_SRP", "requiredAttributes", "userAttributes",
}

// redact takes the secrets out of one of the SDK's structs, in place, and
// reports whether there were any. A call is redacted when it is recorded, so
// that nothing can show them later.
func redact(v any) bool { return redactStruct(reflect.ValueOf(v).Elem()) }

func redactStruct(v reflect.Value) (changed bool) {
	for _, i := range secretsOf(v.Type()) {
		field := v.Field(i)
		switch field.Kind() {
		case reflect.Pointer:
			if field.IsNil() {
				continue
			}
			if field.Type().Elem().Kind() == reflect.Struct {
				changed = redactStruct(field.Elem()) || changed
				continue
			}
			field.Set(reflect.ValueOf(opt.Of(redacted)))
			changed = true
		case reflect.Slice:
			for n := range field.Len() {
				changed = redactStruct(field.Index(n)) || changed
			}
		case reflect.Map:
			field.Set(reflect.ValueOf(redactParameters(field.Interface().(map[string]string))))
			changed = true
		}
	}
	return changed
}

func redactParameters(parameters map[string]string) map[string]string {
	if parameters == nil {
		return nil
	}
	clean := make(map[string]string, len(parameters))
	for name, v := range parameters {
		if !slices.Contains(openParameters, name) && !strings.HasPrefix(name, "userAttributes.") {
			v = redacted
		}
		clean[name] = v
	}
	return clean
}

// secretPlans has the result of secretsOf for each type that was asked for.
var secretPlans sync.Map // reflect.Type to []int

// secretsOf are the fields of a struct that are, or contain, secrets.
func secretsOf(t reflect.Type) []int {
	if known, ok := secretPlans.Load(t); ok {
		return known.([]int)
	}
	plan := []int{}
	for i := range t.NumField() {
		field := t.Field(i)
		kind, inner := field.Type.Kind(), field.Type
		if kind == reflect.Pointer || kind == reflect.Slice {
			inner = field.Type.Elem()
		}
		switch {
		case !field.IsExported():
		case field.Type == reflect.TypeFor[*string]() && model.Secret(field.Name),
			field.Type == reflect.TypeFor[map[string]string]() && slices.Contains(parameterFields, field.Name),
			kind != reflect.Struct && inner.Kind() == reflect.Struct && len(secretsOf(inner)) > 0:
			plan = append(plan, i)
		}
	}
	secretPlans.Store(t, plan)
	return plan
}
