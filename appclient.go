package cognitofake

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/model"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/random"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
)

// AppClient is an app client of a [Pool]. [Pool.AddAppClient] makes one.
type AppClient struct {
	// ID is the client id that an application is configured with.
	ID string
	// Secret is the client secret that the app client was made with; empty
	// without one.
	Secret string

	pool     *Pool
	seq      uint64 // order of creation in the Fake
	settings atomic.Pointer[appSettings]
	made     *appSettings // nil for a client made by CreateUserPoolClient

	notHonoured []string // of an import
}

// appSettings is how an app client is configured. It is never changed; a
// client that is configured anew gets another one.
type appSettings struct {
	describe types.UserPoolClientType

	secrets []clientSecret // active ones first made first; at most two (R27)
	retired []clientSecret // deleted ones, for hints alone

	write map[string]bool // WriteAttributes; nil means unset or empty (R91)
	read  map[string]bool // ReadAttributes; nil means unset or empty (N83)
	flows flowSet

	hidesUsers      bool // PreventUserExistenceErrors=ENABLED
	sessionValidity time.Duration
}

// clientSecret is one secret of an app client.
type clientSecret struct {
	id      string
	value   string
	created time.Time
}

// nameSet is a list of names that are looked up; nil for an empty one, which
// counts as unset (R91, choice).
func nameSet(names []string) map[string]bool {
	if len(names) == 0 {
		return nil
	}
	set := make(map[string]bool, len(names))
	for _, name := range names {
		set[name] = true
	}
	return set
}

// hidesUsers reports whether the client is told nothing about who exists:
// PreventUserExistenceErrors=ENABLED.
func (a *AppClient) hidesUsers() bool { return a.settings.Load().hidesUsers }

// flowSet is what ExplicitAuthFlows allow (N18, N19).
type flowSet struct{ userAuth, userPassword, adminPassword, srp, custom, refresh bool }

func newFlowSet(flows []types.ExplicitAuthFlowsType) flowSet {
	s := flowSet{srp: true, custom: true, refresh: true} // unset (N19)
	if slices.ContainsFunc(flows, func(f types.ExplicitAuthFlowsType) bool { return strings.HasPrefix(string(f), "ALLOW_") }) {
		s = flowSet{}
	}
	for _, f := range flows {
		switch f {
		case types.ExplicitAuthFlowsTypeAllowUserAuth:
			s.userAuth = true
		case types.ExplicitAuthFlowsTypeAllowUserPasswordAuth, types.ExplicitAuthFlowsTypeUserPasswordAuth:
			s.userPassword = true
		case types.ExplicitAuthFlowsTypeAllowAdminUserPasswordAuth, types.ExplicitAuthFlowsTypeAdminNoSrpAuth:
			s.adminPassword = true
		case types.ExplicitAuthFlowsTypeAllowUserSrpAuth:
			s.srp = true
		case types.ExplicitAuthFlowsTypeAllowCustomAuth:
			s.custom = true
		case types.ExplicitAuthFlowsTypeAllowRefreshTokenAuth:
			s.refresh = true
		case types.ExplicitAuthFlowsTypeCustomAuthFlowOnly: // the old values leave the rest open (N25)
			s.srp = false
		}
	}
	return s
}

func newAppSettings(d types.UserPoolClientType) *appSettings {
	s := &appSettings{
		describe:        d,
		flows:           newFlowSet(d.ExplicitAuthFlows),
		hidesUsers:      d.PreventUserExistenceErrors == types.PreventUserExistenceErrorTypesEnabled,
		sessionValidity: time.Duration(*opt.Or(d.AuthSessionValidity, opt.Of(int32(3)))) * time.Minute,
	}
	s.write, s.read = nameSet(d.WriteAttributes), nameSet(d.ReadAttributes)
	return s
}

// AddAppClient makes an app client of the pool as CreateUserPoolClient does,
// with the same defaults where the input is silent. A nil ClientName and
// UserPoolId are filled in. The secret is generated with GenerateSecret or
// chosen with ClientSecret (24 to 64 letters, digits, _ or +); without either
// the client has none. Settings that the service refuses panic with its words.
func (p *Pool) AddAppClient(in cip.CreateUserPoolClientInput, opts ...AddOption) *AppClient {
	var o addOptions
	for _, opt := range opts {
		opt(&o)
	}
	in.ClientName = opt.Or(in.ClientName, opt.Of("client"))
	if in.UserPoolId != nil && *in.UserPoolId != p.ID {
		panic(fmt.Sprintf("cognitofake: AddAppClient: UserPoolId is %s; leave it out or give the pool's own, %s", *in.UserPoolId, p.ID))
	}
	in.UserPoolId = &p.ID
	a, err := p.addAppClient(&in, o.id)
	if err != nil {
		panic("cognitofake: AddAppClient: " + err.Advice())
	}
	p.keep(a)
	return a
}

