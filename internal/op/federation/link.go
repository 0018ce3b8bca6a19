// Package federation has the operations of users of other providers.
package federation

import (
	"encoding/json"
	"slices"

	cip "github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider/types"
	"github.com/cognitofake/cognitofake/internal/opt"
	"github.com/cognitofake/cognitofake/internal/refusal"
	"github.com/cognitofake/cognitofake/internal/rule/attribute"
	"github.com/cognitofake/cognitofake/internal/service"
	"github.com/cognitofake/cognitofake/internal/state"
)

// Operations are the operations of users of other providers.
var Operations = service.List(
	service.Op(adminLinkProviderForUser),
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
func adminLinkProviderForUser(r *service.Request, in *cip.AdminLinkProviderForUserInput) (*cip.AdminLinkProviderForUserOutput, error) {
	p, err := r.Pool(in.UserPoolId)
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
	if err := r.Commit(p, func(tx *state.Tx) (func(), *refusal.Error) {
		u := linkDestination(tx, destination)
		if u == nil {
			return nil, refusal.UserNotFound()
		}
		if linked(tx, source) != nil {
			return nil, refusal.AlreadyLinked()
		}
		links := identities(u)
		if len(links) >= maxIdentities {
			return nil, refusal.TooManyIdentities()
		}
		return func() {
			links = append(links, identity{
				UserID: *source.ProviderAttributeValue, ProviderName: *source.ProviderName,
				ProviderType: providerType(*source.ProviderName), DateCreated: tx.Now.UnixMilli(),
			})
			text, err := json.Marshal(links)
			if err != nil {
				panic(err) // strings and numbers
			}
			tx.SetAttribute(u, attribute.Identities, string(text))
			tx.Touch(u)
		}, nil
	}); err != nil {
		return nil, err
	}
	return &cip.AdminLinkProviderForUserOutput{}, nil
}

// linkDestination is the user who is to get a link.
func linkDestination(tx *state.Tx, destination *types.ProviderUserIdentifierType) *state.User {
	if *destination.ProviderName == nativeProvider {
		return tx.Find(*destination.ProviderAttributeValue)
	}
	return linked(tx, destination)
}

// linked is the user to whom an external one is linked.
func linked(tx *state.Tx, external *types.ProviderUserIdentifierType) *state.User {
	for _, u := range tx.Users() {
		if slices.ContainsFunc(identities(u), func(i identity) bool {
			return i.ProviderName == *external.ProviderName && i.UserID == *external.ProviderAttributeValue
		}) {
			return u
		}
	}
	return nil
}

// identities are the links of a user.
func identities(u *state.User) []identity {
	var links []identity
	if text := u.Attrs.Get(attribute.Identities); text != "" {
		_ = json.Unmarshal([]byte(text), &links) // an administrator may have written anything
	}
	return links
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
