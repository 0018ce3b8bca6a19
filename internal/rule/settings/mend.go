package settings

import (
	"fmt"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
)

// Maker makes up what a description has masked.
type Maker interface {
	NewPoolID(region string) string
	NewClientID() string
	NewSecret() string
}

const arnLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+=/,.@-"

// anARN is the model's own pattern.
var anARN = regexp.MustCompile(`\Aarn:[\w+=/,.@-]+:[\w+=/,.@-]+:([\w+=/,.@-]*)?:[0-9]+:[\w+=/,.@-]+(:[\w+=/,.@-]+)?(:[\w+=/,.@-]+)?\z`)

// mender replaces what people mask in a description: with stand-ins where
// something hangs on it, else with nothing.
type mender struct {
	region, account string
	notes           *notes
}

// arns mends every ARN in a description that is none, keeping what it can: the
// name of a function above all.
func (m mender) arns(path string, v reflect.Value) {
	for i := range v.NumField() {
		f, t := v.Field(i), v.Type().Field(i)
		if !t.IsExported() || f.Kind() != reflect.Pointer || f.IsNil() {
			continue
		}
		member := path + "." + t.Name
		switch {
		case f.Elem().Kind() == reflect.Struct && f.Elem().Type() != reflect.TypeFor[time.Time]():
			m.arns(member, f.Elem())
		case f.Elem().Kind() == reflect.String && m.isARN(t.Name, v.Type()) && !anARN.MatchString(f.Elem().String()):
			given, mended := f.Elem().String(), m.arn(t.Name, f.Elem().String())
			f.Set(reflect.ValueOf(&mended))
			m.notes.add(true, "%s is %q, which is no ARN: %s stands for it", member, given, mended)
		}
	}
}

// isARN reports whether a member is an ARN, by its name or by whose it is.
func (m mender) isARN(name string, of reflect.Type) bool {
	return strings.HasSuffix(name, "Arn") || name == "KMSKeyID" || of == reflect.TypeFor[types.LambdaConfigType]()
}

// arn is an ARN that says as much as given does.
func (m mender) arn(member, given string) string {
	service, resource, region := "lambda", "function:"+member, m.region
	switch member {
	case "SnsCallerArn", "RoleArn":
		service, resource, region = "iam", "role/"+member, ""
	case "SourceArn":
		service, resource = "ses", "identity/imported.example.com"
	case "KMSKeyID", "KmsKeyArn":
		service, resource = "kms", "key/"+member
	case "ApplicationArn":
		service, resource = "mobiletargeting", "apps/"+member
	}
	account := m.account
	if parts := strings.SplitN(given, ":", 6); len(parts) == 6 {
		clean := func(s string) bool { return s != "" && strings.Trim(s, arnLetters+":") == "" }
		if RegionPattern.MatchString(parts[3]) {
			region = parts[3]
		}
		if parts[4] != "" && strings.Trim(parts[4], "0123456789") == "" {
			account = parts[4]
		}
		if clean(parts[5]) && strings.Count(parts[5], ":") <= 2 {
			resource = parts[5]
		}
	}
	return "arn:aws:" + service + ":" + region + ":" + account + ":" + resource
}

// domain gives a pool whose domain is masked another, for links to point to.
func (m mender) domain(path string, given *string, d *types.UserPoolType, custom bool) {
	if given == nil || !isMasked(*given) {
		return
	}
	name := "pool-" + strings.ToLower((*d.Id)[strings.LastIndexByte(*d.Id, '_')+1:])
	if custom {
		d.CustomDomain = opt.Of(name + ".example.com")
		name = *d.CustomDomain
	} else {
		d.Domain = &name
	}
	m.notes.add(true, "%s is %q, which is no domain: %s stands for it", path, *given, name)
}

// isMasked reports whether a person, or a program, has made a text unreadable.
func isMasked(s string) bool { return strings.ContainsAny(s, "*<>[]{}\u2026\u2022") }

// unmask leaves out of a description what is masked and breaks the model, and
// refuses what breaks it otherwise. check is the model's word.
func (m mender) unmask(wrapper string, v reflect.Value, check func() string) error {
	for {
		message := check()
		if message == "" {
			return nil
		}
		path := violationPath(wrapper, message)
		where, text := member(v, strings.TrimPrefix(path, wrapper))
		if !isMasked(text) {
			return fmt.Errorf("%s: %s", path, message)
		}
		m.notes.add(true, "%s is %q, which it cannot be: left out", path, text)
		where.SetZero()
	}
}

// member is what is at a path below v, and the text that it is, if any.
func member(v reflect.Value, path string) (where reflect.Value, text string) {
	for _, step := range strings.FieldsFunc(path, func(r rune) bool { return r == '.' || r == '[' || r == ']' }) {
		v = reflect.Indirect(v)
		switch n, err := strconv.Atoi(step); {
		case err == nil && v.Kind() == reflect.Slice && n < v.Len():
			v = v.Index(n)
		case v.Kind() == reflect.Struct && v.FieldByName(step).IsValid():
			v = v.FieldByName(step)
		default:
			return v, ""
		}
	}
	if s := reflect.Indirect(v); s.Kind() == reflect.String {
		return v, s.String()
	}
	return v, ""
}