// keep makes a one of the app clients that Reset brings back as they are now.
func (p *Pool) keep(a *AppClient) {
	p.mu.Lock()
	defer p.mu.Unlock()
	a.made = a.settings.Load()
	p.madeApps = append(p.madeApps, a)
}

// addAppClient makes an app client from a whole input; id is "" for a random one.
func (p *Pool) addAppClient(in *cip.CreateUserPoolClientInput, id string) (*AppClient, *refusal.Error) {
	if message := model.Check(in); message != "" {
		return nil, refusal.InvalidParameter(message)
	}
	if in.GenerateSecret && in.ClientSecret != nil {
		return nil, refusal.TwoSecretSources().WithHint("give GenerateSecret or ClientSecret")
	}
	in = opt.Copy(in)
	now := p.fake.now()
	d := describeApp(types.UserPoolClientType{UserPoolId: &p.ID, CreationDate: &now, ClientSecret: in.ClientSecret}, updateOf(in), now)
	if in.GenerateSecret {
		d.ClientSecret = opt.Of(p.fake.random.Pick(51, random.Base32Digits)) // N136
	}
	if err := p.checkApp(&d, "creating"); err != nil {
		return nil, err
	}
	return p.storeApp(d, id)
}

// storeApp makes an app client from its whole description.
func (p *Pool) storeApp(d types.UserPoolClientType, id string) (*AppClient, *refusal.Error) {
	f := p.fake
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.pools[p.ID] != p {
		return nil, refusal.NoPool(p.ID)
	}
	if id == "" {
		for id == "" || f.clients[id] != nil {
			id = f.random.Pick(26, random.Base32Digits) // N136
		}
	} else if message := model.Check(&cip.DescribeUserPoolClientInput{ClientId: &id, UserPoolId: &p.ID}); message != "" {
		return nil, refusal.InvalidParameter(message)
	} else if f.clients[id] != nil {
		return nil, refusal.ClientExists(id)
	}
	d.ClientId = &id
	f.lastSeq++
	a := &AppClient{ID: id, Secret: opt.Value(d.ClientSecret), pool: p, seq: f.lastSeq}
	s := newAppSettings(d)
	if a.Secret != "" {
		s.secrets = []clientSecret{{id: p.fake.newSecretID(id), value: a.Secret, created: opt.Value(d.CreationDate)}}
	}
	a.settings.Store(s)
	f.clients[id] = a
	return a, nil
}

func (f *Fake) newSecretID(clientID string) string {
	return clientID + "--" + f.random.Pick(13, random.Digits)
}

// describeApp is d configured by in; what in leaves out goes back to its
// default (N136, N137).
func describeApp(d types.UserPoolClientType, in *cip.UpdateUserPoolClientInput, now time.Time) types.UserPoolClientType {
	return types.UserPoolClientType{
		UserPoolId: d.UserPoolId, ClientId: d.ClientId, ClientSecret: d.ClientSecret,
		CreationDate: d.CreationDate, LastModifiedDate: &now,
		ClientName: opt.Or(in.ClientName, d.ClientName),

		AccessTokenValidity:                      in.AccessTokenValidity,
		AllowedOAuthFlows:                        in.AllowedOAuthFlows,
		AllowedOAuthFlowsUserPoolClient:          opt.Of(in.AllowedOAuthFlowsUserPoolClient),
		AllowedOAuthScopes:                       in.AllowedOAuthScopes,
		AnalyticsConfiguration:                   in.AnalyticsConfiguration,
		AuthSessionValidity:                      opt.Or(in.AuthSessionValidity, opt.Of(int32(3))),
		CallbackURLs:                             in.CallbackURLs,
		DefaultRedirectURI:                       in.DefaultRedirectURI,
		EnablePropagateAdditionalUserContextData: opt.Or(in.EnablePropagateAdditionalUserContextData, opt.Of(false)),
		EnableTokenRevocation:                    opt.Or(in.EnableTokenRevocation, opt.Of(true)),
		ExplicitAuthFlows:                        in.ExplicitAuthFlows,
		IdTokenValidity:                          in.IdTokenValidity,
		LogoutURLs:                               in.LogoutURLs,
		PreventUserExistenceErrors:               in.PreventUserExistenceErrors,
		ReadAttributes:                           in.ReadAttributes,
		RefreshTokenRotation:                     in.RefreshTokenRotation,
		RefreshTokenValidity:                     opt.Default(in.RefreshTokenValidity, 30),
		SupportedIdentityProviders:               in.SupportedIdentityProviders,
		TokenValidityUnits:                       opt.Or(in.TokenValidityUnits, &types.TokenValidityUnitsType{}),
		WriteAttributes:                          in.WriteAttributes,
	}
}

