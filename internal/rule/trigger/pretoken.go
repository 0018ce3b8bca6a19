package trigger

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/token"
)

// Ends of the trigger sources of PreTokenGeneration (C91).
const (
	SourceNewPasswordChallenge = "NewPasswordChallenge"
	SourceAuthenticateDevice   = "AuthenticateDevice"
	SourceRefreshTokens        = "RefreshTokens"
	SourceHostedAuth           = "HostedAuth"
	SourceClientCredentials    = "ClientCredentials"
)

// PreTokenGeneration by what a test calls it that wants events of a version,
// whatever the pool's LambdaConfig says.
const (
	PreTokenGenerationV2 = "PreTokenGenerationV2"
	PreTokenGenerationV3 = "PreTokenGenerationV3"
)

// Versioned are the versions that those names stand for.
var Versioned = map[string]types.PreTokenGenerationLambdaVersionType{
	PreTokenGenerationV2: types.PreTokenGenerationLambdaVersionTypeV20,
	PreTokenGenerationV3: types.PreTokenGenerationLambdaVersionTypeV30,
}

// OneTrigger are the names of the trigger that has this one.
func OneTrigger(name string) []string {
	if _, ok := Versioned[name]; ok || name == PreTokenGeneration {
		return []string{PreTokenGeneration, PreTokenGenerationV2, PreTokenGenerationV3}
	}
	return []string{name}
}

// TokenVersion is the LambdaVersion of a pool's PreTokenGeneration.
func TokenVersion(c *types.LambdaConfigType) types.PreTokenGenerationLambdaVersionType {
	return cmp.Or(opt.Value(opt.Value(c).PreTokenGenerationConfig).LambdaVersion, types.PreTokenGenerationLambdaVersionTypeV10)
}

// Requests and responses of PreTokenGeneration (C93, C94).
type (
	preTokenRequest struct {
		UserAttributes     map[string]string   `json:"userAttributes"`
		GroupConfiguration *groupConfiguration `json:"groupConfiguration"`
		Scopes             []string            `json:"scopes,omitzero"` // not in V1_0
		ClientMetadata     map[string]string   `json:"clientMetadata,omitzero"`
	}
	groupConfiguration struct {
		Groups    []string `json:"groupsToOverride"`
		Roles     []string `json:"iamRolesToOverride"`
		Preferred *string  `json:"preferredRole"`
	}
	preTokenResponse struct {
		Details any `json:"claimsOverrideDetails"`
	}
	preTokenResponseV2 struct {
		Details any `json:"claimsAndScopeOverrideDetails"`
	}
)

// Generation is what a function of PreTokenGeneration is asked about.
type Generation struct {
	Version        types.PreTokenGenerationLambdaVersionType
	Source         string
	UserName       string
	UserAttributes map[string]string
	Groups         *token.GroupOverride // nil for an app client that speaks for itself
	Scopes         []string
	ClientMetadata map[string]string
}

// NewPreTokenEvent is the event of a generation.
func NewPreTokenEvent(c Caller, g Generation) Event {
	req := preTokenRequest{UserAttributes: g.UserAttributes, ClientMetadata: g.ClientMetadata}
	if g.Groups != nil {
		req.GroupConfiguration = &groupConfiguration{Groups: append([]string{}, g.Groups.Groups...), Roles: append([]string{}, g.Groups.Roles...)}
		if g.Groups.Preferred != "" {
			req.GroupConfiguration.Preferred = opt.Of(g.Groups.Preferred)
		}
	}
	var response any = preTokenResponse{}
	if g.Version != types.PreTokenGenerationLambdaVersionTypeV10 {
		req.Scopes, response = append([]string{}, g.Scopes...), preTokenResponseV2{}
	}
	e := NewEvent(c, g.UserName, PreTokenGeneration, g.Source, req, response)
	e.Version = strings.TrimSuffix(strings.TrimPrefix(string(g.Version), "V"), "_0") // C2
	return e
}

// Members of the answers.
const (
	detailsV1    = "claimsOverrideDetails"
	detailsV2    = "claimsAndScopeOverrideDetails"
	addClaims    = "claimsToAddOrOverride"
	suppress     = "claimsToSuppress"
	groupDetails = "groupOverrideDetails"
)

