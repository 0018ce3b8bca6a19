package attribute

import (
	"slices"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
)

// How a pool's schema is made: the standard attributes, and what its
// description adds to and changes of them.

// Standard is what every pool has (R82), in the order of R83b.
func Standard() []types.SchemaAttributeType {
	text := func(name, min, max string) types.SchemaAttributeType {
		return types.SchemaAttributeType{
			Name: &name, AttributeDataType: types.AttributeDataTypeString,
			DeveloperOnlyAttribute: opt.Of(false), Mutable: opt.Of(true), Required: opt.Of(false),
			StringAttributeConstraints: &types.StringAttributeConstraintsType{MinLength: &min, MaxLength: &max},
		}
	}
	flag := func(name string) types.SchemaAttributeType {
		return types.SchemaAttributeType{
			Name: &name, AttributeDataType: types.AttributeDataTypeBoolean,
			DeveloperOnlyAttribute: opt.Of(false), Mutable: opt.Of(true), Required: opt.Of(false),
		}
	}
	sub := text(Sub, "1", "2048")
	sub.Mutable, sub.Required = opt.Of(false), opt.Of(true)
	identities := text(Identities, "", "")
	identities.StringAttributeConstraints = &types.StringAttributeConstraintsType{}
	updatedAt := flag("updated_at")
	updatedAt.AttributeDataType = types.AttributeDataTypeNumber
	updatedAt.NumberAttributeConstraints = &types.NumberAttributeConstraintsType{MinValue: opt.Of("0")}
	return []types.SchemaAttributeType{
		text("profile", "0", "2048"), text("address", "0", "2048"), text("birthdate", "10", "10"),
		text("gender", "0", "2048"), text(PreferredUsername, "0", "2048"), updatedAt,
		text("website", "0", "2048"), text("picture", "0", "2048"), identities, sub,
		text(Phone, "0", "2048"), flag(PhoneVerified),
		text("zoneinfo", "0", "2048"), text("locale", "0", "2048"),
		text(Email, "0", "2048"), flag(EmailVerified),
		text("given_name", "0", "2048"), text("family_name", "0", "2048"), text("middle_name", "0", "2048"),
		text("name", "0", "2048"), text("nickname", "0", "2048"),
	}
}

// Describe is the schema of a new pool as DescribeUserPool shows it:
// the standard attributes, changed by given, then the custom ones (N134). Those
// that given does not name stay mutable (R82).
func Describe(given []types.SchemaAttributeType) ([]types.SchemaAttributeType, *refusal.Error) {
	result := Standard()
	standard := len(result)
	for _, g := range given {
		g.Mutable = opt.Or(g.Mutable, opt.Of(false)) // R82
		name := opt.Value(g.Name)
		at := slices.IndexFunc(result[:standard], named(name))
		if at < 0 || name == EmailVerified { // R82: a flag stays as it is
			custom, err := Custom(g)
			if err != nil {
				return nil, err
			}
			if slices.ContainsFunc(result, named(*custom.Name)) {
				return nil, refusal.AttributeTwice(*custom.Name)
			}
			result = append(result, custom)
			continue
		}
		changed, err := Override(result[at], g)
		if err != nil {
			return nil, err
		}
		result[at] = changed
	}
	return result, nil
}

// AddCustom is a schema with custom attributes added, each with its prefix:
// those that have a type (P131), mutable only where that is said (R82).
func AddCustom(existing, given []types.SchemaAttributeType) ([]types.SchemaAttributeType, *refusal.Error) {
	result := slices.Clone(existing)
	for i := range given {
		if given[i].AttributeDataType == "" {
			return nil, refusal.AttributeDataType().WithHint("CustomAttributes: give " + opt.Value(given[i].Name) + " an AttributeDataType")
		}
	}
	for _, g := range given {
		g.Mutable = opt.Or(g.Mutable, opt.Of(false))
		custom, err := Custom(g)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(result, named(*custom.Name)) {
			return nil, refusal.AttributeExists(*custom.Name)
		}
		result = append(result, custom)
	}
	return result, nil
}

// Complete is a schema as described, and the standard attributes that the
// description leaves out, which every pool has (R82).
func Complete(described []types.SchemaAttributeType) []types.SchemaAttributeType {
	for _, s := range Standard() {
		if !slices.ContainsFunc(described, named(*s.Name)) {
			described = append(slices.Clip(described), s)
		}
	}
	return described
}

// named finds an attribute by its name.
func named(name string) func(types.SchemaAttributeType) bool {
	return func(s types.SchemaAttributeType) bool { return opt.Value(s.Name) == name }
}

