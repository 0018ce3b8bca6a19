package cognitofake

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
)

// Attributes that the service itself reads or writes.
const (
	attrSub               = "sub"
	attrEmail             = "email"
	attrEmailVerified     = "email_verified"
	attrPhone             = "phone_number"
	attrPhoneVerified     = "phone_number_verified"
	attrPreferredUsername = "preferred_username"
	attrIdentities        = "identities"

	customPrefix    = "custom:"
	developerPrefix = "dev:"
)

// verifiedFlag names the attribute that says whether name, an e-mail address
// or a phone number, is verified; "" for every other attribute.
func verifiedFlag(name string) string {
	switch name {
	case attrEmail:
		return attrEmailVerified
	case attrPhone:
		return attrPhoneVerified
	}
	return ""
}

// attribute is one name and value of a user.
type attribute struct{ name, value string }

// attributes are a user's, sorted by name, each name once, no value empty.
// sub is not among them: it is the user's own field.
type attributes []attribute

func (a attributes) find(name string) (int, bool) {
	return slices.BinarySearchFunc(a, name, func(x attribute, name string) int {
		return strings.Compare(x.name, name)
	})
}

func (a attributes) get(name string) string {
	if i, ok := a.find(name); ok {
		return a[i].value
	}
	return ""
}

// set returns a with name set to value; the empty value removes the name. As
// with append, the old a is not to be used afterwards.
func (a attributes) set(name, value string) attributes {
	i, ok := a.find(name)
	switch {
	case ok && value == "":
		return slices.Delete(a, i, i+1)
	case ok:
		a[i].value = value
		return a
	case value == "":
		return a
	}
	return slices.Insert(a, i, attribute{name, value})
}

// lastValue is the value that a request gives to name, "" for none: of several
// the last wins (R89).
func lastValue(given []types.AttributeType, name string) string {
	for _, a := range slices.Backward(given) {
		if value(a.Name) == name {
			return value(a.Value)
		}
	}
	return ""
}

// attributeSchema is one attribute that users of a pool may have.
type attributeSchema struct {
	name      string // with its custom: prefix
	scim      string // as today's schema errors name it (R83b)
	kind      types.AttributeDataType
	required  bool
	mutable   bool
	minLength int
	maxLength int    // -1: no bound
	minValue  string // "": no bound
	maxValue  string
}

// schema is all that users of a pool may have, in the order in which
// DescribeUserPool lists it and errors name it (R83b).
type schema struct {
	list     []attributeSchema
	byName   map[string]*attributeSchema
	required []*attributeSchema
}

func newSchema(described []types.SchemaAttributeType) *schema {
	s := &schema{
		list:   make([]attributeSchema, 0, len(described)),
		byName: make(map[string]*attributeSchema, len(described)),
	}
	for _, d := range described {
		a := attributeSchema{
			name:      value(d.Name),
			scim:      scimName(value(d.Name)),
			kind:      d.AttributeDataType,
			required:  value(d.Required),
			mutable:   value(d.Mutable),
			maxLength: -1,
		}
		if c := d.StringAttributeConstraints; c != nil {
			if n, err := strconv.Atoi(value(c.MinLength)); err == nil {
				a.minLength = n
			}
			if n, err := strconv.Atoi(value(c.MaxLength)); err == nil {
				a.maxLength = n
			}
		}
		if c := d.NumberAttributeConstraints; c != nil {
			a.minValue, a.maxValue = value(c.MinValue), value(c.MaxValue)
		}
		s.list = append(s.list, a)
	}
	for i := range s.list {
		a := &s.list[i]
		s.byName[a.name] = a
		if a.required && a.name != attrSub { // the service fills sub in itself (R82)
			s.required = append(s.required, a)
		}
	}
	return s
}