// updateOf is the part of a new client's input that UpdateUserPoolClient takes too.
func updateOf(in *cip.CreateUserPoolClientInput) *cip.UpdateUserPoolClientInput {
	return &cip.UpdateUserPoolClientInput{
		AccessTokenValidity:                      in.AccessTokenValidity,
		AllowedOAuthFlows:                        in.AllowedOAuthFlows,
		AllowedOAuthFlowsUserPoolClient:          in.AllowedOAuthFlowsUserPoolClient,
		AllowedOAuthScopes:                       in.AllowedOAuthScopes,
		AnalyticsConfiguration:                   in.AnalyticsConfiguration,
		AuthSessionValidity:                      in.AuthSessionValidity,
		CallbackURLs:                             in.CallbackURLs,
		ClientName:                               in.ClientName,
		DefaultRedirectURI:                       in.DefaultRedirectURI,
		EnablePropagateAdditionalUserContextData: in.EnablePropagateAdditionalUserContextData,
		EnableTokenRevocation:                    in.EnableTokenRevocation,
		ExplicitAuthFlows:                        in.ExplicitAuthFlows,
		IdTokenValidity:                          in.IdTokenValidity,
		LogoutURLs:                               in.LogoutURLs,
		PreventUserExistenceErrors:               in.PreventUserExistenceErrors,
		ReadAttributes:                           in.ReadAttributes,
		RefreshTokenRotation:                     in.RefreshTokenRotation,
		RefreshTokenValidity:                     in.RefreshTokenValidity,
		SupportedIdentityProviders:               in.SupportedIdentityProviders,
		TokenValidityUnits:                       in.TokenValidityUnits,
		WriteAttributes:                          in.WriteAttributes,
	}
}

// checkApp refuses what the service refuses of a client's settings; doing is
// the verb of its words.
func (p *Pool) checkApp(d *types.UserPoolClientType, doing string) *refusal.Error {
	s := p.settings.Load()
	legacy, allow := 0, 0
	for _, f := range d.ExplicitAuthFlows {
		if strings.HasPrefix(string(f), "ALLOW_") {
			allow++
		} else {
			legacy++
		}
	}
	if legacy > 0 && allow > 0 {
		return refusal.MixedAuthFlows().WithHint("give all ExplicitAuthFlows their ALLOW_ names")
	}
	if hint := hintTokenValidity(d); hint != "" {
		return refusal.TokenValidity().WithHint(hint)
	}
	for _, name := range d.ReadAttributes {
		if s.schema.ByName[name] == nil {
			return refusal.ReadAttributes(doing).WithHint(fmt.Sprintf("ReadAttributes: the pool's schema has no attribute %q", name))
		}
	}
	for _, name := range d.WriteAttributes {
		switch {
		case s.schema.ByName[name] == nil:
			return refusal.WriteAttributes(doing).WithHint(fmt.Sprintf("WriteAttributes: the pool's schema has no attribute %q", name))
		case neverWritable(name):
			return refusal.WriteAttributes(doing).WithHint("WriteAttributes: no app client may write " + name)
		}
	}
	if len(d.WriteAttributes) > 0 {
		for _, required := range s.schema.Required {
			if !slices.Contains(d.WriteAttributes, required.Name) {
				return refusal.WriteAttributes(doing).WithHint("WriteAttributes: the pool requires " + required.Name + "; add it")
			}
		}
	}
	return nil
}

