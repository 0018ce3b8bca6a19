package settings

import (
	"fmt"
	"slices"
	"strings"
	"time"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
)

// Client is how an app client is configured. It is never changed; a
// client that is configured anew gets another one.
type Client struct {
	Describe types.UserPoolClientType

	Secrets []Secret // active ones first made first; at most two (R27)
	Retired []Secret // deleted ones, for hints alone

	write map[string]bool // WriteAttributes; nil means unset or empty (R91)
	read  map[string]bool // ReadAttributes; nil means unset or empty (N83)
	Flows Flows

	HidesUsers      bool // PreventUserExistenceErrors=ENABLED
	SessionValidity time.Duration

	Resets Resets // for hints alone
}

// Secret is one secret of an app client.
type Secret struct {
	ID      string
	Value   string
	Created time.Time
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

// Flows is what ExplicitAuthFlows allow (N18, N19).
type Flows struct {
	UserAuth, UserPassword, AdminPassword, Srp, Custom, Refresh bool

	CustomOnly bool // CUSTOM_AUTH_FLOW_ONLY, and nothing else (C39)
}

func newFlowSet(flows []types.ExplicitAuthFlowsType) Flows {
	s := Flows{Srp: true, Custom: true, Refresh: true} // unset (N19)
	if slices.ContainsFunc(flows, func(f types.ExplicitAuthFlowsType) bool { return strings.HasPrefix(string(f), "ALLOW_") }) {
		s = Flows{}
	}
	s.CustomOnly = len(flows) == 1 && flows[0] == types.ExplicitAuthFlowsTypeCustomAuthFlowOnly
	for _, f := range flows {
		switch f {
		case types.ExplicitAuthFlowsTypeAllowUserAuth:
			s.UserAuth = true
		case types.ExplicitAuthFlowsTypeAllowUserPasswordAuth, types.ExplicitAuthFlowsTypeUserPasswordAuth:
			s.UserPassword = true
		case types.ExplicitAuthFlowsTypeAllowAdminUserPasswordAuth, types.ExplicitAuthFlowsTypeAdminNoSrpAuth:
			s.AdminPassword = true
		case types.ExplicitAuthFlowsTypeAllowUserSrpAuth:
			s.Srp = true
		case types.ExplicitAuthFlowsTypeAllowCustomAuth:
			s.Custom = true
		case types.ExplicitAuthFlowsTypeAllowRefreshTokenAuth:
			s.Refresh = true
		case types.ExplicitAuthFlowsTypeCustomAuthFlowOnly: // the old values leave the rest open (N25)
			s.Srp = false
		}
	}
	return s
}

func NewClient(d types.UserPoolClientType) *Client {
	s := &Client{
		Describe:        d,
		Flows:           newFlowSet(d.ExplicitAuthFlows),
		HidesUsers:      d.PreventUserExistenceErrors == types.PreventUserExistenceErrorTypesEnabled,
		SessionValidity: time.Duration(*opt.Or(d.AuthSessionValidity, opt.Of(int32(3)))) * time.Minute,
	}
	s.write, s.read = nameSet(d.WriteAttributes), nameSet(d.ReadAttributes)
	return s
}

// DescribeClient is what a new app client looks like: the input, and the
// service's defaults where it is silent (N136).
func DescribeClient(in *cip.CreateUserPoolClientInput, now time.Time) types.UserPoolClientType {
	var d types.UserPoolClientType
	opt.Carry(in, &d)
	d.CreationDate = &now
	d.RefreshTokenRotation = withRotation(d.RefreshTokenRotation, nil)
	return withClientDefaults(d, now)
}

// UpdateClient is d configured by in; what in leaves out goes back to its default
// (N137).
func UpdateClient(d types.UserPoolClientType, in *cip.UpdateUserPoolClientInput, now time.Time) types.UserPoolClientType {
	name, rotation := d.ClientName, d.RefreshTokenRotation
	opt.Carry(in, &d)
	d.ClientName = opt.Or(d.ClientName, name)
	d.RefreshTokenRotation = withRotation(d.RefreshTokenRotation, rotation)
	return withClientDefaults(d, now)
}

// withClientDefaults fills in what the service does where a description is silent.
func withClientDefaults(d types.UserPoolClientType, now time.Time) types.UserPoolClientType {
	d.LastModifiedDate = &now
	d.AuthSessionValidity = opt.Or(d.AuthSessionValidity, opt.Of(int32(3)))
	d.EnablePropagateAdditionalUserContextData = opt.Or(d.EnablePropagateAdditionalUserContextData, opt.Of(false))
	d.EnableTokenRevocation = opt.Or(d.EnableTokenRevocation, opt.Of(true))
	d.RefreshTokenValidity = opt.Default(d.RefreshTokenValidity, 30)
	d.TokenValidityUnits = opt.Or(d.TokenValidityUnits, &types.TokenValidityUnitsType{})
	return d
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

// CheckWrite refuses attributes that the client may not write, known to the
// schema or not (R90, R132). Unset, WriteAttributes permit all others (R91).
func (s *Client) CheckWrite(schema *attribute.Schema, given []types.AttributeType) *refusal.Error {
	for _, g := range given {
		name := opt.Value(g.Name)
		if neverWritable(name) || s.write != nil && !s.write[name] {
			return refusal.UnauthorizedAttribute().WithHint(hintUnauthorized(schema, name))
		}
	}
	return nil
}

// hintUnauthorized names what the service leaves out.
func hintUnauthorized(schema *attribute.Schema, name string) string {
	if neverWritable(name) {
		return fmt.Sprintf("no app client may write %s (R90, R91)", name)
	}
	hint := fmt.Sprintf("%s is not among the app client's WriteAttributes", name)
	if schema.ByName[name] == nil && schema.ByName[attribute.CustomPrefix+name] != nil {
		return hint + "; did you mean " + attribute.CustomPrefix + name + "?"
	}
	return hint
}

const HintChoiceTier = "USER_AUTH needs a pool of the tier ESSENTIALS or PLUS (N57)"

// HintFlow names what a flow needs.
func HintFlow(needed types.ExplicitAuthFlowsType) string {
	return fmt.Sprintf("the app client's ExplicitAuthFlows need %s; unset they are the SRP, custom and refresh flows (N19)", needed)
}

// MayRead reports whether the client sees an attribute: by its
// ReadAttributes, or without any every standard one (N83, R91).
func (s *Client) MayRead(name string) bool {
	if s.read != nil {
		return s.read[name]
	}
	return !strings.HasPrefix(name, attribute.CustomPrefix) && !strings.HasPrefix(name, attribute.DeveloperPrefix)
}

// AccessValidity is how long an access token of the client lives (N87).
func (s *Client) AccessValidity() time.Duration {
	return validity(s.Describe.AccessTokenValidity, opt.Value(s.Describe.TokenValidityUnits).AccessToken)
}

// IDValidity is how long an ID token of the client lives (N87).
func (s *Client) IDValidity() time.Duration {
	return validity(s.Describe.IdTokenValidity, opt.Value(s.Describe.TokenValidityUnits).IdToken)
}

// validity is a number of units, hours without one; an hour where it is unset.
func validity(n *int32, u types.TimeUnitsType) time.Duration {
	if n == nil {
		return time.Hour
	}
	return time.Duration(*n) * unit(opt.Default(u, types.TimeUnitsTypeHours))
}
