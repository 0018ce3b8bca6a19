package settings

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
)

// Shelves is what a pool has beside its settings and app clients may name.
type Shelves interface {
	// MissingScope says what of a scope of a resource server, as
	// identifier/name, there is not; "" when it is there.
	MissingScope(scope string) (why string)
	HasProvider(name string) bool
}

// CheckClient refuses what the service refuses of a client's settings; doing is
// the verb of its words. The order of the checks is a choice.
func (s *Pool) CheckClient(d *types.UserPoolClientType, doing string, beside Shelves) *refusal.Error {
	if err := checkFlows(d); err != nil {
		return err
	}
	if err := checkRotation(d); err != nil {
		return err
	}
	if opt.Value(d.EnablePropagateAdditionalUserContextData) && d.ClientSecret == nil { // P130
		return refusal.ContextDataNeedsSecret()
	}
	if err := checkValidity(d); err != nil {
		return err
	}
	if err := s.checkPermissions(d, doing); err != nil {
		return err
	}
	for _, name := range d.SupportedIdentityProviders {
		if name != providerCognito && !beside.HasProvider(name) { // P67
			return refusal.NoProvider(name, opt.Value(s.Describe.Id)).WithHint("SupportedIdentityProviders: the pool has " + providerCognito + " alone until CreateIdentityProvider adds others")
		}
	}
	if err := checkOAuth(d, beside); err != nil {
		return err
	}
	return checkURLs(d)
}

// checkFlows wants one kind of names (N25, P130).
func checkFlows(d *types.UserPoolClientType) *refusal.Error {
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
	return nil
}

// providerCognito is the pool itself, as a provider of identities.
const providerCognito = "COGNITO"

// checkPermissions judges ReadAttributes and WriteAttributes (R91, P129).
func (s *Pool) checkPermissions(d *types.UserPoolClientType, doing string) *refusal.Error {
	for _, name := range d.ReadAttributes {
		if s.Schema.ByName[name] == nil {
			return refusal.ReadAttributes(doing).WithHint(fmt.Sprintf("ReadAttributes: the pool's schema has no attribute %q", name))
		}
	}
	for _, name := range d.WriteAttributes {
		switch {
		case s.Schema.ByName[name] == nil:
			return refusal.WriteAttributes(doing).WithHint(fmt.Sprintf("WriteAttributes: the pool's schema has no attribute %q", name))
		case neverWritable(name):
			return refusal.WriteAttributes(doing).WithHint("WriteAttributes: no app client may write " + name)
		}
	}
	if len(d.WriteAttributes) > 0 {
		for _, required := range s.Schema.Required {
			if !slices.Contains(d.WriteAttributes, required.Name) {
				return refusal.WriteAttributes(doing).WithHint("WriteAttributes: the pool requires " + required.Name + "; add it")
			}
		}
	}
	return nil
}

// standardScopes are those of every pool (P127).
var standardScopes = []string{"phone", "email", "openid", "profile", "aws.cognito.signin.user.admin"}

// checkOAuth judges what the hosted pages and endpoints may do for the client:
// flows (P124, P125) and scopes (P43, P127).
func checkOAuth(d *types.UserPoolClientType, beside Shelves) *refusal.Error {
	flows := d.AllowedOAuthFlows
	has := func(f types.OAuthFlowType) bool { return slices.Contains(flows, f) }
	credentials := has(types.OAuthFlowTypeClientCredentials)
	interactive := has(types.OAuthFlowTypeCode) || has(types.OAuthFlowTypeImplicit)
	switch {
	case opt.Value(d.AllowedOAuthFlowsUserPoolClient) && (len(flows) == 0 || len(d.AllowedOAuthScopes) == 0):
		return refusal.OAuthNeedsFlowsAndScopes()
	case credentials && interactive:
		return refusal.CredentialsBesideOtherFlows()
	case credentials && d.ClientSecret == nil:
		return refusal.CredentialsNeedSecret().WithHint("give GenerateSecret to CreateUserPoolClient")
	case interactive && len(d.CallbackURLs) == 0:
		return refusal.FlowNeedsCallback()
	}
	for _, scope := range d.AllowedOAuthScopes {
		switch standard := slices.Contains(standardScopes, scope); {
		case standard && credentials: // that it is not only openid: inferred
			return refusal.ScopeBesideCredentials(scope).WithHint("client_credentials takes scopes of resource servers")
		case !standard:
			if why := beside.MissingScope(scope); why != "" {
				return refusal.NoScope(scope).WithHint(why)
			}
		}
	}
	return nil
}

// checkURLs judges where the hosted pages may send a browser (P126).
func checkURLs(d *types.UserPoolClientType) *refusal.Error {
	for _, given := range slices.Concat(d.CallbackURLs, d.LogoutURLs) {
		if strings.Contains(given, "#") {
			return refusal.URLFragment(given)
		}
		if u, err := url.Parse(given); err == nil && u.Scheme == "http" && !slices.Contains([]string{"localhost", "127.0.0.1", "::1"}, u.Hostname()) {
			return refusal.URLWithoutTLS(given)
		}
	}
	if to := d.DefaultRedirectURI; to != nil && !slices.Contains(d.CallbackURLs, *to) {
		return refusal.DefaultRedirect(*to)
	}
	return nil
}

// checkValidity judges how long tokens live: N87, access and ID tokens 5
// minutes to a day, refresh tokens an hour to ten years, and no token longer
// than the refresh token (P128).
func checkValidity(d *types.UserPoolClientType) *refusal.Error {
	if hint := hintTokenValidity(d); hint != "" {
		return refusal.TokenValidity().WithHint(hint)
	}
	units := opt.Value(d.TokenValidityUnits)
	refresh := time.Duration(d.RefreshTokenValidity) * unit(opt.Default(units.RefreshToken, types.TimeUnitsTypeDays))
	if validity(d.AccessTokenValidity, units.AccessToken) > refresh || validity(d.IdTokenValidity, units.IdToken) > refresh {
		return refusal.TokensOutliveRefresh()
	}
	return nil
}

// hintTokenValidity names what is out of range.
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
