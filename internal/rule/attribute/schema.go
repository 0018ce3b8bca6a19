package attribute

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
)

// Definition is one attribute that users of a pool may have.
type Definition struct {
	Name      string // with its custom: prefix
	scim      string // as today's schema errors name it (R83b)
	kind      types.AttributeDataType
	required  bool
	mutable   bool
	minLength int
	maxLength int    // -1: no bound
	minValue  string // "": no bound
	maxValue  string
}

// Schema is all that users of a pool may have, in the order in which
// DescribeUserPool lists it and errors name it (R83b).
type Schema struct {
	list     []Definition
	ByName   map[string]*Definition
	Required []*Definition
}

func NewSchema(described []types.SchemaAttributeType) *Schema {
	s := &Schema{
		list:   make([]Definition, 0, len(described)),
		ByName: make(map[string]*Definition, len(described)),
	}
	for _, d := range described {
		a := Definition{
			Name:      opt.Value(d.Name),
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
		s.ByName[a.Name] = a
		if a.required && a.Name != Sub { // the service fills sub in itself (R82)
			s.Required = append(s.Required, a)
		}
	}
	return s
}

// scimName is the name that today's schema errors use (R83b; middleName and
// preferredUsername inferred, the rest a choice).
func scimName(name string) string {
	switch name {
	case Email:
		return "emails"
	case Phone:
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
	case PreferredUsername:
		return "preferredUsername"
	}
	return name
}

// Conform checks the attributes of a new user in the order of R139 and
// returns them. fill is an attribute that the username stands for (R64); it
// counts as given (R68).
func (s *Schema) Conform(given []types.AttributeType, fill Pair) (List, *refusal.Error) {
	result, err := s.Read(given, len(given)+3) // room for what is filled in and for the flags of both addresses
	if err != nil {
		return nil, err
	}
	if fill.Name != "" && result.Get(fill.Name) == "" {
		result = result.Set(fill.Name, fill.Value)
	}
	if err := s.checkRequired(given, result); err != nil {
		return nil, err
	}
	return result, s.CheckValues(result)
}

// Read turns a list of a request into attributes: every name known (R84),
// every value there (R80), empty values absent (R81), the last of a name
// wins (R89).
func (s *Schema) Read(given []types.AttributeType, capacity int) (List, *refusal.Error) {
	if err := s.CheckKnown(given); err != nil {
		return nil, err
	}
	result := make(List, 0, capacity)
	for _, a := range given {
		result = result.Set(*a.Name, *a.Value)
	}
	return result, nil
}

func (s *Schema) CheckKnown(given []types.AttributeType) *refusal.Error {
	for _, a := range given {
		if a.Value == nil {
			return refusal.NullAttribute(opt.Value(a.Name))
		}
	}
	for _, a := range given {
		if name := opt.Value(a.Name); s.ByName[name] == nil {
			return refusal.Schema(refusal.ViolationUnknown(name)).WithHint(s.hintUnknown(name))
		}
	}
	return nil
}

// checkRequired refuses a new user without what the schema requires. a has
// what was given and what was filled in.
func (s *Schema) checkRequired(given []types.AttributeType, a List) *refusal.Error {
	var missing, names []string
	for _, r := range s.Required {
		if a.Get(r.Name) == "" {
			missing = append(missing, refusal.ViolationRequired(r.scim))
			names = append(names, r.Name)
		}
	}
	if missing != nil {
		return refusal.Schema(missing...).WithHint("the pool requires " + strings.Join(names, ", ") + "; the call sent " + sent(given))
	}
	return nil
}

// sent names the attributes of a request.
func sent(given []types.AttributeType) string {
	if len(given) == 0 {
		return "no attribute"
	}
	names := make([]string, len(given))
	for i, a := range given {
		names[i] = *a.Name
		if *a.Value == "" {
			names[i] += " (empty)"
		}
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}

// CheckValues judges lengths, types (R86, R87) and formats (R78, R79).
func (s *Schema) CheckValues(values List) *refusal.Error {
	var violations []string
	for _, v := range values {
		if violation := s.ByName[v.Name].violation(v.Value); violation != "" {
			violations = append(violations, violation)
		}
	}
	if violations != nil {
		return refusal.Schema(violations...)
	}
	if email := values.Get(Email); email != "" && !validEmail(email) {
		return refusal.InvalidEmail()
	}
	if phone := values.Get(Phone); phone != "" && !ValidPhone(phone) {
		return refusal.InvalidPhone()
	}
	return nil
}

// hintUnknown knows the usual misspelling of a custom attribute.
func (s *Schema) hintUnknown(name string) string {
	if s.ByName[CustomPrefix+name] != nil {
		return fmt.Sprintf("the pool has %s%s: a custom attribute goes by its prefix (R85)", CustomPrefix, name)
	}
	return fmt.Sprintf("the pool's schema has no attribute %s", name)
}

// CheckUpdate judges the values of an update: nothing immutable (N122),
// nothing required removed, and the forms of R78, R79, R86, R87.
func (s *Schema) CheckUpdate(given []types.AttributeType, values map[string]string) *refusal.Error {
	var fixed, missing, names []string
	written := make(List, 0, len(values))
	for _, a := range given {
		name := *a.Name
		known, v := s.ByName[name], values[name]
		if !known.mutable && !slices.Contains(fixed, name) {
			fixed = append(fixed, name)
		}
		if known.required && v == "" {
			missing = append(missing, refusal.ViolationRequired(known.scim)) // choice: as in a sign-up
			names = append(names, name)
		}
		written = written.Set(name, v)
	}
	switch {
	case fixed != nil:
		return refusal.Immutable(fixed...)
	case missing != nil:
		return refusal.Schema(missing...).WithHint("the pool requires " + strings.Join(names, ", ") + ", which may be changed and not removed")
	}
	return s.CheckValues(written)
}
