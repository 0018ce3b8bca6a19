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
// the standard attributes, changed by given, then the custom ones (N134).
func Describe(given []types.SchemaAttributeType) ([]types.SchemaAttributeType, *refusal.Error) {
	result := Standard()
	standard := len(result)
	var custom []types.SchemaAttributeType
	for _, g := range given {
		at := slices.IndexFunc(result[:standard], func(s types.SchemaAttributeType) bool { return *s.Name == opt.Value(g.Name) })
		if at < 0 {
			custom = append(custom, g)
			continue
		}
		changed, err := Override(result[at], g)
		if err != nil {
			return nil, err
		}
		result[at] = changed
	}
	return AddCustom(result, custom)
}

// AddCustom is a schema with custom attributes added, each with its prefix.
func AddCustom(existing, given []types.SchemaAttributeType) ([]types.SchemaAttributeType, *refusal.Error) {
	result := slices.Clone(existing)
	for _, g := range given {
		custom, err := Custom(g)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(result, func(s types.SchemaAttributeType) bool { return opt.Value(s.Name) == *custom.Name }) {
			return nil, refusal.AttributeExists(*custom.Name)
		}
		result = append(result, custom)
	}
	return result, nil
}

// Override applies what a pool may change of a standard attribute.
func Override(standard, given types.SchemaAttributeType) (types.SchemaAttributeType, *refusal.Error) {
	name := opt.Value(standard.Name)
	if given.AttributeDataType != "" && given.AttributeDataType != standard.AttributeDataType {
		return standard, refusal.SchemaSetting(name, "AttributeDataType has to be "+string(standard.AttributeDataType))
	}
	if name == Sub && (given.Mutable != nil && *given.Mutable || given.Required != nil && !*given.Required) {
		return standard, refusal.SchemaSetting(name, "sub is required and cannot be changed")
	}
	if opt.Value(given.DeveloperOnlyAttribute) {
		return standard, refusal.SchemaSetting(name, "a standard attribute cannot be DeveloperOnlyAttribute")
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
		if !ordered(bounds.MinLength, bounds.MaxLength, parseLength) {
			return a, refusal.SchemaSetting(opt.Value(a.Name), "MinLength and MaxLength have to be numbers from 0 to 2048, the smaller one first")
		}
		a.StringAttributeConstraints = &bounds
	}
	if c := given.NumberAttributeConstraints; c != nil {
		if a.AttributeDataType != types.AttributeDataTypeNumber {
			return a, refusal.SchemaSetting(opt.Value(a.Name), "NumberAttributeConstraints belong to a Number")
		}
		bounds := *c
		if !ordered(bounds.MinValue, bounds.MaxValue, parseNumber) {
			return a, refusal.SchemaSetting(opt.Value(a.Name), "MinValue and MaxValue have to be numbers, the smaller one first")
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

// ordered reports whether both bounds, where given, can be read and low <= high.
func ordered(low, high *string, parse func(string) (float64, bool)) bool {
	l, okLow := parse(opt.Value(opt.Or(low, opt.Of("0"))))
	h, okHigh := parse(opt.Value(opt.Or(high, opt.Of("0"))))
	return okLow && okHigh && (low == nil || high == nil || l <= h)
}