// ReadPreToken is what a function makes of the tokens.
func ReadPreToken(version types.PreTokenGenerationLambdaVersionType, result []byte) (o token.Override, err *refusal.Error) {
	known, other := detailsV1, detailsV2
	old := version == types.PreTokenGenerationLambdaVersionTypeV10
	if !old {
		known, other = other, known
	}
	response, err := ReadWhole(result, known, other)
	if err != nil {
		return o, err
	}
	if _, has := response[other]; has {
		return o, refusal.LambdaShape().WithHint(fmt.Sprintf(
			"the event is of LambdaVersion %s and the answer has %s, which is of another version; this one takes %s, as %s of aws-lambda-go does",
			version, other, known, goEvent(old)))
	}
	if old {
		details, err := response.object(known, addClaims, suppress, groupDetails)
		if err != nil {
			return o, err
		}
		err = cmp.Or(details.change(&o.ID, true), details.groups(&o))
		return o, err
	}
	details, err := response.object(known, "idTokenGeneration", "accessTokenGeneration", groupDetails)
	if err != nil {
		return o, err
	}
	id, err := details.object("idTokenGeneration", addClaims, suppress)
	if err != nil {
		return o, err
	}
	access, err := details.object("accessTokenGeneration", addClaims, suppress, "scopesToAdd", "scopesToSuppress")
	if err != nil {
		return o, err
	}
	err = cmp.Or(
		id.change(&o.ID, false), access.change(&o.Access, false), details.groups(&o),
		access.Member("scopesToAdd", &o.AddScopes), access.Member("scopesToSuppress", &o.SuppressScopes), checkForms(&o.ID),
	)
	for _, scope := range o.AddScopes {
		if err == nil && strings.ContainsFunc(scope, unicode.IsSpace) { // C101: choice
			err = refusal.LambdaShape().WithHint(fmt.Sprintf("scopesToAdd has %q, and a scope has no blank; give each scope by itself", scope))
		}
	}
	return o, err
}

// object is a member of a response that is an object of known members; nil if
// it is missing or null.
func (r Response) object(name string, known ...string) (Response, *refusal.Error) {
	var result Response
	if err := r.Member(name, &result); err != nil {
		return nil, err
	}
	for _, member := range slices.Sorted(maps.Keys(result)) {
		if !slices.Contains(known, member) { // choice
			return nil, refusal.LambdaShape().WithHint(fmt.Sprintf("%s has a member that the trigger does not know, %q; it takes %s", name, member, strings.Join(known, ", ")))
		}
	}
	return result, nil
}

// change reads what becomes of the claims of a token. Those of V1_0 are
// strings (C96).
func (r Response) change(c *token.Change, stringsAlone bool) *refusal.Error {
	if err := cmp.Or(r.Member(addClaims, &c.Set), r.Member(suppress, &c.Suppress)); err != nil {
		return err
	}
	if !stringsAlone {
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(c.Set)) {
		if !isString(c.Set[name]) {
			return refusal.LambdaShape().WithHint(fmt.Sprintf("%s has %s, whose value is no string; claims of other JSON types need LambdaVersion V2_0 (C96)", addClaims, name))
		}
	}
	return nil
}

// checkForms refuses what the ID token takes as a string alone (C106; that it
// is refused, and so: choice).
func checkForms(id *token.Change) *refusal.Error {
	for _, name := range token.ByString {
		if v, ok := id.Set[name]; ok && !isString(v) {
			return refusal.LambdaShape().WithHint(name + " of the ID token is to be a string, such as \"true\" (C106)")
		}
	}
	return nil
}

// isString reports whether a value is a string, or none at all.
func isString(v json.RawMessage) bool {
	var s *string
	return json.Unmarshal(v, &s) == nil
}

// groups reads what takes the place of groups and roles; null is none (C99).
func (r Response) groups(o *token.Override) *refusal.Error {
	if _, ok := r[groupDetails]; !ok {
		return nil
	}
	details, err := r.object(groupDetails, "groupsToOverride", "iamRolesToOverride", "preferredRole")
	if err != nil {
		return err
	}
	o.Groups = &token.GroupOverride{}
	return cmp.Or(
		details.Member("groupsToOverride", &o.Groups.Groups),
		details.Member("iamRolesToOverride", &o.Groups.Roles),
		details.Member("preferredRole", &o.Groups.Preferred),
	)
}

// goEvent is the event type of a version in aws-lambda-go.
func goEvent(old bool) string {
	if old {
		return "CognitoEventUserPoolsPreTokenGen"
	}
	return "CognitoEventUserPoolsPreTokenGenV2_0"
}
