package cognitofake

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
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
		if opt.Value(a.Name) == name {
			return opt.Value(a.Value)
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
			name:      opt.Value(d.Name),
			scim:      scimName(opt.Value(d.Name)),
			kind:      d.AttributeDataType,
			required:  opt.Value(d.Required),
			mutable:   opt.Value(d.Mutable),
			maxLength: -1,
		}
		if c := d.StringAttributeConstraints; c != nil {
			if n, err := strconv.Atoi(opt.Value(c.MinLength)); err == nil {
				a.minLength = n
			}
			if n, err := strconv.Atoi(opt.Value(c.MaxLength)); err == nil {
				a.maxLength = n
			}
		}
		if c := d.NumberAttributeConstraints; c != nil {
			a.minValue, a.maxValue = opt.Value(c.MinValue), opt.Value(c.MaxValue)
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
func (s *schema) conform(given []types.AttributeType, fill attribute) (attributes, *refusal.Error) {
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
func (s *schema) read(given []types.AttributeType, capacity int) (attributes, *refusal.Error) {
	if err := s.checkKnown(given); err != nil {
		return nil, err
	}
	result := make(attributes, 0, capacity)
	for _, a := range given {
		result = result.set(*a.Name, *a.Value)
	}
	return result, nil
}

func (s *schema) checkKnown(given []types.AttributeType) *refusal.Error {
	for _, a := range given {
		if a.Value == nil {
			return refusal.NullAttribute(opt.Value(a.Name))
		}
	}
	for _, a := range given {
		if name := opt.Value(a.Name); s.byName[name] == nil {
			return refusal.Schema(refusal.ViolationUnknown(name)).WithHint(s.hintUnknown(name))
		}
	}
	return nil
}

func (s *schema) checkRequired(a attributes) *refusal.Error {
	var missing []string
	for _, r := range s.required {
		if a.get(r.name) == "" {
			missing = append(missing, refusal.ViolationRequired(r.scim))
		}
	}
	if missing != nil {
		return refusal.Schema(missing...)
	}
	return nil
}

// checkValues judges lengths, types (R86, R87) and formats (R78, R79).
func (s *schema) checkValues(values attributes) *refusal.Error {
	var violations []string
	for _, v := range values {
		if violation := s.byName[v.name].violation(v.value); violation != "" {
			violations = append(violations, violation)
		}
	}
	if violations != nil {
		return refusal.Schema(violations...)
	}
	if email := values.get(attrEmail); email != "" && !validEmail(email) {
		return refusal.InvalidEmail()
	}
	if phone := values.get(attrPhone); phone != "" && !validPhone(phone) {
		return refusal.InvalidPhone()
	}
	return nil
}

// violation says what is wrong with a value, "" for nothing.
func (a *attributeSchema) violation(v string) string {
	switch a.kind {
	case types.AttributeDataTypeNumber:
		n, ok := parseNumber(v)
		if !ok {
			return refusal.ViolationType(a.name, "Number")
		}
		if low, ok := parseNumber(a.minValue); ok && n < low {
			return refusal.ViolationNumberMin(a.name, a.minValue)
		}
		if high, ok := parseNumber(a.maxValue); ok && n > high {
			return refusal.ViolationNumberMax(a.name, a.maxValue)
		}
	case types.AttributeDataTypeBoolean:
		if !strings.EqualFold(v, "true") && !strings.EqualFold(v, "false") {
			return refusal.ViolationType(a.name, "Boolean")
		}
	case types.AttributeDataTypeDatetime:
		if !validDateTime(v) {
			return refusal.ViolationType(a.name, "DateTime")
		}
	default:
		length := utf8.RuneCountInString(v)
		if length < a.minLength {
			return refusal.ViolationTooShort(a.name, a.minLength)
		}
		if a.maxLength >= 0 && length > a.maxLength {
			return refusal.ViolationTooLong(a.name, a.maxLength)
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