// Override applies what a pool may change of a standard attribute.
func Override(standard, given types.SchemaAttributeType) (types.SchemaAttributeType, *refusal.Error) {
	name := opt.Value(standard.Name)
	if given.AttributeDataType != "" && given.AttributeDataType != standard.AttributeDataType {
		return standard, refusal.StandardAttribute(name).WithHint("AttributeDataType of " + name + " is " + string(standard.AttributeDataType))
	}
	if name == Sub && (given.Mutable != nil && *given.Mutable || given.Required != nil && !*given.Required) {
		return standard, refusal.SchemaSetting(name, "sub is required and cannot be changed")
	}
	if opt.Value(given.DeveloperOnlyAttribute) {
		return standard, refusal.StandardAttribute(name)
	}
	if given.Mutable != nil {
		standard.Mutable = given.Mutable
	}
	if given.Required != nil {
		standard.Required = given.Required
	}
	return constrain(standard, given)
}

// Custom is g with its prefix and the defaults of a custom attribute.
func Custom(g types.SchemaAttributeType) (types.SchemaAttributeType, *refusal.Error) {
	name := opt.Value(g.Name)
	if name == "" {
		return g, refusal.SchemaSetting(name, "Name is missing")
	}
	if opt.Value(g.Required) {
		return g, refusal.RequiredCustomAttribute().WithHint("Schema: leave Required out of " + name)
	}
	if !strings.HasPrefix(name, CustomPrefix) && !strings.HasPrefix(name, DeveloperPrefix) {
		name = CustomPrefix + name
		if opt.Value(g.DeveloperOnlyAttribute) {
			name = DeveloperPrefix + name
		}
	}
	c := types.SchemaAttributeType{
		Name: &name, AttributeDataType: g.AttributeDataType,
		DeveloperOnlyAttribute: opt.Of(opt.Value(g.DeveloperOnlyAttribute)),
		Mutable:                opt.Of(g.Mutable == nil || *g.Mutable),
		Required:               opt.Of(false),
	}
	switch c.AttributeDataType {
	case "":
		c.AttributeDataType = types.AttributeDataTypeString
		fallthrough
	case types.AttributeDataTypeString:
		c.StringAttributeConstraints = &types.StringAttributeConstraintsType{}
	case types.AttributeDataTypeNumber:
		c.NumberAttributeConstraints = &types.NumberAttributeConstraintsType{}
	}
	return constrain(c, g)
}

// constrain takes the bounds of given over, after a look at their sense.
func constrain(a, given types.SchemaAttributeType) (types.SchemaAttributeType, *refusal.Error) {
	if c := given.StringAttributeConstraints; c != nil {
		if a.AttributeDataType != types.AttributeDataTypeString {
			return a, refusal.SchemaSetting(opt.Value(a.Name), "StringAttributeConstraints belong to a String")
		}
		bounds := *c
		if old := a.StringAttributeConstraints; old != nil {
			bounds.MinLength, bounds.MaxLength = opt.Or(bounds.MinLength, old.MinLength), opt.Or(bounds.MaxLength, old.MaxLength)
		}
		low, okLow := parseLength(opt.Value(opt.Or(bounds.MinLength, opt.Of("0"))))
		high, okHigh := parseLength(opt.Value(opt.Or(bounds.MaxLength, opt.Of("0"))))
		switch {
		case !okLow || !okHigh:
			return a, refusal.SchemaSetting(opt.Value(a.Name), "MinLength and MaxLength have to be numbers from 0 to 2048, the smaller one first")
		case bounds.MinLength != nil && bounds.MaxLength != nil && low > high:
			return a, refusal.BoundsReversed(opt.Value(a.Name)) // that lengths have these words too: choice
		}
		a.StringAttributeConstraints = &bounds
	}
	if c := given.NumberAttributeConstraints; c != nil {
		if a.AttributeDataType != types.AttributeDataTypeNumber {
			return a, refusal.SchemaSetting(opt.Value(a.Name), "NumberAttributeConstraints belong to a Number")
		}
		bounds := *c
		low, okLow := parseNumber(opt.Value(opt.Or(bounds.MinValue, opt.Of("0"))))
		high, okHigh := parseNumber(opt.Value(opt.Or(bounds.MaxValue, opt.Of("0"))))
		switch {
		case !okLow || !okHigh:
			return a, refusal.SchemaSetting(opt.Value(a.Name), "MinValue and MaxValue have to be numbers, the smaller one first")
		case bounds.MinValue != nil && bounds.MaxValue != nil && low > high:
			return a, refusal.BoundsReversed(opt.Value(a.Name))
		}
		a.NumberAttributeConstraints = &bounds
	}
	return a, nil
}

// parseLength reads a bound of a String (R95: no value is longer).
func parseLength(s string) (float64, bool) {
	n, err := strconv.Atoi(s)
	return float64(n), err == nil && n >= 0 && n <= 2048
}