// scimName is the name that today's schema errors use (R83b; middleName and
// preferredUsername inferred, the rest a choice).
func scimName(name string) string {
	switch name {
	case attrEmail:
		return "emails"
	case attrPhone:
		return "phoneNumbers"
	case "name":
		return "name.formatted"
	case "given_name":
		return "name.givenName"
	case "family_name":
		return "name.familyName"
	case "middle_name":
		return "name.middleName"
	case "nickname":
		return "nickName"
	case "address":
		return "addresses"
	case attrPreferredUsername:
		return "preferredUsername"
	}
	return name
}

// conform checks the attributes of a new user in the order of R139 and
// returns them. fill is an attribute that the username stands for (R64); it
// counts as given (R68).
func (s *schema) conform(given []types.AttributeType, fill attribute) (attributes, *apiError) {
	result, err := s.read(given, len(given)+3) // sub's flags come later
	if err != nil {
		return nil, err
	}
	if fill.name != "" && result.get(fill.name) == "" {
		result = result.set(fill.name, fill.value)
	}
	if err := s.checkRequired(result); err != nil {
		return nil, err
	}
	return result, s.checkValues(result)
}

// read turns a list of a request into attributes: every name known (R84),
// every value there (R80), empty values absent (R81), the last of a name
// wins (R89).
func (s *schema) read(given []types.AttributeType, capacity int) (attributes, *apiError) {
	if err := s.checkKnown(given); err != nil {
		return nil, err
	}
	result := make(attributes, 0, capacity)
	for _, a := range given {
		result = result.set(*a.Name, *a.Value)
	}
	return result, nil
}

func (s *schema) checkKnown(given []types.AttributeType) *apiError {
	for _, a := range given {
		if a.Value == nil {
			return errNullAttribute(value(a.Name))
		}
	}
	for _, a := range given {
		if name := value(a.Name); s.byName[name] == nil {
			return errSchema(violationUnknown(name)).because(s.hintUnknown(name))
		}
	}
	return nil
}

func (s *schema) checkRequired(a attributes) *apiError {
	var missing []string
	for _, r := range s.required {
		if a.get(r.name) == "" {
			missing = append(missing, violationRequired(r.scim))
		}
	}
	if missing != nil {
		return errSchema(missing...)
	}
	return nil
}

// checkValues judges lengths, types (R86, R87) and formats (R78, R79).
func (s *schema) checkValues(values attributes) *apiError {
	var violations []string
	for _, v := range values {
		if violation := s.byName[v.name].violation(v.value); violation != "" {
			violations = append(violations, violation)
		}
	}
	if violations != nil {
		return errSchema(violations...)
	}
	if email := values.get(attrEmail); email != "" && !validEmail(email) {
		return errInvalidEmail()
	}
	if phone := values.get(attrPhone); phone != "" && !validPhone(phone) {
		return errInvalidPhone()
	}
	return nil
}

// violation says what is wrong with a value, "" for nothing.
func (a *attributeSchema) violation(v string) string {
	switch a.kind {
	case types.AttributeDataTypeNumber:
		n, ok := parseNumber(v)
		if !ok {
			return violationType(a.name, "Number")
		}
		if low, ok := parseNumber(a.minValue); ok && n < low {
			return violationNumberMin(a.name, a.minValue)
		}
		if high, ok := parseNumber(a.maxValue); ok && n > high {
			return violationNumberMax(a.name, a.maxValue)
		}
	case types.AttributeDataTypeBoolean:
		if !strings.EqualFold(v, "true") && !strings.EqualFold(v, "false") {
			return violationType(a.name, "Boolean")
		}
	case types.AttributeDataTypeDatetime:
		if !validDateTime(v) {
			return violationType(a.name, "DateTime")
		}
	default:
		length := runes(v)
		if length < a.minLength {
			return violationTooShort(a.name, a.minLength)
		}
		if a.maxLength >= 0 && length > a.maxLength {
			return violationTooLong(a.name, a.maxLength)
		}
	}
	return ""
}

// parseNumber reads a decimal number; Go's own words for more, such as NaN and
// 0x1p-2, are none.
func parseNumber(s string) (float64, bool) {
	if strings.Trim(s, "+-.0123456789eE") != "" {
		return 0, false
	}
	n, err := strconv.ParseFloat(s, 64)
	return n, err == nil
}

