package settings

import (
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strconv"
	"strings"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/clijson"
	"github.com/cognitofake/cognitofake/internal/model"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
)

// maxImport bounds what an import reads.
const maxImport = 4 << 20

// ReadDescription reads a description into d, and says what d does not know.
func ReadDescription(r io.Reader, wrapper string, d any) (notes []string, err error) {
	text, err := io.ReadAll(io.LimitReader(r, maxImport+1))
	switch {
	case err != nil:
		return nil, err
	case len(text) > maxImport:
		return nil, fmt.Errorf("%s has more than %d bytes", wrapper, maxImport)
	}
	if kind := otherKind(text, wrapper); kind != "" {
		return nil, fmt.Errorf("this is %s, and not what %s prints", kind, commands[wrapper])
	}
	unknown, err := clijson.Decode(text, wrapper, d)
	for _, path := range unknown {
		notes = append(notes, path+" is unknown, and left out")
	}
	return notes, err
}

// CompletePool judges a description by what CreateUserPool takes, and adds
// what a person may have left out of it. What is no id or ARN, masked perhaps,
// is made up, and said. The account from which the description came is account,
// in the region home, unless it says otherwise.
func CompletePool(d *types.UserPoolType, from Maker, home, account string) (made []string, err error) {
	var n notes
	if err := completeID(d, from, home, account, &n); err != nil {
		return nil, err
	}
	m := mender{region: RegionOf(*d.Id, home), account: account, notes: &n}
	if owner := accountOf(d); owner != "" {
		m.account = owner
	}
	arn := d.Arn
	d.Arn = nil // which is no other thing's
	m.arns("UserPool", reflect.ValueOf(d).Elem())
	d.Arn = arn
	m.domain("UserPool.Domain", d.Domain, d, false)
	m.domain("UserPool.CustomDomain", d.CustomDomain, d, true)
	if err := m.unmask("UserPool", reflect.ValueOf(d).Elem(), func() string {
		var in cip.CreateUserPoolInput
		opt.Carry(d, &in)
		in.PoolName = opt.Or(d.Name, opt.Of("pool"))
		return model.Check(&in)
	}); err != nil {
		return nil, err
	}
	if err := CheckDomain(opt.Default(opt.Value(d.Domain), "none"), false); err != nil {
		return nil, errors.New("UserPool.Domain: " + err.Advice())
	}
	if err := CheckDomain(opt.Default(opt.Value(d.CustomDomain), "none"), true); err != nil {
		return nil, errors.New("UserPool.CustomDomain: " + err.Advice())
	}
	if len(d.AliasAttributes) > 0 && len(d.UsernameAttributes) > 0 {
		return nil, errors.New("UserPool: " + refusal.AliasAndUsernameAttributes().Advice())
	}
	if err := checkTemplates(d); err != nil {
		return nil, errors.New("UserPool: " + err.Advice())
	}
	return n, completeSchema(d)
}

// completeID gives a description the id and ARN of one pool: its own, or those
// that a masked one leaves over.
func completeID(d *types.UserPoolType, from Maker, home, account string, n *notes) error {
	if d.Id == nil {
		return errors.New("UserPool.Id is missing")
	}
	parts := strings.SplitN(opt.Value(d.Arn), ":", 6)
	whole := len(parts) == 6 && strings.Trim(*d.Arn, arnLetters+":") == "" && strings.Trim(parts[4], "0123456789") == ""
	id := *d.Id
	if model.Check(&cip.DescribeUserPoolInput{UserPoolId: &id}) != "" {
		given := id
		inARN := strings.TrimPrefix(parts[len(parts)-1], "userpool/")
		if whole && model.Check(&cip.DescribeUserPoolInput{UserPoolId: &inARN}) == "" {
			id = inARN
		} else {
			region := RegionOf(given, home)
			if len(parts) == 6 && RegionPattern.MatchString(parts[3]) {
				region = parts[3]
			}
			id = from.NewPoolID(region)
		}
		d.Id = &id
		n.add(true, "UserPool.Id is %q, which no pool has: %s stands for it", given, id)
	}
	switch {
	case opt.Value(d.Arn) == "":
	case !whole:
		region := RegionOf(id, home)
		if len(parts) == 6 && parts[4] != "" && strings.Trim(parts[4], "0123456789") == "" {
			account = parts[4]
		}
		given := *d.Arn
		d.Arn = opt.Of("arn:aws:cognito-idp:" + region + ":" + account + ":userpool/" + id)
		n.add(true, "UserPool.Arn is %q, which no pool has: %s stands for it", given, *d.Arn)
	case parts[5] != "userpool/"+id || parts[3] != RegionOf(id, parts[3]):
		return fmt.Errorf("UserPool.Arn is %s, and UserPool.Id is %s: they have to name one pool", *d.Arn, id)
	}
	return nil
}