// hintTokenValidity judges N87, access and ID tokens 5 minutes to a day,
// refresh tokens an hour to ten years, and names what is out of range.
func hintTokenValidity(d *types.UserPoolClientType) string {
	const day = 24 * time.Hour
	units := opt.Value(d.TokenValidityUnits)
	for _, t := range []struct {
		member    string
		n         *int32
		unit      time.Duration
		low, high time.Duration
		bounds    string
	}{
		{"AccessTokenValidity", d.AccessTokenValidity, unit(opt.Default(units.AccessToken, types.TimeUnitsTypeHours)), 5 * time.Minute, day, "5 minutes to a day"},
		{"IdTokenValidity", d.IdTokenValidity, unit(opt.Default(units.IdToken, types.TimeUnitsTypeHours)), 5 * time.Minute, day, "5 minutes to a day"},
		{"RefreshTokenValidity", &d.RefreshTokenValidity, unit(opt.Default(units.RefreshToken, types.TimeUnitsTypeDays)), time.Hour, 3650 * day, "an hour to ten years"},
	} {
		// As a quotient, for the product of a large number overflows.
		if t.n != nil && (time.Duration(*t.n) < (t.low+t.unit-1)/t.unit || time.Duration(*t.n) > t.high/t.unit) {
			return t.member + " has to be " + t.bounds + ", in the unit of TokenValidityUnits"
		}
	}
	return ""
}

// unit is the length of a token validity unit.
func unit(u types.TimeUnitsType) time.Duration {
	switch u {
	case types.TimeUnitsTypeSeconds:
		return time.Second
	case types.TimeUnitsTypeMinutes:
		return time.Minute
	case types.TimeUnitsTypeDays:
		return 24 * time.Hour
	}
	return time.Hour
}

// neverWritable are the attributes that no client writes (R90, R91).
func neverWritable(name string) bool {
	switch name {
	case attribute.Sub, attribute.Identities, attribute.EmailVerified, attribute.PhoneVerified:
		return true
	}
	return strings.HasPrefix(name, attribute.DeveloperPrefix)
}

// checkWrite refuses attributes that the client may not write, known to the
// schema or not (R90, R132). Unset, WriteAttributes permit all others (R91).
func (a *AppClient) checkWrite(given []types.AttributeType) *refusal.Error {
	s := a.settings.Load()
	for _, g := range given {
		name := opt.Value(g.Name)
		if neverWritable(name) || s.write != nil && !s.write[name] {
			return refusal.UnauthorizedAttribute().WithHint(a.hintUnauthorized(name))
		}
	}
	return nil
}

// appClient is the client of an id.
func (f *Fake) appClient(id *string) (*AppClient, *refusal.Error) {
	f.mu.RLock()
	defer f.mu.RUnlock()
	a := f.clients[opt.Value(id)]
	if a == nil {
		return nil, refusal.NoClient(opt.Value(id)).WithHint(f.hintNoClientLocked())
	}
	return a, nil
}

// callingApp is the client that an unsigned operation comes from, once it has
// proved to know its secret (R20, R23 to R25).
func (f *Fake) callingApp(id, hash *string, username string) (*AppClient, *refusal.Error) {
	a, err := f.appClient(id)
	if err != nil {
		return nil, err
	}
	return a, a.checkSecretHash(hash, username)
}

// poolApp is a client of a pool; one of another pool is unknown (N3).
func (f *Fake) poolApp(poolID, clientID *string) (*Pool, *AppClient, *refusal.Error) {
	p, err := f.pool(poolID)
	if err != nil {
		return nil, nil, err
	}
	a, err := f.appClient(clientID)
	if err != nil {
		return nil, nil, err
	}
	if a.pool != p {
		return nil, nil, refusal.NoClient(a.ID)
	}
	return p, a, nil
}

// SecretHash is what an application sends as SecretHash beside username
// (R26), made with the secret that the client was made with. It is empty for
// a client without one.
func (a *AppClient) SecretHash(username string) string {
	if a.Secret == "" {
		return ""
	}
	return secretHash(a.Secret, username+a.ID)
}

func secretHash(key, message string) string {
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte(message))
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// checkSecretHash judges R23 to R25 and R27.
func (a *AppClient) checkSecretHash(hash *string, username string) *refusal.Error {
	secrets := a.settings.Load().secrets
	switch {
	case len(secrets) == 0 && hash != nil:
		return refusal.UnexpectedSecretHash(a.ID).WithHint(hintPublicClient)
	case len(secrets) == 0:
		return nil
	case hash == nil:
		return refusal.SecretHashMismatch(a.ID).WithHint(hintHashMissing)
	}
	for _, s := range secrets {
		if subtle.ConstantTimeCompare([]byte(secretHash(s.value, username+a.ID)), []byte(*hash)) == 1 {
			return nil
		}
	}
	return refusal.SecretHashMismatch(a.ID).WithHint(a.hintSecretHash(*hash, username))
}
