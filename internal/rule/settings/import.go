package settings

import (
	"errors"
	"fmt"
	"io"
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
	unknown, err := clijson.Decode(text, wrapper, d)
	for _, path := range unknown {
		notes = append(notes, path+" is unknown, and left out")
	}
	return notes, err
}

// CompletePool judges a description by what CreateUserPool takes, and adds
// what a person may have left out of it.
func CompletePool(d *types.UserPoolType) error {
	if opt.Value(d.Id) == "" {
		return errors.New("UserPool.Id is missing")
	}
	if arn := opt.Value(d.Arn); arn != "" {
		parts := strings.SplitN(arn, ":", 6)
		if len(parts) != 6 || parts[5] != "userpool/"+*d.Id || parts[3] != RegionOf(*d.Id, parts[3]) {
			return fmt.Errorf("UserPool.Arn is %s, and UserPool.Id is %s: they have to name one pool", arn, *d.Id)
		}
	}
	var in cip.CreateUserPoolInput
	opt.Carry(d, &in)
	in.PoolName = opt.Or(d.Name, opt.Of("pool"))
	if message := model.Check(&in); message != "" {
		return violationAt("UserPool", message)
	}
	for member, domain := range map[string]*string{"Domain": d.Domain, "CustomDomain": d.CustomDomain} {
		in := cip.CreateUserPoolDomainInput{UserPoolId: d.Id, Domain: domain}
		if message := model.Check(&in); domain != nil && message != "" {
			return errors.New("UserPool." + member + ": " + message)
		}
	}
	return completeSchema(d)
}

// completeSchema judges the attributes one by one. They come with their
// prefixes; the standard ones that are not there are added.
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
	for _, s := range standard {
		if !slices.ContainsFunc(d.SchemaAttributes, named(*s.Name)) {
			d.SchemaAttributes = append(d.SchemaAttributes, s)
		}
	}
	return nil
}

// CompleteClient is CompletePool for an app client.
func CompleteClient(d *types.UserPoolClientType, poolID string, s *Pool) error {
	switch {
	case opt.Value(d.ClientId) == "":
		return errors.New("UserPoolClient.ClientId is missing")
	case d.UserPoolId != nil && *d.UserPoolId != poolID:
		return fmt.Errorf("UserPoolClient.UserPoolId is %s, and this pool is %s", *d.UserPoolId, poolID)
	}
	d.UserPoolId = &poolID
	d.RefreshTokenValidity = opt.Default(d.RefreshTokenValidity, 30)
	var in cip.CreateUserPoolClientInput
	opt.Carry(d, &in)
	in.ClientName = opt.Or(d.ClientName, opt.Of("client"))
	if message := model.Check(&in); message != "" {
		return violationAt("UserPoolClient", message)
	}
	if err := s.CheckClient(d, "creating"); err != nil {
		return errors.New("UserPoolClient: " + err.Advice())
	}
	return nil
}

// violationAt puts the path of the member, as it is in the description, before
// the service's words, in which names begin with a small letter.
func violationAt(wrapper, message string) error {
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
	return fmt.Errorf("%s: %s", path, message)
}

// PoolNotes says what of a pool's description has no effect in the fake.
func PoolNotes(d *types.UserPoolType) []string {
	var n notes
	n.add(d.EstimatedNumberOfUsers > 0, "UserPool.EstimatedNumberOfUsers is %d: a description has no users, and the pool starts without any", d.EstimatedNumberOfUsers)
	if p := d.Policies; p != nil && p.PasswordPolicy != nil {
		n.add(opt.Value(p.PasswordPolicy.PasswordHistorySize) > 0 && d.UserPoolTier != types.UserPoolTierTypePlus, "UserPool.Policies.PasswordPolicy.PasswordHistorySize: earlier passwords are not remembered")
	}
	n.add(d.MfaConfiguration == types.UserPoolMfaTypeOn, "UserPool.MfaConfiguration is ON: sign-in by password is not modelled with a second factor, and answers NotModelledException")
	n.add(d.MfaConfiguration == types.UserPoolMfaTypeOptional, "UserPool.MfaConfiguration is OPTIONAL: no user has a second factor")
	n.add(d.DeviceConfiguration != nil, "UserPool.DeviceConfiguration: devices are not remembered")
	if addOns := d.UserPoolAddOns; addOns != nil {
		mode := addOns.AdvancedSecurityMode
		n.add(mode != "" && mode != types.AdvancedSecurityModeTypeOff, "UserPool.UserPoolAddOns.AdvancedSecurityMode is %s: of threats only the passwords of WithCompromisedPasswords are looked for", mode)
	}
	n.add(d.KeyConfiguration != nil, "UserPool.KeyConfiguration: no key is used")
	n.add(d.IssuerConfiguration != nil, "UserPool.IssuerConfiguration: tokens have the usual issuer")
	n.add(d.SmsConfigurationFailure != nil, "UserPool.SmsConfigurationFailure is %s: text messages are delivered all the same", opt.Value(d.SmsConfigurationFailure))
	n.add(d.EmailConfigurationFailure != nil, "UserPool.EmailConfigurationFailure is %s: e-mails are delivered all the same", opt.Value(d.EmailConfigurationFailure))
	if c := d.LambdaConfig; c != nil {
		for _, f := range []struct {
			member string
			set    bool
		}{
			{"CreateAuthChallenge", c.CreateAuthChallenge != nil},
			{"DefineAuthChallenge", c.DefineAuthChallenge != nil},
			{"InboundFederation", c.InboundFederation != nil},
			{"PostAuthentication", c.PostAuthentication != nil},
			{"PreAuthentication", c.PreAuthentication != nil},
			{"PreTokenGeneration", c.PreTokenGeneration != nil || c.PreTokenGenerationConfig != nil},
			{"UserMigration", c.UserMigration != nil},
			{"VerifyAuthChallengeResponse", c.VerifyAuthChallengeResponse != nil},
		} {
			n.add(f.set, "UserPool.LambdaConfig.%s: this function is not called", f.member)
		}
	}
	return n
}

// ClientNotes says what of an app client's description has no effect in the fake.
func ClientNotes(d *types.UserPoolClientType) []string {
	var n notes
	n.add(len(d.AllowedOAuthFlows) > 0, "UserPoolClient.AllowedOAuthFlows: there are no pages of a hosted sign-in")
	for _, provider := range d.SupportedIdentityProviders {
		n.add(provider != "COGNITO", "UserPoolClient.SupportedIdentityProviders: nobody signs in with %s", provider)
	}
	n.add(d.AnalyticsConfiguration != nil, "UserPoolClient.AnalyticsConfiguration: nothing is sent to Amazon Pinpoint")
	return n
}

// notes collects sentences.
type notes []string

func (n *notes) add(holds bool, format string, args ...any) {
	if holds {
		*n = append(*n, fmt.Sprintf(format, args...))
	}
}