// completeSchema judges the attributes one by one, which come with their
// prefixes. Nothing is added to them, however old the description is; without
// any the pool has the standard ones.
func completeSchema(d *types.UserPoolType) error {
	standard := attribute.Standard()
	named := func(name string) func(types.SchemaAttributeType) bool {
		return func(s types.SchemaAttributeType) bool { return opt.Value(s.Name) == name }
	}
	for i, given := range d.SchemaAttributes {
		at := fmt.Sprintf("UserPool.SchemaAttributes[%d]", i)
		name := opt.Value(given.Name)
		var changed types.SchemaAttributeType
		var refusal *refusal.Error
		if n := slices.IndexFunc(standard, named(name)); n >= 0 {
			changed, refusal = attribute.Override(standard[n], given)
		} else if name != "" && !strings.HasPrefix(name, attribute.CustomPrefix) && !strings.HasPrefix(name, attribute.DeveloperPrefix) {
			return fmt.Errorf("%s.Name is %q: no standard attribute; a custom one has its prefix, %s", at, name, attribute.CustomPrefix+name)
		} else {
			changed, refusal = attribute.Custom(given)
		}
		switch {
		case refusal != nil:
			return fmt.Errorf("%s: %s", at, refusal.Advice())
		case slices.ContainsFunc(d.SchemaAttributes[:i], named(name)):
			return fmt.Errorf("%s.Name is %q, like that of an earlier one", at, name)
		}
		d.SchemaAttributes[i] = changed
	}
	if len(d.SchemaAttributes) == 0 {
		d.SchemaAttributes = standard
	}
	return nil
}

// CompleteClient is CompletePool for an app client. What it names of its pool
// need not be there.
func CompleteClient(d *types.UserPoolClientType, poolID string, s *Pool, from Maker, home string) (made []string, err error) {
	var n notes
	if d.ClientId == nil {
		return nil, errors.New("UserPoolClient.ClientId is missing")
	}
	if given := opt.Value(d.UserPoolId); given != "" && given != poolID {
		if model.Check(&cip.DescribeUserPoolInput{UserPoolId: &given}) == "" {
			return nil, fmt.Errorf("UserPoolClient.UserPoolId is %s, and this pool is %s", given, poolID)
		}
		n.add(true, "UserPoolClient.UserPoolId is %q, which no pool has: the client is made in %s", given, poolID)
	}
	d.UserPoolId = &poolID
	if opt.Value(d.ClientSecret) == "" {
		d.ClientSecret = nil
	}
	if given := *d.ClientId; model.Check(&cip.DescribeUserPoolClientInput{UserPoolId: &poolID, ClientId: &given}) != "" {
		d.ClientId = opt.Of(from.NewClientID())
		n.add(true, "UserPoolClient.ClientId is %q, which no app client has: %s stands for it", given, *d.ClientId)
	}
	if d.ClientSecret != nil && model.Check(&cip.CreateUserPoolClientInput{UserPoolId: &poolID, ClientName: &poolID, ClientSecret: d.ClientSecret}) != "" {
		d.ClientSecret = opt.Of(from.NewSecret())
		n.add(true, "UserPoolClient.ClientSecret is none that an app client could have: another one is made up, AppClient.Secret")
	}
	d.RefreshTokenValidity = opt.Default(d.RefreshTokenValidity, 30)
	m := mender{region: RegionOf(poolID, home), account: accountOf(&s.Describe), notes: &n}
	m.arns("UserPoolClient", reflect.ValueOf(d).Elem())
	if err := m.unmask("UserPoolClient", reflect.ValueOf(d).Elem(), func() string {
		var in cip.CreateUserPoolClientInput
		opt.Carry(d, &in)
		in.ClientName = opt.Or(d.ClientName, opt.Of("client"))
		return model.Check(&in)
	}); err != nil {
		return nil, err
	}
	if err := checkFlows(d); err != nil {
		return nil, errors.New("UserPoolClient: " + err.Advice())
	}
	if hint := hintTokenValidity(d); hint != "" {
		return nil, errors.New("UserPoolClient: " + refusal.TokenValidity().WithHint(hint).Advice())
	}
	for _, list := range []struct {
		member string
		names  []string
	}{{"ReadAttributes", d.ReadAttributes}, {"WriteAttributes", d.WriteAttributes}} {
		for i, name := range list.names {
			n.add(s.Schema.ByName[name] == nil, "UserPoolClient.%s[%d] is %s, which the pool lacks", list.member, i, name)
		}
	}
	return n, nil
}

// violationPath is the path of the member of which a validation error speaks
// first, as it is in the description; the service begins names with a small
// letter.
func violationPath(wrapper, message string) string {
	before, _, _ := strings.Cut(message, "' failed to satisfy constraint")
	path := wrapper
	for _, name := range strings.Split(before[strings.LastIndexByte(before, '\'')+1:], ".") {
		switch n, err := strconv.Atoi(name); {
		case err == nil:
			path += fmt.Sprintf("[%d]", n-1)
		case name == "poolName":
			path += ".Name"
		case name != "member" && name != "":
			path += "." + strings.ToUpper(name[:1]) + name[1:]
		}
	}
	return path
}
