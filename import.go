package cognitofake

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

// ImportPool makes a user pool from what
//
//	aws cognito-idp describe-user-pool --user-pool-id ID
//
// prints, so that tests meet the pool as it is in production: with its id, ARN
// and region, whatever the region of the Fake, its schema, policies, messages,
// domains and LambdaConfig. Dates may be ISO 8601 or epoch seconds. The pool
// starts without users. DescribeUserPool gives the description back.
//
// What is in the file and cannot be honoured, unknown members among it, is
// named by [Pool.NotHonoured] and in the transcript. What is no description of
// a pool is an error that names the member, and makes no pool.
func (f *Fake) ImportPool(r io.Reader) (*Pool, error) {
	var d types.UserPoolType
	unknown, err := readDescription(r, "UserPool", &d)
	if err != nil {
		return nil, importError("ImportPool", err)
	}
	if err := completePool(&d); err != nil {
		return nil, importError("ImportPool", err)
	}
	notes := append(unknown, poolNotes(&d)...)
	d.EstimatedNumberOfUsers = 0
	p, refusal := f.storePool(d, *d.Id)
	if refusal != nil {
		return nil, importError("ImportPool", errors.New("UserPool: "+refusal.Advice()))
	}
	f.keep(p)
	p.notHonoured = notes
	f.noteImport("ImportPool", notes)
	return p, nil
}

// ImportAppClient makes an app client of the pool from what
//
//	aws cognito-idp describe-user-pool-client --user-pool-id ID --client-id ID
//
// prints, with its id and secret; see [Fake.ImportPool]. A description that
// names another pool is refused.
func (p *Pool) ImportAppClient(r io.Reader) (*AppClient, error) {
	var d types.UserPoolClientType
	unknown, err := readDescription(r, "UserPoolClient", &d)
	if err != nil {
		return nil, importError("ImportAppClient", err)
	}
	if err := p.completeApp(&d); err != nil {
		return nil, importError("ImportAppClient", err)
	}
	notes := append(unknown, appNotes(&d)...)
	a, refusal := p.storeApp(d, *d.ClientId)
	if refusal != nil {
		return nil, importError("ImportAppClient", errors.New("UserPoolClient: "+refusal.Advice()))
	}
	p.keep(a)
	a.notHonoured = notes
	p.fake.noteImport("ImportAppClient", notes)
	return a, nil
}

// NotHonoured is what [Fake.ImportPool] found in the description of the pool
// and could not honour: a sentence each, which begins with the member's path,
// such as "UserPool.DeviceConfiguration". It is empty for other pools.
func (p *Pool) NotHonoured() []string { return slices.Clone(p.notHonoured) }

// NotHonoured is what [Pool.ImportAppClient] found in the description of the
// app client and could not honour; see [Pool.NotHonoured].
func (a *AppClient) NotHonoured() []string { return slices.Clone(a.notHonoured) }

func importError(by string, err error) error { return fmt.Errorf("cognitofake: %s: %w", by, err) }

func (f *Fake) noteImport(by string, notes []string) {
	for _, note := range notes {
		f.history.note(by + ": " + note)
	}
}

// readDescription reads a description into d, and says what d does not know.
func readDescription(r io.Reader, wrapper string, d any) (notes []string, err error) {
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

// completePool judges a description by what CreateUserPool takes, and adds
// what a person may have left out of it.
func completePool(d *types.UserPoolType) error {
	if opt.Value(d.Id) == "" {
		return errors.New("UserPool.Id is missing")
	}
	if arn := opt.Value(d.Arn); arn != "" {
		parts := strings.SplitN(arn, ":", 6)
		if len(parts) != 6 || parts[5] != "userpool/"+*d.Id || parts[3] != regionOf(*d.Id, parts[3]) {
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

// completeApp is completePool for an app client.
func (p *Pool) completeApp(d *types.UserPoolClientType) error {
	switch {
	case opt.Value(d.ClientId) == "":
		return errors.New("UserPoolClient.ClientId is missing")
	case d.UserPoolId != nil && *d.UserPoolId != p.ID:
		return fmt.Errorf("UserPoolClient.UserPoolId is %s, and this pool is %s", *d.UserPoolId, p.ID)
	}
	d.UserPoolId = &p.ID
	d.RefreshTokenValidity = opt.Default(d.RefreshTokenValidity, 30)
	var in cip.CreateUserPoolClientInput
	opt.Carry(d, &in)
	in.ClientName = opt.Or(d.ClientName, opt.Of("client"))
	if message := model.Check(&in); message != "" {
		return violationAt("UserPoolClient", message)
	}
	if err := p.checkApp(d, "creating"); err != nil {
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

// regionOf is the region that begins a pool's id, or other where none does.
func regionOf(poolID, other string) string {
	if i := strings.LastIndexByte(poolID, '_'); i >= 0 && regionPattern.MatchString(poolID[:i]) {
		return poolID[:i]
	}
	return other
}

// region is the pool's own: that of its id, which may be another than the Fake's.
func (p *Pool) region() string { return regionOf(p.ID, p.fake.region) }

// poolNotes says what of a pool's description has no effect in the fake.
func poolNotes(d *types.UserPoolType) []string {
	var n notes
	n.add(d.EstimatedNumberOfUsers > 0, "UserPool.EstimatedNumberOfUsers is %d: a description has no users, and the pool starts without any", d.EstimatedNumberOfUsers)
	if p := d.Policies; p != nil && p.PasswordPolicy != nil {
		n.add(opt.Value(p.PasswordPolicy.PasswordHistorySize) > 0, "UserPool.Policies.PasswordPolicy.PasswordHistorySize: earlier passwords are not remembered")
	}
	n.add(d.MfaConfiguration == types.UserPoolMfaTypeOn, "UserPool.MfaConfiguration is ON: sign-in is not modelled with a second factor, and answers NotModelledException")
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

// appNotes says what of an app client's description has no effect in the fake.
func appNotes(d *types.UserPoolClientType) []string {
	var n notes
	n.add(len(d.AllowedOAuthFlows) > 0, "UserPoolClient.AllowedOAuthFlows: there are no pages of a hosted sign-in")
	for _, provider := range d.SupportedIdentityProviders {
		n.add(provider != "COGNITO", "UserPoolClient.SupportedIdentityProviders: nobody signs in with %s", provider)
	}
	n.add(d.RefreshTokenRotation != nil && d.RefreshTokenRotation.Feature == types.FeatureTypeEnabled,
		"UserPoolClient.RefreshTokenRotation: refresh tokens are not exchanged")
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