// validEmail is R78's choice: a local part, one @, a dotted domain, no white space.
func validEmail(s string) bool {
	local, domain, ok := strings.Cut(s, "@")
	if !ok || local == "" || strings.ContainsFunc(s, unicode.IsSpace) || strings.Contains(domain, "@") {
		return false
	}
	return strings.Contains(domain, ".") && !strings.Contains(domain, "..") &&
		!strings.HasPrefix(domain, ".") && !strings.HasSuffix(domain, ".")
}

// validPhone is R79's choice: E.164, a plus and 2 to 15 digits.
func validPhone(s string) bool {
	return len(s) >= 3 && len(s) <= 16 && s[1] != '0' && looksLikePhone(s)
}

// validDateTime accepts what a date may look like (R87, choice).
func validDateTime(s string) bool {
	if _, err := strconv.ParseInt(s, 10, 64); err == nil {
		return true
	}
	for _, layout := range []string{time.RFC3339, time.DateTime, time.DateOnly} {
		if _, err := time.Parse(layout, s); err == nil {
			return true
		}
	}
	return false
}

// standardAttributes is what every pool has (R82), in the order of R83b.
func standardAttributes() []types.SchemaAttributeType {
	text := func(name, min, max string) types.SchemaAttributeType {
		return types.SchemaAttributeType{
			Name: &name, AttributeDataType: types.AttributeDataTypeString,
			DeveloperOnlyAttribute: ptr(false), Mutable: ptr(true), Required: ptr(false),
			StringAttributeConstraints: &types.StringAttributeConstraintsType{MinLength: &min, MaxLength: &max},
		}
	}
	flag := func(name string) types.SchemaAttributeType {
		return types.SchemaAttributeType{
			Name: &name, AttributeDataType: types.AttributeDataTypeBoolean,
			DeveloperOnlyAttribute: ptr(false), Mutable: ptr(true), Required: ptr(false),
		}
	}
	sub := text(attrSub, "1", "2048")
	sub.Mutable, sub.Required = ptr(false), ptr(true)
	identities := text(attrIdentities, "", "")
	identities.StringAttributeConstraints = &types.StringAttributeConstraintsType{}
	updatedAt := flag("updated_at")
	updatedAt.AttributeDataType = types.AttributeDataTypeNumber
	updatedAt.NumberAttributeConstraints = &types.NumberAttributeConstraintsType{MinValue: ptr("0")}
	return []types.SchemaAttributeType{
		text("profile", "0", "2048"), text("address", "0", "2048"), text("birthdate", "10", "10"),
		text("gender", "0", "2048"), text(attrPreferredUsername, "0", "2048"), updatedAt,
		text("website", "0", "2048"), text("picture", "0", "2048"), identities, sub,
		text(attrPhone, "0", "2048"), flag(attrPhoneVerified),
		text("zoneinfo", "0", "2048"), text("locale", "0", "2048"),
		text(attrEmail, "0", "2048"), flag(attrEmailVerified),
		text("given_name", "0", "2048"), text("family_name", "0", "2048"), text("middle_name", "0", "2048"),
		text("name", "0", "2048"), text("nickname", "0", "2048"),
	}
}

// describeSchema is the schema of a new pool as DescribeUserPool shows it:
// the standard attributes, changed by given, then the custom ones (N134).
func describeSchema(given []types.SchemaAttributeType) ([]types.SchemaAttributeType, *apiError) {
	result := standardAttributes()
	standard := len(result)
	var custom []types.SchemaAttributeType
	for _, g := range given {
		at := slices.IndexFunc(result[:standard], func(s types.SchemaAttributeType) bool { return *s.Name == value(g.Name) })
		if at < 0 {
			custom = append(custom, g)
			continue
		}
		changed, err := overrideStandard(result[at], g)
		if err != nil {
			return nil, err
		}
		result[at] = changed
	}
	return addCustomAttributes(result, custom)
}

