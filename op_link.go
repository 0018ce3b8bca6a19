package cognitofake

import (
	"encoding/json"
	"slices"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
)

// nativeProvider is the ProviderName of users who sign in with a password.
const nativeProvider = "Cognito"

// maxIdentities is how many links a user may have (API AdminLinkProviderForUser).
const maxIdentities = 5

// identity is one entry of the attribute identities: a link to a user of an
// external identity provider.
type identity struct {
	UserID       string  `json:"userId"`
	ProviderName string  `json:"providerName"`
	ProviderType string  `json:"providerType"`
	Issuer       *string `json:"issuer"`
	Primary      bool    `json:"primary"`
	DateCreated  int64   `json:"dateCreated"` // Unix milliseconds
}

// adminLinkProviderForUser answers AdminLinkProviderForUser, as far as account
// linking in a PreSignUp function needs it: a native user gets a link to an
// external one who has not signed up. Providers of the pool are not looked at.
func (f *Fake) adminLinkProviderForUser(r *request, in *cip.AdminLinkProviderForUserInput) (*cip.AdminLinkProviderForUserOutput, error) {
	p, err := f.pool(in.UserPoolId)
	if err != nil {
		return nil, err
	}
	source, destination := in.SourceUser, in.DestinationUser
	switch {
	case opt.Value(source.ProviderName) == nativeProvider:
		return nil, refusal.NativeSource()
	case opt.Value(source.ProviderName) == "" || opt.Value(source.ProviderAttributeName) == "" || opt.Value(source.ProviderAttributeValue) == "":
		return nil, refusal.LinkIncomplete("SourceUser")
	case opt.Value(destination.ProviderName) == "" || opt.Value(destination.ProviderAttributeValue) == "":
		return nil, refusal.LinkIncomplete("DestinationUser")
	}
	r.beforeCommit()
	if err := p.link(destination, source); err != nil {
		return nil, err
	}
	return &cip.AdminLinkProviderForUserOutput{}, nil
}

// link adds source to the identities of destination.
func (p *Pool) link(destination, source *types.ProviderUserIdentifierType) *refusal.Error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.deleted {
		return refusal.NoPool(p.ID)
	}
	var u *user
	if *destination.ProviderName == nativeProvider {
		u = p.findLocked(*destination.ProviderAttributeValue)
	} else {
		u = p.linkedLocked(destination)
	}
	if u == nil {
		return refusal.UserNotFound()
	}
	if p.linkedLocked(source) != nil {
		return refusal.AlreadyLinked()
	}
	identities := u.identities()
	if len(identities) >= maxIdentities {
		return refusal.TooManyIdentities()
	}
	now := p.fake.now()
	identities = append(identities, identity{
		UserID: *source.ProviderAttributeValue, ProviderName: *source.ProviderName,
		ProviderType: providerType(*source.ProviderName), DateCreated: now.UnixMilli(),
	})
	text, err := json.Marshal(identities)
	if err != nil {
		panic(err) // strings and numbers
	}
	p.setAttributeLocked(u, attribute.Identities, string(text))
	u.modified = now
	return nil
}

// linkedLocked is the user to whom an external one is linked.
func (p *Pool) linkedLocked(external *types.ProviderUserIdentifierType) *user {
	for _, u := range p.order {
		if slices.ContainsFunc(u.identities(), func(i identity) bool {
			return i.ProviderName == *external.ProviderName && i.UserID == *external.ProviderAttributeValue
		}) {
			return u
		}
	}
	return nil
}

// identities are the links of a user.
func (u *user) identities() []identity {
	var identities []identity
	if text := u.attrs.Get(attribute.Identities); text != "" {
		_ = json.Unmarshal([]byte(text), &identities) // an administrator may have written anything
	}
	return identities
}

// providerType is the kind of a provider; of those whose name says nothing it
// is a choice.
func providerType(name string) string {
	switch name {
	case "Facebook", "Google", "LoginWithAmazon", "SignInWithApple":
		return name
	}
	return "OIDC"
}