// addCustomAttributes is a schema with custom attributes added, each with its prefix.
func addCustomAttributes(existing, given []types.SchemaAttributeType) ([]types.SchemaAttributeType, *apiError) {
	result := slices.Clone(existing)
	for _, g := range given {
		custom, err := customAttribute(g)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(result, func(s types.SchemaAttributeType) bool { return value(s.Name) == *custom.Name }) {
			return nil, errAttributeExists(*custom.Name)
		}
		result = append(result, custom)
	}
	return result, nil
}

// overrideStandard applies what a pool may change of a standard attribute.
func overrideStandard(standard, given types.SchemaAttributeType) (types.SchemaAttributeType, *apiError) {
	name := value(standard.Name)
	if given.AttributeDataType != "" && given.AttributeDataType != standard.AttributeDataType {
		return standard, errSchemaSetting(name, "AttributeDataType has to be "+string(standard.AttributeDataType))
	}
	if name == attrSub && (given.Mutable != nil && *given.Mutable || given.Required != nil && !*given.Required) {
		return standard, errSchemaSetting(name, "sub is required and cannot be changed")
	}
	if value(given.DeveloperOnlyAttribute) {
		return standard, errSchemaSetting(name, "a standard attribute cannot be DeveloperOnlyAttribute")
	}
	if given.Mutable != nil {
		standard.Mutable = given.Mutable
	}
	if given.Required != nil {
		standard.Required = given.Required
	}
	return constrain(standard, given)
}

// customAttribute is g with its prefix and the defaults of a custom attribute.
func customAttribute(g types.SchemaAttributeType) (types.SchemaAttributeType, *apiError) {
	name := value(g.Name)
	if name == "" {
		return g, errSchemaSetting(name, "Name is missing")
	}
	if value(g.Required) {
		return g, errRequiredCustomAttribute().because("Schema: leave Required out of " + name)
	}
	if !strings.HasPrefix(name, customPrefix) && !strings.HasPrefix(name, developerPrefix) {
		name = customPrefix + name
		if value(g.DeveloperOnlyAttribute) {
			name = developerPrefix + name
		}
	}
	c := types.SchemaAttributeType{
		Name: &name, AttributeDataType: g.AttributeDataType,
		DeveloperOnlyAttribute: ptr(value(g.DeveloperOnlyAttribute)),
		Mutable:                ptr(g.Mutable == nil || *g.Mutable),
		Required:               ptr(false),
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
func constrain(a, given types.SchemaAttributeType) (types.SchemaAttributeType, *apiError) {
	if c := given.StringAttributeConstraints; c != nil {
		if a.AttributeDataType != types.AttributeDataTypeString {
			return a, errSchemaSetting(value(a.Name), "StringAttributeConstraints belong to a String")
		}
		bounds := *c
		if old := a.StringAttributeConstraints; old != nil {
			bounds.MinLength, bounds.MaxLength = or(bounds.MinLength, old.MinLength), or(bounds.MaxLength, old.MaxLength)
		}
		if !ordered(bounds.MinLength, bounds.MaxLength, parseLength) {
			return a, errSchemaSetting(value(a.Name), "MinLength and MaxLength have to be numbers from 0 to 2048, the smaller one first")
		}
		a.StringAttributeConstraints = &bounds
	}
	if c := given.NumberAttributeConstraints; c != nil {
		if a.AttributeDataType != types.AttributeDataTypeNumber {
			return a, errSchemaSetting(value(a.Name), "NumberAttributeConstraints belong to a Number")
		}
		bounds := *c
		if !ordered(bounds.MinValue, bounds.MaxValue, parseNumber) {
			return a, errSchemaSetting(value(a.Name), "MinValue and MaxValue have to be numbers, the smaller one first")
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
	l, okLow := parse(value(or(low, ptr("0"))))
	h, okHigh := parse(value(or(high, ptr("0"))))
	return okLow && okHigh && (low == nil || high == nil || l <= h)
}
